/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xz and bzip2 by libarchive's filters, under its "raw" format.
 *
 * Source:   archive_read_filter(3), archive_read_format(3); the .xz file
 *           format 1.2.1, sections 2.1 (stream header) and 3.1 (block
 *           header); 5.3.1 for the dictionary size of LZMA2.
 * Traps:    libarchive takes what follows the last bzip2 stream for the end,
 *           whatever it is, and cannot tell an input that unpacks to nothing
 *           from one that fails before its first byte. Both are checked
 *           here. After damage, what libarchive had decoded of the same
 *           64 KiB is lost.
 * Limits:   the dictionary of the first xz block, WINDOW_LOG_MAX; later
 *           blocks are under libarchive's own ceiling of 1 GiB.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/rd.h"
#include "codec/backend.h"

struct unpacker {
	struct reader r;
	enum packing kind;
	struct archive *a;
	struct reader *in;	/* owned */
	bool begun, ended;
	enum rc rc;		/* of the failure that ended it */
	struct err err;
	const uint8_t *p;	/* decoded, not handed over: in a */
	size_t n;
	size_t nhead;
	uint8_t head[12 + 1024];	/* the longest two xz headers */
	struct archive_src src;
};

static uint32_t
le32_at(const uint8_t *p)
{
	struct rd r = rd_of(p, 4);

	return rd_le32(&r);
}

/* Section 1.2: seven bits a byte, lowest first, nine bytes at most. */
static uint64_t
rd_vli(struct rd *r)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 63; shift += 7) {
		uint8_t b = rd_u8(r);

		v |= (uint64_t)(b & 0x7f) << shift;
		if ((b & 0x80) == 0)
			return v;
	}
	r->bad = true;
	return 0;
}

static bool
dictionary_fits(struct rd r)
{
	enum { LZMA2 = 0x21 };
	uint8_t flags;

	rd_skip(&r, 1);
	flags = rd_u8(&r);
	if (flags & 0x40)
		(void)rd_vli(&r);
	if (flags & 0x80)
		(void)rd_vli(&r);
	for (unsigned i = 0; i <= (flags & 3U) && !r.bad; i++) {
		uint64_t id = rd_vli(&r), n = rd_vli(&r);
		const uint8_t *props = rd_take(&r, (size_t)n);

		/* b means (2 | b & 1) << (b / 2 + 11) bytes */
		if (props != NULL && id == LZMA2 && n == 1 &&
		    props[0] > 2 * (WINDOW_LOG_MAX - 12))
			return false;
	}
	return true;	/* when bad, liblzma will say how */
}

static enum rc
xz_check(struct unpacker *u, struct err *e)
{
	struct rd r = rd_of(u->head, u->nhead);
	const uint8_t *h = rd_take(&r, 12);

	if (h == NULL)
		return err_set(e, RC_FORMAT, "xz: truncated");
	/* None, CRC32, CRC64, SHA-256; liblzma passes over the rest */
	if (h[7] != 0 && h[7] != 1 && h[7] != 4 && h[7] != 10)
		return err_set(e, RC_UNSUPPORTED, "xz: check type %u", h[7]);
	if (!dictionary_fits(r))
		return err_set(e, RC_LIMIT, "xz: dictionary over %u MiB",
		    1U << (WINDOW_LOG_MAX - 20));
	return RC_OK;
}

static bool
filter_is_there(struct unpacker *u)
{
	int code = u->kind == PACKED_XZ ? ARCHIVE_FILTER_XZ
	    : ARCHIVE_FILTER_BZIP2;

	/* ARCHIVE_WARN would mean an external program: never */
	return archive_read_append_filter(u->a, code) == ARCHIVE_OK &&
	    archive_read_support_format_raw(u->a) == ARCHIVE_OK;
}

/* Section 2.1 and 4 of the format: header, index without records, footer. */
static bool
empty_xz(struct rd *r)
{
	const uint8_t *p = rd_take(r, 32);

	return p != NULL && unpack_kind(p, 6) == PACKED_XZ &&
	    le32_at(p + 8) == (uint32_t)crc32(0, p + 6, 2) &&
	    memcmp(p + 12, "\0\0\0\0\x1c\xdf\x44\x21", 8) == 0 &&
	    le32_at(p + 20) == (uint32_t)crc32(0, p + 24, 6) &&
	    memcmp(p + 24, "\1\0\0\0", 4) == 0 &&
	    memcmp(p + 28, p + 6, 2) == 0 && memcmp(p + 30, "YZ", 2) == 0;
}

