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

/* The first row of a feed, and of a scope that begins so, holds. */
static const struct {
	const char *feed, *scope;
	const char *prefix;	/* left out of the id */
	const char *base;
} addresses[] = {
	{ "alpine-unfixed", "", "", "https://security.alpinelinux.org/vuln/" },
	{ "arch", "", "", "https://security.archlinux.org/" },
	{ "bodhi", "", "", "https://bodhi.fedoraproject.org/updates/" },
	{ "cve5", "", "", "https://www.cve.org/CVERecord?id=" },
	{ "debian", "", "", "https://security-tracker.debian.org/tracker/" },
	{ "debian-lists", "", "",
	  "https://security-tracker.debian.org/tracker/" },
	{ "fedora", "", "", "https://bodhi.fedoraproject.org/updates/" },
	{ "gentoo", "", "GLSA-", "https://security.gentoo.org/glsa/" },
	{ "ghsa", "", "", "https://github.com/advisories/" },
	{ "nvd", "", "", "https://nvd.nist.gov/vuln/detail/" },
	{ "osv", "", "", "https://osv.dev/vulnerability/" },
	{ "redhat-api", "", "", "https://access.redhat.com/security/cve/" },
	{ "redhat-csaf", "", "", "https://access.redhat.com/errata/" },
	{ "redhat-vex", "", "", "https://access.redhat.com/security/cve/" },
	{ "rocky", "", "", "https://errata.rockylinux.org/" },
	{ "secdb", "alpine", "", "https://security.alpinelinux.org/vuln/" },
	{ "ubuntu-cve", "", "", "https://ubuntu.com/security/" },
	{ "suse-vex", "", "", "https://www.suse.com/security/cve/" },
	{ "ubuntu-usn", "", "", "https://ubuntu.com/security/notices/" },
	{ "ubuntu-vex", "", "", "https://ubuntu.com/security/" },
};

struct str
adv_url(struct arena *a, struct str feed, struct str scope, struct str id)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct str prefix = str_from(addresses[i].prefix);

		if (!str_eq(feed, str_from(addresses[i].feed)) ||
		    !str_starts(scope, str_from(addresses[i].scope)))
			continue;
		if (str_starts(id, prefix))
			id = str_from_pos(id, prefix.n);
		return str_fmt(a, "%s%.*s", addresses[i].base, STR_ARG(id));
	}
	return STR("");
}
