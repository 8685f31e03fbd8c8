/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVD 2.0: yearly and modified feeds, pages of the API, and files that hold
 * one CVE.
 *
 * Source:   https://nvd.nist.gov/developers/vulnerabilities
 * Grammar:  { format: "NVD_CVE", version, timestamp, resultsPerPage, startIndex,
 *           totalResults, vulnerabilities: [ { cve:
 *           { id, published, lastModified, vulnStatus, cveTags, descriptions,
 *           metrics, weaknesses, configurations, references } } ] }.
 * Traps:    times have no zone; CVSS 2 keeps its severity beside cvssData;
 *           NVD-CWE-Other and NVD-CWE-noinfo are no weaknesses; since April
 *           2026 most CVEs have no score of NVD's own, so those of the CNA and
 *           of CISA are kept too.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/cve_words.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/nvd_cpe.h"
#include "feeds/feed/records.h"
#include "feeds/feed/ssvc.h"
#include "feeds/feed/table.h"
#include "text/json.h"

enum {
	CVSS_MAX = 64, CWES_MAX = 64, LINKS_MAX = 500,
};

struct cve {
	struct arena *a;
	const struct json *root;
	struct adv_record r;
	struct adv_cvss cvss[CVSS_MAX];
	int cwes[CWES_MAX];
	struct str links[LINKS_MAX];
};

/* As the descriptions of rejected numbers begin, in all their spellings. */
static bool
says_rejected(struct arena *a, struct str text)
{
	struct str low = str_lower(a, str_sub(text, 0, 400));

	return str_starts(low, STR("rejected reason:")) ||
	    str_find_str(low, STR("** reject **")) < low.n ||
	    str_find_str(low, STR("do not use this candidate number")) <
	    low.n;
}

static bool
is_rejected(struct arena *a, const struct json *root, struct str text)
{
	struct str status = json_get_text(root, "vulnStatus");

	return str_eq_nocase(str_trim(status), STR("rejected")) ||
	    says_rejected(a, text);
}

static bool
is_disputed(const struct json *root, struct str text)
{
	const struct json *tags = json_get(root, "cveTags");

	for (size_t i = 0; i < json_count(tags); i++) {
		const struct json *list = json_get(json_at(tags, i), "tags");

		for (size_t k = 0; k < json_count(list); k++)
			if (str_eq(json_text(json_at(list, k)),
			    STR("disputed")))
				return true;
	}
	return str_starts(text, STR("** DISPUTED **"));
}

static void
read_metrics(struct cve *c)
{
	static const struct {
		const char *key;
		int version;
	} kinds[] = {
		{ "cvssMetricV40", 40 }, { "cvssMetricV31", 31 },
		{ "cvssMetricV30", 30 }, { "cvssMetricV2", 20 },
	};
	const struct json *metrics = json_get(c->root, "metrics");

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		const struct json *list = json_get(metrics, kinds[k].key);

		for (size_t i = 0; i < json_count(list) &&
		    c->r.ncvss < CVSS_MAX; i++) {
			const struct json *m = json_at(list, i);
			const struct json *data = json_get(m, "cvssData");
			struct adv_cvss *to = &c->cvss[c->r.ncvss];

			*to = (struct adv_cvss){
				.source = json_get_text(m, "source"),
				.version = kinds[k].version, .score = -1,
				.vector = json_get_text(data, "vectorString"),
				.primary = str_eq(json_get_text(m, "type"),
				    STR("Primary")) };
			while (str_ends(to->vector, STR("/")))
				to->vector = str_sub(to->vector, 0,
				    to->vector.n - 1);
			if (!json_double(json_get(data, "baseScore"),
			    &to->score) || to->score < 0 || to->score > 10)
				to->score = -1;
			c->r.ncvss += to->vector.n != 0 || to->score >= 0;
		}
	}
}

