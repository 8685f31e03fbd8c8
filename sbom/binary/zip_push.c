/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/binary/zip_int.h"

#include <stdarg.h>

#include "base/hash.h"
#include "base/limits.h"
#include "codec/deflate.h"

/*
 * Zip as its bytes come: local headers rule, the directory is compared.
 *
 * Source:   PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.12, 4.4.4
 *           (general purpose flags), 4.5.3.
 * Sizes:    flag 3 says that they follow the data in a descriptor. Deflated
 *           data knows its own end; stored data does not, and an archive
 *           that has such an entry is not read further (RC_UNSUPPORTED).
 *           Descriptors come with and without signature, with 32 and with 64
 *           bits (which the header's extra field foretells): that form is
 *           taken whose sizes are those of the data.
 * Prefix:   up to PREFIX bytes before the first header are passed over.
 * Skipping: data that nobody wants and whose size follows it is not inflated
 *           once a descriptor of this archive had a signature: its end is
 *           where a signature stands with the number of bytes before it. Data
 *           made to look so leads to other entries than the directory's.
 * Limits:   constant memory; what is inflated is taken from the budget.
 */
enum {
	OUT = 64 * 1024,
	PREFIX = 1024 * 1024,
	DESCRIPTOR_MAX = 24,	/* whatever follows has 22 or more */
};

enum state {
	AT_PREFIX,		/* looking for the first header */
	AT_SIGNATURE,		/* of whatever comes next */
	AT_LOCAL,
	AT_LOCAL_NAMES,		/* its name and extra field */
	AT_DATA,
	AT_CANDIDATE,		/* in data: looks like a descriptor */
	AT_DESCRIPTOR,
	AT_CENTRAL,
	AT_CENTRAL_NAME,
	AT_SKIP,		/* `skip` bytes, then a signature */
	AT_END64,
	AT_LOCATOR,
	AT_END_RECORD,
	AT_REST,		/* behind the end record */
	AT_FAILURE,
};

struct zip_push {
	struct zip_sink *s;
	struct zip_budget *work;
	struct deflate_in *d;
	enum state state;
	enum rc rc;
	struct err err;
	uint64_t off;		/* bytes fed so far */
	/* what is being gathered: need bytes of it */
	struct buf head;
	size_t need;
	uint64_t skip, at;
	/* the entry at hand */
	struct zip_entry x;
	size_t nname, nextra;
	bool wanted;
	bool follow;		/* a descriptor stands behind its data */
	bool wide;		/* of 64 bits */
	bool open;		/* and its sizes stand only there */
	bool signs;		/* descriptors have signatures here */
	bool scans;		/* for one, instead of inflating */
	bool inflated;		/* its bytes are counted unpacked */
	uint64_t in, out;	/* bytes of its data, packed and not */
	uint32_t crc;
	uint8_t back[8];
	size_t nback;
	struct buf name;
	struct zip_lists lists;
	bool trailing;		/* something behind its end */
	uint8_t room[OUT];
};

struct zip_push *
zip_push_new(struct zip_sink *s, struct zip_budget *work)
{
	struct zip_push *z = calloc(1, sizeof *z);

	if (z == NULL)
		return NULL;
	z->s = s;
	z->work = work;
	z->d = zip_inflater(work);
	z->need = 4;
	z->lists.s = s;
	if (z->d == NULL) {
		free(z);
		return NULL;
	}
	return z;
}

void
zip_push_free(struct zip_push *z)
{
	if (z == NULL)
		return;
	zip_inflater_back(z->work, z->d);
	buf_done(&z->head);
	buf_done(&z->name);
	free(z->lists.v);
	free(z);
}

bool
zip_push_failed(const struct zip_push *z)
{
	return z->state == AT_FAILURE;
}

__attribute__((format(printf, 3, 4))) static void
fail(struct zip_push *z, enum rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(z->err.msg, sizeof z->err.msg, fmt, ap);
	va_end(ap);
	z->rc = rc;
	z->state = AT_FAILURE;
}

static void
next(struct zip_push *z, enum state state, size_t need)
{
	z->state = state;
	z->need = need;
}

