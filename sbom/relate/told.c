/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/property.h"
#include "identity/purl.h"

/*
 * What a document in the image tells, after everything else is known. What was
 * found by itself stands for it. A package of the distribution is installed
 * when its database says so: where there is one, others of the document were
 * there at another time, or in another image.
 */
struct told_index {
	struct map *known;	/* purl without qualifiers, or "TYPE NAME
				   VERSION"; of a distribution "TYPE NAME" */
	bool database;
};

bool
relate_tells(const struct cataloger *row)
{
	return row != NULL && (strcmp(row->name, "embedded-sbom") == 0 ||
	    strcmp(row->name, "bitnami") == 0);
}

bool
relate_is_told(const struct fact_file *x, const struct fact_pkg *p)
{
	if (!relate_tells(relate_row(x, p)))
		return false;
	for (size_t i = 0; i < p->nmore; i++)
		if (p->more[i].what == MORE_PROPERTY &&
		    strcmp(p->more[i].key, PROP_TOLD_BY) == 0)
			return true;
	return false;
}

static struct str
key_of(struct arena *a, struct str type, struct str name, struct str version,
    struct str purl)
{
	if (relate_is_distro_type(str_z(a, type)))
		return str_fmt(a, "%.*s %.*s", STR_ARG(type), STR_ARG(name));
	if (purl.n != 0)
		return str_sub(purl, 0, str_find(purl, '?'));
	return str_fmt(a, "%.*s %.*s %.*s", STR_ARG(type), STR_ARG(name),
	    STR_ARG(version));
}

struct told_index *
relate_told_index(struct relation *r)
{
	struct told_index *t = NEW(r->tmp, struct told_index);

	t->known = map_new(r->tmp);
	for (size_t i = 0; i < r->b->ncomponents; i++) {
		const struct bom_component *c = &r->b->components[i];

		*map_put(t->known, key_of(r->tmp, c->type, c->name,
		    c->version, c->purl), NULL) = (void *)(uintptr_t)(i + 1);
	}
	for (size_t i = 0; i < r->f->nfiles; i++)
		t->database |= r->f->files[i].visible &&
		    r->f->files[i].database != NULL;
	return t;
}

/* Another distribution's, by its purl. */
static bool
is_foreign(struct relation *r, const struct fact_pkg *p)
{
	struct arena *a = r->scratch;
	struct purl u;
	struct err e;

	if (r->b->distro.id.n == 0 || p->p.purl.n == 0 ||
	    purl_parse(a, p->p.purl, &u, &e) != RC_OK || u.namespace.n == 0)
		return false;
	return !str_eq(u.namespace, distro_purl_namespace(a, &r->b->distro));
}

size_t
relate_told(struct relation *r, const struct told_index *t,
    const struct fact_pkg *p, bool *ret_drop)
{
	struct str type = str_from(p->p.type);
	struct str key = key_of(r->tmp, type, p->p.name, p->p.version,
	    relate_purl(r, p));
	void **at = map_find(t->known, key);

	*ret_drop = false;
	if (at != NULL)
		return (size_t)(uintptr_t)*at - 1;
	if (relate_is_distro_type(p->p.type))
		*ret_drop = t->database || is_foreign(r, p);
	return NO_PART;
}
