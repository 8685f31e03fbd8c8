/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ubuntu's security notices: database-all.json.
 *
 * Source:   https://usn.ubuntu.com/usn-db/, and the fields that Ubuntu's own
 *           tools read there.
 * Grammar:  number -> { id, title, cves: [ CVE or address of a bug ],
 *           timestamp, releases: codename -> { sources: name -> { version },
 *           binaries: name -> { version, source, pocket } } }.
 * Rules:    a notice fixes CVEs; it is no other name of one. A version with
 *           "esm" in it came with Ubuntu Pro, from the pocket of its binaries.
 * Traps:    numbers stand without "USN-"; `cves` may be absent or hold
 *           addresses of bugs.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { STATEMENTS_MAX = 20000, ALIASES_MAX = 5000 };

struct notice {
	struct arena *a;
	const struct ecosystem *eco;
	struct adv_record r;
	struct adv_affected *v;
	size_t cap;
	struct adv_alias *aliases;
	size_t aliases_cap;
};

/* The pocket of a binary of the source, or "". */
static struct str
pocket_of(const struct json *binaries, struct str source)
{
	struct str name;
	const struct json *v;

	for (void *it = NULL; json_member(binaries, &it, &name, &v);) {
		struct str pocket = json_get_text(v, "pocket");

		if (pocket.n != 0 && (json_get(v, "source") == NULL ||
		    str_eq(json_get_text(v, "source"), source)))
			return pocket;
	}
	return STR("");
}

static struct str
channel_of(struct str version, struct str pocket)
{
	if (str_starts(pocket, STR("esm-")) ||
	    str_starts(pocket, STR("fips")))
		return pocket;
	if (str_find_str(version, STR("esm")) < version.n)
		return STR("pro");
	return str_find_str(version, STR("fips")) < version.n ? STR("fips") :
	    STR("");
}

static void
add(struct notice *n, struct str codename, struct str name, struct str version,
    struct str pocket)
{
	struct adv_affected x = { .eco = n->eco, .name = name,
		.state = ADV_FIXED, .word = STR("released"),
		.range = { .hi = version, .has_hi = true },
		.has_known = n->r.has_modified,
		.known_day = when_day(n->r.modified_s) };

	if (name.n == 0 || version.n == 0 ||
	    n->r.naffected == STATEMENTS_MAX)
		return;
	if (!ubuntu_stream(codename, &x.release, &x.channel)) {
		x.release = codename;
		x.channel = STR("");
	}
	if (x.channel.n == 0)
		x.channel = channel_of(version, pocket);
	n->v = arena_grow(n->a, n->v, n->r.naffected, &n->cap, sizeof *n->v);
	n->v[n->r.naffected++] = x;
}

static void
read_release(struct notice *n, struct str codename, const struct json *rel)
{
	const struct json *sources = json_get(rel, "sources");
	const struct json *binaries = json_get(rel, "binaries");
	struct str name;
	const struct json *v;

	for (void *it = NULL; json_member(sources, &it, &name, &v);)
		add(n, codename, name, str_trim(json_get_text(v, "version")),
		    pocket_of(binaries, name));
}

static void
read_cves(struct notice *n, const struct json *list)
{
	for (size_t i = 0; i < json_count(list) && i < ALIASES_MAX; i++) {
		struct str id = str_trim(json_text(json_at(list, i)));

		if (!str_starts(id, STR("CVE-")))
			continue;	/* the address of a bug */
		n->aliases = arena_grow(n->a, n->aliases, n->r.naliases,
		    &n->aliases_cap, sizeof *n->aliases);
		n->aliases[n->r.naliases++] = (struct adv_alias){ id,
			REL_FIXES };
	}
}

/* "763-1" is USN-763-1; live patches say LSN- themselves. */
static struct str
id_of(struct arena *a, struct str number)
{
	return number.n != 0 && is_digit(number.p[0]) ?
	    str_join(a, STR("USN-"), number) : number;
}

static enum rc
put(struct arena *a, struct str number, const struct json *root,
    struct fill *out, struct err *e)
{
	struct notice n = { .a = a, .eco = ecosystem_by_key(STR("ubuntu")) };
	const struct json *releases = json_get(root, "releases");
	struct str codename;
	const struct json *rel;
	double t;

	n.r.id = id_of(a, number);
	if (json_kind_of(root) != JSON_OBJECT ||
	    (!str_starts(n.r.id, STR("USN-")) &&
	    !str_starts(n.r.id, STR("LSN-"))))
		return fill_reject(out, number, "not a notice", e);
	if (json_double(json_get(root, "timestamp"), &t) && t > 0 &&
	    t < 253402300800.0) {
		n.r.has_published = n.r.has_modified = true;
		n.r.published_s = n.r.modified_s = (int64_t)t;
	}
	n.r.title = str_trim(json_get_text(root, "title"));
	n.r.text = json_get_text(root, "description");
	read_cves(&n, json_get(root, "cves"));
	for (void *it = NULL; json_member(releases, &it, &codename, &rel);)
		read_release(&n, codename, rel);
	n.r.affected = n.v;
	n.r.aliases = n.aliases;
	return fill_record(out, &n.r, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct arena *a = arena_new((size_t)lim->memory);
	struct str name, text;
	enum rc rc = json_in_enter(j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(j, &name, e)) == RC_OK) {
		struct json *root = NULL;
		struct err why;

		arena_reset(a);
		name = str_dup(a, name);
		rc = json_in_value(j, &text, e);
		if (rc == RC_LIMIT) {
			rc = fill_reject(out, name, "too large", e);
			continue;
		}
		if (rc != RC_OK)
			break;
		if (json_record(text, &root, NULL, &why) != RC_OK)
			rc = fill_reject(out, name, why.msg, e);
		else
			rc = put(a, name, root, out, e);
		json_free(root);
	}
	if (rc == RC_STOP)
		rc = feed_end(j, e);
	arena_free(a);
	json_in_free(j);
	return rc;
}

/* "763-1", "LSN-0001-1" */
static bool
is_number(struct str s)
{
	size_t dash;
	uint64_t v;

	if (str_starts(s, STR("USN-")) || str_starts(s, STR("LSN-")))
		s = str_from_pos(s, 4);
	dash = str_find(s, '-');
	return str_u64(str_sub(s, 0, dash), 1000000, &v) &&
	    str_u64(str_from_pos(s, dash + 1), 1000000, &v);
}

static bool
detect(const struct feed_head *h)
{
	return h->object && h->nkeys != 0 && is_number(h->key[0]) &&
	    h->inner.n != 0 &&
	    (str_find_str(h->text, STR("\"releases\"")) < h->text.n ||
	    str_find_str(h->text, STR("\"cves\"")) < h->text.n);
}

const struct feed feed_ubuntu_usn = {
	.name = "ubuntu-usn", .about = "Ubuntu security notices, USN and LSN",
	.detect = detect, .load = load,
};
