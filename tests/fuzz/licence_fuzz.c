/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/identity/licence.c */
/* fuzz-seeds: tests/fixtures/fuzz/licences.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "identity/licence.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What was understood once is understood again, as the same. */
static struct licence
check_line(struct arena *a, struct str line)
{
	struct licence l = licence_classify(a, line);
	struct licence again = licence_classify(a, l.text);

	/* Canonical ids may be longer than what was written. */
	assert(l.text.n > 4096 || (again.form == l.form &&
	    str_eq(again.text, l.text)));
	return l;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), line, text;
	struct arena *a = arena_new(64 << 20);
	struct licence two[2] = { { STR("MIT"), LICENCE_ID } };

	while (str_line(&rest, &line)) {
		two[1] = check_line(a, line);
		if (licence_join(a, two, 2, &text)) {
			struct licence l = licence_classify(a, text);

			assert(l.form != LICENCE_NAME || text.n > 4096 ||
			    two[1].form == LICENCE_EXPRESSION);
		} else {
			assert(two[1].form == LICENCE_NAME);
		}
		arena_reset(a);
	}
	arena_free(a);
	return 0;
}
