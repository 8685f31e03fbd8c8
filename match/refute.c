/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What speaks against a finding by CPE. NVD's old records name a product and
 * no version: who has the product has the finding, for ever. And a name that
 * was guessed, or that stands beside the name of a registry's package, may be
 * another program's: where a reviewed record of a registry's packages is about
 * the problem, and not about this one, it is theirs.
 *
 * Source:   reference, "Why CPEs give false positives, and guards".
 */
#include "match/refute.h"

#include "base/arena.h"
#include "bom/bom.h"
#include "match/database.h"

/* Is the product's name in doubt? A component that no rule but this one judges
   states it. */
static bool
is_doubtful(const struct finding *f)
{
	return f->confidence == CONF_POSSIBLE && (f->ask->rank != 0 ||
	    f->ask->confidence == CONF_POSSIBLE) &&
	    !str_eq(f->component->type, STR("apk"));
}

static enum rc
weigh(struct match_db *db, const struct judge_options *o, struct target *t,
    struct finding *f, struct err *e)
{
	struct str other = STR("");
	enum rc rc = RC_OK;

	if (f->ask->cpe == NULL)
		return RC_OK;
	if (is_doubtful(f) && f->grp > 0)
		rc = advdb_packaged(db->adv, t->arena, f->grp, &other, e);
	if (other.n != 0) {
		f->by = str_fmt(t->arena, "%.*s, which is about packages of "
		    "registries, does not name this one", STR_ARG(other));
	} else if (f->unbounded && !o->unbounded) {
		f->by = STR("its record names no version (--unbounded shows "
		    "it)");
		t->unbounded++;
	}
	return rc;
}

enum rc
refute_suppress(struct match_db *db, const struct judge_options *o,
    struct target *t, struct err *e)
{
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < t->nfindings && rc == RC_OK; i++) {
		struct finding *f = &t->findings[i];

		rc = weigh(db, o, t, f, e);
		if (f->by.n != 0)
			t->suppressed[t->nsuppressed++] = *f;
		else
			t->findings[n++] = *f;
	}
	t->nfindings = n;
	return rc;
}
