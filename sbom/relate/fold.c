/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "bom/vendor.h"

/*
 * Several findings of one thing. What was read from the bytes of an executable
 * (a classifier's hit, a package note, a JVM's release file) stands in for a
 * package that nobody recorded:
 *
 * - the distribution's package that owns the file stands for it; that of a
 *   third party does not, for no distribution's advisory speaks of it, and
 *   conda's does not, for it has no advisories at all;
 * - a Java installation, or Bitnami's package, stands for hits among its files,
 *   and a package of NAME.deps.json for its assemblies;
 * - a package note says more than a classifier's hit in the same file, and so
 *   does the main module of a Go binary when its version is real.
 */

static bool
row_is(const struct cataloger *row, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(row->name, *names) == 0)
			return true;
	return false;
}

static const char *const classifiers[] = { "classifier", NULL };
static const char *const notes[] = { "elf-note", NULL };
static const char *const installs[] = { "jvm-release", NULL };
static const char *const assemblies[] = { "dotnet-pe", NULL };
static const char *const modules[] = { "go-binary", NULL };

/* "v0.0.0-…" was made from a commit; nobody released it. */
static bool
is_released(struct str version)
{
	return version.n != 0 && version.p[0] != '(' &&
	    !str_starts(version, STR("v0.0.0-")) &&
	    !str_starts(version, STR("0.0.0-"));
}

/* Does another finding in the file say more than a classifier's p? */
static bool
is_outdone(const struct fact_file *x)
{
	for (size_t k = 0; k < x->npkgs; k++) {
		const struct fact_pkg *q = &x->pkgs[k];
		const struct cataloger *row = relate_row(x, q);

		if (row_is(row, notes))
			return true;
		if (row_is(row, modules) && q->p.kind == PKG_APPLICATION &&
		    !q->p.guessed && is_released(q->p.version))
			return true;
	}
	return false;
}

static bool
is_type(const struct bom_component *c, const char *type)
{
	return str_eq(c->type, str_from(type));
}

/* Does what owns the file stand for what row read from its bytes? */
static bool
stands_for(const struct bom_component *owner, struct str path,
    const struct cataloger *row)
{
	bool hit = row_is(row, classifiers);

	if (is_type(owner, "nuget"))
		return row_is(row, assemblies);
	if (is_type(owner, "generic") || is_type(owner, "bitnami"))
		return hit;
	return (hit || row_is(row, notes) || row_is(row, installs)) &&
	    bom_vendor(owner, path) == OWNER_VENDOR;
}

size_t
relate_fold(struct relation *r, const struct fact_file *x,
    const struct fact_pkg *p, size_t owner, bool *ret_drop)
{
	const struct cataloger *row = relate_row(x, p);

	*ret_drop = row_is(row, classifiers) && is_outdone(x);
	if (owner == NO_PART)
		return NO_PART;
	return stands_for(&r->b->components[owner], str_join(r->tmp, STR("/"),
	    x->path), row) ? owner : NO_PART;
}
