/* SPDX-License-Identifier: Apache-2.0 */
#include "match/crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "bom/bom.h"

/* A document on its way: read, judged, told. */
struct job {
	struct job *next;		/* of its input */
	struct job *queued;		/* the next to be judged */
	struct str sbom;
	struct bom *bom;
	struct target *target;
	const struct match_db *failed;	/* with rc */
	enum rc rc;
	struct err why;
	bool done;
};

/* An input and those of its documents that the caller was not told of. */
struct source {
	struct job *first, *last;
	bool ended;
	enum rc rc;
	struct err why;
};

struct crew {
	const struct inputs *in;
	pthread_mutex_t lock;
	pthread_cond_t work;		/* for workers */
	pthread_cond_t news;		/* for the caller */
	struct source *sources;
	size_t next, head;		/* input to be read, to be told of */
	struct job *queue, *queue_end;	/* to be judged */
	size_t live, most;		/* documents in memory */
	unsigned reading;		/* workers that read an input */
	bool stop;
};

struct worker {
	struct crew *c;
	struct bench bench;
	pthread_t thread;
	size_t input;			/* being read */
};

static void
job_free(struct job *j)
{
	target_free(j->target);
	bom_free(j->bom);
	free(j);
}

/* ---- by one thread ---- */

struct alone {
	struct bench *bench;
	const struct crew_sink *sink;
	struct str sbom;
	bool broken;
};

static enum rc
judge_alone(void *ctx, struct bom *b, struct err *e)
{
	struct alone *a = ctx;
	const struct match_db *failed;
	struct target *t = NULL;
	enum rc rc = bench_judge(a->bench, b, a->sbom, &t, &failed, e);

	if (rc == RC_OK) {
		a->sink->document(a->sink->ctx, t);
	} else {
		a->broken = true;
		a->sink->broken(a->sink->ctx, failed, e);
	}
	target_free(t);
	bom_free(b);
	return rc;
}

static void
run_alone(const struct inputs *in, struct bench *bench,
    const struct crew_sink *sink)
{
	struct alone a = { .bench = bench, .sink = sink };

	for (size_t i = 0; i < in->n && !a.broken; i++) {
		struct err e = { { 0 } };

		a.sbom = in->v[i].path;
		if (input_read(in, i, judge_alone, &a, &e) != RC_OK &&
		    !a.broken)
			sink->unread(sink->ctx, a.sbom, &e);
	}
}

/* ---- workers ---- */

/* Judge the first of the queue. With the lock held. */
static void
judge_first(struct worker *w)
{
	struct crew *c = w->c;
	struct job *j = c->queue;

	c->queue = j->queued;
	(void)pthread_mutex_unlock(&c->lock);
	j->rc = bench_judge(&w->bench, j->bom, j->sbom, &j->target,
	    &j->failed, &j->why);
	(void)pthread_mutex_lock(&c->lock);
	j->done = true;
	(void)pthread_cond_signal(&c->news);
}

/*
 * Has the reader of this input to wait? Not the one that the caller waits for:
 * all others may be ahead of it.
 */
static bool
is_ahead(const struct crew *c, size_t input)
{
	return !c->stop && c->live >= c->most &&
	    (input != c->head || c->sources[input].first != NULL);
}

static enum rc
take_document(void *ctx, struct bom *b, struct err *e)
{
	struct worker *w = ctx;
	struct crew *c = w->c;
	struct source *s = &c->sources[w->input];
	struct job *j = calloc(1, sizeof *j);

	if (j == NULL) {
		bom_free(b);
		return err_sys(e, "a document");
	}
	j->bom = b;
	j->sbom = c->in->v[w->input].path;
	(void)pthread_mutex_lock(&c->lock);
	*(s->first == NULL ? &s->first : &s->last->next) = j;
	s->last = j;
	*(c->queue == NULL ? &c->queue : &c->queue_end->queued) = j;
	c->queue_end = j;
	c->live++;
	(void)pthread_cond_signal(&c->work);
	while (is_ahead(c, w->input)) {
		if (c->queue != NULL)
			judge_first(w);
		else
			(void)pthread_cond_wait(&c->work, &c->lock);
	}
	bool stop = c->stop;

	(void)pthread_mutex_unlock(&c->lock);
	return stop ? RC_STOP : RC_OK;
}

/* Read the next input. With the lock held. */
static void
read_next(struct worker *w)
{
	struct crew *c = w->c;
	struct source *s;

	w->input = c->next++;
	s = &c->sources[w->input];
	c->reading++;
	(void)pthread_mutex_unlock(&c->lock);
	s->rc = input_read(c->in, w->input, take_document, w, &s->why);
	(void)pthread_mutex_lock(&c->lock);
	c->reading--;
	s->ended = true;
	(void)pthread_cond_signal(&c->news);
	(void)pthread_cond_broadcast(&c->work);
}

