/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any stream as documents; what is read must be written and read again, and
 * what that gives must be written as the same bytes.
 *
 * fuzz-cover: lib/bom/project.c lib/bom/pull.c lib/bom/graph.c lib/bom/other/syft.c lib/bom/other/syft_artifact.c lib/bom/spdx/read_json.c lib/bom/spdx/read_tag_value.c lib/bom/spdx/take.c lib/bom/spdx/take_built.c lib/bom/vendor.c lib/bom/cyclonedx/read_xml.c lib/bom/cyclonedx/read_built.c lib/bom/format.c lib/bom/sniff.c lib/bom/finish.c lib/bom/decode.c lib/bom/facts.c lib/bom/property.c lib/bom/cyclonedx/read_json.c lib/bom/cyclonedx/read_component.c
 * fuzz-cover: lib/bom/other/envelope.c lib/bom/foreign.c lib/codec/base64.c lib/text/utf16.c
 * fuzz-seeds: tests/fixtures/bom/others/* tests/fixtures/bom/syft/*.json tests/fixtures/bom/trivy/*.json tests/fixtures/bom/syft/*.spdx tests/fixtures/bom/trivy/*.spdx tests/fixtures/bom/cdxgen/* tests/fixtures/bom/fuzz/*
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "bom/project.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
write_to(const struct bom *b, const char *version, struct buf *to)
{
	static struct out o;
	struct err e;

	to->n = 0;
	out_to_buf(&o, to);
	if (bom_formats[0]->write(b, version, &o, &e) != RC_OK ||
	    out_flush(&o, &e) != RC_OK)
		abort();
}

static enum rc
write_again(void *ctx, struct bom *b, struct err *e)
{
	(void)e;
	write_to(b, "1.6", ctx);
	bom_free(b);
	return RC_OK;
}

static void
read_back(const struct buf *text, struct buf *ret)
{
	struct reader *r = reader_of_mem(text->p, text->n);
	struct err e;

	if (bom_read_all(r, &limits_default, write_again, ret, &e) != RC_OK)
		abort();
	reader_close(r);
}

static enum rc
each(void *ctx, struct bom *b, struct err *e)
{
	struct buf one = { .limit = 0 }, two = { .limit = 0 },
	    three = { .limit = 0 };

	(void)ctx;
	(void)e;
	for (size_t i = 0; bom_formats[i] != NULL; i++)
		bom_free(bom_project(b, bom_formats[i],
		    bom_formats[i]->version));
	write_to(b, "1.4", &one);
	read_back(&one, &two);
	write_to(b, "1.6", &one);
	bom_free(b);
	read_back(&one, &two);
	read_back(&two, &three);
	if (two.n != three.n || memcmp(two.p, three.p, two.n) != 0)
		abort();
	buf_done(&one);
	buf_done(&two);
	buf_done(&three);
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
