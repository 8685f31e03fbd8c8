/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows over files and streams. A seekable file is read by pread in pieces
 * whose size follows the walk: while it advances in small steps whole blocks
 * are read ahead, after a long jump only a header and a first look.
 */
#include "sbom/layer/source.h"

#include <inttypes.h>
#include <errno.h>
#include <unistd.h>

#include "codec/reader.h"

enum {
	FILE_BLOCK = 64 * 1024,	/* most that one pread asks for */
	FILE_NEAR = 16 * 1024,	/* read-ahead while steps are small */
	FILE_FAR = 4 * 1024,	/* after a jump: a header, first bytes, and what
				   a small file behind them asks for */
	STREAM_BLOCK = 256 * 1024,
};

struct file_source {
	struct source s;
	size_t ahead;
	uint8_t block[FILE_BLOCK];
};

struct stream_source {
	struct source s;
	struct reader *in;
	enum rc failed;		/* sticks, after the good bytes */
	struct err why;
	uint8_t block[STREAM_BLOCK];
};

static enum rc
ends_early(const struct source *s, struct err *e)
{
	return err_set(e, RC_FORMAT, "cut short at byte %" PRIu64, s->pos);
}

static enum rc
file_more(struct source *s, size_t want, struct err *e)
{
	struct file_source *f = (struct file_source *)s;
	uint64_t left = s->end - s->pos;
	size_t ask = want > f->ahead ? want : f->ahead, got = 0;

	if (ask > left)
		ask = (size_t)left;
	if (ask > FILE_BLOCK)
		ask = FILE_BLOCK;
	if (want > ask)
		want = ask;
	while (got < want) {
		ssize_t n = pread(s->fd, f->block + got, ask - got,
		    (off_t)(s->base + s->pos + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "read");
		if (n == 0) {		/* shrank since it was opened */
			s->end = s->pos + got;
			break;
		}
		got += (size_t)n;
	}
	s->p = f->block;
	s->n = got;
	f->ahead = FILE_NEAR;
	return RC_OK;
}

static enum rc
file_jump(struct source *s, uint64_t n, struct err *e)
{
	struct file_source *f = (struct file_source *)s;

	if (n > s->end - s->pos)
		return ends_early(s, e);
	f->ahead = n > FILE_NEAR ? FILE_FAR : FILE_NEAR;
	s->pos += n;
	s->n = 0;
	return RC_OK;
}

static void
plain_close(struct source *s)
{
	free(s);
}

struct source *
source_of_file(int fd, uint64_t off, uint64_t n)
{
	struct file_source *f = calloc(1, sizeof *f);
	off_t size = lseek(fd, 0, SEEK_END);

	if (f == NULL)
		return NULL;
	uint64_t left = size < 0 || (uint64_t)size < off ? 0 :
	    (uint64_t)size - off;
	f->s = (struct source){ .p = f->block, .fd = fd, .base = off,
		.more = file_more, .jump = file_jump, .close = plain_close,
		.end = n < left ? n : left, .stated = n <= left };
	f->ahead = FILE_NEAR;
	return &f->s;
}

/* The error waits until the good bytes before it were taken. */
static enum rc
stream_more(struct source *s, size_t want, struct err *e)
{
	struct stream_source *t = (struct stream_source *)s;

	memmove(t->block, s->p, s->n);
	s->p = t->block;
	while (s->n < want && t->failed == RC_OK) {
		size_t got = 0;

		t->failed = reader_read(t->in, t->block + s->n,
		    STREAM_BLOCK - s->n, &got, &t->why);
		if (t->failed == RC_OK && got == 0)
			return RC_OK;
		s->n += got;
	}
	if (s->n >= want || t->failed == RC_OK)
		return RC_OK;
	*e = t->why;
	return t->failed;
}

static enum rc
stream_jump(struct source *s, uint64_t n, struct err *e)
{
	while (n > 0) {
		if (s->n == 0) {
			enum rc rc = source_want(s, 1, e);

			if (rc != RC_OK)
				return rc;
			if (s->n == 0)
				return ends_early(s, e);
		}
		size_t step = n < s->n ? (size_t)n : s->n;

		s->p += step;
		s->n -= step;
		s->pos += step;
		n -= step;
	}
	return RC_OK;
}

static void
stream_close(struct source *s)
{
	reader_close(((struct stream_source *)s)->in);
	free(s);
}

struct source *
source_of_reader(struct reader *r)
{
	struct stream_source *t = calloc(1, sizeof *t);

	if (t == NULL)
		return NULL;
	t->s = (struct source){ .fd = -1, .p = t->block, .more = stream_more,
		.jump = stream_jump, .close = stream_close,
		.end = UINT64_MAX };
	t->in = r;
	return &t->s;
}

void
source_close(struct source *s)
{
	if (s != NULL)
		s->close(s);
}

enum rc
source_want(struct source *s, size_t want, struct err *e)
{
	return s->n >= want ? RC_OK : s->more(s, want, e);
}

void
source_watch(struct source *s, uint64_t n, void (*fn)(void *ctx,
    const uint8_t *p, size_t n), void *ctx)
{
	s->watched = n;
	s->watch = fn;
	s->watcher = ctx;
}

static void
watch(struct source *s, const uint8_t *p, size_t n)
{
	if (n > s->watched)
		n = (size_t)s->watched;
	s->watched -= n;
	if (n > 0)
		s->watch(s->watcher, p, n);
}

/* Through the window, piece by piece, as long as somebody looks. */
static enum rc
skip_watched(struct source *s, uint64_t *n, struct err *e)
{
	while (*n > 0 && s->watched > 0) {
		size_t want = *n < SOURCE_WANT_MAX ? (size_t)*n :
		    SOURCE_WANT_MAX;
		enum rc rc = source_want(s, s->fd >= 0 ? want : 1, e);

		if (rc != RC_OK)
			return rc;
		if (s->n == 0)
			return ends_early(s, e);
		size_t step = *n < s->n ? (size_t)*n : s->n;

		watch(s, s->p, step);
		s->p += step;
		s->n -= step;
		s->pos += step;
		*n -= step;
	}
	return RC_OK;
}

enum rc
source_skip(struct source *s, uint64_t n, struct err *e)
{
	enum rc rc = s->watched > 0 ? skip_watched(s, &n, e) : RC_OK;

	if (rc != RC_OK)
		return rc;
	if (n > s->n)
		return s->jump(s, n, e);
	s->p += n;
	s->n -= (size_t)n;
	s->pos += n;
	return RC_OK;
}

/* Past the window, straight into p. */
static enum rc
file_read_rest(struct source *s, uint8_t *p, size_t n, struct err *e)
{
	while (n > 0) {
		ssize_t got = pread(s->fd, p, n, (off_t)(s->base + s->pos));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "read");
		if (got == 0)
			return ends_early(s, e);
		p += got;
		n -= (size_t)got;
		s->pos += (uint64_t)got;
	}
	return RC_OK;
}

