/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/limits.h"
#include "text/toml_int.h"
#include "text/utf8.h"

/*
 * TOML: values.
 *
 * Source:   https://toml.io/en/v1.0.0, toml.abnf.
 * Limits:   an array or inline table in another is a level of TREE_DEPTH.
 *           Numbers and dates are judged by their shape and left as text.
 */
enum rc
toml_deep(const struct toml *t, struct err *e)
{
	return err_set(e, RC_LIMIT, "line %zu: TOML is nested deeper than %d",
	    t->line, TREE_DEPTH);
}

/* ---- strings ---- */

/* Digits of an escape, and what it stands for when that is one character. */
static bool
escape_kind(char c, size_t *digits, uint32_t *ret)
{
	*digits = 0;
	switch (c) {
	case 'b': *ret = '\b'; return true;
	case 't': *ret = '\t'; return true;
	case 'n': *ret = '\n'; return true;
	case 'f': *ret = '\f'; return true;
	case 'r': *ret = '\r'; return true;
	case 'e': *ret = 0x1b; return true;
	case '"': *ret = '"'; return true;
	case '\\': *ret = '\\'; return true;
	case 'x': *digits = 2; return true;
	case 'u': *digits = 4; return true;
	case 'U': *digits = 8; return true;
	default: return false;
	}
}

static bool
hex(char c, uint32_t *ret)
{
	char l = to_lower(c);

	if (is_digit(l))
		*ret = (uint32_t)(l - '0');
	else if (l >= 'a' && l <= 'f')
		*ret = (uint32_t)(l - 'a') + 10;
	else
		return false;
	return true;
}

