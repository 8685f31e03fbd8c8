/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "identity/distro.h"
#include "identity/ecosystem.h"
#include "identity/osv_name.h"

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
		{ "cargo", "serde_derive", "serde-derive", "no underscore" },
		{ "gem", "RedCloth", "RedCloth", "as is" },
		{ "go", "github.com/Masterminds/x", "github.com/masterminds/x",
		    "no case" },
		{ "maven", "org.X:Y", "org.X:Y", "case matters" },
		{ "swift", "https://www.GitHub.com/Apple/swift-nio.git",
		    "github.com/apple/swift-nio", "URL forms" },
		{ "swift", "https://git.Example.com/Team/Kit.git",
		    "git.example.com/Team/Kit", "a host that tells cases" },
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
test_osv_names(void **state)
{
	static const struct {
		const char *osv, *purl, *key, *release, *channel;
	} rows[] = {
		{ "Debian:12", "", "debian", "12", "" },
		{ "Debian:bookworm", "", "debian", "12", "" },
		{ "Debian", "", "debian", "", "" },
		{ "Alpine:v3.20", "", "alpine", "3.20", "" },
		{ "Alpine:edge", "", "alpine", "edge", "" },
		{ "AlmaLinux:9", "", "almalinux", "9", "" },
		{ "Rocky Linux:8", "", "rocky", "8", "" },
		{ "Azure Linux:3", "", "azurelinux", "3.0", "" },
		{ "Azure Linux", "", "azurelinux", "", "" },
		{ "Photon OS:3.0", "", "photon", "3.0", "" },
		{ "Wolfi", "", "wolfi", "", "" },
		{ "openEuler:24.03-LTS-SP1", "", "openeuler",
		  "24.03-LTS-SP1", "" },
		{ "Ubuntu:22.04:LTS", "", "ubuntu", "22.04", "" },
		{ "Ubuntu:23.10", "", "ubuntu", "23.10", "" },
		{ "Ubuntu:Pro:18.04:LTS", "", "ubuntu", "18.04", "pro" },
		{ "Ubuntu:Pro:16.04:LTS", "pkg:deb/ubuntu/w@1?arch=source&"
		  "distro=esm-infra/xenial", "ubuntu", "16.04", "esm-infra" },
		{ "Ubuntu:Pro:20.04:LTS", "pkg:deb/ubuntu/w?distro=esm-apps"
		  "%2Ffocal&arch=source", "ubuntu", "20.04", "esm-apps" },
		{ "Ubuntu:Pro:14.04:LTS", "pkg:deb/ubuntu/w?distro=trusty/esm",
		  "ubuntu", "14.04", "esm-infra" },
		{ "Ubuntu:Pro:14.04:LTS", "pkg:deb/ubuntu/w?distro="
		  "esm-infra-legacy/trusty", "ubuntu", "14.04",
		  "esm-infra-legacy" },
		{ "Ubuntu:Pro:FIPS-updates:20.04:LTS", "", "ubuntu", "20.04",
		  "fips-updates" },
		{ "Ubuntu:Pro:FIPS:18.04:LTS", "x?distro=fips/bionic",
		  "ubuntu", "18.04", "fips" },
		{ "Ubuntu:Pro:22.04:LTS:Realtime:Kernel", "pkg:deb/ubuntu/l?"
		  "distro=realtime/jammy", "ubuntu", "22.04", "realtime" },
		{ "Ubuntu:Pro:22.04:LTS:Realtime:Kernel", "", "ubuntu",
		  "22.04", "realtime-kernel" },
		{ "Ubuntu:Nvidia-BlueField:22.04:LTS", "", "ubuntu", "22.04",
		  "nvidia-bluefield" },
		{ "Ubuntu:22.04:LTS", "pkg:deb/ubuntu/l?distro=jammy",
		  "ubuntu", "22.04", "" },
		{ "Red Hat:enterprise_linux:9::appstream", "", "redhat", "9",
		  "" },
		{ "Red Hat:enterprise_linux:10.0", "", "redhat", "10", "" },
		{ "Red Hat:rhel_eus:9.2::baseos", "", "redhat", "9.2", "eus" },
		{ "Red Hat:rhel_aus:8.6::appstream", "", "redhat", "8.6",
		  "aus" },
		{ "Red Hat:openshift:4.14::el9", "", "redhat", "9",
		  "openshift:4.14" },
		{ "SUSE:Linux Enterprise Server 15 SP5", "", "suse", "15.5",
		  "" },
		{ "SUSE:Linux Enterprise Module for Basesystem 15 SP5", "",
		  "suse", "15.5", "" },
		{ "SUSE:Linux Enterprise Server 15-LTSS", "", "suse", "15.0",
		  "ltss" },
		{ "SUSE:Linux Enterprise Server 12 SP5-LTSS Extended Security",
		  "", "suse", "12.5", "ltss-extended-security" },
		{ "SUSE:Linux Enterprise Server LTSS Extended Security 12 SP5",
		  "", "suse", "12.5", "ltss-extended-security" },
		{ "SUSE:Linux Enterprise Server for SAP Applications 15 SP3",
		  "", "suse", "15.3", "sap" },
		{ "SUSE:Linux Enterprise High Performance Computing 15 SP4-"
		  "ESPOS", "", "suse", "15.4", "espos" },
		{ "SUSE:Linux Enterprise Server 16.0", "", "suse", "16.0", "" },
		{ "SUSE:Linux Enterprise Micro 5.3", "", "suse", "micro 5.3",
		  "" },
		{ "SUSE:Linux Micro 6.0", "", "suse", "micro 6.0", "" },
		{ "SUSE:Linux Enterprise Module for Public Cloud 12", "",
		  "suse", "12.0", "" },
		{ "SUSE:Package Hub 15 SP6", "", "suse", "15.6", "" },
		{ "SUSE:Manager Server 4.3", "", "suse", "",
		  "SUSE Manager Server 4.3" },
		{ "openSUSE:Leap 15.6", "", "opensuse", "15.6", "" },
		{ "openSUSE:Leap Micro 5.5", "", "opensuse", "micro 5.5", "" },
		{ "openSUSE:Tumbleweed", "", "opensuse", "tumbleweed", "" },
		{ "Maven:https://repo.example.org/m2", "", "maven", "",
		  "https://repo.example.org/m2" },
		{ "Root:Debian:12", "", "debian", "12", "root" },
		{ "Root:Alpine:3.18", "", "alpine", "3.18", "root" },
		{ "Root:PyPI", "", "pypi", "", "root" },
		{ "Echo", "", "echo", "", "" },
		{ "Root", "", "root", "", "" },
		{ "", "", NULL, "", "" }, { ":", "", NULL, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct osv_name n = osv_name(arena, str_from(rows[i].osv),
		    str_from(rows[i].purl));

		if ((n.eco == NULL) != (rows[i].key == NULL) ||
		    (n.eco != NULL && strcmp(n.eco->key, rows[i].key) != 0) ||
		    !str_eq(n.release, str_from(rows[i].release)) ||
		    !str_eq(n.channel, str_from(rows[i].channel)))
			fail_msg("%s is %s \"%.*s\" \"%.*s\"", rows[i].osv,
			    n.eco != NULL ? n.eco->key : "nothing",
			    STR_ARG(n.release), STR_ARG(n.channel));
	}
	assert_true(str_eq(osv_name(arena, STR("Red Hat:enterprise_linux:9::"
	    "baseos"), STR("")).cpe,
	    STR("cpe:/o:redhat:enterprise_linux:9::baseos")));
	assert_true(str_eq(osv_name(arena, STR("Red Hat:rhel_eus:9.2::"
	    "appstream"), STR("")).cpe,
	    STR("cpe:/a:redhat:rhel_eus:9.2::appstream")));
}

/*
 * What OSV calls a release and what os-release says must meet, or else the
 * feed is never asked.
 */
static void
test_meet(void **state)
{
	static const struct { const char *osv, *os_release; } rows[] = {
		{ "SUSE:Linux Enterprise Server 15 SP5",
		  "ID=\"sles\"\nVERSION_ID=\"15.5\"\n" },
		{ "SUSE:Linux Enterprise Module for Server Applications 15 SP5",
		  "ID=\"sles_sap\"\nVERSION_ID=\"15.5\"\n" },
		{ "SUSE:Linux Enterprise Server 15",
		  "ID=\"sles\"\nVERSION_ID=\"15\"\n" },
		{ "SUSE:Linux Enterprise Micro 5.3",
		  "ID=\"sle-micro\"\nVERSION_ID=\"5.3\"\n" },
		{ "SUSE:Linux Micro 6.0",
		  "ID=\"sl-micro\"\nVERSION_ID=\"6.0\"\n" },
		{ "openSUSE:Leap 15.6",
		  "ID=\"opensuse-leap\"\nVERSION_ID=\"15.6\"\n" },
		{ "openSUSE:Leap Micro 5.5",
		  "ID=\"opensuse-leap-micro\"\nVERSION_ID=\"5.5\"\n" },
		{ "openSUSE:Tumbleweed",
		  "ID=\"opensuse-tumbleweed\"\nVERSION_ID=\"20261101\"\n" },
		{ "openEuler:24.03-LTS-SP1", "ID=\"openEuler\"\nVERSION="
		  "\"24.03 (LTS-SP1)\"\nVERSION_ID=\"24.03\"\n" },
		{ "openEuler:22.03-LTS", "ID=\"openEuler\"\nVERSION="
		  "\"22.03 (LTS)\"\nVERSION_ID=\"22.03\"\n" },
		{ "Ubuntu:22.04:LTS", "ID=ubuntu\nVERSION_ID=\"22.04\"\n" },
		{ "Debian:12", "ID=debian\nVERSION_ID=\"12\"\n" },
		{ "Alpine:v3.20", "ID=alpine\nVERSION_ID=3.20.1\n" },
		{ "Azure Linux:3", "ID=azurelinux\nVERSION_ID=\"3.0\"\n" },
		{ "Azure Linux:2", "ID=mariner\nVERSION_ID=\"2.0\"\n" },
		{ "Mageia:9", "ID=\"mageia\"\nVERSION_ID=\"9\"\n" },
		{ "Photon OS:5.0", "ID=photon\nVERSION_ID=5.0\n" },
		{ "Red Hat:enterprise_linux:9::baseos",
		  "ID=\"rhel\"\nVERSION_ID=\"9.4\"\n" },
		{ "Rocky Linux:9", "ID=\"rocky\"\nVERSION_ID=\"9.3\"\n" },
		{ "Alpaquita:stream", "ID=alpaquita\nVERSION_ID=stream\n" },
		{ "Wolfi", "ID=wolfi\nVERSION_ID=\"20230201\"\n" },
		{ "Echo", "ID=echo\n" },
		{ "MinimOS", "ID=minimos\nVERSION_ID=\"20250101\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct osv_name n = osv_name(arena, str_from(rows[i].osv),
		    STR(""));
		struct distro d = distro_from_os_release(arena,
		    str_from(rows[i].os_release));
		struct str release = STR("nothing");
		const struct ecosystem *e = distro_namespace(arena, &d,
		    STR(""), &release);

		if (e == NULL || e != n.eco || !str_eq(release, n.release))
			fail_msg("%s is \"%.*s\", os-release \"%.*s\"",
			    rows[i].osv, STR_ARG(n.release), STR_ARG(release));
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
		cmocka_unit_test(test_osv_names),
		cmocka_unit_test(test_meet),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
