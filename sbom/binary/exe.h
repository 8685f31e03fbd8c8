/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_EXE_H
#define SBOM_BINARY_EXE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "sbom/catalog/blob.h"

/*
 * Executables, libraries and objects: ELF, PE and Mach-O behind one shape. A
 * file is opened once from its headers (two or three reads); what else a
 * cataloger wants to know it reads by name or address. Nothing here trusts a
 * size: RC_FORMAT is a file that breaks its format, RC_LIMIT comes from
 * blob_at unchanged, or is a table beyond the limits below.
 */
enum {
	EXE_HEAD = 4096,		/* the first read */
	EXE_SECTIONS = 65535,		/* of one file */
	EXE_SEGMENTS = 65535,
	EXE_NAMES = 4 << 20,		/* bytes of all section names */
	EXE_COMMANDS = 1 << 20,		/* bytes of Mach-O load commands */
	EXE_NEEDED = 4096,		/* libraries that one file asks for */
	EXE_SYMBOLS = 64 << 20,		/* bytes of one table of symbols, and
					   of one of their names */
	EXE_SLICES = 20,		/* fat Mach-O; more is a Java class */
};

enum exe_format { EXE_NONE, EXE_ELF, EXE_PE, EXE_MACHO, EXE_FAT };
enum exe_kind { EXE_OTHER, EXE_OBJECT, EXE_PROGRAM, EXE_LIBRARY };

/* A section or a segment. */
struct exe_part {
	struct str name;	/* ".text"; Mach-O "__TEXT,__text"; "" of ELF
				   segments */
	uint32_t type;		/* ELF: sh_type, p_type; else 0 */
	uint32_t link;		/* ELF: sh_link; else 0 */
	bool writable;
	uint64_t vaddr, vsize;
	uint64_t off, size;	/* bytes in the file; size 0: it has none */
};

struct go_build;

struct exe {
	struct arena *a;	/* owns all below; borrowed */
	enum exe_format format;	/* ELF, PE or Mach-O */
	enum exe_kind kind;
	bool big;		/* byte order */
	bool wide;		/* 64 bits */
	uint32_t machine;	/* e_machine, Machine, cputype */
	const struct exe_part *sections, *segments;
	size_t nsections, nsegments;
	struct str interpreter;	/* "" if none, or not near the header */
	const char *odd;	/* what the headers get wrong, or NULL */
	uint64_t slice;		/* where this file begins in a fat one */
	/* PE: image base and the 16 data directories (addresses, no base). */
	uint64_t base;
	struct { uint32_t rva, size; } dirs[16];
	/* Mach-O: LC_SYMTAB; the names of libraries. */
	struct { uint32_t off, n, names, names_size; } symtab;
	const struct str *dylibs;
	size_t ndylibs;
	/* What a scan of the whole stream found, or NULL: go_build.h. */
	const struct go_build *go;
};

/* What the first bytes say; EXE_FAT only with a believable number of slices. */
enum exe_format exe_magic(const void *head, size_t n);
const char *exe_format_name(enum exe_format f);

/* Not for EXE_FAT. Everything in *ret lives in a. */
enum rc exe_open(struct arena *a, struct blob *b, struct exe **ret,
    struct err *e);
/* The same while only the file's first bytes are there: without the tables
   that are yet to come. */
enum rc exe_open_part(struct arena *a, struct blob *b, struct exe **ret,
    struct err *e);

/* One of the files in a fat one. */
struct exe_slice {
	uint64_t off, size;
	uint32_t machine;
};
/* At most EXE_SLICES of them, each inside the file. */
enum rc exe_slices(struct blob *b, struct exe_slice *ret, size_t *ret_n,
    struct err *e);

/* A range of another blob (borrowed). */
struct part_blob {
	struct blob b;
	struct blob *whole;
	uint64_t off;
};
struct blob *part_blob_init(struct part_blob *p, struct blob *whole,
    uint64_t off, uint64_t size);

/* The first section of that name (of Mach-O: behind the comma), or NULL. */
const struct exe_part *exe_section(const struct exe *x, struct str name);

/* Where n bytes at an address lie in the file; false: nowhere. */
bool exe_offset(const struct exe *x, uint64_t vaddr, uint64_t n,
    uint64_t *ret);

/*
 * A copy, in x's arena, of a part's bytes, or of n bytes at off. RC_LIMIT
 * when it is longer than max (which bounds what input can make us hold).
 */
enum rc exe_part_bytes(const struct exe *x, struct blob *b,
    const struct exe_part *p, size_t max, struct str *ret, struct err *e);
enum rc exe_bytes(const struct exe *x, struct blob *b, uint64_t off,
    uint64_t n, size_t max, struct str *ret, struct err *e);

/* DT_NEEDED, import directory, LC_LOAD_DYLIB: as written, in order. */
enum rc exe_needed(const struct exe *x, struct blob *b,
    const struct str **ret, size_t *ret_n, struct err *e);

/*
 * Symbols whose name is one of the texts, or ends in one; at most max of them,
 * in the order of their table. PE: of the export table.
 */
struct exe_symbol {
	struct str name;
	uint64_t vaddr, size;	/* size 0: not stated */
};
enum rc exe_symbols(const struct exe *x, struct blob *b,
    const struct str *texts, size_t ntexts, bool suffix,
    struct exe_symbol *ret, size_t max, size_t *ret_n, struct err *e);

#endif
