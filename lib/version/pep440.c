/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pep440: versions of Python packages.
 *
 * Source:   PEP 440, "Version scheme" and appendix B; setuptools'
 *           documentation of older releases, "Specifying your project's
 *           version", for what is older than the PEP.
 * Grammar:  [v][N!]N{.N}[{a|b|rc}N][.postN][.devN][+local] in any case, with
 *           the spellings that the PEP normalises; "-N" is a post-release.
 * Order:    epoch, release (zeros at its end have no weight), pre, post, dev,
 *           local; a dev release before the pre-releases of the same number,
 *           a local version after the public one, its numbers after its words.
 * Totality: what is not of the grammar is older than any version. Among
 *           itself: runs of digits or letters or of other bytes (dots only
 *           divide), all words before all numbers, words as bytes with "final"
 *           at the end; zeros before a word, and hyphens before a word that
 *           sorts before "final", have no weight.
 */
#include "version/digits.h"
#include "version/version.h"

enum pre { PRE_DEV, PRE_A, PRE_B, PRE_RC, PRE_NONE };	/* in their order */

struct version {
	struct str epoch, release, pre_n, post_n, dev_n, local;
	enum pre pre;
	bool has_post, has_dev, has_local;
};

struct scan {
	struct str s;
	size_t i;
};

static bool
at(const struct scan *c, char lower)
{
	return c->i < c->s.n && to_lower(c->s.p[c->i]) == lower;
}

static bool
is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

static void
skip_separator(struct scan *c)
{
	if (c->i < c->s.n && is_separator(c->s.p[c->i]))
		c->i++;
}

/* One of the words at c, perhaps behind a separator: its index, and what is
   its number; else n, and c stays. */
static size_t
take_word(struct scan *c, const char *const *words, size_t n, struct str *ret)
{
	struct scan d = *c;

	skip_separator(&d);
	for (size_t k = 0; k < n; k++) {
		size_t len = strlen(words[k]);

		if (!str_eq_nocase(str_sub(d.s, d.i, d.i + len),
		    str_of(words[k], len)))
			continue;
		d.i += len;
		skip_separator(&d);
		*ret = digits_take(d.s, &d.i);
		*c = d;
		return k;
	}
	return n;
}

static void
take_pre(struct scan *c, struct version *v)
{
	static const char *const words[] = { "alpha", "a", "beta", "b",
		"preview", "pre", "c", "rc" };
	static const enum pre pres[] = { PRE_A, PRE_A, PRE_B, PRE_B, PRE_RC,
		PRE_RC, PRE_RC, PRE_RC, PRE_NONE };

	v->pre = pres[take_word(c, words, 8, &v->pre_n)];
}

static void
take_post(struct scan *c, struct version *v)
{
	static const char *const words[] = { "post", "rev", "r" };

	if (at(c, '-') && digits_len(c->s, c->i + 1) > 0) {
		c->i++;
		v->post_n = digits_take(c->s, &c->i);
		v->has_post = true;
	} else {
		v->has_post = take_word(c, words, 3, &v->post_n) < 3;
	}
}

/* Letters and digits in pieces; at c->i is the first byte. */
static struct str
take_local(struct scan *c)
{
	size_t from = c->i;

	while (c->i < c->s.n && (is_alnum(c->s.p[c->i]) ||
	    (is_separator(c->s.p[c->i]) && c->i > from &&
	    c->i + 1 < c->s.n && is_alnum(c->s.p[c->i + 1]))))
		c->i++;
	return str_sub(c->s, from, c->i);
}

static bool
parse(struct str s, struct version *v)
{
	static const char *const dev[] = { "dev" };
	struct scan c = { s, 0 };
	size_t from;

	*v = (struct version){ 0 };
	c.i += at(&c, 'v');
	from = c.i;
	v->release = digits_take(s, &c.i);
	if (v->release.n == 0)
		return false;
	if (at(&c, '!')) {
		v->epoch = v->release;
		from = ++c.i;
		if (digits_take(s, &c.i).n == 0)
			return false;
	}
	while (at(&c, '.') && digits_len(s, c.i + 1) > 0) {
		c.i++;
		(void)digits_take(s, &c.i);
	}
	v->release = str_sub(s, from, c.i);

	take_pre(&c, v);
	take_post(&c, v);
	v->has_dev = take_word(&c, dev, 1, &v->dev_n) == 0;
	if (v->pre == PRE_NONE && !v->has_post && v->has_dev)
		v->pre = PRE_DEV;
	if (at(&c, '+')) {
		c.i++;
		v->local = take_local(&c);
		v->has_local = v->local.n > 0;
		if (!v->has_local)
			return false;
	}
	return c.i == s.n;
}

static int
release_cmp(struct str a, struct str b)
{
	int c = 0;

	while (c == 0 && (a.n > 0 || b.n > 0)) {
		struct str x = STR(""), y = STR("");

		(void)str_split(&a, '.', &x);
		(void)str_split(&b, '.', &y);
		c = digits_cmp(x, y);
	}
	return c;
}

