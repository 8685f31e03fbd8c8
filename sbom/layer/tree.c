/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/tree.h"

#include "base/hash.h"
#include "sbom/layer/path.h"

enum { FIRST_CAP = 1024 };

void
tree_done(struct tree *t)
{
	free(t->slot);
	buf_done(&t->dir);
	*t = (struct tree){ 0 };
}

/* The slot that holds hash, or the empty one where it belongs. */
static uint64_t *
place(uint64_t *slot, size_t cap, uint64_t hash)
{
	size_t i = (size_t)(hash >> 20) & (cap - 1);

	hash &= ~(uint64_t)TREE_BITS;
	while (slot[i] != 0 && (slot[i] & ~(uint64_t)TREE_BITS) != hash)
		i = (i + 1) & (cap - 1);
	return &slot[i];
}

static bool
grow(struct tree *t)
{
	size_t cap = t->cap == 0 ? FIRST_CAP : t->cap * 2;
	uint64_t *slot = calloc(cap, sizeof *slot);

	if (slot == NULL)
		return false;
	for (size_t i = 0; i < t->cap; i++)
		if (t->slot[i] != 0)
			*place(slot, cap, t->slot[i]) = t->slot[i];
	free(t->slot);
	t->slot = slot;
	t->cap = cap;
	return true;
}

static uint64_t *
reach(struct tree *t, uint64_t hash)
{
	if (t->n >= t->cap / 4 * 3 && !grow(t))
		return NULL;
	uint64_t *s = place(t->slot, t->cap, hash);

	t->n += *s == 0;
	if (*s == 0)
		*s = hash & ~(uint64_t)TREE_BITS;
	return s;
}

/* Up to the first one that is known to be there. */
static bool
put_parents(struct tree *t, struct str path)
{
	struct str dir = path_dir(path);

	/* Most files stand behind one of the same directory. */
	if (str_eq(buf_str(&t->dir), dir))
		return true;
	t->dir.n = 0;
	if (!buf_add_str(&t->dir, dir))
		return false;
	while (dir.n > 0) {
		uint64_t *s = reach(t, hash_str(dir));

		if (s == NULL)
			return false;
		if (tree_node((unsigned)(*s & TREE_BITS)) != NODE_NONE)
			break;
		*s |= NODE_IMPLIED;
		t->implied = true;
		dir = path_dir(dir);
	}
	return true;
}

bool
tree_put(struct tree *t, struct str path, uint64_t hash, enum node node)
{
	uint64_t *s;

	if (!put_parents(t, path))
		return false;
	s = reach(t, hash);
	if (s == NULL)
		return false;
	*s = (*s & ~(uint64_t)TREE_NODE) | node;
	return true;
}

bool
tree_mark(struct tree *t, struct str path, unsigned mark)
{
	uint64_t *s;

	if (!put_parents(t, path))
		return false;
	s = reach(t, hash_str(path));
	if (s == NULL)
		return false;
	*s |= mark;
	if (mark == TREE_OPAQUE && tree_node((unsigned)(*s & TREE_BITS)) ==
	    NODE_NONE) {
		*s |= NODE_IMPLIED;
		t->implied = true;
	}
	t->marks++;
	return true;
}

bool
tree_join(struct tree *t, const struct tree *from)
{
	for (size_t i = 0; i < from->cap; i++) {
		uint64_t x = from->slot[i];
		uint64_t *s = x == 0 ? NULL : reach(t, x);

		if (x != 0 && s == NULL)
			return false;
		if (x == 0)
			continue;
		enum node was = tree_node((unsigned)(*s & TREE_BITS));

		if (was == NODE_NONE || was == NODE_IMPLIED)
			*s = (*s & ~(uint64_t)TREE_NODE) | (x & TREE_NODE);
		*s |= x & TREE_BITS & ~(uint64_t)TREE_NODE;
	}
	t->marks += from->marks;
	t->implied |= from->implied;
	return true;
}

unsigned
tree_get(const struct tree *t, uint64_t hash)
{
	if (t->cap == 0)
		return 0;
	return (unsigned)(*place(t->slot, t->cap, hash) & TREE_BITS);
}

bool
tree_implies(const struct tree *t, const struct tree *links)
{
	for (size_t i = 0; i < t->cap; i++)
		if (tree_node((unsigned)(t->slot[i] & TREE_BITS)) ==
		    NODE_IMPLIED && tree_node(tree_get(links, t->slot[i])) ==
		    NODE_SYMLINK)
			return true;
	return false;
}
