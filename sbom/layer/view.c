/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/view.h"

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"

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
		if (node != NODE_NONE && node != NODE_DIR &&
		    node != NODE_IMPLIED)
			return true;
	}
	return false;
}

/* What one layer says of a path. */
struct answer {
	enum node node;
	bool hides;
};

static struct answer
ask(const struct tree *t, uint64_t self, const struct ancestors *up)
{
	enum node node = tree_node(tree_get(t, self));

	return (struct answer){ node, node == NODE_NONE &&
		hides(t, self, up) };
}

static bool
is_vague(enum node node)
{
	return node == NODE_NONE || node == NODE_IMPLIED;
}

/* By the names that links of lower layers give it; the one that counts is in
   room. */
static struct answer
ask_aliases(const struct aliases *l, const struct tree *t, struct str path,
    char room[PATH_MAX_BYTES], struct str *ret_name)
{
	struct answer all = { NODE_NONE, false };
	struct ancestors up;
	struct str name;

	for (size_t k = 0; k < l->n && is_vague(all.node); k++) {
		if (!alias_name(l, k, path, room, &name))
			continue;
		ancestors_of(name, &up);
		struct answer x = ask(t, hash_str(name), &up);

		if (x.node != NODE_NONE)
			all.node = x.node;
		all.hides = all.hides || x.hides;
		*ret_name = name;
	}
	return all;
}

/* By all its names. A path through an alias is none. */
static struct answer
ask_layer(const struct view *v, size_t layer, struct str path, uint64_t self,
    const struct ancestors *up, char room[PATH_MAX_BYTES],
    struct str *ret_name)
{
	const struct aliases *l = v->aliases[layer];
	const struct tree *t = &v->layers[layer]->tree;
	struct answer x = { NODE_NONE, false };

	*ret_name = path;
	if (alias_of(l, path) == NULL)
		x = ask(t, self, up);
	if (l == NULL || !is_vague(x.node))
		return x;
	struct answer y = ask_aliases(l, t, path, room, ret_name);

	if (is_vague(y.node))
		*ret_name = path;
	return (struct answer){ y.node != NODE_NONE ? y.node : x.node,
		x.hides || y.hides };
}

/* With the name that it has in the layer that counts. */
static enum node
find(const struct view *v, struct str path, size_t n, size_t *ret_layer,
    char room[PATH_MAX_BYTES], struct str *ret_name)
{
	struct ancestors up;
	uint64_t self = hash_str(path);

	*ret_name = path;
	if (path.n == 0)
		return NODE_DIR;
	ancestors_of(path, &up);
	for (size_t i = n; i > 0; i--) {
		struct answer x = ask_layer(v, i - 1, path, self, &up, room,
		    ret_name);

		if (x.node != NODE_NONE) {
			*ret_layer = i - 1;
			return x.node == NODE_IMPLIED ? NODE_DIR : x.node;
		}
		if (x.hides)
			break;
	}
	return NODE_NONE;
}

enum node
view_find(const struct view *v, struct str path, size_t n, size_t *ret_layer)
{
	char room[PATH_MAX_BYTES];
	struct str name;

	return find(v, path, n, ret_layer, room, &name);
}

size_t
view_gone(const struct view *v, struct str path, size_t layer)
{
	char room[PATH_MAX_BYTES];
	uint64_t self = hash_str(path);
	struct ancestors up;
	struct str name;

	ancestors_of(path, &up);
	while (++layer < v->n) {
		struct answer x = ask_layer(v, layer, path, self, &up, room,
		    &name);

		if (x.node != NODE_NONE || x.hides)
			break;
	}
	return layer;
}

struct str
view_name(const struct view *v, size_t layer, struct str path)
{
	char room[PATH_MAX_BYTES];
	struct ancestors up;
	struct str name;

	if (v->aliases[layer] == NULL)
		return path;
	ancestors_of(path, &up);
	(void)ask_layer(v, layer, path, hash_str(path), &up, room, &name);
	return name.p == path.p ? path : str_dup(v->arena, name);
}

struct str
view_real(const struct view *v, size_t layer, struct str name)
{
	char room[PATH_MAX_BYTES];
	struct str real = alias_real(v->aliases[layer], name, room);

	return real.p == name.p ? name : str_dup(v->arena, real);
}

