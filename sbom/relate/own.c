/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/search.h"
#include "sbom/layer/path.h"
#include "sbom/layer/view.h"

/*
 * Who owns which file. Packages own paths as their databases spell them, kept
 * as keyed hashes only; on a merged /usr, say, that is not where the file is
 * ("/lib/x" against "/usr/lib/x"). So a file is asked for under its own name
 * first, and then under those that symbolic links give it: a direct claim
 * beats one through a link.
 *
 * Limits:   NAMES_MAX names of one file.
 */
enum { NAMES_MAX = 64, BITS = 14, BUCKETS = 1 << BITS, FEW = 32 };

struct claim {
	uint64_t path;
	size_t part;
};

/* A directory or file, and a symbolic link that names it. */
struct detour {
	uint64_t real;		/* of the path that it leads to, as written */
	struct str link;
	size_t layer;
};

/* One that files elsewhere name, and that is no component yet. */
struct pending {
	size_t file, named;
};

struct owners {
	struct claim *claims;	/* in order, each once */
	size_t nclaims, cclaims;
	/* Those of this round: first each bucket is counted, then filled. */
	struct claim *fresh;	/* NULL while they are counted */
	size_t end[BUCKETS + 1];
	bool **claimed;		/* per file, per package: it was asked */
	struct pending *pending;
	size_t npending;
	struct map *names;	/* of the first nnames components */
	size_t nnames;
	struct detour *detours;
	size_t ndetours, cdetours;
};

static int
claim_cmp(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;

	if (a->path != b->path)
		return a->path < b->path ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

static int
detour_cmp(const void *x, const void *y)
{
	const struct detour *a = x, *b = y;

	if (a->real != b->real)
		return a->real < b->real ? -1 : 1;
	return str_cmp(a->link, b->link);
}

static void
claim_all(struct relation *r, const uint64_t *paths, size_t n, size_t part)
{
	struct owners *o = r->owners;

	for (size_t i = 0; i < n && o->fresh == NULL; i++)
		o->end[(paths[i] >> (64 - BITS)) + 1]++;
	for (size_t i = 0; i < n && o->fresh != NULL; i++)
		o->fresh[o->end[paths[i] >> (64 - BITS)]++] =
		    (struct claim){ paths[i], part };
}

static bool
may_own(const struct fact_file *x, const struct fact_pkg *p)
{
	return relate_is_os(x, p) || relate_is_holder(x, p) ||
	    relate_is_language(x, p);
}

static struct owners *
owners_new(struct relation *r)
{
	struct owners *o = NEW(r->tmp, struct owners);
	size_t named = 0;

	o->claimed = NEWN(r->tmp, bool *, r->f->nfiles);
	o->names = map_new(r->tmp);
	for (size_t i = 0; i < r->f->nfiles; i++)
		named += r->f->files[i].visible ? r->f->files[i].nnamed : 0;
	o->pending = NEWN(r->tmp, struct pending, named);
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nnamed; k++) {
			if (x->named[k].nowns != 0)
				o->pending[o->npending++] =
				    (struct pending){ i, k };
		}
	}
	return o;
}

/* ---- claims of files that name the package (dpkg's info/NAME.list) ---- */

static void
put_name(struct owners *o, struct str name, size_t i)
{
	void **at = map_put(o->names, name, NULL);

	if (*at == NULL)
		*at = (void *)(uintptr_t)(i + 1);
}

/* dpkg's components by "name" and "name:arch"; of several of one name the
   first. Those that came since the last round. */
static void
more_names_of_all(struct relation *r)
{
	struct owners *o = r->owners;
	const struct bom *b = r->b;

	for (; o->nnames < b->ncomponents; o->nnames++) {
		const struct bom_component *c = &b->components[o->nnames];

		if (str_eq(c->type, STR("rpm")) || str_eq(c->type, STR("apk")))
			continue;
		put_name(o, c->name, o->nnames);
		put_name(o, str_join(r->tmp, str_join(r->tmp, c->name,
		    STR(":")), c->arch), o->nnames);
	}
}

static void
claim_named(struct relation *r)
{
	struct owners *o = r->owners;
	size_t left = 0;

	if (o->npending != 0)
		more_names_of_all(r);
	for (size_t i = 0; i < o->npending; i++) {
		struct pending p = o->pending[i];
		const struct fact_named *n =
		    &r->f->files[p.file].named[p.named];
		void **at = map_find(o->names, n->package);

		if (at != NULL)
			claim_all(r, n->owns, n->nowns,
			    (size_t)(uintptr_t)*at - 1);
		else if (o->fresh != NULL)
			o->pending[left++] = p;
	}
	if (o->fresh != NULL)
		o->npending = left;
}

