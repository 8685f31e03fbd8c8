/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bom_finish: what makes equal facts give equal bytes. Order is bytewise by
 * kind, purl, name, version, first place; the rest of the fields only break
 * ties, so that no two different components are in the order they came in.
 */
#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "bom/bom.h"
#include "codec/digest.h"

enum { FIELDS = 12 };

/* What orders components, in this order; equal here is one component. */
static void
identity(const struct bom_component *c, struct str f[FIELDS])
{
	const struct bom_place none = { { NULL, 0 }, { NULL, 0 } };
	const struct bom_place *at = c->nplaces != 0 ? &c->places[0] : &none;

	f[0] = c->purl;
	f[1] = c->type;
	f[2] = c->group;
	f[3] = c->name;
	f[4] = c->version;
	f[5] = at->path;
	f[6] = at->layer;
	f[7] = c->layer;
	f[8] = c->arch;
	f[9] = c->epoch;
	f[10] = c->cpe;
	f[11] = c->ref;
}

static int
identity_cmp(const struct bom_component *a, const struct bom_component *b)
{
	struct str x[FIELDS], y[FIELDS];
	int d = (a->kind > b->kind) - (a->kind < b->kind);

	identity(a, x);
	identity(b, y);
	for (size_t i = 0; d == 0 && i < FIELDS; i++)
		d = str_cmp(x[i], y[i]);
	return d;
}

static int
props_cmp(const struct bom_props *a, const struct bom_props *b)
{
	int d = (a->n > b->n) - (a->n < b->n);

	for (size_t i = 0; d == 0 && i < a->n; i++) {
		d = str_cmp(a->v[i].name, b->v[i].name);
		if (d == 0)
			d = str_cmp(a->v[i].value, b->v[i].value);
	}
	return d;
}

/* Of two that are to be joined: which one's fields win. */
static int
detail_cmp(const struct bom_component *a, const struct bom_component *b)
{
	const struct str x[] = { a->source_name, a->source_version, a->module,
		a->vendor, a->description, a->found_by, a->created_by };
	const struct str y[] = { b->source_name, b->source_version, b->module,
		b->vendor, b->description, b->found_by, b->created_by };
	int d = 0;

	for (size_t i = 0; d == 0 && i < sizeof x / sizeof *x; i++)
		d = str_cmp(y[i], x[i]);	/* known before unknown */
	return d != 0 ? d : props_cmp(&a->props, &b->props);
}

struct slot {
	const struct bom_component *c;
	size_t was;
};

static int
slot_cmp(const void *x, const void *y)
{
	const struct slot *a = x, *b = y;
	int d = identity_cmp(a->c, b->c);

	if (d == 0)
		d = detail_cmp(a->c, b->c);
	return d != 0 ? d : (a->was > b->was) - (a->was < b->was);
}

static void
props_finish(struct bom_props *p)
{
	size_t n = 0;

	bom_props_sort(p);
	for (size_t i = 0; i < p->n; i++)
		if (n == 0 || !str_eq(p->v[n - 1].name, p->v[i].name) ||
		    !str_eq(p->v[n - 1].value, p->v[i].value))
			p->v[n++] = p->v[i];
	p->n = n;
}

static int
place_cmp(const void *x, const void *y)
{
	const struct bom_place *a = x, *b = y;
	int d = str_cmp(a->path, b->path);

	return d != 0 ? d : str_cmp(a->layer, b->layer);
}

/* Is x the same place as y, with less said of it? They are sorted so. */
static bool
says_less(const struct bom_place *x, const struct bom_place *y)
{
	return str_eq(x->path, y->path) &&
	    (x->layer.n == 0 || str_eq(x->layer, y->layer));
}

/* The first stays first: it is the file that proved the component. */
static void
places_finish(struct bom_component *c)
{
	struct bom_place *v = c->places;
	size_t n = 1;

	if (c->nplaces < 2)
		return;
	qsort(v + 1, c->nplaces - 1, sizeof *v, place_cmp);
	for (size_t i = 1; i < c->nplaces && v[0].layer.n == 0; i++)
		if (says_less(&v[0], &v[i]))
			v[0].layer = v[i].layer;
	for (size_t i = 1; i < c->nplaces; i++) {
		bool last = i + 1 == c->nplaces;

		if (!says_less(&v[i], &v[0]) &&
		    (last || !says_less(&v[i], &v[i + 1])))
			v[n++] = v[i];
	}
	c->nplaces = n;
}

