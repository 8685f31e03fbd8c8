/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Go build information.
 *
 * Source:   Go's debug/buildinfo package and cmd/link (buildinfo symbol);
 *           cmd/go/internal/modload for the module text's sentinels.
 * Where:    section .go.buildinfo (ELF), __go_buildinfo (Mach-O), else at the
 *           start of the first writable data, in steps of 16 bytes.
 * Grammar:  "\xff Go buildinf:", pointer size, flags (1: big-endian, 2: inline
 *           strings). Inline (Go 1.18 on): at 32 the version, then the module
 *           text, each behind its length as a varint. Else at 16 two pointers
 *           to Go strings, which are a pointer and a length. The module text
 *           has 16 bytes of sentinel at both ends, the line before the last
 *           ends in a newline.
 * Limits:   go_build.h.
 */
#include "sbom/binary/go_build.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/rd.h"
#include "sbom/binary/format.h"

enum {
	STEP = 16, MAGIC = 14, INLINE_AT = 32, SENTINEL = 16,
	BIG = 1, INLINE = 2,
	PIECE = 65536,
	CAPTURES = 4,			/* candidates followed at a time */
};

static const uint8_t magic[MAGIC] = { 0xff, ' ', 'G', 'o', ' ', 'b', 'u', 'i',
	'l', 'd', 'i', 'n', 'f', ':' };
static const uint8_t text_start[SENTINEL] = { 0x30, 0x77, 0xaf, 0x0c, 0x92,
	0x74, 0x08, 0x02, 0x41, 0xe1, 0xc1, 0x07, 0xe6, 0xd6, 0x18, 0xe6 };
static const uint8_t text_end[SENTINEL] = { 0xf9, 0x32, 0x43, 0x31, 0x86,
	0x18, 0x20, 0x72, 0x00, 0x82, 0x42, 0x10, 0x41, 0x16, 0xd8, 0xf2 };

/* The text without sentinels; "" when it has none: no module mode. */
static struct str
strip_text(struct str s)
{
	if (s.n < 2 * SENTINEL + 1 || s.p[s.n - SENTINEL - 1] != '\n')
		return STR("");
	return str_sub(s, SENTINEL, s.n - SENTINEL);
}

static bool
is_version(struct str s)
{
	return str_starts(s, STR("go")) || str_starts(s, STR("devel"));
}

/* A varint as encoding/binary writes it. */
static uint64_t
uvarint(struct rd *r)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 63; shift += 7) {
		uint8_t c = rd_u8(r);

		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
	r->bad = true;
	return 0;
}

/*
 * The inline layout from the magic on. Returns how many bytes are needed to
 * say more than what is here, 0 when all was read; SIZE_MAX: it is none.
 */
static size_t
parse_inline(struct rd all, struct go_build *ret)
{
	struct rd r = all;

	rd_skip(&r, INLINE_AT);
	uint64_t n = uvarint(&r);

	if (r.bad)
		return all.n < INLINE_AT + 9 ? INLINE_AT + 9 : SIZE_MAX;
	if (n < 2 || n > GO_VERSION_BYTES)
		return SIZE_MAX;
	size_t need = all.n - r.n + (size_t)n + 9;

	ret->version = str_of(r.p, n < r.n ? (size_t)n : r.n);
	if (r.n >= 5 && !is_version(ret->version))
		return SIZE_MAX;
	rd_skip(&r, (size_t)n);
	n = uvarint(&r);
	if (r.bad)
		return all.n < need ? need : SIZE_MAX;
	if (n > GO_MODULES_BYTES)
		return SIZE_MAX;
	if (n > r.n)
		return all.n - r.n + (size_t)n;
	ret->modules = strip_text(str_of(r.p, (size_t)n));
	ret->torn = n > 0 && ret->modules.n == 0;
	return 0;
}

/* ---- in a file ---- */

