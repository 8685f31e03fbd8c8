/* SPDX-License-Identifier: Apache-2.0 */
/*
 * --files: the lists of all layers as one, in the order of paths.
 */
#include "sbom/layer/squash.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/list.h"
#include "sbom/layer/path.h"

/* Eight bytes for each file: its list has the rest. */
struct place {
	uint32_t layer, i;
};

struct link_target {
	uint64_t hash;
	struct place at;
};

struct fact_list {
	const struct view *v;
	struct place *p;
	size_t n;
	struct link_target *targets;	/* files, by hash; when there are hard
					   links */
	size_t ntargets;
	char room[2 * PATH_MAX_BYTES];
};

static const struct listed *
get(const struct view *v, struct place p)
{
	return list_at(v->layers[p.layer]->list, p.i);
}

static struct str
path_of(const struct view *v, struct place p, char room[2 * PATH_MAX_BYTES])
{
	const struct list *l = v->layers[p.layer]->list;
	const struct listed *x = list_at(l, p.i);
	struct str dir = list_dir(l, x), name = list_name(l, x);
	size_t n = 0;

	if (dir.n > 0) {
		memcpy(room, dir.p, dir.n);
		room[dir.n] = '/';
		n = dir.n + 1;
	}
	memcpy(room + n, name.p, name.n);
	return str_of(room, n + name.n);
}

/* By path, then layer, then the order in the layer. */
static int
by_path(const void *x, const void *y, void *ctx)
{
	const struct view *v = ctx;
	const struct place *a = x, *b = y;
	char left[2 * PATH_MAX_BYTES], right[2 * PATH_MAX_BYTES];
	const struct listed *s = get(v, *a), *t = get(v, *b);
	const struct list *l = v->layers[a->layer]->list;
	int d = a->layer == b->layer && s->dir == t->dir ?
	    str_cmp(list_name(l, s), list_name(l, t)) :
	    str_cmp(path_of(v, *a, left), path_of(v, *b, right));

	if (d != 0)
		return d;
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static int
by_hash(const void *x, const void *y)
{
	const struct link_target *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->at.layer != b->at.layer ?
	    (a->at.layer < b->at.layer ? -1 : 1) :
	    a->at.i < b->at.i ? -1 : a->at.i > b->at.i;
}

static bool
is_there(const struct view *v, struct str path, size_t layer)
{
	size_t at = 0;

	return view_find(v, view_real(v, layer, path), v->n, &at) !=
	    NODE_NONE && at == layer;
}

static size_t
count(const struct view *v, bool *ret_links)
{
	size_t n = 0;

	*ret_links = false;
	for (size_t i = 0; i < v->n; i++) {
		const struct list *l = v->layers[i]->list;

		n += l != NULL ? list_count(l) : 0;
		*ret_links |= v->layers[i]->nhards > 0;
	}
	return n;
}

/* Of two members of one name in one layer the later counts. */
static void
drop_replaced(struct fact_list *f)
{
	char left[2 * PATH_MAX_BYTES], right[2 * PATH_MAX_BYTES];
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		bool same = i + 1 < f->n && f->p[i].layer == f->p[i +
		    1].layer && str_eq(path_of(f->v, f->p[i], left),
		    path_of(f->v, f->p[i + 1], right));

		if (!same)
			f->p[n++] = f->p[i];
	}
	f->n = n;
}

struct fact_list *
listing_new(struct view *v, bool all_layers)
{
	bool links;
	size_t n = count(v, &links);
	struct fact_list *f = NEW(v->arena, struct fact_list);

	if (n == 0)
		return NULL;
	f->v = v;
	f->p = NEWN(v->arena, struct place, n);
	f->targets = links ? NEWN(v->arena, struct link_target, n) : NULL;
	for (uint32_t k = 0; k < v->n; k++) {
		const struct list *l = v->layers[k]->list;
		size_t files = l != NULL ? list_count(l) : 0;

		for (uint32_t i = 0; i < files; i++) {
			struct place p = { k, i };
			struct str path = path_of(v, p, f->room);

			if (links && list_at(l, i)->type != LIST_HARDLINK)
				f->targets[f->ntargets++] =
				    (struct link_target){ hash_str(path), p };
			if (all_layers || is_there(v, path, k))
				f->p[f->n++] = p;
		}
	}
	if (links)
		qsort(f->targets, f->ntargets, sizeof *f->targets, by_hash);
	qsort_r(f->p, f->n, sizeof *f->p, by_path, v);
	drop_replaced(f);
	return f;
}

/* The file that a hard link is, in its layer or the nearest below. */
static const struct listed *
follow(const struct fact_list *f, uint64_t hash, size_t layer)
{
	size_t lo = 0, hi = f->ntargets;

	while (lo < hi) {	/* the first behind (hash, layer) */
		size_t mid = lo + (hi - lo) / 2;
		const struct link_target *t = &f->targets[mid];

		if (t->hash < hash || (t->hash == hash && t->at.layer <=
		    layer))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 && f->targets[lo - 1].hash == hash ?
	    get(f->v, f->targets[lo - 1].at) : NULL;
}

size_t
facts_nlisted(const struct facts *f)
{
	return f->list != NULL ? f->list->n : 0;
}

void
facts_listed(const struct facts *f, size_t i, struct fact_listed *ret)
{
	static const char *const types[] = { [LIST_FILE] = "file",
		[LIST_HARDLINK] = "hardlink", [LIST_SYMLINK] = "symlink",
		[LIST_OTHER] = "other", [LIST_ELF] = "elf",
		[LIST_PE] = "pe", [LIST_MACHO] = "mach-o",
		[LIST_SCRIPT] = "script" };
	struct fact_list *l = f->list;
	const struct listed *x = get(l->v, l->p[i]), *file = x;
	size_t layer = l->p[i].layer;

	*ret = (struct fact_listed){ .path = path_of(l->v, l->p[i], l->room),
		.layer = layer, .gone = l->v->n, .size = x->size,
		.type = types[x->type] };
	if (f->all_layers)
		ret->gone = view_gone(l->v, view_real(l->v, layer,
		    ret->path), layer);
	if (x->type == LIST_HARDLINK)
		file = follow(l, list_target(x), layer);
	if (file == NULL || !file->hashed)
		return;
	ret->sha256 = file->sha256;
	ret->sha1 = file->sha1;
}
