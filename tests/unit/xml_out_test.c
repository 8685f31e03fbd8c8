/* SPDX-License-Identifier: Apache-2.0 */
/* XML that is written is the XML that was meant, and reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "codec/reader.h"
#include "text/xml.h"
#include "text/xml_out.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

static struct out out;
static struct buf text;
static struct xml_out x;

static void
begin(bool compact)
{
	text.n = 0;
	out_to_buf(&out, &text);
	xml_out_init(&x, &out, compact);
}

static void
is(const char *want)
{
	struct err e;

	assert_int_equal(out_flush(&out, &e), RC_OK);
	if (!str_eq(buf_str(&text), str_from(want)))
		fail_msg("\"%.*s\", not \"%s\"", STR_ARG(buf_str(&text)),
		    want);
}

static void
small(bool compact)
{
	begin(compact);
	xml_begin(&x, "a");
	xml_put_attr(&x, "b", STR("c"));
	xml_begin(&x, "d");
	xml_put_attr(&x, "e", STR(""));
	xml_end(&x);
	xml_pair(&x, "f", STR("g"));
	xml_pair(&x, "h", STR(""));
	xml_begin(&x, "i");
	xml_settle(&x);
	xml_end(&x);
	xml_end(&x);
}

static void
indents(void **state)
{
	(void)state;
	small(false);
	is(HEAD "\n<a b=\"c\">\n  <d e=\"\"/>\n  <f>g</f>\n  <h/>\n"
	    "  <i></i>\n</a>");
	small(true);
	is(HEAD "<a b=\"c\"><d e=\"\"/><f>g</f><h/><i></i></a>");
}

/* XML 1.0, production 2: what is no character cannot be written at all. */
static const struct {
	const char *in, *as_text, *as_attr, *why;
	const char *back;	/* NULL: as it was */
} escapes[] = {
	{ "a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;'",
	    "marks", NULL },
	{ "]]>", "]]&gt;", "]]&gt;", "the end of a CDATA section", NULL },
	{ "\t\n \r", "\t\n &#13;", "&#9;&#10; &#13;",
	    "blanks that are normalised", NULL },
	{ "\x01\x1b[", "\xef\xbf\xbd\xef\xbf\xbd[",
	    "\xef\xbf\xbd\xef\xbf\xbd[", "controls",
	    "\xef\xbf\xbd\xef\xbf\xbd[" },
	{ "\x7f\xc2\x80", "\x7f\xc2\x80", "\x7f\xc2\x80",
	    "discouraged but allowed", NULL },
	{ "\xef\xbf\xbe.\xef\xbf\xbf.\xef\xbf\xbd",
	    "\xef\xbf\xbd.\xef\xbf\xbd.\xef\xbf\xbd",
	    "\xef\xbf\xbd.\xef\xbf\xbd.\xef\xbf\xbd", "U+FFFE, U+FFFF",
	    "\xef\xbf\xbd.\xef\xbf\xbd.\xef\xbf\xbd" },
	{ "\xf0\x9f\x98\x80\xed\xa0\x80", "\xf0\x9f\x98\x80\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd", "\xf0\x9f\x98\x80\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd", "a surrogate is no character",
	    "\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xc3", "\xef\xbf\xbd", "\xef\xbf\xbd", "cut UTF-8",
	    "\xef\xbf\xbd" },
};

/* By libxml2. */
static void
reads_back(const char *want)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	struct xml_in *in;
	struct err e = { "" };
	enum xml_event ev = XML_OPEN;
	struct buf got = { .limit = 0 };

	assert_int_equal(xml_in_new(r, &in, &e), RC_OK);
	while (ev != XML_END) {
		if (xml_in_next(in, &ev, &e) != RC_OK)
			fail_msg("%s", e.msg);
		if (ev == XML_OPEN)
			assert_true(str_eq(xml_in_attr(in, "k"),
			    str_from(want)));
		if (ev == XML_TEXT)
			assert_true(buf_add_str(&got, xml_in_text(in)));
	}
	assert_true(str_eq(buf_str(&got), str_from(want)));
	buf_done(&got);
	xml_in_free(in);
	reader_close(r);
}

static void
escapes_all(void **state)
{
	char want[256];

	(void)state;
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		begin(true);
		xml_begin(&x, "a");
		xml_put_attr(&x, "k", str_from(escapes[i].in));
		xml_put_text(&x, str_from(escapes[i].in));
		xml_end(&x);
		(void)snprintf(want, sizeof want, HEAD "<a k=\"%s\">%s</a>",
		    escapes[i].as_attr, escapes[i].as_text);
		is(want);
		reads_back(escapes[i].back != NULL ? escapes[i].back
		    : escapes[i].in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(indents),
		cmocka_unit_test(escapes_all),
	};
	int failed;

	xml_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_done(&text);
	return failed;
}
