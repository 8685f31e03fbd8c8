/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ELF.
 *
 * Source:   System V ABI, "Object Files" (gabi 4.1); elf(5). Numbers that do
 *           not fit the header's 16 bits stand in section 0: sh_size, sh_link
 *           and sh_info of it.
 * Reads:    the head, then the section table with the 1 KiB before it, where
 *           linkers put the section names; then what falls outside of these.
 * Limits:   exe.h. A table outside the file is odd, not fatal: a stripped or
 *           cut program still has its segments, and the other way round.
 */
#include "sbom/binary/format.h"

enum {
	SHN_XINDEX = 0xffff, PN_XNUM = 0xffff,
	SHT_NULL = 0, SHT_STRTAB = 3, SHT_DYNAMIC = 6, SHT_NOBITS = 8,
	PT_DYNAMIC = 2, PT_INTERP = 3,
	DT_NULL = 0, DT_NEEDED = 1, DT_STRTAB = 5, DT_STRSZ = 10,
	WRITE_SECTION = 1, WRITE_SEGMENT = 2,
	BEFORE_SECTIONS = 1024,
	DYNAMIC_MAX = 1 << 20,
	DYNSTR_WHOLE = 64 * 1024,	/* up to this size read in one piece */
	NAME_MAX_BYTES = 256,		/* NAME_MAX and its NUL */
};

struct header {
	uint64_t phoff, shoff;
	uint16_t phentsize, shentsize, shstrndx;
	uint32_t phnum, shnum, names;	/* as corrected by section 0 */
};

static size_t
section_size(const struct exe *x)
{
	return x->wide ? 64 : 40;
}

static size_t
segment_size(const struct exe *x)
{
	return x->wide ? 56 : 32;
}

static enum rc
read_header(struct exe *x, struct str head, struct header *h, struct err *e)
{
	static const enum exe_kind kinds[] = { EXE_OTHER, EXE_OBJECT,
		EXE_PROGRAM, EXE_LIBRARY };
	struct rd r = rd_of(head.p, head.n);

	rd_skip(&r, 4);
	uint8_t class = rd_u8(&r), data = rd_u8(&r);

	if (r.bad || class < 1 || class > 2 || data < 1 || data > 2)
		return err_set(e, RC_FORMAT, "ELF: class %u, byte order %u",
		    class, data);
	x->wide = class == 2;
	x->big = data == 2;
	rd_skip(&r, 10);
	uint16_t type = exe_u16(x, &r);

	x->machine = exe_u16(x, &r);
	rd_skip(&r, 4);
	(void)exe_word(x, &r);			/* e_entry */
	h->phoff = exe_word(x, &r);
	h->shoff = exe_word(x, &r);
	rd_skip(&r, 4 + 2);			/* e_flags, e_ehsize */
	h->phentsize = exe_u16(x, &r);
	h->phnum = exe_u16(x, &r);
	h->shentsize = exe_u16(x, &r);
	h->shnum = exe_u16(x, &r);
	h->shstrndx = exe_u16(x, &r);
	h->names = h->shstrndx;
	if (r.bad)
		return err_set(e, RC_FORMAT, "ELF: truncated header");
	x->kind = type < sizeof kinds / sizeof *kinds ? kinds[type] :
	    EXE_OTHER;
	return RC_OK;
}

/* n bytes at off: of the head when it has them. Borrowed. */
static enum rc
range(struct str head, struct blob *b, uint64_t off, size_t n, struct rd *ret,
    struct err *e)
{
	const uint8_t *p = NULL;
	enum rc rc = RC_OK;

	if (off <= head.n && n <= head.n - off)
		p = (const uint8_t *)head.p + off;
	else
		rc = blob_at(b, off, n, &p, e);
	if (rc == RC_OK)
		*ret = rd_of(p, n);
	return rc;
}

static bool
is_inside(const struct blob *b, uint64_t off, uint64_t n)
{
	return off <= b->size && n <= b->size - off;
}

/* A section's header; its name's place in the table of names to *ret_name. */
static struct exe_part
section(const struct exe *x, struct rd *r, uint32_t *ret_name,
    uint32_t *ret_info)
{
	struct exe_part p = { .name = STR("") };

	*ret_name = exe_u32(x, r);
	p.type = exe_u32(x, r);
	p.writable = (exe_word(x, r) & WRITE_SECTION) != 0;
	p.vaddr = exe_word(x, r);
	p.off = exe_word(x, r);
	p.vsize = p.size = exe_word(x, r);
	p.link = exe_u32(x, r);
	*ret_info = exe_u32(x, r);
	(void)exe_word(x, r);			/* sh_addralign */
	(void)exe_word(x, r);			/* sh_entsize */
	if (p.type == SHT_NOBITS)
		p.size = 0;
	return p;
}

/* The numbers that the header had no room for. */
static enum rc
read_section0(const struct exe *x, struct str head, struct blob *b,
    struct header *h, struct err *e)
{
	struct rd r;
	uint32_t name, info;

