/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errata of rpm repositories: a small document for every trap, and what a
 * person reads in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feeds/feed/table.h"
#include "tests/unit/feed_help.h"
#include "text/xml.h"

#define DB "build/feed_errata_test.db"

#define UPDATE(attrs, id, more) "<update " attrs "><id>" id "</id>" more \
	"</update>"
#define CVE(n) "<reference href='https://x/CVE-2031-" n "' id='CVE-2031-" n \
	"' title='' type='cve'/>"
#define PKG(name, evr, arch) "<package name='" name "' " evr " arch='" arch \
	"'><filename>x.rpm</filename></package>"
#define V(e, v, r) "epoch='" e "' version='" v "' release='" r "'"
#define LIST(short, name, packages) "<collection short='" short "'><name>" \
	name "</name>" packages "</collection>"
#define SEC "from='x' status='final' type='security'"

static const struct feed_case cases[] = {
	{ "Amazon: repositories are channels, kernels have lines", &feed_amazon,
	  "<?xml version='1.0'?><updates>"
	  UPDATE(SEC, "ALASKERNEL-5.10-2031-001", "<severity>medium</severity>"
	  "<references>" CVE("1001") "</references><pkglist>"
	  LIST("amazon-linux-2---kernel-5.10", "Amazon Linux 2",
	  PKG("kernel", V("0", "5.10.1", "9.amzn2"), "x86_64")
	  PKG("kernel-livepatch-5.10.1", V("0", "1.0", "1.amzn2"), "x86_64"))
	  "</pkglist>")
	  UPDATE(SEC, "ALAS2031-1", "")
	  UPDATE(SEC, "ALAS2-2031-2", "<severity>Important</severity><pkglist>"
	  LIST("amazon-linux-2---core", "x",
	  PKG("w", V("1", "2", "3.amzn2"), "noarch")) "</pkglist>")
	  UPDATE(SEC, "ALAS2023LIVEPATCH-2031-3", "<pkglist>"
	  LIST("amazon-linux-2023", "x",
	  PKG("l", V("0", "1", "1.amzn2023"), "x86_64")) "</pkglist>")
	  UPDATE(SEC, "ALASDOCKER-2031-4", "<pkglist>" LIST("", "x",
	  PKG("d", V("0", "1", "1.amzn2"), "x86_64")) "</pkglist>")
	  UPDATE(SEC, "ALAS-2015-5", "<pkglist>" LIST("amazon-linux-ami", "x",
	  PKG("o", V("0", "1", "1.amzn1"), "i686")) "</pkglist>")
	  "</updates>", HELP_STATEMENTS,
	  "amazon 1 o ALAS-2015-5 1 <1-1.amzn1 -\n"
	  "amazon 2 w ALAS2-2031-2 1 <1:2-3.amzn2 -\n"
	  "amazon 2/docker d ALASDOCKER-2031-4 1 <1-1.amzn2 -\n"
	  "amazon 2/kernel-5.10 kernel ALASKERNEL-5.10-2031-001 1 "
	  ">=5.10 <5.10.1-9.amzn2 -\n"
	  "amazon 2/kernel-5.10 kernel-livepatch-5.10.1 "
	  "ALASKERNEL-5.10-2031-001 1 <1.0-1.amzn2 -\n"
	  "amazon 2023/livepatch l ALAS2023LIVEPATCH-2031-3 1 "
	  "<1-1.amzn2023 -\n",
	  NULL, NULL, NULL },
	{ "Amazon: a line's tools bear no number", &feed_amazon,
	  "<updates>" UPDATE(SEC, "ALAS2023-2025-935", "<pkglist>"
	  LIST("amazon-linux-2023---core", "x",
	  PKG("bpftool", V("0", "6.12.20", "1.amzn2023"), "x86_64")
	  PKG("kernel6.12", V("0", "6.12.20", "1.amzn2023"), "x86_64")
	  PKG("w", V("0", "6.1.2", "1.amzn2023"), "x86_64"))
	  "</pkglist>") UPDATE(SEC, "ALAS2023-2025-936", "<pkglist>"
	  LIST("amazon-linux-2023", "x",
	  PKG("kernel-tools", V("0", "6.1.20", "1.amzn2023"), "x86_64")
	  PKG("kernel", V("0", "6.1.20", "1.amzn2023"), "x86_64"))
	  "</pkglist>") "</updates>", HELP_STATEMENTS,
	  "amazon 2023 bpftool ALAS2023-2025-935 1 >=6.12 "
	  "<6.12.20-1.amzn2023 -\n"
	  "amazon 2023 kernel ALAS2023-2025-936 1 <6.1.20-1.amzn2023 -\n"
	  "amazon 2023 kernel-tools ALAS2023-2025-936 1 <6.1.20-1.amzn2023 -\n"
	  "amazon 2023 kernel6.12 ALAS2023-2025-935 1 >=6.12 "
	  "<6.12.20-1.amzn2023 -\n"
	  "amazon 2023 w ALAS2023-2025-935 1 <6.1.2-1.amzn2023 -\n",
	  NULL, NULL, NULL },
	{ "dates without seconds, words of both vocabularies", &feed_amazon,
	  "<updates>"
	  UPDATE(SEC, "ALAS2-2031-1", "<issued date='2031-01-02 03:04'/>"
	  "<updated date='2031-01-03 05:06'/><severity>Important</severity>"
	  "<title>t</title>")
	  UPDATE(SEC, "ALAS2-2031-2", "<issued date='2031-01-02 03:04:05'/>"
	  "<updated date='2030-01-03 05:06:07'/><severity>medium</severity>")
	  UPDATE(SEC, "ALAS2-2031-3", "<issued date='1925000000'/>"
	  "<severity>None</severity>")
	  "</updates>", HELP_RECORDS,
	  "ALAS2-2031-1 4 1925089440 1925183160 t\n"
	  "ALAS2-2031-2 3 1925089445 1925089445 \n"
	  "ALAS2-2031-3 0 1925000000 1925000000 \n",
	  NULL, NULL, NULL },
	{ "the vendor's word and the day", &feed_amazon,
	  "<updates>"
	  UPDATE(SEC, "ALAS2-2031-1", "<issued date='2031-01-02 23:59'/>"
	  "<severity>important</severity><pkglist>" LIST("", "",
	  PKG("w", V("0", "1", "1"), "x86_64")) "</pkglist>") "</updates>",
	  HELP_WORDS, "important 22281\n", NULL, NULL, NULL },
	{ "Rocky's architectures count", &feed_rocky,
	  "<updates>" UPDATE(SEC, "RLSA-2031:1", "<release>Rocky Linux 9"
	  "</release><pkglist>" LIST("RL9", "Rocky Linux 9",
	  PKG("a", V("0", "1", "1.el9"), "x86_64")
	  PKG("a", V("0", "1", "1.el9"), "aarch64")
	  PKG("b", V("0", "1", "1.el9"), "x86_64")
	  PKG("b", V("0", "1", "2.el9"), "aarch64")
	  PKG("b", V("0", "1", "1.el9"), "i686")
	  PKG("c", V("0", "1", "1.el9"), "noarch")
	  PKG("d", V("(none)", "1", "1.el9"), "x86_64")
	  PKG("e", V("", "1", ""), "x86_64")
	  PKG("a", V("0", "1", "1.el9"), "src")
	  PKG("s", V("0", "1", "1.el9"), "nosrc")) "</pkglist>") "</updates>",
	  HELP_STATEMENTS,
	  "rocky 9 a RLSA-2031:1 1 <1-1.el9 - arch aarch64 x86_64\n"
	  "rocky 9 b RLSA-2031:1 1 <1-1.el9 - arch i686 x86_64\n"
	  "rocky 9 b RLSA-2031:1 1 <1-2.el9 - arch aarch64\n"
	  "rocky 9 c RLSA-2031:1 1 <1-1.el9 - arch noarch\n"
	  "rocky 9 d RLSA-2031:1 1 <1-1.el9 - arch x86_64\n"
	  "rocky 9 e RLSA-2031:1 1 <1 - arch x86_64\n", NULL, NULL, NULL },
	{ "others' count only where versions differ", &feed_almalinux,
	  "<updates>" UPDATE(SEC, "ALSA-2031:1", "<release>AlmaLinux 9"
	  "</release><pkglist>" LIST("almalinux-9", "AlmaLinux 9",
	  PKG("a", V("0", "1", "1.el9"), "x86_64")
	  PKG("a", V("0", "1", "1.el9"), "aarch64")
	  PKG("b", V("0", "1", "1.el9"), "x86_64")
	  PKG("b", V("0", "1", "2.el9"), "aarch64")) "</pkglist>")
	  "</updates>", HELP_STATEMENTS,
	  "almalinux 9 a ALSA-2031:1 1 <1-1.el9 -\n"
	  "almalinux 9 b ALSA-2031:1 1 <1-1.el9 - arch x86_64\n"
	  "almalinux 9 b ALSA-2031:1 1 <1-2.el9 - arch aarch64\n",
	  NULL, NULL, NULL },
	{ "a module is its collection's", &feed_rocky,
	  "<updates>" UPDATE(SEC, "RLSA-2031:1", "<pkglist>"
	  LIST("none", "n", "<module name='nodejs' stream='18' version='8' "
	  "context='c' arch='x86_64'/>"
	  PKG("nodejs", V("1", "18.1", "1.module+el8.9.0+1+a"), "x86_64"))
	  LIST("none", "n", "<module name='nodejs' stream='20'/>"
	  PKG("nodejs", V("1", "20.1", "1.module+el8.9.0+1+a"), "x86_64"))
	  LIST("none", "n", PKG("npm", V("1", "9", "1.el8"), "x86_64"))
	  "</pkglist>") "</updates>", HELP_STATEMENTS,
	  "rocky 8 nodejs RLSA-2031:1 1 <1:18.1-1.module+el8.9.0+1+a - "
	  "module nodejs:18 arch x86_64\n"
	  "rocky 8 nodejs RLSA-2031:1 1 <1:20.1-1.module+el8.9.0+1+a - "
	  "module nodejs:20 arch x86_64\n"
	  "rocky 8 npm RLSA-2031:1 1 <1:9-1.el8 - arch x86_64\n",
	  NULL, NULL, NULL },
	{ "a bug fix makes statements only where it fixes a CVE", &feed_rocky,
	  "<updates>"
	  UPDATE("type='bugfix'", "RLBA-2031:1", "<pkglist>" LIST("RL9", "",
	  PKG("a", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  UPDATE("type='bugfix'", "RLBA-2031:2", "<references>" CVE("1002")
	  "</references><pkglist>" LIST("RL9", "",
	  PKG("b", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  UPDATE("type='security'", "RXSA-2031:3", "<pkglist>" LIST("RL9", "",
	  PKG("c", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  "</updates>", HELP_STATEMENTS,
	  "rocky 9 b RLBA-2031:2 1 <1-1 - arch x86_64\n"
	  "rocky 9/sig c RXSA-2031:3 1 <1-1 - arch x86_64\n", NULL, NULL, NULL },
	{ "what it fixes, what it is related to", &feed_rocky,
	  "<updates>" UPDATE(SEC, "RLSA-2031:1", "<references>" CVE("1003")
	  CVE("1001") "<reference href='h' id='RHSA-2031:9' type='erratum' "
	  "title='x'/><reference href='h' id='1692520' type='bugzilla' "
	  "title='CVE-2031-1002 w: bad'/><reference href='u' id='RLSA-2031:1' "
	  "type='self' title='RLSA-2031:1'/></references>") "</updates>",
	  HELP_ALIASES,
	  "RLSA-2031:1 2 CVE-2031-1001\nRLSA-2031:1 2 CVE-2031-1002\n"
	  "RLSA-2031:1 2 CVE-2031-1003\nRLSA-2031:1 3 RHSA-2031:9\n",
	  NULL, NULL, NULL },
	{ "Fedora: CVEs in titles and text, EPEL apart", &feed_fedora,
	  "<updates>"
	  UPDATE("from='updates@fedoraproject.org' type='security'",
	  "FEDORA-2031-abc", "<release>Fedora 41</release><description>Fixes "
	  "CVE-2031-1005 and cve-2031-1006, not CVE-20-1.</description>"
	  "<pkglist>" LIST("F41", "Fedora 41",
	  PKG("w", V("0", "1", "1.fc41"), "x86_64")) "</pkglist>")
	  UPDATE("type='security'", "FEDORA-EPEL-2031-abc", "<pkglist>"
	  LIST("EPEL-9", "Fedora EPEL 9",
	  PKG("w", V("0", "1", "1.el9"), "x86_64")) "</pkglist>")
	  "</updates>", HELP_STATEMENTS,
	  "epel 9 w FEDORA-EPEL-2031-abc 1 <1-1.el9 -\n"
	  "fedora 41 w FEDORA-2031-abc 1 <1-1.fc41 -\n", NULL, NULL, NULL },
	{ "CVEs of a text", &feed_fedora,
	  "<updates>" UPDATE("type='security'", "FEDORA-2031-abc",
	  "<description>CVE-2031-1005, cve-2031-1006, XCVE-2031-1007, "
	  "CVE-2031-100</description>") "</updates>", HELP_ALIASES,
	  "FEDORA-2031-abc 2 CVE-2031-1005\nFEDORA-2031-abc 2 CVE-2031-1006\n",
	  NULL, NULL, NULL },
	{ "of a bug's title the first ones", &feed_fedora,
	  "<updates>" UPDATE("type='security'", "FEDORA-2031-abc",
	  "<references><reference type='bugzilla' id='1' title='CVE-2031-1001 "
	  "CVE-2031-1002, CVE-2031-1003 and CVE-2031-1004 w: incomplete fix for "
	  "CVE-2031-1005'/><reference type='cve' id='cve-2031-1006' title='after "
	  "CVE-2031-1007'/><reference type='bugzilla' id='2' title='VUL-0: "
	  "CVE-2031-1008: w'/></references><description>CVE-2031-1009"
	  "</description>") "</updates>", HELP_ALIASES,
	  "FEDORA-2031-abc 2 CVE-2031-1001\nFEDORA-2031-abc 2 CVE-2031-1002\n"
	  "FEDORA-2031-abc 2 CVE-2031-1003\nFEDORA-2031-abc 2 CVE-2031-1004\n"
	  "FEDORA-2031-abc 2 CVE-2031-1006\nFEDORA-2031-abc 2 CVE-2031-1008\n",
	  NULL, NULL, NULL },
	{ "the severity of a title", &feed_almalinux,
	  "<updates>" UPDATE(SEC, "ALSA-2031:1", "<title>Important: w: x</title>"
	  ) UPDATE(SEC, "ALSA-2031:2", "<title>w: x</title>")
	  UPDATE(SEC, "ALSA-2031:3", "<title>Important: x</title><severity>Low"
	  "</severity>") "</updates>", HELP_RECORDS,
	  "ALSA-2031:1 4 - - Important: w: x\nALSA-2031:2 0 - - w: x\n"
	  "ALSA-2031:3 2 - - Important: x\n", NULL, NULL, NULL },
	{ "a manifest may use another name", &feed_updateinfo,
	  "<updates>" UPDATE("from='y' type='security'", "ZZSA-2031:2",
	  "<pkglist>" LIST("", "", PKG("v", V("0", "1", "1"), "x86_64"))
	  "</pkglist>") "</updates>", HELP_STATEMENTS,
	  "oracle 9 v ZZSA-2031:2 1 <1-1 -\n", NULL, "oraclelinux", "9.3" },
	{ "the release from a package's tag", &feed_almalinux,
	  "<updates>" UPDATE(SEC, "ALSA-2031:1", "<pkglist>" LIST("x", "x",
	  PKG("w", V("0", "1", "1.module_el8.4.0+2523+3300d70f"), "x86_64"))
	  "</pkglist>") UPDATE(SEC, "ALSA-2031:2", "<pkglist>"
	  LIST("almalinux-9-for-x86_64-appstream-rpms", "x",
	  PKG("w", V("0", "1", "1"), "x86_64")) "</pkglist>") "</updates>",
	  HELP_STATEMENTS,
	  "almalinux 8 w ALSA-2031:1 1 <1-1.module_el8.4.0+2523+3300d70f -\n"
	  "almalinux 9 w ALSA-2031:2 1 <1-1 -\n", NULL, NULL, NULL },
	{ "the release from the path", &feed_updateinfo,
	  "<updates>" UPDATE("from='maint-coord@suse.de' type='security' "
	  "status='stable'", "openSUSE-2031-7", "<pkglist>" LIST("", "",
	  PKG("w", V("0", "1", "1") " src='v-2-3.src.rpm'", "x86_64"))
	  "</pkglist>") "</updates>",
	  "SELECT eco || ' ' || release FROM ns", "opensuse 15.6\n",
	  "m/leap/15.6/oss/repodata/x-updateinfo.xml.gz", NULL, NULL },
	{ "SUSE's releases, numbers without words, what was retracted",
	  &feed_updateinfo,
	  "<updates>" UPDATE("from='maint-coord@suse.de' type='security'",
	  "SUSE-SLE-Module-Basesystem-15-SP5-2031-1", "<pkglist>"
	  LIST("", "", PKG("w", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  UPDATE("from='maint-coord@suse.de' type='security'", "11749",
	  "<release>openSUSE Leap 15.1 Update</release><pkglist>"
	  LIST("", "", PKG("w", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  UPDATE("from='maint-coord@suse.de' status='retracted' "
	  "type='security'", "openSUSE-SLE-15.3-2031-3", "<pkglist>"
	  LIST("", "", PKG("r", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  "</updates>",
	  "SELECT DISTINCT n.eco || ' ' || n.release FROM affected a JOIN pkg k "
	  "ON k.id = a.pkg JOIN ns n ON n.id = k.ns WHERE k.name <> 'r' "
	  "ORDER BY 1", "opensuse 15.1\nsuse 15.5\n", NULL, NULL, NULL },
	{ "Oracle's flavours", &feed_updateinfo,
	  "<updates>" UPDATE("from='el-errata@oss.oracle.com' "
	  "type='security'", "ELSA-2031-1", "<release>Oracle Linux 8</release>"
	  "<pkglist>" LIST("ol8_x86_64_baseos_latest", "x",
	  PKG("glibc", V("2", "2.28", "9.ksplice1.el8"), "x86_64")
	  PKG("glibc", V("0", "2.28", "9.el8"), "x86_64")
	  PKG("openssl", V("10", "1.1", "9.el8_fips"), "x86_64")
	  PKG("w", V("0", "1", "1.el8"), "x86_64")) "</pkglist>") "</updates>",
	  HELP_STATEMENTS,
	  "oracle 8 glibc ELSA-2031-1 1 <2.28-9.el8 -\n"
	  "oracle 8 glibc ELSA-2031-1 1 <2:2.28-9.ksplice1.el8 - flavour "
	  "ksplice\n"
	  "oracle 8 openssl ELSA-2031-1 1 <10:1.1-9.el8_fips - flavour fips\n"
	  "oracle 8 w ELSA-2031-1 1 <1-1.el8 -\n", NULL, NULL, NULL },
	{ "what a manifest says holds", &feed_updateinfo,
	  "<updates>" UPDATE("from='x' type='security'", "ANSA-2031:1",
	  "<pkglist>" LIST("", "", PKG("w", V("0", "1", "1.an8"), "x86_64"))
	  "</pkglist>") UPDATE("from='y' type='security'", "ZZSA-2031:2",
	  "<pkglist>" LIST("", "", PKG("v", V("0", "1", "1"), "x86_64"))
	  "</pkglist>") "</updates>", HELP_STATEMENTS,
	  "anolis 23 v ZZSA-2031:2 1 <1-1 -\n"
	  "anolis 23 w ANSA-2031:1 1 <1-1.an8 -\n", NULL, "anolis", "23" },
	{ "Anolis by its tag", &feed_updateinfo,
	  "<updates>" UPDATE("from='x' type='security'", "ANSA-2031:1",
	  "<pkglist>" LIST("", "", PKG("w", V("0", "1", "1.an8"), "x86_64"))
	  "</pkglist>") "</updates>", HELP_STATEMENTS,
	  "anolis 8 w ANSA-2031:1 1 <1-1.an8 -\n", NULL, NULL, NULL },
	{ "sources where advisories name them", &feed_updateinfo,
	  "<updates>" UPDATE("from='x' type='security'", "X-1",
	  "<pkglist>" LIST("", "", PKG("libw1", V("1", "1", "1.mga9")
	  " src='a/w-2-3.mga9.src.rpm'", "x86_64")
	  PKG("s", V("0", "4", "5.mga9"), "src")) "</pkglist>") "</updates>",
	  HELP_STATEMENTS,
	  "mageia 9 s X-1 1 <4-5.mga9 -\n"
	  "mageia 9 w X-1 1 <1:2-3.mga9 -\n", NULL, "mageia", "9" },
	{ "one of many that is lost is rejected", &feed_rocky,
	  "<updates>" UPDATE(SEC, "RLSA-2031:1", "<pkglist>" LIST("", "",
	  PKG("w", V("0", "1", "1"), "x86_64")) "</pkglist>")
	  UPDATE(SEC, "RLSA-2031:2", "<pkglist>" LIST("", "",
	  PKG("w", V("0", "1", "1.el9"), "x86_64")) "</pkglist>")
	  UPDATE(SEC, "", "<title>none</title>") "</updates>", HELP_REJECTS,
	  "RLSA-2031:1: neither it nor its path tells whose it is, and of "
	  "which release\nnone: no id\n", NULL, NULL, NULL },
	{ "Bottlerocket: no release, GitHub's numbers", &feed_bottlerocket,
	  "<updates>" UPDATE("from='me' type='security'", "BRSA-abc",
	  "<references><reference href='h' id='GHSA-aaaa-bbbb-cccc' "
	  "type='ghsa'/></references><pkglist>" LIST("bottlerocket",
	  "Bottlerocket", PKG("w", V("1", "2", "3.br1"), "x86_64")
	  PKG("w", V("1", "2", "3.br1"), "aarch64")) "</pkglist>")
	  "</updates>", HELP_STATEMENTS,
	  "bottlerocket  w BRSA-abc 1 <1:2-3.br1 -\n", NULL, NULL, NULL },
	{ "nothing at all", &feed_updateinfo, "<updates/>", HELP_RECORDS, "",
	  NULL, NULL, NULL },
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
		enum rc rc;
		const char *text, *says, *count;
	} bad[] = {
		{ RC_UNSUPPORTED, "<updates>" UPDATE(SEC, "RLSA-2031:1",
		  "<pkglist>" LIST("", "", PKG("w", V("0", "1", "1"), "x"))
		  "</pkglist>") "</updates>", "rocky:9", "0\n" },
		{ RC_FORMAT, "<updates>" UPDATE(SEC, "RLSA-2031:1",
		  "<pkglist>" LIST("RL9", "", PKG("w", V("0", "1", "1"), "x"))
		  "</pkglist>") "<update></updates>", "line 1", "0\n" },
		{ RC_FORMAT, "<other/>", "another element", "0\n" },
		{ RC_FORMAT, "", "", "0\n" },
		{ RC_FORMAT, "<!DOCTYPE u [<!ENTITY a 'b'>]><updates>&a;"
		  "</updates>", "entity", "0\n" },
	};
	struct buf b = { 0 };
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct feed_case c = { .name = bad[i].text,
			.feed = &feed_rocky, .text = bad[i].text };
		struct db *db = help_load(&c, DB, bad[i].rc, &e);
		struct str got;

		if (strstr(e.msg, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].text, e.msg);
		got = help_query(db, "SELECT '' || count(*) FROM adv", &b);
		if (!str_eq(got, str_from(bad[i].count)))
			fail_msg("%s: %.*s", bad[i].text, STR_ARG(got));
		db_close(db);
	}
	buf_done(&b);
}

/* Rows share the form and tell whose a file is. */
static void
detection(void **state)
{
	static const struct { const char *text, *feed; } v[] = {
		{ "<updates><update from='x'><id>ALAS2-2031-1</id>",
		  "amazon" },
		{ "<?xml?>\n<!-- a --><updates>\n<update from=\"releng@"
		  "rockylinux.org\"><id>1</id>", "rocky" },
		{ "<updates><update><id> ALSA-2031:1</id>", "almalinux" },
		{ "<updates><update><id>BRSA-x</id>", "bottlerocket" },
		{ "<updates><update><id>FEDORA-EPEL-1</id>", "fedora" },
		{ "<updates><update><id>ELSA-1</id>", "updateinfo" },
		{ "<updates>", "updateinfo" }, { "<updates/>", "updateinfo" },
		{ "<updatesx/>", NULL }, { "x<updates>", NULL },
	};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct feed_file f = { .name = STR("x"),
			.head = str_from(v[i].text) };
		const struct feed *feed = feed_detect(&f, &why);

		if ((feed == NULL) != (v[i].feed == NULL) || (feed != NULL &&
		    strcmp(feed->name, v[i].feed) != 0))
			fail_msg("%s: %s", v[i].text, feed == NULL ? "-" :
			    feed->name);
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

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
