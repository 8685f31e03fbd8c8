/* SPDX-License-Identifier: Apache-2.0 */
#include "db/image.h"

#include "base/rd.h"

/*
 * SQLite's files as bytes: the header of a database and the write-ahead log.
 *
 * Source:   https://www.sqlite.org/fileformat2.html sections 1.3 (header) and
 *           4 (write-ahead log; 4.2 for the checksum).
 * Log:      32 bytes of header: magic, format, page size, sequence, two salts,
 *           two checksums; then frames: page number, size of the database in
 *           pages (not 0 in a commit), the salts, running checksums, a page.
 *           All big-endian; the magic's last bit tells how the checksum reads
 *           its words. A log is good up to its first frame that is not, and
 *           counts up to its last commit: what follows is of an earlier round
 *           or was never committed.
 * Limits:   pages of 512 to 65536 bytes; no more pages than image and log
 *           together hold bytes for (the caller compares).
 */
enum {
	WAL_HEADER = 32,
	FRAME_HEADER = 24,
	WAL_FORMAT = 3007000,
};
#define WAL_MAGIC UINT32_C(0x377f0682)

static bool
is_page_size(size_t n)
{
	return n >= 512 && n <= 65536 && (n & (n - 1)) == 0;
}

size_t
image_page_size(struct str image)
{
	struct rd r = rd_of(image.p, image.n);
	const uint8_t *magic = rd_take(&r, 16);
	size_t size = rd_be16(&r);

	if (r.bad || memcmp(magic, "SQLite format 3", 16) != 0)
		return 0;
	if (size == 1)
		size = 65536;
	return is_page_size(size) ? size : 0;
}

struct sum {
	uint32_t a, b;
	bool big_endian;
};

static uint32_t
word(const uint8_t *p, bool big_endian)
{
	struct rd r = rd_of(p, 4);

	return big_endian ? rd_be32(&r) : rd_le32(&r);
}

/* n is a multiple of 8. */
static void
sum_add(struct sum *s, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
		s->a += word(p + i, s->big_endian) + s->b;
		s->b += word(p + i + 4, s->big_endian) + s->a;
	}
}

static bool
sum_is(const struct sum *s, struct rd *r)
{
	uint32_t a = rd_be32(r), b = rd_be32(r);

	return !r->bad && a == s->a && b == s->b;
}

/* The log's header; false when it is none. */
static bool
read_header(struct rd *r, size_t *ret_page, const uint8_t **ret_salt,
    struct sum *ret)
{
	const uint8_t *head = r->p;
	uint32_t magic = rd_be32(r), format = rd_be32(r), page = rd_be32(r);

	rd_skip(r, 4);		/* sequence number of the checkpoint */
	*ret_salt = rd_take(r, 8);
	*ret = (struct sum){ .big_endian = (magic & 1) != 0 };
	if (r->bad || (magic & ~UINT32_C(1)) != WAL_MAGIC ||
	    format != WAL_FORMAT || !is_page_size(page))
		return false;
	*ret_page = page;
	sum_add(ret, head, WAL_HEADER - 8);
	return sum_is(ret, r);
}

/* The next frame; false when it is none of this log's. */
static bool
read_frame(struct rd *r, size_t page_size, const uint8_t *salt,
    struct sum *sum, uint32_t *ret_commit)
{
	const uint8_t *head = r->p;
	uint32_t page = rd_be32(r), commit = rd_be32(r);
	const uint8_t *frame_salt = rd_take(r, 8);
	struct rd sums = *r;

	rd_skip(r, 8);
	const uint8_t *data = rd_take(r, page_size);

	if (r->bad || page == 0 || memcmp(frame_salt, salt, 8) != 0)
		return false;
	sum_add(sum, head, 8);
	sum_add(sum, data, page_size);
	*ret_commit = commit;
	return sum_is(sum, &sums);
}

struct wal
wal_scan(struct str wal, size_t page_size)
{
	struct rd r = rd_of(wal.p, wal.n);
	struct wal w = { 0 };
	const uint8_t *salt;
	struct sum sum;
	uint32_t commit;

	if (!read_header(&r, &w.page_size, &salt, &sum) ||
	    (page_size != 0 && page_size != w.page_size))
		return (struct wal){ 0 };
	for (size_t n = 1; read_frame(&r, w.page_size, salt, &sum, &commit);
	    n++) {
		if (commit == 0)
			continue;
		w.frames = n;
		w.pages = commit;
	}
	return w;
}

void
wal_fold(struct str wal, const struct wal *w, uint8_t *to)
{
	struct rd r = rd_of(wal.p, wal.n);

	rd_skip(&r, WAL_HEADER);
	for (size_t i = 0; i < w->frames; i++) {
		size_t page = rd_be32(&r);

		rd_skip(&r, FRAME_HEADER - 4);
		const uint8_t *data = rd_take(&r, w->page_size);

		if (!r.bad && page <= w->pages)
			memcpy(to + (page - 1) * w->page_size, data,
			    w->page_size);
	}
}
