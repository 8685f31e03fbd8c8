/* SPDX-License-Identifier: Apache-2.0 */
/* The lock files of yarn, pnpm, bun and Deno, each written by the tool itself
   for the project of tests/fixtures/catalog/npm-package/application.json. */
#include "tests/unit/npm_help.h"

/* What every tool says of this project. */
static void
check(const struct collect *c)
{
	assert_int_equal(c->notes + c->gaps, 0);
	assert_edges(c, "debug@2.6.9", "ms@2.0.0");
	assert_true(str_ends(edges(c, "debug@4.3.4"), STR("ms@2.1.2")));
	assert_edges(c, "chalk@2.4.2", "ansi-styles@3.2.1 "
	    "escape-string-regexp@1.0.5 supports-color@5.5.0");
	assert_edges(c, "@babel/code-frame@7.0.0", "@babel/highlight@7.25.9");
	assert_edges(c, "@babel/highlight@7.25.9",
	    "@babel/helper-validator-identifier@7.29.7 chalk@2.4.2 "
	    "js-tokens@4.0.0 picocolors@1.1.1");
	assert_edges(c, "string-width@4.2.0", "emoji-regex@8.0.0 "
	    "is-fullwidth-code-point@3.0.0 strip-ansi@6.0.1");
	assert_edges(c, "ms@2.0.0", "");
	assert_false(package(c, "ms@2.0.0", 0)->p.local);
	assert_str(package(c, "@babel/code-frame@7.0.0", 0)->p.group, "@babel");
}

/* Only semver and what it needs are for development. */
static void
check_dev(const struct collect *c)
{
	for (size_t i = 0; i < c->npkgs; i++) {
		const struct pkg *p = &c->pkgs[i].p;
		bool dev = str_eq(p->name, STR("semver")) ||
		    str_eq(p->name, STR("lru-cache")) ||
		    str_eq(p->name, STR("yallist"));

		if (p->dev != dev && !str_eq(p->version, STR("5.0.0")))
			fail_msg("%.*s: dev is %d", STR_ARG(p->name), p->dev);
	}
	assert_true(package(c, "lru-cache@6.0.0", 0)->p.dev);
	assert_edges(c, "semver@7.5.4", "lru-cache@6.0.0");
}

static void
check_hash(const struct collect *c)
{
	/* As Buffer.from(…, "base64").toString("hex") of Node says. */
	assert_str(more(c, package(c, "ms@2.0.0", 0), MORE_HASH),
	    "4e9a7ad0fe885090d3b8eabfe59f1c76c93326e8dfc2a7ce4e4af02308fb2112"
	    "12a679099d3e92c89e0f08f9c63281630bd75d85a979295218b40b7dee2c74e4");
}

#define PROJECT "\"version\":\"1.4.0\",\"private\":true,\"dependencies\":{"	\
	"\"debug\":\"2.6.9\",\"string-width-cjs\":\"npm:string-width@4.2.0\","	\
	"\"@babel/code-frame\":\"7.0.0\"},\"devDependencies\":{"		\
	"\"semver\":\"7.5.4\"},\"optionalDependencies\":{"			\
	"\"fsevents\":\"2.3.3\"}}"

/* ---- yarn ---- */

static void
test_classic(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct str text = collect_file(a, FIXTURES "yarn-lock/classic.lock");
	struct collect c = run(a, "yarn.lock", text, RC_OK);

	(void)state;
	check(&c);
	check_hash(&c);
	assert_int_equal(c.npkgs, 25);
	assert_false(package(&c, "semver@7.5.4", 0)->p.dev);

	/* What members of a workspace need is not known. */
	c = run_beside(a, "yarn.lock", text, collect_file(a,
	    FIXTURES "npm-package/application.json"), RC_OK);
	assert_false(package(&c, "semver@7.5.4", 0)->p.dev);
	assert_int_equal(c.npkgs, 26);

	c = run_beside(a, "yarn.lock", text, STR("{\"name\":\"shop\","
	    PROJECT), RC_OK);
	check_dev(&c);
	assert_edges(&c, "shop@1.4.0", "@babel/code-frame@7.0.0 debug@2.6.9 "
	    "fsevents@2.3.3 semver@7.5.4 string-width@4.2.0");
	assert_true(package(&c, "shop@1.4.0", 0)->p.local);
	arena_free(a);
}

