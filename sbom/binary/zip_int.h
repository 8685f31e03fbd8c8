/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_ZIP_INT_H
#define SBOM_BINARY_ZIP_INT_H

#include "base/rd.h"
#include "sbom/binary/zip.h"

/* What the two readers share: signatures, sizes, the 64-bit extra field. */
enum {
	ZIP_LOCAL = 0x04034b50, ZIP_LOCAL_SIZE = 30,
	ZIP_DESCRIPTOR = 0x08074b50,
	ZIP_CENTRAL = 0x02014b50, ZIP_CENTRAL_SIZE = 46,
	ZIP_END = 0x06054b50, ZIP_END_SIZE = 22,
	ZIP_END64 = 0x06064b50, ZIP_END64_SIZE = 56,
	ZIP_LOCATOR = 0x07064b50, ZIP_LOCATOR_SIZE = 20,
};

enum {
	ZIP_ENCRYPTED = 1 << 0,
	ZIP_SIZES_FOLLOW = 1 << 3,	/* in a descriptor behind the data */
	ZIP_STRONG = 1 << 6,
	ZIP_MASKED = 1 << 13,		/* the directory is encrypted */
};

/* The 64-bit field of an extra field. */
bool zip_field64(struct rd extra, struct rd *ret);
/*
 * Fields of 32 bits that are all ones stand in the extra field with 64, in
 * this order. NULL for those that the header has not. False when they are
 * not there.
 */
bool zip_extra64(struct rd extra, uint64_t *size, uint64_t *packed,
    uint64_t *at);

struct zip_seen {
	uint64_t hash;
	uint64_t count;		/* +: headers, -: directory; wraps */
};

/* What stands in the headers, and in the directory behind them. */
struct zip_lists {
	struct zip_sink *s;		/* its odd() is told */
	struct zip_seen *v;		/* freed by the owner */
	size_t n, cap;
	uint64_t sum, headers, listed;
	uint64_t shift;			/* of the offsets in the directory */
	uint64_t first;			/* where the first header was */
	bool sorted;
	unsigned odd;
};

/* All headers come before the directory. */
void zip_lists_header(struct zip_lists *l, struct str name, uint64_t at);
void zip_lists_directory(struct zip_lists *l, struct str name, uint64_t at);
void zip_lists_compare(struct zip_lists *l);

struct deflate_in *zip_inflater(struct zip_budget *w);
void zip_inflater_back(struct zip_budget *w, struct deflate_in *d);

#endif
