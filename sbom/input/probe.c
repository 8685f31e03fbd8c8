/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Directories that wait, each with a descriptor of its own. */
enum { WAITING_MAX = 64 };

struct probe {
	const struct judge *j;
	pthread_t thread;
	bool threaded;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	struct batch *first, **last;	/* to be looked at */
	size_t waiting;
	struct batch *done;
	bool busy, stop;
};

struct batch *
batch_new(struct str dir)
{
	struct batch *b = calloc(1, sizeof *b);

	if (b == NULL || (b->text = malloc(dir.n + 1)) == NULL) {
		free(b);
		return NULL;
	}
	b->fd = -1;
	if (dir.n > 0)
		memcpy(b->text, dir.p, dir.n);
	b->dir = str_of(b->text, dir.n);
	return b;
}

void
batch_free(struct batch *b)
{
	if (b == NULL)
		return;
	if (b->fd >= 0)
		(void)close(b->fd);
	buf_done(&b->names);
	buf_done(&b->found);
	buf_done(&b->closed);
	free(b->text);
	free(b);
}

static void
look_at(const struct judge *j, struct batch *b, const char *name)
{
	uint8_t head[HEAD_BYTES];
	const struct want *want;
	ssize_t n;
	int fd = openat(b->fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);

	if (fd < 0) {
		if (errno != ENOENT)	/* gone since: it is not there */
			(void)buf_add(&b->closed, name, strlen(name) + 1);
		return;
	}
	do
		n = pread(fd, head, sizeof head, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		(void)buf_add(&b->closed, name, strlen(name) + 1);
	else if (n == sizeof head && selector_head(j->sel, head, (size_t)n,
	    &want) != NULL)
		(void)buf_add(&b->found, name, strlen(name) + 1);
	(void)close(fd);
}

static void
look(const struct judge *j, struct batch *b)
{
	for (size_t i = 0; i < b->names.n; ) {
		const char *name = (const char *)b->names.p + i;

		look_at(j, b, name);
		i += strlen(name) + 1;
	}
}

/* The lock is held. */
static void
finish(struct probe *p, struct batch *b)
{
	if (b->found.n == 0 && b->closed.n == 0) {
		batch_free(b);
		return;
	}
	b->next = p->done;
	p->done = b;
}

static struct batch *
next(struct probe *p)
{
	struct batch *b = p->first;

	if (b == NULL)
		return NULL;
	p->first = b->next;
	if (p->first == NULL)
		p->last = &p->first;
	p->waiting--;
	return b;
}

static void *
work(void *arg)
{
	struct probe *p = arg;

	(void)pthread_mutex_lock(&p->lock);
	for (;;) {
		struct batch *b = next(p);

		if (b == NULL && p->stop)
			break;
		if (b == NULL) {
			(void)pthread_cond_wait(&p->turn, &p->lock);
			continue;
		}
		p->busy = true;
		(void)pthread_mutex_unlock(&p->lock);
		look(p->j, b);
		(void)pthread_mutex_lock(&p->lock);
		p->busy = false;
		finish(p, b);
		(void)pthread_cond_broadcast(&p->turn);
	}
	(void)pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct probe *
probe_new(const struct judge *j, bool threaded)
{
	struct probe *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->j = j;
	p->last = &p->first;
	(void)pthread_mutex_init(&p->lock, NULL);
	(void)pthread_cond_init(&p->turn, NULL);
	p->threaded = threaded && pthread_create(&p->thread, NULL, work,
	    p) == 0;
	return p;
}

void
probe_add(struct probe *p, struct batch *b)
{
	bool mine = !p->threaded;

	(void)pthread_mutex_lock(&p->lock);
	if (!mine && p->waiting < WAITING_MAX) {
		b->next = NULL;
		*p->last = b;
		p->last = &b->next;
		p->waiting++;
		(void)pthread_cond_broadcast(&p->turn);
		(void)pthread_mutex_unlock(&p->lock);
		return;
	}
	(void)pthread_mutex_unlock(&p->lock);
	look(p->j, b);
	(void)pthread_mutex_lock(&p->lock);
	finish(p, b);
	(void)pthread_mutex_unlock(&p->lock);
}

struct batch *
probe_take(struct probe *p, bool wait)
{
	struct batch *b;

	(void)pthread_mutex_lock(&p->lock);
	for (;;) {
		b = p->done;
		if (b != NULL)
			p->done = b->next;
		if (b != NULL || !wait || (p->first == NULL && !p->busy))
			break;
		struct batch *mine = next(p);

		if (mine == NULL) {
			(void)pthread_cond_wait(&p->turn, &p->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&p->lock);
		look(p->j, mine);
		(void)pthread_mutex_lock(&p->lock);
		finish(p, mine);
	}
	(void)pthread_mutex_unlock(&p->lock);
	return b;
}

void
probe_free(struct probe *p)
{
	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->stop = true;
	(void)pthread_cond_broadcast(&p->turn);
	(void)pthread_mutex_unlock(&p->lock);
	if (p->threaded)
		(void)pthread_join(p->thread, NULL);
	(void)pthread_mutex_destroy(&p->lock);
	(void)pthread_cond_destroy(&p->turn);
	free(p);
}
