/* SPDX-License-Identifier: Apache-2.0 */
/* lib/db/db.c: what a database of others may and may not do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "db/db.h"
#include "tests/unit/text_help.h"

static char dir[] = "/tmp/airbom-db-XXXXXX";

static int
make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
remove_dir(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command);
}

/* A database made by the sqlite3 tool; returns its path. */
static const char *
made(const char *name, const char *sql)
{
	static char path[512];
	char script[512], command[2048];

	(void)snprintf(path, sizeof path, "%s/%s", dir, name);
	(void)snprintf(script, sizeof script, "%s/script", dir);
	FILE *f = fopen(script, "w");

	assert_non_null(f);
	(void)fprintf(f, ".bail on\n%s\n", sql);
	assert_int_equal(fclose(f), 0);
	(void)snprintf(command, sizeof command,
	    "sqlite3 -batch \"%s\" <%s >%s/out 2>&1 || { cat %s/out; exit 1; }",
	    path, script, dir, dir);
	assert_int_equal(system(command), 0);
	return path;
}

static struct db *
opened(const char *path)
{
	struct db *d = NULL;
	struct err e = { "" };

	if (db_open_file(path, &d, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return d;
}

static int64_t
number(struct db *d, const char *sql)
{
	struct db_stmt *s;
	struct err e = { "" };
	int64_t v;

	if (db_prepare(d, sql, &s, &e) != RC_OK ||
	    db_step(s, &e) != RC_OK)
		fail_msg("%s: %s", sql, e.msg);
	v = db_int(s, 0);
	db_finish(s);
	return v;
}

#define SCHEMA "CREATE TABLE T1(a, b); INSERT INTO T1 VALUES(1, 'x');" \
	"CREATE INDEX i1 ON T1(a);" \
	"CREATE TABLE \"odd name\"(a PRIMARY KEY) WITHOUT ROWID;" \
	"CREATE VIEW v1 AS SELECT * FROM T1;" \
	"CREATE VIRTUAL TABLE f1 USING fts5(x);" \
	"CREATE TRIGGER g1 AFTER INSERT ON T1 BEGIN SELECT 1; END;"

static void
test_has_table(void **state)
{
	static const struct { const char *name; bool want; } names[] = {
		{ "T1", true }, { "t1", true }, { "odd name", true },
		{ "i1", false }, { "v1", false }, { "f1", false },
		{ "g1", false }, { "none", false }, { "", false },
		{ "f1_data", true }, { "T1'", false }, { "%", false },
	};
	struct db *d = opened(made("names.db", SCHEMA));

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (db_has_table(d, names[i].name) != names[i].want)
			fail_msg("%s", names[i].name);
	db_close(d);
}

/* A view, or a virtual table, that calls itself a table. */
static void
test_forged_table(void **state)
{
	struct db *d;

	(void)state;
	d = opened(made("view.db", "CREATE TABLE x(hnum, blob);"
	    "CREATE VIEW Packages AS SELECT * FROM x;"));
	assert_false(db_has_table(d, "Packages"));
	db_close(d);
	static const char *const forgeries[] = {
		"type='table'", "type='table', rootpage=2",
		"type='table', rootpage=99", "type='table', tbl_name='x'",
	};
	char sql[512];
	struct err e = { "" };

	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(sql, sizeof sql, "CREATE TABLE x(hnum, blob);"
		    "CREATE VIEW Packages AS SELECT * FROM x;\n"
		    ".dbconfig defensive off\nPRAGMA writable_schema=ON;"
		    "UPDATE sqlite_master SET %s WHERE name='Packages';",
		    forgeries[i]);
		enum rc rc = db_open_file(made(i == 0 ? "f0.db" : i == 1 ?
		    "f1.db" : i == 2 ? "f2.db" : "f3.db", sql), &d, &e);

		if (rc == RC_OK) {
			assert_true(db_has_table(d, "x"));
			assert_false(db_has_table(d, "Packages"));
			db_close(d);
		} else {
			assert_int_equal(rc, RC_FORMAT);
		}
	}
}

static const struct {
	const char *sql;
	enum rc want;
} statements[] = {
	{ "SELECT a, b FROM T1", RC_OK },
	{ "SELECT count(*), max(a), lower(b) FROM T1 GROUP BY b", RC_OK },
	{ "WITH c AS (SELECT a FROM T1) SELECT * FROM c ORDER BY a", RC_OK },
	{ "SELECT * FROM T1 WHERE b LIKE 'x%' AND substr(b, 1, 1) = 'x'",
	    RC_OK },
	{ "PRAGMA application_id", RC_OK },
	{ "PRAGMA user_version", RC_OK },
	{ "PRAGMA page_count", RC_OK },
	{ "PRAGMA integrity_check", RC_OK },
	{ "PRAGMA user_version=3", RC_FORMAT },
	{ "PRAGMA integrity_check(1)", RC_FORMAT },
	{ "PRAGMA journal_mode=WAL", RC_FORMAT },
	{ "PRAGMA writable_schema=ON", RC_FORMAT },
	{ "PRAGMA trusted_schema=ON", RC_FORMAT },
	{ "PRAGMA table_info(T1)", RC_FORMAT },
	{ "SELECT * FROM pragma_table_info('T1')", RC_FORMAT },
	{ "ATTACH ':memory:' AS m", RC_FORMAT },
	{ "DETACH main", RC_FORMAT },
	{ "INSERT INTO T1 VALUES(2, 'y')", RC_FORMAT },
	{ "UPDATE T1 SET a=2", RC_FORMAT },
	{ "DELETE FROM T1", RC_FORMAT },
	{ "CREATE TABLE T2(a)", RC_FORMAT },
	{ "CREATE TEMP TABLE T2(a)", RC_FORMAT },
	{ "CREATE VIEW v2 AS SELECT 1", RC_FORMAT },
	{ "DROP TABLE T1", RC_FORMAT },
	{ "ALTER TABLE T1 RENAME TO T2", RC_FORMAT },
	{ "VACUUM", RC_FORMAT },
	{ "VACUUM INTO '/tmp/airbom-vacuum'", RC_FORMAT },
	{ "REINDEX", RC_FORMAT },
	{ "ANALYZE", RC_FORMAT },
	{ "BEGIN", RC_FORMAT },
	{ "SAVEPOINT s", RC_FORMAT },
	{ "SELECT load_extension('x')", RC_FORMAT },
	{ "SELECT randomblob(1000000000)", RC_FORMAT },
	{ "SELECT zeroblob(1000000000)", RC_FORMAT },
	{ "SELECT replace(b, 'x', 'yy') FROM T1", RC_FORMAT },
	{ "SELECT printf('%1000000000d', 1)", RC_FORMAT },
	{ "SELECT fts3_tokenizer('x')", RC_FORMAT },
	{ "SELECT readfile('/etc/passwd')", RC_FORMAT },
	{ "SELECT * FROM v1", RC_FORMAT },
	{ "SELECT * FROM missing", RC_FORMAT },
	{ "SELECT", RC_FORMAT },
};

static void
test_authorizer(void **state)
{
	struct db *d = opened(made("auth.db", SCHEMA));
	struct err e = { "" };

	(void)state;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		enum rc rc = db_exec(d, statements[i].sql, &e);

		if (rc != statements[i].want)
			fail_msg("%s: %d (%s)", statements[i].sql, rc, e.msg);
	}
	assert_int_equal(number(d, "SELECT count(*) FROM T1"), 1);
	db_close(d);
}

