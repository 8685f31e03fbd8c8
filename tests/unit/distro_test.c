/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/when.h"
#include "identity/distro.h"
#include "identity/distro_eol.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"

static struct arena *arena;

static void
same(const char *what, struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("%s: \"%.*s\", wanted \"%s\"", what, STR_ARG(got),
		    want);
}

/* want: "eco release", or NULL for no feed. */
static void
namespace_is(const char *what, const struct distro *d, const char *repositories,
    const char *want)
{
	struct str release = STR("untouched");
	const struct ecosystem *eco = distro_namespace(arena, d,
	    str_from(repositories), &release);

	if (want == NULL) {
		if (eco != NULL)
			fail_msg("%s: judged by %s", what, eco->key);
		same(what, release, "untouched");
		return;
	}
	if (eco == NULL)
		fail_msg("%s: no feed, wanted %s", what, want);
	else
		same(what, str_fmt(arena, "%s %.*s", eco->key,
		    STR_ARG(release)), want);
}

static void
test_os_release(void **state)
{
	struct distro d = distro_from_os_release(arena, STR(
	    "# comment\n"
	    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\r\n"
	    "NAME='Debian $GNU/Linux'\n"
	    "VERSION_ID=\"12\"\n"
	    "  VERSION=\"12 (bookworm)\"\n"
	    "VERSION_CODENAME=bookworm\n"
	    "ID=Debian\n"
	    "#ID=other\n"
	    "no equals sign\n"
	    "ID_LIKE=\"a \\\"b\\\" \\$c\"\n"
	    "HOME_URL=\"https://www.debian.org/\"\n"
	    "VARIANT_ID=\n"
	    "SUPPORT_END=2028-06-30"));

	(void)state;
	same("id", d.id, "debian");
	same("version", d.version_id, "12");
	same("codename", d.codename, "bookworm");
	same("name", d.name, "Debian $GNU/Linux");
	same("pretty", d.pretty_name, "Debian GNU/Linux 12 (bookworm)");
	same("like", d.id_like, "a \"b\" $c");
	same("variant", d.variant_id, "");
	same("end", d.support_end, "2028-06-30");

	same("empty", distro_from_os_release(arena, STR("")).id, "");
	same("no id", distro_from_os_release(arena, STR("NAME=x\n")).id, "");
	same("unclosed", distro_from_os_release(arena, STR("ID=\"x")).id, "x");
	same("last wins", distro_from_os_release(arena,
	    STR("ID=a\nID=b\n")).id, "b");
	same("backslash at the end", distro_from_os_release(arena,
	    STR("ID=a\\")).id, "a\\");
	/* Debian 9 has no VERSION_CODENAME. */
	same("codename", distro_from_os_release(arena,
	    STR("ID=debian\nVERSION=\"9 (stretch)\"\n")).codename, "stretch");
}

static void
test_redhat_release(void **state)
{
	static const struct { const char *text, *id, *version, *codename; }
	    rows[] = {
		{ "Red Hat Enterprise Linux release 8.10 (Ootpa)\n", "rhel",
		    "8.10", "Ootpa" },
		{ "Red Hat Enterprise Linux Server release 7.9 (Maipo)", "rhel",
		    "7.9", "Maipo" },
		{ "CentOS Linux release 7.9.2009 (Core)\n", "centos",
		    "7.9.2009", "Core" },
		{ "CentOS release 6.10 (Final)\n", "centos", "6.10", "Final" },
		{ "CentOS Stream release 9\n", "centos", "9", "" },
		{ "Rocky Linux release 9.3 (Blue Onyx)\n", "rocky", "9.3",
		    "Blue Onyx" },
		{ "AlmaLinux release 9.4 (Seafoam Ocelot)\n", "almalinux",
		    "9.4", "Seafoam Ocelot" },
		{ "Oracle Linux Server release 8.9\n", "ol", "8.9", "" },
		{ "Fedora release 40 (Forty)\n", "fedora", "40", "Forty" },
		{ "Amazon Linux release 2 (Karoo)\n", "amzn", "2", "Karoo" },
		{ "Amazon Linux AMI release 2018.03\n", "amzn", "2018.03", "" },
		{ "\n Amazon Linux release 2023.5 (Amazon Linux)\n", "amzn",
		    "2023.5", "Amazon Linux" },
	};
	struct distro d = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(distro_from_redhat_release(arena,
		    str_from(rows[i].text), &d));
		same(rows[i].text, d.id, rows[i].id);
		same(rows[i].text, d.version_id, rows[i].version);
		same(rows[i].text, d.codename, rows[i].codename);
	}
	assert_false(distro_from_redhat_release(arena, STR(""), &d));
	assert_false(distro_from_redhat_release(arena, STR("CentOS\n"), &d));
	assert_false(distro_from_redhat_release(arena, STR("Plan 9\n"), &d));
}

