/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/hashing.h"

#include <stdio.h>
#include <stdlib.h>

struct hashing {
	struct reader r;
	struct reader *in;
	struct digest *d;
};

static enum rc
hashing_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct hashing *h = (struct hashing *)r;
	enum rc rc = reader_read(h->in, p, cap, ret_n, e);

	if (rc == RC_OK)
		digest_add(h->d, p, *ret_n);
	return rc;
}

static void
hashing_close(struct reader *r)
{
	reader_close(((struct hashing *)r)->in);
	free(r);
}

struct reader *
hashing_reader(struct reader *in, struct digest *d)
{
	struct hashing *h = calloc(1, sizeof *h);

	if (h == NULL)
		return NULL;
	*h = (struct hashing){ { hashing_read, hashing_close }, in, d };
	return &h->r;
}

bool
hashing_check(struct digest *d, enum digest_alg alg, struct str want,
    char text[160])
{
	uint8_t sum[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	struct str s = digest_hex(hex, sum, digest_end(d, sum));

	(void)snprintf(text, 160, "%s:%.*s", alg == DIGEST_SHA512 ? "sha512" :
	    "sha256", STR_ARG(s));
	return str_eq(str_from(text), want);
}
