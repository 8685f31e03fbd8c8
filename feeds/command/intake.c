/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/progress.h"
#include "codec/reader.h"
#include "feeds/command/crew.h"
#include "feeds/command/manifest.h"
#include "feeds/feed/tap.h"

enum { DEPTH_MAX = 32 };	/* directories below an operand */

struct path {
	struct str path;
	struct loose *loose;	/* NULL: an operand itself */
	const struct told *told;	/* of it or of a directory it is in */
};

struct job {
	struct intake *in;
	struct path *v;
	size_t n, cap;
	struct loose **loose;	/* one for each directory that is a source */
	size_t nloose, loose_cap;
	struct map *seen;	/* digests of files that were read */
};

static void
add_path(struct job *j, struct str path, struct loose *loose,
    const struct told *told)
{
	j->v = arena_grow(j->in->arena, j->v, j->n, &j->cap, sizeof *j->v);
	j->v[j->n++] = (struct path){ path, loose, told };
}

static struct loose *
loose_of(struct job *j, struct str dir)
{
	struct loose *l = NEW(j->in->arena, struct loose);

	*l = (struct loose){ .is_dir = true, .name = intake_base(dir),
		.shown = dir,
		.key = str_fmt(j->in->arena, "dir %.*s", STR_ARG(dir)) };
	j->loose = arena_grow(j->in->arena, j->loose, j->nloose,
	    &j->loose_cap, sizeof(struct loose *));
	j->loose[j->nloose++] = l;
	return l;
}

static void
refuse(struct intake *in, struct str path, int error)
{
	struct err why;

	errno = error;
	(void)err_sys(&why, "cannot be read");
	intake_gap(in, path, why.msg);
}

