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
digits_only(struct str s)
{
	return s.n > 0 && digits_len(s, 0) == s.n;
}

bool
list_item(struct str s, const char *seps, size_t *i, struct str *ret)
{
	size_t from = *i;

	if (from > s.n || s.n == 0)
		return false;
	while (*i < s.n && memchr(seps, s.p[*i], strlen(seps)) == NULL)
		++*i;
	*ret = str_sub(s, from, *i);
	++*i;
	return true;
}

int
digits_list_cmp(struct str a, struct str b, const char *seps)
{
	for (size_t i = 0, j = 0;;) {
		struct str x, y;
		bool p = list_item(a, seps, &i, &x);
		bool q = list_item(b, seps, &j, &y);

		if (!p || !q)
			return p - q;

		bool m = digits_only(x), n = digits_only(y);
		int c = m && n ? digits_cmp(x, y) : m || n ? n - m :
		    str_cmp(x, y);

		if (c != 0)
			return c < 0 ? -1 : 1;
	}
}

bool
digits_list_valid(struct str v, const char *seps)
{
	struct str x;
	size_t i = 0;

	while (list_item(v, seps, &i, &x))
		if (!digits_only(x))
			return false;
	return v.n > 0;
}

bool
version_printable(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] <= ' ' || v.p[i] == 0x7f)
			return false;
	return v.n > 0;
}
