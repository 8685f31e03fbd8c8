/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/command/crew.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "advisory/recorder.h"
#include "base/arena.h"

enum {
	WORKERS = 2,
	DOCS = 64,			/* found ahead of their turn */
	CALL = 8,			/* so many wake a worker */
	BYTES = 4 * 1024 * 1024,	/* of them */
	KEPT = 1024 * 1024,		/* free memory of a thread */
};

struct crew {
	pthread_t threads[WORKERS];
	unsigned nthreads;	/* 0: they could not be had */
	pthread_mutex_t lock;
	pthread_cond_t work;	/* for workers: a document, or room */
	pthread_cond_t news;	/* for the other: of the first one */
	struct doc *docs[DOCS];	/* a ring */
	size_t first, n, ntaken;
	size_t bytes;		/* the other's alone */
	bool texts, stop;
	struct arena *scratch;
};

struct worker {
	struct crew *c;
	struct doc *d;
};

/* ---- workers ---- */

/* Put aside what was noted of w->d; waits where there is too much of it. */
static bool
take(void *ctx, struct buf *frames, const struct adv_record *whole)
{
	struct worker *w = ctx;
	struct crew *c = w->c;
	struct doc *d = w->d;
	bool listens;

	(void)pthread_mutex_lock(&c->lock);
	while (d->nlog == DOC_LOG && !d->deaf && !c->stop)
		(void)pthread_cond_wait(&c->work, &c->lock);
	if (frames->n != 0 && !d->deaf && !c->stop) {
		d->log[d->nlog++] = *frames;
		*frames = (struct buf){ 0 };
	}
	if (!d->deaf && !c->stop)
		d->whole = whole;
	(void)pthread_cond_signal(&c->news);
	while (d->whole != NULL && !d->deaf && !c->stop)
		(void)pthread_cond_wait(&c->work, &c->lock);
	d->whole = NULL;
	listens = !d->deaf && !c->stop;
	(void)pthread_mutex_unlock(&c->lock);
	return listens;
}

/* The first one that nobody has; NULL: there will be none. */
static struct doc *
next_doc(struct crew *c)
{
	while (!c->stop && c->ntaken == c->n)
		(void)pthread_cond_wait(&c->work, &c->lock);
	return c->stop ? NULL : c->docs[(c->first + c->ntaken++) % DOCS];
}

static void *
work(void *arg)
{
	struct worker w = { .c = arg };
	struct crew *c = arg;
	struct fill *rec = recorder_new(take, &w, c->texts);

	(void)pthread_mutex_lock(&c->lock);
	while ((w.d = next_doc(c)) != NULL) {
		(void)pthread_mutex_unlock(&c->lock);
		doc_detect(w.d);
		if (w.d->wanted) {
			doc_load(w.d, rec);
			recorder_end(rec);
		}
		(void)pthread_mutex_lock(&c->lock);
		w.d->done = true;
		(void)pthread_cond_signal(&c->news);
	}
	(void)pthread_mutex_unlock(&c->lock);
	recorder_free(rec);
	return NULL;
}

/* ---- the thread that fills ---- */

struct crew *
crew_new(bool texts)
{
	struct crew *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->texts = texts;
#ifdef __GLIBC__
	/* What workers free goes back to the system: else glibc learns from
	   the first large piece to keep tens of megabytes: mallopt(3). */
	(void)mallopt(M_MMAP_THRESHOLD, KEPT);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
#endif
	c->scratch = arena_new((size_t)limits_default.memory);
	(void)pthread_mutex_init(&c->lock, NULL);
	(void)pthread_cond_init(&c->work, NULL);
	(void)pthread_cond_init(&c->news, NULL);
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return c;
	while (c->nthreads < WORKERS && pthread_create(
	    &c->threads[c->nthreads], NULL, work, c) == 0)
		c->nthreads++;
	return c;
}

