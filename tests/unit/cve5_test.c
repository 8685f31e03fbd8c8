/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CVE records: versions as people write them, and Debian's and Ubuntu's lists
 * where they are cut or strange.
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

#define DB "build/cve5_test.db"
#define CVE(affected) "{\"dataType\":\"CVE_RECORD\",\"cveMetadata\":{" \
	"\"cveId\":\"CVE-2031-1\",\"state\":\"PUBLISHED\"},\"containers\":{" \
	"\"cna\":{\"affected\":[" affected "]}}}"
#define PRODUCT(def, versions) "{\"product\":\"w\",\"defaultStatus\":\"" def \
	"\",\"versions\":[" versions "]}"
#define V(version) "{\"version\":\"" version "\",\"status\":\"affected\"}"
#define RANGES \
	"SELECT a.state || ' ' || CASE WHEN r.id IS NULL THEN 'all' WHEN " \
	"r.flags & 8 THEN 'text ' || r.lo WHEN r.flags & 4 THEN '=' || r.lo " \
	"ELSE CASE WHEN r.flags & 16 THEN '' WHEN r.flags & 1 THEN '>=' || " \
	"r.lo ELSE '>' || r.lo END || CASE WHEN r.flags & 32 THEN '' WHEN " \
	"r.flags & 2 THEN '<=' || r.hi ELSE '<' || r.hi END END FROM " \
	"affected a LEFT JOIN vrange r ON r.id = a.vrange AND a.vrange <> 0 " \
	"ORDER BY a.pkg, a.adv, a.seq"

