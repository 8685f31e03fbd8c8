/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds of small distributions: a small document for every trap, and what a
 * person reads in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feeds/feed/cve_text.h"
#include "feeds/feed/table.h"
#include "feeds/feed/xml_root.h"
#include "tests/unit/feed_help.h"
#include "text/xml.h"

#define DB "build/feed_small_test.db"

#define PHOTON(id, pkg, more) "{\"cve_id\":\"" id "\",\"pkg\":\"" pkg \
	"\"," more "}"
#define GLSA(packages) "<?xml version='1.0'?><!DOCTYPE glsa SYSTEM 'x.dtd'>" \
	"<glsa id='203101-01'><product type='ebuild'>w</product><affected>" \
	packages "</affected></glsa>"
#define EBUILD(name, ranges) "<package name='" name "' arch='*'>" ranges \
	"</package>"
#define BAD(op, v) "<vulnerable range='" op "'>" v "</vulnerable>"
#define GOOD(op, v) "<unaffected range='" op "'>" v "</unaffected>"
#define ALMA(id, more) "{\"updateinfo_id\":\"" id "\",\"type\":\"security\"," \
	more "}"
#define BODHI(id, status, builds) "{\"alias\":\"" id "\",\"status\":\"" \
	status "\",\"type\":\"security\",\"release\":{\"version\":\"41\"}," \
	"\"builds\":[" builds "]}"

