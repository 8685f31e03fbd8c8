/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/yaml.c, toml.c, tree.c: tables of texts, and every YAML and TOML
   file of the shared data against PyYAML and tomllib. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "tests/unit/text_help.h"
#include "text/toml.h"
#include "text/yaml.h"

typedef enum rc read_fn(struct arena *a, struct str text,
    const struct node **ret, struct err *e);

/* ---- a short notation for the tables ---- */

/* {a:=1,b:[...]}: "=" before bare texts, quotes around others. */
static void
brief(struct buf *to, const struct node *n)
{
	bool map = n->kind == NODE_MAP;

	if (n->kind == NODE_TEXT) {
		(void)buf_add_str(to, n->quoted ? STR("'") : STR("="));
		(void)buf_add_str(to, n->text);
		(void)buf_add_str(to, n->quoted ? STR("'") : STR(""));
		return;
	}
	(void)buf_add_str(to, map ? STR("{") : STR("["));
	for (const struct node *c = n->first; c != NULL; c = c->next) {
		if (map) {
			(void)buf_add_str(to, c->key);
			(void)buf_add_str(to, STR(":"));
		}
		brief(to, c);
		if (c->next != NULL)
			(void)buf_add_str(to, STR(","));
	}
	(void)buf_add_str(to, map ? STR("}") : STR("]"));
}

struct tree_case {
	const char *text, *want, *why;
};

/* want "!2": RC_FORMAT that names line 2. */
static void
check_case(read_fn *read, const struct tree_case *c)
{
	struct arena *a = arena_new(256 * MIB);
	const struct node *n = NULL;
	struct buf got = { 0 };
	struct err e = { "" };
	enum rc rc = read(a, str_from(c->text), &n, &e);
	char line[32];

	if (c->want[0] == '!') {
		(void)snprintf(line, sizeof line, "line %s: ", c->want + 1);
		if (rc != RC_FORMAT || strncmp(e.msg, line, strlen(line)) != 0)
			fail_msg("%s: %d, \"%s\", want \"%s\"", c->why, rc,
			    e.msg, line);
		assert_null(n);
	} else {
		if (rc != RC_OK)
			fail_msg("%s: %s", c->why, e.msg);
		brief(&got, n);
		if (!str_eq(buf_str(&got), str_from(c->want)))
			fail_msg("%s: \"%.*s\", want \"%s\"", c->why,
			    STR_ARG(buf_str(&got)), c->want);
	}
	buf_done(&got);
	arena_free(a);
}

static const struct tree_case yaml_cases[] = {
	{ "", "[]", "nothing" },
	{ "# x\n", "[]", "a comment" },
	{ "a: b\n", "[{a:=b}]", "a map" },
	{ "a: 1.10\nb: ~\nc:\nd: \"~\"\n", "[{a:=1.10,b:=~,c:=,d:'~'}]",
	    "scalars are text" },
	{ "- a\n- [b, {c: d}]\n", "[[=a,[=b,{c:=d}]]]", "lists" },
	{ "a: b\n---\nc: d\n", "[{a:=b},{c:=d}]", "two documents" },
	{ "---\n---\n", "[=,=]", "empty documents" },
	{ "a: 1\na: 2\n", "[{a:=1,a:=2}]", "a key twice" },
	{ "? [x, y]\n: z\nb: c\n", "[{:=z,b:=c}]", "a list for a key" },
	{ "a: &x {b: c}\nd: *x\n", "[{a:{b:=c},d:{b:=c}}]", "an alias" },
	{ "&k a: b\n*k : c\n", "[{a:=b,a:=c}]", "an alias as a key" },
	{ "a: &x 1\nb: &x 2\nc: *x\n", "[{a:=1,b:=2,c:=2}]",
	    "an anchor twice: the last" },
	{ "a: &x 1\n...\nb: *x\n", "!3", "nor of one that ended" },
	{ "--- &x 1\n--- *x\n", "!2", "nor of the line above" },
	{ "--- &x [1, *y]\n--- [&x 2, *x]\n", "!1", "no such anchor" },
	{ "--- &x [1]\n--- [&x 2, *x]\n", "[[=1],[=2,=2]]",
	    "an anchor of each document" },
	{ "a: &x 1\n---\nb: *x\n", "!3", "no anchor of another document" },
	{ "a: |\n  x\n  y\nb: >-\n  p\n  q\n", "[{a:'x\ny\n',b:'p q'}]",
	    "blocks" },
	{ "a: !!int \"3\"\n", "[{a:'3'}]", "a tag" },
	{ "a: b\n  c: d\n", "!2", "a map in a scalar" },
	{ "a: [b\n", "!2", "a list without an end" },
	{ "a: \"b\\", "!1", "a string without an end" },
	{ "a: \x01", "!1", "a control character" },
	{ "a: b\n\xff", "!2", "no UTF-8" },
	{ "\xef\xbb\xbf" "a: b", "[{a:=b}]", "a byte order mark" },
	{ "a: b\r\nc: d\r\n", "[{a:=b,c:=d}]", "CRLF" },
	{ "<<: {a: b}\n", "[{<<:{a:=b}}]", "a merge is a key" },
};

