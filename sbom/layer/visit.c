/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second visit of a layer: what links lead to, and what was missed of files
 * that are too large to hold.
 */
#include "sbom/layer/walk_int.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/search.h"
#include "sbom/layer/path.h"

/* Index of the first need of that hash, or n. */
static size_t
need_find(const struct need_list *l, uint64_t hash)
{
	size_t i = search_u64(l->v, l->n, sizeof *l->v,
	    offsetof(struct need, hash), hash);

	return i < l->n && l->v[i].hash == hash ? i : l->n;
}

static struct wanted
want_of(const struct walk *w, const struct need *n)
{
	return (struct wanted){ n->name, n->row, n->want, w->m.mtime_s,
		n->sibling, n->misses == NULL && !n->whole };
}

/* Judge the member as each name that leads to it. */
static void
visit_names(struct walk *w, size_t i, struct file_at *at)
{
	struct need_list *l = w->o->needs;

	for (; i < l->n && l->v[i].hash == w->hash; i++) {
		struct need *n = &l->v[i];
		struct wanted want = want_of(w, n);

		/* A large file gave its buffer back: it is gone. */
		if (n->dir || n->done || (at->fd < 0 &&
		    w->j->file.p != at->p))
			continue;
		struct seen *x = judge_file(w->j, w->st, &want, at);

		if (x != NULL)
			x->forced = true;
		n->done = true;
	}
}

/* The same of one that is too large to hold: one name, and its twins. */
static enum rc
visit_passing(struct walk *w, size_t i, struct err *e)
{
	struct need_list *l = w->o->needs;

	while (i < l->n && l->v[i].hash == w->hash && (l->v[i].done ||
	    l->v[i].dir))
		i++;
	if (i == l->n || l->v[i].hash != w->hash)
		return RC_OK;
	struct need *n = &l->v[i];
	struct wanted want = want_of(w, n);
	struct seen *x;
	enum rc rc = walk_judge_passing(w, &want, n->misses, &x, e);

	if (x != NULL)
		x->forced = true;
	n->done = rc == RC_OK;
	return rc;
}

/* Judge the member as a file of each directory that leads to its own. */
static enum rc
visit_dirs(struct walk *w, size_t i, uint64_t dir, struct file_at *at)
{
	struct need_list *l = w->o->needs;

	for (; i < l->n && l->v[i].hash == dir; i++) {
		struct wanted want = { .mtime_s = w->m.mtime_s,
			.only = true };

		if (!l->v[i].dir || (at->fd < 0 && w->j->file.p != at->p))
			continue;
		want.path = str_fmt(w->st->arena, "%.*s/%.*s",
		    STR_ARG(l->v[i].name), STR_ARG(path_base(w->path)));
		want.row = judge_wants(w->j, want.path, &want.want);
		if (want.row != l->v[i].row)
			continue;
		struct seen *x = judge_file(w->j, w->st, &want, at);

		if (x != NULL)
			x->real = str_dup(w->st->arena, w->path);
	}
	return RC_OK;
}

enum rc
visit_member(struct walk *w, struct err *e)
{
	struct need_list *l = w->o->needs;
	uint64_t dir = hash_str(path_dir(w->path));
	size_t i = need_find(l, w->hash), k = need_find(l, dir);
	struct file_at at;

	if (w->m.kind != TAR_FILE || (i == l->n && k == l->n))
		return RC_OK;
	if (i < l->n && walk_is_passing(w, l->v[i].row))
		return visit_passing(w, i, e);
	if (walk_in_memory(w) && w->m.size > w->j->lim->package_db)
		return RC_OK;	/* stays a gap */
	enum rc rc = walk_bytes(w, &at, e);

	if (rc != RC_OK)
		return rc;
	visit_names(w, i, &at);
	return visit_dirs(w, k, dir, &at);
}

bool
visit_is_met(struct walk *w)
{
	const struct need_list *l = w->o->needs;

	while (l != NULL && w->nmet < l->n && l->v[w->nmet].done)
		w->nmet++;
	return l != NULL && w->nmet == l->n;
}

void
visit_end(struct need_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		l->v[i].done = l->v[i].done || l->v[i].dir;
}