/* Endless, in one statement or in many. */
static void
test_budget(void **state)
{
	struct db *d = opened(made("budget.db", SCHEMA));
	struct err e = { "" };
	enum rc rc = RC_OK;
	int n = 0;

	(void)state;
	db_budget(d, 1000);
	assert_int_equal(db_exec(d, "WITH RECURSIVE r(i) AS (SELECT 1 UNION "
	    "ALL SELECT i+1 FROM r) SELECT count(*) FROM r", &e), RC_LIMIT);
	assert_non_null(strstr(e.msg, "budget"));
	assert_int_equal(db_exec(d, "WITH RECURSIVE r(i) AS (SELECT 1 UNION "
	    "ALL SELECT i+1 FROM r LIMIT 10000) SELECT count(*) FROM r", &e),
	    RC_LIMIT);	/* spent is spent */
	db_budget(d, 1000);
	assert_int_equal(db_exec(d, "WITH RECURSIVE r(i) AS (SELECT 1 UNION "
	    "ALL SELECT i+1 FROM r LIMIT 10000) SELECT count(*) FROM r", &e),
	    RC_OK);

	struct db_stmt *s;

	assert_int_equal(db_prepare(d, "WITH RECURSIVE r(i) AS (SELECT 1 "
	    "UNION ALL SELECT i+1 FROM r LIMIT 20) SELECT count(*) FROM r",
	    &s, &e), RC_OK);
	db_budget(d, 10);
	while (rc == RC_OK && n++ < 1000)
		rc = db_run(s, &e);
	assert_int_equal(rc, RC_LIMIT);
	assert_in_range(n, 10, 200);
	db_finish(s);
	db_close(d);
}

