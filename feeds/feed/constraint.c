/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Version requirements as intervals.
 *
 * Source:   Gem::Requirement; node-semver's README, "Ranges"; Composer's
 *           "Versions and constraints"; PEP 440, "Version specifiers";
 *           Maven's version range specification; NuGet's "Version ranges".
 * Grammar:  alternatives divided by "||" (Composer: "|" too); in each, terms
 *           divided by commas or blanks, all of which must hold; a term is an
 *           operator and a version, a version with wildcards, "A - B"; or, in
 *           brackets, intervals divided by commas, any of which may hold.
 * Traps:    what ~> 3.1.21 ends before is any version called 3.2, previews
 *           too: 3.2.A is the least of them for RubyGems, 2.0.0-0 for npm,
 *           2.dev0 for PyPI. ~1.2 ends before 1.3 for npm and before 2 for
 *           Composer.
 * Limits:   CONSTRAINT_MAX, CONSTRAINT_TEXT, TERMS_MAX; linear but for the
 *           set algebra of an alternative's terms.
 */
#include "feeds/feed/constraint.h"

#include <stdlib.h>

#include "base/arena.h"

enum {
	PARTS_MAX = 8, DIGITS_MAX = 15,
	TERMS_MAX = 64,		/* that must hold together */
	SCRATCH = 512 << 20,	/* bytes: no text of CONSTRAINT_TEXT needs a
				   fourth of it */
};

static const struct {
	enum version_id scheme;
	const char *floor;	/* added to a version: the least preview of it */
} dialects[CONSTRAINT_COUNT] = {
	[CONSTRAINT_PLAIN] = { VERSION_NONE, "" },
	[CONSTRAINT_DISTRO] = { VERSION_DPKG, "" },
	[CONSTRAINT_SEMVER] = { VERSION_NPM, "-0" },
	[CONSTRAINT_GEM] = { VERSION_GEM, ".A" },
	[CONSTRAINT_COMPOSER] = { VERSION_COMPOSER, "-dev" },
	[CONSTRAINT_PEP440] = { VERSION_PEP440, ".dev0" },
	[CONSTRAINT_BRACKETS] = { VERSION_MAVEN, "-alpha" },
	[CONSTRAINT_NUGET] = { VERSION_NUGET, "-0" },
};

/* ---- order ---- */

/* Next run of digits or of letters of *s; empty at the end. */
static struct str
next_run(struct str *s)
{
	size_t i = 0, from;

	while (i < s->n && !is_alnum(s->p[i]))
		i++;
	for (from = i; i < s->n && is_alnum(s->p[i]) &&
	    is_digit(s->p[i]) == is_digit(s->p[from]); i++)
		;

	struct str run = str_sub(*s, from, i);

	*s = str_from_pos(*s, i);
	return run;
}

/* -1: a word for what comes before the release, 1: after it, 0: neither. */
static int
word_rank(struct str w)
{
	static const char *const after[] = { "p", "patch", "pl", "post", "r",
		"rev", "sp" };
	static const char *const same[] = { "", "final", "ga", "release" };

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (str_eq_nocase(w, str_from(same[i])))
			return 0;
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if (str_eq_nocase(w, str_from(after[i])))
			return 1;
	return -1;
}

static int
digits_cmp(struct str a, struct str b)
{
	while (a.n != 0 && *a.p == '0')
		a = str_from_pos(a, 1);
	while (b.n != 0 && *b.p == '0')
		b = str_from_pos(b, 1);
	return a.n != b.n ? (a.n < b.n ? -1 : 1) : str_cmp(a, b);
}

static int
words_cmp(struct str a, struct str b)
{
	int d = word_rank(a) - word_rank(b);

	for (size_t i = 0; d == 0 && i < a.n && i < b.n; i++)
		d = to_lower(a.p[i]) - to_lower(b.p[i]);
	if (d == 0 && word_rank(a) != 0)
		d = a.n < b.n ? -1 : a.n > b.n;
	return d;
}

/* Numbers by value, a word before a number and, if it tells of a preview,
   before the end. */
