/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds: a small document each, in upstream's form, one for every trap, and
 * the statements that a person reads in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/out.h"
#include "codec/reader.h"
#include "db/db.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"

static struct err e;

#define DB "build/feed_test.db"

/* What a query gives: rows ended by LF, columns divided by '|'. */
static struct str
query(struct db *db, const char *sql, struct buf *b)
{
	struct out o;
	struct db_stmt *s;

	b->n = 0;
	out_to_buf(&o, b);
	if (db_prepare(db, sql, &s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	while (db_step(s, &e) == RC_OK) {
		out_str(&o, db_text(s, 0));
		out_z(&o, "\n");
	}
	db_finish(s);
	assert_int_equal(out_flush(&o, &e), RC_OK);
	return buf_str(b);
}

static struct db *
load(const struct feed *feed, const char *text, enum rc want)
{
	struct feed_file file = { .name = STR("dir/doc.json"),
		.head = str_from(text) };
	struct fill *f;
	struct reader *r = reader_of_mem(text, strlen(text));
	struct db *db;

	assert_int_equal(fill_new(&f, &e), RC_OK);
	assert_int_equal(fill_source(f, &(struct fill_source){
	    .feed = str_from(feed->name), .name = STR("doc.json"),
	    .pieces = feed->pieces }, &e), RC_OK);
	e.msg[0] = '\0';
	if (feed->load(&file, r, &limits_default, f, &e) != want)
		fail_msg("%s: %s", text, e.msg);
	assert_true(want == RC_OK || e.msg[0] != '\0');
	reader_close(r);
	(void)unlink(DB);
	assert_int_equal(fill_write(f, DB, &e), RC_OK);
	fill_free(f);
	assert_int_equal(db_open_file(DB, &db, &e), RC_OK);
	return db;
}

#define STATEMENTS \
	"SELECT n.eco || ' ' || n.release || ' ' || k.name || ' ' || " \
	"p.t || v.tail || ' ' || a.state || ' ' || coalesce(r.lo || ' ' || " \
	"r.hi || ' ' || r.flags || ' ' || r.fixed, 'all') || ' ' || " \
	"coalesce(a.severity, '-') || ' ' || coalesce(q.module, '') " \
	"FROM affected a JOIN pkg k ON k.id = a.pkg JOIN ns n ON n.id = k.ns " \
	"JOIN adv x ON x.id = a.adv JOIN vid v ON v.id = x.vid JOIN prefix p " \
	"ON p.id = v.prefix LEFT JOIN vrange r ON r.id = a.vrange " \
	"LEFT JOIN qual q ON q.id = a.qual ORDER BY a.pkg, a.adv, a.seq"
#define REJECTS "SELECT record || ': ' || reason FROM reject"
#define ALIASES \
	"SELECT p.t || v.tail || ' ' || a.rel || ' ' || q.t || w.tail FROM " \
	"alias a JOIN vid v ON v.id = a.a JOIN prefix p ON p.id = v.prefix " \
	"JOIN vid w ON w.id = a.b JOIN prefix q ON q.id = w.prefix " \
	"ORDER BY a.a, a.rel, a.b"
#define FLAGS "SELECT p.t || v.tail || ' ' || v.flags FROM vid v JOIN " \
	"prefix p ON p.id = v.prefix ORDER BY v.id"
#define CPES \
	"SELECT c.part || ' ' || c.vendor || ' ' || c.product || ' ' || " \
	"coalesce(r.lo || ' ' || r.hi || ' ' || r.flags, 'all') || ' ' || " \
	"m.cfg || m.node || m.op || m.role || ' ' || coalesce(w.t, '') " \
	"FROM cpe_match m JOIN cpe c ON c.id = m.cpe LEFT JOIN vrange r ON " \
	"r.id = m.vrange LEFT JOIN word w ON w.id = m.attrs " \
	"ORDER BY m.cfg, m.node, m.cpe, m.seq"
#define SCORES "SELECT w.t || ' ' || c.ver || ' ' || c.score10 || ' ' || " \
	"c.prim FROM cvss c JOIN word w ON w.id = c.src"

static const struct {
	const char *name;
	const struct feed *feed;
	const char *text, *sql, *want;
} cases[] = {
	/* ---- Debian ---- */
	{ "states and severities", &feed_debian,
	  "{\"widget\":{\"CVE-2031-1\":{\"releases\":{"
	  "\"bookworm\":{\"status\":\"resolved\",\"fixed_version\":\"1.2-3\","
	  "\"urgency\":\"medium**\"},"
	  "\"trixie\":{\"status\":\"open\",\"urgency\":\"low*\","
	  "\"nodsa\":\"Minor\",\"nodsa_reason\":\"postponed\"},"
	  "\"sid\":{\"status\":\"resolved\",\"fixed_version\":\"0\","
	  "\"urgency\":\"unimportant\"},"
	  "\"bullseye\":{\"status\":\"open\",\"urgency\":\"end-of-life\"},"
	  "\"buster\":{\"status\":\"undetermined\","
	  "\"urgency\":\"not yet assigned\"},"
	  "\"stretch\":{\"status\":\"open\",\"nodsa\":\"x\","
	  "\"nodsa_reason\":\"ignored\",\"urgency\":\"high\"},"
	  "\"jessie\":{\"status\":\"open\",\"nodsa\":\"x\","
	  "\"nodsa_reason\":\"\"}}}}}", STATEMENTS,
	  "debian 10 widget CVE-2031-1 7 all - \n"
	  "debian 11 widget CVE-2031-1 6 all - \n"
	  "debian 12 widget CVE-2031-1 1  1.2-3 16  3 \n"
	  "debian 13 widget CVE-2031-1 4 all 2 \n"
	  "debian 8 widget CVE-2031-1 0 all - \n"
	  "debian 9 widget CVE-2031-1 3 all 4 \n"
	  "debian sid widget CVE-2031-1 2 all 1 \n" },
	{ "the fixed version judges, not the status", &feed_debian,
	  "{\"w\":{\"CVE-2031-1\":{\"releases\":{\"bookworm\":{\"status\":"
	  "\"open\",\"fixed_version\":\"1.2-3~bpo1\"}}}}}", STATEMENTS,
	  "debian 12 w CVE-2031-1 1  1.2-3~bpo1 16  - \n" },
	{ "an urgency too low to be true", &feed_debian,
	  "{\"w\":{\"CVE-2023-4863\":{\"releases\":{\"bookworm\":{\"status\":"
	  "\"open\",\"urgency\":\"unimportant\"}}}}}", STATEMENTS,
	  "debian 12 w CVE-2023-4863 0 all - \n" },
	{ "releases that are no object, null members", &feed_debian,
	  "{\"w\":{\"CVE-2031-1\":{\"releases\":[]},\"CVE-2031-2\":null,"
	  "\"TEMP-0000000-ABCDEF\":{\"releases\":{\"sid\":{\"status\":"
	  "\"open\"}}}},\"v\":null}", STATEMENTS,
	  "debian sid w TEMP-0000000-ABCDEF 0 all - \n" },
	{ "what makes no sense is rejected", &feed_debian,
	  "{\"w\":{\"CVE-2031-1\":{\"releases\":{\"sid\":{\"status\":"
	  "\"resolved\"}}},\"CVE-2031-2\":3}}", REJECTS,
	  "w CVE-2031-1 sid: neither a fixed version nor a status we know\n"
	  "CVE-2031-2: not an object\n" },

	/* ---- secdb ---- */
	{ "several ids, remarks, underscores, zero, null", &feed_secdb,
	  "{\"distroversion\":\"v3.20\",\"reponame\":\"main\",\"urlprefix\":"
	  "\"https://dl-cdn.alpinelinux.org/alpine\",\"packages\":[{\"pkg\":{"
	  "\"name\":\"widget\",\"secfixes\":{\"2.4.1-r0\":["
	  "\"CVE-2031-1 GHSA-aaaa-bbbb-cccc\",\"CVE_2031-2 (+ fix)\"],"
	  "\"0\":[\"CVE-2031-3\"],\"1-r0\":null}}},{\"pkg\":{\"name\":\"n\","
	  "\"secfixes\":null}}]}", STATEMENTS,
	  "alpine 3.20 widget CVE-2031-1 1  2.4.1-r0 16  - \n"
	  "alpine 3.20 widget CVE-2031-2 1  2.4.1-r0 16  - \n"
	  "alpine 3.20 widget CVE-2031-3 2 all - \n" },
	{ "the packages come first", &feed_secdb,
	  "{\"packages\":[{\"pkg\":{\"name\":\"w\",\"secfixes\":{\"1-r1\":["
	  "\"CVE-2031-1\"]}}}],\"urlprefix\":\"https://x.alpinelinux.org\","
	  "\"reponame\":\"main\",\"distroversion\":\"edge\"}", STATEMENTS,
	  "alpine edge w CVE-2031-1 1  1-r1 16  - \n" },
	{ "several versions: the highest of a branch", &feed_secdb,
	  "{\"urlprefix\":\"https://packages.wolfi.dev\",\"packages\":[{"
	  "\"pkg\":{\"name\":\"w\",\"secfixes\":{\"3.0.2-r0\":[\"CVE-2031-1\"],"
	  "\"1.1.1-r10\":[\"CVE-2031-1\"],\"1.1.1-r9\":[\"CVE-2031-1\"],"
	  "\"0\":[\"CVE-2031-1\"],\"20230101-r0\":[\"CVE-2031-2\"],"
	  "\"20240101-r0\":[\"CVE-2031-2\"]}}}]}", STATEMENTS,
	  "wolfi  w CVE-2031-1 1  1.1.1-r10 16  - \n"
	  "wolfi  w CVE-2031-1 1 2 3.0.2-r0 1  - \n"
	  "wolfi  w CVE-2031-2 1  20240101-r0 16  - \n" },
	{ "other names, and advisories that cover several", &feed_secdb,
	  "{\"urlprefix\":\"https://packages.cgr.dev\",\"packages\":[{"
	  "\"pkg\":{\"name\":\"w\",\"secfixes\":{\"1-r0\":["
	  "\"CVE-2031-1 XSA-201\",\"CVE-2031-2 GHSA-aaaa-bbbb-cccc\","
	  "\"CVE-?" "?" "?" "?-?" "?" "?" "?" "?\"]}}}]}", ALIASES,
	  "CVE-2031-1 3 XSA-201\n"
	  "CVE-2031-2 0 GHSA-aaaa-bbbb-cccc\n" },

	/* ---- OSV ---- */
#define OSV(id, more) "{\"id\":\"" id "\",\"modified\":" \
	"\"2031-01-02T00:00:00Z\"," more "}"
#define AFF(eco, name, more) "\"affected\":[{\"package\":{\"ecosystem\":\"" \
	eco "\",\"name\":\"" name "\"}," more "}]"
#define SEMVER(events) "\"ranges\":[{\"type\":\"SEMVER\",\"events\":[" \
	events "]}]"
#define ECOSYS(events) "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[" \
	events "]}]"
	{ "events in any order", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"fixed\":\"3.0.6\"},"
	  "{\"introduced\":\"3.0.0\"},{\"fixed\":\"2.4.1\"},"
	  "{\"introduced\":\"0\"}"))), STATEMENTS,
	  "npm  w X-1 1  2.4.1 16  - \n"
	  "npm  w X-1 1 3.0.0 3.0.6 1  - \n" },
	{ "last_affected is included, without a fix", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"introduced\":\"1.0.0\"},"
	  "{\"last_affected\":\"1.4.0\"}"))), STATEMENTS,
	  "npm  w X-1 0 1.0.0 1.4.0 3  - \n" },
	{ "one version: introduced and last_affected", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"last_affected\":\"1.4.0\"},"
	  "{\"introduced\":\"1.4.0\"}"))), STATEMENTS,
	  "npm  w X-1 0 1.4.0 1.4.0 3  - \n" },
	{ "one ends where the next begins", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"introduced\":\"1.0.0\"},"
	  "{\"introduced\":\"2.0.0\"},{\"fixed\":\"2.0.0\"},"
	  "{\"fixed\":\"3.0.0\"}"))), STATEMENTS,
	  "npm  w X-1 1 1.0.0 2.0.0 1  - \n"
	  "npm  w X-1 1 2.0.0 3.0.0 1  - \n" },
	{ "two beginnings are one", &feed_osv,
	  OSV("X-1", AFF("Debian:12", "w", ECOSYS("{\"introduced\":\"0\"},"
	  "{\"introduced\":\"1\"},{\"fixed\":\"2\"}"))), STATEMENTS,
	  "debian 12 w X-1 1  2 16  - \n" },
	{ "an end without a beginning is from the start", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"fixed\":\"2.0.0\"}"))),
	  STATEMENTS, "npm  w X-1 1  2.0.0 16  - \n" },
	{ "an interval that ends where it begins is none", &feed_osv,
	  OSV("X-1", AFF("npm", "w", SEMVER("{\"introduced\":\"2.0.0\"},"
	  "{\"fixed\":\"2.0.0\"}"))), STATEMENTS, "" },
	{ "no end at all, and a limit", &feed_osv,
	  OSV("X-1", "\"affected\":[{\"package\":{\"ecosystem\":\"npm\","
	  "\"name\":\"a\"}," SEMVER("{\"introduced\":\"0\"}") "},"
	  "{\"package\":{\"ecosystem\":\"npm\",\"name\":\"b\"},"
	  SEMVER("{\"introduced\":\"0\"},{\"limit\":\"3.0.0\"}") "}]"),
	  STATEMENTS,
	  "npm  a X-1 0 all - \n"
	  "npm  b X-1 0  3.0.0 16  - \n" },
	{ "GHSA's upper bound without a fix", &feed_osv,
	  OSV("GHSA-aaaa-bbbb-cccc", AFF("npm", "w", SEMVER(
	  "{\"introduced\":\"1.0.0\"}") ",\"database_specific\":{"
	  "\"last_known_affected_version_range\":\"<= 4.5.0\"}")), STATEMENTS,
	  "npm  w GHSA-aaaa-bbbb-cccc 0 1.0.0 4.5.0 3  - \n" },
	{ "versions beyond the ranges, GIT ranges passed over", &feed_osv,
	  OSV("X-1", AFF("npm", "w", "\"ranges\":[{\"type\":\"GIT\","
	  "\"events\":[{\"introduced\":\"0\"}]},{\"type\":\"SEMVER\","
	  "\"events\":[{\"introduced\":\"1.0.0\"},{\"fixed\":\"1.2.0\"}]}],"
	  "\"versions\":[\"1.1.0\",\"1.0.0\",\"3.0.0\"]")), STATEMENTS,
	  "npm  w X-1 1 1.0.0 1.2.0 1  - \n"
	  "npm  w X-1 0 3.0.0  37  - \n" },
	{ "no order is known: as they stand, when they alternate", &feed_osv,
	  OSV("X-1", "\"affected\":[{\"package\":{\"ecosystem\":\"Foo\","
	  "\"name\":\"a\"}," ECOSYS("{\"introduced\":\"2.0\"},"
	  "{\"fixed\":\"2.7\"},{\"introduced\":\"0\"},{\"fixed\":\"1.2\"}")
	  "},{\"package\":{\"ecosystem\":\"Foo\",\"name\":\"b\"},"
	  ECOSYS("{\"introduced\":\"0\"},{\"introduced\":\"2\"},"
	  "{\"fixed\":\"1\"},{\"fixed\":\"3\"}") "}]"), STATEMENTS,
	  "foo  a X-1 1 2.0 2.7 1  - \n"
	  "foo  a X-1 1  1.2 16  - \n"
	  "foo  b X-1 0 >=0 >=2 <1 <3  40  - \n" },
	{ "names are normalised", &feed_osv,
	  OSV("X-1", AFF("PyPI", "My_Widget.x", ECOSYS(
	  "{\"introduced\":\"0\"},{\"fixed\":\"1\"}"))), STATEMENTS,
	  "pypi  my-widget-x X-1 1  1 16  - \n" },
	{ "withdrawn says nothing", &feed_osv,
	  OSV("X-1", "\"withdrawn\":\"2031-01-03T00:00:00Z\"," AFF("npm", "w",
	  SEMVER("{\"introduced\":\"0\"}"))), STATEMENTS, "" },
	{ "withdrawn is flagged", &feed_osv,
	  OSV("X-1", "\"withdrawn\":\"2031-01-03T00:00:00Z\"," AFF("npm", "w",
	  SEMVER("{\"introduced\":\"0\"}"))), FLAGS, "X-1 1\n" },
	{ "malware is flagged", &feed_osv,
	  OSV("MAL-2031-1", AFF("npm", "w",
	  SEMVER("{\"introduced\":\"0\"}"))), FLAGS, "MAL-2031-1 68\n" },
	{ "an erratum: modules, severity, what it fixes", &feed_osv,
	  OSV("ALSA-2031:1", "\"summary\":\"Important: virt:rhel and "
	  "virt-devel:rhel security update\",\"related\":[\"CVE-2031-1\"],"
	  "\"affected\":[{\"package\":{\"ecosystem\":\"AlmaLinux:8\",\"name\":"
	  "\"hivex\"}," ECOSYS("{\"introduced\":\"0\"},{\"fixed\":"
	  "\"1.3-1.module_el8\"}") "},{\"package\":{\"ecosystem\":"
	  "\"AlmaLinux:8\",\"name\":\"qemu\"}," ECOSYS("{\"introduced\":"
	  "\"0\"},{\"fixed\":\"6.2-1.el8\"}") "}]"), STATEMENTS,
	  "almalinux 8 hivex ALSA-2031:1 1  1.3-1.module_el8 16  - "
	  "virt:rhel virt-devel:rhel\n"
	  "almalinux 8 qemu ALSA-2031:1 1  6.2-1.el8 16  - \n" },
	{ "an erratum's CVEs are what it fixes", &feed_osv,
	  OSV("DSA-5000-1", "\"upstream\":[\"CVE-2031-1\",\"CVE-2031-2\"],"
	  "\"related\":[\"DSA-4999-1\"]"), ALIASES,
	  "DSA-5000-1 2 CVE-2031-1\n"
	  "DSA-5000-1 2 CVE-2031-2\n"
	  "DSA-5000-1 3 DSA-4999-1\n" },
	{ "a bug fix is no vulnerability", &feed_osv,
	  OSV("ALBA-2031:1", AFF("AlmaLinux:8", "w", ECOSYS(
	  "{\"introduced\":\"0\"},{\"fixed\":\"1\"}"))), STATEMENTS, "" },
	{ "releases and severities of their own", &feed_osv,
	  OSV("UBUNTU-CVE-2031-1", "\"upstream\":[\"CVE-2031-1\"],"
	  "\"affected\":[{\"package\":{\"ecosystem\":\"Ubuntu:Pro:18.04:LTS\","
	  "\"name\":\"w\"},\"severity\":[{\"type\":\"Ubuntu\",\"score\":"
	  "\"medium\"}]," ECOSYS("{\"introduced\":\"0\"}") "},{\"package\":{"
	  "\"ecosystem\":\"Alpine:v3.20\",\"name\":\"w\"},\"severity\":[{"
	  "\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/"
	  "C:H/I:H/A:H\"}]," ECOSYS("{\"introduced\":\"0\"}") "}]"),
	  STATEMENTS,
	  "alpine 3.20 w UBUNTU-CVE-2031-1 0 all 5 \n"
	  "ubuntu 18.04 w UBUNTU-CVE-2031-1 3 all 3 \n"
	  "ubuntu 18.04 w UBUNTU-CVE-2031-1 0 all 3 \n" },
	{ "another registry is another channel", &feed_osv,
	  OSV("X-1", AFF("Maven:https://repo.example.org/m2", "a:b", ECOSYS(
	  "{\"introduced\":\"0\"}"))), "SELECT channel FROM ns",
	  "https://repo.example.org/m2\n" },
	{ "scores, with a slash at the end", &feed_osv,
	  OSV("GHSA-aaaa-bbbb-cccc", "\"severity\":[{\"type\":\"CVSS_V3\","
	  "\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/\"},{"
	  "\"type\":\"CVSS_V3\",\"score\":\"nonsense\"}]"), SCORES,
	  "GHSA 31 98 1\n" },
	{ "an unknown time is kept as none", &feed_osv,
	  "{\"id\":\"GO-2031-1\",\"modified\":\"0001-01-01T00:00:00Z\"}",
	  "SELECT coalesce(modified, 'none') FROM adv", "none\n" },

	/* ---- NVD ---- */
