/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as CSV, at once and one by one: the same rows. */
/* fuzz-cover: lib/text/csv.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "base/hash.h"
#include "codec/reader.h"
#include "text/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct pieces {
	struct reader r;
	const uint8_t *p;
	size_t n, step;
};

static enum rc
pieces_read(struct reader *r, void *to, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct pieces *s = (struct pieces *)r;
	size_t n = s->n < cap ? s->n : cap;

	(void)e;
	if (n > s->step)
		n = s->step;
	if (n != 0)
		memcpy(to, s->p, n);
	s->p += n;
	s->n -= n;
	*ret_n = n;
	return RC_OK;
}

static enum rc
read_all(const uint8_t *p, size_t n, size_t step, uint64_t *ret_sum)
{
	struct pieces in = { { pieces_read, NULL }, p, n, step };
	struct csv_in *c = csv_in_new(&in.r);
	const struct str *field;
	struct err e = { "" };
	uint64_t line = 0;
	size_t fields;
	enum rc rc;

	*ret_sum = 0;
	while ((rc = csv_in_row(c, &field, &fields, &e)) == RC_OK) {
		if (fields == 0 || csv_in_line(c) <= line)
			abort();
		line = csv_in_line(c);
		for (size_t i = 0; i < fields; i++)
			*ret_sum = *ret_sum * 31 + hash_str(field[i]) + line;
	}
	if (rc != RC_STOP && e.msg[0] == '\0')
		abort();
	csv_in_free(c);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint64_t a, b;

	if (read_all(p, n, SIZE_MAX, &a) != read_all(p, n, 1, &b) || a != b)
		abort();
	return 0;
}
