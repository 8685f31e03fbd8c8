/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/layer/pool.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/progress.h"
#include "codec/digest.h"
#include "codec/unpack.h"
#include "sbom/layer/hashing.h"
#include "sbom/layer/ring.h"

/* The two digests of a layer: as it lies there, and unpacked. */
struct check {
	enum digest_alg blob_alg, diff_alg;
	struct digest *blob, *diff;
};

/* The end of the job's digest chain: every byte must have gone by. */
static void
verify(struct layer_job *job, struct check *c)
{
	char text[160];

	if (job->rc == RC_OK && c->blob != NULL &&
	    !hashing_check(c->blob, c->blob_alg, job->digest, text))
		job->rc = err_set(&job->err, RC_FORMAT, "layer %.*s: digest "
		    "does not hold: it is %s", STR_ARG(job->name), text);
	else if (c->blob != NULL && job->rc != RC_OK)
		digest_free(c->blob);
	if (job->rc == RC_OK && c->diff != NULL &&
	    !hashing_check(c->diff, c->diff_alg, job->diff_id, text))
		job->rc = err_set(&job->err, RC_FORMAT, "layer %.*s: diff id "
		    "%.*s does not hold: it is %s", STR_ARG(job->name),
		    STR_ARG(job->diff_id), text);
	else if (c->diff != NULL && job->rc != RC_OK)
		digest_free(c->diff);
}

static struct digest *
wish(const struct pool_opts *o, struct str digest, enum digest_alg *alg)
{
	struct str hex;

	return o->verify && digest_parse(digest, alg, &hex) ?
	    digest_new(*alg) : NULL;
}

/* The layer's unpacked bytes. */
static enum rc
open_layer(struct layer_job *job, struct check *c, bool threads,
    struct source **ret, struct err *e)
{
	uint8_t head[UNPACK_PEEK];
	size_t n = 0;
	struct reader *r = reader_of_file(job->fd, job->off, job->size), *up;

	if (r == NULL)
		return err_set(e, RC_IO, "out of memory");
	enum rc rc = reader_fill(r, head, sizeof head, &n, e);

	reader_close(r);
	if (rc != RC_OK)
		return rc;
	enum packing kind = unpack_kind(head, n);

	if (kind == PACKED_NOT && c->blob == NULL && c->diff == NULL) {
		*ret = source_of_file(job->fd, job->off, job->size);
		if (*ret == NULL)
			return err_set(e, RC_IO, "out of memory");
		(*ret)->stated = (*ret)->stated && !job->bare;
		return RC_OK;
	}
	r = reader_of_file(job->fd, job->off, job->size);
	if (job->needs == NULL)
		r = reader_counted(r);
	if (c->blob != NULL)
		r = hashing_reader(r, c->blob);
	rc = unpack_open(r, kind, &up, e);
	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	if (c->diff != NULL)
		up = hashing_reader(up, c->diff);
	*ret = threads && kind != PACKED_NOT ? ring_source(up) :
	    source_of_reader(up);
	if (*ret == NULL) {
		reader_close(up);
		return err_set(e, RC_IO, "out of memory");
	}
	(*ret)->stated = true;
	return RC_OK;
}

static void
run(const struct pool_opts *o, struct judge *j, struct layer_job *job)
{
	struct check c = { 0 };
	struct source *s = NULL;
	struct err e = { "" };

	if (job->store == NULL)
		job->store = store_new(o->lim);
	if (job->needs == NULL) {
		c.blob = wish(o, job->digest, &c.blob_alg);
		c.diff = wish(o, job->diff_id, &c.diff_alg);
	}
	if (job->needs == NULL)
		progress_add(PROGRESS_ITEMS, 1);
	enum rc rc = open_layer(job, &c, o->jobs > 1, &s, &e);

	if (o->verify && !job->bare && job->needs == NULL && (rc != RC_OK ||
	    (c.blob == NULL && c.diff == NULL)))
		job->rc = err_set(&job->err, RC_FORMAT, "layer %.*s: cannot "
		    "be verified: %s", STR_ARG(job->name), rc != RC_OK ?
		    e.msg : "its digest is not known");
	if (rc != RC_OK) {
		notice_gap(&job->store->notices, "layer", job->name, "%s",
		    e.msg);
		digest_free(c.blob);
		digest_free(c.diff);
		return;
	}
	struct walk_opts w = { .judge = j, .store = job->store, .again = true,
		.needs = job->needs };

	walk_layer(&w, s, job->name);
	/* What the walk left lying goes through the digests, too. */
	if (c.blob != NULL || c.diff != NULL)
		(void)source_drain(s, &e);
	source_close(s);
	verify(job, &c);
}

