/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVE List v5: a file per CVE, as numbering authorities (CNA) and those who
 * add to them (ADP) wrote it.
 *
 * Source:   https://github.com/CVEProject/cve-schema, CVE_Record_Format.json;
 *           layout: https://github.com/CVEProject/cvelistV5.
 * Grammar:  { dataType: "CVE_RECORD", cveMetadata: { cveId, state, dates },
 *           containers: { cna: { title, descriptions, affected, metrics,
 *           problemTypes, references, cpeApplicability, tags }, adp: [ the
 *           same ] } }.
 * Rules:    vendors and products are words of whoever wrote the record, so
 *           they have an ecosystem of their own, "cve-list", that no package
 *           is looked up in. A packageURL names a package: its statements are
 *           in channel "cve" of its ecosystem, beside what is looked up.
 *           cpeApplicability is what NVD calls configurations. That CISA
 *           knows of exploitation holds where its catalogue is not there.
 * Traps:    dateUpdated moved in all records once, without a change. Scores
 *           come from the CNA and from CISA; CISA's are filed under the name
 *           that NVD has for it.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/cve5_versions.h"
#include "feeds/feed/cve_words.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/nvd_cpe.h"
#include "feeds/feed/records.h"
#include "feeds/feed/ssvc.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "identity/purl.h"
#include "score/cvss.h"
#include "text/json.h"

enum { CVSS_MAX = 32, CWES_MAX = 64, LINKS_MAX = 500, AFFECTED_MAX = 20000 };

struct cve {
	struct arena *a;
	struct adv_record r;
	struct adv_cvss cvss[CVSS_MAX];
	int cwes[CWES_MAX];
	struct str links[LINKS_MAX];
	struct adv_affected *affected;
	size_t affected_cap;
	struct adv_cpe *cpes;
	size_t cpes_cap;
	unsigned cfgs;
	bool configured;	/* some container has cpeApplicability */
	enum severity word;	/* where no vector is */
	int64_t exploited_day;	/* since when CISA knows of it; 0 */
};

/* ---- scores ---- */

static void
read_metric(struct cve *c, const struct json *m, struct str source)
{
	static const struct {
		const char *key;
		int version;
	} kinds[] = {
		{ "cvssV4_0", 40 }, { "cvssV3_1", 31 }, { "cvssV3_0", 30 },
		{ "cvssV2_0", 20 },
	};

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		const struct json *data = json_get(m, kinds[k].key);
		struct adv_cvss v = { .source = source, .score = -1,
			.version = kinds[k].version,
			.vector = json_get_text(data, "vectorString") };

		while (str_ends(v.vector, STR("/")))
			v.vector = str_sub(v.vector, 0, v.vector.n - 1);
		if (!json_double(json_get(data, "baseScore"), &v.score) ||
		    v.score < 0 || v.score > 10)
			v.score = -1;
		if (c->r.ncvss < CVSS_MAX && (v.vector.n != 0 || v.score >= 0))
			c->cvss[c->r.ncvss++] = v;
	}
}

/* { type: "Red Hat severity rating", content: { value: "Critical" } } */
static void
read_word(struct cve *c, const struct json *other)
{
	const struct json *content = json_get(other, "content");
	enum severity s = severity_from_word(json_get_text(content, "value"));

	if (s == SEV_UNKNOWN)
		s = severity_from_word(json_get_text(content, "other"));
	if (c->word == SEV_UNKNOWN)
		c->word = s;
}

/* { type: "kev", content: { dateAdded, reference } }, of CISA's. */
static void
read_kev(struct cve *c, const struct json *other, struct str source)
{
	int64_t t;

	if (str_eq(source, cve_cisa) &&
	    str_eq(json_get_text(other, "type"), STR("kev")) &&
	    when_parse(json_get_text(json_get(other, "content"), "dateAdded"),
	    &t) && t > 0)
		c->exploited_day = when_day(t);
}

