/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grammar:  a line with the program's version; frames of an operation (one
 *           byte), a length (four bytes, little-endian) and as many bytes; a
 *           last frame J_INDEX with a row for each source; SHA-256 of all
 *           before it (32 bytes). Inside of frames: numbers of 7 bits a byte,
 *           the lowest first, the sign in the lowest bit; texts behind their
 *           length.
 * Both ways: each struct is described once, by a function that reads or
 *           writes it.
 */
#include "advisory/journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advisory/fill_int.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/rd.h"
#include "codec/digest.h"
#include "codec/reader.h"
#include "identity/ecosystem.h"

enum {
	SUM = 32,
	PENDING = 1 << 20,	/* bytes gathered before they are written */
	FRAME_MAX = 1 << 28,	/* a record of 16 MiB as JSON is far below */
	SOURCES_MAX = 1 << 20,
};

static const char head[] = "airbom feeds state " AIRBOM_VERSION "\n";

/* ---- one description for both ways ---- */

struct io {
	struct buf *out;	/* NULL: read */
	struct rd in;
	struct arena *a;
};

static void
num(struct io *io, int64_t *v)
{
	uint64_t u = 0;

	if (io->out != NULL) {
		u = (uint64_t)*v << 1 ^ (*v < 0 ? UINT64_MAX : UINT64_C(0));
		do {
			uint8_t b = (uint8_t)((u & 0x7f) | (u > 0x7f ? 0x80u :
			    0u));

			(void)buf_add(io->out, &b, 1);
			u >>= 7;
		} while (u != 0);
		return;
	}
	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint8_t b = rd_u8(&io->in);

		u |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80)
			break;
	}
	*v = (int64_t)(u >> 1 ^ (u & 1 ? UINT64_MAX : UINT64_C(0)));
}

#define NUM(io, x) do { \
	int64_t num_ = (int64_t)(x); \
	num((io), &num_); \
	(x) = (__typeof__(x))num_; \
} while (0)

/* Reading, at most max: what follows takes a byte each at least. */
static void
count(struct io *io, size_t *n)
{
	NUM(io, *n);
	if (io->out == NULL && *n > io->in.n) {
		io->in.bad = true;
		*n = 0;
	}
}

static void
text(struct io *io, struct str *s)
{
	count(io, &s->n);
	if (io->out != NULL)
		(void)buf_add_str(io->out, *s);
	else
		s->p = (const char *)rd_take(&io->in, s->n);
	if (s->p == NULL || io->in.bad)
		*s = STR("");
}

/* Feeds name ecosystems too that no row of ours knows. */
static void
eco(struct io *io, const struct ecosystem **x)
{
	struct str key = io->out != NULL ? str_from((*x)->key) : STR("");
	bool distro = io->out != NULL && (*x)->distro;

	text(io, &key);
	NUM(io, distro);
	if (io->out != NULL)
		return;
	*x = ecosystem_by_key(key);
	if (*x == NULL)
		*x = ecosystem_unknown(io->a, key, distro);
	io->in.bad |= *x == NULL;
}

static void
bits(struct io *io, double *x)
{
	int64_t v = 0;

	memcpy(&v, x, sizeof v);
	num(io, &v);
	memcpy(x, &v, sizeof v);
}

/* Room for what is read; what is written is there already. */
#define ARRAY(io, T, v, n) \
	(T *)array((io), (const void *)(v), &(n), sizeof(T))

static void *
array(struct io *io, const void *v, size_t *n, size_t size)
{
	count(io, n);
	return io->out != NULL ? (void *)(uintptr_t)v :
	    arena_alloc(io->a, *n, size);
}

static void
range(struct io *io, struct interval *i)
{
	text(io, &i->lo);
	text(io, &i->hi);
	NUM(io, i->has_lo);
	NUM(io, i->has_hi);
	NUM(io, i->lo_incl);
	NUM(io, i->hi_incl);
}

static void
affected(struct io *io, struct adv_affected *x)
{
	struct str *texts[] = { &x->release, &x->channel, &x->name, &x->fixed,
		&x->word, &x->module, &x->arch, &x->flavour, &x->cpes,
		&x->extra };

	eco(io, &x->eco);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		text(io, texts[i]);
	range(io, &x->range);
	NUM(io, x->exact);
	NUM(io, x->opaque);
	NUM(io, x->state);
	NUM(io, x->has_severity);
	NUM(io, x->severity);
	NUM(io, x->has_known);
	NUM(io, x->known_day);
	if (x->state > ADV_UNDETERMINED || x->severity > SEV_CRITICAL)
		io->in.bad = true;
}

