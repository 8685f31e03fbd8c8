/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_TREE_H
#define TEXT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * What text/yaml.h and text/toml.h make of a document: a tree that lives, with
 * its text, in the caller's arena and in the text that was read (which must
 * live as long). Every scalar is text. NULL stands for "not there", and every
 * function takes it.
 *
 *	for (const struct node *n = node_first(list); n != NULL; n = n->next)
 */
struct arena;
struct map;

enum node_kind { NODE_NONE, NODE_MAP, NODE_LIST, NODE_TEXT };

struct node {
	enum node_kind kind;
	bool quoted;		/* a text that cannot be null, true or 5: it
				   stood in quotes (or is a TOML string) */
	uint32_t line;		/* where it began, from 1 */
	uint32_t count;		/* children of a map or list */
	uint32_t state;		/* for the reader that builds it */
	struct str key;		/* a child of a map: its name there */
	struct str text;	/* NODE_TEXT: without quotes and escapes */
	const struct node *first, *next;	/* children, in their order */
	struct node *last;
	struct map *index;	/* of a map's keys, when many */
};

enum node_kind node_kind(const struct node *n);		/* NODE_NONE: NULL */
const struct node *node_first(const struct node *n);	/* of a map or list */
size_t node_count(const struct node *n);
/* By name, in constant time; of several the last one. */
const struct node *node_get(const struct node *map, const char *key);
const struct node *node_find(const struct node *map, struct str key);
/* A scalar's text (borrowed), or "" for anything else. */
struct str node_text(const struct node *n);
struct str node_get_text(const struct node *map, const char *key);
/* A bare true. */
bool node_is_true(const struct node *n);

/* ---- for the readers ---- */

/*
 * A tree being built; zero-initialise with the arena. All nodes come from it,
 * and there are at most TREE_NODES of them.
 */
struct tree {
	struct arena *arena;
	size_t nodes;
};

/* NULL when there are too many. */
struct node *tree_node(struct tree *t, enum node_kind kind, size_t line);
/* Put child, which has its key, at the end of a map or list. */
void tree_add(struct tree *t, struct node *parent, struct node *child);

#endif
