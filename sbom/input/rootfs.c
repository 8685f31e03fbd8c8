/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A root file system as a directory: an image of one layer. Names are opened
 * relative to the directory they were read from, links never followed; what
 * links lead to is opened below the root (inroot.h).
 */
#include "sbom/input/session.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "sbom/input/inroot.h"
#include "sbom/input/probe.h"
#include "sbom/layer/list.h"
#include "sbom/layer/path.h"

/* As getdents(2) describes it. */
struct entry {
	uint64_t ino;
	int64_t off;
	unsigned short n;	/* of this entry */
	unsigned char type;
	char name[];
};

enum { ENTRIES_SIZE = 32 * 1024 };

struct level {
	int fd;
	size_t n;		/* length of its path */
	struct batch *batch;	/* files in it that nothing wants by name */
	char *entries;		/* ENTRIES_SIZE bytes; kept for the next
				   directory of this depth */
	size_t at, end;
};

struct scan_dir {
	struct session *s;
	struct judge j;
	struct store *st;
	struct level level[PATH_MAX_DEPTH + 1];
	size_t depth;		/* levels in use */
	bool is_root;		/* a root file system, no source tree */
	size_t closed;		/* files that could not be opened, and that
				   nothing wanted by name */
	struct str closed_first;
	struct probe *probe;	/* NULL: each file is judged where it stands */
	char path[PATH_MAX_BYTES + 1];
	size_t n;
};

static void
gap(struct scan_dir *d, const char *what, int error)
{
	struct err e = { "" };

	errno = error;
	(void)err_sys(&e, "%s", what);
	notice_gap(&d->st->notices, "file", str_of(d->path, d->n), "%s",
	    e.msg);
}

/*
 * Other file systems that a root holds, and stores of other containers; in a
 * source tree what git keeps of it.
 */
static bool
is_passed(struct scan_dir *d)
{
	static const char *const kernel[] = { "proc", "sys", "dev", NULL };
	static const char *const stores[] = { "var/lib/docker",
		"var/lib/containers", "var/lib/containerd", "var/lib/rancher",
		NULL };
	struct str path = str_of(d->path, d->n);

	if (!d->is_root)
		return str_eq(path_base(path), STR(".git"));
	for (size_t i = 0; kernel[i] != NULL; i++)
		if (str_eq(path, str_from(kernel[i])))
			return true;
	for (size_t i = 0; stores[i] != NULL; i++) {
		if (str_eq(path, str_from(stores[i]))) {
			notice_note(&d->st->notices, "file", path,
			    "a store of containers: passed over");
			return true;
		}
	}
	return false;
}

static void
enter(struct scan_dir *d, int at, const char *name)
{
	if (d->depth > PATH_MAX_DEPTH) {
		notice_gap(&d->st->notices, "limit", str_of(d->path, d->n),
		    "deeper than %d directories", PATH_MAX_DEPTH);
		return;
	}
	struct level *l = &d->level[d->depth];
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);

	if (l->entries == NULL)
		l->entries = malloc(ENTRIES_SIZE);
	if (fd < 0 || l->entries == NULL) {
		gap(d, "cannot open the directory", errno);
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	l->fd = fd;
	l->n = d->n;
	l->batch = NULL;
	l->at = l->end = 0;
	d->depth++;
}

/* The sibling's bytes, read from the same directory and kept. */
static struct str
sibling(struct scan_dir *d, int at, const struct cataloger *row,
    struct str path)
{
	struct str name = selector_sibling_of(d->st->arena, row, path);
	struct str have = store_sibling_find(d->st, name);
	const char *base = str_z(d->st->arena, path_base(name));
	struct buf b = { .limit = (size_t)d->s->lim.buffer };
	struct err e = { "" };
	struct stat st;

	if (have.p != NULL || base == NULL)
		return have;
	int fd = openat(at, base, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);

	if (fd < 0)
		return have;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    file_read_all(fd, &b, &e) == RC_OK) {
		store_sibling(d->st, name, buf_str(&b));
		have = store_sibling_find(d->st, name);
	}
	buf_done(&b);
	(void)close(fd);
	return have;
}

