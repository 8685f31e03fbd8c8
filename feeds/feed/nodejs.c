/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Node.js security working group's database.
 *
 * Source:   https://github.com/nodejs/security-wg, vuln/SCHEMA.md.
 * Grammar:  core/N.json: { cve: [], ref, vulnerable, patched, description,
 *           overview, severity }; npm/N.json: { id, title, module_name, cves:
 *           [], vulnerable_versions, patched_versions, publish_date,
 *           updated_at, references: [], cvss_vector, cvss_score }. Versions
 *           are node-semver's ranges.
 * Traps:    core's `vulnerable` names whole release lines ("8.x || 7.x"):
 *           what is `patched` has to be taken away. npm's `patched_versions`
 *           may be null, or "<0.0.0", for none; its references may be a text.
 *           Files without a CVE are named by their number, several CVEs in
 *           one file have the same ranges.
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/json_feed.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { CVES_MAX = 64 };

/* The number of "12.json", or "". */
static struct str
number_of(struct str name)
{
	struct str n = str_sub(name, 0, str_find(name, '.'));
	uint64_t v;

	return str_u64(n, UINT32_MAX, &v) ? n : STR("");
}

/* "CVE-2014-4671A", of one record, is none. */
static bool
is_cve(struct str id)
{
	uint64_t v;

	return vid_is_cve(id) && str_u64(str_sub(id, 4, 8), 9999, &v) &&
	    str_u64(str_from_pos(id, 9), UINT64_MAX, &v);
}

/* Once for each CVE, or under the working group's own number. */
static enum rc
put_each(struct draft *d, const struct json *cves, const char *prefix,
    struct str number, struct fill *out, struct err *e)
{
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < json_count(cves) &&
	    n < CVES_MAX; i++) {
		struct str id = str_trim(json_text(json_at(cves, i)));

		if (!is_cve(id))
			continue;
		d->r.id = id;
		rc = draft_put(d, out, e);
		n++;
	}
	if (rc != RC_OK || n != 0)
		return rc;
	if (number.n == 0)
		return fill_reject(out, d->r.title, "no identifier", e);
	d->r.id = str_fmt(d->a, "%s%.*s", prefix, STR_ARG(number));
	return draft_put(d, out, e);
}

/* ---- the runtime ---- */

static const char *
core_ranges(struct draft *d, const struct json *root)
{
	struct constraint safe, c = { NULL, 0 };
	struct str patched = json_get_text(root, "patched");
	struct adv_cpe x = { .part = STR("a"), .vendor = STR("nodejs"),
		.product = STR("node.js") };

	if (!constraint_add(d->a, CONSTRAINT_SEMVER, json_get_text(root,
	    "vulnerable"), &c))
		return "vulnerable: no range";
	safe = constraint_not(d->a, CONSTRAINT_SEMVER, &c);
	if (patched.n != 0 && !constraint_add(d->a, CONSTRAINT_SEMVER,
	    patched, &safe))
		return "patched: no range";
	c = constraint_not(d->a, CONSTRAINT_SEMVER, &safe);
	for (size_t i = 0; i < c.n; i++) {
		x.range = c.v[i];
		x.exact = interval_is_exact(&c.v[i]);
		if (x.exact)
			x.range = (struct interval){ .lo = c.v[i].lo };
		draft_cpe(d, &x);
	}
	return NULL;
}

static const char *
put_core(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	struct draft d = { .a = a };
	const char *bad = core_ranges(&d, root);

	if (bad != NULL)
		return bad;
	d.r.title = json_get_text(root, "description");
	d.r.text = json_get_text(root, "overview");
	d.r.url = json_get_text(root, "ref");
	draft_link(&d, d.r.url);
	d.r.severity = severity_from_word(json_get_text(root, "severity"));
	*ret_rc = put_each(&d, json_get(root, "cve"), "NSWG-CORE-",
	    number_of(name), out, e);
	return NULL;
}

