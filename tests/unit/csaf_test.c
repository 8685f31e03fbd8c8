/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSAF and its kin: names of packages, mending of text, statements brought
 * together, and documents that break a rule each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
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
#include "feeds/feed/mend.h"
#include "feeds/feed/nevra.h"
#include "feeds/feed/purl_package.h"
#include "feeds/feed/table.h"
#include "feeds/feed/verdict.h"
#include "identity/ecosystem.h"

static struct err e;

#define DB "build/csaf_test.db"
#define COUNT(a) (sizeof (a) / sizeof *(a))

/* ---- names ---- */

static void
nevras(void **state)
{
	static const struct {
		const char *text;
		enum nevra_form form;
		const char *name, *version, *arch, *module;
	} cases[] = {
		{ "widget-0:1.2-3.el9_4.x86_64", NEVRA_ARCH, "widget",
		  "1.2-3.el9_4", "x86_64", "" },
		{ "openssl-libs-1:3.0.7-27.el9.src", NEVRA_ARCH, "openssl-libs",
		  "1:3.0.7-27.el9", "src", "" },
		{ "ruby-2.7.8-139.module+el8.8.0+18745+f1bef313.i686.rpm-ruby"
		  ":2.7", NEVRA_ARCH, "ruby", "2.7.8-139.module+el8.8.0+18745+"
		  "f1bef313", "i686", "ruby:2.7" },
		{ "npm-1:8-1.el8.noarch::nodejs:18:80600:ad00", NEVRA_ARCH, "npm",
		  "1:8-1.el8", "noarch", "nodejs:18" },
		{ "ruby:2.5/ruby", NEVRA_ARCH, "ruby", "", "", "ruby:2.5" },
		{ "libssh.src", NEVRA_ARCH, "libssh", "", "src", "" },
		{ "java-1.8.0-openjdk", NEVRA_ARCH, "java-1.8.0-openjdk", "", "",
		  "" },
		{ "java-1_8_0-openjdk-1.8.0.51-12.1", NEVRA_MAYBE,
		  "java-1_8_0-openjdk", "1.8.0.51-12.1", "", "" },
		{ "kernel-default", NEVRA_MAYBE, "kernel-default", "", "", "" },
		{ "a-(none):1-2", NEVRA_MAYBE, "a", "1-2", "", "" },
		{ "sane-1.0.28-9.oe1.src.rpm", NEVRA_MAYBE, "sane", "1.0.28-9.oe1",
		  "src", "" },
		{ "quay/quay-rhel8@sha256:00_amd64", NEVRA_ARCH, NULL, NULL, NULL,
		  NULL },
		{ "openshift4/ose-widget:v4.14", NEVRA_MAYBE, NULL, NULL, NULL,
		  NULL },
		{ "go-toolset:rhel8", NEVRA_ARCH, NULL, NULL, NULL, NULL },
		{ "two words", NEVRA_MAYBE, NULL, NULL, NULL, NULL },
		{ "", NEVRA_MAYBE, NULL, NULL, NULL, NULL },
		/* ids of SUSE's that have no version */
		{ "java-11-openjdk", NEVRA_MAYBE, "java-11-openjdk", "", "",
		  "" },
		{ "java-11-openjdk.src", NEVRA_ARCH, "java-11-openjdk", "",
		  "src", "" },
		{ "libgtk-3-0", NEVRA_MAYBE, "libgtk-3-0", "", "", "" },
		{ "typelib-1_0-Gtk-3_0", NEVRA_MAYBE, "typelib-1_0-Gtk-3_0",
		  "", "", "" },
		{ "libopenssl-1_1-devel-32bit", NEVRA_MAYBE,
		  "libopenssl-1_1-devel-32bit", "", "", "" },
		{ "samba-winbind-32bit", NEVRA_MAYBE, "samba-winbind-32bit",
		  "", "", "" },
		{ "libgtk-3-0-3.24.38-150500.1.1", NEVRA_MAYBE, "libgtk-3-0",
		  "3.24.38-150500.1.1", "", "" },
		{ "git-web-v2-1.1", NEVRA_MAYBE, "git-web", "v2-1.1", "", "" },
		{ "less-358-1", NEVRA_BUILD, "less", "358-1", "", "" },
		{ "kernel-2.4.9-e.3", NEVRA_MAYBE, "kernel", "2.4.9-e.3", "",
		  "" },
		{ "-", NEVRA_MAYBE, "-", "", "", "" }, { "--", NEVRA_MAYBE, "--", "", "",
		  "" }, { ".src", NEVRA_MAYBE, NULL, NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nevra n;
		bool ok = nevra_parse(str_from(cases[i].text), cases[i].form,
		    &n);

		if (ok != (cases[i].name != NULL))
			fail_msg("%s", cases[i].text);
		if (ok && (!str_eq(n.name, str_from(cases[i].name)) ||
		    !str_eq(n.version, str_from(cases[i].version)) ||
		    !str_eq(n.arch, str_from(cases[i].arch)) ||
		    !str_eq(n.module, str_from(cases[i].module))))
			fail_msg("%s: %.*s %.*s %.*s %.*s", cases[i].text,
			    STR_ARG(n.name), STR_ARG(n.version),
			    STR_ARG(n.arch), STR_ARG(n.module));
	}
}

static void
purls(void **state)
{
	static const struct {
		const char *purl, *eco, *release, *channel, *name, *version;
	} cases[] = {
		{ "pkg:deb/ubuntu/curl@7.47?arch=source&distro=esm-infra/"
		  "xenial", "ubuntu", "16.04", "esm-infra", "curl", "7.47" },
		{ "pkg:deb/debian/curl@1?distro=bookworm", "debian", "12", "",
		  "curl", "1" },
		{ "pkg:deb/debian/curl@1", NULL, "", "", "", "" },
		{ "pkg:rpm/redhat/zlib@1.2-3.el9?distro=rhel-9.4&epoch=2",
		  "redhat", "9", "", "zlib", "2:1.2-3.el9" },
		{ "pkg:apk/wolfi/zlib@1.3-r1", "wolfi", "", "", "zlib",
		  "1.3-r1" },
		{ "pkg:maven/org.acme/jar@3.1", "maven", "", "",
		  "org.acme:jar", "3.1" },
		{ "pkg:npm/%40acme/lib", "npm", "", "", "@acme/lib", "" },
		{ "pkg:golang/example.com/x/y@v1.0", "go", "", "",
		  "example.com/x/y", "v1.0" },
		{ "pkg:oci/app@sha256:00", NULL, "", "", "", "" },
		{ "no purl", NULL, "", "", "", "" },
	};
	struct arena *a = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct purl_package p;
		bool ok = purl_package(a, str_from(cases[i].purl), &p);

		if (ok != (cases[i].eco != NULL))
			fail_msg("%s", cases[i].purl);
		if (ok && (!str_eq(str_from(p.eco->key),
		    str_from(cases[i].eco)) ||
		    !str_eq(p.release, str_from(cases[i].release)) ||
		    !str_eq(p.channel, str_from(cases[i].channel)) ||
		    !str_eq(p.name, str_from(cases[i].name)) ||
		    !str_eq(p.version, str_from(cases[i].version))))
			fail_msg("%s: %s %.*s %.*s %.*s %.*s", cases[i].purl,
			    p.eco->key, STR_ARG(p.release),
			    STR_ARG(p.channel), STR_ARG(p.name),
			    STR_ARG(p.version));
	}
	arena_free(a);
}

