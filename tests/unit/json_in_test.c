/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/json_in.c: grammar, strings, limits, real feeds, speed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/unit/text_help.h"
#include "text/json.h"

struct tally {
	size_t values, bytes;	/* bytes of all string values */
};

/* Walk what comes next to its leaves. */
static enum rc
walk(struct json_in *j, struct tally *t, struct err *e)
{
	enum json_kind kind;
	struct str s;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind == JSON_END)
		return rc == RC_OK ? RC_STOP : rc;
	t->values++;
	if (kind != JSON_OBJECT && kind != JSON_ARRAY) {
		rc = json_in_string(j, &s, e);
		t->bytes += rc == RC_OK ? s.n : 0;
		return rc;
	}
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, &s, e)) == RC_OK)
		rc = walk(j, t, e);
	return rc == RC_STOP ? RC_OK : rc;
}

enum how { WALK, SKIP, VALUE, HOWS };

/* All of a document, one way. */
static enum rc
read_all(struct reader *in, enum how how, struct tally *t, struct err *e)
{
	struct json_in *j = json_in_new(in, 1 << 20);
	enum json_kind kind;
	struct str s;
	enum rc rc;

	while ((rc = json_in_peek(j, &kind, e)) == RC_OK && kind != JSON_END) {
		rc = how == WALK ? walk(j, t, e) :
		    how == SKIP ? json_in_skip(j, e) : json_in_value(j, &s, e);
		if (rc != RC_OK)
			break;
	}
	if (rc != RC_OK) {	/* failures stick */
		struct err again;

		assert_int_equal(json_in_peek(j, &kind, &again), rc);
		assert_string_equal(again.msg, e->msg);
	}
	json_in_free(j);
	return rc;
}

static void
expect(struct str text, enum rc want)
{
	static const size_t steps[] = { 0, 1, 2, 3, 7 };

	for (int how = 0; how < HOWS; how++)
		for (size_t i = 0; i < 5; i++) {
			struct whim w = whim_of(text, steps[i]);
			struct tally t = { 0 };
			struct err e = { "" };
			enum rc rc = read_all(&w.reader, (enum how)how, &t,
			    &e);

			if (rc != want)
				fail_msg("%.*s: %d (%s), want %d; way %d step "
				    "%zu", STR_ARG(text), rc, e.msg, want,
				    how, steps[i]);
			if (rc != RC_OK)
				assert_non_null(strstr(e.msg, "line "));
		}
}

/* Of RFC 8259's grammar, production by production. */
static const char *const good[] = {
	"", " \t\r\n", "null", "true", "false", "0", "-0", "-1", "10", "1.5",
	"1e5", "1E+5", "1e-5", "0.10e00", "1e999", "-0.0",
	"123456789012345678901234567890", "\"\"", "\"a\"",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E\"",
	"\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\x7f\"",
	"\"\xc3\xa9\"", "\"\xff\"", "[]", "[ ]", "{}", "{ }", "[1]", "[1,2]",
	"[[],[[]],{}]", "{\"a\":1}", "{\"a\":1,\"a\":2}", "{\"\":{\"\":[]}}",
	" [ 1 , 2 ] ", "{ \"a\" : [ true , null ] , \"b\" : \"c\" }",
	"\xef\xbb\xbf{}", "\xef\xbb\xbf", "{}{}", "{}\n{}\n", "1 2", "1\n2",
	"[\"a\",\"b\"]", "\"\\u005C\\u005c\"",
	"[\n                    1,\n                         2\n]",
};

