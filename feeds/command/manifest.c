/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/manifest.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "feeds/feed/feed.h"

enum {
	MANIFEST_MAX = 256 << 20,	/* bytes: a line for each file of
					   NVD's and OSV's as single files */
	COLUMNS = 7,
	HEX = 64,			/* digits of a SHA-256 */
};

struct manifest {
	struct arena *arena;
	struct map *by_file;
	struct told **v;
	size_t n, cap;
};

struct manifest *
manifest_new(struct arena *a)
{
	struct manifest *m = NEW(a, struct manifest);

	m->arena = a;
	m->by_file = map_new(a);
	return m;
}

static bool
is_sha256(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && (to_lower(s.p[i]) < 'a' ||
		    to_lower(s.p[i]) > 'f'))
			return false;
	return s.n == HEX;
}

/* Columns of a line: the rest are empty, "-" is too. */
static size_t
columns(struct str line, struct str v[COLUMNS])
{
	struct str x;
	size_t n = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		v[i] = STR("");
	for (; str_split(&line, '\t', &x); n++)
		if (n < COLUMNS && !str_eq(str_trim(x), STR("-")))
			v[n] = str_trim(x);
	return n;
}

static bool
is_header(const struct str v[COLUMNS])
{
	return str_eq(v[0], STR("feed")) && str_eq(v[1], STR("path"));
}

static bool
is_feed(struct str word)
{
	for (const struct feed *const *f = feeds; *f != NULL; f++)
		if (str_eq(word, str_from((*f)->name)))
			return true;
	return str_starts(word, STR("private:"));
}

/* Columns that may be left out do not tell a manifest: any that tells one. */
static bool
is_line(const struct str v[COLUMNS], size_t n)
{
	return n >= 2 && n <= COLUMNS && v[1].n != 0 && (is_feed(v[0]) ||
	    is_sha256(v[3]) || str_find(v[6], ':') < v[6].n);
}

bool
manifest_is(struct str text)
{
	struct str line, v[COLUMNS];

	while (str_line(&text, &line)) {
		if (str_trim(line).n == 0 || line.p[0] == '#')
			continue;

		size_t n = columns(line, v);

		return is_header(v) || is_line(v, n);
	}
	return false;
}

/* The name of a file that no second name changes. */
static struct str
file_key(struct arena *a, const struct stat *st)
{
	return str_fmt(a, "%llx:%llx", (unsigned long long)st->st_dev,
	    (unsigned long long)st->st_ino);
}

static void
add(struct manifest *m, const struct told *t)
{
	struct told *own = NEW(m->arena, struct told);
	const char *z = str_z(m->arena, t->path);
	struct stat st;

	*own = *t;
	own->there = z != NULL && stat(z, &st) == 0;
	own->is_dir = own->there && S_ISDIR(st.st_mode);
	if (own->there)
		*map_put(m->by_file, file_key(m->arena, &st), NULL) = own;
	m->v = arena_grow(m->arena, m->v, m->n, &m->cap, sizeof *m->v);
	m->v[m->n++] = own;
}

/* Below the manifest's directory, and nowhere else. */
static bool
is_inside(struct str path)
{
	struct str rest = path, x;

	if (path.n == 0 || path.p[0] == '/' || str_find(path, '\0') < path.n)
		return false;
	while (str_split(&rest, '/', &x))
		if (str_eq(x, STR("..")))
			return false;
	return true;
}

static enum rc
read_line(struct manifest *m, struct str dir, struct str line, struct err *e)
{
	struct str v[COLUMNS];
	size_t n = columns(line, v), colon = str_find(v[6], ':');
	struct told t = { .sha256 = str_lower(m->arena, v[3]) };

	if (is_header(v))
		return RC_OK;
	if (n < 2 || n > COLUMNS)
		return err_set(e, RC_FORMAT, "%zu columns where 2 to %d are "
		    "wanted", n, COLUMNS);
	if (!is_inside(v[1]))
		return err_set(e, RC_FORMAT, "no path below the manifest");
	if (t.sha256.n != 0 && !is_sha256(t.sha256))
		return err_set(e, RC_FORMAT, "no SHA-256 in its column");
	if (v[6].n != 0 && (colon == 0 || colon >= v[6].n))
		return err_set(e, RC_FORMAT, "a release is written "
		    "ECOSYSTEM:RELEASE");
	if (str_eq(v[0], STR("private:")))
		return err_set(e, RC_FORMAT, "private: wants a label");
	t.has_modified = when_parse(v[4], &t.modified_s);
	t.path = str_fmt(m->arena, "%.*s%.*s", STR_ARG(dir), STR_ARG(v[1]));
	t.eco = str_sub(v[6], 0, colon);
	t.release = str_from_pos(v[6], colon + 1);
	if (str_starts(v[0], STR("private:")))
		t.label = str_from_pos(v[0], 8);
	else
		t.feed = v[0];
	add(m, &t);
	return RC_OK;
}

enum rc
manifest_read(struct manifest *m, const char *path, struct err *e)
{
	struct buf b = { .limit = MANIFEST_MAX };
	struct str rest, line, dir = str_from(path);
	char where[32];
	int fd;
	enum rc rc = file_open(path, &fd, e);

	if (rc != RC_OK)
		return rc;
	rc = file_read_all(fd, &b, e);
	(void)close(fd);
	rest = str_dup(m->arena, buf_str(&b));
	buf_done(&b);
	if (rc != RC_OK)
		return err_in(e, rc, path);
	dir = str_rfind(dir, '/') < dir.n ?
	    str_sub(dir, 0, str_rfind(dir, '/') + 1) : STR("");
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++) {
		if (str_trim(line).n == 0 || line.p[0] == '#')
			continue;
		rc = read_line(m, dir, line, e);
		if (rc == RC_OK)
			continue;
		(void)snprintf(where, sizeof where, "line %zu", n);
		(void)err_in(e, rc, where);
		return err_in(e, rc, path);
	}
	return rc;
}

void
manifest_private(struct manifest *m, struct str label, struct str path)
{
	add(m, &(struct told){ .label = label, .path = path });
}

const struct told *
manifest_find(const struct manifest *m, const struct stat *st)
{
	struct arena *a = arena_new(MIB);
	void **at = map_find(m->by_file, file_key(a, st));
	const struct told *t = at != NULL ? *at : NULL;

	arena_free(a);
	return t;
}

const struct told *
manifest_line(const struct manifest *m, size_t i)
{
	return i < m->n ? m->v[i] : NULL;
}
