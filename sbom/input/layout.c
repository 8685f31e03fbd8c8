/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An OCI layout as a directory.
 *
 * Source: OCI image-spec image-layout.md.
 */
#include "sbom/input/depot.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/input/inroot.h"

struct dir_depot {
	struct depot d;
	int root;
	struct map *open;	/* path -> struct piece: one descriptor each */
	int *fds;
	size_t n, cap;
};

static enum rc
find(struct depot *d, struct str path, struct piece *ret, struct err *e)
{
	struct dir_depot *l = (struct dir_depot *)d;
	void **at = map_find(l->open, path);
	struct stat st;

	if (at != NULL) {
		*ret = *(struct piece *)*at;
		return RC_OK;
	}
	int fd = inroot_open(l->root, path, O_RDONLY | O_NONBLOCK);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return RC_STOP;
	if (fd < 0)
		return err_sys(e, "%.*s", STR_ARG(path));
	l->fds = arena_grow(d->arena, l->fds, l->n, &l->cap, sizeof(int));
	l->fds[l->n++] = fd;
	if (fstat(fd, &st) != 0)
		return err_sys(e, "%.*s", STR_ARG(path));
	if (!S_ISREG(st.st_mode))
		return RC_STOP;
	*ret = (struct piece){ .fd = fd, .size = (uint64_t)st.st_size };
	struct piece *kept = NEW(d->arena, struct piece);

	*kept = *ret;
	*map_put(l->open, str_dup(d->arena, path), NULL) = kept;
	return RC_OK;
}

static void
dir_close(struct depot *d)
{
	struct dir_depot *l = (struct dir_depot *)d;

	for (size_t i = 0; i < l->n; i++)
		(void)close(l->fds[i]);
}

enum rc
depot_of_dir(int fd, struct arena *a, const struct limits *lim,
    struct notices *notices, struct depot **ret, struct err *e)
{
	struct dir_depot *l = NEW(a, struct dir_depot);

	(void)e;
	*l = (struct dir_depot){ .d = { find, dir_close, a, lim, notices,
		true, 0, false, 0 }, .root = fd, .open = map_new(a) };
	*ret = &l->d;
	return RC_OK;
}
