/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/identity/dep5.c */
/* fuzz-seeds: tests/fixtures/fuzz/copyright.txt tests/fixtures/fuzz/copyright-prose.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "identity/dep5.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	struct str v[DEP5_LICENCES_MAX];
	size_t n;
};

/* Each once, none empty. */
static void
each(void *ctx, struct str licence)
{
	struct seen *s = ctx;

	assert(licence.n > 0 && s->n < DEP5_LICENCES_MAX);
	for (size_t i = 0; i < s->n; i++)
		assert(!str_eq(s->v[i], licence));
	s->v[s->n++] = licence;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct seen s = { .n = 0 };

	dep5_licences(str_of(p, n), each, &s);
	return 0;
}
