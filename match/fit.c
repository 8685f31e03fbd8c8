/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What else must hold for a statement, beside its range: module, architecture,
 * flavour of the build, and conditions that feeds state in their own words.
 */
#include "match/merge.h"

#include "base/arena.h"
#include "match/database.h"

/* Which parts of a module are affected: whoever has it may use them. */
static bool
is_part(struct str extra)
{
	return str_starts(extra, STR("imports=")) ||
	    str_starts(extra, STR("functions="));
}

enum rc
merge_fit(struct match_db *db, struct arena *a, const struct fit_case *x,
    enum fit *ret, struct str *ret_doubt, struct err *e)
{
	const struct rule *rule = rule_for(x->component->type);
	struct rule_row row = { .bound = x->bound, .kind = x->ask->kind,
		.names_binaries = x->ask->eco->names == ECO_BINARY,
		.clears = x->state == ADV_NOT_AFFECTED };
	struct advdb_qual q = { STR(""), STR(""), STR(""), STR("") };
	struct str doubt = STR("");
	enum rc rc = RC_OK;

	*ret = FIT_YES;
	if (ret_doubt != NULL)
		*ret_doubt = doubt;
	if (x->ask->cpe != NULL)
		return RC_OK;		/* its record's own terms were seen */
	if (x->qual != 0)
		rc = advdb_qual(db->adv, a, x->qual, &q, e);
	if (rc != RC_OK)
		return rc;
	row.module = q.module;
	row.arch = q.arch;
	if (rule != NULL && rule->fits != NULL)
		*ret = rule->fits(x->component, &row);
	if (*ret == FIT_POSSIBLE)
		doubt = str_from(rule->doubt);
	if (q.flavour.n == 0 && str_starts(x->ask->channel, STR("root")))
		q.flavour = STR("rootio");	/* as OSV has them */
	if (x->ask->eco->distro && !rule_flavour(str_from(x->ask->eco->key),
	    x->ask->name, x->ask->version, q.flavour))
		*ret = FIT_NO;
	if (*ret == FIT_YES && q.extra.n != 0 && (row.clears ||
	    !is_part(q.extra))) {
		*ret = FIT_POSSIBLE;
		doubt = str_fmt(a, "it holds only where %.*s",
		    STR_ARG(q.extra));
	}
	if (ret_doubt != NULL)
		*ret_doubt = doubt;
	return RC_OK;
}
