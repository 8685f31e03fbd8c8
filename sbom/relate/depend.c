/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"

/*
 * Dependency edges: who offers what another needs. Where keys meet is the
 * cataloger's `link`: among all packages of a type (a package database, by
 * name, virtual name or owned path), among those of one file, or in a
 * directory and those above it. No version is solved; alternatives all count.
 * Space and key are compared by their 64-bit keyed hashes. "lib:NAME" asks for
 * a shared library, wherever the dynamic linker looks for it.
 */
enum { EDGES_MAX = 2000000 };	/* a full Fedora has some 200,000 */
enum { KEYS_BITS = 1 << 20 };

struct offer {
	uint64_t space, key;
	size_t part;
};

struct edge {
	size_t from, to;
};

struct graph {
	struct relation *r;
	struct offer *offers;
	size_t noffers, coffers;
	struct edge *edges;
	size_t nedges, cedges;
	bool full;
	uint64_t keys[KEYS_BITS / 64];	/* those that anybody offers, by hash */
};

static int
offer_cmp(const void *x, const void *y)
{
	const struct offer *a = x, *b = y;

	if (a->space != b->space)
		return a->space < b->space ? -1 : 1;
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

/* ---- spaces ---- */

static uint64_t
space_of(const char *kind, struct str type, struct str rest)
{
	char room[PATH_MAX_BYTES + 128];
	size_t n = strlen(kind) + 1;

	memcpy(room, kind, n);
	type = str_sub(type, 0, 64);
	rest = str_sub(rest, 0, PATH_MAX_BYTES);
	if (type.n != 0)
		memcpy(room + n, type.p, type.n);
	n += type.n;
	room[n++] = '\0';
	if (rest.n != 0)
		memcpy(room + n, rest.p, rest.n);
	return hash_str(str_of(room, n + rest.n));
}

static uint64_t
file_space(size_t i)
{
	return space_of("file", STR(""), str_of(&i, sizeof i));
}

static uint64_t
near_space(const struct pkg *p, struct str dir)
{
	while (dir.n > 0 && dir.p[0] == '/')
		dir = str_from_pos(dir, 1);
	while (dir.n > 0 && dir.p[dir.n - 1] == '/')
		dir.n--;
	return space_of("near", str_from(p->type), dir);
}

static uint64_t
lib_space(void)
{
	return space_of("lib", STR(""), STR(""));
}

static uint64_t
offer_space(const struct cataloger *row, const struct pkg *p, size_t file)
{
	switch (row->link) {
	case LINK_FILE:
		return file_space(file);
	case LINK_NEAR:
		return near_space(p, p->home);
	default:
		return space_of("type", str_from(p->type), STR(""));
	}
}

/* ---- offers ---- */

static void
offer(struct graph *g, uint64_t space, struct str key, size_t part)
{
	g->offers = arena_grow(g->r->tmp, g->offers, g->noffers, &g->coffers,
	    sizeof *g->offers);
	g->offers[g->noffers++] = (struct offer){ space, hash_str(key),
		part };
}

static void
offers_of(struct graph *g, size_t i, const struct fact_file *x,
    const struct fact_pkg *p, size_t part)
{
	const struct cataloger *row = relate_row(x, p);
	uint64_t space = offer_space(row, &p->p, i);
	struct str base = path_base(x->path);

	if (row->link == LINK_DATABASE)
		offer(g, space, p->p.name, part);
	for (size_t n = 0; n < p->nprovides; n++)
		offer(g, space, p->provides[n], part);
	if (str_find_str(base, STR(".so")) < base.n)
		offer(g, lib_space(), base, part);
}

static void
collect_links(struct graph *g)
{
	struct near_link n;

	for (size_t i = 0; relate_near_link(g->r, &i, &n);) {
		size_t file = (size_t)(n.x - g->r->f->files);

		for (size_t k = 0; k < n.x->npkgs; k++) {
			size_t part = g->r->parts[file][k];
			uint64_t space = near_space(&n.x->pkgs[k].p, n.home);

			if (part != NO_PART)
				offer(g, space, n.key, part);
			if (part != NO_PART && n.member)
				offer(g, space, STR(NEAR_MEMBER), part);
		}
	}
}

static void
collect_offers(struct graph *g)
{
	const struct facts *f = g->r->f;

	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];

		for (size_t k = 0; g->r->parts[i] && k < x->npkgs; k++)
			if (g->r->parts[i][k] != NO_PART)
				offers_of(g, i, x, &x->pkgs[k],
				    g->r->parts[i][k]);
	}
	collect_links(g);
	if (g->noffers > 1)
		qsort(g->offers, g->noffers, sizeof *g->offers, offer_cmp);

	size_t n = 0;

	for (size_t i = 0; i < g->noffers; i++) {
		struct offer *o = &g->offers[i];

		g->keys[o->key % KEYS_BITS / 64] |= UINT64_C(1) << o->key % 64;
		if (n == 0 || offer_cmp(&g->offers[n - 1], o) != 0)
			g->offers[n++] = *o;
	}
	g->noffers = n;
}

