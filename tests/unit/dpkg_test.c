/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/dpkg*: status databases, file lists, licences. */
#include <dirent.h>

#include "tests/unit/collect.h"

static const struct fact_pkg *
find(const struct collect *c, struct str name, struct str version)
{
	for (size_t i = 0; i < c->npkgs; i++)
		if (str_eq(c->pkgs[i].p.name, name) &&
		    str_eq(c->pkgs[i].p.version, version))
			return &c->pkgs[i];
	return NULL;
}

static void
check(const char *where, const char *what, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: %s is \"%.*s\", want \"%.*s\"", where, what,
		    STR_ARG(got), STR_ARG(want));
}

/* name version dev srcname srcversion; "-" in the last two: not stated. */
static size_t
compare_expected(const char *folder, struct str rows, const struct collect *c)
{
	struct str row;
	size_t n = 0, gone = 0;

	assert_true(str_line(&rows, &row));	/* the heading */
	while (str_line(&rows, &row)) {
		const struct fact_pkg *p = find(c, cell(row, 0), cell(row, 1));

		if (p == NULL)
			fail_msg("%s: missing %.*s", folder, STR_ARG(row));
		if (cell(row, 3).n != 0)
			check(folder, "source", p->p.source_name.n != 0 ?
			    p->p.source_name : p->p.name, cell(row, 3));
		if (cell(row, 4).n != 0)
			check(folder, "source version",
			    p->p.source_version.n != 0 ? p->p.source_version :
			    p->p.version, cell(row, 4));
		n++;
	}
	if (n + gone != c->npkgs)
		fail_msg("%s: %zu packages, want %zu", folder, c->npkgs, n);
	return n;
}

/* package version architecture source source_version status */
static void
compare_query(const char *folder, struct str rows, const struct collect *c)
{
	struct str row;
	size_t n = 0;

	assert_true(str_line(&rows, &row));
	while (str_line(&rows, &row)) {
		if (!str_eq(cell(row, 5), STR("installed")))
			continue;

		const struct fact_pkg *p = find(c, cell(row, 0), cell(row, 1));

		if (p == NULL)
			fail_msg("%s: missing %.*s", folder, STR_ARG(row));
		check(folder, "architecture", p->p.arch, cell(row, 2));
		check(folder, "source", p->p.source_name.n != 0 ?
		    p->p.source_name : p->p.name, cell(row, 3));
		check(folder, "source version", p->p.source_version.n != 0 ?
		    p->p.source_version : p->p.version, cell(row, 4));
		n++;
	}
	assert_true(n > 0);
	assert_int_equal(n, c->npkgs);
}

static size_t
one_folder(const char *name)
{
	static const char *const places[] = { "var/lib/dpkg/status",
		"usr/lib/opkg/status" };
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	char path[512];
	struct err e;

	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof path, SHARED
		    "packages/deb/%s/root/%s", name, places[i]);
		if (access(path, R_OK) == 0 && collect_run(&c, places[i],
		    collect_file(a, path), STR(""), &e) != RC_OK)
			fail_msg("%s: %s", path, e.msg);
	}
	assert_non_null(c.database);
	(void)snprintf(path, sizeof path, SHARED
	    "packages/deb/%s/expected.tsv", name);

	size_t n = compare_expected(name, collect_file(a, path), &c);

	(void)snprintf(path, sizeof path, SHARED
	    "packages/deb/%s/expected-dpkg-query.tsv", name);
	if (access(path, R_OK) == 0)
		compare_query(name, collect_file(a, path), &c);
	arena_free(a);
	return n;
}

static void
test_conformance(void **state)
{
	size_t folders = 0, n = 0;
	struct dirent *d;

	(void)state;
	if (!have_shared(SHARED "packages/deb"))
		skip();

	DIR *dir = opendir(SHARED "packages/deb");

	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		n += one_folder(d->d_name);
		folders++;
	}
	closedir(dir);
	print_message("%zu folders, %zu packages\n", folders, n);
	assert_true(folders >= 13 && n >= 100);
}

static void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

