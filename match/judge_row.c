/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "match/database.h"
#include "match/merge.h"

enum standing
judge_range(const struct version_scheme *s, const struct advdb_row *row,
    struct str version)
{
	const struct interval *i = &row->range;

	if (row->opaque)
		return STAND_UNSURE;
	if (row->all)
		return STAND_IN;
	if (row->exact)
		return version_bound_cmp(s, version, i->lo) == 0 ? STAND_IN :
		    STAND_OUT;
	if (interval_has(s, i, version))
		return STAND_IN;
	if ((i->has_lo && !s->valid(i->lo)) || (i->has_hi && !s->valid(i->hi)))
		return STAND_UNSURE;
	return STAND_OUT;
}

struct advdb_row
judge_row_for(const struct ask *q, const struct advdb_row *row)
{
	struct advdb_row r = *row;

	if (q->no_epoch && !row->opaque) {
		r.range.lo = rule_without_epoch(row->range.lo);
		r.range.hi = rule_without_epoch(row->range.hi);
	}
	return r;
}

/* Of a guessed epoch both are tried, the guess and none on either side. */
static enum standing
stand_guessed(const struct version_scheme *s, const struct ask *q,
    const struct advdb_row *row, enum standing at, struct str *ret_doubt)
{
	struct ask bare = *q;
	struct advdb_row r;

	bare.no_epoch = true;
	r = judge_row_for(&bare, row);
	if (judge_range(s, &r, rule_without_epoch(q->version)) == at)
		return at;
	*ret_doubt = q->guess;
	return STAND_IN;
}

static enum standing
stand(const struct version_scheme *s, const struct ask *q,
    const struct advdb_row *row, struct str *ret_doubt)
{
	struct advdb_row r = judge_row_for(q, row);
	enum standing at = judge_range(s, &r, q->version);

	*ret_doubt = q->doubt;
	if (q->guess.n != 0 && at != STAND_UNSURE)
		return stand_guessed(s, q, row, at, ret_doubt);
	if (q->untagged.n != 0 && at == STAND_IN && r.range.has_hi &&
	    q->doubt.n == 0 && !str_starts(r.range.hi, STR("0.0.0-")) &&
	    !str_starts(r.range.hi, STR("v0.0.0-")))
		*ret_doubt = q->untagged;
	return at;
}

/* The row's text, copied once for all questions that it answers. */
static struct advdb_row
keep_row(struct arena *a, const struct advdb_row *row)
{
	struct advdb_row r = *row;

	r.range.lo = str_dup(a, row->range.lo);
	r.range.hi = str_dup(a, row->range.hi);
	r.fixed = str_dup(a, row->fixed);
	return r;
}

static void
add_hit(struct docket *d, const struct ask *q, const struct advdb_row *row,
    struct str doubt)
{
	d->hits = arena_grow(d->t->arena, d->hits, d->nhits, &d->chits,
	    sizeof *d->hits);
	d->hits[d->nhits++] = (struct hit){
		.ask = q, .opaque = row->opaque, .adv = row->adv, .seq = row->seq,
		.range = row->range, .all = row->all, .exact = row->exact,
		.fixed = row->fixed, .state = row->state,
		.severity = row->severity, .qual = row->qual,
		.word = row->word, .has_known = row->has_known,
		.known_day = row->known_day,
		.confidence = row->opaque || doubt.n != 0 ? CONF_POSSIBLE
		    : q->confidence,
		.doubt = row->opaque ? STR("its version range cannot be "
		    "evaluated") : doubt };
	if (q->paid && row->state == ADV_FIXED) {
		d->hits[d->nhits - 1].state = ADV_WONT_FIX;
		d->hits[d->nhits - 1].fixed = STR("");
	}
}

/*
 * A range that nothing evaluates may hold the version: of a language's package
 * that is a possible finding. Ranges of commits say nothing of versions.
 */
static bool
doubtful(const struct ask *q, const struct advdb_row *row)
{
	return !q->eco->distro && row->opaque &&
	    str_find(row->range.lo, '.') < row->range.lo.n;
}

/* A range that nothing evaluates, of a statement that may be about the
   package: its answer is not known. */
static enum rc
count_unsure(struct docket *d, const struct ask *q,
    const struct advdb_row *row, struct err *e)
{
	enum fit fit;
	enum rc rc = merge_fit(d->j->db, d->t->arena, &(struct fit_case){
		d->t->bom, d->t->content, q, row->qual, row->range.lo,
		row->state }, &fit, NULL, e);

	if (rc == RC_OK && fit != FIT_NO && d->unsure++ == 0)
		d->unsure_name = q->name;
	return rc;
}

/* One row against all questions of the look-up. Versions are in order, but
   intervals need not start at the bottom: each is asked. */
static enum rc
take_row(void *ctx, const struct advdb_row *row, struct err *e)
{
	struct docket *d = ctx;
	struct advdb_row kept;
	enum standing last = STAND_OUT;
	struct str doubt = STR("");
	bool have = false;
	enum rc rc = docket_see_arch(d, d->from, row, e);

	for (const struct ask *q = d->from; q < d->to && rc == RC_OK; q++) {
		if (q == d->from || !str_eq(q->version, q[-1].version) ||
		    q->no_epoch != q[-1].no_epoch ||
		    q->guess.n != q[-1].guess.n ||
		    !str_eq(q->doubt, q[-1].doubt))
			last = stand(d->scheme, q, row, &doubt);
		if (last == STAND_UNSURE && row->state != ADV_NOT_AFFECTED &&
		    !doubtful(q, row))
			rc = count_unsure(d, q, row, e);
		if (last != STAND_IN && !(last == STAND_UNSURE &&
		    row->state != ADV_NOT_AFFECTED && doubtful(q, row)))
			continue;
		if (!have)
			kept = keep_row(d->t->arena, row);
		have = true;
		add_hit(d, q, &kept, doubt);
	}
	return rc;
}

enum rc
docket_look_up(struct docket *d, struct err *e)
{
	const struct ask *end = d->ctx.asks + d->ctx.nasks;

	for (const struct ask *q = d->ctx.asks; q != end; q = d->to) {
		enum rc rc;

		d->from = q;
		for (d->to = q + 1; d->to != end && rule_together(q, d->to);
		    d->to++)
			;
		d->scheme = version_by_id((int)q->eco->scheme);
		rc = q->cpe != NULL ? docket_look_up_cpe(d, e)
		    : advdb_affected(d->j->db->adv, &d->j->spaces[q->space],
		    q->name, take_row, d, e);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}