/* A Go string: its header is at vaddr. */
static enum rc
read_string(const struct exe *x, struct blob *b, const struct exe *as,
    uint64_t vaddr, size_t max, struct str *ret, struct err *e)
{
	size_t word = as->wide ? 8 : 4;
	struct str head;
	uint64_t off;

	*ret = STR("");
	if (!exe_offset(x, vaddr, 2 * word, &off))
		return RC_OK;
	enum rc rc = exe_bytes(x, b, off, 2 * word, 2 * word, &head, e);

	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(head.p, head.n);
	uint64_t at = exe_word(as, &r), n = exe_word(as, &r);

	if (n == 0 || n > max || !exe_offset(x, at, n, &off))
		return RC_OK;
	return exe_bytes(x, b, off, n, max, ret, e);
}

static enum rc
read_pointers(const struct exe *x, struct blob *b, const uint8_t *p,
    struct go_build *ret, bool *found, struct err *e)
{
	/* Byte order and word are the header's. */
	struct exe as = { .big = (p[15] & BIG) != 0, .wide = p[14] == 8 };
	struct rd r = rd_of(p + 16, 16);
	uint64_t version = exe_word(&as, &r), modules = exe_word(&as, &r);
	enum rc rc;

	if (p[14] != 4 && p[14] != 8)
		return RC_OK;
	rc = read_string(x, b, &as, version, GO_VERSION_BYTES, &ret->version,
	    e);
	if (rc != RC_OK || !is_version(ret->version))
		return rc;
	rc = read_string(x, b, &as, modules, GO_MODULES_BYTES, &ret->modules,
	    e);
	size_t n = rc == RC_OK ? ret->modules.n : 0;

	ret->modules = n > 0 ? strip_text(ret->modules) : STR("");
	ret->torn = n > 0 && ret->modules.n == 0;
	*found = rc == RC_OK;
	return rc;
}

static enum rc
read_inline(const struct exe *x, struct blob *b, uint64_t off,
    struct go_build *ret, bool *found, struct err *e)
{
	size_t have = 512;

	for (;;) {
		uint64_t left = b->size - off;
		struct str s;

		if (have > left)
			have = (size_t)left;
		enum rc rc = exe_bytes(x, b, off, have, have, &s, e);

		if (rc != RC_OK)
			return rc;
		size_t need = parse_inline(rd_of(s.p, s.n), ret);

		if (need == 0)
			*found = true;
		if (need == 0 || need == SIZE_MAX || have == left)
			return RC_OK;
		have = need;
	}
}

/* A header at off, perhaps. */
static enum rc
read_at(const struct exe *x, struct blob *b, uint64_t off,
    struct go_build *ret, bool *found, struct err *e)
{
	uint8_t head[32];
	const uint8_t *p;

	if (off > b->size || b->size - off < sizeof head)
		return RC_OK;
	enum rc rc = blob_at(b, off, sizeof head, &p, e);

	if (rc != RC_OK)
		return rc;
	memcpy(head, p, sizeof head);
	if (memcmp(head, magic, MAGIC) != 0)
		return RC_OK;
	return (head[15] & INLINE) != 0 ?
	    read_inline(x, b, off, ret, found, e) :
	    read_pointers(x, b, head, ret, found, e);
}

/* Every 16th byte of a part. Section offsets are multiples of 16. */
static enum rc
search_part(const struct exe *x, struct blob *b, const struct exe_part *part,
    struct go_build *ret, bool *found, struct err *e)
{
	uint64_t size = part->size;
	enum rc rc = RC_OK;

	if (part->off > b->size)
		return RC_OK;
	if (size > b->size - part->off)
		size = b->size - part->off;
	for (uint64_t at = 0; at < size && rc == RC_OK && !*found;
	    at += PIECE) {
		size_t n = size - at < PIECE ? (size_t)(size - at) : PIECE;
		uint64_t hits[CAPTURES];
		size_t nhits = 0;
		const uint8_t *p;

		rc = blob_at(b, part->off + at, n, &p, e);
		for (size_t i = 0; rc == RC_OK && i + STEP <= n; i += STEP)
			if (memcmp(p + i, magic, MAGIC) == 0 &&
			    nhits < CAPTURES)
				hits[nhits++] = part->off + at + i;
		for (size_t i = 0; rc == RC_OK && i < nhits && !*found; i++)
			rc = read_at(x, b, hits[i], ret, found, e);
	}
	return rc;
}

