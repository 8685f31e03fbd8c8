/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apk: versions of Alpine, Wolfi, Chainguard.
 *
 * Source:   apk-package(5), "pkgver"; the test table of apk-tools.
 * Grammar:  digits{.digits}[letter]{_suffix[digits]}[~hex][-r[digits]]
 * Order:    token by token. Where two versions have different tokens at one
 *           place, a suffix that announces a release (alpha, beta, pre, rc) is
 *           oldest; otherwise the token that the grammar has earlier is newer,
 *           and any token is newer than the end. Numbers after a dot compare
 *           as text when one begins with 0, so that 1.02 < 1.1.
 * Totality: text outside the grammar ends the version and is older than its
 *           end. Two forms found in Alpine's own data are read on: digits
 *           after the letter (sudo's 1.9.5p2) and a dot without a number
 *           (irssi's 0.8.21.r2), which is as old as text outside the grammar.
 */
#include "version/digits.h"
#include "version/version.h"

enum kind {			/* from new to old */
	FIRST, NUMBER, LETTER, SUFFIX, SUFFIX_NUMBER, HASH, REVISION, END,
	EMPTY, INVALID, PRE	/* PRE: a suffix before the release */
};

struct token {
	enum kind kind;
	struct str text;
	int rank;		/* of a suffix */
};

struct scan {
	struct str s;
	size_t i;
	enum kind last;		/* PRE counts as SUFFIX here */
	bool lettered;		/* a letter was seen: no more dots */
};

static const struct { struct str word; int rank; } suffixes[] = {
	{ { "alpha", 5 }, -4 }, { { "beta", 4 }, -3 }, { { "pre", 3 }, -2 },
	{ { "rc", 2 }, -1 }, { { "cvs", 3 }, 1 }, { { "svn", 3 }, 2 },
	{ { "git", 3 }, 3 }, { { "hg", 2 }, 4 }, { { "p", 1 }, 5 },
};

static struct token
bad(struct scan *c)
{
	c->last = INVALID;
	c->i = c->s.n;
	return (struct token){ .kind = INVALID };
}

static struct token
take_digits(struct scan *c, enum kind kind)
{
	c->last = kind;
	return (struct token){ kind, digits_take(c->s, &c->i), 0 };
}

static struct token
take_dot(struct scan *c)
{
	if (c->last > NUMBER || c->lettered)
		return bad(c);
	c->i++;
	c->last = NUMBER;
	if (digits_len(c->s, c->i) == 0)
		return (struct token){ .kind = EMPTY };
	return take_digits(c, NUMBER);
}

static struct token
take_suffix(struct scan *c)
{
	size_t from = ++c->i;

	if (c->last > SUFFIX_NUMBER)
		return bad(c);
	while (c->i < c->s.n && is_lower(c->s.p[c->i]))
		c->i++;

	struct str word = str_sub(c->s, from, c->i);
	for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++)
		if (str_eq(word, suffixes[k].word)) {
			int rank = suffixes[k].rank;

			c->last = SUFFIX;
			return (struct token){ rank < 0 ? PRE : SUFFIX, word,
			    rank };
		}
	return bad(c);
}

static bool
is_hex(char ch)
{
	return is_digit(ch) || (ch >= 'a' && ch <= 'f');
}

static struct token
take_hash(struct scan *c)
{
	size_t from = ++c->i;

	while (c->i < c->s.n && is_hex(c->s.p[c->i]))
		c->i++;
	if (c->last >= HASH || c->i == from)
		return bad(c);
	c->last = HASH;
	return (struct token){ HASH, str_sub(c->s, from, c->i), 0 };
}

static struct token
take_revision(struct scan *c)
{
	if (c->last >= REVISION || c->i + 1 >= c->s.n ||
	    c->s.p[c->i + 1] != 'r')
		return bad(c);
	c->i += 2;
	return take_digits(c, REVISION);
}

static struct token
take_plain_digits(struct scan *c)
{
	if (c->last == SUFFIX)
		return take_digits(c, SUFFIX_NUMBER);
	if (c->last == LETTER)
		return take_digits(c, NUMBER);
	return bad(c);
}

static struct token
first(struct scan *c)
{
	if (c->s.n == 0 || !is_digit(c->s.p[0]))
		return bad(c);
	return take_digits(c, FIRST);
}

static struct token
next(struct scan *c)
{
	if (c->last == INVALID)
		return bad(c);
	if (c->i >= c->s.n)
		return (struct token){ .kind = END };

	char ch = c->s.p[c->i];
	if (is_digit(ch))
		return take_plain_digits(c);
	if (is_lower(ch)) {
		if (c->last > NUMBER || c->lettered)
			return bad(c);
		c->last = LETTER;
		c->lettered = true;
		c->i++;
		return (struct token){ LETTER, str_sub(c->s, c->i - 1, c->i),
		    0 };
	}
	return ch == '.' ? take_dot(c) : ch == '_' ? take_suffix(c) :
	    ch == '~' ? take_hash(c) : ch == '-' ? take_revision(c) : bad(c);
}

static int
text_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

/* Of two tokens of one kind. */
static int
token_cmp(struct token a, struct token b)
{
	switch (a.kind) {
	case NUMBER:
		if (a.text.p[0] == '0' || b.text.p[0] == '0')
			return text_cmp(a.text, b.text);
		return digits_cmp(a.text, b.text);
	case LETTER:
	case HASH:
		return text_cmp(a.text, b.text);
	case PRE:
	case SUFFIX:
		return (a.rank > b.rank) - (a.rank < b.rank);
	default:
		return digits_cmp(a.text, b.text);
	}
}

int
apk_cmp(struct str a, struct str b)
{
	struct scan x = { .s = a }, y = { .s = b };
	struct token s = first(&x), t = first(&y);

	while (s.kind == t.kind && s.kind != END && s.kind != INVALID) {
		int c = token_cmp(s, t);

		if (c != 0)
			return c;
		s = next(&x);
		t = next(&y);
	}
	return s.kind == t.kind ? 0 : s.kind < t.kind ? 1 : -1;
}

/* Its order is decided by what it has of the grammar: a number at least. */
bool
apk_valid(struct str v)
{
	return version_printable(v) && is_digit(v.p[0]);
}