/* Of a live system's file, part may be of before a change and part not. */
static struct seen *
judge_fd(struct scan_dir *d, int fd, const struct stat *was, struct wanted *w)
{
	struct file_at f = { fd, 0, (uint64_t)was->st_size, NULL };
	struct seen *x = judge_file(&d->j, d->st, w, &f);
	struct stat now;

	if (x == NULL)
		return x;
	if (fstat(fd, &now) != 0 || now.st_size != was->st_size ||
	    now.st_mtim.tv_sec != was->st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != was->st_mtim.tv_nsec)
		notice_gap(&x->notices, "file", x->f.path,
		    "changed while it was read");
	return x;
}

/* All of it, for its digests. */
static void
list_file(struct scan_dir *d, int fd, struct str path, uint64_t size)
{
	uint8_t block[64 * 1024];
	uint64_t at = 0;
	struct err e;

	if (d->st->list == NULL || judge_excludes(&d->j, path) ||
	    !list_begin(d->st->list, path, size, NULL, 0))
		return;
	while (at < size) {
		size_t n = size - at < sizeof block ? (size_t)(size - at) :
		    sizeof block;

		if (fd < 0 || file_read_at(fd, at, block, n, &e) != RC_OK)
			break;
		list_bytes(d->st->list, block, n);
		at += n;
	}
	list_end(d->st->list);
}

static void
list_other(struct scan_dir *d, enum list_type type)
{
	struct str path = str_of(d->path, d->n);

	if (d->st->list != NULL && !judge_excludes(&d->j, path))
		(void)list_add(d->st->list, path, type, 0);
}

static void
not_opened(struct scan_dir *d, struct str path)
{
	if (d->closed++ == 0 || str_cmp(path, d->closed_first) < 0)
		d->closed_first = str_dup(d->st->arena, path);
}

static void
judge_at(struct scan_dir *d, int at, const char *name, struct wanted *w)
{
	struct stat st;
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);

	if (fd < 0 && w->row == NULL) {
		list_file(d, -1, w->path, 1);
		not_opened(d, w->path);
		return;
	}
	if (fd < 0 || fstat(fd, &st) != 0) {
		struct err e = { "" };

		(void)err_sys(&e, "cannot open it");
		(void)judge_gap(d->st, w, "file", "%s", e.msg);
	} else if (S_ISREG(st.st_mode)) {
		w->mtime_s = st.st_mtime;
		if (w->row != NULL && w->row->sibling != NULL)
			w->sibling = sibling(d, at, w->row, w->path);
		(void)judge_fd(d, fd, &st, w);
		if (!w->only)
			list_file(d, fd, w->path, (uint64_t)st.st_size);
	}
	if (fd >= 0)
		(void)close(fd);
}

static void
file(struct scan_dir *d, int at, const char *name, struct str path)
{
	struct wanted w = { .path = path };
	struct level *l = &d->level[d->depth - 1];

	w.row = judge_wants(&d->j, path, &w.want);
	if (w.row == NULL && d->probe != NULL && l->batch == NULL)
		l->batch = batch_new(str_sub(path, 0, l->n));
	if (w.row == NULL && d->probe != NULL && l->batch != NULL)
		(void)buf_add(&l->batch->names, name, strlen(name) + 1);
	else
		judge_at(d, at, name, &w);
}

static struct str
path_in(struct scan_dir *d, const struct batch *b, const char *name)
{
	return str_fmt(d->st->arena, "%.*s%s%s", STR_ARG(b->dir),
	    b->dir.n > 0 ? "/" : "", name);
}

/* What the probe found so far. */
static void
judge_found(struct scan_dir *d, bool wait)
{
	struct batch *b;

	while (d->probe != NULL && (b = probe_take(d->probe, wait)) != NULL) {
		const char *name = (const char *)b->found.p;
		size_t n = b->found.n;

		for (; n > 0; n -= strlen(name) + 1, name += strlen(name) + 1) {
			struct wanted w = { .path = path_in(d, b, name) };

			judge_at(d, b->fd, name, &w);
		}
		name = (const char *)b->closed.p;
		n = b->closed.n;
		for (; n > 0; n -= strlen(name) + 1, name += strlen(name) + 1)
			not_opened(d, path_in(d, b, name));
		batch_free(b);
	}
}

