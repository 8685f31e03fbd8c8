/* SPDX-License-Identifier: Apache-2.0 */
/* A reader for each compression; unpack_kind.c tells them apart. */
#include "codec/unpack.h"

#include "codec/backend.h"

enum rc
unpack_open(struct reader *in, enum packing kind, struct reader **ret,
    struct err *e)
{
	if (kind == PACKED_XZ || kind == PACKED_BZIP2)
		return unpack_archive_open(in, kind, ret, e);
	return unpack_light_open(in, kind, ret, e);
}
