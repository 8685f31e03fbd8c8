/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/view.h"

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"

struct view *
view_new(struct arena *a, struct store **layers, size_t n)
{
	struct view *v = NEW(a, struct view);

	*v = (struct view){ a, layers, n, map_new(a) };
	return v;
}

/* Hashes of all directories above a path, the root first. */
struct ancestors {
	uint64_t hash[PATH_MAX_DEPTH + 1];
	size_t n;
};

static void
ancestors_of(struct str path, struct ancestors *ret)
{
	ret->n = 0;
	ret->hash[ret->n++] = hash_str(STR(""));
	for (size_t i = 0; i < path.n && ret->n <= PATH_MAX_DEPTH; i++)
		if (path.p[i] == '/')
			ret->hash[ret->n++] = hash_str(str_sub(path, 0, i));
}

/* Does the layer hide what lower layers have at the path? */
static bool
hides(const struct tree *t, uint64_t self, const struct ancestors *up)
{
	if ((tree_get(t, self) & TREE_WHITEOUT) != 0)
		return true;
	for (size_t i = 0; i < up->n; i++) {
		unsigned bits = tree_get(t, up->hash[i]);
		enum node node = tree_node(bits);

		if ((bits & (TREE_WHITEOUT | TREE_OPAQUE)) != 0)
			return true;
		if (node != NODE_NONE && node != NODE_DIR)
			return true;
	}
	return false;
}

enum node
view_find(const struct view *v, struct str path, size_t n, size_t *ret_layer)
{
	struct ancestors up;
	uint64_t self = hash_str(path);

	if (path.n == 0)
		return NODE_DIR;
	ancestors_of(path, &up);
	for (size_t i = n; i > 0; i--) {
		const struct tree *t = &v->layers[i - 1]->tree;
		enum node node = tree_node(tree_get(t, self));

		if (node != NODE_NONE) {
			*ret_layer = i - 1;
			return node;
		}
		if (hides(t, self, &up))
			break;
	}
	return NODE_NONE;
}

/* A path being followed: what is done, and what is left to do. */
struct trail {
	char done[PATH_MAX_BYTES];
	size_t n;
	char left[2 * PATH_MAX_BYTES];
	size_t at, end;
	unsigned hops;
};

/* Put target before what is left; false when it does not fit. */
static bool
detour(struct trail *t, struct str target)
{
	size_t rest = t->end - t->at;
	bool slash = rest > 0;

	if (target.n >= PATH_MAX_BYTES ||
	    target.n + slash + rest > sizeof t->left)
		return false;
	memmove(t->left + target.n + slash, t->left + t->at, rest);
	memcpy(t->left, target.p, target.n);
	if (slash)
		t->left[target.n] = '/';
	t->at = 0;
	t->end = target.n + slash + rest;
	return true;
}

/* One component; false: it leads nowhere. */
static bool
follow(const struct view *v, struct trail *t, struct str part,
    enum node *ret_node, size_t *ret_layer)
{
	size_t before = t->n;

	if (part.n == 0 || str_eq(part, STR(".")))
		return true;
	if (str_eq(part, STR(".."))) {
		t->n = path_dir(str_of(t->done, t->n)).n;
		*ret_node = NODE_DIR;
		return true;
	}
	if (part.n + 1 > sizeof t->done - t->n)
		return false;
	if (t->n > 0)
		t->done[t->n++] = '/';
	memcpy(t->done + t->n, part.p, part.n);
	t->n += part.n;
	struct str path = str_of(t->done, t->n);

	*ret_node = view_find(v, path, v->n, ret_layer);
	if (*ret_node != NODE_SYMLINK)
		return *ret_node != NODE_NONE;
	struct str target = store_sym_find(v->layers[*ret_layer], path);

	if (target.p == NULL || target.n == 0 || ++t->hops > LINK_HOPS)
		return false;
	t->n = target.p[0] == '/' ? 0 : before;
	*ret_node = NODE_DIR;
	return detour(t, target);
}

static bool
walk_trail(const struct view *v, struct trail *t, enum node *ret_node,
    size_t *ret_layer)
{
	while (t->at < t->end) {
		struct str left = str_of(t->left + t->at, t->end - t->at);
		size_t slash = str_find(left, '/');

		t->at += slash < left.n ? slash + 1 : left.n;
		if (!follow(v, t, str_sub(left, 0, slash), ret_node,
		    ret_layer))
			return false;
	}
	return true;
}

/* Where a directory really is; p NULL when it is not there. */
static struct str
real_dir(struct view *v, struct str dir)
{
	void **at = map_find(v->dirs, dir);
	struct trail t = { .n = 0 };
	enum node node = NODE_DIR;
	size_t layer = 0;
	struct str *ret;

	if (at != NULL)
		return *(struct str *)*at;
	ret = NEW(v->arena, struct str);
	if (detour(&t, dir) && walk_trail(v, &t, &node, &layer))
		*ret = str_dup(v->arena, str_of(t.done, t.n));
	*map_put(v->dirs, str_dup(v->arena, dir), NULL) = ret;
	return *ret;
}

bool
view_resolve(struct view *v, struct str path, struct str *ret_path,
    enum node *ret_node, size_t *ret_layer)
{
	struct str dir = path_dir(path), real = real_dir(v, dir);
	struct trail t = { .n = 0 };

	if (real.p == NULL && dir.n > 0)
		return false;
	memcpy(t.done, real.p != NULL ? real.p : "", real.n);
	t.n = real.n;
	*ret_node = NODE_DIR;
	if (!detour(&t, path_base(path)) ||
	    !walk_trail(v, &t, ret_node, ret_layer))
		return false;
	struct str got = str_of(t.done, t.n);

	*ret_path = str_eq(got, path) ? path : str_dup(v->arena, got);
	return true;
}
