/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/recorder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "advisory/fill_int.h"
#include "advisory/journal_int.h"
#include "base/arena.h"

enum {
	WHOLE = 256 * 1024,	/* bytes of a record that is not copied: its
				   statements may share long texts */
	PER_STATEMENT = 32,	/* about what its numbers take */
};

struct recorder {
	struct buf frames;
	struct journal_io io;	/* to them */
	recorder_fn *take;
	void *ctx;
	bool texts, deaf;
};

struct fill *
recorder_new(recorder_fn *take, void *ctx, bool texts)
{
	struct fill *f = calloc(1, sizeof *f);
	struct recorder *r = calloc(1, sizeof *r);

	if (f == NULL || r == NULL)
		abort();
	*r = (struct recorder){ .take = take, .ctx = ctx,
		.texts = texts };
	r->io.out = &r->frames;
	f->recorder = r;
	return f;
}

void
recorder_free(struct fill *f)
{
	if (f == NULL)
		return;
	buf_done(&f->recorder->frames);
	free(f->recorder);
	free(f);
}

static void
hand_over(struct recorder *r, const struct adv_record *whole)
{
	if (!r->deaf)
		r->deaf = !r->take(r->ctx, &r->frames, whole);
	r->frames.n = 0;
}

void
recorder_end(struct fill *f)
{
	struct recorder *r = f->recorder;

	if (r->frames.n != 0)
		hand_over(r, NULL);
	r->deaf = false;
}

static size_t
affected_size(const struct adv_affected *x)
{
	return PER_STATEMENT + x->release.n + x->channel.n + x->name.n +
	    x->fixed.n + x->word.n + x->module.n + x->arch.n + x->flavour.n +
	    x->cpes.n + x->extra.n + x->range.lo.n + x->range.hi.n;
}

static size_t
cpe_size(const struct adv_cpe *x)
{
	return PER_STATEMENT + x->part.n + x->vendor.n + x->product.n +
	    x->attrs.n + x->range.lo.n + x->range.hi.n;
}

/* About what the record takes as a frame; sums of what is in memory. */
static bool
is_large(const struct adv_record *r)
{
	size_t n = r->title.n + r->url.n + r->text.n;

	for (size_t i = 0; n < WHOLE && i < r->naffected; i++)
		n += affected_size(&r->affected[i]);
	for (size_t i = 0; n < WHOLE && i < r->ncpes; i++)
		n += cpe_size(&r->cpes[i]);
	for (size_t i = 0; n < WHOLE && i < r->nlinks; i++)
		n += r->links[i].n;
	for (size_t i = 0; n < WHOLE && i < r->naliases; i++)
		n += r->aliases[i].id.n;
	for (size_t i = 0; n < WHOLE && i < r->ncvss; i++)
		n += PER_STATEMENT + r->cvss[i].source.n +
		    r->cvss[i].vector.n;
	return n + r->ncwes >= WHOLE;
}

static void
note_record(struct recorder *r, const struct adv_record *was)
{
	struct adv_record x = *was;

	if (!r->texts)
		x.text = STR("");
	if (is_large(&x))
		hand_over(r, &x);
	else
		journal_frame(&r->io, J_RECORD, &x);
}

void
recorder_note(struct recorder *r, enum journal_op op, const void *what)
{
	assert(op != J_SOURCE);
	if (r->deaf)
		return;
	if (op == J_RECORD)
		note_record(r, what);
	else
		journal_frame(&r->io, op, what);
	if (r->frames.n >= RECORDER_ENOUGH)
		hand_over(r, NULL);
}

enum rc
recorder_rc(const struct fill *f, struct err *e)
{
	return f->recorder->deaf ? err_set(e, RC_IO, "nobody listens") :
	    RC_OK;
}

enum rc
recorder_play(struct fill *f, struct str frames, struct arena *scratch,
    struct err *e)
{
	struct journal_io io = { .a = scratch };
	struct rd all = rd_of(frames.p, frames.n);
	enum rc rc = RC_OK;

	while (rc == RC_OK && all.n != 0) {
		const uint8_t *b = rd_take(&all, JOURNAL_HEAD);
		struct journal_head h = { 0, 0 };
		union journal_what w;

		if (b != NULL)
			h = journal_head(b);
		io.in = rd_of(rd_take(&all, h.n), h.n);
		arena_reset(scratch);
		memset(&w, 0, sizeof w);
		if (!all.bad)
			journal_describe(&io, h.op, &w);
		rc = all.bad || io.in.bad ? err_set(e, RC_FORMAT,
		    "a record of no known form") :
		    journal_apply(f, h.op, &w, scratch, e);
	}
	return rc;
}
