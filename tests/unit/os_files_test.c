/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog: the files by which an image tells about itself. */
#include "tests/unit/collect.h"

#define FIX "tests/fixtures/catalog/"

static const struct {
	const char *path, *fixture;
	const char *want[8];	/* "KEY VALUE", all in order */
} cases[] = {
	{ "etc/apt/sources.list", FIX "apt/sources.list", {
	    "apt-source deb https://deb.example.org/debian bookworm main "
	    "contrib",
	    "apt-source deb-src http://deb.example.org/debian "
	    "bookworm-updates main" } },
	{ "etc/apt/sources.list.d/debian.sources", FIX "apt/debian.sources", {
	    "apt-source deb http://deb.example.org/debian bookworm main",
	    "apt-source deb http://deb.example.org/debian bookworm-updates "
	    "main",
	    "apt-source deb-src http://deb.example.org/debian bookworm main",
	    "apt-source deb-src http://deb.example.org/debian "
	    "bookworm-updates main",
	    "apt-source deb file:/srv/repo ./" } },
	{ "var/lib/apt/lists/deb.example.org_dists_bookworm_InRelease",
	    FIX "apt/InRelease",
	    { "apt-origin o=Debian,a=oldstable,n=bookworm,l=Debian" } },
	{ "root/buildinfo/content_manifests/ubi9-container-9.4-947.json",
	    FIX "content-manifest/ubi9-container-9.4-947.json",
	    { "content-set rhel-9-for-x86_64-baseos-rpms",
	    "content-set rhel-9-for-x86_64-appstream-rpms" } },
	{ "usr/share/buildinfo/content-sets.json",
	    FIX "content-manifest/ubi9-container-9.4-947.json",
	    { "content-set rhel-9-for-x86_64-baseos-rpms",
	    "content-set rhel-9-for-x86_64-appstream-rpms" } },
	{ "var/lib/ubuntu-advantage/status.json",
	    FIX "ubuntu-pro/status.json",
	    { "ubuntu-pro esm-apps", "ubuntu-pro esm-infra" } },
};

static void
test_facts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(16 << 20);
		struct collect c = collect_of(a);
		struct err e;
		size_t n = 0;

		if (collect_run(&c, cases[i].path,
		    collect_file(a, cases[i].fixture), STR(""), &e) != RC_OK)
			fail_msg("%s: %s", cases[i].path, e.msg);
		for (; n < 8 && cases[i].want[n] != NULL; n++) {
			struct str got = n < c.nvalues ? str_fmt(a, "%s %.*s",
			    c.values[n].key, STR_ARG(c.values[n].value)) :
			    STR("nothing");

			if (!str_eq(got, str_from(cases[i].want[n])))
				fail_msg("%s: got %.*s, want %s",
				    cases[i].path, STR_ARG(got),
				    cases[i].want[n]);
		}
		assert_int_equal(c.nvalues, n);
		arena_free(a);
	}
}

/* Kept as they are: what they mean is settled in sbom/relate. */
static void
test_verbatim(void **state)
{
	static const struct { const char *path, *key; } files[] = {
		{ "etc/os-release", CTX_OS_RELEASE },
		{ "usr/lib/os-release", CTX_OS_RELEASE },
		{ "etc/redhat-release", CTX_REDHAT_RELEASE },
		{ "etc/rocky-release", CTX_REDHAT_RELEASE },
		{ "usr/lib/system-release", CTX_REDHAT_RELEASE },
		{ "etc/debian_version", CTX_DEBIAN_VERSION },
		{ "etc/alpine-release", CTX_ALPINE_RELEASE },
		{ "etc/apk/repositories", CTX_APK_REPOSITORIES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct arena *a = arena_new(16 << 20);
		struct collect c = collect_of(a);
		struct str text = STR("some \"text\"\r\n# and more");
		struct err e;

		assert_int_equal(collect_run(&c, files[i].path, text,
		    STR(""), &e), RC_OK);
		assert_int_equal(c.nvalues, 1);
		assert_string_equal(c.values[0].key, files[i].key);
		assert_true(str_eq(c.values[0].value, text));
		assert_int_equal(collect_run(&c, files[i].path, STR(" \n"),
		    STR(""), &e), RC_OK);
		assert_int_equal(c.nvalues, 1);
		arena_free(a);
	}
}

static void
test_hostile(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	struct err e;
	char *big = malloc(3 << 20);

	(void)state;
	assert_non_null(big);

	/* A product of two long lists is cut, and said. */
	size_t n = (size_t)snprintf(big, 3 << 20, "Types: deb\nURIs:");

	for (size_t i = 0; i < 500000; i++, n += 2)
		memcpy(big + n, " a", 2);
	memcpy(big + n, "\nSuites:", 8);
	n += 8;
	for (size_t i = 0; i < 500000; i++, n += 2)
		memcpy(big + n, " b", 2);
	assert_int_equal(collect_run(&c, "etc/apt/sources.list.d/x.sources",
	    str_of(big, n), STR(""), &e), RC_OK);
	assert_true(c.nvalues <= 1000);
	assert_int_equal(c.notes, 1);

	assert_int_equal(collect_run(&c,
	    "usr/share/buildinfo/x.json", STR("{\"content_sets\": [1"),
	    STR(""), &e), RC_FORMAT);
	assert_int_equal(collect_run(&c, "usr/share/buildinfo/x.json",
	    STR("[{}]"), STR(""), &e), RC_OK);

	memset(big, 'x', 100000);
	assert_int_equal(collect_run(&c, "etc/os-release",
	    str_of(big, 100000), STR(""), &e), RC_OK);
	assert_int_equal(c.gaps, 1);
	free(big);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_verbatim),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
