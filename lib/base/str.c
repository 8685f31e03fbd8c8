/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (d != 0)
		return d < 0 ? -1 : 1;
	return a.n == b.n ? 0 : a.n < b.n ? -1 : 1;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (to_lower(a.p[i]) != to_lower(b.p[i]))
			return false;
	return true;
}

bool
str_starts(struct str s, struct str with)
{
	return s.n >= with.n && str_eq(str_sub(s, 0, with.n), with);
}

bool
str_ends(struct str s, struct str with)
{
	return s.n >= with.n && str_eq(str_sub(s, s.n - with.n, s.n), with);
}

size_t
str_find(struct str s, char c)
{
	const char *at = s.n != 0 ? memchr(s.p, c, s.n) : NULL;

	return at != NULL ? (size_t)(at - s.p) : s.n;
}

size_t
str_rfind(struct str s, char c)
{
	const char *at = s.n != 0 ? memrchr(s.p, c, s.n) : NULL;

	return at != NULL ? (size_t)(at - s.p) : s.n;
}

size_t
str_find_str(struct str s, struct str text)
{
	if (text.n == 0)
		return 0;

	const char *at = s.n != 0 ? memmem(s.p, s.n, text.p, text.n) : NULL;

	return at != NULL ? (size_t)(at - s.p) : s.n;
}

struct str
str_trim(struct str s)
{
	while (s.n != 0 && is_space(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n != 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_line(struct str *rest, struct str *line)
{
	if (!str_split(rest, '\n', line))
		return false;
	if (line->n != 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool
str_split(struct str *rest, char sep, struct str *piece)
{
	if (rest->n == 0)
		return false;

	size_t at = str_find(*rest, sep);

	*piece = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at < rest->n ? at + 1 : at, rest->n);
	return true;
}

bool
str_word(struct str *rest, struct str *word)
{
	size_t i = 0, from;

	while (i < rest->n && (is_space(rest->p[i]) || rest->p[i] == ','))
		i++;
	from = i;
	while (i < rest->n && !is_space(rest->p[i]) && rest->p[i] != ',')
		i++;
	*word = str_sub(*rest, from, i);
	*rest = str_sub(*rest, i, rest->n);
	return word->n != 0;
}

bool
str_u64(struct str s, uint64_t max, uint64_t *ret)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) ||
		    __builtin_mul_overflow(v, UINT64_C(10), &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v) ||
		    v > max)
			return false;
	}
	*ret = v;
	return true;
}

struct str
str_dup(struct arena *a, struct str s)
{
	if (s.n == 0)		/* most fields of most records are */
		return STR("");
	char *p = arena_alloc(a, s.n + 1, 1);

	memcpy(p, s.p, s.n);
	return str_of(p, s.n);
}

struct str
str_lower(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = to_lower(s.p[i]);
	return str_of(p, s.n);
}

struct str
str_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char small[256];

	va_start(ap, fmt);
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR("");
	if ((size_t)n < sizeof small)
		return str_dup(a, str_of(small, (size_t)n));

	char *p = arena_alloc(a, (size_t)n + 1, 1);

	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return str_of(p, (size_t)n);
}

struct str
str_join(struct arena *a, struct str x, struct str y)
{
	char *p = arena_alloc(a, x.n + y.n + 1, 1);

	if (x.n != 0)
		memcpy(p, x.p, x.n);
	if (y.n != 0)
		memcpy(p + x.n, y.p, y.n);
	return str_of(p, x.n + y.n);
}

const char *
str_z(struct arena *a, struct str s)
{
	if (str_find(s, '\0') != s.n)
		return NULL;
	return str_dup(a, s).p;
}

size_t
str_utf8_len(struct str s)
{
	/* Ranges of the second byte: RFC 3629 section 4. */
	unsigned char c, lo, hi;
	size_t want;

	if (s.n == 0)
		return 0;
	c = (unsigned char)s.p[0];
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	want = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (s.n < want)
		return 0;
	lo = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	hi = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	if ((unsigned char)s.p[1] < lo || (unsigned char)s.p[1] > hi)
		return 0;
	for (size_t i = 2; i < want; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)
			return 0;
	return want;
}

/* Bytes that the text has once each bad byte is U+FFFD (3 bytes). */
static size_t
mended_len(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		size_t len = str_utf8_len(str_sub(s, i, s.n));

		n += len != 0 ? len : 3;
		i += len != 0 ? len : 1;
	}
	return n;
}

struct str
str_utf8(struct arena *a, struct str s)
{
	size_t good = 0, at = 0, len;

	while (good < s.n &&
	    (len = str_utf8_len(str_sub(s, good, s.n))) != 0)
		good += len;
	if (good == s.n)
		return s;

	size_t n = mended_len(s);
	char *p = arena_alloc(a, n + 1, 1);

	for (size_t i = 0; i < s.n;) {
		len = str_utf8_len(str_sub(s, i, s.n));
		memcpy(p + at, len != 0 ? s.p + i : "\xef\xbf\xbd",
		    len != 0 ? len : 3);
		at += len != 0 ? len : 3;
		i += len != 0 ? len : 1;
	}
	return str_of(p, n);
}
