/* SPDX-License-Identifier: Apache-2.0 */
/* lib/codec/reader: files, slices of them, pipes, memory, two in a row. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/reader.h"
#include "tests/unit/native.h"

static int
make_inputs(void **state)
{
	(void)state;
	native_begin("reader");
	sh("seq 1 20000 > numbers");
	return 0;
}

/* r gives exactly want, by cap bytes, and then the end, twice. Closes r. */
static void
expect(struct reader *r, const void *want, size_t n, size_t cap)
{
	struct buf got = { 0 };
	struct err e;
	size_t some = 1;

	for (int ends = 0; ends < 2;) {
		uint8_t *p = buf_room(&got, cap);

		assert_int_equal(reader_read(r, p, cap, &some, &e), RC_OK);
		assert_true(some <= cap);
		got.n += some;
		ends += some == 0;
	}
	assert_int_equal(got.n, n);
	assert_memory_equal(got.p, want, n);
	reader_close(r);
	buf_done(&got);
}

static void
test_file(void **state)
{
	struct buf all = slurp("numbers");
	int fd = native_open("numbers");

	(void)state;
	expect(reader_of_file(fd, 0, UINT64_MAX), all.p, all.n, 1000);
	expect(reader_of_file(fd, 0, UINT64_MAX), all.p, all.n, 1 << 20);
	expect(reader_of_file(fd, 5000, 70), all.p + 5000, 70, 64);
	expect(reader_of_file(fd, 5000, 64), all.p + 5000, 64, 64);
	expect(reader_of_file(fd, all.n - 3, 100), all.p + all.n - 3, 3, 64);
	expect(reader_of_file(fd, all.n, 100), "", 0, 64);
	expect(reader_of_file(fd, all.n + 99, 100), "", 0, 64);
	expect(reader_of_file(fd, UINT64_MAX, UINT64_MAX), "", 0, 64);
	expect(reader_of_file(fd, 5, 0), "", 0, 64);
	/* the descriptor's own position was neither used nor moved */
	expect(reader_of_fd(fd), all.p, all.n, 4096);
	expect(reader_of_fd(fd), "", 0, 4096);
	(void)close(fd);
	buf_done(&all);
}

static void
test_two_at_once(void **state)
{
	struct buf all = slurp("numbers");
	int fd = native_open("numbers");
	struct reader *a = reader_of_file(fd, 0, 200);
	struct reader *b = reader_of_file(fd, 100, 200);
	char pa[50], pb[50];
	size_t na, nb;
	struct err e;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(reader_fill(a, pa, 50, &na, &e), RC_OK);
		assert_int_equal(reader_fill(b, pb, 50, &nb, &e), RC_OK);
		assert_memory_equal(pa, all.p + 50 * i, 50);
		assert_memory_equal(pb, all.p + 100 + 50 * i, 50);
	}
	reader_close(a);
	reader_close(b);
	(void)close(fd);
	buf_done(&all);
}

/* A pipe gives what it has; reader_fill goes on until the end. */
static void
test_pipe(void **state)
{
	int p[2];
	char got[16];
	size_t n;
	struct err e;
	struct reader *r;

	(void)state;
	assert_int_equal(pipe(p), 0);
	r = reader_of_fd(p[0]);
	assert_int_equal(write(p[1], "abc", 3), 3);
	assert_int_equal(reader_read(r, got, sizeof got, &n, &e), RC_OK);
	assert_int_equal(n, 3);
	assert_int_equal(write(p[1], "defgh", 5), 5);
	assert_int_equal(close(p[1]), 0);
	assert_int_equal(reader_fill(r, got, sizeof got, &n, &e), RC_OK);
	assert_int_equal(n, 5);
	assert_memory_equal(got, "defgh", 5);
	reader_close(r);
	assert_int_equal(close(p[0]), 0);
}

static void
test_memory(void **state)
{
	(void)state;
	expect(reader_of_mem("abcdef", 6), "abcdef", 6, 4);
	expect(reader_of_mem("", 0), "", 0, 4);
	expect(reader_of_mem(NULL, 0), "", 0, 4);
	expect(reader_after("head", 4, reader_of_mem("tail", 4)), "headtail",
	    8, 3);
	expect(reader_after("", 0, reader_of_mem("tail", 4)), "tail", 4, 64);
	expect(reader_after("a", 1, reader_after("b", 1,
	    reader_of_mem("c", 1))), "abc", 3, 64);
}

/* Fails after its bytes, again and again. */
struct torn {
	struct reader r;
	size_t left;
	bool closed;
};

static enum rc
torn_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct torn *t = (struct torn *)r;
	size_t n = cap < 7001 ? cap : 7001;

	if (t->left == 0)
		return err_set(e, RC_FORMAT, "torn here");
	n = n < t->left ? n : t->left;
	memset(p, 'x', n);
	t->left -= n;
	*ret_n = n;
	return RC_OK;
}

static void
torn_close(struct reader *r)
{
	((struct torn *)r)->closed = true;
}

static void
test_ahead(void **state)
{
	static const size_t sizes[] = { 0, 1, 262143, 262144, 262145, 786432,
		3000000 };
	uint8_t *all = malloc(3000000), got[4096];
	struct err e;

	(void)state;
	for (size_t i = 0; i < 3000000; i++)
		all[i] = (uint8_t)(i * i >> 7);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct torn t = { { torn_read, torn_close }, sizes[i], false };
		struct reader *r = reader_ahead(&t.r);
		size_t sum = 0, n = 0;
		enum rc rc;

		while ((rc = reader_read(r, got, sizeof got, &n, &e)) == RC_OK)
			sum += n;
		assert_int_equal(rc, RC_FORMAT);
		assert_int_equal(sum, sizes[i]);
		e.msg[0] = '\0';
		assert_int_equal(reader_read(r, got, 1, &n, &e), RC_FORMAT);
		assert_string_equal(e.msg, "torn here");
		reader_close(r);
		assert_true(t.closed);
		expect(reader_ahead(reader_of_mem(all, sizes[i])), all,
		    sizes[i], 5000);
	}
	/* closed before its end */
	for (size_t read = 0; read < 600000; read += 150000) {
		struct reader *r = reader_ahead(reader_of_mem(all, 3000000));
		size_t n;

		for (size_t i = 0; i < read; i += n)
			assert_int_equal(reader_read(r, got, sizeof got, &n,
			    &e), RC_OK);
		reader_close(r);
	}
	free(all);
}

static void
test_failures(void **state)
{
	struct err e = { "" }, again = { "" };
	char got[16];
	size_t n;
	int fd = open("/", O_RDONLY | O_CLOEXEC);
	struct reader *rs[2] = {
		reader_of_file(fd, 0, UINT64_MAX), reader_of_fd(fd) };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(reader_read(rs[i], got, sizeof got, &n, &e),
		    RC_IO);
		assert_non_null(strstr(e.msg, "directory"));
		errno = 0;
		assert_int_equal(reader_fill(rs[i], got, sizeof got, &n,
		    &again), RC_IO);
		assert_string_equal(again.msg, e.msg);
		reader_close(rs[i]);
	}
	(void)close(fd);
	assert_int_equal(reader_read(NULL, got, 1, &n, &e), RC_IO);
	assert_null(reader_after("a", 1, NULL));
	reader_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_ahead),
		cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests_name("reader", tests, make_inputs,
	    NULL);
}
