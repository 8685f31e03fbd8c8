/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPE names.
 *
 * Source:   NIST IR 7695 (naming; 6.1 the URI of 2.2, 6.2 the formatted string
 *           of 2.3), NIST IR 7696 (matching; table 6-2).
 * Grammar:  2.3: "cpe:2.3:" and eleven values, colons between, a backslash
 *           before what is not plain. 2.2: "cpe:/" and up to seven values, a
 *           byte as %XX, %01 for '?', %02 for '*'; an edition that begins with
 *           '~' holds five: ~edition~sw_edition~target_sw~target_hw~other.
 * Limits:   no recursion; a pattern is matched in O(n * m).
 */
#include "identity/cpe.h"

#include "base/arena.h"

static const struct str any = { "*", 1 };

/* The piece before the next bare colon; false behind the last. */
static bool
take(struct str text, size_t *at, struct str *ret)
{
	size_t from = *at, i = from;

	if (from > text.n)
		return false;
	for (; i < text.n && text.p[i] != ':'; i++)
		if (text.p[i] == '\\')
			i++;
	if (i > text.n)
		i = text.n;
	*ret = str_sub(text, from, i);
	*at = i + 1;
	return true;
}

void
cpe_values(struct str text, enum cpe_attr first, struct cpe *ret)
{
	size_t at = 0;

	for (int i = (int)first; i < CPE_ATTRS; i++)
		if (!take(text, &at, &ret->v[i]) || ret->v[i].n == 0)
			ret->v[i] = any;
}

/* Is it plain in a value of 2.3? */
static bool
is_plain(char c)
{
	return is_alnum(c) || c == '_' || c == '.' || c == '-';
}

static bool
is_control(char c)
{
	return (unsigned char)c <= ' ' || c == 127;
}

/* Quoted as little as can be: "\-" alone is no "-". */
static struct str
normal(struct arena *a, struct str s)
{
	char *to = NEWN(a, char, 2 * s.n);
	size_t n = 0;

	if (str_eq(s, STR("\\-")))
		return s;
	for (size_t i = 0; i < s.n; i++) {
		bool quoted = s.p[i] == '\\' && i + 1 < s.n;
		char c = to_lower(s.p[quoted ? ++i : i]);

		if (!is_plain(c) && (quoted || (c != '*' && c != '?')))
			to[n++] = '\\';
		to[n++] = c;
	}
	return str_of(to, n);
}

static bool
is_part(struct str s)
{
	return str_eq(s, STR("a")) || str_eq(s, STR("o")) ||
	    str_eq(s, STR("h")) || cpe_is_any(s) || cpe_is_none(s);
}

static bool
parse_23(struct arena *a, struct str text, struct cpe *ret)
{
	struct str piece;
	size_t at = 0, n = 0;

	while (take(text, &at, &piece))
		n++;
	for (size_t i = 0; i < text.n; i++)
		if (is_control(text.p[i]))
			return false;
	if (n != CPE_ATTRS)
		return false;
	cpe_values(text, CPE_PART, ret);
	for (int i = 0; i < CPE_ATTRS; i++)
		ret->v[i] = normal(a, ret->v[i]);
	return is_part(ret->v[CPE_PART]);
}