static void
cpe(struct io *io, struct adv_cpe *x)
{
	text(io, &x->part);
	text(io, &x->vendor);
	text(io, &x->product);
	text(io, &x->attrs);
	range(io, &x->range);
	NUM(io, x->exact);
	NUM(io, x->cfg);
	NUM(io, x->node);
	NUM(io, x->op);
	NUM(io, x->role);
}

static void
cvss(struct io *io, struct adv_cvss *x)
{
	text(io, &x->source);
	NUM(io, x->version);
	bits(io, &x->score);
	text(io, &x->vector);
	NUM(io, x->primary);
}

static void
record(struct io *io, struct adv_record *r)
{
	text(io, &r->id);
	NUM(io, r->severity);
	NUM(io, r->has_published);
	NUM(io, r->has_modified);
	NUM(io, r->has_withdrawn);
	NUM(io, r->published_s);
	NUM(io, r->modified_s);
	NUM(io, r->withdrawn_s);
	NUM(io, r->flags);
	text(io, &r->title);
	text(io, &r->url);
	text(io, &r->text);

	struct adv_alias *a = ARRAY(io, struct adv_alias, r->aliases,
	    r->naliases);

	for (size_t i = 0; i < r->naliases; i++) {
		text(io, &a[i].id);
		NUM(io, a[i].rel);
	}
	r->aliases = a;

	struct adv_affected *x = ARRAY(io, struct adv_affected, r->affected,
	    r->naffected);

	for (size_t i = 0; i < r->naffected; i++)
		affected(io, &x[i]);
	r->affected = x;

	struct adv_cpe *c = ARRAY(io, struct adv_cpe, r->cpes, r->ncpes);

	for (size_t i = 0; i < r->ncpes; i++)
		cpe(io, &c[i]);
	r->cpes = c;

	struct adv_cvss *v = ARRAY(io, struct adv_cvss, r->cvss, r->ncvss);

	for (size_t i = 0; i < r->ncvss; i++)
		cvss(io, &v[i]);
	r->cvss = v;

	int *w = ARRAY(io, int, r->cwes, r->ncwes);

	for (size_t i = 0; i < r->ncwes; i++)
		NUM(io, w[i]);
	r->cwes = w;

	struct str *l = ARRAY(io, struct str, r->links, r->nlinks);

	for (size_t i = 0; i < r->nlinks; i++)
		text(io, &l[i]);
	r->links = l;
	if (r->severity > SEV_CRITICAL)
		io->in.bad = true;
}

static void
source(struct io *io, struct fill_source *s)
{
	text(io, &s->feed);
	text(io, &s->name);
	text(io, &s->scope);
	text(io, &s->sha256);
	text(io, &s->shown);
	NUM(io, s->bytes);
	NUM(io, s->pieces);
	NUM(io, s->loose);
	NUM(io, s->open);
	NUM(io, s->has_served);
	NUM(io, s->served_s);
}

static void
maven(struct io *io, struct adv_maven *x)
{
	text(io, &x->group);
	text(io, &x->artifact);
	text(io, &x->version);
	for (size_t i = 0; i < sizeof x->sha1; i++)
		NUM(io, x->sha1[i]);
}

static void
eol(struct io *io, struct adv_eol *x)
{
	text(io, &x->product);
	text(io, &x->cycle);
	NUM(io, x->released_day);
	NUM(io, x->eol_day);
	NUM(io, x->eoas_day);
	NUM(io, x->lts_day);
}

static void
kev(struct io *io, struct adv_kev *x)
{
	text(io, &x->id);
	NUM(io, x->added_day);
	NUM(io, x->due_day);
	NUM(io, x->ransomware);
	text(io, &x->action);
}

static void
pair(struct io *io, struct journal_pair *x)
{
	text(io, &x->a);
	text(io, &x->b);
	num(io, &x->n);
}

/* Anything that an operation says. */
union what {
	struct journal_source source;
	struct adv_record record;
	struct adv_kev kev;
	struct adv_epss epss;
	struct adv_eol eol;
	struct adv_maven maven;
	struct journal_pair pair;
	struct journal_ns ns;
};