/* A path being followed: what is done, and what is left to do. */
struct trail {
	char done[PATH_MAX_BYTES];
	size_t n;
	char left[2 * PATH_MAX_BYTES];
	size_t at, end;
	unsigned hops;
	bool make;		/* directories that are not there count */
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
	char room[PATH_MAX_BYTES];
	struct str name;

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

	*ret_node = find(v, path, v->n, ret_layer, room, &name);
	if (*ret_node != NODE_SYMLINK)
		return t->make ? *ret_node <= NODE_DIR :
		    *ret_node != NODE_NONE;
	struct str target = store_sym_find(v->layers[*ret_layer], name);

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

/*
 * ---- links of lower layers that a layer's names lead through ----
 */

static bool
is_alias(const struct aliases *l, struct str name)
{
	const struct alias *a = alias_of(l, name);

	return a != NULL && a->link.n == name.n;
}

static void
add_alias(struct view *v, size_t layer, struct str name, struct str real)
{
	struct aliases *l = v->aliases[layer];

	if (l == NULL)
		l = v->aliases[layer] = NEW(v->arena, struct aliases);
	l->v[l->n++] = (struct alias){ str_dup(v->arena, name),
		str_dup(v->arena, real) };
	if (l->n == ALIASES_MAX)
		notice_gap(&v->layers[layer]->notices, "limit", name,
		    "over %d directories of the layer are links of lower "
		    "layers", ALIASES_MAX - 1);
}

/* Is name, which means path, only implied in the layer, and path a link? */
static void
try_alias(struct view *v, size_t layer, struct str path, struct str name)
{
	const struct tree *t = &v->layers[layer]->tree;
	uint64_t self = hash_str(name);
	struct view below = *v;
	struct trail trail = { .make = true };
	struct ancestors up;
	enum node node;
	size_t at;

	if (tree_node(tree_get(t, self)) != NODE_IMPLIED ||
	    is_alias(v->aliases[layer], name))
		return;
	ancestors_of(name, &up);
	below.n = layer;
	if (!hides(t, self, &up) &&
	    view_find(&below, path, layer, &at) == NODE_SYMLINK &&
	    detour(&trail, path) && walk_trail(&below, &trail, &node, &at))
		add_alias(v, layer, name, str_of(trail.done, trail.n));
}

/* By each name that the link has in the layer. */
static void
try_link(struct view *v, size_t layer, struct str path)
{
	char room[PATH_MAX_BYTES];
	struct str name;

	try_alias(v, layer, path, path);
	for (size_t k = 0; v->aliases[layer] != NULL &&
	    k < v->aliases[layer]->n; k++)
		if (v->aliases[layer]->n < ALIASES_MAX &&
		    alias_name(v->aliases[layer], k, path, room, &name))
			try_alias(v, layer, path, name);
}

/* Until none is found any more: one may lead to the next. */
static void
find_aliases(struct view *v, size_t layer)
{
	char room[PATH_MAX_BYTES];
	size_t before, now = 0;

	do {
		before = now;
		for (size_t i = 0; i < layer; i++) {
			const struct store *st = v->layers[i];

			for (size_t k = 0; k < st->nsyms && now < ALIASES_MAX;
			    k++) {
				try_link(v, layer, alias_real(v->aliases[i],
				    st->syms[k].path, room));
				now = v->aliases[layer] != NULL ?
				    v->aliases[layer]->n : 0;
			}
		}
	} while (now > before && now < ALIASES_MAX);
}

struct view *
view_new(struct arena *a, struct store **layers, size_t n)
{
	struct view *v = NEW(a, struct view);
	struct tree links = { .slot = NULL };
	bool known = true;

	*v = (struct view){ a, layers, n, NEWN(a, struct aliases *, n),
		map_new(a) };
	for (size_t i = 0; i < n; i++) {
		const struct store *st = layers[i];
		char room[PATH_MAX_BYTES];

		if (st->tree.implied && (!known ||
		    tree_implies(&st->tree, &links)))
			find_aliases(v, i);
		for (size_t k = 0; n > 1 && k < st->nsyms && known; k++) {
			struct str path = alias_real(v->aliases[i],
			    st->syms[k].path, room);

			known = tree_put(&links, path, hash_str(path),
			    NODE_SYMLINK);
		}
	}
	tree_done(&links);
	return v;
}
