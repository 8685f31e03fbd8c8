/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/xml.c: events, entities refused, limits, real files. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "tests/unit/text_help.h"
#include "text/xml.h"

static void
add(struct buf *to, const char *mark, struct str s)
{
	(void)buf_add_str(to, str_from(mark));
	(void)buf_add_str(to, s);
}

/*
 * The events as text: "<name" with "{namespace}" before it, " a=value" of the
 * attributes a and b, ">name", and text with "'" before each run of pieces.
 */
static enum rc
read_all(struct reader *in, struct buf *to, struct err *e)
{
	struct xml_in *x = NULL;
	enum xml_event event = XML_OPEN, last = XML_END;
	enum rc rc = xml_in_new(in, &x, e), again;
	unsigned depth = 0;

	if (rc != RC_OK)
		return rc;
	while ((rc = xml_in_next(x, &event, e)) == RC_OK &&
	    event != XML_END) {
		if (event == XML_OPEN) {
			assert_int_equal(xml_in_depth(x), ++depth);
			add(to, "<", STR(""));
			if (xml_in_namespace(x).n > 0) {
				add(to, "{", xml_in_namespace(x));
				add(to, "}", STR(""));
			}
			add(to, "", xml_in_name(x));
			if (xml_in_attr(x, "a").n > 0)
				add(to, " a=", xml_in_attr(x, "a"));
			if (xml_in_attr(x, "b").n > 0)
				add(to, " b=", xml_in_attr(x, "b"));
		} else if (event == XML_CLOSE) {
			assert_int_equal(xml_in_depth(x), depth--);
			add(to, ">", xml_in_name(x));
			check_str(xml_in_attr(x, "a"), STR(""));
		} else {
			assert_int_equal(xml_in_depth(x), depth);
			add(to, last == XML_TEXT ? "" : "'", xml_in_text(x));
		}
		last = event;
	}
	again = xml_in_next(x, &event, e);
	assert_int_equal(again, rc);
	if (rc == RC_OK) {
		assert_int_equal(event, XML_END);
		assert_int_equal(depth, 0);
	}
	xml_in_free(x);
	return rc;
}

static const struct {
	const char *text, *want;
	enum rc rc;
} cases[] = {
	{ "<r/>", "<r>r", RC_OK },
	{ "<?xml version=\"1.0\"?>\n<r></r>\n", "<r>r", RC_OK },
	{ "<r a='1' b=\"2\" c='3'><s a=''/></r>", "<r a=1 b=2<s>s>r", RC_OK },
	{ "<r>text</r>", "<r'text>r", RC_OK },
	{ "<r> a <s/> b </r>", "<r' a <s>s' b >r", RC_OK },
	{ "<r>a<!-- c -->b<?pi x?>c<![CDATA[<d>&amp;]]></r>",
	    "<r'abc<d>&amp;>r", RC_OK },
	{ "<r a='&lt;&amp;&#233;&#x20AC;'>&lt;&gt;&quot;&apos;&amp;&#65;</r>",
	    "<r a=<&\xc3\xa9\xe2\x82\xac'<>\"'&A>r", RC_OK },
	{ "<r xmlns='u:1' xmlns:p='u:2' p:a='no' a='yes'><p:s/></r>",
	    "<{u:1}r a=yes<{u:2}s>s>r", RC_OK },
	{ "\xef\xbb\xbf<r/>", "<r>r", RC_OK },
	{ "<?xml version='1.0' encoding='ISO-8859-1'?><r>\xe9</r>",
	    "<r'\xc3\xa9>r", RC_OK },
	{ "<!DOCTYPE r><r/>", "<r>r", RC_OK },
	{ "<!DOCTYPE r SYSTEM 'http://localhost:1/x.dtd'><r/>", "<r>r",
	    RC_OK },
	{ "<!DOCTYPE r PUBLIC '-//X' 'file:///etc/passwd'><r/>", "<r>r",
	    RC_OK },
	{ "<!DOCTYPE r [ <!ELEMENT r ANY> <!-- c --> ]><r/>", "<r>r", RC_OK },
	/* Whoever declares an entity is not heard further. */
	{ "<!DOCTYPE r [<!ENTITY e 'x'>]><r/>", "", RC_FORMAT },
	{ "<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", "", RC_FORMAT },
	{ "<!DOCTYPE r [<!ENTITY e 'x'>]><r a='&e;'/>", "", RC_FORMAT },
	{ "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r>&e;</r>",
	    "", RC_FORMAT },
	{ "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><r/>",
	    "", RC_FORMAT },
	{ "<!DOCTYPE r [<!ENTITY % p '<!ELEMENT r ANY>'> %p;]><r/>", "",
	    RC_FORMAT },
	{ "<!DOCTYPE r [<!ELEMENT r ANY><!ENTITY e 'x'>]><r/>", "",
	    RC_FORMAT },
	{ "<r>&nbsp;</r>", "<r", RC_FORMAT },
	{ "<r a='&nbsp;'/>", "", RC_FORMAT },
	{ "<!DOCTYPE r SYSTEM 'x.dtd'><r>&nbsp;</r>", "<r", RC_FORMAT },
	{ "<!DOCTYPE r SYSTEM 'x.dtd'><r a='&nbsp;'/>", "", RC_FORMAT },
	/* Not XML, or not all of it. */
	{ "", "", RC_FORMAT },
	{ "  \n", "", RC_FORMAT },
	{ "text", "", RC_FORMAT },
	{ "{\"a\":1}", "", RC_FORMAT },
	{ "<r>", "<r", RC_FORMAT },
	{ "<r><s></r>", "<r<s", RC_FORMAT },
	{ "<r></s>", "<r", RC_FORMAT },
	{ "<r/><r/>", "<r>r", RC_FORMAT },
	{ "<r/>text", "<r>r", RC_FORMAT },
	{ "<r a='1' a='2'/>", "", RC_FORMAT },
	{ "<r a=1/>", "", RC_FORMAT },
	{ "<r>a & b</r>", "<r", RC_FORMAT },
	{ "<r>\x01</r>", "<r", RC_FORMAT },
	{ "<r>\xff</r>", "<r", RC_FORMAT },
	{ "<r>&#0;</r>", "<r", RC_FORMAT },
};