static const char *const paths[] = {
	"plain.db", "with space.db", "100%.db", "%41.db", "a?mode=rwc.db",
	"a#b.db", "a&b=c.db", "file:x.db", "\xc3\xa9\xff.db", "a+b.db",
	"new\nline.db", "semi;colon'quote.db",
};

static void
test_paths(void **state)
{
	char cwd[4096], path[512];
	struct db *d = NULL;
	struct err e = { "" };

	(void)state;
	struct str image = slurp(made("source.db", SCHEMA));

	assert_non_null(getcwd(cwd, sizeof cwd));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", dir, paths[i]);
		FILE *f = fopen(path, "wb");

		assert_non_null(f);
		assert_int_equal(fwrite(image.p, 1, image.n, f), image.n);
		assert_int_equal(fclose(f), 0);
		d = opened(path);
		assert_int_equal(number(d, "SELECT count(*) FROM T1"), 1);
		db_close(d);
		assert_int_equal(chdir(dir), 0);
		d = opened(paths[i]);
		assert_int_equal(number(d, "SELECT count(*) FROM T1"), 1);
		db_close(d);
		assert_int_equal(chdir(cwd), 0);
		(void)snprintf(path, sizeof path, "/%s/%s", dir, paths[i]);
		d = opened(path);	/* "//tmp": not a host */
		db_close(d);
	}
	drop(image);
	assert_int_equal(db_open_file("/nonexistent/x.db", &d, &e), RC_IO);
	assert_non_null(strstr(e.msg, "/nonexistent/x.db"));
	assert_int_equal(db_open_file(dir, &d, &e), RC_FORMAT);
	(void)snprintf(path, sizeof path, "%s/fifo", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(db_open_file(path, &d, &e), RC_FORMAT);
}

/* Reading leaves no trace beside the file, and the file as it was. */
static void
test_read_only(void **state)
{
	char command[256];
	struct db *d;

	(void)state;
	(void)snprintf(command, sizeof command, "rm -rf %s/*", dir);
	assert_int_equal(system(command), 0);
	d = opened(made("one.db", SCHEMA "PRAGMA journal_mode=WAL;"));
	(void)snprintf(command, sizeof command, "rm %s/script %s/out; "
	    "ls %s; sha256sum <%s/one.db", dir, dir, dir, dir);
	struct str before = output_of(command);

	assert_int_equal(number(d, "SELECT count(*) FROM T1"), 1);
	struct str during = output_of(strchr(command, ';') + 1);

	check_str(during, before);
	assert_true(str_starts(before, STR("one.db\n")));
	db_close(d);
	drop(before);
	drop(during);
}

