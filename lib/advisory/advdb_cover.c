/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a feed of the database is about.
 */
#include "advisory/advdb.h"
#include "advisory/advdb_int.h"
#include "base/arena.h"
#include "db/db.h"

enum rc
advdb_covers(struct advdb *d, struct arena *a, struct str feed,
    struct advdb_cover **ret, size_t *ret_n, struct err *e)
{
	struct advdb_cover *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query(d, Q_COVERS, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 1, feed);
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = (struct advdb_cover){ .ns = db_int(s, 0),
			.eco = str_dup(a, db_text(s, 1)),
			.release = str_dup(a, db_text(s, 2)) };
	}
	db_reset(s);
	*ret = v;
	*ret_n = n;
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_speaks(struct advdb *d, struct str feed, int64_t vid, bool *ret,
    struct err *e)
{
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_SPEAKS, vid, &s, e);

	if (rc != RC_OK)
		return rc;
	db_bind_text(s, 2, feed);
	rc = advdb_step_one(s, ret, e);
	db_reset(s);
	return rc;
}

enum rc
advdb_feeds(struct advdb *d, struct arena *a, int64_t ns, struct str **ret,
    size_t *ret_n, struct err *e)
{
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_NS_FEEDS, ns, &s, e);

	if (rc != RC_OK)
		return rc;
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = str_dup(a, db_text(s, 0));
	}
	db_reset(s);
	*ret = v;
	*ret_n = n;
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
advdb_ns_sources(struct advdb *d, struct arena *a, int64_t ns, int64_t **ret,
    size_t *ret_n, struct err *e)
{
	int64_t *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = advdb_query_int(d, Q_NS_SOURCES, ns, &s, e);

	if (rc != RC_OK)
		return rc;
	while (n < LIST_MAX && (rc = db_step(s, e)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = db_int(s, 0);
	}
	db_reset(s);
	*ret = v;
	*ret_n = n;
	return rc == RC_STOP ? RC_OK : rc;
}
