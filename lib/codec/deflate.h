/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DEFLATE_H
#define CODEC_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Bare deflate data (RFC 1951) as zip holds it: no header, no trailer, its end
 * known from itself alone. Pushed: the caller has the bytes and the room.
 */
struct deflate_in;

struct deflate_io {
	const uint8_t *in;	/* both ends move as bytes are used */
	size_t nin;
	uint8_t *out;
	size_t nout;
	bool done;		/* the data ended; in is right behind it, but: */
	uint8_t back[8];	/* bytes of earlier input that lie behind it, */
	size_t nback;		/* before those at in */
};

struct deflate_in *deflate_new(void);		/* NULL: no memory */
void deflate_free(struct deflate_in *z);	/* NULL does nothing */
void deflate_start(struct deflate_in *z);	/* at the data of another */

/* The same by a back end of one's choice, for tests. */
enum deflate_by { DEFLATE_ZLIB, DEFLATE_ISAL, DEFLATE_MAX };
struct deflate_in *deflate_new_by(enum deflate_by by);	/* NULL: not built in */

/*
 * As far as input and room allow: with room left, all input is used. RC_FORMAT
 * when the data is damaged; what was written before is good. done and nback
 * are set anew.
 */
enum rc deflate_step(struct deflate_in *z, struct deflate_io *io,
    struct err *e);

/* CRC-32 of zip and gzip, continued from crc (0 to begin with). */
uint32_t crc32_add(uint32_t crc, const void *p, size_t n);

#endif
