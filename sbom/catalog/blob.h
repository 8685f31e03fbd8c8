/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_BLOB_H
#define SBOM_CATALOG_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * The one door to a file's bytes. On seekable plain layers and directories
 * blob_at is a pread into a buffer; on streams it points into the worker's
 * buffer. Valid during the call of the row that got it.
 */
struct blob {
	uint64_t size;
	/*
	 * n bytes at off, borrowed until the next call of at on this blob.
	 * RC_FORMAT: outside the file. RC_LIMIT: this range was not kept and
	 * can be had by a second visit only; the row returns it unchanged.
	 */
	enum rc (*at)(struct blob *b, uint64_t off, size_t n,
	    const uint8_t **ret, struct err *e);
};

static inline enum rc
blob_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	return b->at(b, off, n, ret, e);
}

/* A blob over bytes in memory (borrowed). */
struct mem_blob {
	struct blob b;
	const uint8_t *p;
};

struct blob *mem_blob_init(struct mem_blob *m, const void *p, size_t n);

/* The whole file as text, without its UTF-8 byte order mark; what `text` rows
   and package databases call. */
enum rc blob_text(struct blob *b, struct str *ret, struct err *e);

#endif
