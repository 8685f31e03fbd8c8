/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Traps of the feeds that no other test has: each case names what its feed
 * gets wrong, or writes as few would expect.
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

#define DB "build/feed_trap_test.db"
#define NVD(more) "{\"format\":\"NVD_CVE\",\"vulnerabilities\":[{\"cve\":{" \
	"\"id\":\"CVE-2031-1\"," more "}}]}"
#define SCORE(vector, score) "\"metrics\":{\"cvssMetricV31\":[{\"source\":" \
	"\"nvd@nist.gov\",\"type\":\"Primary\",\"cvssData\":{\"vectorString\":" \
	"\"" vector "\",\"baseScore\":" score "}}]}"
#define SCORES "SELECT x.severity || ' ' || coalesce(c.score10, '-') || ' ' " \
	"|| coalesce(w.t, '-') FROM adv x LEFT JOIN cvss c ON c.vid = x.vid " \
	"LEFT JOIN word w ON w.id = c.vector"

/* A document of Red Hat's with one product of RHEL 7, and builds for it. */
#define TRACKED "\"document\":{\"category\":\"csaf_vex\",\"tracking\":{" \
	"\"id\":\"CVE-2031-1\",\"status\":\"final\",\"current_release_date\":" \
	"\"2031-01-02T00:00:00Z\"},\"publisher\":{\"name\":\"Red Hat Product " \
	"Security\",\"namespace\":\"https://www.redhat.com\"}}"
#define RHEL7 "{\"category\":\"product_name\",\"name\":\"RHEL 7\",\"product\":" \
	"{\"product_id\":\"7Server\",\"name\":\"RHEL 7\"," \
	"\"product_identification_helper\":{\"cpe\":" \
	"\"cpe:/o:redhat:enterprise_linux:7::server\"}}}"
#define BUILD(nevra, helper) "{\"category\":\"product_version\",\"name\":\"" \
	nevra "\",\"product\":{\"product_id\":\"" nevra "\",\"name\":\"" nevra \
	"\"" helper "}}"
#define PURL(purl) ",\"product_identification_helper\":{\"purl\":\"" purl "\"}"
#define OF(nevra, category) "{\"category\":\"" category "\"," \
	"\"full_product_name\":{\"product_id\":\"7Server:" nevra "\",\"name\":" \
	"\"x\"},\"product_reference\":\"" nevra "\"," \
	"\"relates_to_product_reference\":\"7Server\"}"
#define VEX(builds, relations, status) "{" TRACKED ",\"product_tree\":{" \
	"\"branches\":[{\"category\":\"vendor\",\"name\":\"Red Hat\"," \
	"\"branches\":[" RHEL7 "," builds "]}],\"relationships\":[" relations \
	"]},\"vulnerabilities\":[{\"cve\":\"CVE-2031-1\",\"product_status\":{" \
	status "}}]}"
#define W3 "w-0:1-3.el7.x86_64"
#define W3P "pkg:rpm/redhat/w@1-3.el7?arch=x86_64"

#define W3L "w-0:1-3.el7.ppc64le"
#define W3LP "pkg:rpm/redhat/w@1-3.el7?arch=ppc64le"
#define W3B "w-0:1-4.ael7b.ppc64le"
#define W3BP "pkg:rpm/redhat/w@1-4.ael7b?arch=ppc64le"

