/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/squash.h"

#include "base/arena.h"
#include "base/hash.h"

/* What another row than the one that wanted the name said of x. */
static bool
is_of_bytes(const struct seen *x, const struct fact_pkg *p)
{
	return p->row != x->f.row || x->want == NULL ||
	    x->want->kind == WANT_HEAD;
}

/* The records of x move to name, beside what is said of that already. */
static void
adopt(struct store *st, const struct seen *x, struct str name)
{
	const struct seen *old = store_find(st, name);
	size_t n = x->f.npkgs + (old != NULL ? old->f.npkgs : 0);
	struct fact_pkg *v = NEWN(st->arena, struct fact_pkg, n);
	struct fact_file f = old != NULL ? old->f : x->f;
	struct seen *y = store_seen(st, name);

	f.path = y->f.path;
	f.pkgs = v;
	for (size_t i = 0; old != NULL && i < old->f.npkgs; i++)
		*v++ = old->f.pkgs[i];
	for (size_t i = 0; i < x->f.npkgs; i++)
		if (is_of_bytes(x, &x->f.pkgs[i]))
			*v++ = x->f.pkgs[i];
	f.npkgs = (size_t)(v - f.pkgs);
	y->f = f;
	y->want = old != NULL ? old->want : x->want;
	y->size = x->size;
	y->forced = true;
	for (size_t i = 0; old != NULL && i < old->notices.n; i++)
		notices_add(&y->notices, old->notices.v[i]);
	for (size_t i = 0; i < x->notices.n; i++)
		notices_add(&y->notices, x->notices.v[i]);
}

static bool
has_of_bytes(const struct seen *x)
{
	for (size_t i = 0; i < x->f.npkgs; i++)
		if (is_of_bytes(x, &x->f.pkgs[i]))
			return true;
	return x->want != NULL && x->want->kind == WANT_HEAD &&
	    x->notices.n > 0;
}

/* Will a visit read the file under this name? Then for its first bytes, too. */
static bool
is_needed(struct needs *needs, struct str name)
{
	for (size_t i = 0; i < needs->n; i++) {
		for (size_t k = 0; k < needs->v[i].n; k++) {
			struct need *n = &needs->v[i].v[k];

			if (n->dir || !str_eq(n->name, name))
				continue;
			n->whole = true;
			return true;
		}
	}
	return false;
}

static bool
is_seen(const struct view *v, struct str name, size_t layer)
{
	size_t at = 0;

	return view_find(v, view_real(v, layer, name), v->n, &at) ==
	    NODE_HARDLINK && at == layer;
}

static void
settle(struct view *v, const struct twin *t, size_t layer, struct map *done,
    struct needs *needs)
{
	uint64_t hash = hash_str(t->target);
	size_t at = layer;

	if (!links_find_file(v, &at, &hash) || hash != hash_str(t->target))
		return;
	const struct seen *x = store_find(v->layers[at], t->target);

	if (x == NULL || x->replaced || x->by_magic || !has_of_bytes(x) ||
	    squash_sees(v, x, at))
		return;
	bool added;
	struct str key = str_dup(v->arena, str_of(&x, sizeof x));

	if (map_find(done, key) != NULL || !is_seen(v, t->name, layer))
		return;
	(void)map_put(done, key, &added);
	if (!is_needed(needs, t->name))
		adopt(v->layers[layer], x, t->name);
}

void
twins_settle(struct view *v, const struct judge *j, struct needs *needs)
{
	struct map *done = map_new(v->arena);

	for (size_t i = 0; i < v->n; i++) {
		const struct store *st = v->layers[i];

		for (size_t k = 0; k < st->ntwins; k++)
			if (!judge_excludes(j, st->twins[k].name))
				settle(v, &st->twins[k], i, done, needs);
	}
}
