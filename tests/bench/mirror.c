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
#include "tests/bench/mirror.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

unsigned
below(unsigned n)
{
	return (unsigned)(next() % n);
}

unsigned
skewed(unsigned n)
{
	double u = (double)(next() >> 11) / 9007199254740992.0;

	return (unsigned)(u * u * u * n);
}

void
flush(void)
{
	if (fwrite(out, 1, len, stdout) != len)
		exit(1);
	len = 0;
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	len += (size_t)vsnprintf(out + len, sizeof out - len, fmt, ap);
	va_end(ap);
	if (len >= sizeof out)
		exit(1);		/* a document over TEXT bytes */
}

const char *
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

void
cve(unsigned i)
{
	unsigned year = 1999 + (unsigned)((uint64_t)i * 28 / CVES);

	say("CVE-%u-%u", year, 1000 + i % 48000);
}

void
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

void
date(void)
{
	say("%u-%02u-%02uT%02u:%02u:%02uZ", 2003 + below(23), 1 + below(12),
	    1 + below(28), below(24), below(60), below(60));
}

void
words(unsigned n)
{
	static const char *const text = "buffer overflow in the parser of "
	    "crafted input allows remote attackers to cause a denial of "
	    "service or possibly execute code via a long string when handling "
	    "certain files related to memory corruption";

	while (n-- > 0)
		say("%s%s", one_of(text), n == 0 ? "" : " ");
}

void
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
void
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
	    "[\"x86_64\"],\"reponame\":\"%s\",\"urlprefix\":\"https://%s\","
	    "\"distroversion\":\"%s\",\"packages\":[",
	    release[0] == 'w' ? "os" : "main", release[0] == 'w' ?
	    "packages.wolfi.dev" : "dl-cdn.alpinelinux.org/alpine",
	    release[0] == 'w' ? "" : release);
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
	unsigned n = 0;

	say("{\"startIndex\":0,\"format\":\"NVD_CVE\",\"version\":\"2.0\","
	    "\"timestamp\":\"2026-07-16T05:18:42.000\","
	    "\"vulnerabilities\":[");
	for (unsigned done = 0; n < CVES && done < rows; n++)
		done += nvd_record(n);
	say("],\"resultsPerPage\":%u,\"totalResults\":%u}\n", n, n);
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
