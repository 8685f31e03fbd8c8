/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitHub's advisories as its interfaces answer: pages of GraphQL and of REST.
 * (The files of its repository are OSV records: osv.c.)
 *
 * Source:   docs.github.com/graphql/reference/objects#securityadvisory;
 *           docs.github.com/rest/security-advisories/global-advisories.
 * Grammar:  { data: { securityAdvisories: { nodes: [ record ] } } }, [ record ],
 *           or a record. A record: ghsaId, identifiers, severity, vulnerabilities:
 *           [ { package, vulnerableVersionRange, firstPatchedVersion } ]; REST
 *           has the same with other letters (ghsa_id). The answer to
 *           securityVulnerabilities has, as nodes, elements of vulnerabilities
 *           with the advisory's own members in `advisory`.
 * Rules:    a range is comparisons with commas between, all of which hold:
 *           ">= 1.0.0, < 1.2.3"; "= 1.2" is one version. A package has an
 *           element for each interval.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "score/cvss.h"
#include "text/json.h"

enum { DEPTH_MAX = 4, CVSS_MAX = 4, LIST_MAX = 500 };

struct record {
	struct arena *a;
	const struct json *root;
	struct adv_record r;
	struct adv_alias aliases[LIST_MAX];
	struct adv_affected affected[LIST_MAX];
	struct adv_cvss cvss[CVSS_MAX];
	int cwes[LIST_MAX];
	struct str links[LIST_MAX];
};

/* GraphQL's name for a member, or REST's. */
static const struct json *
either(const struct json *v, const char *graphql, const char *rest)
{
	const struct json *got = json_get(v, graphql);

	return got != NULL ? got : json_get(v, rest);
}

static struct str
either_text(const struct json *v, const char *graphql, const char *rest)
{
	return str_trim(json_text(either(v, graphql, rest)));
}

/* A list, or GraphQL's { nodes: list }. */
static const struct json *
nodes(const struct json *v)
{
	const struct json *list = json_get(v, "nodes");

	return list != NULL ? list : v;
}

