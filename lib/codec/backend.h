/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_BACKEND_H
#define CODEC_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/unpack.h"

/* What the files of this room say to each other and to its tests. */

/*
 * Inflating one gzip member behind its header: deflate data, then CRC-32 and
 * ISIZE, which are verified.
 */
struct inflater;

struct inflate_io {
	const uint8_t *in;	/* both ends move as bytes are used */
	size_t nin;
	uint8_t *out;
	size_t nout;
	bool done;		/* the member ended, trailer and all */
};

struct inflate_ops {
	const char *name;
	struct inflater *(*make)(void);		/* NULL: no memory */
	void (*destroy)(struct inflater *z);	/* not NULL */
	void (*start)(struct inflater *z);	/* at a member's data */
	/*
	 * As far as input and room allow. What was written before a failure
	 * is good.
	 */
	enum rc (*step)(struct inflater *z, struct inflate_io *io,
	    struct err *e);
};

#ifdef HAVE_ISAL
extern const struct inflate_ops inflate_isal;
#endif
extern const struct inflate_ops inflate_zlib;

/* By a back end of one's choice; owning in on success only, as unpack_open. */
enum rc gunzip_open_with(const struct inflate_ops *ops, struct reader *in,
    struct reader **ret, struct err *e);
enum rc gunzip_open(struct reader *in, struct reader **ret, struct err *e);

/*
 * What libarchive reads from: a reader behind its callbacks, keeping the
 * failure that libarchive would reword.
 */
struct archive;

enum { SRC_TAIL = 65535 + 22 };	/* zip's end record and longest comment */

struct archive_src {
	struct reader *r;	/* borrowed */
	int fd;			/* where r is NULL: seekable */
	uint64_t off;		/* of fd; of r, bytes handed over */
	uint64_t nonzero;	/* of r: where the last byte not zero ends */
	uint8_t *tail;		/* NULL, or SRC_TAIL bytes of room for */
	size_t ntail;		/* the last bytes of r */
	enum rc rc;
	struct err err;
	uint8_t buf[64 * 1024];
};

/* a is open on s, which must outlive it; false when libarchive refuses. */
bool archive_src_open(struct archive *a, struct archive_src *s);
/* Read on to the end of r, so that its own checks are made. */
enum rc archive_src_drain(struct archive_src *s);
/* What a's failure means to us. */
enum rc archive_src_error(struct archive *a, const struct archive_src *s,
    const char *what, struct err *e);

/* What was seen of a zip of size bytes. */
struct archive_zip {
	const uint8_t *tail;	/* its last bytes, SRC_TAIL or all */
	size_t ntail;
	uint64_t size;
	int fd;			/* seekable, or -1: */
	uint64_t members_end;	/* where the last member that was read ends */
	uint64_t found;		/* members */
};

/* RC_FORMAT: it is not whole, or not all of the file. RC_STOP: it is. */
enum rc archive_zip_end(const struct archive_zip *z, struct err *e);

/* Owning in on success only, as unpack_open. */
enum rc unzstd_open(struct reader *in, struct reader **ret, struct err *e);
enum rc unpack_archive_open(struct reader *in, enum packing kind,
    struct reader **ret, struct err *e);

enum {
	PACKED_CHUNK = 256 * 1024,	/* packed bytes asked for at a time */
	WINDOW_LOG_MAX = 27,		/* 128 MiB: unpack.h */
};

/* A buffer of packed bytes before a decoder. */
struct packed_in {
	struct reader *r;
	size_t pos, end;	/* buf[pos, end) is not used yet */
	bool eof;
	uint8_t buf[PACKED_CHUNK];
};

/* When empty, read on; nothing at the end of the input. */
enum rc packed_more(struct packed_in *in, struct err *e);

/*
 * Whether everything up to the end of the input is zero: padding. RC_FORMAT
 * when it is not.
 */
enum rc packed_padding(struct packed_in *in, const char *what,
    struct err *e);

#endif
