/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/classify/classify.h"

/*
 * The table of all wants, compiled. A path is judged by four look-ups: its
 * basename (exact paths, names, DIR/x/NAME), the last component of its
 * directory (files in a directory), its basename's ends from each dot, and its
 * first three bytes.
 * Each look-up finds a chain of wants that are then compared in full, so the
 * hash needs no secret: the table is ours and never grows from input.
 */
enum by { BY_NAME, BY_DIR, BY_END, BY_START, BY_MAX };

enum {
	BUCKETS = 1024,		/* power of two, far above the number of wants */
	NONE = UINT16_MAX,
	START = 3,		/* bytes of a prefix that its chain is found by */
	WANTS_MAX = 4096,
};

extern const struct cataloger cat_classifier;

struct entry {
	struct str key;		/* what its chain is found by */
	struct str head;	/* path before the basename, with its '/' */
	struct str tail;	/* IN_DIR: end of the name */
	bool one;		/* TAIL: a component behind head */
	const struct cataloger *row;
	const struct want *want;
	uint16_t next;		/* in the chain, in table order */
};

struct selector {
	struct entry *v;
	size_t n;
	uint16_t first[BY_MAX][BUCKETS];
	size_t longest_end;
	uint16_t *bytes;	/* entries that want first bytes */
	size_t nbytes;
	const struct cataloger **rows;
	size_t nrows;
	const struct cataloger *classifier;	/* asks a table of its own */
	struct selector_opts opts;
};

/* First and last eight bytes and the length: enough to tell our names apart. */
static unsigned
bucket(struct str s)
{
	uint64_t a = 0, z = 0;

	if (s.n >= 8) {
		memcpy(&a, s.p, 8);
		memcpy(&z, s.p + s.n - 8, 8);
	} else {
		for (size_t i = 0; i < s.n; i++)
			a = a << 8 | (unsigned char)s.p[i];
	}
	a = (a ^ s.n) * UINT64_C(0x9e3779b97f4a7c15);
	a = (a ^ a >> 29 ^ z) * UINT64_C(0xbf58476d1ce4e5b9);
	return (unsigned)(a >> 40) & (BUCKETS - 1);
}

/* Where the basename begins. */
static size_t
name_at(struct str path)
{
	const char *slash = path.n != 0 ? memrchr(path.p, '/', path.n) : NULL;

	return slash != NULL ? (size_t)(slash - path.p) + 1 : 0;
}

static void
hang(struct selector *s, enum by by, size_t i)
{
	uint16_t *at = &s->first[by][bucket(s->v[i].key)];

	while (*at != NONE)
		at = &s->v[*at].next;
	*at = (uint16_t)i;
}

static void
add_in_dir(struct selector *s, struct entry *n, struct str text)
{
	size_t star = str_find_str(text, STR("/*"));

	n->head = str_sub(text, 0, star);
	n->tail = str_from_pos(text, star < text.n ? star + 2 : text.n);
	n->key = str_from_pos(n->head, name_at(n->head));
	hang(s, BY_DIR, s->n++);
}

static void
add_dir_name(struct selector *s, struct entry *n, struct str text)
{
	size_t at = name_at(text);

	n->head = str_sub(text, 0, str_find(text, '*'));
	n->key = str_from_pos(text, at);
	hang(s, BY_NAME, s->n++);
}

static void
add_end(struct selector *s, struct entry *n, struct str end)
{
	n->key = end;
	if (end.n > s->longest_end)
		s->longest_end = end.n;
	hang(s, BY_END, s->n++);
}

static void
add_tail(struct selector *s, struct entry *n, struct str text)
{
	size_t at = name_at(text);
	struct str name = str_from_pos(text, at);

	n->head = str_sub(text, 0, at);
	n->one = str_ends(n->head, STR("/*/"));
	if (n->one)
		n->head.n -= 2;
	if (name.p[0] == '*') {
		add_end(s, n, str_from_pos(name, 1));
		return;
	}
	n->key = name;
	hang(s, BY_NAME, s->n++);
}