static const struct ecosystem *
ecosystem_of(struct str name)
{
	static const struct { const char *name, *key; } table[] = {
		{ "npm", "npm" }, { "pip", "pypi" }, { "maven", "maven" },
		{ "go", "go" }, { "nuget", "nuget" },
		{ "composer", "composer" }, { "rubygems", "gem" },
		{ "rust", "cargo" }, { "erlang", "hex" }, { "pub", "pub" },
		{ "swift", "swift" }, { "actions", "github-actions" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq_nocase(name, str_from(table[i].name)))
			return ecosystem_by_key(str_from(table[i].key));
	return NULL;
}

/* False: not all of it is understood. */
static bool
read_range(struct str text, struct adv_affected *to)
{
	struct str piece;

	while (str_split(&text, ',', &piece)) {
		struct str v = str_trim(piece);
		size_t n = 0;

		while (n < v.n && (v.p[n] == '<' || v.p[n] == '>' ||
		    v.p[n] == '='))
			n++;

		struct str op = str_sub(v, 0, n);

		v = str_trim(str_from_pos(v, n));
		if (v.n == 0 || n == 0)
			return false;
		if (str_eq(op, STR("="))) {
			to->exact = true;
			to->range.lo = v;
		} else if (op.p[0] == '<') {
			to->range.hi = v;
			to->range.has_hi = true;
			to->range.hi_incl = op.n == 2;
		} else {
			to->range.lo = v;
			to->range.has_lo = true;
			to->range.lo_incl = op.n == 2;
		}
	}
	return !(to->exact && (to->range.has_lo || to->range.has_hi));
}

static void
read_vulnerability(struct record *x, const struct json *v)
{
	const struct json *package = json_get(v, "package");
	const struct json *patched = either(v, "firstPatchedVersion",
	    "first_patched_version");
	struct str range = either_text(v, "vulnerableVersionRange",
	    "vulnerable_version_range");
	struct adv_affected to = {
		.eco = ecosystem_of(json_get_text(package, "ecosystem")),
		.name = str_trim(json_get_text(package, "name")) };

	if (to.eco == NULL || to.name.n == 0 || x->r.naffected == LIST_MAX)
		return;
	to.fixed = str_trim(json_kind_of(patched) == JSON_OBJECT ?
	    json_get_text(patched, "identifier") : json_text(patched));
	to.state = to.fixed.n != 0 ? ADV_FIXED : ADV_AFFECTED;
	if (!read_range(range, &to)) {
		to.exact = false;
		to.opaque = true;
		to.range = (struct interval){ .lo = range };
	}
	if (range.n == 0)
		to = (struct adv_affected){ .eco = to.eco, .name = to.name,
			.fixed = to.fixed, .state = (x->r.flags &
			ADV_MALWARE) != 0 ? ADV_AFFECTED : ADV_UNDETERMINED };
	x->affected[x->r.naffected++] = to;
}

static void
add_cvss(struct record *x, const struct json *v)
{
	struct adv_cvss c = { .source = STR("GHSA"), .primary = true,
		.score = -1,
		.vector = either_text(v, "vectorString", "vector_string") };

	while (str_ends(c.vector, STR("/")))
		c.vector = str_sub(c.vector, 0, c.vector.n - 1);
	if (x->r.ncvss == CVSS_MAX ||
	    !cvss_score(c.vector, &c.version, &c.score))
		return;
	for (size_t i = 0; i < x->r.ncvss; i++)
		if (x->cvss[i].version == c.version)
			return;
	x->cvss[x->r.ncvss++] = c;
}

static void
read_scores(struct record *x)
{
	const struct json *both = either(x->root, "cvssSeverities",
	    "cvss_severities");
	const struct json *cwes = nodes(json_get(x->root, "cwes"));

	add_cvss(x, either(both, "cvssV4", "cvss_v4"));
	add_cvss(x, either(both, "cvssV3", "cvss_v3"));
	add_cvss(x, json_get(x->root, "cvss"));
	x->r.severity = severity_from_word(json_get_text(x->root,
	    "severity"));
	for (size_t i = 0; i < json_count(cwes) && x->r.ncwes < LIST_MAX;
	    i++) {
		struct str w = either_text(json_at(cwes, i), "cweId",
		    "cwe_id");
		uint64_t n;

		if (str_starts(w, STR("CWE-")) &&
		    str_u64(str_from_pos(w, 4), 1000000, &n))
			x->cwes[x->r.ncwes++] = (int)n;
	}
}

static void
read_names(struct record *x)
{
	const struct json *ids = json_get(x->root, "identifiers");
	const struct json *links = json_get(x->root, "references");

	for (size_t i = 0; i < json_count(ids) && x->r.naliases < LIST_MAX;
	    i++) {
		struct str id = str_trim(json_get_text(json_at(ids, i),
		    "value"));

		if (id.n != 0 && !str_eq(id, x->r.id))
			x->aliases[x->r.naliases++] = (struct adv_alias){
				id, REL_ALIAS };
	}
	for (size_t i = 0; i < json_count(links) && x->r.nlinks < LIST_MAX;
	    i++) {
		const struct json *v = json_at(links, i);

		x->links[x->r.nlinks++] = json_kind_of(v) == JSON_OBJECT ?
		    json_get_text(v, "url") : json_text(v);
	}
}

static void
read_times(struct record *x)
{
	x->r.has_published = when_parse(either_text(x->root, "publishedAt",
	    "published_at"), &x->r.published_s);
	x->r.has_modified = when_parse(either_text(x->root, "updatedAt",
	    "updated_at"), &x->r.modified_s);
	x->r.has_withdrawn = when_parse(either_text(x->root, "withdrawnAt",
	    "withdrawn_at"), &x->r.withdrawn_s);
	if (x->r.has_withdrawn)
		x->r.flags |= ADV_WITHDRAWN;
}

/* only: one of its vulnerabilities, which stands beside it, not in it. */
static enum rc
put_record(struct arena *a, const struct json *root, const struct json *only,
    struct fill *out, struct err *e)
{
	struct record *x = NEW(a, struct record);
	const struct json *list = nodes(json_get(root, "vulnerabilities"));
	struct str kind = either_text(root, "classification", "type");

	x->a = a;
	x->root = root;
	x->r.id = either_text(root, "ghsaId", "ghsa_id");
	if (!str_starts(x->r.id, STR("GHSA-")))
		return fill_reject(out, x->r.id, "no GHSA identifier", e);
	x->r.title = str_trim(json_get_text(root, "summary"));
	x->r.text = json_get_text(root, "description");
	if (str_eq_nocase(kind, STR("malware")))
		x->r.flags |= ADV_MALWARE;
	read_times(x);
	read_scores(x);
	read_names(x);
	if (only != NULL)
		read_vulnerability(x, only);
	for (size_t i = 0; only == NULL && i < json_count(list); i++)
		read_vulnerability(x, json_at(list, i));
	x->r.aliases = x->aliases;
	x->r.affected = x->affected;
	x->r.cvss = x->cvss;
	x->r.cwes = x->cwes;
	x->r.links = x->links;
	return fill_record(out, &x->r, e);
}

/* ---- pages ---- */

struct page {
	struct arena *a;	/* of one record */
	struct fill *out;
};

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct page *p = ctx;
	const struct json *node = json_get(root, "node");	/* of `edges` */
	enum rc rc = put_record(p->a, node != NULL ? node : root, NULL,
	    p->out, e);

	arena_reset(p->a);
	return rc;
}

