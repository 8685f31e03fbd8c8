/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML without declarations.
 *
 * Source:   XML 1.0, fifth edition: productions 3-5 (blanks, names), 14-21
 *           (text, comments, instructions, CDATA), 22-28 (prolog), 40-44
 *           (tags), 66-68 (references).
 * Limits:   XML_DEPTH elements in each other; ATTRS attributes of one; max.
 */
#include "text/xml_plain.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "codec/reader.h"

enum { WINDOW = 65536, ATTRS = 64, REFERENCE = 10 };

struct piece {			/* of a buffer */
	size_t at, n;
};

struct xml_plain {
	struct arena *arena;	/* holds this struct */
	struct reader *in;
	size_t at, end;
	uint64_t line;
	struct buf names;	/* of the open elements, one after the other */
	struct piece open[XML_DEPTH + 1];
	unsigned depth;		/* of the element opened or closed */
	bool closed;		/* that is what was told last */
	bool empty;		/* <x/>: its close is due */
	bool began, rooted;
	struct buf text, attrs;
	struct piece attr[ATTRS][2];
	size_t nattrs;
	enum rc rc;
	struct err why;
	uint8_t win[WINDOW];
};

struct xml_plain *
xml_plain_new(struct reader *in, size_t max)
{
	struct arena *a = arena_new(sizeof(struct xml_plain) + 4096);
	struct xml_plain *x = NEW(a, struct xml_plain);

	x->arena = a;
	x->in = in;
	x->line = 1;
	x->text.limit = x->attrs.limit = x->names.limit = max;
	return x;
}

void
xml_plain_free(struct xml_plain *x)
{
	if (x == NULL)
		return;
	buf_done(&x->names);
	buf_done(&x->text);
	buf_done(&x->attrs);
	arena_free(x->arena);
}

/* ---- bytes ---- */

static bool
fail(struct xml_plain *x, enum rc rc, const char *what)
{
	if (x->rc == RC_OK)
		x->rc = err_set(&x->why, rc, "line %" PRIu64 ": %s", x->line,
		    what);
	return false;
}

/* The byte that comes next, or -1. */
static int
peek(struct xml_plain *x)
{
	if (x->at == x->end && x->rc == RC_OK) {
		x->at = x->end = 0;
		x->rc = reader_read(x->in, x->win, sizeof x->win, &x->end,
		    &x->why);
		if (x->rc != RC_OK)
			x->end = 0;
	}
	return x->at < x->end ? x->win[x->at] : -1;
}

static int
get(struct xml_plain *x)
{
	int c = peek(x);

	if (c < 0) {
		(void)fail(x, RC_FORMAT, "XML is cut short");
		return -1;
	}
	x->at++;
	x->line += c == '\n';
	return c;
}

static bool
put(struct xml_plain *x, struct buf *to, int c)
{
	char byte = (char)c;

	return buf_add(to, &byte, 1) || fail(x, RC_LIMIT, "a text is too long");
}

static void
blanks(struct xml_plain *x)
{
	for (int c; (c = peek(x)) >= 0 && is_space((char)c); )
		(void)get(x);
}

/* The literal text that must come next. */
static bool
expect(struct xml_plain *x, const char *literal, const char *what)
{
	for (; *literal != '\0'; literal++)
		if (get(x) != (uint8_t)*literal)
			return fail(x, RC_FORMAT, what);
	return true;
}

/* ---- names, references ---- */

static bool
is_name(int c, bool first)
{
	return c >= 0x80 || is_alpha((char)c) || c == '_' || c == ':' ||
	    (!first && (is_digit((char)c) || c == '-' || c == '.'));
}

/* One colon at most, between two names (Namespaces in XML, section 4). */
static bool
name(struct xml_plain *x, struct buf *to, struct piece *ret)
{
	bool first = true, prefixed = false;

	ret->at = to->n;
	for (int c; (c = peek(x)) >= 0 && is_name(c, first); ) {
		first = c == ':';
		if (first && (prefixed || to->n == ret->at))
			break;
		prefixed |= first;
		if (!put(x, to, get(x)))
			return false;
	}
	ret->n = to->n - ret->at;
	return !first || fail(x, RC_FORMAT, "not XML: no name");
}

