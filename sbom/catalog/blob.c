/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/blob.h"

static enum rc
mem_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	const struct mem_blob *m = (const struct mem_blob *)b;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT,
		    "%zu bytes at %llu lie outside the file", n,
		    (unsigned long long)off);
	*ret = m->p != NULL ? m->p + off : (const uint8_t *)"";
	return RC_OK;
}

struct blob *
mem_blob_init(struct mem_blob *m, const void *p, size_t n)
{
	*m = (struct mem_blob){ { n, mem_at }, p };
	return &m->b;
}

enum rc
blob_text(struct blob *b, struct str *ret, struct err *e)
{
	const uint8_t *p = NULL;

	if (b->size > SIZE_MAX / 2)
		return err_set(e, RC_LIMIT, "too big to be read whole");

	enum rc rc = blob_at(b, 0, (size_t)b->size, &p, e);

	if (rc != RC_OK)
		return rc;
	*ret = str_of(p, (size_t)b->size);
	if (str_starts(*ret, STR("\xef\xbb\xbf")))
		*ret = str_from_pos(*ret, 3);
	return RC_OK;
}
