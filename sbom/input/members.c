/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image archive in a seekable file: an index of its members, made by one
 * walk over the headers.
 *
 * Limits: MEMBERS_MAX names are kept, besides blobs and names at the root; an
 *         image archive has some hundreds.
 */
#include "sbom/input/depot.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"
#include "sbom/layer/tar.h"

enum { MEMBERS_MAX = 20000 };

struct member {
	uint64_t off, size;
	bool link, hard, sparse;
	struct str target;
};

struct tar_depot {
	struct depot d;
	int fd;
	uint64_t end;		/* of the file */
	struct map *by_name;	/* the last of each name */
};

static bool
is_kept(const struct tar_depot *t, struct str path)
{
	return map_count(t->by_name) < MEMBERS_MAX ||
	    str_starts(path, STR("blobs/")) || path_dir(path).n == 0;
}

static void
add(struct tar_depot *t, const struct tar_entry *m, struct str path)
{
	struct arena *a = t->d.arena;
	struct member *x;

	if (m->kind != TAR_FILE && m->kind != TAR_SYMLINK &&
	    m->kind != TAR_HARDLINK)
		return;
	if (!is_kept(t, path))
		return;
	x = NEW(a, struct member);
	*x = (struct member){ .off = m->data_pos, .size = m->size,
		.link = m->kind != TAR_FILE, .hard = m->kind == TAR_HARDLINK,
		.sparse = m->sparse };
	if (x->link)
		x->target = str_dup(a, m->link);
	t->d.layers += depot_is_layer_name(path) && !x->link;
	*map_put(t->by_name, str_dup(a, path), NULL) = x;
}

/* Where a link's target is, from the link's own place. */
static bool
target_of(const struct member *m, struct str path, char room[PATH_MAX_BYTES],
    struct str *ret)
{
	char raw[2 * PATH_MAX_BYTES];
	struct str dir = path_dir(path);

	if (m->target.n >= PATH_MAX_BYTES)
		return false;
	if (m->hard || (m->target.n > 0 && m->target.p[0] == '/'))
		return path_clean(m->target, room, ret);
	memcpy(raw, dir.p, dir.n);
	raw[dir.n] = '/';
	memcpy(raw + dir.n + 1, m->target.p, m->target.n);
	return path_clean(str_of(raw, dir.n + 1 + m->target.n), room, ret);
}

static enum rc
find(struct depot *d, struct str path, struct piece *ret, struct err *e)
{
	struct tar_depot *t = (struct tar_depot *)d;
	struct str clean;
	char room[PATH_MAX_BYTES];

	if (!path_clean(path, room, &clean))
		return RC_STOP;
	path = str_dup(d->arena, clean);
	for (unsigned hops = 0; hops < LINK_HOPS; hops++) {
		void **at = map_find(t->by_name, path);

		if (at == NULL)
			return RC_STOP;
		const struct member *m = *at;

		if (m->sparse) {	/* its bytes are not in one piece */
			*ret = (struct piece){ .fd = -1, .size = UINT64_MAX };
			return RC_OK;
		}
		if (!m->link) {
			uint64_t left = t->end - m->off;

			*ret = (struct piece){ .fd = t->fd, .off = m->off,
				.size = m->size, .cut = m->size > left };
			return RC_OK;
		}
		if (!target_of(m, path, room, &clean))
			return RC_STOP;
		path = str_dup(d->arena, clean);
	}
	return err_set(e, RC_FORMAT, "%.*s: too many links", STR_ARG(path));
}

static void
tar_close(struct depot *d)
{
	(void)d;		/* all of it lives in the arena */
}

static enum rc
read_index(struct tar_depot *t, struct source *s, struct tar *tar,
    struct err *e)
{
	struct tar_entry m;
	struct str path;
	char room[PATH_MAX_BYTES];
	enum rc rc;

	for (uint64_t n = 0; (rc = tar_next(tar, &m, e)) == RC_OK; n++) {
		if (n > t->d.lim->entries)
			return err_set(e, RC_LIMIT, "over %" PRIu64
			    " members", t->d.lim->entries);
		/* Seen before the walk finds that it reaches too far. */
		if (path_clean(m.path, room, &path) && m.data_pos <= s->end)
			add(t, &m, path);
	}
	if (rc != RC_STOP)
		return rc;
	t->d.whole = tar_whole(tar);
	return RC_OK;
}

enum rc
depot_of_tar(int fd, struct arena *a, const struct limits *lim,
    struct notices *notices, struct depot **ret, struct err *e)
{
	struct tar_depot *t = NEW(a, struct tar_depot);
	struct source *s = source_of_file(fd, 0, UINT64_MAX);
	struct tar *tar = s != NULL ? tar_new(s) : NULL;
	struct err why = { "" };
	enum rc rc;

	*t = (struct tar_depot){ .d = { find, tar_close, a, lim, notices,
		false, 0, false, 0 }, .fd = fd, .by_name = map_new(a) };
	if (tar == NULL) {
		source_close(s);
		return err_set(e, RC_IO, "out of memory");
	}
	s->stated = false;	/* a file ends where it was cut */
	t->end = s->end;
	rc = read_index(t, s, tar, &why);
	tar_free(tar);
	source_close(s);
	if (rc == RC_IO || rc == RC_LIMIT) {
		*e = why;
		return rc;
	}
	if (!t->d.whole)
		notice_gap(notices, "archive", STR(""), "the archive is not "
		    "whole: %s", rc != RC_OK ? why.msg :
		    "it ends without an end mark");
	*ret = &t->d;
	return RC_OK;
}
