/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/vendor.h"

/*
 * Visible records become components. The same package in several places is
 * one component with several places, unless an operating system's package owns
 * some of them: that makes it another one. Its layer is the lowest in which
 * the file at its first place said the same of it.
 */

/* What makes two records the same package; NUL is in none of the parts. Where
   a purl normalises names, spellings of a name are one package. */
static struct str
key_of(struct arena *a, const struct pkg *p, struct str purl, size_t owner)
{
	bool by_purl = purl.n != 0 && !relate_is_distro_type(p->type);
	struct str parts[] = { str_from(p->type),
		by_purl ? STR("") : p->group, by_purl ? STR("") : p->name,
		p->version, p->epoch, p->arch, purl,
		{ (const char *)&owner, sizeof owner } };
	enum { N = sizeof parts / sizeof *parts };
	size_t n = 0, at = 0;

	for (size_t i = 0; i < N; i++)
		n += parts[i].n + 1;

	char *z = NEWN(a, char, n);

	for (size_t i = 0; i < N; i++) {
		if (parts[i].n != 0)
			memcpy(z + at, parts[i].p, parts[i].n);
		at += parts[i].n + 1;
	}
	return str_of(z, n);
}

const struct cataloger *
relate_row(const struct fact_file *x, const struct fact_pkg *p)
{
	return p->row != NULL ? p->row : x->row;
}

bool
relate_is_os(const struct fact_file *x, const struct fact_pkg *p)
{
	return relate_row(x, p)->database;
}

bool
relate_is_holder(const struct fact_file *x, const struct fact_pkg *p)
{
	const char *row = relate_row(x, p)->name;

	return strcmp(p->p.type, "conda") == 0 ||
	    strcmp(p->p.type, "bitnami") == 0 ||
	    strcmp(row, "jvm-release") == 0 || strcmp(row, "dotnet-deps") == 0;
}

bool
relate_is_language(const struct fact_file *x, const struct fact_pkg *p)
{
	const char *row = relate_row(x, p)->name;

	return strcmp(row, "python") == 0 || strcmp(row, "gem") == 0;
}

/* In this order, for each may own files of those that follow. */
enum pass { PASS_OS, PASS_HOLDERS, PASS_LANGUAGES, PASS_REST, PASS_WISHES,
	PASS_TOLD };

static enum pass
pass_of(const struct relation *r, const struct fact_file *x,
    const struct fact_pkg *p)
{
	return relate_is_told(x, p) ? PASS_TOLD :
	    relate_is_os(x, p) ? PASS_OS :
	    relate_is_holder(x, p) ? PASS_HOLDERS :
	    relate_is_language(x, p) ? PASS_LANGUAGES :
	    relate_is_wish(r, x, p) ? PASS_WISHES : PASS_REST;
}

/* Numbers by the hashes of keys, which are not kept; 0 is none. */
struct numbers {
	struct number {
		uint64_t key;
		size_t value;
	} *v;
	size_t n, cap;		/* cap: 0, or a power of two */
};

static struct number *
probe(struct number *v, size_t cap, uint64_t key)
{
	size_t i = (size_t)key & (cap - 1);

	while (v[i].value != 0 && v[i].key != key)
		i = (i + 1) & (cap - 1);
	return &v[i];
}

/* Where the key's number is, or is to be written at once. */
static size_t *
number_of(struct arena *a, struct numbers *t, struct str key)
{
	uint64_t hash = hash_str(key);

	if (t->n >= t->cap / 4 * 3) {
		size_t cap = t->cap == 0 ? 64 : 2 * t->cap;
		struct number *v = NEWN(a, struct number, cap);

		for (size_t i = 0; i < t->cap; i++)
			if (t->v[i].value != 0)
				*probe(v, cap, t->v[i].key) = t->v[i];
		t->v = v;
		t->cap = cap;
	}
	struct number *x = probe(t->v, t->cap, hash);

	t->n += x->value == 0;
	x->key = hash;
	return &x->value;
}

struct work {
	struct relation *r;
	struct licences licences;
	enum pass pass;
	size_t seen;		/* packages of this pass */
	struct numbers known;	/* component + 1 */
	struct map *locks;	/* relate_lock_add's */
	struct told_index *told;	/* or NULL: nothing was told yet */
	bool many;		/* layers have the path; then: */
	struct numbers first;	/* the lowest + 1 that says the same */
	const struct fact_file *file;	/* the last one */
	struct str place;	/* and where it is */
};

/* In the lowest layer that has it. */
static size_t *
first_of(struct work *w, const struct pkg *p)
{
	arena_reset(w->r->scratch);
	return number_of(w->r->tmp, &w->first, key_of(w->r->scratch, p,
	    STR(""), 0));
}

