/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/cargo*, go_mod, go_vendor: what is declared in Rust and Go. */
#include "sbom/catalog/cargo.h"
#include "tests/unit/npm_help.h"

#define HASH "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
/* ---- Cargo.lock ---- */

static void
test_lock(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/Cargo.lock",
	    FIXTURES "cargo-lock/v3.lock");

	(void)state;
	assert_int_equal(c.npkgs, 9);
	assert_true(package(&c, "app@0.1.0", 0)->p.local);
	assert_false(package(&c, "libc@0.2.140", 0)->p.local);
	assert_edges(&c, "app@0.1.0",
	    "memchr@1.0.2 regex@1.7.3 regex-syntax@0.5.6");
	assert_edges(&c, "memchr@1.0.2", "libc@0.2.140");
	assert_edges(&c, "regex@1.7.3",
	    "aho-corasick@0.7.20 memchr@2.5.0 regex-syntax@0.6.29");
	assert_str(more(&c, package(&c, "libc@0.2.140", 0), MORE_HASH),
	    "99227334921fae1a979cf0bfdfcc6b3e5ce376ef57e16fb6fb3ea2ed6095f80c");
	assert_str(more(&c, package(&c, "libc@0.2.140", 0), MORE_QUALIFIER),
	    "");
	/* As cargo metadata says of the same lock. */
	c = run_file(a, "Cargo.lock", FIXTURES "cargo-lock/v4.lock");
	assert_int_equal(c.npkgs, 10);
	assert_edges(&c, "demo@0.3.0",
	    "autocfg@1.5.1 local@0.1.0 serde@1.0.229");
	assert_edges(&c, "serde@1.0.229",
	    "serde_core@1.0.229 serde_derive@1.0.229");
	assert_edges(&c, "syn@3.0.9", "proc-macro2@1.0.107 quote@1.0.47 "
	    "unicode-ident@1.0.27");
	arena_free(a);
}

/* The first version, two registries and a repository. */
static void
test_lock_v1(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "Cargo.lock",
	    FIXTURES "cargo-lock/v1.lock");
	const struct fact_pkg *first = package(&c, "memchr@2.2.0", 0),
	    *second = package(&c, "memchr@2.2.0", 1),
	    *mine = package(&c, "mine@0.2.0", 0);

	(void)state;
	assert_int_equal(c.npkgs, 4);
	assert_true(needs(package(&c, "app@0.1.0", 0), first));
	assert_false(needs(package(&c, "app@0.1.0", 0), second));
	assert_true(needs(package(&c, "app@0.1.0", 0), mine));
	assert_true(needs(mine, second));
	assert_false(needs(mine, first));
	assert_str(more(&c, first, MORE_HASH),
	    "2efc7bc57c883d4a4d6e3246905283d8dae951bb3bd32f49d6ef297f546e1c39");
	assert_str(collect_said(second, MORE_QUALIFIER, "repository_url", 0),
	    "https://crates.example.org/index");
	assert_str(more(&c, first, MORE_QUALIFIER), "");
	assert_str(collect_said(mine, MORE_QUALIFIER, "vcs_url", 0),
	    "git+https://git.example.org/mine"
	    "@0c0990399270277832fbb5b91a1fa118e6f63dba");
	arena_free(a);
}

