/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What executables of all formats share.
 *
 * Source:   the formats' own files beside this one; for fat files Apple's
 *           <mach-o/fat.h>: all fields big-endian.
 */
#include "sbom/binary/exe.h"

#include "sbom/binary/format.h"

enum {
	FAT_MAGIC = 0xcafebabe, FAT_MAGIC_64 = 0xcafebabf,
	MH_MAGIC = 0xfeedface, MH_MAGIC_64 = 0xfeedfacf,
	MH_CIGAM = 0xcefaedfe, MH_CIGAM_64 = 0xcffaedfe,
	MZ = 0x4d5a, ELF = 0x7f454c46,
};

enum exe_format
exe_magic(const void *head, size_t n)
{
	struct rd r = rd_of(head, n);
	uint32_t magic = rd_be32(&r), slices = rd_be32(&r);

	if (n < 4)
		return EXE_NONE;
	switch (magic) {
	case ELF:
		return EXE_ELF;
	case MH_MAGIC:
	case MH_MAGIC_64:
	case MH_CIGAM:
	case MH_CIGAM_64:
		return EXE_MACHO;
	case FAT_MAGIC:
	case FAT_MAGIC_64:
		/* A Java class has its version here, 45 or more. */
		return !r.bad && slices > 0 && slices <= EXE_SLICES ?
		    EXE_FAT : EXE_NONE;
	default:
		return magic >> 16 == MZ ? EXE_PE : EXE_NONE;
	}
}

const char *
exe_format_name(enum exe_format f)
{
	static const char *const names[] = { "unknown", "ELF", "PE", "Mach-O",
		"Mach-O universal" };

	return names[f];
}

/* Everything that could be read is in *ret, whatever is returned. */
static enum rc
open_file(struct arena *a, struct blob *b, struct exe **ret, struct err *e)
{
	size_t n = b->size < EXE_HEAD ? (size_t)b->size : EXE_HEAD;
	struct exe *x = *ret = NEW(a, struct exe);
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	x->a = a;
	if (rc != RC_OK)
		return rc;
	struct str head = str_dup(a, str_of(p, n));

	x->format = exe_magic(head.p, head.n);
	switch (x->format) {
	case EXE_ELF:
		return elf_open(x, head, b, e);
	case EXE_PE:
		return pe_open(x, head, b, e);
	case EXE_MACHO:
		return macho_open(x, head, b, e);
	default:
		return err_set(e, RC_FORMAT, "no executable");
	}
}

enum rc
exe_open(struct arena *a, struct blob *b, struct exe **ret, struct err *e)
{
	struct exe *x;
	enum rc rc = open_file(a, b, &x, e);

	if (rc == RC_OK)
		*ret = x;
	return rc;
}

enum rc
exe_open_part(struct arena *a, struct blob *b, struct exe **ret,
    struct err *e)
{
	struct exe *x;
	enum rc rc = open_file(a, b, &x, e);

	if (rc == RC_LIMIT)
		rc = RC_OK;
	if (rc == RC_OK)
		*ret = x;
	return rc;
}

enum rc
exe_slices(struct blob *b, struct exe_slice *ret, size_t *ret_n,
    struct err *e)
{
	size_t want = 8 + EXE_SLICES * 32, found = 0;
	const uint8_t *p;

	if (want > b->size)
		want = (size_t)b->size;
	enum rc rc = blob_at(b, 0, want, &p, e);

	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(p, want);
	bool wide = rd_be32(&r) == FAT_MAGIC_64;
	uint32_t n = rd_be32(&r);

	for (uint32_t i = 0; i < n && i < EXE_SLICES; i++) {
		struct exe_slice s = { .machine = rd_be32(&r) };

		rd_skip(&r, 4);			/* cpusubtype */
		s.off = wide ? rd_be64(&r) : rd_be32(&r);
		s.size = wide ? rd_be64(&r) : rd_be32(&r);
		rd_skip(&r, wide ? 8 : 4);	/* align, reserved */
		if (r.bad)
			return err_set(e, RC_FORMAT, "fat header: truncated");
		if (s.off > b->size || s.size > b->size - s.off)
			return err_set(e, RC_FORMAT, "slice %u lies outside "
			    "the file", i);
		ret[found++] = s;
	}
	*ret_n = found;
	return RC_OK;
}