/* ---- mending ---- */

/* Hands over n bytes at a time. */
struct drip {
	struct reader r;
	const char *p;
	size_t left, step;
};

static enum rc
drip_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *err)
{
	struct drip *d = (struct drip *)r;
	size_t n = d->left < d->step ? d->left : d->step;

	(void)err;
	*ret_n = n < cap ? n : cap;
	memcpy(p, d->p, *ret_n);
	d->p += *ret_n;
	d->left -= *ret_n;
	return RC_OK;
}

#define BAD "\xef\xbf\xbd"

static void
mending(void **state)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "plain\t\r\n", "plain\t\r\n" },
		{ "w\xfcrfel", "w" BAD "rfel" },
		{ "\xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80",
		  "\xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "cut \xe2\x82", "cut " BAD BAD },
		{ "\xe2(\xa1", BAD "(" BAD }, { "\xed\xa0\x80", BAD BAD BAD },
		{ "a\013b", "a" BAD "b" }, { "\xc0\xaf\xff", BAD BAD BAD },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t step = 1; step < 6; step++) {
			struct drip d = { { drip_read, NULL }, cases[i].in,
				strlen(cases[i].in), step };
			struct reader *m = mend_new(&d.r);
			char got[64];
			size_t n;

			assert_int_equal(reader_fill(m, got, sizeof got, &n,
			    &e), RC_OK);
			if (!str_eq(str_of(got, n), str_from(cases[i].want)))
				fail_msg("%s by %zu", cases[i].in, step);
			reader_close(m);
		}
	}
}

