/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_ZDICT_H
#define CODEC_ZDICT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Short texts, each a zlib stream of its own (RFC 1950) with a preset
 * dictionary: what many of them have in common is written once. An empty
 * dictionary: none.
 */
enum { ZDICT_MAX = 16 * 1024 };	/* bytes of a dictionary that are used */

struct zdict;

struct zdict *zdict_new(void);
void zdict_free(struct zdict *z);

/* Equal input gives equal bytes. Appended to out. */
enum rc zdict_pack(struct zdict *z, struct str dict, struct str text,
    struct buf *out, struct err *e);
/* RC_FORMAT: damaged, or another dictionary; RC_LIMIT: does not fit below
   out->limit, which must be set. Appended. */
enum rc zdict_unpack(struct str dict, struct str in, struct buf *out,
    struct err *e);

#endif
