/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"

/*
 * Silence must not look like an answer: what was there and yielded nothing.
 */

/* Of one kind of database: what all its visible files said together. */
struct yield {
	struct str family;
	const struct fact_file *first;
	size_t files, pkgs;
	bool broken;
};

static struct yield *
yield_of(struct yield *v, size_t *n, struct str name)
{
	size_t i = 0;

	while (i < *n && !str_eq(v[i].family, name))
		i++;
	if (i == *n)
		v[(*n)++].family = name;
	return &v[i];
}

/*
 * A database that is there and yields nothing is blindness, unless another
 * file of its kind tells (distroless: an empty status beside status.d). Of a
 * broken one the walk said so already.
 */
static void
check_yield(struct relation *r)
{
	struct yield v[16] = { { .files = 0 } };
	size_t n = 0;

	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		if (!x->visible || x->database == NULL ||
		    n == sizeof v / sizeof *v)
			continue;

		struct yield *y = yield_of(v, &n, relate_family(x->database));

		if (y->files++ == 0)
			y->first = x;
		y->pkgs += x->npkgs;
		y->broken |= x->broken;
		r->b->has_os_database = true;
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].pkgs == 0 && !v[i].broken)
			notices_add(&r->b->notices, (struct notice){
				NOTICE_GAP, STR("package-db"), v[i].first->path,
				relate_layer(r->f, v[i].first->layer),
				str_fmt(r->tmp, "no package in it%s",
				    v[i].files > 1 ? ", nor in others of its "
				    "kind" : "") });
}

/* What was there to be read, apart from facts about the image. */
struct reading {
	size_t files, broken, pkgs, os_pkgs;
	bool opaque;		/* files that need not say what they are */
};

static struct reading
count(const struct relation *r)
{
	struct reading n = { 0 };

	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		if (!x->visible || (x->row != NULL && x->row->context))
			continue;
		n.files++;
		n.broken += x->broken;
		if (x->row == NULL)	/* cut before a row had its first bytes */
			continue;
		n.pkgs += x->npkgs;
		n.opaque |= x->npkgs == 0 && x->row->reads != READ_TEXT;
		for (size_t k = 0; k < x->npkgs; k++)
			n.os_pkgs += relate_is_os(x, &x->pkgs[k]);
		if (x->broken && x->row->database)
			r->b->has_os_database = true;
	}
	return n;
}

/* A source tree or a file that yields nothing: is that all there is? */
static void
check_tree(struct relation *r, const struct reading *n, const char *what)
{
	struct notices *l = &r->b->notices;

	if (n->pkgs != 0)
		return;
	if (n->files == 0)
		notice_gap(l, what, STR(""), "nothing in it is of a kind that "
		    "is read: nothing is listed");
	else if (n->broken == n->files)
		notice_gap(l, what, STR(""), "not one of %zu files could be "
		    "read to its end: nothing is listed", n->files);
	else if (r->m->kind == INPUT_FILE && n->opaque)
		notice_gap(l, what, STR(""), "nothing tells what it is: "
		    "nothing is listed");
	else
		notice_note(l, what, STR(""), "%zu files were read and no "
		    "package is in them", n->files);
}

static void
check_root(struct relation *r)
{
	struct bom *b = r->b;

	if (b->distro.id.n == 0 && !b->has_os_database && r->m->inner > 0)
		notice_gap(&b->notices, "archive", STR(""), "neither a root "
		    "file system nor an image: %zu members named as layers "
		    "are were not read", r->m->inner);
	else if (b->distro.id.n == 0 && !b->has_os_database)
		notice_note(&b->notices, "distro", STR(""),
		    "no distribution and no package database");
	else if (!b->has_os_database)
		notice_gap(&b->notices, "package-db", STR(""), "no package "
		    "database: what the distribution installed is not known");
}

/* Is the file what the image itself calls so, by way of links? */
static bool
is_own(const struct relation *r, const struct fact_file *x, struct str name)
{
	return str_eq(facts_resolve(r->f, name), x->path);
}

/* Databases of other root file systems, which are not read. */
static void
check_others(struct relation *r)
{
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nvalues; k++)
			if (strcmp(x->values[k].key, CTX_OTHER_ROOT) == 0 &&
			    !is_own(r, x, x->values[k].value))
				notices_add(&r->b->notices, (struct notice){
					NOTICE_GAP, STR("package-db"), x->path,
					relate_layer(r->f, x->layer),
					STR("not read: a package database of "
					"another root file system inside") });
	}
}

/* One program of a store tells that it is there. */
static void
check_store(struct relation *r)
{
	struct str said = STR("");

	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nvalues; k++) {
			struct str dir = x->values[k].value;

			if (strcmp(x->values[k].key, CTX_STORE) != 0 ||
			    str_eq(dir, said))
				continue;
			said = dir;
			notices_add(&r->b->notices, (struct notice){
				NOTICE_GAP, STR("package-db"),
				str_sub(dir, 0, dir.n - 1), STR(""),
				STR("not read: a store of Nix or Guix, whose "
				"packages are not known") });
		}
	}
}

void
relate_coverage(struct relation *r)
{
	struct reading n = count(r);

	check_yield(r);
	check_others(r);
	check_store(r);
	if (r->b->distro.id.n == 0 && n.os_pkgs != 0)
		notice_gap(&r->b->notices, "distro", STR(""), "packages of an "
		    "unknown distribution: no advisory can be chosen");
	else if (r->m->kind == INPUT_DIR)
		check_tree(r, &n, "dir");
	else if (r->m->kind == INPUT_FILE)
		check_tree(r, &n, "file");
	else
		check_root(r);
}