static const struct feed_case cases[] = {
	/* ---- Photon ---- */
	{ "the release in the name, numbers as strings", &feed_photon,
	  "[" PHOTON("CVE-2031-1001", "w", "\"cve_score\":\"9.8\",\"res_ver\":"
	  "\"1-2.ph4\",\"status\":\"Fixed\"") ","
	  PHOTON("CVE-2031-1002", "w", "\"cve_score\":null,\"res_ver\":\"NA\"")
	  "]", HELP_STATEMENTS,
	  "photon 5.0 w CVE-2031-1001 1 <1-2.ph4 5\n"
	  "photon 5.0 w CVE-2031-1002 0 all -\n",
	  "m/cve_data_photon5.0.json.gz", NULL, NULL },
	{ "the release from a version's tag", &feed_photon,
	  "[" PHOTON("CVE-2031-1001", "w", "\"res_ver\":\"NA\"") ","
	  PHOTON("CVE-2031-1002", "w", "\"res_ver\":\"1.php-2.ph4\"") "]",
	  HELP_STATEMENTS,
	  "photon 4.0 w CVE-2031-1001 0 all -\n"
	  "photon 4.0 w CVE-2031-1002 1 <1.php-2.ph4 -\n", NULL, NULL, NULL },
	{ "the release from the manifest", &feed_photon,
	  "[" PHOTON("CVE-2031-1001", "w", "\"res_ver\":\"1-2.ph4\"") "]",
	  HELP_STATEMENTS, "photon 3.0 w CVE-2031-1001 1 <1-2.ph4 -\n",
	  NULL, "photon", "3.0" },
	{ "not affected wins over a version; what is no CVE", &feed_photon,
	  "[" PHOTON("CVE_2031_1001", "w", "\"status\":\"not affected\","
	  "\"res_ver\":\"1-2.ph4\"") "," PHOTON("BDSA-2031-1", "w",
	  "\"res_ver\":\"1\"") ",7]", HELP_STATEMENTS,
	  "photon 4.0 w CVE-2031-1001 2 all -\n", NULL, NULL, NULL },
	{ "an empty list covers its release all the same", &feed_photon,
	  "[]", "SELECT n.eco || ' ' || n.release FROM ns n JOIN ns_source s ON "
	  "s.ns = n.id", "photon 5.0\n", "cve_data_photon5.0.json", NULL,
	  NULL },

	/* ---- Arch ---- */
	{ "a fix that is not there is none", &feed_arch,
	  "[{\"name\":\"AVG-1\",\"packages\":[\"w\",\"\"],\"status\":\"Fixed\","
	  "\"fixed\":null},{\"name\":\"AVG-2\",\"packages\":[\"w\"],\"status\":"
	  "\"Unknown\",\"fixed\":\"2-1\"}]", HELP_STATEMENTS,
	  "arch  w AVG-1 0 all -\narch  w AVG-2 5 <2-1 -\n", NULL, NULL,
	  NULL },
	{ "one group, many CVEs", &feed_arch,
	  "[{\"name\":\"AVG-1\",\"packages\":[\"w\"],\"status\":\"Fixed\","
	  "\"fixed\":\"1\",\"issues\":[\"CVE-2031-1001\",null,"
	  "\"CVE-2031-1002\"],\"advisories\":[\"ASA-203101-1\"]}]",
	  HELP_ALIASES,
	  "AVG-1 2 CVE-2031-1001\nAVG-1 2 CVE-2031-1002\n"
	  "AVG-1 3 ASA-203101-1\n", NULL, NULL, NULL },

	/* ---- Gentoo ---- */
	{ "every operator", &feed_gentoo, GLSA(EBUILD("a/w",
	  BAD("lt", "1") BAD("le", "2-r1") BAD("eq", "3") BAD("gt", "4")
	  BAD("ge", "5") BAD("rlt", "6.1-r4") BAD("rle", "7.1-r4")
	  BAD("rgt", "8.1-r4") BAD("rge", "9.1") BAD("eq", "10*")
	  BAD("xx", "11"))), HELP_STATEMENTS,
	  "gentoo  a/w GLSA-203101-01 0 <1 -\n"
	  "gentoo  a/w GLSA-203101-01 0 <=2-r1 -\n"
	  "gentoo  a/w GLSA-203101-01 0 =3 -\n"
	  "gentoo  a/w GLSA-203101-01 0 >4  -\n"
	  "gentoo  a/w GLSA-203101-01 0 >=5  -\n"
	  "gentoo  a/w GLSA-203101-01 0 >=6.1 <6.1-r4 -\n"
	  "gentoo  a/w GLSA-203101-01 0 >=7.1 <=7.1-r4 -\n"
	  "gentoo  a/w GLSA-203101-01 0 >8.1-r4 <8.1_p -\n"
	  "gentoo  a/w GLSA-203101-01 0 >=9.1 <9.1_p -\n"
	  "gentoo  a/w GLSA-203101-01 0 opaque eq 10* -\n"
	  "gentoo  a/w GLSA-203101-01 0 opaque xx 11 -\n", NULL, NULL, NULL },
	{ "complements say nothing more, others clear", &feed_gentoo,
	  GLSA(EBUILD("a/a", GOOD("ge", "2") BAD("lt", "2"))
	  EBUILD("a/b", GOOD("gt", "2") BAD("le", "2"))
	  EBUILD("a/c", GOOD("ge", "2") BAD("lt", "1.9"))
	  EBUILD("a/d", GOOD("ge", "2") GOOD("rge", "1-r3") BAD("lt", "2"))
	  EBUILD("a/e", GOOD("rge", "1-r3") BAD("le", "9"))
	  EBUILD("a/f", GOOD("lt", "3") GOOD("eq", "4"))), HELP_STATEMENTS,
	  "gentoo  a/a GLSA-203101-01 1 <2 -\n"
	  "gentoo  a/b GLSA-203101-01 0 <=2 -\n"
	  "gentoo  a/c GLSA-203101-01 2 >=2  -\n"
	  "gentoo  a/c GLSA-203101-01 1 <1.9 fix 2 -\n"
	  "gentoo  a/d GLSA-203101-01 2 >=1-r3 <1_p -\n"
	  "gentoo  a/d GLSA-203101-01 1 <2 -\n"
	  "gentoo  a/e GLSA-203101-01 2 >=1-r3 <1_p -\n"
	  "gentoo  a/e GLSA-203101-01 1 <=9 fix 1-r3 -\n"
	  "gentoo  a/f GLSA-203101-01 2 <3 -\n"
	  "gentoo  a/f GLSA-203101-01 2 =4 -\n", NULL, NULL, NULL },
	{ "slots are conditions; one without meets all", &feed_gentoo,
	  GLSA(EBUILD("a/w", "<unaffected range='ge' slot='3'>3.1</unaffected>"
	  "<unaffected range='ge' slot='*'>4.2</unaffected>"
	  "<vulnerable range='lt' slot='3'>3.1</vulnerable>"
	  "<vulnerable range='lt'>4.2</vulnerable>")), HELP_STATEMENTS,
	  "gentoo  a/w GLSA-203101-01 2 >=3.1  - extra slot=3\n"
	  "gentoo  a/w GLSA-203101-01 2 >=4.2  -\n"
	  "gentoo  a/w GLSA-203101-01 1 <3.1 - extra slot=3\n"
	  "gentoo  a/w GLSA-203101-01 1 <4.2 -\n", NULL, NULL, NULL },
	{ "dates of old files, no references", &feed_gentoo,
	  "<glsa id='200412-01'><title>t</title><synopsis>Fixes CVE-2004-1001."
	  "</synopsis><announced>2004-12-01</announced><revised>2004-12-30: 02"
	  "</revised><impact type='minimal'/></glsa>", HELP_RECORDS,
	  "GLSA-200412-01 1 1101859200 1104364800 t\n", NULL, NULL, NULL },
	{ "what is no ebuild makes no statement", &feed_gentoo,
	  "<glsa id='1'><product type='infrastructure'/><affected>"
	  EBUILD("a/w", BAD("lt", "1")) "</affected></glsa>", HELP_STATEMENTS,
	  "", NULL, NULL, NULL },
	{ "one that is broken is rejected under its name", &feed_gentoo,
	  "<glsa id='1'><affected>", HELP_REJECTS,
	  "glsa-1.xml: line 1: not XML: cut short, or followed by something "
	  "else\n", "dir/all.zip!x/glsa-1.xml", NULL, NULL },

	/* ---- AlmaLinux's errata.json ---- */
	{ "times of three kinds, releases of three places", &feed_alma_errata,
	  "[" ALMA("ALSA-2031:1", "\"issued_date\":{\"$date\":1629790196000},"
	  "\"updated_date\":1629790200,\"pkglist\":{\"name\":"
	  "\"almalinux-9-for-x86_64-x\",\"packages\":[{\"name\":\"w\","
	  "\"version\":\"1\",\"release\":\"2\",\"epoch\":\"0\",\"arch\":"
	  "\"x86_64\"}]}") ","
	  ALMA("ALSA-2031:2", "\"issued_date\":{\"$date\":"
	  "\"2021-08-24T07:29:56Z\"},\"pkglist\":[{\"name\":\"x\",\"packages\":"
	  "[{\"name\":\"w\",\"version\":\"1\",\"release\":\"2.el8_4\",\"epoch\":"
	  "3,\"arch\":\"x86_64\"}]},{\"name\":\"codeready-builder-for-rhel-10-x"
	  "\",\"packages\":[{\"name\":\"v\",\"version\":1,\"release\":\"2\","
	  "\"arch\":\"x86_64\"}]}]") "]", HELP_STATEMENTS,
	  "almalinux 10 v ALSA-2031:2 1 <1-2 -\n"
	  "almalinux 8 w ALSA-2031:2 1 <3:1-2.el8_4 -\n"
	  "almalinux 9 w ALSA-2031:1 1 <1-2 -\n", NULL, NULL, NULL },
	{ "the day of issue", &feed_alma_errata,
	  "[" ALMA("ALSA-2031:1", "\"title\":\"t\",\"severity\":\"None\","
	  "\"issued_date\":{\"$date\":1629790196000},\"updated_date\":"
	  "{\"$date\":1629804795086}") "]", HELP_RECORDS,
	  "ALSA-2031:1 0 1629790196 1629804795 t\n", NULL, NULL, NULL },
	{ "a module of the whole list", &feed_alma_errata,
	  "[" ALMA("ALSA-2031:1", "\"pkglist\":{\"module\":{\"name\":\"virt\","
	  "\"stream\":\"rhel\"},\"packages\":[{\"name\":\"w\",\"version\":\"1\","
	  "\"release\":\"2.module_el8.4.0+1+a\",\"arch\":\"x86_64\"}]}") ","
	  ALMA("ALSA-2031:2", "\"pkglist\":{\"module\":null,\"packages\":null}")
	  "]", HELP_STATEMENTS,
	  "almalinux 8 w ALSA-2031:1 1 <1-2.module_el8.4.0+1+a - module "
	  "virt:rhel\n", NULL, NULL, NULL },

	/* ---- Bodhi ---- */
	{ "states of an update", &feed_bodhi,
	  "{\"updates\":[" BODHI("FEDORA-2031-a", "stable",
	  "{\"nvr\":\"a-b-1-2.fc41\",\"epoch\":2}") ","
	  BODHI("FEDORA-2031-b", "testing", "{\"nvr\":\"c-1-2\",\"epoch\":0}")
	  "," BODHI("FEDORA-2031-c", "obsolete", "{\"nvr\":\"d-1-2\"}") ","
	  BODHI("FEDORA-2031-d", "stable", "{\"nvr\":\"odd\"}") ","
	  BODHI("FEDORA-2031-e", "stable", "{\"nvr\":\"f-1-2\",\"type\":"
	  "\"container\"}") "]}", HELP_STATEMENTS,
	  "fedora 41 a-b FEDORA-2031-a 1 <2:1-2.fc41 -\n"
	  "fedora 41 c FEDORA-2031-b 0 <1-2 -\n", NULL, NULL, NULL },
	{ "why others are not taken", &feed_bodhi,
	  "{\"updates\":[" BODHI("FEDORA-2031-c", "obsolete",
	  "{\"nvr\":\"d-1-2\"}") ","
	  BODHI("FEDORA-2031-d", "stable", "{\"nvr\":\"odd\"}") ","
	  BODHI("FEDORA-2031-e", "stable", "{\"nvr\":\"f-1-2\",\"type\":"
	  "\"container\"}") "]}", HELP_REJECTS,
	  "FEDORA-2031-c: neither stable nor in testing\n"
	  "FEDORA-2031-d: a build without name, version and release\n"
	  "FEDORA-2031-e: builds that are no packages\n", NULL, NULL, NULL },
	{ "CVEs of bugs, else of names and notes", &feed_bodhi,
	  "{\"updates\":[{\"alias\":\"FEDORA-2031-a\",\"status\":\"stable\","
	  "\"bugs\":[{\"title\":\"CVE-2031-1001 CVE-2031-1002 w: x\"},{\"title\""
	  ":\"w-2 is available\"}],\"notes\":\"Not CVE-2031-1003\",\"builds\":"
	  "[]},{\"alias\":\"FEDORA-2031-b\",\"status\":\"stable\","
	  "\"display_name\":\"Fix CVE-2031-1004\",\"notes\":\"and "
	  "CVE-2031-1005\",\"builds\":[]}]}", HELP_ALIASES,
	  "FEDORA-2031-a 2 CVE-2031-1001\nFEDORA-2031-a 2 CVE-2031-1002\n"
	  "FEDORA-2031-b 2 CVE-2031-1004\nFEDORA-2031-b 2 CVE-2031-1005\n",
	  NULL, NULL, NULL },

	/* ---- Alpine's tracker ---- */
	{ "addresses for names, states that say nothing",
	  &feed_alpine_unfixed,
	  "{\"type\":\"Vulnerability\",\"id\":\"https://x/vuln/CVE-2031-1001\","
	  "\"state\":[{\"fixed\":false,\"repo\":\"https://x/branch/edge-main\","
	  "\"packageName\":\"w\"},{\"fixed\":true,\"repo\":\"3.20-main\","
	  "\"packageName\":\"w\",\"packageVersion\":\"1-r0\"},{\"fixed\":true,"
	  "\"repo\":\"3.19-main\",\"packageName\":\"w\"},{\"fixed\":false,"
	  "\"repo\":\"other\",\"packageName\":\"w\"},{},null]}",
	  HELP_STATEMENTS,
	  "alpine 3.20 w CVE-2031-1001 1 <1-r0 -\n"
	  "alpine edge w CVE-2031-1001 0 all -\n", NULL, NULL, NULL },
	{ "its score", &feed_alpine_unfixed,
	  "{\"type\":\"Vulnerability\",\"id\":\"CVE-2031-1001\",\"cvss3\":"
	  "{\"vector\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"},"
	  "\"description\":\"A\\nB\",\"state\":null}", HELP_RECORDS,
	  "CVE-2031-1001 5 - - A\n", NULL, NULL, NULL },

	/* ---- SecureOS ---- */
	{ "a fix for every upstream version", &feed_secdb,
	  "{\"urlprefix\":\"https://security.secureos.io/v1\",\"packages\":["
	  "{\"pkg\":{\"name\":\"w\",\"secfixes\":{\"1.3.0-r2\":["
	  "\"CVE-2031-1001\"],\"1.2.3-r5\":[\"CVE-2031-1001\"],"
	  "\"1.2.3-r4\":[\"CVE-2031-1001\"],\"0\":[\"CVE-2031-1002\"],"
	  "\"2-r0\":[\"CVE-2031-1003\"]}}}]}", HELP_STATEMENTS,
	  "secureos  w CVE-2031-1001 1 <1.2.3-r5 -\n"
	  "secureos  w CVE-2031-1001 1 >=1.3.0-r0 <1.3.0-r2 -\n"
	  "secureos  w CVE-2031-1002 2 all -\n"
	  "secureos  w CVE-2031-1003 1 <2-r0 -\n", NULL, NULL, NULL },

	/* ---- Echo ---- */
	{ "no fix, zero, nothing", &feed_echo,
	  "{\"w\":{\"CVE-2031-1001\":{\"fixed_version\":\"0\"},"
	  "\"CVE-2031-1002\":{},\"CVE-2031-1003\":{\"fixed_version\":\"2+e1\","
	  "\"severity\":\"low\"},\"CVE-2031-1004\":null},\"v\":null}",
	  HELP_STATEMENTS,
	  "echo  w CVE-2031-1001 2 all -\necho  w CVE-2031-1002 0 all -\n"
	  "echo  w CVE-2031-1003 1 <2+e1 2\n", NULL, NULL, NULL },

	/* ---- Root.io ---- */
