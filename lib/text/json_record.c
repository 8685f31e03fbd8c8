/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json.h"

#include "base/buf.h"
#include "base/limits.h"
#include "codec/reader.h"
#include "text/json_text.h"
#include "text/utf8.h"

/* Names that jansson and text/json.h both claim. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL
#undef json_is_true

/*
 * One JSON value as a tree, by jansson; struct json is its json_t.
 *
 * Source:   https://jansson.readthedocs.io/en/2.14/apiref.html: json_loadb()
 *           refuses \u0000, lone surrogates, bad UTF-8, integers beyond 64
 *           bits and reals beyond a double. Such a text is rewritten with
 *           U+FFFD, reals and null in their places and tried once more.
 * Limits:   JSON_DEPTH and JSON_VALUES, counted before jansson sees the text.
 */
static json_t *
raw(const struct json *v)
{
	return (json_t *)(uintptr_t)v;	/* jansson counts references */
}

static const struct json *
cooked(const json_t *v)
{
	return (const struct json *)v;
}

/* ---- limits ---- */

/* To the closing quote of the string whose inside begins at p, or end. */
static const uint8_t *
string_end(const uint8_t *p, const uint8_t *end)
{
	while ((p = json_plain_end(p, end)) < end && *p != '"') {
		if (*p == '\\' && end - p > 1)
			p++;
		p++;
	}
	return p;
}

/* What jansson does not look at. */
static enum rc
check_limits(struct str text, struct err *e)
{
	const uint8_t *p = (const uint8_t *)text.p, *end = p + text.n;
	size_t depth = 0, values = 1;

	/* jansson takes a NUL behind a number for a blank. */
	if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL)
		return err_set(e, RC_FORMAT, "JSON record holds a NUL");
	while (p < end) {
		uint8_t c = *p++;

		if (c == '"') {
			p = string_end(p, end);
			p += p < end;
		} else if (c == ',') {
			values++;
		} else if (c == '{' || c == '[') {
			values++;
			if (++depth > JSON_DEPTH)
				return err_set(e, RC_LIMIT,
				    "JSON is nested too deep");
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		}
	}
	if (values > JSON_VALUES)
		return err_set(e, RC_LIMIT, "JSON record of %zu values",
		    values);
	return RC_OK;
}

/* ---- mending ---- */

static void
put(struct buf *to, struct str s)
{
	(void)buf_add_str(to, s);	/* has no ceiling */
}

/* Text between escapes: bad bytes become U+FFFD. */
static void
mend_plain(struct buf *to, struct str s)
{
	while (s.n > 0) {
		size_t good = utf8_valid(s.p, s.n);

		put(to, str_sub(s, 0, good));
		if (good < s.n)
			put(to, STR(UTF8_BAD));
		s = str_from_pos(s, good + 1);
	}
}

/* Is a \u escape at p, and of which value? */
static bool
unicode_at(struct str s, uint32_t *ret)
{
	return s.n >= 6 && s.p[0] == '\\' && s.p[1] == 'u' &&
	    json_hex4(s.p + 2, ret);
}

/*
 * The escape that s begins with: NUL and half surrogates become U+FFFD, what
 * is no escape stays for jansson to refuse. Returns its length.
 */
static size_t
mend_escape(struct buf *to, struct str s)
{
	size_t n = s.n < 2 ? s.n : 2;
	uint32_t c, low;

	if (unicode_at(s, &c)) {
		n = 6;
		if (c >= 0xd800 && c < 0xdc00 &&
		    unicode_at(str_from_pos(s, 6), &low) &&
		    low >= 0xdc00 && low < 0xe000) {
			n = 12;
		} else if (c == 0 || (c >= 0xd800 && c < 0xe000)) {
			put(to, STR(UTF8_BAD));
			return n;
		}
	}
	put(to, str_sub(s, 0, n));
	return n;
}

/* The inside of a string. */
static void
mend_string(struct buf *to, struct str s)
{
	while (s.n > 0) {
		size_t esc = str_find(s, '\\');

		mend_plain(to, str_sub(s, 0, esc));
		s = str_from_pos(s, esc);
		if (s.n > 0)
			s = str_from_pos(s, mend_escape(to, s));
	}
}

