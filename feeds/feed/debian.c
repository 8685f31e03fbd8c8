/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debian's security tracker.
 *
 * Source:   https://security-tracker.debian.org/tracker/data/json, and the
 *           tracker's own words for what the members mean:
 *           security-tracker-team.pages.debian.net, "Tracker data".
 * Grammar:  one object: source package -> identifier -> { releases: codename
 *           -> { status, fixed_version, urgency, nodsa, nodsa_reason } }.
 * Traps:    `status` speaks of the newest version in the archive, so it is
 *           fixed_version that judges; "0" means that the release never had
 *           the bug. Urgency goes by package and release, with one or two
 *           stars after it that say who set it. `releases` may be an empty
 *           array. Null members are left out.
 * Limits:   read as a stream, one release at a time.
 */
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "advisory/fill.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { RELEASES_MAX = 64 };	/* of one identifier; Debian has five */

/* Urgencies too low to be true, by a wide margin: what NVD says is kept
   instead (grype-db issue 108). */
static const char *const misjudged[] = {
	"CVE-2020-35525", "CVE-2020-35527", "CVE-2023-4863", "CVE-2023-44487",
};

struct tracker {
	struct json_in *j;
	struct fill *out;
	const struct ecosystem *eco;
	struct arena *a;	/* for one identifier */
	struct str package;
	struct adv_affected v[RELEASES_MAX];
	size_t n;
};

/* One release's entry. */
struct entry {
	struct str status, fixed, urgency, reason;
	bool nodsa;
};

/* A codename that the table does not know stays what it is. */
static struct str
release_of(struct arena *a, struct str codename)
{
	struct str release = debian_release(codename);

	return release.n > 0 ? release : str_dup(a, codename);
}

