/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory.h"

#include "base/arena.h"

const char *
adv_state_name(enum adv_state s)
{
	switch (s) {
	case ADV_AFFECTED:
		return "affected";
	case ADV_FIXED:
		return "fixed";
	case ADV_NOT_AFFECTED:
		return "not_affected";
	case ADV_WONT_FIX:
		return "wont_fix";
	case ADV_DEFERRED:
		return "deferred";
	case ADV_INVESTIGATING:
		return "investigating";
	case ADV_END_OF_LIFE:
		return "end_of_life";
	case ADV_UNDETERMINED:
		break;
	}
	return "undetermined";
}

struct str
adv_url(struct arena *a, struct str feed, struct str scope, struct str id)
{
	const char *base = NULL;

	if (str_eq(feed, STR("debian")) || str_eq(feed, STR("debian-lists")))
		base = "https://security-tracker.debian.org/tracker/";
	else if (str_eq(feed, STR("nvd")))
		base = "https://nvd.nist.gov/vuln/detail/";
	else if (str_eq(feed, STR("ubuntu-cve")))
		base = "https://ubuntu.com/security/";
	else if (str_eq(feed, STR("ubuntu-usn")))
		base = "https://ubuntu.com/security/notices/";
	else if (str_eq(feed, STR("cve5")))
		base = "https://www.cve.org/CVERecord?id=";
	else if (str_eq(feed, STR("ghsa")))
		base = "https://github.com/advisories/";
	else if (str_eq(feed, STR("osv")))
		base = "https://osv.dev/vulnerability/";
	else if (str_eq(feed, STR("secdb")) &&
	    str_starts(scope, STR("alpine")))
		base = "https://security.alpinelinux.org/vuln/";
	if (base == NULL)
		return STR("");
	return str_fmt(a, "%s%.*s", base, STR_ARG(id));
}