/* ---- statements ---- */

/* One fix per line: "version arch"; each result "lo hi arch". */
static void
lines(void **state)
{
	static const struct {
		const char *name;
		struct { const char *version, *arch; } in[4];
		const char *want;
	} cases[] = {
		{ "all architectures alike",
		  { { "1-2.el9", "x86_64" }, { "1-2.el9", "s390x" },
		    { "1-2.el9", "src" } }, "..1-2.el9 \n" },
		{ "a source package alone", { { "1-2.el9", "src" } },
		  "..1-2.el9 src\n" },
		{ "architectures that differ", { { "1-1.el9", "x86_64" },
		  { "1-2.el9", "s390x" }, { "1-2.el9", "src" } },
		  "..1-1.el9 x86_64\n..1-2.el9 s390x\n" },
		{ "two fixes of one architecture are two rows",
		  { { "1-1.el9", "x86_64" }, { "1-2.el9", "x86_64" } },
		  "..1-1.el9 \n..1-2.el9 \n" },
		{ "lines of minor releases", { { "1-5.el9_2.3", "x86_64" },
		  { "1-9.el9", "x86_64" } },
		  "..1-5.el9_2.3 \n1-5.el9_3..1-9.el9 \n" },
		{ "two fixes in the later line", { { "1-5.el9_2.3", "x86_64" },
		  { "1-9.el9_4.1", "x86_64" }, { "1-9.el9_4.2", "x86_64" } },
		  "..1-5.el9_2.3 \n1-5.el9_3..1-9.el9_4.1 \n"
		  "1-5.el9_3..1-9.el9_4.2 \n" },
		{ "a later line without room between", { { "1-5.el9_2",
		  "x86_64" }, { "1-5.el9_3", "x86_64" } },
		  "..1-5.el9_2 \n" },
		{ "builds of a module for other streams",
		  { { "8-1.module+el8.6.0+20+aa", "x86_64" },
		    { "8-1.module+el8.6.0+21+bb", "x86_64" } },
		  "..8-1.module+el8.6.0+20+aa \n" },
		{ "module builds of two minor releases",
		  { { "8-1.module+el8.6.0+20+aa", "x86_64" },
		    { "8-2.module+el8.8.0+21+bb", "x86_64" } },
		  "..8-1.module+el8.6.0+20+aa \n"
		  "8-1.module+el8.7..8-2.module+el8.8.0+21+bb \n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *a = arena_new(MIB);
		struct verdicts l = { .a = a };
		struct str got = STR("");
		size_t n;

		for (size_t k = 0; k < 4 && cases[i].in[k].version != NULL;
		    k++)
			verdict_add(&l, &(struct verdict){
			    .eco = ecosystem_by_key(STR("redhat")),
			    .release = STR("9"), .channel = STR(""),
			    .name = STR("w"), .state = ADV_FIXED,
			    .version = str_from(cases[i].in[k].version),
			    .arch = str_from(cases[i].in[k].arch) });

		const struct adv_affected *v = verdicts_affected(&l, &n);

		for (size_t k = 0; k < n; k++)
			got = str_fmt(a, "%.*s%.*s..%.*s %.*s\n",
			    STR_ARG(got), STR_ARG(v[k].range.lo),
			    STR_ARG(v[k].range.hi), STR_ARG(v[k].arch));
		if (!str_eq(got, str_from(cases[i].want)))
			fail_msg("%s: got\n%.*s", cases[i].name,
			    STR_ARG(got));
		arena_free(a);
	}
}

/* What is open in the release is not fixed there by another stream's build,
   if the verdicts are all that the vendor says. */
static void
trumps(void **state)
{
	struct verdict fix = { .eco = ecosystem_by_key(STR("redhat")),
		.release = STR("9"), .channel = STR(""), .name = STR("w"),
		.state = ADV_FIXED, .version = STR("1-2.el9"),
		.arch = STR("x86_64") };
	struct verdict open = fix;

	(void)state;
	open.state = ADV_WONT_FIX;
	open.version = STR("");
	for (int complete = 0; complete < 2; complete++) {
		struct arena *a = arena_new(MIB);
		struct verdicts l = { .a = a, .complete = complete };
		size_t n;

		verdict_add(&l, &fix);
		verdict_add(&l, &open);

		const struct adv_affected *v = verdicts_affected(&l, &n);

		assert_int_equal(n, complete ? 1 : 2);
		assert_int_equal(v[n - 1].state, ADV_WONT_FIX);
		arena_free(a);
	}
}

/* ---- documents ---- */

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
load(const struct feed *feed, struct str text)
{
	struct feed_file file = { .name = STR("dir/doc.json"),
		.head = text };
	struct fill *f;
	struct reader *r = reader_of_mem(text.p, text.n);
	struct db *db;

	assert_int_equal(fill_new(&f, &e), RC_OK);
	assert_int_equal(fill_source(f, &(struct fill_source){
	    .feed = str_from(feed->name), .name = STR("doc.json"),
	    .pieces = feed->pieces }, &e), RC_OK);
	if (feed->load(&file, r, &limits_default, f, &e) != RC_OK)
		fail_msg("%.*s: %s", STR_ARG(text), e.msg);
	reader_close(r);
	(void)unlink(DB);
	assert_int_equal(fill_write(f, DB, &e), RC_OK);
	fill_free(f);
	assert_int_equal(db_open_file(DB, &db, &e), RC_OK);
	return db;
}

#define REJECTS "SELECT record || ': ' || reason FROM reject"
#define FLAGS "SELECT p.t || v.tail || ' ' || v.flags FROM vid v JOIN " \
	"prefix p ON p.id = v.prefix ORDER BY v.id"
#define HEAD(category, status) \
	"\"document\":{\"category\":\"" category "\",\"csaf_version\":" \
	"\"2.0\",\"publisher\":{\"namespace\":\"https://www.redhat.com\"}," \
	"\"title\":\"t\",\"tracking\":{\"id\":\"CVE-2031-1\",\"status\":\"" \
	status "\",\"current_release_date\":\"2031-01-02T00:00:00Z\"}}"
#define TREE "\"product_tree\":{}"

/* npm's acme, of which the range R has the fix; more: other branches. */
#define FIXED_RANGE(range, more, affected) \
	"{\"document\":{\"category\":\"csaf_security_advisory\",\"tracking\":{" \
	"\"id\":\"ACME-1\"}},\"product_tree\":{\"branches\":[{\"category\":" \
	"\"product_version_range\",\"name\":\"" range "\",\"product\":{" \
	"\"product_id\":\"R\",\"product_identification_helper\":{\"purl\":" \
	"\"pkg:npm/acme\"}}}" more "]},\"vulnerabilities\":[{\"cve\":" \
	"\"CVE-2031-1\",\"product_status\":{\"fixed\":[\"R\"]" affected "}}]}"
#define BAD_RANGE \
	",{\"category\":\"product_version_range\",\"name\":\"vers:npm/<1.4.2\"," \
	"\"product\":{\"product_id\":\"B\",\"product_identification_helper\":{" \
	"\"purl\":\"pkg:npm/acme\"}}}"
#define RANGES \
	"SELECT a.state || CASE WHEN r.flags & 16 THEN '' WHEN r.flags & 1 " \
	"THEN ' >=' || r.lo ELSE ' >' || r.lo END || CASE WHEN r.flags & 32 " \
	"THEN '' WHEN r.flags & 2 THEN ' <=' || r.hi ELSE ' <' || r.hi END " \
	"FROM affected a JOIN vrange r ON r.id = a.vrange ORDER BY a.seq"

static const struct {
	const char *name;
	const struct feed *feed;
	const char *text, *sql, *want;
} cases[] = {
	{ "a range that has the fix: what is below it was affected", &feed_csaf,
	  FIXED_RANGE("vers:npm/>=1.4.2|<2.0.0|>=2.0.3", "", ""), RANGES,
	  "1 <1.4.2\n1 >=2.0.0 <2.0.3\n" },
	{ "the same, where others are told to be affected", &feed_csaf,
	  FIXED_RANGE("vers:npm/>=1.4.2", BAD_RANGE,
	  ",\"known_affected\":[\"B\"]"), RANGES,
	  "2 >=1.4.2\n0 <1.4.2\n" },
	{ "a VEX document without a vulnerability", &feed_redhat_vex,
	  "{" HEAD("csaf_vex", "final") "," TREE "}", REJECTS,
	  "CVE-2031-1: a VEX document without a vulnerability\n" },
	{ "one of SUSE's is about what it never shipped", &feed_suse_vex,
	  "{\"document\":{\"aggregate_severity\":{\"text\":\"critical\"},"
	  "\"category\":\"csaf_vex\",\"publisher\":{\"namespace\":"
	  "\"https://www.suse.com/\"},\"tracking\":{\"id\":\"CVE-1999-0003\"}}}",
	  "SELECT severity || ' ' || (SELECT count(*) FROM affected) FROM adv",
	  "5 0\n" },
	{ "no identifier at all", &feed_csaf,
	  "{\"document\":{\"category\":\"csaf_vex\"}," TREE
	  ",\"vulnerabilities\":[{\"title\":\"t\"}]}", REJECTS,
	  "t: a vulnerability without an identifier\n" },
	{ "cut short", &feed_redhat_vex, "{" HEAD("csaf_vex", "final") ",",
	  "SELECT records || ' ' || rejected FROM source", "0 1\n" },
	{ "not an object", &feed_csaf, "[]",
	  REJECTS, "doc.json: not an object\n" },
	{ "more after the end", &feed_csaf, "{} {}",
	  "SELECT rejected FROM source", "1\n" },
	{ "deleted", &feed_redhat_vex, "{" HEAD("csaf_vex", "deleted") ","
	  TREE ",\"vulnerabilities\":[{\"cve\":\"CVE-2031-1\"}]}", FLAGS,
	  "CVE-2031-1 1\n" },
	{ "rejected by its title", &feed_redhat_vex,
	  "{" HEAD("csaf_vex", "final") "," TREE ",\"vulnerabilities\":[{"
	  "\"cve\":\"CVE-2031-1\",\"title\":\"[REJECTED CVE] w\"}]}", FLAGS,
	  "CVE-2031-1 8\n" },
	{ "the worst score of each version", &feed_redhat_vex,
	  "{" HEAD("csaf_vex", "final") "," TREE ",\"vulnerabilities\":[{"
	  "\"cve\":\"CVE-2031-1\",\"scores\":[{\"cvss_v3\":{\"baseScore\":"
	  "5.5,\"vectorString\":\"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/"
	  "A:H\"}},{\"cvss_v3\":{\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/"
	  "UI:N/S:U/C:H/I:H/A:H\"}},{\"cvss_v3\":{\"vectorString\":\"x\"}}],"
	  "\"metrics\":[{\"content\":{\"cvss_v2\":{\"vectorString\":"
	  "\"AV:N/AC:L/Au:N/C:P/I:P/A:P\"}}}]}]}",
	  "SELECT ver || ' ' || score10 FROM cvss ORDER BY ver",
	  "20 75\n31 98\n" },
	{ "weaknesses of 2.0 and 2.1", &feed_redhat_vex,
	  "{" HEAD("csaf_vex", "final") "," TREE ",\"vulnerabilities\":[{"
	  "\"cve\":\"CVE-2031-1\",\"cwe\":{\"id\":\"CWE-79\"},\"cwes\":[{"
	  "\"id\":\"CWE-20\"},{\"id\":\"x\"}]}]}",
	  "SELECT cwe FROM weakness ORDER BY cwe", "20\n79\n" },
	{ "an erratum without vulnerabilities", &feed_redhat_csaf,
	  "{" HEAD("csaf_security_advisory", "final") "," TREE "}",
	  "SELECT records || ' ' || rejected FROM source", "1 0\n" },
	{ "odd types everywhere", &feed_csaf,
	  "{\"document\":[],\"product_tree\":{\"branches\":{},"
	  "\"relationships\":[1,{\"full_product_name\":3}],"
	  "\"product_groups\":[{\"group_id\":\"g\"},null]},"
	  "\"vulnerabilities\":[null,{\"cve\":7,\"ids\":[{\"text\":\"B-1\"}],"
	  "\"product_status\":{\"fixed\":{\"a\":1},\"known_affected\":"
	  "[1,\"gone\"]},\"remediations\":[{\"group_ids\":[\"g\",\"h\"]}],"
	  "\"threats\":7,\"scores\":[{\"cvss_v3\":[]}]}]}", FLAGS, "B-1 0\n" },
	{ "OpenVEX without statements", &feed_openvex,
	  "{\"@context\":\"https://openvex.dev/ns\",\"statements\":{}}",
	  "SELECT records || ' ' || rejected FROM source", "0 0\n" },
	{ "OpenVEX that is cut short", &feed_openvex,
	  "{\"statements\":[{\"vulnerability\":\"CVE-2031-1\"}",
	  "SELECT records || ' ' || rejected FROM source", "0 1\n" },
	{ "CVRF that declares an entity", &feed_suse_cvrf,
	  "<!DOCTYPE cvrfdoc [<!ENTITY a \"b\">]><cvrfdoc>&a;</cvrfdoc>",
	  "SELECT records || ' ' || rejected FROM source", "0 1\n" },
	{ "CVRF of something else", &feed_suse_cvrf, "<other/>", REJECTS,
	  "doc.json: no CVRF document\n" },
	{ "CVRF without a number", &feed_openeuler_cvrf,
	  "<cvrfdoc><DocumentTitle>t</DocumentTitle></cvrfdoc>", REJECTS,
	  "t: a document without an identifier\n" },
	{ "the API without a name", &feed_redhat_api,
	  "{\"threat_severity\":\"Low\"}", REJECTS,
	  "doc.json: no name of a CVE\n" },
};

static void
documents(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct db *db = load(cases[i].feed, str_from(cases[i].text));
		struct str got = query(db, cases[i].sql, &b);

		if (!str_eq(got, str_from(cases[i].want)))
			fail_msg("%s: got\n%.*s", cases[i].name,
			    STR_ARG(got));
		db_close(db);
	}
	buf_done(&b);
}