static void
test_cases(void **state)
{
	struct buf got = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t step = 0; step < 3; step++) {
			struct whim w = whim_of(str_from(cases[i].text),
			    step);
			struct err e = { "" };
			enum rc rc;

			got.n = 0;
			rc = read_all(&w.reader, &got, &e);
			if (rc != cases[i].rc)
				fail_msg("%s: %d (%s), step %zu",
				    cases[i].text, rc, e.msg, step);
			/* How far reading came before it failed may differ
			   by the text at hand. */
			if (rc == RC_OK)
				check_str(buf_str(&got),
				    str_from(cases[i].want));
			else
				assert_non_null(strstr(e.msg, "line "));
		}
	buf_done(&got);
}

/* Nothing of a refused entity comes out as text. */
static void
test_no_secret(void **state)
{
	struct buf got = { 0 };
	struct whim w = whim_of(STR("<!DOCTYPE r [<!ENTITY e SYSTEM "
	    "'file:///etc/passwd'>]><r a='&e;'>&e;</r>"), 0);
	struct err e;

	(void)state;
	assert_int_equal(read_all(&w.reader, &got, &e), RC_FORMAT);
	assert_int_equal(str_find_str(buf_str(&got), STR("root")), got.n);
	assert_non_null(strstr(e.msg, "entity"));
	buf_done(&got);
}

