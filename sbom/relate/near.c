/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include <stdlib.h>

#include "base/arena.h"
#include "sbom/layer/path.h"

/*
 * Symbolic links that stand where packages do (node_modules of pnpm and of
 * workspaces): what they lead to is found there, too.
 */
static int
file_cmp(const void *path, const void *file)
{
	return str_cmp(*(const struct str *)path,
	    ((const struct fact_file *)file)->path);
}

/* The visible file at path, or NULL: files are in order of path and layer. */
static const struct fact_file *
file_at(const struct facts *f, struct str path)
{
	const struct fact_file *x = f->nfiles == 0 ? NULL :
	    bsearch(&path, f->files, f->nfiles, sizeof *f->files, file_cmp);
	const struct fact_file *end = f->files + f->nfiles;

	while (x != NULL && x > f->files && str_eq(x[-1].path, path))
		x--;
	for (; x != NULL && x < end && str_eq(x->path, path); x++)
		if (x->visible)
			return x;
	return NULL;
}

static bool
leads_to(struct relation *r, const struct cataloger *row, struct str dir,
    struct near_link *ret)
{
	struct str name = str_from(row->wants->text), home;

	ret->key = row->near(dir, &ret->home);
	if (ret->key.n == 0)
		return false;
	ret->x = file_at(r->f, facts_resolve(r->f, str_join(r->tmp, dir,
	    str_join(r->tmp, STR("/"), name))));
	if (ret->x == NULL || r->parts[ret->x - r->f->files] == NULL)
		return false;
	ret->member = row->near(path_dir(ret->x->path), &home).n == 0;
	return true;
}

bool
relate_near_link(struct relation *r, size_t *i, struct near_link *ret)
{
	struct str dir;

	while ((dir = facts_link(r->f, i)).n != 0)
		for (size_t k = 0; catalogers[k] != NULL; k++)
			if (catalogers[k]->near != NULL &&
			    leads_to(r, catalogers[k], dir, ret))
				return true;
	return false;
}