/* One vulnerability, with its advisory in it. */
static enum rc
put_turned(void *ctx, const struct json *root, struct err *e)
{
	struct page *p = ctx;
	const struct json *node = json_get(root, "node");
	enum rc rc;

	node = node != NULL ? node : root;
	rc = put_record(p->a, json_get(node, "advisory"), node, p->out, e);
	arena_reset(p->a);
	return rc;
}

/* data, securityAdvisories, nodes; or a list. */
static enum rc
read_page(const struct records *r, unsigned depth, struct err *e)
{
	enum json_kind kind;
	struct str name;
	enum rc rc = json_in_enter(r->j, e);

	while (rc == RC_OK && (rc = json_in_next(r->j, &name, e)) == RC_OK) {
		bool list = str_eq(name, STR("nodes")) ||
		    str_eq(name, STR("edges"));

		rc = json_in_peek(r->j, &kind, e);
		if (rc != RC_OK)
			break;
		if (kind == JSON_ARRAY && list)
			rc = records_each(r, e);
		else if (kind == JSON_OBJECT && depth < DEPTH_MAX)
			rc = read_page(r, depth + 1, e);
		else
			rc = json_in_skip(r->j, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_all(const struct records *r, struct err *e)
{
	enum json_kind kind = JSON_NULL;
	enum rc rc = json_in_peek(r->j, &kind, e);

	if (rc == RC_OK)
		rc = kind == JSON_ARRAY ? records_each(r, e) :
		    read_page(r, 0, e);
	return rc == RC_OK ? feed_end(r->j, e) : rc;
}

static enum rc
load_with(record_fn *each, const struct feed_file *one, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	struct page p = { arena_new((size_t)lim->memory), out };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"node", each, &p };
	enum rc rc = one != NULL ? records_only(&r, one, e) :
	    read_all(&r, e);

	json_in_free(r.j);
	arena_free(p.a);
	return rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	return load_with(put, f, in, lim, out, e);
}

static enum rc
load_page(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	(void)f;
	return load_with(put, NULL, in, lim, out, e);
}

static enum rc
load_turned(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	(void)f;
	return load_with(put_turned, NULL, in, lim, out, e);
}

static bool
detect_one(const struct feed_head *h)
{
	return h->object && (head_has(h, "ghsaId") || head_has(h, "ghsa_id"));
}

static bool
detect(const struct feed_head *h)
{
	struct str graphql = STR("\"ghsaId\""), rest = STR("\"ghsa_id\"");

	if (h->object && !head_has(h, "data") &&
	    !head_has(h, "securityAdvisories") && !head_has(h, "nodes"))
		return false;
	return (h->object || h->array) &&
	    (str_find_str(h->text, graphql) < h->text.n ||
	    str_find_str(h->text, rest) < h->text.n);
}

static bool
detect_turned(const struct feed_head *h)
{
	return h->object && str_find_str(h->text,
	    STR("\"securityVulnerabilities\"")) < h->text.n;
}

const struct feed feed_ghsa_vulnerabilities = {
	.name = "ghsa",
	.about = "GitHub advisories: pages of GraphQL, by vulnerability",
	.pieces = true, .detect = detect_turned, .load = load_turned,
};

const struct feed feed_ghsa = {
	.name = "ghsa", .about = "GitHub advisories: pages of GraphQL and REST",
	.detect = detect, .load = load_page,
};

const struct feed feed_ghsa_one = {
	.name = "ghsa", .about = "GitHub advisories: files of one record each",
	.loose = true, .detect = detect_one, .load = load,
};
