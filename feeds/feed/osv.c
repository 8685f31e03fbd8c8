/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSV: the common form of open source vulnerability databases.
 *
 * Source:   https://ossf.github.io/osv-schema/ (1.7), and what databases add
 *           in `database_specific` and `ecosystem_specific`.
 * Grammar:  one record a file; archives of them are flat. Pages, of Rocky
 *           Linux' Apollo: { advisories: [ record ], links: { next } }.
 * Traps:    a record is repeated in the archive of each ecosystem it names:
 *           the newest `modified` counts. `withdrawn` ones still have ranges.
 *           Errata (AlmaLinux, Rocky, Debian's DSA, ...) put what they fix into
 *           `related`, `aliases` or `upstream`: they are containers, not other
 *           names of it; Ubuntu's name its own records of CVEs there
 *           ("UBUNTU-CVE-2021-3782"). The module stream of AlmaLinux and Rocky stands in
 *           the summary only. Errata that fix bugs, and no CVE, are kept as
 *           records without statements.
 * Limits:   json_record for a record.
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/osv_affected.h"
#include "feeds/feed/table.h"
#include "score/cvss.h"
#include "text/json.h"

struct record {
	struct arena *a;
	const struct json *root;
	struct adv_record r;
	struct str prefix;
	bool erratum, bugfix;
	struct adv_alias *aliases;
	size_t aliases_cap;
	struct adv_cvss *cvss;
	size_t cvss_cap;
	int *cwes;
	size_t cwes_cap;
	struct str *links;
	size_t links_cap;
	size_t unnamed;
};

/* What covers several CVEs: reference of each vendor's advisory numbers. */
static const char *const errata[] = {
	"ALSA-", "ALBA-", "ALEA-", "ASA-", "AVG-", "CLSA-", "DLA-", "DSA-",
	"DTSA-", "ELA-", "ELBA-", "ELEA-", "ELSA-", "FEDORA-", "GLSA-", "LSN-",
	"MGASA-", "OESA-", "PHSA-", "RHBA-", "RHEA-", "RHSA-", "RLBA-",
	"RLEA-", "RLSA-", "RXSA-", "SUSE-SU-", "SUSE-RU-", "SUSE-FU-",
	"SUSE-OU-", "openSUSE-SU-", "openSUSE-RU-", "USN-",
};
static const char *const bugfixes[] = {
	"ALBA-", "ALEA-", "ELBA-", "ELEA-", "RHBA-", "RHEA-", "RLBA-",
	"RLEA-",
};

static bool
is_one_of(struct str s, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_from(v[i])))
			return true;
	return false;
}

#define IS_ONE_OF(s, list) \
	is_one_of((s), (list), sizeof (list) / sizeof *(list))

/* ---- severity ---- */

static void
add_cvss(struct record *x, struct str vector)
{
	struct adv_cvss c = { .score = -1, .vector = vector, .primary = true };

	/* Some end in a slash (trivy-db issue 661). */
	while (str_ends(c.vector, STR("/")))
		c.vector = str_sub(c.vector, 0, c.vector.n - 1);
	c.source = str_sub(x->prefix, 0, x->prefix.n - (x->prefix.n != 0));
	if (!cvss_score(c.vector, &c.version, &c.score))
		return;
	x->cvss = arena_grow(x->a, x->cvss, x->r.ncvss, &x->cvss_cap,
	    sizeof *x->cvss);
	x->cvss[x->r.ncvss++] = c;
}

/* "Important: nodejs:16 security update": what comes before the colon, which
   a blank follows. */
static struct str
summary_word(struct str summary, struct str *rest)
{
	size_t colon = str_find_str(summary, STR(": "));
	struct str word = str_sub(summary, 0, colon);

	*rest = summary;
	if (colon == summary.n || str_find(word, ' ') != word.n)
		return STR("");
	*rest = str_from_pos(summary, colon + 2);
	return word;
}

/* RustSec has its vector beside the package. */
static void
affected_cvss(struct record *x, const struct json *v)
{
	const struct json *list = json_get(v, "severity");

	for (size_t i = 0; i < json_count(list); i++)
		add_cvss(x, json_get_text(json_at(list, i), "score"));
	add_cvss(x, json_get_text(json_get(v, "database_specific"), "cvss"));
}