static void
test_berry(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct str text = collect_file(a, FIXTURES "yarn-lock/berry.lock");
	struct collect c = run(a, "a/yarn.lock", text, RC_OK);
	const struct fact_pkg *p = package(&c, "shop@", 0);

	(void)state;
	check(&c);
	assert_edges(&c, "shop@", "@babel/code-frame@7.0.0 debug@2.6.9 "
	    "fsevents@2.3.3 semver@7.5.4 string-width@4.2.0");
	assert_int_equal(p->p.kind, PKG_APPLICATION);
	assert_true(p->p.local);
	assert_edges(&c, "@shop/tool@", "debug@4.3.4");
	assert_true(package(&c, "@shop/tool@", 0)->p.local);
	assert_false(package(&c, "fsevents@2.3.3", 1)->p.local);
	assert_false(package(&c, "semver@7.5.4", 0)->p.dev);

	c = run_beside(a, "yarn.lock", text, collect_file(a,
	    FIXTURES "npm-package/application.json"), RC_OK);
	assert_true(package(&c, "semver@7.5.4", 0)->p.dev);
	assert_true(package(&c, "lru-cache@6.0.0", 0)->p.dev);
	assert_false(package(&c, "debug@4.3.4", 0)->p.dev);
	assert_false(package(&c, "shop@1.4.0", 0)->p.dev);
	arena_free(a);
}

static void
test_yarn_odd(void **state)
{
	struct arena *a = arena_new(1 << 20);
	/* A key of over 1024 bytes stands on a line of its own, CR LF, no LF
	   at the end, an alias without version, an escaped quote. */
	struct collect c = run(a, "yarn.lock", STR("__metadata:\r\n"
	    "  version: 8\r\n\r\n? \"a@npm:^1, a@npm:^2\"\r\n:\r\n"
	    "  version: 1.2.3\r\n  resolution: \"a@npm:1.2.3\"\r\n"
	    "  dependencies:\r\n    b: ^1.0.0\r\n    c: ^9\r\n"
	    "  bin:\r\n    x: y\r\n\r\n"
	    "\"b@npm:^1.0.0\":\r\n  version: 1.0.0\r\n"
	    "  resolution: \"b@npm:1.0.0\"\r\n  dependencies:\r\n"
	    "    a: ^2"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.notes, 1);	/* it ends within a line */
	assert_edges(&c, "a@1.2.3", "b@1.0.0");
	assert_edges(&c, "b@1.0.0", "a@1.2.3");

	c = run(a, "yarn.lock", STR("x@npm:@s/real@^1.0.0:\n  version \"1.0\"\n"
	    "y@npm:other:\n  version 2.0.0\n"
	    "\"z\\\"@^1\", z@2:\n  \"version\" \"3\"\n"), RC_OK);
	assert_int_equal(c.notes, 0);
	(void)package(&c, "@s/real@1.0", 0);
	(void)package(&c, "other@2.0.0", 0);

	/* A merge that went wrong is told. */
	c = run(a, "yarn.lock", STR("a@1:\n  version \"1.0.0\"\n"
	    "<<<<<<< HEAD\nb@1:\n  version \"1.0.0\"\n"), RC_OK);
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.notes, 1);
	c = run(a, "yarn.lock", STR("  version \"1\"\n\"\":\n\",\":\n\"\n"),
	    RC_OK);
	assert_int_equal(c.npkgs, 0);
	assert_int_equal(c.notes, 1);
	c = run(a, "yarn.lock", STR(""), RC_OK);
	assert_int_equal(c.npkgs + c.notes, 0);
	c = run(a, "node_modules/a/yarn.lock", STR("a@1:\n  version \"1\"\n"),
	    RC_OK);
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

static void
test_pnp(void **state)
{
	static const char *const files[] = { FIXTURES "yarn-pnp/v3.cjs",
		FIXTURES "yarn-pnp/v4.cjs" };
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct collect c = run(a, "srv/.pnp.cjs", collect_file(a,
		    files[i]), RC_OK);

		check(&c);
		assert_edges(&c, "shop@", "@babel/code-frame@7.0.0 "
		    "debug@2.6.9 fsevents@2.3.3 semver@7.5.4 "
		    "string-width@4.2.0");
		assert_edges(&c, "@shop/tool@", "debug@4.3.4");
		assert_true(package(&c, "@shop/tool@", 0)->p.local);
		assert_int_equal(package(&c, "shop@", 0)->p.kind,
		    PKG_APPLICATION);
	}
	arena_free(a);
}

