/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_JSON_TEXT_H
#define TEXT_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

/*
 * What the pull reader and the record reader share: the inside of strings and
 * numbers (RFC 8259 sections 6 and 7).
 */
struct buf;

#define JSON_ONES UINT64_C(0x0101010101010101)

/* Not zero when a byte of w is a quote, a backslash or a control character. */
static inline uint64_t
json_special8(uint64_t w)
{
	uint64_t q = w ^ JSON_ONES * '"', b = w ^ JSON_ONES * '\\';
	uint64_t hit = ((q - JSON_ONES) & ~q) | ((b - JSON_ONES) & ~b) |
	    ((w - JSON_ONES * 0x20) & ~w);

	return hit & JSON_ONES * 0x80;
}

/* Of a hit, which byte it is: the first is exact, those above it may not be. */
static inline unsigned
json_first8(uint64_t hit)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (unsigned)__builtin_ctzll(hit) / 8;
#else
	(void)hit;
	return 0;	/* the bytes are looked at one by one */
#endif
}

/* First quote, backslash or control character in [p, end), or end. */
static inline const uint8_t *
json_plain_end(const uint8_t *p, const uint8_t *end)
{
	while ((size_t)(end - p) >= sizeof(uint64_t)) {
		uint64_t w;

		memcpy(&w, p, sizeof w);
		w = json_special8(w);
		if (w != 0) {
			p += json_first8(w);
			break;
		}
		p += sizeof w;
	}
	while (p < end && *p != '"' && *p != '\\' && *p >= 0x20)
		p++;
	return p;
}

/* The same, and no further than the first byte that is not ASCII. */
static inline const uint8_t *
json_ascii_end(const uint8_t *p, const uint8_t *end)
{
	while ((size_t)(end - p) >= sizeof(uint64_t)) {
		uint64_t w;

		memcpy(&w, p, sizeof w);
		w = json_special8(w) | (w & JSON_ONES * 0x80);
		if (w != 0) {
			p += json_first8(w);
			break;
		}
		p += sizeof w;
	}
	while (p < end && *p != '"' && *p != '\\' && *p >= 0x20 && *p < 0x80)
		p++;
	return p;
}

/* Newlines in [p, end). */
uint64_t json_newlines(const uint8_t *p, const uint8_t *end);

/* Four hexadecimal digits at p; false when they are not. */
bool json_hex4(const char *p, uint32_t *ret);

/*
 * The text of a string's inside (between the quotes, escapes valid): inside
 * itself when nothing is to change, else built in to, which is emptied first.
 */
struct str json_unescape(struct str inside, struct buf *to);

/* Is s, as a whole, a number of JSON's grammar? */
bool json_number_ok(struct str s);

#endif
