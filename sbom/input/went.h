/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_WENT_H
#define SBOM_INPUT_WENT_H

#include "sbom/input/session.h"

/*
 * What went by on a stream and may turn out to be part of an image: layers,
 * walked for the case that they are some, and small documents.
 */
struct went {
	struct inner inner;	/* what the outer walk calls */
	struct session *s;
	struct store *outer;	/* the stream as a root file system */
	struct judge judge;	/* for the layers */
	struct map *by_path;	/* of struct piece */
	struct piece **pieces;
	uint64_t *hashes;
	size_t n, cpieces, chashes;
	size_t nlayers;
	size_t named;		/* members with names of layers */
	uint64_t held;		/* bytes of documents */
	struct store_sum sum;	/* of the layers so far */
};

void went_init(struct went *w, struct session *s, struct store *outer);

/* The depot over it, once the stream has ended. */
struct depot *went_depot(struct went *w, bool whole);

/* Free the layers that no image of the session uses. */
void went_done(struct went *w);

#endif