static void
test_pnp_forms(void **state)
{
#define DATA "{\"packageRegistryData\":[[null,[[null,{}]]],[\"a\",[[" \
	"\"npm:1.0.0::x\",{\"packageDependencies\":[[\"a\",\"npm:1.0.0::x\"]," \
	"[\"b\",null],[\"c\",[\"d\",\"npm:2.0.0\"]]]}]]],[\"d\",[[" \
	"\"npm:2.0.0\",{}]]],[\"e\",[[\"g@https://h/e.git#commit=12\"," \
	"7]]],7,[7],[\"\",[[\"npm:1\"]]]]}"
	static const char *const texts[] = { DATA,
		"return hydrateRuntimeState(" DATA ", {basePath});\n" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct collect c = run(a, ".pnp.data.json",
		    str_from(texts[i]), RC_OK);

		assert_edges(&c, "a@1.0.0", "d@2.0.0");
		(void)package(&c, "e@", 0);
		assert_int_equal(c.npkgs, 3);
	}
	(void)run(a, ".pnp.js", STR(""), RC_FORMAT);
	(void)run(a, ".pnp.cjs", STR("{}\n"), RC_FORMAT);
	(void)run(a, ".pnp.data.json", STR("{\"packageRegistryData\":[]}"),
	    RC_FORMAT);
	(void)run(a, ".pnp.cjs", STR("RAW_RUNTIME_STATE =\n"), RC_FORMAT);
	(void)run(a, ".pnp.cjs", STR("RAW_RUNTIME_STATE = '{\\"), RC_FORMAT);
	arena_free(a);
}

/* ---- pnpm ---- */

static void
test_pnpm(void **state)
{
	static const char *const files[] = { FIXTURES "pnpm-lock/v7.yaml",
		FIXTURES "pnpm-lock/v8.yaml", FIXTURES "pnpm-lock/v9.yaml" };
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct collect c = run(a, "pnpm-lock.yaml",
		    collect_file(a, files[i]), RC_OK);

		check(&c);
		check_dev(&c);
		check_hash(&c);
		assert_int_equal(c.npkgs, 25);

		c = run_beside(a, "pnpm-lock.yaml", collect_file(a, files[i]),
		    collect_file(a, FIXTURES "npm-package/application.json"),
		    RC_OK);
		assert_edges(&c, "shop@1.4.0", "@babel/code-frame@7.0.0 "
		    "debug@2.6.9 fsevents@2.3.3 semver@7.5.4 "
		    "string-width@4.2.0");
		assert_true(package(&c, "shop@1.4.0", 0)->p.local);
	}
	arena_free(a);
}

