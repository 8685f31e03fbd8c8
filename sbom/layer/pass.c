/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/pass.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/arena.h"
#include "sbom/catalog/keep.h"

/* One row and how it sees the file. */
struct lane {
	const struct cataloger *row;
	struct file_ref ref;
	struct scan *scan;	/* NULL: it cannot */
};

struct pass {
	struct judge *j;
	struct wanted w;
	uint64_t size, fed;
	const struct misses *before;
	struct lane v[2];
	size_t n;
};

/* ---- a row that reads at offsets, over what was kept ---- */

struct kept {
	struct scan s;
	const struct lane *lane;
	const struct limits *lim;
};

static void
kept_feed(struct scan *s, const uint8_t *p, size_t n)
{
	keep_feed(s->keep, p, n);
}

static enum rc
kept_end(struct scan *s, struct records *out, struct err *e)
{
	struct kept *k = (struct kept *)s;

	return k->lane->row->parse(&k->lane->ref, keep_blob(s->keep), k->lim,
	    out, e);
}

static void
kept_free(struct scan *s)
{
	keep_free(s->keep);
	free(s);
}

static struct scan *
kept_new(const struct lane *l, uint64_t size, const struct limits *lim)
{
	struct kept *k = calloc(1, sizeof *k);
	struct keep *keep = keep_new(size, lim);

	if (k == NULL || keep == NULL) {
		keep_free(keep);
		free(k);
		return NULL;
	}
	*k = (struct kept){ { kept_feed, kept_end, kept_free, keep }, l, lim };
	return &k->s;
}

/* ---- both rows ---- */

static bool
open_lane(struct pass *p, struct lane *l, const struct misses *misses)
{
	const struct limits *lim = p->j->lim;

	if (l->row->scan_new != NULL)
		l->scan = l->row->scan_new(&l->ref, p->size, lim);
	else if (l->row->reads == READ_RANDOM && l->row->parse != NULL)
		l->scan = kept_new(l, p->size, lim);
	else
		return true;	/* a gap at the end */
	if (l->scan == NULL)
		return false;
	for (size_t i = 0; misses != NULL && i < misses->n; i++)
		if (misses->v[i].row == l->row && l->scan->keep != NULL)
			(void)keep_want(l->scan->keep, misses->v[i].off,
			    misses->v[i].n);
	return true;
}

struct pass *
pass_new(struct judge *j, const struct wanted *w,
    const struct cataloger *head, const struct want *head_want, uint64_t size,
    const struct misses *misses)
{
	struct pass *p = calloc(1, sizeof *p);
	bool ok = true;

	if (p == NULL)
		return NULL;
	*p = (struct pass){ .j = j, .w = *w, .size = size,
		.before = misses };
	if (w->row != NULL)
		p->v[p->n++] = (struct lane){ .row = w->row,
			.ref = judge_ref(j, w, w->want) };
	if (head != NULL && head != w->row)
		p->v[p->n++] = (struct lane){ .row = head,
			.ref = judge_ref(j, w, head_want) };
	for (size_t i = 0; ok && i < p->n; i++)
		ok = open_lane(p, &p->v[i], misses);
	if (ok)
		return p;
	pass_free(p);
	return NULL;
}

void
pass_feed(struct pass *p, const void *bytes, size_t n)
{
	p->fed += n;
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].scan != NULL)
			p->v[i].scan->feed(p->v[i].scan, bytes, n);
}

static void
add_miss(struct store *st, struct misses *l, struct miss m)
{
	l->v = arena_grow(st->arena, l->v, l->n, &l->cap, sizeof m);
	l->v[l->n++] = m;
}

/* What the row asked for in vain, and what this visit had to keep. */
static void
take_misses(const struct pass *p, struct store *st, struct seen *x,
    const struct lane *l)
{
	const struct keep *k = l->scan->keep;
	struct miss m = { .row = l->row };
	size_t i = 0;

	if (k == NULL || keep_hopeless(k))
		return;
	for (; keep_missed(k, i, &m.off, &m.n); i++)
		add_miss(st, &x->misses, m);
	for (size_t n = 0; i > 0 && p->before != NULL && n < p->before->n;
	    n++)
		if (p->before->v[n].row == l->row)
			add_miss(st, &x->misses, p->before->v[n]);
}

static void
end_lane(struct pass *p, struct lane *l, struct store *st, struct seen *x,
    const char *hint)
{
	struct err e = { "" };

	if (l->scan == NULL) {
		x->f.broken = true;
		notice_gap(&x->notices, "limit", x->f.path, "%" PRIu64
		    " bytes, over the limit of %" PRIu64 "%s", p->size,
		    judge_limit(p->j, l->row, true), hint);
		return;
	}
	if (l->scan->keep != NULL)
		keep_close(l->scan->keep);
	p->j->sink.row = l->row;
	enum rc rc = l->scan->end(l->scan, &p->j->sink.r, &e);

	if (rc == RC_OK || rc == RC_STOP)
		return;
	if (rc == RC_LIMIT) {
		take_misses(p, st, x, l);
		(void)err_set(&e, rc, "%.400s%s", str_z(st->arena, str_from(
		    e.msg)), hint);
	}
	judge_report(x, l->row, rc, &e);
}

struct seen *
pass_end(struct pass *p, struct store *st, const char *hint)
{
	struct seen *x = judge_begin(st, &p->w);

	if (p->w.row == NULL && p->n > 0) {
		x->f.row = p->v[0].row;
		x->want = p->v[0].ref.want;
	}
	x->size = p->size = p->fed;
	sink_begin(&p->j->sink, st, x, p->j->lim->records);
	for (size_t i = 0; i < p->n; i++)
		end_lane(p, &p->v[i], st, x, hint);
	return judge_end(p->j, st, x, p->w.row == NULL);
}

void
pass_free(struct pass *p)
{
	for (size_t i = 0; p != NULL && i < p->n; i++)
		if (p->v[i].scan != NULL)
			p->v[i].scan->free(p->v[i].scan);
	free(p);
}
