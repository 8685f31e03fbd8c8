/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/json_out.c: bytes as they must be, and as jq reads them. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/text_help.h"
#include "text/json_out.h"

static struct buf buf;
static struct out out;
static struct json_out j;

static void
start(bool compact)
{
	buf_done(&buf);
	out_to_buf(&out, &buf);
	json_out_init(&j, &out, compact);
}

static struct str
finished(void)
{
	struct err e;

	assert_int_equal(out_flush(&out, &e), RC_OK);
	return buf_str(&buf);
}

static void
write_sample(void)
{
	json_begin_object(&j);
	json_pair(&j, "a", STR("b"));
	json_pair_opt(&j, "left out", STR(""));
	json_pair_int(&j, "i", -5);
	json_key(&j, "list");
	json_begin_array(&j);
	json_put_int(&j, INT64_MIN);
	json_put_double(&j, 9.8);
	json_begin_object(&j);
	json_end_object(&j);
	json_begin_array(&j);
	json_end_array(&j);
	json_put_bool(&j, true);
	json_put_bool(&j, false);
	json_put_null(&j);
	json_put_z(&j, "z");
	json_end_array(&j);
	json_key_str(&j, STR("k\"\0"));
	json_begin_object(&j);
	json_pair_opt(&j, "x", STR("y"));
	json_end_object(&j);
	json_end_object(&j);
}

static void
test_layout(void **state)
{
	(void)state;
	start(true);
	write_sample();
	check_str(finished(), STR("{\"a\":\"b\",\"i\":-5,\"list\":["
	    "-9223372036854775808,9.8,{},[],true,false,null,\"z\"],"
	    "\"k\\\"\\u0000\":{\"x\":\"y\"}}"));
	start(false);
	write_sample();
	check_str(finished(), STR("{\n  \"a\": \"b\",\n  \"i\": -5,\n"
	    "  \"list\": [\n    -9223372036854775808,\n    9.8,\n    {},\n"
	    "    [],\n    true,\n    false,\n    null,\n    \"z\"\n  ],\n"
	    "  \"k\\\"\\u0000\": {\n    \"x\": \"y\"\n  }\n}"));
	start(true);
	json_put_z(&j, "alone");
	check_str(finished(), STR("\"alone\""));
}

static const struct {
	struct str text;
	const char *want;
} texts[] = {
	{ { "", 0 }, "\"\"" },
	{ { "plain / ' \x7f", 11 }, "\"plain / ' \x7f\"" },
	{ { "\"\\\b\f\n\r\t", 7 }, "\"\\\"\\\\\\b\\f\\n\\r\\t\"" },
	{ { "\0\x01\x1f", 3 }, "\"\\u0000\\u0001\\u001f\"" },
	{ { "\x1b[31m", 5 }, "\"\\u001b[31m\"" },
	{ { "\xc3\xa9\xf0\x9f\x98\x80", 6 },
	    "\"\xc3\xa9\xf0\x9f\x98\x80\"" },
	{ { "a\xff" "b", 3 }, "\"a\xef\xbf\xbd" "b\"" },
	{ { "\xe9", 1 }, "\"\xef\xbf\xbd\"" },
	{ { "\xe2\x82", 2 }, "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ { "\xc0\x80", 2 }, "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ { "\xed\xa0\x80", 3 },
	    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ { "\xe2\x82\n", 3 }, "\"\xef\xbf\xbd\xef\xbf\xbd\\n\"" },
};

static void
test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		start(true);
		json_put_str(&j, texts[i].text);
		check_str(finished(), str_from(texts[i].want));
	}
}

static const struct {
	double v;
	const char *want;
} doubles[] = {
	{ 0, "0" }, { 9.8, "9.8" }, { 10, "10" }, { 0.1, "0.1" },
	{ -7.5, "-7.5" }, { 100000, "100000" }, { 1e22, "1e+22" },
	{ 0.00043, "0.00043" }, { 0.97565, "0.97565" }, { 1e-7, "1e-07" },
	{ 5e-324, "5e-324" }, { DBL_MAX, "1.7976931348623157e+308" },
	{ 0.1 + 0.2, "0.30000000000000004" }, { 1.0 / 3, "0.3333333333333333" },
	{ 123456789012345680, "1.2345678901234568e+17" },
	{ 1e15, "1e+15" }, { 999999999999999, "999999999999999" },
	{ (double)INFINITY, "null" }, { (double)-INFINITY, "null" },
	{ (double)NAN, "null" },
};

static void
test_doubles(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
		start(true);
		json_put_double(&j, doubles[i].v);
		check_str(finished(), str_from(doubles[i].want));
	}
	for (unsigned i = 0; i <= 100; i++) {	/* every CVSS score */
		char want[8];

		(void)snprintf(want, sizeof want, i % 10 ? "%u.%u" : "%u",
		    i / 10, i % 10);
		start(true);
		json_put_double(&j, (double)i / 10);
		check_str(finished(), str_from(want));
	}
}

/* All byte pairs in strings: jq reads the same texts from both layouts. */
static void
test_by_jq(void **state)
{
	struct str seen[2];
	char path[] = "/tmp/airbom-json-XXXXXX", command[128];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	for (int compact = 0; compact < 2; compact++) {
		start(compact);
		json_begin_array(&j);
		for (unsigned i = 0; i < 65536; i++) {
			char pair[2] = { (char)(i >> 8), (char)i };

			json_put_str(&j, str_of(pair, 2));
		}
		json_end_array(&j);
		struct str text = finished();

		assert_int_equal(pwrite(fd, text.p, text.n, 0), text.n);
		assert_int_equal(ftruncate(fd, (off_t)text.n), 0);
		(void)snprintf(command, sizeof command,
		    "jq -r 'length, ([.[]|utf8bytelength]|add), .[24930]' %s",
		    path);
		seen[compact] = output_of(command);
	}
	(void)close(fd);
	(void)unlink(path);
	check_str(seen[0], seen[1]);
	/* Each byte 1 or, over 0x7f, 3: 65536 + 3 * 65536; but 1,920 pairs are
	   sequences of 2 instead of 6. */
	check_str(seen[0], STR("65536\n254464\nab\n"));
	drop(seen[0]);
	drop(seen[1]);
}

/* Every byte in every place: short text and the same in front of text that is
   too long to be looked at as a whole. */
static void
test_places(void **state)
{
	enum { LONG = 5000 };
	static char text[20 + LONG];
	char got[256];

	(void)state;
	for (size_t n = 1; n <= 20; n++) {
		for (size_t k = 0; k < n * 256; k++) {
			memset(text, 'x', sizeof text);
			text[k / 256] = (char)(k % 256);
			start(true);
			json_put_str(&j, str_of(text, n));
			struct str s = finished();

			assert_in_range(s.n, n + 2, sizeof got - 1);
			memcpy(got, s.p, s.n);
			size_t m = s.n - 1;	/* without the last quote */

			start(true);
			json_put_str(&j, str_of(text, n + LONG));
			s = finished();
			assert_int_equal(s.n, m + LONG + 1);
			assert_memory_equal(got, s.p, m);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_by_jq),
	};
	int failed = cmocka_run_group_tests_name("json_out", tests, NULL,
	    NULL);

	buf_done(&buf);
	return failed;
}