/* { type: "ssvc", content }, of CISA's. */
static void
read_ssvc(struct cve *c, const struct json *other, struct str source)
{
	if (str_eq(source, cve_cisa) &&
	    str_eq(json_get_text(other, "type"), STR("ssvc")))
		ssvc_read(json_get(other, "content"), &c->r.ssvc);
}

static void
read_metrics(struct cve *c, const struct json *list, struct str source)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *m = json_at(list, i);

		read_metric(c, m, source);
		read_word(c, json_get(m, "other"));
		read_kev(c, json_get(m, "other"), source);
		read_ssvc(c, json_get(m, "other"), source);
	}
}

/* The CNA's newest, which came first, then CISA's. */
static enum severity
severity_of(const struct cve *c)
{
	const struct adv_cvss *best = NULL;

	for (size_t i = 0; i < c->r.ncvss; i++) {
		const struct adv_cvss *v = &c->cvss[i];

		if (v->score >= 0 && (best == NULL ||
		    (str_eq(v->source, best->source) &&
		    v->version > best->version)))
			best = v;
	}
	return best == NULL ? c->word :
	    severity_from_score(best->version, best->score);
}

/* ---- weaknesses, links ---- */

static void
read_weaknesses(struct cve *c, const struct json *types)
{
	for (size_t i = 0; i < json_count(types); i++) {
		const struct json *list = json_get(json_at(types, i),
		    "descriptions");

		for (size_t k = 0; k < json_count(list); k++) {
			struct str w = str_trim(json_get_text(json_at(list, k),
			    "cweId"));
			uint64_t n;

			if (c->r.ncwes < CWES_MAX &&
			    str_starts(w, STR("CWE-")) &&
			    str_u64(str_from_pos(w, 4), 1000000, &n))
				c->cwes[c->r.ncwes++] = (int)n;
		}
	}
}

static void
read_links(struct cve *c, const struct json *list)
{
	for (size_t i = 0; i < json_count(list) && c->r.nlinks < LINKS_MAX;
	    i++)
		c->links[c->r.nlinks++] = str_trim(json_get_text(
		    json_at(list, i), "url"));
}

static bool
has_tag(const struct json *tags, struct str tag)
{
	for (size_t i = 0; i < json_count(tags); i++)
		if (str_eq(json_text(json_at(tags, i)), tag))
			return true;
	return false;
}

/* ---- products ---- */

static bool
is_nothing(struct str s)
{
	return s.n == 0 || str_eq_nocase(s, STR("n/a")) ||
	    str_eq(s, STR("-")) || str_eq_nocase(s, STR("unspecified")) ||
	    str_eq_nocase(s, STR("unknown"));
}

static void
put_ranges(struct cve *c, const struct adv_affected *like,
    const struct cve5_range *v, size_t n)
{
	for (size_t i = 0; i < n && c->r.naffected < AFFECTED_MAX; i++) {
		c->affected = arena_grow(c->a, c->affected, c->r.naffected,
		    &c->affected_cap, sizeof *c->affected);

		struct adv_affected *to = &c->affected[c->r.naffected++];

		*to = *like;
		to->range = v[i].range;
		to->exact = v[i].exact;
		to->opaque = v[i].opaque;
		to->fixed = v[i].fixed;
		to->state = v[i].state;
	}
}

/* packageURL: a purl without version. */
static void
put_purl(struct cve *c, struct str text, const struct cve5_range *v, size_t n)
{
	struct adv_affected like = { .channel = STR("cve") };
	struct purl p;
	struct err why;
	const char *between;

	if (text.n == 0 || purl_parse(c->a, text, &p, &why) != RC_OK)
		return;
	like.eco = ecosystem_by_purl(p.type);
	if (like.eco == NULL)
		return;		/* a distribution's: it has a feed */
	between = str_eq(p.type, STR("maven")) ? ":" : "/";
	like.name = p.namespace.n == 0 ? p.name : str_fmt(c->a, "%.*s%s%.*s",
	    STR_ARG(p.namespace), between, STR_ARG(p.name));
	put_ranges(c, &like, v, n);
}

