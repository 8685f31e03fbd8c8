/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tree.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"

/*
 * Trees of maps, lists and texts.
 *
 * Limits:   TREE_NODES. A map of more than FEW children gets an index, so that
 *           a look-up costs the same whatever the file says.
 */
enum { FEW = 8 };

enum node_kind
node_kind(const struct node *n)
{
	return n == NULL ? NODE_NONE : n->kind;
}

const struct node *
node_first(const struct node *n)
{
	return n == NULL ? NULL : n->first;
}

size_t
node_count(const struct node *n)
{
	return n == NULL ? 0 : n->count;
}

const struct node *
node_find(const struct node *map, struct str key)
{
	const struct node *found = NULL;

	if (node_kind(map) != NODE_MAP)
		return NULL;
	if (map->index != NULL) {
		void **at = map_find(map->index, key);

		return at == NULL ? NULL : *at;
	}
	for (const struct node *n = map->first; n != NULL; n = n->next)
		if (str_eq(n->key, key))
			found = n;
	return found;
}

const struct node *
node_get(const struct node *map, const char *key)
{
	return node_find(map, str_from(key));
}

struct str
node_text(const struct node *n)
{
	return node_kind(n) == NODE_TEXT ? n->text : STR("");
}

struct str
node_get_text(const struct node *map, const char *key)
{
	return node_text(node_get(map, key));
}

bool
node_is_true(const struct node *n)
{
	return node_kind(n) == NODE_TEXT && !n->quoted &&
	    str_eq(n->text, STR("true"));
}

struct node *
tree_node(struct tree *t, enum node_kind kind, size_t line)
{
	struct node *n;

	if (t->nodes >= TREE_NODES)
		return NULL;
	t->nodes++;
	n = NEW(t->arena, struct node);
	n->kind = kind;
	n->line = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
	return n;
}

/* All children so far, and from now on. */
static void
make_index(struct tree *t, struct node *map)
{
	map->index = map_new(t->arena);
	for (const struct node *n = map->first; n != NULL; n = n->next)
		*map_put(map->index, n->key, NULL) =
		    (void *)(uintptr_t)n;
}

void
tree_add(struct tree *t, struct node *parent, struct node *child)
{
	if (parent->last != NULL)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
	if (parent->kind != NODE_MAP)
		return;
	if (parent->index != NULL)
		*map_put(parent->index, child->key, NULL) = child;
	else if (parent->count > FEW)
		make_index(t, parent);
}