static int
hash_cmp(const void *x, const void *y)
{
	const struct bom_hash *a = x, *b = y;
	int d = str_cmp(a->alg, b->alg);

	return d != 0 ? d : str_cmp(a->hex, b->hex);
}

static void
hashes_finish(struct bom_component *c)
{
	size_t n = 0;

	if (c->nhashes > 1)
		qsort(c->hashes, c->nhashes, sizeof *c->hashes, hash_cmp);
	for (size_t i = 0; i < c->nhashes; i++)
		if (n == 0 || hash_cmp(&c->hashes[n - 1], &c->hashes[i]) != 0)
			c->hashes[n++] = c->hashes[i];
	c->nhashes = n;
}

static int
licence_cmp(const void *x, const void *y)
{
	const struct bom_licence *a = x, *b = y;
	int d = (a->form > b->form) - (a->form < b->form);

	if (d == 0)
		d = str_cmp(a->text, b->text);
	return d != 0 ? d : (a->said > b->said) - (a->said < b->said);
}

static void
licences_finish(struct bom_component *c)
{
	size_t n = 0;

	if (c->nlicences > 1)
		qsort(c->licences, c->nlicences, sizeof *c->licences,
		    licence_cmp);
	for (size_t i = 0; i < c->nlicences; i++)
		if (n == 0 ||
		    licence_cmp(&c->licences[n - 1], &c->licences[i]) != 0)
			c->licences[n++] = c->licences[i];
	c->nlicences = n;
}

static int
text_cmp(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void
cpes_finish(struct bom_component *c)
{
	size_t n = 0;

	if (c->ncpes > 1)
		qsort(c->cpes, c->ncpes, sizeof *c->cpes, text_cmp);
	for (size_t i = 0; i < c->ncpes; i++)
		if (!str_eq(c->cpes[i], c->cpe) &&
		    (n == 0 || !str_eq(c->cpes[n - 1], c->cpes[i])))
			c->cpes[n++] = c->cpes[i];
	c->ncpes = n;
}

static void
keep_known(struct str *to, struct str from)
{
	if (to->n == 0)
		*to = from;
}

/* The lists of a component: where the array is, its length, an element. */
#define LIST(array, count) { offsetof(struct bom_component, array),	\
	offsetof(struct bom_component, count),				\
	sizeof *((struct bom_component *)0)->array }
static const struct list {
	size_t array, count, size;
} lists[] = {
	LIST(licences, nlicences), LIST(hashes, nhashes),
	LIST(places, nplaces), LIST(props.v, props.n),
	LIST(depends, ndepends), LIST(cpes, ncpes),
};

static size_t
list_count(const struct bom_component *c, const struct list *l)
{
	size_t n;

	memcpy(&n, (const char *)c + l->count, sizeof n);
	return n;
}

static const char *
list_array(const struct bom_component *c, const struct list *l)
{
	const char *p;

	memcpy(&p, (const char *)c + l->array, sizeof p);
	return p;
}

/* One array of all that the run's components hold. */
static void
join_list(struct arena *a, struct bom_component *to, const struct slot *run,
    size_t n, const struct list *l)
{
	size_t all = 0, used = 0;

	for (size_t i = 0; i < n; i++)
		all += list_count(run[i].c, l);
	char *p = arena_alloc(a, all, l->size);

	for (size_t i = 0; i < n; i++) {
		size_t bytes = list_count(run[i].c, l) * l->size;

		if (bytes != 0)
			memcpy(p + used, list_array(run[i].c, l), bytes);
		used += bytes;
	}
	memcpy((char *)to + l->array, &p, sizeof p);
	memcpy((char *)to + l->count, &all, sizeof all);
}

static void
join_fields(struct bom_component *to, const struct bom_component *from)
{
	keep_known(&to->source_name, from->source_name);
	keep_known(&to->source_version, from->source_version);
	keep_known(&to->module, from->module);
	keep_known(&to->vendor, from->vendor);
	keep_known(&to->description, from->description);
	keep_known(&to->found_by, from->found_by);
	keep_known(&to->created_by, from->created_by);
	if (to->distro == NULL)
		to->distro = from->distro;
	to->source_epoch_unknown &= from->source_epoch_unknown;
	to->module_known |= from->module_known;
	to->depends_known |= from->depends_known;
	to->excluded &= from->excluded;
	to->local &= from->local;
	to->guessed &= from->guessed;
	to->cached &= from->cached;
	to->source_package &= from->source_package;
	keep_known(&to->owner_ref, from->owner_ref);
	if (to->technique > from->technique)
		to->technique = from->technique;
	if (to->owner == 0)
		to->owner = from->owner;
	if (to->owner_vendor == OWNER_UNKNOWN)
		to->owner_vendor = from->owner_vendor;
}

