/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grammar:  a line with the program's version; frames of an operation (one
 *           byte), a length (four bytes, little-endian) and as many bytes
 *           (journal_io.c); a last frame J_INDEX with a row for each source;
 *           SHA-256 of all before it (32 bytes).
 */
#include "advisory/journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advisory/fill_int.h"
#include "advisory/journal_int.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/rd.h"
#include "codec/digest.h"
#include "codec/reader.h"

enum {
	SUM = 32,
	PENDING = 1 << 20,	/* bytes gathered before they are written */
	FRAME_MAX = 1 << 28,	/* a record of 16 MiB as JSON is far below */
	SOURCES_MAX = 1 << 20,
};

static const char head[] = JOURNAL_LINE;

/* ---- writing ---- */

struct journal {
	int fd;
	struct buf pending;
	struct journal_io io;	/* to pending */
	struct digest *sum;
	enum rc rc;
	struct err why;
};

static void
flush(struct journal *j)
{
	if (j->rc == RC_OK && j->pending.n != 0) {
		digest_add(j->sum, j->pending.p, j->pending.n);
		j->rc = file_write(j->fd, j->pending.p, j->pending.n, &j->why);
	}
	j->pending.n = 0;
}

/* A frame was added to what is pending, from at on. */
static void
added(struct journal *j, size_t at)
{
	size_t n = j->pending.n - at - JOURNAL_HEAD;

	if (n > FRAME_MAX && j->rc == RC_OK)
		j->rc = err_set(&j->why, RC_LIMIT, "a record of %zu bytes", n);
	if (j->pending.n >= PENDING)
		flush(j);
}

enum rc
journal_begin(struct fill *f, int fd, struct err *e)
{
	struct journal *j = calloc(1, sizeof *j);

	if (j == NULL)
		return err_sys(e, "state");
	j->fd = fd;
	j->io.out = &j->pending;
	j->sum = digest_new(DIGEST_SHA256);
	(void)buf_add_str(&j->pending, str_from(head));
	f->journal = j;
	return RC_OK;
}

void
journal_free(struct journal *j)
{
	if (j == NULL)
		return;
	digest_free(j->sum);
	buf_done(&j->pending);
	free(j);
}

bool
journal_note(struct fill *f, enum journal_op op, const void *what)
{
	struct journal *j = f->journal;
	size_t at;

	if (f->recorder != NULL) {
		recorder_note(f->recorder, op, what);
		return true;
	}
	if (j == NULL || (op == J_SOURCE ?
	    ((const struct journal_source *)what)->source.frozen :
	    f->nsrc == 0 || f->src[f->cur].frozen))
		return false;
	at = j->pending.n;
	journal_frame(&j->io, op, what);
	added(j, at);
	return false;
}

/* What decides, on the way back, whether a source is still wanted. */
static void
put_index(struct fill *f, struct journal *j)
{
	struct buf rows = { 0 };
	struct journal_io io = { .out = &rows };

	for (size_t i = 0; i < f->nsrc; i++) {
		struct fill_source s = { .feed = f->src[i].feed,
			.name = f->src[i].name, .scope = fill_scope_of(f, i),
			.shown = f->src[i].shown,
			.sha256 = f->src[i].sha256, .open = f->src[i].open };

		if (!f->src[i].frozen)
			journal_source(&io, &s);
	}

	size_t at = j->pending.n;

	journal_frame(&j->io, J_INDEX, &rows);
	buf_done(&rows);
	added(j, at);
}

enum rc
journal_end(struct fill *f, struct err *e)
{
	struct journal *j = f->journal;
	uint8_t sum[DIGEST_MAX];
	enum rc rc;

	put_index(f, j);
	flush(j);
	(void)digest_end(j->sum, sum);
	j->sum = NULL;
	if (j->rc == RC_OK)
		j->rc = file_write(j->fd, sum, SUM, &j->why);
	rc = j->rc == RC_OK ? RC_OK : err_set(e, j->rc, "%s", j->why.msg);
	journal_free(j);
	f->journal = NULL;
	return rc;
}

/* ---- reading ---- */

struct replay {
	struct fill *f;
	struct reader *in;
	struct buf frame;
	struct arena *arena, *scratch;
	size_t nold;		/* sources of f before this */
	struct fill_source *src;	/* of the index */
	bool *skip;
	size_t nsrc, cap;
	size_t *to;		/* their numbers in f, from 1 */
	bool begun;		/* a source of them */
	bool skipping;
};