static const char *const bad[] = {
	"[", "]", "{", "}", ",", ":", "\"", "\"a", "\"\\", "\"\\u12", "[1",
	"[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "{\"a\"", "{\"a\":",
	"{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}",
	"{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1]", "[1}", "{\"a\",1}", "tru",
	"True", "truex", "nul", "nulll", "fals", "NaN", "Infinity",
	"-Infinity", "undefined", "01", "-01", "-", "+1", "1.", ".5", "1.e5",
	"1e", "1e+", "1e5.5", "0x10", "1a", "1\"\"", "--1", "1-2", "'a'",
	"\"\\x41\"", "\"\\a\"", "\"\\u00g0\"", "\"\\U0041\"", "\"a\nb\"",
	"\"a\tb\"", "\"\x01\"", "\"\x1f\"", "/*c*/1", "// c\n1", "#1",
	"[1]x", "{}x", "\xef\xbb", "\xef\xbb\xbe{}", "\xfe\xff", "<html>",
	"\x1f\x8b", "{\"a\":\"b\\\"}", "[true false]", "[1;2]", "nulltrue",
	"\xc2\xa0" "1", "\f1", "\v1", "\xef\xbb\xbf\xef\xbb\xbf{}",
};

static void
test_grammar(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		expect(str_from(good[i]), RC_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect(str_from(bad[i]), RC_FORMAT);
	expect(STR("\"a\0b\""), RC_FORMAT);
	expect(STR("\0"), RC_FORMAT);
	expect(STR("[1\0]"), RC_FORMAT);
}

/* Every byte where a value may begin, and inside a string. */
static void
test_bytes(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		char value[] = { '[', (char)c, ']' };
		char string[] = { '"', 'a', (char)c, '"' };
		bool digit = c >= '0' && c <= '9';
		bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';

		if (c != ']')
			expect(str_of(value, 3), digit || blank ? RC_OK :
			    RC_FORMAT);
		expect(str_of(string, 4), c < 0x20 || c == '"' || c == '\\' ?
		    RC_FORMAT : RC_OK);
	}
}

static const struct {
	const char *json;
	struct str want;
} strings[] = {
	{ "\"\"", { "", 0 } },
	{ "\"plain\"", { "plain", 5 } },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", { "\"\\/\b\f\n\r\t", 8 } },
	{ "\"\\u0041\\u00e9\\u20AC\"", { "A\xc3\xa9\xe2\x82\xac", 6 } },
	{ "\"\\ud834\\udd1e\"", { "\xf0\x9d\x84\x9e", 4 } },
	{ "\"\\uDBFF\\uDFFF\"", { "\xf4\x8f\xbf\xbf", 4 } },
	{ "\"a\\u0000b\"", { "a\xef\xbf\xbd" "b", 5 } },
	{ "\"\\ud800\"", { "\xef\xbf\xbd", 3 } },
	{ "\"\\udc00x\"", { "\xef\xbf\xbdx", 4 } },
	{ "\"\\ud800\\ud800\"", { "\xef\xbf\xbd\xef\xbf\xbd", 6 } },
	{ "\"\\ud800\\u0041\"", { "\xef\xbf\xbd" "A", 4 } },
	{ "\"\\ud800\\n\"", { "\xef\xbf\xbd\n", 4 } },
	{ "\"\xff" "a\"", { "\xef\xbf\xbd" "a", 4 } },
	{ "\"\xc0\xaf\"", { "\xef\xbf\xbd\xef\xbf\xbd", 6 } },	/* overlong */
	{ "\"\xed\xa0\x80\"",					/* surrogate */
	    { "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 9 } },
	{ "\"\xf4\x90\x80\x80\"",			/* beyond U+10FFFF */
	    { "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 12 } },
	{ "\"\xe2\x82\"", { "\xef\xbf\xbd\xef\xbf\xbd", 6 } },	/* cut short */
	{ "\"\xe2\x82\xac\xf0\x9d\x84\x9e\"",
	    { "\xe2\x82\xac\xf0\x9d\x84\x9e", 7 } },
	{ "12", { "", 0 } },
	{ "[\"x\"]", { "", 0 } },
	{ "null", { "", 0 } },
};

static void
test_strings(void **state)
{
	struct err e;
	struct str s;

	(void)state;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		for (size_t step = 0; step < 4; step++) {
			struct whim w = whim_of(str_from(strings[i].json),
			    step);
			struct json_in *j = json_in_new(&w.reader, 100);
			enum json_kind kind;

			assert_int_equal(json_in_string(j, &s, &e), RC_OK);
			check_str(s, strings[i].want);
			assert_int_equal(json_in_peek(j, &kind, &e), RC_OK);
			assert_int_equal(kind, JSON_END);
			json_in_free(j);
		}
}

/* Members by name; what nobody takes is passed over; where we stand. */
static void
test_members(void **state)
{
	struct str text = STR("{\n \"a\\u0062\": {\"x\": [1, {}]},\n"
	    " \"b\": [10, \"two\", [3]],\n\n \"c\" : null }\n\n7"), s;
	struct err e;
	enum json_kind kind;

	(void)state;
	for (size_t step = 0; step < 9; step++) {
		struct whim w = whim_of(text, step);
		struct json_in *j = json_in_new(&w.reader, 100);

		assert_int_equal(json_in_line(j), 1);
		assert_int_equal(json_in_enter(j, &e), RC_OK);
		assert_int_equal(json_in_next(j, &s, &e), RC_OK);
		check_str(s, STR("ab"));
		assert_int_equal(json_in_line(j), 2);
		assert_int_equal(json_in_next(j, &s, &e), RC_OK);
		check_str(s, STR("b"));
		assert_int_equal(json_in_enter(j, &e), RC_OK);
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(json_in_value(j, &s, &e), RC_OK);
		check_str(s, STR("10"));
		assert_int_equal(json_in_next(j, &s, &e), RC_OK);
		check_str(s, STR(""));
		assert_int_equal(json_in_peek(j, &kind, &e), RC_OK);
		assert_int_equal(kind, JSON_STRING);
		assert_int_equal(json_in_next(j, &s, &e), RC_OK);
		assert_int_equal(json_in_value(j, &s, &e), RC_OK);
		check_str(s, STR("[3]"));
		assert_int_equal(json_in_next(j, &s, &e), RC_STOP);
		assert_int_equal(json_in_next(j, &s, &e), RC_OK);
		check_str(s, STR("c"));
		assert_int_equal(json_in_line(j), 5);
		assert_int_equal(json_in_peek(j, &kind, &e), RC_OK);
		assert_int_equal(kind, JSON_NULL);
		assert_int_equal(json_in_next(j, &s, &e), RC_STOP);
		assert_int_equal(json_in_peek(j, &kind, &e), RC_OK);
		assert_int_equal(kind, JSON_NUMBER);
		assert_int_equal(json_in_skip(j, &e), RC_OK);
		assert_int_equal(json_in_line(j), 7);
		json_in_free(j);
	}
}

/* A container is asked for where there is none. */
static void
test_wrong_shape(void **state)
{
	struct whim w = whim_of(STR("\n\n\"x\""), 0);
	struct json_in *j = json_in_new(&w.reader, 100);
	struct err e;

	(void)state;
	assert_int_equal(json_in_enter(j, &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "line 3: "));
	json_in_free(j);
}

static struct str
bomb(size_t depth, const char *open, const char *close)
{
	size_t no = strlen(open), nc = strlen(close);
	char *p = malloc(depth * (no + nc) + 1), *q = p;

	assert_non_null(p);
	for (size_t i = 0; i < depth; i++, q += no)
		memcpy(q, open, no);
	*q++ = '1';
	for (size_t i = 0; i < depth; i++, q += nc)
		memcpy(q, close, nc);
	return str_of(p, (size_t)(q - p));
}

static void
test_depth(void **state)
{
	static const struct { const char *open, *close; } kinds[] = {
		{ "[", "]" }, { "{\"a\":", "}" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct str fits = bomb(JSON_DEPTH, kinds[i].open,
		    kinds[i].close);
		struct str deep = bomb(JSON_DEPTH + 1, kinds[i].open,
		    kinds[i].close);
		struct str endless = bomb(100000, kinds[i].open, "");

		expect(fits, RC_OK);
		expect(deep, RC_LIMIT);
		expect(endless, RC_LIMIT);
		drop(fits);
		drop(deep);
		drop(endless);
	}
}

/* A value beyond max_value is passed over; what follows is read. */
static void
test_too_long(void **state)
{
	enum { LONG = 3000000 };
	char *p = malloc(LONG + 64);
	struct err e;
	struct str s;

	(void)state;
	assert_non_null(p);
	memset(p, 'x', LONG + 64);
	memcpy(p, "[\"", 2);
	memcpy(p + LONG, "\",\"12345678\",\"123456789\",[1],2]", 31);
	for (size_t step = 0; step < 70000; step += 4099) {
		struct whim w = whim_of(str_of(p, LONG + 31), step);
		struct json_in *j = json_in_new(&w.reader, 10);

		assert_int_equal(json_in_enter(j, &e), RC_OK);
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(step % 2 ? json_in_string(j, &s, &e) :
		    json_in_value(j, &s, &e), RC_LIMIT);
		assert_non_null(strstr(e.msg, "line 1: "));
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(json_in_value(j, &s, &e), RC_OK);
		check_str(s, STR("\"12345678\""));
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(json_in_value(j, &s, &e), RC_LIMIT);
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(json_in_value(j, &s, &e), RC_OK);
		check_str(s, STR("[1]"));
		assert_int_equal(json_in_next(j, NULL, &e), RC_OK);
		assert_int_equal(json_in_next(j, NULL, &e), RC_STOP);
		json_in_free(j);
	}
	/* A name has nobody to skip it for. */
	p[0] = '{';
	struct whim w = whim_of(str_of(p, LONG + 31), 0);
	struct json_in *j = json_in_new(&w.reader, 10);

	memcpy(p + LONG, "\":1}", 4);
	assert_int_equal(json_in_enter(j, &e), RC_OK);
	assert_int_equal(json_in_next(j, &s, &e), RC_LIMIT);
	assert_int_equal(json_in_next(j, &s, &e), RC_LIMIT);
	json_in_free(j);
	free(p);
}

/* What the reader says is what the caller hears, and only that. */
static void
test_reader_fails(void **state)
{
	static const enum rc all[] = { RC_IO, RC_FORMAT, RC_LIMIT };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (int how = 0; how < HOWS; how++) {
			struct whim w = whim_of(STR("{\"a\":[1,2"), 2);
			struct tally t = { 0 };
			struct err e;

			w.after = all[i];
			assert_int_equal(read_all(&w.reader, (enum how)how,
			    &t, &e), all[i]);
			assert_string_equal(e.msg, "whim");
		}
}

/* ---- real feeds ---- */

static size_t files;

/* jq counts the same values and the same bytes of text. */
static void
against_jq(const char *path)
{
	struct str text = slurp(path), out;
	struct whim w = whim_of(text, 0);
	struct tally t = { 0 };
	struct err e = { "" };
	char command[2048], want[64];
	enum rc rc = read_all(&w.reader, WALK, &t, &e);

	(void)snprintf(command, sizeof command,
	    "jq -r '\"\\([..]|length) "
	    "\\([..|strings|utf8bytelength]|add // 0)\"' '%s'", path);
	out = output_of(command);
	(void)snprintf(want, sizeof want, "%zu %zu\n", t.values, t.bytes);
	if (rc != RC_OK || !str_eq(out, str_from(want)))
		fail_msg("%s: %d (%s): ours %sjq's %.*s", path, rc, e.msg,
		    want, STR_ARG(out));
	expect(str_of(text.p, text.n > 300000 ? 0 : text.n), RC_OK);
	files++;
	drop(out);
	drop(text);
}

/* Every strict prefix of a document is cut short. */
static void
cut(const char *path, size_t pieces)
{
	struct str text = slurp(path);
	size_t end = str_trim(text).n;

	for (size_t i = 1; i < pieces; i++) {
		struct whim w = whim_of(str_sub(text, 0, end * i / pieces),
		    0);
		struct tally t = { 0 };
		struct err e;

		assert_int_equal(read_all(&w.reader, (enum how)(i % HOWS), &t,
		    &e), RC_FORMAT);
		assert_non_null(strstr(e.msg, "line "));
	}
	drop(text);
}

static void
each_json(const char *dir)
{
	DIR *d = opendir(dir);
	char path[1024];

	assert_non_null(d);
	for (struct dirent *f; (f = readdir(d)) != NULL; ) {
		size_t n = strlen(f->d_name);

		(void)snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
		if (f->d_name[0] == '.' || strcmp(f->d_name, "broken") == 0)
			continue;
		if (f->d_type == DT_DIR)
			each_json(path);
		else if (n > 5 && strcmp(f->d_name + n - 5, ".json") == 0)
			against_jq(path);
	}
	(void)closedir(d);
}

static void
test_feeds(void **state)
{
	(void)state;
	NEED_SHARED("feeds");
	each_json(SHARED "/feeds");
	print_message("%zu real JSON files agree with jq\n", files);
	assert_true(files >= 50);
	cut(SHARED "/feeds/kev/known_exploited_vulnerabilities.json", 200);
	cut(SHARED "/feeds/cvelistv5/CVE-2021-44228.json", 400);
}

/* 100 MB of real records are skimmed in constant memory. */
static void
test_speed(void **state)
{
	struct str text;
	struct timespec a, b;
	struct tally t = { 0 };
	struct err e;

	(void)state;
	NEED_SHARED("feeds/kev/known_exploited_vulnerabilities.json");
	text = slurp(SHARED "/feeds/kev/known_exploited_vulnerabilities.json");
	for (int how = SKIP; how < HOWS; how++) {
		struct whim w = whim_of(text, 0);
		double mb, s;

		w.times = 100000000 / text.n + 1;
		mb = (double)text.n / 1e6 * (double)w.times;
		(void)clock_gettime(CLOCK_MONOTONIC, &a);
		struct json_in *j = json_in_new(&w.reader, 64 << 20);
		enum json_kind kind;
		size_t n = 0;

		while (json_in_peek(j, &kind, &e) == RC_OK &&
		    kind != JSON_END) {
			struct str value;

			assert_int_equal(how == SKIP ? json_in_skip(j, &e) :
			    json_in_value(j, &value, &e), RC_OK);
			n++;
		}
		(void)clock_gettime(CLOCK_MONOTONIC, &b);
		s = (double)(b.tv_sec - a.tv_sec) +
		    (double)(b.tv_nsec - a.tv_nsec) / 1e9;
		print_message("%s: %.0f MB in %.3f s: %.0f MB/s\n",
		    how == SKIP ? "skip" : "value", mb, s, mb / s);
		assert_int_equal(n, 100000000 / text.n + 1);
		json_in_free(j);
	}
	(void)t;
	drop(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grammar),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_wrong_shape),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_reader_fails),
		cmocka_unit_test(test_feeds),
		cmocka_unit_test(test_speed),
	};

	return cmocka_run_group_tests_name("json_in", tests, NULL, NULL);
}
