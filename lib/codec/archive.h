/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_ARCHIVE_H
#define CODEC_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "codec/reader.h"

/*
 * Archives of feeds (zip, tar, packed or not) through libarchive: nothing is
 * unpacked to disk, member names are only names. Image layers have their own
 * reader (sbom/layer/tar.h).
 */
struct archive_in;

/* Does it begin like an archive that we read (zip, tar)? wants 512 bytes. */
bool archive_kind(const void *p, size_t n);

/* in is borrowed and must outlive it. A seekable fd may be given instead
   (in NULL), which lets zip be read by its directory. */
enum rc archive_open(struct reader *in, int fd, struct archive_in **ret,
    struct err *e);
void archive_close(struct archive_in *a);

/*
 * Next regular member: its name (borrowed until the next call) and size
 * (UINT64_MAX when unknown). RC_STOP at the end. RC_FORMAT when the archive is
 * damaged: what came before was good.
 */
enum rc archive_next(struct archive_in *a, struct str *ret_name,
    uint64_t *ret_size, struct err *e);

/* Bytes of the current member; owned by a, dies with archive_next. */
struct reader *archive_member(struct archive_in *a);

#endif