static enum rc
exactly(struct reader *in, void *p, size_t n, struct err *e)
{
	size_t got = 0;
	enum rc rc = reader_fill(in, p, n, &got, e);

	return rc == RC_OK && got != n ? err_set(e, RC_FORMAT, "truncated") :
	    rc;
}

static enum rc
next_frame(struct replay *r, enum journal_op *ret, struct digest *sum,
    struct err *e)
{
	uint8_t b[JOURNAL_HEAD];
	struct journal_head h;
	enum rc rc = exactly(r->in, b, sizeof b, e);

	if (rc != RC_OK)
		return rc;
	h = journal_head(b);
	if (h.n > FRAME_MAX || h.op == 0)
		return err_set(e, RC_FORMAT, "damaged");
	r->frame.n = 0;
	(void)buf_room(&r->frame, h.n + 1);
	rc = exactly(r->in, r->frame.p, h.n, e);
	r->frame.n = h.n;
	*ret = h.op;
	if (rc == RC_OK && sum != NULL) {
		digest_add(sum, b, sizeof b);
		digest_add(sum, r->frame.p, h.n);
	}
	return rc;
}

/* Does f have what lies at the same place now, or the very same? */
static bool
is_replaced(const struct replay *r, const struct fill_source *s)
{
	for (size_t i = 0; i < r->nold; i++) {
		const struct fill_src *x = &r->f->src[i];

		if (!str_eq(x->feed, s->feed) ||
		    (x->records == 0 && x->left_out == 0))
			continue;
		if (str_eq(x->sha256, s->sha256) ||
		    (!x->open && !s->open && str_eq(x->shown, s->shown)))
			return true;
	}
	return false;
}

static enum rc
read_index(struct replay *r, struct err *e)
{
	struct journal_io io = { .in = rd_of(r->frame.p, r->frame.n) };

	while (io.in.n != 0 && !io.in.bad && r->nsrc < SOURCES_MAX) {
		struct fill_source s = { .bytes = 0 };

		journal_source(&io, &s);
		r->src = arena_grow(r->arena, r->src, r->nsrc, &r->cap,
		    sizeof *r->src);
		r->src[r->nsrc++] = s;
	}
	if (io.in.bad)
		return err_set(e, RC_FORMAT, "damaged");
	r->skip = NEWN(r->arena, bool, r->nsrc);
	r->to = NEWN(r->arena, size_t, r->nsrc);
	for (size_t i = 0; i < r->nsrc; i++)
		r->skip[i] = is_replaced(r, &r->src[i]);
	return RC_OK;
}

static enum rc
begin_source(struct replay *r, const struct journal_source *x, struct err *e)
{
	size_t i = (size_t)x->number;
	enum rc rc;

	if (x->number < 0 || i >= r->nsrc)
		return err_set(e, RC_FORMAT, "damaged");
	r->begun = true;
	r->skipping = r->skip[i];
	if (r->skipping)
		return RC_OK;
	if (r->to[i] != 0) {
		fill_take_up(r->f, r->to[i] - 1);
		return RC_OK;
	}
	rc = fill_source(r->f, &x->source, e);
	r->to[i] = fill_current(r->f) + 1;
	r->f->src[r->f->cur].taken_up = true;
	return rc;
}

enum rc
journal_apply(struct fill *f, enum journal_op op, const union journal_what *w,
    struct arena *scratch, struct err *e)
{
	const struct journal_pair *p = &w->pair;

	switch (op) {
	case J_SEEN:
		fill_source_seen(f, p->a, (uint64_t)p->n);
		return RC_OK;
	case J_TORN:
		fill_torn(f);
		return RC_OK;
	case J_COUNT:
		fill_count(f, (uint64_t)p->n);
		return RC_OK;
	case J_PARTIAL:
		fill_partial(f);
		return RC_OK;
	case J_SCOPE:
		fill_scope(f, p->a);
		return RC_OK;
	case J_TIME:
		fill_data_time(f, p->n);
		return RC_OK;
	case J_NAMESPACE:
		return fill_namespace(f, w->ns.eco, w->ns.release, e);
	case J_RECORD:
		return fill_record(f, &w->record, e);
	case J_KEV:
		return fill_kev(f, &w->kev, e);
	case J_EPSS:
		return fill_epss(f, &w->epss, e);
	case J_CWE:
		return fill_cwe(f, (int)p->n, p->a, e);
	case J_EOL:
		return fill_eol(f, &w->eol, e);
	case J_REPO_CPE:
		return fill_repo_cpe(f, p->a, p->b, e);
	case J_MAVEN:
		return fill_maven(f, &w->maven, e);
	case J_META:
		return fill_meta(f, str_z(scratch, p->a), p->b, e);
	case J_REJECT:
		return (p->n != 0 ? fill_broken : fill_reject)(f, p->a,
		    str_z(scratch, p->b), e);
	case J_DELETED:
		return fill_deleted(f, p->b, p->a, p->n, e);
	case J_SOURCE:
	case J_INDEX:
		break;
	}
	return RC_OK;
}