/* Branches in each other, beyond any reason. */
static void
deep(void **state)
{
	struct buf b = { 0 }, q = { 0 };
	struct db *db;

	(void)state;
	(void)buf_add_str(&b, STR("{\"product_tree\":{\"branches\":[{"));
	for (int i = 0; i < 60; i++)
		(void)buf_add_str(&b, STR("\"branches\":[{"));
	for (int i = 0; i < 60; i++)
		(void)buf_add_str(&b, STR("}]"));
	(void)buf_add_str(&b, STR("}]}}"));
	db = load(&feed_csaf, buf_str(&b));
	assert_true(str_eq(query(db, REJECTS, &q),
	    STR("doc.json: branches nested too deep\n")));
	db_close(db);
	buf_done(&q);
	buf_done(&b);
}

/* Groups that stand for more products than any document has. */
static void
groups(void **state)
{
	struct buf b = { 0 }, q = { 0 };
	struct db *db;
	char id[32];

	(void)state;
	(void)buf_add_str(&b, STR("{\"document\":{},\"product_tree\":{"
	    "\"product_groups\":[{\"group_id\":\"g\",\"product_ids\":[\"\""));
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(id, sizeof id, ",\"p%d\"", i);
		(void)buf_add_str(&b, str_from(id));
	}
	(void)buf_add_str(&b, STR("]}]},\"vulnerabilities\":[{\"threats\":["
	    "{\"group_ids\":[\"g\""));
	for (int i = 0; i < 2500; i++)
		(void)buf_add_str(&b, STR(",\"g\""));
	(void)buf_add_str(&b, STR("]}]}]}"));
	db = load(&feed_csaf, buf_str(&b));
	assert_true(str_starts(query(db, REJECTS, &q),
	    STR("doc.json: product groups of over")));
	db_close(db);
	buf_done(&q);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nevras),
		cmocka_unit_test(purls),
		cmocka_unit_test(mending),
		cmocka_unit_test(lines),
		cmocka_unit_test(trumps),
		cmocka_unit_test(documents),
		cmocka_unit_test(deep),
		cmocka_unit_test(groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
