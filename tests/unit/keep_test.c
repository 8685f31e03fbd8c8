/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/keep.c: a file with holes says the same as the whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sbom/catalog/keep.h"

enum { SIZE = 100000 };

static uint8_t whole[SIZE];
static struct limits lim;	/* head 4,000, tail 8,000, 4,000 more */

static int
setup(void **state)
{
	uint32_t x = 1;

	(void)state;
	lim = limits_default;
	lim.buffer = 16000;
	for (size_t i = 0; i < SIZE; i++)
		whole[i] = (uint8_t)((x = x * 1103515245 + 12345) >> 16);
	return 0;
}

static void
feed(struct keep *k, size_t to, size_t step)
{
	for (size_t at = (size_t)keep_fed(k); at < to; at += step)
		keep_feed(k, whole + at, to - at < step ? to - at : step);
}

static enum rc
look(struct keep *k, uint64_t off, size_t n)
{
	const uint8_t *p;
	struct err e;
	enum rc rc = blob_at(keep_blob(k), off, n, &p, &e);

	if (rc == RC_OK)
		assert_memory_equal(p, whole + off, n);
	return rc;
}

static void
ends_are_kept(void **state)
{
	static const size_t steps[] = { 1, 7, 4096, SIZE };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct keep *k = keep_new(SIZE, &lim);
		uint64_t off, n;

		feed(k, SIZE, steps[i]);
		assert_int_equal(look(k, 0, 4000), RC_OK);
		assert_int_equal(look(k, SIZE - 8000, 8000), RC_OK);
		assert_int_equal(look(k, SIZE, 0), RC_OK);
		assert_false(keep_missed(k, 0, &off, &n));
		assert_int_equal(look(k, SIZE, 1), RC_FORMAT);
		assert_int_equal(look(k, UINT64_MAX, 2), RC_FORMAT);
		assert_int_equal(look(k, 3999, 2), RC_LIMIT);
		assert_int_equal(look(k, 50000, 10), RC_LIMIT);
		assert_int_equal(look(k, 50005, 100), RC_LIMIT);
		assert_true(keep_missed(k, 0, &off, &n));
		assert_int_equal(off, 3999);
		assert_int_equal(n, 2);
		assert_true(keep_missed(k, 1, &off, &n));
		assert_int_equal(off, 50000);
		assert_int_equal(n, 105);
		assert_false(keep_missed(k, 2, &off, &n));
		assert_false(keep_hopeless(k));
		keep_free(k);
	}
}

static void
wanted_ranges_are_kept(void **state)
{
	struct keep *k = keep_new(SIZE, &lim);

	(void)state;
	feed(k, 1000, 100);
	assert_true(keep_want(k, 3000, 2000));		/* 1,000 are new */
	assert_true(keep_want(k, 60000, 100));
	assert_true(keep_want(k, 60050, 100));		/* 50 are new */
	assert_true(keep_want(k, 10, 20));		/* is there */
	assert_true(keep_want(k, 91000, 9000));		/* 1,000 are new */
	assert_false(keep_want(k, 20000, 1851));	/* one too many */
	assert_true(keep_want(k, 20000, 1850));
	assert_false(keep_want(k, SIZE - 1, 2));
	feed(k, SIZE, 999);
	assert_int_equal(look(k, 3000, 2000), RC_OK);	/* over two pieces */
	assert_int_equal(look(k, 60000, 150), RC_OK);
	assert_int_equal(look(k, 91000, 9000), RC_OK);
	assert_int_equal(look(k, 20000, 1850), RC_OK);
	assert_int_equal(look(k, 20000, 1851), RC_LIMIT);
	keep_free(k);
}

/* A read ahead asks for what is to come, one behind is a miss. */
static void
reads_on_the_way(void **state)
{
	struct keep *k = keep_new(SIZE, &lim);
	uint64_t off, n;

	(void)state;
	feed(k, 10000, 5000);
	assert_int_equal(look(k, 100, 100), RC_OK);
	assert_int_equal(look(k, 30000, 500), RC_LIMIT);
	assert_int_equal(look(k, SIZE - 100, 100), RC_LIMIT);
	assert_false(keep_missed(k, 0, &off, &n));
	assert_int_equal(look(k, 9000, 500), RC_LIMIT);
	assert_int_equal(look(k, 9900, 500), RC_LIMIT);	/* half gone */
	assert_true(keep_missed(k, 0, &off, &n) && off == 9000 && n == 500);
	assert_true(keep_missed(k, 1, &off, &n) && off == 9900 && n == 500);
	assert_false(keep_want(k, 9999, 1));
	feed(k, SIZE, 1);
	assert_int_equal(look(k, 30000, 500), RC_OK);
	assert_int_equal(look(k, SIZE - 100, 100), RC_OK);
	keep_free(k);
}