static const struct feed_case cases[] = {
	{ .name = "prose that is understood", &feed_cve5,
	  CVE(PRODUCT("unaffected", V("< 1.5.3") "," V(">= 2.0, < 2.0.7") ","
	  V("<= 3.1") "," V("> 4.0, <= 4.2") "," V("= 5.1") ","
	  V("before 6.4") "," V("prior to 7.0") "," V("8.2 and earlier") ","
	  V("v9.1") "," V("10.0-rc1"))), RANGES,
	  "0 <1.5.3\n0 >=2.0<2.0.7\n0 <=3.1\n0 >4.0<=4.2\n0 =5.1\n"
	  "0 <6.4\n0 <7.0\n0 <=8.2\n0 =v9.1\n0 =10.0-rc1\n" },
	{ .name = "prose that is not: kept as text, undetermined", &feed_cve5,
	  CVE(PRODUCT("unaffected", V("1.x") "," V("n/a") "," V("all") ","
	  V("1.2 to 1.5") "," V("") "," V("see the advisory") ","
	  V("< all, > none") "," V("0"))), RANGES,
	  "7 text 1.x\n7 text n/a\n7 text all\n7 text 1.2 to 1.5\n"
	  "7 text unspecified\n7 text see the advisory\n"
	  "7 text < all, > none\n7 text 0\n" },
	{ .name = "bounds", &feed_cve5,
	  CVE(PRODUCT("unaffected",
	  "{\"version\":\"unspecified\",\"lessThan\":\"1.5\",\"status\":"
	  "\"affected\"},{\"version\":\"2.0\",\"lessThanOrEqual\":\"2.*\","
	  "\"status\":\"affected\"},{\"version\":\"4.0\",\"lessThan\":\"*\","
	  "\"status\":\"affected\"},{\"version\":\"5.0\",\"lessThanOrEqual\":"
	  "\"5.2\",\"status\":\"affected\"},{\"version\":\"6.0\",\"lessThan\":"
	  "\"6.0\",\"status\":\"affected\"},{\"version\":\"7.0\",\"lessThan\":"
	  "\"next\",\"status\":\"affected\"}")), RANGES,
	  "1 <1.5\n0 >=2.0<3\n0 >=4.0\n0 >=5.0<=5.2\n7 text 7.0\n" },
	{ .name = "changes", &feed_cve5,
	  CVE(PRODUCT("unaffected", "{\"version\":\"1.0\",\"lessThan\":\"3.0\","
	  "\"status\":\"affected\",\"changes\":[{\"at\":\"1.5\",\"status\":"
	  "\"unaffected\"},{\"at\":\"2.0\",\"status\":\"affected\"},{\"at\":"
	  "\"nonsense\",\"status\":\"unaffected\"}]}")), RANGES,
	  "1 >=1.0<1.5\n2 >=1.5<2.0\n1 >=2.0<3.0\n" },
	{ .name = "affected by default: what the others leave", &feed_cve5,
	  CVE(PRODUCT("affected", "{\"version\":\"2.0\",\"status\":"
	  "\"unaffected\"},{\"version\":\"1.0\",\"lessThan\":\"1.5\",\"status\":"
	  "\"unaffected\"},{\"version\":\"3.0\",\"lessThan\":\"*\",\"status\":"
	  "\"unaffected\"}")), RANGES,
	  "1 <1.0\n1 >=1.5<2.0\n1 >2.0<3.0\n" },
	{ .name = "in the order of the type", &feed_cve5,
	  CVE(PRODUCT("affected", "{\"version\":\"1:0.9-1\",\"lessThan\":"
	  "\"*\",\"status\":\"unaffected\",\"versionType\":\"rpm\"},{"
	  "\"version\":\"1.0-1\",\"lessThan\":\"1.10-1\",\"status\":"
	  "\"unaffected\",\"versionType\":\"rpm\"}")), RANGES,
	  "1 <1.0-1\n1 >=1.10-1<1:0.9-1\n" },
	{ .name = "affected by default, and changes", &feed_cve5,
	  CVE(PRODUCT("affected", "{\"version\":\"1.0\",\"lessThan\":\"*\","
	  "\"status\":\"affected\",\"changes\":[{\"at\":\"1.5\","
	  "\"status\":\"unaffected\"}]}")), RANGES,
	  "1 >=1.0<1.5\n2 >=1.5\n7 all\n" },
	{ .name = "no versions: the default", &feed_cve5,
	  CVE(PRODUCT("affected", "") "," PRODUCT("unaffected", "") ","
	  PRODUCT("unknown", "")), RANGES, "0 all\n2 all\n7 all\n" },
	{ .name = "commits", &feed_cve5,
	  CVE(PRODUCT("affected", "{\"version\":\"aa\",\"lessThan\":\"bb\","
	  "\"status\":\"affected\",\"versionType\":\"git\"},{\"version\":\"cc\","
	  "\"status\":\"unaffected\",\"versionType\":\"git\"}")), RANGES,
	  "0 text >=aa <bb\n2 text =cc\n" },
	{ .name = "CPE names of both spellings, where no configurations are",
	  &feed_cve5,
	  CVE("{\"product\":\"w\",\"cpes\":[\"cpe:/o:Acme:w:9\","
	  "\"cpe:2.3:a:acme:v:*:*:*:*:*:*:*:*\",\"nonsense\"],\"versions\":["
	  "{\"version\":\"1.0\",\"lessThan\":\"2.0\",\"status\":"
	  "\"affected\"},{\"version\":\"2.5\",\"status\":\"unaffected\"}]},"
	  "{\"product\":\"x\",\"defaultStatus\":\"affected\",\"cpes\":["
	  "\"cpe:/a:acme:x:7\"]}"),
	  "SELECT c.part || ' ' || c.vendor || ' ' || c.product || ' ' || "
	  "r.lo || ' ' || r.hi || ' ' || m.cfg || m.node || m.op || m.role "
	  "FROM cpe_match m JOIN cpe c ON c.id = m.cpe JOIN vrange r ON "
	  "r.id = m.vrange ORDER BY m.cfg, m.cpe",
	  "a acme v 1.0 2.0 0000\no acme w 1.0 2.0 0000\n"
	  "a acme x 7  1000\n" },
	{ .name = "a state that is none", &feed_cve5,
	  "{\"cveMetadata\":{\"cveId\":\"CVE-2031-1\",\"state\":\"X\"},"
	  "\"containers\":{}}", HELP_REJECTS,
	  "CVE-2031-1: neither published nor rejected\n" },
	{ .name = "no number", &feed_cve5,
	  "{\"cveMetadata\":{\"state\":\"PUBLISHED\"},\"containers\":{}}",
	  HELP_REJECTS, "doc: no CVE identifier\n" },

	/* ---- lists ---- */
	{ .name = "a brace that nothing closes", &feed_debian_lists,
	  "[02 Jan 2031] DSA-9000-1 w - security update\n"
	  "\t{CVE-2031-1 CVE-20\n"
	  "\t[trixie] - w 1-2\n",
	  HELP_ALIASES, "DSA-9000-1 2 CVE-2031-1\n" },
	{ .name = "lines of nobody, CRLF, a release that none knows",
	  &feed_debian_lists,
	  "\t- w 1-1\r\nCVE-2031-1 (x)\r\n\t[nosuch] - w 1-2\r\n"
	  "\t[trixie] - \r\n\t[trixie] - w\r\n", HELP_STATEMENTS,
	  "debian nosuch w CVE-2031-1 1 <1-2 -\n" },
	{ .name = "what is for unstable alone is inherited", &feed_debian_lists,
	  "CVE-2031-1 (x)\n\t- w 1-2\n\t[bookworm] - w <not-affected> (no)\n"
	  "\t[trixie] - w <no-dsa> (Minor)\n",
	  "SELECT n.release || ' ' || a.state || ' ' || coalesce(r.hi, '-') "
	  "FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns "
	  "LEFT JOIN vrange r ON r.id = a.vrange AND a.vrange <> 0 WHERE "
	  "n.release IN ('11', '12', '13', 'sid') ORDER BY 1",
	  "11 0 1-2\n12 2 -\n13 0 1-2\nsid 1 1-2\n" },
	{ .name = "a tracker's text without a number", &feed_ubuntu_cve,
	  "Candidate:\nReferences:\njammy_w: needed\n", HELP_REJECTS,
	  "doc: no CVE identifier\n" },
};

