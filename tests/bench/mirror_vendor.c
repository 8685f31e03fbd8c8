/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds of vendors in CSAF, OVAL and updateinfo.xml, as mirror.c says. */
#include "tests/bench/mirror.h"

#include <stdint.h>

/* ---- CSAF ---- */

static void
csaf_ids(const char *list, unsigned products, unsigned first, unsigned n,
    unsigned release)
{
	say("\"%s\":[", list);
	for (unsigned p = 0; p < products; p++) {
		for (unsigned i = 0; i < n; i++) {
			say("%s\"P-%u:", p + i == 0 ? "" : ",", p);
			name(first + i);
			if (release != 0)
				say("-0:1.2-%u.el9.x86_64", release);
			say("\"");
		}
	}
	say("]");
}

static void
csaf_products(unsigned products)
{
	for (unsigned p = 0; p < products; p++)
		say("%s{\"category\":\"product_name\",\"name\":\"Red Hat "
		    "Enterprise Linux %u\",\"product\":{\"name\":\"Red Hat "
		    "Enterprise Linux %u\",\"product_id\":\"P-%u\","
		    "\"product_identification_helper\":{\"cpe\":"
		    "\"cpe:/o:redhat:enterprise_linux:%u::baseos\"}}}",
		    p == 0 ? "" : ",", 7 + p, 7 + p, p, 7 + p);
}

static void
csaf_packages(unsigned first, unsigned n, unsigned release)
{
	for (unsigned i = 0; i < n; i++) {
		say(",{\"category\":\"product_version\",\"name\":\"");
		name(first + i);
		say("-0:1.2-%u.el9.x86_64\",\"product\":{\"name\":\"", release);
		name(first + i);
		say("\",\"product_id\":\"");
		name(first + i);
		say("-0:1.2-%u.el9.x86_64\",\"product_identification_helper\":"
		    "{\"purl\":\"pkg:rpm/redhat/", release);
		name(first + i);
		say("@1.2-%u.el9?arch=x86_64\"}}}", release);
		say(",{\"category\":\"product_version\",\"name\":\"");
		name(first + i);
		say("\",\"product\":{\"name\":\"");
		name(first + i);
		say("\",\"product_id\":\"");
		name(first + i);
		say("\"}}");
	}
}

static void
csaf_relations(unsigned products, unsigned first, unsigned n,
    unsigned release)
{
	for (unsigned p = 0; p < products; p++) {
		for (unsigned i = 0; i < 2 * n; i++) {
			say("%s{\"category\":\"default_component_of\","
			    "\"full_product_name\":{\"name\":\"x\","
			    "\"product_id\":\"P-%u:", p + i == 0 ? "" : ",",
			    p);
			name(first + i / 2);
			if (i % 2 == 0)
				say("-0:1.2-%u.el9.x86_64", release);
			say("\"},\"product_reference\":\"");
			name(first + i / 2);
			if (i % 2 == 0)
				say("-0:1.2-%u.el9.x86_64", release);
			say("\",\"relates_to_product_reference\":\"P-%u\"}",
			    p);
		}
	}
}

unsigned
redhat_record(unsigned id)
{
	unsigned products = 1 + below(4), n = 1 + skewed(14);
	unsigned first = skewed(NAMES), release = 1 + below(90);

	say("{\"document\":{\"aggregate_severity\":{\"text\":\"%s\"},"
	    "\"category\":\"csaf_vex\",\"csaf_version\":\"2.0\",\"lang\":"
	    "\"en\",\"publisher\":{\"category\":\"vendor\",\"name\":\"Red Hat "
	    "Product Security\",\"namespace\":\"https://www.redhat.com\"},"
	    "\"title\":\"", one_of("Low Moderate Important Critical"));
	words(9);
	say("\",\"tracking\":{\"current_release_date\":\"");
	date();
	say("\",\"id\":\"");
	cve(id);
	say("\",\"initial_release_date\":\"");
	date();
	say("\",\"status\":\"final\",\"version\":\"3\"}},\"product_tree\":"
	    "{\"branches\":[{\"category\":\"vendor\",\"name\":\"Red Hat\","
	    "\"branches\":[");
	csaf_products(products);
	csaf_packages(first, n, release);
	say("]}],\"relationships\":[");
	csaf_relations(products, first, n, release);
	say("]},\"vulnerabilities\":[{\"cve\":\"");
	cve(id);
	say("\",\"cwe\":{\"id\":\"CWE-%u\",\"name\":\"x\"},\"notes\":"
	    "[{\"category\":\"description\",\"text\":\"", 20 + below(900));
	words(60);
	say("\"}],\"product_status\":{");
	csaf_ids("fixed", products, first, n, release);
	say(",");
	csaf_ids("known_affected", 1, first, n, 0);
	say("},\"remediations\":[{\"category\":\"vendor_fix\",\"date\":\"");
	date();
	say("\",\"details\":\"see\",\"url\":\"https://access.redhat.com/errata"
	    "/RHSA-2024:%u\",", 1000 + below(9000));
	csaf_ids("product_ids", products, first, n, release);
	say("},{\"category\":\"no_fix_planned\",\"details\":\"Will not fix\",");
	csaf_ids("product_ids", 1, first, n, 0);
	say("}],\"scores\":[{\"cvss_v3\":{\"baseScore\":7.5,"
	    "\"baseSeverity\":\"HIGH\",\"vectorString\":\"");
	vector();
	say("\",\"version\":\"3.1\"},");
	csaf_ids("products", products, first, n, release);
	say("}]}]}");
	member("vex");
	return (products + 1) * n;
}

