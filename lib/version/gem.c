/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gem: versions of RubyGems.
 *
 * Source:   Gem::Version's documentation and VERSION_PATTERN; Gem::Platform
 *           for the names behind a version.
 * Grammar:  N{.[0-9A-Za-z]+}[-[0-9A-Za-z.-]+]; a hyphen reads ".pre.". A
 *           platform (-x86_64-linux) is no part of the version.
 * Order:    runs of digits or letters; numbers as numbers, words as bytes, a
 *           word before any number, the end as 0, so that 1.0.a < 1.0 = 1. The
 *           zeros in front of the first word have no weight: 1.0.0.a = 1.a.
 * Totality: what does not begin with a digit (v3.1.1) is newer than any
 *           version, as OSV sorts it.
 */
#include "version/digits.h"
#include "version/version.h"

static struct str
without_platform(struct str v)
{
	static const char *const names[] = { "aarch64", "arm", "dalvik", "i386",
		"i486", "i586", "i686", "java", "jruby", "mingw", "mswin",
		"powerpc", "ppc", "riscv", "s390", "sparc", "universal", "x64",
		"x86" };

	for (size_t i = 0; i < v.n; i++)
		for (size_t k = 0; v.p[i] == '-' &&
		    k < sizeof names / sizeof *names; k++)
			if (str_starts(str_from_pos(v, i + 1),
			    str_from(names[k])))
				return str_sub(v, 0, i);
	return v;
}

enum kind { WORD, NUMBER };	/* in their order */

struct segment {
	enum kind kind;
	struct str text;
};

struct scan {
	struct str s;
	size_t i;
	size_t kept;		/* zeros before it have weight */
	bool worded;		/* a word was given */
};

/* The next run as it stands; the end is an endless row of zeros. */
static struct segment
raw(struct scan *c)
{
	for (; c->i < c->s.n && !is_alnum(c->s.p[c->i]); c->i++)
		if (c->s.p[c->i] == '-') {
			c->i++;
			return (struct segment){ WORD, STR("pre") };
		}
	if (c->i >= c->s.n || is_digit(c->s.p[c->i]))
		return (struct segment){ NUMBER, digits_take(c->s, &c->i) };

	size_t from = c->i;
	while (c->i < c->s.n && is_alpha(c->s.p[c->i]))
		c->i++;
	return (struct segment){ WORD, str_sub(c->s, from, c->i) };
}

static bool
is_zero(struct segment s)
{
	return s.kind == NUMBER && digits_cmp(s.text, STR("")) == 0;
}

static struct segment
next(struct scan *c)
{
	struct segment s = raw(c);

	if (!c->worded && is_zero(s) && c->i >= c->kept) {
		struct scan ahead = *c;
		struct segment t = s;

		while (ahead.i < ahead.s.n && is_zero(t))
			t = raw(&ahead);
		c->kept = ahead.i;
		if (t.kind == WORD) {
			*c = ahead;
			s = t;
		}
	}
	c->worded |= s.kind == WORD;
	return s;
}

static bool
is_odd(struct str v)
{
	return v.n > 0 && digits_len(v, 0) == 0;
}

int
gem_cmp(struct str a, struct str b)
{
	struct scan x = { .s = without_platform(a) };
	struct scan y = { .s = without_platform(b) };

	if (is_odd(a) != is_odd(b))
		return is_odd(a) ? 1 : -1;
	while (x.i < x.s.n || y.i < y.s.n) {
		struct segment s = next(&x), t = next(&y);

		if (s.kind != t.kind)
			return s.kind < t.kind ? -1 : 1;

		int c = s.kind == NUMBER ? digits_cmp(s.text, t.text) :
		    str_cmp(s.text, t.text);
		if (c != 0)
			return c;
	}
	return 0;
}

/* The pattern's part behind the first number: pieces of letters and digits
   divided by dots, with hyphens once there was one. A "v" in front is seen in
   feeds, a word right behind the number in old gems (1beta). */
bool
gem_valid(struct str v)
{
	bool hyphen = false, empty = false;
	size_t i = v.n > 0 && v.p[0] == 'v';

	v = without_platform(v);
	if (digits_take(v, &i).n == 0)
		return false;
	for (; i < v.n; i++) {
		char c = v.p[i];

		if (c == '-' && (hyphen || !empty)) {
			empty = !hyphen;
			hyphen = true;
		} else if (c == '.' && !empty) {
			empty = true;
		} else if (is_alnum(c)) {
			empty = false;
		} else {
			return false;
		}
	}
	return !empty;
}