/* A number that jansson can hold, or null; what is no number stays. */
static void
mend_number(struct buf *to, struct str s)
{
	char z[512];
	double v;

	if (!json_number_ok(s)) {
		put(to, s);
		return;
	}
	if (s.n >= sizeof z) {
		put(to, STR("null"));
		return;
	}
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	v = strtod(z, NULL);
	if (v - v != 0) {	/* infinite */
		put(to, STR("null"));
		return;
	}
	put(to, s);
	if (s.n >= 19 && strpbrk(z, ".eE") == NULL)
		put(to, STR("e0"));	/* perhaps beyond 64 bits: a real */
}

static bool
in_number(char c)
{
	return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' ||
	    c == 'E';
}

/* The text rewritten; its structure is left for jansson to judge. */
static void
mend(struct str text, struct buf *to)
{
	const uint8_t *p = (const uint8_t *)text.p, *end = p + text.n, *q;

	for (; p < end; p = q) {
		q = p + 1;
		if (*p == '"') {
			q = string_end(q, end);
			put(to, STR("\""));
			mend_string(to, str_of(p + 1, (size_t)(q - p - 1)));
			if (q < end) {
				put(to, STR("\""));
				q++;
			}
		} else if (*p == '-' || is_digit((char)*p)) {
			while (q < end && in_number((char)*q))
				q++;
			mend_number(to, str_of(p, (size_t)(q - p)));
		} else {
			put(to, str_of(p, 1));
		}
	}
}

/* ---- parsing ---- */

enum rc
json_record(struct str text, struct json **ret, bool *ret_mended,
    struct err *e)
{
	const size_t flags = JSON_DECODE_ANY;
	json_error_t why;
	json_t *root;
	enum rc rc;

	if (text.n == 0)
		text = STR("");		/* whose pointer may be none */
	if ((rc = check_limits(text, e)) != RC_OK)
		return rc;
	if (ret_mended != NULL)
		*ret_mended = false;
	root = json_loadb(text.p, text.n, flags, &why);
	if (root == NULL) {
		struct buf mended = { 0 };

		mend(text, &mended);
		root = json_loadb((const char *)mended.p, mended.n, flags,
		    &why);
		buf_done(&mended);
		if (root != NULL && ret_mended != NULL)
			*ret_mended = true;
	}
	if (root == NULL)
		return err_set(e, RC_FORMAT, "JSON record, line %d: %s",
		    why.line, why.text);
	*ret = (struct json *)root;
	return RC_OK;
}

static const char *
one_of(const char *const *names, struct str name)
{
	while (*names != NULL && !str_eq(name, str_from(*names)))
		names++;
	return *names;
}

/*
 * The members of those names as an object's text in to. False: the text may
 * not be JSON, which is for jansson to say.
 */
static bool
pick(struct json_in *j, const char *const *names, struct buf *to)
{
	struct str name, value;
	enum json_kind kind;
	struct err e;
	enum rc rc = json_in_peek(j, &kind, &e);

	if (rc != RC_OK || kind != JSON_OBJECT)
		return false;
	rc = json_in_enter(j, &e);
	while (rc == RC_OK && (rc = json_in_next(j, &name, &e)) == RC_OK) {
		const char *z = one_of(names, name);

		if (z == NULL)
			continue;
		put(to, to->n == 0 ? STR("{\"") : STR(",\""));
		put(to, str_from(z));
		put(to, STR("\":"));
		rc = json_in_value(j, &value, &e);
		if (rc == RC_OK)
			put(to, value);
	}
	put(to, to->n == 0 ? STR("{}") : STR("}"));
	return rc == RC_STOP && json_in_peek(j, &kind, &e) == RC_OK &&
	    kind == JSON_END;
}

enum rc
json_members(struct str text, const char *const *names, struct json **ret,
    struct err *e)
{
	struct buf some = { 0 };