static void
test_lock_odd(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "Cargo.lock", STR("[[package]]\n"
	    "version = \"1\"\n[[package]]\nname = \"x\"\n"
	    "dependencies = [1, \"\", []]\n"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.notes, 3);	/* no name, no version, no "1" */
	assert_str(c.pkgs[0].p.version, "");
	(void)run(a, "Cargo.lock", STR("[[package]"), RC_FORMAT);
	/* Cut between two packages: what is needed, or who needs it, lacks. */
	c = run(a, "Cargo.lock", STR("[[package]]\nname = \"x\"\n"
	    "version = \"1.0.0\"\ndependencies = [\"y 2.0.0 (x+z)\"]\n"),
	    RC_OK);
	assert_int_equal(c.notes, 1);
	c = run(a, "Cargo.lock", STR("[[package]]\nname = \"x\"\n"
	    "version = \"1.0.0\"\nsource = \"registry+https://"
	    "github.com/rust-lang/crates.io-index\"\n"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.notes, 1);
	c = run(a, "Cargo.lock", STR("version = 5\n"), RC_OK);
	assert_int_equal(c.notes, 1);
	c = run(a, "Cargo.lock", STR("version = 4\n"), RC_OK);
	assert_int_equal(c.notes, 0);
	c = run(a, "Cargo.lock", STR("package = 1\n"), RC_OK);
	assert_int_equal(c.npkgs, 0);
	c = run_file(a, "x/vendor/y/Cargo.lock",
	    FIXTURES "cargo-lock/v4.lock");
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

static void
test_fetched(void **state)
{
	(void)state;
	assert_true(cargo_is_fetched(STR("vendor/x/Cargo.toml")));
	assert_true(cargo_is_fetched(STR("a/target/package/Cargo.toml")));
	assert_true(cargo_is_fetched(STR("r/.cargo/registry/src/Cargo.lock")));
	assert_true(cargo_is_fetched(STR("xvendor/vendor/Cargo.lock")));
	assert_false(cargo_is_fetched(STR("xvendor/Cargo.lock")));
	assert_false(cargo_is_fetched(STR("vendor")));
	assert_false(cargo_is_fetched(STR("Cargo.lock")));
}

/* ---- Cargo.toml ---- */

/* As `cargo read-manifest` lists them, and what the workspace has. */
static void
test_toml(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "Cargo.toml",
	    FIXTURES "cargo-toml/Cargo.toml");
	const struct fact_pkg *p = package(&c, "demo@0.3.0", 0);

	(void)state;
	assert_true(p->p.local);
	assert_int_equal(p->p.kind, PKG_APPLICATION);
	assert_str(p->p.licence, "MIT OR Apache-2.0");
	assert_str(p->p.description, "Shows dependencies");
	assert_int_equal(c.npkgs, 12);
	assert_int_equal(p->nrequires, 11);	/* not the workspace's */
	(void)package(&c, "serde@", 0);
	assert_false(package(&c, "exact@1.2.3", 0)->p.local);
	(void)package(&c, "real-name@0.4.0", 0);
	assert_true(package(&c, "local@", 0)->p.local);
	assert_false(package(&c, "both@", 0)->p.local);
	assert_str(more(&c, package(&c, "fork@", 0), MORE_QUALIFIER),
	    "git+https://git.example.org/fork.git"
	    "@0c0990399270277832fbb5b91a1fa118e6f63dba");
	assert_true(package(&c, "autocfg@", 0)->p.dev);
	assert_false(package(&c, "cc@", 0)->p.dev);
	(void)package(&c, "winapi@", 0);
	/* Inherited, and the workspace's own. */
	(void)package(&c, "shared@3.1.4-rc.1", 0);
	(void)package(&c, "shared@3.1.4-rc.1", 1);
	assert_int_equal(c.notes, 1);	/* adrift */
	arena_free(a);
}

static void
test_toml_locked(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct str text = collect_file(a, FIXTURES "cargo-toml/Cargo.toml");
	struct collect c = run_beside(a, "Cargo.toml", text,
	    STR("version = 4\n"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.pkgs[0].nrequires, 0);
	c = run(a, "target/package/Cargo.toml", text, RC_OK);
	assert_int_equal(c.npkgs, 0);
	c = run(a, "Cargo.toml", STR("[dependencies]\na = \"=1.2\"\n"
	    "b = \"=1.2.3, <2\"\nc = \"= 1.2.*\"\nd = 7\ne = []\n"), RC_OK);
	for (size_t i = 0; i < c.npkgs; i++)
		assert_str(c.pkgs[i].p.version, "");
	(void)run(a, "Cargo.toml", STR("a = 1\na = 2\n"), RC_FORMAT);
	arena_free(a);
}

/* ---- go.mod ---- */

static void
test_mod(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_beside(a, "go.mod",
	    collect_file(a, FIXTURES "go-mod/normal.mod"),
	    collect_file(a, FIXTURES "go-mod/normal.sum"), RC_OK);
	const struct fact_pkg *p = package(&c,
	    "github.com/stretchr/testify@v1.9.0", 0);

	(void)state;
	assert_int_equal(c.npkgs, 7);
	assert_str(p->p.group, "github.com/stretchr");
	assert_str(more(&c, p, MORE_PROPERTY),
	    "h1:HtqpIVDClZ4nwg75+f6Lvsy/wHu+3BoSGCbBAcpTsTg=");
	assert_false(p->p.guessed);
	p = package(&c, "stdlib@1.22.5", 0);
	assert_true(p->p.guessed);
	assert_false(p->p.local);
	p = package(&c, "github.com/org/repo@", 0);
	assert_true(p->p.local);
	assert_int_equal(p->p.kind, PKG_APPLICATION);
	assert_edges(&c, "github.com/org/repo@", "stdlib@1.22.5 "
	    "github.com/aquasecurity/go-version@"
	    "v0.0.0-20240603093900-cf8a8d29271d "
	    "github.com/davecgh/go-spew@"
	    "v1.1.2-0.20180830191138-d8f796af33cc "
	    "github.com/pmezard/go-difflib@"
	    "v1.0.1-0.20181226105442-5d4384ee4fb2 "
	    "github.com/stretchr/testify@v1.9.0 "
	    "golang.org/x/xerrors@v0.0.0-20231012003039-104605ab7028");
	arena_free(a);
}

/* Below go 1.17 go.sum tells what go.mod does not. */
static void
test_mod_old(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct str text = collect_file(a, FIXTURES "go-mod/old.mod");
	struct collect c = run_beside(a, "go.mod", text,
	    collect_file(a, FIXTURES "go-mod/old.sum"), RC_OK);

	(void)state;
	assert_true(package(&c, "github.com/davecgh/go-spew@v1.1.1",
	    0)->p.guessed);
	assert_false(package(&c, "gopkg.in/yaml.v3@"
	    "v3.0.0-20210107192922-496545a6307b", 0)->p.guessed);
	/* The main module, the library, 2 required, 4 by their content. */
	assert_int_equal(c.npkgs, 8);
	c = run(a, "go.mod", text, RC_OK);
	assert_int_equal(c.npkgs, 4);
	/* The highest of several. */
	c = run_beside(a, "go.mod", STR("module a.b/c\n"),
	    STR("d.e/f v1.9.0 " HASH "d.e/f v1.10.0 " HASH
	    "d.e/f v1.2.0 " HASH "d.e/f v1.11.0/go.mod " HASH), RC_OK);
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.notes, 0);
	(void)package(&c, "d.e/f@v1.10.0", 0);
	arena_free(a);
}

/* go.sum has a line of all that go.mod asks for, or it is not whole. */
static void
test_sum(void **state)
{
	static const struct {
		const char *mod, *sum;
		size_t notes;
	} cases[] = {
		{ "require d.e/f v1.0.0\n", NULL, 0 },
		{ "require d.e/f v1.0.0\n", "d.e/f v1.0.0/go.mod " HASH, 0 },
		{ "require d.e/f v1.0.0\n", "d.e/f v1.0.0 " HASH, 0 },
		{ "require d.e/f v1.0.0\n", "d.e/g v1.0.0 " HASH, 1 },
		{ "require d.e/f v1.0.0\n", "<html>\n", 2 },
		{ "require d.e/f v1.0.0\n", "d.e/f v1.0.0 h1:AAAA", 2 },
		{ "require d.e/f v1.0.0\nreplace d.e/f => ./f\n", "\n", 0 },
		{ "require d.e/f v1.0.0\nreplace d.e/f => d.e/g v1.1.0\n",
		    "d.e/g v1.1.0 " HASH, 0 },
		{ "require d.e/f v1.0.0\nexclude d.e/f v1.0.0\n", "\n", 1 },
		{ "require d.e/f v1.0.0\n", "d.e/f v1.0.0 h2:other\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(1 << 20);
		struct collect c = run_beside(a, "go.mod", str_join(a,
		    STR("module a.b/c\ngo 1.20\n"), str_from(cases[i].mod)),
		    cases[i].sum != NULL ? str_from(cases[i].sum) : STR(""),
		    RC_OK);

		if (c.notes != cases[i].notes)
			fail_msg("case %zu: %zu notes, %s", i, c.notes,
			    c.said);
		arena_free(a);
	}
}

static void
test_mod_forms(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "x/go.mod",
	    FIXTURES "go-mod/forms.mod");

	(void)state;
	(void)package(&c, "example.com/app@", 0);
	assert_str(package(&c, "stdlib@1.21", 0)->p.version, "1.21");
	(void)package(&c, "example.org/one@v1.0.0", 0);
	assert_str(package(&c, "example.org/two/v2@v2.3.4", 0)->p.name, "v2");
	(void)package(&c, "example.org/three@"
	    "v0.0.0-20200101000000-0123456789ab", 0);
	assert_true(package(&c, "example.org/local@", 0)->p.local);
	assert_str(more(&c, package(&c, "example.net/fork@v1.9.0", 0),
	    MORE_PROPERTY), "example.org/swapped@v1.1.0");
	/* The replacement of one version goes before that of all. */
	assert_str(more(&c, package(&c, "example.net/other@v0.2.0", 0),
	    MORE_PROPERTY), "example.org/swapped@v1.2.0");
	assert_true(package(&c, "private/lib@v0.1.0", 0)->p.local);
	(void)package(&c, "example.org/old@v3.0.0+incompatible", 0);
	assert_int_equal(c.npkgs, 10);
	assert_int_equal(c.notes, 1);	/* excluded */
	assert_edges(&c, "example.com/app@", "stdlib@1.21 "
	    "example.org/one@v1.0.0 example.org/two/v2@v2.3.4 "
	    "example.org/three@v0.0.0-20200101000000-0123456789ab "
	    "example.org/local@ example.net/fork@v1.9.0 "
	    "example.net/other@v0.2.0 private/lib@v0.1.0 "
	    "example.org/old@v3.0.0+incompatible");
	arena_free(a);
}

static void
test_mod_odd(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "go.mod", STR("module a.b/c\r\n"
	    "require (\r\n\td.e/f v1.0.0//x\r\n\td.e/g\r\n)\r\n"
	    "replace d.e/f\nreplace => x\nreplace \"d.e/f\nrequire \"\" v1\n"
	    "toolchain default\nrequire ( d.e/h v1.0.0"), RC_OK);

	(void)state;
	(void)package(&c, "d.e/f@v1.0.0", 0);
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.notes, 5);
	/* What has no name is no module, and has no hash. */
	c = run_beside(a, "go.mod", STR("module a.b/c\nrequire d.e/ v1.0.0\n"),
	    STR("d.e/ v1.0.0 " HASH), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_str(more(&c, &c.pkgs[0], MORE_PROPERTY), "");
	(void)run(a, "go.mod", STR(""), RC_FORMAT);
	(void)run(a, "go.mod", STR("\0\1\2 nonsense\n"), RC_FORMAT);
	for (size_t i = 0; i < 4; i++) {
		static const char *const paths[] = { "vendor/x/go.mod",
			"a/testdata/go.mod", "root/go/pkg/mod/a@v1/go.mod",
			"node_modules/x/go.mod" };

		c = run(a, paths[i], STR("module a.b/c\n"), RC_OK);
		assert_int_equal(c.npkgs, 0);
	}
	arena_free(a);
}

