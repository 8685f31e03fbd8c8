/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A root file system as a directory: an image of one layer. Names are opened
 * relative to the directory they were read from, links never followed; what
 * links lead to is opened below the root (inroot.h). Threads walk parts of it,
 * each into a store of its own; what they found is joined in order of paths.
 */
#include "sbom/input/session.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/progress.h"
#include "sbom/input/errand.h"
#include "sbom/input/inroot.h"
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
	char *entries;		/* ENTRIES_SIZE bytes; kept for the next
				   directory of this depth */
	size_t at, end;
};

enum { WALKERS_MAX = 8 };	/* the kernel's locks allow no more */

/* One thread's walk. */
struct scan_dir {
	struct session *s;
	struct errands *errands;	/* shared */
	struct judge j;
	struct store *st;
	struct level level[PATH_MAX_DEPTH + 1];
	size_t depth;		/* levels in use */
	bool is_root;		/* a root file system, no source tree */
	size_t closed;		/* files that could not be opened, and that
				   nothing wanted by name */
	struct str closed_first;
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

/* d->path is the directory's, fd is taken. */
static void
begin(struct scan_dir *d, int fd)
{
	struct level *l = &d->level[d->depth];

	if (l->entries == NULL)
		l->entries = malloc(ENTRIES_SIZE);
	if (l->entries == NULL) {
		gap(d, "cannot read the directory", errno);
		(void)close(fd);
		return;
	}
	l->fd = fd;
	l->n = d->n;
	l->at = l->end = 0;
	d->depth++;
}

/* Walk it, or let another thread do it. */
static void
enter(struct scan_dir *d, int at, const char *name)
{
	if (d->depth > PATH_MAX_DEPTH) {
		notice_gap(&d->st->notices, "limit", str_of(d->path, d->n),
		    "deeper than %d directories", PATH_MAX_DEPTH);
		return;
	}
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);

