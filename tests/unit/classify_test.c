/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/classify: the language of patterns, tables, the search. */
#include "sbom/catalog/classify/table.h"
#include "tests/unit/collect.h"

/* ---- patterns ---- */

static const struct {
	const char *pattern;
	struct str file;
	const char *want;	/* NULL: nothing is found */
	const char *why;
} matches[] = {
	{ "\"v\" <V3>", STR("xxv1.22.333-"), "1.22.333", "numbers" },
	{ "\"v\" <V3>", STR("v1.2 v3.4.5"), "3.4.5", "the next place" },
	{ "\"v\" <V3>", STR("v1.2"), NULL, "two numbers are not three" },
	{ "\"v\" <V2+> \";\"", STR("v1.2;"), "1.2", "V2+ is two" },
	{ "\"v\" <V2+> \";\"", STR("v1.2.3;"), "1.2.3", "or three" },
	{ "\"v\" <V> \";\"", STR("v7;"), "7", "V is one" },
	{ "\"v\" <V> \";\"", STR("v7.6.5.4;"), "7.6.5.4", "to four" },
	{ "\"v\" <V> \";\"", STR("v7.6.5.4.3;"), NULL, "and no five" },
	{ "NUL <V2> NUL", STR("\0" "1.5\0"), "1.5", "zero bytes" },
	{ "NUL <V2> NUL", STR("1.5\0"), NULL, "one is missing" },
	{ "\"a\" NULS <N>", STR("a\0\0\0" "9"), "9", "a run of them" },
	{ "\"a\" NULS <N>", STR("a9"), NULL, "at least one" },
	{ "\"v\" <V2 PRE> NUL", STR("v1.2-rc.1\0"), "1.2-rc.1", "a mark" },
	{ "\"v\" <V2 PRE> NUL", STR("v1.2beta2\0"), "1.2beta2", "of many" },
	{ "\"v\" <V2 PRE> NUL", STR("v1.2\0"), "1.2", "or none" },
	{ "\"v\" <V2 PRE> NUL", STR("v1.2.3\0"), NULL, "a number is none" },
	{ "\"v\" <[0-9a-f]{4}>", STR("v12fg v12ff"), "12ff", "a set" },
	{ "\"v\" <[^.]{2,3}> \".\"", STR("vab."), "ab", "what it is not" },
	{ "\"v\" <N> [-+]", STR("v1+"), "1", "a dash first in a set" },
	{ "\"x\" ..3 \"y\" <N>", STR("x12345y7 x123y8"), "8", "a gap's end" },
	{ "\"x\" ..9 \"y\" <N>", STR("xyy5y6"), "5", "as few as will do" },
	{ "(\"a\" | \"bc\") \"=\" <N>", STR("bc=3"), "3", "alternatives" },
	{ "\"k\" (\"a\" | \"ab\") \"=\" <N>", STR("kab=3"), "3", "backs off" },
	{ "\"q\" (\"r\" (\"s\" | \"t\")?)? <N>", STR("qrt4"), "4", "nested" },
	{ "\"q\" (\"r\" (\"s\" | \"t\")?)? <N>", STR("qr5"), "5", "left out" },
	{ "START \"go\" <V2>", STR("go1.2"), "1.2", "the first byte" },
	{ "START \"go\" <V2>", STR(" go1.2"), NULL, "not the second" },
	{ "\"go\" <N> END", STR("go1 go2"), "2", "the last byte" },
	{ "[^0-9] <V3> [a-f0-9]{12} \"-\" N", STR("A7.0.11841ce7054bd9-15"),
	    "7.0.11", "digits that both could take" },
	{ "\"\\x41\\\"\\\\\" <N>", STR("A\"\\8"), "8", "escapes" },
	{ "\"v\" <N> \".\"", STR("v12345678901."), NULL, "ten digits" },
};

/* What a table of one class finds in a file; "" when nothing. */
static struct str
find(struct arena *a, const char *table, const char *path, struct str file,
    size_t piece)
{
	struct collect c = collect_of(a);
	struct classify *t;
	struct err e = { "" };

	if (classify_from(a, str_from(table), &t, &e) != RC_OK)
		fail_msg("%s: %s", table, e.msg);

	struct hunt *h = hunt_new(t, str_from(path), file.n);

	for (size_t i = 0; i < file.n; i += piece)
		if (!hunt_feed(h, (const uint8_t *)file.p + i,
		    file.n - i < piece ? file.n - i : piece))
			break;
	assert_int_equal(hunt_end(h, &c.r, &e), RC_OK);
	hunt_free(h);
	return c.npkgs == 0 ? STR("") : c.pkgs[0].p.version;
}

static const char *
table_of(struct arena *a, const char *pattern)
{
	return str_z(a, str_fmt(a, "class x\npath **/x\npurl generic/x\n"
	    "find %s\n", pattern));
}

