/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_KEEP_H
#define SBOM_CATALOG_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "sbom/catalog/blob.h"

/*
 * What is kept of a file that goes by once and is too large to hold: its first
 * KEEP_HEAD and last KEEP_TAIL bytes, and ranges that were asked for before
 * they came. limits.buffer bytes at most in all. Memory is taken as the bytes
 * come.
 */
#define KEEP_HEAD (4 * MIB)
#define KEEP_TAIL (8 * MIB)
enum { KEEP_RANGES = 64 };	/* pieces, and misses that are remembered */

struct keep;

/*
 * size: the file's, or KEEP_UNKNOWN: then the last bytes are those before
 * keep_close. NULL when memory lacks.
 */
#define KEEP_UNKNOWN UINT64_MAX
struct keep *keep_new(uint64_t size, const struct limits *lim);
/* The file ended here; of a known size it says nothing. */
void keep_close(struct keep *k);
void keep_free(struct keep *k);

/*
 * Keep these, too. False: not all of it, since it went by already, lies
 * outside the file or is over the limit. What is kept already costs nothing.
 */
bool keep_want(struct keep *k, uint64_t off, uint64_t n);
/* How much may still be asked for. */
uint64_t keep_room(const struct keep *k);
/*
 * Of the last bytes only n, and what was asked for, are worth keeping: the room
 * of the others is free again. Nothing when they have begun to come, or the
 * size is not known.
 */
void keep_trim(struct keep *k, uint64_t n);

/* The next n bytes of the file. */
void keep_feed(struct keep *k, const void *p, size_t n);
uint64_t keep_fed(const struct keep *k);	/* so many came */

/*
 * The file, with holes, k's own. It can be read before its end: what is yet to
 * come is then wanted (keep_want), and RC_LIMIT says that it is not there. A
 * range that went by is RC_LIMIT and remembered as missed.
 */
struct blob *keep_blob(struct keep *k);

/*
 * Miss i, from 0, in the order of offsets; neighbours are joined. False past
 * the end. What was asked for over the limit is among them.
 */
bool keep_missed(const struct keep *k, size_t i, uint64_t *ret_off,
    uint64_t *ret_n);

/* More was missed than is remembered, or than a second visit could keep. */
bool keep_hopeless(const struct keep *k);

#endif
