/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX licence expressions.
 *
 * Source:   SPDX specification 2.3, annex D; 3.0, annex B.
 * Grammar:  OR of ANDs of "id[+] [WITH exception]" or of parentheses. Ids match
 *           without case and are written as the list has them. Operators are
 *           all upper or all lower case, LicenseRef- and DocumentRef- are
 *           case-sensitive.
 * Rewrites: the list deprecates GPL-2.0, GPL-2.0+ and kin in favour of -only
 *           and -or-later, and GPL-2.0-with-X-exception in favour of WITH;
 *           both mean the same by definition of the list.
 * Limits:   TEXT_MAX, DEPTH_MAX; what is beyond is a name.
 */
#include "identity/licence.h"

#include "base/arena.h"
#include "base/buf.h"
#include "identity/spdx_ids.h"

enum { TEXT_MAX = 4096, DEPTH_MAX = 16 };

/* ---- the lists ---- */

static int
cmp_nocase(struct str a, const char *z)
{
	struct str b = str_from(z);

	for (size_t i = 0; i < a.n && i < b.n; i++) {
		int d = to_lower(a.p[i]) - to_lower(b.p[i]);

		if (d != 0)
			return d;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static const char *
listed(const char *const *list, size_t n, struct str id)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = cmp_nocase(id, list[mid]);

		if (c == 0)
			return list[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static const struct { struct str was; const char *now; } rewrites[] = {
	{ { "GPL-2.0-with-autoconf-exception", 31 },
	    "GPL-2.0-only WITH Autoconf-exception-2.0" },
	{ { "GPL-2.0-with-bison-exception", 28 },
	    "GPL-2.0-only WITH Bison-exception-2.2" },
	{ { "GPL-2.0-with-classpath-exception", 32 },
	    "GPL-2.0-only WITH Classpath-exception-2.0" },
	{ { "GPL-2.0-with-font-exception", 27 },
	    "GPL-2.0-only WITH Font-exception-2.0" },
	{ { "GPL-2.0-with-GCC-exception", 26 },
	    "GPL-2.0-only WITH GCC-exception-2.0" },
	{ { "GPL-3.0-with-autoconf-exception", 31 },
	    "GPL-3.0-only WITH Autoconf-exception-3.0" },
	{ { "GPL-3.0-with-GCC-exception", 26 },
	    "GPL-3.0-only WITH GCC-exception-3.1" },
};

/*
 * The canonical text of an id, with later "+" taken in; "" if it is none.
 * *ret_plus: a plus remains to be written.
 */
static struct str
canonical(struct arena *a, struct str id, bool later, bool *ret_plus)
{
	static const char *const suffixes[] = { "-only", "-or-later" };
	const char *now;

	*ret_plus = false;
	now = listed(spdx_licences, spdx_licences_n,
	    str_join(a, id, str_from(suffixes[later])));
	if (now != NULL)
		return str_from(now);
	for (size_t i = 0; !later && i < sizeof rewrites / sizeof *rewrites;
	    i++)
		if (str_eq_nocase(id, rewrites[i].was))
			return str_from(rewrites[i].now);
	now = listed(spdx_licences, spdx_licences_n, id);
	if (later && (str_ends(str_from(now), STR("-only")) ||
	    str_ends(str_from(now), STR("-or-later"))))
		now = NULL;
	*ret_plus = later && now != NULL;
	return str_from(now);
}

/* ---- the parser ---- */

struct parse {
	struct arena *a;
	struct str rest;
	struct buf *out;
	int depth;
	int operators;		/* 1 seen upper, 2 seen lower */
	bool bad;
};

static bool
is_id_char(char c)
{
	return is_alnum(c) || c == '.' || c == '-' || c == '+' || c == ':';
}

/* Next word or parenthesis without taking it; "" at the end. */
static struct str
peek(struct parse *p)
{
	size_t n = 0;

	while (p->rest.n > 0 && is_space(p->rest.p[0]))
		p->rest = str_from_pos(p->rest, 1);
	while (n < p->rest.n && is_id_char(p->rest.p[n]))
		n++;
	return str_sub(p->rest, 0, n > 0 ? n : 1);
}

static void
take(struct parse *p, struct str word)
{
	p->rest = str_from_pos(p->rest, word.n);
}

/* Take the operator if it comes next. All are of one case. */
static bool
operator(struct parse *p, struct str upper)
{
	struct str word = peek(p);

	if (!str_eq_nocase(word, upper))
		return false;
	if (str_eq(word, upper))
		p->operators |= 1;
	else if (str_eq(word, str_lower(p->a, upper)))
		p->operators |= 2;
	else
		p->bad = true;
	if (p->operators == 3)
		p->bad = true;
	take(p, word);
	return true;
}

static void
put(struct parse *p, struct str s)
{
	(void)buf_add_str(p->out, s);
}

static bool
is_reference(struct str word)
{
	if (str_starts(word, STR("DocumentRef-")))
		word = str_from_pos(word, str_find(word, ':') + 1);
	return str_starts(word, STR("LicenseRef-")) && word.n > 11 &&
	    str_find(word, '+') == word.n && str_find(word, ':') == word.n;
}

static void
simple(struct parse *p)
{
	struct str word = peek(p);
	bool later = str_ends(word, STR("+")), plus;

	take(p, word);
	if (is_reference(word)) {
		put(p, word);
		return;
	}
	word = canonical(p->a, str_sub(word, 0, word.n - later), later, &plus);
	if (word.n == 0)
		p->bad = true;
	put(p, word);
	if (plus)
		put(p, STR("+"));
	if (!operator(p, STR("WITH")))
		return;

	struct str name = peek(p);
	const char *exception = listed(spdx_exceptions, spdx_exceptions_n,
	    name);

	if (exception == NULL || str_find(word, ' ') < word.n)
		p->bad = true;
	take(p, name);
	put(p, STR(" WITH "));
	put(p, str_from(exception));
}

static void expression(struct parse *p);

static void
operand(struct parse *p)
{
	struct str word = peek(p);

	if (!str_eq(word, STR("("))) {
		simple(p);
		return;
	}
	if (++p->depth > DEPTH_MAX) {
		p->bad = true;
		return;
	}
	take(p, word);
	put(p, word);
	expression(p);
	word = peek(p);
	if (!str_eq(word, STR(")")))
		p->bad = true;
	take(p, word);
	put(p, STR(")"));
	p->depth--;
}

/* AND binds tighter than OR; what is written keeps the author's order, so one
   loop does for both. */
static void
expression(struct parse *p)
{
	operand(p);
	while (!p->bad) {
		if (operator(p, STR("AND")))
			put(p, STR(" AND "));
		else if (operator(p, STR("OR")))
			put(p, STR(" OR "));
		else
			return;
		operand(p);
	}
}

static struct str
one_blank(struct arena *a, struct str raw)
{
	char *p;
	size_t n = 0;

	raw = str_trim(raw);
	p = NEWN(a, char, raw.n);
	for (size_t i = 0; i < raw.n; i++) {
		if (!is_space(raw.p[i]))
			p[n++] = raw.p[i];
		else if (p[n - 1] != ' ')
			p[n++] = ' ';
	}
	return str_of(p, n);
}

static bool
says_nothing(struct str s)
{
	return s.n == 0 || str_eq_nocase(s, STR("NONE")) ||
	    str_eq_nocase(s, STR("NOASSERTION")) ||
	    str_eq_nocase(s, STR("UNKNOWN"));
}

struct licence
licence_classify(struct arena *a, struct str raw)
{
	struct licence l = { .text = one_blank(a, raw), .form = LICENCE_NAME };
	struct buf out = { 0 };
	struct parse p = { .a = a, .rest = l.text, .out = &out };

	if (says_nothing(l.text)) {
		l.text = STR("");
		return l;
	}
	if (l.text.n > TEXT_MAX)
		return l;
	expression(&p);
	if (!p.bad && peek(&p).n == 0) {
		struct str text = str_dup(a, buf_str(&out));
		bool single = listed(spdx_licences, spdx_licences_n, text) !=
		    NULL && listed(spdx_newer, spdx_newer_n, text) == NULL;

		l.text = text;
		l.form = single ? LICENCE_ID : LICENCE_EXPRESSION;
	}
	buf_done(&out);
	return l;
}

static bool
seen_before(const struct licence *v, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(v[k].text, v[i].text))
			return true;
	return false;
}

bool
licence_join(struct arena *a, const struct licence *v, size_t n,
    struct str *ret)
{
	struct str text = STR("");
	size_t distinct = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].form == LICENCE_NAME)
			return false;
		distinct += !seen_before(v, i);
	}
	for (size_t i = 0; i < n; i++) {
		struct str one = v[i].text;

		if (seen_before(v, i))
			continue;
		if (distinct > 1 && str_find_str(one, STR(" OR ")) < one.n)
			one = str_join(a, str_join(a, STR("("), one), STR(")"));
		if (text.n > 0)
			text = str_join(a, text, STR(" AND "));
		text = str_join(a, text, one);
	}
	*ret = text;
	return n > 0;
}
