/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One vulnerability of a CSAF document.
 *
 * Source:   CSAF 2.0 section 3.2.3; for 2.1 `metrics` and `cwes`.
 * Rules:    each list of product ids is turned into marks on the products.
 *           `workaround` and `mitigation` name every product and fix nothing:
 *           they are passed over. What names no product at all is about all
 *           of them.
 * Traps:    a list of ids may be megabytes long, and comes before the words
 *           that are said of it.
 */
#include "feeds/feed/csaf_int.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/when.h"
#include "score/cvss.h"
#include "text/json.h"

/* Remediation, threat or flag: words and the products they are about. */
struct said {
	struct str category, details, url, date, label;
	struct csaf_list list;
	bool lists;		/* it has a list, if only an empty one */
};

struct general {		/* said of all products */
	enum severity severity;
	const struct csaf_remediation *remedy;
	struct str flag;
};

static struct csaf_product *
touch(struct csaf *c, struct csaf_product *p)
{
	if (p->touched != c->number) {
		p->touched = c->number;
		p->status = CSAF_NONE;
		p->severity = SEV_UNKNOWN;
		p->remedy = NULL;
		p->flag = STR("");
	}
	return p;
}

static enum rc
said_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct said *s = to;
	struct arena *a = c->vuln->a;
	struct str *at = str_eq(name, STR("category"))	? &s->category
	    : str_eq(name, STR("details"))		? &s->details
	    : str_eq(name, STR("url"))			? &s->url
	    : str_eq(name, STR("date"))			? &s->date
	    : str_eq(name, STR("label"))		? &s->label
	    : NULL;

	if (at != NULL)
		return csaf_text(c, a, at, e);
	if (str_eq(name, STR("product_ids"))) {
		s->lists = true;
		return csaf_product_ids(c, a, &s->list, e);
	}
	if (str_eq(name, STR("group_ids"))) {
		s->lists = true;
		return csaf_group_ids(c, a, &s->list, e);
	}
	return json_in_skip(c->j, e);
}

/* ---- status ---- */

static enum csaf_status
status_of(struct str name)
{
	static const struct {
		const char *name;
		enum csaf_status status;
	} table[] = {
		{ "fixed", CSAF_FIXED }, { "first_fixed", CSAF_FIXED },
		{ "recommended", CSAF_FIXED },
		{ "known_affected", CSAF_AFFECTED },
		{ "first_affected", CSAF_AFFECTED },
		{ "last_affected", CSAF_LAST_AFFECTED },
		{ "known_not_affected", CSAF_NOT_AFFECTED },
		{ "under_investigation", CSAF_INVESTIGATING },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(name, str_from(table[i].name)))
			return table[i].status;
	return CSAF_NONE;
}

static enum rc
status_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	enum csaf_status status = status_of(name);
	struct csaf_vuln *v = c->vuln;
	struct csaf_list list = { NULL, 0, 0 };
	enum rc rc;

	(void)to;
	if (status == CSAF_NONE)
		return json_in_skip(c->j, e);
	rc = csaf_product_ids(c, v->a, &list, e);
	for (size_t i = 0; i < list.n; i++) {
		struct csaf_product *p = touch(c, list.v[i]);

		if (p->status != CSAF_NONE)
			continue;	/* the first word holds */
		p->status = status;
		v->v = arena_grow(v->a, v->v, v->n, &v->cap, sizeof *v->v);
		v->v[v->n++] = p;
	}
	return rc;
}

/* ---- remediations, threats, flags ---- */

static enum csaf_remedy
remedy_of(struct str category)
{
	return str_eq(category, STR("vendor_fix")) ? CSAF_VENDOR_FIX
	    : str_eq(category, STR("no_fix_planned")) ? CSAF_NO_FIX_PLANNED
	    : str_eq(category, STR("none_available")) ? CSAF_NONE_AVAILABLE
	    : str_eq(category, STR("fix_planned")) ? CSAF_FIX_PLANNED
	    : CSAF_NO_REMEDY;
}

static bool
better(const struct csaf_remediation *old, enum csaf_remedy kind)
{
	return old == NULL || old->kind < kind;
}