	if (h->shoff == 0 || (h->shnum != 0 && h->phnum != PN_XNUM &&
	    h->shstrndx != SHN_XINDEX))
		return RC_OK;
	if (!is_inside(b, h->shoff, section_size(x)))
		return RC_OK;			/* said later */
	enum rc rc = range(head, b, h->shoff, section_size(x), &r, e);

	if (rc != RC_OK)
		return rc;
	struct exe_part p = section(x, &r, &name, &info);

	if (h->shnum == 0)
		h->shnum = p.vsize > UINT32_MAX ? UINT32_MAX :
		    (uint32_t)p.vsize;
	if (h->phnum == PN_XNUM)
		h->phnum = info;
	if (h->shstrndx == SHN_XINDEX)
		h->names = p.link;
	return RC_OK;
}

/* Names for the sections, whose offsets in the table are in at. */
static void
name_sections(struct exe_part *p, const uint32_t *at, size_t n,
    struct str names)
{
	for (size_t i = 0; i < n; i++) {
		struct str s = str_from_pos(names, at[i]);

		if (at[i] < names.n)
			p[i].name = str_sub(s, 0, str_find(s, '\0'));
	}
}

static enum rc
read_names(struct exe *x, struct blob *b, const struct exe_part *t,
    struct rd near, uint64_t near_off, struct str *ret, struct err *e)
{
	*ret = STR("");
	if (!is_inside(b, t->off, t->size) || t->size > EXE_NAMES) {
		x->odd = "the section names lie outside the file";
		return RC_OK;
	}
	if (t->off >= near_off && t->off - near_off <= near.n &&
	    t->size <= near.n - (t->off - near_off)) {
		*ret = str_dup(x->a, str_of(near.p + (t->off - near_off),
		    (size_t)t->size));
		return RC_OK;
	}
	return exe_bytes(x, b, t->off, t->size, EXE_NAMES, ret, e);
}

/*
 * Only section 0 is of no type (gabi 4.1, "Special Section Indexes"), and all
 * others have names: what was overwritten shows here, which matters since
 * sections are looked for by name.
 */
static void
check_sections(struct exe *x, const struct exe_part *p, size_t n,
    const struct header *h)
{
	bool named = false, typed = true;

	for (size_t i = 1; i < n; i++) {
		named = named || p[i].name.n > 0;
		typed = typed && p[i].type != SHT_NULL;
	}
	if (x->odd != NULL || n < 2)
		return;
	if (!typed || (h->names != 0 && h->names < n &&
	    p[h->names].type != SHT_STRTAB))
		x->odd = "the section table is damaged";
	else if (h->names != 0 && !named)
		x->odd = "the sections have no names";
}

static enum rc
read_sections(struct exe *x, struct str head, struct blob *b,
    const struct header *h, struct err *e)
{
	size_t size = section_size(x), n = h->shnum;

	if (h->shoff == 0 || n == 0)
		return RC_OK;
	if (h->shentsize != size || n > EXE_SECTIONS ||
	    !is_inside(b, h->shoff, n * size)) {
		x->odd = "the section table lies outside the file";
		return RC_OK;
	}
	uint64_t from = h->shoff < BEFORE_SECTIONS ? 0 :
	    h->shoff - BEFORE_SECTIONS;
	struct rd all;
	enum rc rc = range(head, b, from, (size_t)(h->shoff - from) + n * size,
	    &all, e);

	if (rc != RC_OK)
		return rc;
	struct exe_part *p = NEWN(x->a, struct exe_part, n);
	uint32_t *at = NEWN(x->a, uint32_t, n), info;
	struct rd r = rd_at(&all, h->shoff - from, n * size);
	struct str names = STR("");

	for (size_t i = 0; i < n; i++)
		p[i] = section(x, &r, &at[i], &info);
	if (h->names != 0 && h->names < n)
		rc = read_names(x, b, &p[h->names], all, from, &names, e);
	name_sections(p, at, n, names);
	check_sections(x, p, n, h);
	x->sections = p;
	x->nsections = n;
	return rc;
}

static struct exe_part
segment(const struct exe *x, struct rd *r)
{
	struct exe_part p = { .name = STR("") };
	uint32_t flags = 0;

	p.type = exe_u32(x, r);
	if (x->wide)
		flags = exe_u32(x, r);
	p.off = exe_word(x, r);
	p.vaddr = exe_word(x, r);
	(void)exe_word(x, r);			/* p_paddr */
	p.size = exe_word(x, r);
	p.vsize = exe_word(x, r);
	if (!x->wide)
		flags = exe_u32(x, r);
	(void)exe_word(x, r);			/* p_align */
	p.writable = (flags & WRITE_SEGMENT) != 0;
	return p;
}