#define NVD(cves) "{\"format\":\"NVD_CVE\",\"vulnerabilities\":[" cves "]}"
	{ "configurations", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"CVE-2031-1\",\"configurations\":[{"
	  "\"operator\":\"AND\",\"nodes\":[{\"operator\":\"OR\",\"negate\":"
	  "false,\"cpeMatch\":[{\"vulnerable\":true,\"criteria\":"
	  "\"cpe:2.3:a:acme:wid\\\\:get:*:*:*:*:*:node.js:*:*\","
	  "\"versionStartIncluding\":\"2.0\",\"versionEndExcluding\":\"2.4.1\""
	  "},{\"vulnerable\":false,\"criteria\":"
	  "\"cpe:2.3:a:Acme:wid\\\\:get:2.2:rc1:*:*:*:*:*:*\"}]},{\"operator\":"
	  "\"OR\",\"cpeMatch\":[{\"vulnerable\":false,\"criteria\":"
	  "\"cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*\"}]}]},{\"nodes\":[{"
	  "\"operator\":\"OR\",\"cpeMatch\":[{\"vulnerable\":true,"
	  "\"criteria\":\"cpe:2.3:a:acme:other:*:*:*:*:*:*:*:*\","
	  "\"versionStartExcluding\":\"1\",\"versionEndIncluding\":\"2\"},{"
	  "\"vulnerable\":true,\"criteria\":\"cpe:2.3:broken\"}]}]}]}}"), CPES,
	  "a acme wid:get 2.0 2.4.1 1 0000 *:*:*:*:node.js:*:*\n"
	  "a acme wid:get 2.2-rc1  37 0002 rc1:*:*:*:*:*:*\n"
	  "o linux linux_kernel -  37 0101 \n"
	  "a acme other 1 2 2 1000 \n" },
	{ "scores of NVD, of the CNA and of CISA", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"CVE-2031-1\",\"metrics\":{\"cvssMetricV40\":"
	  "[{\"source\":\"cna@example.org\",\"type\":\"Secondary\","
	  "\"cvssData\":{\"vectorString\":\"CVSS:4.0/AV:N\",\"baseScore\":"
	  "8.7}}],\"cvssMetricV31\":[{\"source\":\"nvd@nist.gov\",\"type\":"
	  "\"Primary\",\"cvssData\":{\"vectorString\":\"CVSS:3.1/AV:N/\","
	  "\"baseScore\":\"9.8\"}}],\"cvssMetricV2\":[{\"source\":"
	  "\"nvd@nist.gov\",\"type\":\"Primary\",\"cvssData\":{"
	  "\"vectorString\":\"AV:N/AC:L/Au:N/C:P/I:P/A:P\",\"baseScore\":7.5},"
	  "\"baseSeverity\":\"HIGH\"}]}}}"), SCORES,
	  "cna@example.org 40 87 0\n"
	  "nvd@nist.gov 20 75 1\n"
	  "nvd@nist.gov 31 98 1\n" },
	{ "rejected by status or by its text, disputed by its tag", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"CVE-2031-1\",\"vulnStatus\":\"Rejected\"}},"
	  "{\"cve\":{\"id\":\"CVE-2031-2\",\"descriptions\":[{\"lang\":\"en\","
	  "\"value\":\"** REJECT ** DO NOT USE\"}]}},{\"cve\":{\"id\":"
	  "\"CVE-2031-3\",\"cveTags\":[{\"tags\":[\"disputed\"]}]}}"), FLAGS,
	  "CVE-2031-1 8\nCVE-2031-2 8\nCVE-2031-3 2\n" },
	{ "weaknesses, not placeholders", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"CVE-2031-1\",\"weaknesses\":[{"
	  "\"description\":[{\"value\":\"CWE-79\"},{\"value\":"
	  "\"NVD-CWE-Other\"}]},{\"description\":[{\"value\":\"CWE-79\"}]}]}}"),
	  "SELECT cwe FROM weakness", "79\n" },
	{ "links once", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"CVE-2031-1\",\"references\":[{\"url\":"
	  "\"https://a/\"},{\"url\":\"https://b/\"},{\"url\":\"https://a/\"}"
	  "]}}"), "SELECT coalesce(b.t, '') || l.tail FROM "
	  "link l LEFT JOIN base b ON b.id = l.base ORDER BY seq",
	  "https://a/\nhttps://b/\n" },
	{ "one bad element", &feed_nvd,
	  NVD("{\"cve\":{\"id\":\"nonsense\"}},7,{\"cve\":{\"id\":"
	  "\"CVE-2031-1\"}}"), "SELECT records || ' ' || rejected FROM source",
	  "1 2\n" },
	{ "a file of one CVE", &feed_nvd_cve,
	  "{\"id\":\"CVE-2031-1\",\"vulnStatus\":\"Rejected\"}", FLAGS,
	  "CVE-2031-1 8\n" },

	/* ---- KEV, EPSS ---- */
	{ "an entry", &feed_kev,
	  "{\"catalogVersion\":\"1\",\"count\":1,\"vulnerabilities\":[{"
	  "\"cveID\":\"CVE-2031-1\",\"dateAdded\":\"1970-01-11\",\"dueDate\":"
	  "\"1970-01-21\",\"requiredAction\":\"Patch\","
	  "\"knownRansomwareCampaignUse\":\"Known\"}]}",
	  "SELECT added || ' ' || due || ' ' || ransom || ' ' || action "
	  "FROM kev", "10 20 1 Patch\n" },
	{ "scores times 100,000, bad rows apart", &feed_epss,
	  "#model_version:v2031.01.01,score_date:2031-01-02T00:00:00Z\n"
	  "cve,epss,percentile\nCVE-2031-1,0.97565,1\nCVE-2031-2,7e-05,0.5\n"
	  "CVE-2031-3,1.1,0\nCVE-2031-4\n",
	  "SELECT score || ' ' || pct FROM epss", "97565 100000\n7 50000\n" },
};