static const struct tree_case toml_cases[] = {
	{ "", "{}", "nothing" },
	{ "# x\n", "{}", "a comment" },
	{ "a = 1", "{a:=1}", "no newline at the end" },
	{ "a = 1 # x\nb=\"c\"\r\n", "{a:=1,b:'c'}", "a comment, CRLF" },
	{ "\xef\xbb\xbf" "a = 1", "{a:=1}", "a byte order mark" },
	{ "\"a b\" = 1\n'c.d' = 2\n1 = 3\n\"\" = 4", "{a b:=1,c.d:=2,1:=3,:=4}",
	    "keys" },
	{ "a.b = 1\na . \"c\" = 2\n", "{a:{b:=1,c:=2}}", "dotted keys" },
	{ "a.b = {x=1}\na.c = 2\n", "{a:{b:{x:=1},c:=2}}",
	    "dotted keys around an inline table" },
	{ "[a]\nb = 1\n[a.c]\nd = 2\n", "{a:{b:=1,c:{d:=2}}}", "tables" },
	{ "[a.b]\n[a]\nc = 1\n", "{a:{b:{},c:=1}}", "a table after its child" },
	{ "[[a]]\nb = 1\n[a.c]\n[[a]]\nb = 2\n",
	    "{a:[{b:=1,c:{}},{b:=2}]}", "an array of tables" },
	{ "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n",
	    "{a:[{b:[{},{}]},{b:[{}]}]}", "arrays of tables in another" },
	{ "[a]\nb.c = 1\n[a.b.d]\n", "{a:{b:{c:=1,d:{}}}}",
	    "a table below dotted keys" },
	{ "a = [1, 'x', [ ], {b=2},]", "{a:[=1,'x',[],{b:=2}]}", "an array" },
	{ "a = [ # x\n 1 # y\n , # z\n 2\n]\n", "{a:[=1,=2]}",
	    "an array over lines" },
	{ "a = { b.c = 1, b.d = 2 }", "{a:{b:{c:=1,d:=2}}}",
	    "an inline table" },
	{ "a = {}\n", "{a:{}}", "an empty inline table" },
	{ "a = {\n b = 1,\n}\n", "{a:{b:=1}}", "TOML 1.1's inline tables" },
	{ "a = \"\\t\\\"\\\\\\u00e9\\U0001F600\\x41\"",
	    "{a:'\t\"\\\xc3\xa9\xf0\x9f\x98\x80" "A'}", "escapes" },
	{ "a = 'c:\\d'", "{a:'c:\\d'}", "no escapes in a literal" },
	{ "a = \"\"\"\nx\r\ny\"\"\"", "{a:'x\ny'}", "many lines" },
	{ "a = '''\n\nx\\'''", "{a:'\nx\\'}", "many literal lines" },
	{ "a = \"\"\"\"\"x\"\"\"\"\"", "{a:'\"\"x\"\"'}", "quotes at the ends" },
	{ "a = \"\"\"x \\  \n\n   y\"\"\"\nb = 1", "{a:'x y',b:=1}",
	    "a line continued" },
	{ "a = \"\"\nb = ''\n", "{a:'',b:''}", "empty strings" },
	{ "a = [+1, -0, 1_000, 0xDEAD_beef, 0o17, 0b1]",
	    "{a:[=+1,=-0,=1_000,=0xDEAD_beef,=0o17,=0b1]}", "integers" },
	{ "a = [1.5, -0.0, 1e6, 6.2E-3_4, inf, -nan]",
	    "{a:[=1.5,=-0.0,=1e6,=6.2E-3_4,=inf,=-nan]}", "floats" },
	{ "a = [true, false]", "{a:[=true,=false]}", "booleans" },
	{ "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5-07:00\n"
	    "c = 1979-05-27 # x\nd = 07:32:00\ne = [1979-05-27 ]",
	    "{a:=1979-05-27T07:32:00Z,b:=1979-05-27 07:32:00.5-07:00,"
	    "c:=1979-05-27,d:=07:32:00,e:[=1979-05-27]}", "dates" },
	/* What TOML forbids. */
	{ "a = 1\na = 2\n", "!2", "a key twice" },
	{ "[a]\n[a]\n", "!2", "a table twice" },
	{ "[a]\nb = 1\n[a.b]\n", "!3", "a table over a value" },
	{ "[a]\nb = 1\n[a.b.c]\n", "!3", "a table below a value" },
	{ "a = {}\n[a.b]\n", "!2", "a table below an inline one" },
	{ "a = {}\na.b = 1\n", "!2", "a key into an inline table" },
	{ "a = {b.c = 1, b = 2}", "!1", "a key over a dotted one" },
	{ "a = {b = {}, b.c = 1}", "!1", "a key into an inline inner one" },
	{ "a = [{}]\n[[a]]\n", "!2", "an array of tables over an array" },
	{ "a = [{}]\n[a.b]\n", "!2", "a table into an array" },
	{ "[a]\n[[a]]\n", "!2", "an array over a table" },
	{ "[[a]]\n[a]\n", "!2", "a table over an array" },
	{ "a.b = 1\n[a]\n", "!2", "a table over dotted keys" },
	{ "[a.b.c]\n[a]\nb.c.d = 1\n", "!3", "dotted keys into a table" },
	{ "[x]\na.b = 1\n[y]\n[x.a]\n", "!4", "a table over dotted keys" },
	{ "a = 1 b = 2", "!1", "two on a line" },
	{ "a", "!1", "no value" },
	{ "a =", "!1", "no value after the sign" },
	{ "a = \n1", "!1", "a value on the next line" },
	{ "= 1", "!1", "no key" },
	{ "a. = 1", "!1", "half a key" },
	{ "[]", "!1", "a header without a key" },
	{ "[a", "!1", "a header without an end" },
	{ "[[a]", "!1", "half an end" },
	{ "[a] b = 1", "!1", "something behind a header" },
	{ "\"\"\"a\"\"\" = 1", "!1", "many lines for a key" },
	{ "a = \"b\nc\"", "!1", "a string over lines" },
	{ "a = \"b", "!1", "a string without an end" },
	{ "a = \"\"\"b\n\"\"", "!2", "many lines without an end" },
	{ "a = \"\\q\"", "!1", "an unknown escape" },
	{ "a = \"\\ud800\"", "!1", "a surrogate" },
	{ "a = \"\\U00110000\"", "!1", "beyond Unicode" },
	{ "a = \"\\u12\"", "!1", "half an escape" },
	{ "a = \"b\x01\"", "!1", "a control character" },
	{ "# \x7f", "!1", "a control character in a comment" },
	{ "a = 1\r", "!1", "a bare CR" },
	{ "a = 'b'\n\nc = '\xff'", "!3", "no UTF-8" },
	{ "a = 01", "!1", "a leading zero" },
	{ "a = 1__0", "!1", "two underscores" },
	{ "a = _1", "!1", "a leading underscore" },
	{ "a = 1_", "!1", "a last underscore" },
	{ "a = 1.", "!1", "no fraction" },
	{ "a = .5", "!1", "no integer part" },
	{ "a = +0x1", "!1", "a sign before a base" },
	{ "a = 0x", "!1", "a base alone" },
	{ "a = 1e", "!1", "no exponent" },
	{ "a = True", "!1", "a capital" },
	{ "a = yes", "!1", "a word" },
	{ "a = 1979-5-27", "!1", "half a date" },
	{ "a = 1979-05-27T", "!1", "a date without its time" },
	{ "a = 07:32:00.", "!1", "a time without its fraction" },
	{ "a = [1 2]", "!1", "no comma" },
	{ "a = [1,,2]", "!1", "two commas" },
	{ "a = [1", "!1", "an array without an end" },
	{ "a = {b = 1", "!1", "an inline table without an end" },
	{ "a = {b = 1 c = 2}", "!1", "no comma in an inline table" },
};

