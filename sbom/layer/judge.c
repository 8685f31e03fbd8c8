/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/judge.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "sbom/layer/path.h"

enum {
	AHEAD = 4 * 1024,	/* headers lie beside each other */
	AHEAD_WHOLE = 16 * 1024,	/* of what is read whole afterwards */
};

/* A file on disk, or inside a plain layer, by pread. */
struct fd_blob {
	struct blob b;
	int fd;
	uint64_t off;
	struct buf *buf;
	size_t ahead;		/* read so much where less is asked for */
	uint64_t at;		/* buf holds `have` bytes from there on */
	size_t have;
};

static enum rc
fd_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	struct fd_blob *f = (struct fd_blob *)b;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT, "reads beyond the end");
	if (f->have > 0 && off >= f->at && off - f->at <= f->have &&
	    n <= f->have - (size_t)(off - f->at)) {
		*ret = f->buf->p + (off - f->at);
		return RC_OK;
	}
	if (n < f->ahead)
		n = b->size - off < f->ahead ? (size_t)(b->size - off) :
		    f->ahead;
	f->buf->n = f->have = 0;
	uint8_t *p = buf_room(f->buf, n + 1);

	if (p == NULL)
		return err_set(e, RC_LIMIT, "too large");
	enum rc rc = file_read_at(f->fd, f->off + off, p, n, e);

	if (rc != RC_OK)
		return rc;
	f->at = off;
	f->have = n;
	*ret = p;
	return RC_OK;
}

void
judge_init(struct judge *j, const struct selector *sel,
    const struct limits *lim, const char *const *excludes)
{
	*j = (struct judge){ .sel = sel, .lim = lim, .excludes = excludes };
}

void
judge_done(struct judge *j)
{
	sink_done(&j->sink);
	buf_done(&j->file);
	buf_done(&j->held);
	buf_done(&j->part);
}

void
judge_shrink(struct judge *j)
{
	struct buf *const all[] = { &j->file, &j->part };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (all[i]->cap > j->lim->buffer) {
			buf_done(all[i]);
			*all[i] = (struct buf){ 0 };
		}
	}
}

void
judge_yield(struct judge *j)
{
	struct buf *const all[] = { &j->file, &j->part };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		buf_done(all[i]);
		*all[i] = (struct buf){ 0 };
	}
}

/* Does a glob name what z says? Globs are of whole paths. */
static bool
fits_glob(const struct judge *j, const char *z)
{
	for (size_t i = 0; j->excludes[i] != NULL; i++) {
		const char *glob = j->excludes[i];

		if (fnmatch(glob[0] == '/' ? glob + 1 : glob, z, 0) == 0)
			return true;
	}
	return false;
}

/* The path, or a directory that it lies in; a '/' stands behind the path of
   a directory itself, so that "DIR/" "*" names it, too. */
static bool
fits_exclude(const struct judge *j, struct str path, bool dir)
{
	char z[PATH_MAX_BYTES + 2];

	if (j->excludes == NULL || path.n > PATH_MAX_BYTES)
		return false;
	memcpy(z, path.p, path.n);
	z[path.n] = 0;
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] != '/')
			continue;
		z[i] = 0;
		if (fits_glob(j, z))
			return true;
		z[i] = '/';
	}
	if (fits_glob(j, z))
		return true;
	z[path.n] = '/';
	z[path.n + 1] = 0;
	return dir && fits_glob(j, z);
}

bool
judge_excludes(const struct judge *j, struct str path)
{
	return fits_exclude(j, path, false);
}

bool
judge_excludes_dir(const struct judge *j, struct str path)
{
	return fits_exclude(j, path, true);
}

/*
 * Lock files and manifests in the directories where package managers put what
 * they install are those of the packages' authors: intent of others.
 */
static bool
is_installed(struct str path)
{
	static const char *const dirs[] = { "/node_modules/",
		"/site-packages/", "/dist-packages/", "/vendor/bundle/" };

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (str_starts(path, str_from(dirs[i] + 1)) ||
		    str_find_str(path, str_from(dirs[i])) < path.n)
			return true;
	return false;
}

const struct cataloger *
judge_wants(const struct judge *j, struct str path, const struct want **ret)
{
	const struct cataloger *row = selector_path(j->sel, path, ret);

	return row != NULL && (judge_excludes(j, path) ||
	    (row->state == STATE_DECLARED && is_installed(path))) ? NULL : row;
}

