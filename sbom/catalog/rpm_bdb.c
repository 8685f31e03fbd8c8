/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/rd.h"
#include "sbom/catalog/rpm.h"

/*
 * rpm's Berkeley DB back end: Packages, a hash (or btree) of header blobs.
 *
 * Source:   Berkeley DB 5.3, src/dbinc/db_page.h: DBMETA, PAGE, HKEYDATA,
 *           HOFFPAGE, BKEYDATA, BOVERFLOW.
 * Layout:   page 0 holds the magic at 12, its byte order is the file's; page
 *           size at 20, last page number at 32. A page has a header of 26
 *           bytes, then u16 offsets of its items, key and value in turn.
 *           A value that is too long for a page is a record that names the
 *           first page of a chain. All pages are walked in order: no bucket
 *           or tree is followed, so that damage to these loses nothing.
 * Key 0 of rpm's hash is a counter of four bytes, not a header: values under
 * 16 bytes are passed over.
 * Limits:   a chain's page counts once in the whole file, which also ends
 *           every cycle.
 */
enum {
	META_SIZE = 72, PAGE_HEADER = 26,
	HASH_MAGIC = 0x061561, BTREE_MAGIC = 0x053162,
	P_HASH_UNSORTED = 2, P_LBTREE = 5, P_OVERFLOW = 7, P_HASHMETA = 8,
	P_BTREEMETA = 9, P_HASH = 13,
	H_KEYDATA = 1, H_OFFPAGE = 3, B_KEYDATA = 1, B_OVERFLOW = 3,
	B_DELETED = 0x80,
	HEADER_MIN = 16,
};

struct bdb {
	struct rpm_out *o;
	const uint8_t *p;	/* whole pages only */
	size_t size;		/* of a page */
	size_t pages;
	bool big, btree;
	uint8_t *seen;		/* per page: part of a chain already */
	struct buf value;	/* one chained value */
};

struct page {
	const uint8_t *p;
	uint32_t next;
	uint16_t entries, high;
	uint8_t type;
};

static uint16_t
u16(const struct bdb *d, struct rd *r)
{
	return d->big ? rd_be16(r) : rd_le16(r);
}

static uint32_t
u32(const struct bdb *d, struct rd *r)
{
	return d->big ? rd_be32(r) : rd_le32(r);
}

static struct page
page_of(const struct bdb *d, size_t i)
{
	struct page g = { .p = d->p + i * d->size };
	struct rd in = rd_of(g.p, d->size);

	rd_skip(&in, 16);
	g.next = u32(d, &in);
	g.entries = u16(d, &in);
	g.high = u16(d, &in);
	rd_skip(&in, 1);
	g.type = rd_u8(&in);
	return g;
}

static bool
magic_of(struct str image, bool *ret_big, bool *ret_btree)
{
	struct rd le = rd_of(image.p, image.n), be;

	rd_skip(&le, 12);
	be = le;

	uint32_t l = rd_le32(&le), b = rd_be32(&be);

	*ret_big = b == HASH_MAGIC || b == BTREE_MAGIC;
	*ret_btree = l == BTREE_MAGIC || b == BTREE_MAGIC;
	return !le.bad && (*ret_big || *ret_btree || l == HASH_MAGIC);
}

bool
rpm_is_bdb(struct str image)
{
	bool big, btree;

	return magic_of(image, &big, &btree);
}

static enum rc
meta(struct bdb *d, struct str image, struct err *e)
{
	struct rd in = rd_of(image.p, image.n);

	if (!magic_of(image, &d->big, &d->btree) || image.n < META_SIZE)
		return err_set(e, RC_FORMAT, "no Berkeley DB meta page");
	rd_skip(&in, 20);

	uint32_t size = u32(d, &in);
	uint8_t crypt = rd_u8(&in), type = rd_u8(&in), flags = rd_u8(&in);

	rd_skip(&in, 5);

	uint32_t last = u32(d, &in);

	if (size < 512 || size > 65536 || (size & (size - 1)) != 0)
		return err_set(e, RC_FORMAT, "pages of %" PRIu32 " bytes",
		    size);
	if (type != (d->btree ? P_BTREEMETA : P_HASHMETA))
		return err_set(e, RC_FORMAT, "meta page of type %u", type);
	if (crypt != 0 || flags != 0)
		return err_set(e, RC_UNSUPPORTED,
		    "encrypted, or with checksums or partitions");
	d->p = (const uint8_t *)image.p;
	d->size = size;
	d->pages = image.n / size;
	if (last >= d->pages)
		return err_set(e, RC_FORMAT, "is cut short: %zu pages of %"
		    PRIu32, d->pages, last + 1);
	d->pages = (size_t)last + 1;
	return RC_OK;
}

static void
lost(struct bdb *d, size_t page, const char *what)
{
	d->o->out->gap(d->o->out, "package-db", "page %zu: %s", page, what);
}

