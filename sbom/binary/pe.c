/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PE, of Windows and of .NET everywhere.
 *
 * Source:   Microsoft, "PE Format": MS-DOS stub (offset of the signature at
 *           0x3c), COFF file header, optional header (PE32, PE32+), data
 *           directories, section table, import directory.
 * Reads:    the head, which holds all of it in practice, else the range from
 *           the signature on.
 * Limits:   1,024 sections (the loader takes 96); EXE_NEEDED libraries. A file
 *           of MS-DOS, without the signature, is RC_UNSUPPORTED.
 */
#include "sbom/binary/format.h"

enum {
	PE32 = 0x10b, PE32_PLUS = 0x20b,
	COFF_HEADER = 24,		/* with the signature */
	SECTION = 40, SECTIONS_MAX = 1024,
	IS_DLL = 0x2000, SCN_WRITE_BIT = 31,
	DIR_EXPORT = 0, DIR_IMPORT = 1,
	IMPORT = 20, NAME_MAX_BYTES = 512,
};

bool
pe_offset(const struct exe *x, uint64_t rva, uint64_t n, uint64_t *ret)
{
	return exe_offset(x, x->base + rva, n, ret);
}

static void
read_optional(struct exe *x, struct rd r)
{
	uint16_t magic = rd_le16(&r);

	x->wide = magic == PE32_PLUS;
	if (magic != PE32 && magic != PE32_PLUS)
		return;
	rd_skip(&r, x->wide ? 22 : 26);		/* to ImageBase */
	x->base = exe_word(x, &r);
	rd_skip(&r, x->wide ? 76 : 60);		/* to NumberOfRvaAndSizes */
	uint32_t n = rd_le32(&r);

	for (uint32_t i = 0; i < n && i < 16; i++) {
		x->dirs[i].rva = rd_le32(&r);
		x->dirs[i].size = rd_le32(&r);
	}
}

static struct exe_part
section(const struct exe *x, struct rd *r)
{
	struct exe_part p = { .name = STR("") };
	const uint8_t *name = rd_take(r, 8);

	if (name != NULL) {
		p.name = str_of(name, 8);
		p.name = str_sub(p.name, 0, str_find(p.name, '\0'));
	}
	p.vsize = rd_le32(r);
	p.vaddr = x->base + rd_le32(r);
	p.size = rd_le32(r);
	p.off = rd_le32(r);
	rd_skip(r, 12);				/* relocations, line numbers */
	p.writable = rd_le32(r) >> SCN_WRITE_BIT != 0;
	/* The file's part is padded; what lies beyond is not mapped. */
	if (p.vsize != 0 && p.size > p.vsize)
		p.size = p.vsize;
	return p;
}

/* r: of the section table, whose names stay where they are. */
static enum rc
read_sections(struct exe *x, struct rd r, size_t n, struct err *e)
{
	if (n > SECTIONS_MAX)
		return err_set(e, RC_FORMAT, "PE: %zu sections", n);
	struct exe_part *p = NEWN(x->a, struct exe_part, n);

	for (size_t i = 0; i < n; i++) {
		p[i] = section(x, &r);
		if (r.bad) {
			x->odd = "the section table lies outside the file";
			n = i;
		}
	}
	x->sections = p;
	x->nsections = n;
	return RC_OK;
}

/* The headers behind the signature, as far as the file has them. */
static enum rc
headers(struct exe *x, struct str head, struct blob *b, uint32_t at,
    struct rd *ret, struct err *e)
{
	size_t most = COFF_HEADER + 65536 + SECTIONS_MAX * SECTION;
	struct str all;

	if (at < head.n && (head.n - at >= 2048 || head.n == b->size)) {
		*ret = rd_of(head.p + at, head.n - at);
		return RC_OK;
	}
	if (at >= b->size)
		return err_set(e, RC_UNSUPPORTED, "an MS-DOS program");
	if (most > b->size - at)
		most = (size_t)(b->size - at);
	if (most > EXE_HEAD)
		most = EXE_HEAD;
	enum rc rc = exe_bytes(x, b, at, most, most, &all, e);

	if (rc == RC_OK)
		*ret = rd_of(all.p, all.n);
	return rc;
}

enum rc
pe_open(struct exe *x, struct str head, struct blob *b, struct err *e)
{
	struct rd r = rd_of(head.p, head.n);

	rd_skip(&r, 0x3c);
	uint32_t at = rd_le32(&r);

	if (r.bad)
		return err_set(e, RC_UNSUPPORTED, "an MS-DOS program");
	enum rc rc = headers(x, head, b, at, &r, e);

	if (rc != RC_OK)
		return rc;
	if (rd_be32(&r) != 0x50450000)		/* "PE\0\0" */
		return err_set(e, RC_UNSUPPORTED, "an MS-DOS program");
	x->machine = rd_le16(&r);
	uint16_t n = rd_le16(&r);

	rd_skip(&r, 12);
	uint16_t optional = rd_le16(&r), flags = rd_le16(&r);

	if (r.bad)
		return err_set(e, RC_FORMAT, "PE: truncated header");
	x->kind = optional == 0 ? EXE_OBJECT :
	    (flags & IS_DLL) != 0 ? EXE_LIBRARY : EXE_PROGRAM;
	read_optional(x, rd_at(&r, 0, optional));
	rd_skip(&r, optional);
	return read_sections(x, r, n, e);
}

enum rc
pe_needed(const struct exe *x, struct blob *b, const struct str **ret,
    size_t *ret_n, struct err *e)
{
	uint64_t off, size = x->dirs[DIR_IMPORT].size;
	struct str *found = NULL, table;
	size_t n = 0, cap = 0;

	*ret = NULL;
	*ret_n = 0;
	if (size > (uint64_t)EXE_NEEDED * IMPORT)
		size = (uint64_t)EXE_NEEDED * IMPORT;
	if (size == 0 || !pe_offset(x, x->dirs[DIR_IMPORT].rva, size, &off))
		return RC_OK;
	enum rc rc = exe_bytes(x, b, off, size, (size_t)size, &table, e);
	struct rd r = rd_of(table.p, rc == RC_OK ? table.n : 0);

	while (rc == RC_OK && r.n >= IMPORT) {
		rd_skip(&r, 12);
		uint32_t rva = rd_le32(&r);
		struct str name = STR("");

		rd_skip(&r, 4);
		if (rva == 0)
			break;
		if (pe_offset(x, rva, 1, &off))
			rc = exe_text(x, b, off, NAME_MAX_BYTES, &name, e);
		if (rc != RC_OK || name.n == 0)
			continue;
		found = arena_grow(x->a, found, n, &cap, sizeof *found);
		found[n++] = name;
	}
	*ret = found;
	*ret_n = n;
	return rc;
}
