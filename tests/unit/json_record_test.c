/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/json_record.c: a value as a tree, mended where jansson refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/unit/text_help.h"
#include "text/json.h"

static struct json *
parsed(struct str text, bool *ret_mended)
{
	struct json *root = NULL;
	struct err e = { "" };

	if (json_record(text, &root, ret_mended, &e) != RC_OK)
		fail_msg("%.*s: %s", STR_ARG(text), e.msg);
	return root;
}

static void
test_looking(void **state)
{
	struct json *root = parsed(STR("{\"s\":\"a\\u0062\",\"i\":-7,\"d\":9.8,"
	    "\"t\":true,\"f\":false,\"n\":null,\"a\":[1,[],{}],"
	    "\"o\":{\"z\":1,\"y\":2,\"x\":3}}"), NULL);
	static const enum json_kind kinds[] = { JSON_STRING, JSON_NUMBER,
		JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL, JSON_ARRAY,
		JSON_OBJECT };
	const char *order[] = { "z", "y", "x" };
	const struct json *v;
	struct str key;
	size_t n = 0;
	int64_t i;
	double d;

	(void)state;
	assert_int_equal(json_kind_of(root), JSON_OBJECT);
	assert_int_equal(json_count(root), 8);
	for (void *it = NULL; json_member(root, &it, &key, &v); n++)
		assert_int_equal(json_kind_of(v), kinds[n]);
	assert_int_equal(n, 8);
	n = 0;
	for (void *it = NULL; json_member(json_get(root, "o"), &it, &key, &v);
	    n++) {
		check_str(key, str_from(order[n]));
		assert_true(json_int(v, &i));
		assert_int_equal(i, n + 1);
	}
	assert_int_equal(n, 3);
	check_str(json_get_text(root, "s"), STR("ab"));
	check_str(json_get_text(root, "i"), STR(""));
	check_str(json_get_text(root, "none"), STR(""));
	assert_true(json_int(json_get(root, "i"), &i));
	assert_int_equal(i, -7);
	assert_false(json_int(json_get(root, "d"), &i));
	assert_true(json_double(json_get(root, "d"), &d));
	assert_true(d == 9.8);
	assert_true(json_double(json_get(root, "i"), &d));
	assert_true(d == -7);
	assert_true(json_is_true(json_get(root, "t")));
	assert_false(json_is_true(json_get(root, "f")));
	assert_false(json_is_true(json_get(root, "s")));
	v = json_get(root, "a");
	assert_int_equal(json_count(v), 3);
	assert_int_equal(json_kind_of(json_at(v, 1)), JSON_ARRAY);
	assert_null(json_at(v, 3));
	assert_null(json_at(root, 0));
	assert_null(json_get(v, "s"));
	json_free(root);
}

/* Nothing is there, and nothing is a crash. */
static void
test_nothing(void **state)
{
	struct str key;
	const struct json *v;
	void *it = NULL;
	int64_t i;
	double d;

	(void)state;
	assert_int_equal(json_kind_of(NULL), JSON_END);
	assert_null(json_get(NULL, "a"));
	assert_null(json_at(NULL, 0));
	assert_int_equal(json_count(NULL), 0);
	check_str(json_text(NULL), STR(""));
	assert_false(json_int(NULL, &i));
	assert_false(json_double(NULL, &d));
	assert_false(json_is_true(NULL));
	assert_false(json_member(NULL, &it, &key, &v));
	json_free(NULL);
}

