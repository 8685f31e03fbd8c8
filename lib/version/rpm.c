/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm: versions of the RPM family.
 *
 * Source:   rpm-version(7).
 * Grammar:  [epoch:]version[-release]; only digits before a colon are an epoch
 *           (absent: 0), the release follows the last hyphen. A version with a
 *           release is newer than the same one without.
 * Order:    part by part, as a sequence of runs of digits or letters, '~' and
 *           '^'; everything else only separates. '~' sorts before the end, the
 *           end before '^', then letters, then digits.
 */
#include "version/digits.h"
#include "version/version.h"

struct evr {
	struct str epoch, version, release;
	bool has_release;
};

static struct evr
split(struct str v)
{
	struct evr e = { .version = v };
	size_t n = digits_len(v, 0);

	if (n < v.n && v.p[n] == ':') {
		e.epoch = str_sub(v, 0, n);
		e.version = str_sub(v, n + 1, v.n);
	}

	size_t hyphen = e.version.n;
	while (hyphen > 0 && e.version.p[hyphen - 1] != '-')
		hyphen--;
	if (hyphen > 0) {
		e.release = str_sub(e.version, hyphen, e.version.n);
		e.version = str_sub(e.version, 0, hyphen - 1);
		e.has_release = true;
	}
	return e;
}

enum kind { TILDE, END, CARET, LETTERS, DIGITS };	/* in their order */

struct token {
	enum kind kind;
	struct str text;
};

static struct token
next(struct str s, size_t *i)
{
	while (*i < s.n && !is_alnum(s.p[*i]) && s.p[*i] != '~' &&
	    s.p[*i] != '^')
		++*i;
	if (*i >= s.n)
		return (struct token){ .kind = END };
	if (s.p[*i] == '~' || s.p[*i] == '^')
		return (struct token){
			.kind = s.p[(*i)++] == '~' ? TILDE : CARET };
	if (is_digit(s.p[*i]))
		return (struct token){ DIGITS, digits_take(s, i) };

	size_t from = *i;
	while (*i < s.n && is_alpha(s.p[*i]))
		++*i;
	return (struct token){ LETTERS, str_sub(s, from, *i) };
}

static int
letters_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

static int
part_cmp(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		struct token x = next(a, &i), y = next(b, &j);

		if (x.kind != y.kind)
			return x.kind < y.kind ? -1 : 1;
		if (x.kind == END)
			return 0;

		int c = x.kind == DIGITS ? digits_cmp(x.text, y.text) :
		    letters_cmp(x.text, y.text);
		if (c != 0)
			return c;
	}
}

int
rpm_cmp(struct str a, struct str b)
{
	struct evr x = split(a), y = split(b);
	int c = digits_cmp(x.epoch, y.epoch);

	if (c == 0)
		c = part_cmp(x.version, y.version);
	if (c != 0)
		return c;
	if (x.has_release != y.has_release)
		return x.has_release ? 1 : -1;
	return part_cmp(x.release, y.release);
}

/* rpm orders whatever it is given; only text that no package can carry is
   refused. */
bool
rpm_valid(struct str v)
{
	return version_printable(v);
}
