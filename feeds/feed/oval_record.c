/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A definition of an OVAL document as a record.
 *
 * Rules:    rows of one package that differ only in an upper bound are one,
 *           with the highest: an advisory that was rebuilt names both builds.
 *           Architectures that say the same are one row without any. An
 *           advisory that covers several CVEs fixes them (reference: feeds,
 *           "Alias graph"); scores of a CVE go to a record of the CVE's own.
 */
#include <stdlib.h>
#include <string.h>

#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "base/when.h"
#include "feeds/feed/oval_int.h"
#include "identity/ecosystem.h"
#include "score/cvss.h"

enum {
	ARCHS_MAX = 32,		/* of one definition */
	NAMES_MAX = 5000,	/* references and CVEs of one: the kernel's have
				   some hundreds */
};

/* ---- rows ---- */

static void
add_row(struct oval_case *c, const struct adv_affected *x)
{
	if (c->nrows >= OVAL_ROWS_MAX) {
		c->why = "too many statements";
		return;
	}
	c->rows = arena_grow(c->a, c->rows, c->nrows, &c->rows_cap,
	    sizeof *c->rows);
	c->rows[c->nrows++] = *x;
}

static bool
is_arch_char(char ch)
{
	return is_alnum(ch) || ch == '_';
}

/* Is it a list of names, with what regular expressions put around them? */
static bool
is_arch_list(struct str s)
{
	static const struct str marks = { "()|^$ ", 6 };

	for (size_t i = 0; i < s.n; i++)
		if (!is_arch_char(s.p[i]) && str_find(marks, s.p[i]) == marks.n)
			return false;
	return true;
}

/* A row for each of x's architectures. */
void
oval_row(struct oval_case *c, const struct adv_affected *x)
{
	struct adv_affected one = *x;
	bool some = false;

	for (size_t i = 0, n; is_arch_list(x->arch) && i < x->arch.n; i += n) {
		for (n = 0; i + n < x->arch.n &&
		    is_arch_char(x->arch.p[i + n]); n++)
			;
		if (n != 0) {
			one.arch = str_sub(x->arch, i, i + n);
			add_row(c, &one);
			some = true;
		} else {
			n = 1;
		}
	}
	one.arch = STR("");
	if (!some)
		add_row(c, &one);
}

/* All but architecture, range and words. */
static int
key_cmp(const struct adv_affected *a, const struct adv_affected *b)
{
	int d = a->eco == b->eco ? 0 : a->eco == NULL ? -1 : b->eco == NULL ?
	    1 : strcmp(a->eco->key, b->eco->key);

	if (d == 0)
		d = str_cmp(a->release, b->release);
	if (d == 0)
		d = str_cmp(a->channel, b->channel);
	if (d == 0)
		d = str_cmp(a->name, b->name);
	if (d == 0)
		d = str_cmp(a->module, b->module);
	if (d == 0)
		d = str_cmp(a->flavour, b->flavour);
	if (d == 0)
		d = str_cmp(a->cpes, b->cpes);
	return d != 0 ? d : str_cmp(a->extra, b->extra);
}

static int
bool_cmp(bool a, bool b)
{
	return (int)a - (int)b;
}

static int
range_cmp(const struct adv_affected *a, const struct adv_affected *b)
{
	const struct interval *x = &a->range, *y = &b->range;
	int d = bool_cmp(x->has_lo, y->has_lo);

	if (d == 0)
		d = bool_cmp(x->has_hi, y->has_hi);
	if (d == 0)
		d = bool_cmp(x->lo_incl, y->lo_incl);
	if (d == 0)
		d = bool_cmp(x->hi_incl, y->hi_incl);
	if (d == 0)
		d = bool_cmp(a->exact, b->exact);
	if (d == 0)
		d = (int)a->state - (int)b->state;
	if (d == 0)
		d = str_cmp(a->range.lo, b->range.lo);
	if (d == 0)
		d = str_cmp(a->range.hi, b->range.hi);
	return d != 0 ? d : str_cmp(a->word, b->word);
}

static int
row_cmp(const void *x, const void *y)
{
	const struct adv_affected *a = x, *b = y;
	int d = key_cmp(a, b);

	if (d == 0)
		d = str_cmp(a->arch, b->arch);
	return d != 0 ? d : range_cmp(a, b);
}

static bool
only_below(const struct adv_affected *x)
{
	return x->state == ADV_FIXED && x->range.has_hi && !x->range.has_lo &&
	    !x->range.hi_incl && !x->exact;
}

