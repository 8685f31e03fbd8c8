/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Final numbers: everything that was numbered as it arrived is sorted by what
 * it says, so that the order of the input files leaves no trace.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "advisory/fill_int.h"
#include "base/arena.h"
#include "base/limits.h"

enum { SCOPE_MAX = 8 };		/* ecosystems named in a source's scope */

/* Numbers 0..n-1 sorted by cmp, of arena a. */
static uint32_t *
sorted(struct fill *f, struct arena *a, uint32_t n,
    int (*cmp)(const void *, const void *, void *))
{
	uint32_t *v = NEWN(a, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
		v[i] = i;
	if (n > 1)
		qsort_r(v, n, sizeof *v, cmp, f);
	return v;
}

/* From "who comes at place i" to "at which place, from 1, comes i". */
static uint32_t *
places(struct fill *f, const uint32_t *order, uint32_t n)
{
	uint32_t *v = NEWN(f->arena, uint32_t, n);

	for (uint32_t i = 0; i < n; i++)
		v[order[i]] = i + 1;
	return v;
}

static int
num_cmp(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int
src_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;
	const struct fill_src *a = &f->src[*(const uint32_t *)x];
	const struct fill_src *b = &f->src[*(const uint32_t *)y];
	int d = str_cmp(a->feed, b->feed);

	if (d == 0)
		d = str_cmp(a->scope, b->scope);
	if (d == 0)
		d = str_cmp(a->name, b->name);
	if (d == 0)
		d = str_cmp(a->sha256, b->sha256);
	if (d == 0)
		d = a->records < b->records ? -1 : a->records > b->records;
	return d;
}

/* Newest first, then in the order of the ids. */
static int
src_newest_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;
	const struct fill_src *a = &f->src[*(const uint32_t *)x];
	const struct fill_src *b = &f->src[*(const uint32_t *)y];

	return a->time != b->time ? (a->time > b->time ? -1 : 1) :
	    num_cmp(a->id, b->id);
}

static void
order_sources(struct fill *f)
{
	uint32_t n = (uint32_t)f->nsrc;
	uint32_t *v = sorted(f, f->arena, n, src_cmp), id = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct fill_src *s = &f->src[v[i]];

		/* Refused before its first record: none of ours. */
		s->id = s->refused || (s->torn && s->records == 0) ? 0 :
		    ++id;
	}
	v = sorted(f, f->arena, n, src_newest_cmp);
	for (uint32_t i = 0; i < n; i++)
		f->src[v[i]].rank = i;
}

/* ---- which of several records of one identifier counts ---- */

static const struct fill_src *
src_of(const struct fill *f, const struct fill_adv *a)
{
	return &f->src[a->src];
}

static int
rival_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
	const struct fill_adv *a = &fill_advs(f)[i], *b = &fill_advs(f)[j];
	int d = num_cmp(a->vid, b->vid);

	if (d == 0)
		d = str_cmp(src_of(f, a)->feed, src_of(f, b)->feed);
	if (d == 0)		/* what is refused beats nothing */
		d = a->dead - b->dead;
	if (d == 0)		/* pieces of an older database stand apart */
		d = src_of(f, a)->frozen - src_of(f, b)->frozen;
	if (d == 0 && a->modified != b->modified)
		d = fill_time(a->modified) > fill_time(b->modified) ? -1 : 1;
	if (d == 0)
		d = num_cmp(src_of(f, a)->id, src_of(f, b)->id);
	return d != 0 ? d : num_cmp(i, j);
}

/* Does a better record of the same identifier and feed end it? What was
   carried over whole gives way where records are documents, with dates. */
static bool
is_mortal(const struct fill *f, const struct fill_adv *a)
{
	const struct fill_src *s = src_of(f, a);

	return !s->pieces || (s->whole && a->modified != NO_WORD32);
}

static int
deleted_cmp(const void *x, const void *y)
{
	const struct fill_deleted *a = x, *b = y;
	int d = str_cmp(a->feed, b->feed);

	return d != 0 ? d : str_cmp(a->id, b->id);
}

static int
newest_deleted_cmp(const void *x, const void *y)
{
	const struct fill_deleted *a = x, *b = y;
	int d = deleted_cmp(x, y);

	return d != 0 ? d : (a->time < b->time) - (a->time > b->time);
}

/* Sorted, each once: of several the newest that is believed. */
static void
order_deleted(struct fill *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->ndeleted; i++)
		if (!f->src[f->deleted[i].src].refused)
			f->deleted[n++] = f->deleted[i];
	f->ndeleted = n;
	if (n > 1)
		qsort(f->deleted, n, sizeof *f->deleted, newest_deleted_cmp);
	n = 0;
	for (size_t i = 0; i < f->ndeleted; i++)
		if (n == 0 || deleted_cmp(&f->deleted[n - 1],
		    &f->deleted[i]) != 0)
			f->deleted[n++] = f->deleted[i];
	f->ndeleted = n;
}