static void
read_severity(struct record *x)
{
	const struct json *list = json_get(x->root, "severity");
	struct str rest;

	for (size_t i = 0; i < json_count(list); i++)
		add_cvss(x, json_get_text(json_at(list, i), "score"));
	list = json_get(x->root, "affected");
	for (size_t i = 0; i < json_count(list); i++)
		affected_cvss(x, json_at(list, i));
	list = json_get(x->root, "severity");
	x->r.severity = osv_word_severity(json_get(x->root,
	    "database_specific"));
	if (x->r.severity == SEV_UNKNOWN && x->erratum)
		x->r.severity = severity_from_word(summary_word(
		    json_get_text(x->root, "summary"), &rest));
	if (x->r.severity == SEV_UNKNOWN)
		x->r.severity = osv_list_severity(list);
	if (x->r.severity == SEV_UNKNOWN && x->r.ncvss != 0)
		x->r.severity = severity_from_score(x->cvss[0].version,
		    x->cvss[0].score);
	if (x->r.severity == SEV_UNKNOWN && x->r.flags & ADV_MALWARE)
		x->r.severity = SEV_CRITICAL;	/* reference, section 16 */
}

/* ---- other names ---- */

static void
add_alias(struct record *x, struct str id, enum alias_rel rel)
{
	id = vid_tidy(x->a, id);
	if (id.n == 0 || id.n > 100)
		return;
	x->aliases = arena_grow(x->a, x->aliases, x->r.naliases,
	    &x->aliases_cap, sizeof *x->aliases);
	x->aliases[x->r.naliases++] = (struct adv_alias){ id, rel };
}

/* The CVE that an erratum fixes: by its number, or by the name of a vendor's
   record of it. */
static struct str
fixed_cve(struct record *x, struct str id)
{
	static const struct str mark = { "-CVE-", 5 };
	struct str s = vid_tidy(x->a, id);
	size_t at = str_find_str(s, mark);

	return at < s.n ? str_from_pos(s, at + 1) : s;
}

static void
read_aliases(struct record *x)
{
	static const struct {
		const char *key;
		enum alias_rel rel;
	} lists[] = {
		{ "aliases", REL_ALIAS }, { "upstream", REL_UPSTREAM },
		{ "related", REL_RELATED },
	};

	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
		const struct json *list = json_get(x->root, lists[k].key);

		for (size_t i = 0; i < json_count(list); i++) {
			struct str id = json_text(json_at(list, i));
			enum alias_rel rel = lists[k].rel;

			if (x->erratum) {
				id = fixed_cve(x, id);
				rel = vid_is_cve(id) ? REL_FIXES :
				    REL_RELATED;
			}
			add_alias(x, id, rel);
		}
	}
	for (size_t i = 0; x->bugfix && i < x->r.naliases; i++)
		if (x->aliases[i].rel == REL_FIXES)
			x->bugfix = false;
}

/* ---- statements ---- */

/* The module streams that a summary names: "Red Hat Security Advisory:
   virt:rhel and virt-devel:rhel security update" gives "virt:rhel
   virt-devel:rhel". */
static struct str
modules(struct arena *a, struct str summary)
{
	size_t colon = str_find_str(summary, STR(": "));
	struct str word, out = STR("");
	struct str rest = colon == summary.n ? summary :
	    str_from_pos(summary, colon + 2);

	while (str_word(&rest, &word)) {
		colon = str_find(word, ':');
		if (colon == 0 || colon + 1 >= word.n) {
			if (!str_eq(word, STR("and")))
				break;
			continue;
		}
		if (out.n > 500)
			break;
		out = str_fmt(a, "%.*s%s%.*s", STR_ARG(out),
		    out.n != 0 ? " " : "", STR_ARG(word));
	}
	return out;
}

/* RustSec's "unmaintained" and "notice" are no vulnerabilities. */
static bool
all_notices(const struct json *affected)
{
	for (size_t i = 0; i < json_count(affected); i++) {
		struct str word = json_get_text(json_get(json_at(affected, i),
		    "database_specific"), "informational");

		if (word.n == 0 || str_eq(word, STR("unsound")))
			return false;	/* wrong code is no mere notice */
	}
	return json_count(affected) != 0;
}

static void
read_affected(struct record *x)
{
	const struct json *list = json_get(x->root, "affected");

	struct osv_statements s = { .a = x->a, .erratum = x->erratum,
		.malware = (x->r.flags & ADV_MALWARE) != 0 };

	if (x->erratum)
		s.module = modules(x->a, json_get_text(x->root, "summary"));
	if (str_eq(json_get_text(json_get(x->root, "database_specific"),
	    "review_status"), STR("UNREVIEWED")))
		s.word = STR("unreviewed");
	if (!x->bugfix)
		osv_statements(&s, list);
	x->r.affected = s.v;
	x->r.naffected = s.n;
	x->unnamed = s.unnamed;
	if (all_notices(list))
		x->r.flags |= ADV_NOTICE;
}

