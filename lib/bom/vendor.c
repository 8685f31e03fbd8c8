/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/vendor.h"

/*
 * Who built a package of the operating system: the distribution, whose
 * advisories speak for what is in it, or somebody else.
 *
 * Source:   what Trivy takes for a distribution's own (rpm's Vendor tag, a
 *           list of third parties' maintainers for dpkg). Debian Policy 9.1
 *           and the Filesystem Hierarchy Standard keep /opt and /usr/local
 *           for software that is not the distribution's.
 */
static const char *const rpm_vendors[] = {	/* beginnings */
	"Amazon Linux", "Amazon.com", "CentOS", "Fedora Project",
	"Oracle America", "Red Hat", "AlmaLinux", "CloudLinux", "VMware",
	"SUSE", "openSUSE", "Microsoft Corporation", "Rocky",
};

static const char *const deb_others[] = {	/* anywhere in Maintainer */
	"docker.com", "nvidia.com", "hashicorp.com", "microsoft.com",
	"mongodb.com", "MariaDB Developers", "mariadb.org", "mariadb.com",
	"couchdb.apache.org", "elastic.co", "nginx-packaging", "konghq",
	"cloudflare", "influxdb", "influxdata", "gitlab.com", "grafana",
	"datadoghq", "nodesource", "tailscale", "openrobotics",
	"osrfoundation", "Google Cloud CLI Authors", "sapmachine",
	/* not in that list, but in many images */
	"Kubernetes Authors", "chromium-dev@", "percona", "redis.com",
	"redis.io", "mysql-build@", "temurin-dev@", "azul.com", "newrelic",
	"splunk.com", "Team RabbitMQ", "jenkinsci", "puppet.com",
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

static bool
is_deb_other(const struct bom_component *c)
{
	struct str name = str_trim(c->vendor);

	for (size_t i = 0; i < sizeof deb_others / sizeof *deb_others; i++)
		if (str_find_str(c->vendor, str_from(deb_others[i])) <
		    c->vendor.n)
			return true;
	return str_eq(name, STR("GitHub")) || str_eq(name, STR("HashiCorp"));
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
		own = !is_deb_other(c) &&
		    !str_starts(evidence, STR("/opt/")) &&
		    !str_starts(evidence, STR("/usr/local/"));
	return own ? OWNER_VENDOR : OWNER_OTHER;
}
