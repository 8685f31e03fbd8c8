/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small XML reader against libxml2's: where both read a text to its end,
 * they saw the same.
 *
 * fuzz-cover: lib/text/xml_plain.c
 * fuzz-seeds: tests/fixtures/bom/cdxgen/*.xml tests/fixtures/bom/fuzz/xml*
 * fuzz-max: 4096
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "codec/reader.h"
#include "text/xml.h"
#include "text/xml_plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Carriage returns aside, which libxml2 makes line feeds. */
static void
put(struct buf *b, char kind, struct str s)
{
	(void)buf_add(b, &kind, kind != 't');
	for (size_t i = 0; i < s.n; i++)
		if (!is_space(s.p[i]))
			(void)buf_add(b, s.p + i, 1);
}

static bool
by_us(const uint8_t *p, size_t n, struct buf *ret)
{
	struct reader *r = reader_of_mem(p, n);
	struct xml_plain *x = xml_plain_new(r, 1 << 20);
	enum xml_event ev;
	struct err e;
	enum rc rc;

	while ((rc = xml_plain_next(x, &ev, &e)) == RC_OK && ev != XML_END)
		if (ev == XML_TEXT)
			put(ret, 't', xml_plain_text(x));
		else
			put(ret, ev == XML_OPEN ? '<' : '/',
			    xml_plain_name(x));
	if (xml_plain_next(x, &ev, &e) != rc)
		abort();		/* failing, and the end, stay */
	xml_plain_free(x);
	reader_close(r);
	return rc == RC_OK;
}

/* Less a prefix that nothing declares, which libxml2 leaves in the name. */
static struct str
local(struct str name)
{
	size_t colon = str_rfind(name, ':');

	return colon < name.n ? str_from_pos(name, colon + 1) : name;
}

static bool
by_libxml2(const uint8_t *p, size_t n, struct buf *ret)
{
	struct reader *r = reader_of_mem(p, n);
	struct xml_in *x;
	enum xml_event ev;
	struct err e;
	enum rc rc = xml_in_new(r, &x, &e);

	if (rc == RC_OK) {
		while ((rc = xml_in_next(x, &ev, &e)) == RC_OK &&
		    ev != XML_END)
			if (ev == XML_TEXT)
				put(ret, 't', xml_in_text(x));
			else
				put(ret, ev == XML_OPEN ? '<' : '/',
				    local(xml_in_name(x)));
		xml_in_free(x);
	}
	reader_close(r);
	return rc == RC_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf one = { .limit = 0 }, two = { .limit = 0 };

	xml_init();
	if (by_us(p, n, &one) && by_libxml2(p, n, &two) &&
	    !str_eq(buf_str(&one), buf_str(&two)))
		abort();
	buf_done(&one);
	buf_done(&two);
	return 0;
}
