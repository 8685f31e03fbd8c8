/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds of the size that upstream has, made up from a seed, to measure what
 * building costs: mirror KIND ROWS [SEED] > FILE.
 *
 * ROWS counts statements (nvd: matches of CPEs; epss: lines); what is said of
 * them is made up, the shape is each publisher's: how many packages a record
 * names, how long its words are, what repeats. Kinds that come as many files
 * are written as a tar archive of them. Packages are drawn with a skew, as
 * kernels have thousands of identifiers and most packages a few.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CVES = 330000, NAMES = 6000, TEXT = 1 << 20 };

static uint64_t state;
static char out[TEXT];
static size_t len;

/* splitmix64 */
static uint64_t
next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static unsigned
below(unsigned n)
{
	return (unsigned)(next() % n);
}

/* Small numbers often. */
static unsigned
skewed(unsigned n)
{
	double u = (double)(next() >> 11) / 9007199254740992.0;

	return (unsigned)(u * u * u * n);
}

static void
flush(void)
{
	if (fwrite(out, 1, len, stdout) != len)
		exit(1);
	len = 0;
}

__attribute__((format(printf, 1, 2))) static void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	len += (size_t)vsnprintf(out + len, sizeof out - len, fmt, ap);
	va_end(ap);
	if (len >= sizeof out)
		exit(1);		/* a document over TEXT bytes */
}

static const char *
one_of(const char *words)
{
	static char word[32];
	unsigned n = 1, i;

	for (const char *p = words; *p != '\0'; p++)
		n += *p == ' ';
	for (i = below(n); i > 0; i--)
		words = strchr(words, ' ') + 1;
	i = 0;
	while (*words != '\0' && *words != ' ' && i < sizeof word - 1)
		word[i++] = *words++;
	word[i] = '\0';
	return word;
}

/* ---- identifiers, names, versions ---- */

static void
cve(unsigned i)
{
	unsigned year = 1999 + (unsigned)((uint64_t)i * 28 / CVES);

	say("CVE-%u-%u", year, 1000 + i % 48000);
}

static void
name(unsigned i)
{
	static const char *const stem[] = { "lib", "python-", "golang-",
		"node-", "ruby-", "", "", "kernel-", "perl-", "r-" };
	static const char *const root[] = { "xml", "ssl", "http", "image",
		"crypt", "zip", "net", "json", "font", "media", "mail",
		"shell" };

	say("%s%s%u", stem[i % 10], root[i / 10 % 12], i);
}

static void
version(void)
{
	say("%u.%u.%u", below(9), below(30), below(20));
}

static void
date(void)
{
	say("%u-%02u-%02uT%02u:%02u:%02uZ", 2003 + below(23), 1 + below(12),
	    1 + below(28), below(24), below(60), below(60));
}

static void
words(unsigned n)
{
	static const char *const text = "buffer overflow in the parser of "
	    "crafted input allows remote attackers to cause a denial of "
	    "service or possibly execute code via a long string when handling "
	    "certain files related to memory corruption";

	while (n-- > 0)
		say("%s%s", one_of(text), n == 0 ? "" : " ");
}

static void
vector(void)
{
	say("CVSS:3.1/AV:%s/AC:%s/PR:%s/UI:%s/S:U", one_of("N N N A L"),
	    one_of("L L H"), one_of("N N L H") , one_of("N N R"));
	say("/C:%s", one_of("N L H"));
	say("/I:%s", one_of("N L H"));
	say("/A:%s", one_of("L H H"));
}

/* ---- archives of documents ---- */

static unsigned made;