/* ---- edges ---- */

static void
edge(struct graph *g, size_t from, size_t to)
{
	if (from == to)
		return;
	if (g->nedges == EDGES_MAX) {
		g->full = true;
		return;
	}
	g->edges = arena_grow(g->r->tmp, g->edges, g->nedges, &g->cedges,
	    sizeof *g->edges);
	g->edges[g->nedges++] = (struct edge){ from, to };
}

/* Edges to all who offer key there; false when nobody does. */
static bool
connect(struct graph *g, size_t from, uint64_t space, struct str key)
{
	struct offer want = { space, hash_str(key), 0 };
	size_t lo = 0, hi = g->noffers;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (offer_cmp(&g->offers[mid], &want) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	bool any = false;

	for (; lo < g->noffers && g->offers[lo].space == space &&
	    g->offers[lo].key == want.key && !g->full; lo++) {
		edge(g, from, g->offers[lo].part);
		any = true;
	}
	return any;
}

/* Edges to those packages of the type that own the path. */
static bool
connect_path(struct graph *g, size_t from, struct str type, struct str path)
{
	bool any = false;
	size_t part;

	for (size_t i = relate_claims(g->r, path);
	    (part = relate_claim(g->r, path, i)) != NO_PART && !g->full; i++) {
		if (type.n != 0 &&
		    !str_eq(g->r->b->components[part].type, type))
			continue;
		edge(g, from, part);
		any = true;
	}
	return any;
}

/*
 * On a merged /usr the path that one package asks for and the one that another
 * owns may differ by the leading "/usr".
 */
static void
require_in_database(struct graph *g, size_t from, const struct pkg *p,
    struct str key)
{
	struct str usr = STR("/usr"), type = str_from(p->type);
	uint64_t space = space_of("type", type, STR(""));
	bool any = connect(g, from, space, key);

	if (key.n == 0 || key.p[0] != '/')
		return;
	any = connect_path(g, from, type, key) || any;
	if (any)
		return;
	if (str_starts(key, STR("/usr/")))
		key = str_from_pos(key, usr.n);
	else
		key = str_join(g->r->tmp, usr, key);
	if (!connect(g, from, space, key))
		(void)connect_path(g, from, type, key);
}

/* In its directory, else in the next one above that has it. */
static void
require_near(struct graph *g, size_t from, const struct pkg *p,
    struct str key)
{
	struct str dir = p->from.n != 0 ? p->from : p->home;
	uint64_t h = hash_str(key);

	/* Most of what is missing is nowhere. */
	if ((g->keys[h % KEYS_BITS / 64] & UINT64_C(1) << h % 64) == 0)
		return;
	for (unsigned i = 0; i <= PATH_MAX_DEPTH; i++) {
		if (connect(g, from, near_space(p, dir), key) || dir.n == 0)
			return;
		dir = path_dir(dir);
	}
}

/*
 * A shared library by the name that the dynamic section gives (ld.so(8)): in
 * the system's directories, with Debian's architecture triplets, else a file
 * of that name in which something was found.
 */
static void
require_library(struct graph *g, size_t from, struct str name)
{
	static const char *const dirs[] = { "/lib/", "/usr/lib/", "/lib64/",
		"/usr/lib64/", "/lib/x86_64-linux-gnu/",
		"/usr/lib/x86_64-linux-gnu/", "/lib/aarch64-linux-gnu/",
		"/usr/lib/aarch64-linux-gnu/", "/lib/arm-linux-gnueabihf/",
		"/usr/lib/arm-linux-gnueabihf/", "/lib/arm-linux-gnueabi/",
		"/usr/lib/arm-linux-gnueabi/", "/lib/i386-linux-gnu/",
		"/usr/lib/i386-linux-gnu/", "/lib/powerpc64le-linux-gnu/",
		"/usr/lib/powerpc64le-linux-gnu/", "/lib/s390x-linux-gnu/",
		"/usr/lib/s390x-linux-gnu/", "/lib/riscv64-linux-gnu/",
		"/usr/lib/riscv64-linux-gnu/", "/usr/local/lib/",
		"/usr/local/lib64/" };

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (connect_path(g, from, STR(""), str_join(g->r->tmp,
		    str_from(dirs[i]), name)))
			return;
	(void)connect(g, from, lib_space(), name);
}

static void
require(struct graph *g, size_t i, const struct cataloger *row,
    const struct pkg *p, size_t from, struct str key)
{
	struct str lib = STR("lib:");

	if (row->link == LINK_FILE) {
		if (!connect(g, from, file_space(i), key) &&
		    str_starts(key, lib))
			require_library(g, from, str_from_pos(key, lib.n));
	} else if (row->link == LINK_NEAR)
		require_near(g, from, p, key);
	else
		require_in_database(g, from, p, key);
}

/* Lock files tell all dependencies or none. */
static bool
tells_any(const struct fact_file *x)
{
	for (size_t k = 0; k < x->npkgs; k++)
		if (x->pkgs[k].nrequires != 0 &&
		    relate_row(x, &x->pkgs[k])->link == LINK_FILE)
			return true;
	return false;
}

/* Does what was read tell all that the package depends on? */
static bool
is_known(const struct fact_file *x, const struct fact_pkg *p, bool file_tells)
{
	const struct cataloger *row = relate_row(x, p);

	if (row->link == LINK_NEAR)
		return true;
	if (row->link == LINK_DATABASE && row->database)
		/* A manifest tells names only; rpm packages in a database
		   provide at least themselves. */
		return strcmp(p->p.type, "rpm") != 0 || p->nprovides != 0;
	return p->nrequires != 0 ||
	    (row->link == LINK_FILE && file_tells && !relate_tells(row));
}

static void
require_all(struct graph *g, size_t i, const struct fact_pkg *p, size_t part)
{
	const struct cataloger *row = relate_row(&g->r->f->files[i], p);

	for (size_t n = 0; !g->full && n < p->nrequires; n++)
		require(g, i, row, &p->p, part, p->requires[n]);
}

/*
 * Of a package that was found by itself a document in the image may tell what
 * it depends on, where nothing else does. A distribution's database knows.
 */
static void
collect_told(struct graph *g)
{
	struct bom *b = g->r->b;
	bool *told = NEWN(g->r->tmp, bool, b->ncomponents);
	bool *known = NEWN(g->r->tmp, bool, b->ncomponents);

	for (size_t i = 0; i < b->ncomponents; i++)
		known[i] = relate_is_distro_type(str_z(g->r->tmp,
		    b->components[i].type));
	for (size_t i = 0; i < g->nedges; i++)
		known[g->edges[i].from] = true;
	for (size_t i = 0; i < g->r->f->nfiles; i++) {
		const struct fact_file *x = &g->r->f->files[i];

		for (size_t k = 0; g->r->parts[i] && k < x->npkgs; k++) {
			const struct fact_pkg *p = &x->pkgs[k];
			size_t part = g->r->parts[i][k];

			if (part == NO_PART || !g->r->folded[i][k] ||
			    p->nrequires == 0 || known[part] ||
			    !relate_is_told(x, p))
				continue;
			require_all(g, i, p, part);
			told[part] = true;
		}
	}
	for (size_t i = 0; i < b->ncomponents; i++)
		b->components[i].depends_known |= told[i];
}

static void
collect_edges(struct graph *g)
{
	const struct facts *f = g->r->f;

	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];
		bool tells = g->r->parts[i] != NULL && tells_any(x);

		for (size_t k = 0; g->r->parts[i] && k < x->npkgs; k++) {
			const struct fact_pkg *p = &x->pkgs[k];
			size_t part = g->r->parts[i][k];

			if (part == NO_PART || g->r->folded[i][k])
				continue;
			if (is_known(x, p, tells))
				g->r->b->components[part].depends_known = true;
			require_all(g, i, p, part);
		}
	}
	collect_told(g);
}

