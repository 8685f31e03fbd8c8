/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On a stream the manifest may come last, so every member is read as what its
 * bytes say: a tar, packed or not, is walked as if it were a layer; JSON that
 * may be an image's is kept. At the end the manifest decides which of it
 * counts.
 *
 * Limits: LAYERS_MAX tars are walked; HELD_MAX bytes of documents are kept.
 */
#include "sbom/input/went.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/progress.h"
#include "codec/reader.h"
#include "codec/unpack.h"
#include "sbom/layer/hashing.h"
#include "sbom/layer/path.h"
#include "sbom/layer/ring.h"

enum { TAR_BLOCK = 512 };

#define HELD_MAX (32 * MIB)

static struct piece *
add(struct went *w, struct str path, uint64_t size)
{
	struct arena *a = w->s->arena;
	struct piece *p = NEW(a, struct piece);

	*p = (struct piece){ .fd = -1, .size = size };
	path = str_dup(a, path);
	w->pieces = arena_grow(a, w->pieces, w->n, &w->cpieces,
	    sizeof(struct piece *));
	w->hashes = arena_grow(a, w->hashes, w->n, &w->chashes,
	    sizeof(uint64_t));
	w->hashes[w->n] = hash_str(path);
	w->pieces[w->n++] = p;
	*map_put(w->by_path, path, NULL) = p;
	return p;
}

/* Where an image keeps its documents: at the root, or among its blobs. */
static bool
may_be_document(const struct went *w, struct str path, const uint8_t *head,
    size_t n, uint64_t size)
{
	size_t i = 0;

	if (size > w->s->lim.manifest || size > HELD_MAX - w->held)
		return false;
	if (path_dir(path).n > 0 && !str_starts(path, STR("blobs/")))
		return false;
	while (i < n && is_space((char)head[i]))
		i++;
	/* Blanks may be longer than the look. */
	return n > 0 && (i == n || head[i] == '{' || head[i] == '[');
}

static enum rc
hold_document(struct went *w, struct reader *r, struct str path,
    uint64_t size, struct err *e)
{
	char *text = arena_alloc(w->s->arena, (size_t)size + 1, 1);
	size_t n = 0;
	enum rc rc = reader_fill(r, text, (size_t)size, &n, e);

	if (rc != RC_OK)
		return rc;
	struct piece *p = add(w, path, size);

	p->text = str_of(text, n);
	w->held += size;
	return RC_OK;
}

/* Is it a tar: a right header, nothing but the end mark, or nothing? */
static bool
is_tar(struct source *s)
{
	struct err e = { "" };

	if (source_want(s, (size_t)2 * TAR_BLOCK, &e) != RC_OK ||
	    (s->n > 0 && s->n < TAR_BLOCK))
		return false;
	if (s->n > 0 && tar_is_header(s->p))
		return true;
	for (size_t i = 0; i < s->n && i < (size_t)2 * TAR_BLOCK; i++)
		if (s->p[i] != 0)
			return false;
	return true;
}

struct digests {
	struct digest *blob, *diff;
};

/* r is owned; *ret owns it on success. */
static enum rc
open_tar(struct went *w, struct reader *r, enum packing kind,
    struct digests *d, struct source **ret, struct err *e)
{
	struct reader *up;

	if (w->s->in.verify) {
		d->blob = digest_new(DIGEST_SHA256);
		d->diff = digest_new(DIGEST_SHA256);
		r = hashing_reader(r, d->blob);
	}
	enum rc rc = unpack_open(r, kind, &up, e);

	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	if (d->diff != NULL)
		up = hashing_reader(up, d->diff);
	*ret = kind != PACKED_NOT && w->s->pool.jobs > 1 ? ring_source(up) :
	    source_of_reader(up);
	if (*ret != NULL)
		(*ret)->stated = true;
	return *ret != NULL ? RC_OK : err_set(e, RC_IO, "out of memory");
}

/* Walk it as a layer, for the case that it is one. */
static void
walk_inner(struct went *w, struct source *s, struct piece *p, struct str path,
    struct digests *d)
{
	struct err e = { "" };

	progress_add(PROGRESS_ITEMS, 1);
	p->store = store_new(&w->s->lim);
	struct walk_opts o = { .judge = &w->judge, .store = p->store,
		.before = &w->sum };

	walk_layer(&o, s, path);
	store_add(&w->sum, p->store);
	if (d->blob == NULL)
		return;
	(void)source_drain(s, &e);
	source_close(s);
	(void)hashing_check(d->blob, DIGEST_SHA256, STR(""), p->digest);
	(void)hashing_check(d->diff, DIGEST_SHA256, STR(""),
	    p->store->diff_id);
}

