/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maven: versions of Maven's artifacts.
 *
 * Source:   Maven's POM reference, "Version order specification"; the
 *           documentation of ComparableVersion.
 * Grammar:  numbers and qualifiers, divided by '.', by '-' and where digits
 *           and other bytes meet; the latter is as good as a '-'. Case has no
 *           meaning; an empty piece is 0; "ga", "final" and "release" are
 *           nothing, "cr" is "rc", and a, b, m before a digit are alpha, beta,
 *           milestone.
 * Order:    alpha, beta, milestone, rc, snapshot, the end, sp, any other word
 *           (as bytes), -number, .number. Nothings and zeros have no weight
 *           before a qualifier, before a '-' and at the end, but a row of them
 *           between two '-' is older than a number: 1--1 < 1-1. A qualifier
 *           between dots is older than one behind a '-', but newer if zeros
 *           are in front of it (1.rc.1 < 1-rc-1 < 1.0.rc.1); any other word
 *           is then newer than -number, too.
 * Totality: Maven's own order runs in circles (1 < 1.sp < 1-alpha < 1), and
 *           its releases 3 and 4 differ, where '.' and '-' are mixed. Here
 *           what is before a release stays before its end, the divider of a
 *           qualifier that is last or has a digit behind it does not count (as
 *           in 4), and rc2 is rc-2, older than rc.1 (as in 3).
 */
#include "version/digits.h"
#include "version/version.h"

enum kind {
	ALPHA, BETA, MILESTONE, RC, SNAPSHOT, END, NOTHING, SP, OTHER, DASHED,
	DOTTED			/* these two: numbers */
};

struct token {
	enum kind kind;
	bool dotted;		/* a qualifier: between a '.' and a divider */
	size_t depth;		/* of a DASHED: empty rows before its own; of
				   a dotted qualifier: zeros before it */
	struct str text;
};

struct scan {
	struct str s;
	size_t i;
	bool begun, dash;	/* what was before i */
	size_t kept;		/* nothings and zeros that end before it
				   have weight */
};

static const struct { struct str word; enum kind kind; } qualifiers[] = {
	{ { "alpha", 5 }, ALPHA }, { { "beta", 4 }, BETA },
	{ { "milestone", 9 }, MILESTONE }, { { "rc", 2 }, RC },
	{ { "cr", 2 }, RC }, { { "snapshot", 8 }, SNAPSHOT },
	{ { "ga", 2 }, NOTHING }, { { "final", 5 }, NOTHING },
	{ { "release", 7 }, NOTHING }, { { "sp", 2 }, SP },
};

static enum kind
qualifier(struct str word, bool digit_follows)
{
	static const enum kind letters[] = { ALPHA, BETA };
	char c = word.n == 1 ? to_lower(word.p[0]) : 0;

	if (digit_follows && (c == 'a' || c == 'b'))
		return letters[c - 'a'];
	if (digit_follows && c == 'm')
		return MILESTONE;
	for (size_t k = 0; k < sizeof qualifiers / sizeof *qualifiers; k++)
		if (str_eq_nocase(word, qualifiers[k].word))
			return qualifiers[k].kind;
	return OTHER;
}

static bool
is_divider(char c)
{
	return c == '.' || c == '-';
}

/* The divider at i, if the piece before it is complete. */
static void
take_divider(struct scan *c)
{
	if (!c->begun) {
		c->begun = true;
		return;
	}
	c->dash = true;
	if (c->i < c->s.n && is_divider(c->s.p[c->i]))
		c->dash = c->s.p[c->i++] == '-';
}

/* The next piece as it stands. */
static struct token
raw(struct scan *c)
{
	if (c->i >= c->s.n)
		return (struct token){ .kind = END };
	take_divider(c);

	size_t from = c->i;
	struct str number = digits_take(c->s, &c->i);
	if (number.n == 0)
		while (c->i < c->s.n && !is_divider(c->s.p[c->i]) &&
		    !is_digit(c->s.p[c->i]))
			c->i++;
	if (number.n > 0 || c->i == from)
		return (struct token){ .kind = c->dash ? DASHED : DOTTED,
		    .text = number };

	struct str word = str_sub(c->s, from, c->i);
	bool dotted = from > 0 && !c->dash && c->i < c->s.n &&
	    is_divider(c->s.p[c->i]);

	return (struct token){ qualifier(word, digits_len(c->s, c->i) > 0),
	    dotted, 0, word };
}

static bool
is_null(struct token t)
{
	return t.kind == NOTHING || (t.kind >= DASHED &&
	    digits_cmp(t.text, STR("")) == 0);
}

/* Nothings and zeros count only if a number that counts follows in their
   row, which a '-' or a qualifier ends. */
static struct token
next(struct scan *c)
{
	struct token t = raw(c);

	while (is_null(t) && c->i >= c->kept) {
		struct scan ahead = *c, before;
		struct token u = t;
		size_t zeros = 0;

		do {
			zeros += u.kind == DOTTED;
			before = ahead;
			u = raw(&ahead);
		} while (is_null(u) && u.kind != DASHED);
		if (u.kind == DOTTED) {
			c->kept = before.i + 1;
			return t;
		}
		u.depth = u.dotted ? zeros : t.depth + (t.kind == DASHED);
		*c = ahead;
		t = u;
	}
	return t;
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

enum { PREVIEW, OVER, WORD, NUMBER, LATE_WORD, PART };	/* in their order */

static int
class(const struct token *t)
{
	if (t->kind >= DASHED)
		return t->kind == DASHED ? NUMBER : PART;
	if (t->kind <= END)
		return t->kind == END ? OVER : PREVIEW;
	return t->dotted && t->depth > 0 ? LATE_WORD : WORD;
}

/* Between dots, behind a '-', between dots behind zeros. */
static size_t
place(const struct token *t)
{
	if (!t->dotted)
		return 1;
	return t->depth > 0 ? 1 + t->depth : 0;
}

static int
token_cmp(const struct token *x, const struct token *y)
{
	if (class(x) != class(y))
		return class(x) < class(y) ? -1 : 1;
	if (place(x) != place(y))
		return place(x) < place(y) ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->kind < DASHED)
		return x->kind == OTHER ? word_cmp(x->text, y->text) : 0;
	if (x->depth != y->depth)
		return x->depth > y->depth ? -1 : 1;
	return digits_cmp(x->text, y->text);
}

int
maven_cmp(struct str a, struct str b)
{
	struct scan c = { .s = a }, d = { .s = b };

	for (;;) {
		struct token x = next(&c), y = next(&d);
		int r = token_cmp(&x, &y);

		if (r != 0 || x.kind == END)
			return r;
	}
}

/* Maven orders any text; one that holds a property (${revision}) was never
   resolved. */
bool
maven_valid(struct str v)
{
	return version_printable(v) && str_find(v, '$') == v.n &&
	    str_find(v, '{') == v.n;
}
