/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ends of life, for databases that lack them, and what endoflife.date calls a
 * distribution.
 *
 * Source:   reference, "Release resolution": dates as of 2026; those of Debian
 *           include its long-term support, those of Ubuntu do not include Pro.
 *           Products: endoflife.date/api/all.json. SUPPORT_END: os-release(5).
 * Rules:    releases are listed oldest first; one that is older than the last
 *           and not listed ended before the table was made.
 */
#include "identity/distro_eol.h"

#include "base/when.h"
#include "identity/distro.h"
#include "version/version.h"

/* RELEASE DATE or RELEASE DATE/DATE-OF-PAID-SUPPORT. */
static const struct {
	const char *eco, *product, *ends;
} table[] = {
	{ "alpine", "alpine", "3.14 2023-05-01 3.15 2023-11-01 "
	    "3.16 2024-05-23 3.17 2024-11-22 3.18 2025-05-09 3.19 2025-11-01 "
	    "3.20 2026-04-01 3.21 2026-12-05 3.22 2027-04-30 3.23 2027-11-01" },
	{ "almalinux", "almalinux", "8 2029-03-01 9 2032-05-31 "
	    "10 2035-05-31" },
	{ "amazon", "amazon-linux", "1 2023-12-31 2 2026-06-30 "
	    "2023 2028-03-15" },
	{ "azurelinux", "azure-linux", "" },
	{ "centos", "centos", "6 2020-11-30 7 2024-06-30 8 2021-12-31" },
	{ "debian", "debian", "8 2020-06-30 9 2022-06-30 10 2024-06-30 "
	    "11 2026-08-14 12 2028-06-10" },
	{ "fedora", "fedora", "" },
	{ "mageia", "mageia", "" },
	{ "openeuler", "openeuler", "" },
	{ "opensuse", "opensuse", "15.5 2024-12-31 15.6 2025-12-31 "
	    "16.0 2027-10-31" },
	{ "oracle", "oracle-linux", "6 2021-03-21 7 2024-12-31 8 2029-07-18 "
	    "9 2032-07-18" },
	{ "photon", "photon", "3.0 2024-03-31 4.0 2026-03-31" },
	{ "redhat", "rhel", "5 2020-11-30 6 2024-06-30" },
	{ "rocky", "rocky-linux", "8 2029-05-31 9 2032-05-31" },
	{ "suse", "sles", "12.5 2024-10-31 15.5 2024-12-31 15.6 2025-12-31 "
	    "15.7 2031-07-31 16.0 2027-11-30" },
	{ "ubuntu", "ubuntu", "14.04 2022-04-25/2024-04-25 "
	    "16.04 2021-04-21/2026-04-29 18.04 2023-05-31/2028-03-31 "
	    "20.04 2025-05-31/2030-04-30 22.04 2027-04-23 24.04 2034-03-31 "
	    "25.04 2026-01-16 25.10 2026-07-01 26.04 2031-05-31" },
};

static int64_t
day_of(struct str date)
{
	int64_t t;

	return when_parse(date, &t) ? when_day(t) : 0;
}

/* The release's date among the pairs. */
static struct str
date_of(struct str pairs, struct str release)
{
	struct str word, date;

	while (str_word(&pairs, &word) && str_word(&pairs, &date))
		if (str_eq(word, release))
			return date;
	return STR("");
}

/* Numbers and dots: "sid" and "micro 5.3" have a place of their own. */
static bool
is_number(struct str release)
{
	for (size_t i = 0; i < release.n; i++)
		if (!is_digit(release.p[i]) && release.p[i] != '.')
			return false;
	return release.n != 0;
}

static bool
is_older(struct str release, struct str pairs)
{
	const struct version_scheme *s = version_by_id(VERSION_RPM);
	struct str word, date, last = STR("");

	while (str_word(&pairs, &word) && str_word(&pairs, &date))
		last = word;
	return last.n != 0 && is_number(release) && s->cmp(release, last) < 0;
}

struct distro_end
distro_end_of(struct str eco, struct str release, const struct distro *d)
{
	struct distro_end e = { .product = STR(""), .cycle = release };
	struct str date = STR("");
	bool older = false;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (!str_eq(eco, str_from(table[i].eco)))
			continue;
		e.product = str_from(table[i].product);
		date = date_of(str_from(table[i].ends), release);
		older = date.n == 0 && is_older(release,
		    str_from(table[i].ends));
	}
	/* Stream has a life of its own; there is no other CentOS since 9. */
	if (str_eq(eco, STR("centos")) && (str_eq(release, STR("9")) ||
	    release.n > 1 || str_find_str(d->name, STR("Stream")) < d->name.n)) {
		e.product = STR("centos-stream");
		date = STR("");
		older = false;
	}
	if (str_eq(e.product, STR("azure-linux")))
		e.cycle = str_sub(release, 0, str_find(release, '.'));
	e.end_day = day_of(str_sub(date, 0, str_find(date, '/')));
	e.paid_day = day_of(str_from_pos(date, str_find(date, '/') + 1));
	if (e.end_day == 0)
		e.end_day = day_of(d->support_end);
	if (e.end_day == 0 && older)
		e.end_day = DISTRO_END_SOME_DAY;
	return e;
}