static int
loose_cmp(struct str a, struct str b)
{
	int d = 0;

	while (d == 0 && (a.n != 0 || b.n != 0)) {
		struct str x = next_run(&a), y = next_run(&b);
		bool nx = x.n != 0 && is_digit(*x.p);
		bool ny = y.n != 0 && is_digit(*y.p);

		if ((nx || x.n == 0) && (ny || y.n == 0))
			d = digits_cmp(x, y);
		else if (nx)
			d = word_rank(y) > 0 ? -1 : 1;
		else if (ny)
			d = word_rank(x) > 0 ? 1 : -1;
		else
			d = words_cmp(x, y);
	}
	return d < 0 ? -1 : d > 0;
}

int
constraint_cmp(enum constraint_dialect d, struct str a, struct str b)
{
	const struct version_scheme *s =
	    version_by_id((int)dialects[d].scheme);

	return s != NULL ? s->cmp(a, b) : loose_cmp(a, b);
}

bool
interval_is_exact(const struct interval *i)
{
	return i->has_lo && i->has_hi && i->lo_incl && i->hi_incl &&
	    str_eq(i->lo, i->hi);
}

/* ---- sets ---- */

struct set {
	struct arena *a;	/* of the intervals */
	struct arena *keep;	/* of versions that are made */
	enum constraint_dialect d;
	struct interval *v;
	size_t n, cap;
	bool bad;
};

static void
set_add(struct set *s, struct interval i)
{
	if (s->n >= CONSTRAINT_MAX) {
		s->bad = true;
		return;
	}
	s->v = arena_grow(s->a, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n++] = i;
}

static int
lo_cmp(enum constraint_dialect d, const struct interval *a,
    const struct interval *b)
{
	int c;

	if (!a->has_lo || !b->has_lo)
		return (int)a->has_lo - (int)b->has_lo;
	c = constraint_cmp(d, a->lo, b->lo);
	return c != 0 ? c : (int)b->lo_incl - (int)a->lo_incl;
}

static int
hi_cmp(enum constraint_dialect d, const struct interval *a,
    const struct interval *b)
{
	int c;

	if (!a->has_hi || !b->has_hi)
		return (int)b->has_hi - (int)a->has_hi;
	c = constraint_cmp(d, a->hi, b->hi);
	return c != 0 ? c : (int)a->hi_incl - (int)b->hi_incl;
}

static bool
is_empty(enum constraint_dialect d, const struct interval *i)
{
	int c;

	if (!i->has_lo || !i->has_hi)
		return false;
	c = constraint_cmp(d, i->lo, i->hi);
	/* OpenSSL's 1.0.2k comes after 1.0.2, others' 1.0.2rc1 before: who
	   wrote one as the lower end meant the former. */
	if (c > 0 && d == CONSTRAINT_PLAIN && str_starts(i->hi, i->lo))
		return false;
	return c > 0 || (c == 0 && !(i->lo_incl && i->hi_incl));
}

static struct interval
both(enum constraint_dialect d, const struct interval *a,
    const struct interval *b)
{
	struct interval r = lo_cmp(d, a, b) >= 0 ? *a : *b;
	const struct interval *h = hi_cmp(d, a, b) <= 0 ? a : b;

	r.hi = h->hi;
	r.has_hi = h->has_hi;
	r.hi_incl = h->hi_incl;
	return r;
}

/* s becomes what it shares with t. */
static void
set_and(struct set *s, const struct set *t)
{
	struct set r = { .a = s->a, .d = s->d, .keep = s->keep,
		.bad = s->bad || t->bad };

	for (size_t i = 0; i < s->n; i++) {
		for (size_t j = 0; j < t->n; j++) {
			struct interval x = both(s->d, &s->v[i], &t->v[j]);

			if (!is_empty(s->d, &x))
				set_add(&r, x);
		}
	}
	*s = r;
}

static int
sort_cmp(const void *x, const void *y, void *ctx)
{
	enum constraint_dialect d = *(const enum constraint_dialect *)ctx;
	int c = lo_cmp(d, x, y);

	return c != 0 ? c : hi_cmp(d, x, y);
}

