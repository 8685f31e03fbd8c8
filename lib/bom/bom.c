/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/bom.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "identity/purl.h"

struct bom *
bom_new(size_t memory_limit)
{
	struct arena *a = arena_new(memory_limit);
	struct bom *b = NEW(a, struct bom);

	b->arena = a;
	b->subject = SUBJECT_UNKNOWN;
	notices_init(&b->notices, a);
	return b;
}

void
bom_free(struct bom *b)
{
	if (b != NULL)
		arena_free(b->arena);
}

void
bom_reserve(struct bom *b, size_t n)
{
	if (n <= b->ccomponents)
		return;
	struct bom_component *v = NEWN(b->arena, struct bom_component, n);

	if (b->ncomponents != 0)
		memcpy(v, b->components, b->ncomponents * sizeof *v);
	b->components = v;
	b->ccomponents = n;
}

struct bom_component *
bom_add(struct bom *b)
{
	if (b->ncomponents == b->ccomponents)
		bom_reserve(b, b->ccomponents == 0 ? 32 : 2 * b->ccomponents);
	struct bom_component *c = &b->components[b->ncomponents++];

	*c = (struct bom_component){ 0 };
	return c;
}

void
bom_prop_add(struct bom *b, struct bom_props *to, const char *name,
    struct str value)
{
	bom_prop_put(b, to, str_dup(b->arena, str_from(name)),
	    str_dup(b->arena, value));
}

/* Most have one or two. */
void
bom_prop_put(struct bom *b, struct bom_props *to, struct str name,
    struct str value)
{
	if (to->n == to->cap) {
		size_t cap = to->cap == 0 ? 2 : 2 * to->cap;
		struct bom_prop *v = NEWN(b->arena, struct bom_prop, cap);

		if (to->n != 0)
			memcpy(v, to->v, to->n * sizeof *v);
		to->v = v;
		to->cap = cap;
	}
	to->v[to->n++] = (struct bom_prop){ name, value };
}

struct str
bom_prop_get(const struct bom_props *p, const char *name)
{
	struct str want = str_from(name);

	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i].name, want))
			return p->v[i].value;
	return STR("");
}

/* Room for one more behind n elements: lists of a component double, and keep
   no capacity. */
static void *
list_room(struct arena *a, void *v, size_t n, size_t size)
{
	if ((n & (n - 1)) != 0)		/* not 0, 1, 2, 4 … */
		return v;
	void *p = arena_alloc(a, n == 0 ? 1 : 2 * n, size);

	if (n != 0)
		memcpy(p, v, n * size);
	return p;
}

void
bom_author_put(struct bom *b, struct str who)
{
	if (who.n == 0)
		return;
	b->authors = list_room(b->arena, b->authors, b->nauthors,
	    sizeof *b->authors);
	b->authors[b->nauthors++] = who;
}

bool
bom_is_person(struct str author, struct str *ret_name)
{
	const struct str person = STR("Person: ");
	bool is = author.n > person.n && str_starts(author, person);

	*ret_name = str_from_pos(author, is ? person.n : 0);
	return is;
}

void
bom_place_add(struct bom *b, struct bom_component *c, struct str path,
    struct str layer)
{
	bom_place_put(b, c, str_dup(b->arena, path),
	    str_dup(b->arena, layer));
}

void
bom_place_put(struct bom *b, struct bom_component *c, struct str path,
    struct str layer)
{
	c->places = list_room(b->arena, c->places, c->nplaces,
	    sizeof *c->places);
	c->places[c->nplaces++] = (struct bom_place){ path, layer };
}

void
bom_hash_add(struct bom *b, struct bom_component *c, struct str alg,
    struct str hex)
{
	c->hashes = list_room(b->arena, c->hashes, c->nhashes,
	    sizeof *c->hashes);
	c->hashes[c->nhashes++] = (struct bom_hash){
		str_dup(b->arena, alg), str_dup(b->arena, hex) };
}

/* The first is c->cpe. */
void
bom_cpe_add(struct bom *b, struct bom_component *c, struct str cpe)
{
	if (cpe.n == 0 || str_eq(cpe, c->cpe))
		return;
	if (c->cpe.n == 0) {
		c->cpe = str_dup(b->arena, cpe);
		return;
	}
	c->cpes = list_room(b->arena, c->cpes, c->ncpes, sizeof *c->cpes);
	c->cpes[c->ncpes++] = str_dup(b->arena, cpe);
}

