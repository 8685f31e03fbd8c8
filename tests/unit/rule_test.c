/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of match/rule/: names, versions, namespaces, qualifiers. Each case
 * says why.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "match/rule/rule.h"

static struct arena *a;

static struct rule_ctx
ctx(const struct bom_component *c, const struct distro *d)
{
	struct rule_ctx x = { .arena = a, .component = c, .distro = d };

	if (d->id.n != 0)
		x.eco = distro_namespace(a, d, STR(""), &x.release);
	return x;
}

static struct distro
distro(const char *id, const char *version)
{
	return (struct distro){ .id = str_from(id),
		.version_id = str_from(version) };
}

static const struct {
	const char *why, *type, *name, *version, *source, *source_version;
	const char *vendor, *id, *release;
	enum uncovered want;
	const char *eco, *asked, *asked_version;
} asks[] = {
	{ "deb: the source's name and version", "deb", "libssl3", "3.0.1-1+b1",
	    "openssl", "3.0.1-1", "", "debian", "12", JUDGED,
	    "debian", "openssl", "3.0.1-1" },
	{ "deb: no Source field, same name and version", "deb", "bash",
	    "5.2-1", "", "", "", "debian", "12.15", JUDGED,
	    "debian", "bash", "5.2-1" },
	{ "deb: a source without a version has the binary's", "deb",
	    "libc6", "2.36-9", "glibc", "", "", "debian", "12", JUDGED,
	    "debian", "glibc", "2.36-9" },
	{ "deb: of which distribution?", "deb", "bash", "5.2-1", "", "", "",
	    "", "", NO_DISTRIBUTION, NULL, NULL, NULL },
	{ "deb: a distribution without a feed", "deb", "bash", "5.2-1", "",
	    "", "", "nosuch", "1", NO_FEED, NULL, NULL, NULL },
	{ "deb: not a package of an rpm distribution", "deb", "bash", "5.2-1",
	    "", "", "", "almalinux", "9", NO_DISTRIBUTION, NULL, NULL, NULL },
	{ "deb: no blank in a version", "deb", "bash", "1 0", "",
	    "", "", "debian", "12", BAD_VERSION, NULL, NULL, NULL },
	{ "apk: the origin's name, the package's version", "apk", "libcrypto3",
	    "3.1.4-r5", "openssl", "", "", "alpine", "3.19.1", JUDGED,
	    "alpine", "openssl", "3.1.4-r5" },
	{ "rpm: the binary's name", "rpm", "openssl-libs", "1:3.0.7-27.el9",
	    "openssl", "3.0.7-27.el9", "AlmaLinux", "almalinux", "9.3",
	    JUDGED, "almalinux", "openssl-libs", "1:3.0.7-27.el9" },
	{ "rpm: an unknown vendor is taken as the distribution's", "rpm",
	    "bash", "5.1.8-6.el9", "", "", "", "almalinux", "9", JUDGED,
	    "almalinux", "bash", "5.1.8-6.el9" },
	{ "rpm: EPEL's builds are not AlmaLinux's", "rpm", "htop",
	    "3.2.1-1.el9", "", "", "Fedora Project", "almalinux", "9",
	    THIRD_PARTY, NULL, NULL, NULL },
	{ "rpm: a binary without an epoch tells that its source has none",
	    "rpm", "libcurl", "8.8.0-1.azl3", "curl", "8.8.0-1.azl3", "",
	    "azurelinux", "3.0", JUDGED, "azurelinux", "curl",
	    "8.8.0-1.azl3" },
	{ "alpm: the package's own name, with epoch", "alpm", "vim",
	    "1:9.0-1", "vim", "", "", "arch", "", JUDGED, "arch", "vim",
	    "1:9.0-1" },
	{ "alpm: Arch's tracker is not about Manjaro", "alpm", "vim",
	    "9.0-1", "", "", "", "manjaro", "24.0", NO_FEED, NULL, NULL,
	    NULL },
	{ "ebuild: category and name", "ebuild", "app-shells/bash",
	    "5.1_p16-r1", "", "", "", "gentoo", "2.15", JUDGED, "gentoo",
	    "app-shells/bash", "5.1_p16-r1" },
	{ "ebuild: a name without its category is none", "ebuild", "bash",
	    "5.1", "", "", "", "gentoo", "2.15", NO_CATEGORY, NULL, NULL,
	    NULL },
	{ "ebuild: Flatcar's are not Gentoo's", "ebuild", "app-shells/bash",
	    "5.1", "", "", "", "flatcar", "3975.2.1", NO_FEED, NULL, NULL,
	    NULL },
	{ "rpm: a key is no software", "rpm", "gpg-pubkey",
	    "b86b3716-61e69f29", "", "", "", "almalinux", "9",
	    PSEUDO_PACKAGE, NULL, NULL, NULL },
};