/* Bytes that the inflater had read too far come first. */
static void
put_back(struct zip_push *z)
{
	size_t n = z->nback;

	if (n == 0)
		return;
	z->nback = 0;
	(void)buf_room(&z->head, n);
	memmove(z->head.p + n, z->head.p, z->head.n);
	memcpy(z->head.p, z->back, n);
	z->head.n += n;
}

/* What is left in the head begins the next thing. */
static void
used(struct zip_push *z, size_t n)
{
	z->head.n -= n;
	if (z->head.n > 0)
		memmove(z->head.p, z->head.p + n, z->head.n);
}

/* ---- headers ---- */

/* Is this what a header begins with, and not a prefix that looks so? */
static bool
plausible(const struct zip_push *z)
{
	struct rd r = rd_of(z->head.p + 4, ZIP_LOCAL_SIZE - 4);
	uint16_t version = rd_le16(&r), method;

	rd_skip(&r, 2);
	method = rd_le16(&r);
	rd_skip(&r, 16);

	uint16_t name = rd_le16(&r);

	return (version & 0xff) <= 63 && method <= 99 && name > 0 &&
	    name <= PATH_MAX_BYTES;
}

static void
take_prefix(struct zip_push *z)
{
	if (memcmp(z->head.p, "PK\3\4", 4) == 0 ||
	    (z->off <= 4 && zip_magic(z->head.p, z->head.n))) {
		next(z, AT_SIGNATURE, 4);
		return;
	}
	if (z->off > PREFIX)
		fail(z, RC_FORMAT, "not an archive");
	used(z, 1);
}

static void
take_signature(struct zip_push *z)
{
	struct rd r = rd_of(z->head.p, 4);
	uint32_t sig = rd_le32(&r);

	if (sig == ZIP_LOCAL && z->lists.listed == 0)
		next(z, AT_LOCAL, ZIP_LOCAL_SIZE);
	else if (sig == ZIP_CENTRAL)
		next(z, AT_CENTRAL, ZIP_CENTRAL_SIZE);
	else if (sig == ZIP_END64)
		next(z, AT_END64, 4 + 8);
	else if (sig == ZIP_LOCATOR)
		next(z, AT_LOCATOR, ZIP_LOCATOR_SIZE);
	else if (sig == ZIP_END)
		next(z, AT_END_RECORD, ZIP_END_SIZE);
	else
		fail(z, RC_FORMAT, "zip: no header where the next is due, "
		    "after %llu entries", (unsigned long long)z->lists.headers);
}

static void
take_local(struct zip_push *z)
{
	struct rd r = rd_of(z->head.p, z->head.n);

	if (z->lists.headers == 0 && !plausible(z)) {
		used(z, 1);
		next(z, AT_PREFIX, 4);
		return;
	}
	rd_skip(&r, 6);
	z->x = (struct zip_entry){ .flags = rd_le16(&r) };
	z->x.method = rd_le16(&r);
	rd_skip(&r, 4);
	z->x.crc = rd_le32(&r);
	z->x.packed = rd_le32(&r);
	z->x.size = rd_le32(&r);
	z->nname = rd_le16(&r);
	z->nextra = rd_le16(&r);
	z->x.at = z->off - z->head.n;
	used(z, ZIP_LOCAL_SIZE);
	next(z, AT_LOCAL_NAMES, z->nname + z->nextra);
}

