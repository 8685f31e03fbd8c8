/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/heap.h"

#include <unistd.h>

#include "advisory/rows.h"
#include "base/file.h"

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
	enum rc rc = RC_OK;

	*ret_at = h->stored + h->mem.n;
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

enum rc
heap_get(struct heap *h, uint64_t at, size_t n, struct buf *b,
    struct str *ret, struct err *e)
{
	enum rc rc;

	if (at >= h->stored) {
		*ret = str_of(h->mem.p + (at - h->stored), n);
		return RC_OK;
	}
	b->n = 0;
	(void)buf_room(b, n);
	rc = file_read_at(h->fd, at, b->p, n, e);
	if (rc == RC_OK)
		*ret = str_of(b->p, n);
	return rc;
}
