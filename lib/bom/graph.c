/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/graph.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/decode.h"
#include "bom/vendor.h"

struct graph_edge {
	uint64_t from, to;
	enum graph_kind kind;
};

uint64_t
graph_hash(struct str ref)
{
	uint64_t h = ref.n != 0 ? hash_str(ref) : 0;

	return h != 0 || ref.n == 0 ? h : 1;
}

void
graph_add(struct bom_graph *g, enum graph_kind kind, uint64_t from,
    uint64_t to)
{
	if (from == 0 || (to == 0 && kind != GRAPH_KNOWN))
		return;
	g->v = arena_grow(g->arena, g->v, g->n, &g->cap, sizeof *g->v);
	g->v[g->n++] = (struct graph_edge){ from, to, kind };
}

static struct str
key_of(const uint64_t *hash)
{
	return str_of(hash, sizeof *hash);
}

struct map *
graph_map(struct arena *a, const struct bom *b)
{
	struct map *refs = map_new_for(a, b->ncomponents);
	uint64_t *hashes = NEWN(a, uint64_t, b->ncomponents);

	for (size_t k = 0; k < b->ncomponents; k++) {
		hashes[k] = graph_hash(b->components[k].ref);
		if (hashes[k] == 0)
			continue;
		void **at = map_put(refs, key_of(&hashes[k]), NULL);

		if (*at == NULL)
			*at = (void *)(uintptr_t)(k + 1);
	}
	return refs;
}

size_t
graph_find(const struct map *refs, uint64_t hash)
{
	void **at = hash != 0 ? map_find(refs, key_of(&hash)) : NULL;

	return at != NULL ? (size_t)(uintptr_t)*at : 0;
}

static void
set_owner(struct bom_component *owned, const struct bom_component *owner,
    size_t number)
{
	owned->owner = number;
	owned->owner_vendor = bom_vendor(owner, owned->nplaces != 0
	    ? owned->places[0].path : STR(""));
}

/* One edge, both of whose ends are components. The first owner holds, and one
   that a property named before. */
static void
put(struct bom *b, const struct graph_edge *x, size_t from, size_t to)
{
	struct bom_component *c = &b->components[from - 1];
	struct bom_component *owned = &b->components[to - 1];

	if (x->kind == GRAPH_DEPENDS)
		c->depends[c->ndepends++] = to - 1;
	else if (x->kind == GRAPH_OWNS && owned->owner == 0)
		set_owner(owned, c, from);
	else if (x->kind == GRAPH_BUILT)
		bom_built_from(c, owned);
}

/* Room for as many as there are; what leads nowhere costs a little. */
static void
make_room(const struct bom_graph *g, struct bom *b, const struct map *refs,
    size_t *counts)
{
	for (size_t i = 0; i < g->n; i++) {
		size_t from = graph_find(refs, g->v[i].from);

		if (from == 0 || (g->v[i].kind != GRAPH_DEPENDS &&
		    g->v[i].kind != GRAPH_KNOWN))
			continue;
		b->components[from - 1].depends_known = true;
		counts[from - 1] += g->v[i].kind == GRAPH_DEPENDS;
	}
	for (size_t k = 0; k < b->ncomponents; k++)
		if (counts[k] != 0)
			b->components[k].depends = NEWN(b->arena, size_t,
			    counts[k]);
}

static void
end_owners(struct bom *b, const struct map *refs)
{
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];

		if (c->owner_ref.n == 0)
			continue;
		c->owner = graph_find(refs, graph_hash(c->owner_ref));
		if (c->owner != 0)
			c->owner_ref = STR("");
	}
}

void
graph_end(struct bom_graph *g, struct bom *b)
{
	struct map *refs = graph_map(g->arena, b);

	end_owners(b, refs);
	make_room(g, b, refs, NEWN(g->arena, size_t, b->ncomponents));
	for (size_t i = 0; i < g->n; i++) {
		size_t from = graph_find(refs, g->v[i].from);
		size_t to = graph_find(refs, g->v[i].to);

		if (from != 0 && to != 0)
			put(b, &g->v[i], from, to);
	}
	g->n = 0;
}
