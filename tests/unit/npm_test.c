/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/npm_package, npm_lock: what is installed, and npm's locks. */
#include "sbom/catalog/npm.h"
#include "tests/unit/npm_help.h"

/* ---- package.json ---- */

static void
test_installed(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/node_modules/@babel/code-frame/"
	    "package.json", FIXTURES "npm-package/babel-code-frame.json");
	const struct fact_pkg *p = package(&c, "@babel/code-frame@7.0.0", 0);

	(void)state;
	assert_int_equal(c.npkgs, 1);
	assert_str(p->p.group, "@babel");
	assert_str(p->p.name, "code-frame");
	assert_str(p->p.home, "srv");
	assert_str(p->p.from, "srv/node_modules/@babel/code-frame");
	assert_str(p->p.vendor, "Sebastian McKenzie <sebmck@gmail.com>");
	assert_str(more(&c, p, MORE_LICENCE), "MIT");
	assert_int_equal(p->p.kind, PKG_LIBRARY);
	assert_false(p->p.local);
	assert_int_equal(p->nprovides, 1);
	assert_str(p->provides[0], "@babel/code-frame");
	/* Not what it needs for its own development. */
	assert_int_equal(p->nrequires, 1);
	assert_str(p->requires[0], "@babel/highlight");
	arena_free(a);
}

/* The directory is the name that others find it by. */
static void
test_alias(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "node_modules/a/node_modules/"
	    "string-width-cjs/package.json",
	    FIXTURES "npm-package/string-width.json");
	const struct fact_pkg *p = package(&c, "string-width@4.2.0", 0);

	(void)state;
	assert_str(p->provides[0], "string-width-cjs");
	assert_str(p->p.home, "node_modules/a");
	assert_str(p->p.vendor, "Sindre Sorhus <sindresorhus@gmail.com>");
	arena_free(a);
}

static void
test_licences(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "node_modules/pause-stream/package.json",
	    FIXTURES "npm-package/pause-stream.json");

	(void)state;
	assert_str(more(&c, &c.pkgs[0], MORE_LICENCE), "MIT, Apache2");
	c = run_file(a, "node_modules/esprima/package.json",
	    FIXTURES "npm-package/esprima.json");
	assert_str(more(&c, &c.pkgs[0], MORE_LICENCE), "BSD");
	assert_str(c.pkgs[0].p.vendor, "");
	arena_free(a);
}

static void
test_root_rule(void **state)
{
	static const struct { const char *path; size_t want; } cases[] = {
		{ "node_modules/rxjs/ajax/package.json", 0 },
		{ "node_modules/resolve/test/x/package.json", 0 },
		{ "node_modules/@scope/package.json", 0 },
		{ "node_modules/@scope/a/esm/package.json", 0 },
		{ "node_modules/package.json", 0 },
		{ "node_modules/a/package.json", 1 },
		{ "node_modules/@scope/a/package.json", 1 },
		{ "node_modules/a/test/node_modules/b/package.json", 1 },
		{ "node_modules/a/test/node_modules/@s/b/package.json", 1 },
		{ "my_node_modules/a/b/package.json", 1 },
		{ "opt/app/package.json", 1 },
		{ "package.json", 1 },
	};
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct collect c = run(a, cases[i].path,
		    STR("{\"name\":\"x\",\"version\":\"1.0.0\"}"), RC_OK);

		if (c.npkgs != cases[i].want)
			fail_msg("%s: %zu", cases[i].path, c.npkgs);
	}

	struct collect c = run_file(a, "node_modules/rxjs/ajax/package.json",
	    FIXTURES "npm-package/rxjs-ajax.json");

	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

static void
test_application(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/shop/package.json",
	    FIXTURES "npm-package/application.json");
	const struct fact_pkg *p = package(&c, "shop@1.4.0", 0);

	(void)state;
	assert_int_equal(p->p.kind, PKG_APPLICATION);
	assert_true(p->p.local);
	assert_str(p->p.from, "srv/shop");
	assert_int_equal(p->nprovides, 0);
	assert_int_equal(p->nrequires, 6);	/* development, too, members */
	c = run(a, "opt/yarn/package.json",
	    STR("{\"name\":\"yarn\",\"version\":\"1.22.19\"}"), RC_OK);
	assert_false(c.pkgs[0].p.local);
	arena_free(a);
}

static void
test_odd_manifest(void **state)
{
	static const struct { const char *text; size_t pkgs; } cases[] = {
		{ "{\"name\":\"a\"}", 0 },
		{ "{\"version\":\"1\"}", 0 },
		{ "{\"name\":\" \",\"version\":\"1\"}", 0 },
		{ "{\"name\":7,\"version\":[]}", 0 },
		{ "[]", 0 },
		{ "\"x\"", 0 },
		{ "\xef\xbb\xbf{\"name\":\"a\",\"version\":\"1\"}", 1 },
		{ "{\"name\":\"a\",\"version\":\"1\",\"license\":7,"
		    "\"licenses\":{\"type\":\"X\"},\"author\":[],"
		    "\"dependencies\":[\"a\"],\"optionalDependencies\":3,"
		    "\"peerDependencies\":{\"\":1,\"b\":null}}", 1 },
	};
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct collect c = run(a, "node_modules/a/package.json",
		    str_from(cases[i].text), RC_OK);

		if (c.npkgs != cases[i].pkgs)
			fail_msg("%s: %zu", cases[i].text, c.npkgs);
		if (i == 7) {
			assert_str(more(&c, &c.pkgs[0], MORE_LICENCE), "X");
			assert_int_equal(c.pkgs[0].nrequires, 1);
		}
	}
	(void)run(a, "a/package.json", STR("{"), RC_FORMAT);
	(void)run(a, "a/package.json", STR(""), RC_FORMAT);
	arena_free(a);
}

