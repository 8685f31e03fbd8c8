/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/heap.h"

#include <string.h>
#include <unistd.h>

#include "advisory/rows.h"
#include "base/file.h"

enum { GUESS = 512 };

void
heap_init(struct heap *h, size_t mem_max)
{
	*h = (struct heap){ .mem_max = mem_max, .fd = -1 };
}

void
heap_done(struct heap *h)
{
	buf_done(&h->mem);
	if (h->fd >= 0)
		(void)close(h->fd);
	h->fd = -1;
}

enum rc
heap_add(struct heap *h, struct str s, uint64_t *ret_at, struct err *e)
{
	uint32_t n = (uint32_t)s.n;
	enum rc rc = RC_OK;

	*ret_at = h->stored + h->mem.n + 1;
	(void)buf_add(&h->mem, &n, sizeof n);
	(void)buf_add_str(&h->mem, s);
	if (h->mem.n < h->mem_max)
		return RC_OK;
	if (h->fd < 0)
		rc = scratch_open(&h->fd, e);
	if (rc == RC_OK)
		rc = file_write(h->fd, h->mem.p, h->mem.n, e);
	h->stored += h->mem.n;
	h->mem.n = 0;
	return rc;
}

/* n bytes from at of the file, after what b has. */
static enum rc
read_more(struct heap *h, uint64_t at, size_t n, struct buf *b, struct err *e)
{
	uint8_t *p = buf_room(b, n);
	enum rc rc = file_read_at(h->fd, at, p, n, e);

	b->n += n;
	return rc;
}

/* One read is enough for most. */
static enum rc
read_piece(struct heap *h, uint64_t at, size_t max, struct buf *b,
    struct str *ret, struct err *e)
{
	size_t guess = h->stored - at < GUESS ? (size_t)(h->stored - at) :
	    GUESS;
	uint32_t len;
	enum rc rc;

	b->n = 0;
	rc = read_more(h, at, guess, b, e);
	if (rc != RC_OK)
		return rc;
	memcpy(&len, b->p, sizeof len);
	if (len < max)
		max = len;
	if (sizeof len + max > guess)
		rc = read_more(h, at + guess, sizeof len + max - guess, b, e);
	*ret = str_of(b->p + sizeof len, max);
	return rc;
}

enum rc
heap_get(struct heap *h, uint64_t at, size_t max, struct buf *b,
    struct str *ret, struct err *e)
{
	uint32_t len;

	at--;
	if (at < h->stored)
		return read_piece(h, at, max, b, ret, e);

	const uint8_t *p = h->mem.p + (at - h->stored);

	memcpy(&len, p, sizeof len);
	*ret = str_of(p + sizeof len, len < max ? len : max);
	return RC_OK;
}
