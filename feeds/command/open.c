/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/open.h"

#include "advisory/advdb.h"
#include "db/db.h"

/* A scan of all statements of a full database takes some ten thousand million
   steps of SQLite: in thousands. */
enum { STEPS = 200000000 };

enum status
open_database(const char *path, struct advdb **ret, struct err *e)
{
	enum rc rc = advdb_open(path, ret, e);

	if (rc != RC_OK)
		return ST_DATABASE;
	db_budget(advdb_db(*ret), STEPS);
	return ST_DONE;
}

enum status
read_result(enum rc rc, const char *path, struct err *e)
{
	if (rc == RC_OK)
		return ST_DONE;
	(void)err_in(e, rc, path);
	return ST_DATABASE;
}
