/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions by CPE: which are put, and the rows that answer them. A record is
 * judged by its product's rows first; the rest of its configuration is read
 * only where a version lies in one.
 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "match/cpe.h"
#include "match/database.h"

/* NVD as a namespace: its feed has no row in the database's own. */
enum rc
judge_space_nvd(struct judge *j, const struct ecosystem *eco,
    struct advdb_ns *ret)
{
	const struct match_db *db = j->db;

	*ret = (struct advdb_ns){ .eco = eco, .release = STR(""),
		.channel = STR("") };
	for (size_t i = 0; i < db->nsources; i++) {
		const struct advdb_source *s = &db->sources[i];

		if (!str_eq(s->feed, STR(RULE_NVD)))
			continue;
		ret->id = -1;
		ret->covered = true;
		ret->torn |= s->torn;
		if (s->has_time && (!ret->has_time ||
		    s->data_time_s > ret->data_time_s))
			ret->data_time_s = s->data_time_s;
		ret->has_time |= s->has_time;
	}
	return RC_OK;
}

/*
 * Behind the component's other questions. NVD's word counts where those are
 * silent; a component that has none is judged by it.
 */
enum rc
docket_ask_cpe(struct docket *d, size_t component, size_t first,
    enum uncovered *why, struct err *e)
{
	struct rule_ctx *c = &d->ctx;
	size_t from = c->nasks;
	bool stated = rule_cpe(c, *why), fed = false;
	enum rc rc = RC_OK;

	for (size_t i = from; i < c->nasks && rc == RC_OK; i++) {
		struct ask *q = &c->asks[i];

		q->component = component;
		q->base = q->rank == 0;
		rc = judge_space_of(d->j, d->t->arena, q->eco, STR(""),
		    &q->space, e);
		q->own = q->space;
		if (q->rank != 0 && first < from) {
			q->own = c->asks[first].own;
			q->own_name = c->asks[first].name;
		}
		fed = rc == RC_OK && d->j->spaces[q->space].covered;
	}
	if (*why == JUDGED && !fed)
		c->nasks = from;	/* nobody would miss its word */
	if (rc != RC_OK || *why == JUDGED)
		return rc;
	if (stated && fed)
		*why = JUDGED;
	else if (stated && (*why == NO_TYPE || *why == NO_RULE))
		*why = NO_FEED;
	return RC_OK;
}

/* ---- rows ---- */

static void
add_hit(struct docket *d, const struct ask *q, const struct advdb_cpe_row *row,
    struct str doubt, struct str with)
{
	struct advdb_row r = row->row;

	if (doubt.n == 0)
		doubt = q->doubt;
	if (doubt.n == 0 && !cpe_is_sure(q, row))
		doubt = STR("nothing tells how its versions order");
	if (cpe_is_unbounded(row)) {
		r.all = true;
		r.exact = false;
		r.range = (struct interval){ 0 };
	}
	if (str_eq(d->t->bom->components[q->component].type, STR("apk"))) {
		r.state = ADV_AFFECTED;	/* NVD knows no builds of theirs */
		r.fixed = STR("");
	}
	d->hits = arena_grow(d->t->arena, d->hits, d->nhits, &d->chits,
	    sizeof *d->hits);
	d->hits[d->nhits++] = (struct hit){
		.ask = q, .adv = r.adv, .seq = r.seq, .range = r.range,
		.all = r.all, .exact = r.exact, .fixed = r.fixed,
		.state = r.state, .severity = -1, .with = with,
		.unbounded = r.all,
		.confidence = doubt.n != 0 ? CONF_POSSIBLE : q->confidence,
		.doubt = doubt };
}

static struct cpe_case
case_of(struct docket *d, const struct ask *q)
{
	const struct bom_component *p = &d->t->bom->components[q->component];

	if (d->world == NULL)
		d->world = cpe_world_new(d->t->arena, d->t->bom);
	return (struct cpe_case){ .world = d->world, .component = p, .ask = q,
		.distro = docket_distro(d, p->distro) };
}

static struct advdb_cpe_row
keep_row(struct arena *a, const struct advdb_cpe_row *row)
{
	struct advdb_cpe_row r = *row;

	r.row.range.lo = str_dup(a, row->row.range.lo);
	r.row.range.hi = str_dup(a, row->row.range.hi);
	r.row.fixed = str_dup(a, row->row.fixed);
	return r;
}

/* One row against all questions of the look-up. */
static enum rc
take_row(void *ctx, const struct advdb_cpe_row *row, struct err *e)
{
	struct docket *d = ctx;
	enum rc rc = RC_OK;

	if (row->role != CPE_VULNERABLE)
		return RC_OK;
	for (const struct ask *q = d->from; q < d->to && rc == RC_OK; q++) {
		enum standing s = cpe_standing(q, row);
		struct advdb_cpe_row kept;
		struct cpe_verdict v;
		struct cpe_case c;

		if (s == STAND_UNSURE && d->unsure++ == 0)
			d->unsure_name = q->name;
		if (s != STAND_IN)
			continue;
		c = case_of(d, q);
		rc = cpe_weigh(d->j->db->adv, d->scratch, &c, row, &v, e);
		if (rc != RC_OK || v.fit == FIT_NO)
			continue;
		kept = keep_row(d->t->arena, row);
		add_hit(d, q, &kept, v.fit == FIT_POSSIBLE ? v.why : STR(""),
		    v.with);
	}
	return rc;
}

enum rc
docket_look_up_cpe(struct docket *d, struct err *e)
{
	return advdb_cpe_named(d->j->db->adv, &d->from->cpe->of, take_row, d,
	    e);
}
