/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a zip: its directory must list every member, and the file must
 * be its members, the directory, and the end record, without anything else.
 *
 * Source:   APPNOTE.TXT 6.3.10: 4.3.12 central directory, 4.3.14 zip64 end
 *           record, 4.3.15 its locator, 4.3.16 end record.
 * Traps:    of two zips one behind the other every reader sees the last one's
 *           members only, since its directory is found from the end; tools
 *           that mend offsets make it a whole zip with bytes before its first
 *           member.
 */
#include "base/rd.h"
#include "codec/backend.h"

enum {
	EOCD = 22, EOCD64 = 56, LOCATOR64 = 20, ENTRY = 46,
	MORE16 = 0xffff,	/* stands in the zip64 record */
};

/* What the end record says of the directory. */
struct dir {
	uint64_t entries, size, at;
	uint64_t end;		/* where it really ends */
};

/* tail ends the file, which has size bytes: the end record's place in it. */
static bool
find_end(const struct rd *tail, size_t *ret)
{
	for (size_t at = tail->n; at-- > 0;) {
		struct rd r = rd_at(tail, at, EOCD), comment = r;

		if (r.bad || rd_le32(&r) != 0x06054b50)
			continue;
		rd_skip(&comment, 20);
		if (rd_le16(&comment) != tail->n - at - EOCD)
			continue;
		*ret = at;
		return true;
	}
	return false;
}

/* Before the end record at at, when there is a zip64 one. */
static void
read_zip64(const struct rd *tail, size_t at, uint64_t tail_at, struct dir *d)
{
	struct rd r;

	if (at < LOCATOR64 + EOCD64)
		return;
	r = rd_at(tail, at - LOCATOR64, LOCATOR64);
	if (rd_le32(&r) != 0x07064b50)
		return;
	r = rd_at(tail, at - LOCATOR64 - EOCD64, EOCD64);
	if (rd_le32(&r) != 0x06064b50)
		return;
	rd_skip(&r, 28);
	d->entries = rd_le64(&r);
	d->size = rd_le64(&r);
	d->at = rd_le64(&r);
	d->end = tail_at + at - LOCATOR64 - EOCD64;
}

static enum rc
read_end(const struct rd *tail, uint64_t size, struct dir *ret, struct err *e)
{
	uint64_t tail_at = size - tail->n;
	size_t at;
	struct rd r;

	if (!find_end(tail, &at))
		return err_set(e, RC_FORMAT, "zip: truncated");
	r = rd_at(tail, at, EOCD);
	rd_skip(&r, 10);
	ret->entries = rd_le16(&r);
	ret->size = rd_le32(&r);
	ret->at = rd_le32(&r);
	ret->end = tail_at + at;
	if (ret->entries == MORE16 || ret->size == UINT32_MAX ||
	    ret->at == UINT32_MAX)
		read_zip64(tail, at, tail_at, ret);
	return RC_OK;
}

static enum rc
read_at(int fd, uint64_t off, uint8_t *p, size_t n, struct err *e)
{
	struct reader *r = reader_of_file(fd, off, n);
	size_t got = 0;
	enum rc rc = reader_fill(r, p, n, &got, e);

	reader_close(r);
	return rc == RC_OK && got != n ? err_set(e, RC_FORMAT,
	    "zip: truncated") : rc;
}

static enum rc
unexplained(uint64_t n, struct err *e)
{
	return err_set(e, RC_FORMAT, "zip: %ju bytes that its directory does "
	    "not list: another archive before it?", (uintmax_t)n);
}

/* Does a member begin where the file does? Mostly the first one. */
static enum rc
first_member(int fd, const struct dir *d, struct err *e)
{
	uint64_t least = d->entries == 0 ? d->at : UINT64_MAX, off = d->at;
	enum rc rc = RC_OK;

	for (uint64_t i = 0; least != 0 && i < d->entries; i++) {
		uint8_t b[ENTRY];
		struct rd r = rd_of(b, sizeof b), at = r;
		uint64_t n;

		rc = read_at(fd, off, b, sizeof b, e);
		if (rc != RC_OK)
			return rc;
		if (rd_le32(&r) != 0x02014b50)
			return err_set(e, RC_FORMAT, "zip: no directory");
		rd_skip(&r, 24);
		n = rd_le16(&r);		/* name, extra, comment */
		n += rd_le16(&r);
		n += rd_le16(&r);
		rd_skip(&at, 42);
		n += ENTRY;
		off += n;

		uint64_t begins = rd_le32(&at);

		if (begins < least)
			least = begins;
	}
	return least == 0 ? RC_STOP : unexplained(least, e);
}

enum rc
archive_zip_end(const struct archive_zip *z, struct err *e)
{
	struct rd tail = rd_of(z->tail, z->ntail);
	struct dir d = { 0 };
	enum rc rc = read_end(&tail, z->size, &d, e);

	if (rc != RC_OK)
		return rc;
	if (d.entries != z->found)
		return err_set(e, RC_FORMAT, "zip: %ju of %ju members found",
		    (uintmax_t)z->found, (uintmax_t)d.entries);
	if (d.size > d.end || d.at > d.end - d.size)
		return err_set(e, RC_FORMAT, "zip: truncated");
	if (d.at != d.end - d.size)
		return unexplained(d.end - d.size - d.at, e);
	if (z->fd >= 0)
		return first_member(z->fd, &d, e);
	if (z->members_end > d.at)
		return err_set(e, RC_FORMAT, "zip: members beyond its "
		    "directory");
	return z->members_end == d.at ? RC_STOP :
	    unexplained(d.at - z->members_end, e);
}
