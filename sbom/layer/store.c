/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/store.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/list.h"

struct store *
store_new(const struct limits *lim)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct store *s = NEW(a, struct store);

	s->arena = a;
	s->by_path = map_new(a);
	s->sym_by_path = map_new(a);
	notices_init(&s->notices, a);
	return s;
}

void
store_free(struct store *s)
{
	while (s != NULL) {
		struct store *next = s->joined;

		list_free(s->list);
		tree_done(&s->tree);
		arena_free(s->arena);
		s = next;
	}
}

struct seen *
store_seen(struct store *s, struct str path)
{
	struct seen *x = NEW(s->arena, struct seen);

	x->f.path = str_dup(s->arena, path);
	notices_init(&x->notices, s->arena);
	s->seen = arena_grow(s->arena, s->seen, s->nseen, &s->cseen,
	    sizeof(struct seen *));
	s->seen[s->nseen++] = x;
	void **at = map_put(s->by_path, x->f.path, NULL);

	if (*at != NULL)
		((struct seen *)*at)->replaced = true;
	*at = x;
	return x;
}

void
store_drop(struct store *s, struct seen *last)
{
	if (s->nseen == 0 || s->seen[s->nseen - 1] != last)
		return;
	s->nseen--;
	*map_put(s->by_path, last->f.path, NULL) = NULL;
}

struct seen *
store_find(const struct store *s, struct str path)
{
	void **at = map_find(s->by_path, path);

	return at != NULL ? *at : NULL;
}

void
store_sym(struct store *s, struct str path, struct str target)
{
	s->syms = arena_grow(s->arena, s->syms, s->nsyms, &s->csyms,
	    sizeof(struct sym));
	struct sym *l = &s->syms[s->nsyms++];

	l->path = str_dup(s->arena, path);
	l->target = str_dup(s->arena, target);
	*map_put(s->sym_by_path, l->path, NULL) = (void *)(uintptr_t)s->nsyms;
}

struct str
store_sym_find(const struct store *s, struct str path)
{
	void **at = map_find(s->sym_by_path, path);

	return at == NULL ? (struct str){ NULL, 0 } :
	    s->syms[(uintptr_t)*at - 1].target;
}

void
store_hard(struct store *s, uint64_t name, uint64_t target)
{
	s->hards = arena_grow(s->arena, s->hards, s->nhards, &s->chards,
	    sizeof(struct hard));
	s->hards[s->nhards] = (struct hard){ name, target, s->nhards };
	s->nhards++;
	s->sorted = false;
}

static int
by_name(const void *x, const void *y)
{
	const struct hard *a = x, *b = y;

	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

uint64_t
store_hard_find(struct store *s, uint64_t name)
{
	size_t lo = 0, hi = s->nhards;

	if (!s->sorted && s->nhards > 0)
		qsort(s->hards, s->nhards, sizeof *s->hards, by_name);
	s->sorted = true;
	while (lo < hi) {	/* the first behind name */
		size_t mid = lo + (hi - lo) / 2;

		if (s->hards[mid].name <= name)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 && s->hards[lo - 1].name == name ?
	    s->hards[lo - 1].target : 0;
}

void
store_twin(struct store *s, struct str name, struct str target)
{
	s->twins = arena_grow(s->arena, s->twins, s->ntwins, &s->ctwins,
	    sizeof(struct twin));
	s->twins[s->ntwins++] = (struct twin){ str_dup(s->arena, name),
		str_dup(s->arena, target) };
}

void
store_wanted(struct store *s, struct wanted_link l)
{
	s->wanted = arena_grow(s->arena, s->wanted, s->nwanted, &s->cwanted,
	    sizeof(struct wanted_link));
	l.name = str_dup(s->arena, l.name);
	l.target = str_dup(s->arena, l.target);
	s->wanted[s->nwanted++] = l;
}

void
store_sibling(struct store *s, struct str path, struct str bytes)
{
	s->siblings = arena_grow(s->arena, s->siblings, s->nsiblings,
	    &s->csiblings, sizeof(struct sibling));
	s->siblings[s->nsiblings++] = (struct sibling){
		str_dup(s->arena, path), str_dup(s->arena, bytes) };
}

struct str
store_sibling_find(const struct store *s, struct str path)
{
	for (size_t i = s->nsiblings; i > 0; i--)
		if (str_eq(s->siblings[i - 1].path, path))
			return s->siblings[i - 1].bytes;
	return (struct str){ NULL, 0 };
}

static int
seen_by_path(const void *x, const void *y)
{
	const struct seen *const *a = x, *const *b = y;

	return str_cmp((*a)->f.path, (*b)->f.path);
}

static int
sym_by_path(const void *x, const void *y)
{
	const struct sym *a = x, *b = y;

	return str_cmp(a->path, b->path);
}

void
store_join(struct store *s, struct store *from)
{
	struct store *last = s;

	for (size_t i = 0; i < from->nseen; i++) {
		s->seen = arena_grow(s->arena, s->seen, s->nseen, &s->cseen,
		    sizeof(struct seen *));
		s->seen[s->nseen++] = from->seen[i];
		*map_put(s->by_path, from->seen[i]->f.path, NULL) =
		    from->seen[i];
	}
	for (size_t i = 0; i < from->nsyms; i++)
		store_sym(s, from->syms[i].path, from->syms[i].target);
	for (size_t i = 0; i < from->nsiblings; i++)
		store_sibling(s, from->siblings[i].path,
		    from->siblings[i].bytes);
	if (!tree_join(&s->tree, &from->tree))
		notice_gap(&s->notices, "limit", STR(""), "out of memory");
	notices_join(&s->notices, &from->notices);
	s->entries += from->entries;
	s->records += from->records;
	tree_done(&from->tree);
	while (last->joined != NULL)
		last = last->joined;
	last->joined = from;
}

void
store_sort(struct store *s)
{
	if (s->nseen > 0)
		qsort(s->seen, s->nseen, sizeof(struct seen *), seen_by_path);
	if (s->nsyms > 0)
		qsort(s->syms, s->nsyms, sizeof *s->syms, sym_by_path);
	for (size_t i = 0; i < s->nsyms; i++)
		*map_put(s->sym_by_path, s->syms[i].path, NULL) =
		    (void *)(uintptr_t)(i + 1);
}

struct store_mark
store_mark(const struct store *s)
{
	return (struct store_mark){ s->nseen, s->notices.n };
}

void
store_rewind(struct store *s, struct store_mark m)
{
	if (s->nseen == m.nseen && s->notices.n == m.nnotices)
		return;
	s->nseen = m.nseen;
	s->notices.n = m.nnotices;
	s->by_path = map_new(s->arena);
	for (size_t i = 0; i < s->nseen; i++) {
		void **at = map_put(s->by_path, s->seen[i]->f.path, NULL);

		if (*at != NULL)
			((struct seen *)*at)->replaced = true;
		s->seen[i]->replaced = false;
		*at = s->seen[i];
	}
}

size_t
store_kept(const struct store *s)
{
	return s->nseen + s->nsyms + s->nhards + s->nwanted + s->nsiblings +
	    s->tree.marks;
}

void
store_add(struct store_sum *sum, const struct store *s)
{
	sum->kept += store_kept(s);
	sum->records += s->records;
}

bool
store_over(const struct store_sum *sum, const struct limits *lim, size_t n)
{
	return sum->kept / n > lim->wanted || sum->records / n > lim->records;
}