static enum rc
read_all(struct source *s, void *p, size_t n, struct err *e)
{
	uint8_t *to = p;

	while (n > 0) {
		size_t step = n < s->n ? n : s->n;

		memcpy(to, s->p, step);
		s->p += step;
		s->n -= step;
		s->pos += step;
		to += step;
		n -= step;
		if (n == 0)
			break;
		if (s->fd >= 0)
			return n > s->end - s->pos ? ends_early(s, e) :
			    file_read_rest(s, to, n, e);
		enum rc rc = source_want(s, 1, e);

		if (rc != RC_OK)
			return rc;
		if (s->n == 0)
			return ends_early(s, e);
	}
	return RC_OK;
}

enum rc
source_read(struct source *s, void *p, size_t n, struct err *e)
{
	enum rc rc = read_all(s, p, n, e);

	if (rc == RC_OK && s->watched > 0)
		watch(s, p, n);
	return rc;
}

enum rc
source_drain(struct source *s, struct err *e)
{
	if (s->fd >= 0)
		return RC_OK;
	do {
		s->pos += s->n;
		s->n = 0;
		enum rc rc = source_want(s, 1, e);

		if (rc != RC_OK)
			return rc;
	} while (s->n > 0);
	return RC_OK;
}

/* ---- a piece of a source as a reader ---- */

struct piece {
	struct reader r;
	struct source *s;
	uint64_t left;
};

static enum rc
piece_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct piece *c = (struct piece *)r;

	*ret_n = 0;
	if (c->left == 0)
		return RC_OK;
	enum rc rc = source_want(c->s, 1, e);

	if (rc == RC_OK && c->s->n == 0)
		rc = ends_early(c->s, e);
	if (rc != RC_OK)
		return rc;
	size_t n = cap < c->s->n ? cap : c->s->n;

	if (n > c->left)
		n = (size_t)c->left;
	memcpy(p, c->s->p, n);
	*ret_n = n;
	c->left -= n;
	return source_skip(c->s, n, e);
}

static void
piece_close(struct reader *r)
{
	free(r);
}

struct reader *
source_reader(struct source *s, uint64_t n)
{
	struct piece *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	*c = (struct piece){ { piece_read, piece_close }, s, n };
	return (struct reader *)c;	/* its first member */
}