static bool
put_utf8(struct xml_plain *x, struct buf *to, uint32_t u)
{
	if (u == 0 || u > 0x10ffff || (u >= 0xd800 && u < 0xe000))
		return fail(x, RC_FORMAT, "a reference to no character");
	if (u < 0x80)
		return put(x, to, (int)u);
	if (u < 0x800)
		return put(x, to, (int)(0xc0 | u >> 6)) &&
		    put(x, to, (int)(0x80 | (u & 63)));
	if (u < 0x10000)
		return put(x, to, (int)(0xe0 | u >> 12)) &&
		    put(x, to, (int)(0x80 | (u >> 6 & 63))) &&
		    put(x, to, (int)(0x80 | (u & 63)));
	return put(x, to, (int)(0xf0 | u >> 18)) &&
	    put(x, to, (int)(0x80 | (u >> 12 & 63))) &&
	    put(x, to, (int)(0x80 | (u >> 6 & 63))) &&
	    put(x, to, (int)(0x80 | (u & 63)));
}

static int
hex_digit(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	    : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
number(struct str s, uint32_t *ret)
{
	bool hex = s.n > 1 && s.p[1] == 'x';
	uint64_t v = 0;

	if (!hex) {
		if (!str_u64(str_from_pos(s, 1), 0x10ffff, &v))
			return false;
		*ret = (uint32_t)v;
		return true;
	}
	for (size_t i = 2; i < s.n; i++) {
		int d = hex_digit(s.p[i]);

		if (d < 0 || v > 0x10ffff)
			return false;
		v = v << 4 | (unsigned)d;
	}
	*ret = v > 0x10ffff ? 0 : (uint32_t)v;
	return s.n > 2;
}

/* What stands between '&' and ';'. */
static bool
reference(struct xml_plain *x, struct buf *to)
{
	static const struct { const char *name; int c; } own[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' },
		{ "quot", '"' }, { "apos", '\'' },
	};
	char room[REFERENCE];
	size_t n = 0;
	uint32_t u;

	for (int c; (c = get(x)) != ';'; room[n++] = (char)c)
		if (c < 0 || n == sizeof room)
			return fail(x, RC_FORMAT, "an entity that is not "
			    "XML's own");
	struct str s = str_of(room, n);

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(s, str_from(own[i].name)))
			return put(x, to, own[i].c);
	if (n != 0 && room[0] == '#' && number(s, &u))
		return put_utf8(x, to, u);
	return fail(x, RC_FORMAT, "an entity that is not XML's own");
}

/* One character of text or attribute value. */
static bool
character(struct xml_plain *x, struct buf *to)
{
	int c = get(x);

	if (c == '&')
		return reference(x, to);
	if (c < 0 || (c < ' ' && !is_space((char)c)))
		return fail(x, RC_FORMAT, "not XML: a control character");
	return put(x, to, c);
}

/* Of text or a value in these quotes: one character, the one that comes next,
   or with it all that the window holds up to a mark or a line's end. */
static bool
some(struct xml_plain *x, struct buf *to, int next, int quote)
{
	size_t from = x->at, i = from;

	if (next < ' ' || next == '&')
		return character(x, to);
	while (i < x->end && x->win[i] >= ' ' && x->win[i] != '<' &&
	    x->win[i] != '&' && x->win[i] != quote)
		i++;
	x->at = i;
	return buf_add(to, x->win + from, i - from) ||
	    fail(x, RC_LIMIT, "a text is too long");
}

/* ---- what is passed over ---- */

