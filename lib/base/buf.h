/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A growing byte buffer with a ceiling. Zero-initialise with a limit; release
 * with buf_done. Running out of memory goes to the arena hook; passing the
 * ceiling is the caller's RC_LIMIT: buf_add returns false and adds nothing.
 */
struct buf {
	uint8_t *p;
	size_t n, cap;
	size_t limit;		/* 0: none */
};

void buf_done(struct buf *b);
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_add_str(struct buf *b, struct str s);
/* Room for n more bytes at b->p + b->n; NULL when the ceiling forbids. */
uint8_t *buf_room(struct buf *b, size_t n);

static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ (const char *)b->p, b->n };
}

#endif
