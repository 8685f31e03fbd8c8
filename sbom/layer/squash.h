/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_SQUASH_H
#define SBOM_LAYER_SQUASH_H

#include "sbom/layer/facts.h"
#include "sbom/layer/store.h"
#include "sbom/layer/view.h"
#include "sbom/layer/walk.h"

/*
 * What the links and siblings of an image still need: files to visit again,
 * per layer, in order of hash. Links to files that were judged are settled
 * here without a visit.
 */
struct needs {
	struct need_list *v;	/* one per layer */
	size_t n, total;
};

void links_settle(struct view *v, const struct judge *j, struct needs *ret);

/*
 * What visits of these needs still lack: files judged since, from the index
 * from[layer] of its store on.
 */
void needs_more(struct view *v, const struct judge *j, const size_t *from,
    struct needs *ret);

/* The regular file that a name is, in *layer or below: both are moved to it.
   Hard links are followed by their hashes. */
bool links_find_file(const struct view *v, size_t *layer, uint64_t *hash);

/*
 * What first bytes told of a file counts as long as any name of it is seen:
 * where its first is hidden, another hard link's takes it over.
 */
void twins_settle(struct view *v, const struct judge *j, struct needs *needs);

/* Is what was judged what a container sees there? */
bool squash_sees(const struct view *v, const struct seen *x, size_t layer);

/* Every need that no visit met is a gap of its layer. */
void needs_report(struct view *v, const struct needs *n);

/*
 * The image's facts, in their own order; layers has v->n entries. Records of
 * hidden files stay, without what they own.
 */
struct facts *squash(struct view *v, const struct fact_layer *layers,
    bool all_layers);

/* And what lies beside the layers: all that st has, in no layer. */
void squash_beside(struct facts *f, const struct store *st);

/* All files that count, of layers that were listed; NULL when none was. */
struct fact_list *listing_new(struct view *v, bool all_layers);

#endif
