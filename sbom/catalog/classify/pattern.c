/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/classify/pattern.h"

#include "base/arena.h"

/*
 * The grammar of patterns, described at the head of classifiers.txt, into
 * programs. Besides, each must hold a text that stands in every match at a
 * bounded distance from its beginning: that is what is searched for.
 * Limits:   those of pattern.h; a pattern beyond them is RC_FORMAT.
 */
struct width {
	size_t min, max;
};

/* A stretch of fixed text at the top level, and what stands before it. */
struct fixed {
	size_t at, n;		/* in the pool; n 0 with is_name */
	struct width before;
	unsigned score;
	bool is_name;
};

struct build {
	struct str rest;
	struct instr v[PATTERN_OPS_MAX];
	size_t n;
	uint8_t pool[PATTERN_TEXT_MAX];
	size_t npool;
	struct byte_set sets[PATTERN_SETS_MAX];
	size_t nsets;
	unsigned depth;
	int captures;		/* 0 none, 1 open, 2 closed */
	bool names;
	bool touching;		/* text now goes on where now.n ends */
	struct fixed now, best;
	struct err *e;
};

static enum rc sequence(struct build *b, struct width *ret);

static enum rc
bad(struct build *b, const char *what)
{
	return err_set(b->e, RC_FORMAT, "%s near \"%.*s\"", what,
	    STR_ARG(str_sub(b->rest, 0, 20)));
}

static enum rc
emit(struct build *b, struct instr in)
{
	/* The last place is for OP_DONE. */
	if (b->n + 1 >= PATTERN_OPS_MAX)
		return bad(b, "pattern of too many parts");
	b->v[b->n++] = in;
	return RC_OK;
}

static enum rc
widen(struct build *b, struct width *w, size_t min, size_t max)
{
	w->min += min;
	w->max += max;
	if (w->max > PATTERN_LONGEST)
		return bad(b, "pattern may span more than 4096 bytes");
	return RC_OK;
}

/* ---- the text to search for ---- */

/* How rare a byte is in programs: zeros everywhere, capitals seldom. */
static unsigned
rarity(uint8_t c)
{
	return c == 0 ? 1 : is_digit((char)c) ? 4 : c == ' ' || c == '.' ? 5 :
	    is_lower((char)c) ? 6 : 8;
}

static void
consider(struct build *b)
{
	b->now.score = 0;
	for (size_t i = 0; i < b->now.n; i++)
		b->now.score += rarity(b->pool[b->now.at + i]);
	if (b->now.score > b->best.score)
		b->best = b->now;
}

static void
fixed_text(struct build *b, size_t at, size_t n, struct width before)
{
	if (b->depth != 0)
		return;
	if (!b->touching)
		b->now = (struct fixed){ .at = at, .before = before };
	b->now.n += n;
	b->touching = true;
	consider(b);
}

static void
fixed_name(struct build *b, struct width before)
{
	struct fixed f = { .before = before, .score = 18, .is_name = true };

	b->touching = false;
	if (b->depth == 0 && f.score > b->best.score)
		b->best = f;
}

/* ---- words ---- */

static enum rc
text(struct build *b, const void *p, size_t n, struct width *w)
{
	if (n == 0 || n > PATTERN_TEXT_MAX - b->npool)
		return bad(b, n == 0 ? "empty text" : "too much text");
	memcpy(b->pool + b->npool, p, n);
	fixed_text(b, b->npool, n, *w);

	enum rc rc = emit(b, (struct instr){ .op = OP_TEXT,
		.at = (uint32_t)b->npool, .n = (uint32_t)n });

	b->npool += n;
	return rc == RC_OK ? widen(b, w, n, n) : rc;
}

