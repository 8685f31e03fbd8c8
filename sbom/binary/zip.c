/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/binary/zip_int.h"

#include "base/limits.h"
#include "codec/deflate.h"

/*
 * Zip by the directory at the end of the file.
 *
 * Source:   PKWARE APPNOTE.TXT 6.3.10, sections 4.3 (order of headers), 4.3.7
 *           (local header), 4.3.12 (directory), 4.3.14 to 4.3.16 (ends),
 *           4.5.3 (64-bit extra field). All integers little-endian.
 * Prefix:   an executable jar is a script before an archive. Offsets count
 *           from the archive, or from the file (zip -A): what lies between
 *           the directory's stated place and its real one tells.
 * Overlap:  entries may not share bytes: what they take together fits before
 *           the directory, and none touches the one that ends last of those
 *           before it (all of them where they come in the file's order). So a
 *           bomb of overlapping entries ends here, in constant memory.
 * Limits:   ZIP_ENTRIES_MAX entries, names of PATH_MAX_BYTES in the caller's
 *           hands, one window of the directory in memory.
 */
enum { WINDOW = 64 * 1024, OUT = 64 * 1024, IN = 64 * 1024 };

bool
zip_magic(const void *p, size_t n)
{
	return n >= 4 && (memcmp(p, "PK\3\4", 4) == 0 ||
	    memcmp(p, "PK\5\6", 4) == 0);
}

const char *
zip_unreadable(const struct zip_entry *x)
{
	if ((x->flags & (ZIP_ENCRYPTED | ZIP_STRONG | ZIP_MASKED)) != 0)
		return "it is encrypted";
	if (x->method != ZIP_STORED && x->method != ZIP_DEFLATED)
		return "its compression method is not read";
	return NULL;
}

void
zip_budget_done(struct zip_budget *w)
{
	deflate_free(w->spare);
	w->spare = NULL;
}

struct deflate_in *
zip_inflater(struct zip_budget *w)
{
	struct deflate_in *d = w->spare;

	w->spare = NULL;
	if (d == NULL)
		return deflate_new();
	deflate_start(d);
	return d;
}

void
zip_inflater_back(struct zip_budget *w, struct deflate_in *d)
{
	if (w->spare == NULL)
		w->spare = d;
	else
		deflate_free(d);
}

bool
zip_field64(struct rd extra, struct rd *ret)
{
	while (!extra.bad && extra.n >= 4) {
		uint16_t id = rd_le16(&extra), n = rd_le16(&extra);

		*ret = rd_at(&extra, 0, n);
		rd_skip(&extra, n);
		if (id == 1)
			return !ret->bad;
	}
	return false;
}

bool
zip_extra64(struct rd extra, uint64_t *size, uint64_t *packed, uint64_t *at)
{
	uint64_t *const fields[] = { size, packed, at };
	struct rd x;
	bool there = zip_field64(extra, &x);

	for (size_t i = 0; i < 3; i++) {
		if (fields[i] == NULL || *fields[i] != UINT32_MAX)
			continue;
		if (!there)
			return false;
		*fields[i] = rd_le64(&x);
	}
	return !there || !x.bad;
}

/* ---- where the directory is ---- */

static enum rc
no_zip(struct err *e)
{
	return err_set(e, RC_FORMAT, "no zip directory: not an archive, or "
	    "cut short");
}

/* The last end record whose comment reaches to the end, in the tail; else the
   last that fits at all: something may follow the archive. */
static bool
find_end(const uint8_t *p, size_t n, size_t *ret)
{
	bool found = false;

	for (size_t k = ZIP_END_SIZE; k <= n; k++) {
		size_t i = n - k;
		struct rd r = rd_of(p + i, k);

		if (p[i] != 'P' || rd_le32(&r) != ZIP_END)
			continue;
		rd_skip(&r, 16);

		size_t comment = rd_le16(&r);

		if (comment == r.n) {
			*ret = i;
			return true;
		}
		if (comment < r.n && !found) {
			*ret = i;
			found = true;
		}
	}
	return found;
}

struct ends {
	uint64_t at;		/* where what follows the directory begins */
	uint64_t entries, size, offset;
};

static enum rc
end64_at(struct blob *b, uint64_t at, struct ends *ret, bool *ret_found,
    struct err *e)
{
	const uint8_t *p;
	enum rc rc;

	*ret_found = false;
	if (at > b->size || b->size - at < ZIP_END64_SIZE)
		return RC_OK;
	rc = blob_at(b, at, ZIP_END64_SIZE, &p, e);
	if (rc != RC_OK)
		return rc;

	struct rd r = rd_of(p, ZIP_END64_SIZE);

