/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call to the filler as bytes. Inside of frames: numbers of 7 bits a byte,
 * the lowest first, the sign in the lowest bit; texts behind their length.
 * Both ways: each struct is described once, by a function that reads or writes
 * it.
 */
#include <string.h>

#include "advisory/journal_int.h"
#include "base/arena.h"
#include "base/rd.h"
#include "identity/ecosystem.h"

enum { NUM_MAX = 10 };	/* bytes of 64 bits by seven */

static void
put_num(struct buf *to, int64_t v)
{
	uint64_t u = (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : UINT64_C(0));
	uint8_t b[NUM_MAX];
	size_t n = 0;

	for (; u > 0x7f; u >>= 7)
		b[n++] = (uint8_t)((u & 0x7f) | 0x80);
	b[n++] = (uint8_t)u;
	(void)buf_add(to, b, n);
}

static void
num(struct journal_io *io, int64_t *v)
{
	uint64_t u = 0;

	if (io->out != NULL) {
		put_num(io->out, *v);
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
count(struct journal_io *io, size_t *n)
{
	NUM(io, *n);
	if (io->out == NULL && *n > io->in.n) {
		io->in.bad = true;
		*n = 0;
	}
}

static void
text(struct journal_io *io, struct str *s)
{
	count(io, &s->n);
	if (io->out != NULL)
		(void)buf_add_str(io->out, *s);
	else
		s->p = (const char *)rd_take(&io->in, s->n);
	if (s->p == NULL || io->in.bad)
		*s = STR("");
}

/* Mostly that of the call before. */
static const struct ecosystem *
row_of(struct journal_io *io, struct str key)
{
	if (io->eco == NULL || !str_eq(key, str_from(io->eco->key)))
		io->eco = ecosystem_by_key(key);
	return io->eco;
}

/* One that is no row of the table: a feed's own. */
static const struct ecosystem *
own_eco(struct journal_io *io, struct str key, struct ecosystem own)
{
	struct ecosystem *x;

	NUM(io, own.scheme);
	NUM(io, own.names);
	NUM(io, own.distro);
	if (io->out != NULL)
		return NULL;
	io->in.bad |= (own.scheme != VERSION_NONE &&
	    version_by_id((int)own.scheme) == NULL) ||
	    own.names > ECO_EITHER || (own.key = str_z(io->a, key)) == NULL;
	x = NEW(io->a, struct ecosystem);
	*x = own;
	return x;
}

static void
eco(struct journal_io *io, const struct ecosystem **x)
{
	struct str key = io->out != NULL ? str_from((*x)->key) : STR("");
	bool own = io->out != NULL && row_of(io, key) != *x;

	text(io, &key);
	NUM(io, own);
	if (own && io->out != NULL)
		(void)own_eco(io, key, **x);
	else if (io->out == NULL)
		*x = own ? own_eco(io, key, (struct ecosystem){ 0 }) :
		    row_of(io, key);
	if (io->out == NULL && *x == NULL)
		io->in.bad = true;
}

static void
bits(struct journal_io *io, double *x)
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
array(struct journal_io *io, const void *v, size_t *n, size_t size)
{
	count(io, n);
	return io->out != NULL ? (void *)(uintptr_t)v :
	    arena_alloc(io->a, *n, size);
}

static void
range(struct journal_io *io, struct interval *i)
{
	text(io, &i->lo);
	text(io, &i->hi);
	NUM(io, i->has_lo);
	NUM(io, i->has_hi);
	NUM(io, i->lo_incl);
	NUM(io, i->hi_incl);
}

static void
affected(struct journal_io *io, struct adv_affected *x)
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
cpe(struct journal_io *io, struct adv_cpe *x)
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
cvss(struct journal_io *io, struct adv_cvss *x)
{
	text(io, &x->source);
	NUM(io, x->version);
	bits(io, &x->score);
	text(io, &x->vector);
	NUM(io, x->primary);
}

static void
ssvc(struct journal_io *io, struct adv_ssvc *x)
{
	NUM(io, x->exploitation);
	NUM(io, x->automatable);
	NUM(io, x->impact);
	NUM(io, x->time_s);
}

static void
record(struct journal_io *io, struct adv_record *r)
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
	NUM(io, r->ssvc.has);
	if (r->ssvc.has)
		ssvc(io, &r->ssvc);
	if (r->severity > SEV_CRITICAL)
		io->in.bad = true;
}

void
journal_source(struct journal_io *io, struct fill_source *s)
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
maven(struct journal_io *io, struct adv_maven *x)
{
	text(io, &x->group);
	text(io, &x->artifact);
	text(io, &x->version);
	for (size_t i = 0; i < sizeof x->sha1; i++)
		NUM(io, x->sha1[i]);
}

static void
eol(struct journal_io *io, struct adv_eol *x)
{
	text(io, &x->product);
	text(io, &x->cycle);
	NUM(io, x->released_day);
	NUM(io, x->eol_day);
	NUM(io, x->eoas_day);
	NUM(io, x->lts_day);
}

static void
kev(struct journal_io *io, struct adv_kev *x)
{
	text(io, &x->id);
	NUM(io, x->added_day);
	NUM(io, x->due_day);
	NUM(io, x->ransomware);
	text(io, &x->action);
}

static void
pair(struct journal_io *io, struct journal_pair *x)
{
	text(io, &x->a);
	text(io, &x->b);
	num(io, &x->n);
}

void
journal_describe(struct journal_io *io, enum journal_op op,
    union journal_what *w)
{
	switch (op) {
	case J_SOURCE:
		journal_source(io, &w->source.source);
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
	case J_INDEX:		/* rows, already as bytes */
		if (io->out != NULL)
			(void)buf_add_str(io->out, buf_str(&w->rows));
		break;
	default:
		pair(io, &w->pair);
		break;
	}
}

void
journal_frame(struct journal_io *io, enum journal_op op, const void *what)
{
	uint8_t head[JOURNAL_HEAD] = { (uint8_t)op };
	size_t at = io->out->n, n;

	(void)buf_add(io->out, head, sizeof head);
	/* Described, not changed: see num(). */
	journal_describe(io, op, (union journal_what *)(uintptr_t)what);
	n = io->out->n - at - sizeof head;
	for (unsigned i = 0; i < 4; i++)
		io->out->p[at + 1 + i] = (uint8_t)(n >> 8 * i);
}

struct journal_head
journal_head(const uint8_t b[JOURNAL_HEAD])
{
	bool known = b[0] >= J_SOURCE && b[0] <= J_INDEX;

	return (struct journal_head){ known ? (enum journal_op)b[0] : 0,
		(size_t)b[1] | (size_t)b[2] << 8 | (size_t)b[3] << 16 |
		(size_t)b[4] << 24 };
}
