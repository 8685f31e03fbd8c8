/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk of one layer: each member is looked at once, where it passes.
 *
 * Source:   OCI image-spec layer.md (whiteouts, hard links); overlayfs(5)
 *           (0:0 devices, opaque attributes); containerd stargz-snapshotter
 *           docs/stargz-estargz.md (names at the root that are not files).
 */
#include "sbom/layer/walk_int.h"

#include <inttypes.h>

#include "base/hash.h"
#include "base/progress.h"
#include "sbom/layer/list.h"
#include "sbom/layer/pass.h"
#include "sbom/layer/path.h"

enum { KEEP_SMALL = 1024 * 1024 };	/* copied although nothing wants it */

static enum rc
no_memory(struct err *e)
{
	return err_set(e, RC_IO, "out of memory");
}

static void
flush_held(struct walk *w)
{
	for (size_t i = 0; i < w->nheld; i++) {
		struct held *h = &w->held[i];
		struct str name = str_join(w->st->arena, h->w.path,
		    str_from(h->w.row->sibling));

		h->w.sibling = store_sibling_find(w->st, name);
		(void)judge_file(w->j, w->st, &h->w, &h->at);
	}
	w->nheld = 0;
	if (w->j->held.cap > w->j->lim->buffer) {
		buf_done(&w->j->held);
		w->j->held = (struct buf){ 0 };
	}
}

/* Wait for the sibling; bytes in memory move to the buffer for that. */
static void
hold(struct walk *w, const struct wanted *want, struct file_at *at)
{
	if (at->fd < 0 || w->nheld == HELD_MAX || (w->nheld > 0 &&
	    w->held[0].at.fd < 0)) {
		/* Judging gives large buffers back: not this file's. */
		struct buf mine = w->j->file;

		w->j->file = (struct buf){ 0 };
		flush_held(w);
		buf_done(&w->j->file);
		w->j->file = mine;
	}
	if (at->fd < 0) {
		w->j->held.n = 0;
		(void)buf_add(&w->j->held, at->p, (size_t)at->size);
		at->p = w->j->held.p;
	}
	struct held *h = &w->held[w->nheld++];

	h->w = *want;
	h->w.path = str_dup(w->st->arena, want->path);
	h->at = *at;
}

/* Judge a file now, or when its sibling had time to come. */
static void
judge_as(struct walk *w, const struct wanted *want, struct file_at *at)
{
	bool is_held = at->p != NULL && at->p == w->j->held.p;

	if (want->row->sibling != NULL && w->o->needs == NULL && !is_held &&
	    at->size <= judge_limit(w->j, want->row, at->fd < 0))
		hold(w, want, at);
	else
		(void)judge_file(w->j, w->st, want, at);
}

/* The member's bytes: where they lie, or read into the worker's buffer. */
enum rc
walk_bytes(struct walk *w, struct file_at *ret, struct err *e)
{
	*ret = (struct file_at){ -1, 0, w->m.size, NULL };
	if (w->s->fd >= 0 && !w->m.sparse) {
		if (w->m.size > w->s->end - w->m.data_pos)
			return err_set(e, RC_FORMAT, "cut short inside a file");
		ret->fd = w->s->fd;
		ret->off = w->s->base + w->m.data_pos;
		return RC_OK;
	}
	w->j->file.n = 0;
	uint8_t *p = buf_room(&w->j->file, (size_t)w->m.size + 1);

	if (p == NULL)
		return no_memory(e);
	ret->p = p;
	return tar_read_file(w->t, p, e);
}

bool
walk_in_memory(const struct walk *w)
{
	return w->s->fd < 0 || w->m.sparse;
}

static void
remember(struct walk *w, const struct file_at *at)
{
	w->last_hash = w->hash;
	w->has_last = at != NULL;
	if (at != NULL)
		w->last = *at;
}

/* Is it worth a copy for the hard links that may follow? */
static bool
is_worth_keeping(const struct walk *w, bool magic)
{
	static const struct str objects = STR("ostree/repo/objects/");

	if (w->m.size > w->j->lim->buffer)
		return false;
	return !w->o->again || magic || w->m.size <= KEEP_SMALL ||
	    str_find_str(w->path, objects) < w->path.n;
}

