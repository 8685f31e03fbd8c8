/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is this database as it was built? SQLite's own check of the file, then the
 * digest of the content, made anew from the rows.
 */
#include "advisory/advdb.h"
#include "advisory/content.h"
#include "base/opt.h"
#include "base/out.h"
#include "db/db.h"
#include "feeds/command/command.h"
#include "feeds/command/open.h"

static const struct opt options[] = { { 0, NULL, NULL, NULL, 0 } };

static const struct opt_set set = {
	.tool = "feeds verify", .usage = "feeds verify DB", .opts = options,
};

static bool
take(void *ctx, int id, const char *arg)
{
	(void)ctx;
	(void)id;
	(void)arg;
	return true;
}

static enum rc
check_file(struct advdb *d, struct err *e)
{
	struct db_stmt *s;
	enum rc rc = db_prepare(advdb_db(d), "PRAGMA integrity_check", &s, e);

	if (rc != RC_OK)
		return rc;
	rc = db_step(s, e);
	if (rc == RC_OK && !str_eq(db_text(s, 0), STR("ok")))
		rc = err_set(e, RC_FORMAT, "damaged: %.*s",
		    STR_ARG(str_sub(db_text(s, 0), 0, 200)));
	db_finish(s);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
check(struct advdb *d, struct err *e)
{
	char content[CONTENT_MAX];
	struct str is = STR(""), was = advdb_content(d);
	enum rc rc = check_file(d, e);

	if (rc == RC_OK)
		rc = content_of(advdb_db(d), content, &is, e);
	if (rc == RC_OK && !str_eq(is, was))
		rc = err_set(e, RC_FORMAT, "content is %.*s where it says "
		    "%.*s", STR_ARG(is), STR_ARG(str_sub(was, 0, 100)));
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	int first = opt_parse(&set, argc, argv, take, NULL);
	struct advdb *d;
	enum status st;

	if (first < 0)
		return ST_USAGE;
	if (first + 1 != argc) {
		say("feeds verify", "one database is wanted");
		return ST_USAGE;
	}
	st = open_database(argv[first], &d, e);
	if (st != ST_DONE)
		return st;
	st = read_result(check(d, e), argv[first], e);
	if (st == ST_DONE) {
		out_str(c->out, advdb_content(d));
		out_fmt(c->out, "  %s\n", argv[first]);
	}
	advdb_close(d);
	return st;
}

const struct command cmd_verify = {
	"verify", "is a database as it was built?", run,
};
