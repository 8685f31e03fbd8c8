/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_WALK_H
#define SBOM_LAYER_WALK_H

#include "sbom/layer/judge.h"
#include "sbom/layer/source.h"
#include "sbom/layer/tar.h"

struct walk;

/*
 * A file whose bytes were skipped where they stood, and the wanted name that
 * leads to it: what a second visit of its layer reads.
 */
struct need {
	struct str name;	/* judged as this */
	struct str target;	/* for messages: where the bytes are, or "" */
	uint64_t hash;		/* hash_str of where the bytes are */
	const struct cataloger *row;
	const struct want *want;
	struct str sibling;
	const struct misses *misses;	/* of a file too large to hold: what
					   the visit before lacked */
	bool whole;		/* for the row of its first bytes, too */
	bool dir;		/* hash and target are a directory's: judge
				   every file in it as one of directory name */
	bool done;
};

struct need_list {
	struct need *v;		/* in order of hash */
	size_t n;
};

/*
 * Told of each regular file of a tar on a stream before it is passed over:
 * may take its bytes (tar_took), or finds them in memory.
 */
struct inner {
	enum rc (*file)(struct inner *in, struct tar *t, struct source *s,
	    struct str path, uint64_t size, const uint8_t *memory,
	    struct err *e);
};

struct walk_opts {
	struct judge *judge;
	struct store *store;
	bool again;		/* the layer can be visited again */
	struct need_list *needs;	/* NULL: a first visit */
	struct inner *inner;	/* or NULL */
	const struct store_sum *before;	/* what the layers before it on the
					   same stream keep; or NULL */
};

/*
 * Walk the tar that s holds to its end and judge its files. RC_OK also when it
 * was not whole: then the store has the gap. A failure is the layer's end.
 */
void walk_layer(const struct walk_opts *o, struct source *s,
    struct str name);

/* The same without a gap: RC_FORMAT when the tar is not whole. */
enum rc walk_tar(const struct walk_opts *o, struct source *s, struct err *e);

#endif
