/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_text.h"

#include "base/buf.h"
#include "text/utf8.h"

uint64_t
json_newlines(const uint8_t *p, const uint8_t *end)
{
	typedef int8_t lanes __attribute__((vector_size(16)));
	uint64_t n = 0;

	while (end - p >= 16) {
		lanes acc = { 0 }, w;

		for (int i = 0; i < 127 && end - p >= 16; i++, p += 16) {
			memcpy(&w, p, sizeof w);
			acc -= w == '\n';	/* -1 where it is one */
		}
		for (int i = 0; i < 16; i++)
			n += (uint64_t)acc[i];
	}
	for (; p < end; p++)
		n += *p == '\n';
	return n;
}

bool
json_hex4(const char *p, uint32_t *ret)
{
	uint32_t v = 0;

	for (size_t i = 0; i < 4; i++) {
		char c = to_lower(p[i]);

		if (is_digit(c))
			v = v << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	*ret = v;
	return true;
}

static void
put(struct buf *to, const char *p, size_t n)
{
	(void)buf_add(to, p, n);	/* has no ceiling */
}

/*
 * The escape that begins at p[i] == '\\'; returns the index after it. Without
 * its other half a surrogate is no character, and NUL would cut the text
 * short in every C interface behind us: both become U+FFFD.
 */
static size_t
unescape_one(struct str s, size_t i, struct buf *to)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	const char *at;
	uint32_t c, low;
	char u[4];

	if (i + 1 >= s.n)
		return s.n;
	if (s.p[i + 1] != 'u') {
		at = memchr(from, s.p[i + 1], sizeof from - 1);
		if (at != NULL)
			put(to, &into[at - from], 1);
		return i + 2;
	}
	if (s.n - i < 6 || !json_hex4(s.p + i + 2, &c))
		return s.n;
	i += 6;
	if (c >= 0xd800 && c < 0xdc00 && s.n - i >= 6 && s.p[i] == '\\' &&
	    s.p[i + 1] == 'u' && json_hex4(s.p + i + 2, &low) &&
	    low >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		i += 6;
	}
	if (c == 0 || (c >= 0xd800 && c < 0xe000))
		put(to, UTF8_BAD, 3);
	else
		put(to, u, utf8_put(u, c));
	return i;
}

struct str
json_unescape(struct str s, struct buf *to)
{
	size_t good = utf8_valid(s.p, s.n);

	if (good == s.n && (s.n == 0 || memchr(s.p, '\\', s.n) == NULL))
		return s;
	to->n = 0;
	for (size_t i = 0; i < s.n; ) {
		const char *esc = memchr(s.p + i, '\\', s.n - i);
		size_t end = esc != NULL ? (size_t)(esc - s.p) : s.n;

		while (i < end) {
			good = utf8_valid(s.p + i, end - i);
			put(to, s.p + i, good);
			i += good;
			if (i < end) {
				put(to, UTF8_BAD, 3);
				i++;
			}
		}
		if (i < s.n)
			i = unescape_one(s, i, to);
	}
	return buf_str(to);
}

static size_t
digits_end(struct str s, size_t i)
{
	while (i < s.n && is_digit(s.p[i]))
		i++;
	return i;
}

bool
json_number_ok(struct str s)
{
	size_t i = s.n > 0 && s.p[0] == '-', at = i;

	i = digits_end(s, at);
	if (i == at || (s.p[at] == '0' && i - at > 1))
		return false;
	if (i < s.n && s.p[i] == '.') {
		at = ++i;
		i = digits_end(s, at);
		if (i == at)
			return false;
	}
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		at = i;
		i = digits_end(s, at);
		if (i == at)
			return false;
	}
	return i == s.n;
}
