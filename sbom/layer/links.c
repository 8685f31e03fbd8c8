/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Links, once all layers are known: which wanted names lead to files that were
 * judged, and which lead to bytes that were passed over.
 *
 * Source:   OCI image-spec layer.md ("Hardlinks"); symlink(7).
 */
#include "sbom/layer/squash.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/layer/path.h"

/* A want that goes by what a directory is called; NULL: its row's `near`. */
struct shape {
	const struct cataloger *row;
	const struct want *want;
};

struct settle {
	struct view *v;
	const struct judge *j;
	struct needs *needs;
	size_t *caps;
	struct shape *shapes;
	size_t nshapes, cshapes;
};

static void
need(struct settle *s, size_t layer, struct need n)
{
	struct need_list *l = &s->needs->v[layer];

	l->v = arena_grow(s->v->arena, l->v, l->n, &s->caps[layer],
	    sizeof(struct need));
	l->v[l->n++] = n;
	s->needs->total++;
}

/* The same records under another name. */
static void
clone(struct store *to, const struct seen *from, struct str name)
{
	struct seen *x = store_seen(to, name);
	struct fact_file f = from->f;

	f.path = x->f.path;
	x->f = f;
	x->want = from->want;
	x->size = from->size;
	x->sibling = from->sibling;
	x->forced = true;
	for (size_t i = 0; i < from->notices.n; i++)
		notices_add(&x->notices, from->notices.v[i]);
}

/*
 * The regular file that a name is, in layer or below it: *layer and *hash are
 * moved to it. Hard links are followed by their hashes.
 */
bool
links_find_file(const struct view *v, size_t *layer, uint64_t *hash)
{
	unsigned hops = 0;

	for (size_t i = *layer + 1; i > 0; ) {
		struct store *st = v->layers[i - 1];
		enum node node = tree_node(tree_get(&st->tree, *hash));

		if (node == NODE_FILE) {
			*layer = i - 1;
			return true;
		}
		if (node == NODE_NONE) {
			i--;
			continue;
		}
		if (node != NODE_HARDLINK || ++hops > LINK_HOPS)
			return false;
		uint64_t next = store_hard_find(st, *hash);

		if (next == *hash && i-- == 1)
			return false;
		*hash = next;
	}
	return false;
}

/* name, wanted by row, leads to path of that layer: there or to be visited. */
static void
settle_one(struct settle *s, struct str name, struct str path, size_t layer)
{
	struct need n = { .name = name, .target = path,
		.hash = hash_str(path) };
	size_t from = layer;

	n.row = judge_wants(s->j, name, &n.want);
	if (n.row == NULL)
		return;
	if (!links_find_file(s->v, &layer, &n.hash)) {
		struct wanted w = { .path = name, .row = n.row,
			.want = n.want };

		judge_gap(s->v->layers[from], &w, "link", "a link to a file "
		    "that is not there")->forced = true;
		return;
	}
	const struct seen *x = n.hash != hash_str(path) ? NULL :
	    store_find(s->v->layers[layer], path);

	if (x != NULL && x->f.row == n.row && !x->again &&
	    (n.row->database || x->by_magic))
		clone(s->v->layers[layer], x, name);
	else
		need(s, layer, n);
}

/* Hard links with wanted names that did not follow their file at once. */
static void
settle_hard(struct settle *s, size_t layer)
{
	struct store *st = s->v->layers[layer];

	for (size_t i = 0; i < st->nwanted; i++) {
		struct wanted_link *l = &st->wanted[i];
		size_t at = 0, to = layer;
		uint64_t hash = hash_str(l->target);
		struct str real = l->target;
		enum node node = view_find(s->v, view_real(s->v, layer,
		    l->name), s->v->n, &at);

		if (node != NODE_HARDLINK || at != layer)
			continue;
		if (!links_find_file(s->v, &to, &hash) && view_resolve(s->v,
		    l->target, &real, &node, &at) && at <= layer)
			to = at;
		else
			to = layer;
		settle_one(s, l->name, view_name(s->v, to, real), to);
	}
}

static bool
is_file(enum node node)
{
	return node == NODE_FILE || node == NODE_HARDLINK;
}

/* A database's own name that leads nowhere; other files may be away. */
static void
dangling(struct settle *s, struct str name, const struct cataloger *row)
{
	struct wanted w = { .path = name, .row = row };
	size_t layer = 0;

	if (row->database && view_find(s->v, name, s->v->n, &layer) ==
	    NODE_SYMLINK)
		judge_gap(s->v->layers[layer], &w, "link", "a link that leads "
		    "nowhere")->forced = true;
}