static void
read_ssvc(struct cve *c)
{
	const struct json *list = json_get(json_get(c->root, "metrics"),
	    "ssvcV203");

	for (size_t i = 0; i < json_count(list); i++)
		if (str_eq(json_get_text(json_at(list, i), "source"), cve_cisa))
			ssvc_read(json_get(json_at(list, i), "ssvcData"),
			    &c->r.ssvc);
}

/* NVD's own, another primary, the CNA's, CISA's; then the newest CVSS. */
static int
rank(const struct adv_cvss *v)
{
	int who = v->primary ? (str_eq(v->source, STR("nvd@nist.gov")) ?
	    3 : 2) : str_eq(v->source, cve_cisa) ? 0 : 1;

	return who * 100 + v->version;
}

static enum severity
severity_of(const struct cve *c)
{
	const struct adv_cvss *best = NULL;

	for (size_t i = 0; i < c->r.ncvss; i++)
		if (c->cvss[i].score >= 0 && (best == NULL ||
		    rank(&c->cvss[i]) > rank(best)))
			best = &c->cvss[i];
	return best == NULL ? SEV_UNKNOWN :
	    severity_from_score(best->version, best->score);
}

static void
read_weaknesses(struct cve *c)
{
	const struct json *list = json_get(c->root, "weaknesses");

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *names = json_get(json_at(list, i),
		    "description");

		for (size_t k = 0; k < json_count(names); k++) {
			struct str w = str_trim(json_get_text(json_at(names,
			    k), "value"));
			uint64_t n;

			if (c->r.ncwes < CWES_MAX &&
			    str_starts(w, STR("CWE-")) &&
			    str_u64(str_from_pos(w, 4), 1000000, &n))
				c->cwes[c->r.ncwes++] = (int)n;
		}
	}
}

static void
read_links(struct cve *c)
{
	const struct json *list = json_get(c->root, "references");

	for (size_t i = 0; i < json_count(list) && c->r.nlinks < LINKS_MAX;
	    i++)
		c->links[c->r.nlinks++] = str_trim(json_get_text(
		    json_at(list, i), "url"));
}

/* How many criteria are no CPE names. */
static size_t
read_all(struct cve *c)
{
	size_t bad = 0;

	read_metrics(c);
	read_ssvc(c);
	read_weaknesses(c);
	read_links(c);
	c->r.severity = severity_of(c);
	c->r.cpes = nvd_cpes(c->a, json_get(c->root, "configurations"),
	    &c->r.ncpes, &bad);
	return bad;
}

static enum rc
put_cve(struct arena *a, const struct json *root, struct fill *out,
    struct err *e)
{
	struct cve *c = NEW(a, struct cve);
	struct str id = str_trim(json_get_text(root, "id"));
	struct str text = cve_english(json_get(root, "descriptions"));
	size_t bad = 0;
	enum rc rc;

	if (!str_starts(id, STR("CVE-")))
		return fill_reject(out, id, "no CVE identifier", e);
	c->a = a;
	c->root = root;
	c->r.id = id;
	c->r.has_published = when_parse(json_get_text(root, "published"),
	    &c->r.published_s);
	c->r.has_modified = when_parse(json_get_text(root, "lastModified"),
	    &c->r.modified_s);
	if (is_rejected(a, root, text)) {
		c->r.flags = ADV_REJECTED;
	} else {
		c->r.title = cve_title(a, text);
		c->r.text = text;
		if (is_disputed(root, text))
			c->r.flags = ADV_DISPUTED;
		bad = read_all(c);
	}
	c->r.cvss = c->cvss;
	c->r.cwes = c->cwes;
	c->r.links = c->links;
	rc = fill_record(out, &c->r, e);
	if (rc == RC_OK && bad != 0)
		rc = fill_reject(out, id, "a part of it: criteria that are "
		    "no CPE name", e);
	return rc;
}

struct page {
	struct arena *a;	/* of one record */
	struct fill *out;
};

