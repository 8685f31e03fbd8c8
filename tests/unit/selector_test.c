/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/selector: which row wants a path, and how fast it says so. */
#include <time.h>

#include "tests/unit/collect.h"

static const struct cataloger first = {
	.name = "first",
	.wants = (const struct want[]){
		{ WANT_PATH, "etc/os-release", 0 },
		{ WANT_PATH, "top", 0 },
		{ WANT_IN_DIR, "var/lib/x.d", 0 },
		{ WANT_IN_DIR, "var/lib/y/*.list", 0 },
		{ WANT_DIR_NAME, "usr/share/doc/*/copyright", 0 },
		{ WANT_TAIL, "inc/version.php", 0 },
		{ WANT_TAIL, "c/plugins/*/*.php", 0 },
		{ WANT_TAIL, "c/themes/*/style.css", 0 },
		{ WANT_MAGIC, "Rpm\0", 4 },
		{ 0, NULL, 0 } },
	.sibling = "-wal",
};
static const struct cataloger second = {
	.name = "second-half",
	.wants = (const struct want[]){
		{ WANT_NAME, "package.json", 0 },
		{ WANT_SUFFIX, ".jar", 0 },
		{ WANT_SUFFIX, ".deps.json", 0 },
		{ WANT_PATH, "etc/os-release", 0 },
		{ 0, NULL, 0 } },
};
static const struct cataloger third = {
	.name = "third", .context = true,
	.wants = (const struct want[]){
		{ WANT_NAME, "x.jar", 0 }, { 0, NULL, 0 } },
};
static const struct cataloger *const rows[] = { &first, &second, &third,
	NULL };

static const struct { const char *path; const struct cataloger *row; } cases[] =
{
	{ "etc/os-release", &first },		/* the earlier row wins */
	{ "x/etc/os-release", NULL },
	{ "os-release", NULL },
	{ "top", &first },
	{ "a/top", NULL },
	{ "", NULL },
	{ "var/lib/x.d/base", &first },
	{ "var/lib/x.d/base.md5sums", &first },
	{ "var/lib/x.d", NULL },
	{ "var/lib/x.d/", NULL },
	{ "var/lib/x.d/a/b", NULL },
	{ "old/var/lib/x.d/base", NULL },
	{ "x.d/base", NULL },
	{ "var/lib/y/bash.list", &first },
	{ "var/lib/y/bash.postinst", NULL },
	{ "usr/share/doc/bash/copyright", &first },
	{ "usr/share/doc/copyright", NULL },
	{ "usr/share/doc//copyright", NULL },
	{ "usr/share/doc/a/b/copyright", NULL },
	{ "usr/share/man/a/copyright", NULL },
	{ "package.json", &second },
	{ "node_modules/@a/b/package.json", &second },
	{ "package.json/x", NULL },
	{ "opt/x.jar", &second },		/* before the third's name */
	{ "opt/x.y.jar", &second },
	{ "opt/.jar", &second },
	{ "opt/jar", NULL },
	{ "opt/x.jar.bak", NULL },
	{ "opt/App.deps.json", &second },
	{ "opt/App.json", NULL },
	{ "inc/version.php", &first },
	{ "srv/inc/version.php", &first },
	{ "srv/xinc/version.php", NULL },
	{ "version.php", NULL },
	{ "inc/x/version.php", NULL },
	{ "c/plugins/a/b.php", &first },
	{ "srv/c/plugins/a/b.c.php", &first },
	{ "srv/c/plugins/b.php", NULL },
	{ "srv/c/plugins/a/b/c.php", NULL },
	{ "srv/plugins/a/b.php", NULL },
	{ "plugins/b.php", NULL },
	{ "b.php", NULL },
	{ "srv/c/themes/a/style.css", &first },
	{ "srv/c/themes/style.css", NULL },
};