static enum rc
run(struct build *b, const struct byte_set *set, uint32_t min, uint32_t max,
    bool lazy, struct width *w)
{
	size_t i = 0;

	b->touching = false;
	while (i < b->nsets && memcmp(&b->sets[i], set, sizeof *set) != 0)
		i++;
	if (i == PATTERN_SETS_MAX)
		return bad(b, "too many sets");
	if (i == b->nsets)
		b->sets[b->nsets++] = *set;

	enum rc rc = emit(b, (struct instr){ .op = OP_RUN, .lazy = lazy,
		.set = (uint16_t)i, .min = min, .max = max });

	return rc == RC_OK ? widen(b, w, min, max) : rc;
}

static void
set_add(struct byte_set *s, uint8_t from, uint8_t to)
{
	for (unsigned c = from; c <= to; c++)
		s->w[c >> 6] |= UINT64_C(1) << (c & 63);
}

static enum rc
number(struct build *b, struct width *w)
{
	struct byte_set digits = { { 0 } };

	set_add(&digits, '0', '9');
	return run(b, &digits, 1, 10, false, w);
}

/* A pattern in place of a word. */
static enum rc
stands_for(struct build *b, const char *pattern, struct width *w)
{
	struct str rest = b->rest;

	b->rest = str_from(pattern);

	enum rc rc = sequence(b, w);

	b->rest = rest;
	return rc;
}

static enum rc
version(struct build *b, unsigned numbers, struct width *w)
{
	enum rc rc = number(b, w);

	for (unsigned i = 1; rc == RC_OK && i < numbers; i++) {
		rc = text(b, ".", 1, w);
		if (rc == RC_OK)
			rc = number(b, w);
	}
	return rc;
}

/* In groups of its own, so that its text is never the one searched for. */
#define PRE "([-._~]{0,1} (\"alpha\" | \"beta\" | \"preview\" | \"pre\" | " \
    "\"rc\" | \"RC\" | \"dev\" | \"canary\" | \"a\" | \"b\" | \"p\") " \
    "[-.]{0,1} [0-9]{0,10})?"

static enum rc
word(struct build *b, struct str name, struct width *w)
{
	struct byte_set nul = { { 1, 0, 0, 0 } };

	if (str_eq(name, STR("NUL")))
		return text(b, "", 1, w);
	if (str_eq(name, STR("NULS")))
		return run(b, &nul, 1, 256, false, w);
	if (str_eq(name, STR("N")))
		return number(b, w);
	if (str_eq(name, STR("V2")))
		return version(b, 2, w);
	if (str_eq(name, STR("V3")))
		return version(b, 3, w);
	if (str_eq(name, STR("V4")))
		return version(b, 4, w);
	if (str_eq(name, STR("V2+")))
		return stands_for(b, "N \".\" N (\".\" N)?", w);
	if (str_eq(name, STR("V")))
		return stands_for(b, "N (\".\" N)? (\".\" N)? (\".\" N)?", w);
	if (str_eq(name, STR("PRE")))
		return stands_for(b, PRE, w);
	b->touching = false;
	if (str_eq(name, STR("START")))
		return emit(b, (struct instr){ .op = OP_START });
	if (str_eq(name, STR("END")))
		return emit(b, (struct instr){ .op = OP_END });
	return err_set(b->e, RC_FORMAT, "no such word: %.*s", STR_ARG(name));
}

/* ---- text in quotes, sets, gaps ---- */