static bool
empty_bzip2(struct rd *r)
{
	const uint8_t *p = rd_take(r, 14);

	return p != NULL && unpack_kind(p, 6) == PACKED_BZIP2 &&
	    memcmp(p + 4, "\x17\x72\x45\x38\x50\x90\0\0\0\0", 10) == 0;
}

/*
 * Nothing but streams of nothing, and padding? Asked when libarchive found no
 * first byte; more of them than head holds are taken for damage.
 */
static bool
is_empty(const struct unpacker *u)
{
	struct rd r = rd_of(u->head, u->nhead);

	if (u->nhead == sizeof u->head)
		return false;
	while (r.n > 0 && r.p[0] != 0)
		if (u->kind == PACKED_XZ ? !empty_xz(&r) : !empty_bzip2(&r))
			return false;
	while (r.n > 0)
		if (rd_u8(&r) != 0)
			return false;
	return true;
}

/* After the decoder's end: only zeros may follow what it used. */
static enum rc
check_end(struct unpacker *u, struct err *e)
{
	const char *name = unpack_name(u->kind);
	int64_t used = archive_filter_bytes(u->a, -1);

	if (archive_error_string(u->a) != NULL || u->src.rc != RC_OK)
		return archive_src_error(u->a, &u->src, name, e);
	if (archive_src_drain(&u->src) != RC_OK) {
		*e = u->src.err;
		return u->src.rc;
	}
	if (used < 0 || u->src.nonzero > (uint64_t)used)
		return err_set(e, RC_FORMAT, "%s: junk after the end", name);
	u->ended = true;
	return RC_OK;
}

static enum rc
begin(struct unpacker *u, struct err *e)
{
	const char *name = unpack_name(u->kind);
	struct archive_entry *entry;
	struct reader *in;
	enum rc rc = reader_fill(u->in, u->head, sizeof u->head, &u->nhead, e);

	u->begun = true;
	if (rc != RC_OK)
		return rc;
	if (unpack_kind(u->head, u->nhead) != u->kind)
		return err_set(e, RC_FORMAT, "%s: not such a file", name);
	if (u->kind == PACKED_XZ && (rc = xz_check(u, e)) != RC_OK)
		return rc;
	if ((in = reader_after(u->head, u->nhead, u->in)) == NULL) {
		u->in = NULL;
		return err_set(e, RC_IO, "%s: no memory", name);
	}
	u->src.r = u->in = in;
	if (!filter_is_there(u))
		return err_set(e, RC_UNSUPPORTED,
		    "%s: libarchive was built without", name);
	if (archive_src_open(u->a, &u->src) &&
	    archive_read_next_header(u->a, &entry) == ARCHIVE_OK)
		return RC_OK;
	if (u->src.rc != RC_OK)
		return archive_src_error(u->a, &u->src, name, e);
	if (!is_empty(u))
		return err_set(e, RC_FORMAT, "%s: damaged or truncated", name);
	u->ended = true;
	return RC_OK;
}

static enum rc
more(struct unpacker *u, struct err *e)
{
	const void *p;
	size_t n;
	int64_t off;

	if (!u->begun)
		return begin(u, e);
	switch (archive_read_data_block(u->a, &p, &n, &off)) {
	case ARCHIVE_OK:
		u->p = p;
		u->n = n;
		return RC_OK;
	case ARCHIVE_EOF:
		return check_end(u, e);
	default:
		return archive_src_error(u->a, &u->src,
		    unpack_name(u->kind), e);
	}
}

static enum rc
unpacker_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct unpacker *u = (struct unpacker *)r;

	while (u->n == 0 && !u->ended && u->rc == RC_OK)
		u->rc = more(u, &u->err);
	if (u->rc != RC_OK) {
		*e = u->err;
		return u->rc;
	}

	size_t n = cap < u->n ? cap : u->n;

	if (n > 0) {
		memcpy(p, u->p, n);
		u->p += n;
		u->n -= n;
	}
	*ret_n = n;
	return RC_OK;
}

static void
unpacker_close(struct reader *r)
{
	struct unpacker *u = (struct unpacker *)r;

	(void)archive_read_free(u->a);
	reader_close(u->in);
	free(u);
}

enum rc
unpack_archive_open(struct reader *in, enum packing kind,
    struct reader **ret, struct err *e)
{
	struct unpacker *u = calloc(1, sizeof *u);

	if (u == NULL || (u->a = archive_read_new()) == NULL) {
		free(u);
		return err_set(e, RC_IO, "%s: no memory", unpack_name(kind));
	}
	u->r = (struct reader){ unpacker_read, unpacker_close };
	u->kind = kind;
	u->in = in;
	*ret = &u->r;
	return RC_OK;
}
