/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "base/hash.h"
#include "identity/licence.h"
#include "identity/purl.h"

/*
 * Visible package records become components. The same package in two
 * databases (lib/apk and usr/lib/apk, both real) is one component with two
 * places; its layer is the lowest in which the database at that path had it
 * with the same name, version and architecture.
 */
static bool
is(const struct pkg *p, const char *type)
{
	return strcmp(p->type, type) == 0;
}

/* What makes two records the same package; NUL is in none of the parts. */
static struct str
key_of(struct arena *a, const struct pkg *p)
{
	struct str parts[] = { str_from(p->type), p->group, p->name, p->version, p->epoch, p->arch };
	size_t n = 0, at = 0;

	for (size_t i = 0; i < 6; i++)
		n += parts[i].n + 1;

	char *z = NEWN(a, char, n);

	for (size_t i = 0; i < 6; i++) {
		if (parts[i].n != 0)
			memcpy(z + at, parts[i].p, parts[i].n);
		at += parts[i].n + 1;
	}
	return str_of(z, n);
}

/* ---- licences stated by other files ---- */

struct licences {
	struct map *by_name;	/* name, or name:arch: struct said * */
};

struct said {
	const struct fact_named *n;
	struct said *next;	/* in the order of the files */
};

static struct licences
licences_of(struct relation *r)
{
	struct licences l = { map_new(r->tmp) };

	for (size_t i = r->f->nfiles; i-- > 0;) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = x->visible ? x->nnamed : 0; k-- > 0;) {
			if (x->named[k].licence.n == 0)
				continue;

			void **at = map_put(l.by_name, x->named[k].package,
			    NULL);
			struct said *s = NEW(r->tmp, struct said);

			*s = (struct said){ &x->named[k], *at };
			*at = s;
		}
	}
	return l;
}

static void
add_licence(struct bom *b, struct bom_component *c, struct str text)
{
	struct licence l = licence_classify(b->arena, text);

	if (l.text.n != 0)
		bom_licence_add(b, c, (struct bom_licence){ l.text, l.form });
}

/* Older apk packages list names, divided by blanks; newer ones have an
   expression. */
static void
add_apk_licence(struct bom *b, struct bom_component *c, struct str text)
{
	struct licence whole = licence_classify(b->arena, text);
	struct str word;

	if (whole.form != LICENCE_NAME) {
		add_licence(b, c, text);
		return;
	}
	while (str_word(&text, &word))
		add_licence(b, c, word);
}

static bool
add_named(struct relation *r, struct bom_component *c,
    const struct licences *l, struct str name)
{
	void **at = map_find(l->by_name, name);
	const struct said *s = at != NULL ? *at : NULL;

	for (; s != NULL; s = s->next)
		add_licence(r->b, c, s->n->licence);
	return at != NULL;
}

/* usr/share/doc/NAME is often a link to the directory of another package of
   the same source (Debian Policy 12.3). */
static struct str
doc_owner(struct relation *r, struct str name)
{
	struct str path = str_fmt(r->tmp, "usr/share/doc/%.*s/copyright",
	    STR_ARG(name));
	struct str dir = STR("usr/share/doc/");

	if (r->f->view == NULL)
		return STR("");
	path = facts_resolve(r->f, path);
	if (!str_starts(path, dir) || !str_ends(path, STR("/copyright")))
		return STR("");
	return str_sub(path, dir.n, path.n - STR("/copyright").n);
}

static void
add_licences(struct relation *r, struct bom_component *c,
    const struct licences *l, const struct pkg *p)
{
	if (is(p, "apk"))
		add_apk_licence(r->b, c, p->licence);
	else
		add_licence(r->b, c, p->licence);
	if (is(p, "deb") && !add_named(r, c, l, p->name) &&
	    !add_named(r, c, l, str_fmt(r->tmp, "%.*s:%.*s",
	    STR_ARG(p->name), STR_ARG(p->arch))))
		(void)add_named(r, c, l, doc_owner(r, p->name));
}

/* ---- one component ---- */

/* Debian's and Alpine's binaries are their own source unless they say else. */
static void
take_source(struct arena *a, struct bom_component *c, const struct pkg *p)
{
	c->source_name = str_dup(a, p->source_name);
	c->source_version = str_dup(a, p->source_version);
	c->source_epoch_unknown = p->source_epoch_unknown;
	if (is(p, "rpm"))
		return;
	if (c->source_name.n == 0)
		c->source_name = c->name;
	if (c->source_version.n == 0)
		c->source_version = c->version;
}

