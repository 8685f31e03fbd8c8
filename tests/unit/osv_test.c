/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSV: what each database adds to the common form, and what they get wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feed_help.h"
#include "feeds/feed/table.h"

#define DB "build/osv_test.db"
#define OSV(id, more) "{\"id\":\"" id "\",\"modified\":" \
	"\"2031-01-02T00:00:00Z\"," more "}"
#define AFF(eco, name, more) "{\"package\":{\"ecosystem\":\"" eco \
	"\",\"name\":\"" name "\"}," more "}"
#define ONE(eco, name, more) "\"affected\":[" AFF(eco, name, more) "]"
#define SEMVER(events) "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[" \
	events "]}]"
#define ECOSYS(events) "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[" \
	events "]}]"
#define FLAGS "SELECT p.t || v.tail || ' ' || v.flags FROM vid v JOIN " \
	"prefix p ON p.id = v.prefix WHERE v.flags <> 0 ORDER BY v.id"

static const struct feed_case cases[] = {
	/* ---- events ---- */
	{ .name = "one version in two spellings is no interval", &feed_osv,
	  OSV("X-1", ONE("Debian:12", "w", ECOSYS("{\"introduced\":\"1.07-1\"},"
	  "{\"fixed\":\"1.7-1\"}"))), HELP_STATEMENTS, "" },
	{ .name = "the same, behind an interval", &feed_osv,
	  OSV("X-1", ONE("Debian:12", "w", ECOSYS("{\"introduced\":\"0\"},"
	  "{\"fixed\":\"1.0-1\"},{\"introduced\":\"1.07-1\"},{\"fixed\":"
	  "\"1.7-1\"}"))), HELP_STATEMENTS,
	  "debian 12 w X-1 1 <1.0-1 -\n" },
	{ .name = "fixed before introduced: up to the one, and from the other",
	  &feed_osv,	/* GSD-2022-1000008 */
	  OSV("X-1", ONE("npm", "w", SEMVER("{\"fixed\":\"2.0.0\"},"
	  "{\"introduced\":\"3.0.0\"},{\"introduced\":\"4.0.0\"},"
	  "{\"fixed\":\"5.0.0\"}"))), HELP_STATEMENTS,
	  "npm  w X-1 1 <2.0.0 -\nnpm  w X-1 1 >=3.0.0 <5.0.0 -\n" },
	{ .name = "the greatest limit", &feed_osv,
	  OSV("X-1", ONE("npm", "w", SEMVER("{\"introduced\":\"10.0.0\"},"
	  "{\"limit\":\"12.0.0\"},{\"limit\":\"13.0.0\"}"))),
	  HELP_STATEMENTS, "npm  w X-1 0 >=10.0.0 <13.0.0 -\n" },
	{ .name = "a limit ends what goes beyond it", &feed_osv,
	  OSV("X-1", ONE("npm", "w", SEMVER("{\"introduced\":\"1.0.0\"},"
	  "{\"fixed\":\"5.0.0\"},{\"introduced\":\"6.0.0\"},"
	  "{\"limit\":\"3.0.0\"}"))), HELP_STATEMENTS,
	  "npm  w X-1 0 >=1.0.0 <3.0.0 -\n" },
	{ .name = "a limit of * is none", &feed_osv,
	  OSV("X-1", ONE("npm", "w", SEMVER("{\"introduced\":\"1.0.0\"},"
	  "{\"limit\":\"*\"},{\"limit\":\"2.0.0\"}"))), HELP_STATEMENTS,
	  "npm  w X-1 0 >=1.0.0  -\n" },
	{ .name = "fixed at 0 is never affected", &feed_osv,
	  OSV("CGA-2222-3333-4444", ONE("Wolfi", "w", ECOSYS(
	  "{\"introduced\":\"0\"},{\"fixed\":\"0\"}"))), HELP_STATEMENTS,
	  "wolfi  w CGA-2222-3333-4444 2 all -\n" },
	{ .name = "two bounds that hold everything are contested", &feed_osv,
	  OSV("GO-2031-1", ONE("Go", "m", "\"ranges\":[{\"type\":\"SEMVER\","
	  "\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.73.5\"}]},{"
	  "\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1.45.0\"}]}]")),
	  HELP_STATEMENTS,
	  "go  m GO-2031-1 7 <1.73.5 -\ngo  m GO-2031-1 7 >=1.45.0  -\n" },
	{ .name = "two that meet are not", &feed_osv,
	  OSV("GO-2031-1", ONE("Go", "m", "\"ranges\":[{\"type\":\"SEMVER\","
	  "\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.2.0\"}]},{"
	  "\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1.2.0\"}]}]")),
	  HELP_STATEMENTS,
	  "go  m GO-2031-1 1 <1.2.0 -\ngo  m GO-2031-1 0 >=1.2.0  -\n" },

	/* ---- versions ---- */
	{ .name = "what is no version is kept as text", &feed_osv,
	  OSV("X-1", ONE("npm", "w", "\"versions\":[\"n/a\"]")),
	  HELP_STATEMENTS, "npm  w X-1 0 opaque n/a -\n" },
	{ .name = "beside a range it says nothing", &feed_osv,
	  OSV("X-1", ONE("npm", "w", SEMVER("{\"introduced\":\"0\"},"
	  "{\"fixed\":\"1.0.0\"}") ",\"versions\":[\"*\",\"0.9.0\"]")),
	  HELP_STATEMENTS, "npm  w X-1 1 <1.0.0 -\n" },
	{ .name = "neither range nor version: undetermined", &feed_osv,
	  OSV("X-1", ONE("npm", "w", "\"versions\":[]")), HELP_STATEMENTS,
	  "npm  w X-1 7 all -\n" },
	{ .name = "of malware: all of them", &feed_osv,
	  OSV("MAL-2031-1", ONE("npm", "w", "\"ranges\":[]")),
	  HELP_STATEMENTS, "npm  w MAL-2031-1 0 all -\n" },
	{ .name = "a commit range by its repository", &feed_osv,
	  OSV("CVE-2031-1", "\"affected\":[{\"ranges\":[{\"type\":\"GIT\","
	  "\"repo\":\"https://example.org/w\",\"events\":[{\"introduced\":"
	  "\"0\"},{\"fixed\":\"aaaa\"},{\"fixed\":\"bbbb\"}]}]}]"),
	  HELP_STATEMENTS, "git  https://example.org/w CVE-2031-1 0 opaque "
	  ">=0 <aaaa <bbbb -\n" },
	{ .name = "and under the package, when nothing else is said", &feed_osv,
	  OSV("OSV-2031-1", ONE("OSS-Fuzz", "w", "\"ranges\":[{\"type\":"
	  "\"GIT\",\"repo\":\"https://example.org/w\",\"events\":[{"
	  "\"introduced\":\"aa\"},{\"limit\":\"bb\"}]}]")), HELP_STATEMENTS,
	  "git  https://example.org/w OSV-2031-1 0 opaque >=aa limit:bb -\n"
	  "oss-fuzz  w OSV-2031-1 0 opaque >=aa limit:bb -\n" },

	/* ---- Ubuntu Pro ---- */
	{ .name = "a fix in Pro only leaves the release vulnerable", &feed_osv,
	  OSV("UBUNTU-CVE-2031-1", "\"upstream\":[\"CVE-2031-1\"],"
	  "\"affected\":[{\"package\":{\"ecosystem\":\"Ubuntu:Pro:16.04:LTS\","
	  "\"name\":\"w\",\"purl\":\"pkg:deb/ubuntu/w@1?arch=source&"
	  "distro=esm-infra/xenial\"},\"ecosystem_specific\":{\"availability\":"
	  "\"Available with Ubuntu Pro (Infra-only): https://ubuntu.com/pro\"},"
	  ECOSYS("{\"introduced\":\"0\"},{\"fixed\":\"1.0~esm1\"}") "},"
	  AFF("Ubuntu:22.04:LTS", "w", ECOSYS("{\"introduced\":\"0\"},"
	  "{\"fixed\":\"2.0\"}")) ","
	  AFF("Ubuntu:Pro:FIPS-updates:20.04:LTS", "w", ECOSYS(
	  "{\"introduced\":\"0\"},{\"fixed\":\"1.5.fips\"}")) "]"),
	  HELP_STATEMENTS,
	  "ubuntu 16.04 w UBUNTU-CVE-2031-1 3 <1.0~esm1 -\n"
	  "ubuntu 16.04/esm-infra w UBUNTU-CVE-2031-1 1 <1.0~esm1 -\n"
	  "ubuntu 20.04/fips-updates w UBUNTU-CVE-2031-1 1 <1.5.fips -\n"
	  "ubuntu 22.04 w UBUNTU-CVE-2031-1 1 <2.0 -\n" },
	{ .name = "not where the release is spoken of, nor in a notice", &feed_osv,
	  OSV("USN-1-1", "\"upstream\":[\"CVE-2031-1\"],\"affected\":["
	  AFF("Ubuntu:Pro:16.04:LTS", "w", ECOSYS("{\"introduced\":\"0\"},"
	  "{\"fixed\":\"1.0~esm1\"}")) "]"), HELP_STATEMENTS,
	  "ubuntu 16.04/pro w USN-1-1 1 <1.0~esm1 -\n" },

	/* ---- others' streams and rebuilds ---- */
	{ .name = "a module of SLE 12 is that of all its service packs", &feed_osv,
	  OSV("SUSE-SU-2031:1-1", ONE("SUSE:Linux Enterprise Module for Web "
	  "and Scripting 12", "w", ECOSYS("{\"introduced\":\"0\"},{\"fixed\":"
	  "\"1-1\"}"))), "SELECT release FROM ns ORDER BY 1",
	  "12.0\n12.1\n12.2\n12.3\n12.4\n12.5\n" },
	{ .name = "Red Hat's repositories", &feed_osv,
	  OSV("RHSA-2031:1", ONE("Red Hat:rhel_aus:8.6::appstream", "w",
	  ECOSYS("{\"introduced\":\"0\"},{\"fixed\":\"0:1-1.el8_6\"}"))),
	  "SELECT release || ' ' || channel || ' ' || cpes FROM ns, cpeset",
	  "8.6 aus cpe:/a:redhat:rhel_aus:8.6::appstream\n" },
	{ .name = "who rebuilds has a channel, in the order of the base", &feed_osv,
	  OSV("ROOT-OS-1", ONE("Root:Ubuntu:22.04", "rootio-w", ECOSYS(
	  "{\"introduced\":\"0\"},{\"fixed\":\"1.0.root.io.1\"}"))),
	  HELP_STATEMENTS,
	  "ubuntu 22.04/root rootio-w ROOT-OS-1 1 <1.0.root.io.1 -\n" },

	/* ---- Go ---- */
	{ .name = "tags that Go does not understand, and pseudo-versions", &feed_osv,
	  OSV("GO-2031-1", ONE("Go", "m", SEMVER("{\"introduced\":\"0\"}")
	  ",\"ecosystem_specific\":{\"custom_ranges\":[{\"type\":\"ECOSYSTEM\","
	  "\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"2023.8.7\"},"
	  "{\"introduced\":\"2023.10.0\"},{\"fixed\":\"2023.10.7\"}]}]}")),
	  HELP_STATEMENTS,
	  "go  m GO-2031-1 0 <0.0.1 -\n"
	  "go  m GO-2031-1 1 <2023.8.7 -\n"
	  "go  m GO-2031-1 1 >=2023.10.0 <2023.10.7 -\n" },
	{ .name = "custom ranges beside others that end", &feed_osv,
	  OSV("GO-2031-1", ONE("Go", "m", SEMVER("{\"introduced\":\"0.37.0\"},"
	  "{\"fixed\":\"0.37.11\"}") ",\"ecosystem_specific\":{"
	  "\"custom_ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{"
	  "\"introduced\":\"0.34.0\"},{\"fixed\":\"0.34.34\"}]}]}")),
	  HELP_STATEMENTS,
	  "go  m GO-2031-1 1 >=0.37.0 <0.37.11 -\n"
	  "go  m GO-2031-1 1 >=0.34.0 <0.34.34 -\n" },
	{ .name = "custom ranges of no order: all stays affected", &feed_osv,
	  OSV("GO-2031-1", ONE("Go", "m", SEMVER("{\"introduced\":\"0\"}")
	  ",\"ecosystem_specific\":{\"custom_ranges\":[{\"type\":\"ECOSYSTEM\","
	  "\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"main-gha.1\"}]}]}")),
	  HELP_STATEMENTS, "go  m GO-2031-1 0 all -\n" },
	{ .name = "what is called, and who looked at it", &feed_osv,
	  OSV("GO-2031-1", "\"database_specific\":{\"review_status\":"
	  "\"UNREVIEWED\"}," ONE("Go", "stdlib", SEMVER("{\"introduced\":\"0\"}")
	  ",\"ecosystem_specific\":{\"imports\":[{\"path\":\"net/http\","
	  "\"symbols\":[\"Client.Do\",\"Get\"]},{\"path\":\"net/url\"}]}")),
	  "SELECT w.t || ' ' || q.extra FROM affected a JOIN qual q ON "
	  "q.id = a.qual JOIN word w ON w.id = a.word",
	  "unreviewed imports=net/http#Client.Do;Get,net/url\n" },

	/* ---- RustSec ---- */
	{ .name = "a notice is flagged, with its word", &feed_osv,
	  OSV("RUSTSEC-2031-0001", ONE("crates" ".io", "w", SEMVER(
	  "{\"introduced\":\"0.0.0-0\"}") ",\"database_specific\":{"
	  "\"informational\":\"unmaintained\"}")),
	  "SELECT v.flags || ' ' || w.t FROM vid v, word w WHERE w.t <> ''",
	  "96 unmaintained\n" },
	{ .name = "where it holds, and a vector beside the package", &feed_osv,
	  OSV("RUSTSEC-2031-0001", ONE("crates" ".io", "w", SEMVER(
	  "{\"introduced\":\"0.0.0-0\"},{\"fixed\":\"1.0.0\"}") ","
	  "\"ecosystem_specific\":{\"affects\":{\"arch\":[],\"os\":["
	  "\"windows\"],\"functions\":[\"w::f\",\"w::g\"]}},"
	  "\"database_specific\":{\"informational\":null,\"cvss\":"
	  "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}")),
	  "SELECT x.severity || ' ' || q.extra || ' ' || c.score10 FROM "
	  "adv x, qual q, cvss c", "5 os=windows functions=w::f,w::g 98\n" },

	/* ---- malware ---- */
	{ .name = "no severity is the highest", &feed_osv,
	  OSV("MAL-2031-1", ONE("PyPI", "w", "\"versions\":[\"1.0\"],"
	  "\"database_specific\":{\"cwes\":[{\"cweId\":\"CWE-506\",\"name\":"
	  "\"x\"}]}")), "SELECT x.severity || ' ' || v.flags || ' ' || w.cwe "
	  "FROM adv x JOIN vid v ON v.id = x.vid, weakness w", "5 68 506\n" },
	{ .name = "GitHub's names of malware", &feed_osv,
	  OSV("GHSA-2222-3333-4444", "\"summary\":\"Malware in w\""), FLAGS,
	  "GHSA-2222-3333-4444 4\n" },
	{ .name = "a number that is none yet", &feed_osv,
	  OSV("MAL-0000-w-1", "\"summary\":\"x\""), HELP_REJECTS,
	  "MAL-0000-w-1: a number that is none yet\n" },

	/* ---- GHSA ---- */
	{ .name = "its word, its weaknesses", &feed_osv,
	  OSV("GHSA-2222-3333-4444", "\"aliases\":[\"CVE-2031-1\"],"
	  "\"database_specific\":{\"severity\":\"MODERATE\",\"cwe_ids\":["
	  "\"CWE-79\"]},\"severity\":[{\"type\":\"CVSS_V3\",\"score\":"
	  "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}]"),
	  "SELECT x.severity || ' ' || w.cwe FROM adv x, weakness w",
	  "3 79\n" },
	{ .name = "all of them in one array", &feed_osv,
	  "[" OSV("X-1", "\"affected\":[]") ",7," OSV("X-2", "\"affected\":[]")
	  "]", "SELECT records || ' ' || rejected FROM source", "2 1\n" },
};

static void
documents(void **state)
{
	(void)state;
	help_cases(cases, sizeof cases / sizeof *cases, DB);
}

/* A list of records' names is no feed of its own, an array of records is. */
static void
arrays(void **state)
{
	static const struct { const char *text, *feed; } files[] = {
		{ "[{\"id\":\"CGA-1\",\"modified\":\"2031-01-01T00:00:00Z\"}]",
		  "index" },
		{ "[" OSV("X-1", "\"affected\":[{\"package\":{}}]") "]", "osv" },
		{ "[{\"id\":\"X-1\"}]", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct feed_file f = { .name = STR("all.json"),
			.head = str_from(files[i].text) };
		const char *why;
		const struct feed *feed = feed_detect(&f, &why);

		if (files[i].feed == NULL)
			assert_null(feed);
		else
			assert_string_equal(feed->name, files[i].feed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(arrays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
