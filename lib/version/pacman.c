/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pacman: versions of Arch Linux and its derivatives.
 *
 * Source:   vercmp(8); PKGBUILD(5) for epoch and pkgrel.
 * Grammar:  [epoch:]version[-rel]; digits before a colon are the epoch
 *           (absent: 0), the rel follows the last hyphen.
 * Order:    runs of digits or letters. More separators before a run are newer
 *           than fewer; letters are older than digits; what goes on with
 *           letters right behind a run (1.0rc) is older than the end, anything
 *           else that goes on (1.0.a) is newer. Separators are all alike; '~'
 *           and '^' mean nothing.
 * Totality: vercmp does not look at the rel when only one side has it, so that
 *           1.5-1 < 1.5-2 and both are equal to 1.5. Here an absent rel is the
 *           first, 1. Separators at the end count by their number, too.
 */
#include "version/digits.h"
#include "version/version.h"

struct evr {
	struct str epoch, version, rel;
};

static struct evr
split(struct str v)
{
	struct evr e = { .version = v, .rel = STR("1") };
	size_t n = digits_len(v, 0);

	if (n < v.n && v.p[n] == ':') {
		e.epoch = str_sub(v, 0, n);
		e.version = str_from_pos(v, n + 1);
	}

	size_t hyphen = str_rfind(e.version, '-');
	if (hyphen < e.version.n) {
		e.rel = str_from_pos(e.version, hyphen + 1);
		e.version = str_sub(e.version, 0, hyphen);
	}
	return e;
}

enum kind { LETTERS, END, DIGITS };	/* in their order, gaps being equal */

struct token {
	size_t gap;		/* separators in front */
	enum kind kind;
	struct str text;
};

static struct token
next(struct str s, size_t *i)
{
	struct token t = { .kind = END };
	size_t from = *i;

	while (*i < s.n && !is_alnum(s.p[*i]))
		++*i;
	t.gap = *i - from;
	from = *i;
	if (from >= s.n)
		return t;
	t.kind = is_digit(s.p[from]) ? DIGITS : LETTERS;
	while (*i < s.n && is_alnum(s.p[*i]) &&
	    is_digit(s.p[*i]) == (t.kind == DIGITS))
		++*i;
	t.text = str_sub(s, from, *i);
	return t;
}

static int
part_cmp(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		struct token x = next(a, &i), y = next(b, &j);

		if (x.gap != y.gap)
			return x.gap < y.gap ? -1 : 1;
		if (x.kind != y.kind)
			return x.kind < y.kind ? -1 : 1;
		if (x.kind == END)
			return 0;

		int c = x.kind == DIGITS ? digits_cmp(x.text, y.text) :
		    str_cmp(x.text, y.text);
		if (c != 0)
			return c < 0 ? -1 : 1;
	}
}

int
pacman_cmp(struct str a, struct str b)
{
	struct evr x = split(a), y = split(b);
	int c = digits_cmp(x.epoch, y.epoch);

	if (c == 0)
		c = part_cmp(x.version, y.version);
	return c != 0 ? c : part_cmp(x.rel, y.rel);
}

/* As rpm's: only text that no package can carry is refused. */
bool
pacman_valid(struct str v)
{
	return version_printable(v);
}
