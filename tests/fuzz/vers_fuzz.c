/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/version/vers.c */
/* fuzz-seeds: tests/fixtures/fuzz/vers/?*.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "version/vers.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A constraint with equality holds its version, unless another excludes it. */
static void
check_members(const struct vers *r)
{
	for (size_t i = 0; i < r->n; i++) {
		bool in = vers_has(r, r->v[i].version);

		if (r->v[i].op == VERS_NE)
			assert(!in);
	}
}

/* A line with a range, and one with a version. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), range, version = STR("1.0");
	struct arena *a = arena_new(64 << 20);
	struct vers r, again;
	struct err e = { 0 };

	if (str_line(&rest, &range) &&
	    vers_parse(a, range, &r, &e) == RC_OK) {
		(void)str_line(&rest, &version);

		bool in = vers_has(&r, version);
		struct str text = vers_write(a, &r);

		assert(text.n > VERS_TEXT ||
		    vers_parse(a, text, &again, &e) == RC_OK);
		if (text.n <= VERS_TEXT) {
			assert(again.n == r.n && again.all == r.all);
			assert(vers_has(&again, version) == in);
			assert(str_eq(vers_write(a, &again), text));
		}
		if (r.n < 64)
			check_members(&r);
	}
	arena_free(a);
	return 0;
}
