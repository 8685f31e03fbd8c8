/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which compression, by the first bytes; the two that need no libarchive.
 *
 * Source:   RFC 1952 section 2.3.1; RFC 8878 sections 3.1.1 and 3.1.2 (frame
 *           and skippable frame magic); the .xz file format 1.2.1 section
 *           2.1.1.1; bzip2's stream header, "BZh", level, then the magic of
 *           a block (pi) or of the end (its root).
 */
#include "codec/unpack.h"

#include "codec/backend.h"

static bool
is_zstd(const uint8_t *p, size_t n)
{
	if (n < 4)
		return false;
	return memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0 ||
	    ((p[0] & 0xf0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0);
}

static bool
is_bzip2(const uint8_t *p, size_t n)
{
	return n >= 6 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' &&
	    p[3] <= '9' && (memcmp(p + 4, "\x31\x41", 2) == 0 ||
	    memcmp(p + 4, "\x17\x72", 2) == 0);
}

enum packing
unpack_kind(const void *p, size_t n)
{
	const uint8_t *b = p;

	if (n >= 2 && b[0] == 0x1f && b[1] == 0x8b && (n == 2 || b[2] == 8))
		return PACKED_GZIP;
	if (is_zstd(b, n))
		return PACKED_ZSTD;
	if (n >= 6 && memcmp(b, "\xfd" "7zXZ\0", 6) == 0)
		return PACKED_XZ;
	return is_bzip2(b, n) ? PACKED_BZIP2 : PACKED_NOT;
}

const char *
unpack_name(enum packing kind)
{
	switch (kind) {
	case PACKED_GZIP:
		return "gzip";
	case PACKED_ZSTD:
		return "zstd";
	case PACKED_XZ:
		return "xz";
	case PACKED_BZIP2:
		return "bzip2";
	case PACKED_NOT:
		break;
	}
	return "plain";
}

enum rc
unpack_light_open(struct reader *in, enum packing kind, struct reader **ret,
    struct err *e)
{
	switch (kind) {
	case PACKED_GZIP:
		return gunzip_open(in, ret, e);
	case PACKED_ZSTD:
		return unzstd_open(in, ret, e);
	case PACKED_XZ:
	case PACKED_BZIP2:
		return err_set(e, RC_UNSUPPORTED, "%s data is not read here",
		    unpack_name(kind));
	case PACKED_NOT:
		break;
	}
	*ret = in;
	return RC_OK;
}
