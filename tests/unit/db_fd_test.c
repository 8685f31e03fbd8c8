/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database behind a descriptor: read without a name, as it is, and no more
 * than read.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/db.h"

#define DB "build/db_fd_test.db"

static struct err e;

/* A database of 2,000 rows, made by sqlite3, without its name. */
static int
make(const char *before, const char *after)
{
	char command[512];
	int fd;

	(void)snprintf(command, sizeof command, "rm -f " DB " " DB "-wal "
	    DB "-shm; sqlite3 " DB " '%s CREATE TABLE t(x INTEGER PRIMARY "
	    "KEY, y); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
	    "FROM n WHERE i < 2000) INSERT INTO t SELECT i, hex(i) FROM n;' "
	    ">/dev/null; %s", before, after);
	assert_int_equal(system(command), 0);
	fd = open(DB, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(unlink(DB), 0);
	return fd;
}

static int64_t
number(struct db *d, const char *sql)
{
	struct db_stmt *s;
	int64_t n;

	if (db_prepare(d, sql, &s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	assert_int_equal(db_step(s, &e), RC_OK);
	n = db_int(s, 0);
	db_finish(s);
	return n;
}

static void
test_reads(void **state)
{
	struct db *d = NULL, *again = NULL;
	int fd = make("", "true");

	(void)state;
	assert_int_equal(db_open_fd(fd, &d, &e), RC_OK);
	assert_int_equal(db_open_fd(fd, &again, &e), RC_OK);
	assert_int_equal(number(d, "SELECT count(*) FROM t"), 2000);
	assert_int_equal(number(again, "SELECT x FROM t WHERE y = hex(1999)"),
	    1999);
	assert_int_not_equal(db_exec(d, "DELETE FROM t", &e), RC_OK);
	assert_int_not_equal(db_exec(d, "ATTACH 'x' AS y", &e), RC_OK);
	db_close(again);
	db_close(d);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	(void)close(fd);
}

/* One that says it has a log, which nobody carried. */
static void
test_log(void **state)
{
	struct db *d = NULL;
	int fd = make("PRAGMA journal_mode=WAL;", "true");

	(void)state;
	assert_int_equal(db_open_fd(fd, &d, &e), RC_OK);
	assert_int_equal(number(d, "SELECT count(*) FROM t"), 2000);
	db_close(d);
	(void)close(fd);
}

static void
test_broken(void **state)
{
	static const char *const ways[] = { "truncate -s 5000 " DB,
		"truncate -s 100 " DB, ": >" DB,
		"head -c 9000 /dev/zero >" DB, "echo no database >" DB };

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct db *d = NULL;
		int fd = make("", ways[i]);
		enum rc rc = db_open_fd(fd, &d, &e);
		struct db_stmt *s = NULL;

		if (rc == RC_OK)	/* its first page was whole */
			rc = db_prepare(d, "SELECT sum(x) FROM t", &s, &e);
		while (rc == RC_OK)
			rc = db_step(s, &e);
		assert_true(rc != RC_OK && rc != RC_STOP);
		db_finish(s);
		db_close(d);
		(void)close(fd);
	}
}

static void
test_no_descriptor(void **state)
{
	struct db *d = NULL;

	(void)state;
	assert_int_not_equal(db_open_fd(999, &d, &e), RC_OK);
	assert_null(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads), cmocka_unit_test(test_log),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_no_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
