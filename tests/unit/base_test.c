/* SPDX-License-Identifier: Apache-2.0 */
/* lib/base: text, arenas, maps, numbers, dates, notices, output files. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/notice.h"
#include "base/out.h"
#include "base/rd.h"
#include "base/status.h"
#include "base/str.h"
#include "base/when.h"

static void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void
test_str_pieces(void **state)
{
	struct str rest = STR("a\r\nb\n\nlast"), line;
	const char *want[] = { "a", "b", "", "last" };
	size_t n = 0;

	(void)state;
	while (str_line(&rest, &line))
		assert_str(line, want[n++]);
	assert_int_equal(n, 4);

	rest = STR(" CVE-1, CVE-2\tGHSA ");
	assert_true(str_word(&rest, &line));
	assert_str(line, "CVE-1");
	assert_true(str_word(&rest, &line));
	assert_str(line, "CVE-2");
	assert_true(str_word(&rest, &line));
	assert_str(line, "GHSA");
	assert_false(str_word(&rest, &line));

	assert_str(str_trim(STR(" \t x y\r\n")), "x y");
	assert_str(str_sub(STR("abc"), 2, 99), "c");
	assert_str(str_sub(STR("abc"), 5, 2), "");
	assert_int_equal(str_find_str(STR("abcabd"), STR("abd")), 3);
	assert_int_equal(str_cmp(STR("ab"), STR("abc")), -1);
	assert_int_equal(str_cmp(STR("b"), STR("abc")), 1);
	assert_true(str_eq_nocase(STR("Status"), STR("sTATUS")));
}

static void
test_str_u64(void **state)
{
	static const struct {
		const char *text;
		uint64_t max, want;
		int ok;
	} cases[] = {
		{ "0", 10, 0, 1 },
		{ "18446744073709551615", UINT64_MAX, UINT64_MAX, 1 },
		{ "18446744073709551616", UINT64_MAX, 0, 0 },
		{ "11", 10, 0, 0 },
		{ "", 10, 0, 0 },
		{ "-1", 10, 0, 0 },
		{ "1 ", 10, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t v = 0;

		assert_int_equal(str_u64(str_from(cases[i].text),
		    cases[i].max, &v), cases[i].ok);
		assert_true(v == cases[i].want);
	}
}

static void
test_utf8(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_str(str_utf8(a, STR("gr\xc3\xbc\xc3\x9f")), "gr\xc3\xbc\xc3\x9f");
	assert_str(str_utf8(a, STR("a\xff" "b")), "a\xef\xbf\xbd" "b");
	/* A surrogate and an overlong form are not UTF-8: RFC 3629. */
	assert_int_equal(str_utf8_len(STR("\xed\xa0\x80")), 0);
	assert_int_equal(str_utf8_len(STR("\xc0\xaf")), 0);
	assert_int_equal(str_utf8_len(STR("\xf0\x9f\x92\xa9")), 4);
	assert_int_equal(str_utf8_len(STR("\xf4\x90\x80\x80")), 0);
	arena_free(a);
}

static jmp_buf ran_out;

static void
jump(size_t limit)
{
	assert_int_equal(limit, 65536);
	longjmp(ran_out, 1);
}

static void
test_arena_ceiling(void **state)
{
	struct arena *a = arena_new(65536);

	(void)state;
	arena_on_full(jump);
	if (setjmp(ran_out) == 0) {
		for (int i = 0; i < 100; i++)
			(void)NEWN(a, char, 1000);
		fail_msg("no ceiling");
	}
	if (setjmp(ran_out) == 0) {
		(void)arena_alloc(a, SIZE_MAX / 2, 4);
		fail_msg("no overflow check");
	}
	arena_on_full(NULL);
	assert_true(arena_used(a) <= 65536);
	arena_free(a);
}

static void
test_map(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct map *m = map_new(a);
	static int values[5000];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		bool fresh;

		*map_put(m, str_fmt(a, "key %d", i), &fresh) = &values[i];
		assert_true(fresh);
	}
	for (int i = 0; i < 5000; i++)
		assert_ptr_equal(*map_find(m, str_fmt(a, "key %d", i)),
		    &values[i]);
	assert_null(map_find(m, STR("key 5000")));
	assert_int_equal(map_count(m), 5000);
	arena_free(a);
}

static void
test_rd_sticks(void **state)
{
	static const uint8_t bytes[] = { 1, 2, 3, 4, 'a', 0, 9 };
	struct rd r = rd_of(bytes, sizeof bytes);

	(void)state;
	assert_int_equal(rd_be32(&r), 0x01020304);
	assert_str(rd_z(&r), "a");
	assert_int_equal(rd_le32(&r), 0);
	assert_true(r.bad);
	assert_int_equal(rd_u8(&r), 0);

	r = rd_of(bytes, sizeof bytes);
	assert_true(rd_at(&r, 7, 1).bad);
	assert_true(rd_at(&r, UINT64_MAX, 2).bad);
	assert_false(rd_at(&r, 6, 1).bad);
}

