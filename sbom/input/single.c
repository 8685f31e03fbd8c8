/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/session.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "codec/reader.h"
#include "sbom/catalog/keep.h"
#include "sbom/layer/pass.h"
#include "sbom/layer/path.h"

/* By its name, or by its first bytes; *ret_head: those ask for a row, too. */
static const struct cataloger *
row_of(struct session *s, const struct judge *j, struct str name,
    const struct want **ret, bool *ret_head, struct err *e)
{
	uint8_t head[HEAD_BYTES];
	size_t n = 0;
	struct reader *r = reader_of_file(s->fd, 0, sizeof head);
	const struct cataloger *row = judge_wants(j, name, ret);

	if (r != NULL && reader_fill(r, head, sizeof head, &n, e) == RC_OK &&
	    row == NULL)
		row = judge_magic(j, head, n, ret);
	*ret_head = judge_head(j, name, head, n);
	reader_close(r);
	return row;
}

/* What knows it by the last directories that it lies in, as it was named. */
static void
by_directories(struct session *s, const struct judge *j, struct wanted *w)
{
	char *room = NEWN(s->arena, char, PATH_MAX_BYTES);
	const struct cataloger *row;
	const struct want *want;
	struct str path;

	if (!path_clean(str_from(s->oops), room, &path))
		return;
	row = judge_wants(j, path, &want);
	if (row != NULL && !row->context && want->kind == WANT_TAIL) {
		w->row = row;
		w->want = want;
		w->path = path;
	}
}

/* A write-ahead log beside it holds what was committed last. */
static void
take_sibling(struct session *s, struct wanted *w)
{
	struct arena *a = s->arena;
	const char *path = str_z(a, selector_sibling_of(a, w->row,
	    str_from(s->oops)));
	struct buf b = { .limit = (size_t)s->lim.buffer };
	struct err e = { "" };
	int fd = -1;

	if (s->fd == STDIN_FILENO || path == NULL || access(path, F_OK) != 0)
		return;
	enum rc rc = file_open(path, &fd, &e);

	if (rc == RC_OK)
		rc = file_read_all(fd, &b, &e);
	if (rc == RC_OK)
		w->sibling = str_dup(a, buf_str(&b));
	else
		notice_gap(&s->notices, "package-db", path_base(str_from(
		    path)), "not read: %s", e.msg);
	buf_done(&b);
	if (fd >= 0)
		(void)close(fd);
}

static enum rc
nothing_wants(const struct session *s, struct err *e)
{
	return err_set(e, RC_UNSUPPORTED, "%s: not an image, a root file "
	    "system or a file that any cataloger knows", s->oops);
}

enum rc
single_read(struct session *s, struct str name, struct err *e)
{
	struct wanted w = { .path = name };
	struct layer_ref ref = { .at = { .fd = -1 } };
	struct judge j;
	struct stat st;

	if (fstat(s->fd, &st) != 0)
		return err_sys(e, "%s", s->oops);
	s->pool.sel = s->declared;
	judge_init(&j, s->pool.sel, &s->lim, s->pool.excludes);
	bool head;

	w.row = row_of(s, &j, name, &w.want, &head, e);
	/* They say more than the end of a name: vendor/modules.txt. */
	if ((w.row == NULL || w.want->kind == WANT_SUFFIX) && !head)
		by_directories(s, &j, &w);
	w.mtime_s = st.st_mtime;
	if (w.row == NULL && !head && s->in.from == NULL) {
		judge_done(&j);
		return nothing_wants(s, e);
	}
	ref.store = store_new(&s->lim);
	struct file_at at = { s->fd, 0, (uint64_t)st.st_size, NULL };

	if (w.row != NULL && w.row->sibling != NULL)
		take_sibling(s, &w);
	struct seen *x = judge_file(&j, ref.store, &w, &at);

	judge_done(&j);
	if (x == NULL && !head && s->in.from == NULL) {
		store_free(ref.store);
		return nothing_wants(s, e);
	}
	if (x != NULL)
		x->forced = true;
	session_single(s, INPUT_FILE, ref);
	return RC_OK;
}

