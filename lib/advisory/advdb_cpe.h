/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_ADVDB_CPE_H
#define ADVISORY_ADVDB_CPE_H

#include "advisory/advdb.h"

/*
 * Looking up by CPE: which records name a product, and what else they want
 * (schemas/advisories.sql, cpe_match). Text is plain, without backslashes, but
 * for attrs.
 */
enum {			/* adv_cpe.op */
	CPE_OP_ALL = 1, CPE_OP_NEGATED = 2, CPE_OP_ANY_NODE = 4,
	CPE_OP_CFG_NEGATED = 8,
};

struct advdb_product {
	struct str part, vendor, product;
};

struct advdb_cpe_row {
	struct advdb_row row;		/* range; state FIXED where its end is
					   left out */
	struct advdb_product of;
	struct str attrs;		/* from CPE_UPDATE on; "" : any */
	unsigned cfg, node, op;
	enum cpe_role role;
};

/* Rows that name a product, by record. Borrowed during the call of each. */
enum rc advdb_cpe_named(struct advdb *d, const struct advdb_product *of,
    enum rc (*each)(void *ctx, const struct advdb_cpe_row *row,
    struct err *e), void *ctx, struct err *e);

/* The first name in an alias group whose record names packages of a language's
   registry; "" : none does. */
enum rc advdb_packaged(struct advdb *d, struct arena *a, int64_t grp,
    struct str *ret, struct err *e);

/* A configuration of a record, whole, by node. RC_LIMIT: no real one is so
   long. */
enum rc advdb_cpe_config(struct advdb *d, struct arena *a, int64_t adv,
    unsigned cfg, struct advdb_cpe_row **ret, size_t *ret_n, struct err *e);

#endif
