/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_ROWS_H
#define ADVISORY_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Rows of a fixed number of 32-bit words, added in any order and taken out
 * sorted, word by word. What does not fit mem_max bytes goes to an unlinked
 * scratch file in sorted runs, which are merged on the way out.
 */
enum { ROWS_WORDS = 16 };	/* most words of a row */

struct rows_run {
	uint64_t at, end;	/* in the scratch file */
	uint32_t *buf;		/* what was read of it */
	size_t n, i;		/* words in buf, next word */
};

struct rows {
	unsigned words;
	size_t mem_max;
	struct buf mem;
	int fd;			/* -1: all in memory */
	uint64_t stored;	/* bytes in the scratch file */
	struct rows_run *runs;
	size_t nruns;
	size_t at;		/* next word in mem, when all is there */
};

void rows_init(struct rows *r, unsigned words, size_t mem_max);
void rows_done(struct rows *r);

enum rc rows_add(struct rows *r, const uint32_t *row, struct err *e);

/* Rows in the order of their arrival. */
enum rc rows_each(struct rows *r,
    enum rc (*each)(void *ctx, const uint32_t *row, struct err *e),
    void *ctx, struct err *e);

/*
 * Pass every row through fix (false drops it), then sort. After this rows come
 * by rows_next only.
 */
enum rc rows_sort(struct rows *r, bool (*fix)(void *ctx, uint32_t *row),
    void *ctx, struct err *e);

/* *ret is borrowed until the next call. RC_STOP at the end. */
enum rc rows_next(struct rows *r, const uint32_t **ret, struct err *e);

/* An unlinked file in $TMPDIR, else /var/tmp, else /tmp. */
enum rc scratch_open(int *ret_fd, struct err *e);

#endif