static void
hopeless(void **state)
{
	struct keep *k = keep_new(SIZE, &lim);

	(void)state;
	feed(k, SIZE, 10000);
	assert_int_equal(look(k, 10000, 4000), RC_LIMIT);
	assert_false(keep_hopeless(k));
	assert_int_equal(look(k, 20000, 1), RC_LIMIT);
	assert_true(keep_hopeless(k));
	keep_free(k);
	k = keep_new(SIZE, &lim);
	feed(k, SIZE, 10000);
	for (uint64_t i = 0; i <= KEEP_RANGES; i++)
		assert_int_equal(look(k, 10000 + i * 10, 1), RC_LIMIT);
	assert_true(keep_hopeless(k));
	keep_free(k);
}

/* Last bytes that are not worth keeping make room for others. */
static void
last_bytes_given_back(void **state)
{
	struct keep *k = keep_new(SIZE, &lim);

	(void)state;
	assert_int_equal(keep_room(k), 4000);
	keep_trim(k, 9000);			/* it has not so many */
	keep_trim(k, 0);
	assert_int_equal(keep_room(k), 4000);
	assert_false(keep_want(k, 20000, 5000));
	assert_true(keep_want(k, SIZE - 3000, 100));	/* is there, and stays */
	keep_trim(k, 1000);
	assert_int_equal(keep_room(k), 9000);
	assert_true(keep_want(k, 20000, 5000));
	feed(k, SIZE, 1234);
	keep_trim(k, 100);			/* too late */
	assert_int_equal(look(k, 20000, 5000), RC_OK);
	assert_int_equal(look(k, SIZE - 3000, 3000), RC_OK);
	assert_int_equal(look(k, SIZE - 3001, 10), RC_LIMIT);
	keep_free(k);
	k = keep_new(KEEP_UNKNOWN, &lim);
	keep_trim(k, 100);
	assert_int_equal(keep_room(k), 4000);
	feed(k, SIZE, 1234);
	keep_close(k);
	assert_int_equal(look(k, SIZE - 8000, 8000), RC_OK);
	keep_free(k);
}

/* Many small pieces: no more than there is room for. */
static void
too_many_pieces(void **state)
{
	struct keep *k = keep_new(SIZE, &lim);
	uint64_t i = 0;

	(void)state;
	while (keep_want(k, 10000 + i * 10, 1))
		i++;
	assert_int_equal(i, KEEP_RANGES - 2);
	feed(k, SIZE, 777);
	assert_int_equal(look(k, 10000 + (i - 1) * 10, 1), RC_OK);
	assert_int_equal(look(k, 10000 + i * 10, 1), RC_LIMIT);
	keep_free(k);
}

static void
small_files(void **state)
{
	(void)state;
	for (size_t size = 0; size < 9000; size += 451) {
		struct keep *k = keep_new(size, &lim);

		feed(k, size, 100);
		keep_feed(k, whole, 10);	/* beyond its end: not taken */
		assert_int_equal(keep_fed(k), size);
		assert_int_equal(look(k, 0, size), RC_OK);
		keep_free(k);
	}
	keep_free(NULL);
}

/* From a pipe: the end is known when it is reached. */
static void
unknown_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 3999, 4000, 7999, 8001, 11999,
		12001, 30000, SIZE };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (size_t step = 1; step < 40000; step *= 11) {
			struct keep *k = keep_new(KEEP_UNKNOWN, &lim);
			size_t n = sizes[i];

			assert_true(keep_want(k, 25000, 100));
			assert_true(keep_want(k, 11000, 100));
			feed(k, n, step);
			keep_close(k);
			assert_int_equal(keep_blob(k)->size, n);
			assert_int_equal(look(k, 0, n < 4000 ? n : 4000),
			    RC_OK);
			if (n > 8000)
				assert_int_equal(look(k, n - 8000, 8000),
				    RC_OK);
			else
				assert_int_equal(look(k, 0, n), RC_OK);
			assert_int_equal(look(k, n, 1), RC_FORMAT);
			if (n > 26000)
				assert_int_equal(look(k, 25000, 100), RC_OK);
			if (n > 26000)
				assert_int_equal(look(k, 11000, 101),
				    RC_LIMIT);
			keep_free(k);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_are_kept),
		cmocka_unit_test(wanted_ranges_are_kept),
		cmocka_unit_test(reads_on_the_way),
		cmocka_unit_test(hopeless),
		cmocka_unit_test(last_bytes_given_back),
		cmocka_unit_test(too_many_pieces),
		cmocka_unit_test(small_files),
		cmocka_unit_test(unknown_sizes),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
