/* SPDX-License-Identifier: Apache-2.0 */
#include "version/digits.h"

size_t
digits_len(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && is_digit(s.p[i + n]))
		n++;
	return n;
}

struct str
digits_take(struct str s, size_t *i)
{
	size_t n = digits_len(s, *i);
	struct str run = str_sub(s, *i, *i + n);

	*i += n;
	return run;
}

static struct str
without_zeros(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] == '0')
		i++;
	return str_sub(s, i, s.n);
}

int
digits_cmp(struct str a, struct str b)
{
	a = without_zeros(a);
	b = without_zeros(b);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	if (a.n == 0)
		return 0;

	int c = memcmp(a.p, b.p, a.n);
	return (c > 0) - (c < 0);
}

bool
version_printable(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] <= ' ' || v.p[i] == 0x7f)
			return false;
	return v.n > 0;
}