/* ---- one that goes by on a pipe ---- */

/* A pipe has no name: --name gives one, and archives of Java are known by
   their first bytes. */
struct str
single_name(const struct session *s, const uint8_t *head, size_t n)
{
	if (s->in.name != NULL)
		return path_base(str_from(s->in.name));
	return n >= 4 && memcmp(head, "PK\3\4", 4) == 0 ?
	    STR(FILE_UNNAMED ".jar") : STR(FILE_UNNAMED);
}

/* The rest of r through the rows, after the n bytes that j->file holds. */
static enum rc
pass_rest(struct judge *j, struct store *st, const struct wanted *w,
    struct reader *r, struct err *e)
{
	const struct want *want = NULL;
	const struct cataloger *head = judge_head_row(j, w, j->file.p,
	    HEAD_BYTES, &want);
	struct pass *p = pass_new(j, w, head, want, KEEP_UNKNOWN, NULL);
	uint8_t block[32 * 1024];
	size_t n = 1;
	enum rc rc = RC_OK;

	if (p == NULL)
		return err_set(e, RC_IO, "out of memory");
	pass_feed(p, j->file.p, j->file.n);
	judge_yield(j);
	while (rc == RC_OK && n > 0) {
		rc = reader_read(r, block, sizeof block, &n, e);
		if (rc == RC_OK)
			pass_feed(p, block, n);
	}
	struct seen *x = rc == RC_OK ? pass_end(p, st,
	    ": they went by; --spool keeps them") : NULL;

	if (x != NULL)
		x->forced = true;
	pass_free(p);
	return rc;
}

/* Hold it up to what its row may have; larger ones are passed on. */
static enum rc
judge_stream(struct judge *j, struct store *st, struct wanted *w,
    struct reader *r, struct err *e)
{
	uint64_t max = w->row != NULL ? judge_limit(j, w->row, true) :
	    j->lim->buffer;
	enum rc rc = RC_OK;
	size_t got = 1;

	while (rc == RC_OK && got > 0 && j->file.n <= max) {
		uint8_t *p = buf_room(&j->file, 64 * KIB);

		rc = reader_read(r, p, 64 * KIB, &got, e);
		j->file.n += rc == RC_OK ? got : 0;
	}
	if (rc != RC_OK)
		return rc;
	if (j->file.n > max)
		return pass_rest(j, st, w, r, e);
	struct file_at at = { -1, 0, j->file.n, j->file.p };
	struct seen *x = judge_file(j, st, w, &at);

	if (x != NULL)
		x->forced = true;
	return RC_OK;
}

enum rc
single_stream(struct session *s, struct reader *r, struct err *e)
{
	struct layer_ref ref = { .at = { .fd = -1 } };
	uint8_t head[HEAD_BYTES];
	struct wanted w = { .row = NULL };
	struct judge j;
	size_t n = 0;
	enum rc rc = reader_fill(r, head, sizeof head, &n, e);

	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_FORMAT, "%s: empty", s->oops);
	s->pool.sel = s->declared;
	judge_init(&j, s->pool.sel, &s->lim, s->pool.excludes);
	w.path = single_name(s, head, n);
	w.row = judge_wants(&j, w.path, &w.want);
	if (w.row == NULL)
		w.row = judge_magic(&j, head, n, &w.want);
	if (w.row == NULL && !judge_head(&j, w.path, head, n) &&
	    s->in.from == NULL) {
		judge_done(&j);
		return nothing_wants(s, e);
	}
	ref.store = store_new(&s->lim);
	(void)buf_add(&j.file, head, n);
	rc = judge_stream(&j, ref.store, &w, r, e);
	judge_done(&j);
	session_single(s, INPUT_FILE, ref);
	return rc;
}
