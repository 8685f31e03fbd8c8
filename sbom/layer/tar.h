/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_TAR_H
#define SBOM_LAYER_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "sbom/layer/source.h"

/* A run of stored bytes and where it belongs in a sparse file. */
struct tar_run {
	uint64_t off, n;
};

enum tar_kind {
	TAR_FILE, TAR_DIR, TAR_SYMLINK, TAR_HARDLINK, TAR_CHAR,
	TAR_OTHER,		/* block devices, fifos, volume labels … */
};

struct tar_entry {
	enum tar_kind kind;
	struct str path, link;	/* as written: bytes, may hold anything */
	uint64_t size;		/* of the file; 0 for all but files */
	uint64_t stored;	/* bytes that follow the header in the tar */
	uint64_t data_pos;	/* source position of the first of them */
	int64_t mtime_s;
	uint64_t major, minor;	/* TAR_CHAR */
	bool opaque;		/* xattr of an overlay: hides lower layers */
	bool sparse;
	const struct tar_run *runs;	/* sparse: ascending, disjoint */
	size_t nruns;
};

struct tar;

/* s is borrowed. NULL when memory lacks. */
struct tar *tar_new(struct source *s);
void tar_free(struct tar *t);

/*
 * The next member; what is left of the one before is passed over. *ret borrows
 * from t until the next call. RC_STOP at the end: then tar_whole() says whether
 * it was the end (two zero blocks, or the size that the container states).
 * RC_FORMAT: nothing after this can be trusted.
 */
enum rc tar_next(struct tar *t, struct tar_entry *ret, struct err *e);
bool tar_whole(const struct tar *t);

/* Up to n (<= 4096) first bytes of the member, not consumed; *ret_n may be
   less. Nothing for a sparse file whose first run is not at 0. */
enum rc tar_peek(struct tar *t, size_t n, const uint8_t **ret, size_t *ret_n,
    struct err *e);

/* All of a TAR_FILE into p, which has room for its size; holes are zeros. */
enum rc tar_read_file(struct tar *t, uint8_t *p, struct err *e);

/* The caller took n of the stored bytes from the source itself. */
void tar_took(struct tar *t, uint64_t n);
uint64_t tar_left(const struct tar *t);

/* Do these 512 bytes hold a header whose checksum is right? */
bool tar_is_header(const uint8_t block[512]);

#endif
