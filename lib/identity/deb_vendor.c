/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   what Trivy takes for third parties' maintainers of dpkg packages,
 *           and the Maintainer fields of repositories met in many images.
 */
#include "identity/deb_vendor.h"

static const char *const others[] = {	/* anywhere in Maintainer */
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

bool
deb_third_party(struct str maintainer)
{
	struct str name = str_trim(maintainer);

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_find_str(name, str_from(others[i])) < name.n)
			return true;
	return str_eq(name, STR("GitHub")) || str_eq(name, STR("HashiCorp"));
}
