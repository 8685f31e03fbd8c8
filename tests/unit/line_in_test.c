/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of a stream: however it is cut in pieces, and too long ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "codec/reader.h"
#include "text/line_in.h"

static struct err e;

/* A reader that hands over a few bytes at a time. */
struct slow {
	struct reader r;
	struct str rest;
	size_t piece;
};

static enum rc
slow_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *err)
{
	struct slow *s = (struct slow *)(void *)r;
	size_t n = s->piece < cap ? s->piece : cap;
	struct str got = str_sub(s->rest, 0, n);

	(void)err;
	if (got.n != 0)
		memcpy(p, got.p, got.n);
	s->rest = str_from_pos(s->rest, got.n);
	*ret_n = got.n;
	return RC_OK;
}

/* Every line with a bar after it; "!" for one that is too long. */
static void
read_all(struct str text, size_t piece, size_t max, struct buf *b)
{
	struct slow s = { { slow_read, NULL }, text, piece };
	struct line_in *l = line_in_new(&s.r, max);
	struct str line;
	enum rc rc;

	b->n = 0;
	while ((rc = line_in_next(l, &line, &e)) != RC_STOP) {
		assert_true(rc == RC_OK || rc == RC_LIMIT);
		(void)buf_add_str(b, rc == RC_OK ? line : STR("!"));
		(void)buf_add_str(b, STR("|"));
	}
	line_in_free(l);
}

static void
lines(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{ "", "" }, { "\n", "|" }, { "a", "a|" }, { "a\n", "a|" },
		{ "a\nb", "a|b|" }, { "a\r\n\r\nb\r\n", "a||b|" },
		{ "\n\na\n", "||a|" }, { "12345678\n", "12345678|" },
		{ "123456789\na\n", "!|a|" }, { "a\n123456789", "a|!|" },
		{ "1234567890123456789012345678901234567890\nab\n", "!|ab|" },
		{ "a\rb\n", "a\rb|" },
		{ "\xef\xbb\xbf" "a\n\xef\xbb\xbf" "b", "a|\xef\xbb\xbf" "b|" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (size_t piece = 1; piece < 20; piece++) {
			read_all(str_from(rows[i].text), piece, 8, &b);
			if (!str_eq(buf_str(&b), str_from(rows[i].want)))
				fail_msg("row %zu by %zu: %.*s", i, piece,
				    STR_ARG(buf_str(&b)));
		}
	}
	buf_done(&b);
}

static void
large(void **state)
{
	size_t n = 1000000;
	char *text = malloc(n);
	struct buf b = { 0 };

	(void)state;
	assert_non_null(text);
	memset(text, 'x', n);
	text[n - 3] = '\n';
	read_all(str_of(text, n), 4096, 1000, &b);
	assert_true(str_eq(buf_str(&b), STR("!|xx|")));
	read_all(str_of(text, n), 100000, n, &b);
	assert_int_equal(b.n, n + 1);
	for (size_t i = 0; i < n; i += 100)
		text[i] = '\n';
	read_all(str_of(text, n), 77777, 1000, &b);
	assert_int_equal(b.n, n + 1);
	buf_done(&b);
	free(text);
}

static void
numbers(void **state)
{
	struct reader *r = reader_of_mem("a\n\nb", 4);
	struct line_in *l = line_in_new(r, 10);
	struct str line;

	(void)state;
	for (uint64_t i = 1; i <= 3; i++) {
		assert_int_equal(line_in_next(l, &line, &e), RC_OK);
		assert_int_equal(line_in_number(l), i);
		assert_int_equal(line_in_cut(l), i == 3);
	}
	assert_int_equal(line_in_next(l, &line, &e), RC_STOP);
	assert_int_equal(line_in_next(l, &line, &e), RC_STOP);
	line_in_free(l);
	reader_close(r);
	assert_int_equal(line_in_next(NULL, &line, &e), RC_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(large),
		cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
