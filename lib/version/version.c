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

const struct version_scheme *const version_schemes[] = {
	&apk, &dpkg, &rpm, &semver,
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