static void
claim_file(struct relation *r, size_t i)
{
	const struct fact_file *x = &r->f->files[i];
	bool **claimed = &r->owners->claimed[i];

	if (*claimed == NULL)
		*claimed = NEWN(r->tmp, bool, x->npkgs);
	for (size_t k = 0; k < x->npkgs; k++) {
		const struct fact_pkg *p = &x->pkgs[k];

		if (p->nowns == 0 || (*claimed)[k] ||
		    r->parts[i][k] == NO_PART || !may_own(x, p))
			continue;
		(*claimed)[k] = r->owners->fresh != NULL;
		claim_all(r, p->owns, p->nowns, r->parts[i][k]);
	}
}

static void
claim_records(struct relation *r)
{
	for (size_t i = 0; i < r->f->nfiles; i++)
		if (r->parts[i] != NULL && r->f->files[i].npkgs != 0)
			claim_file(r, i);
}

/* ---- links, from where they lead ---- */

static void
add_detour(struct relation *r, const struct sym *s, size_t layer)
{
	struct owners *o = r->owners;
	char room[PATH_MAX_BYTES];
	struct str raw = s->target, dir = path_dir(s->path), real;

	if (raw.n == 0)
		return;
	if (raw.p[0] != '/' && dir.n > 0)
		raw = str_join(r->tmp, dir, str_join(r->tmp, STR("/"), raw));
	if (!path_clean(raw, room, &real) || real.n == 0 ||
	    str_eq(real, s->path))
		return;
	o->detours = arena_grow(r->tmp, o->detours, o->ndetours, &o->cdetours,
	    sizeof *o->detours);
	o->detours[o->ndetours++] = (struct detour){ hash_str(real), s->path,
		layer };
}

static void
find_detours(struct relation *r)
{
	const struct view *v = r->f->view;
	struct owners *o = r->owners;

	for (size_t i = 0; v != NULL && i < v->n; i++)
		for (size_t k = 0; k < v->layers[i]->nsyms; k++)
			add_detour(r, &v->layers[i]->syms[k], i);
	if (o->ndetours > 1)
		qsort(o->detours, o->ndetours, sizeof *o->detours,
		    detour_cmp);
}

/* ---- all of them ---- */

/* One bucket: mostly a few. */
static void
sort(struct claim *v, size_t n)
{
	if (n > FEW) {
		qsort(v, n, sizeof *v, claim_cmp);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct claim x = v[i];
		size_t k = i;

		for (; k > 0 && claim_cmp(&v[k - 1], &x) > 0; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

/*
 * By path, then component. Paths are keyed hashes, spread evenly whatever the
 * image holds, so that one pass puts each next to its place; only a path that
 * is claimed over and over makes a bucket large. Returns how many they are.
 */
static size_t
collect(struct relation *r)
{
	struct owners *o = r->owners;

	o->fresh = NULL;
	memset(o->end, 0, sizeof o->end);
	claim_records(r);
	claim_named(r);
	for (size_t i = 0; i < BUCKETS; i++)
		o->end[i + 1] += o->end[i];
	size_t n = o->end[BUCKETS];

	/* end[b] is where b begins, and moves to its end. */
	o->fresh = NEWN(r->tmp, struct claim, n);
	claim_records(r);
	claim_named(r);
	for (size_t i = 0, from = 0; i < BUCKETS; from = o->end[i++])
		sort(o->fresh + from, o->end[i] - from);
	return n;
}

/* Each once, from i on: dpkg says it twice, in NAME.list and in NAME.md5sums. */
static void
drop_twice(struct owners *o, size_t i)
{
	size_t n = i;

	for (; i < o->nclaims; i++)
		if (n == 0 || claim_cmp(&o->claims[n - 1], &o->claims[i]) != 0)
			o->claims[n++] = o->claims[i];
	o->nclaims = n;
}

/* This round's into those of the rounds before, from behind. */
static void
merge(struct relation *r, size_t nfresh)
{
	struct owners *o = r->owners;
	size_t a = o->nclaims, b = nfresh, n = a + b;

	if (a == 0) {
		o->claims = o->fresh;
		o->cclaims = nfresh;
		b = n = 0;
	} else if (n > o->cclaims) {
		struct claim *v = NEWN(r->tmp, struct claim, n);

		memcpy(v, o->claims, a * sizeof *v);
		o->claims = v;
		o->cclaims = n;
	}
	o->nclaims = a + nfresh;
	while (b > 0)
		o->claims[--n] = a > 0 && claim_cmp(&o->claims[a - 1],
		    &o->fresh[b - 1]) > 0 ? o->claims[--a] : o->fresh[--b];
	drop_twice(o, n);
}

void
relate_owners(struct relation *r)
{
	if (r->owners == NULL)
		r->owners = owners_new(r);

	size_t n = collect(r);

	if (n == 0)
		return;
	merge(r, n);
	if (r->owners->ndetours == 0)
		find_detours(r);
}

/* ---- questions ---- */

/* Index of the first claim of the path, or nclaims. */
static size_t
claimant(const struct owners *o, uint64_t path)
{
	size_t i = search_u64(o->claims, o->nclaims, sizeof *o->claims,
	    offsetof(struct claim, path), path);

	return i < o->nclaims && o->claims[i].path == path ? i : o->nclaims;
}

static size_t
first_detour(const struct owners *o, uint64_t real)
{
	return search_u64(o->detours, o->ndetours, sizeof *o->detours,
	    offsetof(struct detour, real), real);
}

/* The names of one file, in the order in which they were found. */
struct names {
	struct str v[NAMES_MAX];
	size_t n;
};

static void
add_name(struct relation *r, struct names *l, struct str link,
    struct str rest)
{
	struct str name = str_join(r->tmp, link, rest);

	if (l->n == NAMES_MAX || name.n > PATH_MAX_BYTES)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i], name))
			return;
	l->v[l->n++] = name;
}