/* Where the linker put it; NULL: a program that cannot be Go's. */
static const struct exe_part *
likely_part(const struct exe *x)
{
	const struct exe_part *p = exe_section(x,
	    x->format == EXE_MACHO ? STR("__go_buildinfo") :
	    STR(".go.buildinfo"));
	bool sections = x->format == EXE_PE;

	if (p != NULL || (!sections && x->nsections > 0))
		return p;
	/* PE, or a file without sections: the first writable data. */
	const struct exe_part *all = sections ? x->sections : x->segments;
	size_t n = sections ? x->nsections : x->nsegments;

	for (size_t i = 0; i < n; i++)
		if (all[i].writable && all[i].size > 0 &&
		    (x->format != EXE_ELF || all[i].type == 1))
			return &all[i];
	return NULL;
}

enum rc
go_build_read(const struct exe *x, struct blob *b, struct go_build *ret,
    bool *ret_found, struct err *e)
{
	const struct exe_part *p = likely_part(x);
	struct go_build g = { .torn = false };
	bool found = false;

	*ret_found = false;
	if (p == NULL || x->kind == EXE_OBJECT)
		return RC_OK;
	enum rc rc = search_part(x, b, p, &g, &found, e);

	if (rc == RC_LIMIT && x->go != NULL) {
		g = *x->go;
		found = true;
		rc = RC_OK;
	}
	if (rc == RC_OK && found) {
		*ret = g;
		*ret_found = true;
	}
	return rc;
}

/* ---- in a stream ---- */

struct capture {
	struct buf b;		/* from the magic, or the first sentinel, on */
	bool on;
	size_t need;
};

struct go_scan {
	uint8_t block[STEP];		/* the one not whole yet */
	size_t nblock;
	uint8_t tail[SENTINEL - 1];	/* of the bytes before */
	size_t ntail;
	struct capture head[CAPTURES], text;
	struct buf inline_buf, text_buf;	/* what was found */
	struct go_build build;
	bool have_build, have_text;
};

struct go_scan *
go_scan_new(void)
{
	return calloc(1, sizeof(struct go_scan));
}

void
go_scan_free(struct go_scan *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < CAPTURES; i++)
		buf_done(&s->head[i].b);
	buf_done(&s->text.b);
	buf_done(&s->inline_buf);
	buf_done(&s->text_buf);
	free(s);
}

static void
drop(struct capture *c)
{
	buf_done(&c->b);
	*c = (struct capture){ .on = false };
}

/* More bytes of a header that may be one. */
static void
feed_head(struct go_scan *s, struct capture *c, const uint8_t *p, size_t n)
{
	while (n > 0 && c->on) {
		size_t take = c->need - c->b.n;

		if (take > n)
			take = n;
		(void)buf_add(&c->b, p, take);
		p += take;
		n -= take;
		if (c->b.n < c->need)
			return;
		struct go_build g = { .torn = false };
		size_t need = parse_inline(rd_of(c->b.p, c->b.n), &g);

		if (need == SIZE_MAX || s->have_build) {
			drop(c);
		} else if (need == 0) {
			s->inline_buf = c->b;	/* g points into it */
			s->build = g;
			s->have_build = true;
			c->b = (struct buf){ 0 };
			drop(c);
		} else {
			c->need = need;
		}
	}
}

static void
start_head(struct go_scan *s, const uint8_t *block)
{
	if (s->have_build || memcmp(block, magic, MAGIC) != 0 ||
	    (block[15] & INLINE) == 0)
		return;
	for (size_t i = 0; i < CAPTURES; i++) {
		struct capture *c = &s->head[i];

		if (c->on)
			continue;
		*c = (struct capture){ .on = true, .need = INLINE_AT + 9 };
		(void)buf_add(&c->b, block, STEP);
		return;
	}
}

/* To those that follow a candidate; false: none does. */
static bool
feed_heads(struct go_scan *s, const uint8_t *p, size_t n)
{
	bool busy = false;

	for (size_t k = 0; k < CAPTURES; k++) {
		if (s->head[k].on)
			feed_head(s, &s->head[k], p, n);
		busy |= s->head[k].on;
	}
	return busy;
}