/* The escape behind the backslash at the place; *to gets up to 4 bytes. */
static enum rc
escape(struct toml *t, char *to, size_t *n, struct err *e)
{
	size_t digits;
	uint32_t c = 0, d;

	if (!escape_kind(toml_at(t, 1), &digits, &c))
		return toml_bad(t, "unknown escape", e);
	t->i += 2;
	for (size_t i = 0; i < digits; i++, t->i++) {
		if (!hex(toml_at(t, 0), &d))
			return toml_bad(t, "bad escape", e);
		c = c << 4 | d;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return toml_bad(t, "escape of no character", e);
	*n += utf8_put(to + *n, c);
	return RC_OK;
}

/* "\" at the end of a line: it and all blanks and newlines behind it. */
static bool
line_ending(struct toml *t)
{
	struct toml ahead = *t;

	ahead.i++;
	toml_blanks(&ahead);
	if (!toml_newline(&ahead))
		return false;
	do
		toml_blanks(&ahead);
	while (toml_newline(&ahead));
	t->i = ahead.i;
	t->line = ahead.line;
	return true;
}

/* How many quotes q stand at the place, up to 5. */
static size_t
quotes(const struct toml *t, char q)
{
	size_t n = 0;

	while (n < 5 && toml_at(t, n) == q)
		n++;
	return n;
}

/* Where the string's inside must at most end: room for a copy. */
static size_t
inside_max(const struct toml *t, char q, size_t close)
{
	size_t i = t->i, run = 0;

	for (; i < t->text.n && run < close; i++) {
		if (t->text.p[i] == '\\' && q == '"')
			i++, run = 0;
		else
			run = t->text.p[i] == q ? run + 1 : 0;
	}
	return (i < t->text.n ? i : t->text.n) - t->i + 2;
}

/* The inside of a string up to close quotes, which are passed over. */
static enum rc
inside(struct toml *t, char q, size_t close, struct str *ret, struct err *e)
{
	char *to = NEWN(t->tree.arena, char, inside_max(t, q, close));
	size_t n = 0;
	enum rc rc = RC_OK;

	for (;;) {
		char c = toml_at(t, 0);
		size_t run = c == q ? quotes(t, q) : 0;

		if (run >= close) {
			/* """"" ends a string with two quotes in it. */
			run = close == 1 ? 0 : run - close;
			memset(to + n, q, run);
			t->i += run + close;
			*ret = str_of(to, n + run);
			return RC_OK;
		}
		if (c == '\\' && q == '"') {
			if (close == 3 && line_ending(t))
				continue;
			rc = escape(t, to, &n, e);
			if (rc != RC_OK)
				return rc;
			continue;
		}
		if (close == 3 && toml_newline(t)) {
			to[n++] = '\n';
			continue;
		}
		if (toml_is_control(c))
			return toml_bad(t, t->i == t->text.n || c == '\n' ?
			    "a string without an end" : "control character",
			    e);
		to[n++] = c;
		t->i++;
	}
}

/* A string of one line without escapes lies in the text as it is. */
static bool
plain(struct toml *t, char q, struct str *ret)
{
	size_t i = t->i;

	while (i < t->text.n && t->text.p[i] != q && t->text.p[i] != '\\' &&
	    !toml_is_control(t->text.p[i]))
		i++;
	if (i == t->text.n || t->text.p[i] != q)
		return false;
	*ret = str_sub(t->text, t->i, i);
	t->i = i + 1;
	return true;
}

enum rc
toml_string(struct toml *t, bool many, struct str *ret, struct err *e)
{
	char q = toml_at(t, 0);

	if (many && quotes(t, q) >= 3) {
		t->i += 3;
		(void)toml_newline(t);
		return inside(t, q, 3, ret, e);
	}
	t->i++;
	return plain(t, q, ret) ? RC_OK : inside(t, q, 1, ret, e);
}

/* ---- numbers, dates, booleans ---- */

static bool
base_digit(char c, char base)
{
	uint32_t d;

	return hex(c, &d) && d < (base == 'x' ? 16u : base == 'o' ? 8u :
	    base == 'b' ? 2u : 10u);
}

/* Digits with single underscores between them. */
static bool
take_digits(struct str *s, char base)
{
	size_t n = 0;

	while (n < s->n && base_digit(s->p[n], base)) {
		n++;
		if (n + 1 < s->n && s->p[n] == '_' &&
		    base_digit(s->p[n + 1], base))
			n++;
	}
	*s = str_from_pos(*s, n);
	return n > 0;
}

static bool
take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_from_pos(*s, 1);
	return true;
}

static bool
is_number(struct str s)
{
	if (s.n > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'o' ||
	    s.p[1] == 'b')) {
		char base = s.p[1];

		s = str_from_pos(s, 2);
		return take_digits(&s, base) && s.n == 0;
	}
	(void)(take(&s, '+') || take(&s, '-'));
	if (str_eq(s, STR("inf")) || str_eq(s, STR("nan")))
		return true;
	if (s.n > 1 && s.p[0] == '0' && (is_digit(s.p[1]) || s.p[1] == '_'))
		return false;
	if (!take_digits(&s, 'd') ||
	    (take(&s, '.') && !take_digits(&s, 'd')))
		return false;
	if (take(&s, 'e') || take(&s, 'E')) {
		(void)(take(&s, '+') || take(&s, '-'));
		return take_digits(&s, 'd') && s.n == 0;
	}
	return s.n == 0;
}

/* Does *s begin with shape, where 0 is a digit? It is passed over then. */
static bool
take_shape(struct str *s, struct str shape)
{
	if (s->n < shape.n)
		return false;
	for (size_t i = 0; i < shape.n; i++)
		if (shape.p[i] == '0' ? !is_digit(s->p[i]) :
		    s->p[i] != shape.p[i])
			return false;
	*s = str_from_pos(*s, shape.n);
	return true;
}

static bool
is_time(struct str *s)
{
	if (!take_shape(s, STR("00:00")))
		return false;
	if (!take_shape(s, STR(":00")))
		return true;
	if (take(s, '.')) {
		if (!take_shape(s, STR("0")))
			return false;
		while (take_shape(s, STR("0")))
			;
	}
	return true;
}