/* ---- packages ---- */

/* The addresses in Markdown. */
static void
links_in(struct draft *d, struct str text)
{
	size_t at;

	while ((at = str_find_str(text, STR("http"))) < text.n) {
		size_t n = 0;

		text = str_from_pos(text, at);
		while (n < text.n && (uint8_t)text.p[n] > ' ' &&
		    str_find(STR("()[]<>\"'"), text.p[n]) == 8)
			n++;
		if (str_starts(text, STR("http://")) ||
		    str_starts(text, STR("https://")))
			draft_link(d, str_sub(text, 0, n));
		text = str_from_pos(text, n);
	}
}

static void
npm_ranges(struct draft *d, const struct json *root)
{
	struct adv_affected like = { .eco = ecosystem_by_key(STR("npm")),
		.name = json_get_text(root, "module_name"),
		.severity = d->r.severity,
		.has_severity = d->r.severity != SEV_UNKNOWN };
	struct str text = json_get_text(root, "vulnerable_versions");
	struct constraint c = { NULL, 0 }, patched = { NULL, 0 };
	struct str fixes[CONSTRAINT_MAX];
	size_t n = 0;

	(void)constraint_add(d->a, CONSTRAINT_SEMVER, json_get_text(root,
	    "patched_versions"), &patched);
	for (size_t i = 0; i < patched.n; i++)
		if (patched.v[i].has_lo && patched.v[i].lo_incl)
			fixes[n++] = patched.v[i].lo;
	if (constraint_add(d->a, CONSTRAINT_SEMVER, text, &c))
		draft_ranges(d, &like, CONSTRAINT_SEMVER, &c, fixes, n);
	else
		draft_opaque(d, &like, text);
}

static const char *
put_npm(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	const struct json *links = json_get(root, "references");
	struct draft d = { .a = a };
	double score;
	int64_t id;

	if (json_get_text(root, "module_name").n == 0)
		return "no module_name";
	d.r.title = json_get_text(root, "title");
	d.r.text = json_get_text(root, "overview");
	d.r.has_published = when_parse(json_get_text(root, "publish_date"),
	    &d.r.published_s);
	d.r.has_modified = when_parse(json_get_text(root, "updated_at"),
	    &d.r.modified_s);
	draft_cvss(&d, STR("Node.js"), json_get_text(root, "cvss_vector"),
	    json_double(json_get(root, "cvss_score"), &score) && score >= 0 &&
	    score <= 10 ? str_fmt(a, "%.1f", score) : STR(""), 30);
	for (size_t i = 0; i < json_count(links); i++)
		draft_link(&d, json_text(json_at(links, i)));
	links_in(&d, json_text(links));
	npm_ranges(&d, root);
	*ret_rc = put_each(&d, json_get(root, "cves"), "NSWG-ECO-",
	    json_int(json_get(root, "id"), &id) && id > 0 ?
	    str_fmt(a, "%lld", (long long)id) : number_of(name), out, e);
	return NULL;
}

static const char *
put(struct arena *a, const struct json *root, struct str name,
    struct fill *out, enum rc *ret_rc, struct err *e)
{
	return json_get(root, "module_name") != NULL ?
	    put_npm(a, root, name, out, ret_rc, e) :
	    put_core(a, root, name, out, ret_rc, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	fill_partial(out);	/* a few hundred records of all of npm */
	return json_feed(f, in, lim, out, put, e);
}

static bool
detect(const struct feed_head *h)
{
	return h->object && ((head_has(h, "module_name") &&
	    head_has(h, "vulnerable_versions")) || (head_has(h, "cve") &&
	    head_has(h, "vulnerable") && head_has(h, "patched")));
}

const struct feed feed_nodejs = {
	.name = "nodejs", .about = "Node.js security working group: core, npm",
	.loose = true, .pieces = true, .detect = detect, .load = load,
};