static void
test_yaml_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof yaml_cases / sizeof *yaml_cases; i++)
		check_case(yaml_read, &yaml_cases[i]);
}

static void
test_toml_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof toml_cases / sizeof *toml_cases; i++)
		check_case(toml_read, &toml_cases[i]);
}

/* ---- limits ---- */

static enum rc
read_repeated(read_fn *read, const char *before, const char *each,
    size_t times, const char *after)
{
	struct arena *a = arena_new(256 * MIB);
	struct buf text = { 0 };
	const struct node *n;
	struct err e = { "" };
	enum rc rc;

	(void)buf_add_str(&text, str_from(before));
	for (size_t i = 0; i < times; i++)
		(void)buf_add_str(&text, str_from(each));
	(void)buf_add_str(&text, str_from(after));
	rc = read(a, buf_str(&text), &n, &e);
	if (rc != RC_OK)
		assert_string_not_equal(e.msg, "");
	buf_done(&text);
	arena_free(a);
	return rc;
}

static void
test_depth(void **state)
{
	(void)state;
	assert_int_equal(read_repeated(yaml_read, "", "- ", 128, ""), RC_OK);
	assert_int_equal(read_repeated(yaml_read, "", "- ", 129, ""),
	    RC_LIMIT);
	assert_int_equal(read_repeated(yaml_read, "", "[", 1000000, ""),
	    RC_LIMIT);
	assert_int_equal(read_repeated(yaml_read, "", "{a: ", 1000000, ""),
	    RC_LIMIT);
	assert_int_equal(read_repeated(yaml_read, "", "? ", 100000, ""),
	    RC_LIMIT);
	/* An alias brings depth along. */
	assert_int_equal(read_repeated(yaml_read,
	    "- &a [[[[]]]]\n- ", "[", 124, "*a"), RC_LIMIT);
	assert_int_equal(read_repeated(toml_read, "a=", "[", 127, ""),
	    RC_FORMAT);
	assert_int_equal(read_repeated(toml_read, "a=", "[", 128, ""),
	    RC_LIMIT);
	assert_int_equal(read_repeated(toml_read, "a=", "{b=", 1000000, ""),
	    RC_LIMIT);
	assert_int_equal(read_repeated(toml_read, "", "a.", 1000000, "a=1"),
	    RC_LIMIT);
	assert_int_equal(read_repeated(toml_read, "[", "a.", 127, "a]"),
	    RC_OK);
	assert_int_equal(read_repeated(toml_read, "[", "a.", 128, "a]"),
	    RC_LIMIT);
}