/* ---- OVAL ---- */

static void
oval_head(const char *product)
{
	say("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<oval_definitions "
	    "xmlns=\"http://oval.mitre.org/XMLSchema/oval-definitions-5\" "
	    "xmlns:oval=\"http://oval.mitre.org/XMLSchema/oval-common-5\">\n"
	    "<generator><oval:product_name>%s</oval:product_name>"
	    "<oval:schema_version>5.5</oval:schema_version><oval:timestamp>"
	    "2026-07-16T05:18:42</oval:timestamp></generator>\n<definitions>\n",
	    product);
}

static void
oracle_definition(unsigned id, unsigned first, unsigned n)
{
	say("<definition id=\"oval:com.oracle.elsa:def:%u\" version=\"501\" "
	    "class=\"patch\">\n<metadata>\n<title>\nELSA-%u-%u:  update "
	    "(%s)\n</title>\n<affected family=\"unix\"><platform>Oracle Linux "
	    "%u</platform></affected>\n<reference source=\"elsa\" ref_id="
	    "\"ELSA-%u-%u\" ref_url=\"http://linux.oracle.com/x\"/>\n"
	    "<reference source=\"CVE\" ref_id=\"", id, 2007 + id % 20, id,
	    one_of("LOW MODERATE IMPORTANT CRITICAL"), 7 + id % 3,
	    2007 + id % 20, id);
	cve(id * 11 % CVES);
	say("\" ref_url=\"http://linux.oracle.com/y\"/>\n<description>");
	words(60);
	say("</description>\n<advisory><severity>IMPORTANT</severity><issued "
	    "date=\"2024-08-03\"/><cve>");
	cve(id * 11 % CVES);
	say("</cve></advisory>\n</metadata>\n<criteria operator=\"AND\">\n"
	    "<criterion test_ref=\"oval:com.oracle.elsa:tst:%u000\" comment="
	    "\"Oracle Linux %u is installed\"/>\n<criteria operator=\"OR\">\n",
	    id, 7 + id % 3);
	for (unsigned i = 0; i < n; i++) {
		say("<criteria operator=\"AND\">\n<criterion test_ref="
		    "\"oval:com.oracle.elsa:tst:%u%03u\" comment=\"", id,
		    2 * i + 1);
		name(first + i);
		say(" is earlier than 0:1.2-%u.el%u\"/>\n<criterion test_ref="
		    "\"oval:com.oracle.elsa:tst:%u%03u\" comment=\"", id % 90,
		    7 + id % 3, id, 2 * i + 2);
		name(first + i);
		say(" is signed with the Oracle Linux %u key\"/>\n"
		    "</criteria>\n", 7 + id % 3);
	}
	say("</criteria>\n</criteria>\n</definition>\n");
}

static void
oracle_tests(unsigned id, unsigned n)
{
	for (unsigned i = 0; i <= 2 * n; i++)
		say("<rpminfo_test id=\"oval:com.oracle.elsa:tst:%u%03u\" "
		    "version=\"501\" comment=\"x\" check=\"at least one\" "
		    "xmlns=\"http://oval.mitre.org/XMLSchema/oval-definitions"
		    "-5#linux\"><object object_ref=\"oval:com.oracle.elsa:obj:"
		    "%u%03u\"/><state state_ref=\"oval:com.oracle.elsa:ste:"
		    "%u%03u\"/></rpminfo_test>\n", id, i, id, i, id, i);
}

