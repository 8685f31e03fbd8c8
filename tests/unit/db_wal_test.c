/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lib/db/db_image.c: write-ahead logs folded into an image. The judge is the
 * sqlite3 tool: of the same two files it must read the same rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/db.h"
#include "tests/unit/text_help.h"

static char dir[] = "/tmp/airbom-wal-XXXXXX";

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

static void
write_file(const char *name, struct str text)
{
	char path[256];

	(void)snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

/* What the tool prints for a query on these two files, or "" on failure. */
static struct str
by_tool(struct str image, struct str wal, const char *sql)
{
	char command[512];

	(void)snprintf(command, sizeof command, "rm -f %s/t.db*", dir);
	assert_int_equal(system(command), 0);
	write_file("t.db", image);
	write_file("t.db-wal", wal);
	(void)snprintf(command, sizeof command,
	    "sqlite3 -batch -noheader %s/t.db \"%s\" 2>/dev/null", dir, sql);
	return output_of(command);
}

/* The same by us: first column of each row and a newline. */
static struct str
by_us(struct str image, struct str wal, const char *sql, bool *ret_unusable)
{
	struct db *d;
	struct db_stmt *s;
	struct err e;
	FILE *f = tmpfile();

	assert_non_null(f);
	if (db_open_image(image, wal, &d, ret_unusable, &e) == RC_OK) {
		if (db_prepare(d, sql, &s, &e) == RC_OK) {
			while (db_step(s, &e) == RC_OK)
				(void)fprintf(f, "%.*s\n",
				    STR_ARG(db_text(s, 0)));
			db_finish(s);
		}
		db_close(d);
	}
	rewind(f);
	struct str out = slurp_stream(f);

	(void)fclose(f);
	return out;
}

/* Returns whether the log was called unusable. */
static bool
compare(struct str image, struct str wal, const char *sql, const char *what)
{
	bool unusable = false;
	struct str tool = by_tool(image, wal, sql);
	struct str us = by_us(image, wal, sql, &unusable);

	if (!str_eq(tool, us))
		fail_msg("%s: sqlite3 says \"%.*s\", we \"%.*s\"", what,
		    STR_ARG(tool), STR_ARG(us));
	drop(tool);
	drop(us);
	return unusable;
}

static struct str
gunzip(const char *path)
{
	char command[512];

	(void)snprintf(command, sizeof command, "gzip -dc '%s'", path);
	return output_of(command);
}

static struct str
copy(struct str s, size_t n)
{
	char *p = malloc(n + 1);

	assert_non_null(p);
	memcpy(p, s.p, n);
	return str_of(p, n);
}

/* ---- a real rpm database ---- */

#define RPM SHARED "/rpmdb/sqlite-wal/"
#define ROWS "SELECT hnum || ' ' || length(blob) || ' ' || hex(blob) " \
	"FROM Packages ORDER BY hnum"

static int64_t
count_packages(struct str image, struct str wal, bool *ret_unusable)
{
	struct str out = by_us(image, wal, "SELECT count(*) FROM Packages",
	    ret_unusable);
	uint64_t n = 0;

	if (!str_u64(str_trim(out), 1000, &n))
		n = 999;
	drop(out);
	return (int64_t)n;
}

static void
test_rpmdb(void **state)
{
	bool unusable;

	(void)state;
	NEED_SHARED("rpmdb/sqlite-wal/rpmdb.sqlite-wal.gz");
	struct str image = gunzip(RPM "rpmdb.sqlite.gz");
	struct str wal = gunzip(RPM "rpmdb.sqlite-wal.gz");
	struct str expected = slurp(RPM "expected.tsv"), rest = expected;
	struct str line, blobs = by_us(image, wal, ROWS, &unusable);
	size_t names = 0;

	assert_int_equal(count_packages(image, STR(""), &unusable), 3);
	assert_false(unusable);
	assert_int_equal(count_packages(image, wal, &unusable), 6);
	assert_false(unusable);
	assert_false(compare(image, wal, ROWS, "whole"));
	(void)str_line(&rest, &line);	/* its header */
	while (str_line(&rest, &line)) {
		char hex[256];
		size_t n = str_find(line, '\t');

		assert_true(n < 100);
		for (size_t i = 0; i < n; i++)
			(void)snprintf(hex + 2 * i, 3, "%02X",
			    (unsigned)line.p[i]);
		assert_true(str_find_str(blobs, str_of(hex, 2 * n)) < blobs.n);
		names++;
	}
	assert_int_equal(names, 6);
	drop(image);
	drop(wal);
	drop(expected);
	drop(blobs);
}

/* Cut anywhere, or with any byte changed, it is what sqlite3 makes of it. */
static void
test_rpmdb_damaged(void **state)
{
	size_t seen_unusable = 0, seen_less = 0;
	bool unusable;
	char what[64];

	(void)state;
	NEED_SHARED("rpmdb/sqlite-wal/rpmdb.sqlite-wal.gz");
	struct str image = gunzip(RPM "rpmdb.sqlite.gz");
	struct str wal = gunzip(RPM "rpmdb.sqlite-wal.gz");

	for (size_t i = 0; i < 40; i++) {
		struct str part = str_sub(wal, 0, i < 8 ? 4 * i :
		    wal.n * i / 40);

		(void)snprintf(what, sizeof what, "cut at %zu", part.n);
		unusable = compare(image, part, ROWS, what);
		assert_int_equal(unusable, part.n > 0 &&
		    count_packages(image, part, &unusable) == 3);
		seen_unusable += unusable;
		seen_less += count_packages(image, part, &unusable) < 6;
	}
	for (size_t i = 0; i < 60; i++) {
		struct str bent = copy(wal, wal.n);
		size_t at = i < 20 ? i * 3 : wal.n * i / 60;

		((char *)(uintptr_t)bent.p)[at] ^= 1;
		(void)snprintf(what, sizeof what, "bit at %zu", at);
		/* sqlite3 refuses another format version: it is not ours. */
		if (at < 4 || at >= 8)
			seen_unusable += compare(image, bent, ROWS, what);
		drop(bent);
	}
	assert_true(seen_unusable > 0 && seen_less > 0);
	drop(image);
	drop(wal);
}

/* ---- logs that sqlite3 leaves behind when it is killed ---- */

#define SUMS "SELECT (SELECT count(*) FROM t) || ' ' || (SELECT sum(a) " \
	"FROM t) || ' ' || (SELECT sum(length(b)) FROM t) || ' ' || " \
	"(SELECT max(b) FROM t)"
#define MORE "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM r " \
	"WHERE i<500) INSERT INTO t SELECT i, hex(i*i)||i FROM r;"

static void
make_log(unsigned page_size, const char *sql, struct str *image,
    struct str *wal)
{
	char script[4096], command[256], path[256];

	(void)snprintf(script, sizeof script, "PRAGMA page_size=%u;\n"
	    "PRAGMA journal_mode=WAL;\nCREATE TABLE t(a INTEGER, b TEXT);\n"
	    MORE "\nPRAGMA wal_checkpoint(TRUNCATE);\n"
	    "PRAGMA wal_autocheckpoint=0;\n%s\n.shell kill -9 $PPID\n",
	    page_size, sql);
	write_file("script", str_from(script));
	(void)snprintf(command, sizeof command, "cd %s && rm -f k.db* && "
	    "sqlite3 k.db <script >out 2>&1", dir);
	assert_int_not_equal(system(command), 0);	/* killed */
	(void)snprintf(path, sizeof path, "%s/k.db", dir);
	*image = slurp(path);
	(void)snprintf(path, sizeof path, "%s/k.db-wal", dir);
	*wal = slurp(path);
	assert_true(image->n > 0);
}

static const struct {
	const char *sql, *why;
} logs[] = {
	{ MORE, "one commit" },
	{ MORE MORE MORE "DELETE FROM t WHERE a%3=0;", "several" },
	{ MORE "BEGIN;" MORE "DELETE FROM t;", "the last not committed" },
	{ "DELETE FROM t WHERE a>5; VACUUM;", "shrinks" },
	{ "DELETE FROM t WHERE a>5; VACUUM;" MORE MORE, "shrinks and grows" },
	{ MORE MORE "PRAGMA wal_checkpoint(RESTART); DELETE FROM t WHERE a=7;",
	    "a new round over the frames of an old one" },
	{ "CREATE INDEX ti ON t(b); CREATE TABLE u(x);" MORE
	    "DROP TABLE u;", "schema changes" },
};

static void
test_killed(void **state)
{
	static const unsigned sizes[] = { 512, 1024, 4096, 65536 };
	struct str image, wal;
	char what[128];
	bool unusable;

	(void)state;
	for (size_t i = 0; i < sizeof logs / sizeof *logs; i++)
		for (size_t k = 0; k < 4; k++) {
			make_log(sizes[k], logs[i].sql, &image, &wal);
			assert_true(wal.n > sizes[k]);
			(void)snprintf(what, sizeof what, "%s, pages of %u",
			    logs[i].why, sizes[k]);
			assert_false(compare(image, wal, SUMS, what));
			/* The log matters: without it the rows differ. */
			struct str with = by_us(image, wal, SUMS, &unusable);
			struct str not = by_us(image, STR(""), SUMS,
			    &unusable);

			assert_false(str_eq(with, not));
			drop(with);
			drop(not);
			for (size_t c = 1; c < 12; c++)
				(void)compare(image, str_sub(wal, 0,
				    wal.n * c / 12), SUMS, what);
			drop(image);
			drop(wal);
		}
}

/* ---- logs written here ---- */

static uint32_t
get(const uint8_t *p, bool big)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3] : (uint32_t)p[3] << 24 |
	    (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static void
put(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void
sum(uint32_t s[2], const uint8_t *p, size_t n, bool big)
{
	for (size_t i = 0; i < n; i += 8) {
		s[0] += get(p + i, big) + s[1];
		s[1] += get(p + i + 4, big) + s[0];
	}
}

/* Write all checksums anew, in this byte order. */
static void
seal(struct str wal, bool big)
{
	uint8_t *p = (uint8_t *)(uintptr_t)wal.p;
	size_t page = get(p + 8, true);
	uint32_t s[2] = { 0, 0 };

	put(p, big ? 0x377f0683 : 0x377f0682);
	sum(s, p, 24, big);
	put(p + 24, s[0]);
	put(p + 28, s[1]);
	for (size_t at = 32; wal.n - at >= 24 + page; at += 24 + page) {
		sum(s, p + at, 8, big);
		sum(s, p + at + 24, page, big);
		put(p + at + 16, s[0]);
		put(p + at + 20, s[1]);
	}
}

/* The offset of the last frame. */
static uint8_t *
last_frame(struct str wal)
{
	uint8_t *p = (uint8_t *)(uintptr_t)wal.p;
	size_t frame = 24 + get(p + 8, true);

	return p + 32 + ((wal.n - 32) / frame - 1) * frame;
}

static void
test_both_orders(void **state)
{
	struct str image, wal;

	(void)state;
	make_log(1024, MORE "DELETE FROM t WHERE a%7=0;", &image, &wal);
	seal(wal, true);
	assert_false(compare(image, wal, SUMS, "big-endian"));
	seal(wal, false);
	assert_false(compare(image, wal, SUMS, "little-endian"));
	((uint8_t *)(uintptr_t)wal.p)[3] ^= 1;	/* says the other order */
	assert_true(compare(image, wal, SUMS, "wrong order"));
	drop(image);
	drop(wal);
}

/* Frames that are well sealed and mean harm. */
static void
test_hostile(void **state)
{
	struct str image, wal, out;
	bool unusable;
	uint8_t *last;

	(void)state;
	make_log(1024, MORE, &image, &wal);
	last = last_frame(wal);

	uint32_t page = get(last, true), pages = get(last + 4, true);

	assert_true(pages > 0);
	put(last + 4, 0xffffffff);	/* 4 TiB of database */
	seal(wal, false);
	out = by_us(image, wal, SUMS, &unusable);
	assert_true(unusable);
	drop(out);

	put(last + 4, pages);
	put(last, 0xfffffff0);		/* a page beyond the database's end */
	seal(wal, false);
	out = by_us(image, wal, SUMS, &unusable);
	assert_false(unusable);
	drop(out);

	put(last, 0);			/* no page has this number */
	seal(wal, false);
	assert_true(compare(image, wal, SUMS, "page 0"));

	put(last, page);
	seal(wal, false);
	assert_false(compare(image, wal, SUMS, "as it was"));

	put(last + 4, 1);		/* all but the first page cut off */
	seal(wal, false);
	out = by_us(image, wal, SUMS, &unusable);
	assert_false(unusable);
	check_str(out, STR(""));
	drop(out);

	/* Of another page size: not this database's log. */
	struct str other_image, other;

	make_log(4096, MORE, &other_image, &other);
	out = by_us(image, other, "SELECT count(*) FROM t", &unusable);
	assert_true(unusable);
	check_str(out, STR("500\n"));
	drop(out);
	drop(other_image);
	drop(other);
	drop(image);
	drop(wal);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rpmdb),
		cmocka_unit_test(test_rpmdb_damaged),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_both_orders),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("db_wal", tests, make_dir,
	    remove_dir);
}
