/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/keep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct range {
	uint64_t off, n;
};

/* Ranges in the order of offsets, none touching the next. */
struct ranges {
	struct range v[KEEP_RANGES];
	size_t n;
};

/* A kept range. Pieces may touch, and never overlap. */
struct piece {
	struct range at;
	uint8_t *p;		/* NULL: it has not come yet */
};

struct keep {
	struct blob b;
	uint64_t held;		/* most bytes in all */
	uint64_t budget;	/* that may still be asked for */
	uint64_t extra;		/* and could before any was */
	uint64_t fed;
	struct piece v[KEEP_RANGES];
	size_t n;
	uint64_t asked;		/* the first byte of the last piece that was
				   asked for */
	struct ranges missed;
	bool hopeless;
	uint8_t *joined;	/* a read over several pieces */
	uint8_t *ring;		/* of an unknown size: the last bytes, the one
				   at off in ring[off % tail] */
	uint64_t tail;
};

static uint64_t
end_of(struct range r)
{
	return r.off + r.n;
}

/* Add r, joined with those that it meets; false when there is no room. */
static bool
ranges_add(struct ranges *l, struct range r)
{
	size_t i = 0, k;

	while (i < l->n && end_of(l->v[i]) < r.off)
		i++;
	for (k = i; k < l->n && l->v[k].off <= end_of(r); k++) {
		uint64_t from = r.off < l->v[k].off ? r.off : l->v[k].off;
		uint64_t to = end_of(r) > end_of(l->v[k]) ? end_of(r) :
		    end_of(l->v[k]);

		r = (struct range){ from, to - from };
	}
	if (k == i && l->n == KEEP_RANGES)
		return false;
	memmove(l->v + i + 1, l->v + k, (l->n - k) * sizeof l->v[0]);
	l->n = l->n - (k - i) + 1;
	l->v[i] = r;
	return true;
}

/*
 * The piece that has off, or NULL. *ret_until: where it ends, or the next
 * begins.
 */
static struct piece *
piece_at(struct keep *k, uint64_t off, uint64_t *ret_until)
{
	size_t i = 0;

	while (i < k->n && end_of(k->v[i].at) <= off)
		i++;
	*ret_until = i == k->n ? k->b.size : k->v[i].at.off <= off ?
	    end_of(k->v[i].at) : k->v[i].at.off;
	return i < k->n && k->v[i].at.off <= off ? &k->v[i] : NULL;
}

/* One more piece, of bytes that no other has and that are to come. */
static bool
insert(struct keep *k, struct range r)
{
	size_t i = k->n;

	if (r.off < k->fed || k->n == KEEP_RANGES || r.n > k->budget)
		return false;
	while (i > 0 && k->v[i - 1].at.off > r.off)
		i--;
	memmove(k->v + i + 1, k->v + i, (k->n - i) * sizeof k->v[0]);
	k->v[i] = (struct piece){ r, NULL };
	k->n++;
	k->budget -= r.n;
	return true;
}

bool
keep_want(struct keep *k, uint64_t off, uint64_t n)
{
	bool ok = off <= k->b.size && n <= k->b.size - off;

	while (ok && n > 0) {
		uint64_t until;
		bool have = piece_at(k, off, &until) != NULL;
		uint64_t step = until - off < n ? until - off : n;

		if (have && until == k->b.size && off < k->asked)
			k->asked = off;
		ok = have || insert(k, (struct range){ off, step });
		off += step;
		n -= step;
	}
	return ok;
}

uint64_t
keep_room(const struct keep *k)
{
	return k->budget;
}

void
keep_trim(struct keep *k, uint64_t n)
{
	struct piece *last = k->n > 0 ? &k->v[k->n - 1] : NULL;

	if (n < k->b.size - k->asked)
		n = k->b.size - k->asked;
	if (last == NULL || end_of(last->at) != k->b.size ||
	    last->at.off < k->fed || n >= last->at.n || n == 0)
		return;
	k->budget += last->at.n - n;
	last->at = (struct range){ k->b.size - n, n };
}

static void
feed_ring(struct keep *k, const uint8_t *p, size_t n)
{
	uint64_t off = k->fed;

	if (n > k->tail) {
		off += n - k->tail;
		p += n - k->tail;
		n = (size_t)k->tail;
	}
	while (n > 0) {
		size_t at = (size_t)(off % k->tail);
		size_t step = k->tail - at < n ? (size_t)(k->tail - at) : n;

		memcpy(k->ring + at, p, step);
		off += step;
		p += step;
		n -= step;
	}
}

void
keep_close(struct keep *k)
{
	uint64_t off = k->fed > k->tail ? k->fed - k->tail : 0;

	if (k->b.size != KEEP_UNKNOWN)
		return;
	k->b.size = k->fed;
	while (k->ring != NULL && off < k->fed && k->n < KEEP_RANGES) {
		uint64_t until;
		bool have = piece_at(k, off, &until) != NULL;
		uint64_t end = until < k->fed ? until : k->fed;
		uint8_t *p = have ? NULL : malloc((size_t)(end - off));

		if (p != NULL) {
			size_t i = k->n++;

			for (uint64_t at = off; at < end; at++)
				p[at - off] = k->ring[at % k->tail];
			for (; i > 0 && k->v[i - 1].at.off > off; i--)
				k->v[i] = k->v[i - 1];
			k->v[i] = (struct piece){ { off, end - off }, p };
		}
		off = end;
	}
	free(k->ring);
	k->ring = NULL;
}

