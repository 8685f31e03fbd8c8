/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ubuntu's CVE tracker: a text per CVE.
 *
 * Source:   git.launchpad.net/ubuntu-cve-tracker, README and
 *           scripts/cve_lib.py for the words and the releases.
 * Grammar:  "Name: value" and lines that begin with a blank and go on with it.
 *           "RELEASE_PACKAGE: STATUS (DETAIL)" is a statement; RELEASE is a
 *           codename, "esm-infra/xenial" or "trusty/esm", "upstream", "devel".
 *           "Priority: medium", "Priority_PACKAGE: low"; under CVSS:
 *           " nvd: CVSS:3.1/… [9.8 CRITICAL]".
 * Rules:    DNE says that the release has no such package. "pending" is a fix
 *           that is not out. "ignored" is for good, or because support ended.
 *           upstream, snap and product are not packages of a release.
 * Traps:    empty lines anywhere; no blank before the status; no status;
 *           "Patches_PACKAGE: needs-triage" is no statement.
 * Limits:   LINE_MAX_BYTES a line, STATEMENTS_MAX statements.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/cve_words.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "score/cvss.h"
#include "text/line_in.h"

enum {
	LINE_MAX_BYTES = 64 * 1024, STATEMENTS_MAX = 20000, LINKS_MAX = 500,
	CVSS_MAX = 16, PRIORITIES_MAX = 500, TEXT_MAX = 64 * 1024,
	DETAIL_MAX = 80,
};

struct priority {
	struct str package;
	enum severity severity;
};

struct issue {
	struct arena *a;
	const struct ecosystem *eco;
	struct adv_record r;
	size_t ncandidates, nstatuses;
	bool open;		/* the last line's bracket is not closed */
	struct str section;	/* the name whose value goes on */
	struct adv_affected *v;
	size_t cap;
	struct str links[LINKS_MAX];
	struct adv_cvss cvss[CVSS_MAX];
	struct priority priorities[PRIORITIES_MAX];
	size_t npriorities;
};

/* ---- statements ---- */

static bool
has(struct str text, const char *what)
{
	return str_find_str(text, str_from(what)) < text.n;
}

/* "ignored" because nobody cares for the release any more? */
static bool
is_end(struct str detail)
{
	return has(detail, "end of life") || has(detail, "end-of-life") ||
	    has(detail, "out of standard support") ||
	    has(detail, "end of standard support") ||
	    has(detail, "end of ESM support") || has(detail, "superseded");
}

static enum adv_state
state_of(struct str status, struct str detail)
{
	static const struct {
		const char *status;
		enum adv_state state;
	} table[] = {
		{ "released", ADV_FIXED }, { "pending", ADV_AFFECTED },
		{ "needed", ADV_AFFECTED }, { "active", ADV_AFFECTED },
		{ "in-progress", ADV_AFFECTED },
		{ "needs-triage", ADV_INVESTIGATING },
		{ "deferred", ADV_DEFERRED },
		{ "not-affected", ADV_NOT_AFFECTED },
	};

	if (str_eq(status, STR("ignored")))
		return is_end(detail) ? ADV_END_OF_LIFE : ADV_WONT_FIX;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(status, str_from(table[i].status)))
			return table[i].state;
	return ADV_UNDETERMINED;
}

/* False: it is no package of a release. */
static bool
place(struct issue *is, struct str key, struct adv_affected *to)
{
	static const char *const none[] = { "upstream", "snap", "product" };

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (str_eq(key, str_from(none[i])))
			return false;
	if (!ubuntu_stream(key, &to->release, &to->channel)) {
		to->release = key;
		to->channel = STR("");
	}
	to->eco = is->eco;
	return true;
}

static void
add_statement(struct issue *is, struct str key, struct str value)
{
	size_t at = str_find(key, '_'), open = str_find(value, '(');
	struct str status = str_trim(str_sub(value, 0, open));
	struct str detail = str_trim(str_sub(value, open + 1,
	    str_rfind(value, ')')));
	struct adv_affected x = { .name = str_from_pos(key, at + 1) };
	int64_t t;

	is->nstatuses++;
	if (status.n == 0 || str_eq(status, STR("DNE")) || x.name.n == 0 ||
	    is->r.naffected == STATEMENTS_MAX ||
	    !place(is, str_sub(key, 0, at), &x))
		return;
	x.state = state_of(status, detail);
	x.word = status;
	if (str_eq(status, STR("released")) || str_eq(status, STR("pending"))) {
		if (detail.n == 0 || str_find(detail, ' ') < detail.n)
			x.state = ADV_UNDETERMINED;
		else
			x.range = (struct interval){ .hi = detail,
				.has_hi = true };
	} else if (detail.n != 0) {
		x.word = str_fmt(is->a, "%.*s (%.*s)", STR_ARG(status),
		    STR_ARG(str_sub(detail, 0, DETAIL_MAX)));
	}
	if (str_eq(status, STR("deferred")) && when_parse(detail, &t)) {
		x.has_known = true;
		x.known_day = when_day(t);
	}
	is->v = arena_grow(is->a, is->v, is->r.naffected, &is->cap,
	    sizeof *is->v);
	is->v[is->r.naffected++] = x;
}

/* ---- the rest ---- */

/* "medium", and the reason below it. */
static enum severity
priority_of(struct str value)
{
	struct str word = STR("");

	(void)str_word(&value, &word);
	return severity_from_word(word);
}

static void
add_priority(struct issue *is, struct str package, struct str value)
{
	if (is->npriorities < PRIORITIES_MAX)
		is->priorities[is->npriorities++] = (struct priority){
			package, priority_of(value) };
}

