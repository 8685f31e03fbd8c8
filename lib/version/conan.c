/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conan: packages of C and C++.
 *
 * Source:   Conan's documentation, "Version ranges" and the Version class of
 *           its model.
 * Grammar:  core[-pre][+build]: the build follows the last '+', the
 *           pre-release the first '-' before it; each is dotted items.
 * Order:    core, then pre-release (before its release), then build (behind
 *           none). Items that are numbers compare as such, others as text;
 *           zeros at the end mean nothing; fewer items first.
 * Totality: Conan compares a number and a text as two texts, by which 2 < 10
 *           < 1a < 2. Here the digits that an item begins with are a number
 *           in either, and what follows them compares as text.
 */
#include "version/digits.h"
#include "version/version.h"

struct parts {
	struct str core, pre, build;
	bool has_pre, has_build;
};

static struct parts
split(struct str v)
{
	struct parts p = { .core = v };
	size_t at = str_rfind(v, '+');

	if (at < v.n) {
		p.has_build = true;
		p.build = str_from_pos(v, at + 1);
		p.core = str_sub(v, 0, at);
	}
	at = str_find(p.core, '-');
	if (at < p.core.n) {
		p.has_pre = true;
		p.pre = str_from_pos(p.core, at + 1);
		p.core = str_sub(p.core, 0, at);
	}
	return p;
}

/* Without items at the end that are zero. */
static struct str
trim(struct str s)
{
	for (;;) {
		size_t n = s.n;

		while (n > 0 && s.p[n - 1] == '0')
			n--;
		if (n == s.n || (n > 0 && s.p[n - 1] != '.'))
			return s;
		s = str_sub(s, 0, n > 0 ? n - 1 : 0);
		if (n == 0)
			return s;
	}
}

/* Numbers are between the texts that begin below and above the digits. */
static int
weight(struct str item)
{
	if (item.n == 0 || (unsigned char)item.p[0] < '0')
		return 0;
	return is_digit(item.p[0]) ? 1 : 2;
}

static int
item_cmp(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	if (weight(a) != weight(b))
		return weight(a) < weight(b) ? -1 : 1;

	int c = digits_cmp(digits_take(a, &i), digits_take(b, &j));
	if (c == 0)
		c = str_cmp(str_from_pos(a, i), str_from_pos(b, j));
	return (c > 0) - (c < 0);
}

static int
items_cmp(struct str a, struct str b)
{
	a = trim(a);
	b = trim(b);
	for (size_t i = 0, j = 0;;) {
		struct str x, y;
		bool p = list_item(a, ".", &i, &x);
		bool q = list_item(b, ".", &j, &y);

		if (!p || !q)
			return p - q;

		int c = item_cmp(x, y);
		if (c != 0)
			return c;
	}
}

int
conan_cmp(struct str a, struct str b)
{
	struct parts x = split(a), y = split(b);
	int c = items_cmp(x.core, y.core);

	if (c != 0)
		return c;
	if (x.has_pre != y.has_pre)
		return x.has_pre ? -1 : 1;
	c = items_cmp(x.pre, y.pre);
	if (c != 0)
		return c;
	if (x.has_build != y.has_build)
		return x.has_build ? 1 : -1;
	return items_cmp(x.build, y.build);
}

/* Recipes may name anything a version. */
bool
conan_valid(struct str v)
{
	return version_printable(v);
}