/* Name and extra field are there: the entry begins. */
static void
take_entry(struct zip_push *z)
{
	struct zip_entry *x = &z->x;
	struct rd extra = rd_of(z->head.p + z->nname, z->nextra), x64;

	z->name.n = 0;
	(void)buf_add(&z->name, z->head.p, z->nname);
	x->name = buf_str(&z->name);
	z->follow = (x->flags & ZIP_SIZES_FOLLOW) != 0;
	z->wide = zip_field64(extra, &x64);
	if (!zip_extra64(extra, &x->size, &x->packed, NULL) && !z->follow) {
		fail(z, RC_FORMAT, "zip: an entry without its 64-bit sizes");
		return;
	}
	if (z->lists.headers == ZIP_ENTRIES_MAX) {
		fail(z, RC_LIMIT, "zip: over %d entries", ZIP_ENTRIES_MAX);
		return;
	}
	used(z, z->nname + z->nextra);
	zip_lists_header(&z->lists, x->name, x->at);
	z->open = z->follow && x->packed == 0 && x->method == ZIP_DEFLATED;
	if (z->open)
		x->packed = x->size = ZIP_UNKNOWN;
	z->wanted = zip_unreadable(x) == NULL && !zip_is_dir(x);
	if (z->open && zip_unreadable(x) != NULL) {
		fail(z, RC_UNSUPPORTED, "zip: an encrypted entry whose size "
		    "follows it");
		return;
	}
	z->wanted = z->s->begin(z->s, x) && z->wanted;
	z->in = z->out = 0;
	z->crc = 0;
	if (x->method == ZIP_DEFLATED)
		deflate_start(z->d);
	z->scans = z->open && z->signs && !z->wanted;
	next(z, AT_DATA, 0);
}

/* ---- data ---- */

/* The forms of a descriptor; true when one states the sizes that came. */
static bool
describes(const struct zip_push *z, size_t signature, bool wide,
    uint32_t *ret_crc)
{
	struct rd r = rd_of(z->head.p, z->head.n);
	uint64_t packed, size;

	if (signature != 0 && rd_le32(&r) != ZIP_DESCRIPTOR)
		return false;
	*ret_crc = rd_le32(&r);
	packed = wide ? rd_le64(&r) : rd_le32(&r);
	size = wide ? rd_le64(&r) : rd_le32(&r);
	/* what is passed over packed was not counted unpacked */
	return !r.bad && packed == z->in && (!z->inflated || size == z->out);
}

static void
entry_ends(struct zip_push *z)
{
	if (z->wanted) {
		if (z->crc != z->x.crc || z->out != z->x.size) {
			fail(z, RC_FORMAT, "zip: length or checksum of an "
			    "entry does not hold");
			return;
		}
		z->s->end(z->s, &z->x);
	}
	next(z, AT_SIGNATURE, 4);
}

static void
take_descriptor(struct zip_push *z)
{
	static const struct { uint8_t signature, wide, n; } forms[] = {
		{ 4, false, 16 }, { 4, true, 24 },
		{ 0, false, 12 }, { 0, true, 20 },
	};
	uint32_t crc;

	for (size_t k = 0; k < 8; k++) {
		size_t i = k % 4;

		if (forms[i].wide != (k < 4 ? z->wide : !z->wide) ||
		    !describes(z, forms[i].signature, forms[i].wide, &crc))
			continue;
		z->x.crc = crc;
		z->x.packed = z->in;
		z->signs = z->signs || forms[i].signature != 0;
		if (z->inflated)
			z->x.size = z->out;
		used(z, forms[i].n);
		entry_ends(z);
		return;
	}
	if (z->x.method == ZIP_STORED && z->in == 0)
		fail(z, RC_UNSUPPORTED, "zip: a stored entry whose size "
		    "follows it");
	else
		fail(z, RC_FORMAT, "zip: no sizes behind an entry's data");
}

static void
data_ends(struct zip_push *z)
{
	if (z->follow)
		next(z, AT_DESCRIPTOR, DESCRIPTOR_MAX);
	else
		entry_ends(z);
}

static void
hand(struct zip_push *z, const uint8_t *p, size_t n)
{
	z->out += n;
	if (!z->wanted || n == 0)
		return;
	z->crc = crc32_add(z->crc, p, n);
	z->s->data(z->s, p, n);
}