/* A number, or a string that holds one: NVD and EPSS write both. */
static const struct {
	const char *json;
	bool is_double;
	double d;
	bool is_int;
	int64_t i;
} numbers[] = {
	{ "5", true, 5, true, 5 },
	{ "\"5\"", true, 5, true, 5 },
	{ "-5", true, -5, true, -5 },
	{ "\"-5\"", true, -5, true, -5 },
	{ "5.0", true, 5, true, 5 },
	{ "\"5.0\"", true, 5, true, 5 },
	{ "5.5", true, 5.5, false, 0 },
	{ "\"9.8\"", true, 9.8, false, 0 },
	{ "\"0.00043\"", true, 0.00043, false, 0 },
	{ "1e3", true, 1000, true, 1000 },
	{ "1e300", true, 1e300, false, 0 },
	{ "9223372036854775807", true, 9223372036854775807.0, true,
	    INT64_MAX },
	{ "\"9223372036854775807\"", true, 9223372036854775807.0, true,
	    INT64_MAX },
	{ "9223372036854775808", true, 9223372036854775808.0, false, 0 },
	{ "\"9223372036854775808\"", true, 9223372036854775808.0, false, 0 },
	{ "-9223372036854775808", true, -9223372036854775808.0, true,
	    INT64_MIN },
	{ "\"\"", false, 0, false, 0 }, { "\" 5\"", false, 0, false, 0 },
	{ "\"5 \"", false, 0, false, 0 }, { "\"+5\"", false, 0, false, 0 },
	{ "\"0x10\"", false, 0, false, 0 }, { "\"inf\"", false, 0, false, 0 },
	{ "\"nan\"", false, 0, false, 0 }, { "\"1e999\"", false, 0, false, 0 },
	{ "\"5x\"", false, 0, false, 0 }, { "\"-\"", false, 0, false, 0 },
	{ "\"1,5\"", false, 0, false, 0 }, { "true", false, 0, false, 0 },
	{ "null", false, 0, false, 0 }, { "[5]", false, 0, false, 0 },
};

static void
test_numbers(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
		struct json *root = parsed(str_from(numbers[k].json), NULL);
		double d = 0;
		int64_t i = 0;

		if (json_double(root, &d) != numbers[k].is_double ||
		    d != numbers[k].d ||
		    json_int(root, &i) != numbers[k].is_int ||
		    i != numbers[k].i)
			fail_msg("%s: %g %lld", numbers[k].json, d,
			    (long long)i);
		json_free(root);
	}
}

/* What jansson refuses, in "x" of an object; what becomes of it. */
static const struct {
	const char *json;
	bool mended;
	struct str text;		/* of a string */
	enum json_kind kind;
} mends[] = {
	{ "\"plain\\n\"", false, { "plain\n", 6 }, JSON_STRING },
	{ "\"\\ud83d\\ude00\"", false, { "\xf0\x9f\x98\x80", 4 },
	    JSON_STRING },
	{ "\"a\\u0000b\"", true, { "a\xef\xbf\xbd" "b", 5 }, JSON_STRING },
	{ "\"\\ud800\"", true, { "\xef\xbf\xbd", 3 }, JSON_STRING },
	{ "\"\\ude00 \\\" \\\\\"", true, { "\xef\xbf\xbd \" \\", 7 },
	    JSON_STRING },
	{ "\"\\ud800\\ud83d\\ude00\"", true,
	    { "\xef\xbf\xbd\xf0\x9f\x98\x80", 7 }, JSON_STRING },
	{ "\"\\ud800\\u0041\"", true, { "\xef\xbf\xbd" "A", 4 }, JSON_STRING },
	{ "\"\\\\ud800 \\u0000\"", true, { "\\ud800 \xef\xbf\xbd", 10 },
	    JSON_STRING },
	{ "\"\xff\xfe\"", true, { "\xef\xbf\xbd\xef\xbf\xbd", 6 },
	    JSON_STRING },
	{ "\"caf\xe9 \xc3\xa9\"", true, { "caf\xef\xbf\xbd \xc3\xa9", 9 },
	    JSON_STRING },
	{ "1e999", true, { "", 0 }, JSON_NULL },
	{ "-1e999", true, { "", 0 }, JSON_NULL },
	{ "1e-999", false, { "", 0 }, JSON_NUMBER },
	{ "99999999999999999999", true, { "", 0 }, JSON_NUMBER },
	{ "-99999999999999999999", true, { "", 0 }, JSON_NUMBER },
};

