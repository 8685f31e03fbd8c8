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

/* A bit for the first two letters of each: hardly two bytes of a name are
   those, and names are asked for of thousands of packages. */
struct starts {
	uint64_t bits[16];
};

static unsigned
pair(const char *p)
{
	return ((unsigned)(p[0] & 31) << 5 | (p[1] & 31)) & 1023;
}

static struct starts
starts_of_others(void)
{
	struct starts s = { { 0 } };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		s.bits[pair(others[i]) / 64] |=
		    UINT64_C(1) << pair(others[i]) % 64;
	return s;
}

static bool
begins_one(struct str s)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (others[i][0] == s.p[0] &&
		    str_starts(s, str_from(others[i])))
			return true;
	return false;
}

bool
deb_third_party(struct str maintainer)
{
	struct str name = str_trim(maintainer);
	struct starts s = starts_of_others();

	for (size_t i = 0; i + 1 < name.n; i++) {
		unsigned at = pair(name.p + i);

		if ((s.bits[at / 64] >> at % 64 & 1) != 0 &&
		    begins_one(str_from_pos(name, i)))
			return true;
	}
	return str_eq(name, STR("GitHub")) || str_eq(name, STR("HashiCorp"));
}
