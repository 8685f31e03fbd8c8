/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "identity/purl.h"

/*
 * The fields of one component. A distribution's package gets its namespace,
 * and the qualifiers that tell its release, from the image; a language's
 * package has all that its package URL says in its own record.
 */
bool
relate_is_distro_type(const char *type)
{
	static const char *const types[] = { "deb", "apk", "rpm", "opkg",
		"alpm" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* Debian's and Alpine's binaries are their own source unless they say else. */
static void
take_source(struct bom_component *c, const struct pkg *p)
{
	c->source_name = p->source_name;
	c->source_version = p->source_version;
	c->source_epoch_unknown = p->source_epoch_unknown;
	if (strcmp(p->type, "rpm") == 0 || !relate_is_distro_type(p->type))
		return;
	if (c->source_name.n == 0)
		c->source_name = c->name;
	if (c->source_version.n == 0)
		c->source_version = c->version;
}

/* The source's name, with its version when it has one of its own; of an rpm,
   as Syft has it and Grype reads it, its file's name. */
static struct str
upstream(struct arena *a, const struct pkg *p)
{
	bool other = p->source_version.n != 0 &&
	    !str_eq(p->source_version, p->version);
	struct str name = p->source_name.n != 0 ? p->source_name : p->name;

	if (strcmp(p->type, "rpm") == 0 && p->source_version.n != 0 &&
	    (other || !str_eq(name, p->name)))
		return str_fmt(a, "%.*s-%.*s.src.rpm", STR_ARG(name),
		    STR_ARG(p->source_version));
	if (!other)
		return str_eq(name, p->name) ? STR("") : name;
	return str_join(a, str_join(a, name, STR("@")), p->source_version);
}

static void
distro_parts(struct relation *r, struct arena *a, const struct pkg *p,
    struct purl *u)
{
	if (p->group.n == 0)
		u->namespace = distro_purl_namespace(a, &r->b->distro);

	/* deb, apk: purl-spec wants lower case; their names have no other. */
	purl_set(a, u, "arch", p->arch);
	purl_set(a, u, "distro", distro_qualifier(a, &r->b->distro));
	purl_set(a, u, "epoch", p->epoch);
	purl_set(a, u, "upstream", upstream(a, p));
	purl_set(a, u, "rpmmod", p->module);	/* as Syft has it */
}

struct str
relate_purl(struct relation *r, const struct fact_pkg *fp)
{
	const struct pkg *p = &fp->p;
	struct arena *a = r->scratch;
	struct purl u;
	struct err e;

	arena_reset(a);
	if (p->local)
		return STR("");
	if (p->purl.n != 0 && purl_parse(a, p->purl, &u, &e) == RC_OK)
		return purl_format(r->b->arena, &u);
	u = (struct purl){ .type = str_from(p->type), .namespace = p->group,
		.name = p->name, .version = p->version };
	if (relate_is_distro_type(p->type))
		distro_parts(r, a, p, &u);
	for (size_t i = 0; i < fp->nmore; i++)
		if (fp->more[i].what == MORE_QUALIFIER)
			purl_set(a, &u, fp->more[i].key,
			    fp->more[i].value);

	struct purl checked = u;

	if (!relate_is_distro_type(p->type) &&
	    purl_check(a, &checked, &e) != RC_OK)
		return STR("");
	return purl_format(r->b->arena, &u);
}

/* Name and version were read from an executable's bytes. */
static enum bom_technique
technique_of(const struct cataloger *row)
{
	bool bytes = row->inspect != NULL ||
	    strcmp(row->name, "classifier") == 0;

	return bytes ? TECHNIQUE_BINARY : TECHNIQUE_MANIFEST;
}

void
relate_fill(struct relation *r, struct bom_component *c,
    const struct fact_pkg *fp, const struct cataloger *row)
{
	const struct pkg *p = &fp->p;
	struct arena *a = r->b->arena;

	c->kind = p->kind == PKG_APPLICATION ? BOM_APPLICATION : BOM_LIBRARY;
	c->type = str_from(p->type);
	c->group = p->group;
	c->name = p->name;
	c->version = p->version;
	c->epoch = p->epoch;
	if (p->epoch.n != 0)
		c->version = str_join(a, str_join(a, c->epoch, STR(":")),
		    c->version);
	c->arch = p->arch;
	c->module = p->module;
	c->module_known = p->module_known;
	c->vendor = p->vendor;
	c->description = p->description;
	c->found_by = str_from(row->name);
	c->technique = technique_of(row);
	c->local = p->local;
	c->excluded = c->guessed = c->cached = true;	/* until one is not */
	take_source(c, p);
}

void
relate_add_more(struct relation *r, struct bom_component *c,
    const struct fact_pkg *p)
{
	c->excluded &= p->p.dev;
	c->guessed &= p->p.guessed;
	if (p->p.kind == PKG_LIBRARY && c->kind == BOM_APPLICATION)
		c->kind = BOM_LIBRARY;
	for (size_t i = 0; i < p->nmore; i++) {
		const struct fact_more *m = &p->more[i];

		if (m->what == MORE_CPE)
			bom_cpe_add(r->b, c, m->value);
		else if (m->what == MORE_HASH)
			bom_hash_add(r->b, c, str_from(m->key), m->value);
		else if (m->what == MORE_PROPERTY)
			bom_prop_put(r->b, &c->props, str_from(m->key),
			    m->value);
	}
}
