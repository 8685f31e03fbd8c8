/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVD publishes a file for each year of CVE numbers, that of 2002 with all
 * before it. Each year has a thousand records and more: one of which the
 * database has a few only (the file of recent changes has some of all years)
 * is not there.
 *
 * Source:   nvd.nist.gov/vuln/data-feeds; the database's meta.nvd_years.
 */
#include "match/judge_int.h"

#include "base/arena.h"
#include "base/when.h"
#include "match/database.h"

enum {
	YEAR_FIRST = 1999, YEARS = 100,
	YEAR_MIN = 100,		/* records of one that is there */
	GRACE_DAYS = 45,	/* a new year's file is short at first */
};

/* "2002:2393 2003:1553"; what is malformed counts for nothing. */
static void
read_years(struct str text, uint64_t count[YEARS])
{
	struct str word;
	uint64_t year, n;

	while (str_word(&text, &word)) {
		size_t colon = str_find(word, ':');

		if (str_u64(str_sub(word, 0, colon), YEAR_FIRST + YEARS - 1,
		    &year) && year >= YEAR_FIRST && str_u64(str_from_pos(word,
		    colon + 1), UINT32_MAX, &n))
			count[year - YEAR_FIRST] = n;
	}
}

/* How many years there are by the day of the newest record. */
static int
years_until(const struct match_db *db)
{
	char buf[24];
	uint64_t year;
	int64_t t;

	if (!match_db_newest(db, STR(RULE_NVD), &t) ||
	    !str_u64(str_sub(when_format_day(buf, when_day(t) - GRACE_DAYS), 0,
	    4), YEAR_FIRST + YEARS - 1, &year) || year < YEAR_FIRST)
		return 0;
	return (int)(year - YEAR_FIRST) + 1;
}

enum rc
judge_nvd_lacks(const struct match_db *db, struct arena *a, struct str *ret,
    struct err *e)
{
	uint64_t count[YEARS] = { 0 };
	struct str text, s = STR("");
	int end = years_until(db), j;
	enum rc rc = advdb_meta(db->adv, a, "nvd_years", &text, e);

	*ret = s;
	if (rc != RC_OK || text.n == 0)
		return rc;
	read_years(text, count);
	for (int i = 0; i < end; i = j + 1) {
		for (j = i; j < end && count[j] < YEAR_MIN; j++)
			;
		if (j == i)
			continue;
		s = str_fmt(a, "%.*s%s%d", STR_ARG(s), s.n != 0 ? ", " : "",
		    YEAR_FIRST + i);
		if (j > i + 1)
			s = str_fmt(a, "%.*s-%d", STR_ARG(s),
			    YEAR_FIRST + j - 1);
	}
	*ret = s;
	return RC_OK;
}
