/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/errand.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAITING_MAX = 64 };	/* each holds a descriptor */

struct errands {
	pthread_mutex_t lock;
	pthread_cond_t turn;
	size_t threads, idle;
	size_t first;		/* of the ring */
	atomic_size_t n;	/* written under the lock */
	atomic_bool stop;
	struct errand ring[WAITING_MAX];
};

struct errands *
errands_new(size_t threads)
{
	struct errands *q = calloc(1, sizeof *q);

	if (q == NULL)
		return NULL;
	q->threads = threads;
	(void)pthread_mutex_init(&q->lock, NULL);
	(void)pthread_cond_init(&q->turn, NULL);
	return q;
}

static struct errand
first(struct errands *q)
{
	struct errand x = q->ring[q->first];

	q->first = (q->first + 1) % WAITING_MAX;
	q->n--;
	return x;
}

void
errands_free(struct errands *q)
{
	if (q == NULL)
		return;
	while (q->n > 0) {
		struct errand x = first(q);

		(void)close(x.fd);
		free(x.path);
	}
	(void)pthread_mutex_destroy(&q->lock);
	(void)pthread_cond_destroy(&q->turn);
	free(q);
}

void
errands_miss(struct errands *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->threads--;
	(void)pthread_cond_broadcast(&q->turn);
	(void)pthread_mutex_unlock(&q->lock);
}

bool
errands_put(struct errands *q, int fd, struct str path)
{
	bool taken = false;

	/* Mostly it is full: no need to lock for that. */
	if (atomic_load_explicit(&q->n, memory_order_relaxed) == WAITING_MAX)
		return false;
	(void)pthread_mutex_lock(&q->lock);
	char *p = q->threads > 1 && q->n < WAITING_MAX ?
	    malloc(path.n + 1) : NULL;

	if (p != NULL) {
		memcpy(p, path.p, path.n);
		q->ring[(q->first + q->n) % WAITING_MAX] =
		    (struct errand){ fd, p, path.n };
		q->n++;
		taken = true;
		if (q->idle > 0)
			(void)pthread_cond_signal(&q->turn);
	}
	(void)pthread_mutex_unlock(&q->lock);
	return taken;
}

bool
errands_take(struct errands *q, struct errand *ret)
{
	(void)pthread_mutex_lock(&q->lock);
	q->idle++;
	while (q->n == 0 && q->idle < q->threads && !q->stop)
		(void)pthread_cond_wait(&q->turn, &q->lock);
	bool found = q->n > 0 && !q->stop;

	if (found) {
		*ret = first(q);
		q->idle--;
	} else {		/* the others need not wait either */
		(void)pthread_cond_broadcast(&q->turn);
	}
	(void)pthread_mutex_unlock(&q->lock);
	return found;
}

void
errands_stop(struct errands *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->stop = true;
	(void)pthread_cond_broadcast(&q->turn);
	(void)pthread_mutex_unlock(&q->lock);
}

bool
errands_stopped(const struct errands *q)
{
	return atomic_load_explicit(&q->stop, memory_order_relaxed);
}
