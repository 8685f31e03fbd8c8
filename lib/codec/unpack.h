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

/* The same for gzip and zstd alone, others being RC_UNSUPPORTED: for who does
   not link libarchive. */
enum rc unpack_light_open(struct reader *in, enum packing kind,
    struct reader **ret, struct err *e);

#endif