static void
test_namespace(void **state)
{
	static const struct { const char *id, *version, *codename, *want; }
	    rows[] = {
		{ "debian", "12", "bookworm", "debian 12" },
		{ "debian", "12.15", "", "debian 12" },
		{ "debian", "", "forky", "debian 14" },
		{ "debian", "", "sid", "debian sid" },
		{ "debian", "bookworm", "", "debian 12" },
		{ "debian", "", "", NULL },
		{ "debian", "", "nosuch", NULL },
		{ "debian", "", "squeeze", "debian 6" },
		{ "raspbian", "11", "bullseye", "debian 11" },
		{ "ubuntu", "22.04", "jammy", "ubuntu 22.04" },
		{ "ubuntu", "22.04.3", "", "ubuntu 22.04" },
		{ "ubuntu", "", "noble", "ubuntu 24.04" },
		{ "alpine", "3.20.3", "", "alpine 3.20" },
		{ "alpine", "3.20", "", "alpine 3.20" },
		{ "alpine", "3.21_alpha20240923", "", "alpine edge" },
		{ "alpine", "edge", "", "alpine edge" },
		{ "alpine", "", "", NULL },
		{ "postmarketos", "v24.06", "", "alpine 3.20" },
		{ "wolfi", "20230201", "", "wolfi " },
		{ "chainguard", "", "", "chainguard " },
		{ "minimos", "1", "", "minimos " },
		{ "rhel", "9.4", "", "redhat 9" },
		{ "centos", "7", "", "centos 7" },
		{ "rocky", "9.3", "", "rocky 9" },
		{ "almalinux", "10.0", "", "almalinux 10" },
		{ "ol", "8.9", "", "oracle 8" },
		{ "fedora", "40", "", "fedora 40" },
		{ "amzn", "2018.03", "", "amazon 1" },
		{ "amzn", "2", "", "amazon 2" },
		{ "amzn", "2023.5.20240624", "", "amazon 2023" },
		{ "sles", "15.5", "", "suse 15.5" },
		{ "sles", "15", "", "suse 15.0" },
		{ "sl-micro", "6.0", "", "suse micro 6.0" },
		{ "opensuse-leap", "15.6", "", "opensuse 15.6" },
		{ "opensuse-tumbleweed", "20240901", "",
		    "opensuse tumbleweed" },
		{ "photon", "5.0", "", "photon 5.0" },
		{ "mariner", "2.0", "", "azurelinux 2.0" },
		{ "azurelinux", "3.0", "", "azurelinux 3.0" },
		{ "openeuler", "22.03", "LTS-SP4", "openeuler 22.03-LTS-SP4" },
		{ "openeuler", "22.03-LTS-SP1", "", "openeuler 22.03-LTS-SP1" },
		{ "openeuler", "22.03-lts-sp1", "", "openeuler 22.03-LTS-SP1" },
		{ "openeuler", "20.03-lts", "", "openeuler 20.03-LTS" },
		{ "mageia", "9", "", "mageia 9" },
		{ "arch", "", "", "arch " },
		{ "linuxmint", "21", "", NULL },
		{ "kali", "2024.1", "", NULL },
		{ "", "12", "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct distro d = { .id = str_from(rows[i].id),
			.version_id = str_from(rows[i].version),
			.codename = str_from(rows[i].codename),
			.id_like = STR("debian ubuntu") };

		namespace_is(rows[i].id, &d, "", rows[i].want);
	}

	struct distro sid = { .id = STR("debian"),
		.point_release = STR("trixie/sid") };
	namespace_is("debian_version", &sid, "", "debian 13");
	sid.point_release = STR("12.11");
	namespace_is("debian_version", &sid, "", "debian 12");
}