/* True when the data ended. */
static bool
inflate_some(struct zip_push *z, struct deflate_io *io)
{
	do {
		io->out = z->room;
		io->nout = OUT;

		enum rc rc = deflate_step(z->d, io, &z->err);
		size_t n = OUT - io->nout;

		if (rc != RC_OK) {
			z->rc = rc;
			z->state = AT_FAILURE;
			return false;
		}
		if (n > z->work->left) {
			z->work->left = 0;
			fail(z, RC_LIMIT, "archives in it inflate to more "
			    "than the limit allows");
			return false;
		}
		z->work->left -= n;
		if (z->x.size != ZIP_UNKNOWN && n > z->x.size - z->out) {
			fail(z, RC_FORMAT, "zip: an entry is larger than its "
			    "header says");
			return false;
		}
		hand(z, z->room, n);
	} while (!io->done && io->nout == 0);
	return io->done;
}

/* What comes next looks like a descriptor: is it one? */
static void
take_candidate(struct zip_push *z)
{
	uint32_t crc;
	size_t k = 1;

	z->inflated = false;
	if (describes(z, 4, z->wide, &crc) || describes(z, 4, !z->wide, &crc)) {
		take_descriptor(z);
		return;
	}
	while (k < z->head.n && z->head.p[k] != 'P')
		k++;
	z->in += k;
	used(z, k);
	next(z, z->head.n > 0 ? AT_CANDIDATE : AT_DATA, DESCRIPTOR_MAX);
}

/* Up to where a descriptor may begin, also with its last bytes missing. */
static size_t
scan_data(struct zip_push *z, const uint8_t *p, size_t n)
{
	const uint8_t *at = memmem(p, n, "PK\7\10", 4);
	size_t some = at != NULL ? (size_t)(at - p) : n;

	for (size_t i = n > 3 ? n - 3 : 0; at == NULL && i < n; i++)
		if (p[i] == 'P') {
			at = p + i;
			some = i;
		}
	z->in += some;
	if (at != NULL)
		next(z, AT_CANDIDATE, DESCRIPTOR_MAX);
	return some;
}

/* Takes from what came; returns how much. */
static size_t
take_data(struct zip_push *z, const uint8_t *p, size_t n)
{
	if (z->scans)
		return n == 0 ? 0 : scan_data(z, p, n);

	uint64_t left = z->open ? ZIP_UNKNOWN : z->x.packed - z->in;
	size_t some = n < left ? n : (size_t)left;
	struct deflate_io io = { .in = p, .nin = some };
	bool ended = false;

	z->inflated = z->x.method == ZIP_DEFLATED &&
	    (z->open || (z->wanted && z->x.packed > 0));
	if (z->inflated) {
		ended = inflate_some(z, &io);
		some -= io.nin;
		if (ended && io.nback > 0) {
			z->nback = io.nback;
			memcpy(z->back, io.back, io.nback);
			z->in -= io.nback;
		}
	} else if (z->x.method == ZIP_STORED) {
		hand(z, p, some);
		z->inflated = true;
	}
	z->in += some;
	if (z->state == AT_FAILURE)
		return some;
	if (z->x.method == ZIP_DEFLATED && z->inflated) {
		if (ended != (z->open ? ended : z->in == z->x.packed))
			fail(z, RC_FORMAT, "zip: an entry's data does not end "
			    "where its header says");
		else if (ended)
			data_ends(z);
	} else if (z->in == z->x.packed) {
		data_ends(z);
	}
	return some;
}

/* ---- the directory ---- */

static void
take_central(struct zip_push *z)
{
	struct rd r = rd_of(z->head.p + 28, ZIP_CENTRAL_SIZE - 28);

	z->nname = rd_le16(&r);
	z->nextra = rd_le16(&r);
	z->skip = rd_le16(&r);
	rd_skip(&r, 2 + 2 + 4);
	z->at = rd_le32(&r);
	/* which of the three are wide: their order is fixed */
	r = rd_of(z->head.p + 20, 8);
	z->x.packed = rd_le32(&r);
	z->x.size = rd_le32(&r);
	used(z, ZIP_CENTRAL_SIZE);
	next(z, AT_CENTRAL_NAME, z->nname + z->nextra);
}

static void
take_listed(struct zip_push *z)
{
	struct rd extra = rd_of(z->head.p + z->nname, z->nextra);

	(void)zip_extra64(extra, &z->x.size, &z->x.packed, &z->at);
	zip_lists_directory(&z->lists, str_of(z->head.p, z->nname), z->at);
	used(z, z->nname + z->nextra);
	next(z, AT_SKIP, 0);
}

