/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libarchive's input: our readers, or a seekable descriptor.
 *
 * Source:   archive_read_open(3), archive_read_set_seek_callback.
 */
#include <archive.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/progress.h"
#include "codec/backend.h"

static enum rc
src_pread(struct archive_src *s, size_t *ret_n)
{
	ssize_t n;

	do
		n = pread(s->fd, s->buf, sizeof s->buf, (off_t)s->off);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys(&s->err, "read");
	*ret_n = (size_t)n;
	return RC_OK;
}

_Static_assert(sizeof ((struct archive_src *)0)->buf <= SRC_TAIL,
    "one read always fits into the tail");

static void
keep_tail(struct archive_src *s, size_t n)
{
	size_t keep = SRC_TAIL - n;	/* n is at most SRC_TAIL */

	if (s->ntail > keep) {
		memmove(s->tail, s->tail + (s->ntail - keep), keep);
		s->ntail = keep;
	}
	memcpy(s->tail + s->ntail, s->buf, n);
	s->ntail += n;
}

static enum rc
src_next(struct archive_src *s, size_t *ret_n)
{
	size_t n = 0;

	if (s->rc != RC_OK)
		return s->rc;
	s->rc = s->r == NULL ? src_pread(s, &n)
	    : reader_read(s->r, s->buf, sizeof s->buf, &n, &s->err);
	if (s->rc != RC_OK)
		return s->rc;
	if (s->r == NULL)
		progress_add(PROGRESS_BYTES, n);
	for (size_t i = n; i > 0; i--)
		if (s->buf[i - 1] != 0) {
			s->nonzero = s->off + i;
			break;
		}
	s->off += n;
	if (s->tail != NULL)
		keep_tail(s, n);
	*ret_n = n;
	return RC_OK;
}

static la_ssize_t
src_read(struct archive *a, void *ctx, const void **ret)
{
	struct archive_src *s = ctx;
	size_t n;

	if (src_next(s, &n) != RC_OK) {
		archive_set_error(a, EIO, "%s", s->err.msg);
		return ARCHIVE_FATAL;
	}
	*ret = s->buf;
	return (la_ssize_t)n;
}

static la_int64_t
src_seek(struct archive *a, void *ctx, la_int64_t off, int whence)
{
	struct archive_src *s = ctx;
	off_t end = 0, base = 0;

	if (whence == SEEK_END && (end = lseek(s->fd, 0, SEEK_END)) < 0) {
		s->rc = err_sys(&s->err, "seek");
		archive_set_error(a, EIO, "%s", s->err.msg);
		return ARCHIVE_FATAL;
	}
	base = whence == SEEK_END ? end
	    : whence == SEEK_CUR ? (off_t)s->off : 0;
	if (__builtin_add_overflow(base, off, &base) || base < 0)
		return ARCHIVE_FATAL;
	s->off = (uint64_t)base;
	return base;
}

static la_int64_t
src_skip(struct archive *a, void *ctx, la_int64_t n)
{
	struct archive_src *s = ctx;

	(void)a;
	if (n < 0 || (uint64_t)n > INT64_MAX - s->off)
		return 0;
	s->off += (uint64_t)n;
	return n;
}

bool
archive_src_open(struct archive *a, struct archive_src *s)
{
	if (s->r == NULL) {
		archive_read_set_seek_callback(a, src_seek);
		archive_read_set_skip_callback(a, src_skip);
	}
	archive_read_set_read_callback(a, src_read);
	archive_read_set_callback_data(a, s);
	return archive_read_open1(a) == ARCHIVE_OK;
}

enum rc
archive_src_drain(struct archive_src *s)
{
	size_t n;
	enum rc rc;

	do
		rc = src_next(s, &n);
	while (rc == RC_OK && n > 0);
	return rc;
}

enum rc
archive_src_error(struct archive *a, const struct archive_src *s,
    const char *what, struct err *e)
{
	const char *why = archive_error_string(a);

	if (s->rc != RC_OK) {
		*e = s->err;
		return s->rc;
	}
	if (archive_errno(a) == ENOMEM)
		return err_set(e, RC_LIMIT, "%s: asks for too much memory",
		    what);
	return err_set(e, RC_FORMAT, "%s: %s", what,
	    why != NULL ? why : "damaged");
}