/* Is all before from below hi, with nothing between? */
static bool
touches(enum constraint_dialect d, const struct interval *to,
    const struct interval *from)
{
	int c;

	if (!to->has_hi || !from->has_lo)
		return true;
	c = constraint_cmp(d, from->lo, to->hi);
	return c < 0 || (c == 0 && (from->lo_incl || to->hi_incl));
}

struct constraint
constraint_not(struct arena *a, enum constraint_dialect d,
    const struct constraint *c)
{
	struct interval *v = NEWN(a, struct interval, c->n);
	struct interval gap = { .has_lo = false };
	struct set r = { .a = a, .d = d };
	bool open = true;	/* a gap began, at gap.lo */

	if (c->n != 0)
		memcpy(v, c->v, c->n * sizeof *v);
	qsort_r(v, c->n, sizeof *v, sort_cmp, &d);
	for (size_t i = 0; i < c->n && open; ) {
		struct interval block = v[i++];

		while (i < c->n && touches(d, &block, &v[i])) {
			if (hi_cmp(d, &v[i], &block) > 0) {
				block.hi = v[i].hi;
				block.has_hi = v[i].has_hi;
				block.hi_incl = v[i].hi_incl;
			}
			i++;
		}
		if (block.has_lo) {
			gap.hi = block.lo;
			gap.has_hi = true;
			gap.hi_incl = !block.lo_incl;
			set_add(&r, gap);
		}
		open = block.has_hi;
		gap = (struct interval){ .lo = block.hi, .has_lo = true,
			.lo_incl = !block.hi_incl };
	}
	if (open)
		set_add(&r, gap);
	return (struct constraint){ r.v, r.n };
}

/* ---- versions ---- */

/* The numbers that a version begins with. */
struct parts {
	uint64_t v[PARTS_MAX];
	size_t n;
	bool wild;		/* then came "*" or "x" */
	bool more;		/* then came something else */
};

static bool
is_wild(struct str s)
{
	return str_eq(s, STR("*")) || str_eq_nocase(s, STR("x"));
}

static struct parts
parts_of(struct str v)
{
	struct parts p = { .n = 0 };
	struct str rest = v, piece;

	while (!p.more && !p.wild && str_split(&rest, '.', &piece)) {
		uint64_t n;
		size_t i = 0;

		p.wild = is_wild(piece);
		while (i < piece.n && is_digit(piece.p[i]))
			i++;
		if (p.wild)
			break;
		p.more = i != piece.n;
		if (i != 0 && i <= DIGITS_MAX && p.n < PARTS_MAX &&
		    str_u64(str_sub(piece, 0, i), UINT64_MAX, &n))
			p.v[p.n++] = n;
		else
			p.more = true;
	}
	return p;
}

/* The first n numbers, the last one plus one, and what makes it the least of
   that name. */
static struct str
bumped(const struct set *s, const struct parts *p, size_t n)
{
	struct str r = STR("");

	for (size_t i = 0; i < n; i++)
		r = str_fmt(s->keep, "%.*s%s%llu", STR_ARG(r), i != 0 ? "." : "",
		    (unsigned long long)(p->v[i] + (i + 1 == n)));
	/* node-semver writes all three */
	for (size_t i = n; s->d == CONSTRAINT_SEMVER && i < 3; i++)
		r = str_join(s->keep, r, STR(".0"));
	return str_join(s->keep, r, str_from(dialects[s->d].floor));
}

static struct str
joined(struct arena *a, const struct parts *p, const char *end)
{
	struct str r = STR("");

	for (size_t i = 0; i < p->n; i++)
		r = str_fmt(a, "%.*s%s%llu", STR_ARG(r), i != 0 ? "." : "",
		    (unsigned long long)p->v[i]);
	return str_join(a, r, str_from(end));
}

static struct interval
from_to(struct str lo, struct str hi)
{
	return (struct interval){ .lo = lo, .has_lo = true, .lo_incl = true,
		.hi = hi, .has_hi = true };
}

static struct interval
exactly(struct str v)
{
	return (struct interval){ .lo = v, .has_lo = true, .lo_incl = true,
		.hi = v, .has_hi = true, .hi_incl = true };
}

