/* SPDX-License-Identifier: Apache-2.0 */
#include "match/input.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "bom/bom.h"
#include "bom/file.h"
#include "bom/format.h"

static void
add(struct inputs *in, struct str path)
{
	in->v = arena_grow(in->arena, in->v, in->n, &in->cap, sizeof *in->v);
	in->v[in->n++] = (struct input){ path, str_z(in->arena, path) };
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Names in a directory, sorted, without hidden ones. */
static enum rc
names_in(struct arena *a, const char *path, struct str **ret, size_t *ret_n,
    struct err *e)
{
	DIR *d = opendir(path);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	const struct dirent *ent;

	if (d == NULL)
		return err_sys(e, "%s", path);
	while (errno = 0, (ent = readdir(d)) != NULL) {
		if (ent->d_name[0] == '.')
			continue;
		v = arena_grow(a, v, n, &cap, sizeof *v);
		v[n++] = str_dup(a, str_from(ent->d_name));
	}
	enum rc rc = errno != 0 ? err_sys(e, "%s", path) : RC_OK;

	(void)closedir(d);
	if (n != 0)
		qsort(v, n, sizeof *v, by_text);
	*ret = v;
	*ret_n = n;
	return rc;
}

static enum rc
walk(struct inputs *in, struct str path, unsigned depth, struct err *e)
{
	const char *z = str_z(in->arena, path);
	struct str *names = NULL;
	struct stat st;
	size_t n = 0;
	enum rc rc;

	if (z == NULL || stat(z, &st) != 0)
		return err_sys(e, "%s", z != NULL ? z : "name");
	if (!S_ISDIR(st.st_mode)) {
		add(in, path);
		return RC_OK;
	}
	if (depth == INPUT_DEPTH)
		return err_set(e, RC_LIMIT, "%s: directories more than %d "
		    "deep", z, INPUT_DEPTH);
	rc = names_in(in->arena, z, &names, &n, e);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = walk(in, str_fmt(in->arena, "%.*s%s%.*s", STR_ARG(path),
		    str_ends(path, STR("/")) ? "" : "/", STR_ARG(names[i])),
		    depth + 1, e);
	return rc;
}

enum rc
inputs_add(struct inputs *in, const char *operand, struct err *e)
{
	size_t before = in->n;
	enum rc rc;

	if (strcmp(operand, "-") == 0) {
		add(in, STR("-"));
		return RC_OK;
	}
	rc = walk(in, str_from(operand), 0, e);
	if (rc == RC_OK && in->n == before)
		return err_set(e, RC_FORMAT, "%s: a directory without a "
		    "document", operand);
	return rc;
}

/* What is done with each document of a file. */
struct reading {
	enum rc (*each)(void *ctx, struct bom *b, struct err *e);
	void *ctx;
};

static bool
is_listed(const struct bom *b, const struct bom_component *c)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		if (str_eq(b->components[i].purl, c->purl))
			return true;
	return false;
}

/* What the document is about is judged with the rest. */
static enum rc
with_subject(void *ctx, struct bom *b, struct err *e)
{
	const struct reading *r = ctx;

	if (b->about != NULL && !is_listed(b, b->about)) {
		b->components = arena_grow(b->arena, b->components,
		    b->ncomponents, &b->ccomponents, sizeof *b->components);
		if (b->about->ref.n == 0)
			b->about->ref = b->about->purl;
		b->components[b->ncomponents++] = *b->about;
	}
	return r->each(r->ctx, b, e);
}

static enum rc
read_lean(void *ctx, struct reader *in, struct err *e)
{
	return bom_read_lean(in, &limits_default, with_subject, ctx, e);
}

enum rc
input_read(const struct inputs *in, size_t i,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	struct str path = in->v[i].path;
	bool standard = str_eq(path, STR("-"));
	int fd = STDIN_FILENO;
	enum rc rc;

	if (!standard) {
		rc = file_open(in->v[i].z, &fd, e);
		if (rc != RC_OK)
			return rc;
	}
	rc = bom_with_fd(fd, &limits_default, read_lean, &(struct reading){
	    each, ctx }, e);
	if (!standard)
		(void)close(fd);
	return rc;
}