const struct cataloger *
judge_magic(const struct judge *j, const void *p, size_t n,
    const struct want **ret)
{
	return selector_magic(j->sel, p, n, ret);
}

uint64_t
judge_limit(const struct judge *j, const struct cataloger *row,
    bool in_memory)
{
	switch (row->reads) {
	case READ_TEXT:
		return j->lim->text_file;
	case READ_DATABASE:
		return j->lim->package_db;
	default:
		return in_memory ? j->lim->buffer : UINT64_MAX;
	}
}

struct seen *
judge_begin(struct store *st, const struct wanted *w)
{
	struct seen *x = store_seen(st, w->path);

	x->f.row = w->row;
	x->f.mtime_s = w->mtime_s;
	x->want = w->want;
	x->sibling = w->sibling;
	return x;
}

struct seen *
judge_gap(struct store *st, const struct wanted *w, const char *kind,
    const char *fmt, ...)
{
	char text[512];
	struct seen *x = judge_begin(st, w);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	x->f.broken = true;
	notice_gap(&x->notices, kind, x->f.path, "%s", text);
	return x;
}

/* Of a database a gap, of anything else a note. */
void
judge_report(struct seen *x, const struct cataloger *row, enum rc rc,
    const struct err *e)
{
	x->f.broken = true;
	if (rc == RC_LIMIT)
		notice_gap(&x->notices, "limit", x->f.path, "%s", e->msg);
	else if (row->database)
		notice_gap(&x->notices, "package-db", x->f.path, "%s", e->msg);
	else
		notice_note(&x->notices, "file", x->f.path, "%s", e->msg);
}

bool
judge_head(const struct judge *j, struct str path, const void *p, size_t n)
{
	const struct want *want;

	return selector_head(j->sel, p, n, &want) != NULL &&
	    !judge_excludes(j, path);
}

const struct cataloger *
judge_head_row(const struct judge *j, const struct wanted *w, const void *p,
    size_t n, const struct want **ret)
{
	if (w->only || !judge_head(j, w->path, p, n))
		return NULL;
	const struct cataloger *row = selector_head(j->sel, p, n, ret);

	return row == w->row ? NULL : row;
}

/* The row that first bytes ask for, beside the one that wants the name. */
static const struct cataloger *
head_row(struct judge *j, const struct wanted *w, struct blob *b,
    const struct want **ret)
{
	const uint8_t *p;
	struct err e;

	if (w->only || b->size < HEAD_FILE_MIN ||
	    blob_at(b, 0, HEAD_BYTES, &p, &e) != RC_OK)
		return NULL;
	return judge_head_row(j, w, p, HEAD_BYTES, ret);
}

struct file_ref
judge_ref(const struct judge *j, const struct wanted *w,
    const struct want *want)
{
	const struct selector_opts *o = selector_opts(j->sel);

	return (struct file_ref){ w->path, want, w->sibling, o->declared,
		o->classify, j->sel };
}

/* How a row reads says how much it may be given. */
static bool
is_whole(const struct cataloger *row)
{
	return row->reads == READ_TEXT || row->reads == READ_DATABASE;
}

/* A file on its way to its row. */
struct text_blob {
	struct blob b;
	struct blob *of;
	bool read;
	struct str text;	/* the whole of it, when the row asked last */
};

static enum rc
text_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	struct text_blob *t = (struct text_blob *)b;
	enum rc rc = blob_at(t->of, off, n, ret, e);

	t->read = true;
	t->text = rc == RC_OK && off == 0 && n == b->size ? str_of(*ret, n) :
	    (struct str){ NULL, 0 };
	return rc;
}

/*
 * Lines that end in CR alone, as those of old Macs: no row takes it for an end.
 * JSON and XML have no lines.
 */
static bool
has_old_lines(struct str text)
{
	struct str head = str_trim(text);
	size_t cr = str_find(text, '\r');

	return cr < text.n && head.n > 0 && memchr("{[<", head.p[0], 3) == NULL
	    && str_find(text, '\n') == text.n;
}

static struct look
look_at(struct str text)
{
	size_t nul = str_find(text, '\0');

	return (struct look){ .blank = str_trim(text).n == 0,
		.utf16 = str_starts(text, STR("\xff\xfe")) ||
		    str_starts(text, STR("\xfe\xff")),
		.nul = nul < text.n, .at = nul, .cr = has_old_lines(text) };
}

