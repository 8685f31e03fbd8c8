/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json.h"

#include <assert.h>
#include <inttypes.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "codec/reader.h"
#include "text/json_text.h"

/*
 * JSON's pull reader.
 *
 * Source:   RFC 8259. A byte order mark before the text is let pass (section
 *           8.1 allows that); values may follow each other (JSON lines).
 * Shape:    a window over the stream; p is where reading stands. While keep is
 *           set nothing from mark on leaves the window, which grows instead,
 *           up to max_value. Everything before is counted for its newlines
 *           and forgotten, so that skipping needs no memory.
 * Limits:   JSON_DEPTH containers in each other; max_value.
 */
enum { WINDOW = 256 * 1024 };

struct json_in {
	struct reader *in;
	size_t max_value;
	struct arena *arena;	/* holds this struct */
	struct buf win;		/* bytes read; win.n of them */
	struct buf text;	/* an unescaped string */
	const uint8_t *p, *end;	/* end is win.p + win.n */
	const uint8_t *mark;
	bool keep, over;	/* over: the value grew beyond max_value */
	bool began, eof;
	bool due;		/* a value comes next */
	uint64_t line;		/* of the window's first byte */
	size_t told;		/* of the window: up to where lines were */
	uint64_t told_lines;	/* counted, and how many */
	unsigned depth;
	bool object[JSON_DEPTH], first[JSON_DEPTH];
	enum rc rc;		/* what went wrong, for every later call */
	struct err why;
	struct value_stream *stream;	/* the one that json_in_stream gave */
};

struct json_in *
json_in_new(struct reader *in, size_t max_value)
{
	struct arena *a = arena_new(64 * KIB);
	struct json_in *j = NEW(a, struct json_in);

	*j = (struct json_in){ .in = in, .max_value = max_value, .arena = a,
		.line = 1, .due = true };
	return j;
}

void
json_in_free(struct json_in *j)
{
	if (j == NULL)
		return;
	buf_done(&j->win);
	buf_done(&j->text);
	arena_free(j->arena);
}

/* ---- the window ---- */

/* Some ask at every value: what was counted is not counted again. */
uint64_t
json_in_line(struct json_in *j)
{
	size_t at = j->p == NULL ? 0 : (size_t)(j->p - j->win.p);

	if (at < j->told)
		j->told = j->told_lines = 0;
	if (at > j->told)
		j->told_lines += json_newlines(j->win.p + j->told, j->p);
	j->told = at;
	return j->line + j->told_lines;
}

struct str
json_in_rest(const struct json_in *j)
{
	return str_of(j->p, j->p == NULL ? 0 : (size_t)(j->end - j->p));
}

/* Forget what lies before the place that is still needed. */
static void
shift(struct json_in *j)
{
	const uint8_t *from = j->keep ? j->mark : j->p;
	size_t gone = (size_t)(from - j->win.p);

	if (gone == 0)
		return;
	j->line += json_newlines(j->win.p, from);
	j->told = j->told_lines = 0;
	j->win.n -= gone;
	memmove(j->win.p, from, j->win.n);
	j->p -= gone;
	j->end -= gone;
	j->mark -= j->keep ? gone : 0;
}

/* Read on at the end of the window. False at the end of input, or rc is set. */
static bool
more(struct json_in *j)
{
	size_t at, mark, n;

	if (j->eof || j->rc != RC_OK)
		return false;
	if (j->keep && (size_t)(j->end - j->mark) > j->max_value) {
		j->keep = false;
		j->over = true;
	}
	if (j->p != NULL)
		shift(j);
	at = j->p == NULL ? 0 : (size_t)(j->p - j->win.p);
	mark = j->keep ? (size_t)(j->mark - j->win.p) : 0;
	if (j->win.cap - j->win.n < WINDOW / 2)
		(void)buf_room(&j->win, WINDOW);	/* has no ceiling */
	j->rc = reader_read(j->in, j->win.p + j->win.n,
	    j->win.cap - j->win.n, &n, &j->why);
	if (j->rc != RC_OK)
		n = 0;
	j->eof = n == 0;
	j->win.n += n;
	j->p = j->win.p + at;
	j->mark = j->win.p + mark;
	j->end = j->win.p + j->win.n;
	return n > 0;
}

