/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file: unpacked, opened when it is an archive, and handed to the feed
 * that wants it.
 */
#include <stdlib.h>

#include "advisory/fill.h"
#include "base/arena.h"
#include "codec/archive.h"
#include "codec/digest.h"
#include "codec/unpack.h"
#include "feeds/command/intake.h"
#include "feeds/command/manifest.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/tap.h"

enum { NEST_MAX = 4 };	/* packings and archives in each other */

void
intake_gap(struct intake *in, struct str path, const char *what)
{
	notice_gap(in->notices, "feed", path, "%s", what);
}

struct str
intake_base(struct str path)
{
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;

	size_t slash = str_rfind(path, '/');

	return slash < path.n && path.n > 1 ? str_from_pos(path, slash + 1) :
	    path;
}

/* ---- a plain document ---- */

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

static struct str
member_key(struct intake *in, const struct item *it)
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
		s.sha256 = member_key(in, it);
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

static enum rc
load_plain(struct intake *in, const struct item *it,
    const struct feed_file *file, const struct feed *feed, struct reader *r,
    struct err *e)
{
	/* A member that is a source of its own is summed up as it passes. */
	bool sum = it->sha256.n == 0 && !(feed->loose && it->loose != NULL);
	struct fill_counts was, is;
	struct tap tap;
	struct err why;
	enum rc rc = begin_source(in, it, feed, e);

	if (rc != RC_OK)
		return rc;

	size_t src = fill_current(in->fill);

	(void)fill_counts(in->fill, src, &was);
	tap_init(&tap, r, sum, in->lim.feed_file);
	rc = feed->load(file, &tap.r, &in->lim, in->fill, &why);
	(void)fill_counts(in->fill, src, &is);
	if (rc != RC_OK) {
		fill_torn(in->fill);
		notice_gap(in->notices, "feed", it->shown,
		    "%s, read up to here only: %s", feed->name, why.msg);
	} else if (feed->loose && it->loose != NULL &&
	    is.records == was.records && is.rejected == was.rejected &&
	    is.left_out == was.left_out) {
		notice_note(in->notices, "feed", it->shown,
		    "%s without a record", feed->name);
	} else if (it->loose == NULL && is.records == was.records &&
	    is.rejected != was.rejected) {
		notice_note(in->notices, "feed", it->shown,
		    "%s: nothing but rejected records", feed->name);
	}
	if (sum) {
		char hex[65];

		fill_source_seen(in->fill, tap_sum(&tap, hex), tap.n);
	}
	tap_done(&tap);
	return RC_OK;
}

/* ---- archives ---- */

static enum rc
load_archive(struct intake *in, const struct item *it, struct archive_in *a,
    struct err *e)
{
	struct loose own = { .key = it->sha256, .name = it->name,
		.shown = it->shown };
	struct arena *names = arena_new((size_t)in->lim.memory);
	struct str name;
	uint64_t size, n = 0;
	struct err why;
	enum rc rc = RC_OK, next;

	if (own.key.n == 0)
		own.key = member_key(in, it);
	while ((next = archive_next(a, &name, &size, &why)) == RC_OK) {
		struct item m = { .nest = it->nest + 1, .loose = &own,
			.bytes = it->bytes, .told = it->told, .fd = -1,
			.member = true };

		arena_reset(names);
		n++;
		m.shown = str_fmt(names, "%.*s!%.*s", STR_ARG(it->shown),
		    STR_ARG(name));
		m.name = str_dup(names, intake_base(name));
		rc = intake_stream(in, &m, archive_member(a), e);
		if (rc != RC_OK)
			break;
	}
	if (rc == RC_OK && next != RC_STOP) {
		notice_gap(in->notices, "archive", it->shown,
		    "damaged, read up to here only: %s", why.msg);
		if (own.used)
			fill_torn(in->fill);
	} else if (n == 0) {
		intake_gap(in, it->shown, "an archive without members");
	}
	arena_free(names);
	return rc;
}

static enum rc
open_archive(struct intake *in, const struct item *it, struct reader *r,
    struct err *e)
{
	struct archive_in *a = NULL;
	struct err why;
	enum rc rc;

