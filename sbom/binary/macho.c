/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mach-O, of macOS and its kin.
 *
 * Source:   Apple's <mach-o/loader.h>: mach_header, load commands, segment and
 *           section structures, symtab_command, dylib_command.
 * Reads:    the head, and the rest of the load commands when they are longer.
 * Limits:   EXE_COMMANDS bytes of commands; sections and segments as exe.h.
 */
#include "sbom/binary/format.h"

enum {
	LC_SEGMENT = 0x1, LC_SYMTAB = 0x2, LC_LOAD_DYLIB = 0xc,
	LC_LOAD_DYLINKER = 0xe, LC_SEGMENT_64 = 0x19,
	LC_LOAD_WEAK_DYLIB = 0x18, LC_REEXPORT_DYLIB = 0x1f,
	LC_REQ_DYLD_BIT = 31,		/* on top of the latter two */
	MH_OBJECT = 1, MH_EXECUTE = 2, MH_DYLIB = 6, MH_BUNDLE = 8,
	PROT_WRITE = 2,
	S_ZEROFILL = 1, S_GB_ZEROFILL = 0xc, S_THREAD_ZEROFILL = 0x12,
};

/* The lists that grow while commands are read. */
struct lists {
	struct exe_part *sections, *segments;
	struct str *dylibs;
	size_t csections, csegments, cdylibs;
};

static struct str
name16(struct rd *r)
{
	const uint8_t *p = rd_take(r, 16);
	struct str s = p != NULL ? str_of(p, 16) : STR("");

	return str_sub(s, 0, str_find(s, '\0'));
}

static struct exe_part
section(const struct exe *x, struct rd *r, bool writable)
{
	struct str name = name16(r), segment = name16(r);
	struct exe_part p = { .writable = writable };

	p.name = str_join(x->a, str_join(x->a, segment, STR(",")), name);
	p.vaddr = exe_word(x, r);
	p.vsize = p.size = exe_word(x, r);
	p.off = exe_u32(x, r);
	rd_skip(r, 12);				/* align, reloff, nreloc */
	p.type = exe_u32(x, r) & 0xff;
	rd_skip(r, x->wide ? 12 : 8);		/* reserved */
	if (p.type == S_ZEROFILL || p.type == S_GB_ZEROFILL ||
	    p.type == S_THREAD_ZEROFILL)
		p.size = 0;
	return p;
}

static void
read_segment(struct exe *x, struct rd r, struct lists *l)
{
	struct exe_part p = { .name = str_dup(x->a, name16(&r)) };

	p.vaddr = exe_word(x, &r);
	p.vsize = exe_word(x, &r);
	p.off = exe_word(x, &r);
	p.size = exe_word(x, &r);
	rd_skip(&r, 4);				/* maxprot */
	p.writable = (exe_u32(x, &r) & PROT_WRITE) != 0;
	uint32_t n = exe_u32(x, &r);

	rd_skip(&r, 4);				/* flags */
	if (r.bad || x->nsegments == EXE_SEGMENTS) {
		x->odd = "a segment is cut short";
		return;
	}
	l->segments = arena_grow(x->a, l->segments, x->nsegments,
	    &l->csegments, sizeof p);
	l->segments[x->nsegments++] = p;
	while (n-- > 0 && x->nsections < EXE_SECTIONS) {
		struct exe_part s = section(x, &r, p.writable);

		if (r.bad) {
			x->odd = "a section is cut short";
			return;
		}
		l->sections = arena_grow(x->a, l->sections, x->nsections,
		    &l->csections, sizeof s);
		l->sections[x->nsections++] = s;
	}
}

/* The text that a command holds at the offset that it states first. */
static struct str
command_text(const struct exe *x, struct rd r)
{
	struct rd body = r;
	uint32_t at = exe_u32(x, &r);		/* counts the 8 bytes before */

	if (r.bad || at < 8 || at - 8 > body.n)
		return STR("");
	struct str s = str_of(body.p + (at - 8), body.n - (at - 8));

	return str_dup(x->a, str_sub(s, 0, str_find(s, '\0')));
}

static void
read_command(struct exe *x, uint32_t cmd, struct rd r, struct lists *l)
{
	struct str s;

	switch (cmd & ~(UINT32_C(1) << LC_REQ_DYLD_BIT)) {
	case LC_SEGMENT:
	case LC_SEGMENT_64:
		read_segment(x, r, l);
		break;
	case LC_SYMTAB:
		x->symtab.off = exe_u32(x, &r);
		x->symtab.n = exe_u32(x, &r);
		x->symtab.names = exe_u32(x, &r);
		x->symtab.names_size = exe_u32(x, &r);
		break;
	case LC_LOAD_DYLINKER:
		x->interpreter = command_text(x, r);
		break;
	case LC_LOAD_DYLIB:
	case LC_LOAD_WEAK_DYLIB:
	case LC_REEXPORT_DYLIB:
		s = command_text(x, r);
		if (s.n == 0 || x->ndylibs == EXE_NEEDED)
			break;
		l->dylibs = arena_grow(x->a, l->dylibs, x->ndylibs,
		    &l->cdylibs, sizeof s);
		l->dylibs[x->ndylibs++] = s;
		break;
	default:
		break;
	}
}

static enum exe_kind
kind_of(uint32_t type)
{
	return type == MH_OBJECT ? EXE_OBJECT : type == MH_EXECUTE ?
	    EXE_PROGRAM : type == MH_DYLIB || type == MH_BUNDLE ?
	    EXE_LIBRARY : EXE_OTHER;
}

static void
read_commands(struct exe *x, struct rd r, uint32_t n)
{
	struct lists l = { 0 };

	for (uint32_t i = 0; i < n && !r.bad && r.n >= 8; i++) {
		uint32_t cmd = exe_u32(x, &r), size = exe_u32(x, &r);
		struct rd body = rd_at(&r, 0, size < 8 ? 0 : size - 8);

		if (size < 8 || body.bad) {
			x->odd = "a load command is cut short";
			break;
		}
		read_command(x, cmd, body, &l);
		rd_skip(&r, size - 8);
	}
	x->sections = l.sections;
	x->segments = l.segments;
	x->dylibs = l.dylibs;
}

enum rc
macho_open(struct exe *x, struct str head, struct blob *b, struct err *e)
{
	struct rd r = rd_of(head.p, head.n);
	uint32_t magic = rd_le32(&r);

	x->big = magic >> 24 == 0xce || magic >> 24 == 0xcf;
	x->wide = (x->big ? magic >> 24 : magic & 0xff) == 0xcf;
	x->machine = exe_u32(x, &r);
	rd_skip(&r, 4);				/* cpusubtype */
	x->kind = kind_of(exe_u32(x, &r));
	uint32_t n = exe_u32(x, &r), size = exe_u32(x, &r);
	uint32_t at = x->wide ? 32 : 28;
	struct str all;

	if (r.bad)
		return err_set(e, RC_FORMAT, "Mach-O: truncated header");
	if (size > EXE_COMMANDS)
		return err_set(e, RC_LIMIT, "Mach-O: %u bytes of load "
		    "commands", size);
	if (head.n >= at && size <= head.n - at) {
		read_commands(x, rd_of(head.p + at, size), n);
		return RC_OK;
	}
	enum rc rc = exe_bytes(x, b, at, size, EXE_COMMANDS, &all, e);

	if (rc == RC_OK)
		read_commands(x, rd_of(all.p, all.n), n);
	return rc;
}