#define ROOT(eco, v, cves) "{\"" eco "\":[{\"distroversion\":\"" v "\"," \
	"\"packages\":[{\"pkg\":{\"name\":\"w\",\"cves\":{" cves "}}}]}]}"
	{ "ranges, fixes, both, none", &feed_rootio,
	  ROOT("ubuntu", "jammy", "\"CVE-2031-1001\":{\"vulnerable_ranges\":["
	  "\">=1,<1.2\",\">=2,<2.2\"],\"fixed_versions\":[\"2.2.root.io.1\"]},"
	  "\"CVE-2031-1002\":{\"fixed_versions\":[\"3.root.io.1\"]},"
	  "\"CVE-2031-1003\":{},\"CVE-2031-1004\":{\"vulnerable_ranges\":["
	  "\"1.5\"],\"severity\":\"low\"}"), HELP_STATEMENTS,
	  "ubuntu 22.04 w CVE-2031-1001 1 >=1 <1.2 fix 2.2.root.io.1 - flavour "
	  "rootio\n"
	  "ubuntu 22.04 w CVE-2031-1001 1 >=2 <2.2 fix 2.2.root.io.1 - flavour "
	  "rootio\n"
	  "ubuntu 22.04 w CVE-2031-1002 1 <3.root.io.1 - flavour rootio\n"
	  "ubuntu 22.04 w CVE-2031-1003 0 all - flavour rootio\n"
	  "ubuntu 22.04 w CVE-2031-1004 0 =1.5 2 flavour rootio\n", NULL, NULL,
	  NULL },
	{ "packages before their version, unknown distributions",
	  &feed_rootio,
	  "{\"alpine\":[{\"packages\":[{\"pkg\":{\"name\":\"w\"}}],"
	  "\"distroversion\":\"v3.20\"}],\"npm\":[],\"x\":1}", HELP_REJECTS,
	  "w: a package without a name, or before the version of its "
	  "distribution\nnpm: a distribution that we do not know\n", NULL, NULL,
	  NULL },
};