/* The byte that comes next, or -1. */
static inline int
at(struct json_in *j)
{
	return j->p < j->end || more(j) ? *j->p : -1;
}

/* Spaces, eight at a time. */
static void
pass_indent(struct json_in *j)
{
	while (j->end - j->p >= 8) {
		uint64_t w;

		memcpy(&w, j->p, sizeof w);
		w ^= JSON_ONES * ' ';
		if (w != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			j->p += __builtin_ctzll(w) / 8;
#endif
			return;
		}
		j->p += 8;
	}
}

/* The byte after blanks, or -1. */
static int
pass_blanks(struct json_in *j)
{
	for (int c; (c = at(j)) >= 0; ) {
		if (c > ' ' || !is_space((char)c))
			return c;
		j->p++;
		pass_indent(j);
	}
	return -1;
}

static inline int
token(struct json_in *j)
{
	return j->p < j->end && *j->p > ' ' ? *j->p : pass_blanks(j);
}

/* ---- failing ---- */

static bool
fail(struct json_in *j, enum rc rc, const char *what)
{
	if (j->rc == RC_OK)
		j->rc = err_set(&j->why, rc, "line %" PRIu64 ": %s",
		    json_in_line(j), what);
	return false;
}

/* wanted is not what comes next. */
static bool
bad(struct json_in *j, const char *wanted)
{
	int c = at(j);

	if (j->rc != RC_OK)
		return false;
	j->rc = c < 0 ? err_set(&j->why, RC_FORMAT, "line %" PRIu64
	    ": JSON is cut short where %s should be", json_in_line(j), wanted)
	    : err_set(&j->why, RC_FORMAT, "line %" PRIu64
	    ": not JSON: byte 0x%02x where %s should be", json_in_line(j),
	    (unsigned)c, wanted);
	return false;
}

static enum rc
give(const struct json_in *j, struct err *e)
{
	if (j->rc != RC_OK && e != NULL)
		*e = j->why;
	return j->rc;
}

/* ---- scanning ---- */

static bool
scan_escape(struct json_in *j)
{
	int c = at(j);

	if (c < 0 || memchr("\"\\/bfnrtu", c, 9) == NULL)
		return bad(j, "an escape's letter");
	j->p++;
	for (int i = 0; c == 'u' && i < 4; i++, j->p++) {
		int h = at(j);

		if (h < 0 || !(is_digit((char)h) || ((h | 0x20) >= 'a' &&
		    (h | 0x20) <= 'f')))
			return bad(j, "a hexadecimal digit");
	}
	return true;
}

/* To after the closing quote; p is after the opening one. */
static bool
scan_string(struct json_in *j)
{
	for (;;) {
		j->p = json_plain_end(j->p, j->end);
		int c = at(j);

		if (c < 0)
			return bad(j, "a string's end");
		if (c == '"' || c == '\\')
			j->p++;
		if (c == '"')
			return true;
		if (c == '\\' ? !scan_escape(j) : c < 0x20)
			return bad(j, "a string's text");
	}
}

static bool
scan_digits(struct json_in *j)
{
	int c = at(j);

	if (c < '0' || c > '9')
		return bad(j, "a digit");
	do
		j->p++;
	while ((c = at(j)) >= '0' && c <= '9');
	return true;
}

static bool
scan_number(struct json_in *j)
{
	if (at(j) == '-')
		j->p++;
	if (at(j) == '0')
		j->p++;		/* no digit may follow: ends_here() */
	else if (!scan_digits(j))
		return false;
	if (at(j) == '.') {
		j->p++;
		if (!scan_digits(j))
			return false;
	}
	if ((at(j) | 0x20) == 'e') {
		j->p++;
		if (at(j) == '+' || at(j) == '-')
			j->p++;
		return scan_digits(j);
	}
	return true;
}

static bool
scan_word(struct json_in *j, const char *word)
{
	for (; *word != '\0'; word++, j->p++)
		if (at(j) != *word)
			return bad(j, "true, false or null");
	return true;
}

/* A number or word has no end of its own: a divider must follow. */
static bool
ends_here(struct json_in *j)
{
	int c = at(j);

	if (c < 0 ? j->rc == RC_OK : c == ',' || c == ']' || c == '}' ||
	    is_space((char)c))
		return true;
	return bad(j, "a value's end");
}