static void
test_size(void **state)
{
	(void)state;
	assert_int_equal(read_repeated(yaml_read, "[", "a,", 999997, "]"),
	    RC_OK);
	assert_int_equal(read_repeated(yaml_read, "[", "a,", 1000000, "]"),
	    RC_LIMIT);
	/* Documents cost no more than their nodes. */
	assert_int_equal(read_repeated(yaml_read, "", "--- &a\n", 900000, ""),
	    RC_OK);
	assert_int_equal(read_repeated(toml_read, "a=[", "1,", 999990, "]"),
	    RC_OK);
	assert_int_equal(read_repeated(toml_read, "a=[", "1,", 1000000, "]"),
	    RC_LIMIT);
}

/* A billion laughs, and an alias of what is still open. */
static void
test_laughs(void **state)
{
	struct arena *a = arena_new(64 * MIB);
	const struct node *n;
	struct err e = { "" };

	(void)state;
	assert_int_equal(yaml_read(a, STR("a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
	    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
	    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
	    "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
	    "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"), &n, &e), RC_LIMIT);
	assert_non_null(strstr(e.msg, "line 6: "));
	assert_int_equal(yaml_read(a, STR("a: &a\n - b\n - *a\n"), &n, &e),
	    RC_UNSUPPORTED);
	assert_non_null(strstr(e.msg, "line 3: "));
	arena_free(a);
}

/* ---- look-ups ---- */

static void
test_get(void **state)
{
	struct arena *a = arena_new(1 * MIB);
	const struct node *n, *p;
	struct err e = { "" };

	(void)state;
	assert_int_equal(toml_read(a, STR("t = true\nq = \"true\"\n[p]\n"
	    "a=1\nb=2\nc=3\nd=4\ne=5\nf=6\ng=7\nh=8\ni=9\nj='10'\n"), &n, &e),
	    RC_OK);
	p = node_get(n, "p");
	assert_int_equal(node_kind(p), NODE_MAP);
	assert_int_equal(node_count(p), 10);
	assert_int_equal(p->line, 3);
	check_str(node_get_text(p, "a"), STR("1"));
	check_str(node_get_text(p, "i"), STR("9"));
	check_str(node_get_text(p, "j"), STR("10"));
	assert_int_equal(node_get(p, "j")->line, 13);
	assert_null(node_get(p, "k"));
	assert_true(node_is_true(node_get(n, "t")));
	assert_false(node_is_true(node_get(n, "q")));
	assert_false(node_is_true(NULL));
	assert_null(node_get(node_get(n, "t"), "x"));
	assert_null(node_get(NULL, "x"));
	assert_int_equal(node_kind(NULL), NODE_NONE);
	assert_int_equal(node_count(NULL), 0);
	assert_null(node_first(NULL));
	check_str(node_text(p), STR(""));
	/* Of several the last, with an index and without. */
	assert_int_equal(yaml_read(a, STR("{a: 1, a: 2}\n---\n{a: 1, b: 1, "
	    "c: 1, d: 1, e: 1, f: 1, g: 1, a: 2, h: 1, a: 3}"), &n, &e),
	    RC_OK);
	check_str(node_get_text(node_first(n), "a"), STR("2"));
	check_str(node_get_text(node_first(n)->next, "a"), STR("3"));
	check_str(node_get_text(node_first(n)->next, "b"), STR("1"));
	arena_free(a);
}