static void
link_at(struct scan_dir *d, int at, const char *name, struct str path)
{
	char target[PATH_MAX_BYTES];
	ssize_t n = readlinkat(at, name, target, sizeof target);

	if (n > 0)
		store_sym(d->st, path, str_of(target, (size_t)n));
}

static unsigned char
type_of(int at, const char *name, unsigned char type)
{
	struct stat st;

	if (type != DT_UNKNOWN)
		return type;
	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return DT_UNKNOWN;
	return S_ISREG(st.st_mode) ? DT_REG : S_ISDIR(st.st_mode) ? DT_DIR :
	    S_ISLNK(st.st_mode) ? DT_LNK : DT_CHR;
}

static void
entry(struct scan_dir *d, int at, const struct entry *x)
{
	struct str path = str_of(d->path, d->n);

	switch (type_of(at, x->name, x->type)) {
	case DT_REG:
		(void)tree_put(&d->st->tree, path, NODE_FILE);
		file(d, at, x->name, path);
		break;
	case DT_DIR:
		(void)tree_put(&d->st->tree, path, NODE_DIR);
		if (!is_passed(d) && !judge_excludes_dir(&d->j, path))
			enter(d, at, x->name);
		break;
	case DT_LNK:
		(void)tree_put(&d->st->tree, path, NODE_SYMLINK);
		link_at(d, at, x->name, path);
		list_other(d, LIST_SYMLINK);
		break;
	default:
		(void)tree_put(&d->st->tree, path, NODE_OTHER);
		list_other(d, LIST_OTHER);
	}
}

/* Its name after the directory's own path; false when that is too long. */
static bool
name_it(struct scan_dir *d, size_t dir_n, const char *name)
{
	size_t n = strlen(name), slash = dir_n > 0;

	d->n = dir_n;
	if (dir_n + slash + n >= PATH_MAX_BYTES) {
		notice_gap(&d->st->notices, "limit", str_of(d->path, d->n),
		    "holds a name that makes a path of over %d bytes",
		    PATH_MAX_BYTES);
		return false;
	}
	if (slash)
		d->path[d->n++] = '/';
	memcpy(d->path + d->n, name, n);
	d->n += n;
	return true;
}

static void
leave(struct scan_dir *d)
{
	struct level *l = &d->level[--d->depth];

	if (l->batch == NULL) {
		(void)close(l->fd);
		return;
	}
	l->batch->fd = l->fd;
	probe_add(d->probe, l->batch);
	judge_found(d, false);
}

/* The next entry of the deepest directory; NULL: there is none. */
static const struct entry *
next_entry(struct scan_dir *d)
{
	struct level *l = &d->level[d->depth - 1];

	if (l->at == l->end) {
		long n = syscall(SYS_getdents64, l->fd, l->entries,
		    ENTRIES_SIZE);

		d->n = l->n;
		if (n < 0)
			gap(d, "cannot read the directory", errno);
		if (n <= 0)
			return NULL;
		l->at = 0;
		l->end = (size_t)n;
	}
	const struct entry *x = (const void *)(l->entries + l->at);

	l->at += x->n;
	return x;
}

static void
one_more(struct scan_dir *d)
{
	struct level *l = &d->level[d->depth - 1];
	const struct entry *x = next_entry(d);

	if (x == NULL) {
		leave(d);
		return;
	}
	if (strcmp(x->name, ".") == 0 || strcmp(x->name, "..") == 0)
		return;
	d->st->entries++;
	if (name_it(d, l->n, x->name))
		entry(d, l->fd, x);
}