static void
test_no_database(void **state)
{
	struct str image = slurp(made("whole.db", "CREATE TABLE t(a);" "WITH "
	    "RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM r LIMIT "
	    "9999) INSERT INTO t SELECT hex(i) FROM r;"));
	static const size_t cuts[] = { 0, 1, 15, 16, 99, 100, 511, 4095, 4096,
		8192, 20000 };
	struct db *d;
	struct db_stmt *s;
	struct err e = { "" };
	bool unusable;

	(void)state;
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		enum rc rc = db_open_image(str_sub(image, 0, cuts[i]),
		    STR(""), &d, &unusable, &e);

		assert_false(unusable);
		if (rc == RC_OK) {
			rc = db_prepare(d, "SELECT count(*) FROM t", &s, &e);
			if (rc == RC_OK) {
				rc = db_step(s, &e);
				db_finish(s);
			}
			db_close(d);
		}
		if (rc != RC_FORMAT)
			fail_msg("cut at %zu: %d (%s)", cuts[i], rc, e.msg);
	}
	assert_int_equal(db_open_image(STR("<!DOCTYPE html>"), STR("junk"),
	    &d, &unusable, &e), RC_FORMAT);
	assert_int_equal(db_open_image(image, STR("junk"), &d, &unusable, &e),
	    RC_OK);
	assert_true(unusable);
	assert_int_equal(number(d, "SELECT count(*) FROM t"), 9999);
	db_close(d);
	drop(image);
}

static void
test_create(void **state)
{
	char path[256];
	struct db *d;
	struct db_stmt *s;
	struct err e = { "" };

	(void)state;
	(void)snprintf(path, sizeof path, "%s/new 100%%.db", dir);
	assert_int_equal(db_create(path, 8192, &d, &e), RC_OK);
	assert_int_equal(db_exec(d, "BEGIN; CREATE TABLE t(i INTEGER PRIMARY "
	    "KEY, a, b, c, d)", &e), RC_OK);
	assert_int_equal(db_prepare(d, "INSERT INTO t(a, b, c, d) "
	    "VALUES(?1, ?2, ?3, ?4)", &s, &e), RC_OK);
	db_bind_int(s, 1, INT64_MIN);
	db_bind_double(s, 2, 9.8);
	db_bind_text(s, 3, STR("a\0b"));
	db_bind_blob(s, 4, "\0\1", 2);
	assert_int_equal(db_run(s, &e), RC_OK);
	assert_int_equal(db_last_id(d), 1);
	db_bind_text(s, 3, STR(""));
	db_bind_blob(s, 4, NULL, 0);
	db_bind_null(s, 2);
	assert_int_equal(db_run(s, &e), RC_OK);
	assert_int_equal(db_last_id(d), 2);
	db_finish(s);
	assert_int_equal(db_exec(d, "COMMIT", &e), RC_OK);
	assert_int_equal(db_exec(d, "nonsense", &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "nonsense"));
	db_close(d);

	d = opened(path);
	assert_int_equal(number(d, "PRAGMA page_size"), 8192);
	assert_int_equal(db_prepare(d, "SELECT a, b, c, d FROM t ORDER BY i",
	    &s, &e), RC_OK);
	assert_int_equal(db_step(s, &e), RC_OK);
	assert_true(db_int(s, 0) == INT64_MIN);
	assert_true(db_double(s, 1) == 9.8);
	check_str(db_text(s, 2), STR("a\0b"));
	check_str(db_blob(s, 3), STR("\0\1"));
	assert_false(db_is_null(s, 3));
	assert_int_equal(db_step(s, &e), RC_OK);
	assert_true(db_is_null(s, 0));	/* db_run forgets parameters */
	assert_true(db_is_null(s, 1));
	assert_false(db_is_null(s, 2));
	check_str(db_text(s, 2), STR(""));
	assert_int_equal(db_step(s, &e), RC_STOP);
	db_finish(s);
	db_close(d);
	assert_int_equal(db_create("/nonexistent/x.db", 4096, &d, &e), RC_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has_table),
		cmocka_unit_test(test_forged_table),
		cmocka_unit_test(test_authorizer),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_no_database),
		cmocka_unit_test(test_create),
	};

	return cmocka_run_group_tests_name("db", tests, make_dir, remove_dir);
}
