/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_ROWS_H
#define TESTS_FUZZ_ROWS_H

/* Rows of one ecosystem: the first byte picks the row and the path that the
   file stands at, the rest is the file. */
#include "tests/fuzz/records.h"

struct fuzz_row {
	const struct cataloger *row;
	const char *path;
};

static inline int
fuzz_rows(const struct fuzz_row *rows, size_t nrows, const uint8_t *p,
    size_t n)
{
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };

	if (n < 1)
		return 0;

	const struct fuzz_row *r = &rows[p[0] % nrows];
	struct file_ref f = { .path = str_from(r->path), .want = r->row->wants,
		.declared = true };

	lim.memory = 256 * MIB;

	enum rc rc = r->row->parse(&f, mem_blob_init(&m, p + 1, n - 1), &lim,
	    &out, &e);

	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}

#endif