static void
test_mending(void **state)
{
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof mends / sizeof *mends; i++)
		for (int as_key = 0; as_key < 2; as_key++) {
			bool mended;
			struct str key = STR("");
			const struct json *v = NULL;
			void *it = NULL;

			if (as_key && mends[i].kind != JSON_STRING)
				continue;
			(void)snprintf(text, sizeof text, as_key ?
			    "{%s:7}" : "{\"x\":%s}", mends[i].json);
			struct json *root = parsed(str_from(text), &mended);

			if (mended != mends[i].mended)
				fail_msg("%s: mended %d", text, mended);
			assert_true(json_member(root, &it, &key, &v));
			if (as_key) {
				check_str(key, mends[i].text);
			} else {
				assert_int_equal(json_kind_of(v),
				    mends[i].kind);
				check_str(json_text(v), mends[i].text);
			}
			json_free(root);
		}
}

/* Mending is for contents, never for structure. */
static const char *const refused[] = {
	"", " ", "{", "[1", "\"abc", "\"abc\\", "{\"a\":1,}", "[1 2]", "tru",
	"01", "1.", "nan", "\"\\q\"", "\"a\nb\"", "\"\\u12\"", "{\"a\" 1}",
	"{1:2}", "1 2", "{}{}", "[\"\\ud800\"", "\"\\ud800", "[1e999",
	"\"\\u0000\" x", "\"\x01\"",
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct json *root = NULL;
		struct err e = { "" };

		if (json_record(str_from(refused[i]), &root, NULL, &e) !=
		    RC_FORMAT)
			fail_msg("%s is taken", refused[i]);
		assert_true(e.msg[0] != '\0');
		assert_null(root);
	}
	struct json *root;
	struct err e;

	assert_int_equal(json_record(STR("[1]\0"), &root, NULL, &e),
	    RC_FORMAT);
	assert_int_equal(json_record(STR("[1\0]"), &root, NULL, &e),
	    RC_FORMAT);
}

static void
test_duplicates(void **state)
{
	struct json *root = parsed(STR("{\"a\":1,\"b\":2,\"a\":3}"), NULL);
	int64_t i;

	(void)state;
	assert_int_equal(json_count(root), 2);
	assert_true(json_int(json_get(root, "a"), &i));
	assert_int_equal(i, 3);
	json_free(root);
}

static enum rc
repeated(const char *piece, size_t n, const char *end, bool close)
{
	size_t len = strlen(piece), at = 0;
	char *p = malloc(n * (len + 1) + 16);
	struct json *root;
	struct err e;

	assert_non_null(p);
	if (!close)
		p[at++] = '[';
	for (size_t i = 0; i < n; i++, at += len)
		memcpy(p + at, piece, len);
	p[at++] = '1';
	for (size_t i = 0; i < (close ? n : 1); i++)
		p[at++] = end[0];
	enum rc rc = json_record(str_of(p, at), &root, NULL, &e);

	if (rc == RC_OK)
		json_free(root);
	free(p);
	return rc;
}

static void
test_limits(void **state)
{
	(void)state;
	assert_int_equal(repeated("[", JSON_DEPTH, "]", true), RC_OK);
	assert_int_equal(repeated("[", JSON_DEPTH + 1, "]", true), RC_LIMIT);
	assert_int_equal(repeated("{\"a\":", JSON_DEPTH, "}", true), RC_OK);
	assert_int_equal(repeated("{\"a\":", JSON_DEPTH + 1, "}", true),
	    RC_LIMIT);
	assert_int_equal(repeated("[", 1000000, " ", false), RC_LIMIT);
	assert_int_equal(repeated("1,", JSON_VALUES - 2, "]", false), RC_OK);
	assert_int_equal(repeated("1,", JSON_VALUES - 1, "]", false),
	    RC_LIMIT);
	assert_int_equal(repeated("[],", JSON_VALUES, "]", false), RC_LIMIT);
	/* Brackets and commas inside strings are text. */
	assert_int_equal(repeated("\"[[[[[[[[,,,\\\"[\",", JSON_DEPTH * 100,
	    "]", false), RC_OK);
}

/* Some members only: what is asked for is as in the whole, what is not JSON is
   refused with the same words wherever it stands. */