static enum rc
read_entry(struct tracker *t, struct entry *en, struct err *e)
{
	struct str name, s;
	enum rc rc = json_in_enter(t->j, e);

	while (rc == RC_OK && (rc = json_in_next(t->j, &name, e)) == RC_OK) {
		struct str *to =
		    str_eq(name, STR("status"))		? &en->status
		    : str_eq(name, STR("fixed_version"))	? &en->fixed
		    : str_eq(name, STR("urgency"))	? &en->urgency
		    : str_eq(name, STR("nodsa_reason"))	? &en->reason
		    : NULL;

		en->nodsa |= str_eq(name, STR("nodsa"));
		if (to == NULL) {
			rc = json_in_skip(t->j, e);
			continue;
		}
		rc = json_in_string(t->j, &s, e);
		if (rc == RC_OK)
			*to = str_dup(t->a, str_trim(s));
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* "unimportant", "low", … without the stars; "" when none was assigned. */
static struct str
plain_urgency(struct str u)
{
	while (u.n != 0 && u.p[u.n - 1] == '*')
		u.n--;
	return str_eq(u, STR("not yet assigned")) ? STR("") : u;
}

/* False: nothing that we understand. */
static bool
judge(const struct entry *en, struct str urgency, struct adv_affected *x)
{
	if (str_eq(en->fixed, STR("0"))) {
		x->state = ADV_NOT_AFFECTED;
	} else if (en->fixed.n != 0) {
		x->state = ADV_FIXED;
		x->range = (struct interval){ .hi = en->fixed, .has_hi = true };
	} else if (str_eq(en->status, STR("undetermined"))) {
		x->state = ADV_UNDETERMINED;
	} else if (!str_eq(en->status, STR("open"))) {
		return false;
	} else if (str_eq(urgency, STR("end-of-life"))) {
		x->state = ADV_END_OF_LIFE;
	} else {
		x->state = str_eq(en->reason, STR("ignored")) ? ADV_WONT_FIX :
		    str_eq(en->reason, STR("postponed")) ? ADV_DEFERRED :
		    ADV_AFFECTED;
	}
	return true;
}

/* The vendor's words: "open, postponed, low". */
static struct str
words(struct arena *a, const struct entry *en, struct str urgency)
{
	struct str why = en->reason.n != 0 ? en->reason :
	    en->nodsa ? STR("no-dsa") : STR("");

	return str_fmt(a, "%.*s%s%.*s%s%.*s", STR_ARG(en->status),
	    why.n != 0 ? ", " : "", STR_ARG(why),
	    urgency.n != 0 ? ", " : "", STR_ARG(urgency));
}

static enum rc
read_release(struct tracker *t, struct str id, struct str codename,
    struct err *e)
{
	struct adv_affected *x = &t->v[t->n];
	struct entry en = { .nodsa = false };
	enum json_kind kind;
	enum rc rc = json_in_peek(t->j, &kind, e);

	*x = (struct adv_affected){ .eco = t->eco, .name = t->package,
		.release = release_of(t->a, codename) };
	if (rc == RC_OK && kind != JSON_OBJECT)
		return json_in_skip(t->j, e);
	if (rc == RC_OK)
		rc = read_entry(t, &en, e);
	if (rc != RC_OK)
		return rc;

	struct str urgency = plain_urgency(en.urgency);

	if (!judge(&en, urgency, x))
		return fill_reject(t->out, str_fmt(t->a, "%.*s %.*s %.*s",
		    STR_ARG(t->package), STR_ARG(id), STR_ARG(x->release)),
		    "neither a fixed version nor a status we know", e);
	x->word = words(t->a, &en, urgency);
	x->severity = severity_from_word(urgency);
	for (size_t i = 0; i < sizeof misjudged / sizeof *misjudged; i++)
		if (str_eq(id, str_from(misjudged[i])))
			x->severity = SEV_UNKNOWN;
	x->has_severity = x->severity != SEV_UNKNOWN;
	t->n++;
	return RC_OK;
}

static enum rc
read_releases(struct tracker *t, struct str id, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_peek(t->j, &kind, e);

	if (rc == RC_OK && kind != JSON_OBJECT)
		return json_in_skip(t->j, e);	/* [] where there is none */
	if (rc == RC_OK)
		rc = json_in_enter(t->j, e);
	while (rc == RC_OK && (rc = json_in_next(t->j, &name, e)) == RC_OK) {
		if (t->n < RELEASES_MAX)
			rc = read_release(t, id, str_dup(t->a, name), e);
		else
			rc = fill_reject(t->out, id, "too many releases: "
			    "this one is left out", e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_issue(struct tracker *t, struct str id, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_peek(t->j, &kind, e);

	t->n = 0;
	if (rc == RC_OK && kind != JSON_OBJECT) {
		rc = fill_reject(t->out, id, "not an object", e);
		return rc == RC_OK ? json_in_skip(t->j, e) : rc;
	}
	if (rc == RC_OK)
		rc = json_in_enter(t->j, e);
	while (rc == RC_OK && (rc = json_in_next(t->j, &name, e)) == RC_OK)
		rc = str_eq(name, STR("releases")) ?
		    read_releases(t, id, e) : json_in_skip(t->j, e);
	if (rc != RC_STOP)
		return rc;
	return fill_record(t->out, &(struct adv_record){ .id = id,
		.affected = t->v, .naffected = t->n }, e);
}

static enum rc
read_package(struct tracker *t, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_peek(t->j, &kind, e);

	if (rc == RC_OK && kind != JSON_OBJECT) {
		rc = fill_reject(t->out, t->package, "not an object", e);
		return rc == RC_OK ? json_in_skip(t->j, e) : rc;
	}
	if (rc == RC_OK)
		rc = json_in_enter(t->j, e);
	while (rc == RC_OK && (rc = json_in_next(t->j, &name, e)) == RC_OK) {
		arena_reset(t->a);
		if (name.n == 0)
			rc = json_in_skip(t->j, e);
		else
			rc = read_issue(t, str_dup(t->a, name), e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct tracker t = { .out = out,
		.j = json_in_new(in, (size_t)lim->json_record),
		.eco = ecosystem_by_key(STR("debian")),
		.a = arena_new((size_t)lim->memory) };
	struct arena *names = arena_new((size_t)lim->memory);
	struct str name;
	enum rc rc = json_in_enter(t.j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(t.j, &name, e)) == RC_OK) {
		arena_reset(names);
		t.package = str_dup(names, name);
		rc = read_package(&t, e);
	}
	if (rc == RC_STOP)
		rc = feed_end(t.j, e);
	arena_free(names);
	arena_free(t.a);
	json_in_free(t.j);
	return rc;
}

static bool
is_id(struct str s)
{
	return str_starts(s, STR("CVE-")) || str_starts(s, STR("TEMP-"));
}

static bool
detect(const struct feed_head *h)
{
	return h->object && h->inner_object && is_id(h->inner) &&
	    str_find_str(h->text, STR("\"releases\"")) < h->text.n;
}

const struct feed feed_debian = {
	.name = "debian", .about = "Debian security tracker, data/json",
	.pieces = true, .detect = detect, .load = load,
};
