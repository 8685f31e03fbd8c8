/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/rows.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { RUN_BUF = 256 * 1024 };	/* bytes read at once from a run */

static const char *const scratch_dirs[] = { "/var/tmp", "/tmp", NULL };

enum rc
scratch_open(int *ret_fd, struct err *e)
{
	const char *dir = getenv("TMPDIR");
	int fd = -1;

	if (dir != NULL && *dir != '\0')
		fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	for (size_t i = 0; fd < 0 && scratch_dirs[i] != NULL; i++) {
		char name[64];

		fd = open(dir = scratch_dirs[i],
		    O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0)
			break;
		/* Not every file system has O_TMPFILE: open(2). */
		(void)snprintf(name, sizeof name, "%s/.airbom-tmp-XXXXXX", dir);
		fd = mkostemp(name, O_CLOEXEC);
		if (fd >= 0)
			(void)unlink(name);
	}
	if (fd < 0)
		return err_sys(e, "%s: scratch file", dir);
	*ret_fd = fd;
	return RC_OK;
}

void
rows_init(struct rows *r, unsigned words, size_t mem_max)
{
	assert(words > 0 && words <= ROWS_WORDS);
	*r = (struct rows){ .words = words, .mem_max = mem_max, .fd = -1 };
}

void
rows_done(struct rows *r)
{
	for (size_t i = 0; i < r->nruns; i++)
		free(r->runs[i].buf);
	free(r->runs);
	r->runs = NULL;
	r->nruns = 0;
	buf_done(&r->mem);
	if (r->fd >= 0)
		(void)close(r->fd);
	r->fd = -1;
}

static inline size_t
width(const struct rows *r)
{
	return r->words * sizeof(uint32_t);
}

static enum rc
spill(struct rows *r, struct err *e)
{
	enum rc rc = RC_OK;

	if (r->fd < 0)
		rc = scratch_open(&r->fd, e);
	if (rc == RC_OK)
		rc = file_write(r->fd, r->mem.p, r->mem.n, e);
	r->stored += r->mem.n;
	r->mem.n = 0;
	return rc;
}

enum rc
rows_add(struct rows *r, const uint32_t *row, struct err *e)
{
	if (r->mem.n + width(r) > r->mem_max) {
		enum rc rc = spill(r, e);

		if (rc != RC_OK)
			return rc;
	}
	(void)buf_add(&r->mem, row, width(r));
	return RC_OK;
}

enum rc
rows_each(struct rows *r,
    enum rc (*each)(void *ctx, const uint32_t *row, struct err *e),
    void *ctx, struct err *e)
{
	uint32_t block[4096];
	size_t per = sizeof block / width(r) * width(r);
	enum rc rc = RC_OK;

	for (uint64_t off = 0; rc == RC_OK && off < r->stored; off += per) {
		uint64_t left = r->stored - off;
		size_t n = left < per ? (size_t)left : per;

		rc = file_read_at(r->fd, off, block, n, e);
		for (size_t i = 0; rc == RC_OK && i < n / 4; i += r->words)
			rc = each(ctx, block + i, e);
	}
	for (size_t i = 0; rc == RC_OK && i < r->mem.n; i += width(r))
		rc = each(ctx, (const uint32_t *)(void *)(r->mem.p + i), e);
	return rc;
}

static int
row_cmp(const void *a, const void *b, void *words)
{
	const uint32_t *x = a, *y = b;
	unsigned n = *(unsigned *)words;

	for (unsigned i = 0; i < n; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* Fix and sort what is in memory. */
static void
sort_mem(struct rows *r, bool (*fix)(void *ctx, uint32_t *row), void *ctx)
{
	uint32_t *to = (uint32_t *)(void *)r->mem.p;
	size_t n = 0;

	for (size_t i = 0; i < r->mem.n; i += width(r)) {
		uint32_t row[ROWS_WORDS];

		memcpy(row, r->mem.p + i, width(r));
		if (!fix(ctx, row))
			continue;
		memcpy(to + n * r->words, row, width(r));
		n++;
	}
	r->mem.n = n * width(r);
	if (n > 1)
		qsort_r(to, n, width(r), row_cmp, &r->words);
}

/* One run more, at the end of the sorted file. */
static enum rc
add_run(struct rows *r, int fd, uint64_t *end, struct err *e)
{
	struct rows_run *runs = realloc(r->runs,
	    (r->nruns + 1) * sizeof *runs);

	if (runs == NULL)
		return err_sys(e, "runs");
	r->runs = runs;
	runs[r->nruns++] = (struct rows_run){ *end, *end + r->mem.n,
		NULL, 0, 0 };
	*end += r->mem.n;
	return file_write(fd, r->mem.p, r->mem.n, e);
}

static enum rc
run_fill(struct rows *r, struct rows_run *run, struct err *e)
{
	size_t per = RUN_BUF / width(r) * width(r);
	uint64_t left = run->end - run->at;

	if (run->buf == NULL && (run->buf = malloc(per)) == NULL)
		return err_sys(e, "run");
	if (left < per)
		per = (size_t)left;
	run->n = per / sizeof(uint32_t);
	run->i = 0;
	run->at += per;
	return per == 0 ? RC_OK :
	    file_read_at(r->fd, run->at - per, run->buf, per, e);
}

enum rc
rows_sort(struct rows *r, bool (*fix)(void *ctx, uint32_t *row), void *ctx,
    struct err *e)
{
	uint64_t end = 0, per = r->mem_max / width(r) * width(r);
	int fd = -1;
	enum rc rc = RC_OK;

	if (r->fd < 0) {
		sort_mem(r, fix, ctx);
		return RC_OK;
	}
	if (r->mem.n != 0)
		rc = spill(r, e);
	if (rc == RC_OK)
		rc = scratch_open(&fd, e);
	for (uint64_t off = 0; rc == RC_OK && off < r->stored; off += per) {
		uint64_t left = r->stored - off;

		r->mem.n = (size_t)(left < per ? left : per);
		rc = file_read_at(r->fd, off, r->mem.p, r->mem.n, e);
		if (rc != RC_OK)
			break;
		sort_mem(r, fix, ctx);
		rc = add_run(r, fd, &end, e);
	}
	buf_done(&r->mem);
	(void)close(r->fd);
	r->fd = fd;
	for (size_t i = 0; rc == RC_OK && i < r->nruns; i++)
		rc = run_fill(r, &r->runs[i], e);
	return rc;
}

enum rc
rows_next(struct rows *r, const uint32_t **ret, struct err *e)
{
	struct rows_run *best = NULL;

	if (r->fd < 0) {
		if (r->at * sizeof(uint32_t) >= r->mem.n)
			return RC_STOP;
		*ret = (const uint32_t *)(void *)r->mem.p + r->at;
		r->at += r->words;
		return RC_OK;
	}
	for (size_t i = 0; i < r->nruns; i++) {
		struct rows_run *run = &r->runs[i];

		/* Refilled here, not when it ran out: the row that was handed
		   out last may still be read by the caller. */
		if (run->i == run->n && run->at < run->end) {
			enum rc rc = run_fill(r, run, e);

			if (rc != RC_OK)
				return rc;
		}
		if (run->i < run->n && (best == NULL || row_cmp(run->buf +
		    run->i, best->buf + best->i, &r->words) < 0))
			best = run;
	}
	if (best == NULL)
		return RC_STOP;
	*ret = best->buf + best->i;
	best->i += r->words;
	return RC_OK;
}
