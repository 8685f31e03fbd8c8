/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading ahead: what is behind a reader, mostly inflating, runs on a thread
 * of its own while its bytes are used. The first block is read without one:
 * most files of a feed are smaller.
 *
 * Limits:   BLOCKS of BLOCK bytes.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "codec/reader.h"

enum { BLOCKS = 3, BLOCK = 256 * 1024 };

struct block {
	uint8_t *p;
	size_t n;
	bool full, last;
	enum rc rc;		/* of what comes after its bytes */
	struct err e;
};

struct ahead {
	struct reader r;
	struct reader *in;
	pthread_t thread;
	pthread_mutex_t lock;	/* of full and stop */
	pthread_cond_t turn;
	struct block block[BLOCKS];
	bool stop;
	/* the user's side */
	bool begun, threaded;
	size_t now, used;	/* block in use, bytes of it handed over */
};

static void
fill(struct ahead *a, struct block *b)
{
	b->n = 0;
	b->rc = RC_OK;
	b->last = false;
	if (b->p == NULL && (b->p = malloc(BLOCK)) == NULL) {
		b->rc = err_set(&b->e, RC_IO, "no memory for a reader");
		b->last = true;
	}
	while (!b->last && b->n < BLOCK) {
		size_t got = 0;

		b->rc = reader_read(a->in, b->p + b->n, BLOCK - b->n, &got,
		    &b->e);
		if (b->rc == RC_OK)
			b->n += got;
		b->last = b->rc != RC_OK || got == 0;
	}
}

static void *
produce(void *arg)
{
	struct ahead *a = arg;
	bool last = false;

	for (size_t i = 1; !last; i = (i + 1) % BLOCKS) {
		struct block *b = &a->block[i];
		bool stop;

		(void)pthread_mutex_lock(&a->lock);
		while (b->full && !a->stop)
			(void)pthread_cond_wait(&a->turn, &a->lock);
		stop = a->stop;
		(void)pthread_mutex_unlock(&a->lock);
		if (stop)
			break;
		fill(a, b);
		last = b->last;
		(void)pthread_mutex_lock(&a->lock);
		b->full = true;
		(void)pthread_cond_signal(&a->turn);
		(void)pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

/* The block in use was used up: the next. */
static void
turn(struct ahead *a)
{
	struct block *was = &a->block[a->now];

	a->now = (a->now + 1) % BLOCKS;
	a->used = 0;
	if (!a->threaded)
		a->threaded = pthread_create(&a->thread, NULL, produce, a) ==
		    0;
	if (!a->threaded) {	/* without: the same, one after the other */
		a->now = 0;
		fill(a, &a->block[0]);
		return;
	}
	(void)pthread_mutex_lock(&a->lock);
	was->full = false;
	(void)pthread_cond_signal(&a->turn);
	while (!a->block[a->now].full)
		(void)pthread_cond_wait(&a->turn, &a->lock);
	(void)pthread_mutex_unlock(&a->lock);
}

static enum rc
ahead_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct ahead *a = (struct ahead *)r;
	const struct block *b;

	if (!a->begun)
		fill(a, &a->block[0]);
	a->begun = true;
	while (b = &a->block[a->now], a->used == b->n && !b->last)
		turn(a);

	size_t n = b->n - a->used < cap ? b->n - a->used : cap;

	if (n == 0 && b->rc != RC_OK) {
		*e = b->e;
		return b->rc;
	}
	if (n != 0)
		memcpy(p, b->p + a->used, n);
	a->used += n;
	*ret_n = n;
	return RC_OK;
}

static void
ahead_close(struct reader *r)
{
	struct ahead *a = (struct ahead *)r;

	if (a->threaded) {
		(void)pthread_mutex_lock(&a->lock);
		a->stop = true;
		(void)pthread_cond_signal(&a->turn);
		(void)pthread_mutex_unlock(&a->lock);
		(void)pthread_join(a->thread, NULL);
	}
	reader_close(a->in);
	(void)pthread_mutex_destroy(&a->lock);
	(void)pthread_cond_destroy(&a->turn);
	for (size_t i = 0; i < BLOCKS; i++)
		free(a->block[i].p);
	free(a);
}

struct reader *
reader_ahead(struct reader *in)
{
	struct ahead *a = calloc(1, sizeof *a);

	if (a == NULL) {
		reader_close(in);
		return NULL;
	}
	a->r = (struct reader){ ahead_read, ahead_close };
	a->in = in;
	/* The first block is the user's until it is used up. */
	a->block[0].full = true;
	(void)pthread_mutex_init(&a->lock, NULL);
	(void)pthread_cond_init(&a->turn, NULL);
	return &a->r;
}
