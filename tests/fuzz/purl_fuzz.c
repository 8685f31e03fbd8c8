/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/identity/purl.c lib/identity/purl_type.c */
/* fuzz-seeds: tests/fixtures/fuzz/purls.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "identity/purl.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What was parsed is written so that it is read back to the same text. */
static void
check_line(struct arena *a, struct str line)
{
	struct purl p, q;
	struct err e;

	if (purl_parse(a, line, &p, &e) != RC_OK)
		return;

	struct str text = purl_format(a, &p);

	assert(purl_parse(a, text, &q, &e) == RC_OK);
	assert(str_eq(purl_format(a, &q), text));
	assert(q.nq == p.nq && str_eq(q.name, p.name));
	purl_set(a, &q, "fuzz", STR("1"));
	purl_set(a, &q, "fuzz", STR("2"));
	assert(str_eq(purl_get(&q, "fuzz"), STR("2")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), line;
	struct arena *a = arena_new(64 << 20);

	while (str_line(&rest, &line)) {
		check_line(a, line);
		arena_reset(a);
	}
	arena_free(a);
	return 0;
}