static int
hex(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
take(struct build *b, char c)
{
	if (b->rest.n == 0 || b->rest.p[0] != c)
		return false;
	b->rest = str_from_pos(b->rest, 1);
	return true;
}

/* One byte, perhaps written \0, \n, \t, \xHH or \ before itself. */
static bool
byte(struct build *b, uint8_t *ret)
{
	if (b->rest.n == 0)
		return false;
	if (!take(b, '\\')) {
		*ret = (uint8_t)b->rest.p[0];
		b->rest = str_from_pos(b->rest, 1);
		return true;
	}
	if (b->rest.n == 0)
		return false;

	char c = b->rest.p[0];

	b->rest = str_from_pos(b->rest, 1);
	if (c == 'x') {
		if (b->rest.n < 2 || hex(b->rest.p[0]) < 0 ||
		    hex(b->rest.p[1]) < 0)
			return false;
		*ret = (uint8_t)(hex(b->rest.p[0]) * 16 + hex(b->rest.p[1]));
		b->rest = str_from_pos(b->rest, 2);
		return true;
	}
	*ret = c == '0' ? 0 : c == 'n' ? '\n' : c == 't' ? '\t' : (uint8_t)c;
	return true;
}

static enum rc
quoted(struct build *b, struct width *w)
{
	uint8_t buf[PATTERN_TEXT_MAX];
	size_t n = 0;

	while (!take(b, '"')) {
		if (n == sizeof buf || !byte(b, &buf[n++]))
			return bad(b, "text without an end");
	}
	return text(b, buf, n, w);
}

static bool
decimal(struct build *b, uint32_t *ret)
{
	size_t n = 0;
	uint64_t v;

	while (n < b->rest.n && is_digit(b->rest.p[n]))
		n++;
	if (!str_u64(str_sub(b->rest, 0, n), PATTERN_LONGEST, &v))
		return false;
	*ret = (uint32_t)v;
	b->rest = str_from_pos(b->rest, n);
	return true;
}

/* {m}, {m,n} or nothing: once. */
static bool
times(struct build *b, uint32_t *min, uint32_t *max)
{
	*min = *max = 1;
	if (!take(b, '{'))
		return true;
	if (!decimal(b, min))
		return false;
	*max = *min;
	if (take(b, ',') && !decimal(b, max))
		return false;
	return take(b, '}') && *min <= *max && *max != 0;
}

static enum rc
set(struct build *b, struct width *w)
{
	struct byte_set s = { { 0 } };
	bool not = take(b, '^'), first = true;
	uint32_t min, max;
	uint8_t from, to;

	while (first || !take(b, ']')) {
		first = false;
		if (!byte(b, &from))
			return bad(b, "set without an end");
		to = from;
		if (b->rest.n >= 2 && b->rest.p[0] == '-' &&
		    b->rest.p[1] != ']') {
			(void)take(b, '-');
			if (!byte(b, &to) || to < from)
				return bad(b, "wrong range in a set");
		}
		set_add(&s, from, to);
	}
	for (size_t i = 0; not && i < 4; i++)
		s.w[i] = ~s.w[i];
	if (!times(b, &min, &max))
		return bad(b, "wrong {number}");
	return run(b, &s, min, max, false, w);
}

static enum rc
gap(struct build *b, struct width *w)
{
	struct byte_set any = { { UINT64_MAX, UINT64_MAX, UINT64_MAX,
		UINT64_MAX } };
	uint32_t max;

	if (!take(b, '.') || !decimal(b, &max) || max == 0)
		return bad(b, "a gap is .. and a number");
	return run(b, &any, 0, max, true, w);
}

/* ---- captures and groups ---- */

static enum rc
capture(struct build *b, bool open)
{
	if (b->depth != 0 || b->captures != (open ? 0 : 1))
		return bad(b, "one < > outside of groups");
	b->captures++;
	return emit(b, (struct instr){ .op = open ? OP_OPEN : OP_CLOSE });
}

/* One way of a group; *split is the SPLIT that leads to the next. */
static enum rc
way(struct build *b, size_t *split, struct width *all, bool first)
{
	struct width w = { 0, 0 };

	*split = b->n;

	enum rc rc = emit(b, (struct instr){ .op = OP_SPLIT });

	if (rc == RC_OK)
		rc = sequence(b, &w);
	if (first || w.min < all->min)
		all->min = w.min;
	if (w.max > all->max)
		all->max = w.max;
	return rc;
}

static enum rc
group(struct build *b, struct width *w)
{
	size_t split, jumps[PATTERN_OPS_MAX], njumps = 0;
	struct width all = { 0, 0 };

	if (++b->depth > PATTERN_DEPTH)
		return bad(b, "groups nested too deep");
	b->touching = false;

	enum rc rc = way(b, &split, &all, true);

	while (rc == RC_OK && take(b, '|')) {
		jumps[njumps++] = b->n;
		rc = emit(b, (struct instr){ .op = OP_JUMP });
		b->v[split].next = (uint16_t)b->n;
		if (rc == RC_OK)
			rc = way(b, &split, &all, false);
	}
	if (rc != RC_OK)
		return rc;
	if (!take(b, ')'))
		return bad(b, "( without )");
	if (take(b, '?')) {
		b->v[split].next = (uint16_t)b->n;
		all.min = 0;
	} else {
		b->v[split] = (struct instr){ .op = OP_JUMP,
			.next = (uint16_t)(split + 1) };
	}
	for (size_t i = 0; i < njumps; i++)
		b->v[jumps[i]].next = (uint16_t)b->n;
	b->depth--;
	return widen(b, w, all.min, all.max);
}

static enum rc
one(struct build *b, struct width *w)
{
	size_t n = 0;

	if (take(b, '"'))
		return quoted(b, w);
	if (take(b, '['))
		return set(b, w);
	if (take(b, '('))
		return group(b, w);
	if (take(b, '.'))
		return gap(b, w);
	if (take(b, '<'))
		return capture(b, true);
	if (take(b, '>'))
		return capture(b, false);
	if (take(b, '@')) {
		fixed_name(b, *w);
		b->names = true;

		enum rc rc = emit(b, (struct instr){ .op = OP_NAME });

		return rc == RC_OK ? widen(b, w, 0, CAPTURE_MAX) : rc;
	}
	while (n < b->rest.n && (is_alnum(b->rest.p[n]) ||
	    b->rest.p[n] == '+'))
		n++;
	if (n == 0)
		return bad(b, "not understood");

	struct str name = str_sub(b->rest, 0, n);

	b->rest = str_from_pos(b->rest, n);
	return word(b, name, w);
}

/* Up to | or ) or the end. Depth is bounded by group(). */
static enum rc
sequence(struct build *b, struct width *ret)
{
	enum rc rc = RC_OK;

	for (;;) {
		while (b->rest.n != 0 && is_space(b->rest.p[0]))
			b->rest = str_from_pos(b->rest, 1);
		if (rc != RC_OK || b->rest.n == 0 || b->rest.p[0] == '|' ||
		    b->rest.p[0] == ')')
			return rc;
		rc = one(b, ret);
	}
}

static void *
keep(struct arena *a, const void *p, size_t n, size_t size)
{
	void *to = arena_alloc(a, n, size);

	if (n != 0)
		memcpy(to, p, n * size);
	return to;
}

enum rc
pattern_parse(struct arena *a, struct str in, struct pattern *ret,
    struct err *e)
{
	struct build b = { .rest = in, .e = e };
	struct width w = { 0, 0 };
	enum rc rc = sequence(&b, &w);

	if (rc == RC_OK && b.rest.n != 0)
		rc = bad(&b, "not understood");
	if (rc == RC_OK && b.captures == 1)
		rc = bad(&b, "< without >");
	if (rc == RC_OK && b.best.score == 0)
		rc = bad(&b, "no fixed text to search for");
	if (rc != RC_OK)
		return rc;
	b.v[b.n++] = (struct instr){ .op = OP_DONE };

	uint8_t *pool = keep(a, b.pool, b.npool, 1);

	*ret = (struct pattern){ keep(a, b.v, b.n, sizeof *b.v), pool,
		keep(a, b.sets, b.nsets, sizeof *b.sets), w.max,
		str_of(pool + b.best.at, b.best.n), b.best.before.min,
		b.best.before.max, b.captures == 2, b.names };
	return RC_OK;
}
