/* SPDX-License-Identifier: Apache-2.0 */
/*
 * composer: packages of PHP.
 *
 * Source:   PHP's manual of version_compare(), which Composer's comparator
 *           ends in; composer/semver's VersionParser for the "v" in front and
 *           for words whatever their case.
 * Grammar:  pieces: runs of digits, and runs of letters, divided by any other
 *           bytes or by nothing.
 * Order:    piece by piece: numbers as numbers; words by what they begin with:
 *           anything else < dev < a (alpha) < b (beta) < rc < the end <
 *           number < p (pl, patch). So 1.0-beta < 1.0 < 1.0.0 and 1.0 <
 *           1.0pl1. Branches ("dev-main") are before all numbers.
 * Differs:  version_compare() holds words in capitals to be unknown, so that
 *           BETA is before alpha; Composer lowers them first. A separator at
 *           the end, which it takes for an unknown word, means nothing here.
 */
#include "version/digits.h"
#include "version/version.h"

enum rank { UNKNOWN, DEV, ALPHA, BETA, RC, END, NUMBER, PATCH };

static bool
begins(struct str word, const char *with)
{
	size_t n = strlen(with);

	return word.n >= n && str_eq_nocase(str_sub(word, 0, n),
	    str_of(with, n));
}

static enum rank
rank(struct str piece)
{
	static const struct { const char *word; enum rank rank; } words[] = {
		{ "dev", DEV }, { "a", ALPHA }, { "b", BETA }, { "rc", RC },
		{ "p", PATCH },
	};

	if (piece.n == 0)
		return END;
	if (is_digit(piece.p[0]))
		return NUMBER;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (begins(piece, words[i].word))
			return words[i].rank;
	return UNKNOWN;
}

/* The piece at or behind *i, which moves behind it; empty at the end. */
static struct str
take(struct str v, size_t *i)
{
	while (*i < v.n && !is_alnum(v.p[*i]))
		++*i;

	size_t from = *i;

	if (*i < v.n && is_digit(v.p[*i]))
		return digits_take(v, i);
	while (*i < v.n && is_alpha(v.p[*i]))
		++*i;
	return str_sub(v, from, *i);
}

static size_t
behind_v(struct str v)
{
	return v.n > 1 && (v.p[0] == 'v' || v.p[0] == 'V') &&
	    is_digit(v.p[1]);
}

int
composer_cmp(struct str a, struct str b)
{
	size_t i = behind_v(a), j = behind_v(b);

	for (;;) {
		struct str x = take(a, &i), y = take(b, &j);
		enum rank p = rank(x), q = rank(y);

		if (p != q)
			return p < q ? -1 : 1;
		if (p == END)
			return 0;

		int c = p == NUMBER ? digits_cmp(x, y) : 0;
		if (c != 0)
			return c;
	}
}

/* With a number somewhere, or a branch's name. */
bool
composer_valid(struct str v)
{
	if (!version_printable(v))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (is_digit(v.p[i]))
			return true;
	return begins(v, "dev-");
}