static enum rc
read_segments(struct exe *x, struct str head, struct blob *b,
    const struct header *h, struct err *e)
{
	size_t size = segment_size(x), n = h->phnum;
	struct rd r;

	if (h->phoff == 0 || n == 0)
		return RC_OK;
	if (h->phentsize != size || n > EXE_SEGMENTS ||
	    !is_inside(b, h->phoff, n * size)) {
		x->odd = "the program headers lie outside the file";
		return RC_OK;
	}
	enum rc rc = range(head, b, h->phoff, n * size, &r, e);

	if (rc != RC_OK)
		return rc;
	struct exe_part *p = NEWN(x->a, struct exe_part, n);

	for (size_t i = 0; i < n; i++) {
		p[i] = segment(x, &r);
		if (p[i].type == PT_INTERP && p[i].off < head.n &&
		    p[i].size < head.n - p[i].off && p[i].size > 0)
			x->interpreter = str_sub(head, (size_t)p[i].off,
			    (size_t)(p[i].off + p[i].size - 1));
	}
	x->segments = p;
	x->nsegments = n;
	return RC_OK;
}

enum rc
elf_open(struct exe *x, struct str head, struct blob *b, struct err *e)
{
	struct header h = { 0 };
	enum rc rc = read_header(x, head, &h, e);

	if (rc == RC_OK)
		rc = read_section0(x, head, b, &h, e);
	if (rc == RC_OK)
		rc = read_segments(x, head, b, &h, e);
	if (rc == RC_OK)
		rc = read_sections(x, head, b, &h, e);
	return rc;
}

/* ---- libraries ---- */

static const struct exe_part *
dynamic(const struct exe *x)
{
	for (size_t i = 0; i < x->nsegments; i++)
		if (x->segments[i].type == PT_DYNAMIC)
			return &x->segments[i];
	for (size_t i = 0; i < x->nsections; i++)
		if (x->sections[i].type == SHT_DYNAMIC)
			return &x->sections[i];
	return NULL;
}

/* The next entry; false at the end. */
static bool
next_entry(const struct exe *x, struct rd *r, uint64_t *tag, uint64_t *value)
{
	*tag = exe_word(x, r);
	*value = exe_word(x, r);
	return !r->bad && *tag != DT_NULL;
}

/* Where the dynamic strings are. */
static enum rc
strings(const struct exe *x, struct str table, uint64_t *ret_off,
    uint64_t *ret_size, struct err *e)
{
	struct rd r = rd_of(table.p, table.n);
	uint64_t tag, value, at = 0, size = 0;

	while (next_entry(x, &r, &tag, &value)) {
		at = tag == DT_STRTAB ? value : at;
		size = tag == DT_STRSZ ? value : size;
	}
	*ret_size = size;
	return exe_offset(x, at, size, ret_off) ? RC_OK :
	    err_set(e, RC_FORMAT,
	    "ELF: the dynamic strings lie outside the file");
}

/* One of them. Only the table's part that it may be in is read. */
static enum rc
string_at(const struct exe *x, struct blob *b, uint64_t off, uint64_t left,
    struct str *ret, struct err *e)
{
	uint64_t n = left < NAME_MAX_BYTES ? left : NAME_MAX_BYTES;
	enum rc rc = exe_bytes(x, b, off, n, NAME_MAX_BYTES, ret, e);

	if (rc == RC_OK)
		*ret = str_sub(*ret, 0, str_find(*ret, '\0'));
	return rc;
}

enum rc
elf_needed(const struct exe *x, struct blob *b, const struct str **ret,
    size_t *ret_n, struct err *e)
{
	const struct exe_part *p = dynamic(x);
	struct str table, names = STR("");
	struct str *found = NULL;
	size_t n = 0, cap = 0;
	uint64_t tag, value, off, size;

	*ret = NULL;
	*ret_n = 0;
	if (p == NULL || p->size == 0)
		return RC_OK;
	enum rc rc = exe_part_bytes(x, b, p, DYNAMIC_MAX, &table, e);

	if (rc == RC_OK)
		rc = strings(x, table, &off, &size, e);
	if (rc == RC_OK && size <= DYNSTR_WHOLE)
		rc = exe_bytes(x, b, off, size, DYNSTR_WHOLE, &names, e);
	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(table.p, table.n);

	while (n < EXE_NEEDED && next_entry(x, &r, &tag, &value)) {
		struct str s = str_from_pos(names, (size_t)value);
		struct err why;

		if (tag != DT_NEEDED || value >= size)
			continue;
		/* All are asked for, so that one more visit has them all. */
		enum rc one = size <= DYNSTR_WHOLE ? RC_OK : string_at(x, b,
		    off + value, size - value, &s, &why);

		if (one != RC_OK && rc == RC_OK) {
			rc = one;
			*e = why;
		}
		found = arena_grow(x->a, found, n, &cap, sizeof *found);
		found[n++] = str_sub(s, 0, str_find(s, '\0'));
	}
	if (rc != RC_OK)
		return rc;
	*ret = found;
	*ret_n = n;
	return RC_OK;
}
