/* SPDX-License-Identifier: Apache-2.0 */
/*
 * datetime: points in time.
 *
 * Source:   RFC 3339, section 5.6; the VERS specification's "datetime", which
 *           takes only capital T and Z.
 * Order:    of the instants, whatever their zones; a leap second is the first
 *           second after it. What is no such time is before all that are, as
 *           text.
 * Limits:   years 0000 to 9999, as the RFC; any number of fraction digits.
 */
#include "version/digits.h"
#include "version/version.h"

struct instant {
	bool valid;
	int64_t s;		/* since 0000-03-01 */
	struct str fraction;	/* of a second, without zeros at the end */
};

/* The number of n digits at *i, up to max; -1 when there is none. */
static int
field(struct str v, size_t *i, size_t n, int max)
{
	int x = 0;

	if (digits_len(v, *i) < n)
		return -1;
	for (size_t end = *i + n; *i < end; ++*i)
		x = x * 10 + (v.p[*i] - '0');
	return x <= max ? x : -1;
}

static bool
skip(struct str v, size_t *i, char c)
{
	if (*i >= v.n || v.p[*i] != c)
		return false;
	++*i;
	return true;
}

/* -1 when the month has no such day; the year begins in March. */
static int64_t
days(int year, int month, int day)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	static const int before[] = { 306, 337, 0, 31, 61, 92, 122, 153, 184,
		214, 245, 275 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 0 || month < 1 || day < 1 ||
	    day > length[month - 1] + (month == 2 && leap))
		return -1;

	int y = month < 3 ? year - 1 : year;	/* -1 in early 0000 */
	int64_t n = (int64_t)y * 365 + before[month - 1] + day - 1;

	return n + (y >= 0 ? y / 4 - y / 100 + y / 400 : -1) + 400;
}

/* Seconds east of UTC; false when v does not end behind it. */
static bool
zone(struct str v, size_t *i, int64_t *ret)
{
	bool west = *i < v.n && v.p[*i] == '-';

	*ret = 0;
	if (skip(v, i, 'Z'))
		return *i == v.n;
	if (!skip(v, i, west ? '-' : '+'))
		return false;

	int h = field(v, i, 2, 23);
	bool colon = skip(v, i, ':');
	int m = field(v, i, 2, 59);

	*ret = (west ? -60 : 60) * ((int64_t)h * 60 + m);
	return h >= 0 && colon && m >= 0 && *i == v.n;
}

static struct str
fraction(struct str v, size_t *i)
{
	struct str f = digits_take(v, i);

	while (f.n > 0 && f.p[f.n - 1] == '0')
		f.n--;
	return f;
}

static struct instant
read(struct str v)
{
	struct instant t = { .valid = true };
	static const char after[] = "--T::";
	static const struct { size_t n; int max; } form[] = {
		{ 4, 9999 }, { 2, 12 }, { 2, 31 }, { 2, 23 }, { 2, 59 },
		{ 2, 60 } };
	int f[6];
	int64_t east, day;
	size_t i = 0;

	for (size_t k = 0; k < 6; k++) {
		f[k] = field(v, &i, form[k].n, form[k].max);
		if (f[k] < 0 || (k < 5 && !skip(v, &i, after[k])))
			return (struct instant){ 0 };
	}
	if (skip(v, &i, '.')) {
		t.valid = digits_len(v, i) > 0;
		t.fraction = fraction(v, &i);
	}
	day = days(f[0], f[1], f[2]);
	if (!t.valid || day < 0 || !zone(v, &i, &east))
		return (struct instant){ 0 };
	t.s = ((day * 24 + f[3]) * 60 + f[4]) * 60 + f[5] - east;
	return t;
}

int
datetime_cmp(struct str a, struct str b)
{
	struct instant x = read(a), y = read(b);
	int c;

	if (x.valid != y.valid)
		return x.valid ? 1 : -1;
	if (x.valid && x.s != y.s)
		return x.s < y.s ? -1 : 1;
	c = x.valid ? str_cmp(x.fraction, y.fraction) : str_cmp(a, b);
	return (c > 0) - (c < 0);
}

bool
datetime_valid(struct str v)
{
	return read(v).valid;
}