/* A wanted name that symbolic links lead to another path. */
static void
settle_name(struct settle *s, struct str name)
{
	const struct want *want;
	const struct cataloger *row = judge_wants(s->j, name, &want);
	struct str real;
	enum node node;
	size_t layer = 0;

	if (row == NULL)
		return;
	if (!view_resolve(s->v, name, &real, &node, &layer)) {
		dangling(s, name, row);
		return;
	}
	if (!is_file(node))
		return;
	real = view_name(s->v, layer, real);
	if (str_eq(real, name))
		return;
	const struct seen *x = store_find(s->v->layers[layer], real);

	if (x != NULL && x->f.row == row && !x->by_magic)
		return;		/* judged where it really is */
	if (node == NODE_HARDLINK && x == NULL) {
		const struct want *other;

		if (judge_wants(s->j, real, &other) == row)
			return;	/* settle_hard sees to it */
	}
	settle_one(s, name, real, layer);
}

/* Said of a link where a package's file or directory should be. */
static void
say_link(struct settle *s, size_t layer, struct str name,
    const struct cataloger *row, const char *what)
{
	struct wanted w = { .path = name, .row = row };
	struct seen *x = judge_begin(s->v->layers[layer], &w);

	x->forced = x->f.broken = true;
	notice_note(&x->notices, "link", x->f.path, "%s", what);
}

/* A link of a wanted name to a file that no row wants under its own. */
static void
unread(struct settle *s, const struct cataloger *row, const struct want *want,
    struct str name)
{
	struct wanted w = { .path = name, .row = row, .want = want };
	const struct want *other;
	struct str real;
	enum node node;
	size_t layer = 0, at = 0;

	if (row->context || !(row->reads == READ_TEXT ||
	    (row->reads == READ_RANDOM && want->kind == WANT_SUFFIX)))
		return;
	if (!view_resolve(s->v, name, &real, &node, &layer)) {
		if (view_find(s->v, name, s->v->n, &at) == NODE_SYMLINK)
			say_link(s, at, name, row, "a link that leads "
			    "nowhere");
		return;
	}
	if (!is_file(node))
		return;
	real = view_name(s->v, layer, real);
	if (store_find(s->v->layers[layer], real) != NULL ||
	    judge_wants(s->j, real, &other) != NULL ||
	    view_find(s->v, name, s->v->n, &at) != NODE_SYMLINK)
		return;

	struct seen *x = judge_begin(s->v->layers[at], &w);

	x->forced = x->f.broken = true;
	notice_note(&x->notices, "link", x->f.path, "a link to %.*s, which is "
	    "not read: nothing wants that name", STR_ARG(real));
}

/*
 * ---- links to directories, where the directory's name is what a row goes by
 * ----
 */

/* Is dir what stands before the last '/' of a WANT_TAIL? */
static bool
is_tail_dir(struct str dir, struct str head)
{
	if (str_ends(head, STR("/*"))) {
		head = path_dir(head);
		dir = path_dir(dir);
	}
	return str_ends(dir, head) && (dir.n == head.n ||
	    dir.p[dir.n - head.n - 1] == '/');
}

/* Is it one of the row's, for this want? */
static bool
is_place(const struct cataloger *row, const struct want *want, struct str dir)
{
	return want->kind == WANT_TAIL ? is_tail_dir(dir,
	    path_dir(str_from(want->text))) :
	    want == row->wants && row->place != NULL && row->place(dir);
}

/* And are those in it? */
static bool
is_above_place(const struct want *want, struct str dir)
{
	struct str head = path_dir(str_from(want->text));

	return want->kind == WANT_TAIL && str_ends(head, STR("/*")) &&
	    is_tail_dir(dir, path_dir(head));
}

static bool
fits_shape(const struct shape *x, struct str dir)
{
	struct str home;

	return x->want == NULL ? x->row->near(dir, &home).n != 0 :
	    is_place(x->row, x->want, dir) || is_above_place(x->want, dir);
}

/* A visible link that fits x leads to a directory that does not. */
static void
settle_place(struct settle *s, size_t layer, struct str name,
    const struct shape *x)
{
	struct need n = { .name = name, .row = x->row, .want = x->want,
		.dir = true };
	enum node node;
	size_t at;

	if (!view_resolve(s->v, name, &n.target, &node, &at)) {
		say_link(s, layer, name, x->row, "a link that leads nowhere");
		return;
	}
	/* The packages of `near` are joined by relate_near_link. */
	if (x->want == NULL || node != NODE_DIR || fits_shape(x, n.target))
		return;
	if (!is_place(x->row, x->want, name)) {
		say_link(s, layer, name, x->row, "a link to a directory: "
		    "those in it are not looked into");
		return;
	}
	n.hash = hash_str(n.target);
	for (size_t i = 0; i < s->v->n; i++)
		if (tree_node(tree_get(&s->v->layers[i]->tree, n.hash)) !=
		    NODE_NONE)
			need(s, i, n);
}

