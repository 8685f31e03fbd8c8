/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_UNPACK_H
#define CODEC_UNPACK_H

#include <stdbool.h>
#include <stdint.h>

#include "codec/reader.h"

/*
 * Single-stream compression, told by content (RFC 1952, RFC 8878, the xz and
 * bzip2 formats). All members or frames are read, one after the other;
 * skippable zstd frames and trailing zero padding are passed over; anything
 * else after the last member is RC_FORMAT. Checksums and lengths of every
 * member are verified.
 */
enum packing { PACKED_NOT, PACKED_GZIP, PACKED_ZSTD, PACKED_XZ, PACKED_BZIP2 };

enum { UNPACK_PEEK = 6 };	/* bytes that unpack_kind wants to see */

enum packing unpack_kind(const void *p, size_t n);
const char *unpack_name(enum packing kind);	/* "gzip", …; "plain" */

/*
 * A reader of the unpacked bytes of in. On success in is owned; on failure it
 * is the caller's still. PACKED_NOT hands in back as it is. Memory for zstd
 * windows and xz dictionaries is capped at 128 MiB (RC_LIMIT when a frame
 * asks for more).
 */
enum rc unpack_open(struct reader *in, enum packing kind,
    struct reader **ret, struct err *e);

/*
 * gzip with copies of its state, for second visits. A point is a place in the
 * unpacked stream from which reading can resume to the same bytes (87 KB with
 * ISA-L, some 40 KB with zlib).
 */
struct gunzip;
struct gunzip_point;

/* in is owned. Bytes come by reader_read(gunzip_reader(g)). */
enum rc gunzip_new(struct reader *in, struct gunzip **ret, struct err *e);
struct reader *gunzip_reader(struct gunzip *g);	/* closing it frees g */
/* Unpacked bytes handed over so far. */
uint64_t gunzip_tell(const struct gunzip *g);
/* A copy of the state as it is now; NULL when memory lacks. */
struct gunzip_point *gunzip_save(const struct gunzip *g);
/* Where in the packed stream the resumed reader must begin to read. */
uint64_t gunzip_point_packed(const struct gunzip_point *p);
uint64_t gunzip_point_tell(const struct gunzip_point *p);
/* in begins at gunzip_point_packed() and is owned; p is borrowed. */
enum rc gunzip_resume(const struct gunzip_point *p, struct reader *in,
    struct gunzip **ret, struct err *e);
void gunzip_point_free(struct gunzip_point *p);

#endif
