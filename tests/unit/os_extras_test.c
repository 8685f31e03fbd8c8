/* SPDX-License-Identifier: Apache-2.0 */
/* opkg, chisel, .deb and .rpm files, Java installations. */
#include "tests/unit/collect.h"

#include "tests/unit/native.h"

static void
check(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static struct str
made(struct arena *a, const char *name)
{
	struct buf b = slurp(name);
	struct str s = str_dup(a, buf_str(&b));

	buf_done(&b);
	return s;
}

/* ---- opkg ---- */

static void
test_opkg(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct str status = collect_file(a, FIXTURES "opkg/status");
	struct collect c = run(a, "usr/lib/opkg/status", status, RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 2);
	assert_string_equal(c.database, "opkg");
	assert_string_equal(c.pkgs[0].p.type, "opkg");
	check(c.pkgs[1].p.name, "dnsmasq");
	check(c.pkgs[1].p.version, "2.86-16");
	check(c.pkgs[1].p.arch, "aarch64_cortex-a53");
	assert_int_equal(c.pkgs[1].nrequires, 2);
	check(c.pkgs[1].provides[0], "dnsmasq-any");
	assert_int_equal(c.gaps, 0);
	c = run(a, "opt/lib/opkg/info/libc.control", STR("Package: libc\n"
	    "Version: 1.2.3-4\nArchitecture: all\n"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	c = run(a, "var/lib/opkg/info/libc.list", STR("/lib/libc.so\n"
	    "/lib/ld.so\t100777\tlibc.so\nodd\n"), RC_OK);
	assert_int_equal(c.nnamed, 2);
	check(c.paths[1], "/lib/ld.so");
	arena_free(a);
}

/* ---- chisel ---- */

static void
test_chisel(void **state)
{
	struct arena *a = arena_new(256 << 20);

	(void)state;
	native_begin("chisel");
	sh("zstd -q $TREE/" FIXTURES "chisel/manifest.jsonl -o manifest.wall");
	sh("head -n 8 $TREE/" FIXTURES "chisel/manifest.jsonl | zstd -q "
	    ">short.wall");
	sh("head -c 300 manifest.wall >torn.wall");

	struct collect c = run(a, "var/lib/chisel/manifest.wall",
	    made(a, "manifest.wall"), RC_OK);

	assert_string_equal(c.database, "chisel");
	assert_int_equal(c.npkgs, 3);
	check(c.pkgs[2].p.name, "openssl");
	check(c.pkgs[2].p.version, "3.0.13-0ubuntu3.16");
	check(c.pkgs[2].p.arch, "amd64");
	assert_string_equal(c.pkgs[2].p.type, "deb");
	check(collect_said(&c.pkgs[0], MORE_HASH, "SHA-256", 0),
	    "1b22f149ae67c1995615be284899e7b6bb1eed32884944905ab8414f44bbcf0a");
	assert_int_equal(c.npaths, 2);
	check(c.paths[0], "/usr/bin/openssl");
	/* Not all that its first line promises: what is there counts. */
	c = run(a, "var/lib/chisel/manifest.wall", made(a, "short.wall"),
	    RC_FORMAT);
	assert_int_equal(c.npkgs, 3);
	(void)run(a, "var/lib/chisel/manifest.wall", made(a, "torn.wall"),
	    RC_FORMAT);
	(void)run(a, "var/lib/chisel/manifest.wall", STR(""), RC_FORMAT);
	arena_free(a);
}

/* ---- .deb ---- */

static void
test_deb(void **state)
{
	static const char *const packings[] = { "none", "gzip", "xz", "zstd" };
	struct arena *a = arena_new(256 << 20);

	(void)state;
	native_begin("deb");
	sh("mkdir -p p/DEBIAN p/usr/bin && echo x >p/usr/bin/x && printf '"
	    "Package: hello\\nVersion: 1:2.0-3+b1\\nSource: greet (1:2.0-3)\\n"
	    "Architecture: all\\nMaintainer: A <a@example.org>\\n"
	    "Depends: libc6 (>= 2.3), x | y\\nDescription: says hello\\n"
	    " and more\\n' >p/DEBIAN/control");
	for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
		sh("dpkg-deb -Z%s --root-owner-group -b p x.deb >/dev/null",
		    packings[i]);

		struct collect c = run(a, "pool/hello.deb", made(a, "x.deb"),
		    RC_OK);

		assert_int_equal(c.npkgs, 1);
		check(c.pkgs[0].p.name, "hello");
		check(c.pkgs[0].p.version, "1:2.0-3+b1");
		check(c.pkgs[0].p.source_name, "greet");
		check(c.pkgs[0].p.source_version, "1:2.0-3");
		assert_int_equal(c.pkgs[0].nrequires, 3);
		assert_int_equal(c.gaps + c.notes, 0);
		assert_null(c.database);
	}
	sh("head -c 150 x.deb >short.deb; printf '!<arch>\\n' >none.deb");

	struct collect c = run(a, "short.deb", made(a, "short.deb"), RC_OK);

	assert_int_equal(c.gaps, 1);
	c = run(a, "none.deb", made(a, "none.deb"), RC_OK);
	assert_int_equal(c.gaps, 1);
	c = run(a, "text.deb", STR("not a package"), RC_OK);
	assert_int_equal(c.gaps, 1);
	arena_free(a);
}

/* ---- .rpm ---- */

static void
test_rpm(void **state)
{
	struct arena *a = arena_new(256 << 20);

	(void)state;
	native_begin("rpm");
	sh("printf 'Name: hello\\nVersion: 2.0\\nRelease: 3%%%%{?dist}\\n"
	    "Epoch: 4\\nSummary: says hello\\nLicense: MIT\\nVendor: Example\\n"
	    "BuildArch: noarch\\nRequires: bash\\n%%%%description\\nx\\n"
	    "%%%%files\\n' >hello.spec && rpmbuild -ba --quiet "
	    "--define \"_topdir $PWD/top\" --define 'dist .x9' hello.spec "
	    ">log 2>&1 && cp top/RPMS/noarch/*.rpm b.rpm && "
	    "cp top/SRPMS/*.rpm s.rpm");

	struct collect c = run(a, "pool/hello.rpm", made(a, "b.rpm"), RC_OK);

	assert_int_equal(c.npkgs, 1);
	check(c.pkgs[0].p.name, "hello");
	check(c.pkgs[0].p.version, "2.0-3.x9");
	check(c.pkgs[0].p.epoch, "4");
	check(c.pkgs[0].p.arch, "noarch");
	check(c.pkgs[0].p.licence, "MIT");
	check(c.pkgs[0].p.vendor, "Example");
	check(c.pkgs[0].p.source_name, "hello");
	assert_int_equal(c.npaths, 0);
	c = run(a, "pool/hello.src.rpm", made(a, "s.rpm"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	check(c.pkgs[0].p.arch, "src");
	sh("head -c 400 b.rpm >short.rpm");
	c = run(a, "short.rpm", made(a, "short.rpm"), RC_OK);
	assert_int_equal(c.gaps, 1);
	c = run(a, "text.rpm", STR("not a package"), RC_OK);
	assert_int_equal(c.gaps, 1);
	arena_free(a);
}

/* ---- Java ---- */

static const struct {
	const char *path;
	struct str text;	/* p NULL: the fixture */
	const char *file, *group, *name, *version, *cpe;
} javas[] = {
	{ "opt/java/openjdk/release", { NULL, 0 }, "temurin-25", "oracle",
	    "openjdk", "25.0.3+9-LTS",
	    "cpe:2.3:a:oracle:openjdk:25.0.3:*:*:*:*:*:*:*" },
	{ "usr/lib/jvm/java-8-openjdk/release", { NULL, 0 }, "openjdk-8",
	    "oracle", "openjdk", "1.8.0_302",
	    "cpe:2.3:a:oracle:openjdk:1.8.0:update302:*:*:*:*:*:*" },
	{ "opt/zulu/release", STR("IMPLEMENTOR=\"Azul Systems, Inc.\"\n"
	    "JAVA_VERSION=\"17.0.5\"\nSEMANTIC_VERSION=\"17.0.5+8\"\n"), NULL,
	    "azul", "zulu", "17.0.5+8",
	    "cpe:2.3:a:azul:zulu:17.0.5:*:*:*:*:*:*:*" },
	{ "usr/java/jdk-21-oracle-x64/release", STR("JAVA_VERSION=\"21.0.1\"\n"
	    "JAVA_RUNTIME_VERSION=\"21.0.1+12-LTS-29\"\n"
	    "MODULES=\"java.base jdk.compiler\"\n"), NULL, "oracle", "jdk",
	    "21.0.1+12-LTS-29", "cpe:2.3:a:oracle:jdk:21.0.1:*:*:*:*:*:*:*" },
	{ "jre/release", STR("JAVA_VERSION=\"21.0.1\"\nBUILD_TYPE=\"commercial\""
	    "\nMODULES=\"java.base\"\n"), NULL, "oracle", "jre", "21.0.1",
	    "cpe:2.3:a:oracle:jre:21.0.1:*:*:*:*:*:*:*" },
	{ "release", STR("JAVA_VERSION=\"1.8.0\"\nIMPLEMENTOR=\"IBM\"\n"
	    "IMAGE_TYPE=\"JRE\"\n"), NULL, "ibm", "java", "1.8.0",
	    "cpe:2.3:a:ibm:java:1.8.0:*:*:*:*:*:*:*" },
};

static void
test_java(void **state)
{
	struct arena *a = arena_new(256 << 20);
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof javas / sizeof *javas; i++) {
		struct str text = javas[i].text;

		if (text.p == NULL) {
			(void)snprintf(path, sizeof path, FIXTURES
			    "jvm-release/%s", javas[i].file);
			text = collect_file(a, path);
		}

		struct collect c = run(a, javas[i].path, text, RC_OK);

		assert_int_equal(c.npkgs, 1);
		check(c.pkgs[0].p.group, javas[i].group);
		check(c.pkgs[0].p.name, javas[i].name);
		check(c.pkgs[0].p.version, javas[i].version);
		check(collect_said(&c.pkgs[0], MORE_CPE, NULL, 0),
		    javas[i].cpe);
		assert_int_equal(c.npaths, 3);
	}

	struct collect c = run(a, "opt/java/openjdk/release", collect_file(a,
	    FIXTURES "jvm-release/temurin-25"), RC_OK);

	check(c.paths[0], "/opt/java/openjdk/bin/java");
	c = run(a, "release", STR("DISTRIB_ID=x\nVERSION=1\n"), RC_OK);
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opkg), cmocka_unit_test(test_chisel),
		cmocka_unit_test(test_deb), cmocka_unit_test(test_rpm),
		cmocka_unit_test(test_java),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