static void
test_paths(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct selector *s = selector_from(a, rows, NULL);
	const struct want *want;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct cataloger *got = selector_path(s,
		    str_from(cases[i].path), &want);

		if (got != cases[i].row)
			fail_msg("%s: got %s", cases[i].path,
			    got ? got->name : "none");
	}
	assert_ptr_equal(selector_magic(s, "Rpm\0more", 8, &want), &first);
	assert_int_equal(want->kind, WANT_MAGIC);
	assert_null(selector_magic(s, "Rpm", 3, &want));
	assert_null(selector_magic(s, "Rpmx", 4, &want));
	assert_true(selector_sibling(s, STR("etc/os-release-wal")));
	assert_false(selector_sibling(s, STR("etc/passwd-wal")));
	assert_false(selector_sibling(s, STR("package.json-wal")));
	arena_free(a);
}

static void
test_exact(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct selector *s = selector_from(a, rows, NULL);
	const char *want[] = { "etc/os-release", "top", "etc/os-release" };
	const struct cataloger *row;
	size_t n = 0;

	(void)state;
	for (const char *p; (p = selector_exact(s, n, &row)) != NULL; n++)
		assert_string_equal(p, want[n]);
	assert_int_equal(n, 3);
	assert_ptr_equal(row, &second);
	arena_free(a);
}

static void
test_select(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct selector *s = selector_from(a, rows,
	    &(struct selector_opts){ .select = "second" });
	const struct want *want;

	(void)state;
	assert_non_null(s);
	assert_null(selector_path(s, STR("top"), &want));
	assert_ptr_equal(selector_path(s, STR("a.jar"), &want), &second);
	assert_ptr_equal(selector_path(s, STR("etc/os-release"), &want),
	    &second);
	s = selector_from(a, rows,
	    &(struct selector_opts){ .select = "first" });
	assert_ptr_equal(selector_path(s, STR("x.jar"), &want), &third);
	assert_null(selector_path(s, STR("y.jar"), &want));
	assert_null(selector_from(a, rows,
	    &(struct selector_opts){ .select = "first,sec" }));
	assert_null(selector_from(a, rows,
	    &(struct selector_opts){ .select = "firs" }));
	arena_free(a);
}

/* 3,000,000 paths in seconds at most: here 100 ns each, with slack for
   sanitizers and a busy machine. */
static void
test_speed(void **state)
{
	static const char *const paths[] = {
		"usr/lib/python3/dist-packages/numpy/core/tests/test_api.py",
		"usr/share/doc/libssl3/changelog.Debian.gz",
		"usr/lib/x86_64-linux-gnu/perl-base/unicore/lib/Sc/Latn.pl",
		"var/lib/dpkg/info/libc6:amd64.list",
		"app/node_modules/@babel/core/lib/config/files/index.js",
		"usr/share/zoneinfo/America/Argentina/ComodRivadavia",
		"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z",
		"usr/share/doc/libssl3/copyright",
	};
	struct arena *a = arena_new(1 << 20);
	struct selector *s = selector_new(a, NULL);
	struct str v[8];
	struct timespec t0, t1;
	const struct want *want;
	size_t hits = 0;
	enum { N = 3000000 };

	(void)state;
	for (size_t i = 0; i < 8; i++)
		v[i] = str_from(paths[i]);
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t0);
	for (size_t i = 0; i < N; i++)
		hits += selector_path(s, v[i % 8], &want) != NULL;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t1);

	double ns = ((double)(t1.tv_sec - t0.tv_sec) * 1e9 +
	    (double)(t1.tv_nsec - t0.tv_nsec)) / N;

	print_message("%.1f ns a path\n", ns);
	assert_int_equal(hits, N / 4);
	assert_true(ns < 1000);
	arena_free(a);
}

/* Of each row of the real table: a name, a use, no duplicate. */
static void
test_table(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_non_null(selector_new(a, NULL));
	for (size_t i = 0; catalogers[i] != NULL; i++) {
		assert_non_null(catalogers[i]->about);
		if (catalogers[i]->inspect == NULL) {
			assert_non_null(catalogers[i]->parse);
			/* What the classifiers want is in their table. */
			assert_true(catalogers[i]->wants[0].text != NULL ||
			    strcmp(catalogers[i]->name, "classifier") == 0);
		}
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(catalogers[i]->name,
			    catalogers[k]->name);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths), cmocka_unit_test(test_exact),
		cmocka_unit_test(test_select), cmocka_unit_test(test_speed),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