static void
describe(struct io *io, enum journal_op op, union what *w)
{
	switch (op) {
	case J_SOURCE:
		source(io, &w->source.source);
		NUM(io, w->source.number);
		break;
	case J_NAMESPACE:
		eco(io, &w->ns.eco);
		text(io, &w->ns.release);
		break;
	case J_RECORD:
		record(io, &w->record);
		break;
	case J_KEV:
		kev(io, &w->kev);
		break;
	case J_EPSS:
		text(io, &w->epss.id);
		NUM(io, w->epss.score);
		NUM(io, w->epss.percentile);
		break;
	case J_EOL:
		eol(io, &w->eol);
		break;
	case J_MAVEN:
		maven(io, &w->maven);
		break;
	case J_TORN:
	case J_PARTIAL:
		break;
	default:
		pair(io, &w->pair);
		break;
	}
}

/* ---- writing ---- */

struct journal {
	int fd;
	struct buf pending, frame;
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

static void
put_frame(struct journal *j, enum journal_op op)
{
	size_t n = j->frame.n;
	uint8_t b[5] = { (uint8_t)op, (uint8_t)n, (uint8_t)(n >> 8),
		(uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	if (n > FRAME_MAX && j->rc == RC_OK)
		j->rc = err_set(&j->why, RC_LIMIT, "a record of %zu bytes", n);
	(void)buf_add(&j->pending, b, sizeof b);
	(void)buf_add_str(&j->pending, buf_str(&j->frame));
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
	buf_done(&j->frame);
	free(j);
}

void
journal_note(struct fill *f, enum journal_op op, const void *what)
{
	struct journal *j = f->journal;
	struct io io = { .out = j != NULL ? &j->frame : NULL };

	if (j == NULL || (op == J_SOURCE ?
	    ((const struct journal_source *)what)->source.frozen :
	    f->nsrc == 0 || f->src[f->cur].frozen))
		return;
	j->frame.n = 0;
	/* Described, not changed: see num(). */
	describe(&io, op, (union what *)(uintptr_t)what);
	put_frame(j, op);
}

/* What decides, on the way back, whether a source is still wanted. */
static void
put_index(struct fill *f, struct journal *j)
{
	struct io io = { .out = &j->frame };

	j->frame.n = 0;
	for (size_t i = 0; i < f->nsrc; i++) {
		struct fill_source s = { .feed = f->src[i].feed,
			.name = f->src[i].name, .scope = fill_scope_of(f, i),
			.shown = f->src[i].shown,
			.sha256 = f->src[i].sha256, .open = f->src[i].open };

		if (!f->src[i].frozen)
			source(&io, &s);
	}
	put_frame(j, J_INDEX);
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
	uint8_t b[5];
	size_t n;
	enum rc rc = exactly(r->in, b, sizeof b, e);

	if (rc != RC_OK)
		return rc;
	n = (size_t)b[1] | (size_t)b[2] << 8 | (size_t)b[3] << 16 |
	    (size_t)b[4] << 24;
	if (n > FRAME_MAX || b[0] < J_SOURCE || b[0] > J_INDEX)
		return err_set(e, RC_FORMAT, "damaged");
	r->frame.n = 0;
	(void)buf_room(&r->frame, n + 1);
	rc = exactly(r->in, r->frame.p, n, e);
	r->frame.n = n;
	*ret = (enum journal_op)b[0];
	if (rc == RC_OK && sum != NULL) {
		digest_add(sum, b, sizeof b);
		digest_add(sum, r->frame.p, n);
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
	struct io io = { .in = rd_of(r->frame.p, r->frame.n) };

	while (io.in.n != 0 && !io.in.bad && r->nsrc < SOURCES_MAX) {
		struct fill_source s = { .bytes = 0 };

		source(&io, &s);
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

static enum rc
apply(struct replay *r, enum journal_op op, const union what *w,
    struct err *e)
{
	struct fill *f = r->f;
	const struct journal_pair *p = &w->pair;

	switch (op) {
	case J_SOURCE:
		return begin_source(r, &w->source, e);
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
		return fill_meta(f, str_z(r->scratch, p->a), p->b, e);
	case J_REJECT:
		return (p->n != 0 ? fill_broken : fill_reject)(f, p->a,
		    str_z(r->scratch, p->b), e);
	case J_DELETED:
		return fill_deleted(f, p->b, p->a, p->n, e);
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
	enum journal_op op = J_SOURCE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && op != J_INDEX) {
		union what w;
		struct io io = { .a = r->scratch };

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
			describe(&io, op, &w);
		/* What is of no source belongs to none. */
		rc = io.in.bad || (!r->begun && op != J_SOURCE &&
		    op != J_INDEX) ? err_set(e, RC_FORMAT, "damaged") :
		    apply(r, op, &w, e);
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
