/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document: which feed it is, reading it, and what is said of it. The first
 * two are a worker's (crew.h), the last is of the thread that fills.
 */
#include <stdlib.h>

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/progress.h"
#include "codec/digest.h"
#include "feeds/command/crew.h"
#include "feeds/command/intake.h"
#include "feeds/command/manifest.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/tap.h"

/* No feed that we know. */
static void
unknown(struct intake *in, const struct item *it, const char *why)
{
	if (why != NULL)
		intake_gap(in, it->shown, why);
	else if (it->loose == NULL)
		intake_gap(in, it->shown, "not a feed that we know");
	else if (in->unknown++ < UNKNOWN_SHOWN)
		notice_note(in->notices, "feed", it->shown,
		    "not a feed that we know: left out");
}

/* What its source is called: advisories of one's own are kept apart. */
static struct str
source_feed(struct intake *in, const struct item *it, const struct feed *feed)
{
	if (it->told == NULL || it->told->label.n == 0)
		return str_from(feed->name);
	return str_fmt(in->arena, "private:%.*s", STR_ARG(it->told->label));
}

/* Add a loose file's digest to that of its source. */
static void
loose_sum(struct loose *l, struct str feed, const struct item *it)
{
	for (size_t i = 0; i < LOOSE_FEEDS; i++) {
		if (l->by[i].digest != NULL && !str_eq(l->by[i].feed, feed))
			continue;
		if (l->by[i].digest == NULL)
			l->by[i].digest = digest_new(DIGEST_SHA256);
		l->by[i].feed = feed;
		l->by[i].bytes += it->bytes;
		digest_add(l->by[i].digest, it->sha256.p, it->sha256.n);
		digest_add(l->by[i].digest, "\n", 1);
		return;
	}
}

enum rc
intake_loose_end(struct intake *in, struct loose *l, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < LOOSE_FEEDS && l->by[i].digest != NULL; i++) {
		uint8_t out[DIGEST_MAX];
		char hex[DIGEST_HEX_MAX];
		struct str s = digest_hex(hex, out, digest_end(
		    l->by[i].digest, out));

		if (rc == RC_OK)
			rc = fill_source(in->fill, &(struct fill_source){
			    .feed = l->by[i].feed,
			    .name = l->name, .sha256 = l->key }, e);
		if (rc == RC_OK)
			fill_source_seen(in->fill, s, l->by[i].bytes);
	}
	return rc;
}

struct str
intake_member_key(struct intake *in, const struct item *it)
{
	return str_fmt(in->arena, "member %.*s", STR_ARG(it->shown));
}

/* Forms of NVD's that hold what changed of late, not all. */
static bool
is_changes(struct str name)
{
	return str_find_str(name, STR("-modified.")) < name.n ||
	    str_find_str(name, STR("-recent.")) < name.n;
}

static enum rc
begin_source(struct intake *in, const struct item *it,
    const struct feed *feed, struct err *e)
{
	struct fill_source s = { .feed = source_feed(in, it, feed),
		.name = it->name, .sha256 = it->sha256, .bytes = it->bytes,
		.shown = it->shown,
		.pieces = feed->pieces, .loose = feed->loose };

	if (feed->loose && it->loose != NULL) {
		s.name = it->loose->name;
		s.shown = it->loose->shown;
		s.sha256 = it->loose->key;
		s.bytes = it->loose->is_dir ? 0 : it->bytes;
		s.open = it->loose->is_dir;
		it->loose->used = true;
		if (it->loose->is_dir)
			loose_sum(it->loose, s.feed, it);
	} else if (it->sha256.n == 0) {
		s.sha256 = intake_member_key(in, it);
	}
	if (it->told != NULL && it->told->has_modified) {
		s.has_served = true;
		s.served_s = it->told->modified_s;
	}
	s.open |= feed->changes || is_changes(s.name);

	enum rc rc = fill_source(in->fill, &s, e);

	if (rc == RC_OK && it->told != NULL && it->told->label.n != 0)
		fill_partial(in->fill);	/* some advisories of one's own */
	return rc;
}

/* The row that reads a file: a manifest's word goes before the content, but
   an index stays one, and what an archive holds is not all of one feed. */