/* ---- locks ---- */

static void
check_lock(const struct collect *c)
{
	assert_int_equal(c->notes + c->gaps, 0);
	assert_edges(c, "debug@2.6.9", "ms@2.0.0");
	assert_edges(c, "debug@4.3.4", "ms@2.1.2");
	assert_edges(c, "chalk@2.4.2", "ansi-styles@3.2.1 "
	    "escape-string-regexp@1.0.5 supports-color@5.5.0");
	/* An alias: found by its directory, listed by its name. */
	assert_edges(c, "string-width@4.2.0", "emoji-regex@8.0.0 "
	    "is-fullwidth-code-point@3.0.0 strip-ansi@6.0.1");
	assert_true(package(c, "semver@7.5.4", 0)->p.dev);
	assert_true(package(c, "lru-cache@6.0.0", 0)->p.dev);
	assert_false(package(c, "chalk@2.4.2", 0)->p.dev);
	assert_false(package(c, "fsevents@2.3.3", 0)->p.dev);
	/* As Buffer.from(…, "base64").toString("hex") of Node says. */
	assert_str(more(c, package(c, "ms@2.0.0", 0), MORE_HASH),
	    "4e9a7ad0fe885090d3b8eabfe59f1c76c93326e8dfc2a7ce4e4af02308fb2112"
	    "12a679099d3e92c89e0f08f9c63281630bd75d85a979295218b40b7dee2c74e4");
}

static void
test_flat(void **state)
{
	static const char *const files[] = { FIXTURES "npm-lock/v2.json",
		FIXTURES "npm-lock/v3.json" };
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct collect c = run_file(a, "package-lock.json", files[i]);
		const struct fact_pkg *p = package(&c, "shop@1.4.0", 0);

		check_lock(&c);
		assert_true(p->p.local);
		assert_int_equal(p->p.kind, PKG_APPLICATION);
		assert_str(edges(&c, "shop@1.4.0"), "@babel/code-frame@7.0.0 "
		    "debug@2.6.9 fsevents@2.3.3 semver@7.5.4 "
		    "string-width@4.2.0 @shop/tool@0.1.0");
		p = package(&c, "@shop/tool@0.1.0", 0);
		assert_true(p->p.local);
		assert_str(edges(&c, "@shop/tool@0.1.0"), "debug@4.3.4");
		assert_str(more(&c, package(&c, "ms@2.0.0", 0), MORE_LICENCE),
		    "MIT");
		assert_int_equal(c.npkgs, 27);
	}
	arena_free(a);
}

static void
test_tree(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "npm-shrinkwrap.json",
	    FIXTURES "npm-lock/v1.json");

	(void)state;
	check_lock(&c);
	assert_true(package(&c, "@shop/tool@", 0)->p.local);
	assert_edges(&c, "@shop/tool@", "debug@4.3.4");
	assert_int_equal(c.npkgs, 26);	/* the project is not in it */
	arena_free(a);
}

static void
test_vendored(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "node_modules/a/package-lock.json",
	    FIXTURES "npm-lock/v3.json");

	(void)state;
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

static void
test_sources(void **state)
{
	static const struct { const char *where, *vcs, *url; bool local; }
	cases[] = {
		{ "git+ssh://git@github.com/a/b.git#0a1",
		    "git+ssh://git@github.com/a/b.git@0a1", "", false },
		{ "git+https://token:x@github.com/a/b.git#0a1",
		    "git+https://github.com/a/b.git@0a1", "", false },
		{ "github:a/b#main", "git+https://github.com/a/b@main", "",
		    false },
		{ "git://h/a.git", "git+git://h/a.git", "", false },
		{ "https://h/a.git#commit=12", "git+https://h/a.git@12", "",
		    false },
		{ "https://u@h/a/b.tgz#12", "", "https://h/a/b.tgz", false },
		{ "https://r.example.org/a/-/a-1.0.0.tgz", "", "", false },
		{ "file:../x.tgz", "", "", true },
		{ "workspace:.", "", "", true },
		{ "1.0.0", "", "", false },
		{ "", "", "", false },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct npm_source s = npm_source(a, str_from(cases[i].where));

		assert_str(s.vcs, cases[i].vcs);
		assert_str(s.url, cases[i].url);
		assert_int_equal(s.local, cases[i].local);
	}
	arena_free(a);
}

static void
test_broken_lock(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "package-lock.json", STR("{\"packages\":{"
	    "\"node_modules/a\":{\"version\":\"1.0.0\"},\"node_modules/b\":{"),
	    RC_FORMAT);

	(void)state;
	assert_int_equal(c.npkgs, 1);	/* what stands before the break */
	(void)run(a, "package-lock.json", STR("[]"), RC_FORMAT);
	(void)run(a, "package-lock.json", STR(""), RC_FORMAT);
	c = run(a, "package-lock.json", STR("{\"packages\":[],"
	    "\"dependencies\":{\"a\":{\"version\":\"1.0.0\"}}}"), RC_OK);
	c = run(a, "package-lock.json", STR("{\"packages\":{\"\":7,"
	    "\"node_modules/a\":{\"version\":{},\"dependencies\":[]},"
	    "\"node_modules/\":{\"version\":\"1\"}}}"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.version, "");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_installed),
		cmocka_unit_test(test_alias),
		cmocka_unit_test(test_licences),
		cmocka_unit_test(test_root_rule),
		cmocka_unit_test(test_application),
		cmocka_unit_test(test_odd_manifest),
		cmocka_unit_test(test_flat),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_vendored),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_broken_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