static const char *const techniques[] = {
	[TECHNIQUE_MANIFEST] = "manifest-analysis",
	[TECHNIQUE_BINARY] = "binary-analysis",
	[TECHNIQUE_FILENAME] = "filename",
	[TECHNIQUE_HASH] = "hash-comparison",
	[TECHNIQUE_OTHER] = "other",
};

struct str
bom_technique_name(enum bom_technique t)
{
	return str_from(techniques[t]);
}

enum bom_technique
bom_technique_of(struct str name)
{
	enum bom_technique t = TECHNIQUE_MANIFEST;

	while (t < TECHNIQUE_OTHER && !str_eq(name, str_from(techniques[t])))
		t++;
	return t;
}

void
bom_licence_add(struct bom *b, struct bom_component *c, struct bom_licence l)
{
	c->licences = list_room(b->arena, c->licences, c->nlicences,
	    sizeof *c->licences);
	l.text = str_dup(b->arena, l.text);
	c->licences[c->nlicences++] = l;
}

static int
prop_cmp(const void *x, const void *y)
{
	const struct bom_prop *a = x, *b = y;
	int d = str_cmp(a->name, b->name);

	return d != 0 ? d : str_cmp(a->value, b->value);
}

void
bom_props_sort(struct bom_props *p)
{
	if (p->n > 1)
		qsort(p->v, p->n, sizeof *p->v, prop_cmp);
}

/* The first that says so holds. */
static void
map_layer(struct map *m, struct str digest, struct bom_layer *l)
{
	void **at = digest.n != 0 ? map_put(m, digest, NULL) : NULL;

	if (at != NULL && *at == NULL)
		*at = l;
}

struct map *
bom_layer_map(struct arena *a, const struct bom *b)
{
	struct map *m = map_new(a);

	for (size_t i = 0; i < b->nlayers; i++) {
		map_layer(m, b->layers[i].diff_id, &b->layers[i]);
		map_layer(m, b->layers[i].digest, &b->layers[i]);
	}
	return m;
}

const struct bom_layer *
bom_layer_find(const struct map *layers, struct str digest)
{
	void **at = digest.n != 0 ? map_find(layers, digest) : NULL;

	return at != NULL ? *at : NULL;
}

/*
 * The parts of an image reference, [HOST[:PORT]/]PATH[:TAG][@DIGEST]: grammar
 * of github.com/distribution/reference, which the OCI specifications use.
 */
static void
split_reference(struct str text, struct str *repository, struct str *name,
    struct str *tag)
{
	struct str plain = str_sub(text, 0, str_find(text, '@'));
	size_t slash = str_rfind(plain, '/');
	size_t from = slash == plain.n ? 0 : slash + 1;
	struct str last = str_from_pos(plain, from);
	size_t colon = str_find(last, ':');

	*name = str_sub(last, 0, colon);
	*tag = str_from_pos(last, colon + 1);
	*repository = from == 0 ? STR("") : str_sub(plain, 0, from + name->n);
}

/*
 * purl-spec's definition of oci: no namespace, name is the last part of the
 * repository in lower case, version the manifest's digest, repository_url the
 * rest without the tag.
 */
struct str
bom_subject_purl(struct arena *a, const struct bom *b)
{
	struct str repository, name, tag, rest = b->platform, os, arch;

	split_reference(b->name, &repository, &name, &tag);
	if (b->subject != SUBJECT_IMAGE || name.n == 0 ||
	    b->manifest_digest.n == 0)
		return STR("");
	struct purl p = { .type = STR("oci"), .name = str_lower(a, name),
		.version = b->manifest_digest };

	if (str_split(&rest, '/', &os) && str_split(&rest, '/', &arch))
		purl_set(a, &p, "arch", arch);
	purl_set(a, &p, "repository_url", repository);
	purl_set(a, &p, "tag", tag);
	return purl_format(a, &p);
}

struct str
bom_subject_ref(struct arena *a, const struct bom *b)
{
	struct str purl = bom_subject_purl(a, b);

	return purl.n != 0 ? purl : STR("subject");
}

struct str
bom_distro_ref(struct arena *a, const struct bom *b)
{
	struct str version = b->distro.version_id;

	return str_fmt(a, "os:%.*s%s%.*s", STR_ARG(b->distro.id),
	    version.n != 0 ? "@" : "", STR_ARG(version));
}