static void
test_pnpm_peers(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct collect c = run(a, "pnpm-lock.yaml", STR(
	    "lockfileVersion: '9.0'\npackages:\n  a@1.0.0: {}\n"
	    "  p@1.0.0: {}\n  p@2.0.0: {}\nsnapshots:\n"
	    "  a@1.0.0(p@1.0.0):\n    dependencies:\n      p: 1.0.0\n"
	    "  a@1.0.0(p@2.0.0):\n    dependencies:\n      p: 2.0.0\n"
	    "  p@1.0.0: {}\n  p@2.0.0: {}\n  q@1.0.0: {}\n"), RC_OK);

	(void)state;
	assert_edges(&c, "a@1.0.0", "p@1.0.0 p@2.0.0");
	assert_int_equal(c.notes, 1);	/* q is no package */
	c = run(a, "pnpm-lock.yaml", STR("lockfileVersion: 5.1\npackages:\n"
	    "  /a_b/1.0.0_p@1.0.0: {dev: true}\n"
	    "  /@s/a/1.0.0/p@1.0.0: {}\n"
	    "  r.example.org/c/2.0.0: {dependencies: {a_b: 1.0.0_p@1.0.0}}\n"),
	    RC_OK);
	assert_true(package(&c, "a_b@1.0.0", 0)->p.dev);
	(void)package(&c, "@s/a@1.0.0", 0);
	assert_edges(&c, "c@2.0.0", "a_b@1.0.0");
	arena_free(a);
}

static void
test_pnpm_odd(void **state)
{
	static const char *const none[] = { "", "# x\n", "[]", "a", "a: b",
		"lockfileVersion: '9.0'\npackages: []\nsnapshots: a\n"
		    "importers: [a]\n",
		"packages:\n  ? [a]\n  : b\n", "packages: {'': {}}" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct collect c = run(a, "pnpm-lock.yaml", str_from(none[i]),
		    RC_OK);

		assert_int_equal(c.npkgs, 0);
	}
	(void)run(a, "pnpm-lock.yaml", STR("packages: [\n"), RC_FORMAT);
	arena_free(a);
}

/* ---- bun ---- */

static void
test_bun(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "bun.lock",
	    collect_file(a, FIXTURES "bun-lock/bun.lock"), RC_OK);

	(void)state;
	check(&c);
	check_dev(&c);
	check_hash(&c);
	assert_edges(&c, "@shop/tool@0.1.0", "debug@4.3.4");
	/* An optional peer that happens to be there. */
	assert_edges(&c, "debug@4.3.4", "supports-color@5.5.0 ms@2.1.2");
	assert_true(package(&c, "@shop/tool@0.1.0", 0)->p.local);
	assert_int_equal(c.npkgs, 26);
	arena_free(a);
}

static void
test_bun_places(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct collect c = run(a, "bun.lock", STR("{\"workspaces\":{\"\":{"
	    "\"name\":\"w\",\"version\":\"0.1.0\",\"dependencies\":{"
	    "\"@s/a\":\"1\"}}},\"packages\":{"
	    "\"@s/a\":[\"@s/a@1.0.0\",{\"dependencies\":{\"@t/b\":\"1\","
	    "\"c\":\"1\"}}],"
	    "\"@s/a/@t/b\":[\"@t/b@1.0.0\",\"\",{\"dependencies\":{"
	    "\"c\":\"2\",\"d\":\"1\"}}],"
	    "\"@s/a/@t/b/c\":[\"c@2.0.0\"], /* inner */\n"
	    "\"c\":[\"c@1.0.0\"],\"d\":[\"d@git+https://h/d#12\"],"
	    "\"w\":[\"w@root:\"],},}"), RC_OK);

	(void)state;
	assert_edges(&c, "@s/a@1.0.0", "@t/b@1.0.0 c@1.0.0");
	assert_edges(&c, "@t/b@1.0.0", "c@2.0.0 d@");
	assert_edges(&c, "w@0.1.0", "@s/a@1.0.0");
	assert_str(more(&c, package(&c, "d@", 0), MORE_QUALIFIER),
	    "git+https://h/d@12");
	assert_int_equal(c.npkgs, 6);
	(void)run(a, "bun.lockb", STR("#!/usr/bin/env bun\n"), RC_UNSUPPORTED);
	(void)run(a, "bun.lock", STR("{"), RC_FORMAT);
	c = run(a, "bun.lock", STR("{\"packages\":{\"a\":7,\"b\":[],"
	    "\"c\":{\"x\":1},\"d\":[\"d\"]},\"workspaces\":[]}"), RC_OK);
	assert_int_equal(c.npkgs, 0);
	assert_int_equal(c.notes, 4);
	arena_free(a);
}