	if (rd_le32(&r) != ZIP_END64)
		return RC_OK;
	rd_skip(&r, 8 + 2 + 2);
	if (rd_le32(&r) != 0 || rd_le32(&r) != 0)
		return err_set(e, RC_UNSUPPORTED, "a zip of several volumes");
	rd_skip(&r, 8);
	ret->entries = rd_le64(&r);
	ret->size = rd_le64(&r);
	ret->offset = rd_le64(&r);
	ret->at = at;
	*ret_found = true;
	return RC_OK;
}

/* The 64-bit end record, if a locator stands before the end record at `at`. */
static enum rc
end64(struct blob *b, struct ends *ret, struct err *e)
{
	const uint8_t *p;
	uint64_t end = ret->at;
	bool found = false;
	enum rc rc;

	if (end < ZIP_LOCATOR_SIZE)
		return RC_OK;
	rc = blob_at(b, end - ZIP_LOCATOR_SIZE, ZIP_LOCATOR_SIZE, &p, e);
	if (rc != RC_OK)
		return rc;

	struct rd r = rd_of(p, ZIP_LOCATOR_SIZE);

	if (rd_le32(&r) != ZIP_LOCATOR)
		return RC_OK;
	rd_skip(&r, 4);

	uint64_t at = rd_le64(&r);

	rc = end64_at(b, at, ret, &found, e);
	/* behind a prefix it lies right before the locator */
	if (rc == RC_OK && !found &&
	    end >= ZIP_LOCATOR_SIZE + ZIP_END64_SIZE)
		rc = end64_at(b, end - ZIP_LOCATOR_SIZE - ZIP_END64_SIZE, ret,
		    &found, e);
	if (rc == RC_OK && !found)
		return err_set(e, RC_FORMAT, "zip: no 64-bit end record where "
		    "its locator says");
	return rc;
}

static enum rc
ends_of(struct blob *b, struct ends *ret, struct err *e)
{
	static const size_t tails[] = { 1024, UINT16_MAX + ZIP_END_SIZE };
	const uint8_t *p = NULL;
	size_t n = 0, i = 0;
	bool found = false;

	for (size_t k = 0; k < 2 && !found && n < b->size; k++) {
		n = b->size < tails[k] ? (size_t)b->size : tails[k];

		enum rc rc = blob_at(b, b->size - n, n, &p, e);

		if (rc != RC_OK)
			return rc;
		found = find_end(p, n, &i);
	}
	if (!found)
		return no_zip(e);

	struct rd r = rd_of(p + i + 4, n - i - 4);
	bool volumes = rd_le16(&r) != 0;

	volumes = rd_le16(&r) != 0 || volumes;
	rd_skip(&r, 2);
	ret->entries = rd_le16(&r);
	ret->size = rd_le32(&r);
	ret->offset = rd_le32(&r);
	ret->at = b->size - n + i;
	if (ret->entries == UINT16_MAX || ret->size == UINT32_MAX ||
	    ret->offset == UINT32_MAX)
		return end64(b, ret, e);
	if (volumes)
		return err_set(e, RC_UNSUPPORTED, "a zip of several volumes");
	return RC_OK;
}

enum rc
zip_open(struct zip *z, struct blob *b, struct zip_budget *work,
    struct err *e)
{
	struct ends d = { 0 };
	enum rc rc;

	*z = (struct zip){ .b = b, .work = work };
	rc = ends_of(b, &d, e);
	if (rc != RC_OK)
		return rc;
	if (d.size > d.at || d.offset > d.at - d.size)
		return err_set(e, RC_FORMAT, "zip: the directory (%llu bytes "
		    "at %llu) lies outside the file",
		    (unsigned long long)d.size, (unsigned long long)d.offset);
	if (d.entries > ZIP_ENTRIES_MAX)
		return err_set(e, RC_LIMIT, "zip: %llu entries, over the "
		    "limit of %d", (unsigned long long)d.entries,
		    ZIP_ENTRIES_MAX);
	if (d.entries > d.size / ZIP_CENTRAL_SIZE)
		return err_set(e, RC_FORMAT, "zip: %llu entries in a "
		    "directory of %llu bytes", (unsigned long long)d.entries,
		    (unsigned long long)d.size);
	z->dir = d.at - d.size;
	z->dir_end = d.at;
	z->shift = z->dir - d.offset;
	z->entries = d.entries;
	z->pos = z->dir;
	return RC_OK;
}

void
zip_done(struct zip *z)
{
	buf_done(&z->window);
}

/* ---- its entries ---- */

/* n bytes of the directory at z->pos, from a window of our own: others use
   the blob between two entries. */
