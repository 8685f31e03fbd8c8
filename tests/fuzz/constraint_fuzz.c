/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Version requirements: the first byte picks the dialect. What a text says,
 * turned round twice, is the same set (but for plain ones, which may hold
 * intervals whose ends no order of ours puts that way).
 *
 * fuzz-cover: feeds/feed/constraint.c
 * fuzz-make: tests/fuzz/constraint_seeds.sh
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "feeds/feed/constraint.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct constraint c = { NULL, 0 }, once, twice, thrice;
	enum constraint_dialect d;
	struct arena *a;

	if (n == 0 || n > 2000)
		return 0;
	a = arena_new(256 * MIB);
	d = (enum constraint_dialect)(p[0] % CONSTRAINT_COUNT);
	if (constraint_add(a, d, str_of(p + 1, n - 1), &c)) {
		if (c.n == 0 || c.n > CONSTRAINT_MAX)
			abort();
		once = constraint_not(a, d, &c);
		twice = constraint_not(a, d, &once);
		thrice = constraint_not(a, d, &twice);
		if (d != CONSTRAINT_PLAIN && once.n != thrice.n)
			abort();
	}
	arena_free(a);
	return 0;
}