/* Drop repetitions; of two upper bounds the higher stays. */
static size_t
merge_bounds(struct adv_affected *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct adv_affected *last = kept == 0 ? NULL : &v[kept - 1];

		if (last == NULL || key_cmp(last, &v[i]) != 0 ||
		    !str_eq(last->arch, v[i].arch)) {
			v[kept++] = v[i];
		} else if (only_below(last) && only_below(&v[i])) {
			const struct version_scheme *s = v[i].eco == NULL ?
			    NULL : version_by_id(v[i].eco->scheme);

			if (s != NULL &&
			    s->cmp(v[i].range.hi, last->range.hi) > 0)
				*last = v[i];
		} else if (range_cmp(last, &v[i]) != 0) {
			v[kept++] = v[i];
		}
	}
	return kept;
}

/* Architectures that the rows of v's release name. */
static size_t
count_archs(const struct adv_affected *v, size_t n,
    const struct adv_affected *like)
{
	struct str seen[ARCHS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		if (!str_eq(v[i].release, like->release))
			break;	/* they are sorted */
		while (k < count && !str_eq(seen[k], v[i].arch))
			k++;
		if (k == count && count < ARCHS_MAX)
			seen[count++] = v[i].arch;
	}
	return count;
}

/*
 * v[0, n): rows of one package, one or more for each architecture, each of
 * them sorted. Do all architectures have the same ones? Then how many there
 * are; else 0.
 */
static size_t
same_on_all(const struct adv_affected *v, size_t n)
{
	size_t each = 1;

	while (each < n && str_eq(v[each].arch, v[0].arch))
		each++;
	if (n % each != 0)
		return 0;
	for (size_t i = each; i < n; i++)
		if (range_cmp(&v[i], &v[i % each]) != 0 ||
		    (i % each != 0 && !str_eq(v[i].arch, v[i - 1].arch)))
			return 0;
	return each;
}

static size_t
merge_archs(struct oval_case *c, struct adv_affected *v, size_t n)
{
	struct adv_affected *all = v;
	struct str release = STR("");
	size_t kept = 0, archs = 0;

	for (size_t i = 0, m; i < n; i += m) {
		for (m = 1; i + m < n && key_cmp(&v[i], &v[i + m]) == 0; m++)
			;
		/* Rows are sorted by release; those before i are spent. */
		if (c->vendor->by_arch &&
		    (archs == 0 || !str_eq(release, v[i].release))) {
			archs = count_archs(v + i, n - i, &v[i]);
			release = v[i].release;
		}

		size_t each = same_on_all(v + i, m);

		if (each != 0 && (!c->vendor->by_arch ||
		    (m / each == archs && archs > 1)))
			for (size_t k = 0; k < each; k++) {
				all[kept] = v[i + k];
				all[kept++].arch = STR("");
			}
		else
			for (size_t k = 0; k < m; k++)
				all[kept++] = v[i + k];
	}
	return kept;
}

static bool
day_of(struct str s, int64_t *ret)
{
	int64_t t;

	if (!when_parse(s, &t))
		return false;
	*ret = when_day(t);
	return true;
}

static void
make_rows(struct oval_case *c, const struct oval_terms *t)
{
	bool patch = str_eq(c->def.class, STR("patch"));

	for (size_t i = 0; i < t->n && c->why == NULL; i++) {
		const struct oval_term *u = &t->v[i];
		struct adv_affected x = { .eco = u->eco,
			.release = u->release, .channel = u->channel,
			.name = u->name, .range = u->range, .exact = u->exact,
			.state = u->state, .word = u->word,
			.module = u->module, .arch = u->arch,
			.extra = u->extra };

		if (u->name.n == 0)
			continue;
		/* An advisory is of its day; what is said of a CVE, of the
		   last change. */
		x.has_known = (!patch && day_of(c->def.updated,
		    &x.known_day)) || day_of(c->def.issued, &x.known_day);
		if (c->vendor->row != NULL)
			c->vendor->row(c, u, &x);
		else
			oval_row(c, &x);
	}
	if (c->vendor->finish != NULL && c->why == NULL)
		c->vendor->finish(c);
	for (size_t i = 0; i < c->nrows && c->why == NULL; i++)
		if (c->rows[i].eco == NULL)
			c->why = "no release is told";
	if (c->nrows != 0)
		qsort(c->rows, c->nrows, sizeof *c->rows, row_cmp);
	c->nrows = merge_bounds(c->rows, c->nrows);
	c->nrows = merge_archs(c, c->rows, c->nrows);
}

/* ---- what stands beside the statements ---- */

struct record {
	struct oval_case *c;
	struct adv_record r;
	struct adv_alias *aliases;
	size_t aliases_cap;
	struct str *links;
	size_t links_cap;
};

static void
add_alias(struct record *x, struct str id, enum alias_rel rel)
{
	id = vid_tidy(x->c->a, id);
	if (id.n == 0 || id.n > 100 || str_eq(id, x->r.id))
		return;
	for (size_t i = 0; i < x->r.naliases; i++)
		if (str_eq(x->aliases[i].id, id))
			return;
	x->aliases = arena_grow(x->c->a, x->aliases, x->r.naliases,
	    &x->aliases_cap, sizeof *x->aliases);
	x->aliases[x->r.naliases++] = (struct adv_alias){ id, rel };
}