static void
test_members(void **state)
{
	static const char *const names[] = { "b", "d", "none", NULL };
	static const struct { struct str text; enum rc rc; size_t n; } cases[] = {
		{ STR("{\"a\":1,\"b\":[2],\"c\":{\"b\":3},\"d\":\"x\"}"), RC_OK,
		    2 },
		{ STR(" { \"b\" : 1 , \"b\" : 2 } "), RC_OK, 1 },
		{ STR("{\"\\u0062\":1,\"a\":\"\\ud800\\u0000\"}"), RC_OK, 1 },
		{ STR("{\"a\":1e999,\"d\":\"\xff\"}"), RC_OK, 1 },
		{ STR("{}"), RC_OK, 0 }, { STR("{\"a\":1}"), RC_OK, 0 },
		{ STR("[1]"), RC_OK, 0 }, { STR("7"), RC_OK, 0 },
		{ STR("{\"a\":01,\"b\":1}"), RC_FORMAT, 0 },
		{ STR("{\"a\":\"\t\",\"b\":1}"), RC_FORMAT, 0 },
		{ STR("{\"a\":[1,],\"b\":1}"), RC_FORMAT, 0 },
		{ STR("{\"a\":{\"x\"},\"b\":1}"), RC_FORMAT, 0 },
		{ STR("{\"b\":1,}"), RC_FORMAT, 0 },
		{ STR("{\"b\":1}}"), RC_FORMAT, 0 },
		{ STR("{\"b\":1"), RC_FORMAT, 0 },
		{ STR("\xef\xbb\xbf{\"b\":1}"), RC_FORMAT, 0 },
		{ STR(""), RC_FORMAT, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct json *some = NULL, *all = NULL;
		struct err e = { "" }, why = { "" };
		enum rc rc = json_members(cases[i].text, names, &some, &e);

		assert_int_equal(rc, cases[i].rc);
		assert_int_equal(json_record(cases[i].text, &all, NULL, &why),
		    rc);
		assert_string_equal(e.msg, why.msg);
		if (json_kind_of(some) == JSON_OBJECT)
			assert_int_equal(json_count(some), cases[i].n);
		assert_int_equal(json_kind_of(some), json_kind_of(all));
		for (size_t k = 0; names[k] != NULL; k++) {
			assert_int_equal(json_kind_of(json_get(some, names[k])),
			    json_kind_of(json_get(all, names[k])));
			check_str(json_get_text(some, names[k]),
			    json_get_text(all, names[k]));
		}
		json_free(some);
		json_free(all);
	}
}

/* Each record of a real feed, handed over by the pull reader, is a tree with
   the members that jq finds. */
static void
test_feed(void **state)
{
	struct err e = { "" };
	struct str name, text, file, out;
	size_t records = 0, members = 0;
	char got[64];

	(void)state;
	NEED_SHARED("feeds/kev/known_exploited_vulnerabilities.json");
	file = slurp(SHARED "/feeds/kev/known_exploited_vulnerabilities.json");
	struct whim w = whim_of(file, 1000);
	struct json_in *j = json_in_new(&w.reader, 1 << 20);

	assert_int_equal(json_in_enter(j, &e), RC_OK);
	while (json_in_next(j, &name, &e) == RC_OK) {
		if (!str_eq(name, STR("vulnerabilities")))
			continue;
		assert_int_equal(json_in_enter(j, &e), RC_OK);
		while (json_in_next(j, NULL, &e) == RC_OK) {
			assert_int_equal(json_in_value(j, &text, &e), RC_OK);
			bool mended;
			struct json *root = parsed(text, &mended);

			assert_false(mended);
			members += json_count(root);
			records += json_get_text(root, "cveID").n > 0;
			json_free(root);
		}
	}
	json_in_free(j);
	out = output_of("jq -r '\"\\(.vulnerabilities|length) "
	    "\\([.vulnerabilities[]|length]|add)\"' " SHARED
	    "/feeds/kev/known_exploited_vulnerabilities.json");
	(void)snprintf(got, sizeof got, "%zu %zu\n", records, members);
	check_str(str_from(got), out);
	assert_true(records > 100);
	drop(out);
	drop(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looking),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_mending),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_feed),
	};

	return cmocka_run_group_tests_name("json_record", tests, NULL, NULL);
}