/* Does the link count, being of that layer? */
static bool
is_seen(struct settle *s, size_t layer, struct str name)
{
	size_t at = 0;

	return view_find(s->v, view_real(s->v, layer, name), s->v->n, &at) ==
	    NODE_SYMLINK && at == layer;
}

static void
settle_dir_link(struct settle *s, size_t layer, struct str name)
{
	for (size_t i = 0; i < s->nshapes; i++)
		if (fits_shape(&s->shapes[i], name) &&
		    !judge_excludes_dir(s->j, name) &&
		    is_seen(s, layer, name))
			settle_place(s, layer, name, &s->shapes[i]);
}

static void
add_shape(struct settle *s, const struct cataloger *row,
    const struct want *want)
{
	s->shapes = arena_grow(s->v->arena, s->shapes, s->nshapes,
	    &s->cshapes, sizeof *s->shapes);
	s->shapes[s->nshapes++] = (struct shape){ row, want };
}

static void
find_shapes(struct settle *s)
{
	for (size_t i = 0; catalogers[i] != NULL; i++) {
		const struct cataloger *row = catalogers[i];

		/* What an image says of itself is where it is. */
		if (!selector_has(s->j->sel, row) || row->context)
			continue;
		if (row->near != NULL)
			add_shape(s, row, NULL);
		for (const struct want *w = row->wants; w != NULL &&
		    w->text != NULL; w++)
			if (w->kind == WANT_TAIL ||
			    (row->place != NULL && w == row->wants))
				add_shape(s, row, w);
	}
}

static void
settle_symlinks(struct settle *s, size_t layer)
{
	const struct store *st = s->v->layers[layer];

	for (size_t i = 0; i < st->nsyms; i++) {
		struct str name = st->syms[i].path;
		const struct want *want;
		const struct cataloger *row = judge_wants(s->j, name, &want);

		settle_dir_link(s, layer, name);
		if (row == NULL || !is_seen(s, layer, name))
			continue;
		/* What is wanted by its name alone is judged under the name
		   that it really has. */
		if (want->kind == WANT_IN_DIR)
			settle_name(s, name);
		else
			unread(s, row, want, name);
	}
}

static bool
is_wanted_in(struct settle *s, const struct cataloger *row, struct str dir,
    struct str end)
{
	const struct want *other;

	return judge_wants(s->j, str_fmt(s->v->arena, "%.*s/x%.*s",
	    STR_ARG(dir), STR_ARG(end)), &other) == row;
}

/* The directory may have other names in a layer, through links below it. */
static void
settle_dir_names(struct settle *s, struct need n, struct str end)
{
	char room[PATH_MAX_BYTES];
	struct str name, real = n.target;

	for (size_t i = 0; i < s->v->n; i++) {
		const struct aliases *l = s->v->aliases[i];

		for (size_t k = 0; l != NULL && k < l->n; k++) {
			if (!alias_name(l, k, real, room, &name) ||
			    is_wanted_in(s, n.row, name, end))
				continue;
			n.target = str_dup(s->v->arena, name);
			n.hash = hash_str(name);
			need(s, i, n);
		}
	}
}

/*
 * All files directly in a wanted directory that is really elsewhere. The text
 * of such a want is "DIR/", or "DIR/" "*" "END".
 */
static void
settle_dir(struct settle *s, const struct cataloger *row,
    const struct want *want)
{
	struct str text = str_from(want->text), dir, real, end;
	size_t star = str_find(text, '*');
	enum node node;
	size_t layer = 0;

	dir = str_sub(text, 0, star);
	end = str_from_pos(text, star + 1);
	while (dir.n > 0 && dir.p[dir.n - 1] == '/')
		dir.n--;
	if (!is_wanted_in(s, row, dir, end) ||
	    !view_resolve(s->v, dir, &real, &node, &layer) ||
	    node != NODE_DIR)
		return;
	struct need n = { .name = dir, .target = real, .hash = hash_str(real),
		.row = row, .want = want, .dir = true };

	settle_dir_names(s, n, end);
	if (str_eq(real, dir) || is_wanted_in(s, row, real, end))
		return;
	for (size_t i = 0; i < s->v->n; i++)
		need(s, i, n);
}

