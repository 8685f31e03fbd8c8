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
#include "base/buf.h"
#include "bom/bom.h"
#include "bom/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct pass {
	const char *name;
	struct buf text;
	size_t gaps;
};

static void
write_to(const struct bom *b, struct pass *to)
{
	static struct out o;
	const char *version;
	const struct bom_format *f = bom_format_by_name(to->name, &version);
	struct err e;

	to->text.n = 0;
	to->gaps = notices_count(&b->notices, NOTICE_GAP);
	out_to_buf(&o, &to->text);
	if (f == NULL || f->write(b, version, &o, &e) != RC_OK ||
	    out_flush(&o, &e) != RC_OK)
		abort();
}

static enum rc
write_again(void *ctx, struct bom *b, struct err *e)
{
	(void)e;
	write_to(b, ctx);
	bom_free(b);
	return RC_OK;
}

static void
read_back(const struct pass *from, struct pass *to)
{
	struct reader *r = reader_of_mem(from->text.p, from->text.n);
	struct err e;

	to->name = from->name;
	/* A list of nothing is empty, which is no document. */
	if (from->text.n != 0 && bom_read_all(r, &limits_default, write_again,
	    to, &e) != RC_OK)
		abort();
	if (to->gaps < from->gaps)
		abort();
	reader_close(r);
}

static void
write_and_read(const struct bom *b, const char *name)
{
	struct pass one = { .name = name }, two = { .gaps = 0 },
	    three = { .gaps = 0 };

	write_to(b, &one);
	read_back(&one, &two);
	read_back(&two, &three);
	if (two.text.n != three.text.n || (two.text.n != 0 &&
	    memcmp(two.text.p, three.text.p, two.text.n) != 0))
		abort();
	buf_done(&one.text);
	buf_done(&two.text);
	buf_done(&three.text);
}

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