/* CPE names of both spellings, with blanks between. */
static struct str
cpe_list(struct arena *a, const struct json *list)
{
	struct str all = STR("");

	for (size_t i = 0; i < json_count(list) && all.n < 2000; i++) {
		struct str cpe = json_text(json_at(list, i));

		if (!str_starts(cpe, STR("cpe:")) ||
		    str_find(cpe, ' ') != cpe.n || cpe.n > 500)
			continue;
		all = str_fmt(a, "%.*s%s%.*s", STR_ARG(all),
		    all.n != 0 ? " " : "", STR_ARG(cpe));
	}
	return all;
}

static void
add_cpe(struct cve *c, struct adv_cpe cpe)
{
	if (c->r.ncpes == AFFECTED_MAX)
		return;
	c->cpes = arena_grow(c->a, c->cpes, c->r.ncpes, &c->cpes_cap,
	    sizeof *c->cpes);
	c->cpes[c->r.ncpes++] = cpe;
}

/* The product's CPE names with its affected versions: what stands in for
   configurations where the record has none. */
static void
put_cpes(struct cve *c, const struct json *names, const struct cve5_range *v,
    size_t n)
{
	for (size_t i = 0; i < json_count(names); i++) {
		struct adv_cpe cpe;

		if (!nvd_cpe_name(c->a, json_text(json_at(names, i)), &cpe))
			continue;
		cpe.cfg = c->cfgs;
		for (size_t k = 0; k < n; k++) {
			struct adv_cpe one = cpe;
			const struct interval *r = &v[k].range;

			if (v[k].opaque || (v[k].state != ADV_AFFECTED &&
			    v[k].state != ADV_FIXED))
				continue;
			if (v[k].exact || r->has_lo || r->has_hi) {
				one.range = *r;
				one.exact = v[k].exact;
			}
			add_cpe(c, one);
		}
	}
	c->cfgs++;
}

static void
read_product(struct cve *c, const struct json *v)
{
	struct str vendor = str_trim(json_get_text(v, "vendor"));
	struct str product = str_trim(json_get_text(v, "product"));
	struct str package = str_trim(json_get_text(v, "packageName"));
	struct adv_affected like = {
		.eco = ecosystem_by_key(STR("cve-list")),
		.cpes = cpe_list(c->a, json_get(v, "cpes")) };
	size_t n = 0;
	struct cve5_range *ranges = cve5_ranges(c->a, v, &n);

	put_purl(c, json_get_text(v, "packageURL"), ranges, n);
	if (!c->configured)
		put_cpes(c, json_get(v, "cpes"), ranges, n);
	if (is_nothing(product))
		product = package;
	else if (!is_nothing(package) && !str_eq(package, product))
		product = str_fmt(c->a, "%.*s:%.*s", STR_ARG(product),
		    STR_ARG(package));
	if (is_nothing(product))
		return;
	like.name = is_nothing(vendor) ? product : str_fmt(c->a, "%.*s/%.*s",
	    STR_ARG(vendor), STR_ARG(product));
	put_ranges(c, &like, ranges, n);
}

static void
read_cpes(struct cve *c, const struct json *applicability)
{
	size_t n = 0, bad = 0;
	struct adv_cpe *v = nvd_cpes(c->a, applicability, &n, &bad);

	for (size_t i = 0; i < n; i++) {
		v[i].cfg += c->cfgs;
		add_cpe(c, v[i]);
	}
	c->cfgs += (unsigned)json_count(applicability);
}

/* ---- containers ---- */

static void
read_container(struct cve *c, const struct json *box, struct str source)
{
	const struct json *affected = json_get(box, "affected");

	read_metrics(c, json_get(box, "metrics"), source);
	read_weaknesses(c, json_get(box, "problemTypes"));
	read_links(c, json_get(box, "references"));
	read_cpes(c, json_get(box, "cpeApplicability"));
	for (size_t i = 0; i < json_count(affected); i++)
		read_product(c, json_at(affected, i));
	if (has_tag(json_get(box, "tags"), STR("disputed")))
		c->r.flags |= ADV_DISPUTED;
}