/* Expected values read off deb-control(5) and dpkg-query(1). */
static void
test_stanzas(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "var/lib/dpkg/status", collect_file(a,
	    "tests/fixtures/catalog/dpkg/status"), STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 6);
	assert_string_equal(c.database, "dpkg");

	const struct fact_pkg *p = &c.pkgs[0];

	assert_str(p->p.name, "libc6");
	assert_str(p->p.arch, "amd64");
	assert_str(p->p.source_name, "glibc");
	assert_str(p->p.source_version, "");
	assert_str(p->p.vendor,
	    "GNU Libc Maintainers <debian-glibc@lists.debian.org>");
	assert_str(p->p.description, "GNU C Library: Shared libraries");
	assert_int_equal(p->nrequires, 4);
	assert_str(p->requires[0], "libgcc-s1");
	assert_str(p->requires[1], "libcrypt1");
	assert_str(p->requires[2], "debconf");
	assert_str(p->requires[3], "debconf-2.0");

	p = &c.pkgs[1];		/* the same name for another architecture */
	assert_str(p->p.name, "libc6");
	assert_str(p->p.arch, "i386");

	p = &c.pkgs[2];		/* binNMU: only the source's version differs */
	assert_str(p->p.version, "5.2.15-2+b13");
	assert_str(p->p.source_name, "");
	assert_str(p->p.source_version, "5.2.15-2");
	assert_str(c.pkgs[3].p.name, "half-done");
	assert_str(c.pkgs[4].p.name, "unpacked-only");
	p = &c.pkgs[5];		/* the last stanza, without a newline */
	assert_str(p->p.name, "default-jre");
	assert_str(p->p.source_name, "java-common");
	assert_str(p->p.source_version, "0.74");
	assert_str(p->p.version, "2:1.17-74");
	assert_str(p->provides[0], "java-runtime");
	assert_str(p->provides[1], "java2-runtime");
	assert_int_equal(p->nprovides, 2);
	assert_int_equal(c.gaps, 3);	/* no version; no name; no newline */
	arena_free(a);
}

static void
test_distroless(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "var/lib/dpkg/status.d/tzdata",
	    STR("Package: tzdata\nVersion: 2024a-0+deb12u1\n"
	    "Architecture: all\nDescription: time zones\n more\n"),
	    STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.description, "time zones");
	assert_int_equal(collect_run(&c,
	    "var/lib/dpkg/status.d/tzdata.md5sums",
	    STR("d41d8cd98f00b204e9800998ecf8427e  usr/share/zoneinfo/UTC\n"
	    "d41d8cd98f00b204e9800998ecf8427e  ./usr/share/a b\n"),
	    STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.npaths, 2);
	assert_str(c.named[0].package, "tzdata");
	assert_str(c.paths[0], "/usr/share/zoneinfo/UTC");
	assert_str(c.paths[1], "/usr/share/a b");
	arena_free(a);
}

static void
test_lists(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "var/lib/dpkg/info/libc6:amd64.list",
	    STR("/.\n/lib\n/lib/x86_64-linux-gnu/libc.so.6"), STR(""), &e),
	    RC_OK);
	assert_int_equal(c.npaths, 2);
	assert_str(c.named[0].package, "libc6:amd64");
	assert_str(c.paths[1], "/lib/x86_64-linux-gnu/libc.so.6");
	arena_free(a);
}

static void
test_copyright(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "usr/share/doc/bash/copyright",
	    collect_file(a, "tests/fixtures/catalog/dpkg-copyright/copyright"),
	    STR(""), &e), RC_OK);
	assert_int_equal(c.nnamed, 2);
	assert_str(c.named[0].package, "bash");
	assert_str(c.named[0].licence, "GPL-3.0-or-later");
	assert_str(c.named[1].licence, "ISC AND BSD-3-Clause");
	c.nnamed = 0;
	assert_int_equal(collect_run(&c, "usr/share/doc/bash/copyright",
	    STR("This is prose.\nLicense: GPL-3+\n"), STR(""), &e), RC_OK);
	assert_int_equal(c.nnamed, 0);
	assert_int_equal(collect_run(&c, "usr/share/doc/bash/copyright",
	    STR("Prose; see /usr/share/common-licenses/GPL-3.\n"), STR(""),
	    &e), RC_OK);
	assert_int_equal(c.nnamed, 1);
	assert_str(c.named[0].licence, "GPL-3");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conformance),
		cmocka_unit_test(test_stanzas),
		cmocka_unit_test(test_distroless),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_copyright),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
