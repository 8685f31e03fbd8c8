/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * UTF-8 as RFC 3629 has it (no overlong forms, no surrogates, nothing beyond
 * U+10FFFF), for readers and writers.
 */
#define UTF8_BAD "\xef\xbf\xbd"		/* U+FFFD */

/* Bytes of the sequence at p, which has n > 0; 0 when it is not valid. */
static inline size_t
utf8_len(const char *text, size_t n)
{
	const uint8_t *p = (const uint8_t *)text;
	uint8_t lo = 0x80, hi = 0xbf;
	size_t len;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (len > n)
		return 0;
	if (p[0] == 0xe0)
		lo = 0xa0;	/* less is overlong */
	else if (p[0] == 0xed)
		hi = 0x9f;	/* more is a surrogate */
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	if (p[1] < lo || p[1] > hi)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* Length of the longest prefix of p that is valid. */
static inline size_t
utf8_valid(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint64_t word;
		size_t len;

		if (n - i >= sizeof word) {
			memcpy(&word, p + i, sizeof word);
			if ((word & UINT64_C(0x8080808080808080)) == 0) {
				i += sizeof word;
				continue;
			}
		}
		len = utf8_len(p + i, n - i);
		if (len == 0)
			return i;
		i += len;
	}
	return i;
}

/* The sequence of a code point that is no surrogate; returns its length. */
static inline size_t
utf8_put(char to[4], uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

#endif