static void
add_want(struct selector *s, const struct cataloger *row,
    const struct want *w)
{
	bool bytes = w->kind == WANT_MAGIC || w->kind == WANT_HEAD;
	struct str text = bytes ? str_of(w->text, w->len) :
						  str_from(w->text);
	struct entry *n = &s->v[s->n];

	*n = (struct entry){ .row = row, .want = w, .next = NONE };
	switch (w->kind) {
	case WANT_PATH:
	case WANT_NAME:
		n->head = str_sub(text, 0, name_at(text));
		n->key = str_from_pos(text, name_at(text));
		hang(s, BY_NAME, s->n++);
		break;
	case WANT_DIR_NAME:
		add_dir_name(s, n, text);
		break;
	case WANT_IN_DIR:
		add_in_dir(s, n, text);
		break;
	case WANT_SUFFIX:
		add_end(s, n, text);
		break;
	case WANT_TAIL:
		add_tail(s, n, text);
		break;
	case WANT_PREFIX:
		n->key = str_sub(text, 0, START);
		n->tail = text;
		hang(s, BY_START, s->n++);
		break;
	case WANT_MAGIC:
	case WANT_HEAD:
		n->key = text;
		s->bytes[s->nbytes++] = (uint16_t)s->n++;
		break;
	}
}

/* NAME stands for itself and for NAME-something. */
static bool
is_named(struct str name, struct str row)
{
	return str_starts(row, name) &&
	    (row.n == name.n || row.p[name.n] == '-');
}

static bool
is_selected(const struct selector_opts *o, const struct cataloger *row)
{
	struct str rest = str_from(o->select), name;

	if (row->state == STATE_DECLARED && !o->declared)
		return false;
	if (o->select == NULL || row->context)
		return true;
	while (str_word(&rest, &name))
		if (is_named(name, str_from(row->name)))
			return true;
	return false;
}

static bool
names_known(const char *names, const struct cataloger *const *rows)
{
	struct str rest = str_from(names), name;

	while (str_word(&rest, &name)) {
		size_t i = 0;

		while (rows[i] != NULL &&
		    !is_named(name, str_from(rows[i]->name)))
			i++;
		if (rows[i] == NULL)
			return false;
	}
	return true;
}

/* The driver of inspectors runs as long as one of them does. */
static bool
is_driver(const struct cataloger *row)
{
	return row->wants != NULL && row->wants->kind == WANT_HEAD;
}

static void
add_row(struct selector *s, const struct cataloger *row)
{
	s->rows[s->nrows++] = row;
	if (row == &cat_classifier && s->opts.classify != NULL)
		s->classifier = row;
	for (const struct want *w = row->wants; w != NULL && w->text; w++)
		add_want(s, row, w);
}

struct selector *
selector_from(struct arena *a, const struct cataloger *const *rows,
    const struct selector_opts *o)
{
	static const struct selector_opts none;
	size_t nrows = 0, nwants = 0;

	if (o == NULL)
		o = &none;
	for (; rows[nrows] != NULL; nrows++)
		for (const struct want *w = rows[nrows]->wants; w != NULL &&
		    w->text; w++)
			nwants++;
	if (nwants > WANTS_MAX || !names_known(o->select, rows))
		return NULL;

	struct selector *s = NEW(a, struct selector);

	s->opts = *o;
	memset(s->first, 0xff, sizeof s->first);
	s->v = NEWN(a, struct entry, nwants);
	s->bytes = NEWN(a, uint16_t, nwants);
	s->rows = NEWN(a, const struct cataloger *, nrows);
	for (size_t i = 0; i < nrows; i++)
		if (is_selected(o, rows[i]) || is_driver(rows[i]))
			add_row(s, rows[i]);
	return s;
}

struct selector *
selector_new(struct arena *a, const struct selector_opts *o)
{
	return selector_from(a, catalogers, o);
}

const struct selector_opts *
selector_opts(const struct selector *s)
{
	return &s->opts;
}

bool
selector_has(const struct selector *s, const struct cataloger *row)
{
	size_t i = 0;

	while (i < s->nrows && s->rows[i] != row)
		i++;
	return i < s->nrows;
}

/* Directory ends in head, or in head and one component. */
static bool
tail_fits(const struct entry *n, struct str dir)
{
	if (n->one && dir.n != 0)
		dir = str_sub(dir, 0, name_at(str_sub(dir, 0, dir.n - 1)));
	return str_ends(dir, n->head) && (dir.n == n->head.n ||
	    dir.p[dir.n - n->head.n - 1] == '/');
}

/* Directory is head, or head, one component and '/'. */
static bool
name_fits(const struct entry *n, struct str dir)
{
	switch (n->want->kind) {
	case WANT_NAME:
	case WANT_SUFFIX:
		return true;
	case WANT_PATH:
		return str_eq(dir, n->head);
	case WANT_TAIL:
		return tail_fits(n, dir);
	default:
		break;
	}
	if (!str_starts(dir, n->head) || dir.n < n->head.n + 2)
		return false;
	return str_find(str_from_pos(dir, n->head.n), '/') ==
	    dir.n - n->head.n - 1;
}

