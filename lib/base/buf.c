/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

void
buf_done(struct buf *b)
{
	free(b->p);
	b->p = NULL;
	b->n = b->cap = 0;
}

uint8_t *
buf_room(struct buf *b, size_t n)
{
	size_t want, cap;

	if (!size_add(b->n, n, &want) || (b->limit != 0 && want > b->limit))
		return NULL;
	if (want <= b->cap && b->p != NULL)
		return b->p + b->n;
	cap = b->cap < 4096 ? 4096 : b->cap + b->cap / 2;
	if (b->limit != 0 && cap > b->limit)
		cap = b->limit;
	if (cap < want)
		cap = want;

	uint8_t *p = realloc(b->p, cap != 0 ? cap : 1);

	if (p == NULL) {
		/* As when an arena runs out: input cannot drive it here, the
		   ceiling was checked. */
		abort();
	}
	b->p = p;
	b->cap = cap;
	return b->p + b->n;
}

bool
buf_add(struct buf *b, const void *p, size_t n)
{
	uint8_t *to = buf_room(b, n);

	if (to == NULL)
		return false;
	if (n != 0)
		memcpy(to, p, n);
	b->n += n;
	return true;
}

bool
buf_add_str(struct buf *b, struct str s)
{
	return buf_add(b, s.p, s.n);
}
