/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_LINES_H
#define FEEDS_FEED_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Lines of a stream. Zero-initialise with the reader (borrowed).
 */
struct reader;

enum { LINES_MAX = 64 * 1024 };	/* bytes of a line */

struct lines {
	struct reader *in;
	struct buf b;
	size_t at;
	bool ended;
	uint64_t n;		/* of the last line, from 1 */
};

/* Without its LF, CR and, in the first, byte order mark; borrowed until the
   next call. RC_STOP at the end, RC_LIMIT for a line over LINES_MAX. */
enum rc lines_next(struct lines *l, struct str *ret, struct err *e);
void lines_done(struct lines *l);

/* Column of a line of tab-separated values, trimmed; "" for none and "-". */
struct str tsv_column(struct str line, size_t i);

#endif