/*
 * Lines that no row knows pass by in silence, which is right of text only: what
 * was cut, lost its blocks in a crash or is in another encoding is told here,
 * unless its row did.
 */
static void
tell_look(const struct judge *j, struct seen *x)
{
	const struct look *l = &j->look;
	bool declared = x->f.row->state == STATE_DECLARED;
	bool none = x->f.npkgs == 0 && x->f.nnamed == 0;
	struct str base = path_base(x->f.path);

	if (!l->read || x->notices.n != 0 || x->f.broken || j->sink.other)
		return;
	if (l->blank && declared)
		notice_note(&x->notices, "file", x->f.path, "is empty");
	else if (l->utf16 && none)
		notice_note(&x->notices, "file", x->f.path,
		    "is in UTF-16: nothing was read");
	else if (l->nul && !l->utf16 && (declared || none))
		notice_note(&x->notices, "file", x->f.path, "a NUL byte at "
		    "%zu: it is damaged, or no text", l->at);
	else if (l->cr)
		notice_note(&x->notices, "file", x->f.path,
		    "its lines end in CR alone: it was read as one line");
	else if (declared && none &&
	    str_find_str(base, STR("lock")) < base.n)
		notice_note(&x->notices, "file", x->f.path,
		    "nothing is locked in it");
}

static void
run_row(struct judge *j, struct seen *x, const struct cataloger *row,
    const struct file_ref *ref, struct blob *b)
{
	uint64_t max = judge_limit(j, row, false);
	struct err e = { "" };

	if (is_whole(row) && b->size > max) {
		x->f.broken = true;
		notice_gap(&x->notices, "limit", x->f.path, "%" PRIu64
		    " bytes, over the limit of %" PRIu64, b->size, max);
		return;
	}
	struct text_blob t = { .b = { b->size, text_at }, .of = b };

	j->sink.row = row;
	enum rc rc = row->parse(ref, &t.b, j->lim, &j->sink.r, &e);

	if (row->reads == READ_TEXT && t.text.p != NULL)
		j->look = look_at(t.text);
	j->look.read |= t.read;
	if (rc != RC_OK && rc != RC_STOP)
		judge_report(x, row, rc, &e);
}

static bool
is_empty(const struct seen *x)
{
	return x->f.npkgs == 0 && x->f.nnamed == 0 && x->f.nvalues == 0 &&
	    x->f.database == NULL && x->notices.n == 0 && !x->f.broken;
}

struct seen *
judge_end(struct judge *j, struct store *st, struct seen *x, bool drop)
{
	sink_end(&j->sink);
	x->f.broken |= j->sink.gap;
	tell_look(j, x);
	j->look = (struct look){ .read = false };
	judge_shrink(j);
	if (drop && is_empty(x)) {
		store_drop(st, x);
		return NULL;
	}
	return x;
}

struct seen *
judge_file(struct judge *j, struct store *st, const struct wanted *w,
    const struct file_at *f)
{
	bool whole = w->row != NULL && is_whole(w->row);
	struct fd_blob in_file = { { f->size, fd_at }, f->fd, f->off,
		&j->part, whole ? AHEAD_WHOLE : AHEAD, 0, 0 };
	struct mem_blob in_memory;
	struct blob *b = f->fd >= 0 ? &in_file.b :
	    mem_blob_init(&in_memory, f->p, (size_t)f->size);
	const struct want *want = w->want;
	const struct cataloger *head = head_row(j, w, b, &want);

	if (w->row == NULL && head == NULL)
		return NULL;
	struct seen *x = judge_begin(st, w);
	struct wanted now = *w;

	now.path = x->f.path;	/* w's may lie in a buffer that is used again */
	if (w->row == NULL) {
		x->f.row = head;
		x->want = want;
	}
	x->size = f->size;
	sink_begin(&j->sink, st, x, j->lim->records);
	struct file_ref ref = judge_ref(j, &now, w->want);

	if (w->row != NULL)
		run_row(j, x, w->row, &ref, b);
	ref.want = want;
	if (head != NULL)
		run_row(j, x, head, &ref, b);
	return judge_end(j, st, x, w->row == NULL || j->sink.other);
}
