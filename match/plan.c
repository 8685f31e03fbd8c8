/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fix is where a statement's range ends. That is no way out when another
 * range of the same problem begins above it: fixed in 1.2.9 and in 2.0.1, and
 * upgraded to 2.0.0 for something else. So the ranges above the installed
 * version ("branches") are read too, and a version inside one of them is left
 * for its end, unless the vendor says that it is not affected.
 */
#include "match/plan.h"

#include <stdlib.h>

#include "base/arena.h"
#include "bom/bom.h"
#include "match/database.h"
#include "match/merge_int.h"

enum { STEPS = 16 };		/* from one branch's end to the next */

struct branch {
	struct advdb_row row;
	const struct ask *ask;		/* that it answers */
	bool read;			/* what it is about */
	bool fits;
	bool denies;			/* that there is a problem, instead */
	struct about about;
};

struct branches {
	struct branch *v;
	size_t n, cap;
};

/* Findings that one name's statements made, of one version. */
struct lookup {
	struct finding **v;
	size_t n;
	struct branches above, denials;
	bool denials_read;
};

struct plan {
	struct match_db *db;
	const struct judge *judge;
	struct target *t;
	struct branches *at;		/* being read, by a question */
	const struct ask *ask;
};

/* ---- order ---- */

static struct str
package(const struct finding *f)
{
	return f->by_source || f->component->source_name.n == 0 ? f->name
	    : f->component->source_name;
}

static int
by_package(const struct finding *x, const struct finding *y)
{
	int d = str_cmp(x->component->type, y->component->type);

	if (d == 0)
		d = str_cmp(package(x), package(y));
	return d != 0 ? d : str_cmp(x->version, y->version);
}

static int
by_lookup(const struct finding *x, const struct finding *y)
{
	if (x->ask->space != y->ask->space)
		return x->ask->space < y->ask->space ? -1 : 1;
	return str_cmp(x->ask->name, y->ask->name);
}

static int
cmp(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;
	int d = by_package(x, y);

	if (d == 0)
		d = by_lookup(x, y);
	return d != 0 ? d : x < y ? -1 : x > y;
}

/* ---- branches ---- */

static void
keep(struct plan *p, const struct advdb_row *row)
{
	struct arena *a = p->t->arena;
	struct branches *l = p->at;
	struct branch *b;

	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof *l->v);
	b = &l->v[l->n++];
	*b = (struct branch){ .row = *row, .ask = p->ask };
	b->row.range.lo = str_dup(a, row->range.lo);
	b->row.range.hi = str_dup(a, row->range.hi);
	b->row.fixed = str_dup(a, row->fixed);
}

static const struct version_scheme *
scheme_of(const struct ask *q)
{
	return version_by_id((int)q->eco->scheme);
}

/* Keep what begins above the installed version. */
static enum rc
take_above(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct plan *p = ctx;

	(void)e;
	if (row->state != ADV_NOT_AFFECTED && !row->all && !row->opaque &&
	    (row->exact || row->range.has_lo) && scheme_of(p->ask)->cmp(
	    row->range.lo, p->ask->version) > 0)
		keep(p, row);
	return RC_OK;
}

/* What may deny a problem: "not affected", and conditions. */
static enum rc
take_denial(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct plan *p = ctx;

	(void)e;
	if (row->state == ADV_NOT_AFFECTED || row->qual != 0)
		keep(p, row);
	return RC_OK;
}

/* Of a question that is in doubt nothing is denied. */
static bool
is_sure(const struct ask *q)
{
	return q->confidence != CONF_POSSIBLE && q->doubt.n == 0;
}