static size_t
by_name(const struct selector *s, struct str dir, struct str name)
{
	size_t i = s->first[BY_NAME][bucket(name)];

	while (i != NONE && !(str_eq(s->v[i].key, name) &&
				name_fits(&s->v[i], dir)))
		i = s->v[i].next;
	return i;
}

static size_t
by_dir(const struct selector *s, struct str dir, struct str name)
{
	if (dir.n == 0)
		return NONE;
	dir.n--;		/* its '/' */

	struct str last = str_from_pos(dir, name_at(dir));
	size_t i = s->first[BY_DIR][bucket(last)];

	while (i != NONE && !(str_eq(s->v[i].head, dir) &&
				str_ends(name, s->v[i].tail)))
		i = s->v[i].next;
	return i;
}

static size_t
by_end(const struct selector *s, struct str dir, struct str name)
{
	size_t from = name.n > s->longest_end ? name.n - s->longest_end : 0;
	size_t best = NONE;

	for (size_t d = from; d < name.n; d++) {
		if (name.p[d] != '.')
			continue;

		struct str end = str_from_pos(name, d);
		size_t i = s->first[BY_END][bucket(end)];

		while (i != NONE && !(str_eq(s->v[i].key, end) &&
					name_fits(&s->v[i], dir)))
			i = s->v[i].next;
		if (i < best)
			best = i;
	}
	return best;
}

static size_t
by_start(const struct selector *s, struct str name)
{
	if (name.n < START)
		return NONE;
	size_t i = s->first[BY_START][bucket(str_sub(name, 0, START))];

	while (i != NONE && !str_starts(name, s->v[i].tail))
		i = s->v[i].next;
	return i;
}

const struct cataloger *
selector_path(const struct selector *s, struct str path,
    const struct want **ret)
{
	size_t at = name_at(path);
	struct str dir = str_sub(path, 0, at), name = str_from_pos(path, at);

	if (name.n == 0)
		return NULL;

	/* Entries stand in table order: the least index is the first row. */
	size_t best = by_name(s, dir, name), i = by_dir(s, dir, name);

	if (i < best)
		best = i;
	if ((i = by_start(s, name)) < best)
		best = i;
	if (s->longest_end != 0 && (i = by_end(s, dir, name)) < best)
		best = i;
	if (best == NONE && s->classifier != NULL &&
	    classify_path(s->opts.classify, path)) {
		*ret = s->classifier->wants;
		return s->classifier;
	}
	if (best == NONE)
		return NULL;
	*ret = s->v[best].want;
	return s->v[best].row;
}

static const struct cataloger *
by_bytes(const struct selector *s, enum want_kind kind, struct str head,
    const struct want **ret)
{
	for (size_t i = 0; i < s->nbytes; i++) {
		const struct entry *x = &s->v[s->bytes[i]];

		if (x->want->kind != kind || !str_starts(head, x->key))
			continue;
		*ret = x->want;
		return x->row;
	}
	return NULL;
}

const struct cataloger *
selector_magic(const struct selector *s, const void *head, size_t n,
    const struct want **ret)
{
	return by_bytes(s, WANT_MAGIC, str_of(head, n), ret);
}

const struct cataloger *
selector_head(const struct selector *s, const void *head, size_t n,
    const struct want **ret)
{
	return by_bytes(s, WANT_HEAD, str_of(head, n), ret);
}

struct str
selector_sibling_of(struct arena *a, const struct cataloger *row,
    struct str path)
{
	struct str end = str_from(row->sibling);
	size_t slash = str_rfind(path, '/');

	if (end.n == 0 || end.p[0] != '/')
		return str_join(a, path, end);
	return str_join(a, str_sub(path, 0, slash < path.n ? slash + 1 : 0),
	    str_from_pos(end, 1));
}

bool
selector_sibling(const struct selector *s, struct str path)
{
	for (size_t i = 0; i < s->nrows; i++) {
		const struct want *w;

		if (s->rows[i]->sibling == NULL)
			continue;

		struct str end = str_from(s->rows[i]->sibling);

		if (str_ends(path, end) && selector_path(s,
		    str_sub(path, 0, path.n - end.n), &w) == s->rows[i])
			return true;
	}
	return false;
}

const char *
selector_exact(const struct selector *s, size_t i,
    const struct cataloger **ret_row)
{
	for (size_t k = 0; k < s->n; k++) {
		if (s->v[k].want->kind != WANT_PATH || i-- != 0)
			continue;
		*ret_row = s->v[k].row;
		return s->v[k].want->text;
	}
	return NULL;
}