static enum rc
remediation_element(struct csaf *c, void *to, struct err *e)
{
	struct general *all = to;
	struct said s = { .lists = false };
	struct csaf_remediation *r;
	enum csaf_remedy kind;
	enum rc rc = csaf_object(c, said_member, &s, e);

	kind = remedy_of(s.category);
	if (rc != RC_OK || kind == CSAF_NO_REMEDY)
		return rc;
	r = NEW(c->vuln->a, struct csaf_remediation);
	*r = (struct csaf_remediation){ kind, s.details, s.url, s.date };
	for (size_t i = 0; i < s.list.n; i++) {
		struct csaf_product *p = touch(c, s.list.v[i]);

		if (better(p->remedy, kind))
			p->remedy = r;
	}
	if (!s.lists && better(all->remedy, kind))
		all->remedy = r;
	return RC_OK;
}

static enum rc
threat_element(struct csaf *c, void *to, struct err *e)
{
	struct general *all = to;
	struct said s = { .lists = false };
	enum severity severity;
	enum rc rc = csaf_object(c, said_member, &s, e);

	if (rc != RC_OK || !str_eq(s.category, STR("impact")))
		return rc;
	severity = severity_from_word(s.details);
	for (size_t i = 0; i < s.list.n; i++)
		touch(c, s.list.v[i])->severity = severity;
	if (!s.lists)
		all->severity = severity;
	return RC_OK;
}

static enum rc
flag_element(struct csaf *c, void *to, struct err *e)
{
	struct general *all = to;
	struct said s = { .lists = false };
	enum rc rc = csaf_object(c, said_member, &s, e);

	for (size_t i = 0; rc == RC_OK && i < s.list.n; i++)
		touch(c, s.list.v[i])->flag = s.label;
	if (rc == RC_OK && !s.lists)
		all->flag = s.label;
	return rc;
}

/* ---- scores ---- */

static void
add_cvss(struct csaf_vuln *v, struct adv_cvss x)
{
	int version;
	double score;

	while (str_ends(x.vector, STR("/")))
		x.vector = str_sub(x.vector, 0, x.vector.n - 1);
	if (!cvss_score(x.vector, &version, &score))
		return;
	x.version = version;
	if (x.score < 0 || x.score > 10)
		x.score = score;
	for (size_t i = 0; i < v->ncvss; i++) {
		if (v->cvss[i].version != x.version)
			continue;
		/* Products differ: the worst stands for all. */
		if (x.score > v->cvss[i].score)
			v->cvss[i] = x;
		return;
	}
	v->cvss = arena_grow(v->a, v->cvss, v->ncvss, &v->cvss_cap,
	    sizeof *v->cvss);
	v->cvss[v->ncvss++] = x;
}

static enum rc
score_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct csaf_vuln *v = c->vuln;
	struct adv_cvss x = { .score = -1, .primary = true };
	struct json *root;
	struct str text;
	struct err why;
	enum rc rc;

	(void)to;
	if (str_eq(name, STR("content")))
		return csaf_object(c, score_member, NULL, e);
	if (!str_starts(name, STR("cvss_v")))
		return json_in_skip(c->j, e);
	rc = json_in_value(c->j, &text, e);
	if (rc != RC_OK || json_record(text, &root, NULL, &why) != RC_OK)
		return rc == RC_LIMIT ? RC_OK : rc;
	x.vector = str_dup(v->a, str_trim(json_get_text(root,
	    "vectorString")));
	if (!json_double(json_get(root, "baseScore"), &x.score))
		x.score = -1;
	add_cvss(v, x);
	json_free(root);
	return RC_OK;
}

static enum rc
score_element(struct csaf *c, void *to, struct err *e)
{
	(void)to;
	return csaf_object(c, score_member, NULL, e);
}

/* ---- weaknesses, notes, other ids ---- */