/* Gather len bytes from the chain that begins at page first. */
static bool
chained(struct bdb *d, uint32_t first, uint32_t len, struct str *ret)
{
	if (len > d->pages * d->size)
		return false;
	d->value.n = 0;
	for (uint32_t at = first; d->value.n < len;) {
		if (at == 0 || at >= d->pages || d->seen[at] != 0)
			return false;
		d->seen[at] = 1;

		struct page g = page_of(d, at);
		/* On an overflow page `high` is the number of its bytes. */
		size_t take = g.high;

		if (g.type != P_OVERFLOW || take == 0 ||
		    take > d->size - PAGE_HEADER || take > len - d->value.n ||
		    !buf_add(&d->value, g.p + PAGE_HEADER, take))
			return false;
		at = g.next;
	}
	*ret = buf_str(&d->value);
	return true;
}

static enum rc
take(struct bdb *d, struct str value)
{
	return value.n < HEADER_MIN ? RC_OK : rpm_header(d->o, value);
}

static enum rc
take_chained(struct bdb *d, size_t page, struct rd in)
{
	uint32_t first = u32(d, &in), len = u32(d, &in);
	struct str value;

	if (in.bad || !chained(d, first, len, &value)) {
		lost(d, page, "a value's chain of pages is broken");
		return RC_OK;
	}
	return take(d, value);
}

/* Offset of item i, or 0 when it lies outside its page. */
static size_t
offset_of(const struct bdb *d, const struct page *g, size_t i)
{
	struct rd in = rd_of(g->p, d->size);

	rd_skip(&in, PAGE_HEADER + 2 * i);

	size_t at = u16(d, &in);

	return in.bad || at < PAGE_HEADER || at >= d->size ? 0 : at;
}

/* HKEYDATA: type, then data up to the item before it. HOFFPAGE: type, three
   unused, page, length. */
static enum rc
hash_item(struct bdb *d, size_t page, const struct page *g, size_t i)
{
	size_t at = offset_of(d, g, i);
	size_t end = i == 0 ? d->size : offset_of(d, g, i - 1);

	if (at == 0 || end <= at) {
		lost(d, page, "an item lies outside");
		return RC_OK;
	}

	struct rd in = rd_of(g->p + at, end - at);
	uint8_t type = rd_u8(&in);

	if (type == H_KEYDATA)
		return take(d, str_of(in.p, in.n));
	if (type == H_OFFPAGE) {
		rd_skip(&in, 3);
		return take_chained(d, page, in);
	}
	lost(d, page, "an item of unknown type");
	return RC_OK;
}

/* BKEYDATA: length, type, data. BOVERFLOW: two unused, type, unused, page,
   length. */
static enum rc
btree_item(struct bdb *d, size_t page, const struct page *g, size_t i)
{
	size_t at = offset_of(d, g, i);
	struct rd in = rd_of(g->p + at, d->size - at);
	uint16_t len = u16(d, &in);
	uint8_t type = rd_u8(&in);

	if (at == 0 || in.bad) {
		lost(d, page, "an item lies outside");
		return RC_OK;
	}
	if ((type & B_DELETED) != 0)
		return RC_OK;
	if (type == B_OVERFLOW) {
		rd_skip(&in, 1);
		return take_chained(d, page, in);
	}

	const uint8_t *p = rd_take(&in, len);

	if (type == B_KEYDATA && p != NULL)
		return take(d, str_of(p, len));
	lost(d, page, "an item of unknown type or size");
	return RC_OK;
}

static enum rc
one_page(struct bdb *d, size_t i)
{
	struct page g = page_of(d, i);
	bool hash = g.type == P_HASH || g.type == P_HASH_UNSORTED;
	bool leaf = g.type == P_LBTREE;
	enum rc rc = RC_OK;

	if (d->btree ? !leaf : !hash)
		return RC_OK;
	if (g.entries % 2 != 0 ||
	    g.entries > (d->size - PAGE_HEADER) / 2) {
		lost(d, i, "an impossible number of items");
		return RC_OK;
	}
	for (size_t k = 1; rc == RC_OK && k < g.entries; k += 2)
		rc = leaf ? btree_item(d, i, &g, k) : hash_item(d, i, &g, k);
	return rc;
}

/*
 * A page that damage took out of the walk leaves the chains of its values
 * behind: chains that are given up become pages of type 0 (db_meta.c,
 * __db_free), so that one which no value led to is a value not seen.
 */
static void
check_chains(struct bdb *d)
{
	size_t n = 0;

	for (size_t i = 1; i < d->pages; i++)
		n += d->seen[i] == 0 && page_of(d, i).type == P_OVERFLOW;
	if (n != 0)
		d->o->out->gap(d->o->out, "package-db", "%zu pages of values "
		    "that no record leads to", n);
}

enum rc
rpm_bdb(struct rpm_out *o, struct str image, struct err *e)
{
	struct bdb d = { .o = o };
	enum rc rc = meta(&d, image, e);
	/* A file that is cut short is read as far as it goes, and fails. */
	enum rc whole = d.p != NULL ? rc : RC_OK;

	if (d.p == NULL)
		return rc;

	struct arena *a = arena_new(d.pages + 65536);

	rc = RC_OK;
	d.seen = NEWN(a, uint8_t, d.pages);
	for (size_t i = 1; rc == RC_OK && i < d.pages; i++)
		rc = one_page(&d, i);
	if (rc == RC_OK)
		check_chains(&d);
	buf_done(&d.value);
	arena_free(a);
	return rc == RC_OK ? whole : rc;
}