/* Whatever is wrong with it counts only if it is a layer. */
static void
try_tar(struct went *w, struct reader *r, enum packing kind, struct str path,
    uint64_t size)
{
	struct digests d = { NULL, NULL };
	struct source *s = NULL;
	struct err e = { "" };

	if (open_tar(w, r, kind, &d, &s, &e) == RC_OK && is_tar(s)) {
		w->nlayers++;
		walk_inner(w, s, add(w, path, size), path, &d);
		if (d.blob == NULL)
			source_close(s);
		return;
	}
	source_close(s);
	digest_free(d.blob);
	digest_free(d.diff);
}

static enum rc
on_file(struct inner *in, struct tar *t, struct source *s, struct str path,
    uint64_t size, const uint8_t *memory, struct err *e)
{
	struct went *w = (struct went *)in;
	const uint8_t *head = memory;
	size_t n = size < TAR_BLOCK ? (size_t)size : TAR_BLOCK;
	enum rc rc = RC_OK;

	if (memory == NULL)
		rc = tar_peek(t, TAR_BLOCK, &head, &n, e);
	if (rc != RC_OK)
		return rc;
	enum packing kind = unpack_kind(head, n);
	bool named = depot_is_layer_name(path);
	bool tar = w->nlayers < LAYERS_MAX && (kind != PACKED_NOT ||
	    (n == 0 && named) ||
	    (n == TAR_BLOCK && (tar_is_header(head) || head[0] == 0)));

	w->named += named;
	bool document = !tar && may_be_document(w, path, head, n, size);

	if (!tar && !document) {
		if (size > w->s->lim.manifest && path_dir(path).n == 0 &&
		    str_ends(path, STR(".json")))
			(void)add(w, path, size);	/* to be missed */
		return RC_OK;
	}
	uint64_t before = s->pos;
	struct reader *r = memory != NULL ? reader_of_mem(memory,
	    (size_t)size) : source_reader(s, size);

	if (r == NULL)
		return err_set(e, RC_IO, "out of memory");
	if (tar) {
		try_tar(w, r, kind, path, size);
	} else {
		rc = hold_document(w, r, path, size, e);
		reader_close(r);
	}
	tar_took(t, s->pos - before);
	return rc;
}

void
went_init(struct went *w, struct session *s, struct store *outer)
{
	*w = (struct went){ .inner = { on_file }, .s = s, .outer = outer,
		.by_path = map_new(s->arena) };
	judge_init(&w->judge, s->pool.sel, &s->lim, s->pool.excludes);
	w->judge.files = s->pool.files;
}

/* ---- as a depot ---- */

struct went_depot {
	struct depot d;
	struct went *w;
};

static struct piece *
by_hash(const struct went *w, uint64_t hash)
{
	for (size_t i = w->n; i > 0; i--)
		if (w->hashes[i - 1] == hash)
			return w->pieces[i - 1];
	return NULL;
}

static enum rc
find(struct depot *d, struct str path, struct piece *ret, struct err *e)
{
	const struct went *w = ((struct went_depot *)d)->w;
	struct view *v = view_new(d->arena, (struct store *[]){ w->outer }, 1);
	char room[PATH_MAX_BYTES];
	struct str clean;
	enum node node;
	size_t layer;

	(void)e;
	if (!path_clean(path, room, &clean) ||
	    !view_resolve(v, clean, &clean, &node, &layer))
		return RC_STOP;
	void **at = map_find(w->by_path, clean);
	struct piece *p = at != NULL ? *at : NULL;

	if (node == NODE_HARDLINK)
		p = by_hash(w, store_hard_find(w->outer, hash_str(clean)));
	if (p == NULL && (node == NODE_FILE || node == NODE_HARDLINK)) {
		/* There, but not kept. */
		*ret = (struct piece){ .fd = -1, .size = UINT64_MAX };
		return RC_OK;
	}
	if (p == NULL)
		return RC_STOP;
	*ret = *p;
	return RC_OK;
}

static void
nothing(struct depot *d)
{
	(void)d;
}

struct depot *
went_depot(struct went *w, bool whole)
{
	struct went_depot *d = NEW(w->s->arena, struct went_depot);

	*d = (struct went_depot){ { find, nothing, w->s->arena, &w->s->lim,
		&w->s->notices, whole, w->named, false, 0 }, w };
	return &d->d;
}

static bool
is_used(const struct session *s, const struct store *st)
{
	for (size_t i = 0; i < s->nimages; i++)
		for (size_t k = 0; k < s->images[i].nlayers; k++)
			if (s->images[i].layers[k].store == st)
				return true;
	return false;
}

void
went_done(struct went *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->pieces[i]->store != NULL &&
		    !is_used(w->s, w->pieces[i]->store))
			store_free(w->pieces[i]->store);
	judge_done(&w->judge);
}