/* ---- the rest ---- */

/* Errata link to those of the vendor they rebuild too: is this one's number in
   the address ("ALSA-2024-0887.html")? */
static bool
is_own(struct record *x, struct str url)
{
	struct str id = str_dup(x->a, x->r.id);
	char *p = (char *)(uintptr_t)id.p;	/* our own copy */

	for (size_t i = 0; i < id.n; i++)
		if (p[i] == ':')
			p[i] = '-';
	return str_find_str(url, id) < url.n ||
	    str_find_str(url, x->r.id) < url.n;
}

static void
read_links(struct record *x)
{
	bool own = false;

	const struct json *list = json_get(x->root, "references");

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);
		struct str url = str_trim(json_get_text(v, "url"));

		if (url.n == 0)
			continue;
		if (!own && str_eq(json_get_text(v, "type"),
		    STR("ADVISORY")) && (x->r.url.n == 0 ||
		    is_own(x, url))) {
			x->r.url = url;
			own = is_own(x, url);
		}
		x->links = arena_grow(x->a, x->links, x->r.nlinks,
		    &x->links_cap, sizeof *x->links);
		x->links[x->r.nlinks++] = url;
	}
}

static void
add_cwe(struct record *x, struct str w)
{
	uint64_t n;

	if (!str_starts(w, STR("CWE-")) ||
	    !str_u64(str_from_pos(w, 4), 1000000, &n))
		return;
	x->cwes = arena_grow(x->a, x->cwes, x->r.ncwes, &x->cwes_cap,
	    sizeof *x->cwes);
	x->cwes[x->r.ncwes++] = (int)n;
}

/* GHSA's cwe_ids; malicious-packages' cwes beside the package; curl's CWE. */
static void
read_cwes(struct record *x)
{
	const struct json *own = json_get(x->root, "database_specific");
	const struct json *list = json_get(own, "cwe_ids");

	for (size_t i = 0; i < json_count(list); i++)
		add_cwe(x, json_text(json_at(list, i)));
	add_cwe(x, json_get_text(json_get(own, "CWE"), "id"));
	list = json_get(x->root, "affected");
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *cwes = json_get(json_get(json_at(list, i),
		    "database_specific"), "cwes");

		for (size_t k = 0; k < json_count(cwes); k++)
			add_cwe(x, json_get_text(json_at(cwes, k), "cweId"));
	}
}

static bool
read_time(const struct json *root, const char *key, int64_t *ret)
{
	return when_parse(json_get_text(root, key), ret);
}

/* NULL, or why the record is none. */
static const char *
read_head(struct record *x)
{
	struct str id = str_trim(json_get_text(x->root, "id"));
	struct str details = json_get_text(x->root, "details"), line;

	if (id.n == 0 || id.n > 100)
		return "no id";
	x->r.id = id;
	x->prefix = vid_prefix(id);
	x->erratum = IS_ONE_OF(x->prefix, errata) ||
	    str_starts(x->prefix, STR("ALAS"));	/* ALAS-, ALAS2-, … */
	x->bugfix = IS_ONE_OF(x->prefix, bugfixes);
	x->r.has_modified = read_time(x->root, "modified", &x->r.modified_s);
	if (!x->r.has_modified)
		return "no time of its last change";
	x->r.has_published = read_time(x->root, "published",
	    &x->r.published_s);
	x->r.has_withdrawn = read_time(x->root, "withdrawn",
	    &x->r.withdrawn_s);
	if (x->r.has_withdrawn)
		x->r.flags |= ADV_WITHDRAWN;
	x->r.title = str_trim(json_get_text(x->root, "summary"));
	x->r.text = details;
	if (str_starts(id, STR("MAL-0000-")))
		return "a number that is none yet";
	if (str_eq(x->prefix, STR("MAL-")) || (str_eq(x->prefix,
	    STR("GHSA-")) && str_starts(x->r.title, STR("Malware in "))))
		x->r.flags |= ADV_MALWARE;
	if (x->r.title.n == 0 && str_line(&details, &line))
		x->r.title = str_trim(line);
	return NULL;
}