/* "1.2.*", and for npm "1.2": all versions that begin so. */
static struct interval
begins(const struct set *s, const struct parts *p)
{
	if (p->n == 0)
		return (struct interval){ .has_lo = false };
	return from_to(joined(s->keep, p, s->d == CONSTRAINT_PEP440 ? ".dev0" :
	    ""), bumped(s, p, p->n));
}

/* Numbers that ^ keeps: up to the first that is not zero. */
static size_t
caret(const struct parts *p)
{
	size_t i = 0;

	while (i + 1 < p->n && p->v[i] == 0)
		i++;
	return i + 1;
}

/* Numbers that ~, ~> and ~= keep. */
static size_t
tilde(const struct set *s, const struct parts *p)
{
	if (s->d == CONSTRAINT_SEMVER)
		return p->n > 2 ? 2 : p->n;
	return p->n > 1 ? p->n - 1 : 1;
}

/* ---- terms ---- */

enum op { OP_NONE, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE, OP_TILDE,
	OP_CARET };

static const struct {
	const char *text;
	enum op op;
} ops[] = {	/* long ones first */
	{ "===", OP_EQ }, { "~>", OP_TILDE }, { "~=", OP_TILDE },
	{ "<=", OP_LE }, { ">=", OP_GE }, { "=<", OP_LE }, { "=>", OP_GE },
	{ "!=", OP_NE }, { "<>", OP_NE }, { "==", OP_EQ }, { "<", OP_LT },
	{ ">", OP_GT }, { "=", OP_EQ }, { "~", OP_TILDE }, { "^", OP_CARET },
};

static enum op
take_op(struct str *s)
{
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		struct str t = str_from(ops[i].text);

		if (str_starts(*s, t)) {
			*s = str_from_pos(*s, t.n);
			return ops[i].op;
		}
	}
	return OP_NONE;
}

static bool
is_op(char c)
{
	return c == '<' || c == '>' || c == '=' || c == '!' || c == '~' ||
	    c == '^';
}

static void
skip_blanks(struct str *s)
{
	while (s->n != 0 && is_space(*s->p))
		*s = str_from_pos(*s, 1);
}

/* A distribution's: up to a blank or comma, whatever it is. */
static struct str
take_word(struct str *s)
{
	struct str v;
	size_t i = 0;

	skip_blanks(s);
	while (i < s->n && !is_space(s->p[i]) && s->p[i] != ',')
		i++;
	v = str_sub(*s, 0, i);
	*s = str_from_pos(*s, i);
	return v.n != 0 && is_alnum(*v.p) ? v : STR("");
}

/* Up to a blank, comma or operator; "" when it is no version. */
static struct str
take_version(struct str *s)
{
	struct str v;
	size_t i = 0;

	skip_blanks(s);
	while (i < s->n && !is_space(s->p[i]) && s->p[i] != ',' &&
	    (!is_op(s->p[i]) || (s->p[i] == '!' && i + 1 < s->n &&
	    is_digit(s->p[i + 1]))))
		i++;	/* "1!2.0": an epoch of PEP 440 */
	v = str_sub(*s, 0, i);
	*s = str_from_pos(*s, i);
	if (v.n > 1 && (v.p[0] == 'v' || v.p[0] == 'V') && is_digit(v.p[1]))
		v = str_from_pos(v, 1);
	return v.n != 0 && (is_digit(*v.p) || is_wild(v)) ? v : STR("");
}

static void
put_tilde(struct set *to, const struct parts *p, struct str v, enum op op)
{
	size_t keep = op == OP_CARET ? caret(p) : tilde(to, p);

	if (p->n == 0 || to->d == CONSTRAINT_PLAIN)
		to->bad |= !p->wild;
	if (p->n == 0 || to->d == CONSTRAINT_PLAIN)
		set_add(to, (struct interval){ .has_lo = false });
	else
		set_add(to, from_to(p->wild ? joined(to->keep, p, "") : v,
		    bumped(to, p, keep)));
}