/* What was said becomes the member; ustar. */
static void
member(const char *dir)
{
	char h[512] = { 0 };
	unsigned sum = 0;
	size_t pad = (512 - len % 512) % 512;

	(void)snprintf(h, 100, "%s/%u/%u.json", dir, made / 1000, made);
	made++;
	memcpy(h + 100, "0000644", 7);
	memcpy(h + 108, "0000000", 7);
	memcpy(h + 116, "0000000", 7);
	(void)snprintf(h + 124, 12, "%011lo", (unsigned long)len);
	memcpy(h + 136, "00000000000", 11);
	memset(h + 148, ' ', 8);
	h[156] = '0';
	memcpy(h + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof h; i++)
		sum += (unsigned char)h[i];
	(void)snprintf(h + 148, 7, "%06o", sum);
	if (fwrite(h, 1, sizeof h, stdout) != sizeof h)
		exit(1);
	memset(out + len, 0, pad);
	len += pad;
	flush();
}

static void
archive_end(void)
{
	memset(out, 0, 1024);
	len = 1024;
	flush();
}

/* ---- OSV ---- */

static void
osv_head(const char *prefix, unsigned id, const char *relation, unsigned of)
{
	say("{\"schema_version\":\"1.7.0\",\"id\":\"");
	if (strcmp(prefix, "GHSA") == 0)
		say("GHSA-%04x-%04x-%04x", id % 9973, id / 7 % 9973, id);
	else if (strcmp(prefix, "MAL") == 0)
		say("MAL-%u-%u", 2022 + id % 5, id);
	else if (prefix[0] == 'U') {
		say("UBUNTU-");
		cve(id);
	} else
		say("%s-%u:%u", prefix, 2019 + id % 8, id);
	say("\",\"modified\":\"");
	date();
	say("\",\"published\":\"");
	date();
	say("\",\"summary\":\"");
	words(8);
	say("\",\"details\":\"");
	words(40 + below(80));
	say("\"");
	if (relation != NULL) {
		say(",\"%s\":[\"", relation);
		cve(of);
		say("\"]");
	}
}

static void
osv_range(bool introduced, bool fixed, const char *suffix)
{
	say("\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":"
	    "\"");
	if (introduced)
		version();
	else
		say("0");
	say("\"}");
	if (fixed) {
		say(",{\"fixed\":\"9");
		version();
		say("%s\"}", suffix);
	}
	say("]}]");
}

