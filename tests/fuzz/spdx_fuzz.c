/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any document as SPDX, of each syntax and version: it must be written and
 * read again, with every gap; and what that gives must be written as the same
 * bytes again.
 *
 * fuzz-cover: lib/bom/spdx/read_json.c lib/bom/spdx/read_tag_value.c lib/bom/spdx/take.c lib/bom/spdx/take_own.c lib/bom/spdx/write.c lib/bom/spdx/write_package.c lib/bom/spdx/write_licence.c lib/bom/spdx/write_json.c lib/bom/spdx/read_json3.c lib/bom/spdx/take3.c lib/bom/spdx/write_json3.c lib/bom/spdx/write_tag_value.c lib/bom/facts.c
 * fuzz-seeds: tests/fixtures/bom/everything.cdx.json tests/fixtures/bom/spdx3/* tests/fixtures/bom/syft/*.spdx tests/fixtures/bom/syft/*.spdx.json tests/fixtures/bom/trivy/*.spdx* tests/fixtures/bom/fuzz/*
 * fuzz-runs: 8000
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "tests/fuzz/again.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Three files; they are written and not read. */
static void
get_file(const struct bom_files *files, size_t i, struct bom_file *ret)
{
	static const uint8_t digest[32] = { 1, 2, 3 };
	static const char *const types[] = { "file", "elf", "script" };

	*ret = (struct bom_file){ .path = STR("/a\n\xff b"),
		.type = str_from(types[i]), .owner = files->owners[i],
		.layer = str_from(types[i]), .sha1 = digest,
		.sha256 = i == 2 && files->owners[i] != 0 ? NULL : digest };
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	static const char *const names[] = { "spdx-json", "spdx-json@2.2",
		"spdx-tag-value", "spdx-tag-value@2.2", "spdx3-json" };

	uint32_t owners[3] = { 0, b->ncomponents != 0,
		(uint32_t)b->ncomponents };
	struct bom_files files = { .n = 3, .owners = owners,
		.get = get_file };

	(void)ctx;
	(void)e;
	b->files = &files;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		write_and_read(b, names[i]);
	bom_free(b);
	return RC_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct reader *r = reader_of_mem(p, n);
	struct err e;

	(void)bom_read_all(r, &limits_default, each, NULL, &e);
	reader_close(r);
	return 0;
}