static void *
work(void *ctx)
{
	struct worker *w = ctx;
	struct crew *c = w->c;

	(void)pthread_mutex_lock(&c->lock);
	while (!c->stop) {
		if (c->queue != NULL)
			judge_first(w);
		else if (c->next < c->in->n && (c->live < c->most ||
		    c->next == c->head))
			read_next(w);
		else if (c->next == c->in->n && c->reading == 0)
			break;
		else
			(void)pthread_cond_wait(&c->work, &c->lock);
	}
	(void)pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* ---- the caller ---- */

/* The next of the first input that is judged; NULL: it has no more. */
static struct job *
next_of(struct crew *c, struct source *s)
{
	struct job *j;

	(void)pthread_mutex_lock(&c->lock);
	while (s->first != NULL ? !s->first->done : !s->ended)
		(void)pthread_cond_wait(&c->news, &c->lock);
	j = s->first;
	if (j != NULL)
		s->first = j->next;
	(void)pthread_mutex_unlock(&c->lock);
	return j;
}

static void
one_less(struct crew *c, struct job *j)
{
	job_free(j);
	(void)pthread_mutex_lock(&c->lock);
	c->live--;
	(void)pthread_cond_broadcast(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
}

static void
stop(struct crew *c)
{
	(void)pthread_mutex_lock(&c->lock);
	c->stop = true;
	(void)pthread_cond_broadcast(&c->work);
	(void)pthread_mutex_unlock(&c->lock);
}

/* False: the database failed. */
static bool
tell_input(struct crew *c, size_t input, const struct crew_sink *sink)
{
	struct source *s = &c->sources[input];
	struct job *j;

	while ((j = next_of(c, s)) != NULL) {
		bool good = j->rc == RC_OK;

		if (good)
			sink->document(sink->ctx, j->target);
		else
			sink->broken(sink->ctx, j->failed, &j->why);
		one_less(c, j);
		if (!good)
			return false;
	}
	if (s->rc != RC_OK)
		sink->unread(sink->ctx, c->in->v[input].path, &s->why);
	return true;
}

static void
tell(struct crew *c, const struct crew_sink *sink)
{
	for (size_t i = 0; i < c->in->n; i++) {
		(void)pthread_mutex_lock(&c->lock);
		c->head = i;
		(void)pthread_cond_broadcast(&c->work);
		(void)pthread_mutex_unlock(&c->lock);
		if (!tell_input(c, i, sink))
			break;
	}
	stop(c);
}

static unsigned
hire(struct crew *c, struct worker *v, unsigned n, const struct bench *bench)
{
	struct err e;

	for (unsigned i = 0; i < n; i++) {
		v[i].c = c;
		if (bench_init_like(&v[i].bench, bench, &e) != RC_OK)
			return i;
		if (pthread_create(&v[i].thread, NULL, work, &v[i]) != 0) {
			bench_done(&v[i].bench);
			return i;
		}
	}
	return n;
}

static void
run_crew(struct crew *c, struct worker *v, struct bench *bench, unsigned jobs,
    const struct crew_sink *sink)
{
	unsigned n = hire(c, v, jobs, bench);

	if (n == 0) {
		run_alone(c->in, bench, sink);
		return;
	}
	tell(c, sink);
	for (unsigned i = 0; i < n; i++)
		(void)pthread_join(v[i].thread, NULL);
	for (size_t i = 0; i < c->in->n; i++)
		for (struct job *j = c->sources[i].first, *next; j != NULL;
		    j = next) {
			next = j->next;
			job_free(j);
		}
	for (unsigned i = 0; i < n; i++)
		bench_done(&v[i].bench);
}

void
crew_run(const struct inputs *in, struct bench *bench, unsigned jobs,
    const struct crew_sink *sink)
{
	struct crew c = { .in = in, .most = (size_t)jobs * CREW_AHEAD,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.work = PTHREAD_COND_INITIALIZER,
		.news = PTHREAD_COND_INITIALIZER };
	struct worker *v = NULL;

	if (jobs > 1) {
		c.sources = calloc(in->n, sizeof *c.sources);
		v = calloc(jobs, sizeof *v);
	}
	if (v != NULL && c.sources != NULL)
		run_crew(&c, v, bench, jobs, sink);
	else
		run_alone(in, bench, sink);
	free(v);
	free(c.sources);
}
