/* SPDX-License-Identifier: Apache-2.0 */
/* Names of vendors' products as releases and streams. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "identity/ecosystem.h"
#include "identity/redhat_cpe.h"
#include "identity/suse_product.h"

static const struct {
	const char *cpe, *release, *channel;
	enum redhat_kind kind;
} redhats[] = {
	{ "cpe:/o:redhat:enterprise_linux:8::baseos", "8", "", REDHAT_MAIN },
	{ "cpe:/a:redhat:enterprise_linux:9::appstream", "9", "",
	  REDHAT_MAIN },
	{ "cpe:/o:redhat:enterprise_linux:10.0", "10", "", REDHAT_MAIN },
	{ "cpe:/o:redhat:enterprise_linux:7::server", "7", "", REDHAT_MAIN },
	{ "cpe:/a:redhat:rhel_extras:6", "6", "", REDHAT_MAIN },
	{ "cpe:/a:redhat:rhel_extras_oracle_java:7", "7", "", REDHAT_MAIN },
	{ "cpe:/o:redhat:rhel_eus:9.2::baseos", "9.2", "eus", REDHAT_STREAM },
	{ "cpe:/a:redhat:rhel_e4s:8.8::appstream", "8.8", "e4s",
	  REDHAT_STREAM },
	{ "cpe:/a:redhat:rhel_aus:8.2::appstream", "8.2", "aus",
	  REDHAT_STREAM },
	{ "cpe:/a:redhat:rhel_tus:8.6::appstream", "8.6", "tus",
	  REDHAT_STREAM },
	{ "cpe:/o:redhat:rhel_els:7", "7", "els", REDHAT_STREAM },
	{ "cpe:/a:redhat:rhel_eus_long_life:8.4", "8.4", "eus-long-life",
	  REDHAT_STREAM },
	{ "cpe:/a:redhat:rhel_software_collections:3::el7", "7",
	  "rhel_software_collections:3", REDHAT_LAYERED },
	{ "cpe:/a:redhat:openshift:4.14::el9", "9", "openshift:4.14",
	  REDHAT_LAYERED },
	{ "cpe:/a:redhat:openshift:4", "", "openshift:4", REDHAT_LAYERED },
	{ "cpe:2.3:a:redhat:openshift:4.14:*:el9:*:*:*:*:*", "9",
	  "openshift:4.14", REDHAT_LAYERED },
	{ "cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*", "9", "",
	  REDHAT_MAIN },
	{ "cpe:/a:redhat:hummingbird:1", "", "", REDHAT_HUMMINGBIRD },
	{ "cpe:/o:suse:sles:15", NULL, NULL, REDHAT_MAIN },
	{ "redhat", NULL, NULL, REDHAT_MAIN },
	{ "cpe:/o:redhat", NULL, NULL, REDHAT_MAIN },
};

static void
redhat(void **state)
{
	struct arena *a = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < sizeof redhats / sizeof *redhats; i++) {
		struct redhat_product p;
		bool ok = redhat_product(a, str_from(redhats[i].cpe), &p);

		if (ok != (redhats[i].release != NULL))
			fail_msg("%s", redhats[i].cpe);
		if (!ok)
			continue;
		if (p.kind != redhats[i].kind ||
		    !str_eq(p.release, str_from(redhats[i].release)) ||
		    !str_eq(p.channel, str_from(redhats[i].channel)))
			fail_msg("%s: \"%.*s\" \"%.*s\" %d", redhats[i].cpe,
			    STR_ARG(p.release), STR_ARG(p.channel), p.kind);
	}
	arena_free(a);
}

static void
tags(void **state)
{
	static const struct {
		const char *version, *major, *minor;
	} cases[] = {
		{ "1:3.0.7-27.el9_4", "9", "4" }, { "1-2.el9", "9", "" },
		{ "2.7.8-139.module+el8.8.0+18745+f1bef313", "8", "8" },
		{ "0.1-1.el10_0.2", "10", "0" }, { "1.el", "", "" },
		{ "el9", "", "" }, { "1-2.fc40", "", "" }, { "", "", "" },
		{ "1.2-1jpp.2.el6_9", "6", "9" }, { "1-model8", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str minor, major = redhat_tag(str_from(
		    cases[i].version), &minor);

		assert_true(str_eq(major, str_from(cases[i].major)));
		assert_true(str_eq(minor, str_from(cases[i].minor)));
	}
}

static const struct {
	const char *name, *eco, *first, *last, *channel;
} suses[] = {
	{ "SUSE Linux Enterprise Server 15 SP5", "suse", "15.5", "15.5", "" },
	{ "SUSE Linux Enterprise Server 15", "suse", "15.0", "15.0", "" },
	{ "SUSE Linux Enterprise Server for SAP Applications 12 SP1", "suse",
	  "12.1", "12.1", "sap" },
	{ "SUSE Linux Enterprise Server 12 SP5-LTSS Extended Security",
	  "suse", "12.5", "12.5", "ltss-extended-security" },
	{ "SUSE Linux Enterprise Server 12 SP1-LTSS", "suse", "12.1", "12.1",
	  "ltss" },
	{ "SUSE Linux Enterprise Server 11-LTSS", "suse", "11.0", "11.0",
	  "ltss" },
	{ "SUSE Linux Enterprise Module for Basesystem 15 SP5", "suse",
	  "15.5", "15.5", "" },
	{ "SUSE Linux Enterprise Module for Legacy Software 12", "suse",
	  "12.0", "12.5", "" },
	{ "SUSE Linux Enterprise Micro 5.3", "suse", "micro 5.3",
	  "micro 5.3", "" },
	{ "SUSE Linux Micro 6.0", "suse", "micro 6.0", "micro 6.0", "" },
	{ "SUSE Linux Enterprise Server 16.0", "suse", "16.0", "16.0", "" },
	{ "SUSE Linux Enterprise Real Time Extension 11 SP4", "suse", "11.4",
	  "11.4", "real-time" },
	{ "openSUSE Leap 15.6", "opensuse", "15.6", "15.6", "" },
	{ "openSUSE 13.2", "opensuse", "13.2", "13.2", "" },
	{ "openSUSE Tumbleweed", "opensuse", "tumbleweed", "tumbleweed", "" },
	{ "SUSE Manager Server 4.3", "suse", "", "", "SUSE Manager Server 4.3"
	},
	{ "Container suse/sle15:15.5", NULL, NULL, NULL, NULL },
	{ "Image SLES15-SP5-CHOST", NULL, NULL, NULL, NULL },
	{ "Widget 9", NULL, NULL, NULL, NULL },
};

static void
suse(void **state)
{
	struct arena *a = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < sizeof suses / sizeof *suses; i++) {
		struct suse_product p;
		bool ok = suse_product(a, str_from(suses[i].name), &p);

		if (ok != (suses[i].eco != NULL))
			fail_msg("%s", suses[i].name);
		if (!ok)
			continue;
		assert_true(p.nreleases > 0);
		if (!str_eq(str_from(p.eco->key), str_from(suses[i].eco)) ||
		    !str_eq(p.release[0], str_from(suses[i].first)) ||
		    !str_eq(p.release[p.nreleases - 1],
		    str_from(suses[i].last)) ||
		    !str_eq(p.channel, str_from(suses[i].channel)))
			fail_msg("%s: %.*s %.*s", suses[i].name,
			    STR_ARG(p.release[0]), STR_ARG(p.channel));
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(redhat),
		cmocka_unit_test(tags),
		cmocka_unit_test(suse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