static enum rc
read_about(struct plan *p, struct branch *b, struct err *e)
{
	struct arena *a = p->t->arena;
	struct fit_case x = { p->t->bom, p->t->content, b->ask,
		b->row.qual, b->row.fixed.n != 0 ? b->row.fixed : b->row.range.lo,
		b->row.state };
	bool clear = b->row.state == ADV_NOT_AFFECTED, counts;
	struct fit_said said = { .condition = false };
	enum as_of when = AS_OF_KNOWN;
	struct advdb_adv adv;
	enum fit fit = FIT_NO;
	enum rc rc = RC_OK;

	if (b->read)
		return RC_OK;
	b->read = true;
	rc = merge_fit(p->db, a, &x, &fit, &said, e);
	b->fits = !clear && fit != FIT_NO;
	b->denies = clear ? fit == FIT_YES && is_sure(b->ask)
	    : fit == FIT_NO && said.condition;
	if (rc != RC_OK || (!b->fits && !b->denies))
		return rc;
	rc = advdb_adv(p->db->adv, a, b->row.adv, &adv, e);
	if (rc == RC_OK)
		rc = merge_as_of(p->db, judge_how(p->judge), b->row.has_known,
		    b->row.known_day, &adv, &when, e);
	if (rc == RC_OK)
		rc = merge_about(p->db->adv, a, &adv, &b->about, e);
	counts = rc == RC_OK && (adv.flags & ADV_NOTICE) == 0 &&
	    when < AS_OF_LATER && merge_speaks_of(&adv, b->ask);
	b->fits &= counts;
	b->denies &= counts;
	return rc;
}

static bool
is_about(const struct branch *b, int64_t grp)
{
	for (size_t i = 0; i < b->about.n; i++)
		if (b->about.grps[i] == grp)
			return true;
	return false;
}

/* By what the component is asked as, there and in nearer namespaces. */
static enum rc
read_denials(struct plan *p, struct lookup *l, struct err *e)
{
	const struct ask *own = l->v[0]->ask;
	enum rc rc = RC_OK;

	if (l->denials_read)
		return RC_OK;
	l->denials_read = true;
	p->at = &l->denials;
	for (size_t i = 0; i < p->t->nasks && rc == RC_OK; i++) {
		const struct ask *q = p->ask = &p->t->asks[i];

		if (q->component == own->component && q->cpe == NULL &&
		    q->rank <= own->rank)
			rc = advdb_affected(p->db->adv, judge_space(p->judge,
			    q->space), q->name, take_denial, p, e);
	}
	return rc;
}

/* Does the record of a condition say so without it of that version? */
static enum rc
says_plainly(struct plan *p, struct lookup *l, const struct branch *of,
    struct str version, bool *ret, struct err *e)
{
	enum rc rc = RC_OK;

	*ret = false;
	for (size_t i = 0; i < l->above.n && rc == RC_OK && !*ret; i++) {
		struct branch *b = &l->above.v[i];

		if (b->row.adv != of->row.adv || judge_range(scheme_of(b->ask),
		    &b->row, version) != STAND_IN)
			continue;
		rc = read_about(p, b, e);
		*ret = b->fits;
	}
	return rc;
}

/* Is it said that this version is without the problem? A name whose versions
   are others (a binary's, of a source) says so of all or nothing. */
static enum rc
denied(struct plan *p, struct lookup *l, struct str version, int64_t grp,
    bool *ret, struct err *e)
{
	enum rc rc = read_denials(p, l, e);

	*ret = false;
	for (size_t i = 0; i < l->denials.n && rc == RC_OK && !*ret; i++) {
		struct branch *b = &l->denials.v[i];
		bool plain = false;

		if (!b->row.all && (!str_eq(b->ask->version, l->v[0]->version)
		    || judge_range(scheme_of(b->ask), &b->row, version) !=
		    STAND_IN))
			continue;
		rc = read_about(p, b, e);
		if (rc != RC_OK || !b->denies || !is_about(b, grp))
			continue;
		if (b->row.state != ADV_NOT_AFFECTED)
			rc = says_plainly(p, l, b, version, &plain, e);
		*ret = !plain;
	}
	return rc;
}

/* The branch of the problem that holds the version, or NULL. */
static enum rc
holds(struct plan *p, struct lookup *l, struct str version, int64_t grp,
    const struct branch **ret, struct err *e)
{
	bool no = false;

	*ret = NULL;
	for (size_t i = 0; i < l->above.n; i++) {
		struct branch *b = &l->above.v[i];
		enum rc rc;

		if (judge_range(l->v[0]->scheme, &b->row, version) != STAND_IN)
			continue;
		rc = read_about(p, b, e);
		if (rc == RC_OK && b->fits && is_about(b, grp)) {
			*ret = b;
			rc = denied(p, l, version, grp, &no, e);
		}
		if (no)
			*ret = NULL;
		if (rc != RC_OK || no || *ret != NULL)
			return rc;
	}
	return RC_OK;
}