/* ---- vendor/modules.txt ---- */

static void
test_vendor(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/vendor/modules.txt",
	    FIXTURES "go-vendor/std.txt");

	(void)state;
	assert_int_equal(c.npkgs, 4);
	(void)package(&c, "golang.org/x/crypto@"
	    "v0.46.1-0.20251210140736-7dacc380ba00", 0);
	(void)package(&c, "golang.org/x/net@"
	    "v0.47.1-0.20260731170545-cb1d721f7fb3", 0);
	(void)package(&c, "golang.org/x/sys@v0.39.0", 0);
	(void)package(&c, "golang.org/x/text@v0.32.0", 0);
	/* Replaced by directories; what has no package here is not here. */
	c = run_file(a, "vendor/modules.txt", FIXTURES "go-vendor/local.txt");
	assert_int_equal(c.npkgs, 2);
	assert_true(package(&c, "example.org/one@", 0)->p.local);
	assert_true(package(&c, "example.org/two@", 0)->p.local);
	c = run(a, "vendor/modules.txt", STR("# a.b/c v1.0.0 => d.e/f v1.2.0\n"
	    "## explicit\na.b/c\na.b/c/x\n# a.b/y\nz\n#\nq\n"), RC_OK);
	assert_int_equal(c.npkgs, 2);
	assert_str(more(&c, package(&c, "d.e/f@v1.2.0", 0), MORE_PROPERTY),
	    "a.b/c@v1.0.0");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_lock_v1),
		cmocka_unit_test(test_lock_odd),
		cmocka_unit_test(test_fetched),
		cmocka_unit_test(test_toml),
		cmocka_unit_test(test_toml_locked),
		cmocka_unit_test(test_mod),
		cmocka_unit_test(test_mod_old), cmocka_unit_test(test_sum),
		cmocka_unit_test(test_mod_forms),
		cmocka_unit_test(test_mod_odd),
		cmocka_unit_test(test_vendor),
	};

	return cmocka_run_group_tests_name("rust_go", tests, NULL, NULL);
}