static bool
is_date(struct str s)
{
	if (!take_shape(&s, STR("0000-00-00")))
		return is_time(&s) && s.n == 0;
	if (s.n == 0)
		return true;
	if (!(take(&s, 'T') || take(&s, 't') || take(&s, ' ')) ||
	    !is_time(&s))
		return false;
	return s.n == 0 || str_eq(s, STR("Z")) || str_eq(s, STR("z")) ||
	    ((take(&s, '+') || take(&s, '-')) &&
	    take_shape(&s, STR("00:00")) && s.n == 0);
}

static bool
in_bare(char c)
{
	return is_alnum(c) || c == '+' || c == '-' || c == '_' || c == '.' ||
	    c == ':';
}

static enum rc
bare(struct toml *t, struct node *n, struct err *e)
{
	size_t from = t->i;

	while (in_bare(toml_at(t, 0)))
		t->i++;
	/* A blank may stand between a date and its time. */
	if (t->i - from == 10 && toml_at(t, 0) == ' ' &&
	    is_digit(toml_at(t, 1)) && t->text.p[from + 4] == '-')
		t->i++;
	while (in_bare(toml_at(t, 0)))
		t->i++;
	n->text = str_sub(t->text, from, t->i);
	if (str_eq(n->text, STR("true")) || str_eq(n->text, STR("false")) ||
	    is_number(n->text) || is_date(n->text))
		return RC_OK;
	return toml_bad(t, "no value where one must be", e);
}

/* ---- arrays and tables ---- */

static enum rc
array(struct toml *t, size_t depth, struct node *list, struct err *e)
{
	struct node *item;
	enum rc rc;

	for (t->i++;; t->i++) {
		if ((rc = toml_void(t, e)) != RC_OK)
			return rc;
		if (toml_at(t, 0) == ']')
			break;
		if ((rc = toml_value(t, depth, &item, e)) != RC_OK)
			return rc;
		tree_add(&t->tree, list, item);
		if ((rc = toml_void(t, e)) != RC_OK)
			return rc;
		if (toml_at(t, 0) == ']')
			break;
		if (toml_at(t, 0) != ',')
			return toml_bad(t, "an array without \"]\"", e);
	}
	t->i++;
	return RC_OK;
}

static enum rc
inline_table(struct toml *t, size_t depth, struct node *table, struct err *e)
{
	enum rc rc;

	for (t->i++;; t->i++) {
		if ((rc = toml_void(t, e)) != RC_OK)
			return rc;
		if (toml_at(t, 0) == '}')
			break;
		if ((rc = toml_pair(t, table, depth, e)) != RC_OK)
			return rc;
		if ((rc = toml_void(t, e)) != RC_OK)
			return rc;
		if (toml_at(t, 0) == '}')
			break;
		if (toml_at(t, 0) != ',')
			return toml_bad(t, "an inline table without \"}\"", e);
	}
	t->i++;
	return RC_OK;
}

enum rc
toml_value(struct toml *t, size_t depth, struct node **ret, struct err *e)
{
	char c = toml_at(t, 0);
	enum node_kind kind = c == '[' ? NODE_LIST : c == '{' ? NODE_MAP :
	    NODE_TEXT;
	enum rc rc;

	if (kind != NODE_TEXT && ++depth > TREE_DEPTH)
		return toml_deep(t, e);
	rc = toml_node(t, kind, ret, e);
	if (rc != RC_OK)
		return rc;
	if (kind == NODE_LIST)
		return array(t, depth, *ret, e);
	if (kind == NODE_MAP)
		return inline_table(t, depth, *ret, e);
	(*ret)->quoted = c == '"' || c == '\'';
	return (*ret)->quoted ? toml_string(t, true, &(*ret)->text, e) :
	    bare(t, *ret, e);
}
