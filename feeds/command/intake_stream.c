/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file: unpacked, opened when it is an archive, and handed to the feed
 * that wants it.
 */
#include <stdlib.h>

#include "advisory/fill.h"
#include "base/arena.h"
#include "codec/archive.h"
#include "codec/unpack.h"
#include "feeds/command/crew.h"
#include "feeds/command/intake.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/tap.h"

enum {
	NEST_MAX = 4,		/* packings and archives in each other */
	WHOLE = 1 << 20,	/* bytes of a document that is held as it is */
};

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
		own.key = intake_member_key(in, it);
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
	if (rc == RC_OK)	/* own ends here */
		rc = crew_finish(in->crew, in, e);
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

/* ---- a document ---- */

/* What follows d->bytes, as far as it is held in memory. */
static void
read_on(struct doc *d, struct reader *r)
{
	size_t got = 1;

	while (d->cut == RC_OK && got != 0 && d->bytes.n < WHOLE) {
		uint8_t *p = buf_room(&d->bytes, FEED_HEAD);

		d->cut = reader_read(r, p, FEED_HEAD, &got, &d->cut_why);
		if (d->cut == RC_OK)
			d->bytes.n += got;
	}
	if (d->cut == RC_OK && got != 0)
		d->rest = r;
}

/* Large ones are read while they are told; of others the reader is not needed
   any more. */
static enum rc
load_plain(struct intake *in, const struct item *it, struct str head,
    struct reader *r, struct err *e)
{
	struct reader *rest = NULL;
	struct tap lent;
	struct doc *d;
	enum rc rc = crew_make_room(in->crew, in, e);

	if (rc != RC_OK)
		return rc;
	d = doc_new(in, it);
	(void)buf_add_str(&d->bytes, head);
	read_on(d, r);
	if (d->rest != NULL && it->nest != 0) {
		tap_init(&lent, r, false, UINT64_MAX);
		d->rest = rest = reader_ahead(&lent.r);
	}

	bool large = d->rest != NULL;

	crew_add(in->crew, d);
	if (large)
		rc = crew_finish(in->crew, in, e);
	if (rc != RC_OK)
		crew_stop(in->crew);
	reader_close(rest);
	return rc;
}

/* head was read from r already. */
static enum rc
load_head(struct intake *in, const struct item *it, struct str head,
    struct reader *r, struct err *e)
{
	enum packing kind = unpack_kind(head.p, head.n);
	bool is_archive = archive_kind(head.p, head.n);
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
	if (!is_archive && kind == PACKED_NOT)
		return load_plain(in, it, head, r, e);
	tap_init(&lent, r, false, UINT64_MAX);
	all = reader_after(head.p, head.n, &lent.r);
	if (!is_archive)
		return load_packed(in, it, kind, all, e);
	if (it->nest != 0)
		all = reader_ahead(all);
	rc = open_archive(in, it, all, e);
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
		rc = load_head(in, it, str_of(head, n), r, e);
	}
	free(head);
	return rc;
}