void
keep_feed(struct keep *k, const void *bytes, size_t n)
{
	const uint8_t *from = bytes;

	if (n > k->b.size - k->fed)
		n = (size_t)(k->b.size - k->fed);
	if (k->ring != NULL)
		feed_ring(k, from, n);
	while (n > 0) {
		uint64_t until;
		struct piece *p = piece_at(k, k->fed, &until);
		size_t step = until - k->fed < n ? (size_t)(until - k->fed) :
		    n;

		if (p != NULL && p->p == NULL && p->at.off == k->fed)
			p->p = malloc((size_t)p->at.n);
		if (p != NULL && p->p != NULL)
			memcpy(p->p + (k->fed - p->at.off), from, step);
		k->fed += step;
		from += step;
		n -= step;
	}
}

static enum rc
miss(struct keep *k, uint64_t off, size_t n, struct err *e)
{
	if (off + n > k->fed && keep_want(k, off, n))
		return err_set(e, RC_LIMIT, "not there yet");
	if (!ranges_add(&k->missed, (struct range){ off, n }))
		k->hopeless = true;
	return err_set(e, RC_LIMIT, "of its %" PRIu64 " bytes, %zu at %" PRIu64
	    " were not kept", k->b.size, n, off);
}

/* Several pieces, one after the other. */
static enum rc
join(struct keep *k, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	size_t at = 0;

	free(k->joined);
	k->joined = malloc(n);
	if (k->joined == NULL)
		return err_set(e, RC_LIMIT, "out of memory");
	while (at < n) {
		uint64_t until, pos = off + at;
		const struct piece *p = piece_at(k, pos, &until);
		size_t step = until - pos < n - at ? (size_t)(until - pos) :
		    n - at;

		if (p == NULL || p->p == NULL)
			return miss(k, off, n, e);
		memcpy(k->joined + at, p->p + (pos - p->at.off), step);
		at += step;
	}
	*ret = k->joined;
	return RC_OK;
}

static enum rc
keep_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	struct keep *k = (struct keep *)b;
	uint64_t until;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT,
		    "%zu bytes at %" PRIu64 " lie outside the file", n, off);
	*ret = (const uint8_t *)"";
	if (n == 0)
		return RC_OK;
	const struct piece *p = piece_at(k, off, &until);

	if (p == NULL || n > k->fed || off > k->fed - n)
		return miss(k, off, n, e);
	if (n > until - off)
		return n > k->held ? miss(k, off, n, e) :
		    join(k, off, n, ret, e);
	if (p->p == NULL)
		return miss(k, off, n, e);
	*ret = p->p + (off - p->at.off);
	return RC_OK;
}

struct keep *
keep_new(uint64_t size, const struct limits *lim)
{
	struct keep *k = calloc(1, sizeof *k);
	uint64_t head = KEEP_HEAD < lim->buffer / 4 ? KEEP_HEAD :
	    lim->buffer / 4;
	uint64_t tail = KEEP_TAIL < lim->buffer / 2 ? KEEP_TAIL :
	    lim->buffer / 2;

	if (k == NULL)
		return NULL;
	*k = (struct keep){ .b = { size, keep_at }, .budget = lim->buffer,
		.held = lim->buffer };
	(void)keep_want(k, 0, head < size ? head : size);
	if (size == KEEP_UNKNOWN) {
		k->tail = tail;
		k->budget -= tail;
		k->ring = malloc((size_t)tail + 1);
	} else {
		(void)keep_want(k, tail < size ? size - tail : 0,
		    tail < size ? tail : size);
	}
	k->extra = k->budget;
	k->asked = k->b.size;
	if (size != KEEP_UNKNOWN || k->ring != NULL)
		return k;
	free(k);
	return NULL;
}

void
keep_free(struct keep *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < k->n; i++)
		free(k->v[i].p);
	free(k->joined);
	free(k->ring);
	free(k);
}

struct blob *
keep_blob(struct keep *k)
{
	return &k->b;
}

uint64_t
keep_fed(const struct keep *k)
{
	return k->fed;
}

bool
keep_missed(const struct keep *k, size_t i, uint64_t *ret_off,
    uint64_t *ret_n)
{
	if (i >= k->missed.n)
		return false;
	*ret_off = k->missed.v[i].off;
	*ret_n = k->missed.v[i].n;
	return true;
}

bool
keep_hopeless(const struct keep *k)
{
	uint64_t sum = 0;

	/* They do not overlap: the sum is below the file's size. */
	for (size_t i = 0; i < k->missed.n; i++)
		sum += k->missed.v[i].n;
	return k->hopeless || sum > k->extra;
}
