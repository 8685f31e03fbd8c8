/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_DEPOT_H
#define SBOM_INPUT_DEPOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/notice.h"
#include "base/str.h"

struct arena;
struct store;

/* Where one named thing of a container lies. */
struct piece {
	int fd;			/* borrowed; -1: it went by on a stream */
	uint64_t off, size;
	bool cut;		/* the container ends inside it */
	struct str text;	/* stream: its bytes when it was JSON, else p
				   is NULL */
	struct store *store;	/* stream: what its walk as a layer left, or
				   NULL: it was no tar */
	char digest[160];	/* stream, when asked for: of its bytes */
};

/*
 * A container of named things: an archive that can be read anywhere, an OCI
 * layout's directory, or what a stream left behind.
 */
struct depot {
	/* RC_STOP: no such thing. path is clean; links are followed. */
	enum rc (*find)(struct depot *d, struct str path, struct piece *ret,
	    struct err *e);
	void (*close)(struct depot *d);
	struct arena *arena;
	const struct limits *lim;
	struct notices *notices;
	bool whole;		/* the container was seen to its end */
	size_t layers;		/* members that look like layers or blobs */
	bool hollow;		/* its index leads to nothing that is here */
	size_t absent;		/* manifests that its index names only */
};

/* Does a member of that name look like a layer or a blob? */
bool depot_is_layer_name(struct str path);

/* An archive in a seekable file; fd is borrowed. */
enum rc depot_of_tar(int fd, struct arena *a, const struct limits *lim,
    struct notices *notices, struct depot **ret, struct err *e);
/* An OCI layout; fd is borrowed. */
enum rc depot_of_dir(int fd, struct arena *a, const struct limits *lim,
    struct notices *notices, struct depot **ret, struct err *e);
void depot_close(struct depot *d);

/* A small document, in the arena. RC_STOP: no such thing; RC_LIMIT: larger
   than limits.manifest. */
enum rc depot_text(struct depot *d, struct str path, struct str *ret,
    struct err *e);

#endif