/* Records that their feed took back after they were made. */
static void
bury_deleted(struct fill *f)
{
	order_deleted(f);
	if (f->ndeleted == 0)
		return;
	for (uint32_t i = 0; i < fill_nadvs(f); i++) {
		struct fill_adv *a = &fill_advs(f)[i];
		struct fill_deleted key = { .feed = src_of(f, a)->feed,
			.id = intern_text(&f->vids, a->vid) };
		const struct fill_deleted *d = bsearch(&key, f->deleted,
		    f->ndeleted, sizeof key, deleted_cmp);

		if (d != NULL && fill_time(a->modified) <= d->time)
			a->dead = true;
	}
}

static void
bury_rivals(struct fill *f)
{
	struct arena *tmp = arena_new(limits_default.memory);
	uint32_t n = fill_nadvs(f), *v;

	for (uint32_t i = 0; i < n; i++)
		if (src_of(f, &fill_advs(f)[i])->refused)
			fill_advs(f)[i].dead = true;
	v = sorted(f, tmp, n, rival_cmp);

	for (uint32_t i = 1; i < n; i++) {
		struct fill_adv *a = &fill_advs(f)[v[i]];
		const struct fill_adv *best = &fill_advs(f)[v[i - 1]];

		if (is_mortal(f, a) && a->vid == best->vid &&
		    str_eq(src_of(f, a)->feed, src_of(f, best)->feed))
			a->dead = true;
	}
	arena_free(tmp);
}

/* Feeds that correct what another says of products. */
static const struct {
	const char *feed, *of;
} overrides[] = {
	{ "nvd-overrides", "nvd" },
};

/* The records whose products a correction takes the place of. */
static void
overrule(struct fill *f, struct str feed, struct str of)
{
	struct arena *tmp = arena_new(limits_default.memory);
	bool *told = NEWN(tmp, bool, intern_count(&f->vids));
	uint32_t n = fill_nadvs(f);

	for (uint32_t i = 0; i < n; i++) {
		const struct fill_adv *a = &fill_advs(f)[i];

		if (!a->dead && str_eq(src_of(f, a)->feed, feed))
			told[a->vid] = true;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct fill_adv *a = &fill_advs(f)[i];

		if (told[a->vid] && str_eq(src_of(f, a)->feed, of))
			a->overruled = true;
	}
	arena_free(tmp);
}

static void
overrule_all(struct fill *f)
{
	for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++)
		for (size_t k = 0; k < f->nsrc; k++)
			if (str_eq(f->src[k].feed,
			    str_from(overrides[i].feed))) {
				overrule(f, f->src[k].feed,
				    str_from(overrides[i].of));
				break;
			}
}

/* ---- identifiers and records ---- */

static int
vid_order_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return vid_cmp(intern_text(&f->vids, *(const uint32_t *)x),
	    intern_text(&f->vids, *(const uint32_t *)y));
}

static void
order_vids(struct fill *f)
{
	struct arena *tmp = arena_new(limits_default.memory);
	uint32_t n = intern_count(&f->vids), *v;

	v = sorted(f, tmp, n, vid_order_cmp);
	f->vid_id = NEWN(f->arena, uint32_t, n);
	f->vid_by_id = NEWN(f->arena, uint32_t, n + 1);

	uint32_t id = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (v[i] == 0)
			continue;	/* the empty text is nobody's name */
		f->vid_id[v[i]] = ++id;
		f->vid_by_id[id] = v[i];
	}
	arena_free(tmp);
}

static int
adv_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
	const struct fill_adv *a = &fill_advs(f)[i], *b = &fill_advs(f)[j];
	int d = num_cmp(f->vid_id[a->vid], f->vid_id[b->vid]);

	if (d == 0)
		d = num_cmp(src_of(f, a)->id, src_of(f, b)->id);
	return d != 0 ? d : num_cmp(i, j);
}

static void
order_advs(struct fill *f)
{
	uint32_t n = fill_nadvs(f);

	f->adv_by_id = sorted(f, f->arena, n, adv_cmp);
	for (uint32_t i = 0; i < n; i++) {
		struct fill_adv *a = &fill_advs(f)[f->adv_by_id[i]];

		if (a->dead || f->vid_id[a->vid] == 0)
			continue;
		f->adv_by_id[f->nadv++] = f->adv_by_id[i];
		a->id = f->nadv;
	}
}

/* ---- namespaces, packages, words ---- */

static const void *
key_of(const struct intern *t, uint32_t i)
{
	return intern_text(t, i).p;
}

static int
text_cmp(const struct fill *f, uint32_t a, uint32_t b)
{
	return a == b ? 0 : str_cmp(intern_text(&f->strings, a),
	    intern_text(&f->strings, b));
}