/* All frames; with sum they are added up and the index is read, else they are
   told to the filler. */
static enum rc
read_frames(struct replay *r, struct digest *sum, struct err *e)
{
	struct journal_io io = { .a = r->scratch };
	enum journal_op op = J_SOURCE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && op != J_INDEX) {
		union journal_what w;

		arena_reset(r->scratch);
		rc = next_frame(r, &op, sum, e);
		if (rc != RC_OK || (sum != NULL && op != J_INDEX))
			continue;
		if (sum != NULL)
			return read_index(r, e);
		if (r->skipping && op != J_SOURCE)
			continue;
		memset(&w, 0, sizeof w);
		io.in = rd_of(r->frame.p, r->frame.n);
		if (op != J_INDEX)
			journal_describe(&io, op, &w);
		/* What is of no source belongs to none. */
		rc = io.in.bad || (!r->begun && op != J_SOURCE &&
		    op != J_INDEX) ? err_set(e, RC_FORMAT, "damaged") :
		    op == J_SOURCE ? begin_source(r, &w.source, e) :
		    journal_apply(r->f, op, &w, r->scratch, e);
	}
	return rc;
}

static enum rc
read_head(struct replay *r, struct digest *sum, struct err *e)
{
	char was[sizeof head];
	enum rc rc = exactly(r->in, was, sizeof head - 1, e);

	if (rc != RC_OK)
		return rc;
	if (sum != NULL)
		digest_add(sum, was, sizeof head - 1);
	if (memcmp(was, head, 19) != 0)	/* without the version */
		return err_set(e, RC_FORMAT, "not the state of a build");
	return memcmp(was, head, sizeof head - 1) == 0 ? RC_OK :
	    err_set(e, RC_UNSUPPORTED, "of another version: build anew");
}

static enum rc
check_sum(struct replay *r, struct digest *sum, struct err *e)
{
	uint8_t is[DIGEST_MAX], was[SUM];
	enum rc rc = exactly(r->in, was, SUM, e);

	(void)digest_end(sum, is);
	return rc == RC_OK && memcmp(was, is, SUM) != 0 ?
	    err_set(e, RC_FORMAT, "damaged: its digest does not fit") : rc;
}

static enum rc
replay(struct replay *r, int fd, struct err *e)
{
	struct digest *sum = digest_new(DIGEST_SHA256);
	enum rc rc;

	r->in = reader_of_file(fd, 0, UINT64_MAX);
	rc = read_head(r, sum, e);
	if (rc == RC_OK)
		rc = read_frames(r, sum, e);
	if (rc == RC_OK)
		rc = check_sum(r, sum, e);
	else
		digest_free(sum);
	reader_close(r->in);
	if (rc != RC_OK)
		return rc;
	r->in = reader_of_file(fd, 0, UINT64_MAX);
	rc = read_head(r, NULL, e);
	if (rc == RC_OK)
		rc = read_frames(r, NULL, e);
	reader_close(r->in);
	return rc;
}

enum rc
journal_replay(struct fill *f, const char *path, struct err *e)
{
	struct replay r = { .f = f, .nold = f->nsrc,
		.arena = arena_new((size_t)limits_default.memory),
		.scratch = arena_new((size_t)limits_default.memory) };
	int fd;
	enum rc rc = file_open(path, &fd, e);

	if (rc == RC_OK) {
		rc = replay(&r, fd, e);
		(void)close(fd);
		if (rc != RC_OK)
			(void)err_in(e, rc, path);
	}
	buf_done(&r.frame);
	arena_free(r.scratch);
	arena_free(r.arena);
	return rc;
}
