/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/tap.h"

#include <stdio.h>

#include "codec/digest.h"

static enum rc
tap_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct tap *t = (struct tap *)(void *)r;
	enum rc rc;

	if (t->n >= t->max)
		return err_set(e, RC_LIMIT, "over %llu bytes",
		    (unsigned long long)t->max);
	rc = reader_read(t->in, p, cap, ret_n, e);
	if (rc != RC_OK)
		return rc;
	t->n += *ret_n;
	if (t->digest != NULL)
		digest_add(t->digest, p, *ret_n);
	return RC_OK;
}

static void
tap_close(struct reader *r)
{
	(void)r;
}

void
tap_init(struct tap *t, struct reader *in, bool sum, uint64_t max)
{
	*t = (struct tap){ .r = { tap_read, tap_close }, .in = in, .max = max,
		.digest = sum ? digest_new(DIGEST_SHA256) : NULL };
}

struct str
tap_sum(struct tap *t, char hex[65])
{
	uint8_t out[DIGEST_MAX], block[16384];
	char long_hex[DIGEST_HEX_MAX];
	size_t n = 0;
	struct err e;

	while (reader_read(&t->r, block, sizeof block, &n, &e) == RC_OK &&
	    n != 0)
		;
	struct str s = digest_hex(long_hex, out, digest_end(t->digest, out));

	t->digest = NULL;
	(void)snprintf(hex, 65, "%.*s", STR_ARG(s));
	return str_from(hex);
}

void
tap_done(struct tap *t)
{
	digest_free(t->digest);
	t->digest = NULL;
}
