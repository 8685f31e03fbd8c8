/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source packages of cdxgen's documents.
 *
 * Source:   cdxgen, lib/managers/binary.js (getOSPackages): properties are
 *           dropped; for each package with a source of another name there is
 *           a component of that name and version, tagged "source", whose
 *           evidence has the binary's name as the value of the technique
 *           "filename". Components of one purl are joined, with all of their
 *           evidence; a real package among them is known by its line in
 *           `dependencies`.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/read.h"

static struct str
key_of(struct arena *a, const struct bom_component *c, struct str name)
{
	return str_fmt(a, "%.*s\n%.*s\n%.*s", STR_ARG(c->type),
	    STR_ARG(c->arch), STR_ARG(name));
}

/* Packages by type, architecture and name: index + 1. */
static struct map *
map_names(struct cdx_reader *r)
{
	const struct bom *b = r->p.b;
	struct map *m = map_new_for(r->p.names, b->ncomponents);

	for (size_t i = 0; i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		*map_put(m, key_of(r->p.names, c, c->name), NULL) =
		    (void *)(uintptr_t)(i + 1);
	}
	return m;
}

void
cdx_end_built(struct cdx_reader *r)
{
	struct bom *b = r->p.b;
	struct map *names;

	if (r->nbuilt == 0 || !str_starts(b->tool, STR("cdxgen")))
		return;
	names = map_names(r);
	for (size_t i = 0; i < r->nbuilt; i++) {
		struct bom_component *s = &b->components[r->built[i].source];
		void **at = map_find(names, key_of(r->p.names, s,
		    r->built[i].binary));

		if (at == NULL)
			continue;
		bom_built_from(&b->components[(uintptr_t)*at - 1], s);
		if (r->built[i].tagged && !s->depends_known)
			s->source_package = true;
	}
}
