/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/rpm_bdb: files that Berkeley DB's own tool made. */
#include "sbom/catalog/rpm.h"
#include "tests/unit/rpm_rows.h"

#define MADE "build/images/rpm/"

static const char *const types[] = { "hash", "btree" };
static const char *const orders[] = { "1234", "4321" };
static const int sizes[] = { 512, 1024, 4096, 16384, 65536 };

static void
test_all_shapes(void **state)
{
	size_t files = 0;

	(void)state;
	if (!rpm_made())
		skip();
	for (size_t t = 0; t < 2; t++)
		for (size_t o = 0; o < 2; o++)
			for (size_t s = 0; s < 5; s++, files++) {
				struct arena *a = arena_new(1 << 30);
				struct collect c = collect_of(a);
				char path[256];
				struct err e;

				(void)snprintf(path, sizeof path, MADE
				    "bdb/%s-%d-%s", types[t], sizes[s],
				    orders[o]);
				if (collect_run(&c, "var/lib/rpm/Packages",
				    collect_file(a, path), STR(""), &e) !=
				    RC_OK)
					fail_msg("%s: %s", path, e.msg);
				if (c.gaps != 0)
					fail_msg("%s: %s", path, c.said);
				assert_string_equal(c.database, "rpm-bdb");
				assert_int_equal(rpm_rows(path, &c,
				    collect_file(a, MADE "query.tsv")), 7);
				arena_free(a);
			}
	print_message("%zu files\n", files);
	assert_int_equal(files, 20);
}

static uint8_t *
load(struct arena *a, const char *path, size_t *n)
{
	struct str s = collect_file(a, path);

	*n = s.n;
	return (uint8_t *)(uintptr_t)s.p;
}

/* In a little-endian file of 4096-byte pages, the first page of a type that
   leads on, if pages of its type do. */
static uint8_t *
page_of_type(uint8_t *p, size_t n, int type)
{
	for (size_t at = 4096; at < n; at += 4096)
		if (p[at + 25] == type && (type != 7 || p[at + 16] != 0))
			return p + at;
	fail_msg("no page of type %d", type);
	return NULL;
}

/* One broken chain costs one package, said as a gap; the rest is read. */
static void
test_damage(void **state)
{
	static const struct {
		const char *what;
		int type, at, value;
	} cases[] = {
		{ "a chain that ends early", 7, 16, 0 },
		{ "a chain that leaves the file", 7, 19, 0x7f },
		{ "a page of another type in a chain", 7, 25, 3 },
		{ "an overflow page without bytes", 7, 22, 0 },
		{ "an odd number of items", 13, 20, 1 },
		{ "items that lie outside", 13, 29, 0xff },
	};

	(void)state;
	if (!rpm_made())
		skip();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(1 << 30);
		struct collect c = collect_of(a);
		struct err e;
		size_t n;
		uint8_t *p = load(a, MADE "bdb/hash-4096-1234", &n);
		uint8_t *g = page_of_type(p, n, cases[i].type);

		g[cases[i].at] = (uint8_t)cases[i].value;
		if (cases[i].at == 16)
			memset(g + 16, 0, 4);
		if (cases[i].at == 22)
			memset(g + 22, 0, 2);
		if (collect_run(&c, "var/lib/rpm/Packages", str_of(p, n),
		    STR(""), &e) != RC_OK)
			fail_msg("%s: %s", cases[i].what, e.msg);
		if (c.gaps == 0)
			fail_msg("%s: %zu packages and no gap", cases[i].what,
			    c.npkgs);
		if (cases[i].type == 7 && c.npkgs != 6)
			fail_msg("%s: %zu packages left", cases[i].what,
			    c.npkgs);
		arena_free(a);
	}
}

/* A chain that leads back to itself, and two values that share one. */
static void
test_cycle(void **state)
{
	struct arena *a = arena_new(1 << 30);
	struct collect c = collect_of(a);
	struct err e;
	size_t n;

	(void)state;
	if (!rpm_made()) {
		arena_free(a);
		skip();
	}
	uint8_t *p = load(a, MADE "bdb/hash-4096-1234", &n);

	for (size_t at = 4096; at < n; at += 4096)
		if (p[at + 25] == 7)
			memcpy(p + at + 16, p + at + 8, 4);	/* next: self */
	assert_int_equal(collect_run(&c, "var/lib/rpm/Packages", str_of(p, n),
	    STR(""), &e), RC_OK);
	assert_true(c.gaps > 0);
	/* Each record is a package or a gap; the pages that the loop cut off
	   are one gap more. */
	assert_true(c.npkgs + c.gaps == 8);
	arena_free(a);
}

static void
test_meta(void **state)
{
	static const struct { int at, value; enum rc rc; } cases[] = {
		{ 21, 0x11, RC_FORMAT },	/* page size: no power of 2 */
		{ 23, 1, RC_FORMAT },		/* page size: 16 MiB */
		{ 24, 1, RC_UNSUPPORTED },	/* encrypted */
		{ 25, 9, RC_FORMAT },		/* a btree's meta page */
		{ 26, 1, RC_UNSUPPORTED },	/* checksums */
		{ 35, 1, RC_FORMAT },		/* pages that are not there */
	};

	(void)state;
	if (!rpm_made())
		skip();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(1 << 30);
		struct collect c = collect_of(a);
		struct err e;
		size_t n;
		uint8_t *p = load(a, MADE "bdb/hash-4096-1234", &n);

		p[cases[i].at] = (uint8_t)cases[i].value;

		enum rc rc = collect_run(&c, "var/lib/rpm/Packages",
		    str_of(p, n), STR(""), &e);

		if (rc != cases[i].rc)
			fail_msg("byte %d: %d, %s", cases[i].at, rc, e.msg);
		/* What is there of a cut file is listed all the same. */
		if (cases[i].at == 35)
			assert_int_equal(c.npkgs, 7);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_shapes),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_cycle),
		cmocka_unit_test(test_meta),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