static void
documents(void **state)
{
	(void)state;
	help_cases(cases, sizeof cases / sizeof *cases, DB);
}

static void
refused(void **state)
{
	static const struct {
		const struct feed *feed;
		enum rc rc;
		const char *text, *says;
	} bad[] = {
		{ &feed_photon, RC_UNSUPPORTED, "[" PHOTON("CVE-2031-1001",
		  "w", "\"res_ver\":\"1-2\"") "]", "photon:5.0" },
		{ &feed_photon, RC_FORMAT, "[{\"res_ver\":\"1.ph5\"},", "" },
		{ &feed_photon, RC_FORMAT, "[{\"res_ver\":\"1.ph5\"}] 1",
		  "more after the end" },
		{ &feed_arch, RC_FORMAT, "{}", "" },
		{ &feed_arch, RC_FORMAT, "[", "" },
		{ &feed_alma_errata, RC_FORMAT, "[{}", "" },
		{ &feed_alma_errata, RC_UNSUPPORTED, "[" ALMA("ALSA-2031:1",
		  "\"pkglist\":{\"packages\":[{\"name\":\"w\",\"version\":\"1\"}"
		  "]}") "]", "manifest" },
		{ &feed_bodhi, RC_FORMAT, "{\"updates\":[{}", "" },
		{ &feed_echo, RC_FORMAT, "{\"w\":{\"CVE-2031-1001\":{}", "" },
		{ &feed_rootio, RC_FORMAT, "{\"alpine\":[", "" },
	};
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct feed_case c = { .name = bad[i].text,
			.feed = bad[i].feed, .text = bad[i].text };

		db_close(help_load(&c, DB, bad[i].rc, &e));
		if (strstr(e.msg, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].text, e.msg);
	}
}

