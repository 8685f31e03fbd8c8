/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_SOURCE_H
#define SBOM_LAYER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct reader;

/*
 * Where a tar's bytes come from: a window that moves forward. A seekable file
 * passes over bytes without reading them; a stream reads and drops them.
 */
struct source {
	/* Sees the next `watched` bytes as they are taken or passed over;
	   those of a seekable file are read for it. */
	void (*watch)(void *ctx, const uint8_t *p, size_t n);
	void *watcher;
	uint64_t watched;
	const uint8_t *p;	/* the window: n bytes at pos */
	size_t n;
	uint64_t pos;
	int fd;			/* >= 0: plain and seekable; byte pos lies at
				   base + pos of it */
	uint64_t base, end;	/* fd >= 0: pos of the end */
	bool stated;		/* the container says where the end is, and
				   reaching it was checked */
	enum rc (*more)(struct source *s, size_t want, struct err *e);
	/* n is more than the window holds. */
	enum rc (*jump)(struct source *s, uint64_t n, struct err *e);
	void (*close)(struct source *s);
};

enum { SOURCE_WANT_MAX = 64 * 1024 };

/* [off, off + n) of fd (borrowed), by pread; ends early when the file does. */
struct source *source_of_file(int fd, uint64_t off, uint64_t n);
/* A stream; r is owned. */
struct source *source_of_reader(struct reader *r);
void source_close(struct source *s);	/* NULL does nothing */

/*
 * Make the window hold want (<= SOURCE_WANT_MAX) bytes or all that is left
 * before the end. A stream that fails hands over its good bytes first.
 */
enum rc source_want(struct source *s, size_t want, struct err *e);

/* Pass over n bytes. RC_FORMAT when the input ends before. */
enum rc source_skip(struct source *s, uint64_t n, struct err *e);

/* fn sees the next n bytes. */
void source_watch(struct source *s, uint64_t n, void (*fn)(void *ctx,
    const uint8_t *p, size_t n), void *ctx);

/* Exactly n bytes into p. RC_FORMAT when the input ends before. */
enum rc source_read(struct source *s, void *p, size_t n, struct err *e);

/* Read what is left, so that checksums at the end of a stream are verified. */
enum rc source_drain(struct source *s, struct err *e);

/* The next n bytes of s as a reader; s is borrowed. RC_FORMAT when s ends
   before. */
struct reader *source_reader(struct source *s, uint64_t n);

#endif
