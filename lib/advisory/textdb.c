/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/textdb.h"

#include <stdlib.h>

#include "advisory/advdb.h"
#include "base/arena.h"
#include "base/limits.h"
#include "codec/zdict.h"
#include "db/db.h"

enum { BODY_MAX = 4 << 20 };	/* unpacked; ours have 1 MiB at most */

/* The application_id is TEXTDB_APPLICATION. */
const char textdb_schema[] =
    "PRAGMA application_id=1178944852;PRAGMA user_version=1;BEGIN;"
    "CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE dict(id INTEGER PRIMARY KEY, z BLOB NOT NULL);"
    "CREATE TABLE body(adv INTEGER PRIMARY KEY, dict INTEGER NOT NULL, "
    "z BLOB NOT NULL);";

struct textdb {
	struct db *db;
	struct db_stmt *body;
};

struct str
textdb_path(struct arena *a, struct str db)
{
	if (str_ends(db, STR(".db")) && db.n > 3)
		return str_fmt(a, "%.*s.text.db", (int)(db.n - 3), db.p);
	return str_fmt(a, "%.*s.text", STR_ARG(db));
}

static enum rc
check(struct textdb *t, const struct advdb *d, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(t->db, "SELECT v FROM meta WHERE "
	    "k = 'content'", &s, e);

	if (rc != RC_OK)
		return rc;
	rc = db_step(s, e);
	if (rc == RC_STOP || (rc == RC_OK &&
	    !str_eq(db_text(s, 0), advdb_content(d))))
		rc = err_set(e, RC_FORMAT, "texts of another database");
	db_finish(s);
	return rc;
}

enum rc
textdb_open(const char *path, const struct advdb *d, struct textdb **ret,
    struct err *e)
{
	struct textdb *t = calloc(1, sizeof *t);
	enum rc rc;

	if (t == NULL)
		return err_sys(e, "%s", path);
	rc = db_open_file(path, &t->db, e);
	if (rc == RC_OK)
		rc = check(t, d, e);
	if (rc == RC_OK)
		rc = db_prepare(t->db, "SELECT b.z, d.z FROM body b JOIN dict "
		    "d ON d.id = b.dict WHERE b.adv = ?1", &t->body, e);
	if (rc == RC_OK) {
		*ret = t;
		return RC_OK;
	}
	textdb_close(t);
	return err_in(e, rc, path);
}

void
textdb_close(struct textdb *t)
{
	if (t == NULL)
		return;
	if (t->body != NULL)
		db_finish(t->body);
	if (t->db != NULL)
		db_close(t->db);
	free(t);
}

enum rc
textdb_body(struct textdb *t, struct arena *a, int64_t adv, struct str *ret,
    struct err *e)
{
	struct buf b = { .limit = BODY_MAX };
	enum rc rc;

	*ret = STR("");
	db_reset(t->body);
	db_bind_int(t->body, 1, adv);
	rc = db_step(t->body, e);
	if (rc != RC_OK)
		return rc == RC_STOP ? RC_OK : rc;
	rc = zdict_unpack(db_blob(t->body, 1), db_blob(t->body, 0), &b, e);
	if (rc == RC_OK)
		*ret = str_dup(a, buf_str(&b));
	buf_done(&b);
	db_reset(t->body);
	return rc;
}