static void
test_repositories(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{ "https://dl-cdn.alpinelinux.org/alpine/v3.19/main\n"
		  "https://dl-cdn.alpinelinux.org/alpine/v3.19/community\n",
		    "alpine 3.19" },
		{ "http://mirror/alpine/edge/main\n", "alpine edge" },
		{ "#http://mirror/alpine/edge/main\n", "alpine 3.20" },
		{ "@edge http://mirror/alpine/edge/main\n", "alpine 3.20" },
		{ "http://mirror/alpine/edge/testing\n", "alpine 3.20" },
		{ "http://mirror/alpine/v3.20/main\n"
		  "http://mirror/alpine/edge/main\n", "alpine edge" },
		{ "http://mirror/alpine/latest-stable/main\n", "alpine 3.20" },
		{ "/var/cache/packages\n", "alpine 3.20" },
		{ "http://mirror/v3.18/main/", "alpine 3.18" },
	};
	struct distro d = { .id = STR("alpine"), .version_id = STR("3.20.3") };
	struct distro w = { .id = STR("wolfi"), .version_id = STR("2023") };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		namespace_is(rows[i].text, &d, rows[i].text, rows[i].want);
	namespace_is("wolfi", &w, "http://mirror/alpine/edge/main", "wolfi ");
}

static void
test_qualifier(void **state)
{
	static const struct { const char *ns, *value, *id, *version,
	    *codename; } rows[] = {
		{ "debian", "debian-12", "debian", "12", "" },
		{ "debian", "debian-12.15", "debian", "12.15", "" },
		{ "debian", "bookworm", "debian", "", "bookworm" },
		{ "debian", "debian-bookworm", "debian", "", "bookworm" },
		{ "debian", "debian:12", "debian", "12", "" },
		{ "debian", "debian@12", "debian", "12", "" },
		{ "debian", "12", "debian", "12", "" },
		{ "ubuntu", "jammy", "ubuntu", "", "jammy" },
		{ "ubuntu", "ubuntu-22.04", "ubuntu", "22.04", "" },
		{ "ubuntu", "esm-infra/xenial", "ubuntu", "", "xenial" },
		{ "alpine", "3.19.1", "alpine", "3.19.1", "" },
		{ "alpine", "alpine-3.19.1", "alpine", "3.19.1", "" },
		{ "alpine", "alpine-v3.19", "alpine", "3.19", "" },
		{ "alpine", "edge", "alpine", "", "edge" },
		{ "alpine", "alpine-edge", "alpine", "", "edge" },
		{ "wolfi", "wolfi-20230201", "wolfi", "20230201", "" },
		{ "chainguard", "chainguard", "chainguard", "", "" },
		{ "redhat", "rhel-9.2", "rhel", "9.2", "" },
		{ "redhat", "redhat-9.2", "rhel", "9.2", "" },
		{ "redhat", "9.2", "rhel", "9.2", "" },
		{ "almalinux", "almalinux-9.4", "almalinux", "9.4", "" },
		{ "alma", "alma-9.4", "almalinux", "9.4", "" },
		{ "opensuse", "opensuse-leap-15.6", "opensuse-leap", "15.6",
		    "" },
		{ "opensuse", "opensuse-tumbleweed-20240901",
		    "opensuse-tumbleweed", "20240901", "" },
		{ "opensuse", "opensuse-tumbleweed", "opensuse-tumbleweed", "",
		    "" },
		{ "cbl-mariner", "cbl-mariner-2.0", "mariner", "2.0", "" },
		{ "amazon", "amazon-2023", "amzn", "2023", "" },
		{ "Debian", "Debian-12", "debian", "12", "" },
		{ "debian", "", "debian", "", "" },
		{ "", "kali-2024.1", "kali", "2024.1", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct distro d = distro_from_qualifier(arena, STR("deb"),
		    str_from(rows[i].ns), str_from(rows[i].value));

		same(rows[i].value, d.id, rows[i].id);
		same(rows[i].value, d.version_id, rows[i].version);
		same(rows[i].value, d.codename, rows[i].codename);
	}
}

/* What we write is read back to the same namespace. */
static void
test_round_trip(void **state)
{
	static const struct { const char *id, *version, *codename, *value,
	    *ns, *want; } rows[] = {
		{ "debian", "12", "bookworm", "debian-12", "debian",
		    "debian 12" },
		{ "debian", "", "forky", "debian-forky", "debian",
		    "debian 14" },
		{ "alpine", "3.19.1", "", "alpine-3.19.1", "alpine",
		    "alpine 3.19" },
		{ "rhel", "9.2", "", "rhel-9.2", "redhat", "redhat 9" },
		{ "opensuse-leap", "15.6", "", "opensuse-leap-15.6",
		    "opensuse", "opensuse 15.6" },
		{ "wolfi", "", "", "wolfi", "wolfi", "wolfi " },
		{ "almalinux", "9.4", "", "almalinux-9.4", "almalinux",
		    "almalinux 9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct distro d = { .id = str_from(rows[i].id),
			.version_id = str_from(rows[i].version),
			.codename = str_from(rows[i].codename) };
		struct str value = distro_qualifier(arena, &d);
		struct str ns = distro_purl_namespace(arena, &d);

		same("qualifier", value, rows[i].value);
		same("namespace", ns, rows[i].ns);
		d = distro_from_qualifier(arena, STR(""), ns, value);
		namespace_is(rows[i].value, &d, "", rows[i].want);
	}
}

static void
test_codenames(void **state)
{
	(void)state;
	same("bookworm", debian_release(STR("bookworm")), "12");
	same("sid", debian_release(STR("sid")), "sid");
	same("none", debian_release(STR("")), "");
	same("jammy", ubuntu_release(STR("jammy")), "22.04");
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

static void
test_ends(void **state)
{
	static const struct {
		const char *eco, *release, *name, *end, *paid, *product, *cycle;
	} t[] = {
		{ "debian", "10", "", "2024-06-30", "", "debian", "10" },
		{ "debian", "sid", "", "", "", "debian", "sid" },
		{ "alpine", "3.20", "", "2026-04-01", "", "alpine", "3.20" },
		{ "alpine", "3.2", "", "1970-01-02", "", "alpine", "3.2" },
		{ "alpine", "edge", "", "", "", "alpine", "edge" },
		{ "alpine", "3.99", "", "", "", "alpine", "3.99" },
		{ "ubuntu", "23.10", "", "1970-01-02", "", "ubuntu",
		  "23.10" },
		{ "centos", "5", "CentOS", "1970-01-02", "", "centos", "5" },
		{ "redhat", "7", "", "", "", "rhel", "7" },
		{ "ubuntu", "18.04", "", "2023-05-31", "2028-03-31", "ubuntu",
		  "18.04" },
		{ "centos", "8", "CentOS Linux", "2021-12-31", "", "centos",
		  "8" },
		{ "centos", "8", "CentOS Stream", "", "", "centos-stream",
		  "8" },
		{ "centos", "9", "", "", "", "centos-stream", "9" },
		{ "azurelinux", "3.0", "", "", "", "azure-linux", "3" },
		{ "wolfi", "", "", "", "", "", "" },
	};
	char buf[24];

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct distro d = { .name = str_from(t[i].name) };
		struct distro_end e = distro_end_of(str_from(t[i].eco),
		    str_from(t[i].release), &d);
		struct str end = e.end_day == 0 ? STR("")
		    : when_format_day(buf, e.end_day);

		assert_true(str_eq(end, str_from(t[i].end)));
		assert_int_equal(e.paid_day != 0, t[i].paid[0] != '\0');
		assert_true(str_eq(e.product, str_from(t[i].product)));
		assert_true(str_eq(e.cycle, str_from(t[i].cycle)));
	}
	/* os-release knows of a release that the table does not. */
	struct distro d = { .support_end = STR("2027-05-01") };
	struct distro_end e = distro_end_of(STR("fedora"), STR("44"), &d);

	assert_true(str_eq(when_format_day(buf, e.end_day),
	    STR("2027-05-01")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_os_release),
		cmocka_unit_test(test_redhat_release),
		cmocka_unit_test(test_namespace),
		cmocka_unit_test(test_repositories),
		cmocka_unit_test(test_qualifier),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_codenames),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
