/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/blob_reader.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 16 };

struct blob_reader {
	struct reader r;
	struct blob *b;
	uint64_t off;
};

static enum rc
blob_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct blob_reader *x = (struct blob_reader *)r;
	size_t n = cap < PIECE ? cap : PIECE;
	const uint8_t *from;

	if (n > x->b->size - x->off)
		n = (size_t)(x->b->size - x->off);
	if (n != 0) {
		enum rc rc = blob_at(x->b, x->off, n, &from, e);

		if (rc != RC_OK)
			return rc;
		memcpy(p, from, n);
		x->off += n;
	}
	*ret_n = n;
	return RC_OK;
}

static void
blob_close(struct reader *r)
{
	free(r);
}

struct reader *
reader_of_blob(struct blob *b)
{
	struct blob_reader *x = malloc(sizeof *x);

	if (x == NULL)
		return NULL;
	*x = (struct blob_reader){ { blob_read, blob_close }, b, 0 };
	return &x->r;
}