static struct str
local_piece(struct scan *c)
{
	size_t from;

	skip_separator(c);
	from = c->i;
	while (c->i < c->s.n && is_alnum(c->s.p[c->i]))
		c->i++;
	return str_sub(c->s, from, c->i);
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

static int
local_cmp(struct str a, struct str b)
{
	struct scan c = { a, 0 }, d = { b, 0 };

	for (;;) {
		struct str x = local_piece(&c), y = local_piece(&d);
		bool p = x.n > 0 && digits_len(x, 0) == x.n;
		bool q = y.n > 0 && digits_len(y, 0) == y.n;
		int r = (x.n > 0) - (y.n > 0);

		if (r == 0)
			r = p - q;
		if (r == 0)
			r = p ? digits_cmp(x, y) : word_cmp(x, y);
		if (r != 0 || x.n == 0)
			return r;
	}
}

static int
version_cmp(const struct version *a, const struct version *b)
{
	int c = digits_cmp(a->epoch, b->epoch);

	if (c == 0)
		c = release_cmp(a->release, b->release);
	if (c == 0)
		c = (a->pre > b->pre) - (a->pre < b->pre);
	if (c == 0)
		c = digits_cmp(a->pre_n, b->pre_n);
	if (c == 0)
		c = a->has_post - b->has_post;
	if (c == 0)
		c = digits_cmp(a->post_n, b->post_n);
	if (c == 0)
		c = b->has_dev - a->has_dev;
	if (c == 0)
		c = digits_cmp(a->dev_n, b->dev_n);
	if (c == 0)
		c = a->has_local - b->has_local;
	return c != 0 ? c : local_cmp(a->local, b->local);
}

/* ---- what is older than the PEP ---- */

enum kind { WORD, NUMBER };	/* in their order */

struct part {
	enum kind kind;
	struct str text;
	bool last;
};

struct legacy {
	struct scan c;
	size_t zeros, hyphens;	/* those before it have weight */
};

static size_t
run_len(struct str s, size_t i)
{
	size_t n = digits_len(s, i);

	if (n > 0 || s.p[i] == '-')
		return n > 0 ? n : 1;
	if (is_alpha(s.p[i])) {
		while (i + n < s.n && is_alpha(s.p[i + n]))
			n++;
		return n;
	}
	while (i + n < s.n && !is_alnum(s.p[i + n]) && s.p[i + n] != '-' &&
	    s.p[i + n] != '.')
		n++;
	return n;
}

/* Words are spelled so that bytes order them around "final". */
static struct str
spelling(struct str word)
{
	static const struct { struct str from, to; } same[] = {
		{ { "pre", 3 }, { "c", 1 } }, { { "preview", 7 }, { "c", 1 } },
		{ { "rc", 2 }, { "c", 1 } }, { { "dev", 3 }, { "@", 1 } },
		{ { "-", 1 }, { "final-", 6 } },
	};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (str_eq_nocase(word, same[i].from))
			return same[i].to;
	return word;
}

static struct part
raw(struct scan *c)
{
	while (at(c, '.'))
		c->i++;
	if (c->i >= c->s.n)
		return (struct part){ WORD, STR("final"), true };

	size_t n = run_len(c->s, c->i);
	struct str text = str_sub(c->s, c->i, c->i + n);

	c->i += n;
	if (is_digit(text.p[0]))
		return (struct part){ NUMBER, text, false };
	return (struct part){ WORD, spelling(text), false };
}

static bool
is_zero(struct part p)
{
	return p.kind == NUMBER && digits_cmp(p.text, STR("")) == 0;
}

static bool
is_hyphen(struct part p)
{
	return p.kind == WORD && str_eq(p.text, STR("final-"));
}

/* Zeros stand at l->c: skip them if a word follows. */
static bool
skip_zeros(struct legacy *l)
{
	struct scan d = l->c, before;
	struct part p;

	if (d.i < l->zeros)
		return false;
	do {
		before = d;
		p = raw(&d);
	} while (is_zero(p));
	if (p.kind == WORD)
		l->c = before;
	else
		l->zeros = before.i;
	return p.kind == WORD;
}

/* Hyphens stand at l->c, perhaps with zeros in front of some: skip them if a
   word that is older than "final" follows the last. */
static bool
skip_hyphens(struct legacy *l)
{
	struct scan d = l->c, before;
	struct part p = { 0 };
	bool zero;

	if (d.i < l->hyphens)
		return false;
	do {
		zero = is_zero(p);
		before = d;
		p = raw(&d);
	} while (is_zero(p) || is_hyphen(p));
	if (!zero && p.kind == WORD && word_cmp(p.text, STR("final")) < 0) {
		l->c = before;
		return true;
	}
	l->hyphens = before.i;
	return false;
}

static struct part
next(struct legacy *l)
{
	for (;;) {
		struct scan d = l->c;
		struct part p = raw(&d);

		if ((is_zero(p) && skip_zeros(l)) ||
		    (is_hyphen(p) && skip_hyphens(l)))
			continue;
		l->c = d;
		return p;
	}
}

static int
legacy_cmp(struct str a, struct str b)
{
	struct legacy k = { .c = { a, 0 } }, l = { .c = { b, 0 } };

	for (;;) {
		struct part x = next(&k), y = next(&l);

		if (x.kind != y.kind)
			return x.kind < y.kind ? -1 : 1;

		int c = x.kind == NUMBER ? digits_cmp(x.text, y.text) :
		    word_cmp(x.text, y.text);
		if (c != 0)
			return c;
		if (x.last != y.last)
			return x.last ? -1 : 1;
		if (x.last)
			return 0;
	}
}

int
pep440_cmp(struct str a, struct str b)
{
	struct version v, w;
	bool p = parse(a, &v), q = parse(b, &w);

	if (p != q)
		return p ? 1 : -1;
	return p ? version_cmp(&v, &w) : legacy_cmp(a, b);
}

/* What is older than the PEP counts, but a bare word ("unknown") or a
   placeholder says nothing. */
bool
pep440_valid(struct str v)
{
	bool some = false;

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '$' || v.p[i] == '{')
			return false;
		some |= is_digit(v.p[i]) || v.p[i] == '.';
	}
	return version_printable(v) && some;
}