static void
numbers(void **state)
{
	struct str s = STR("CVE-2031-1001,cve-2031-100000; xCVE-2031-1002 "
	    "CVE-2031-123 CVE-203-1234 CVE-2031-1003x CVE-"), id;

	(void)state;
	assert_true(cve_next(&s, &id));
	assert_true(str_eq(id, STR("CVE-2031-1001")));
	assert_true(cve_next(&s, &id));
	assert_true(str_eq(id, STR("cve-2031-100000")));
	assert_true(cve_next(&s, &id));
	assert_true(str_eq(id, STR("CVE-2031-1003")));
	assert_false(cve_next(&s, &id));
	assert_false(cve_next(&s, &id));
}

static void
roots(void **state)
{
	(void)state;
	assert_true(xml_root_is(STR(" <?xml?><!-- <b> --><!DOCTYPE a><a/>"),
	    "a"));
	assert_true(xml_root_is(STR("<a x='1'"), "a"));
	assert_false(xml_root_is(STR("<ab>"), "a"));
	assert_false(xml_root_is(STR("<b><a>"), "a"));
	assert_false(xml_root_is(STR("<?xml <a>"), "a"));
	assert_false(xml_root_is(STR(""), "a"));
	assert_false(xml_root_is(STR("<a"), "a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(refused),
		cmocka_unit_test(numbers),
		cmocka_unit_test(roots),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
