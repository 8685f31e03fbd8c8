/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_GRAPH_H
#define BOM_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "bom/bom.h"

/*
 * What a document says between components, by reference, until all of them
 * are there. A reference is kept as 64 bits of a keyed hash.
 */
struct arena;
struct map;

enum graph_kind {
	GRAPH_KNOWN,		/* what `from` depends on is stated */
	GRAPH_DEPENDS,		/* from depends on to */
	GRAPH_OWNS,		/* from's files include to's evidence */
	GRAPH_BUILT,		/* to is the source package of from */
};

struct graph_edge;

struct bom_graph {
	struct arena *arena;
	struct graph_edge *v;
	size_t n, cap;
};

/* 0 stands for no reference. */
uint64_t graph_hash(struct str ref);

void graph_add(struct bom_graph *g, enum graph_kind kind, uint64_t from,
    uint64_t to);

/* A map of the components' references, for graph_find; lives in a. */
struct map *graph_map(struct arena *a, const struct bom *b);
/* The index of a component, plus one; 0 when there is none. */
size_t graph_find(const struct map *refs, uint64_t hash);

/*
 * From references to indices: `depends`, `depends_known`, `owner` (also from
 * owner_ref; one that leads nowhere stays text), source packages. The graph is
 * empty then.
 */
void graph_end(struct bom_graph *g, struct bom *b);

#endif