static enum rc
directory_at(struct zip *z, size_t n, const uint8_t **ret, struct err *e)
{
	const uint8_t *p;
	uint64_t left = z->dir_end - z->pos;
	size_t want = n > WINDOW ? n : WINDOW;
	enum rc rc;

	if (n > left)
		return err_set(e, RC_FORMAT, "zip: the directory is cut "
		    "short");
	if (z->pos >= z->window_at && z->pos - z->window_at <= z->window.n &&
	    n <= z->window.n - (z->pos - z->window_at)) {
		*ret = z->window.p + (z->pos - z->window_at);
		return RC_OK;
	}
	if (want > left)
		want = (size_t)left;
	rc = blob_at(z->b, z->pos, want, &p, e);
	if (rc != RC_OK)
		return rc;
	z->window.n = 0;
	z->window_at = z->pos;
	(void)buf_add(&z->window, p, want);
	*ret = z->window.p;
	return RC_OK;
}

/* The bytes that it takes at least: see "Overlap" above. */
static enum rc
no_overlap(struct zip *z, const struct zip_entry *x, struct err *e)
{
	uint64_t room = z->dir - z->shift, end;

	if (x->at > room || x->packed > room ||
	    ZIP_LOCAL_SIZE + x->name.n > room - x->packed ||
	    x->at > room - x->packed - ZIP_LOCAL_SIZE - x->name.n)
		return err_set(e, RC_FORMAT, "zip: an entry lies outside the "
		    "file");
	end = x->at + ZIP_LOCAL_SIZE + x->name.n + x->packed;
	z->sum += end - x->at;
	if (z->sum > room || (x->at < z->end && end > z->top))
		return err_set(e, RC_FORMAT, "zip: entries overlap in the "
		    "file");
	if (end > z->end) {
		z->top = x->at;
		z->end = end;
	}
	return RC_OK;
}

static enum rc
entry_of(struct zip *z, const uint8_t *p, size_t n, struct zip_entry *x,
    struct err *e)
{
	struct rd r = rd_of(p, n);

	rd_skip(&r, 8);
	x->flags = rd_le16(&r);
	x->method = rd_le16(&r);
	rd_skip(&r, 4);
	x->crc = rd_le32(&r);
	x->packed = rd_le32(&r);
	x->size = rd_le32(&r);

	size_t name = rd_le16(&r), extra = rd_le16(&r);

	rd_skip(&r, 2 + 2 + 2 + 4);
	x->at = rd_le32(&r);
	x->name = str_of(rd_take(&r, name), name);
	if (r.bad || !zip_extra64(rd_at(&r, 0, extra), &x->size, &x->packed,
	    &x->at))
		return err_set(e, RC_FORMAT, "zip: an entry without its "
		    "64-bit sizes");
	return no_overlap(z, x, e);
}

/* After the last entry: java.util.zip refuses directories that go on, too. */
static enum rc
last_one(struct zip *z, struct err *e)
{
	const uint8_t *p;

	if (z->entries == 0 && z->dir > 0)
		return err_set(e, RC_FORMAT, "zip: the directory names "
		    "nothing of %llu bytes", (unsigned long long)z->dir);
	if (z->dir_end - z->pos < ZIP_CENTRAL_SIZE)
		return RC_STOP;

	enum rc rc = directory_at(z, ZIP_CENTRAL_SIZE, &p, e);

	if (rc != RC_OK)
		return rc;

	struct rd r = rd_of(p, ZIP_CENTRAL_SIZE);

	return rd_le32(&r) != ZIP_CENTRAL ? RC_STOP : err_set(e, RC_FORMAT,
	    "zip: the directory goes on after its %llu entries",
	    (unsigned long long)z->entries);
}

enum rc
zip_next(struct zip *z, struct zip_entry *ret, struct err *e)
{
	const uint8_t *p;
	size_t n = ZIP_CENTRAL_SIZE;
	enum rc rc;

	if (z->seen == z->entries)
		return last_one(z, e);
	rc = directory_at(z, n, &p, e);
	if (rc != RC_OK)
		return rc;

	struct rd r = rd_of(p, n);

	if (rd_le32(&r) != ZIP_CENTRAL)
		return err_set(e, RC_FORMAT, "zip: entry %llu of the "
		    "directory is damaged", (unsigned long long)z->seen);
	rd_skip(&r, 24);
	n += rd_le16(&r);
	n += rd_le16(&r);
	n += rd_le16(&r);
	rc = directory_at(z, n, &p, e);
	if (rc == RC_OK)
		rc = entry_of(z, p, n, ret, e);
	if (rc != RC_OK)
		return rc;
	z->pos += n;
	z->seen++;
	return RC_OK;
}