/* The source's name, with its version when it has one of its own. */
static struct str
upstream(struct arena *a, const struct pkg *p)
{
	bool other = p->source_version.n != 0 &&
	    !str_eq(p->source_version, p->version);
	struct str name = p->source_name.n != 0 ? p->source_name : p->name;

	if (!other)
		return str_eq(name, p->name) ? STR("") : name;
	return str_join(a, str_join(a, name, STR("@")), p->source_version);
}

static struct str
purl_of(struct relation *r, const struct pkg *p)
{
	struct arena *a = r->b->arena;
	struct purl u = {
		.type = str_from(p->type),
		.namespace = distro_purl_namespace(a, &r->b->distro),
		.name = p->name, .version = p->version };

	/* deb, apk: purl-spec wants lower case; their names have no other. */
	purl_set(a, &u, "arch", p->arch);
	purl_set(a, &u, "distro", distro_qualifier(a, &r->b->distro));
	purl_set(a, &u, "epoch", p->epoch);
	purl_set(a, &u, "upstream", upstream(a, p));
	return purl_format(a, &u);
}

static void
fill(struct relation *r, struct bom_component *c, const struct pkg *p)
{
	struct arena *a = r->b->arena;

	c->kind = BOM_LIBRARY;
	c->type = str_from(p->type);
	c->name = str_dup(a, p->name);
	c->version = str_dup(a, p->version);
	c->epoch = str_dup(a, p->epoch);
	if (p->epoch.n != 0)
		c->version = str_join(a, str_join(a, c->epoch, STR(":")),
		    c->version);
	c->arch = str_dup(a, p->arch);
	c->purl = purl_of(r, p);
	c->module = str_dup(a, p->module);
	c->module_known = p->module_known;
	c->vendor = str_dup(a, p->vendor);
	c->description = str_dup(a, p->description);
	take_source(a, c, p);
}

/* ---- all of them ---- */

struct work {
	struct relation *r;
	struct licences licences;
	struct map *known;	/* key: component + 1 */
	struct map *first;	/* key: lowest layer + 1, of one path */
};

static void
introduced(struct work *w, struct bom_component *c, const struct pkg *p,
    size_t seen_in)
{
	const struct facts *f = w->r->f;
	void **at = map_find(w->first, key_of(w->r->tmp, p));
	size_t layer = at != NULL ? (size_t)(uintptr_t)*at - 1 : seen_in;

	c->layer = str_dup(w->r->b->arena, relate_layer(f, layer));
	if (layer < f->nlayers)
		c->created_by = str_dup(w->r->b->arena,
		    f->layers[layer].created_by);
}

static size_t
component_of(struct work *w, const struct fact_file *x,
    const struct fact_pkg *fp)
{
	const struct pkg *p = &fp->p;
	const struct cataloger *row = fp->row != NULL ? fp->row : x->row;
	struct bom *b = w->r->b;
	void **at = map_put(w->known, key_of(w->r->tmp, p), NULL);
	struct bom_component *c;
	struct str path = str_join(w->r->tmp, STR("/"), x->path);

	if (*at == NULL) {
		c = bom_add(b);
		*at = (void *)(uintptr_t)b->ncomponents;
		fill(w->r, c, p);
		c->found_by = str_from(row->name);
		add_licences(w->r, c, &w->licences, p);
		introduced(w, c, p, x->layer);
	} else {
		c = &b->components[(size_t)(uintptr_t)*at - 1];
	}
	if (c->nplaces == 0 ||
	    !str_eq(c->places[c->nplaces - 1].path, path))
		bom_place_add(b, c, path, relate_layer(w->r->f, x->layer));
	return (size_t)(uintptr_t)*at - 1;
}

/* Files [from, to) have one path, by layer: the visible one is listed. */
static void
one_path(struct work *w, size_t from, size_t to)
{
	struct relation *r = w->r;

	w->first = map_new(r->tmp);
	for (size_t i = from; i < to; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; to - from > 1 && k < x->npkgs; k++) {
			void **at = map_put(w->first,
			    key_of(r->tmp, &x->pkgs[k].p), NULL);

			if (*at == NULL)
				*at = (void *)(uintptr_t)(x->layer + 1);
		}
		if (!x->visible || r->skip[i])
			continue;
		r->parts[i] = NEWN(r->tmp, size_t, x->npkgs);
		for (size_t k = 0; k < x->npkgs; k++)
			r->parts[i][k] = component_of(w, x, &x->pkgs[k]);
	}
}

void
relate_packages(struct relation *r)
{
	struct work w = { .r = r, .licences = licences_of(r),
		.known = map_new(r->tmp) };
	const struct facts *f = r->f;

	for (size_t i = 0, k; i < f->nfiles; i = k) {
		for (k = i + 1; k < f->nfiles && str_eq(f->files[k].path,
		    f->files[i].path); k++)
			;
		one_path(&w, i, k);
	}
}
