/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fix is where a statement's range ends. That is no way out when another
 * range of the same problem begins above it: fixed in 1.2.9 and in 2.0.1, and
 * upgraded to 2.0.0 for something else. So the ranges above the installed
 * version ("branches") are read too, and a version inside one of them is left
 * for its end.
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
	bool read;			/* what it is about */
	bool fits;
	struct about about;
};

/* Findings that one name's statements made, of one version. */
struct lookup {
	struct finding **v;
	size_t n;
	struct branch *b;
	size_t nb, cb;
};

struct plan {
	struct match_db *db;
	const struct judge *judge;
	struct target *t;
	struct lookup *at;		/* being read */
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

/* Keep what begins above the installed version. */
static enum rc
take_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct plan *p = ctx;
	struct lookup *l = p->at;
	const struct finding *f = l->v[0];
	struct arena *a = p->t->arena;
	struct branch *b;

	(void)e;
	if (row->state == ADV_NOT_AFFECTED || row->all || row->opaque ||
	    (!row->exact && !row->range.has_lo) ||
	    f->scheme->cmp(row->range.lo, f->version) <= 0)
		return RC_OK;
	l->b = arena_grow(a, l->b, l->nb, &l->cb, sizeof *l->b);
	b = &l->b[l->nb++];
	*b = (struct branch){ .row = *row };
	b->row.range.lo = str_dup(a, row->range.lo);
	b->row.range.hi = str_dup(a, row->range.hi);
	b->row.fixed = str_dup(a, row->fixed);
	return RC_OK;
}

static enum rc
read_about(struct plan *p, const struct lookup *l, struct branch *b,
    struct err *e)
{
	struct arena *a = p->t->arena;
	struct fit_case x = { p->t->bom, p->t->content, l->v[0]->ask,
		b->row.qual, b->row.fixed.n != 0 ? b->row.fixed : b->row.range.lo,
		b->row.state };
	struct advdb_adv adv;
	enum as_of when = AS_OF_KNOWN;
	enum fit fit = FIT_NO;
	enum rc rc = RC_OK;

	if (b->read)
		return RC_OK;
	b->read = true;
	rc = merge_fit(p->db, a, &x, &fit, NULL, e);
	b->fits = fit != FIT_NO;
	if (rc != RC_OK || !b->fits)
		return rc;
	rc = advdb_adv(p->db->adv, a, b->row.adv, &adv, e);
	if (rc == RC_OK)
		rc = merge_as_of(p->db, judge_how(p->judge), b->row.has_known,
		    b->row.known_day, &adv, &when, e);
	if (rc == RC_OK)
		rc = merge_about(p->db->adv, a, &adv, &b->about, e);
	b->fits = rc == RC_OK && (adv.flags & ADV_NOTICE) == 0 &&
	    when < AS_OF_LATER;
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

/* The branch of the problem that holds the version, or NULL. */
static enum rc
holds(struct plan *p, const struct lookup *l, struct str version, int64_t grp,
    const struct branch **ret, struct err *e)
{
	*ret = NULL;
	for (size_t i = 0; i < l->nb; i++) {
		struct branch *b = &l->b[i];
		enum rc rc;

		if (judge_range(l->v[0]->scheme, &b->row, version) != STAND_IN)
			continue;
		rc = read_about(p, l, b, e);
		if (rc != RC_OK)
			return rc;
		if (b->fits && is_about(b, grp)) {
			*ret = b;
			return RC_OK;
		}
	}
	return RC_OK;
}

/* From a version upwards to the first one without the problem; "" : none. */
static enum rc
climb(struct plan *p, const struct lookup *l, int64_t grp, struct str *version,
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
	p->at = l;
	if (any && q->cpe == NULL)
		rc = advdb_affected(p->db->adv, judge_space(p->judge,
		    q->space), q->name, take_row, p, e);
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
weigh(struct plan *p, const struct lookup *l, const struct finding *f,
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

/* Problems that the new version has, and the old one has not. */
static enum rc
count_brought(struct plan *p, struct lookup *l, size_t n, struct upgrade *u,
    struct err *e)
{
	int64_t *grps = NULL;
	size_t ngrps = 0, cap = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < l[i].nb; k++) {
			struct branch *b = &l[i].b[k];
			enum rc rc;

			if (judge_range(l[i].v[0]->scheme, &b->row, u->to) !=
			    STAND_IN)
				continue;
			rc = read_about(p, &l[i], b, e);
			if (rc != RC_OK)
				return rc;
			for (size_t m = 0; b->fits && m < b->about.n; m++) {
				if (has_already(l, n, b->about.grps[m]))
					continue;
				grps = arena_grow(p->t->arena, grps, ngrps,
				    &cap, sizeof *grps);
				grps[ngrps++] = b->about.grps[m];
			}
		}
	}
	if (ngrps > 1)
		qsort(grps, ngrps, sizeof *grps, by_number);
	for (size_t i = 0; i < ngrps; i++)
		u->brings += i == 0 || grps[i] != grps[i - 1];
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