/* What op says of all versions that begin with the numbers of p. */
static void
put_partial(struct set *to, const struct parts *p, enum op op)
{
	struct interval in = begins(to, p), r = { .has_lo = false };

	if (p->n == 0) {	/* "*": everything, or nothing */
		to->bad |= op == OP_LT || op == OP_GT || op == OP_NE;
		set_add(to, r);
		return;
	}
	if (op == OP_LT || op == OP_LE || op == OP_NE) {
		r.hi = op == OP_LE ? in.hi : in.lo;
		r.has_hi = true;
		set_add(to, r);
	}
	if (op == OP_GT || op == OP_GE || op == OP_NE)
		set_add(to, (struct interval){ .has_lo = true,
		    .lo = op == OP_GE ? in.lo : in.hi, .lo_incl = true });
	if (op == OP_NONE || op == OP_EQ)
		set_add(to, in);
}

static void
put_plain(struct set *to, struct str v, enum op op)
{
	if (op == OP_NONE || op == OP_EQ)
		set_add(to, exactly(v));
	if (op == OP_LT || op == OP_LE || op == OP_NE)
		set_add(to, (struct interval){ .hi = v, .has_hi = true,
		    .hi_incl = op == OP_LE });
	if (op == OP_GT || op == OP_GE || op == OP_NE)
		set_add(to, (struct interval){ .lo = v, .has_lo = true,
		    .lo_incl = op == OP_GE });
}

static void
put_term(struct set *to, enum op op, struct str v)
{
	struct parts p = parts_of(v);

	if (v.n == 0)
		to->bad = true;
	else if (op == OP_TILDE || op == OP_CARET)
		put_tilde(to, &p, v, op);
	else if (p.wild || (to->d == CONSTRAINT_SEMVER && !p.more && p.n < 3 &&
	    op != OP_LT && op != OP_GE))
		put_partial(to, &p, op);
	else if (op == OP_NONE && to->d == CONSTRAINT_NUGET)
		put_plain(to, v, OP_GE);
	else if (op == OP_NONE && to->d == CONSTRAINT_BRACKETS)
		to->bad = true;		/* a wish, not a bound */
	else
		put_plain(to, v, op);
}

static void
put_distro(struct set *to, enum op op, struct str v)
{
	to->bad |= op == OP_TILDE || op == OP_CARET;
	put_plain(to, v, op);
}

/* "1.0 - 2.0": is the hyphen next? */
static bool
take_hyphen(struct str *s)
{
	struct str t = *s;

	skip_blanks(&t);
	if (t.n < 2 || t.p[0] != '-' || !is_space(t.p[1]) || t.p == s->p)
		return false;
	*s = str_from_pos(t, 1);
	return true;
}

static void
put_hyphen(struct set *to, struct str lo, struct str hi)
{
	struct set upper = { .a = to->a, .keep = to->keep, .d = to->d };
	struct parts p = parts_of(hi);

	put_term(to, OP_GE, lo);
	/* A partial upper end holds for all that begin so. */
	if (hi.n != 0 && p.n < 3 && !p.more)
		put_partial(&upper, &p, OP_LE);
	else
		put_term(&upper, OP_LE, hi);
	set_and(to, &upper);
}

/* All terms must hold. */
static struct set
read_terms(const struct set *like, struct str s)
{
	enum constraint_dialect d = like->d;
	struct set r = { .a = like->a, .keep = like->keep, .d = d };
	size_t n = 0;

	set_add(&r, (struct interval){ .has_lo = false });
	for (;; n++) {
		struct set term = { .a = like->a, .keep = like->keep,
			.d = d };
		struct str v;
		enum op op;

		while (s.n != 0 && (is_space(*s.p) || *s.p == ','))
			s = str_from_pos(s, 1);
		if (s.n == 0)
			break;
		op = take_op(&s);
		v = d == CONSTRAINT_DISTRO ? take_word(&s) : take_version(&s);
		if (v.n == 0)
			term.bad = true;
		else if (d == CONSTRAINT_DISTRO)
			put_distro(&term, op, v);
		else if (op == OP_NONE && take_hyphen(&s))
			put_hyphen(&term, v, take_version(&s));
		else
			put_term(&term, op, v);
		term.bad |= n >= TERMS_MAX;
		if (term.bad)
			return term;
		set_and(&r, &term);
	}
	r.bad |= r.n == 0 || n == 0;
	return r;
}