static void
test_ask(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		struct bom_component c = {
			.type = str_from(asks[i].type),
			.name = str_from(asks[i].name),
			.version = str_from(asks[i].version),
			.source_name = str_from(asks[i].source),
			.source_version = str_from(asks[i].source_version),
			.source_epoch_unknown = asks[i].type[0] == 'r',
			.vendor = str_from(asks[i].vendor) };
		struct distro d = distro(asks[i].id, asks[i].release);
		struct rule_ctx x = ctx(&c, &d);
		enum uncovered got = rule_for(c.type)->ask(&x);

		if (got != asks[i].want)
			fail_msg("%s: %s", asks[i].why, uncovered_name(got));
		if (got != JUDGED) {
			for (size_t k = 0; k < x.nasks; k++)
				assert_string_equal(x.asks[k].eco->key,
				    "epel");
			assert_true(x.nasks == 0 || got == THIRD_PARTY);
			continue;
		}
		assert_true(x.nasks >= 1);
		for (size_t k = 1; k < x.nasks; k++) {	/* of rebuilds */
			assert_string_equal(x.asks[k].eco->key, "redhat");
			assert_int_equal(x.asks[k].rank, 1);
			assert_int_equal(x.asks[k].confidence, CONF_POSSIBLE);
		}
		if (!str_eq(d.id, STR("almalinux")))
			assert_int_equal(x.nasks, 1);
		assert_string_equal(x.asks[0].eco->key, asks[i].eco);
		assert_true(str_eq(x.asks[0].name, str_from(asks[i].asked)));
		assert_true(str_eq(x.asks[0].version,
		    str_from(asks[i].asked_version)));
		assert_int_equal(x.asks[0].confidence, CONF_VENDOR);
	}
}

/* A Chainguard image, whatever it calls itself, has both feeds. */
static void
test_sisters(void **state)
{
	static const char *const ids[] = { "chainguard", "wolfi" };
	struct bom_component c = { .type = STR("apk"), .name = STR("curl"),
		.version = STR("8.9.0-r0") };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct distro d = distro(ids[i], "20230214");
		struct rule_ctx x = ctx(&c, &d);

		assert_int_equal(rule_apk.ask(&x), JUDGED);
		assert_int_equal(x.nasks, 2);
		assert_string_equal(x.asks[0].eco->key, ids[i]);
		assert_int_equal(x.asks[0].rank, 0);
		assert_string_equal(x.asks[1].eco->key, ids[1 - i]);
		assert_int_equal(x.asks[1].rank, 1);
	}
}

/* An rpm's source version out of a file name has no epoch: compared without,
   and only possible. */
static void
test_epoch(void **state)
{
	struct bom_component c = { .type = STR("rpm"), .name = STR("bind-libs"),
		.version = STR("32:9.16.33-1.cm2"), .source_name = STR("bind"),
		.source_version = STR("9.16.33-1.cm2"),
		.source_epoch_unknown = true };
	struct distro d = distro("azurelinux", "3.0");
	struct rule_ctx x = ctx(&c, &d);

	(void)state;
	assert_int_equal(rule_rpm.ask(&x), JUDGED);
	assert_true(str_eq(x.asks[0].name, STR("bind")));
	assert_true(str_eq(x.asks[0].version, STR("32:9.16.33-1.cm2")));
	assert_false(x.asks[0].no_epoch);
	assert_true(x.asks[0].guess.n != 0);
	c.version = STR("1:1.28-1.cm2");
	assert_int_equal(rule_rpm.ask(&x), JUDGED);
	assert_true(str_eq(x.asks[1].version, STR("9.16.33-1.cm2")));
	assert_true(x.asks[1].no_epoch && x.asks[1].guess.n == 0);
	assert_int_equal(x.asks[1].confidence, CONF_POSSIBLE);
	assert_true(x.asks[1].doubt.n != 0);
}

#define LABEL18 "nodejs:18:8090020240101:rhel8:x86_64"
#define MOD "18.19.1-1.module_el8.9.0+3731+490e3ec7"

