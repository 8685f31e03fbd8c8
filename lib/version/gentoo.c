/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gentoo: versions of ebuilds.
 *
 * Source:   Package Manager Specification, sections 3.2 and 3.3.
 * Grammar:  N{.N}[a-z]{_(alpha|beta|pre|rc|p)[N]}[-rN]
 * Order:    the first number as a number; a later one as a number or, when
 *           either begins with 0, as what follows a decimal point, so that
 *           1.01 < 1.1; a number that is not there is oldest (1.0 < 1.0.0);
 *           then the letter, the suffixes (alpha < beta < pre < rc < none < p)
 *           with their numbers, the revision (absent: 0).
 * Totality: text outside the grammar, and what follows it, is compared last,
 *           as bytes; without a first number a version is oldest.
 */
#include "version/digits.h"
#include "version/version.h"

struct scan {
	struct str s;
	size_t i;
};

/* The number of the next component; nothing when there is none. */
static struct str
take_component(struct scan *c)
{
	if (c->i >= c->s.n || c->s.p[c->i] != '.' ||
	    digits_len(c->s, c->i + 1) == 0)
		return STR("");
	c->i++;
	return digits_take(c->s, &c->i);
}

static struct str
fraction(struct str digits)
{
	while (digits.n > 0 && digits.p[digits.n - 1] == '0')
		digits.n--;
	return digits;
}

/* No number, then those with a leading 0, then the others. */
static int
component_cmp(struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return (a.n > 0) - (b.n > 0);
	if (a.p[0] == '0' || b.p[0] == '0')
		return str_cmp(fraction(a), fraction(b));
	return digits_cmp(a, b);
}

static int
numbers_cmp(struct scan *a, struct scan *b)
{
	struct str x = digits_take(a->s, &a->i), y = digits_take(b->s, &b->i);
	int c = (x.n > 0) - (y.n > 0);

	if (c == 0)
		c = digits_cmp(x, y);
	while (c == 0 && x.n > 0) {
		x = take_component(a);
		y = take_component(b);
		c = component_cmp(x, y);
	}
	return c;
}

static char
take_letter(struct scan *c)
{
	if (c->i == 0 || c->i >= c->s.n || !is_lower(c->s.p[c->i]))
		return 0;
	return c->s.p[c->i++];
}

struct suffix {
	int rank;		/* 0: none */
	struct str number;
};

static struct suffix
take_suffix(struct scan *c)
{
	static const struct { struct str word; int rank; } suffixes[] = {
		{ { "_alpha", 6 }, -4 }, { { "_beta", 5 }, -3 },
		{ { "_pre", 4 }, -2 }, { { "_rc", 3 }, -1 }, { { "_p", 2 }, 1 },
	};
	struct str rest = str_from_pos(c->s, c->i);

	for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++)
		if (c->i > 0 && str_starts(rest, suffixes[k].word)) {
			c->i += suffixes[k].word.n;
			return (struct suffix){ suffixes[k].rank,
			    digits_take(c->s, &c->i) };
		}
	return (struct suffix){ 0 };
}

static int
suffixes_cmp(struct scan *a, struct scan *b)
{
	for (;;) {
		struct suffix x = take_suffix(a), y = take_suffix(b);

		if (x.rank != y.rank)
			return x.rank < y.rank ? -1 : 1;
		if (x.rank == 0)
			return 0;

		int c = digits_cmp(x.number, y.number);
		if (c != 0)
			return c;
	}
}

static struct str
take_revision(struct scan *c)
{
	struct str rest = str_from_pos(c->s, c->i);

	if (c->i == 0 || !str_starts(rest, STR("-r")) ||
	    digits_len(rest, 2) == 0)
		return STR("");
	c->i += 2;
	return digits_take(c->s, &c->i);
}

int
gentoo_cmp(struct str a, struct str b)
{
	struct scan x = { a, 0 }, y = { b, 0 };
	int c = numbers_cmp(&x, &y);

	if (c == 0) {
		char p = take_letter(&x), q = take_letter(&y);

		c = (p > q) - (p < q);
	}
	if (c == 0)
		c = suffixes_cmp(&x, &y);
	if (c == 0) {
		struct str p = take_revision(&x), q = take_revision(&y);

		c = digits_cmp(p, q);
	}
	return c != 0 ? c : str_cmp(str_from_pos(a, x.i),
	    str_from_pos(b, y.i));
}

bool
gentoo_valid(struct str v)
{
	struct scan c = { v, 0 };

	if (digits_take(v, &c.i).n == 0)
		return false;
	while (take_component(&c).n != 0)
		;
	(void)take_letter(&c);
	while (take_suffix(&c).rank != 0)
		;
	(void)take_revision(&c);
	return c.i == v.n;
}