/* To after a literal of at most three bytes. */
static bool
pass(struct xml_plain *x, const char *end)
{
	size_t n = strlen(end);
	char last[3] = { 0 };

	for (;;) {
		int c = get(x);

		if (c < 0)
			return false;
		memmove(last, last + 1, n - 1);
		last[n - 1] = (char)c;
		if (memcmp(last, end, n) == 0)
			return true;
	}
}

static bool
instruction(struct xml_plain *x)
{
	bool first = !x->began;
	struct str text;

	x->text.n = 0;
	for (int c = 0, before = 0; !(before == '?' && c == '>'); ) {
		before = c;
		c = get(x);
		if (c < 0 || !put(x, &x->text, c))
			return false;
	}
	text = buf_str(&x->text);
	size_t at = str_find_str(text, STR("encoding"));

	if (!first || !str_starts(text, STR("xml ")) || at == text.n)
		return true;
	text = str_from_pos(text, at + sizeof "encoding" - 1);
	at = 0;
	while (at < text.n && (is_space(text.p[at]) || text.p[at] == '=' ||
	    text.p[at] == '"' || text.p[at] == '\''))
		at++;
	text = str_sub(text, at, at + 5);
	return str_eq_nocase(text, STR("utf-8")) ||
	    str_eq_nocase(text, STR("us-as")) ||
	    fail(x, RC_UNSUPPORTED, "XML that is not in UTF-8");
}

static bool
doctype(struct xml_plain *x)
{
	if (x->rooted || !expect(x, "DOCTYPE", "not XML: a declaration"))
		return fail(x, RC_FORMAT, "not XML: a declaration");
	for (int c; (c = get(x)) != '>'; )
		if (c < 0 || c == '[')
			return fail(x, RC_FORMAT, "a document type with "
			    "declarations");
	return true;
}

static bool
cdata(struct xml_plain *x)
{
	if (!expect(x, "[CDATA[", "not XML: a section") || x->depth == 0)
		return fail(x, RC_FORMAT, "not XML: a section");
	x->text.n = 0;
	for (;;) {
		struct str s = buf_str(&x->text);

		if (str_ends(s, STR("]]>"))) {
			x->text.n -= 3;
			return true;
		}
		int c = get(x);

		if (c < 0 || !put(x, &x->text, c))
			return false;
	}
}

/* ---- tags ---- */

static bool
attribute(struct xml_plain *x)
{
	struct piece *p;
	int quote;

	if (x->nattrs == ATTRS)
		return fail(x, RC_LIMIT, "too many attributes");
	p = x->attr[x->nattrs++];
	if (!name(x, &x->attrs, &p[0]))
		return false;
	blanks(x);
	if (!expect(x, "=", "not XML: an attribute without value"))
		return false;
	blanks(x);
	quote = get(x);
	if (quote != '"' && quote != '\'')
		return fail(x, RC_FORMAT, "not XML: no quote");
	p[1].at = x->attrs.n;
	for (int c; (c = peek(x)) != quote; )
		if (c == '<' || !some(x, &x->attrs, c, quote))
			return fail(x, RC_FORMAT, "not XML: an attribute's "
			    "value");
	p[1].n = x->attrs.n - p[1].at;
	return get(x) == quote;
}

static bool
open_tag(struct xml_plain *x)
{
	if (x->depth == XML_DEPTH)
		return fail(x, RC_LIMIT, "elements are nested too deep");
	if (x->depth == 0 && x->rooted)
		return fail(x, RC_FORMAT, "not XML: a second document");
	x->rooted = true;
	x->attrs.n = x->nattrs = 0;
	if (!name(x, &x->names, &x->open[++x->depth]))
		return false;
	for (;;) {
		blanks(x);
		int c = peek(x);

		if (c == '>' || c == '/')
			break;
		if (!attribute(x))
			return false;
	}
	x->empty = get(x) == '/';
	return !x->empty || expect(x, ">", "not XML: an empty element's end");
}

