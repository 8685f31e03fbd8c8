/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"

/*
 * Packages that several files tell of, each by itself (METADATA, RECORD and
 * direct_url.json of a wheel): the package provides the path of the directory
 * that they share, and the other files name it by that.
 */
static bool
is_path(struct str name)
{
	return name.n != 0 && name.p[0] == '/';
}

/* Path: the package's record. Of one path it is the highest visible one. */
static struct map *
by_path(struct relation *r)
{
	struct map *m = map_new(r->tmp);

	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->npkgs; k++) {
			struct fact_pkg *p = &x->pkgs[k];

			if (relate_row(x, p)->link != LINK_NEAR)
				continue;
			for (size_t n = 0; n < p->nprovides; n++)
				if (is_path(p->provides[n]))
					*map_put(m, p->provides[n], NULL) = p;
		}
	}
	return m;
}

/* Both, one after the other. */
static void *
joined(struct arena *a, const void *x, size_t nx, const void *y, size_t *ny,
    size_t size)
{
	char *p = arena_alloc(a, nx + *ny, size);

	if (nx != 0)
		memcpy(p, x, nx * size);
	memcpy(p + nx * size, y, *ny * size);
	*ny += nx;
	return p;
}

static void
join(struct arena *a, struct fact_pkg *p, const struct fact_named *n)
{
	size_t m;

	if ((m = n->nowns) != 0) {
		p->owns = joined(a, p->owns, p->nowns, n->owns, &m,
		    sizeof *p->owns);
		p->nowns = m;
	}
	if ((m = n->nrequires) != 0) {
		p->requires = joined(a, p->requires, p->nrequires, n->requires,
		    &m, sizeof *p->requires);
		p->nrequires = m;
	}
	if ((m = n->nmore) != 0) {
		p->more = joined(a, p->more, p->nmore, n->more, &m,
		    sizeof *p->more);
		p->nmore = m;
	}
}

void
relate_join(struct relation *r)
{
	struct map *m = by_path(r);

	for (size_t i = 0; map_count(m) != 0 && i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nnamed; k++) {
			void **at = is_path(x->named[k].package) ?
			    map_find(m, x->named[k].package) : NULL;

			if (at != NULL)
				join(r->f->arena, *at, &x->named[k]);
		}
	}
}
