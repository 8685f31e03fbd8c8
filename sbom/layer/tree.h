/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_TREE_H
#define SBOM_LAYER_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Every path of one layer as eight bytes: its keyed hash and what is there.
 * 100,000 members cost 1 MiB, 3,000,000 cost 32, so that the squash can ask of
 * any path what the layer does to it. It is the one thing that grows with every
 * member: a file that nothing wants replaces one below that was wanted, layers
 * are walked at the same time, and fewer bits would now and then hide a package
 * whose path only looks like another. The last member of a name wins.
 */
enum node {
	NODE_NONE, NODE_DIR, NODE_FILE, NODE_HARDLINK, NODE_SYMLINK,
	NODE_OTHER,
	NODE_IMPLIED,		/* a directory that only what is in it speaks
				   of: links of lower layers stay */
};

enum {
	TREE_NODE = 7,		/* bits of enum node */
	TREE_WHITEOUT = 8,	/* the path is gone from lower layers */
	TREE_OPAQUE = 16,	/* what lies below it is */
	TREE_BITS = 31,
};

struct tree {
	uint64_t *slot;		/* hash without its low bits | what */
	size_t n, cap;		/* cap: a power of two */
	struct buf dir;		/* the directory put last: it is there, and so
				   are its parents */
	size_t marks;		/* whiteouts and opaque directories */
	bool implied;		/* any NODE_IMPLIED */
};

void tree_done(struct tree *t);

/* False when memory lacks. Parents that are not there become implied ones.
   hash: hash_str of the path. */
bool tree_put(struct tree *t, struct str path, uint64_t hash,
    enum node node);
bool tree_mark(struct tree *t, struct str path, unsigned mark);

/* What both say; a real directory stands before an implied one. */
bool tree_join(struct tree *t, const struct tree *from);

/* TREE_* of the path with this hash_str; 0 when the layer says nothing. */
unsigned tree_get(const struct tree *t, uint64_t hash);

/* Does it imply a directory where links has a NODE_SYMLINK? */
bool tree_implies(const struct tree *t, const struct tree *links);

static inline enum node
tree_node(unsigned bits)
{
	return (enum node)(bits & TREE_NODE);
}

#endif