static double
seconds_of(struct str text, enum rc want)
{
	struct buf got = { 0 };
	struct whim w = whim_of(text, 0);
	struct timespec a, b;
	struct err e = { "" };

	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	enum rc rc = read_all(&w.reader, &got, &e);

	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	if (rc != want)
		fail_msg("%d (%s)", rc, e.msg);
	assert_true(got.n < 1000000);
	buf_done(&got);
	return (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* Ten entities, each ten of the one before it; in text and in an attribute;
   and one long entity used often. */
static void
test_laughs(void **state)
{
	static const char *const uses[] = { "<r>&l9;</r>", "<r a='&l9;'/>",
		"<r><s a='&l9;'/>&l9;</r>", "<r/>" };
	char text[4096];
	size_t at;
	double worst = 0, s;

	(void)state;
	for (size_t k = 0; k < 4; k++) {
		at = (size_t)snprintf(text, sizeof text,
		    "<!DOCTYPE r [\n<!ENTITY l0 'lol'>\n");
		for (int i = 1; i < 10; i++) {
			at += (size_t)snprintf(text + at, sizeof text - at,
			    "<!ENTITY l%d '", i);
			for (int n = 0; n < 10; n++)
				at += (size_t)snprintf(text + at,
				    sizeof text - at, "&l%d;", i - 1);
			at += (size_t)snprintf(text + at, sizeof text - at,
			    "'>\n");
		}
		at += (size_t)snprintf(text + at, sizeof text - at, "]>\n%s",
		    uses[k]);
		s = seconds_of(str_of(text, at), RC_FORMAT);
		worst = s > worst ? s : worst;
	}
	char *big = malloc(1000000);

	assert_non_null(big);
	at = (size_t)snprintf(big, 1000000, "<!DOCTYPE r [<!ENTITY e '");
	memset(big + at, 'x', 50000);
	at += 50000;
	at += (size_t)snprintf(big + at, 1000000 - at, "'>]><r a='");
	for (int i = 0; i < 50000; i++, at += 3)
		memcpy(big + at, "&e;", 3);
	at += (size_t)snprintf(big + at, 1000000 - at, "'/>");
	s = seconds_of(str_of(big, at), RC_FORMAT);
	worst = s > worst ? s : worst;
	free(big);
	print_message("the longest laugh took %.3f s\n", worst);
	assert_true(worst < 1);
}

static struct str
nested(size_t depth)
{
	char *p = malloc(depth * 7 + 1), *q = p;

	assert_non_null(p);
	for (size_t i = 0; i < depth; i++, q += 3)
		memcpy(q, "<a>", 3);
	for (size_t i = 0; i < depth; i++, q += 4)
		memcpy(q, "</a>", 4);
	return str_of(p, (size_t)(q - p));
}

static void
test_depth(void **state)
{
	struct str fits = nested(XML_DEPTH), deep = nested(XML_DEPTH + 1),
	    deeper = nested(100000);

	(void)state;
	(void)seconds_of(fits, RC_OK);
	(void)seconds_of(deep, RC_LIMIT);
	(void)seconds_of(deeper, RC_LIMIT);
	drop(fits);
	drop(deep);
	drop(deeper);
}

static void
test_skip(void **state)
{
	struct whim w = whim_of(STR("<r><s><r><s/></r>t</s><u/><v>x</v></r>"),
	    1);
	struct xml_in *x;
	enum xml_event event;
	struct err e;

	(void)state;
	assert_int_equal(xml_in_new(&w.reader, &x, &e), RC_OK);
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);	/* r */
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);	/* s */
	assert_int_equal(xml_in_skip(x, &e), RC_OK);
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);
	check_str(xml_in_name(x), STR("u"));
	assert_int_equal(xml_in_skip(x, &e), RC_OK);
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);
	check_str(xml_in_name(x), STR("v"));
	assert_int_equal(event, XML_OPEN);
	assert_int_equal(xml_in_skip(x, &e), RC_OK);
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);
	assert_int_equal(event, XML_CLOSE);
	check_str(xml_in_name(x), STR("r"));
	assert_int_equal(xml_in_next(x, &event, &e), RC_OK);
	assert_int_equal(event, XML_END);
	xml_in_free(x);
	xml_in_free(NULL);
}

static void
test_reader_fails(void **state)
{
	static const char *const texts[] = { "", "<r>", "<r><s a='1'>text",
		"<r/>" };
	struct buf got = { 0 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct whim w = whim_of(str_from(texts[i]), 1);
		struct err e = { "" };

		w.after = RC_IO;
		assert_int_equal(read_all(&w.reader, &got, &e), RC_IO);
		assert_string_equal(e.msg, "whim");
	}
	buf_done(&got);
}

struct tally {
	size_t elements, bytes;
	enum rc rc;
	struct err e;
};

static struct tally
count(struct reader *in)
{
	struct tally t = { 0 };
	struct xml_in *x;
	enum xml_event event = XML_OPEN;

	assert_int_equal(xml_in_new(in, &x, &t.e), RC_OK);
	while (event != XML_END &&
	    (t.rc = xml_in_next(x, &event, &t.e)) == RC_OK) {
		t.elements += event == XML_OPEN;
		t.bytes += event == XML_TEXT ? xml_in_text(x).n : 0;
	}
	xml_in_free(x);
	return t;
}