/* One component of a run that are all the same. */
static struct bom_component
join(struct arena *a, const struct slot *run, size_t n)
{
	struct bom_component to = *run[0].c;

	if (n == 1)
		return to;
	for (size_t i = 1; i < n; i++)
		join_fields(&to, run[i].c);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		join_list(a, &to, run, n, &lists[i]);
	to.props.cap = to.props.n;
	return to;
}

/* No two are the same: each goes to its place, without a copy of all. */
static bool
move_all(struct bom *b, struct slot *slots, size_t *now)
{
	struct bom_component *v = b->components;
	size_t n = b->ncomponents;

	for (size_t i = 1; i < n; i++)
		if (identity_cmp(slots[i - 1].c, slots[i].c) == 0)
			return false;
	for (size_t i = 0; i < n; i++)
		now[slots[i].was] = i;
	/* slots[i].was is what belongs to i; once that is there, i itself. */
	for (size_t i = 0; i < n; i++) {
		struct bom_component held = v[i];
		size_t to = i;

		while (slots[to].was != i) {
			size_t from = slots[to].was;

			v[to] = v[from];
			slots[to].was = to;
			to = from;
		}
		v[to] = held;
		slots[to].was = to;
	}
	return true;
}

/* As our own documents are. */
static bool
is_ordered(const struct bom *b)
{
	for (size_t i = 1; i < b->ncomponents; i++)
		if (identity_cmp(&b->components[i - 1],
		    &b->components[i]) >= 0)
			return false;
	return true;
}

/* Fills now[was] with each component's new index. */
static void
order_components(struct bom *b, struct arena *tmp, size_t *now)
{
	struct bom_component *old = b->components;
	struct slot *slots;
	size_t n = 0;

	for (size_t i = 0; i < b->ncomponents; i++) {
		props_finish(&old[i].props);
		now[i] = i;
	}
	if (is_ordered(b))
		return;
	slots = NEWN(tmp, struct slot, b->ncomponents);
	for (size_t i = 0; i < b->ncomponents; i++)
		slots[i] = (struct slot){ &old[i], i };
	if (b->ncomponents > 1)
		qsort(slots, b->ncomponents, sizeof *slots, slot_cmp);
	if (move_all(b, slots, now))
		return;
	struct bom_component *v =
	    NEWN(tmp, struct bom_component, b->ncomponents);

	for (size_t i = 0, end; i < b->ncomponents; i = end) {
		for (end = i; end < b->ncomponents &&
		    identity_cmp(slots[i].c, slots[end].c) == 0; end++)
			now[slots[end].was] = n;
		v[n++] = join(b->arena, slots + i, end - i);
	}
	if (n != 0)
		memcpy(old, v, n * sizeof *v);
	b->ncomponents = n;
}