void
crew_stop(struct crew *c)
{
	(void)pthread_mutex_lock(&c->lock);
	c->stop = true;
	(void)pthread_cond_broadcast(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
	while (c->nthreads != 0)
		(void)pthread_join(c->threads[--c->nthreads], NULL);
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	crew_stop(c);
	for (size_t i = 0; i < c->n; i++)
		doc_free(c->docs[(c->first + i) % DOCS]);
	(void)pthread_mutex_destroy(&c->lock);
	(void)pthread_cond_destroy(&c->work);
	(void)pthread_cond_destroy(&c->news);
	arena_free(c->scratch);
	free(c);
}

void
crew_add(struct crew *c, struct doc *d)
{
	(void)pthread_mutex_lock(&c->lock);
	c->docs[(c->first + c->n++) % DOCS] = d;
	c->bytes += d->bytes.n;
	if (c->n - c->ntaken >= CALL)
		(void)pthread_cond_signal(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
}

/* What there is of d by now. */
struct news {
	struct buf log[DOC_LOG];
	size_t nlog;
	const struct adv_record *whole;
	bool done;
};

static struct news
wait_news(struct crew *c, struct doc *d)
{
	struct news x = { .nlog = 0 };

	(void)pthread_mutex_lock(&c->lock);
	if (c->ntaken < c->n)
		(void)pthread_cond_broadcast(&c->work);
	while (d->nlog == 0 && d->whole == NULL && !d->done)
		(void)pthread_cond_wait(&c->news, &c->lock);
	x.nlog = d->nlog;
	for (size_t i = 0; i < d->nlog; i++)
		x.log[i] = d->log[i];
	d->nlog = 0;
	x.whole = d->whole;
	x.done = d->done;
	if (x.nlog == DOC_LOG)
		(void)pthread_cond_broadcast(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
	return x;
}

/* What was noted is told, or, since that failed with rc, is not. */
static enum rc
tell(struct crew *c, struct intake *in, struct news *x, enum rc rc,
    struct err *e)
{
	for (size_t i = 0; i < x->nlog; i++) {
		if (rc == RC_OK)
			rc = recorder_play(in->fill, buf_str(&x->log[i]),
			    c->scratch, e);
		buf_done(&x->log[i]);
	}
	if (rc == RC_OK && x->whole != NULL)
		rc = fill_record(in->fill, x->whole, e);
	return rc;
}

static void
answer(struct crew *c, struct doc *d, bool deaf)
{
	(void)pthread_mutex_lock(&c->lock);
	d->whole = NULL;
	d->deaf = deaf;
	(void)pthread_cond_broadcast(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
}

/* By workers. */
static enum rc
follow(struct crew *c, struct intake *in, struct doc *d, struct err *e)
{
	struct news x = wait_news(c, d);
	struct err why;
	enum rc rc = doc_begin(in, d, e), told = RC_OK;

	if (rc != RC_OK)
		told = rc;
	for (;; x = wait_news(c, d)) {
		told = tell(c, in, &x, told, &why);
		if (x.done)
			break;
		if (x.whole != NULL || told != RC_OK)
			answer(c, d, told != RC_OK);
	}
	if (rc == RC_OK && told != RC_OK) {
		d->rc = told;
		d->why = why;
	}
	return rc;
}

static enum rc
alone(struct intake *in, struct doc *d, struct err *e)
{
	enum rc rc;

	doc_detect(d);
	rc = doc_begin(in, d, e);
	if (rc == RC_OK && d->wanted)
		doc_load(d, in->fill);
	return rc;
}

/* Tell the filler all of the first one; RC_STOP: there is none. */
static enum rc
tell_first(struct crew *c, struct intake *in, struct err *e)
{
	struct doc *d = c->docs[c->first];
	enum rc rc;

	if (c->n == 0)
		return RC_STOP;
	rc = c->nthreads != 0 ? follow(c, in, d, e) : alone(in, d, e);
	if (rc == RC_OK && d->wanted)
		doc_end(in, d);
	(void)pthread_mutex_lock(&c->lock);
	c->first = (c->first + 1) % DOCS;
	c->n--;
	if (c->nthreads != 0)
		c->ntaken--;
	(void)pthread_mutex_unlock(&c->lock);
	c->bytes -= d->bytes.n;
	doc_free(d);
	return rc;
}

/* When there is none, half of all goes: threads that wait for each other at
   every document do little else. */
enum rc
crew_make_room(struct crew *c, struct intake *in, struct err *e)
{
	bool full = c->n >= DOCS || c->bytes >= BYTES;
	enum rc rc = RC_OK;

	while (full && rc == RC_OK && (c->n > DOCS / 2 ||
	    c->bytes > BYTES / 2))
		rc = tell_first(c, in, e);
	return rc == RC_STOP ? RC_OK : rc;
}

enum rc
crew_finish(struct crew *c, struct intake *in, struct err *e)
{
	enum rc rc;

	do
		rc = tell_first(c, in, e);
	while (rc == RC_OK);
	return rc == RC_STOP ? RC_OK : rc;
}
