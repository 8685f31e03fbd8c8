/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_out.h"

#include <assert.h>
#include <inttypes.h>

#include "text/json_text.h"
#include "text/utf8.h"

/*
 * JSON's streaming writer.
 *
 * Source:   RFC 8259. Section 7 says what must be escaped; nothing else is.
 * Limits:   64 containers in each other: our own documents nest less.
 */
enum {
	DEEPEST = sizeof((struct json_out *)0)->first,
	QUICK = 4096,		/* text that is looked at, then copied at once */
};

void
json_out_init(struct json_out *j, struct out *o, bool compact)
{
	*j = (struct json_out){ .out = o, .compact = compact };
}

static void
line(struct json_out *j, bool comma)
{
	static const char blanks[2 + 2 * DEEPEST + 1] = ",\n"
	    "                                                                "
	    "                                                                ";
	size_t from = comma ? 0 : 1;

	out_bytes(j->out, blanks + from, j->compact ? 1 - from :
	    2 - from + 2 * (size_t)j->depth);
}

/* What stands before a member or element: comma, newline, indentation. */
static void
divide(struct json_out *j)
{
	bool comma = !j->first[j->depth - 1];

	j->first[j->depth - 1] = false;
	line(j, comma);
}

/* What stands before a value. */
static void
before(struct json_out *j)
{
	if (j->depth > 0 && !j->in_object[j->depth - 1])
		divide(j);
	else
		assert(j->depth == 0 || j->after_key);
	j->after_key = false;
}

static void
begin(struct json_out *j, bool object)
{
	before(j);
	assert(j->depth < DEEPEST);
	j->first[j->depth] = true;
	j->in_object[j->depth++] = object;
	out_z(j->out, object ? "{" : "[");
}

static void
end(struct json_out *j, bool object)
{
	assert(j->depth > 0 && j->in_object[j->depth - 1] == object);
	assert(!j->after_key);
	if (!j->first[--j->depth])
		line(j, false);
	out_z(j->out, object ? "}" : "]");
}

void
json_begin_object(struct json_out *j)
{
	begin(j, true);
}

void
json_end_object(struct json_out *j)
{
	end(j, true);
}

void
json_begin_array(struct json_out *j)
{
	begin(j, false);
}

void
json_end_array(struct json_out *j)
{
	end(j, false);
}

static void
escape(struct out *o, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", into[] = "\"\\bfnrt";
	const char *at = memchr(from, c, sizeof from - 1);

	if (at != NULL)
		out_bytes(o, (char[]){ '\\', into[at - from] }, 2);
	else
		out_fmt(o, "\\u%04x", (unsigned)(unsigned char)c);
}

/* Text without anything to escape; bad bytes become U+FFFD. */
static void
plain(struct out *o, struct str s)
{
	while (s.n > 0) {
		size_t good = utf8_valid(s.p, s.n);

		out_str(o, str_sub(s, 0, good));
		if (good < s.n)
			out_z(o, UTF8_BAD);
		s = str_from_pos(s, good + 1);
	}
}

/* ASCII without anything to escape, as most text is. */
static bool
is_simple(struct str s)
{
	size_t i = 0;
	uint64_t w;

	for (; s.n - i >= 8; i += 8) {
		memcpy(&w, s.p + i, sizeof w);
		if (((json_special8(w) | w) & JSON_ONES * 0x80) != 0)
			return false;
	}
	for (; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e || s.p[i] == '"' ||
		    s.p[i] == '\\')
			return false;
	return true;
}

static void
quoted(struct out *o, struct str s)
{
	char *to = s.n < QUICK && is_simple(s) ? out_room(o, s.n + 2) : NULL;

	if (to != NULL) {
		to[0] = to[s.n + 1] = '"';
		if (s.n > 0)
			memcpy(to + 1, s.p, s.n);
		return;
	}
	out_z(o, "\"");
	while (s.n > 0) {
		const uint8_t *p = (const uint8_t *)s.p;
		size_t n = (size_t)(json_plain_end(p, p + s.n) - p);

		plain(o, str_sub(s, 0, n));
		if (n < s.n)
			escape(o, s.p[n]);
		s = str_from_pos(s, n + 1);
	}
	out_z(o, "\"");
}

void
json_key_str(struct json_out *j, struct str key)
{
	assert(j->depth > 0 && j->in_object[j->depth - 1] && !j->after_key);
	divide(j);
	quoted(j->out, key);
	out_z(j->out, j->compact ? ":" : ": ");
	j->after_key = true;
}

void
json_key(struct json_out *j, const char *key)
{
	json_key_str(j, str_from(key));
}

void
json_put_str(struct json_out *j, struct str s)
{
	before(j);
	quoted(j->out, s);
}

void
json_put_z(struct json_out *j, const char *z)
{
	json_put_str(j, str_from(z));
}

void
json_put_int(struct json_out *j, int64_t v)
{
	before(j);
	out_fmt(j->out, "%" PRId64, v);
}

/*
 * Numbers of up to five decimals, such as scores: v is the double nearest to
 * n / 100000 exactly when that division gives v, since both its sides are
 * exact; and of two decimals of at most 15 digits no two are one double, so
 * that this one, without trailing zeros, is the shortest.
 */
static bool
few_decimals(struct json_out *j, double v)
{
	double scaled = v * 100000 + (v < 0 ? -0.5 : 0.5);
	int64_t n = scaled > -1e14 && scaled < 1e14 ? (int64_t)scaled : 0;
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char z[24], *p = z + sizeof z;
	int k = 0;

	if ((double)n / 100000 != v || u < 10)	/* 0.0001 is 1e-04 */
		return false;
	for (; u % 10 == 0 && k < 5; k++)
		u /= 10;
	for (; k < 5; k++, u /= 10)
		*--p = (char)('0' + u % 10);
	*--p = '.';
	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (n < 0)
		*--p = '-';
	before(j);
	out_bytes(j->out, p, (size_t)(z + sizeof z - p));
	return true;
}

/* JSON has no infinity and no "not a number" (section 6): null. */
void
json_put_double(struct json_out *j, double v)
{
	char z[32];

	if (v - v != 0) {
		json_put_null(j);
		return;
	}
	if (v > -1e15 && v < 1e15 && v == (double)(int64_t)v) {
		json_put_int(j, (int64_t)v);
		return;
	}
	if (few_decimals(j, v))
		return;
	for (int digits = 1; digits <= 17; digits++) {
		(void)snprintf(z, sizeof z, "%.*g", digits, v);
		if (strtod(z, NULL) == v)
			break;
	}
	before(j);
	out_z(j->out, z);
}

void
json_put_bool(struct json_out *j, bool v)
{
	before(j);
	out_z(j->out, v ? "true" : "false");
}

void
json_put_null(struct json_out *j)
{
	before(j);
	out_z(j->out, "null");
}

void
json_pair(struct json_out *j, const char *key, struct str s)
{
	json_key(j, key);
	json_put_str(j, s);
}

void
json_pair_opt(struct json_out *j, const char *key, struct str s)
{
	if (s.n > 0)
		json_pair(j, key, s);
}

void
json_pair_int(struct json_out *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_put_int(j, v);
}