static void
scan_tree(struct scan_dir *d)
{
	const struct limits *lim = &d->s->lim;

	if (d->st->list == NULL)
		d->probe = probe_new(&d->j, d->s->pool.jobs > 1);
	enter(d, d->s->fd, ".");
	while (d->depth > 0) {
		one_more(d);
		if (d->st->entries <= lim->entries &&
		    store_kept(d->st) <= lim->wanted)
			continue;
		notice_gap(&d->st->notices, "limit", STR(""),
		    "over %" PRIu64 " files, or %" PRIu64 " wanted ones",
		    lim->entries, lim->wanted);
		while (d->depth > 0)
			leave(d);
	}
	judge_found(d, true);
	probe_free(d->probe);
	for (size_t i = 0; i <= PATH_MAX_DEPTH; i++)
		free(d->level[i].entries);
	if (d->closed > 0)
		notice_note(&d->st->notices, "file", d->closed_first, "it and "
		    "%zu other files could not be opened: not known whether "
		    "they are executables", d->closed - 1);
	d->st->walked = true;
}

/* A distribution's own file, or a package database. */
static bool
is_rootfs(int fd)
{
	static const char *const signs[] = { "etc/os-release",
		"usr/lib/os-release", "var/lib/dpkg/status",
		"var/lib/dpkg/status.d", "lib/apk/db/installed",
		"usr/lib/apk/db/installed", "var/lib/rpm",
		"usr/lib/sysimage/rpm", "usr/share/rpm",
		"var/lib/rpmmanifest", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		if (faccessat(fd, signs[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	return false;
}

enum rc
rootfs_read(struct session *s, struct err *e)
{
	bool rootfs = s->in.from != NULL ? strcmp(s->in.from, "rootfs") == 0 :
	    is_rootfs(s->fd);
	struct layer_ref ref = { .at = { .fd = s->fd }, .is_dir = true };
	struct scan_dir *d = calloc(1, sizeof *d);

	if (d == NULL)
		return err_set(e, RC_IO, "out of memory");
	d->s = s;
	d->is_root = rootfs;
	d->st = ref.store = store_new(&s->lim);
	if (!rootfs)
		s->pool.sel = s->declared;
	judge_init(&d->j, s->pool.sel, &s->lim, s->pool.excludes);
	if (s->pool.files)
		d->st->list = list_new();
	scan_tree(d);
	judge_done(&d->j);
	free(d);
	session_single(s, rootfs ? INPUT_ROOTFS : INPUT_DIR, ref);
	return RC_OK;
}

static void
visit_file(struct scan_dir *d, struct need *n)
{
	int fd = inroot_open(d->s->fd, n->target, O_RDONLY | O_NONBLOCK);
	struct wanted w = { n->name, n->row, n->want, 0, n->sibling,
		!n->whole };
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		w.mtime_s = st.st_mtime;
		struct seen *x = judge_fd(d, fd, &st, &w);

		if (x != NULL)
			x->forced = true;
		n->done = true;
	}
	(void)close(fd);
}

static void
visit_dir(struct scan_dir *d, struct need *n)
{
	int fd = inroot_open(d->s->fd, n->target, O_RDONLY | O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *x;

	if (dir == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	while ((x = readdir(dir)) != NULL) {
		struct wanted w = { .path = str_fmt(d->st->arena, "%.*s/%s",
		    STR_ARG(n->name), x->d_name), .only = true };

		w.row = judge_wants(&d->j, w.path, &w.want);
		if (w.row != n->row || type_of(fd, x->d_name, x->d_type) != DT_REG)
			continue;
		size_t before = d->st->nseen;

		judge_at(d, fd, x->d_name, &w);
		if (d->st->nseen > before)
			d->st->seen[before]->real = str_fmt(d->st->arena,
			    "%.*s/%s", STR_ARG(n->target), x->d_name);
	}
	(void)closedir(dir);
	n->done = true;
}

void
rootfs_visit(struct session *s, struct layer_ref *l, struct need_list *needs)
{
	struct scan_dir *d = calloc(1, sizeof *d);

	if (d == NULL)
		return;		/* the needs stay gaps */
	d->s = s;
	d->st = l->store;
	judge_init(&d->j, s->pool.sel, &s->lim, s->pool.excludes);
	for (size_t i = 0; i < needs->n; i++) {
		if (needs->v[i].dir)
			visit_dir(d, &needs->v[i]);
		else
			visit_file(d, &needs->v[i]);
	}
	judge_done(&d->j);
	free(d);
}
