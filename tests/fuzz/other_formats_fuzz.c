/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any document as a snapshot for GitHub and as a list of purls: each must be
 * read again, with every gap, and written as the same bytes then; and as a
 * table, which holds nothing that a terminal obeys.
 *
 * fuzz-cover: lib/bom/other/github.c lib/bom/other/purls.c lib/bom/other/table.c
 * fuzz-seeds: tests/fixtures/bom/everything.cdx.json tests/fixtures/bom/syft/*.github.json tests/fixtures/bom/fuzz/*
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "tests/fuzz/again.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
write_table(struct bom *b)
{
	struct pass t = { .name = "table" };

	b->width = (unsigned)b->ncomponents * 7 % 120;
	write_to(b, &t);
	for (size_t i = 0; i < t.text.n; i++)
		if (t.text.p[i] == 0x7f ||
		    (t.text.p[i] < 0x20 && t.text.p[i] != '\n'))
			abort();
	buf_done(&t.text);
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	(void)ctx;
	(void)e;
	write_and_read(b, "github");
	write_and_read(b, "purls");
	write_table(b);
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