/* The bytes of name's sibling in the view; false: there but not kept. */
static bool
sibling_of(struct settle *s, struct str name, const struct cataloger *row,
    struct str *ret)
{
	struct str path = selector_sibling_of(s->v->arena, row, name);
	struct str real;
	enum node node;
	size_t layer = 0;

	*ret = (struct str){ NULL, 0 };
	if (!view_resolve(s->v, path, &real, &node, &layer) || !is_file(node))
		return true;
	*ret = store_sibling_find(s->v->layers[layer],
	    view_name(s->v, layer, real));
	return ret->p != NULL;
}

/* Files whose row lacked bytes, or a sibling that another layer has. */
static void
settle_again(struct settle *s, size_t layer, size_t from)
{
	struct store *st = s->v->layers[layer];

	for (size_t i = from; i < st->nseen; i++) {
		struct seen *x = st->seen[i];
		struct need n = { .name = x->f.path, .target = x->f.path,
			.hash = hash_str(x->f.path), .row = x->f.row,
			.want = x->want, .sibling = x->sibling };
		size_t at = layer, to = layer;

		if (x->replaced || x->by_magic || n.row == NULL || (!x->forced
		    && (!is_file(view_find(s->v, view_real(s->v, layer,
		    x->f.path), s->v->n, &at)) || at != layer)))
			continue;
		bool changed = x->again;

		n.misses = x->misses.n > 0 ? &x->misses : NULL;
		n.whole = true;

		if (n.row->sibling != NULL && !x->forced) {
			struct str now;

			if (!sibling_of(s, x->f.path, n.row, &now))
				notice_gap(&x->notices, "package-db",
				    x->f.path, "its %s file was not read",
				    n.row->sibling);
			changed = changed || !str_eq(now, x->sibling);
			n.sibling = now;
		}
		if (changed && links_find_file(s->v, &to, &n.hash))
			need(s, to, n);
	}
}

static int
by_hash(const void *x, const void *y)
{
	const struct need *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return str_cmp(a->name, b->name);
}

static void
sort(struct needs *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].n > 0)
			qsort(l->v[i].v, l->v[i].n, sizeof(struct need),
			    by_hash);
}

void
links_settle(struct view *v, const struct judge *j, struct needs *ret)
{
	struct settle s = { .v = v, .j = j, .needs = ret,
		.caps = NEWN(v->arena, size_t, v->n) };
	const struct cataloger *row;
	const char *path;

	*ret = (struct needs){ NEWN(v->arena, struct need_list, v->n), v->n,
		0 };
	for (size_t i = 0; i < v->n; i++)
		settle_again(&s, i, 0);
	for (size_t i = 0; i < v->n; i++)
		settle_hard(&s, i);
	for (size_t i = 0; (path = selector_exact(j->sel, i, &row)) != NULL;
	    i++)
		settle_name(&s, str_from(path));
	find_shapes(&s);
	for (size_t i = 0; i < v->n; i++)
		settle_symlinks(&s, i);
	for (size_t i = 0; catalogers[i] != NULL; i++)
		for (const struct want *w = catalogers[i]->wants;
		    w != NULL && w->text != NULL; w++)
			if (w->kind == WANT_IN_DIR)
				settle_dir(&s, catalogers[i], w);
	twins_settle(v, j, ret);
	sort(ret);
}

void
needs_more(struct view *v, const struct judge *j, const size_t *from,
    struct needs *ret)
{
	struct settle s = { .v = v, .j = j, .needs = ret,
		.caps = NEWN(v->arena, size_t, v->n) };

	*ret = (struct needs){ NEWN(v->arena, struct need_list, v->n), v->n,
		0 };
	for (size_t i = 0; i < v->n; i++)
		settle_again(&s, i, from[i]);
	sort(ret);
}

void
needs_report(struct view *v, const struct needs *n)
{
	for (size_t i = 0; i < n->n; i++) {
		for (size_t k = 0; k < n->v[i].n; k++) {
			const struct need *x = &n->v[i].v[k];
			struct wanted w = { .path = x->name, .row = x->row,
				.want = x->want };

			/* Of what was read in part there is a gap already. */
			if (x->done || x->misses != NULL)
				continue;
			struct seen *y = judge_gap(v->layers[i], &w, "link",
			    "its bytes at %.*s were passed over and cannot be "
			    "had again", STR_ARG(x->target));

			y->forced = true;
		}
	}
}
