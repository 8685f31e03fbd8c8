/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_RD_H
#define BASE_RD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A bounded binary reader that fails stickily: a read past the end sets bad,
 * yields zero or NULL, and so does every read after it. Read a whole header,
 * test bad once, before using any field.
 */
struct rd {
	const uint8_t *p;
	size_t n;		/* bytes left */
	bool bad;
};

static inline struct rd
rd_of(const void *p, size_t n)
{
	return (struct rd){ p, n, false };
}

/* n bytes in place, or NULL. n == 0 gives a pointer not to be read. */
static inline const uint8_t *
rd_take(struct rd *r, size_t n)
{
	const uint8_t *p = r->p;

	if (r->bad || n > r->n) {
		r->bad = true;
		return NULL;
	}
	r->p += n;
	r->n -= n;
	return p;
}

static inline void
rd_skip(struct rd *r, size_t n)
{
	(void)rd_take(r, n);
}

uint8_t rd_u8(struct rd *r);
uint16_t rd_le16(struct rd *r);
uint32_t rd_le32(struct rd *r);
uint64_t rd_le64(struct rd *r);
uint16_t rd_be16(struct rd *r);
uint32_t rd_be32(struct rd *r);
uint64_t rd_be64(struct rd *r);

/* Up to and without the next NUL, which is skipped; bad when there is none. */
struct str rd_z(struct rd *r);

/* A reader of n bytes at offset off of r's remaining bytes; bad when outside. */
struct rd rd_at(const struct rd *r, uint64_t off, uint64_t n);

#endif
