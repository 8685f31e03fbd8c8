/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/vendor.h"

#include "identity/deb_vendor.h"

/*
 * Who built a package of the operating system: the distribution, whose
 * advisories speak for what is in it, or somebody else.
 *
 * Source:   what Trivy takes for a distribution's own (rpm's Vendor tag).
 *           Debian Policy 9.1 and the Filesystem Hierarchy Standard keep /opt
 *           and /usr/local for software that is not the distribution's.
 */
static const char *const rpm_vendors[] = {	/* beginnings */
	"Amazon Linux", "Amazon.com", "CentOS", "Fedora Project",
	"Oracle America", "Red Hat", "AlmaLinux", "CloudLinux", "VMware",
	"SUSE", "openSUSE", "Microsoft Corporation", "Rocky",
};

static bool
is_rpm_vendor(const struct bom_component *c)
{
	for (size_t i = 0; i < sizeof rpm_vendors / sizeof *rpm_vendors; i++)
		if (str_starts(c->vendor, str_from(rpm_vendors[i])))
			return true;
	return c->vendor.n == 0 &&
	    str_find_str(c->version, STR("amzn")) < c->version.n;
}

enum bom_owner
bom_vendor(const struct bom_component *c, struct str evidence)
{
	bool own;

	if (str_eq(c->type, STR("rpm")))
		own = is_rpm_vendor(c);
	else if (!str_eq(c->type, STR("deb")) && !str_eq(c->type, STR("apk")))
		own = false;	/* conda, say: it has no advisories */
	else
		own = !deb_third_party(c->vendor) &&
		    !str_starts(evidence, STR("/opt/")) &&
		    !str_starts(evidence, STR("/usr/local/"));
	return own ? OWNER_VENDOR : OWNER_OTHER;
}
