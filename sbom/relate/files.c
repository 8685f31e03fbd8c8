/* SPDX-License-Identifier: Apache-2.0 */
/*
 * --files: who owns each file, and how many bytes of the image packages
 * explain.
 */
#include "sbom/relate/parts.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "bom/property.h"

enum { SCRATCH_FILES = 1024 };	/* asked about before scratch is emptied */

struct listing {
	struct bom_files files;
	const struct facts *f;
	char path[2 * PATH_MAX_BYTES + 1];
};

static void
get(const struct bom_files *files, size_t i, struct bom_file *ret)
{
	const struct listing *l = files->ctx;
	struct listing *room = (struct listing *)(uintptr_t)l;
	struct fact_listed x;

	facts_listed(l->f, i, &x);
	room->path[0] = '/';
	memcpy(room->path + 1, x.path.p, x.path.n);
	*ret = (struct bom_file){ .path = str_of(l->path, x.path.n + 1),
		.size = x.size, .type = str_from(x.type),
		.sha256 = x.sha256, .sha1 = x.sha1,
		.owner = files->owners[i],
		.layer = relate_layer(l->f, x.layer) };
	if (x.gone < l->f->nlayers)
		ret->removed = relate_layer(l->f, x.gone);
}

struct sums {
	uint64_t files, bytes, owned, evidence;
};

static void
add_number(struct bom *b, const char *name, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%" PRIu64, n);
	bom_prop_add(b, &b->props, name, str_from(text));
}

/* Files that told of packages, by path. */
static struct map *
evidence_of(struct relation *r)
{
	struct map *m = map_new(r->tmp);

	for (size_t i = 0; i < r->f->nfiles; i++)
		if (r->f->files[i].visible && r->f->files[i].npkgs > 0)
			(void)map_put(m, r->f->files[i].path, NULL);
	return m;
}

static bool
has_bytes(const struct fact_listed *x)
{
	return strcmp(x->type, "hardlink") != 0 &&
	    strcmp(x->type, "symlink") != 0 && strcmp(x->type, "other") != 0;
}

static void
count(struct sums *s, const struct fact_listed *x, bool owned, bool evidence)
{
	s->files++;
	s->bytes += x->size;
	if (owned)
		s->owned += x->size;
	else if (evidence)
		s->evidence += x->size;
}

void
relate_files(struct relation *r)
{
	size_t n = facts_nlisted(r->f);
	struct listing *l = NEW(r->b->arena, struct listing);
	struct arena *tmp = r->tmp, *scratch;
	struct map *evidence = evidence_of(r);
	struct sums s = { 0 };

	if (r->f->list == NULL)
		return;
	scratch = arena_new((size_t)limits_default.memory);
	l->f = r->f;
	l->files = (struct bom_files){ n, NEWN(r->b->arena, uint32_t, n),
		get, l };
	r->tmp = scratch;
	for (size_t i = 0; i < n; i++) {
		struct fact_listed x;

		facts_listed(r->f, i, &x);
		bool seen = x.gone == r->f->nlayers;
		size_t owner = seen ? relate_file_owner(r, x.path, x.layer) :
		    NO_PART;

		l->files.owners[i] = owner == NO_PART ? 0 :
		    (uint32_t)owner + 1;
		if (seen && has_bytes(&x))
			count(&s, &x, owner != NO_PART,
			    map_find(evidence, x.path) != NULL);
		if (i % SCRATCH_FILES == 0)
			arena_reset(scratch);
	}
	r->tmp = tmp;
	arena_free(scratch);
	r->b->files = &l->files;
	add_number(r->b, PROP_FILES_COUNT, s.files);
	add_number(r->b, PROP_FILES_BYTES, s.bytes);
	add_number(r->b, PROP_FILES_OWNED, s.owned);
	add_number(r->b, PROP_FILES_EVIDENCE, s.evidence);
	add_number(r->b, PROP_FILES_NOBODYS, s.bytes - s.owned - s.evidence);
}

/* ---- what only lower layers hold ---- */

static struct str
key_of(struct relation *r, struct str purl, const struct pkg *p)
{
	return purl.n > 0 ? purl : str_fmt(r->tmp, "%s %.*s %.*s %.*s",
	    p->type, STR_ARG(p->group), STR_ARG(p->name),
	    STR_ARG(p->version));
}

static void
hidden_package(struct relation *r, struct map *known, size_t seen,
    const struct fact_file *x, const struct fact_pkg *p)
{
	struct bom *b = r->b;
	struct str purl = relate_purl(r, p), digest;
	void **at = map_put(known, key_of(r, purl, &p->p), NULL);
	size_t part = (size_t)(uintptr_t)*at;

	if (part != 0 && part <= seen)
		return;
	digest = relate_layer(r->f, x->gone);
	if (part == 0) {
		struct bom_component *c = bom_add(b);

		*at = (void *)(uintptr_t)b->ncomponents;
		relate_fill(r, c, p, relate_row(x, p));
		relate_add_more(r, c, p);
		c->purl = purl;
		c->cached = false;
		c->layer = str_dup(b->arena, relate_layer(r->f, x->layer));
		if (x->layer < r->f->nlayers)
			c->created_by = str_dup(b->arena,
			    r->f->layers[x->layer].created_by);
		part = b->ncomponents;
	}
	struct bom_component *c = &b->components[part - 1];

	bom_place_add(b, c, str_join(r->tmp, STR("/"), x->path),
	    relate_layer(r->f, x->layer));
	/* Several layers may have held it: the last to lose it counts. */
	for (size_t i = 0; i < c->props.n; i++) {
		if (str_eq(c->props.v[i].name, STR(PROP_LAYER_REMOVED))) {
			c->props.v[i].value = str_dup(b->arena, digest);
			return;
		}
	}
	bom_prop_add(b, &c->props, PROP_LAYER_REMOVED, digest);
}

void
relate_hidden(struct relation *r)
{
	struct map *known = map_new(r->tmp);
	size_t seen = r->b->ncomponents;

	if (!r->f->all_layers)
		return;
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; r->parts[i] != NULL && k < x->npkgs; k++)
			if (r->parts[i][k] != NO_PART)
				*map_put(known, key_of(r, relate_purl(r,
				    &x->pkgs[k]), &x->pkgs[k].p), NULL) =
				    (void *)(uintptr_t)(r->parts[i][k] + 1);
	}
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; !x->visible && k < x->npkgs; k++)
			hidden_package(r, known, seen, x, &x->pkgs[k]);
	}
}
