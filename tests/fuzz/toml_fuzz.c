/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as TOML: an error with a message, or a tree within its bounds with
   no key twice. */
/* fuzz-cover: lib/text/toml.c lib/text/toml_value.c lib/text/tree.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include "tests/fuzz/tree.h"
#include "text/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(1 * GIB);
	const struct node *root = NULL;
	struct err e = { "" };
	enum rc rc = toml_read(a, str_of(p, n), &root, &e);

	if ((rc == RC_OK) != (root != NULL) ||
	    (rc == RC_OK) != (e.msg[0] == '\0') || rc == RC_IO)
		abort();
	if (rc == RC_OK)
		(void)fuzz_walk(root, 0, true);
	arena_free(a);
	return 0;
}