	if (it->nest >= NEST_MAX) {
		intake_gap(in, it->shown, "archives nested too deep");
		return RC_OK;
	}
	rc = it->fd >= 0 ? archive_open(NULL, it->fd, &a, &why) :
	    archive_open(r, -1, &a, &why);
	if (rc != RC_OK) {
		notice_gap(in->notices, "archive", it->shown, "damaged: %s",
		    why.msg);
		return RC_OK;
	}
	rc = load_archive(in, it, a, e);
	archive_close(a);
	return rc;
}

/* ---- packed and plain ---- */

/* What its name promises and its bytes do not keep. */
static const char *
broken_promise(struct str name, enum packing kind)
{
	static const struct {
		const char *end, *what;
		enum packing kind;
	} ends[] = {
		{ ".gz", "no gzip in spite of its name", PACKED_GZIP },
		{ ".bz2", "no bzip2 in spite of its name", PACKED_BZIP2 },
		{ ".xz", "no xz in spite of its name", PACKED_XZ },
		{ ".zst", "no zstd in spite of its name", PACKED_ZSTD },
		{ ".zip", "no zip in spite of its name", PACKED_NOT },
	};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(name, str_from(ends[i].end)) &&
		    (kind != ends[i].kind || kind == PACKED_NOT))
			return ends[i].what;
	return NULL;
}

/* r is owned. */
static enum rc
load_packed(struct intake *in, const struct item *it, enum packing kind,
    struct reader *r, struct err *e)
{
	struct item unpacked = *it;
	struct reader *plain;
	struct err why;
	enum rc rc = RC_LIMIT;

	if (it->nest >= NEST_MAX)
		(void)err_set(&why, rc, "packed too many times");
	else
		rc = unpack_open(r, kind, &plain, &why);
	if (rc != RC_OK) {
		reader_close(r);
		intake_gap(in, it->shown, why.msg);
		return RC_OK;
	}
	unpacked.nest++;
	unpacked.fd = -1;
	rc = intake_stream(in, &unpacked, plain, e);
	reader_close(plain);
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

/* file.head was read from r already. */
static enum rc
load_head(struct intake *in, const struct item *it,
    const struct feed_file *file, struct reader *r, struct err *e)
{
	struct str head = file->head;
	enum packing kind = unpack_kind(head.p, head.n);
	bool is_archive = archive_kind(head.p, head.n);
	const struct feed *feed;
	const char *why = NULL;
	struct tap lent;	/* what is made of r must not close it */
	struct reader *all;
	enum rc rc = RC_OK;

	if (!is_archive && head.n != 0 && it->nest == 0)
		why = broken_promise(it->shown, kind);
	if (why != NULL) {
		intake_gap(in, it->shown, why);
		return RC_OK;
	}
	tap_init(&lent, r, false, UINT64_MAX);
	all = reader_after(head.p, head.n, &lent.r);
	if (!is_archive && kind != PACKED_NOT)
		return load_packed(in, it, kind, all, e);
	if (is_archive)
		rc = open_archive(in, it, all, e);
	else if ((feed = feed_of(it, file, &why)) == NULL)
		unknown(in, it, why);
	else if (!feed->index && !(feed->cpe && in->no_cpe))
		rc = load_plain(in, it, file, feed, all, e);
	reader_close(all);
	return rc;
}

enum rc
intake_stream(struct intake *in, const struct item *it, struct reader *r,
    struct err *e)
{
	uint8_t *head = malloc(FEED_HEAD);
	size_t n = 0;
	struct err why;
	enum rc rc;

	if (head == NULL)
		return err_sys(e, "head");
	rc = reader_fill(r, head, FEED_HEAD, &n, &why);
	if (rc != RC_OK) {
		intake_gap(in, it->shown, why.msg);
		rc = RC_OK;
	} else {
		struct feed_file file = { .name = it->shown,
			.head = str_of(head, n) };

		if (it->told != NULL) {
			file.eco = it->told->eco;
			file.release = it->told->release;
		}

		rc = load_head(in, it, &file, r, e);
	}
	free(head);
	return rc;
}