/* One element, { cve: {} }, or the CVE itself. */
static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct page *p = ctx;
	const struct json *cve = json_get(root, "cve");
	enum rc rc = put_cve(p->a, cve != NULL ? cve : root, p->out, e);

	arena_reset(p->a);
	return rc;
}

/* What a page says of itself: it holds what is left of all from its start on,
   or as many as fit. */
struct counts {
	uint64_t page, start, total, seen;
};

static enum rc
read_count(struct json_in *j, uint64_t *ret, struct err *e)
{
	struct str s;
	enum rc rc = json_in_value(j, &s, e);

	if (rc == RC_OK && !str_u64(s, UINT32_MAX, ret))
		*ret = 0;	/* nothing is known */
	return rc;
}

static enum rc
all_there(const struct counts *n, struct err *e)
{
	uint64_t rest = n->total > n->start ? n->total - n->start : 0;
	uint64_t want = n->page < rest ? n->page : rest;

	return n->seen >= want ? RC_OK : err_set(e, RC_FORMAT,
	    "%llu records where it counts %llu", (unsigned long long)n->seen,
	    (unsigned long long)want);
}

static enum rc
read_feed(const struct records *r, struct err *e)
{
	struct counts n = { 0 };
	struct str name, s;
	bool listed = false;
	int64_t t;
	enum rc rc = json_in_enter(r->j, e);

	while (rc == RC_OK && (rc = json_in_next(r->j, &name, e)) == RC_OK) {
		if (str_eq(name, STR("vulnerabilities"))) {
			rc = records_count(r, &n.seen, e);
			listed = true;
		} else if (str_eq(name, STR("timestamp"))) {
			rc = json_in_string(r->j, &s, e);
			if (rc == RC_OK && when_parse(s, &t))
				fill_data_time(r->out, t);
		} else if (str_eq(name, STR("resultsPerPage"))) {
			rc = read_count(r->j, &n.page, e);
		} else if (str_eq(name, STR("startIndex"))) {
			rc = read_count(r->j, &n.start, e);
		} else if (str_eq(name, STR("totalResults"))) {
			rc = read_count(r->j, &n.total, e);
		}
	}
	if (rc == RC_STOP)
		rc = feed_end(r->j, e);
	if (rc != RC_OK)
		return rc;
	return listed ? all_there(&n, e) : err_set(e, RC_FORMAT,
	    "no vulnerabilities in it");
}

static enum rc
load(const struct feed_file *one, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct page p = { arena_new((size_t)lim->memory), out };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"cve", put, &p };
	enum rc rc = one != NULL ? records_only(&r, one, e) :
	    read_feed(&r, e);

	json_in_free(r.j);
	arena_free(p.a);
	return rc;
}

static enum rc
load_feed(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, struct err *e)
{
	(void)f;
	return load(NULL, in, lim, out, e);
}

static bool
detect_feed(const struct feed_head *h)
{
	return h->object && (str_eq(head_value(h, "format"), STR("NVD_CVE")) ||
	    (head_has(h, "vulnerabilities") && head_has(h, "resultsPerPage")));
}

static bool
detect_cve(const struct feed_head *h)
{
	return h->object && ((str_starts(head_value(h, "id"), STR("CVE-")) &&
	    (head_has(h, "vulnStatus") || head_has(h, "sourceIdentifier")) &&
	    head_has(h, "lastModified")) ||
	    (str_eq(h->inner, STR("id")) && h->nkeys == 1 &&
	    str_eq(h->key[0], STR("cve"))));
}

const struct feed feed_nvd = {
	.name = "nvd", .cpe = true, .about = "NVD 2.0: yearly feeds, pages of the API",
	.detect = detect_feed, .load = load_feed,
};

const struct feed feed_nvd_cve = {
	.name = "nvd", .cpe = true, .about = "NVD 2.0: files of one CVE each",
	.loose = true, .detect = detect_cve, .load = load,
};