/* Elements and bytes of text, as expat counts them. */
static void
test_real(void **state)
{
	static const char *const files[] = {
		SHARED "/feeds/debian/oval/debian_oval_data.xml",
		SHARED "/feeds/azurelinux/cbl-mariner-2.0-oval.sample.xml",
		SHARED "/feeds/rocky/updateinfo.xml",
		SHARED "/feeds/rocky/repomd.xml",
		SHARED "/feeds/openeuler/cvrf-openEuler-SA-2021-1033.xml",
		SHARED "/feeds/openeuler/cvrf-openEuler-SA-2023-1374.xml",
	};
	size_t seen = 0;

	(void)state;
	NEED_SHARED("feeds");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct str text = slurp(files[i]), want;
		struct whim w = whim_of(text, 4096);
		struct tally t = count(&w.reader);
		char command[1024], got[64];
		size_t end = str_trim(text).n;

		if (t.rc != RC_OK)
			fail_msg("%s: %s", files[i], t.e.msg);
		(void)snprintf(got, sizeof got, "%zu %zu\n", t.elements,
		    t.bytes);
		(void)snprintf(command, sizeof command, "python3 -c \""
		    "import xml.etree.ElementTree as E\n"
		    "r=E.parse('%s').getroot()\n"
		    "print(len(list(r.iter())), "
		    "sum(len(t.encode()) for t in r.itertext()))\"", files[i]);
		want = output_of(command);
		if (want.n == 0) {
			print_message("SKIP: no python3\n");
			skip();
		}
		check_str(str_from(got), want);
		seen += t.elements;
		for (size_t k = 0; k < 100; k++) {
			w = whim_of(str_sub(text, 0, end * k / 100), 0);
			t = count(&w.reader);
			assert_int_equal(t.rc, RC_FORMAT);
		}
		drop(want);
		drop(text);
	}
	print_message("%zu elements agree with expat\n", seen);
	assert_true(seen > 100);
}

/* 40 MB are read at an even pace and in constant memory. */
static void
test_long(void **state)
{
	struct str piece = STR("<definition id='oval:x:def:1'><title>CVE "
	    "&amp; more</title><p a='1' b='2'/>\n</definition>\n");
	char *p = malloc(piece.n * 1000 + 16);
	struct timespec a, b;
	size_t elements = 1, bytes = 0;
	struct xml_in *x;
	struct err e;
	enum xml_event event;

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < 1000; i++)
		memcpy(p + i * piece.n, piece.p, piece.n);
	struct whim w = whim_of(str_of(p, piece.n * 1000), 0);

	w.times = 400;
	struct reader *r = reader_after("<oval>", 6, &w.reader);

	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	assert_int_equal(xml_in_new(r, &x, &e), RC_OK);
	while (elements < 400 * 3000 - 100) {	/* it reads ahead */
		if (xml_in_next(x, &event, &e) != RC_OK)
			fail_msg("%s", e.msg);
		elements += event == XML_OPEN;
		bytes += event == XML_TEXT;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	double s = (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) / 1e9;

	print_message("%.0f MB in %.2f s: %.0f MB/s\n",
	    (double)piece.n * 0.4, s, (double)piece.n * 0.4 / s);
	assert_true(bytes >= 400000);
	xml_in_free(x);
	reader_close(r);
	free(p);
}

/* libxml2 says nothing on its own. */
static int
quietly(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

static void
test_silent(void **state)
{
	char path[] = "/tmp/airbom-xml-XXXXXX";
	int fd = mkstemp(path), old = dup(2);
	struct buf got = { 0 };

	(void)state;
	assert_true(fd >= 0 && old >= 0);
	(void)fflush(stderr);
	assert_true(dup2(fd, 2) == 2);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct whim w = whim_of(str_from(cases[i].text), 0);
		struct err e;

		(void)read_all(&w.reader, &got, &e);
	}
	(void)fflush(stderr);
	assert_true(dup2(old, 2) == 2);
	assert_int_equal(lseek(fd, 0, SEEK_END), 0);
	(void)close(fd);
	(void)close(old);
	(void)unlink(path);
	buf_done(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_secret),
		cmocka_unit_test(test_laughs),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_skip),
		cmocka_unit_test(test_reader_fails),
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_silent),
	};

	return cmocka_run_group_tests_name("xml", tests, quietly, NULL);
}