static unsigned
ubuntu_record(unsigned id)
{
	static const char *const release[] = { "14.04:LTS", "16.04:LTS",
		"18.04:LTS", "20.04:LTS", "22.04:LTS", "24.04:LTS", "25.10",
		"26.04:LTS" };
	unsigned pkgs = id % 40 == 0 ? 30 + below(60) : 1 + skewed(6), n = 0;

	osv_head("U", id, "upstream", id);
	say(",\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"");
	vector();
	say("\"},{\"type\":\"Ubuntu\",\"score\":\"%s\"}],\"affected\":[",
	    one_of("low medium medium high negligible"));
	for (unsigned p = 0; p < pkgs; p++) {
		unsigned i = skewed(NAMES);

		for (unsigned r = below(4); r < 8 && len < TEXT - 4096; r++) {
			say("%s{\"package\":{\"ecosystem\":\"Ubuntu:%s\","
			    "\"name\":\"", n++ == 0 ? "" : ",", release[r]);
			name(i);
			say("\",\"purl\":\"pkg:deb/ubuntu/");
			name(i);
			say("@1.%u-1ubuntu%u?arch=source&distro=noble\"},", r,
			    below(9));
			osv_range(false, below(3) != 0, "-1ubuntu0.1");
			say(",\"versions\":[");
			for (unsigned v = 0; v < 4; v++)
				say("%s\"1.%u-%uubuntu%u\"", v == 0 ? "" : ",",
				    r, v, below(9));
			say("],\"ecosystem_specific\":{\"binaries\":[");
			for (unsigned b = 0; b < 3; b++) {
				say("%s{\"binary_name\":\"", b == 0 ? "" :
				    ",");
				name(i);
				say("-%u\",\"binary_version\":\"1.%u-1"
				    "ubuntu1\"}", b, r);
			}
			say("]}}");
		}
	}
	say("]}");
	member("osv/cve");
	return n;
}

static unsigned
distro_record(const char *prefix, const char *eco, unsigned id)
{
	unsigned pkgs = 3 + skewed(30), n = 0, first = skewed(NAMES);

	osv_head(prefix, id, "related", id % CVES);
	say(",\"affected\":[");
	for (; n < pkgs; n++) {
		say("%s{\"package\":{\"ecosystem\":\"%s:%u\",\"name\":\"",
		    n == 0 ? "" : ",", eco, 8 + id % 3);
		name(first + n);
		say("\"},");
		osv_range(false, true, "-1.el9");
		say("}");
	}
	say("]}");
	member("osv");
	return n;
}

static unsigned
ghsa_record(unsigned id)
{
	static const char *const eco[] = { "npm", "PyPI", "Maven", "Go",
		"RubyGems", "NuGet", "Packagist", "Maven" };
	unsigned n = 0, pkgs = 1 + skewed(5);
	const char *e = eco[id % 8];

	osv_head("GHSA", id, "aliases", id * 7 % CVES);
	say(",\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"");
	vector();
	say("\"}],\"affected\":[");
	for (; n < pkgs; n++) {
		say("%s{\"package\":{\"ecosystem\":\"%s\",\"name\":\"",
		    n == 0 ? "" : ",", e);
		if (e[0] == 'M')
			say("org.example.group%u:", id % 900);
		name(skewed(20000));
		say("\"},");
		osv_range(n != 0, below(8) != 0, "");
		say("}");
	}
	say("],\"references\":[");
	for (unsigned i = 0; i < 5; i++) {
		say("%s{\"type\":\"WEB\",\"url\":\"https://example.org/",
		    i == 0 ? "" : ",");
		words(3);
		say("/%u\"}", id + i);
	}
	say("],\"database_specific\":{\"cwe_ids\":[\"CWE-%u\"],\"severity\":"
	    "\"%s\",\"github_reviewed\":true}}", 20 + below(900),
	    one_of("LOW MODERATE HIGH CRITICAL"));
	member("advisories");
	return n;
}

static unsigned
malicious_record(unsigned id)
{
	osv_head("MAL", id, NULL, 0);
	say(",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"");
	say("%s-", one_of("express react lodash colour node types"));
	say("%s-%u\"},", one_of("utils core helper client sdk"), id);
	osv_range(false, false, "");
	say("}],\"credits\":[{\"name\":\"example\",\"type\":\"FINDER\"}]}");
	member("npm");
	return 1;
}

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

static unsigned
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

/* Definitions first, then what they refer to: made thrice from one seed. */
static void
oracle(unsigned rows)
{
	static const char *const part[] = { "definitions", "tests", "objects",
		"states" };
	uint64_t seed = state;

	oval_head("Oracle Errata System");
	for (unsigned pass = 0; pass < 4; pass++) {
		state = seed;
		if (pass != 0)
			say("<%s>\n", part[pass]);
		for (unsigned id = 1, done = 0; done < rows; id++) {
			uint64_t x = id * 2654435761u;
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

static void
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

static void
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

/* ---- one document each ---- */

static void
debian(unsigned rows)
{
	static const char *const release[] = { "bullseye", "bookworm",
		"trixie", "forky", "sid" };
	unsigned n, at = 0;

	say("{");
	for (unsigned i = 0; rows > 0; i++) {
		n = 1 + (i % 500 == 0 ? 400 : skewed(60));
		say("%s\"", i == 0 ? "" : ",\n");
		name(i);
		say("\":{");
		for (unsigned k = 0; k < n && rows > 0; k++) {
			say("%s\"", k == 0 ? "" : ",");
			cve(at = (at + 4093) % CVES);
			say("\":{\"description\":\"");
			words(20);
			say("\",\"scope\":\"local\",\"releases\":{");
			for (unsigned r = 0; r < 5; r++)
				say("%s\"%s\":{\"status\":\"%s\",\"repositor"
				    "ies\":{\"%s\":\"1.%u-2\"},\"fixed_versio"
				    "n\":\"1.%u-%u\",\"urgency\":\"not yet "
				    "assigned\"}", r == 0 ? "" : ",",
				    release[r], below(4) == 0 ? "open" :
				    "resolved", release[r], below(40),
				    below(40), below(9));
			say("}}");
			rows -= rows < 5 ? rows : 5;
			flush();
		}
		say("}");
	}
	say("}\n");
}

static void
secdb(const char *release, unsigned rows)
{
	say("{\"apkurl\":\"{{urlprefix}}/{{distroversion}}\",\"archs\":"
	    "[\"x86_64\"],\"reponame\":\"main\",\"urlprefix\":\"https://dl-"
	    "cdn.alpinelinux.org/alpine\",\"distroversion\":\"%s\","
	    "\"packages\":[", release);
	for (unsigned i = 0; rows > 0; i++, flush()) {
		unsigned n = 1 + skewed(12);

		say("%s{\"pkg\":{\"name\":\"", i == 0 ? "" : ",\n");
		name(i);
		say("\",\"secfixes\":{");
		for (unsigned k = 0; k < n; k++) {
			say("%s\"1.%u.%u-r%u\":[\"", k == 0 ? "" : ",", k,
			    below(30), below(4));
			cve(skewed(CVES));
			say("\",\"");
			cve(skewed(CVES));
			say("\"]");
		}
		say("}}}");
		rows -= rows < 2 * n ? rows : 2 * n;
	}
	say("]}\n");
}

static void
photon(unsigned rows)
{
	say("[");
	for (unsigned i = 0; i < rows; i++, flush()) {
		say("%s{\"cve_id\":\"", i == 0 ? "" : ",\n");
		cve(skewed(CVES));
		say("\",\"pkg\":\"");
		name(skewed(1500));
		say("\",\"cve_score\":7.5,\"aff_ver\":\"all versions before "
		    "1.%u-2.ph5 are vulnerable\",\"res_ver\":\"1.%u-2.ph5\"}",
		    i % 40, i % 40);
	}
	say("]\n");
}

static void
nvd_cpe(bool vulnerable, const char *part, bool comma)
{
	unsigned i = skewed(60000);

	say("%s{\"vulnerable\":%s,\"criteria\":\"cpe:2.3:%s:vendor%u:",
	    comma ? "," : "", vulnerable ? "true" : "false", part, i / 7);
	name(i);
	say(":*:*:*:*:*:*:*:*\"");
	if (vulnerable) {
		if (below(3) == 0) {
			say(",\"versionStartIncluding\":\"");
			version();
			say("\"");
		}
		say(",\"versionEndExcluding\":\"9");
		version();
		say("\"");
	}
	say(",\"matchCriteriaId\":\"%08X-0000-4000-8000-%012llX\"}",
	    (unsigned)next(), (unsigned long long)next() & 0xffffffffffff);
}

static unsigned
nvd_record(unsigned id)
{
	unsigned n = 1 + skewed(28);

	say("%s{\"cve\":{\"id\":\"", id == 0 ? "" : ",\n");
	cve(id);
	say("\",\"sourceIdentifier\":\"x@example.org\",\"published\":\"2022-05"
	    "-12T17:15:00.000\",\"lastModified\":\"2024-06-10T20:52:00.000\","
	    "\"vulnStatus\":\"Analyzed\",\"cveTags\":[],\"descriptions\":"
	    "[{\"lang\":\"en\",\"value\":\"");
	words(50);
	say("\"}],\"metrics\":{\"cvssMetricV31\":[{\"source\":\"nvd@nist.gov\""
	    ",\"type\":\"Primary\",\"cvssData\":{\"version\":\"3.1\",\"vector"
	    "String\":\"");
	vector();
	say("\",\"baseScore\":7.5,\"baseSeverity\":\"HIGH\"},\"exploitability"
	    "Score\":0.9,\"impactScore\":5.9}]},\"weaknesses\":[{\"source\":"
	    "\"nvd@nist.gov\",\"type\":\"Primary\",\"description\":[{\"lang\":"
	    "\"en\",\"value\":\"CWE-%u\"}]}],\"configurations\":[{\"nodes\":"
	    "[{\"operator\":\"OR\",\"negate\":false,\"cpeMatch\":[",
	    20 + below(900));
	for (unsigned i = 0; i < n; i++)
		nvd_cpe(true, "a", i != 0);
	say("]}]}],\"references\":[");
	for (unsigned i = 0; i < 4; i++) {
		say("%s{\"url\":\"https://example.org/", i == 0 ? "" : ",");
		words(3);
		say("/%u\",\"source\":\"x@example.org\"}", id);
	}
	say("]}}");
	flush();
	return n;
}

static void
nvd(unsigned rows)
{
	say("{\"resultsPerPage\":%u,\"startIndex\":0,\"totalResults\":%u,"
	    "\"format\":\"NVD_CVE\",\"version\":\"2.0\",\"timestamp\":\"2026-"
	    "07-16T05:18:42.000\",\"vulnerabilities\":[", CVES, CVES);
	for (unsigned id = 0, done = 0; id < CVES && done < rows; id++)
		done += nvd_record(id);
	say("]}\n");
}

static void
epss(unsigned rows)
{
	say("#model_version:v2025.03.14,score_date:2026-07-01T00:00:00+0000\n"
	    "cve,epss,percentile\n");
	for (unsigned i = 0; i < rows && i < CVES; i++, flush()) {
		cve(i);
		say(",0.%05u,0.%05u\n", below(100000), below(100000));
	}
}

static void
archive(const char *kind, unsigned rows)
{
	unsigned id = 1, n;

	while (rows > 0) {
		n = strcmp(kind, "ubuntu") == 0 ? ubuntu_record(id % CVES) :
		    strcmp(kind, "redhat") == 0 ? redhat_record(id * 9 % CVES) :
		    strcmp(kind, "alma") == 0 ?
		    distro_record("ALSA", "AlmaLinux", id) :
		    strcmp(kind, "ghsa") == 0 ? ghsa_record(id) :
		    malicious_record(id);
		rows -= rows < n ? rows : n;
		id++;
	}
	archive_end();
}

int
main(int argc, char **argv)
{
	const char *kind = argc > 2 ? argv[1] : "";
	unsigned rows = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;

	state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	if (strcmp(kind, "debian") == 0)
		debian(rows);
	else if (strcmp(kind, "wolfi") == 0 || strncmp(kind, "v3.", 3) == 0)
		secdb(kind, rows);
	else if (strcmp(kind, "oracle") == 0)
		oracle(rows);
	else if (strcmp(kind, "suse") == 0)
		suse(rows);
	else if (strcmp(kind, "amazon") == 0)
		updateinfo("ALAS2023", "Amazon Linux 2023", "amzn2023", rows);
	else if (strcmp(kind, "rocky") == 0)
		updateinfo("RLSA", "rocky-linux-9-x86-64-baseos-rpms", "el9",
		    rows);
	else if (strcmp(kind, "fedora") == 0)
		updateinfo("FEDORA", "Fedora 43", "fc43", rows);
	else if (strcmp(kind, "photon") == 0)
		photon(rows);
	else if (strcmp(kind, "nvd") == 0)
		nvd(rows);
	else if (strcmp(kind, "epss") == 0)
		epss(rows);
	else if (strcmp(kind, "ubuntu") == 0 || strcmp(kind, "redhat") == 0 ||
	    strcmp(kind, "alma") == 0 || strcmp(kind, "ghsa") == 0 ||
	    strcmp(kind, "malicious") == 0)
		archive(kind, rows);
	else {
		(void)fprintf(stderr, "usage: mirror debian|ubuntu|redhat|alma"
		    "|oracle|suse|amazon|rocky|fedora|photon|v3.N|wolfi|ghsa|"
		    "malicious|nvd|epss ROWS [SEED]\n");
		return 2;
	}
	flush();
	return 0;
}
