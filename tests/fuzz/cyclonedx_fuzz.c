/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any document, written as CycloneDX of the syntax and version that the first
 * byte picks: it must be read, and what that gives must be written as bytes
 * that, read and written once more, stay the same.
 *
 * fuzz-cover: lib/bom/cyclonedx/read_xml.c lib/bom/cyclonedx/read_json.c lib/bom/cyclonedx/read_component.c lib/bom/cyclonedx/write.c lib/bom/cyclonedx/write_component.c lib/bom/cyclonedx/write_field.c lib/bom/cyclonedx/write_licence.c lib/bom/cyclonedx/form.c lib/text/xml_out.c
 * fuzz-make: tests/fuzz/cyclonedx-seeds.sh
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "bom/bom.h"
#include "bom/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const names[] = { "cyclonedx-json@1.4",
	"cyclonedx-json@1.5", "cyclonedx-json@1.6", "cyclonedx-json@1.7",
	"cyclonedx-xml@1.4", "cyclonedx-xml@1.5", "cyclonedx-xml@1.6",
	"cyclonedx-xml@1.7" };

static const char *name;

static enum rc
write_one(void *ctx, struct bom *b, struct err *e)
{
	static struct out o;
	struct buf *to = ctx;
	const char *version;
	const struct bom_format *f = bom_format_by_name(name, &version);

	to->n = 0;
	out_to_buf(&o, to);
	if (f->write(b, version, &o, e) != RC_OK || out_flush(&o, e) != RC_OK)
		abort();
	bom_free(b);
	return RC_OK;
}

static enum rc
pass(const void *p, size_t n, struct buf *ret)
{
	struct reader *r = reader_of_mem(p, n);
	struct err e;
	enum rc rc = bom_read_all(r, &limits_default, write_one, ret, &e);

	reader_close(r);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf one = { .limit = 0 }, two = { .limit = 0 },
	    three = { .limit = 0 };

	if (n == 0)
		return 0;
	name = names[p[0] % 8];
	if (pass(p + 1, n - 1, &one) == RC_OK &&
	    (pass(one.p, one.n, &two) != RC_OK ||
	    pass(two.p, two.n, &three) != RC_OK || two.n != three.n ||
	    memcmp(two.p, three.p, two.n) != 0))
		abort();
	buf_done(&one);
	buf_done(&two);
	buf_done(&three);
	return 0;
}
