/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advdb.h"

#include <string.h>

#include "advisory/advdb_int.h"
#include "base/arena.h"
#include "db/db.h"

enum { NAMES_OF_ONE = 100 };

enum rc
advdb_maven(struct advdb *d, struct arena *a, const uint8_t sha1[20],
    struct adv_maven **ret, size_t *ret_n, struct err *e)
{
	struct adv_maven *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc;

	*ret = NULL;
	*ret_n = 0;
	if (d->stmt[Q_MAVEN] == NULL && !db_has_table(d->db, "maven_sha1"))
		return RC_OK;	/* an older file */
	rc = advdb_query(d, Q_MAVEN, &s, e);
	if (rc != RC_OK)
		return rc;
	db_bind_blob(s, 1, sha1, 20);
	while (n < NAMES_OF_ONE && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		memcpy(v[n].sha1, sha1, 20);
		v[n].group = str_dup(a, db_text(s, 0));
		v[n].artifact = str_dup(a, db_text(s, 1));
		v[n++].version = str_dup(a, db_text(s, 2));
	}
	db_reset(s);
	if (rc != RC_OK && rc != RC_STOP)
		return rc;
	*ret = v;
	*ret_n = n;
	return RC_OK;
}