static int
hex(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	    : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A value of 2.2 as one of 2.3. False: a byte that must be written as %XX,
   or one that has no place in a name. */
static bool
from_uri(struct arena *a, struct str s, struct str *ret)
{
	char *to = NEWN(a, char, 2 * s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool coded = c == '%';

		if (coded) {
			if (i + 2 >= s.n || hex(s.p[i + 1]) < 0 ||
			    hex(s.p[i + 2]) < 0)
				return false;
			c = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
			i += 2;
		}
		if (coded && (c == 1 || c == 2)) {
			to[n++] = c == 1 ? '?' : '*';
			continue;
		}
		if (is_control(c) || (!coded && (c == '*' || c == '?')))
			return false;
		if (!is_plain(c))
			to[n++] = '\\';
		to[n++] = to_lower(c);
	}
	*ret = n == 0 ? any : str_of(to, n);
	return true;
}

/* "~edition~sw_edition~target_sw~target_hw~other" */
static bool
unpack(struct arena *a, struct str rest, struct cpe *ret)
{
	static const enum cpe_attr packed[] = { CPE_EDITION, CPE_SW_EDITION,
		CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER };
	struct str one;

	for (size_t k = 0; k < sizeof packed / sizeof *packed &&
	    str_split(&rest, '~', &one); k++)
		if (!from_uri(a, one, &ret->v[packed[k]]))
			return false;
	return true;
}

static bool
parse_22(struct arena *a, struct str text, struct cpe *ret)
{
	struct str piece;
	int i = CPE_PART;

	for (int k = 0; k < CPE_ATTRS; k++)
		ret->v[k] = any;
	for (; str_split(&text, ':', &piece); i++) {
		if (i > CPE_LANGUAGE)
			return false;
		if (i == CPE_EDITION && str_starts(piece, STR("~")) ?
		    !unpack(a, str_from_pos(piece, 1), ret) :
		    !from_uri(a, piece, &ret->v[i]))
			return false;
	}
	return is_part(ret->v[CPE_PART]);
}

bool
cpe_parse(struct arena *a, struct str text, struct cpe *ret)
{
	if (str_starts(text, STR("cpe:2.3:")))
		return parse_23(a, str_from_pos(text, 8), ret);
	if (str_starts(text, STR("cpe:/")))
		return parse_22(a, str_from_pos(text, 5), ret);
	return false;
}

struct str
cpe_plain(struct arena *a, struct str value)
{
	char *to = NEWN(a, char, value.n);
	size_t n = 0;

	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\\' && i + 1 < value.n)
			i++;
		to[n++] = to_lower(value.p[i]);
	}
	return str_of(to, n);
}

struct str
cpe_text(struct arena *a, const struct cpe *c)
{
	struct str s = STR("cpe:2.3");

	for (int i = 0; i < CPE_ATTRS; i++)
		s = str_fmt(a, "%.*s:%.*s", STR_ARG(s), STR_ARG(
		    c->v[i].n != 0 ? c->v[i] : any));
	return s;
}

/* ---- comparing ---- */

/* A character of a value at *i; wild: '*' or '?' without a backslash. */
static char
next(struct str s, size_t *i, bool *wild)
{
	*wild = s.p[*i] == '*' || s.p[*i] == '?';
	if (s.p[*i] == '\\' && *i + 1 < s.n)
		++*i;
	return to_lower(s.p[(*i)++]);
}

/* Does the pattern stand for the text? At a mismatch the last '*' takes one
   character more. */
static bool
stands_for(struct str pattern, struct str text)
{
	size_t i = 0, j = 0, star = SIZE_MAX, from = 0;

	while (j < text.n) {
		size_t pi = i, tj = j;
		bool wild = false, plain;
		char p = i < pattern.n ? next(pattern, &pi, &wild) : '\0';
		char t = next(text, &tj, &plain);

		if (i < pattern.n && wild && p == '*') {
			star = pi;
			from = j;
			i = pi;
		} else if (i < pattern.n && (wild || p == t)) {
			i = pi;
			j = tj;
		} else if (star != SIZE_MAX) {
			(void)next(text, &from, &plain);
			j = from;
			i = star;
		} else {
			return false;
		}
	}
	while (i < pattern.n && pattern.p[i] == '*')
		i++;
	return i == pattern.n;
}

enum cpe_relation
cpe_relate(struct str record, struct str own)
{
	if (cpe_is_any(record))
		return CPE_COVERS;
	if (cpe_is_any(own))
		return CPE_NARROWS;
	if (cpe_is_none(record) || cpe_is_none(own))
		return cpe_is_none(record) && cpe_is_none(own) ? CPE_COVERS
		    : CPE_DISJOINT;
	return stands_for(record, own) ? CPE_COVERS : CPE_DISJOINT;
}