/* Who wrote it: CISA by its number, as NVD has it, others by name. */
static struct str
source_of(const struct json *box)
{
	const struct json *who = json_get(box, "providerMetadata");
	struct str org = json_get_text(who, "orgId");
	struct str name = json_get_text(who, "shortName");

	return str_eq(org, cve_cisa) || name.n == 0 ? org : name;
}

static bool
has_configurations(const struct json *box)
{
	return json_count(json_get(box, "cpeApplicability")) != 0;
}

static void
read_containers(struct cve *c, const struct json *containers)
{
	const struct json *cna = json_get(containers, "cna");
	const struct json *adp = json_get(containers, "adp");

	c->r.text = cve_english(json_get(cna, "descriptions"));
	c->r.title = str_trim(json_get_text(cna, "title"));
	if (c->r.title.n == 0)
		c->r.title = cve_title(c->a, c->r.text);
	c->configured = has_configurations(cna);
	for (size_t i = 0; i < json_count(adp); i++)
		c->configured |= has_configurations(json_at(adp, i));
	read_container(c, cna, source_of(cna));
	for (size_t i = 0; i < json_count(adp); i++)
		read_container(c, json_at(adp, i),
		    source_of(json_at(adp, i)));
	c->r.severity = severity_of(c);
}

static enum rc
put_cve(struct arena *a, const struct json *root, struct str name,
    struct fill *out, struct err *e)
{
	struct cve *c = NEW(a, struct cve);
	const struct json *meta = json_get(root, "cveMetadata");
	const struct json *containers = json_get(root, "containers");
	struct str state = json_get_text(meta, "state");
	enum rc rc;

	c->a = a;
	c->r.id = str_trim(json_get_text(meta, "cveId"));
	if (!str_starts(c->r.id, STR("CVE-")))
		return fill_reject(out, name, "no CVE identifier", e);
	c->r.has_published = when_parse(json_get_text(meta, "datePublished"),
	    &c->r.published_s);
	c->r.has_modified = when_parse(json_get_text(meta, "dateUpdated"),
	    &c->r.modified_s);
	if (str_eq(state, STR("REJECTED"))) {
		c->r.flags = ADV_REJECTED;
		c->r.title = cve_title(a, cve_english(json_get(json_get(
		    containers, "cna"), "rejectedReasons")));
	} else if (str_eq(state, STR("PUBLISHED"))) {
		read_containers(c, containers);
	} else {
		return fill_reject(out, c->r.id, "neither published nor "
		    "rejected", e);
	}
	c->r.cvss = c->cvss;
	c->r.cwes = c->cwes;
	c->r.links = c->links;
	c->r.affected = c->affected;
	c->r.cpes = c->cpes;
	rc = fill_record(out, &c->r, e);
	return rc != RC_OK || c->exploited_day == 0 ? rc : fill_kev(out,
	    &(struct adv_kev){ .id = c->r.id, .added_day = c->exploited_day },
	    e);
}

struct file {
	struct arena *a;
	struct str name;
	struct fill *out;
};

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	const struct file *f = ctx;

	return put_cve(f->a, root, f->name, f->out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct file x = { arena_new((size_t)lim->memory), feed_base(f->name),
		out };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"record", put, &x };
	enum rc rc = records_only(&r, f, e);

	json_in_free(r.j);
	arena_free(x.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && (str_eq(head_value(h, "dataType"),
	    STR("CVE_RECORD")) || (head_has(h, "cveMetadata") &&
	    head_has(h, "containers")));
}

const struct feed feed_cve5 = {
	.name = "cve5", .cpe = true,
	.about = "CVE List v5: a file per CVE, zips of them",
	.loose = true, .detect = detect, .load = load,
};