/*
 * PHP's interpreters load all extensions that are there: what classifiers say
 * of both, by their CPEs.
 */
static void
php_edges(struct graph *g)
{
	enum { PHP_MAX = 64 };
	const struct bom *b = g->r->b;
	size_t hosts[PHP_MAX], n = 0;

	for (size_t i = 0; i < b->ncomponents && n < PHP_MAX; i++)
		if (str_eq(b->components[i].type, STR("generic")) &&
		    str_starts(b->components[i].cpe,
		    STR("cpe:2.3:a:php:php:")))
			hosts[n++] = i;
	for (size_t i = 0; n > 0 && i < b->ncomponents; i++)
		if (str_eq(b->components[i].type, STR("generic")) &&
		    str_starts(b->components[i].cpe, STR("cpe:2.3:a:php-")))
			for (size_t k = 0; k < n; k++)
				edge(g, hosts[k], i);
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
		c->depends_known = true;
		c->ndepends = k - i;
		c->depends = NEWN(b->arena, size_t, c->ndepends);
		for (size_t d = 0; d < c->ndepends; d++)
			c->depends[d] = g->edges[i + d].to;
	}
}

void
relate_depends(struct relation *r)
{
	struct graph *g = NEW(r->tmp, struct graph);

	g->r = r;
	collect_offers(g);
	collect_edges(g);
	php_edges(g);
	hand_over(g);
	if (g->full)
		notice_gap(&r->b->notices, "limit", STR(""),
		    "over %d dependencies: the rest is left out",
		    (int)EDGES_MAX);
}