/* The same in a plain layer: its bytes can be had at any time. */
static enum rc
unwanted_plain(struct walk *w, struct err *e)
{
	struct wanted want = { .path = w->path, .mtime_s = w->m.mtime_s };
	struct file_at at;
	const uint8_t *head;
	size_t n;
	enum rc rc = walk_bytes(w, &at, e);

	remember(w, rc == RC_OK ? &at : NULL);
	if (rc != RC_OK || w->m.size < HEAD_FILE_MIN)
		return rc;
	rc = tar_peek(w->t, HEAD_BYTES, &head, &n, e);
	if (rc == RC_OK && judge_head(w->j, w->path, head, n))
		(void)judge_file(w->j, w->st, &want, &at);
	return rc;
}

/* A file that nothing wants by its name. */
static enum rc
unwanted(struct walk *w, struct err *e)
{
	const uint8_t *head;
	struct wanted want = { .path = w->path, .mtime_s = w->m.mtime_s };
	struct file_at at;
	size_t n;
	enum rc rc;

	if (!walk_in_memory(w))
		return unwanted_plain(w, e);
	rc = tar_peek(w->t, HEAD_BYTES, &head, &n, e);
	if (rc != RC_OK)
		return rc;
	want.row = judge_magic(w->j, head, n, &want.want);
	bool by_magic = want.row != NULL && !w->o->again &&
	    w->m.size <= judge_limit(w->j, want.row, true);
	bool by_head = w->m.size >= HEAD_FILE_MIN &&
	    judge_head(w->j, w->path, head, n);

	if (by_head && w->m.sparse && w->m.size > w->j->lim->buffer) {
		(void)judge_gap(w->st, &want, "limit", "%" PRIu64 " bytes: a "
		    "sparse executable over the limit of %" PRIu64,
		    w->m.size, w->j->lim->buffer);
		by_head = false;
	}
	if (!by_magic)
		want.row = NULL;
	if (!by_magic && !by_head && !is_worth_keeping(w, judge_magic(w->j, head, n,
	    &want.want) != NULL)) {
		remember(w, NULL);
		return RC_OK;
	}
	rc = walk_bytes(w, &at, e);
	if (rc != RC_OK)
		return rc;
	remember(w, &at);
	if (by_magic || by_head) {
		struct seen *x = judge_file(w->j, w->st, &want, &at);

		if (x != NULL)
			x->by_magic = by_magic;
		if (w->j->file.p != at.p)	/* given back: it was large */
			remember(w, NULL);
	}
	return RC_OK;
}

static enum rc
keep_sibling(struct walk *w, struct err *e)
{
	if (w->m.size > w->j->lim->buffer)
		return RC_OK;	/* a gap where it is missed */
	w->j->file.n = 0;
	uint8_t *p = buf_room(&w->j->file, (size_t)w->m.size + 1);

	if (p == NULL)
		return no_memory(e);
	enum rc rc = tar_read_file(w->t, p, e);

	if (rc != RC_OK)
		return rc;
	store_sibling(w->st, w->path, str_of(p, (size_t)w->m.size));
	struct file_at at = { -1, 0, w->m.size, p };

	remember(w, &at);
	return RC_OK;
}

static enum rc
wanted_file(struct walk *w, struct wanted *want, struct err *e)
{
	struct file_at at;

	if (walk_in_memory(w) && w->m.size > judge_limit(w->j, want->row, true)) {
		(void)judge_gap(w->st, want, "limit", "%" PRIu64
		    " bytes, over the limit of %" PRIu64, w->m.size,
		    judge_limit(w->j, want->row, true));
		remember(w, NULL);
		return RC_OK;
	}
	enum rc rc = walk_bytes(w, &at, e);

	if (rc != RC_OK) {
		(void)judge_gap(w->st, want, "layer", "%s", e->msg);
		return rc;
	}
	bool inner = w->o->inner != NULL && at.fd < 0;

	if (inner)
		rc = w->o->inner->file(w->o->inner, w->t, w->s, w->path,
		    w->m.size, at.p, e);
	judge_as(w, want, &at);
	remember(w, at.fd < 0 && w->j->file.p != at.p &&
	    w->j->held.p != at.p ? NULL : &at);
	return rc;
}