static struct str
first_word(struct str s)
{
	struct str word = STR("");

	(void)str_word(&s, &word);
	return word;
}

/* An advisory's number: letters, a hyphen, and a digit somewhere. */
static bool
is_number(struct str id)
{
	return vid_prefix(id).n > 1 && vid_prefix(id).n < id.n &&
	    is_digit(id.p[vid_prefix(id).n]);
}

static void
put_names(struct record *x)
{
	const struct oval_def *d = &x->c->def;
	enum alias_rel cve = vid_is_cve(x->r.id) ? REL_RELATED : REL_FIXES;

	for (size_t i = 0; i < d->nrefs; i++) {
		struct str id = d->refs[i].id;

		/* "Mitre CVE-2021-1", "SUSE CVE-2021-1" */
		if (!is_number(id) && str_find(id, ' ') < id.n)
			id = str_from_pos(id, str_rfind(id, ' ') + 1);
		if (vid_is_cve(vid_tidy(x->c->a, id)))
			add_alias(x, id, cve);
		else if (is_number(id))
			add_alias(x, id, REL_RELATED);
	}
	for (size_t i = 0; i < d->ncves; i++) {
		struct str id = first_word(d->cves[i].id);

		if (vid_is_cve(vid_tidy(x->c->a, id)))
			add_alias(x, id, cve);
	}
}

/* "DSA-2892" and a text, or in an element of its own: what Debian says
   beside. */
static void
put_more(struct record *x)
{
	const struct oval_def *d = &x->c->def;
	struct str id = first_word(d->dsa.n != 0 ? d->dsa : d->more);

	if (is_number(id) && !str_starts(x->r.id, id))
		add_alias(x, id, REL_RELATED);
}

static void
put_links(struct record *x)
{
	const struct oval_def *d = &x->c->def;

	for (size_t i = 0; i < d->nrefs; i++) {
		struct str url = d->refs[i].url;

		if (url.n == 0)
			continue;
		if (x->r.url.n == 0 && str_ends(d->refs[i].id, x->r.id) &&
		    !str_starts(d->refs[i].id, STR("Mitre")))
			x->r.url = url;
		if (!x->c->vendor->links)
			continue;
		x->links = arena_grow(x->c->a, x->links, x->r.nlinks,
		    &x->links_cap, sizeof *x->links);
		x->links[x->r.nlinks++] = url;
	}
}

/* Without the identifier before it; where nothing is left, the first line of
   the description. */
static struct str
title_of(const struct oval_def *d, struct str id)
{
	static const struct str unaffected = {
		"Unaffected components for: ", 27 };
	struct str t = str_trim(d->title), text = d->text, line;

	if (str_starts(t, unaffected))
		t = str_from_pos(t, unaffected.n);
	if (str_starts(t, id)) {
		t = str_from_pos(t, id.n);
		while (t.n != 0 && (is_space(t.p[0]) || t.p[0] == ':'))
			t = str_from_pos(t, 1);
	}
	if (t.n != 0 && !str_starts(t, STR("on Ubuntu")) &&
	    !str_starts(t, STR("affecting package")))
		return t;
	if (str_starts(t, STR("affecting package")))
		return STR("");
	return str_line(&text, &line) ? str_trim(line) : STR("");
}

/* "20141014", "20141014:1200", or a date as others write it. */
static bool
time_of(struct str s, int64_t *ret)
{
	char buf[10];

	s = str_trim(s);
	if (str_ends(s, STR(" UTC")))
		s = str_sub(s, 0, s.n - 4);
	if (when_parse(s, ret))
		return true;
	if (s.n < 8 || (s.n > 8 && s.p[8] != ':'))
		return false;
	memcpy(buf, s.p, 4);
	buf[4] = buf[7] = '-';
	memcpy(buf + 5, s.p + 4, 2);
	memcpy(buf + 8, s.p + 6, 2);
	return when_parse(str_of(buf, sizeof buf), ret);
}

/* ---- scores of a CVE ---- */

/* "5.7/CVSS:3.0/AV:N/...", or the vector alone. */
static bool
score_of(const struct oval_case *c, struct str s, struct adv_cvss *ret)
{
	if (s.n != 0 && is_digit(s.p[0]))
		s = str_from_pos(s, str_find(s, '/') + 1);
	*ret = (struct adv_cvss){ .source = str_from(c->vendor->scorer),
		.vector = s, .primary = true };
	return s.n != 0 && cvss_score(s, &ret->version, &ret->score);
}