static void
documents(void **state)
{
	struct buf b = { 0 };
	size_t n = sizeof cases / sizeof *cases;

	(void)state;
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		struct db *db = load(cases[i].feed, cases[i].text, RC_OK);
		struct str got = query(db, cases[i].sql, &b);

		if (!str_eq(got, str_from(cases[i].want)))
			fail_msg("%s: %s\ngot:\n%.*s\nwant:\n%s",
			    cases[i].feed->name, cases[i].name, STR_ARG(got),
			    cases[i].want);
		db_close(db);
	}
	buf_done(&b);
}

/* Documents that end the file: what came before counts. */
static void
refused(void **state)
{
	static const struct {
		const struct feed *feed;
		const char *text, *records;
	} bad[] = {
		{ &feed_debian, "{\"w\":{\"CVE-2031-1\":{\"releases\":{}},",
		  "1\n" },
		{ &feed_debian, "{} {}", "" },
		{ &feed_debian, "", "" },
		{ &feed_secdb, "{\"urlprefix\":\"https://example.org\","
		  "\"packages\":[]}", "" },
		{ &feed_nvd, "{\"format\":\"NVD_CVE\"}", "" },
		{ &feed_nvd, NVD("{\"cve\":{\"id\":\"CVE-2031-1\"}},{"),
		  "1\n" },
		{ &feed_kev, "{\"count\":2,\"vulnerabilities\":[{\"cveID\":"
		  "\"CVE-2031-1\"}]}", "1\n" },
		{ &feed_epss, "#model_version:v1\ncve,epss,percentile\n", "" },
		{ &feed_epss, "cve,epss,percentile\n", "" },
		{ &feed_epss, "#model_version:v1,score_date:2031-01-02\n",
		  "" },
	};
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct db *db = load(bad[i].feed, bad[i].text,
		    i == 3 ? RC_UNSUPPORTED : RC_FORMAT);
		struct str got = query(db, "SELECT count(*) FROM adv HAVING "
		    "count(*) > 0", &b);

		assert_true(str_eq(got, str_from(bad[i].records)));
		db_close(db);
	}
	buf_done(&b);
}

