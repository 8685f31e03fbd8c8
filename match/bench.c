/* SPDX-License-Identifier: Apache-2.0 */
#include "match/bench.h"

#include "base/arena.h"
#include "match/plan.h"
#include "match/policy/since.h"
#include "match/report/report.h"

static bool
wants_scores(const struct options *o)
{
	for (size_t i = 0; i < o->noutputs; i++)
		if (o->outputs[i].format->scores)
			return true;
	return false;
}

static void
start(struct bench *b, const struct options *o, struct match_db *db,
    struct match_db *old)
{
	bool scores = wants_scores(o);
	struct judge_options how = { .distro_id = o->distro_id,
		.distro_version = o->distro_version, .kernel = o->kernel,
		.unbounded = o->unbounded, .guess = o->generated_cpes,
		.now_s = o->now_s, .scores = scores || old != NULL,
		.dates = scores || o->has_since_day,
		.has_as_of = o->has_as_of, .as_of_day = o->as_of_day };

	b->o = o;
	b->db = db;
	b->old = old;
	b->planned = o->verbose || scores;
	b->judge = judge_new(db, &how);
	b->since = old != NULL ? judge_new(old, &how) : NULL;
}

void
bench_init(struct bench *b, const struct options *o, struct match_db *db,
    struct match_db *old)
{
	b->own = b->own_old = (struct match_db){ 0 };
	start(b, o, db, old);
}

/* Another connection to what x has open. */
static enum rc
open_like(const struct match_db *x, struct match_db *ret, struct err *e)
{
	enum rc rc = match_db_open(str_z(x->arena, x->path), ret, e);

	if (rc != RC_OK || str_eq(advdb_content(ret->adv),
	    advdb_content(x->adv)))
		return rc;
	match_db_close(ret);
	return err_set(e, RC_FORMAT, "%.*s: another database by now",
	    STR_ARG(x->path));
}

enum rc
bench_init_like(struct bench *b, const struct bench *other, struct err *e)
{
	struct match_db *old = other->old != NULL ? &b->own_old : NULL;
	enum rc rc;

	b->own_old = (struct match_db){ 0 };
	rc = open_like(other->db, &b->own, e);
	if (rc != RC_OK)
		return rc;
	if (old != NULL)
		rc = open_like(other->old, old, e);
	if (rc != RC_OK) {
		match_db_close(&b->own);
		return rc;
	}
	start(b, other->o, &b->own, old);
	return RC_OK;
}

void
bench_done(struct bench *b)
{
	judge_free(b->since);
	judge_free(b->judge);
	if (b->own.adv != NULL)
		match_db_close(&b->own);
	if (b->own_old.adv != NULL)
		match_db_close(&b->own_old);
	b->judge = b->since = NULL;
}

/* Leave out what was known before. */
static enum rc
since(struct bench *b, struct target *t, const struct match_db **ret_failed,
    struct err *e)
{
	struct target *old;
	enum rc rc;

	if (b->o->has_since_day)
		policy_since_day(t, b->o->since_day);
	if (b->since == NULL)
		return RC_OK;
	*ret_failed = b->old;
	rc = judge_bom(b->since, t->bom, t->sbom, &old, e);
	if (rc != RC_OK)
		return rc;
	policy_since_target(t, old);
	target_free(old);
	return RC_OK;
}

enum rc
bench_judge(struct bench *b, const struct bom *bom, struct str sbom,
    struct target **ret, const struct match_db **ret_failed, struct err *e)
{
	struct target *t = NULL;
	enum rc rc;

	*ret_failed = b->db;
	rc = judge_bom(b->judge, bom, sbom, &t, e);
	if (rc != RC_OK)
		return rc;
	rc = since(b, t, ret_failed, e);
	if (rc == RC_OK) {
		*ret_failed = b->db;
		policy_filter(&b->o->policy, t);
		if (b->planned)
			rc = plan_make(b->db, b->judge, t, e);
	}
	if (rc != RC_OK) {
		target_free(t);
		return rc;
	}
	policy_gaps(&b->o->policy, t);
	*ret = t;
	return RC_OK;
}
