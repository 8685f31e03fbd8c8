/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/session.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "codec/reader.h"
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

/* A write-ahead log beside it holds what was committed last. */
static void
take_sibling(struct session *s, struct wanted *w)
{
	struct arena *a = s->arena;
	const char *path = str_z(a, str_join(a, str_from(s->oops),
	    str_from(w->row->sibling)));
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
	w.mtime_s = st.st_mtime;
	if (w.row == NULL && !head && s->in.from == NULL) {
		judge_done(&j);
		return err_set(e, RC_UNSUPPORTED, "%s: not an image, a root "
		    "file system or a file that any cataloger knows",
		    s->oops);
	}
	ref.store = store_new(&s->lim);
	struct file_at at = { s->fd, 0, (uint64_t)st.st_size, NULL };

	if (w.row != NULL && w.row->sibling != NULL)
		take_sibling(s, &w);
	struct seen *x = judge_file(&j, ref.store, &w, &at);

	if (x != NULL)
		x->forced = true;
	judge_done(&j);
	session_single(s, INPUT_FILE, ref);
	return RC_OK;
}
