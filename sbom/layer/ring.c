/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two stages: a thread fills blocks from a reader, the walk uses them where
 * they lie. Only a header that straddles two blocks is copied.
 */
#include "sbom/layer/ring.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#include "codec/reader.h"
#include "sbom/layer/source.h"

enum { BLOCKS = 2, BLOCK_SIZE = 1024 * 1024, FILL_MIN = 128 * 1024 };

struct block {
	uint8_t *p;
	size_t n;
	bool full, last;
	enum rc rc;		/* of what comes after its bytes */
	struct err e;
};

struct ring {
	struct source s;
	struct reader *in;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	struct block block[BLOCKS];
	bool stop;
	/* the walk's side */
	size_t next;		/* block to take */
	bool holds;		/* the current block is in use */
	uint8_t straddle[2 * SOURCE_WANT_MAX];
	bool in_straddle;
	size_t from_block;	/* straddle: bytes copied from that block */
};

static void
fill(struct ring *r, struct block *b)
{
	b->n = 0;
	b->rc = RC_OK;
	b->last = false;
	while (b->n < BLOCK_SIZE) {
		size_t got = 0;

		b->rc = reader_read(r->in, b->p + b->n, BLOCK_SIZE - b->n,
		    &got, &b->e);
		b->n += got;
		if (b->rc != RC_OK || got == 0) {
			b->last = true;
			break;
		}
	}
}

static void *
produce(void *arg)
{
	struct ring *r = arg;
	bool last = false;

	for (size_t i = 0; !last; i = (i + 1) % BLOCKS) {
		struct block *b = &r->block[i];

		(void)pthread_mutex_lock(&r->lock);
		while (b->full && !r->stop)
			(void)pthread_cond_wait(&r->turn, &r->lock);
		bool stop = r->stop;

		(void)pthread_mutex_unlock(&r->lock);
		if (stop)
			break;
		fill(r, b);
		last = b->last;
		(void)pthread_mutex_lock(&r->lock);
		b->full = true;
		(void)pthread_cond_signal(&r->turn);
		(void)pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}

/* Give the current block back and wait for the next; NULL at the end. */
static struct block *
turn(struct ring *r)
{
	struct block *now = &r->block[r->next];

	(void)pthread_mutex_lock(&r->lock);
	if (r->holds) {
		if (now->last) {
			(void)pthread_mutex_unlock(&r->lock);
			return NULL;
		}
		now->full = false;
		(void)pthread_cond_signal(&r->turn);
		r->next = (r->next + 1) % BLOCKS;
		now = &r->block[r->next];
	}
	while (!now->full)
		(void)pthread_cond_wait(&r->turn, &r->lock);
	(void)pthread_mutex_unlock(&r->lock);
	r->holds = true;
	return now;
}

/* The straddle was used up as far as it was copied: go on in the block. */
static bool
leave_straddle(struct ring *r)
{
	struct block *b = &r->block[r->next];

	if (!r->in_straddle || r->s.n > r->from_block)
		return false;
	/* All that is left in the straddle lies in the block, too. */
	size_t used = r->from_block - r->s.n;

	r->s.p = b->p + used;
	r->s.n = b->n - used;
	r->in_straddle = false;
	return true;
}

static enum rc
ring_more(struct source *s, size_t want, struct err *e)
{
	struct ring *r = (struct ring *)s;

	if (leave_straddle(r) && s->n >= want)
		return RC_OK;
	while (s->n < want) {
		size_t keep = s->n;

		memmove(r->straddle, s->p, keep);
		struct block *b = turn(r);

		if (b == NULL) {
			b = &r->block[r->next];
			s->p = r->straddle;
			r->in_straddle = false;
			*e = b->e;
			return b->rc;
		}
		if (keep == 0) {
			s->p = b->p;
			s->n = b->n;
			r->in_straddle = false;
			if (s->n == 0 && b->last) {
				*e = b->e;
				return b->rc;
			}
			continue;
		}
		size_t take = b->n < SOURCE_WANT_MAX ? b->n : SOURCE_WANT_MAX;

		memcpy(r->straddle + keep, b->p, take);
		s->p = r->straddle;
		s->n = keep + take;
		r->in_straddle = true;
		r->from_block = take;
	}
	return RC_OK;
}

static enum rc
ring_jump(struct source *s, uint64_t n, struct err *e)
{
	while (n > 0) {
		if (s->n == 0) {
			enum rc rc = source_want(s, 1, e);

			if (rc != RC_OK)
				return rc;
			if (s->n == 0)
				return err_set(e, RC_FORMAT, "cut short at "
				    "byte %" PRIu64, s->pos);
		}
		size_t step = n < s->n ? (size_t)n : s->n;

		s->p += step;
		s->n -= step;
		s->pos += step;
		n -= step;
	}
	return RC_OK;
}

static void
ring_close(struct source *s)
{
	struct ring *r = (struct ring *)s;

	(void)pthread_mutex_lock(&r->lock);
	r->stop = true;
	(void)pthread_cond_signal(&r->turn);
	(void)pthread_mutex_unlock(&r->lock);
	(void)pthread_join(r->thread, NULL);
	reader_close(r->in);
	(void)pthread_mutex_destroy(&r->lock);
	(void)pthread_cond_destroy(&r->turn);
	for (size_t i = 0; i < BLOCKS; i++)
		free(r->block[i].p);
	free(r);
}

struct source *
ring_source(struct reader *in)
{
	struct ring *r = calloc(1, sizeof *r);
	bool ok = r != NULL;

	for (size_t i = 0; ok && i < BLOCKS; i++)
		ok = (r->block[i].p = malloc(BLOCK_SIZE)) != NULL;
	if (ok) {
		r->in = in;
		(void)pthread_mutex_init(&r->lock, NULL);
		(void)pthread_cond_init(&r->turn, NULL);
		r->s = (struct source){ .fd = -1, .p = r->straddle,
			.more = ring_more, .jump = ring_jump,
			.close = ring_close, .end = UINT64_MAX };
		ok = pthread_create(&r->thread, NULL, produce, r) == 0;
	}
	if (ok)
		return &r->s;
	for (size_t i = 0; r != NULL && i < BLOCKS; i++)
		free(r->block[i].p);
	free(r);
	return source_of_reader(in);
}
