/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of version schemes. A new one is a file beside this one, its two
 * functions in version.h and a row here.
 */
#include "version/version.h"

static const struct version_scheme dpkg = {
	VERSION_DPKG, "dpkg", "deb", dpkg_cmp, dpkg_valid };
static const struct version_scheme rpm = {
	VERSION_RPM, "rpm", "rpm", rpm_cmp, rpm_valid };
static const struct version_scheme apk = {
	VERSION_APK, "apk", "apk", apk_cmp, apk_valid };
static const struct version_scheme semver = {
	VERSION_SEMVER, "semver", "semver", semver_cmp, semver_valid };
static const struct version_scheme composer = {
	VERSION_COMPOSER, "composer", "composer",
	composer_cmp, composer_valid };
static const struct version_scheme hex = {
	VERSION_HEX, "hex", "hex", semver_cmp, semver_valid };
static const struct version_scheme cargo = {
	VERSION_CARGO, "cargo", "cargo", semver_cmp, semver_valid };
static const struct version_scheme swift = {
	VERSION_SWIFT, "swift", "swift", semver_cmp, semver_valid };
static const struct version_scheme pub = {
	VERSION_PUB, "pub", "pub", pub_cmp, semver_valid };
static const struct version_scheme cran = {
	VERSION_CRAN, "cran", "cran", cran_cmp, cran_valid };
static const struct version_scheme hackage = {
	VERSION_HACKAGE, "hackage", "hackage", hackage_cmp, hackage_valid };
static const struct version_scheme conan = {
	VERSION_CONAN, "conan", "conan", conan_cmp, conan_valid };
static const struct version_scheme bitnami = {
	VERSION_BITNAMI, "bitnami", "bitnami", bitnami_cmp, semver_valid };
static const struct version_scheme jvm = {
	VERSION_JVM, "jvm", "jvm", jvm_cmp, jvm_valid };
static const struct version_scheme openssl = {
	VERSION_OPENSSL, "openssl", "openssl", openssl_cmp, semver_valid };
static const struct version_scheme kb = {
	VERSION_KB, "kb", "kb", kb_cmp, kb_valid };
static const struct version_scheme datetime = {
	VERSION_DATETIME, "datetime", "datetime",
	datetime_cmp, datetime_valid };
static const struct version_scheme lexicographic = {
	VERSION_LEXICOGRAPHIC, "lexicographic", "lexicographic",
	lexicographic_cmp, lexicographic_valid };
static const struct version_scheme generic = {
	VERSION_GENERIC, "generic", "generic", generic_cmp, generic_valid };
static const struct version_scheme pacman = {
	VERSION_PACMAN, "pacman", "alpm", pacman_cmp, pacman_valid };
static const struct version_scheme gentoo = {
	VERSION_GENTOO, "gentoo", "gentoo", gentoo_cmp, gentoo_valid };
static const struct version_scheme npm = {
	VERSION_NPM, "npm", "npm", npm_cmp, npm_valid };
static const struct version_scheme pep440 = {
	VERSION_PEP440, "pep440", "pypi", pep440_cmp, pep440_valid };
static const struct version_scheme maven = {
	VERSION_MAVEN, "maven", "maven", maven_cmp, maven_valid };
static const struct version_scheme gem = {
	VERSION_GEM, "gem", "gem", gem_cmp, gem_valid };
static const struct version_scheme go = {
	VERSION_GO, "go", "golang", go_cmp, go_valid };
static const struct version_scheme nuget = {
	VERSION_NUGET, "nuget", "nuget", nuget_cmp, nuget_valid };

const struct version_scheme *const version_schemes[] = {
	&apk, &dpkg, &rpm, &semver,
	&bitnami, &cargo, &composer, &conan, &cran, &datetime, &generic,
	&hackage, &hex, &jvm, &kb, &lexicographic, &openssl, &pub, &swift,
	&pacman, &gentoo, &npm, &pep440, &maven, &gem, &go, &nuget,
	NULL,
};

const struct version_scheme *
version_by_name(struct str name)
{
	for (size_t i = 0; version_schemes[i] != NULL; i++)
		if (str_eq(name, str_from(version_schemes[i]->name)))
			return version_schemes[i];
	return NULL;
}

const struct version_scheme *
version_by_id(int id)
{
	for (size_t i = 0; version_schemes[i] != NULL; i++)
		if ((int)version_schemes[i]->id == id)
			return version_schemes[i];
	return NULL;
}

/* PEP 440, "Version specifiers": a specifier without a local version does not
   look at a candidate's. So torch 2.0.0+cu118 is 2.0.0 to advisories. */
static struct str
public_of(struct str v, struct str bound)
{
	return str_find(bound, '+') < bound.n ? v :
	    str_sub(v, 0, str_find(v, '+'));
}

int
version_bound_cmp(const struct version_scheme *s, struct str v,
    struct str bound)
{
	switch (s->id) {
	case VERSION_BITNAMI:
		return bitnami_bound_cmp(v, bound);
	case VERSION_PEP440:
		return s->cmp(public_of(v, bound), bound);
	default:
		return s->cmp(v, bound);
	}
}