static enum rc
put_record(struct arena *a, const struct json *root, struct str name,
    struct fill *out, struct err *e)
{
	struct record x = { .a = a, .root = root };
	const char *why = read_head(&x);

	if (why != NULL)
		return fill_reject(out, x.r.id.n != 0 ? x.r.id : name, why, e);
	read_severity(&x);
	read_aliases(&x);
	read_affected(&x);
	read_links(&x);
	read_cwes(&x);
	x.r.aliases = x.aliases;
	x.r.cvss = x.cvss;
	x.r.cwes = x.cwes;
	x.r.links = x.links;

	enum rc rc = fill_record(out, &x.r, e);
	if (rc == RC_OK && x.unnamed != 0)
		rc = fill_reject(out, x.r.id, "a part of it: a package without "
		    "ecosystem or name", e);
	return rc;
}

static enum rc
put_text(struct str text, struct str name, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct json *root = NULL;
	struct arena *a;
	struct err why;
	enum rc rc = json_record(text, &root, NULL, &why);

	if (rc != RC_OK)
		return fill_reject(out, name, why.msg, e);
	a = arena_new((size_t)lim->memory);
	rc = put_record(a, root, name, out, e);
	arena_free(a);
	json_free(root);
	return rc;
}

/* curl's vuln.json and its like: all records in one array. */
static enum rc
read_array(struct json_in *j, struct str name, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct str text;
	enum rc rc = json_in_enter(j, e);

	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK) {
		rc = json_in_value(j, &text, e);
		if (rc == RC_OK)
			rc = put_text(text, name, lim, out, e);
		else if (rc == RC_LIMIT)
			rc = fill_reject(out, name, "too large", e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load_array(struct json_in *j, struct str name, const struct limits *lim,
    struct fill *out, struct err *e)
{
	enum rc rc = read_array(j, name, lim, out, e);

	return rc == RC_OK ? feed_end(j, e) : rc;
}

static enum rc
load_one(const struct feed_file *f, struct json_in *j,
    const struct limits *lim, struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct str text;
	struct err why;
	enum rc rc = feed_only(j, a, &text, &why);

	rc = rc == RC_OK ?
	    put_text(text, feed_base(f->name), lim, out, e) :
	    feed_lost(f, out, rc, &why, e);
	arena_free(a);
	return rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	enum json_kind kind = JSON_OBJECT;
	struct err none;
	enum rc rc;

	(void)json_in_peek(j, &kind, &none);
	rc = kind == JSON_ARRAY ?
	    load_array(j, feed_base(f->name), lim, out, e) :
	    load_one(f, j, lim, out, e);
	json_in_free(j);
	return rc;
}

static bool
holds(struct str text, struct str name)
{
	return str_find_str(text, name) < text.n;
}

static bool
detect(const struct feed_head *h)
{
	if (h->array)
		return holds(h->text, STR("\"id\"")) &&
		    holds(h->text, STR("\"modified\"")) &&
		    holds(h->text, STR("\"affected\""));
	return h->object && head_has(h, "id") && (head_has(h, "modified") ||
	    head_has(h, "affected") || head_has(h, "schema_version"));
}

/* ---- pages ---- */

static enum rc
load_pages(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	enum json_kind kind;
	struct str name;
	enum rc rc = json_in_enter(j, e);

	while (rc == RC_OK && (rc = json_in_next(j, &name, e)) == RC_OK) {
		bool list = str_eq(name, STR("advisories"));

		rc = json_in_peek(j, &kind, e);
		if (rc == RC_OK)
			rc = list && kind == JSON_ARRAY ? read_array(j,
			    feed_base(f->name), lim, out, e) :
			    json_in_skip(j, e);
	}
	rc = rc == RC_STOP ? feed_end(j, e) : rc;
	json_in_free(j);
	return rc;
}

static bool
detect_pages(const struct feed_head *h)
{
	return h->object && head_has(h, "advisories") &&
	    holds(h->text, STR("\"id\"")) &&
	    holds(h->text, STR("\"modified\"")) &&
	    holds(h->text, STR("\"affected\""));
}

const struct feed feed_osv_pages = {
	.name = "osv", .about = "OSV records: pages of Rocky Linux' interface",
	.loose = true, .detect = detect_pages, .load = load_pages,
};

const struct feed feed_osv = {
	.name = "osv", .about = "OSV records: all.zip, tar, directory, file",
	.loose = true, .detect = detect, .load = load,
};
