/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "identity/ecosystem.h"

static struct arena *arena;

static const struct ecosystem *
eco(const char *key)
{
	const struct ecosystem *e = ecosystem_by_key(str_from(key));

	if (e == NULL)
		fail_msg("no ecosystem \"%s\"", key);
	return e;
}

/* Every name is unique, so that a lookup cannot hide a row. */
static void
test_table(void **state)
{
	(void)state;
	for (const struct ecosystem *e = ecosystems; e->key != NULL; e++) {
		assert_ptr_equal(ecosystem_by_key(str_from(e->key)), e);
		if (e->osv != NULL)
			assert_ptr_equal(ecosystem_by_osv(str_from(e->osv)), e);
		if (e->distro) {
			assert_non_null(e->purl);
			assert_non_null(e->purl_ns);
			assert_int_not_equal(e->scheme, VERSION_NONE);
		} else if (e->purl != NULL) {
			assert_ptr_equal(ecosystem_by_purl(str_from(e->purl)),
			    e);
		}
	}
	assert_null(ecosystem_by_key(STR("")));
	assert_null(ecosystem_by_osv(STR("Debian:12")));
	assert_null(ecosystem_by_purl(STR("deb")));
	assert_null(ecosystem_by_purl(STR("rpm")));
	assert_null(ecosystem_by_purl(STR("apk")));
}

/* OSV schema 1.7.5, "Defined Ecosystems". */
static void
test_osv(void **state)
{
	static const char *const names[] = { "AlmaLinux", "Alpaquita",
		"Alpine", "Android", "Azure Linux",
		"BellSoft Hardened Containers", "Bioconductor", "Bitnami",
		"Chainguard", "CleanStart", "ConanCenter", "CRAN",
		"crates" ".io", "Debian", "Docker Hardened Images", "Echo",
		"FreeBSD", "GHC", "GitHub Actions", "Go", "Hackage", "Hex",
		"Julia", "Kubernetes", "Linux", "Mageia", "Maven", "MinimOS",
		"npm", "NuGet", "opam", "openEuler", "openSUSE", "OSS-Fuzz",
		"Packagist", "Photon OS", "Pub", "PyPI", "Red Hat",
		"Rocky Linux", "Root", "RubyGems", "SUSE", "SwiftURL",
		"TuxCare", "Ubuntu", "VSCode", "Wolfi" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (ecosystem_by_osv(str_from(names[i])) == NULL)
			fail_msg("OSV's \"%s\" has no row", names[i]);
}

static void
test_names(void **state)
{
	static const struct { const char *key, *in, *want, *why; } rows[] = {
		{ "pypi", "Ruamel.YAML_.-x", "ruamel-yaml-x", "PEP 503" },
		{ "pypi", "zope.interface", "zope-interface", "PEP 503" },
		{ "npm", "JSONStream", "JSONStream", "case matters" },
		{ "npm", "@scope/Name", "@scope/Name", "scope is kept" },
		{ "nuget", "Newtonsoft.Json", "newtonsoft.json", "no case" },
		{ "composer", "Drupal/Core", "drupal/core", "no case" },
		{ "hex", "Phoenix", "phoenix", "no case" },
		{ "cargo", "Inflector", "Inflector", "as is" },
		{ "gem", "RedCloth", "RedCloth", "as is" },
		{ "go", "github.com/Masterminds/x", "github.com/Masterminds/x",
		    "case matters" },
		{ "maven", "org.X:Y", "org.X:Y", "case matters" },
		{ "swift", "https://www.GitHub.com/Apple/swift-nio.git",
		    "github.com/Apple/swift-nio", "URL forms" },
		{ "swift", "github.com/apple/swift-nio",
		    "github.com/apple/swift-nio", "already normal" },
		{ "cocoapods", "Firebase/Core", "Firebase", "subspec" },
		{ "conan", "zlib/1.2@a/b", "zlib", "name only" },
		{ "debian", "libc6", "libc6", "as is" },
		{ "almalinux", "NetworkManager", "NetworkManager", "as is" },
		{ "pypi", "", "", "nothing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct ecosystem *e = eco(rows[i].key);
		struct str got = ecosystem_name(arena, e, str_from(rows[i].in));

		if (!str_eq(got, str_from(rows[i].want)))
			fail_msg("%s \"%s\": %.*s: %s", e->key, rows[i].in,
			    STR_ARG(got), rows[i].why);
		/* Normal names stay as they are. */
		assert_true(str_eq(ecosystem_name(arena, e, got), got));
	}
}

static void
test_releases(void **state)
{
	static const struct { const char *osv, *suffix, *want; } rows[] = {
		{ "Debian", "12", "12" }, { "Alpine", "v3.20", "3.20" },
		{ "Alpine", "edge", "edge" }, { "AlmaLinux", "9", "9" },
		{ "Ubuntu", "22.04:LTS", "22.04" }, { "Ubuntu", "23.10", "23.10" },
		{ "Ubuntu", "Pro:18.04:LTS", "Pro:18.04" },
		{ "Red Hat", "enterprise_linux:9::appstream", "9" },
		{ "Red Hat", "rhel_eus:9.2::baseos", "rhel_eus:9.2::baseos" },
		{ "Rocky Linux", "8", "8" }, { "openSUSE", "Leap 15.6", "15.6" },
		{ "openSUSE", "Tumbleweed", "tumbleweed" },
		{ "Azure Linux", "3", "3.0" }, { "Wolfi", "", "" },
		{ "Azure Linux", "", "" }, { "Photon OS", "3.0", "3.0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct ecosystem *e =
		    ecosystem_by_osv(str_from(rows[i].osv));

		assert_non_null(e);

		struct str got = ecosystem_osv_release(arena, e,
		    str_from(rows[i].suffix));
		if (!str_eq(got, str_from(rows[i].want)))
			fail_msg("%s:%s is \"%.*s\"", rows[i].osv,
			    rows[i].suffix, STR_ARG(got));
	}
}

/* Which name advisories carry decides what is matched. */
static void
test_kinds(void **state)
{
	(void)state;
	assert_int_equal(eco("debian")->names, ECO_SOURCE);
	assert_int_equal(eco("alpine")->names, ECO_SOURCE);
	assert_int_equal(eco("wolfi")->names, ECO_SOURCE);
	assert_int_equal(eco("chainguard")->names, ECO_SOURCE);
	assert_int_equal(eco("almalinux")->names, ECO_BINARY);
	assert_int_equal(eco("alpine")->scheme, VERSION_APK);
	assert_int_equal(eco("almalinux")->scheme, VERSION_RPM);
	assert_int_equal(eco("debian")->scheme, VERSION_DPKG);
	assert_true(eco("debian")->distro);
	assert_false(eco("npm")->distro);
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_osv),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_releases),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