static void
take_end64(struct zip_push *z)
{
	struct rd r = rd_of(z->head.p + 4, 8);

	z->skip = rd_le64(&r);
	used(z, 4 + 8);
	next(z, AT_SKIP, 0);
}

/* A comment, and then nothing more should come. */
static void
take_end(struct zip_push *z)
{
	struct rd r = rd_of(z->head.p + 20, 2);

	z->skip = rd_le16(&r);
	used(z, ZIP_END_SIZE);
	zip_lists_compare(&z->lists);
	next(z, AT_REST, 0);
}

static size_t
take_rest(struct zip_push *z, size_t n)
{
	if (n <= z->skip)
		z->skip -= n;
	else if (!z->trailing) {
		z->trailing = true;
		z->s->odd(z->s, STR(""), "something follows its end");
	}
	return n;
}

/* The head is complete. */
static void
take_head(struct zip_push *z)
{
	switch (z->state) {
	case AT_PREFIX:
		take_prefix(z);
		break;
	case AT_SIGNATURE:
		take_signature(z);
		break;
	case AT_LOCAL:
		take_local(z);
		break;
	case AT_LOCAL_NAMES:
		take_entry(z);
		break;
	case AT_CANDIDATE:
		take_candidate(z);
		break;
	case AT_DESCRIPTOR:
		take_descriptor(z);
		break;
	case AT_CENTRAL:
		take_central(z);
		break;
	case AT_CENTRAL_NAME:
		take_listed(z);
		break;
	case AT_END64:
		take_end64(z);
		break;
	case AT_LOCATOR:
		used(z, ZIP_LOCATOR_SIZE);
		next(z, AT_SIGNATURE, 4);
		break;
	default:
		take_end(z);
		break;
	}
}

/* Data and skipped bytes first come from what the head holds too much. */
static size_t
take_body(struct zip_push *z, const uint8_t *p, size_t n)
{
	if (z->state == AT_DATA)
		return take_data(z, p, n);
	if (z->state == AT_REST)
		return take_rest(z, n);
	if (z->state == AT_FAILURE)
		return n;
	if (n > z->skip)
		n = (size_t)z->skip;
	z->skip -= n;
	if (z->skip == 0)
		next(z, AT_SIGNATURE, 4);
	return n;
}

static bool
in_body(const struct zip_push *z)
{
	return z->state == AT_DATA || z->state == AT_SKIP ||
	    z->state == AT_REST || z->state == AT_FAILURE;
}

/* What needs no more bytes than the head holds; data of no bytes too. */
static void
settle(struct zip_push *z)
{
	for (;;) {
		enum state was = z->state;

		if (was == AT_FAILURE || was == AT_REST)
			return;
		if (!in_body(z)) {
			if (z->head.n < z->need)
				return;
			take_head(z);
			continue;
		}
		used(z, take_body(z, z->head.p, z->head.n));
		put_back(z);
		if (z->state == was)
			return;
	}
}

void
zip_push_feed(struct zip_push *z, const uint8_t *p, size_t n)
{
	while (n > 0) {
		size_t some;

		if (in_body(z)) {
			some = take_body(z, p, n);
			put_back(z);
		} else {
			some = z->need - z->head.n;
			if (some > n)
				some = n;
			(void)buf_add(&z->head, p, some);
		}
		z->off += some;
		p += some;
		n -= some;
		settle(z);
	}
}

enum rc
zip_push_end(struct zip_push *z, uint64_t *ret_entries, struct err *e)
{
	*ret_entries = z->lists.headers;
	if (z->state == AT_PREFIX)
		return err_set(e, RC_FORMAT, "not an archive");
	if (z->state == AT_FAILURE) {
		*e = z->err;
		return z->rc;
	}
	if (z->state != AT_REST)
		return err_set(e, RC_FORMAT, "zip: cut short after %llu "
		    "entries", (unsigned long long)z->lists.headers);
	return RC_OK;
}