	/* jansson takes no byte order mark; it counts values, which are fewer
	   than bytes. */
	if (text.n > JSON_VALUES || str_starts(text, STR("\xef")))
		return json_record(text, ret, NULL, e);

	struct reader *r = reader_of_mem(text.p, text.n);

	if (r == NULL)
		return err_set(e, RC_IO, "out of memory");
	struct json_in *j = json_in_new(r, text.n);
	bool good = pick(j, names, &some);

	json_in_free(j);
	reader_close(r);
	enum rc rc = json_record(good ? buf_str(&some) : text, ret, NULL, e);

	buf_done(&some);
	return rc;
}

void
json_free(struct json *root)
{
	json_decref((json_t *)root);
}

/* ---- looking ---- */

enum json_kind
json_kind_of(const struct json *v)
{
	if (v == NULL)
		return JSON_END;
	switch (json_typeof(raw(v))) {
	case JANSSON_OBJECT:
		return JSON_OBJECT;
	case JANSSON_ARRAY:
		return JSON_ARRAY;
	case JANSSON_STRING:
		return JSON_STRING;
	case JSON_INTEGER:
	case JSON_REAL:
		return JSON_NUMBER;
	case JANSSON_TRUE:
		return JSON_TRUE;
	case JANSSON_FALSE:
		return JSON_FALSE;
	default:
		return JSON_NULL;
	}
}

const struct json *
json_get(const struct json *object, const char *key)
{
	return cooked(json_object_get(raw(object), key));
}

size_t
json_count(const struct json *v)
{
	return json_kind_of(v) == JSON_OBJECT ? json_object_size(raw(v)) :
	    json_array_size(raw(v));
}

const struct json *
json_at(const struct json *array, size_t i)
{
	return cooked(json_array_get(raw(array), i));
}

struct str
json_text(const struct json *v)
{
	if (json_kind_of(v) != JSON_STRING)
		return STR("");
	return str_of(json_string_value(raw(v)), json_string_length(raw(v)));
}

struct str
json_get_text(const struct json *object, const char *key)
{
	return json_text(json_get(object, key));
}

bool
json_double(const struct json *v, double *ret)
{
	struct str s = json_text(v);
	char z[64];
	double d;

	if (json_kind_of(v) == JSON_NUMBER) {
		*ret = json_number_value(raw(v));
		return true;
	}
	if (s.n >= sizeof z || !json_number_ok(s))
		return false;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	d = strtod(z, NULL);
	if (d - d != 0)
		return false;
	*ret = d;
	return true;
}

/* 5.0 is 5; 5.5 is no integer, nor is what a double cannot count exactly. */
static bool
whole(double d, int64_t *ret)
{
	if (!(d >= -9007199254740992.0 && d <= 9007199254740992.0) ||
	    d != (double)(int64_t)d)
		return false;
	*ret = (int64_t)d;
	return true;
}

bool
json_int(const struct json *v, int64_t *ret)
{
	struct str s = json_text(v);
	bool minus = s.n > 0 && s.p[0] == '-';
	uint64_t n;
	double d;

	if (json_kind_of(v) == JSON_NUMBER && json_is_integer(raw(v))) {
		*ret = json_integer_value(raw(v));
		return true;
	}
	if (json_number_ok(s) &&	/* "08" is none */
	    str_u64(str_from_pos(s, minus), INT64_MAX, &n)) {
		*ret = minus ? -(int64_t)n : (int64_t)n;
		return true;
	}
	return json_double(v, &d) && whole(d, ret);
}

bool
json_is_true(const struct json *v)
{
	return json_kind_of(v) == JSON_TRUE;
}

bool
json_member(const struct json *object, void **iter, struct str *ret_key,
    const struct json **ret)
{
	void *at = *iter == NULL ? json_object_iter(raw(object)) :
	    json_object_iter_next(raw(object), *iter);

	if (at == NULL)
		return false;
	*iter = at;
	*ret_key = str_of(json_object_iter_key(at),
	    json_object_iter_key_len(at));
	*ret = cooked(json_object_iter_value(at));
	return true;
}