static const struct {
	const char *why, *version, *label;
	bool known;			/* the database said: no label */
	const char *module, *bound;
	enum fit want;
} fits[] = {
	{ "no module on either side", "1-1.el8", "", true, "", "1-2.el8",
	    FIT_YES },
	{ "the same stream", MOD, LABEL18, true, "nodejs:18", MOD, FIT_YES },
	{ "one of several streams", MOD, LABEL18, true,
	    "nodejs:16 nodejs:18", MOD, FIT_YES },
	{ "another stream", MOD, LABEL18, true, "nodejs:20", MOD, FIT_NO },
	{ "a stream of like beginning", MOD, LABEL18, true, "nodejs:1", MOD,
	    FIT_NO },
	{ "a modular package, a statement about none", MOD, LABEL18, true, "",
	    "18.19.1-1.el8", FIT_NO },
	{ "a package of no module, a modular statement", "18.19-1.el8", "",
	    true, "nodejs:18", MOD, FIT_NO },
	{ "build tags tell modules apart without labels", "18.19-1.el8", "",
	    false, "", MOD, FIT_NO },
	{ "a modular build without its label: some stream", MOD, "", true,
	    "nodejs:18", MOD, FIT_POSSIBLE },
	{ "a statement that names no stream", MOD, LABEL18, true, "", MOD,
	    FIT_POSSIBLE },
};

static void
test_module(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
		struct bom_component c = { .arch = STR("x86_64"),
			.version = str_from(fits[i].version),
			.module = str_from(fits[i].label),
			.module_known = fits[i].known };
		struct rule_row row = { .module = str_from(fits[i].module),
			.bound = str_from(fits[i].bound) };
		enum fit got = rule_rpm.fits(&c, &row);

		if (got != fits[i].want)
			fail_msg("%s: %d", fits[i].why, (int)got);
	}
}

static void
test_arch(void **state)
{
	struct bom_component c = { .arch = STR("x86_64"),
		.version = STR("1-1.el9") };
	struct rule_row row = { .bound = STR("1-2.el9") };

	(void)state;
	row.arch = STR("aarch64");
	assert_int_equal(rule_rpm.fits(&c, &row), FIT_NO);
	row.arch = STR("aarch64 x86_64");
	assert_int_equal(rule_rpm.fits(&c, &row), FIT_YES);
	row.arch = STR("noarch");
	assert_int_equal(rule_rpm.fits(&c, &row), FIT_YES);
	c.arch = STR("noarch");
	row.arch = STR("aarch64");
	assert_int_equal(rule_rpm.fits(&c, &row), FIT_YES);
}

static const struct {
	const char *eco, *name, *version, *flavour;
	bool want;
} flavours[] = {
	{ "oracle", "openssl", "1:3.0.7-27.el9", "", true },
	{ "oracle", "openssl", "2:3.0.7-27.ksplice1.el9", "", false },
	{ "oracle", "openssl", "2:3.0.7-27.ksplice1.el9", "ksplice", true },
	{ "oracle", "openssl", "1:3.0.7-27.el9", "ksplice", false },
	{ "oracle", "gnutls", "10:3.7.6-23.el9_fips", "fips", true },
	{ "oracle", "gnutls", "10:3.7.6-23.el9_fips", "", false },
	{ "debian", "curl", "7.88.1-10+deb12u5.root.io.2", "rootio", true },
	{ "debian", "curl", "7.88.1-10+deb12u5", "rootio", false },
	{ "debian", "curl", "7.88.1-10+deb12u5.root.io.2", "", false },
};

static void
test_flavour(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof flavours / sizeof *flavours; i++)
		if (rule_flavour(str_from(flavours[i].eco),
		    str_from(flavours[i].name), str_from(flavours[i].version),
		    str_from(flavours[i].flavour)) != flavours[i].want)
			fail_msg("%s, \"%s\"", flavours[i].version,
			    flavours[i].flavour);
}

/* "+eus" behind the release, by the user. */
static void
test_given(void **state)
{
	struct distro d = distro("rhel", "9.4+eus,tus");
	struct distro u = distro("ubuntu", "18.04+esm");
	struct distro plain = distro("rhel", "9.4");

	(void)state;
	assert_true(rule_has_channels(&d, STR("9.4")));
	assert_false(rule_has_channels(&d, STR("9")));
	assert_false(rule_has_channels(&d, STR("")));
	assert_false(rule_has_channels(&plain, STR("9.4")));
	assert_true(rule_channel_given(&d, STR("tus")));
	assert_false(rule_channel_given(&d, STR("e4s")));
	assert_true(rule_channel_given(&u, STR("esm-infra")));
	assert_false(rule_channel_given(&u, STR("fips")));
	assert_false(rule_channel_given(&plain, STR("eus")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_sisters),
		cmocka_unit_test(test_epoch),
		cmocka_unit_test(test_module),
		cmocka_unit_test(test_arch),
		cmocka_unit_test(test_given),
		cmocka_unit_test(test_flavour),
	};
	int failed;

	a = arena_new(16 * MIB);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(a);
	return failed;
}
