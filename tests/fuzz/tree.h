/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_TREE_H
#define TESTS_FUZZ_TREE_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "text/tree.h"

/* What every tree promises; returns how many nodes it has, written out. */
static inline size_t
fuzz_walk(const struct node *n, size_t depth, bool once)
{
	size_t nodes = 1, children = 0;

	if (depth > TREE_DEPTH + 2 || n->kind == NODE_NONE || n->line == 0)
		abort();
	for (const struct node *c = n->first; c != NULL; c = c->next) {
		const struct node *found = node_find(n, c->key);

		children++;
		nodes += fuzz_walk(c, depth + 1, once);
		if (n->kind == NODE_MAP && (found == NULL ||
		    !str_eq(found->key, c->key) || (once && found != c)))
			abort();
	}
	if (children != n->count || (n->kind == NODE_TEXT && children != 0) ||
	    nodes > TREE_NODES)
		abort();
	if (n->text.n > 0 && memchr(n->text.p, '\xff', n->text.n) != NULL)
		abort();
	return nodes;
}

#endif
