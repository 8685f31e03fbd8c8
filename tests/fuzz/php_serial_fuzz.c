/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as PHP's serialize(): an error with a message, or a tree. */
/* fuzz-cover: lib/text/php_serial.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include "text/php_serial.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static size_t
count(const struct node *n, size_t depth)
{
	size_t all = 1;

	if (depth > TREE_DEPTH || (n->kind != NODE_MAP &&
	    n->kind != NODE_TEXT))
		abort();
	for (const struct node *c = n->first; c != NULL; c = c->next)
		all += count(c, depth + 1);
	return all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(1 * GIB);
	const struct node *root = NULL;
	struct err e = { "" };
	enum rc rc = php_serial_read(a, str_of(p, n), &root, &e);

	if ((rc == RC_OK) != (root != NULL) ||
	    (rc == RC_OK) != (e.msg[0] == '\0'))
		abort();
	if (rc == RC_OK && count(root, 0) > n)
		abort();
	arena_free(a);
	return 0;
}
