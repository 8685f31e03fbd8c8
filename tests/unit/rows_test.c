/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorting rows: in memory and through scratch files the same, and the pool of
 * texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "advisory/intern.h"
#include "advisory/rows.h"
#include "base/arena.h"
#include "base/limits.h"

enum { WORDS = 3, COUNT = 5000 };

static struct err e;

/* Every third row is dropped, the first word of the others reversed. */
static bool
fix(void *ctx, uint32_t *row)
{
	(void)ctx;
	row[0] = 100 - row[0];
	return row[2] % 3 != 0;
}

static enum rc
count(void *ctx, const uint32_t *row, struct err *err)
{
	uint32_t *next = ctx;

	(void)err;
	assert_int_equal(row[2], *next);	/* in the order of arrival */
	++*next;
	return RC_OK;
}

static int
words_cmp(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;

	for (int i = 0; i < WORDS; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static void
sorted_at(size_t mem_max)
{
	static uint32_t want[COUNT][WORDS];
	struct rows r;
	const uint32_t *row;
	uint32_t seed = 7, seen = 0;
	size_t n = 0;

	rows_init(&r, WORDS, mem_max);
	for (uint32_t i = 0; i < COUNT; i++) {
		seed = seed * 1103515245 + 12345;

		uint32_t in[WORDS] = { seed >> 16 & 63, seed >> 8 & 7, i };

		assert_int_equal(rows_add(&r, in, &e), RC_OK);
		if (fix(NULL, in))
			memcpy(want[n++], in, sizeof in);
	}
	qsort(want, n, sizeof *want, words_cmp);
	assert_int_equal(rows_each(&r, count, &seen, &e), RC_OK);
	assert_int_equal(seen, COUNT);
	assert_int_equal(rows_sort(&r, fix, NULL, &e), RC_OK);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(rows_next(&r, &row, &e), RC_OK);
		assert_memory_equal(row, want[i], sizeof *want);
	}
	assert_int_equal(rows_next(&r, &row, &e), RC_STOP);
	rows_done(&r);
}

static void
sorting(void **state)
{
	(void)state;
	sorted_at(1 << 20);	/* all in memory */
	sorted_at(4096);	/* many runs */
	sorted_at(100);		/* eight rows a run */
	sorted_at(COUNT * WORDS * sizeof(uint32_t));	/* just fits */
	sorted_at(COUNT * WORDS * sizeof(uint32_t) - 1);
}

static void
nothing(void **state)
{
	struct rows r;
	const uint32_t *row;

	(void)state;
	rows_init(&r, WORDS, 4096);
	assert_int_equal(rows_sort(&r, fix, NULL, &e), RC_OK);
	assert_int_equal(rows_next(&r, &row, &e), RC_STOP);
	rows_done(&r);
}

static void
texts(void **state)
{
	struct arena *a = arena_new(64 * MIB);
	struct intern t;
	char buf[32];

	(void)state;
	intern_init(&t, a);
	assert_int_equal(intern_put(&t, STR("")), 0);
	for (unsigned turn = 0; turn < 2; turn++) {
		for (unsigned i = 1; i <= 100000; i++) {
			int n = snprintf(buf, sizeof buf, "text %u", i);

			assert_int_equal(intern_put(&t, str_of(buf,
			    (size_t)n)), i);
		}
	}
	assert_int_equal(intern_count(&t), 100001);
	assert_true(str_eq(intern_text(&t, 77), STR("text 77")));
	/* NUL is a byte like others; long ones have a block of their own. */
	assert_int_equal(intern_put(&t, str_of("a\0b", 3)), 100001);
	assert_int_equal(intern_put(&t, str_of("a\0c", 3)), 100002);

	char *large = calloc(1, 300000);

	assert_non_null(large);
	assert_int_equal(intern_put(&t, str_of(large, 300000)), 100003);
	assert_int_equal(intern_put(&t, str_of(large, 299999)), 100004);
	assert_int_equal(intern_text(&t, 100003).n, 300000);
	free(large);
	intern_done(&t);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorting),
		cmocka_unit_test(nothing),
		cmocka_unit_test(texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