static void
test_matches(void **state)
{
	struct arena *a = arena_new(256 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
		const char *t = table_of(a, matches[i].pattern);

		for (size_t piece = 1; piece < 8; piece += 6) {
			struct str got = find(a, t, "bin/x", matches[i].file,
			    piece);

			if (!str_eq(got, str_from(matches[i].want != NULL ?
			    matches[i].want : "")))
				fail_msg("%s: %s: got \"%.*s\"",
				    matches[i].pattern, matches[i].why,
				    STR_ARG(got));
		}
	}
	arena_free(a);
}

/* ---- tables that are wrong ---- */

#define ROW "class x\npath **/x\npurl generic/x\n"

static const struct {
	const char *table, *message;
} wrong[] = {
	{ "path x\n", "line 1: before the first class" },
	{ "class x y\n", "line 1: a class has a name" },
	{ ROW "find <V3\n", "line 4: < without >" },
	{ ROW "find V3> \"a\"\n", "line 4: one < > outside" },
	{ ROW "find \"a\" V3\n", "line 4: no < > around" },
	{ ROW "find <N>\n", "line 4: no fixed text" },
	{ ROW "find \"a\" (<N>)\n", "line 4: one < > outside" },
	{ ROW "find \"a <N>\n", "line 4: text without an end" },
	{ ROW "find \"\" <N>\n", "line 4: empty text" },
	{ ROW "find \"\\xg1\" <N>\n", "line 4: text without an end" },
	{ ROW "find \"a\" <[a-]\n", "line 4: < without >" },
	{ ROW "find \"a\" <[z-a]>\n", "line 4: wrong range" },
	{ ROW "find \"a\" <[a]{3,1}>\n", "line 4: wrong {number}" },
	{ ROW "find \"a\" <[a]{5000}>\n", "line 4: wrong {number}" },
	{ ROW "find \"a\" ..0 <N>\n", "line 4: a gap is" },
	{ ROW "find \"a\" ..4000 ..400 <N>\n", "line 4: pattern may span" },
	{ ROW "find \"a\" ( \"b\" <N>\n", "line 4: one < > outside" },
	{ ROW "find \"a\" <N> ( \"b\"\n", "line 4: ( without )" },
	{ ROW "find \"a\" <N> )\n", "line 4: not understood" },
	{ ROW "find \"a\" <N> ((((((((((\"b\"))))))))))\n",
	    "line 4: groups nested too deep" },
	{ ROW "find \"a\" <FOO>\n", "line 4: no such word: FOO" },
	{ ROW "find \"a\" <@>\n", "line 1: @ without a name" },
	{ ROW "with <N>\n", "line 4: no fixed text" },
	{ ROW "with \"a\" N\n", "line 4: only a text" },
	{ ROW "name \"x\"\n", "line 4: a name has < >" },
	{ ROW "script yes\n", "line 4: this word stands alone" },
	{ ROW "frob x\n", "line 4: class, path, purl" },
	{ ROW, "line 1: a class needs path, purl and find" },
	{ "class x\npath /x\n", "line 2: a path begins and ends" },
	{ "class x\npurl x\n", "line 2: a purl is TYPE/NAME" },
	{ "class x\ncpe a:b:c\n", "line 2: a CPE is VENDOR:PRODUCT" },
	{ "class x\ncpe a:b java\n", "line 2: a CPE is VENDOR:PRODUCT" },
};

static void
test_wrong(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct classify *t;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = { "" };

		if (classify_from(a, str_from(wrong[i].table), &t, &e) !=
		    RC_FORMAT || !str_starts(str_from(e.msg),
		    str_from(wrong[i].message)))
			fail_msg("%s: \"%s\", want \"%s\"", wrong[i].table,
			    e.msg, wrong[i].message);
	}
	arena_free(a);
}

/* Tables larger than any honest one are refused, and soon. */
static void
test_large(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct buf b = { 0 };
	struct classify *t;
	struct err e;

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		(void)buf_add_str(&b, STR(ROW "find \"a\" <N>\n"));
	assert_int_equal(classify_from(a, buf_str(&b), &t, &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "too many rows"));
	b.n = 0;
	(void)buf_add_str(&b, STR(ROW));
	for (size_t i = 0; i < 100; i++)
		(void)buf_add_str(&b, STR("find \"a\" <N>\n"));
	assert_int_equal(classify_from(a, buf_str(&b), &t, &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "too many patterns"));
	b.n = 0;
	(void)buf_add_str(&b, STR(ROW "find <N>"));
	for (size_t i = 0; i < 200; i++)
		(void)buf_add_str(&b, STR(" \"a\""));
	assert_int_equal(classify_from(a, buf_str(&b), &t, &e), RC_FORMAT);
	assert_non_null(strstr(e.msg, "too many parts"));
	buf_done(&b);
	arena_free(a);
}

