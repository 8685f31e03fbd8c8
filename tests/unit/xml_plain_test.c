/* SPDX-License-Identifier: Apache-2.0 */
/* The small XML reader, against libxml2's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "codec/reader.h"
#include "text/xml.h"
#include "text/xml_plain.h"

/* Events as text: "<name a=v>", "</name>"; pieces of text joined. */
static void
put(struct buf *b, const char *z, struct str s)
{
	assert_true(buf_add_str(b, str_from(z)) && buf_add_str(b, s));
}

static enum rc
by_us(struct str in, struct buf *ret, struct err *e)
{
	struct reader *r = reader_of_mem(in.p, in.n);
	struct xml_plain *x = xml_plain_new(r, 1000);
	struct str name, value;
	enum xml_event ev;
	enum rc rc;

	while ((rc = xml_plain_next(x, &ev, e)) == RC_OK && ev != XML_END) {
		if (ev == XML_TEXT)
			put(ret, "", xml_plain_text(x));
		else
			put(ret, ev == XML_OPEN ? "<" : "</",
			    xml_plain_name(x));
		for (size_t i = 0; ev == XML_OPEN && xml_plain_attr(x, i,
		    &name, &value); i++)
			if (str_eq(name, STR("a")))
				put(ret, " a=", value);
		if (ev != XML_TEXT)
			put(ret, ">", STR(""));
	}
	xml_plain_free(x);
	reader_close(r);
	return rc;
}

static enum rc
by_libxml2(struct str in, struct buf *ret, struct err *e)
{
	struct reader *r = reader_of_mem(in.p, in.n);
	struct xml_in *x;
	enum xml_event ev;
	enum rc rc = xml_in_new(r, &x, e);

	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	while ((rc = xml_in_next(x, &ev, e)) == RC_OK && ev != XML_END) {
		if (ev == XML_TEXT)
			put(ret, "", xml_in_text(x));
		else
			put(ret, ev == XML_OPEN ? "<" : "</", xml_in_name(x));
		if (ev == XML_OPEN && xml_in_attr(x, "a").n != 0)
			put(ret, " a=", xml_in_attr(x, "a"));
		if (ev != XML_TEXT)
			put(ret, ">", STR(""));
	}
	xml_in_free(x);
	reader_close(r);
	return rc;
}

static const char *const good[] = {
	"<x/>", "<x></x>", "<x a='1'/>", "<x a=\"1\" b='2'>t</x>",
	"<x a = '1' >t</x >", "<?xml version='1.0'?><x/>",
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x>\n</x>\n",
	"<!DOCTYPE x><x/>", "<!-- a -- ><y> -- --><x/>",
	"<x><!-- <y> --><y/><?p <z> ?></x><!-- --> <?q?>",
	"<x>a<y>b</y>c<y/></x>", "<p:x xmlns:p='u'><p:y/></p:x>",
	"<x>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;&#xe9;&#x20ac;&#x1f600;</x>",
	"<x a='&lt;&#39;&quot;'/>", "<x><![CDATA[<y>&amp;]]></x>",
	"<x><![CDATA[]]]]><![CDATA[>]]></x>", "<x>\xc3\xa9</x>",
	"<x.y-z_1><\xc3\xa9/></x.y-z_1>", "  <x/>" + 2,
};

static const struct {
	const char *text;
	enum rc rc;
} bad[] = {
	{ "", RC_FORMAT }, { "<", RC_FORMAT }, { "<x", RC_FORMAT },
	{ "<x>", RC_FORMAT }, { "<x></y>", RC_FORMAT },
	{ "<x></xy>", RC_FORMAT }, { "<x></x", RC_FORMAT },
	{ "</x>", RC_FORMAT }, { "<x/><y/>", RC_FORMAT },
	{ "<x/>t", RC_FORMAT }, { "t<x/>", RC_FORMAT },
	{ "<x a/>", RC_FORMAT }, { "<x a=1/>", RC_FORMAT },
	{ "<x a='1/>", RC_FORMAT }, { "<x a='<'/>", RC_FORMAT },
	{ "<x>&y;</x>", RC_FORMAT }, { "<x>&#0;</x>", RC_FORMAT },
	{ "<x>&#xd800;</x>", RC_FORMAT }, { "<x>&#x110000;</x>", RC_FORMAT },
	{ "<x>&#99999999999;</x>", RC_FORMAT }, { "<x>&amp</x>", RC_FORMAT },
	{ "<x>\x01</x>", RC_FORMAT }, { "<x><!-- </x>", RC_FORMAT },
	{ "<x><![CDATA[</x>", RC_FORMAT }, { "<1/>", RC_FORMAT },
	{ "<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", RC_FORMAT },
	{ "<x><!DOCTYPE x></x>", RC_FORMAT }, { "<x/ >", RC_FORMAT },
	{ "<![CDATA[x]]>", RC_FORMAT }, { "<x", RC_FORMAT },
};

/* Names with which libxml2 goes on, in its own way. */
static const char *const colons[] = {
	"<x:/>", "<:x/>", "<:/>", "<x:y:z/>", "<x:1/>", "<x:-/>", "<x y:='1'/>",
};

static void
same_as_libxml2(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct buf one = { .limit = 0 }, two = { .limit = 0 };
		struct err e = { "" };

		if (by_us(str_from(good[i]), &one, &e) != RC_OK)
			fail_msg("%s: %s", good[i], e.msg);
		/* libxml2 wants no "--" in a comment */
		if (by_libxml2(str_from(good[i]), &two, &e) != RC_OK) {
			assert_non_null(strstr(good[i], " -- >"));
		} else if (!str_eq(buf_str(&one), buf_str(&two))) {
			fail_msg("%s: %.*s, not %.*s", good[i],
			    STR_ARG(buf_str(&one)), STR_ARG(buf_str(&two)));
		}
		assert_true(one.n != 0);
		buf_done(&one);
		buf_done(&two);
	}
}

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf b = { .limit = 0 };
		struct err e = { "" };

		if (by_us(str_from(bad[i].text), &b, &e) != bad[i].rc)
			fail_msg("%s: %s", bad[i].text, e.msg);
		assert_true(e.msg[0] != '\0');
		b.n = 0;
		assert_int_not_equal(by_libxml2(str_from(bad[i].text), &b, &e),
		    RC_OK);
		buf_done(&b);
	}
	for (size_t i = 0; i < sizeof colons / sizeof *colons; i++) {
		struct buf b = { .limit = 0 };
		struct err e = { "" };

		if (by_us(str_from(colons[i]), &b, &e) != RC_FORMAT)
			fail_msg("%s: read", colons[i]);
		buf_done(&b);
	}
}

static void
limits_hold(void **state)
{
	static char text[4096];
	struct buf b = { .limit = 0 };
	struct err e = { "" };

	(void)state;
	(void)snprintf(text, sizeof text, "<x>%01100d</x>", 0);
	assert_int_equal(by_us(str_from(text), &b, &e), RC_LIMIT);
	(void)snprintf(text, sizeof text, "<x a='%01100d'/>", 0);
	assert_int_not_equal(by_us(str_from(text), &b, &e), RC_OK);
	for (size_t i = 0; i < 200; i++)
		memcpy(text + 3 * i, "<x>", 4);
	assert_int_equal(by_us(str_from(text), &b, &e), RC_LIMIT);
	assert_int_equal(by_us(STR("<?xml version='1.0' "
	    "encoding='UTF-16'?><x/>"), &b, &e), RC_UNSUPPORTED);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_libxml2),
		cmocka_unit_test(refuses),
		cmocka_unit_test(limits_hold),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