/* Is the link what a container sees at its path? */
static bool
is_seen(const struct relation *r, const struct detour *d)
{
	size_t layer = 0;

	return view_find(r->f->view, d->link, r->f->view->n, &layer) ==
	    NODE_SYMLINK && layer == d->layer;
}

/* Names through links to the path or to a directory above it. */
static void
more_names(struct relation *r, struct names *l, struct str path)
{
	const struct owners *o = r->owners;

	for (size_t n = 1; n <= path.n; n++) {
		if (n < path.n && path.p[n] != '/')
			continue;
		uint64_t hash = hash_str(str_sub(path, 0, n));

		for (size_t i = first_detour(o, hash); i < o->ndetours &&
		    o->detours[i].real == hash && l->n < NAMES_MAX; i++)
			if (is_seen(r, &o->detours[i]))
				add_name(r, l, o->detours[i].link,
				    str_from_pos(path, n));
	}
}

/*
 * Files that are never a package's: the databases themselves, which the
 * package manager's own package lists, and copyright files.
 */
static bool
is_nobodys(struct str path)
{
	static const char *const dirs[] = { "var/lib/dpkg/", "var/lib/rpm/",
		"lib/apk/db/", "usr/lib/apk/db/", "usr/lib/sysimage/rpm/",
		"usr/share/rpm/" };
	static const char *const names[] = { "Packages", "Packages.db",
		"rpmdb.sqlite" };
	struct str base = path_base(path);

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (str_starts(path, str_from(dirs[i])))
			return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(base, str_from(names[i])) &&
		    str_ends(path_dir(path), STR("/rpm")))
			return true;
	return str_starts(path, STR("usr/share/doc/")) &&
	    str_eq(base, STR("copyright"));
}

size_t
relate_owner_of(struct relation *r, struct str path)
{
	size_t i = relate_claims(r, path);

	return i < r->owners->nclaims ? r->owners->claims[i].part : NO_PART;
}

size_t
relate_claims(struct relation *r, struct str path)
{
	return claimant(r->owners, hash_str(path));
}

size_t
relate_claim(const struct relation *r, struct str path, size_t i)
{
	const struct owners *o = r->owners;

	return i < o->nclaims && o->claims[i].path == hash_str(path) ?
	    o->claims[i].part : NO_PART;
}

size_t
relate_owner(struct relation *r, struct str path, size_t layer)
{
	return is_nobodys(path) ? NO_PART : relate_file_owner(r, path, layer);
}

/*
 * Bitnami's packages have directories, claimed with a slash at the end; the
 * nearest holds.
 */
static size_t
owner_of_directory(struct relation *r, struct str path)
{
	size_t part = NO_PART;

	if (!str_starts(path, STR("opt/bitnami/")))
		return NO_PART;
	for (size_t n = path.n; n > 0 && part == NO_PART; n--)
		if (path.p[n - 1] == '/')
			part = relate_owner_of(r, str_join(r->tmp, STR("/"),
			    str_sub(path, 0, n)));
	return part;
}

size_t
relate_file_owner(struct relation *r, struct str path, size_t layer)
{
	struct names l = { .n = 1 };

	if (r->owners->nclaims == 0)
		return NO_PART;
	l.v[0] = path;
	for (size_t i = 0; i < l.n; i++) {
		size_t part = relate_owner_of(r, str_join(r->tmp, STR("/"),
		    l.v[i]));

		if (part != NO_PART)
			return layer > r->since[part] ? NO_PART : part;
		if (r->owners->ndetours != 0)
			more_names(r, &l, l.v[i]);
	}
	size_t part = owner_of_directory(r, path);

	return part != NO_PART && layer > r->since[part] ? NO_PART : part;
}