static int
bigger_first(const void *x, const void *y)
{
	const struct layer_job *const *a = x, *const *b = y;

	if ((*a)->size != (*b)->size)
		return (*a)->size > (*b)->size ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

/* What a layer keeps; atomics, since others look while it is walked. */
struct kept {
	_Atomic uint64_t kept, records;
};

struct pool {
	const struct pool_opts *o;
	struct layer_job **order;
	struct kept *kept;	/* of those that were walked */
	struct kept sum;	/* of all of them */
	size_t n;
	atomic_size_t next;
};

static bool
is_over(const struct pool *p, struct store_sum sum)
{
	return store_over(&sum, p->o->lim,
	    p->o->images > 1 ? p->o->images : 1);
}

/* Have those before it, as far as they are walked, passed the limit? What is
   not known yet can only add to it. */
static bool
is_past(const struct pool *p, size_t i)
{
	struct store_sum sum = { p->sum.kept, p->sum.records };

	if (!is_over(p, sum))
		return false;
	sum = (struct store_sum){ 0, 0 };
	for (size_t k = 0; k < i; k++) {
		sum.kept += p->kept[k].kept;
		sum.records += p->kept[k].records;
	}
	return is_over(p, sum);
}

static void
count(struct pool *p, size_t i)
{
	struct store_sum sum = { 0, 0 };

	store_add(&sum, p->order[i]->store);
	p->kept[i].kept = sum.kept;
	p->kept[i].records = sum.records;
	p->sum.kept += sum.kept;
	p->sum.records += sum.records;
}

static void
drop(struct pool *p, struct layer_job *job)
{
	const struct limits *lim = p->o->lim;

	store_free(job->store);
	job->store = store_new(lim);
	job->store->walked = true;
	notice_gap(&job->store->notices, "limit", job->name, "not read: "
	    "bigger layers have over %" PRIu64 " wanted files and links, or "
	    "%" PRIu64 " bytes of records", lim->wanted, lim->records);
}

/* A layer that is not kept is walked for its digests only. */
static void
first_visit(struct pool *p, struct judge *j, size_t i)
{
	struct layer_job *job = p->order[i];

	if (!is_past(p, i) || p->o->verify) {
		run(p->o, j, job);
		count(p, i);
	}
	if (is_past(p, i))
		drop(p, job);
}

static void *
work(void *arg)
{
	struct pool *p = arg;
	struct judge j;
	size_t i;

	judge_init(&j, p->o->sel, p->o->lim, p->o->excludes);
	j.files = p->o->files;
	while ((i = atomic_fetch_add(&p->next, 1)) < p->n) {
		if (p->order[i]->needs != NULL)
			run(p->o, &j, p->order[i]);
		else
			first_visit(p, &j, i);
	}
	judge_done(&j);
	return NULL;
}

/* All are known now: those that were walked too soon go, too. */
static void
drop_past(struct pool *p)
{
	struct store_sum sum = { 0, 0 };

	for (size_t i = 0; i < p->n; i++) {
		struct layer_job *job = p->order[i];

		if (job->needs == NULL && is_over(p, sum))
			drop(p, job);
		sum.kept += p->kept[i].kept;
		sum.records += p->kept[i].records;
	}
}

void
pool_run(const struct pool_opts *o, struct layer_job *v, size_t n)
{
	struct pool p = { .o = o, .n = n };
	size_t made = 0;

	p.order = calloc(n + 1, sizeof *p.order);
	p.kept = calloc(n + 1, sizeof *p.kept);
	pthread_t *threads = calloc(o->jobs, sizeof *threads);

	for (size_t i = 0; p.order != NULL && i < n; i++) {
		p.order[i] = &v[i];
		v[i].rc = RC_OK;
	}
	if (p.order == NULL || p.kept == NULL || threads == NULL) {
		for (size_t i = 0; i < n; i++)
			v[i].rc = err_set(&v[i].err, RC_IO, "out of memory");
		goto out;
	}
	qsort(p.order, n, sizeof *p.order, bigger_first);
	/* The caller's thread is one of them. */
	while (made + 1 < o->jobs && made + 1 < n &&
	    pthread_create(&threads[made], NULL, work, &p) == 0)
		made++;
	(void)work(&p);
	for (size_t i = 0; i < made; i++)
		(void)pthread_join(threads[i], NULL);
	drop_past(&p);
out:
	free(threads);
	free(p.kept);
	free(p.order);
}