static enum rc
cwe_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct csaf_vuln *v = c->vuln;
	struct str s;
	uint64_t n;
	enum rc rc;

	(void)to;
	if (!str_eq(name, STR("id")))
		return json_in_skip(c->j, e);
	rc = json_in_string(c->j, &s, e);
	s = str_trim(s);
	if (rc != RC_OK || !str_starts(s, STR("CWE-")) ||
	    !str_u64(str_from_pos(s, 4), 1000000, &n))
		return rc;
	v->cwes = arena_grow(v->a, v->cwes, v->ncwes, &v->cwes_cap,
	    sizeof *v->cwes);
	v->cwes[v->ncwes++] = (int)n;
	return RC_OK;
}

static enum rc
cwe_element(struct csaf *c, void *to, struct err *e)
{
	return csaf_object(c, cwe_member, to, e);
}

static enum rc
vuln_note_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct said *s = to;

	if (str_eq(name, STR("category")))
		return csaf_text(c, c->vuln->a, &s->category, e);
	if (str_eq(name, STR("text")))
		return csaf_text(c, c->vuln->a, &s->details, e);
	return json_in_skip(c->j, e);
}

static enum rc
vuln_note_element(struct csaf *c, void *to, struct err *e)
{
	struct csaf_vuln *v = c->vuln;
	struct said s = { .lists = false };
	enum rc rc = csaf_object(c, vuln_note_member, &s, e);

	(void)to;
	if (rc == RC_OK && v->text.n == 0 &&
	    str_eq(s.category, STR("description")))
		v->text = s.details;
	return rc;
}

static enum rc
id_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	struct csaf_vuln *v = c->vuln;

	(void)to;
	return str_eq(name, STR("text")) && v->other_id.n == 0 ?
	    csaf_text(c, v->a, &v->other_id, e) : json_in_skip(c->j, e);
}

static enum rc
ids_element(struct csaf *c, void *to, struct err *e)
{
	return csaf_object(c, id_member, to, e);
}

/* ---- the whole ---- */

static enum rc
vuln_member(struct csaf *c, struct str name, void *to, struct err *e)
{
	static const struct {
		const char *name;
		csaf_element_fn *element;
	} lists[] = {
		{ "remediations", remediation_element },
		{ "threats", threat_element }, { "flags", flag_element },
		{ "scores", score_element }, { "metrics", score_element },
		{ "cwes", cwe_element }, { "notes", vuln_note_element },
		{ "ids", ids_element },
	};
	struct csaf_vuln *v = c->vuln;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_eq(name, str_from(lists[i].name)))
			return csaf_array(c, lists[i].element, to, e);
	if (str_eq(name, STR("product_status")))
		return csaf_object(c, status_member, NULL, e);
	if (str_eq(name, STR("cve")))
		return csaf_text(c, v->a, &v->cve, e);
	if (str_eq(name, STR("title")))
		return csaf_text(c, v->a, &v->title, e);
	if (str_eq(name, STR("cwe")))
		return csaf_object(c, cwe_member, NULL, e);
	if (str_eq(name, STR("release_date")))
		return csaf_time(c, &v->has_release, &v->release_s, e);
	if (str_eq(name, STR("references")))
		return csaf_links(c, v->a, &v->links, &v->nlinks,
		    &v->links_cap, e);
	return json_in_skip(c->j, e);
}

enum rc
csaf_vulnerability(struct csaf *c, void *to, struct err *e)
{
	struct csaf_vuln v = { .a = arena_new((size_t)
	    limits_default.memory) };
	struct general all = { .severity = SEV_UNKNOWN };
	enum rc rc;

	(void)to;
	c->vuln = &v;
	c->number++;
	rc = csaf_object(c, vuln_member, &all, e);
	for (size_t i = 0; i < v.n; i++) {
		if (v.v[i]->severity == SEV_UNKNOWN)
			v.v[i]->severity = all.severity;
		if (v.v[i]->remedy == NULL)
			v.v[i]->remedy = all.remedy;
		if (v.v[i]->flag.n == 0)
			v.v[i]->flag = all.flag;
	}
	if (rc == RC_OK)
		rc = c->each(c->ctx, c->d, &v, e);
	c->vuln = NULL;
	arena_free(v.a);
	return rc;
}