enum rc
zip_data(struct zip *z, const struct zip_entry *x, uint64_t *ret,
    struct err *e)
{
	const uint8_t *p;
	uint64_t at = z->shift + x->at, skip = ZIP_LOCAL_SIZE;
	/* inside the file with its name: see no_overlap */
	enum rc rc = blob_at(z->b, at, ZIP_LOCAL_SIZE + x->name.n, &p, e);

	if (rc != RC_OK)
		return rc;

	struct rd r = rd_of(p, ZIP_LOCAL_SIZE);
	bool good = rd_le32(&r) == ZIP_LOCAL;

	rd_skip(&r, 22);

	size_t name = rd_le16(&r);

	skip += name;
	skip += rd_le16(&r);
	if (!good || skip > z->dir - at || x->packed > z->dir - at - skip)
		return err_set(e, RC_FORMAT, "zip: no entry where the "
		    "directory says");
	if (!str_eq(str_of(p + ZIP_LOCAL_SIZE, x->name.n), x->name) ||
	    name != x->name.n)
		z->misnamed++;
	*ret = at + skip;
	return RC_OK;
}

/* ---- an entry's bytes ---- */

struct reading {
	struct zip *z;
	const struct zip_entry *x;
	zip_take *take;
	void *ctx;
	uint64_t n;		/* unpacked so far */
	uint32_t crc;
	bool stopped;
};

static enum rc
hand(struct reading *g, const uint8_t *p, size_t n, struct err *e)
{
	if (n > g->x->size - g->n)
		return err_set(e, RC_FORMAT, "zip: an entry is larger than "
		    "the directory says");
	g->n += n;
	g->crc = crc32_add(g->crc, p, n);
	g->stopped = n > 0 && !g->take(g->ctx, p, n);
	return RC_OK;
}

static enum rc
inflate_piece(struct reading *g, struct deflate_in *d, struct deflate_io *io,
    uint8_t *out, struct err *e)
{
	uint64_t *left = &g->z->work->left;
	enum rc rc = RC_OK;

	do {
		io->out = out;
		io->nout = OUT;
		rc = deflate_step(d, io, e);

		size_t n = OUT - io->nout;

		if (n > *left) {
			*left = 0;
			return err_set(e, RC_LIMIT, "archives in it inflate "
			    "to more than the limit allows");
		}
		*left -= n;
		if (rc == RC_OK)
			rc = hand(g, out, n, e);
	} while (rc == RC_OK && !g->stopped && !io->done && io->nout == 0);
	return rc;
}

static enum rc
inflate_entry(struct reading *g, uint64_t at, struct err *e)
{
	struct deflate_in *d = zip_inflater(g->z->work);
	uint8_t *out = malloc(OUT);
	struct deflate_io io = { .done = false };
	uint64_t left = g->x->packed;
	enum rc rc = d == NULL || out == NULL ?
	    err_set(e, RC_IO, "no memory to inflate") : RC_OK;

	while (rc == RC_OK && !io.done && !g->stopped && left > 0) {
		size_t n = left < IN ? (size_t)left : IN;

		rc = blob_at(g->z->b, at, n, &io.in, e);
		io.nin = n;
		at += n;
		left -= n;
		if (rc == RC_OK)
			rc = inflate_piece(g, d, &io, out, e);
	}
	if (rc == RC_OK && !io.done && !g->stopped)
		rc = err_set(e, RC_FORMAT, "zip: an entry's data is cut "
		    "short");
	free(out);
	zip_inflater_back(g->z->work, d);
	return rc;
}

static enum rc
copy_entry(struct reading *g, uint64_t at, struct err *e)
{
	uint64_t left = g->x->packed;
	enum rc rc = RC_OK;

	while (rc == RC_OK && left > 0 && !g->stopped) {
		size_t n = left < IN ? (size_t)left : IN;
		const uint8_t *p;

		rc = blob_at(g->z->b, at, n, &p, e);
		at += n;
		left -= n;
		if (rc == RC_OK)
			rc = hand(g, p, n, e);
	}
	return rc;
}

enum rc
zip_read(struct zip *z, const struct zip_entry *x, zip_take *take,
    void *ctx, struct err *e)
{
	struct reading g = { .z = z, .x = x, .take = take, .ctx = ctx };
	const char *why = zip_unreadable(x);
	uint64_t at;
	enum rc rc;

	if (why != NULL)
		return err_set(e, RC_UNSUPPORTED, "%s", why);
	rc = zip_data(z, x, &at, e);
	if (rc == RC_OK)
		rc = x->method == ZIP_STORED ? copy_entry(&g, at, e) :
		    inflate_entry(&g, at, e);
	if (rc == RC_OK && !g.stopped && (g.n != x->size || g.crc != x->crc))
		rc = err_set(e, RC_FORMAT, "zip: length or checksum of an "
		    "entry does not hold");
	return rc;
}