/* From a version upwards to the first one without the problem; "" : none. */
static enum rc
climb(struct plan *p, struct lookup *l, int64_t grp, struct str *version,
    struct err *e)
{
	const struct version_scheme *s = l->v[0]->scheme;
	const struct branch *b;

	for (int i = 0; i < STEPS && version->n != 0; i++) {
		enum rc rc = holds(p, l, *version, grp, &b, e);

		if (rc != RC_OK || b == NULL)
			return rc;
		*version = b->row.state == ADV_FIXED && s->cmp(b->row.fixed,
		    *version) > 0 ? b->row.fixed : STR("");
	}
	*version = STR("");
	return RC_OK;
}

static bool
has_fix(const struct finding *f)
{
	return f->state == ADV_FIXED && f->nfixed_in != 0;
}

/* Of the statements that hold all must become false. */
static enum rc
suggest(struct plan *p, struct lookup *l, struct err *e)
{
	const struct ask *q = l->v[0]->ask;
	bool any = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < l->n; i++)
		any |= has_fix(l->v[i]);
	p->at = &l->above;
	p->ask = q;
	if (any && q->cpe == NULL)
		rc = advdb_affected(p->db->adv, judge_space(p->judge,
		    q->space), q->name, take_above, p, e);
	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		struct finding *f = l->v[i];
		struct str v;

		if (!has_fix(f))
			continue;
		v = f->fixed_in[f->nfixed_in - 1];
		if (f->scheme->cmp(v, f->version) > 0)
			rc = climb(p, l, f->grp, &v, e);
		else
			v = STR("");
		f->suggested = v;
	}
	return rc;
}

/* ---- one package ---- */

/* The nearest version without any of what can be fixed: each problem may send
   it further up, into a branch of another one. */
static enum rc
aim(struct plan *p, struct lookup *l, size_t n, struct str *to, struct err *e)
{
	for (int step = 0; step < STEPS; step++) {
		struct str before = *to;

		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < l[i].n; k++) {
				const struct finding *f = l[i].v[k];
				struct str v = f->suggested;
				enum rc rc;

				if (v.n == 0)
					continue;
				if (to->n != 0 && f->scheme->cmp(*to, v) > 0)
					v = *to;
				rc = climb(p, &l[i], f->grp, &v, e);
				if (rc != RC_OK)
					return rc;
				if (v.n != 0)
					*to = v;
			}
		}
		if (str_eq(before, *to))
			break;
	}
	return RC_OK;
}

static void
add_part(struct upgrade *u, const struct bom_component *c)
{
	for (size_t i = 0; i < u->nparts; i++)
		if (u->parts[i] == c)
			return;
	u->parts[u->nparts++] = c;
}

/* Is the finding gone at that version? */
static enum rc
weigh(struct plan *p, struct lookup *l, const struct finding *f,
    struct upgrade *u, struct err *e)
{
	const struct branch *b = NULL;
	bool gone = f->suggested.n != 0 &&
	    f->scheme->cmp(u->to, f->suggested) >= 0;
	enum rc rc = RC_OK;

	add_part(u, f->component);
	if (gone)
		rc = holds(p, l, u->to, f->grp, &b, e);
	gone = gone && b == NULL;
	u->removes += gone;
	u->leaves += !gone;
	u->by_severity[f->severity] += gone;
	if (gone && u->stream.n == 0)
		u->stream = f->ask->channel;
	return rc;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static bool
has_already(const struct lookup *l, size_t n, int64_t grp)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < l[i].n; k++)
			if (l[i].v[k]->grp == grp)
				return true;
	return false;
}

struct brought {
	int64_t *grps;
	size_t n, cap;
};

/* Of a branch that holds the new version what the old one has not. */
static enum rc
add_brought(struct plan *p, struct lookup *l, size_t n, struct lookup *at,
    const struct branch *b, struct str to, struct brought *ret, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t m = 0; m < b->about.n && rc == RC_OK; m++) {
		bool no = has_already(l, n, b->about.grps[m]);

		if (!no)
			rc = denied(p, at, to, b->about.grps[m], &no, e);
		if (rc != RC_OK || no)
			continue;
		ret->grps = arena_grow(p->t->arena, ret->grps, ret->n,
		    &ret->cap, sizeof *ret->grps);
		ret->grps[ret->n++] = b->about.grps[m];
	}
	return rc;
}

