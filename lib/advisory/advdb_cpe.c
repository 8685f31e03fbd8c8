/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advdb_cpe.h"

#include "advisory/advdb_int.h"
#include "base/arena.h"
#include "db/db.h"

enum { CONFIG_MAX = 100000 };	/* rows; NVD's longest has some 5,000 */

static struct advdb_cpe_row
row_of(struct db_stmt *s)
{
	int64_t role = db_int(s, 5);
	struct advdb_cpe_row r = {
		.row = { .adv = db_int(s, 0), .seq = db_int(s, 1),
		    .severity = -1 },
		.cfg = (unsigned)db_int(s, 2), .node = (unsigned)db_int(s, 3),
		.op = (unsigned)db_int(s, 4),
		.role = role == CPE_VULNERABLE || role == CPE_EXCLUSION
		    ? (enum cpe_role)role : CPE_PLATFORM,
		.attrs = db_text(s, 6), .of = { db_text(s, 12),
		    db_text(s, 13), db_text(s, 14) } };

	advdb_range(s, (const int[]){ 7, 8, 9, 10, 11 }, &r.row);
	r.row.state = r.row.fixed.n != 0 ? ADV_FIXED : ADV_AFFECTED;
	return r;
}

enum rc
advdb_cpe_named(struct advdb *d, const struct advdb_product *of,
    enum rc (*each)(void *ctx, const struct advdb_cpe_row *row,
    struct err *e), void *ctx, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_CPE, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, of->product);
	db_bind_text(s, 2, of->vendor);
	db_bind_text(s, 3, of->part);
	while ((rc = db_step(s, e)) == RC_OK) {
		struct advdb_cpe_row row = row_of(s);

		rc = each(ctx, &row, e);
		if (rc != RC_OK)
			break;
	}
	db_reset(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static struct advdb_cpe_row
keep(struct arena *a, struct advdb_cpe_row r)
{
	r.attrs = str_dup(a, r.attrs);
	r.of.part = str_dup(a, r.of.part);
	r.of.vendor = str_dup(a, r.of.vendor);
	r.of.product = str_dup(a, r.of.product);
	r.row.range.lo = str_dup(a, r.row.range.lo);
	r.row.range.hi = str_dup(a, r.row.range.hi);
	r.row.fixed = str_dup(a, r.row.fixed);
	return r;
}

enum rc
advdb_cpe_config(struct advdb *d, struct arena *a, int64_t adv, unsigned cfg,
    struct advdb_cpe_row **ret, size_t *ret_n, struct err *e)
{
	struct advdb_cpe_row *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_CPE_CONFIG, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_int(s, 1, adv);
	db_bind_int(s, 2, (int64_t)cfg);
	while ((rc = db_step(s, e)) == RC_OK) {
		if (n == CONFIG_MAX) {
			rc = err_set(e, RC_LIMIT, "record %lld: a "
			    "configuration of more than %d products",
			    (long long)adv, CONFIG_MAX);
			break;
		}
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = keep(a, row_of(s));
	}
	db_reset(s);
	if (rc != RC_STOP)
		return rc;
	*ret = v;
	*ret_n = n;
	return RC_OK;
}

enum rc
advdb_packaged(struct advdb *d, struct arena *a, int64_t grp, struct str *ret,
    struct err *e)
{
	struct db_stmt *s;
	bool row = false;
	enum rc rc = advdb_query_int(d, Q_PACKAGED, grp, &s, e);

	if (rc == RC_OK)
		rc = advdb_step_one(s, &row, e);
	if (rc != RC_OK)
		return rc;
	*ret = row ? str_fmt(a, "%.*s%.*s", STR_ARG(db_text(s, 0)),
	    STR_ARG(db_text(s, 1))) : STR("");
	db_reset(s);
	return RC_OK;
}
