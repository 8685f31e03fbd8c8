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

/* Every need that no visit met is a gap of its layer. */
void needs_report(struct view *v, const struct needs *n);

/*
 * The image's facts, in their own order; layers has v->n entries. Records of
 * hidden files stay, without what they own.
 */
struct facts *squash(struct view *v, const struct fact_layer *layers);

#endif
