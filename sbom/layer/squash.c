/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/squash.h"

#include <stdlib.h>

#include "base/arena.h"

bool
squash_sees(const struct view *v, const struct seen *x, size_t layer)
{
	size_t at = 0;
	enum node node;

	if (x->forced)
		return true;
	node = view_find(v, view_real(v, layer, x->real.n > 0 ? x->real :
	    x->f.path), v->n, &at);
	return (node == NODE_FILE || node == NODE_HARDLINK) && at == layer;
}

static int
by_path_layer(const void *x, const void *y)
{
	const struct fact_file *a = x, *b = y;
	int d = str_cmp(a->path, b->path);

	if (d != 0)
		return d;
	return a->layer < b->layer ? -1 : a->layer > b->layer;
}

static void
drop_owned(struct fact_file *f)
{
	for (size_t i = 0; i < f->npkgs; i++)
		f->pkgs[i].nowns = 0;
	for (size_t i = 0; i < f->nnamed; i++)
		f->named[i].nowns = 0;
}

static void
join(struct notices *to, const struct notices *from, struct str layer)
{
	for (size_t i = 0; i < from->n; i++) {
		struct notice n = from->v[i];

		n.layer = layer;
		notices_add(to, n);
	}
	to->dropped += from->dropped;
}

static struct str
layer_name(const struct fact_layer *l)
{
	return l->diff_id.n > 0 ? l->diff_id : l->digest;
}

static void
add_layer(struct facts *f, const struct view *v, size_t layer)
{
	const struct store *st = v->layers[layer];
	struct str name = layer_name(&f->layers[layer]);

	join(&f->notices, &st->notices, name);
	for (size_t i = 0; i < st->nseen; i++) {
		struct seen *x = st->seen[i];

		if (x->replaced || x->by_magic)
			continue;
		struct fact_file *to = &f->files[f->nfiles++];

		*to = x->f;
		to->layer = layer;
		to->visible = squash_sees(v, x, layer);
		to->gone = to->visible ? v->n : view_gone(v, view_real(v,
		    layer, x->real.n > 0 ? x->real : x->f.path), layer);
		if (to->visible)
			join(&f->notices, &x->notices, name);
		else
			drop_owned(to);
	}
}

/* Those of a directory are. */
static bool
is_sorted(const struct facts *f)
{
	for (size_t i = 1; i < f->nfiles; i++)
		if (by_path_layer(&f->files[i - 1], &f->files[i]) > 0)
			return false;
	return true;
}

struct facts *
squash(struct view *v, const struct fact_layer *layers, bool all_layers)
{
	struct arena *a = v->arena;
	struct facts *f = NEW(a, struct facts);
	size_t n = 0;

	f->arena = a;
	f->view = v;
	f->all_layers = all_layers;
	f->list = listing_new(v, all_layers);
	notices_init(&f->notices, a);
	for (size_t i = 0; i < v->n; i++)
		n += v->layers[i]->nseen;
	f->files = NEWN(a, struct fact_file, n);
	f->layers = NEWN(a, struct fact_layer, v->n);
	f->nlayers = v->n;
	for (size_t i = 0; i < v->n; i++)
		f->layers[i] = layers[i];
	for (size_t i = 0; i < v->n; i++)
		add_layer(f, v, i);
	if (!is_sorted(f))
		qsort(f->files, f->nfiles, sizeof *f->files, by_path_layer);
	return f;
}

void
squash_beside(struct facts *f, const struct store *st)
{
	struct fact_file *v = NEWN(f->arena, struct fact_file,
	    f->nfiles + st->nseen);

	for (size_t i = 0; i < f->nfiles; i++)
		v[i] = f->files[i];
	f->files = v;
	join(&f->notices, &st->notices, STR(""));
	for (size_t i = 0; i < st->nseen; i++) {
		struct fact_file *to = &f->files[f->nfiles++];

		*to = st->seen[i]->f;
		to->layer = to->gone = f->nlayers;
		to->visible = true;
		join(&f->notices, &st->seen[i]->notices, STR(""));
	}
	qsort(f->files, f->nfiles, sizeof *f->files, by_path_layer);
}

struct str
facts_resolve(const struct facts *f, struct str path)
{
	struct str real;
	enum node node;
	size_t layer;

	while (path.n > 0 && path.p[0] == '/')
		path = str_from_pos(path, 1);
	if (path.n == 0 || !view_resolve(f->view, path, &real, &node, &layer)
	    || (node != NODE_FILE && node != NODE_HARDLINK))
		return STR("");
	return real;
}

struct str
facts_link(const struct facts *f, size_t *i)
{
	const struct view *v = f->view;
	size_t first = 0, at;

	for (size_t k = 0; v != NULL && k < v->n; k++) {
		const struct store *st = v->layers[k];

		for (; *i - first < st->nsyms; (*i)++) {
			struct str path = view_real(v, k,
			    st->syms[*i - first].path);

			at = k;
			if (view_find(v, path, v->n, &at) != NODE_SYMLINK ||
			    at != k)
				continue;
			(*i)++;
			return path;
		}
		first += st->nsyms;
	}
	return STR("");
}
