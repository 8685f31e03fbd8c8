/* SPDX-License-Identifier: Apache-2.0 */
#include "match/judge.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "db/db.h"
#include "match/database.h"
#include "match/judge_int.h"
#include "match/merge.h"
#include "match/owner.h"
#include "match/refute.h"

struct judge *
judge_new(struct match_db *db, const struct judge_options *o)
{
	struct arena *a = arena_new(256 * MIB);
	struct judge *j = NEW(a, struct judge);

	j->arena = a;
	j->db = db;
	j->opt = *o;
	j->given = (struct distro){ .id = o->distro_id,
		.version_id = o->distro_version };
	j->space_of = map_new(a);
	return j;
}

void
judge_free(struct judge *j)
{
	if (j != NULL)
		arena_free(j->arena);
}

const struct judge_options *
judge_how(const struct judge *j)
{
	return &j->opt;
}

const struct advdb_ns *
judge_space(const struct judge *j, size_t space)
{
	return &j->spaces[space];
}

static struct target *
target_new(const struct bom *b, struct str sbom)
{
	struct arena *a = arena_new(limits_default.memory);
	struct target *t = NEW(a, struct target);

	t->arena = a;
	t->bom = b;
	t->sbom = str_dup(a, sbom);
	t->why = NEWN(a, enum uncovered, b->ncomponents);
	t->counted = NEWN(a, bool, b->ncomponents);
	notices_init(&t->notes, a);
	return t;
}

void
target_free(struct target *t)
{
	if (t != NULL)
		arena_free(t->arena);
}

enum rc
judge_bom(struct judge *j, const struct bom *b, struct str sbom,
    struct target **ret, struct err *e)
{
	struct docket d = { .j = j, .t = target_new(b, sbom) };
	const struct distro *distro = docket_distro(&d, NULL);
	enum rc rc;

	/* A document's own: a run may be of any number. */
	db_budget(advdb_db(j->db->adv), DB_STEPS);
	d.t->distro_id = distro->id;
	d.t->distro_version = distro->version_id;
	docket_notices(d.t);
	rc = docket_ask(&d, e);
	d.scratch = arena_new(limits_default.memory);
	if (rc == RC_OK)
		rc = docket_look_up(&d, e);
	arena_free(d.scratch);
	if (rc == RC_OK)
		rc = docket_ends(&d, e);
	if (rc == RC_OK) {
		docket_gaps(&d);
		rc = merge_hits(&(struct merge){ .db = j->db, .judge = j,
		    .t = d.t, .opt = &j->opt }, d.hits, d.nhits, e);
	}
	if (rc == RC_OK)
		rc = owner_suppress(j->db, j, &j->opt, d.t, e);
	if (rc != RC_OK) {
		target_free(d.t);
		return rc;
	}
	rc = refute_suppress(j->db, &j->opt, d.t, e);
	if (rc != RC_OK) {
		target_free(d.t);
		return rc;
	}
	kernel_suppress(d.t, j->opt.kernel);
	*ret = d.t;
	return RC_OK;
}
