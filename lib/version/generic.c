/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generic: versions of software whose scheme is not known (CPE names,
 * pkg:generic, files). A guess, and findings by it are to say so.
 *
 * Source:   what vendors write; NVD's own comparison of CPE versions is not
 *           specified (NIST IR 7696 leaves ranges out).
 * Grammar:  an optional "v"; dotted numbers; then numbers and words, divided
 *           by any other bytes or by nothing.
 * Order:    dotted numbers, an absent one being 0; then piece by piece: words
 *           for pre-releases < the end < other words < numbers. So 3.0-beta1 <
 *           3.0 < 3.0a, 1.0 = 1.0.0, 4.2.8p9 < 4.2.8p15, 5-a1 = 5.a1, and
 *           1.1.1-pre2 < 1.1.1 < 1.1.1w. Words compare without case.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

enum { END = 100, WORD, NUMBER };	/* below: pre-releases, in order */

static const struct { const char *word; int rank; } words[] = {
	{ "snapshot", 1 }, { "nightly", 1 }, { "dev", 1 }, { "canary", 1 },
	{ "ea", 2 }, { "preview", 2 }, { "alpha", 3 }, { "beta", 4 },
	{ "milestone", 5 }, { "pre", 6 }, { "prerelease", 6 }, { "cr", 7 },
	{ "rc", 7 },
};

static int
rank(struct str piece)
{
	if (piece.n == 0)
		return END;
	if (is_digit(piece.p[0]))
		return NUMBER;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(piece, str_from(words[i].word)))
			return words[i].rank;
	return WORD;
}

static bool
in_word(char c)
{
	return is_alpha(c) || (unsigned char)c >= 0x80;
}

/* The piece at or behind *i, which moves behind it; empty at the end. */
static struct str
take(struct str v, size_t *i)
{
	while (*i < v.n && !is_digit(v.p[*i]) && !in_word(v.p[*i]))
		++*i;

	size_t from = *i;

	if (*i < v.n && is_digit(v.p[*i]))
		return digits_take(v, i);
	while (*i < v.n && in_word(v.p[*i]))
		++*i;
	return str_sub(v, from, *i);
}

static int
word_cmp(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		unsigned char x = (unsigned char)to_lower(a.p[i]);
		unsigned char y = (unsigned char)to_lower(b.p[i]);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

/* The dotted numbers in front; *i moves behind them. */
static struct str
take_core(struct str v, size_t *i)
{
	size_t from = v.n > 1 && to_lower(v.p[0]) == 'v' && is_digit(v.p[1]);

	for (*i = from; *i < v.n && is_digit(v.p[*i]);) {
		*i += digits_len(v, *i);
		if (*i + 1 < v.n && v.p[*i] == '.' && is_digit(v.p[*i + 1]))
			++*i;
	}
	return str_sub(v, from, *i);
}

int
generic_cmp(struct str a, struct str b)
{
	size_t i, j;
	struct str m = take_core(a, &i), n = take_core(b, &j);
	int c = semver_core_cmp(m, n);

	while (c == 0) {
		struct str x = take(a, &i), y = take(b, &j);
		int p = rank(x), q = rank(y);

		if (p != q)
			return p < q ? -1 : 1;
		if (p == END)
			return 0;
		c = p == NUMBER ? digits_cmp(x, y) :
		    p == WORD ? word_cmp(x, y) : 0;
	}
	return c;
}

/* With a number somewhere: no "latest", no "unknown". */
bool
generic_valid(struct str v)
{
	bool digit = false;

	for (size_t i = 0; i < v.n; i++)
		digit = digit || is_digit(v.p[i]);
	return digit && version_printable(v);
}
