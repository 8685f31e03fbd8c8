/* SPDX-License-Identifier: Apache-2.0 */
/* Executables of all formats: headers, libraries, symbols, resources. */
/* fuzz-cover: sbom/binary/exe.c sbom/binary/elf.c sbom/binary/pe.c sbom/binary/macho.c sbom/binary/symbol.c sbom/binary/version_info.c */
/* fuzz-make: tests/fuzz/exe-seeds.sh */
/* fuzz-max: 65536 */
#include <stdlib.h>

#include "sbom/binary/exe.h"
#include "sbom/binary/version_info.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static volatile unsigned char sum;

static void
touch(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		sum = (unsigned char)(sum + s.p[i]);
}

static void
touch_parts(const struct exe_part *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		touch(p[i].name);
}

static void
ask(const struct exe *x, struct blob *b)
{
	static const struct str names[] = { { "sbom", 4 }, { "_sbom", 5 },
		{ "ersion.str", 10 }, { ".ver.str", 8 } };
	struct exe_symbol found[4];
	const struct exe_part *text = exe_section(x, STR(".text"));
	const struct str *libs;
	struct version_info v;
	struct str s;
	struct err e;
	size_t k;
	bool has;

	touch(x->interpreter);
	touch_parts(x->sections, x->nsections);
	touch_parts(x->segments, x->nsegments);
	if (exe_needed(x, b, &libs, &k, &e) == RC_OK)
		for (size_t i = 0; i < k; i++)
			touch(libs[i]);
	for (size_t i = 0; i < 2; i++)
		if (exe_symbols(x, b, names + 2 * i, 2, i == 1, found, 4, &k,
		    &e) == RC_OK)
			for (size_t m = 0; m < k; m++)
				touch(found[m].name);
	if (text != NULL && exe_part_bytes(x, b, text, 4096, &s, &e) == RC_OK)
		touch(s);
	if (x->format == EXE_PE &&
	    version_info_read(x, b, &v, &has, &e) == RC_OK && has) {
		touch(v.company);
		touch(v.file_version);
		touch(v.original);
	}
}

static void
one(struct blob *b)
{
	struct arena *a = arena_new(256 << 20);
	struct exe *x;
	struct err e;

	if (exe_open(a, b, &x, &e) == RC_OK)
		ask(x, b);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct exe_slice slices[EXE_SLICES];
	struct mem_blob m;
	struct err e;
	struct blob *b = mem_blob_init(&m, p, n);
	size_t k = 0;

	if (exe_magic(p, n) != EXE_FAT) {
		one(b);
		return 0;
	}
	if (exe_slices(b, slices, &k, &e) != RC_OK)
		return 0;
	for (size_t i = 0; i < k; i++) {
		struct part_blob part;

		if (slices[i].off > n || slices[i].size > n - slices[i].off)
			abort();
		one(part_blob_init(&part, b, slices[i].off, slices[i].size));
	}
	return 0;
}
