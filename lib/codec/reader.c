/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams of bytes over a file, a pipe, memory, or two of them in a row.
 *
 * Source:   pread(2), read(2): short reads and EINTR are not failures.
 * Limits:   none of their own; nothing is buffered here, so callers read in
 *           large pieces.
 */
#include "codec/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/progress.h"

enum rc
reader_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	if (r == NULL)
		return err_set(e, RC_IO, "no memory for a reader");
	return r->read(r, p, cap, ret_n, e);
}

enum rc
reader_fill(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	size_t n = 0, got;

	while (n < cap) {
		enum rc rc = reader_read(r, (char *)p + n, cap - n, &got, e);

		if (rc != RC_OK)
			return rc;
		if (got == 0)
			break;
		n += got;
	}
	*ret_n = n;
	return RC_OK;
}

void
reader_close(struct reader *r)
{
	if (r != NULL)
		r->close(r);
}

struct fd_reader {
	struct reader r;
	int fd;
	int error;		/* errno of the first failure, else 0 */
	uint64_t off, left;	/* of reader_of_file */
};

static void
fd_close(struct reader *r)
{
	free(r);
}

/* Failures stick, also on descriptors that would recover. */
static enum rc
fd_result(struct fd_reader *f, ssize_t n, size_t *ret_n, struct err *e)
{
	if (n < 0) {
		f->error = errno;
		return err_sys(e, "read");
	}
	*ret_n = (size_t)n;
	return RC_OK;
}

static bool
fd_failed(const struct fd_reader *f, struct err *e)
{
	if (f->error == 0)
		return false;
	errno = f->error;
	(void)err_sys(e, "read");
	return true;
}

static enum rc
file_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct fd_reader *f = (struct fd_reader *)r;
	ssize_t n;

	if (fd_failed(f, e))
		return RC_IO;
	if (cap > f->left)
		cap = (size_t)f->left;
	if (cap > SSIZE_MAX)
		cap = SSIZE_MAX;
	if (cap == 0 || f->off > INT64_MAX) {
		*ret_n = 0;
		return RC_OK;
	}
	do
		n = pread(f->fd, p, cap, (off_t)f->off);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		f->off += (uint64_t)n;
		f->left -= (uint64_t)n;
	}
	return fd_result(f, n, ret_n, e);
}

static enum rc
pipe_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct fd_reader *f = (struct fd_reader *)r;
	ssize_t n;

	if (fd_failed(f, e))
		return RC_IO;
	if (cap > SSIZE_MAX)
		cap = SSIZE_MAX;
	do
		n = read(f->fd, p, cap);
	while (n < 0 && errno == EINTR);
	return fd_result(f, n, ret_n, e);
}

static struct reader *
fd_reader_new(struct fd_reader init)
{
	struct fd_reader *f = malloc(sizeof *f);

	if (f == NULL)
		return NULL;
	*f = init;
	return &f->r;
}

struct reader *
reader_of_file(int fd, uint64_t off, uint64_t n)
{
	return fd_reader_new((struct fd_reader){
		.r = { file_read, fd_close }, .fd = fd, .off = off, .left = n });
}

/*
 * A pipe of 64 KiB makes both ends wait for each other thirty thousand times
 * in 2 GB; 1 MiB is what anyone may ask for: pipe(7). A refusal, or a file
 * that is no pipe, changes nothing.
 */
struct reader *
reader_of_fd(int fd)
{
	(void)fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	return fd_reader_new((struct fd_reader){
		.r = { pipe_read, fd_close }, .fd = fd });
}

struct mem_reader {
	struct reader r;
	const uint8_t *p;
	size_t n;		/* bytes left */
	struct reader *tail;	/* owned, or NULL: nothing follows */
};

static enum rc
mem_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct mem_reader *m = (struct mem_reader *)r;
	size_t n = cap < m->n ? cap : m->n;

	if (n == 0 && m->tail != NULL)
		return reader_read(m->tail, p, cap, ret_n, e);
	if (n > 0) {
		memcpy(p, m->p, n);
		m->p += n;
		m->n -= n;
	}
	*ret_n = n;
	return RC_OK;
}

static void
mem_close(struct reader *r)
{
	reader_close(((struct mem_reader *)r)->tail);
	free(r);
}

static struct reader *
mem_reader_new(const void *p, size_t n, struct reader *tail)
{
	struct mem_reader *m = malloc(sizeof *m);

	if (m == NULL)
		return NULL;
	*m = (struct mem_reader){ { mem_read, mem_close }, p, n, tail };
	return &m->r;
}

struct reader *
reader_of_mem(const void *p, size_t n)
{
	return mem_reader_new(p, n, NULL);
}

struct reader *
reader_after(const void *head, size_t n, struct reader *tail)
{
	struct reader *r = tail != NULL ? mem_reader_new(head, n, tail) : NULL;

	if (r == NULL)
		reader_close(tail);
	return r;
}

struct capped_reader {
	struct reader r;
	struct reader *in;
	uint64_t left, max;
};

/* At the ceiling one byte more is asked for: there must be none. */
static enum rc
capped_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct capped_reader *c = (struct capped_reader *)r;
	size_t n = 0;
	char over;

	if (c->left == 0) {
		enum rc rc = reader_read(c->in, &over, 1, &n, e);

		if (rc == RC_OK && n != 0)
			return err_set(e, RC_LIMIT, "over %llu bytes unpacked",
			    (unsigned long long)c->max);
		*ret_n = 0;
		return rc;
	}

	enum rc rc = reader_read(c->in, p, cap < c->left ? cap :
	    (size_t)c->left, &n, e);

	if (rc == RC_OK) {
		c->left -= n;
		*ret_n = n;
	}
	return rc;
}

static void
capped_close(struct reader *r)
{
	reader_close(((struct capped_reader *)r)->in);
	free(r);
}

struct reader *
reader_capped(struct reader *in, uint64_t max)
{
	struct capped_reader *c = malloc(sizeof *c);

	if (c == NULL) {
		reader_close(in);
		return NULL;
	}
	*c = (struct capped_reader){ { capped_read, capped_close }, in, max,
		max };
	return &c->r;
}

struct counted_reader {
	struct reader r;
	struct reader *in;
};

static enum rc
counted_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	enum rc rc = reader_read(((struct counted_reader *)r)->in, p, cap,
	    ret_n, e);

	if (rc == RC_OK)
		progress_add(PROGRESS_BYTES, *ret_n);
	return rc;
}

static void
counted_close(struct reader *r)
{
	reader_close(((struct counted_reader *)r)->in);
	free(r);
}

struct reader *
reader_counted(struct reader *in)
{
	struct counted_reader *c;

	if (in == NULL || !progress_is_on())
		return in;
	c = malloc(sizeof *c);
	if (c == NULL) {
		reader_close(in);
		return NULL;
	}
	*c = (struct counted_reader){ { counted_read, counted_close }, in };
	return &c->r;
}