static void
oracle_object(unsigned id, unsigned i, unsigned first)
{
	say("<rpminfo_object xmlns=\"http://oval.mitre.org/XMLSchema/oval-"
	    "definitions-5#linux\" id=\"oval:com.oracle.elsa:obj:%u%03u\" "
	    "version=\"501\"><name>", id, i);
	if (i == 0)
		say("oraclelinux-release");
	else
		name(first + (i - 1) / 2);
	say("</name></rpminfo_object>\n");
}

static void
oracle_state(unsigned id, unsigned i)
{
	say("<rpminfo_state xmlns=\"http://oval.mitre.org/XMLSchema/oval-"
	    "definitions-5#linux\" id=\"oval:com.oracle.elsa:ste:%u%03u\" "
	    "version=\"501\">", id, i);
	if (i == 0)
		say("<version operation=\"pattern match\">^%u</version>",
		    7 + id % 3);
	else if (i % 2 == 1)
		say("<evr datatype=\"evr_string\" operation=\"less than\">"
		    "0:1.2-%u.el%u</evr>", id % 90, 7 + id % 3);
	else
		say("<signature_keyid operation=\"equals\">"
		    "72f97b74ec551f03</signature_keyid>");
	say("</rpminfo_state>\n");
}

/* Definitions first, then what they refer to: what counts is made of the
   number alone, so that each pass makes it anew. */
void
oracle(unsigned rows)
{
	static const char *const part[] = { "definitions", "tests", "objects",
		"states" };
	oval_head("Oracle Errata System");
	for (unsigned pass = 0; pass < 4; pass++) {
		if (pass != 0)
			say("<%s>\n", part[pass]);
		for (unsigned id = 1, done = 0; done < rows; id++) {
			uint64_t x = id * UINT64_C(2654435761);
			unsigned first = (unsigned)(x >> 8) % NAMES;
			unsigned n = 5 + (unsigned)(x >> 24) % 50;

			if (pass == 0)
				oracle_definition(id, first, n);
			else if (pass == 1)
				oracle_tests(id, n);
			for (unsigned i = 0; pass > 1 && i <= 2 * n; i++)
				if (pass == 2)
					oracle_object(id, i, first);
				else
					oracle_state(id, i);
			flush();
			done += n;
		}
		say("</%s>\n", part[pass]);
	}
	say("</oval_definitions>\n");
}

/* SUSE's: one definition an identifier; tests of one package, release and
   version are shared. */
static void
suse_definition(unsigned id, unsigned n)
{
	say("<definition id=\"oval:org.opensuse.security:def:%u\" version="
	    "\"1\" class=\"vulnerability\"><metadata><title>", id);
	cve(id);
	say("</title><affected family=\"unix\">");
	for (unsigned i = 0; i < 12; i++)
		say("<platform>SUSE Linux Enterprise Module for Example %u 15 "
		    "SP%u</platform>", i, i % 7);
	say("</affected><reference ref_id=\"SUSE ");
	cve(id);
	say("\" ref_url=\"https://www.suse.com/x\" source=\"SUSE CVE\"/>");
	for (unsigned i = 0; i < 8; i++)
		say("<reference ref_id=\"SUSE-SU-2024:%u-1\" ref_url=\"https:"
		    "//lists.suse.com/pipermail/sle-security-updates/%u.html\""
		    " source=\"SUSE-SU\"/>", below(5000), below(99999));
	say("<description>");
	words(50);
	say("</description><advisory from=\"security@suse.de\"><issued date="
	    "\"2024-04-30\"/><updated date=\"2025-07-03\"/><severity>%s"
	    "</severity><cve impact=\"moderate\" href=\"https://x/\">",
	    one_of("Low Moderate Important Critical"));
	cve(id);
	say("</cve></advisory></metadata><criteria operator=\"OR\">");
	for (unsigned sp = 0; sp < 4; sp++) {
		say("<criteria operator=\"AND\"><criterion test_ref=\"oval:"
		    "org.opensuse.security:tst:%u\" comment=\"SUSE Linux "
		    "Enterprise Server 15 SP%u is installed\"/><criteria "
		    "operator=\"OR\">", sp, sp + 3);
		for (unsigned i = 0; i < n; i++)
			say("<criterion test_ref=\"oval:org.opensuse.security:"
			    "tst:%u\" comment=\"x is installed\"/>",
			    10 + skewed(150000));
		say("</criteria></criteria>");
	}
	say("</criteria></definition>\n");
}