static void
walk(struct job *j, struct str path, struct loose *loose,
    const struct told *told, unsigned depth)
{
	const char *z = str_z(j->in->arena, path);
	DIR *dir = opendir(z);
	const struct told *own;
	struct dirent *d;
	struct stat st;

	if (dir == NULL) {
		refuse(j->in, path, errno);
		return;
	}
	if (fstat(dirfd(dir), &st) == 0 &&
	    (own = manifest_find(j->in->manifest, &st)) != NULL) {
		told = own;
		loose = loose_of(j, path);
	}
	while ((d = readdir(dir)) != NULL) {
		struct str name = str_from(d->d_name), full;

		if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
			continue;
		full = str_fmt(j->in->arena, "%s%s%s", z,
		    str_ends(path, STR("/")) ? "" : "/", d->d_name);
		if (fstatat(dirfd(dir), d->d_name, &st,
		    AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(st.st_mode))
			add_path(j, full, loose, told);
		else if (depth == 0)
			intake_gap(j->in, full, "directories nested too deep");
		else
			walk(j, full, loose, told, depth - 1);
	}
	(void)closedir(dir);
}

static int
path_cmp(const void *a, const void *b)
{
	const struct path *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

static enum rc
sum_file(int fd, char hex[65], uint64_t *ret_n, struct err *e)
{
	struct reader *r = reader_of_file(fd, 0, UINT64_MAX);
	struct tap t;
	uint8_t byte;
	size_t n;
	enum rc rc;

	tap_init(&t, r, true, UINT64_MAX);
	rc = reader_read(&t.r, &byte, 1, &n, e);
	if (rc == RC_OK)
		(void)tap_sum(&t, hex);
	*ret_n = t.n;
	tap_done(&t);
	reader_close(r);
	return rc;
}

static enum rc
load_fd(struct job *j, const struct path *p, const struct told *told, int fd,
    struct err *e)
{
	char hex[65];
	struct item it = { .shown = p->path, .name = intake_base(p->path),
		.loose = p->loose, .told = told, .fd = fd };
	struct err why;
	struct reader *r;
	bool fresh;
	enum rc rc = sum_file(fd, hex, &it.bytes, &why);

	if (rc != RC_OK) {
		intake_gap(j->in, p->path, why.msg);
		return RC_OK;
	}
	it.sha256 = str_dup(j->in->arena, str_from(hex));
	if (told != NULL && !told->is_dir && told->sha256.n != 0 &&
	    !str_eq(told->sha256, it.sha256)) {
		notice_gap(j->in->notices, "feed", p->path, "refused: SHA-256 "
		    "is %s where the manifest has %.*s", hex,
		    STR_ARG(told->sha256));
		return RC_OK;
	}
	(void)map_put(j->seen, it.sha256, &fresh);
	if (!fresh) {
		notice_note(j->in->notices, "feed", p->path,
		    "the same as a file before it: left out");
		return RC_OK;
	}
	r = reader_counted(reader_of_file(fd, 0, UINT64_MAX));
	rc = intake_stream(j->in, &it, r, e);
	reader_close(r);
	return rc;
}

/* How much there is, to who waits. */
static void
tell_size(const struct job *j)
{
	struct stat st;

	progress_add(PROGRESS_ITEMS_ALL, j->n);
	for (size_t i = 0; progress_is_on() && i < j->n; i++)
		if (stat(str_z(j->in->arena, j->v[i].path), &st) == 0 &&
		    S_ISREG(st.st_mode))
			progress_add(PROGRESS_BYTES_ALL,
			    (uint64_t)st.st_size);
}

static enum rc
load_path(struct job *j, const struct path *p, struct err *e)
{
	const char *z = str_z(j->in->arena, p->path);
	const struct told *told;
	struct err why;
	struct stat st;
	int fd;
	enum rc rc;

	if (stat(z, &st) != 0) {
		refuse(j->in, p->path, errno);
		return RC_OK;
	}
	if (!S_ISREG(st.st_mode)) {	/* a pipe would wait for its writer */
		intake_gap(j->in, p->path, "not a file");
		return RC_OK;
	}
	rc = file_open(z, &fd, &why);
	if (rc != RC_OK) {
		refuse(j->in, p->path, errno);
		return RC_OK;
	}
	told = manifest_find(j->in->manifest, &st);
	rc = load_fd(j, p, told != NULL ? told : p->told, fd, e);
	(void)close(fd);
	return rc;
}

/* The manifest of a directory, and the path it has there; "": none. */
static struct str
own_manifest(struct job *j, const char *dir)
{
	static const char *const names[] = { "manifest", "manifest.tsv",
		"MANIFEST.tsv" };
	struct str path = STR("");
	struct err why;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char head[4096];
		ssize_t n;
		int fd;

		path = str_fmt(j->in->arena, "%s%s%s", dir,
		    str_ends(str_from(dir), STR("/")) ? "" : "/", names[i]);
		fd = open(str_z(j->in->arena, path),
		    O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fd < 0)
			continue;
		n = read(fd, head, sizeof head);
		(void)close(fd);
		if (n <= 0 || !manifest_is(str_of(head, (size_t)n)))
			continue;
		if (manifest_read(j->in->manifest, str_z(j->in->arena, path),
		    &why) != RC_OK)
			intake_gap(j->in, STR("manifest"), why.msg);
		return path;
	}
	return STR("");
}

/* Do not read the manifest as a feed. */
static void
drop_path(struct job *j, struct str path)
{
	for (size_t i = 0; path.n != 0 && i < j->n; i++)
		if (str_eq(j->v[i].path, path))
			j->v[i--] = j->v[--j->n];
}

static void
tell_absent(struct intake *in)
{
	const struct told *t;

	for (size_t i = 0; (t = manifest_line(in->manifest, i)) != NULL; i++)
		if (!t->there)
			intake_gap(in, t->path, "in the manifest, not there");
}

static void
gather(struct job *j, char *const *paths, size_t n)
{
	struct str manifest;
	struct stat st;

	for (size_t i = 0; i < n; i++) {
		struct str path = str_from(paths[i]);

		if (stat(paths[i], &st) != 0 || !S_ISDIR(st.st_mode)) {
			add_path(j, path, NULL, NULL);
			continue;
		}
		manifest = own_manifest(j, paths[i]);
		walk(j, path, loose_of(j, path), NULL, DEPTH_MAX);
		drop_path(j, manifest);
	}
	tell_absent(j->in);
	if (j->n > 1)
		qsort(j->v, j->n, sizeof *j->v, path_cmp);
}

enum rc
intake_read(struct intake *in, char *const *paths, size_t n, struct err *e)
{
	struct job j = { .in = in, .seen = map_new(in->arena) };
	enum rc rc = RC_OK;

	gather(&j, paths, n);
	tell_size(&j);
	in->crew = crew_new(fill_keeps_text(in->fill));
	for (size_t i = 0; rc == RC_OK && i < j.n; i++) {
		progress_add(PROGRESS_ITEMS, 1);
		progress_name(j.v[i].path);
		rc = load_path(&j, &j.v[i], e);
	}
	if (rc == RC_OK)
		rc = crew_finish(in->crew, in, e);
	crew_free(in->crew);
	for (size_t i = 0; rc == RC_OK && i < j.nloose; i++)
		rc = intake_loose_end(in, j.loose[i], e);
	if (in->unknown > UNKNOWN_SHOWN)
		notice_note(in->notices, "feed", STR(""),
		    "%zu more files that are no feed we know: left out",
		    in->unknown - UNKNOWN_SHOWN);
	return rc;
}