static void
test_when(void **state)
{
	static const struct { const char *text; int64_t want; int ok; } cases[] = {
		{ "1970-01-01", 0, 1 },
		{ "2000-02-29T00:00:00Z", 951782400, 1 },
		{ "2031-01-02T03:04:05.678", 1925089445, 1 },
		{ "2023-02-01 13:37", 1675258620, 1 },
		{ "2024-05-01T02:00:00+02:00", 1714521600, 1 },
		{ "1969-12-31T23:59:59Z", -1, 1 },
		{ "0001-01-01T00:00:00Z", -62135596800, 1 },
		{ "2023-02-29", 0, 0 },
		{ "2023-13-01", 0, 0 },
		{ "yesterday", 0, 0 },
		{ "2023-02-01T25:00:00Z", 0, 0 },
		{ "2023-02-01x", 0, 0 },
	};
	char buf[24];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t t = 0;

		if (when_parse(str_from(cases[i].text), &t) != cases[i].ok ||
		    t != cases[i].want)
			fail_msg("%s: %lld", cases[i].text, (long long)t);
	}
	assert_str(when_format(buf, 951782400), "2000-02-29T00:00:00Z");
	assert_str(when_format(buf, -1), "1969-12-31T23:59:59Z");
	assert_int_equal(when_day(-1), -1);
	assert_str(when_format(buf, INT64_C(1) << 60), "");
}

static void
test_notices(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct notices l;

	(void)state;
	notices_init(&l, a);
	notice_note(&l, "odd", STR("b"), "one");
	notice_gap(&l, "layer", STR("z"), "two %d", 2);
	notice_gap(&l, "layer", STR("z"), "two %d", 2);
	notices_sort(&l);
	assert_int_equal(l.n, 2);
	assert_int_equal(notices_count(&l, NOTICE_GAP), 1);
	assert_str(l.v[0].what, "two 2");
	for (int i = 0; i < NOTES_MAX + 5; i++)
		notice_note(&l, "odd", STR(""), "note %d", i);
	notice_gap(&l, "limit", STR(""), "a gap is never dropped");
	assert_int_equal(notices_count(&l, NOTICE_GAP), 2);
	assert_int_equal(notices_count(&l, NOTICE_NOTE), NOTES_MAX + 6);
	arena_free(a);
}

static void
test_quoted(void **state)
{
	struct buf b = { 0 };
	struct out o;
	struct err e;

	(void)state;
	out_to_buf(&o, &b);
	out_quoted(&o, STR("a\033[31m\xff\xc2\x9b\xc3\xbc"));
	assert_int_equal(out_flush(&o, &e), RC_OK);
	assert_str(buf_str(&b), "a\\x1b[31m\\xff\\xc2\\x9b\xc3\xbc");
	buf_done(&b);
}

static void
test_full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);
	struct out o;
	struct err e;

	(void)state;
	assert_true(fd >= 0);
	out_to_fd(&o, fd);
	out_z(&o, "lost");
	assert_int_equal(out_flush(&o, &e), RC_IO);
	close(fd);
}

static void
test_out_file(void **state)
{
	char dir[] = "/tmp/airbom-test-XXXXXX", path[64], tmp[64];
	struct out_file o;
	struct err e;
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/x", dir);
	snprintf(tmp, sizeof tmp, "%s/.x.airbom-tmp", dir);

	/* One left by a killed run is in nobody's way. */
	close(open(tmp, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(out_file_open(&o, path, &e), RC_OK);
	assert_int_not_equal(stat(path, &st), 0);
	assert_int_equal(file_write(o.fd, "hello", 5, &e), RC_OK);
	assert_int_equal(out_file_commit(&o, &e), RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 5);
	assert_int_not_equal(stat(tmp, &st), 0);

	assert_int_equal(out_file_open(&o, path, &e), RC_OK);
	out_file_abort(&o);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 5);
	assert_int_not_equal(stat(tmp, &st), 0);
	unlink(path);
	rmdir(dir);
	assert_int_equal(out_file_open(&o, "/nonexistent/x", &e), RC_IO);
}

static void
test_limits_and_status(void **state)
{
	struct limits l = limits_default;

	(void)state;
	assert_true(limits_set(&l, STR("package-db=1M")));
	assert_true(l.package_db == 1048576);
	assert_false(limits_set(&l, STR("package-db=")));
	assert_false(limits_set(&l, STR("package-db=99999999999G")));
	assert_false(limits_set(&l, STR("nothing=1")));

	assert_int_equal(status_join(ST_DONE, ST_GAP), ST_GAP);
	assert_int_equal(status_join(ST_CONDITION, ST_GAP), ST_CONDITION);
	assert_int_equal(status_join(ST_FAILED, ST_CONDITION), ST_FAILED);
	assert_int_equal(status_join(ST_DATABASE, ST_CONDITION), ST_DATABASE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str_pieces),
		cmocka_unit_test(test_str_u64),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_arena_ceiling),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_rd_sticks),
		cmocka_unit_test(test_when),
		cmocka_unit_test(test_notices),
		cmocka_unit_test(test_quoted),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_out_file),
		cmocka_unit_test(test_limits_and_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