/* ---- the shared data ---- */

static void
put_text(struct buf *to, char mark, struct str s)
{
	char head[32];

	(void)snprintf(head, sizeof head, "%c%zu:", mark, s.n);
	(void)buf_add_str(to, str_from(head));
	(void)buf_add_str(to, s);
	(void)buf_add_str(to, STR("\n"));
}

/* The notation of tests/tools/tree-dump.py. */
static void
dump(struct buf *to, const struct node *n)
{
	bool map = n->kind == NODE_MAP;

	if (n->kind == NODE_TEXT) {
		put_text(to, n->quoted ? '"' : '=', n->text);
		return;
	}
	(void)buf_add_str(to, map ? STR("{\n") : STR("[\n"));
	for (const struct node *c = n->first; c != NULL; c = c->next) {
		if (map)
			put_text(to, 'k', c->key);
		dump(to, c);
	}
	(void)buf_add_str(to, map ? STR("}\n") : STR("]\n"));
}

static void
dump_file(read_fn *read, struct str path, struct buf *to)
{
	struct arena *a = arena_new(256 * MIB);
	const struct node *n;
	struct err e = { "" };
	char name[512];

	(void)snprintf(name, sizeof name, "%.*s", STR_ARG(path));

	struct str text = slurp(name);

	assert_non_null(text.p);
	(void)buf_add_str(to, STR("# "));
	(void)buf_add_str(to, path);
	(void)buf_add_str(to, STR("\n"));
	if (read(a, text, &n, &e) == RC_OK)
		dump(to, n);
	else
		(void)buf_add_str(to, STR("error\n"));
	drop(text);
	arena_free(a);
}

/* The files that a find expression names, at least so many. */
static void
compare_all(read_fn *read, const char *kind, const char *names, size_t least)
{
	struct str list, rest, line, want, mine;
	char find[512], command[640];
	struct buf got = { 0 };
	size_t n = 0;

	(void)snprintf(find, sizeof find, "find " SHARED "/packages -type f "
	    "-path '*/root/*' \\( %s \\) | LC_ALL=C sort", names);
	list = rest = output_of(find);
	for (; str_line(&rest, &line); n++)
		dump_file(read, line, &got);
	(void)snprintf(command, sizeof command,
	    "%s | python3 tests/tools/tree-dump.py %s", find, kind);
	want = rest = output_of(command);
	mine = buf_str(&got);
	while (str_line(&rest, &line)) {
		struct str other;

		if (!str_line(&mine, &other) || !str_eq(line, other))
			fail_msg("python reads \"%.*s\", we \"%.*s\"",
			    STR_ARG(line), STR_ARG(other));
	}
	assert_int_equal(mine.n, 0);
	drop(want);
	drop(list);
	buf_done(&got);
	print_message("%zu %s files as python reads them\n", n, kind);
	assert_true(n >= least);
}

static void
test_shared_yaml(void **state)
{
	(void)state;
	NEED_SHARED("packages/INDEX.tsv");
	if (system("python3 -c 'import yaml' 2>/dev/null") != 0) {
		print_message("SKIP: no python3 with yaml\n");
		skip();
	}
	compare_all(yaml_read, "yaml", "-name '*.yaml' -o -name '*.yml' -o "
	    "-name Podfile.lock -o -name pubspec.lock -o "
	    "-name stack.yaml.lock", 40);
}

static void
test_shared_toml(void **state)
{
	(void)state;
	NEED_SHARED("packages/INDEX.tsv");
	if (system("python3 -c 'import tomllib' 2>/dev/null") != 0) {
		print_message("SKIP: no python3 with tomllib\n");
		skip();
	}
	compare_all(toml_read, "toml", "-name '*.toml' -o -name Cargo.lock "
	    "-o -name poetry.lock -o -name uv.lock -o -name pdm.lock", 35);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_yaml_cases),
		cmocka_unit_test(test_toml_cases),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_laughs),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_shared_yaml),
		cmocka_unit_test(test_shared_toml),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