	if (fd < 0) {
		gap(d, "cannot open the directory", errno);
		return;
	}
	if (!errands_put(d->errands, fd, str_of(d->path, d->n)))
		begin(d, fd);
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

/* Do its first bytes ask for a row? */
static bool
asks(struct scan_dir *d, int fd, struct str path)
{
	uint8_t head[HEAD_BYTES];
	ssize_t n;

	do
		n = pread(fd, head, sizeof head, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		not_opened(d, path);
	return n == sizeof head && judge_head(&d->j, path, head, sizeof head);
}

static void
judge_at(struct scan_dir *d, int at, const char *name, struct wanted *w)
{
	struct stat st;
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);

	if (fd < 0 && w->row == NULL) {
		if (errno != ENOENT)	/* gone since: it is not there */
			not_opened(d, w->path);
		list_file(d, -1, w->path, 1);
		return;
	}
	/* Most files: nothing wants them, and nobody lists them. */
	if (w->row == NULL && d->st->list == NULL && !asks(d, fd, w->path)) {
		(void)close(fd);
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

	w.row = judge_wants(&d->j, path, &w.want);
	judge_at(d, at, name, &w);
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
	uint64_t hash = hash_str(path);

	switch (type_of(at, x->name, x->type)) {
	case DT_REG:
		(void)tree_put(&d->st->tree, path, hash, NODE_FILE);
		file(d, at, x->name, path);
		break;
	case DT_DIR:
		(void)tree_put(&d->st->tree, path, hash, NODE_DIR);
		if (!is_passed(d) && !judge_excludes_dir(&d->j, path))
			enter(d, at, x->name);
		break;
	case DT_LNK:
		(void)tree_put(&d->st->tree, path, hash, NODE_SYMLINK);
		link_at(d, at, x->name, path);
		list_other(d, LIST_SYMLINK);
		break;
	default:
		(void)tree_put(&d->st->tree, path, hash, NODE_OTHER);
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
	(void)close(d->level[--d->depth].fd);
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
	if (progress_is_due(++d->st->entries))
		progress_add(PROGRESS_THINGS, PROGRESS_STEP);
	if (name_it(d, l->n, x->name))
		entry(d, l->fd, x);
}

static bool
is_over(const struct store *st, const struct limits *lim)
{
	return st->entries > lim->entries || store_kept(st) > lim->wanted;
}

/* The directories that it has begun. */
static void
walk_begun(struct scan_dir *d)
{
	const struct limits *lim = &d->s->lim;

	while (d->depth > 0 && !errands_stopped(d->errands)) {
		one_more(d);
		if (is_over(d->st, lim))
			errands_stop(d->errands);
	}
	while (d->depth > 0)
		leave(d);
}

static void *
walk(void *arg)
{
	struct scan_dir *d = arg;
	struct errand x;

	walk_begun(d);
	while (errands_take(d->errands, &x)) {
		memcpy(d->path, x.path, x.n);
		d->n = x.n;
		free(x.path);
		begin(d, x.fd);
		walk_begun(d);
	}
	return NULL;
}

static struct scan_dir *
walker_new(struct session *s, struct errands *q, bool is_root)
{
	struct scan_dir *d = calloc(1, sizeof *d);

	if (d == NULL)
		return NULL;
	d->s = s;
	d->errands = q;
	d->is_root = is_root;
	d->st = store_new(&s->lim);
	judge_init(&d->j, s->pool.sel, &s->lim, s->pool.excludes);
	if (s->pool.files)
		d->st->list = list_new();
	return d;
}

/* What it leaves behind. */
static struct store *
walker_end(struct scan_dir *d, size_t *closed, struct str *closed_first)
{
	struct store *st = d->st;

	if (d->closed > 0 && (*closed == 0 || str_cmp(d->closed_first,
	    *closed_first) < 0))
		*closed_first = d->closed_first;
	*closed += d->closed;
	progress_rest(st->entries);
	for (size_t i = 0; i <= PATH_MAX_DEPTH; i++)
		free(d->level[i].entries);
	judge_done(&d->j);
	free(d);
	return st;
}

/* Of the tree by n threads; NULL when memory lacks. */
static struct store *
walk_tree(struct session *s, bool is_root, size_t n)
{
	struct errands *q = errands_new(n);
	struct scan_dir *v[WALKERS_MAX] = { q == NULL ? NULL :
		walker_new(s, q, is_root) };
	pthread_t threads[WALKERS_MAX];
	struct str first = { NULL, 0 };
	size_t made = 1, closed = 0;

	if (v[0] == NULL) {
		errands_free(q);
		return NULL;
	}
	for (; made < n; made++) {
		v[made] = walker_new(s, q, is_root);
		if (v[made] == NULL)
			break;
		if (pthread_create(&threads[made], NULL, walk, v[made]) != 0) {
			store_free(walker_end(v[made], &closed, &first));
			break;
		}
	}
	for (size_t i = made; i < n; i++)
		errands_miss(q);
	enter(v[0], s->fd, ".");
	(void)walk(v[0]);
	for (size_t i = 1; i < made; i++)
		(void)pthread_join(threads[i], NULL);
	errands_free(q);
	struct store *st = walker_end(v[0], &closed, &first);

	for (size_t i = 1; i < made; i++)
		store_join(st, walker_end(v[i], &closed, &first));
	store_sort(st);
	if (closed > 0)
		notice_note(&st->notices, "file", first, "it and %zu other "
		    "files could not be opened: not known whether they are "
		    "executables", closed - 1);
	st->walked = true;
	return st;
}

/*
 * Where a limit is met depends on who was how fast: then all of it once more,
 * by one thread.
 */
static struct store *
scan_tree(struct session *s, bool is_root)
{
	const struct limits *lim = &s->lim;
	size_t n = s->pool.files ? 1 : s->pool.jobs < WALKERS_MAX ?
	    s->pool.jobs : WALKERS_MAX;
	struct store *st = walk_tree(s, is_root, n);

	if (st != NULL && n > 1 && (is_over(st, lim) ||
	    st->records > lim->records)) {
		store_free(st);
		st = walk_tree(s, is_root, 1);
	}
	if (st != NULL && is_over(st, lim))
		notice_gap(&st->notices, "limit", STR(""),
		    "over %" PRIu64 " files, or %" PRIu64 " wanted ones",
		    lim->entries, lim->wanted);
	return st;
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

	if (!rootfs)
		s->pool.sel = s->declared;
	ref.store = scan_tree(s, rootfs);
	if (ref.store == NULL)
		return err_set(e, RC_IO, "out of memory");
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