/* Blocks of 16 bytes, for the magic. */
static void
feed_blocks(struct go_scan *s, const uint8_t *p, size_t n)
{
	if (s->nblock > 0) {
		size_t take = STEP - s->nblock;

		if (take > n)
			take = n;
		memcpy(s->block + s->nblock, p, take);
		s->nblock += take;
		(void)feed_heads(s, p, take);
		if (s->nblock < STEP)
			return;
		s->nblock = 0;
		start_head(s, s->block);
		p += take;
		n -= take;
	}
	while (n >= STEP) {
		/* Only beside a candidate is every block looked at. */
		if (!feed_heads(s, p, STEP))
			for (; n >= STEP && *p != magic[0]; n -= STEP)
				p += STEP;
		if (n < STEP)
			break;
		start_head(s, p);
		p += STEP;
		n -= STEP;
	}
	(void)feed_heads(s, p, n);
	memcpy(s->block, p, n);
	s->nblock = n;
}

/* The text, from behind its first sentinel, up to the last. */
static void
feed_text(struct go_scan *s, const uint8_t *p, size_t n)
{
	struct capture *c = &s->text;
	size_t from = c->b.n < SENTINEL - 1 ? 0 : c->b.n - (SENTINEL - 1);

	if (n > GO_MODULES_BYTES - c->b.n) {
		drop(c);
		return;
	}
	(void)buf_add(&c->b, p, n);
	const uint8_t *end = memmem(c->b.p + from, c->b.n - from, text_end,
	    SENTINEL);

	if (end == NULL)
		return;
	c->b.n = (size_t)(end - c->b.p);
	s->have_text = c->b.n > 0 && end[-1] == '\n';
	if (s->have_text) {
		s->text_buf = c->b;
		c->b = (struct buf){ 0 };
	}
	drop(c);
}

/* Where in p the text begins; the sentinel may have begun before p. */
static bool
find_text(const struct go_scan *s, const uint8_t *p, size_t n, size_t *ret)
{
	uint8_t seam[2 * SENTINEL];
	size_t k = n < SENTINEL - 1 ? n : SENTINEL - 1;
	const uint8_t *at;

	memcpy(seam, s->tail, s->ntail);
	memcpy(seam + s->ntail, p, k);
	at = memmem(seam, s->ntail + k, text_start, SENTINEL);
	if (at != NULL) {
		*ret = (size_t)(at - seam) + SENTINEL - s->ntail;
		return true;
	}
	at = memmem(p, n, text_start, SENTINEL);
	if (at != NULL)
		*ret = (size_t)(at - p) + SENTINEL;
	return at != NULL;
}

static void
keep_tail(struct go_scan *s, const uint8_t *p, size_t n)
{
	size_t room = sizeof s->tail;

	if (n >= room) {
		memcpy(s->tail, p + n - room, room);
		s->ntail = room;
		return;
	}
	size_t old = s->ntail + n > room ? room - n : s->ntail;

	memmove(s->tail, s->tail + s->ntail - old, old);
	memcpy(s->tail + old, p, n);
	s->ntail = old + n;
}

static void
feed_sentinels(struct go_scan *s, const uint8_t *p, size_t n)
{
	size_t at;

	if (!s->text.on && !s->have_text && find_text(s, p, n, &at)) {
		s->text.on = true;
		feed_text(s, p + at, n - at);
	} else if (s->text.on) {
		feed_text(s, p, n);
	}
	keep_tail(s, p, n);
}

void
go_scan_feed(struct go_scan *s, const uint8_t *p, size_t n)
{
	if (n == 0 || s->have_build)
		return;
	feed_blocks(s, p, n);
	feed_sentinels(s, p, n);
}

bool
go_scan_result(const struct go_scan *s, struct go_build *ret)
{
	if (s->have_build)
		*ret = s->build;
	else if (s->have_text)
		*ret = (struct go_build){ .modules = buf_str(&s->text_buf) };
	return s->have_build || s->have_text;
}