static void
introduced(struct work *w, size_t part, const struct pkg *p, size_t seen_in)
{
	struct relation *r = w->r;
	struct bom_component *c = &r->b->components[part];
	const struct facts *f = r->f;
	size_t layer = w->many ? *first_of(w, p) - 1 : seen_in;

	r->since = arena_grow(r->tmp, r->since, r->nsince, &r->csince,
	    sizeof *r->since);
	r->since[r->nsince++] = layer;
	c->layer = relate_layer(f, layer);
	if (layer < f->nlayers)
		c->created_by = f->layers[layer].created_by;
}

/*
 * Caches: what lies there was fetched or built, but need not be installed
 * (temporary files, caches of users and of package managers). Only of what an
 * image holds; a source tree may well lie in /tmp.
 */
static bool
is_cache(const struct relation *r, struct str path)
{
	static const char *const roots[] = { "tmp/", "root/.cache/",
		"var/cache/", "var/tmp/" };
	static const char *const inner[] = { "/.cache/",
		"/.local/share/Trash/", "/.npm/_cacache/", "/.m2/repository/",
		"/.nuget/packages/", "/go/pkg/mod/", "/.cpan/build/",
		"/.cargo/registry/", "/.bun/install/cache/", "/.yarn/cache/",
		"/.gradle/caches/", "/.ivy2/cache/", "/.pnpm-store/" };
	if (r->m->kind != INPUT_IMAGE && r->m->kind != INPUT_ROOTFS)
		return false;
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (str_starts(path, str_from(roots[i])))
			return true;
	for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
		if (str_starts(path, str_from(inner[i] + 1)) ||
		    str_find_str(path, str_from(inner[i])) < path.n)
			return true;
	return false;
}

/* "/app.jar!/lib/x.jar": the file, and where in it. */
static struct str
place_of(struct work *w, const struct fact_file *x, const struct pkg *p)
{
	struct arena *a = w->r->b->arena;

	if (w->file != x)
		w->place = str_join(a, STR("/"), x->path);
	w->file = x;
	return p->inside.n == 0 ? w->place : str_join(a, w->place,
	    str_join(w->r->scratch, STR("!/"), p->inside));
}

static void
add_place(struct work *w, struct bom_component *c, const struct fact_file *x,
    const struct pkg *p)
{
	const struct bom_place *last = c->nplaces != 0 ?
	    &c->places[c->nplaces - 1] : NULL;

	if (x->layer == w->r->f->nlayers)
		return;			/* it lies beside them */
	struct str path = place_of(w, x, p);

	if (last == NULL || !str_eq(last->path, path))
		bom_place_put(w->r->b, c, path, relate_layer(w->r->f,
		    x->layer));
}

static void
set_owner(struct relation *r, struct bom_component *c, size_t owner)
{
	if (owner == NO_PART)
		return;
	c->owner = owner + 1;
	c->owner_vendor = bom_vendor(&r->b->components[owner],
	    c->places[0].path);
}

static size_t
component_of(struct work *w, const struct fact_file *x,
    const struct fact_pkg *p, size_t owner)
{
	struct relation *r = w->r;
	struct str purl = relate_purl(r, p);
	size_t *at = number_of(r->tmp, &w->known, key_of(r->scratch, &p->p,
	    purl, owner + 1));
	bool is_new = *at == 0;

	if (is_new) {
		(void)bom_add(r->b);
		*at = r->b->ncomponents;
	}
	size_t part = *at - 1;
	struct bom_component *c = &r->b->components[part];

	if (is_new) {
		relate_fill(r, c, p, relate_row(x, p));
		c->purl = purl;
		introduced(w, part, &p->p, x->layer);
	}
	relate_add_licences(r, c, &w->licences, p);
	relate_add_more(r, c, p);
	add_place(w, c, x, &p->p);
	c->cached &= w->pass != PASS_OS && is_cache(r, x->path);
	if (is_new)
		set_owner(r, c, owner);
	return part;
}

/* What is asked for, where a lock file says which one it is. */
static bool
place_wish(struct work *w, size_t i, size_t k)
{
	struct relation *r = w->r;
	const struct fact_file *x = &r->f->files[i];
	size_t part = relate_locked(r, w->locks, x, &x->pkgs[k]);

	if (part == NO_PART)
		return false;
	add_place(w, &r->b->components[part], x, &x->pkgs[k].p);
	r->parts[i][k] = part;
	return true;
}