static bool
close_tag(struct xml_plain *x)
{
	const struct piece *p = &x->open[x->depth];
	struct piece own;
	bool same = x->depth != 0 && name(x, &x->names, &own) &&
	    own.n == p->n && memcmp(x->names.p + p->at, x->names.p + own.at,
	    p->n) == 0;

	if (!same)
		return fail(x, RC_FORMAT, "not XML: an end without its "
		    "beginning");
	x->names.n = own.at;
	blanks(x);
	return expect(x, ">", "not XML: an end tag's end");
}

/* ---- events ---- */

static bool
text(struct xml_plain *x)
{
	x->text.n = 0;
	for (int c; (c = peek(x)) >= 0 && c != '<'; )
		if (!some(x, &x->text, c, '<'))
			return false;
	return x->rc == RC_OK;
}

/* After "<". True: *ret is one; else nothing, or a failure. */
static bool
markup(struct xml_plain *x, enum xml_event *ret)
{
	int c = peek(x);

	if (c == '?') {
		(void)get(x);
		(void)instruction(x);
		return false;
	}
	if (c == '!') {
		(void)get(x);
		c = peek(x);
		if (c == '-') {
			(void)(expect(x, "--", "not XML: a comment") &&
			    pass(x, "-->"));
			return false;
		}
		*ret = XML_TEXT;
		if (c == '[')
			return cdata(x);
		(void)doctype(x);
		return false;
	}
	if (c == '/') {
		(void)get(x);
		*ret = XML_CLOSE;
		return close_tag(x);
	}
	*ret = XML_OPEN;
	return open_tag(x);
}

/* The element that was closed is left. */
static void
leave(struct xml_plain *x)
{
	if (!x->closed)
		return;
	x->names.n = x->open[x->depth].at;
	x->depth--;
	x->closed = false;
}

static bool
step(struct xml_plain *x, enum xml_event *ret)
{
	if (x->empty) {
		x->empty = false;
		*ret = XML_CLOSE;
		return true;
	}
	leave(x);
	while (x->rc == RC_OK) {
		int c;

		if (x->depth == 0)
			blanks(x);
		c = peek(x);
		*ret = XML_END;
		if (c < 0 && x->rc == RC_OK && x->depth == 0 && x->rooted)
			return true;
		if (c < 0)
			return fail(x, RC_FORMAT, "XML is cut short");
		*ret = XML_TEXT;
		if (c != '<' && x->depth != 0)
			return text(x);
		if (c != '<')
			return fail(x, RC_FORMAT, "not XML: text outside of "
			    "the document");
		(void)get(x);
		if (markup(x, ret))
			return true;
		x->began = true;
	}
	return false;
}

enum rc
xml_plain_next(struct xml_plain *x, enum xml_event *ret, struct err *e)
{
	if (x->rc == RC_OK && step(x, ret)) {
		x->began = true;
		x->closed = *ret == XML_CLOSE;
		return RC_OK;
	}
	*e = x->why;
	return x->rc;
}

size_t
xml_plain_rest(const struct xml_plain *x)
{
	return x->end - x->at;
}

struct str
xml_plain_name(const struct xml_plain *x)
{
	const struct piece *p = &x->open[x->depth];
	struct str s = x->depth == 0 ? STR("")
	    : str_of(x->names.p + p->at, p->n);
	size_t colon = str_rfind(s, ':');

	return colon < s.n ? str_from_pos(s, colon + 1) : s;
}

struct str
xml_plain_text(const struct xml_plain *x)
{
	return buf_str(&x->text);
}

bool
xml_plain_attr(const struct xml_plain *x, size_t i, struct str *ret_name,
    struct str *ret_value)
{
	if (i >= x->nattrs)
		return false;
	*ret_name = str_of(x->attrs.p + x->attr[i][0].at, x->attr[i][0].n);
	*ret_value = str_of(x->attrs.p + x->attr[i][1].at, x->attr[i][1].n);
	return true;
}

unsigned
xml_plain_depth(const struct xml_plain *x)
{
	return x->depth;
}

uint64_t
xml_plain_line(const struct xml_plain *x)
{
	return x->line;
}