static bool
scan_scalar(struct json_in *j, int c)
{
	if (c == '"') {
		j->p++;
		return scan_string(j);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return scan_number(j) && ends_here(j);
	if (c == 't' || c == 'f' || c == 'n')
		return scan_word(j, c == 't' ? "true" : c == 'f' ? "false" :
		    "null") && ends_here(j);
	return bad(j, "a value");
}

static bool
scan_name(struct json_in *j)
{
	if (token(j) != '"')
		return bad(j, "a member's name");
	j->p++;
	return scan_string(j);
}

static bool
scan_colon(struct json_in *j)
{
	if (token(j) != ':')
		return bad(j, "a colon");
	j->p++;
	return true;
}

/*
 * After a value, n containers deep: dividers up to the next value. False when
 * there is none because *n came to 0, or because of a failure.
 */
static bool
scan_on(struct json_in *j, const bool *object, unsigned *n)
{
	while (*n > 0) {
		int c = token(j);
		bool in_object = object[*n - 1];

		if (c == ',') {
			j->p++;
			return !in_object || (scan_name(j) && scan_colon(j));
		}
		if (c != (in_object ? '}' : ']'))
			return bad(j, "a comma or the container's end");
		j->p++;
		--*n;
	}
	return false;
}

/* Past one value, however deep. */
static bool
scan_value(struct json_in *j)
{
	bool object[JSON_DEPTH];
	unsigned n = 0;

	for (;;) {
		int c = token(j);

		if (c == '{' || c == '[') {
			if (j->depth + n >= JSON_DEPTH)
				return fail(j, RC_LIMIT,
				    "JSON is nested too deep");
			j->p++;
			object[n++] = c == '{';
			if (token(j) != (c == '{' ? '}' : ']')) {
				if (c == '{' &&
				    !(scan_name(j) && scan_colon(j)))
					return false;
				continue;
			}
			j->p++;
			n--;
		} else if (!scan_scalar(j, c)) {
			return false;
		}
		if (!scan_on(j, object, &n))
			return j->rc == RC_OK;
	}
}

/* ---- pulling ---- */

/* A byte order mark is let pass, once. */
static void
begin(struct json_in *j)
{
	j->began = true;
	if (at(j) != 0xef)
		return;
	for (const char *bom = "\xef\xbb\xbf"; *bom != '\0'; bom++, j->p++)
		if (at(j) != (unsigned char)*bom) {
			(void)bad(j, "a value");
			return;
		}
}

/* The first byte of the value that is due, or -1. */
static int
due(struct json_in *j)
{
	assert(j->due);
	if (!j->began)
		begin(j);
	return token(j);
}

/* The value that was due has been passed. */
static void
taken(struct json_in *j)
{
	j->due = j->depth == 0;
}

enum rc
json_in_peek(struct json_in *j, enum json_kind *ret, struct err *e)
{
	int c = j->rc == RC_OK ? due(j) : -1;

	if (j->rc == RC_OK && c < 0 && j->depth == 0)
		*ret = JSON_END;
	else if (c == '{')
		*ret = JSON_OBJECT;
	else if (c == '[')
		*ret = JSON_ARRAY;
	else if (c == '"')
		*ret = JSON_STRING;
	else if (c == '-' || (c >= '0' && c <= '9'))
		*ret = JSON_NUMBER;
	else if (c == 't' || c == 'f')
		*ret = c == 't' ? JSON_TRUE : JSON_FALSE;
	else if (c == 'n')
		*ret = JSON_NULL;
	else
		(void)bad(j, "a value");
	return give(j, e);
}

enum rc
json_in_enter(struct json_in *j, struct err *e)
{
	int c = j->rc == RC_OK ? due(j) : -1;

	if (c != '{' && c != '[') {
		(void)bad(j, "an object or an array");
	} else if (j->depth >= JSON_DEPTH) {
		(void)fail(j, RC_LIMIT, "JSON is nested too deep");
	} else {
		j->p++;
		j->object[j->depth] = c == '{';
		j->first[j->depth++] = true;
		j->due = false;
	}
	return give(j, e);
}

/* From here on bytes stay in the window. */
static void
hold(struct json_in *j)
{
	j->mark = j->p;
	j->keep = true;
	j->over = false;
}

/* What was held; false when it is more than max_value. */
static bool
held(struct json_in *j, struct str *ret)
{
	size_t n = (size_t)(j->p - j->mark);
	bool over = j->over || n > j->max_value;

	j->keep = false;
	if (!over)
		*ret = str_of(j->mark, n);
	return !over;
}

/* A string of ASCII without escapes that ends in this window; most do. */
static bool
take_simple(struct json_in *j, struct str *ret)
{
	const uint8_t *from = j->p + 1, *end = json_ascii_end(from, j->end);

	if (end == j->end || *end != '"' ||
	    (size_t)(end - from) + 2 > j->max_value)
		return false;
	*ret = str_of(from, (size_t)(end - from));
	j->p = end + 1;
	return true;
}

static bool
take_name(struct json_in *j, struct str *ret)
{
	struct str name;

	if (token(j) == '"' && take_simple(j, &name)) {
		/* still there, unless the colon is in the next window */
		if (j->p < j->end && *j->p == ':') {
			j->p++;
			if (ret != NULL)
				*ret = name;
			return true;
		}
		j->p -= name.n + 2;
	}
	hold(j);
	if (!scan_name(j))
		return false;
	size_t n = (size_t)(j->p - j->mark);

	if (!scan_colon(j))
		return false;
	if (!held(j, &name))
		return fail(j, RC_LIMIT, "a member's name is too long");
	if (ret != NULL)
		*ret = json_unescape(str_sub(name, 1, n - 1), &j->text);
	return true;
}

enum rc
json_in_next(struct json_in *j, struct str *ret_name, struct err *e)
{
	if (j->rc != RC_OK)
		return give(j, e);
	assert(j->depth > 0);
	if (j->due && json_in_skip(j, e) != RC_OK)
		return j->rc;

	unsigned top = j->depth - 1;
	int c = token(j);

	if (c == (j->object[top] ? '}' : ']')) {
		j->p++;
		j->depth--;
		taken(j);
		return RC_STOP;
	}
	if (!j->first[top]) {
		if (c != ',')
			(void)bad(j, "a comma or the container's end");
		else
			j->p++;
	}
	j->first[top] = false;
	if (ret_name != NULL)
		*ret_name = STR("");
	if (j->rc == RC_OK && j->object[top])
		(void)take_name(j, ret_name);
	j->due = true;
	return give(j, e);
}

/* Too long, but passed over: the reader is still good. */
static enum rc
too_long(struct json_in *j, struct err *e)
{
	return err_set(e, RC_LIMIT, "line %" PRIu64
	    ": a JSON value is longer than %zu bytes", json_in_line(j),
	    j->max_value);
}

enum rc
json_in_value(struct json_in *j, struct str *ret, struct err *e)
{
	if (j->rc == RC_OK) {
		(void)due(j);
		hold(j);
		(void)scan_value(j);
	}
	if (j->rc != RC_OK)
		return give(j, e);
	taken(j);
	return held(j, ret) ? RC_OK : too_long(j, e);
}

enum rc
json_in_skip(struct json_in *j, struct err *e)
{
	if (j->rc == RC_OK) {
		(void)due(j);
		if (scan_value(j))
			taken(j);
	}
	return give(j, e);
}

enum rc
json_in_string(struct json_in *j, struct str *ret, struct err *e)
{
	struct str s;

	if (j->rc == RC_OK && due(j) != '"') {
		if (json_in_skip(j, e) != RC_OK)
			return j->rc;
		*ret = STR("");
		return RC_OK;
	}
	if (j->rc == RC_OK && take_simple(j, ret)) {
		taken(j);
		return RC_OK;
	}
	enum rc rc = json_in_value(j, &s, e);

	if (rc == RC_OK)
		*ret = json_unescape(str_sub(s, 1, s.n - 1), &j->text);
	return rc;
}

/* ---- a value as a stream ---- */

struct value_stream {
	struct reader r;		/* first */
	struct json_in *j;
	uint64_t depth;			/* containers that are open */
	bool began, string, quoted, escaped, ended;
	uint8_t rest[16];		/* of an escape's text */
	size_t nrest;
};

/* What \uXXXX at p means; 0 for another escape of len bytes. */
static uint32_t
unit_of(const uint8_t *p, size_t len)
{
	uint32_t unit = 0;

	return len == 6 && json_hex4((const char *)p + 2, &unit) ? unit : 0;
}

/* One escape, or two that are one character (RFC 8259 section 7). */
static bool
take_escape(struct json_in *j, struct str *ret)
{
	struct str all;
	size_t n;

	hold(j);
	j->p++;
	if (!scan_escape(j))
		return false;
	n = (size_t)(j->p - j->mark);
	if ((unit_of(j->mark, n) & 0xfc00) == 0xd800 && at(j) == '\\') {
		j->p++;
		if (!scan_escape(j))
			return false;
		if ((unit_of(j->mark + n, (size_t)(j->p - j->mark) - n) &
		    0xfc00) != 0xdc00)
			j->p = j->mark + n;	/* one of its own */
	}
	if (!held(j, &all))
		return fail(j, RC_LIMIT, "an escape is too long");
	*ret = json_unescape(all, &j->text);
	return true;
}

/* Up to cap bytes of a string's text; 0 at its end, and when it is broken. */
static size_t
text_piece(struct value_stream *v, uint8_t *to, size_t cap)
{
	struct json_in *j = v->j;
	struct str s = STR("");
	int c = v->nrest != 0 ? 0 : at(j);

	if (c == '"') {
		j->p++;
		v->ended = true;
	} else if (c == '\\') {
		if (!take_escape(j, &s))
			return 0;
		assert(s.n <= sizeof v->rest);
		memcpy(v->rest, s.p, s.n);
		v->nrest = s.n;
	} else if (c < 0 || (v->nrest == 0 && c < 0x20)) {
		(void)bad(j, "a string's text");
	}
	if (v->nrest != 0) {
		size_t n = v->nrest < cap ? v->nrest : cap;

		memcpy(to, v->rest, n);
		v->nrest -= n;
		memmove(v->rest, v->rest + n, v->nrest);
		return n;
	}
	if (v->ended || j->rc != RC_OK)
		return 0;
	const uint8_t *end = json_plain_end(j->p, j->end);
	size_t n = (size_t)(end - j->p) < cap ? (size_t)(end - j->p) : cap;

	memcpy(to, j->p, n);
	j->p += n;
	return n;
}

/* Does the container that was begun end with this byte? */
static bool
byte_ends(struct value_stream *v, uint8_t c)
{
	if (v->escaped)
		v->escaped = false;
	else if (v->quoted)
		v->escaped = c == '\\', v->quoted = c != '"';
	else if (c == '"')
		v->quoted = true;
	else if (c == '{' || c == '[')
		v->depth++;
	else if (c == '}' || c == ']')
		return --v->depth == 0;
	return false;
}

static size_t
container_piece(struct value_stream *v, uint8_t *to, size_t cap)
{
	struct json_in *j = v->j;
	size_t n = 0;

	if (at(j) < 0)
		(void)bad(j, "a value's end");
	while (n < cap && j->p < j->end && !v->ended) {
		v->ended = byte_ends(v, *j->p);
		to[n++] = *j->p++;
	}
	return n;
}

/* What it begins with tells what it is. */
static bool
begin_value(struct value_stream *v)
{
	int c = due(v->j);

	v->began = true;
	v->string = c == '"';
	if (v->string)
		v->j->p++;
	else if (c != '{' && c != '[')
		return bad(v->j, "an object, an array or a string");
	return true;
}

static enum rc
stream_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct value_stream *v = (struct value_stream *)r;
	struct json_in *j = v->j;
	size_t n = 0;

	if (j->rc != RC_OK || v->ended) {
		*ret_n = 0;
		return give(j, e);
	}
	if (v->began || begin_value(v))
		n = v->string ? text_piece(v, p, cap) :
		    container_piece(v, p, cap);
	if (v->ended)
		taken(j);
	*ret_n = n;
	return give(j, e);
}

static void
stream_close(struct reader *r)
{
	(void)r;	/* lives as long as what it reads from */
}

struct reader *
json_in_stream(struct json_in *j)
{
	struct value_stream *v = j->stream;

	if (v == NULL)
		v = j->stream = NEW(j->arena, struct value_stream);
	*v = (struct value_stream){ .r = { stream_read, stream_close },
		.j = j };
	return &v->r;
}
