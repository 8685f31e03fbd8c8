/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/cve_text.h"

static size_t
digits(struct str s, size_t from)
{
	size_t n = 0;

	while (from + n < s.n && is_digit(s.p[from + n]))
		n++;
	return n;
}

/* Bytes of the number that s begins with: cve.org, "CVE ID Syntax": four
   digits of a year, four or more of a number. 0: none. */
static size_t
length(struct str s)
{
	if (!str_eq_nocase(str_sub(s, 0, 4), STR("CVE-")) ||
	    digits(s, 4) != 4 || s.n < 9 || s.p[8] != '-')
		return 0;

	size_t n = digits(s, 9);

	return n >= 4 && n <= 19 ? 9 + n : 0;
}

bool
cve_next(struct str *rest, struct str *ret)
{
	for (size_t i = 0; i < rest->n; i++) {
		char c = rest->p[i];

		if ((c != 'C' && c != 'c') ||
		    (i > 0 && is_alnum(rest->p[i - 1])))
			continue;

		size_t n = length(str_from_pos(*rest, i));

		if (n == 0)
			continue;
		*ret = str_sub(*rest, i, i + n);
		*rest = str_from_pos(*rest, i + n);
		return true;
	}
	*rest = STR("");
	return false;
}