static size_t
scores_of(struct oval_case *c, const struct oval_cve *v, struct adv_cvss *ret)
{
	size_t n = 0;

	/* "CVE-2010-1323 at NVD": not the vendor's. */
	if (str_find_str(v->id, STR("at NVD")) < v->id.n)
		return 0;
	n += score_of(c, v->cvss3, &ret[n]);
	n += score_of(c, v->cvss2, &ret[n]);
	return n;
}

/* "CWE-20 CWE-78", "CWE-400->CWE-835", "(CWE-20|CWE-78)". */
static size_t
cwes_of(struct str s, int *ret, size_t max)
{
	size_t n = 0, at;
	uint64_t v;

	while (n < max && (at = str_find_str(s, STR("CWE-"))) < s.n) {
		size_t digits = 0;

		s = str_from_pos(s, at + 4);
		while (digits < s.n && is_digit(s.p[digits]))
			digits++;
		if (str_u64(str_sub(s, 0, digits), 1000000, &v))
			ret[n++] = (int)v;
	}
	return n;
}

static enum rc
put_cve(struct oval_case *c, const struct oval_cve *v, struct str id,
    struct err *e)
{
	enum { CWES = 16 };
	struct adv_cvss cvss[2];
	int cwes[CWES];
	struct adv_record r = { .id = id, .cvss = cvss, .cwes = cwes,
		.severity = severity_from_word(v->impact),
		.ncvss = scores_of(c, v, cvss),
		.ncwes = cwes_of(v->cwe, cwes, CWES) };

	r.has_published = time_of(v->public, &r.published_s);
	if (r.severity == SEV_UNKNOWN && r.ncvss == 0 && r.ncwes == 0)
		return RC_OK;
	return fill_record(c->out, &r, e);
}

/* The record's own, and one for each other CVE that is scored. */
static enum rc
put_all(struct oval_case *c, struct adv_record *r, struct err *e)
{
	enum { CWES = 16 };
	struct adv_cvss cvss[4];
	int cwes[CWES];
	enum rc rc;

	r->cvss = cvss;
	r->cwes = cwes;
	for (size_t i = 0; i < c->def.ncves; i++) {
		const struct oval_cve *v = &c->def.cves[i];

		if (!str_eq(vid_tidy(c->a, first_word(v->id)), r->id))
			continue;
		if (r->ncvss + 2 <= sizeof cvss / sizeof *cvss)
			r->ncvss += scores_of(c, v, cvss + r->ncvss);
		r->ncwes += cwes_of(v->cwe, cwes + r->ncwes,
		    CWES - r->ncwes);
		if (!r->has_published)
			r->has_published = time_of(v->public,
			    &r->published_s);
	}
	rc = fill_record(c->out, r, e);
	for (size_t i = 0; rc == RC_OK && i < c->def.ncves; i++) {
		struct str id = vid_tidy(c->a, first_word(c->def.cves[i].id));

		if (vid_is_cve(id) && !str_eq(id, r->id))
			rc = put_cve(c, &c->def.cves[i], id, e);
	}
	return rc;
}

enum rc
oval_put(struct oval_case *c, const struct oval_terms *t, struct err *e)
{
	struct record x = { .c = c };
	const struct oval_def *d = &c->def;
	enum rc rc = RC_OK;

	if (d->nrefs > NAMES_MAX || d->ncves > NAMES_MAX)
		c->why = "too many references";
	x.r.id = c->why == NULL ? vid_tidy(c->a, c->vendor->id(c)) : STR("");
	if (c->why == NULL && x.r.id.n != 0)
		make_rows(c, t);
	if (c->why != NULL)
		return fill_reject(c->out, d->id, c->why, e);
	if (x.r.id.n == 0)
		return RC_OK;
	fill_count(c->out, 1);
	if (c->unknown.n != 0) {
		struct str why = str_fmt(c->a, "not understood: %.*s",
		    STR_ARG(c->unknown));

		rc = fill_reject(c->out, d->id, str_z(c->a, str_utf8(c->a,
		    why)), e);
	}
	put_names(&x);
	put_more(&x);
	put_links(&x);
	x.r.title = title_of(d, x.r.id);
	x.r.text = d->text;
	x.r.severity = severity_from_word(d->severity);
	x.r.has_published = time_of(d->published.n != 0 ? d->published :
	    d->issued, &x.r.published_s);
	x.r.has_modified = time_of(d->updated.n != 0 ? d->updated :
	    d->issued, &x.r.modified_s);
	if (x.r.has_modified)
		c->time_s = x.r.modified_s;
	x.r.aliases = x.aliases;
	x.r.links = x.links;
	x.r.affected = c->rows;
	x.r.naffected = c->nrows;
	return rc == RC_OK ? put_all(c, &x.r, e) : rc;
}