void
suse(unsigned rows)
{
	oval_head("Marcus Updateinfo to OVAL Converter");
	for (unsigned id = 1, n; rows > 0; id += 7) {
		n = 2 + skewed(40);
		suse_definition(id % CVES, n);
		flush();
		rows -= rows < 4 * n ? rows : 4 * n;
	}
	say("</definitions>\n<tests>\n");
	for (unsigned i = 0; i < 150010; i++, flush())
		say("<rpminfo_test id=\"oval:org.opensuse.security:tst:%u\" "
		    "version=\"1\" comment=\"x\" check=\"at least one\" xmlns="
		    "\"http://oval.mitre.org/XMLSchema/oval-definitions-5"
		    "#linux\"><object object_ref=\"oval:org.opensuse.security:"
		    "obj:%u\"/><state state_ref=\"oval:org.opensuse.security:"
		    "ste:%u\"/></rpminfo_test>\n", i, i < 10 ? i : 10 + i %
		    NAMES, i < 10 ? i : 10 + i % 40000);
	say("</tests>\n<objects>\n");
	for (unsigned i = 0; i < 10 + NAMES; i++, flush()) {
		say("<rpminfo_object id=\"oval:org.opensuse.security:obj:%u\" "
		    "version=\"1\" xmlns=\"http://oval.mitre.org/XMLSchema/"
		    "oval-definitions-5#linux\"><name>", i);
		if (i < 10)
			say("SLES-release");
		else
			name(i);
		say("</name></rpminfo_object>\n");
	}
	say("</objects>\n<states>\n");
	for (unsigned i = 0; i < 40010; i++, flush()) {
		say("<rpminfo_state id=\"oval:org.opensuse.security:ste:%u\" "
		    "version=\"1\" xmlns=\"http://oval.mitre.org/XMLSchema/"
		    "oval-definitions-5#linux\">", i);
		if (i < 10)
			say("<version operation=\"equals\">15.%u</version>",
			    i + 3);
		else
			say("<evr datatype=\"evr_string\" operation=\"less "
			    "than\">0:1.%u-150300.%u.1</evr>", i % 200, i);
		say("</rpminfo_state>\n");
	}
	say("</states>\n</oval_definitions>\n");
}

/* ---- updateinfo ---- */

static void
update(const char *prefix, const char *collection, const char *dist,
    unsigned id, unsigned n)
{
	unsigned first = skewed(NAMES);

	say("<update status=\"final\" version=\"1.4\" author=\"x@example.org\""
	    " type=\"security\" from=\"x@example.org\"><id>%s-2023-%u</id>"
	    "<title>%s-%u: package update</title><issued date=\"2023-02-17 "
	    "20:41\"/><updated date=\"2023-02-22 23:22\"/><severity>%s"
	    "</severity><description>", prefix, id, prefix, id,
	    one_of("low medium important critical"));
	words(60);
	say("</description><references><reference href=\"http://x\" id=\"");
	cve(id * 13 % CVES);
	say("\" type=\"cve\"/></references><pkglist><collection short=\"c\">"
	    "<name>%s</name>", collection);
	for (unsigned i = 0; i < n; i++) {
		say("<package name=\"");
		name(first + i / 2);
		say("\" version=\"1.%u\" release=\"%u.%s\" epoch=\"0\" arch="
		    "\"%s\"><filename>Packages/x.rpm</filename></package>",
		    id % 30, id % 7, dist, i % 2 == 0 ? "x86_64" : "aarch64");
	}
	say("</collection></pkglist></update>\n");
	flush();
}

void
updateinfo(const char *prefix, const char *collection, const char *dist,
    unsigned rows)
{
	say("<?xml version=\"1.0\"?>\n<updates>");
	for (unsigned id = 1, n; rows > 0; id++) {
		n = 4 + skewed(60);
		update(prefix, collection, dist, id, n);
		rows -= rows < n ? rows : n;
	}
	say("</updates>\n");
}