static void
documents(void **state)
{
	(void)state;
	help_cases(cases, sizeof cases / sizeof *cases, DB);
}

static void
detection(void **state)
{
	static const struct { const char *text, *feed; } files[] = {
		{ "{\"dataType\":\"CVE_RECORD\",\"cveMetadata\":{}}", "cve5" },
		{ "{\"data\":{\"securityAdvisories\":{\"nodes\":[{\"ghsaId\":",
		  "ghsa" },
		{ "[{\"ghsa_id\":\"GHSA-2222-3333-4444\"}]", "ghsa" },
		{ "{\"ghsaId\":\"GHSA-2222-3333-4444\"}", "ghsa" },
		{ "[02 Jan 2031] DSA-1-1 w - x\n\t- w 1\n", "debian-lists" },
		{ "\n[02 Jan 2031] DTSA-1-1 w - x\n", "debian-lists" },
		{ "[02 Jan 2031] FOO-1-1 w - x\n", NULL },
		{ "CVE-2031-XXXX [w: x]\n\t- w 1\n", "debian-lists" },
		{ "CVE-2031-1,0.5,0.6\nCVE-2031-2,1,1\n", NULL },
		{ "PublicDate: 2031-01-02\nCandidate: CVE-2031-1\nReferences:\n",
		  "ubuntu-cve" },
		{ "Candidate: CVE-YYYY-NNNN\n", NULL },
		{ "{\"763-1\":{\"action\":\"x\",\"cves\":[]}}", "ubuntu-usn" },
		{ "{\"w\":{\"cves\":[]}}", NULL },
		{ "{\"format\":\"NVD_CPEMATCH\",\"matchStrings\":[]}", "index" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct feed_file f = { .name = STR("dir/doc.json"),
			.head = str_from(files[i].text) };
		const char *why;
		const struct feed *feed;

		if (files[i].text[0] != '{' && files[i].text[1] != '{')
			f.name = STR("dir/doc");
		feed = feed_detect(&f, &why);
		if (files[i].feed == NULL ? feed != NULL : feed == NULL ||
		    strcmp(feed->name, files[i].feed) != 0)
			fail_msg("%s: %s", files[i].text, feed == NULL ?
			    "nothing" : feed->name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(detection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
