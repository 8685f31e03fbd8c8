/* SPDX-License-Identifier: Apache-2.0 */
#include "base/when.h"

#include <stdlib.h>
#include <time.h>

static const int64_t YEAR_1 = INT64_C(-62135596800);
static const int64_t YEAR_10000 = INT64_C(253402300800);

/* Days since 1970 of a date of the proleptic Gregorian calendar. */
static int64_t
days_from_civil(int64_t y, unsigned m, unsigned d)
{
	/* Years begin in March, so that the leap day comes last. */
	y -= m <= 2;

	int64_t era = (y >= 0 ? y : y - 399) / 400;
	unsigned yoe = (unsigned)(y - era * 400);
	unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + (int64_t)doe - 719468;
}

static void
civil_from_days(int64_t z, int64_t *y, unsigned *m, unsigned *d)
{
	z += 719468;

	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int64_t)yoe + era * 400 + (*m <= 2);
}

static bool
take_number(struct str *s, size_t digits, uint64_t max, unsigned *ret)
{
	uint64_t v;

	if (s->n < digits || !str_u64(str_sub(*s, 0, digits), max, &v))
		return false;
	*s = str_from_pos(*s, digits);
	*ret = (unsigned)v;
	return true;
}

static bool
take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_from_pos(*s, 1);
	return true;
}

static unsigned
month_days(unsigned y, unsigned m)
{
	static const unsigned char days[12] = { 31, 28, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return days[m - 1] + (m == 2 && leap ? 1U : 0U);
}

/* "+hh:mm", "+hhmm", "Z" or nothing, as seconds to take away. */
static bool
take_zone(struct str *s, int64_t *ret)
{
	unsigned h, m = 0;
	bool minus;

	*ret = 0;
	if (s->n == 0 || take(s, 'Z') || take(s, 'z'))
		return s->n == 0;
	minus = s->p[0] == '-';
	if (!minus && s->p[0] != '+')
		return false;
	*s = str_from_pos(*s, 1);
	if (!take_number(s, 2, 23, &h))
		return false;
	(void)take(s, ':');
	if (s->n != 0 && !take_number(s, 2, 59, &m))
		return false;
	*ret = (int64_t)(h * 3600 + m * 60) * (minus ? -1 : 1);
	return s->n == 0;
}

static bool
take_clock(struct str *s, int64_t *ret)
{
	unsigned h, m, sec = 0;
	int64_t zone;

	if (!take_number(s, 2, 23, &h) || !take(s, ':') ||
	    !take_number(s, 2, 59, &m))
		return false;
	if (take(s, ':') && !take_number(s, 2, 60, &sec))
		return false;
	if (take(s, '.'))
		while (s->n != 0 && is_digit(s->p[0]))
			*s = str_from_pos(*s, 1);
	*s = str_trim(*s);
	if (!take_zone(s, &zone))
		return false;
	*ret = (int64_t)(h * 3600 + m * 60 + sec) - zone;
	return true;
}

bool
when_parse(struct str s, int64_t *ret_s)
{
	unsigned y, m, d;
	int64_t clock = 0;

	s = str_trim(s);
	if (!take_number(&s, 4, 9999, &y) || !take(&s, '-') ||
	    !take_number(&s, 2, 12, &m) || !take(&s, '-') ||
	    !take_number(&s, 2, 31, &d) || y == 0 || m == 0 || d == 0 ||
	    d > month_days(y, m))
		return false;
	if (s.n != 0) {
		if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' '))
			return false;
		if (!take_clock(&s, &clock))
			return false;
	}
	*ret_s = days_from_civil((int64_t)y, m, d) * 86400 + clock;
	return true;
}

int64_t
when_day(int64_t t_s)
{
	return t_s >= 0 ? t_s / 86400 : -((-t_s + 86399) / 86400);
}

/* The last n digits of v: a report holds thousands of dates. */
static void
digits(char *to, size_t n, unsigned v)
{
	for (; n > 0; v /= 10)
		to[--n] = (char)('0' + v % 10);
}

struct str
when_format_day(char buf[24], int64_t day)
{
	int64_t y;
	unsigned m, d;

	if (day < YEAR_1 / 86400 || day >= YEAR_10000 / 86400)
		return STR("");
	civil_from_days(day, &y, &m, &d);
	digits(buf, 4, (unsigned)y);
	buf[4] = buf[7] = '-';
	digits(buf + 5, 2, m);
	digits(buf + 8, 2, d);
	buf[10] = '\0';
	return str_of(buf, 10);
}

struct str
when_format(char buf[24], int64_t t_s)
{
	struct str date = when_format_day(buf, when_day(t_s));
	unsigned s = (unsigned)(t_s - when_day(t_s) * 86400);

	if (date.n == 0)
		return date;
	buf[10] = 'T';
	digits(buf + 11, 2, s / 3600);
	buf[13] = buf[16] = ':';
	digits(buf + 14, 2, s / 60 % 60);
	digits(buf + 17, 2, s % 60);
	buf[19] = 'Z';
	buf[20] = '\0';
	return str_of(buf, 20);
}

enum rc
when_epoch(bool *ret_has, int64_t *ret_s, struct err *e)
{
	const char *z = getenv("SOURCE_DATE_EPOCH");
	uint64_t v;

	*ret_has = false;
	if (z == NULL || *z == '\0')
		return RC_OK;
	if (!str_u64(str_from(z), (uint64_t)YEAR_10000 - 1, &v))
		return err_set(e, RC_FORMAT,
		    "SOURCE_DATE_EPOCH: not a number of seconds");
	*ret_has = true;
	*ret_s = (int64_t)v;
	return RC_OK;
}

enum rc
when_now(const char *arg, int64_t *ret_s, struct err *e)
{
	bool has;

	if (arg != NULL) {
		if (!when_parse(str_from(arg), ret_s))
			return err_set(e, RC_FORMAT,
			    "--now: not a date (YYYY-MM-DD): %.60s", arg);
		return RC_OK;
	}

	enum rc rc = when_epoch(&has, ret_s, e);

	if (rc == RC_OK && !has)
		*ret_s = (int64_t)time(NULL);
	return rc;
}
