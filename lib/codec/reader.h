/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_READER_H
#define CODEC_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * A stream of bytes, pulled. A reader that reads from another owns it when it
 * says so; closing closes what it owns. Not shared between threads. The
 * functions below that make one return NULL when memory lacks; reader_read
 * of NULL fails with RC_IO, so that this need not be asked.
 */
struct reader {
	/*
	 * Up to cap (> 0) bytes into p; *ret_n is 0 at the end and only there.
	 * After a failure every further call fails the same way. A container
	 * that is cut short, or whose checksum or length does not hold, fails
	 * with RC_FORMAT after its last good byte was handed over.
	 */
	enum rc (*read)(struct reader *r, void *p, size_t cap, size_t *ret_n,
	    struct err *e);
	void (*close)(struct reader *r);
};

enum rc reader_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e);

/* Until cap bytes or the end. */
enum rc reader_fill(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e);

void reader_close(struct reader *r);	/* NULL does nothing */

/* [off, off + n) of a seekable file, by pread; the descriptor is borrowed.
   Ends early without complaint when the file does. n UINT64_MAX: to the end. */
struct reader *reader_of_file(int fd, uint64_t off, uint64_t n);
/* What is left of a pipe or file, by read; the descriptor is borrowed. */
struct reader *reader_of_fd(int fd);
/* Bytes in memory, borrowed. */
struct reader *reader_of_mem(const void *p, size_t n);
/* head (borrowed, e.g. bytes peeked at), then tail (owned, closed when this
   returns NULL). */
struct reader *reader_after(const void *head, size_t n, struct reader *tail);

/* in (owned, closed when this returns NULL), which fails with RC_LIMIT when it
   has more than max bytes. */
struct reader *reader_capped(struct reader *in, uint64_t max);

/* in (owned, closed when this returns NULL), whose bytes are counted where a
   run's progress is shown; in itself where it is not. */
struct reader *reader_counted(struct reader *in);

/* in (owned, closed when this returns NULL), read some blocks ahead by a
   thread of its own as soon as it has more than one of them; until this one is
   closed nobody else may touch in, or what it reads from. */
struct reader *reader_ahead(struct reader *in);

#endif
