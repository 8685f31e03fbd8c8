/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xml_out.h"

#include <assert.h>

#include "base/arena.h"
#include "text/utf8.h"

/*
 * XML's streaming writer.
 *
 * Source:   XML 1.0, fifth edition: production 2 (characters), 10 and 14 (what
 *           must be escaped), section 2.11 (a carriage return would be read as
 *           a newline), 3.3.3 (blanks in attributes as spaces).
 * Limits:   32 elements in each other: our own documents nest less.
 */
enum { DEEPEST = sizeof((struct xml_out *)0)->empty };

void
xml_out_init(struct xml_out *x, struct out *o, bool compact)
{
	*x = (struct xml_out){ .out = o, .compact = compact };
	out_z(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

static void
line(struct xml_out *x)
{
	static const char blanks[1 + 2 * DEEPEST + 1] = "\n"
	    "                                                                ";

	if (!x->compact)
		out_bytes(x->out, blanks, 1 + 2 * (size_t)x->depth);
}

/* What c is written as, or NULL: as it is. */
static const char *
reference(char c, bool attr)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";	/* after "]]" it has to be */
	case '\r': return "&#13;";
	case '"': return attr ? "&quot;" : NULL;
	case '\t': return attr ? "&#9;" : NULL;
	case '\n': return attr ? "&#10;" : NULL;
	}
	return (unsigned char)c < 0x20 ? UTF8_BAD : NULL;
}

/* U+FFFE and U+FFFF are no characters. */
static bool
is_no_char(const char *p, size_t n)
{
	return n == 3 && memcmp(p, "\xef\xbf", 2) == 0 &&
	    (unsigned char)p[2] >= 0xbe;
}

static bool
is_bad(const char *p, size_t n)
{
	return n == 0 || is_no_char(p, n) || ((unsigned char)*p < 0x20 &&
	    *p != '\t' && *p != '\n' && *p != '\r');
}

struct str
xml_clean(struct arena *a, struct str s)
{
	const size_t bad = sizeof UTF8_BAD - 1;
	size_t i = 0, n = 0, step = 0;
	char *p;

	while (i < s.n && (step = utf8_len(s.p + i, s.n - i),
	    !is_bad(s.p + i, step)))
		i += step;
	if (i >= s.n)
		return s;
	p = arena_alloc(a, s.n, bad);
	for (i = 0; i < s.n; i += step) {
		step = utf8_len(s.p + i, s.n - i);
		if (is_bad(s.p + i, step)) {
			memcpy(p + n, UTF8_BAD, bad);
			n += bad;
			step += step == 0;
		} else {
			memcpy(p + n, s.p + i, step);
			n += step;
		}
	}
	return str_of(p, n);
}

static void
escaped(struct out *o, struct str s, bool attr)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		size_t n = utf8_len(s.p + i, s.n - i);
		const char *as = n == 0 || is_no_char(s.p + i, n) ? UTF8_BAD
		    : reference(s.p[i], attr);

		n += n == 0;
		if (as != NULL) {
			out_str(o, str_sub(s, from, i));
			out_z(o, as);
			from = i + n;
		}
		i += n;
	}
	out_str(o, str_from_pos(s, from));
}

void
xml_settle(struct xml_out *x)
{
	if (x->open)
		out_z(x->out, ">");
	x->open = false;
}

void
xml_begin(struct xml_out *x, const char *name)
{
	assert(x->depth < DEEPEST && !x->text);
	xml_settle(x);
	if (x->depth != 0)
		x->empty[x->depth - 1] = false;
	line(x);
	out_z(x->out, "<");
	out_z(x->out, name);
	x->names[x->depth] = name;
	x->empty[x->depth++] = x->open = true;
}

void
xml_put_attr(struct xml_out *x, const char *name, struct str value)
{
	assert(x->open);
	out_z(x->out, " ");
	out_z(x->out, name);
	out_z(x->out, "=\"");
	escaped(x->out, value, true);
	out_z(x->out, "\"");
}

void
xml_put_text(struct xml_out *x, struct str text)
{
	assert(x->depth != 0 && x->empty[x->depth - 1] && !x->text);
	if (text.n == 0)
		return;
	xml_settle(x);
	escaped(x->out, text, false);
	x->text = true;
}

void
xml_end(struct xml_out *x)
{
	assert(x->depth > 0);
	bool empty = x->empty[--x->depth] && !x->text;

	if (empty && x->open) {
		out_z(x->out, "/>");
		x->open = false;
		return;
	}
	if (!x->text && !empty)
		line(x);
	out_z(x->out, "</");
	out_z(x->out, x->names[x->depth]);
	out_z(x->out, ">");
	x->text = false;
}

void
xml_pair(struct xml_out *x, const char *name, struct str text)
{
	xml_begin(x, name);
	xml_put_text(x, text);
	xml_end(x);
}
