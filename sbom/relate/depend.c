/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"

/*
 * Dependency edges inside one kind of database: who offers what another
 * needs, by name, virtual name or owned path. No version is solved;
 * alternatives all count. Keys are compared by their 64-bit keyed hash.
 */
enum { EDGES_MAX = 8000000 };	/* a full Fedora has some 200,000 */

struct offer {
	uint64_t key;
	size_t part;
};

struct edge {
	size_t from, to;
};

struct graph {
	struct relation *r;
	const char *type;
	struct offer *offers;
	size_t noffers, coffers;
	struct edge *edges;
	size_t nedges, cedges;
	bool full;
};

static int
offer_cmp(const void *x, const void *y)
{
	const struct offer *a = x, *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

static int
edge_cmp(const void *x, const void *y)
{
	const struct edge *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void
offer(struct graph *g, uint64_t key, size_t part)
{
	g->offers = arena_grow(g->r->tmp, g->offers, g->noffers, &g->coffers,
	    sizeof *g->offers);
	g->offers[g->noffers++] = (struct offer){ key, part };
}

static void
collect_offers(struct graph *g)
{
	const struct facts *f = g->r->f;

	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];

		for (size_t k = 0; g->r->parts[i] && k < x->npkgs; k++) {
			const struct fact_pkg *p = &x->pkgs[k];
			size_t part = g->r->parts[i][k];

			if (strcmp(p->p.type, g->type) != 0)
				continue;
			offer(g, hash_str(p->p.name), part);
			for (size_t n = 0; n < p->nprovides; n++)
				offer(g, hash_str(p->provides[n]), part);
			for (size_t n = 0; n < p->nowns; n++)
				offer(g, p->owns[n], part);
		}
	}
	if (g->noffers > 1)
		qsort(g->offers, g->noffers, sizeof *g->offers, offer_cmp);
}

/* Edges to all who offer key; false when nobody does. */
static bool
connect(struct graph *g, size_t from, uint64_t key)
{
	size_t lo = 0, hi = g->noffers;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (g->offers[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == g->noffers || g->offers[lo].key != key)
		return false;
	for (; lo < g->noffers && g->offers[lo].key == key; lo++) {
		if (g->offers[lo].part == from)
			continue;
		if (g->nedges == EDGES_MAX) {
			g->full = true;
			break;
		}
		g->edges = arena_grow(g->r->tmp, g->edges, g->nedges,
		    &g->cedges, sizeof *g->edges);
		g->edges[g->nedges++] =
		    (struct edge){ from, g->offers[lo].part };
	}
	return true;
}

/*
 * On a merged /usr the path that one package asks for and the one that another
 * owns may differ by the leading "/usr".
 */
static void
require(struct graph *g, size_t from, struct str key)
{
	struct str usr = STR("/usr");

	if (connect(g, from, hash_str(key)) || key.n == 0 || key.p[0] != '/')
		return;
	if (str_starts(key, STR("/usr/")))
		(void)connect(g, from, hash_str(str_from_pos(key, usr.n)));
	else
		(void)connect(g, from,
		    hash_str(str_join(g->r->tmp, usr, key)));
}

static void
collect_edges(struct graph *g)
{
	const struct facts *f = g->r->f;

	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];

		for (size_t k = 0; g->r->parts[i] && k < x->npkgs; k++) {
			const struct fact_pkg *p = &x->pkgs[k];
			size_t part = g->r->parts[i][k];

			if (strcmp(p->p.type, g->type) != 0)
				continue;
			/* A manifest tells names only; rpm packages in a
			   database provide at least themselves. */
			if (strcmp(g->type, "rpm") != 0 || p->nprovides != 0)
				g->r->b->components[part].depends_known = true;
			for (size_t n = 0; !g->full && n < p->nrequires; n++)
				require(g, part, p->requires[n]);
		}
	}
}

static void
hand_over(struct graph *g)
{
	struct bom *b = g->r->b;
	size_t n = 0;

	if (g->nedges > 1)
		qsort(g->edges, g->nedges, sizeof *g->edges, edge_cmp);
	for (size_t i = 0; i < g->nedges; i++)
		if (n == 0 || edge_cmp(&g->edges[n - 1], &g->edges[i]) != 0)
			g->edges[n++] = g->edges[i];
	for (size_t i = 0, k; i < n; i = k) {
		struct bom_component *c = &b->components[g->edges[i].from];

		for (k = i; k < n && g->edges[k].from == g->edges[i].from; k++)
			;
		c->ndepends = k - i;
		c->depends = NEWN(b->arena, size_t, c->ndepends);
		for (size_t d = 0; d < c->ndepends; d++)
			c->depends[d] = g->edges[i + d].to;
	}
}

void
relate_depends(struct relation *r)
{
	static const char *const types[] = { "deb", "apk", "rpm" };

	for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
		struct graph g = { .r = r, .type = types[t] };

		collect_offers(&g);
		collect_edges(&g);
		hand_over(&g);
		if (g.full)
			notice_gap(&r->b->notices, "limit", STR(""),
			    "over %d dependencies: the rest is left out",
			    (int)EDGES_MAX);
	}
}