static const struct feed *
feed_of(const struct item *it, const struct feed_file *file,
    const char **ret_why)
{
	const struct feed *feed = feed_detect(file, ret_why);

	if (it->told == NULL || it->told->feed.n == 0 || it->member ||
	    it->told->is_dir || (feed != NULL && feed->index))
		return feed;
	for (size_t i = 0; feeds[i] != NULL; i++)
		if (str_eq(it->told->feed, str_from(feeds[i]->name)))
			return feeds[i];
	return feed;
}

/* ---- of its own ---- */

struct doc *
doc_new(const struct intake *in, const struct item *it)
{
	struct doc *d = calloc(1, sizeof *d);
	struct arena *a = arena_new((size_t)in->lim.memory);

	if (d == NULL)
		abort();
	d->in = in;
	d->arena = a;
	d->it = *it;
	d->it.shown = str_dup(a, it->shown);
	d->it.name = str_dup(a, it->name);
	d->file.name = d->it.shown;
	d->file.vouched = it->nest != 0;
	if (it->told != NULL) {
		d->file.eco = it->told->eco;
		d->file.release = it->told->release;
	}
	return d;
}

void
doc_free(struct doc *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->nlog; i++)
		buf_done(&d->log[i]);
	buf_done(&d->bytes);
	arena_free(d->arena);
	free(d);
}

/* ---- a worker's ---- */

void
doc_detect(struct doc *d)
{
	d->file.head = str_sub(buf_str(&d->bytes), 0, FEED_HEAD);
	d->feed = feed_of(&d->it, &d->file, &d->none_why);
	d->wanted = d->feed != NULL && !d->feed->index &&
	    !(d->feed->cpe && d->in->no_cpe);
	/* A member that is a source of its own is summed up as it passes. */
	d->summed = d->wanted && d->it.sha256.n == 0 &&
	    !(d->feed->loose && d->it.loose != NULL);
}

/* What reading it ended with. */
static enum rc
cut_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	const struct doc *d = ((struct doc_end *)(void *)r)->of;

	(void)p;
	(void)cap;
	if (d->cut != RC_OK)
		*e = d->cut_why;
	else
		*ret_n = 0;
	return d->cut;
}

static void
cut_close(struct reader *r)
{
	(void)r;
}

void
doc_load(struct doc *d, struct fill *f)
{
	struct doc_end end = { { cut_read, cut_close }, d };
	struct tap rest, all;	/* what is made of them must not close them */
	struct reader *r;

	tap_init(&rest, d->rest != NULL ? d->rest : &end.r, false, UINT64_MAX);
	r = reader_after(d->bytes.p, d->bytes.n, &rest.r);
	tap_init(&all, r, d->summed, d->in->lim.feed_file);
	d->rc = d->feed->load(&d->file, &all.r, &d->in->lim, f, &d->why);
	if (d->summed)
		(void)tap_sum(&all, d->hex);
	d->n = all.n;
	tap_done(&all);
	reader_close(r);
}

/* ---- of the thread that fills ---- */

enum rc
doc_begin(struct intake *in, struct doc *d, struct err *e)
{
	enum rc rc = RC_OK;

	if (d->feed == NULL)
		unknown(in, &d->it, d->none_why);
	if (!d->wanted)
		return RC_OK;
	rc = begin_source(in, &d->it, d->feed, e);
	d->source = fill_current(in->fill);
	(void)fill_counts(in->fill, d->source, &d->was);
	return rc;
}

void
doc_end(struct intake *in, struct doc *d)
{
	const struct item *it = &d->it;
	const struct fill_counts *was = &d->was;
	struct fill_counts is;

	(void)fill_counts(in->fill, d->source, &is);
	progress_add(PROGRESS_THINGS, is.records - was->records);
	if (d->rc != RC_OK) {
		fill_torn(in->fill);
		notice_gap(in->notices, "feed", it->shown,
		    "%s, read up to here only: %s", d->feed->name,
		    d->why.msg);
	} else if (d->feed->loose && it->loose != NULL &&
	    is.records == was->records && is.rejected == was->rejected &&
	    is.left_out == was->left_out) {
		notice_note(in->notices, "feed", it->shown,
		    "%s without a record", d->feed->name);
	} else if (it->loose == NULL && is.records == was->records &&
	    is.rejected != was->rejected) {
		notice_note(in->notices, "feed", it->shown,
		    "%s: nothing but rejected records", d->feed->name);
	}
	if (d->summed)
		fill_source_seen(in->fill, str_from(d->hex), d->n);
}