static void
detection(void **state)
{
	static const struct {
		const char *text, *name, *feed, *why;
	} files[] = {
		{ "{\"w\":{\"CVE-2031-1\":{\"releases\":{", "json", "debian",
		  NULL },
		{ "{\"w\":{\"CVE-2031-1\":{\"fixed_version\":\"1\"}}}", "json",
		  "echo", NULL },
		{ "{\"w\":{\"CVE-2031-1\":{\"x\":\"1\"}}}", "json", NULL, NULL },
		{ "\xef\xbb\xbf {\"id\":\"X-1\",\"modified\":\"2031\"}", "x",
		  "osv", NULL },
		{ "{\"id\":\"BAD-1\",\"affected\":[", "x", "osv", NULL },
		{ "{\"id\":\"X\"}", "x", NULL, NULL },
		{ "{\"id\":\"CVE-2031-1\",\"lastModified\":\"x\","
		  "\"vulnStatus\":\"y\"}", "x", "nvd", NULL },
		{ "{\"cve\":{\"id\":\"CVE-2031-1\"}}", "x", "nvd", NULL },
		{ "{\"resultsPerPage\":1,\"format\":\"NVD_CVE\",", "x", "nvd",
		  NULL },
		{ "{\"title\":\"t\",\"catalogVersion\":\"1\","
		  "\"vulnerabilities\":[", "x", "kev", NULL },
		{ "#model_version:v1,score_date:2031-01-02\n", "x", "epss",
		  NULL },
		{ "{\"apkurl\":\"x\",\"packages\":[", "x", "secdb", NULL },
		{ "<!DOCTYPE html>", "x.json", NULL, "an HTML page" },
		{ "  <HTML>", "x", NULL, "an HTML page" },
		{ "<updates>", "x", "updateinfo", NULL },
		{ "", "x", NULL, "empty" }, { " \n", "x", NULL, "empty" },
		{ "version https://git-lfs.github.com/spec/v1\n", "x", NULL,
		  "a git-lfs pointer" },
		{ "no json", "x.json", NULL, "no JSON in spite of its name" },
		{ "no json", "x.txt", NULL, NULL },
		{ "{\"a\":1", "x", NULL, "JSON that is cut off or broken" },
		{ "[1,2]", "x", NULL, NULL },
		/* an index by its name, unless it holds something else */
		{ "\"2024/rhsa-2024_1.json\",\"2025-02-18\"\n",
		  "x/changes.csv", "index", NULL },
		{ "\"2024/rhsa-2024_1.json\",\"2025-02-18\"\n", "x.csv", NULL,
		  NULL },
		{ "<html>x.json\",", "x/changes.csv", NULL, "an HTML page" },
		{ "<?xml version=\"1.0\"?><repomd>", "repomd.xml", "index",
		  NULL },
		{ "{\"modified\":\"2031\"}", "go.zip!index/db.json.gz",
		  "index", NULL },
		{ "{\"modified\":\"2031\"}", "xindex/db.json", NULL, NULL },
		{ "lastModifiedDate:2031\n", "nvdcve-2.0-2031.meta", "index",
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct feed_file f = { .name = str_from(files[i].name),
			.head = str_from(files[i].text) };
		const char *why = NULL;
		const struct feed *feed = feed_detect(&f, &why);

		if (files[i].feed == NULL)
			assert_null(feed);
		else
			assert_string_equal(feed->name, files[i].feed);
		if (files[i].why == NULL)
			assert_null(why);
		else
			assert_string_equal(why, files[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(refused),
		cmocka_unit_test(detection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