/* The member's bytes through p, without holding them. */
static enum rc
pass_by(struct walk *w, struct pass *p, struct err *e)
{
	while (tar_left(w->t) > 0) {
		enum rc rc = source_want(w->s, 1, e);

		if (rc != RC_OK)
			return rc;
		if (w->s->n == 0)
			return err_set(e, RC_FORMAT, "cut short inside a file");
		size_t n = tar_left(w->t) < w->s->n ?
		    (size_t)tar_left(w->t) : w->s->n;

		pass_feed(p, w->s->p, n);
		tar_took(w->t, n);
		rc = source_skip(w->s, n, e);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/*
 * A member that is too large to hold, as w's row and the one of its first
 * bytes see it go by.
 */
enum rc
walk_judge_passing(struct walk *w, const struct wanted *want,
    const struct misses *misses, struct seen **ret, struct err *e)
{
	const struct want *head_want = NULL;
	const uint8_t *head;
	size_t n;
	enum rc rc = tar_peek(w->t, HEAD_BYTES, &head, &n, e);

	*ret = NULL;
	if (rc != RC_OK)
		return rc;
	const struct cataloger *row = judge_head_row(w->j, want, head, n,
	    &head_want);

	if (want->row == NULL && row == NULL)
		return RC_OK;
	flush_held(w);		/* both need memory */
	judge_yield(w->j);
	struct pass *p = pass_new(w->j, want, row, head_want, w->m.size,
	    misses);

	if (p == NULL)
		return no_memory(e);
	rc = pass_by(w, p, e);
	if (rc == RC_OK)
		*ret = pass_end(p, w->st, w->o->again ? "" :
		    ": they went by; --spool keeps them");
	else
		(void)judge_gap(w->st, want, "layer", "%s", e->msg);
	pass_free(p);
	if (*ret != NULL)
		(*ret)->again = w->o->again && (*ret)->misses.n > 0;
	return rc;
}

/* On a stream that goes by once: a name that comes later may be a link to it,
   and what its first bytes ask for is held whole. */
static bool
is_large_object(struct walk *w)
{
	const struct want *want;
	const uint8_t *head;
	struct err e;
	size_t n;

	if (w->o->again || tar_peek(w->t, HEAD_BYTES, &head, &n, &e) != RC_OK)
		return false;
	const struct cataloger *row = judge_magic(w->j, head, n, &want);

	return row != NULL && w->m.size <= judge_limit(w->j, row, true);
}

/* Held whole, however large: it has a limit of its own. */
static bool
is_held_whole(const struct walk *w, const struct cataloger *row)
{
	return row != NULL && row->reads == READ_DATABASE &&
	    w->m.size <= w->j->lim->package_db;
}

bool
walk_is_passing(const struct walk *w, const struct cataloger *row)
{
	return w->s->fd < 0 && !w->m.sparse && w->m.size >
	    w->j->lim->buffer && !is_held_whole(w, row);
}

/* May be a layer, or a document about some. */
static enum rc
ask_inner(struct walk *w, bool *ret_took, struct err *e)
{
	uint64_t left = tar_left(w->t);
	enum rc rc = RC_OK;

	*ret_took = false;
	/* The bytes of a sparse one are not in one piece. */
	if (w->o->inner == NULL || w->m.sparse)
		return RC_OK;
	rc = w->o->inner->file(w->o->inner, w->t, w->s, w->path, w->m.size,
	    NULL, e);
	*ret_took = tar_left(w->t) != left;
	return rc;
}

/* Wanted by its name or not. */
static enum rc
passing(struct walk *w, struct wanted *want, struct err *e)
{
	struct seen *x;
	bool took;
	enum rc rc = ask_inner(w, &took, e);

	remember(w, NULL);
	if (rc == RC_OK && took && want->row != NULL)
		(void)judge_gap(w->st, want, "limit", "%" PRIu64 " bytes, "
		    "read as an archive of files only", w->m.size);
	return rc != RC_OK || took ? rc :
	    walk_judge_passing(w, want, NULL, &x, e);
}

/* --files wants it, and --exclude does not leave it out. */
static bool
is_listed(const struct walk *w)
{
	return w->st->list != NULL && !judge_excludes(w->j, w->path);
}

static enum rc
regular(struct walk *w, struct err *e)
{
	struct wanted want = { .path = w->path, .mtime_s = w->m.mtime_s };

	if (!tree_put(&w->st->tree, w->path, w->hash, NODE_FILE))
		return no_memory(e);
	if (is_listed(w) && list_begin(w->st->list, w->path, w->m.size,
	    w->m.sparse ? w->m.runs : NULL, w->m.nruns))
		source_watch(w->s, w->m.stored, list_bytes, w->st->list);
	want.row = judge_wants(w->j, w->path, &want.want);
	if (walk_is_passing(w, want.row) && !is_large_object(w))
		return passing(w, &want, e);
	if (want.row != NULL)
		return wanted_file(w, &want, e);
	if (selector_sibling(w->j->sel, w->path))
		return keep_sibling(w, e);
	bool took;
	enum rc rc = ask_inner(w, &took, e);

	if (rc != RC_OK || took) {
		remember(w, NULL);
		return rc;
	}
	return unwanted(w, e);
}

/*
 * Link names are relative to the root of the layer (layer.md, "Hardlinks").
 * The bytes of the last regular file are still at hand.
 */
static enum rc
hardlink(struct walk *w, struct err *e)
{
	struct wanted want = { .path = w->path, .mtime_s = w->m.mtime_s };
	struct str target;

	if (!tree_put(&w->st->tree, w->path, w->hash, NODE_HARDLINK))
		return no_memory(e);
	if (!path_clean(w->m.link, w->link_room, &target)) {
		notice_gap(&w->st->notices, "link", w->path,
		    "hard link to a name that is too long");
		return RC_OK;
	}
	uint64_t hash = hash_str(target);

	if (is_listed(w))
		(void)list_add(w->st->list, w->path, LIST_HARDLINK, hash);
	store_hard(w->st, w->hash, hash);
	if (store_find(w->st, target) != NULL || tree_node(tree_get(
	    &w->st->tree, hash)) == NODE_NONE)
		store_twin(w->st, w->path, target);
	bool at_hand = w->has_last && w->last_hash == hash;

	want.row = judge_wants(w->j, w->path, &want.want);
	if (want.row == NULL) {
		if (at_hand && w->last.fd < 0 &&
		    selector_sibling(w->j->sel, w->path))
			store_sibling(w->st, w->path, str_of(w->last.p,
			    (size_t)w->last.size));
		return RC_OK;
	}
	if (!at_hand) {
		store_wanted(w->st, (struct wanted_link){ w->path, target,
			w->m.mtime_s });
		return RC_OK;
	}
	want.only = true;
	judge_as(w, &want, &w->last);
	if (w->last.fd < 0 && w->j->file.p != w->last.p &&
	    w->j->held.p != w->last.p)
		w->has_last = false;
	return RC_OK;
}

/* ".wh.NAME", ".wh..wh..opq"; other ".wh..wh." names are aufs's own. */
static bool
whiteout(struct walk *w, bool *ret_ok)
{
	struct str base = path_base(w->path), dir = path_dir(w->path);
	char gone[PATH_MAX_BYTES];

	if (!str_starts(base, STR(".wh.")))
		return false;
	*ret_ok = true;
	if (str_eq(base, STR(".wh..wh..opq"))) {
		*ret_ok = tree_mark(&w->st->tree, dir, TREE_OPAQUE);
		return true;
	}
	if (str_starts(base, STR(".wh..wh.")) || base.n == 4)
		return true;
	size_t n = dir.n == 0 ? 0 : dir.n + 1;

	memcpy(gone, w->path.p, n);
	memcpy(gone + n, base.p + 4, base.n - 4);
	*ret_ok = tree_mark(&w->st->tree, str_of(gone, n + base.n - 4),
	    TREE_WHITEOUT);
	return true;
}

static bool
is_extra(struct str path)
{
	return str_eq(path, STR("stargz.index.json")) ||
	    str_eq(path, STR(".prefetch.landmark")) ||
	    str_eq(path, STR(".no.prefetch.landmark"));
}

static void
note_other(struct walk *w, enum list_type type)
{
	if (is_listed(w))
		(void)list_add(w->st->list, w->path, type, 0);
}

static enum rc
other(struct walk *w, struct err *e)
{
	bool ok = true;

	switch (w->m.kind) {
	case TAR_DIR:
		if (w->path.n > 0)
			ok = tree_put(&w->st->tree, w->path, w->hash, NODE_DIR);
		if (ok && w->m.opaque)
			ok = tree_mark(&w->st->tree, w->path, TREE_OPAQUE);
		break;
	case TAR_SYMLINK:
		ok = tree_put(&w->st->tree, w->path, w->hash, NODE_SYMLINK);
		store_sym(w->st, w->path, w->m.link);
		note_other(w, LIST_SYMLINK);
		break;
	case TAR_CHAR:
		if (w->m.major == 0 && w->m.minor == 0)
			ok = tree_mark(&w->st->tree, w->path, TREE_WHITEOUT);
		else
			ok = tree_put(&w->st->tree, w->path, w->hash, NODE_OTHER);
		if (w->m.major != 0 || w->m.minor != 0)
			note_other(w, LIST_OTHER);
		break;
	default:
		ok = tree_put(&w->st->tree, w->path, w->hash, NODE_OTHER);
		note_other(w, LIST_OTHER);
	}
	return ok ? RC_OK : no_memory(e);
}

/* Over what an image may keep, with the layers that came before. */
static bool
is_over(const struct walk *w)
{
	struct store_sum sum = { 0, 0 };

	if (store_kept(w->st) > w->j->lim->wanted)
		return true;
	if (w->o->before == NULL)
		return false;
	sum = *w->o->before;
	store_add(&sum, w->st);
	return store_over(&sum, w->j->lim, 1);
}

/* Progress through a file; readers count for themselves. */
static void
tell_bytes(struct walk *w)
{
	if (w->s->fd < 0 || w->o->needs != NULL)
		return;
	progress_add(PROGRESS_BYTES, w->s->pos - w->told);
	w->told = w->s->pos;
}

static enum rc
first_visit(struct walk *w, struct err *e)
{
	bool ok;

	if (++w->st->entries > w->j->lim->entries)
		return err_set(e, RC_LIMIT, "over %" PRIu64 " members",
		    w->j->lim->entries);
	if (progress_is_due(w->st->entries)) {
		progress_add(PROGRESS_THINGS, PROGRESS_STEP);
		tell_bytes(w);
	}
	if (is_over(w))
		return err_set(e, RC_LIMIT, "over %" PRIu64 " wanted files "
		    "and links, or %" PRIu64 " bytes of records",
		    w->j->lim->wanted, w->j->lim->records);
	if (whiteout(w, &ok))
		return ok ? RC_OK : no_memory(e);
	if (w->path.n == 0 && w->m.kind != TAR_DIR)
		return RC_OK;
	if (is_extra(w->path))
		return RC_OK;
	if (w->m.kind == TAR_FILE)
		return regular(w, e);
	return w->m.kind == TAR_HARDLINK ? hardlink(w, e) : other(w, e);
}

static enum rc
step(struct walk *w, struct err *e)
{
	if (w->s->pos > w->j->lim->layer)
		return err_set(e, RC_LIMIT, "over %" PRIu64 " bytes",
		    w->j->lim->layer);
	if (!path_clean(w->m.path, w->room, &w->path)) {
		notice_gap(&w->st->notices, "limit",
		    str_sub(w->m.path, 0, 256), "a member's name is longer "
		    "than %d bytes or deeper than %d directories",
		    PATH_MAX_BYTES, PATH_MAX_DEPTH);
		return RC_OK;
	}
	w->hash = hash_str(w->path);
	return w->o->needs != NULL ? visit_member(w, e) : first_visit(w, e);
}

static enum rc
walk(struct walk *w, struct err *e)
{
	enum rc rc;

	for (;;) {
		rc = tar_next(w->t, &w->m, e);
		if (w->st->list != NULL)
			list_end(w->st->list);
		if (rc == RC_OK)
			rc = step(w, e);
		if (rc != RC_OK || visit_is_met(w))
			break;
	}
	flush_held(w);
	tell_bytes(w);
	if (w->o->needs == NULL)
		progress_rest(w->st->entries);
	if (w->o->needs != NULL && (rc == RC_OK || rc == RC_STOP))
		visit_end(w->o->needs);
	if (rc != RC_STOP)
		return rc;
	if (!tar_whole(w->t))
		return err_set(e, RC_FORMAT, "ends without an end mark: cut "
		    "short between two members");
	return source_drain(w->s, e);
}

enum rc
walk_tar(const struct walk_opts *o, struct source *s, struct err *e)
{
	struct walk *w = calloc(1, sizeof *w);
	enum rc rc;

	if (w == NULL)
		return no_memory(e);
	w->o = o;
	w->j = o->judge;
	w->st = o->store;
	w->s = s;
	w->t = tar_new(s);
	if (w->j->files && o->needs == NULL && o->store->list == NULL)
		o->store->list = list_new();
	rc = w->t != NULL ? walk(w, e) : no_memory(e);
	w->st->walked = true;
	tar_free(w->t);
	free(w);
	return rc;
}

void
walk_layer(const struct walk_opts *o, struct source *s, struct str name)
{
	struct err e = { "" };
	enum rc rc = walk_tar(o, s, &e);

	if (rc != RC_OK)
		notice_gap(&o->store->notices, rc == RC_LIMIT ? "limit" :
		    "layer", name, "%s", e.msg);
}