/* ---- brackets ---- */

/* One "[lo,hi)" at the beginning of *s. */
static bool
take_bracket(struct str *s, struct set *to)
{
	size_t end = 1, comma;
	struct str in, lo, hi;
	struct interval i = { .lo_incl = *s->p == '[' };

	while (end < s->n && s->p[end] != ']' && s->p[end] != ')' &&
	    s->p[end] != '[' && s->p[end] != '(')
		end++;
	if (end == s->n || s->p[end] == '[' || s->p[end] == '(')
		return false;
	i.hi_incl = s->p[end] == ']';
	in = str_sub(*s, 1, end);
	*s = str_from_pos(*s, end + 1);
	comma = str_find(in, ',');
	lo = str_trim(str_sub(in, 0, comma));
	hi = comma < in.n ? str_trim(str_from_pos(in, comma + 1)) : lo;
	if (comma == in.n && (in.n == 0 || !i.lo_incl || !i.hi_incl))
		return false;
	if (str_find(hi, ',') != hi.n)
		return false;
	i.has_lo = lo.n != 0;
	i.has_hi = hi.n != 0;
	i.lo_incl &= i.has_lo;
	i.hi_incl &= i.has_hi;
	i.lo = lo;
	i.hi = hi;
	if (is_empty(to->d, &i))
		return false;
	set_add(to, i);
	return !to->bad;
}

static struct set
read_brackets(const struct set *like, struct str s)
{
	struct set r = { .a = like->a, .keep = like->keep, .d = like->d };

	for (;;) {
		while (s.n != 0 && (is_space(*s.p) || *s.p == ','))
			s = str_from_pos(s, 1);
		if (s.n == 0)
			break;
		if ((*s.p != '[' && *s.p != '(') || !take_bracket(&s, &r)) {
			r.bad = true;
			break;
		}
	}
	r.bad |= r.n == 0;
	return r;
}

/* ---- the whole ---- */

/* Next alternative of *s; false at the end. */
static bool
next_alternative(struct str *s, enum constraint_dialect d, struct str *ret)
{
	size_t i;

	if (s->p == NULL)
		return false;
	for (i = 0; i < s->n; i++)
		if (s->p[i] == '|' && (d == CONSTRAINT_COMPOSER ||
		    (i + 1 < s->n && s->p[i + 1] == '|')))
			break;
	*ret = str_trim(str_sub(*s, 0, i));
	if (i == s->n)
		*s = (struct str){ NULL, 0 };
	else
		*s = str_from_pos(*s, i + 1 + (i + 1 < s->n &&
		    s->p[i + 1] == '|'));
	return true;
}

/* All alternatives of text, after what is in *all. */
static bool
add_text(struct set *all, struct str text)
{
	bool brackets = all->d == CONSTRAINT_BRACKETS ||
	    all->d == CONSTRAINT_NUGET;
	struct str part;

	while (next_alternative(&text, all->d, &part)) {
		struct set one = brackets && part.n != 0 &&
		    (*part.p == '[' || *part.p == '(') ?
		    read_brackets(all, part) : read_terms(all, part);

		if (one.bad || one.n > CONSTRAINT_MAX - all->n)
			return false;
		for (size_t i = 0; i < one.n; i++)
			set_add(all, one.v[i]);
	}
	return true;
}

bool
constraint_add(struct arena *a, enum constraint_dialect d, struct str text,
    struct constraint *to)
{
	struct set all = { .keep = a, .d = d };
	struct interval *v;
	bool ok;

	if (text.n == 0 || text.n > CONSTRAINT_TEXT ||
	    to->n >= CONSTRAINT_MAX)
		return false;
	/* What is in between may be large: it does not stay. */
	all.a = arena_new(SCRATCH);
	for (size_t i = 0; i < to->n; i++)
		set_add(&all, to->v[i]);
	ok = add_text(&all, text);
	if (ok) {
		v = NEWN(a, struct interval, all.n);
		memcpy(v, all.v, all.n * sizeof *v);
		*to = (struct constraint){ v, all.n };
	}
	arena_free(all.a);
	return ok;
}