/* ---- paths ---- */

static const struct {
	const char *glob, *path;
	bool want;
} globs[] = {
	{ "**/node", "node", true },
	{ "**/node", "usr/bin/node", true },
	{ "**/node", "usr/bin/nodes", false },
	{ "**/node", "node/x", false },
	{ "usr/*/node", "usr/bin/node", true },
	{ "usr/*/node", "usr/local/bin/node", false },
	{ "**/lib*.so*", "lib/libx.so.1", true },
	{ "**/lib*.so*", "lib/libx.s", false },
	{ "**/php*/**/*.so", "usr/lib/php/2022/x.so", true },
	{ "**/php*/**/*.so", "usr/lib/php/x.so", true },
	{ "**/php*/**/*.so", "usr/lib/x.so", false },
	{ "**/*zulu*/**/java", "opt/zulu-17/bin/java", true },
	{ "**/a/b", "a/a/b", true },
	{ "**/a/b", "a/c/b", false },
	{ "**/??", "x/ab", true },
	{ "**/??", "x/abc", false },
	{ "a/**", "a/b/c", true },
};

static void
test_globs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof globs / sizeof *globs; i++)
		if (glob_match(str_from(globs[i].glob),
		    str_from(globs[i].path)) != globs[i].want)
			fail_msg("%s %s", globs[i].glob, globs[i].path);
}

/* ---- classes ---- */

static void
check(struct arena *a, const char *table, const char *path, struct str file,
    const char *want)
{
	struct str got = find(a, table, path, file, 3);

	if (!str_eq(got, str_from(want)))
		fail_msg("%s: got \"%.*s\", want \"%s\"", path, STR_ARG(got),
		    want);
}

static void
test_classes(void **state)
{
	static const char two[] = "class x\npath **/x\nwith \"mark\"\n"
	    "purl generic/a\nfind \"a\" <N> \";\"\nclass x\npath **/x\n"
	    "purl generic/b\nfind \"b\" <N> \";\"\nfind \"c\" <N> \";\"\n";
	static const char named[] = "class x\npath **/lib*\nname \"lib\" "
	    "<[a-z]{1,9}> \".so\" END\npurl generic/@\ncpe v@:@\n"
	    "find @ \"=\" <N> \";\"\n";
	static const char script[] = ROW "script\nfind \"a\" <N> \";\"\n";
	struct arena *a = arena_new(256 << 20);

	(void)state;
	check(a, two, "x", STR("b1;a2;mark"), "2");
	check(a, two, "x", STR("b1;a2;"), "1");
	check(a, two, "x", STR("c3;b1;"), "1");
	check(a, two, "x", STR("c3;"), "3");
	check(a, two, "x", STR("#!b1;"), "");
	check(a, script, "x", STR("#!a1;"), "1");
	check(a, named, "lib/libfoo.so", STR("bar=1;foo=2;"), "2");
	check(a, named, "lib/libfoo.so.1", STR("foo=2;"), "");
	arena_free(a);
}

static void
test_names(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	struct classify *t;
	struct err e;

	(void)state;
	assert_int_equal(classify_from(a, STR("class x\npath **/j*\n"
	    "name \"j\" <[a-z]{1,9}>\npurl golang/h.example/g/@\n"
	    "cpe o:@ jvm\ncpe p:q\nfind \"v\" <[^;]{1,40}> \";\"\n"), &t, &e),
	    RC_OK);

	struct hunt *h = hunt_new(t, STR("bin/java"), 100);

	(void)hunt_feed(h, (const uint8_t *)"v1.8.0_302-b08;", 15);
	assert_int_equal(hunt_end(h, &c.r, &e), RC_OK);
	hunt_free(h);
	assert_int_equal(c.npkgs, 1);

	const struct fact_pkg *p = &c.pkgs[0];

	assert_string_equal(p->p.type, "golang");
	assert_true(str_eq(p->p.group, STR("h.example/g")));
	assert_true(str_eq(p->p.name, STR("ava")));
	assert_true(str_eq(collect_said(p, MORE_CPE, NULL, 0),
	    STR("cpe:2.3:a:o:ava:1.8.0:update302:*:*:*:*:*:*")));
	assert_true(str_eq(collect_said(p, MORE_CPE, NULL, 1),
	    STR("cpe:2.3:a:p:q:1.8.0_302-b08:*:*:*:*:*:*:*")));
	assert_true(str_eq(collect_said(p, MORE_PROPERTY,
	    "airbom:package:class", 0), STR("x")));
	arena_free(a);
}

