/* SPDX-License-Identifier: Apache-2.0 */
#include "match/cpe.h"

#include "base/arena.h"

enum rc
cpe_weigh(struct advdb *db, struct arena *scratch, const struct cpe_case *c,
    const struct advdb_cpe_row *row, struct cpe_verdict *ret, struct err *e)
{
	struct cpe_verdict v = { .why = STR(""), .with = STR("") };
	struct advdb_cpe_row *rows = NULL;
	struct str why = STR("");
	enum fit fit;
	size_t n = 0;
	enum rc rc;

	v.fit = cpe_attributes(c, row, &v.why);
	if (v.fit != FIT_NO) {
		rc = advdb_cpe_config(db, scratch, row->row.adv, row->cfg,
		    &rows, &n, e);
		if (rc != RC_OK)
			return rc;
		fit = cpe_configuration(c, row, rows, n, &why, &v.with);
		if (fit != FIT_YES) {
			v.fit = fit;
			v.why = why;
		}
		arena_reset(scratch);
	}
	*ret = v;
	return RC_OK;
}
