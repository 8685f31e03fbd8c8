/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVD: configurations and states as feed_test.c does not have them.
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

#define DB "build/nvd_test.db"
#define NVD(cves) "{\"format\":\"NVD_CVE\",\"vulnerabilities\":[" cves "]}"
#define CVE(id, more) "{\"cve\":{\"id\":\"" id "\"," more "}}"
#define NODES(op, nodes) "\"configurations\":[{" op "\"nodes\":[" nodes "]}]"
#define NODE(op, matches) "{\"operator\":\"" op "\",\"cpeMatch\":[" matches "]}"
#define MATCH(yes, cpe) "{\"vulnerable\":" yes ",\"criteria\":\"" cpe "\"}"
#define REST ":*:*:*:*:*:*:*"
#define CPES \
	"SELECT c.product || ' ' || coalesce(r.lo || ' ' || r.hi || ' ' || " \
	"r.flags, 'all') || ' ' || m.cfg || m.node || m.op || m.role FROM " \
	"cpe_match m JOIN cpe c ON c.id = m.cpe LEFT JOIN vrange r ON " \
	"r.id = m.vrange AND m.vrange <> 0 ORDER BY m.cfg, m.node, m.cpe, m.seq"
#define FLAGS "SELECT v.tail || ' ' || v.flags FROM vid v ORDER BY v.id"

static const struct feed_case cases[] = {
	{ .name = "wildcards in a version", &feed_nvd,
	  NVD(CVE("CVE-2031-1", NODES("", NODE("OR",
	  MATCH("true", "cpe:2.3:a:x:a:1.2.*" REST) ","
	  MATCH("true", "cpe:2.3:a:x:b:1?" REST) ","
	  MATCH("true", "cpe:2.3:a:x:c:1.\\\\*" REST))))), CPES,
	  "a 1.2 1.3 1 0000\nb all 0000\nc 1.*  37 0000\n" },
	{ .name = "beside vulnerable ones: an exclusion", &feed_nvd,
	  NVD(CVE("CVE-2031-1", NODES("", NODE("OR",
	  MATCH("true", "cpe:2.3:a:x:a:*" REST) ","
	  MATCH("false", "cpe:2.3:a:x:b:*" REST))))), CPES,
	  "a all 0000\nb all 0002\n" },
	{ .name = "where all members are wanted: a platform", &feed_nvd,
	  NVD(CVE("CVE-2031-1", NODES("", NODE("AND",
	  MATCH("true", "cpe:2.3:a:x:a:*" REST) ","
	  MATCH("false", "cpe:2.3:o:x:b:*" REST))))), CPES,
	  "a all 0010\nb all 0011\n" },
	{ .name = "no operator over nodes: one is enough; negated", &feed_nvd,
	  NVD(CVE("CVE-2031-1", NODES("\"negate\":true,", NODE("OR",
	  MATCH("true", "cpe:2.3:a:x:a:*" REST)) "," NODE("OR",
	  MATCH("true", "cpe:2.3:a:x:b:*" REST))))), CPES,
	  "a all 00120\nb all 01120\n" },
	{ .name = "criteria that are no CPE name are said", &feed_nvd,
	  NVD(CVE("CVE-2031-1", NODES("", NODE("OR",
	  MATCH("true", "cpe:/a:x:a:1") "," MATCH("true",
	  "cpe:2.3:a:x:b:1" REST))))), HELP_REJECTS,
	  "CVE-2031-1: a part of it: criteria that are no CPE name\n" },
	{ .name = "rejected in all spellings", &feed_nvd,
	  NVD(CVE("CVE-2031-1", "\"vulnStatus\":\" REJECTED \"") ","
	  CVE("CVE-2031-2", "\"descriptions\":[{\"lang\":\"en\",\"value\":"
	  "\"  rejected reason: Not used.\"}]") ","
	  CVE("CVE-2031-3", "\"descriptions\":[{\"lang\":\"en\",\"value\":"
	  "\"See: ** Reject ** it was withdrawn\"}]") ","
	  CVE("CVE-2031-4", "\"descriptions\":[{\"lang\":\"en\",\"value\":"
	  "\"It rejects users. ** UNSUPPORTED **\"}]")), FLAGS,
	  "2031-1 8\n2031-2 8\n2031-3 8\n2031-4 0\n" },
	{ .name = "a state without analysis says nothing of products", &feed_nvd,
	  NVD(CVE("CVE-2031-1", "\"vulnStatus\":\"Awaiting Analysis\"")),
	  "SELECT (SELECT count(*) FROM adv) || ' ' || (SELECT count(*) FROM "
	  "cpe_match)", "1 0\n" },
	{ .name = "the CNA's score where NVD has none, CISA's last", &feed_nvd,
	  NVD(CVE("CVE-2031-1", "\"metrics\":{\"cvssMetricV31\":[{\"source\":"
	  "\"134c704f-9b21-4f2e-91b3-4a467353bcc0\",\"type\":\"Secondary\","
	  "\"cvssData\":{\"vectorString\":\"CVSS:3.1/AV:N\",\"baseScore\":9.8}}"
	  "],\"cvssMetricV30\":[{\"source\":\"cna@example.org\",\"type\":"
	  "\"Secondary\",\"cvssData\":{\"vectorString\":\"CVSS:3.0/AV:N\","
	  "\"baseScore\":5.0}}]}")), "SELECT severity FROM adv", "3\n" },
};

static void
documents(void **state)
{
	(void)state;
	help_cases(cases, sizeof cases / sizeof *cases, DB);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(documents) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
