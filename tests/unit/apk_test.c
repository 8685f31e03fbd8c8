/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/apk: the installed database. */
#include <dirent.h>

#include "tests/unit/collect.h"

static void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void
test_records(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "lib/apk/db/installed",
	    collect_file(a, "tests/fixtures/catalog/apk/installed"), STR(""),
	    &e), RC_OK);
	assert_string_equal(c.database, "apk");
	assert_int_equal(c.npkgs, 3);	/* without .build-deps */
	assert_int_equal(c.notes, 0);

	const struct fact_pkg *p = &c.pkgs[0];

	assert_str(p->p.name, "musl");
	assert_str(p->p.version, "1.2.5-r0");
	assert_str(p->p.arch, "x86_64");
	assert_str(p->p.licence, "MIT");
	assert_str(p->p.source_name, "");
	assert_str(p->p.checksum, "Q1SFQFhvBNROPWXsPP1wStGVhjhOs=");
	assert_int_equal(p->p.line, 1);
	assert_int_equal(p->nprovides, 1);
	assert_str(p->provides[0], "so:libc.musl-x86_64.so.1");
	assert_int_equal(p->nowns, 2);
	assert_str(c.paths[0], "/lib/ld-musl-x86_64.so.1");

	p = &c.pkgs[1];
	assert_str(p->p.source_name, "busybox");
	assert_int_equal(p->nrequires, 2);
	assert_str(p->requires[0], "busybox");
	assert_str(p->requires[1], "so:libc.musl-x86_64.so.1");
	assert_str(p->provides[0], "/bin/sh");
	assert_str(p->provides[1], "cmd:sh");
	assert_str(c.paths[2], "/bin/sh");

	p = &c.pkgs[2];
	assert_str(p->p.name, "meta");
	assert_int_equal(p->nrequires, 3);
	assert_str(p->requires[1], "/bin/sh");
	assert_str(p->requires[2], "musl");

	/* The last record may lack its end, which apk would have written. */
	c = collect_of(a);
	assert_int_equal(collect_run(&c, "lib/apk/db/installed",
	    STR("P:meta\nV:1-r0\n"), STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.notes, 1);
	assert_int_equal(c.gaps, 0);
	arena_free(a);
}

static size_t
one_folder(const char *name)
{
	struct arena *a = arena_new(256 << 20);
	struct collect c = collect_of(a);
	char path[512];
	struct str rows, row;
	struct err e;
	size_t n = 0;

	(void)snprintf(path, sizeof path,
	    SHARED "packages/apk/%s/root/lib/apk/db/installed", name);
	if (collect_run(&c, "usr/lib/apk/db/installed", collect_file(a, path),
	    STR(""), &e) != RC_OK)
		fail_msg("%s: %s", path, e.msg);
	(void)snprintf(path, sizeof path, SHARED "packages/apk/%s/expected.tsv",
	    name);
	rows = collect_file(a, path);
	assert_true(str_line(&rows, &row));
	for (; str_line(&rows, &row); n++) {
		size_t i = 0;

		while (i < c.npkgs &&
		    !(str_eq(c.pkgs[i].p.name, cell(row, 0)) &&
		    str_eq(c.pkgs[i].p.version, cell(row, 1))))
			i++;
		if (i == c.npkgs)
			fail_msg("%s: missing %.*s", name, STR_ARG(row));

		const struct pkg *p = &c.pkgs[i].p;

		if (cell(row, 3).n != 0 && !str_eq(cell(row, 3),
		    p->source_name.n != 0 ? p->source_name : p->name))
			fail_msg("%s: source of %.*s", name, STR_ARG(row));
		assert_int_equal(p->source_version.n, 0);
	}
	assert_int_equal(n, c.npkgs);
	assert_non_null(c.database);
	arena_free(a);
	return n;
}

static void
test_conformance(void **state)
{
	size_t folders = 0, n = 0;
	struct dirent *d;

	(void)state;
	if (!have_shared(SHARED "packages/apk"))
		skip();

	DIR *dir = opendir(SHARED "packages/apk");

	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		n += one_folder(d->d_name);
		folders++;
	}
	closedir(dir);
	print_message("%zu folders, %zu packages\n", folders, n);
	assert_true(folders >= 4 && n >= 20);
}

static void
test_odd(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "lib/apk/db/installed",
	    STR("\n\nP:a\nV:1\nR:top\nF\nX\n:\nF:x\nR:\n\n\nP:no-version\n"
	    "\nV:2\n\nP:b\r\nV:2-r1\r\n\r\n"), STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.gaps, 2);	/* no version; no name */
	assert_str(c.paths[0], "/top");
	assert_str(c.paths[1], "/x/");
	assert_str(c.pkgs[1].p.version, "2-r1");
	assert_int_equal(c.pkgs[0].p.line, 3);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_conformance),
		cmocka_unit_test(test_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
