/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as JSON with comments: as long as before, with blanks in place of
   some; what came out comes out again unchanged, unless commas follow each
   other. */
/* fuzz-cover: lib/text/jsonc.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "text/jsonc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(64 * MIB);
	struct str text = str_of(p, n), got = jsonc_plain(a, text);

	if (got.n != n)
		abort();
	for (size_t i = 0; i < n; i++)
		if (got.p[i] != text.p[i] && got.p[i] != ' ')
			abort();
	arena_free(a);
	return 0;
}
