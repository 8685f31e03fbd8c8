/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_HEAP_H
#define ADVISORY_HEAP_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Pieces of bytes put aside, one after the other, each with its length; what
 * does not fit mem_max goes to an unlinked scratch file. A piece's place is
 * never 0.
 */
struct heap {
	struct buf mem;		/* what is not in the file yet */
	size_t mem_max;
	int fd;			/* -1: none was needed */
	uint64_t stored;
};

void heap_init(struct heap *h, size_t mem_max);
void heap_done(struct heap *h);

enum rc heap_add(struct heap *h, struct str s, uint64_t *ret_at,
    struct err *e);
/* The piece at at, or its first max bytes; *ret is borrowed from h or b until
   the next call. */
enum rc heap_get(struct heap *h, uint64_t at, size_t max, struct buf *b,
    struct str *ret, struct err *e);

#endif