/* ---- Deno ---- */

static void
test_deno(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "deno.lock",
	    collect_file(a, FIXTURES "deno-lock/deno.lock"), RC_OK);

	(void)state;
	check(&c);
	check_hash(&c);
	assert_edges(&c, "semver@7.5.4", "lru-cache@6.0.0");
	arena_free(a);
}

static void
test_deno_forms(void **state)
{
	struct arena *a = arena_new(1 << 20);
	/* Version 3: a map of names, everything below "packages". */
	struct collect c = run(a, "deno.lock", STR("{\"version\":\"3\","
	    "\"packages\":{\"specifiers\":{\"npm:b@1\":\"npm:b@1.0.0\"},"
	    "\"npm\":{\"a@1.0.0_p@2.0.0\":{\"dependencies\":{"
	    "\"x\":\"b@1.0.0\"}},\"b@1.0.0\":{}},\"jsr\":{\"@s/j@1.0.0\":{"
	    "\"dependencies\":[\"npm:b@1\"]}}},"
	    "\"remote\":{\"https://h/x.ts\":\"12\"}}"), RC_OK);

	(void)state;
	assert_edges(&c, "a@1.0.0", "b@1.0.0");
	assert_edges(&c, "@s/j@1.0.0", "b@1.0.0");
	assert_string_equal(package(&c, "@s/j@1.0.0", 0)->p.type, "jsr");
	assert_int_equal(c.notes, 1);	/* a module by address */

	/* Version 2, and an alias of version 4. */
	c = run(a, "deno.lock", STR("{\"npm\":{\"packages\":{\"a@1.0.0\":{"
	    "\"dependencies\":{\"b\":\"b@2.0.0\"}},\"b@2.0.0\":{}}}}"), RC_OK);
	assert_edges(&c, "a@1.0.0", "b@2.0.0");
	c = run(a, "deno.lock", STR("{\"specifiers\":{\"jsr:@s/k@1\":\"1.1.0\""
	    "},\"jsr\":{\"@s/j@1.0.0\":{\"dependencies\":[\"jsr:@s/k@1\"]},"
	    "\"@s/k@1.1.0\":{}},\"npm\":{\"a@1.0.0\":{\"dependencies\":["
	    "\"x@npm:b@2.0.0\"]},\"b@2.0.0\":{},\"c\":{}}}"), RC_OK);
	assert_edges(&c, "@s/j@1.0.0", "@s/k@1.1.0");
	assert_edges(&c, "a@1.0.0", "b@2.0.0");
	assert_int_equal(c.notes, 1);	/* c has no version */
	(void)run(a, "deno.lock", STR("{"), RC_FORMAT);
	arena_free(a);
}

/* ---- LibMan ---- */

static void
test_libman(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct collect c = run(a, "libman.json",
	    collect_file(a, FIXTURES "libman/libman.json"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 3);
	assert_true(package(&c, "jquery@3.3.1", 0)->p.guessed);
	assert_false(package(&c, "bootstrap@4.6.2", 0)->p.guessed);
	assert_str(package(&c, "@microsoft/signalr@8.0.0", 0)->p.group,
	    "@microsoft");
	(void)run(a, "libman.json", STR("]"), RC_FORMAT);
	c = run(a, "libman.json", STR("{\"libraries\":{\"a\":{}}}"), RC_OK);
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classic),
		cmocka_unit_test(test_berry),
		cmocka_unit_test(test_yarn_odd),
		cmocka_unit_test(test_pnp),
		cmocka_unit_test(test_pnp_forms),
		cmocka_unit_test(test_pnpm),
		cmocka_unit_test(test_pnpm_peers),
		cmocka_unit_test(test_pnpm_odd),
		cmocka_unit_test(test_bun),
		cmocka_unit_test(test_bun_places),
		cmocka_unit_test(test_deno),
		cmocka_unit_test(test_deno_forms),
		cmocka_unit_test(test_libman),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