/* Problems that the new version has, and the old one has not. */
static enum rc
count_brought(struct plan *p, struct lookup *l, size_t n, struct upgrade *u,
    struct err *e)
{
	struct brought new = { .n = 0 };

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < l[i].above.n; k++) {
			struct branch *b = &l[i].above.v[k];
			enum rc rc;

			if (judge_range(l[i].v[0]->scheme, &b->row, u->to) !=
			    STAND_IN)
				continue;
			rc = read_about(p, b, e);
			if (rc == RC_OK && b->fits)
				rc = add_brought(p, l, n, &l[i], b, u->to,
				    &new, e);
			if (rc != RC_OK)
				return rc;
		}
	}
	if (new.n > 1)
		qsort(new.grps, new.n, sizeof *new.grps, by_number);
	for (size_t i = 0; i < new.n; i++)
		u->brings += i == 0 || new.grps[i] != new.grps[i - 1];
	return RC_OK;
}

/* v[0, n): the findings of one package. */
static enum rc
plan_package(struct plan *p, struct finding **v, size_t n, struct err *e)
{
	struct arena *a = p->t->arena;
	struct lookup *l = NEWN(a, struct lookup, n);
	struct upgrade u = { .type = v[0]->component->type,
		.name = package(v[0]), .version = v[0]->version,
		.to = STR(""), .stream = STR("") };
	size_t nl = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i += l[nl++].n) {
		l[nl].v = &v[i];
		while (i + l[nl].n < n && by_lookup(v[i], v[i + l[nl].n]) == 0)
			l[nl].n++;
		rc = suggest(p, &l[nl], e);
	}
	if (rc == RC_OK)
		rc = aim(p, l, nl, &u.to, e);
	if (rc != RC_OK || u.to.n == 0)
		return rc;
	u.parts = NEWN(a, const struct bom_component *, n);
	for (size_t i = 0; i < nl; i++)
		for (size_t k = 0; k < l[i].n && rc == RC_OK; k++)
			rc = weigh(p, &l[i], l[i].v[k], &u, e);
	if (rc == RC_OK)
		rc = count_brought(p, l, nl, &u, e);
	if (rc == RC_OK && u.removes != 0)
		p->t->plan[p->t->nplan++] = u;
	return rc;
}

/* ---- all of them ---- */

/* No finding is of two packages: the greedy choice is to sort. */
static int
by_worth(const void *a, const void *b)
{
	const struct upgrade *x = a, *y = b;
	int d;

	if (x->removes != y->removes)
		return x->removes > y->removes ? -1 : 1;
	for (int s = SEV_CRITICAL; s >= SEV_UNKNOWN; s--)
		if (x->by_severity[s] != y->by_severity[s])
			return x->by_severity[s] > y->by_severity[s] ? -1 : 1;
	if ((d = str_cmp(x->name, y->name)) != 0 ||
	    (d = str_cmp(x->version, y->version)) != 0)
		return d;
	return str_cmp(x->type, y->type);
}

enum rc
plan_make(struct match_db *db, const struct judge *j, struct target *t,
    struct err *e)
{
	struct plan p = { .db = db, .judge = j, .t = t };
	struct finding **v = NEWN(t->arena, struct finding *, t->nfindings);
	size_t n = t->nfindings, k;
	enum rc rc = RC_OK;

	if (n == 0)
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		v[i] = &t->findings[i];
	qsort(v, n, sizeof *v, cmp);
	t->plan = NEWN(t->arena, struct upgrade, n);
	for (size_t i = 0; i < n && rc == RC_OK; i = k) {
		for (k = i + 1; k < n && by_package(v[i], v[k]) == 0; k++)
			;
		rc = plan_package(&p, &v[i], k - i, e);
	}
	if (rc == RC_OK && t->nplan > 1)
		qsort(t->plan, t->nplan, sizeof *t->plan, by_worth);
	return rc;
}