/* A package that is not the operating system's; owner is its file's. */
static void
place_other(struct work *w, size_t i, size_t k, size_t owner)
{
	struct relation *r = w->r;
	const struct fact_file *x = &r->f->files[i];
	const struct fact_pkg *p = &x->pkgs[k];
	bool drop = false;
	size_t as = relate_fold(r, x, p, owner, &drop);

	r->folded[i][k] = as != NO_PART || drop;
	r->parts[i][k] = as != NO_PART || drop ? as :
	    component_of(w, x, p, owner);
	if (!r->folded[i][k] && w->pass == PASS_REST)
		relate_lock_add(r, w->locks, x, p, r->parts[i][k]);
}

/* What a document tells, when it was not found by itself. */
static void
place_told(struct work *w, size_t i, size_t k, size_t owner, size_t *ndropped)
{
	struct relation *r = w->r;
	const struct fact_file *x = &r->f->files[i];
	bool drop;

	if (w->told == NULL)	/* the first: all others are components */
		w->told = relate_told_index(r);
	size_t as = relate_told(r, w->told, &x->pkgs[k], &drop);

	r->folded[i][k] = as != NO_PART || drop;
	r->parts[i][k] = r->folded[i][k] ? as :
	    component_of(w, x, &x->pkgs[k], owner);
	*ndropped += drop;
}

static void
one_file(struct work *w, size_t i)
{
	struct relation *r = w->r;
	const struct fact_file *x = &r->f->files[i];
	size_t owner = NO_PART, ndropped = 0;

	if (w->pass != PASS_OS && x->npkgs != 0 &&
	    x->layer < r->f->nlayers)
		owner = relate_owner(r, x->path, x->layer);
	if (r->parts[i] == NULL) {
		r->parts[i] = NEWN(r->tmp, size_t, x->npkgs);
		r->folded[i] = NEWN(r->tmp, bool, x->npkgs);
		for (size_t k = 0; k < x->npkgs; k++)
			r->parts[i][k] = NO_PART;
	}
	for (size_t k = 0; k < x->npkgs; k++) {
		if (pass_of(r, x, &x->pkgs[k]) != w->pass ||
		    str_trim(x->pkgs[k].p.name).n == 0)
			continue;	/* its row has said so */
		w->seen++;
		if (w->pass == PASS_OS)
			r->parts[i][k] = component_of(w, x, &x->pkgs[k],
			    NO_PART);
		else if (w->pass == PASS_TOLD)
			place_told(w, i, k, owner, &ndropped);
		else if (w->pass != PASS_WISHES || !place_wish(w, i, k))
			place_other(w, i, k, owner);
	}
	if (ndropped != 0)
		notice_note(&r->b->notices, "sbom", x->path, "of this document "
		    "%zu packages of a distribution are not installed here",
		    ndropped);
}

/* Files [from, to) have one path, by layer: the visible one is listed. */
static void
one_path(struct work *w, size_t from, size_t to)
{
	struct relation *r = w->r;

	w->many = to - from > 1;
	if (w->many)
		w->first = (struct numbers){ .v = NULL };
	for (size_t i = from; i < to; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; w->many && k < x->npkgs; k++) {
			size_t *at = first_of(w, &x->pkgs[k].p);

			if (*at == 0)
				*at = x->layer + 1;
		}
		if (x->visible && !r->skip[i])
			one_file(w, i);
	}
}

static void
one_pass(struct work *w, enum pass pass)
{
	const struct facts *f = w->r->f;

	w->pass = pass;
	w->seen = 0;
	for (size_t i = 0, k; i < f->nfiles; i = k) {
		for (k = i + 1; k < f->nfiles && str_eq(f->files[k].path,
		    f->files[i].path); k++)
			;
		one_path(w, i, k);
	}
	if (w->seen != 0 && pass < PASS_REST)
		relate_owners(w->r);
}

void
relate_packages(struct relation *r)
{
	struct work w = { .r = r, .licences = relate_licences(r),
		.locks = map_new(r->tmp) };
	size_t n = 0;
	bool told = false;

	for (size_t i = 0; i < r->f->nfiles; i++) {
		n += r->f->files[i].visible ? r->f->files[i].npkgs : 0;
		told |= relate_tells(r->f->files[i].row);
	}
	bom_reserve(r->b, n);
	relate_owners(r);		/* nobody yet */
	one_pass(&w, PASS_OS);
	one_pass(&w, PASS_HOLDERS);
	one_pass(&w, PASS_LANGUAGES);
	one_pass(&w, PASS_REST);
	one_pass(&w, PASS_WISHES);
	if (told)
		one_pass(&w, PASS_TOLD);
}
