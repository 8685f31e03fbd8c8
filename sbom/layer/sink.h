/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_SINK_H
#define SBOM_LAYER_SINK_H

#include "base/buf.h"
#include "sbom/catalog/catalog.h"
#include "sbom/layer/store.h"

/*
 * Where one file's records go: copied into the layer's store. The buffers are
 * a worker's and are used again for the next file.
 */
struct sink {
	struct records r;	/* what a row sees */
	struct store *store;
	struct arena *arena;	/* its */
	uint64_t max;		/* bytes of records in it */
	bool full;		/* no more is taken */
	struct seen *seen;
	const struct cataloger *row;	/* the one that speaks */
	bool other;		/* it is of another kind */
	bool gap;		/* the row reported one */
	struct buf pkgs, named, values;
	struct buf provides, requires, owns, more;
	struct buf named_owns, named_requires, named_more;
};

/* max: bytes of records that the layer may have; over it is a gap, once. */
void sink_begin(struct sink *k, struct store *st, struct seen *x,
    uint64_t max);
void sink_end(struct sink *k);
void sink_done(struct sink *k);		/* release the buffers */

#endif
