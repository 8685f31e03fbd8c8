/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_VIEW_H
#define SBOM_LAYER_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/str.h"
#include "sbom/layer/alias.h"
#include "sbom/layer/store.h"

/*
 * What a container sees: the layers of one image laid over each other, bottom
 * first (OCI image-spec layer.md, "Applying Changesets"). Nothing is merged;
 * questions about one path go from the top layer down until one answers.
 */
struct view {
	struct arena *arena;
	struct store **layers;
	size_t n;
	struct aliases **aliases;	/* per layer; NULL: none */
	struct map *dirs;	/* memo: directory -> where it really is */
};

struct view *view_new(struct arena *a, struct store **layers, size_t n);

/*
 * What stands at path in the lowest n layers, no link followed, and in which
 * layer the one that counts is.
 */
enum node view_find(const struct view *v, struct str path, size_t n,
    size_t *ret_layer);

/* The first layer above this one that hides or replaces path; v->n: none. */
size_t view_gone(const struct view *v, struct str path, size_t layer);

/*
 * What stands at a path in a layer may have another name there, through links
 * of lower layers: from the one to the other.
 */
struct str view_name(const struct view *v, size_t layer, struct str path);
struct str view_real(const struct view *v, size_t layer, struct str name);

/*
 * Follow symbolic links in every component, inside the root, LINK_HOPS at
 * most. False when nothing is there. *ret_path is the path without links (in
 * the arena, or path itself).
 */
bool view_resolve(struct view *v, struct str path, struct str *ret_path,
    enum node *ret_node, size_t *ret_layer);

#endif
