/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a bill of materials in a format, reads it back and writes it again,
 * twice: every gap must come back, and the bytes be the same from the first
 * reading on.
 */
#ifndef AIRBOM_FUZZ_AGAIN_H
#define AIRBOM_FUZZ_AGAIN_H

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "bom/bom.h"
#include "bom/format.h"

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

#endif