/* The user's classes come in the place of ours. */
static void
test_user(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct classify *ours, *both;
	struct err e;
	size_t n = 0;

	(void)state;
	assert_int_equal(classify_new(a, STR(""), &ours, &e), RC_OK);
	assert_int_equal(classify_new(a, collect_file(a,
	    "tests/fixtures/catalog/classifier/extra.txt"), &both, &e), RC_OK);
	assert_true(classify_path(ours, STR("usr/sbin/nginx")));
	assert_false(classify_path(both, STR("usr/sbin/nginx")));
	assert_false(classify_path(ours, STR("usr/sbin/frobd")));
	assert_true(classify_path(both, STR("usr/sbin/frobd")));
	assert_true(classify_path(both, STR("bin/bash")));
	assert_true(classify_path(both, STR("usr/bin/node")));
	while (classify_name(ours, n).n != 0)
		n++;
	print_message("%zu classes\n", n);
	assert_true(n >= 80);
	arena_free(a);
}

/* ---- the search ---- */

/* The same place as memmem, for every needle of a text and every tail. */
static void
test_seek(void **state)
{
	static const char text[] = "\0node.js/v12.3 HH$$@@\xff\0OpenSSL 3.0 "
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx$a 5m.rate9 openjdk";

	(void)state;
	for (size_t at = 0; at < sizeof text; at++) {
		for (size_t n = 1; n <= sizeof text - at; n++) {
			struct str s = str_of(text + at, n);

			for (size_t from = 0; from < sizeof text; from += 7) {
				const uint8_t *p = (const uint8_t *)text + from;
				size_t left = sizeof text - from;

				if (seek_text(p, left, s) !=
				    memmem(p, left, s.p, s.n))
					fail_msg("%zu bytes at %zu from %zu",
					    n, at, from);
			}
		}
	}
}

/* A program of this machine says the same, however its bytes come. */
static void
test_pieces(void **state)
{
	static const size_t pieces[] = { 4096, 65537, 1 << 18, 1 << 22 };
	struct arena *a = arena_new(512 << 20);
	struct str file = collect_file(a, "/bin/bash");
	struct classify *t;
	struct err e;

	(void)state;
	assert_int_equal(classify_new(a, STR(""), &t, &e), RC_OK);
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct collect c = collect_of(a);
		struct hunt *h = hunt_new(t, STR("bin/bash"), file.n);

		for (size_t at = 0; at < file.n; at += pieces[i])
			if (!hunt_feed(h, (const uint8_t *)file.p + at,
			    file.n - at < pieces[i] ? file.n - at : pieces[i]))
				break;
		assert_int_equal(hunt_end(h, &c.r, &e), RC_OK);
		hunt_free(h);
		assert_int_equal(c.npkgs, 1);
		assert_true(str_eq(c.pkgs[0].p.name, STR("bash")));
	}
	arena_free(a);
}

/* At every place around the end of a part, and of the window. */
static void
test_seams(void **state)
{
	static const size_t seams[] = { 256 << 10, (256 << 10) + 4096,
		(256 << 10) + 8192, 512 << 10 };
	struct arena *a = arena_new(1 << 30);
	const char *t = table_of(a, "\"left\" NULS <V3> ..3000 \"right\"");
	char *file = NEWN(a, char, 1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof seams / sizeof *seams; i++) {
		for (size_t d = 0; d < 3200; d += 97) {
			size_t at = seams[i] - d;
			struct str got;

			memset(file, 'x', 1 << 20);
			memcpy(file + at, "left\0" "1.2.3", 10);
			memcpy(file + at + 3000, "right", 5);
			got = find(a, t, "x", str_of(file, 1 << 20), 100000);
			assert_true(str_eq(got, STR("1.2.3")));
		}
	}
	arena_free(a);
}

/* A file made to keep a pattern busy ends at its budget, and says so. */
static void
test_budget(void **state)
{
	struct arena *a = arena_new(1 << 30);
	struct collect c = collect_of(a);
	const char *table = table_of(a, "\"a\" ..900 \"b\" ..900 \"c\" ..900 "
	    "\"d\" <N>");
	size_t n = 4 << 20;
	char *file = NEWN(a, char, n);
	struct classify *t;
	struct err e = { "" };

	(void)state;
	for (size_t i = 0; i < n; i++)
		file[i] = "abc"[i % 3];
	assert_int_equal(classify_from(a, str_from(table), &t, &e), RC_OK);

	struct hunt *h = hunt_new(t, STR("x"), n);

	(void)hunt_feed(h, (const uint8_t *)file, n);
	assert_int_equal(hunt_end(h, &c.r, &e), RC_LIMIT);
	assert_non_null(strstr(e.msg, "steps"));
	hunt_free(h);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches), cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_large), cmocka_unit_test(test_globs),
		cmocka_unit_test(test_classes), cmocka_unit_test(test_names),
		cmocka_unit_test(test_user), cmocka_unit_test(test_seek),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_seams), cmocka_unit_test(test_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
