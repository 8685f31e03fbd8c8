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

struct deflate_in *zip_inflater(struct zip_budget *w);
void zip_inflater_back(struct zip_budget *w, struct deflate_in *d);

#endif