static void
apply_priorities(struct issue *is)
{
	for (size_t i = 0; i < is->r.naffected; i++) {
		struct adv_affected *x = &is->v[i];

		for (size_t k = 0; k < is->npriorities; k++) {
			if (!str_eq(x->name, is->priorities[k].package))
				continue;
			x->severity = is->priorities[k].severity;
			x->has_severity = x->severity != SEV_UNKNOWN;
		}
	}
}

/* "nvd: CVSS:3.1/AV:N/… [9.8 CRITICAL]" */
static void
add_cvss(struct issue *is, struct str line)
{
	size_t colon = str_find(line, ':');
	struct str rest = str_from_pos(line, colon + 1), vector = STR("");
	struct adv_cvss c = { .source = str_sub(line, 0, colon),
		.score = -1 };

	if (str_eq(c.source, STR("nvd")))
		c.source = STR("nvd@nist.gov");
	(void)str_word(&rest, &vector);
	c.vector = vector;
	if (is->r.ncvss < CVSS_MAX &&
	    cvss_score(c.vector, &c.version, &c.score))
		is->cvss[is->r.ncvss++] = c;
}

static void
add_text(struct issue *is, struct str line)
{
	struct str was = is->r.text;

	if (was.n + line.n < TEXT_MAX)
		is->r.text = was.n == 0 ? line : str_join(is->a,
		    str_join(is->a, was, STR("\n")), line);
}

/* A line that goes on with the name before it. */
static void
more(struct issue *is, struct str line)
{
	if (str_eq(is->section, STR("Description")))
		add_text(is, line);
	else if (str_eq(is->section, STR("CVSS")))
		add_cvss(is, line);
	else if ((str_eq(is->section, STR("References")) ||
	    str_eq(is->section, STR("Bugs"))) &&
	    str_starts(line, STR("http")) && is->r.nlinks < LINKS_MAX)
		is->links[is->r.nlinks++] = line;
}

static bool
is_statement(struct str key)
{
	static const char *const others[] = { "Patches_", "Tags_",
		"Priority_", "Assigned-to_", "CVSS_", "Discovered-by_",
		"Notes_" };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_starts(key, str_from(others[i])))
			return false;
	return str_find(key, '_') < key.n && str_find(key, ' ') == key.n;
}

static void
field(struct issue *is, struct str key, struct str value)
{
	is->section = key;
	if (str_eq(key, STR("Candidate"))) {
		is->r.id = value;
		is->ncandidates++;
	} else if (str_eq(key, STR("PublicDate")))
		is->r.has_published = when_parse(str_sub(value, 0, 10),
		    &is->r.published_s);
	else if (str_eq(key, STR("Priority")))
		is->r.severity = priority_of(value);
	else if (str_starts(key, STR("Priority_")))
		add_priority(is, str_from_pos(key, 9), value);
	else if (is_statement(key))
		add_statement(is, key, value);
	else if (value.n != 0)
		more(is, value);
}

static void
read_line(struct issue *is, struct str line)
{
	size_t colon = str_find(line, ':');

	if (str_trim(line).n == 0 || line.p[0] == '#')
		return;
	line = str_dup(is->a, line);
	is->open = str_find(line, '(') < line.n && str_find(line, ')') == line.n;
	if (is_blank(line.p[0]))
		more(is, str_trim(line));
	else if (colon < line.n)
		field(is, str_trim(str_sub(line, 0, colon)),
		    str_trim(str_from_pos(line, colon + 1)));
}

static enum rc
put(struct issue *is, struct str name, bool cut, struct fill *out,
    struct err *e)
{
	if (!str_starts(is->r.id, STR("CVE-")))
		return fill_reject(out, name, "no CVE identifier", e);
	if (is->ncandidates != 1)
		return fill_reject(out, name, "more than one Candidate", e);
	if (is->nstatuses == 0 || cut)
		return fill_reject(out, name, "cut short", e);
	if (str_starts(is->r.text, STR("** REJECT **")))
		is->r.flags = ADV_REJECTED;
	apply_priorities(is);
	is->r.title = cve_title(is->a, is->r.text);
	is->r.affected = is->v;
	is->r.links = is->links;
	is->r.cvss = is->cvss;
	return fill_record(out, &is->r, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct line_in *lines = line_in_new(in, LINE_MAX_BYTES);
	struct issue *is = NEW(a, struct issue);
	struct str line;
	enum rc rc = RC_OK;

	is->a = a;
	is->eco = ecosystem_by_key(STR("ubuntu"));
	while (rc == RC_OK && (rc = line_in_next(lines, &line, e)) != RC_STOP) {
		if (rc == RC_OK)
			read_line(is, line);
		else if (rc == RC_LIMIT)
			rc = fill_reject(out, STR("line"), e->msg, e);
	}
	if (rc == RC_STOP)
		rc = put(is, feed_base(f->name), is->open &&
		    line_in_cut(lines), out, e);
	line_in_free(lines);
	arena_free(a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	struct str key = STR("\nCandidate: CVE-");

	return !h->object && !h->array &&
	    (str_starts(h->text, str_from_pos(key, 1)) ||
	    str_find_str(h->text, key) < h->text.n) &&
	    str_find_str(h->text, STR("\nReferences:")) < h->text.n;
}

const struct feed feed_ubuntu_cve = {
	.name = "ubuntu-cve", .about = "Ubuntu CVE tracker, a text per CVE",
	.loose = true, .detect = detect, .load = load,
};