static enum rc
part_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	const struct part_blob *p = (const struct part_blob *)b;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT,
		    "%zu bytes at %llu lie outside the file", n,
		    (unsigned long long)off);
	return blob_at(p->whole, p->off + off, n, ret, e);
}

struct blob *
part_blob_init(struct part_blob *p, struct blob *whole, uint64_t off,
    uint64_t size)
{
	*p = (struct part_blob){ { size, part_at }, whole, off };
	return &p->b;
}

const struct exe_part *
exe_section(const struct exe *x, struct str name)
{
	for (size_t i = 0; i < x->nsections; i++) {
		struct str s = x->sections[i].name;

		if (x->format == EXE_MACHO)
			s = str_from_pos(s, str_find(s, ',') + 1);
		if (str_eq(s, name))
			return &x->sections[i];
	}
	return NULL;
}

bool
exe_offset(const struct exe *x, uint64_t vaddr, uint64_t n, uint64_t *ret)
{
	/* A PE file has no segments; of the others, they are what is mapped. */
	const struct exe_part *p = x->format == EXE_PE ? x->sections :
	    x->segments;
	size_t np = x->format == EXE_PE ? x->nsections : x->nsegments;

	for (size_t i = 0; i < np; i++) {
		if (x->format == EXE_ELF && p[i].type != 1)	/* PT_LOAD */
			continue;
		if (vaddr >= p[i].vaddr && vaddr - p[i].vaddr < p[i].size &&
		    n <= p[i].size - (vaddr - p[i].vaddr)) {
			*ret = p[i].off + (vaddr - p[i].vaddr);
			return *ret >= p[i].off;
		}
	}
	return false;
}

enum rc
exe_bytes(const struct exe *x, struct blob *b, uint64_t off, uint64_t n,
    size_t max, struct str *ret, struct err *e)
{
	const uint8_t *p = NULL;

	if (off > b->size || n > b->size - off)
		return err_set(e, RC_FORMAT,
		    "%llu bytes at %llu lie outside the file",
		    (unsigned long long)n, (unsigned long long)off);
	if (n > max)
		return err_set(e, RC_LIMIT, "%llu bytes, over the limit of "
		    "%zu", (unsigned long long)n, max);
	enum rc rc = blob_at(b, off, (size_t)n, &p, e);

	if (rc == RC_OK)
		*ret = str_dup(x->a, str_of(p, (size_t)n));
	return rc;
}

enum rc
exe_part_bytes(const struct exe *x, struct blob *b, const struct exe_part *p,
    size_t max, struct str *ret, struct err *e)
{
	return exe_bytes(x, b, p->off, p->size, max, ret, e);
}

enum rc
exe_text(const struct exe *x, struct blob *b, uint64_t off, size_t max,
    struct str *ret, struct err *e)
{
	const uint8_t *p;

	*ret = STR("");
	if (off >= b->size)
		return RC_OK;
	if (max > b->size - off)
		max = (size_t)(b->size - off);
	enum rc rc = blob_at(b, off, max, &p, e);

	if (rc != RC_OK)
		return rc;
	const uint8_t *nul = memchr(p, 0, max);

	if (nul != NULL)
		*ret = str_dup(x->a, str_of(p, (size_t)(nul - p)));
	return RC_OK;
}

enum rc
exe_needed(const struct exe *x, struct blob *b, const struct str **ret,
    size_t *ret_n, struct err *e)
{
	*ret = x->dylibs;
	*ret_n = x->ndylibs;
	switch (x->format) {
	case EXE_ELF:
		return elf_needed(x, b, ret, ret_n, e);
	case EXE_PE:
		return pe_needed(x, b, ret, ret_n, e);
	default:
		return RC_OK;
	}
}