static int
index_cmp(const void *x, const void *y)
{
	const size_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* Renumber, sort, drop repeats and edges to itself. */
static void
depends_finish(struct bom_component *c, size_t self, const size_t *now,
    size_t nnow)
{
	size_t n = 0;

	for (size_t i = 0; i < c->ndepends; i++)
		if (c->depends[i] < nnow && now[c->depends[i]] != self)
			c->depends[n++] = now[c->depends[i]];
	if (n > 1)
		qsort(c->depends, n, sizeof *c->depends, index_cmp);
	c->ndepends = 0;
	for (size_t i = 0; i < n; i++)
		if (c->ndepends == 0 ||
		    c->depends[c->ndepends - 1] != c->depends[i])
			c->depends[c->ndepends++] = c->depends[i];
}

/* Renumber; nothing owns itself. */
static void
owner_finish(struct bom_component *c, size_t self, const size_t *now,
    size_t nnow)
{
	if (c->owner == 0)
		return;
	c->owner = c->owner <= nnow ? now[c->owner - 1] + 1 : 0;
	if (c->owner == self + 1)
		c->owner = 0;
}

/* ---- references ---- */

/* How often each wish for a reference occurs is kept in a map: 1, 2 (many). */
static struct str
wish(struct arena *a, const struct bom_component *c)
{
	if (c->purl.n != 0)
		return c->purl;
	struct str type = c->type.n != 0 ? c->type : STR("component");
	struct str s = str_join(a, str_join(a, type, STR(":")), c->group);

	if (c->group.n != 0)
		s = str_join(a, s, STR("/"));
	s = str_join(a, s, c->name);
	return c->version.n == 0 ? s
	    : str_join(a, str_join(a, s, STR("@")), c->version);
}

/* 16 hex digits of what tells this component from its namesakes. */
static struct str
mark(struct arena *a, const struct bom_component *c, size_t round)
{
	struct digest *d = digest_new(DIGEST_SHA256);
	struct str f[FIELDS];
	uint8_t raw[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];

	identity(c, f);
	for (size_t i = 0; i < FIELDS; i++) {
		digest_add(d, f[i].p, f[i].n);
		digest_add(d, "", 1);
	}
	struct str salt = str_fmt(a, "%d %zu", (int)c->kind, round);

	digest_add(d, salt.p, salt.n);
	size_t n = digest_end(d, raw);

	return str_dup(a, str_sub(digest_hex(hex, raw, n), 0, 16));
}

/*
 * The purl with one more qualifier, before a subpath; Syft's name for it, so
 * that readers which strip that one find the purl.
 */
static struct str
marked(struct arena *a, const struct bom_component *c, struct str want,
    size_t round)
{
	struct str id = mark(a, c, round);

	if (c->purl.n == 0)
		return str_join(a, str_join(a, want, STR("#")), id);
	size_t hash = str_find(want, '#');
	struct str head = str_sub(want, 0, hash);
	bool first = str_find(head, '?') == head.n;
	struct str q = str_join(a, first ? STR("?package-id=")
	    : STR("&package-id="), id);

	return str_join(a, str_join(a, head, q), str_from_pos(want, hash));
}

static bool
taken(struct map *refs, struct str ref)
{
	bool is_new;

	(void)map_put(refs, ref, &is_new);
	return !is_new;
}

static void
make_ref(struct arena *a, struct map *refs, struct map *wishes,
    struct bom_component *c)
{
	struct str want = wish(a, c);
	bool many = *map_find(wishes, want) != NULL;

	if (!many && !taken(refs, want)) {
		c->ref = want;
		return;
	}
	for (size_t round = 0;; round++) {
		c->ref = marked(a, c, want, round);
		if (!taken(refs, c->ref))
			return;
	}
}

/* References that a document brought stay, where they are unique. */
static void
make_refs(struct bom *b, struct arena *tmp)
{
	struct map *refs = map_new_for(tmp, b->ncomponents + 2);
	struct map *wishes = map_new_for(tmp, b->ncomponents);

	(void)taken(refs, bom_subject_ref(tmp, b));
	(void)taken(refs, bom_distro_ref(tmp, b));
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];
		bool is_new;

		if (c->ref.n != 0 && taken(refs, c->ref))
			c->ref = STR("");
		if (c->ref.n != 0)
			continue;
		void **many = map_put(wishes, wish(tmp, c), &is_new);

		if (!is_new)
			*many = b;	/* anything but NULL */
	}
	for (size_t i = 0; i < b->ncomponents; i++)
		if (b->components[i].ref.n == 0)
			make_ref(b->arena, refs, wishes, &b->components[i]);
}

static void
files_finish(struct bom_files *f, const size_t *now, size_t nnow)
{
	for (size_t i = 0; f != NULL && i < f->n; i++)
		if (f->owners[i] != 0)
			f->owners[i] = f->owners[i] > nnow ? 0 :
			    (uint32_t)now[f->owners[i] - 1] + 1;
}

static void
authors_finish(struct bom *b)
{
	size_t n = 0;

	if (b->nauthors > 1)
		qsort(b->authors, b->nauthors, sizeof *b->authors, text_cmp);
	for (size_t i = 0; i < b->nauthors; i++)
		if (n == 0 || !str_eq(b->authors[i], b->authors[n - 1]))
			b->authors[n++] = b->authors[i];
	b->nauthors = n;
}

void
bom_finish(struct bom *b)
{
	struct arena *tmp = arena_new(limits_default.memory);
	size_t n = b->ncomponents, *now = NEWN(tmp, size_t, n);

	order_components(b, tmp, now);
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];

		places_finish(c);
		hashes_finish(c);
		licences_finish(c);
		cpes_finish(c);
		props_finish(&c->props);
		depends_finish(c, i, now, n);
		owner_finish(c, i, now, n);
	}
	files_finish(b->files, now, n);
	make_refs(b, tmp);
	props_finish(&b->props);
	if (b->ntags > 1)
		qsort(b->tags, b->ntags, sizeof *b->tags, text_cmp);
	authors_finish(b);
	notices_sort(&b->notices);
	arena_free(tmp);
}
