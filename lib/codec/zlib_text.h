/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_ZLIB_TEXT_H
#define CODEC_ZLIB_TEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * A zlib stream (RFC 1950) that is in memory, unpacked behind what out holds.
 * Bytes after its end are left alone: sections are padded. RC_FORMAT, or
 * RC_LIMIT when it does not fit below out->limit, which must be set.
 */
enum rc zlib_text(struct str in, struct buf *out, struct err *e);

#endif