static const struct feed_case cases[] = {
	/* ---- NVD ---- */
	{ .name = "a vector that is none is kept as text", &feed_nvd,
	  NVD(SCORE("CVSS:3.1/AV:X", "7.5")), SCORES, "4 75 CVSS:3.1/AV:X\n" },
	{ .name = "a slash at its end is not part of it", &feed_nvd,
	  NVD(SCORE("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "9.8")),
	  SCORES, "5 98 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n" },
	{ .name = "a score of 0 is no low severity", &feed_nvd,
	  NVD(SCORE("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0")),
	  SCORES, "0 0 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N\n" },
	{ .name = "times with and without a zone", &feed_nvd,
	  NVD("\"published\":\"2025-01-01T00:00:00.000\",\"lastModified\":"
	  "\"2025-01-01T00:00:01Z\""),
	  "SELECT modified - published FROM adv", "1\n" },

	/* ---- Red Hat ---- */
	{ .name = "a package without a purl: its identifier tells",
	  &feed_redhat_vex,	/* CVE-2016-3674 */
	  VEX(BUILD(W3, ""), OF(W3, "default_component_of"),
	  "\"fixed\":[\"7Server:" W3 "\"]"), HELP_STATEMENTS,
	  "redhat 7 w CVE-2031-1 1 <1-3.el7 -\n" },
	{ .name = "an identifier twice in the tree", &feed_redhat_vex,
	  VEX(BUILD(W3, PURL(W3P)) "," BUILD(W3, PURL(W3P)),
	  OF(W3, "default_component_of") "," OF(W3, "default_component_of"),
	  "\"fixed\":[\"7Server:" W3 "\"]"), HELP_STATEMENTS,
	  "redhat 7 w CVE-2031-1 1 <1-3.el7 -\n" },
	{ .name = "other words for a part of", &feed_redhat_vex,
	  VEX(BUILD(W3, PURL(W3P)), OF(W3, "installed_on"),
	  "\"fixed\":[\"7Server:" W3 "\"]"), HELP_STATEMENTS,
	  "redhat 7 w CVE-2031-1 1 <1-3.el7 -\n" },
	{ .name = "first_fixed is fixed, first_affected affected",
	  &feed_redhat_vex,
	  VEX(BUILD(W3, PURL(W3P)), OF(W3, "default_component_of"),
	  "\"first_fixed\":[\"7Server:" W3 "\"]"), HELP_STATEMENTS,
	  "redhat 7 w CVE-2031-1 1 <1-3.el7 -\n" },

	{ .name = "an alternative build beside the regular one",
	  &feed_redhat_vex,
	  VEX(BUILD(W3, PURL(W3P)) "," BUILD(W3B, PURL(W3BP)),
	  OF(W3, "default_component_of") "," OF(W3B, "default_component_of"),
	  "\"fixed\":[\"7Server:" W3 "\",\"7Server:" W3B "\"]"),
	  HELP_STATEMENTS, "redhat 7 w CVE-2031-1 1 <1-3.el7 - arch x86_64\n"
	  "redhat 7 w CVE-2031-1 1 <1-4.ael7b - arch ppc64le\n" },
	{ .name = "on the same architecture the regular one",
	  &feed_redhat_vex,
	  VEX(BUILD(W3, PURL(W3P)) "," BUILD(W3L, PURL(W3LP)) ","
	  BUILD(W3B, PURL(W3BP)),
	  OF(W3, "default_component_of") "," OF(W3L, "default_component_of") ","
	  OF(W3B, "default_component_of"),
	  "\"fixed\":[\"7Server:" W3 "\",\"7Server:" W3L "\",\"7Server:" W3B
	  "\"]"), HELP_STATEMENTS, "redhat 7 w CVE-2031-1 1 <1-3.el7 -\n" },
	{ .name = "and where it is the only one", &feed_redhat_vex,
	  VEX(BUILD(W3B, PURL(W3BP)), OF(W3B, "default_component_of"),
	  "\"fixed\":[\"7Server:" W3B "\"]"), HELP_STATEMENTS,
	  "redhat 7 w CVE-2031-1 1 <1-4.ael7b -\n" },

	/* ---- OSV ---- */
	{ .name = "what GitHub did not look at names no package", &feed_osv,
	  "{\"id\":\"GHSA-2222-3333-4444\",\"modified\":\"2025-01-02T00:00:00Z"
	  "\",\"aliases\":[\"CVE-2025-1\"],\"affected\":[],"
	  "\"database_specific\":{\"github_reviewed\":false,\"severity\":"
	  "\"HIGH\"}}", "SELECT (SELECT count(*) FROM affected) || ' ' || "
	  "severity FROM adv", "0 4\n" },
	{ .name = "a schema of another version", &feed_osv,
	  "{\"schema_version\":\"1.99.0\",\"id\":\"X-1\",\"modified\":"
	  "\"2025-01-02T00:00:00Z\",\"affected\":[{\"package\":{\"ecosystem\":"
	  "\"npm\",\"name\":\"w\"},\"ranges\":[{\"type\":\"SEMVER\",\"events\":"
	  "[{\"introduced\":\"0\"},{\"fixed\":\"1.0.0\"}]}],\"new\":{}}]}",
	  HELP_STATEMENTS, "npm  w X-1 1 <1.0.0 -\n" },
	{ .name = "a fix and a last affected version in one range", &feed_osv,
	  "{\"id\":\"X-1\",\"modified\":\"2025-01-02T00:00:00Z\",\"affected\":"
	  "[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"w\"},\"ranges\":[{"
	  "\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"0\"},"
	  "{\"last_affected\":\"1.9.0\"},{\"fixed\":\"2.0.0\"}]}]}]}",
	  HELP_STATEMENTS, "npm  w X-1 1 <=1.9.0 fix 2.0.0 -\n" },

	/* ---- Ubuntu's tracker ---- */
	{ .name = "kernels for other purposes are streams of their own",
	  &feed_ubuntu_cve,
	  "Candidate: CVE-2031-1\nPriority: low\n"
	  "realtime/jammy_linux: needed\nbluefield/jammy_linux: needed\n"
	  "ros-esm/focal_linux: needed\nproduct_linux: needed\n"
	  "snap_linux: needed\nupstream_linux: needed\ndevel_linux: needed\n"
	  "jammy_linux: released (5.15-1)\n", HELP_STATEMENTS,
	  "ubuntu 20.04/ros-esm linux CVE-2031-1 0 all -\n"
	  "ubuntu 22.04 linux CVE-2031-1 1 <5.15-1 -\n"
	  "ubuntu 22.04/bluefield linux CVE-2031-1 0 all -\n"
	  "ubuntu 22.04/realtime linux CVE-2031-1 0 all -\n"
	  "ubuntu devel linux CVE-2031-1 0 all -\n" },
};

static void
documents(void **state)
{
	(void)state;
	help_cases(cases, sizeof cases / sizeof *cases, DB);
}

/* What an interface answers when it fails is no feed. */
static void
errors(void **state)
{
	static const char *const texts[] = {
		"{\"message\":\"Invalid apiKey.\"}",
		"{\"error\":\"rate limit\",\"vulnerabilities\":null}",
		"[]", "{}",
	};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct feed_file f = { .name = STR("nvdcve-2.0-2031.json"),
			.head = str_from(texts[i]) };

		if (feed_detect(&f, &why) != NULL)
			fail_msg("a feed: %s", texts[i]);
	}
}

/* A byte order mark is not part of the document. */
static void
marked(void **state)
{
	static const char text[] = "\xef\xbb\xbf{\"catalogVersion\":\"1\","
	    "\"vulnerabilities\":[{\"cveID\":\"CVE-2031-1\",\"dateAdded\":"
	    "\"2025-01-02\"}]}";
	struct feed_case c = { "mark", &feed_kev, text,
		"SELECT count(*) || '' FROM kev", "1\n", NULL, NULL, NULL };
	struct feed_file f = { .name = STR("kev.json"),
		.head = str_from(text) };
	const char *why;

	(void)state;
	assert_true(feed_detect(&f, &why) == &feed_kev);
	help_cases(&c, 1, DB);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(errors),
		cmocka_unit_test(marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