/* Of two keys of n numbers of texts each. */
static int
key_cmp(const struct fill *f, const struct intern *t, uint32_t x, uint32_t y,
    size_t n)
{
	uint32_t a[QUAL_PARTS] = { 0 }, b[QUAL_PARTS] = { 0 };
	int d = 0;

	assert(n <= QUAL_PARTS);
	if (x == 0 || y == 0)		/* the empty key comes first */
		return num_cmp(x, y);
	memcpy(a, key_of(t, x), n * sizeof *a);
	memcpy(b, key_of(t, y), n * sizeof *b);
	for (size_t i = 0; d == 0 && i < n; i++)
		d = text_cmp(f, a[i], b[i]);
	return d;
}

static int
ns_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return key_cmp(f, &f->ns, *(const uint32_t *)x, *(const uint32_t *)y,
	    3);
}

static int
qual_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return key_cmp(f, &f->quals, *(const uint32_t *)x,
	    *(const uint32_t *)y, QUAL_PARTS);
}

static int
cpe_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return key_cmp(f, &f->cpes, *(const uint32_t *)x,
	    *(const uint32_t *)y, 3);
}

static int
cpeset_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return str_cmp(intern_text(&f->cpesets, *(const uint32_t *)x),
	    intern_text(&f->cpesets, *(const uint32_t *)y));
}

static int
word_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;

	return str_cmp(intern_text(&f->words, *(const uint32_t *)x),
	    intern_text(&f->words, *(const uint32_t *)y));
}

/* By namespace, then name: schemas/advisories.sql says why. */
static int
pkg_cmp(const void *x, const void *y, void *ctx)
{
	struct fill *f = ctx;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
	struct pkg_key a, b;

	if (i == 0 || j == 0)
		return num_cmp(i, j);
	memcpy(&a, key_of(&f->pkgs, i), sizeof a);
	memcpy(&b, key_of(&f->pkgs, j), sizeof b);

	int d = num_cmp(f->ns_id[a.ns], f->ns_id[b.ns]);

	return d != 0 ? d : text_cmp(f, a.name, b.name);
}

/* Places of a pool's numbers; the empty one, which sorts first, gets 0. */
static uint32_t *
order_pool(struct fill *f, const struct intern *t,
    int (*cmp)(const void *, const void *, void *))
{
	struct arena *tmp = arena_new(limits_default.memory);
	uint32_t n = intern_count(t);
	uint32_t *v = places(f, sorted(f, tmp, n, cmp), n);

	arena_free(tmp);
	for (uint32_t i = 0; i < n; i++)
		v[i]--;
	return v;
}

static int
eco_cmp(const void *x, const void *y, void *ctx)
{
	return text_cmp(ctx, *(const uint32_t *)x, *(const uint32_t *)y);
}

struct str
fill_scope_of(struct fill *f, size_t i)
{
	struct fill_src *s = &f->src[i];
	struct str scope = s->scope;

	if (scope.n != 0 || s->ncommon > SCOPE_MAX)
		return scope;
	if (s->ncommon > 1)
		qsort_r(s->common, s->ncommon, sizeof *s->common, eco_cmp, f);
	for (size_t k = 0; k < s->ncommon; k++) {
		struct str eco = intern_text(&f->strings, s->common[k]);

		scope = str_fmt(f->arena, "%.*s%s%.*s", STR_ARG(scope),
		    k != 0 ? " " : "", STR_ARG(eco));
	}
	return scope;
}

enum rc
fill_order(struct fill *f, struct err *e)
{
	(void)e;
	for (size_t i = 0; i < f->nsrc; i++)
		f->src[i].scope = fill_scope_of(f, i);
	for (size_t i = 0; i < f->nsrc; i++)
		if (f->src[i].time == NO_TIME)
			f->src[i].time = f->src[i].served;
	/* From here on nothing is put into the large pools. */
	intern_seal(&f->vids);
	intern_seal(&f->pkgs);
	intern_seal(&f->ranges);
	buf_done(&f->vid_adv);
	order_sources(f);
	bury_deleted(f);
	bury_rivals(f);
	overrule_all(f);
	order_vids(f);
	order_advs(f);
	f->ns_id = order_pool(f, &f->ns, ns_cmp);
	f->pkg_rank = order_pool(f, &f->pkgs, pkg_cmp);
	f->word_id = order_pool(f, &f->words, word_cmp);
	f->qual_id = order_pool(f, &f->quals, qual_cmp);
	f->qual_by_id = sorted(f, f->arena, intern_count(&f->quals), qual_cmp);
	f->cpe_id = order_pool(f, &f->cpes, cpe_cmp);
	f->cpeset_id = order_pool(f, &f->cpesets, cpeset_cmp);
	return RC_OK;
}
