/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/classify/table.h"

/*
 * A short text in much memory. memmem takes a byte at a time for needles of a
 * few bytes; here two of the needle's bytes are compared with sixteen places
 * at once (vectors of GCC and clang, on any processor that has them).
 */
enum { LANES = 16 };

typedef uint8_t lanes __attribute__((vector_size(LANES)));

static lanes
load(const uint8_t *p)
{
	lanes v;

	memcpy(&v, p, sizeof v);
	return v;
}

static lanes
all_of(uint8_t c)
{
	lanes v = { 0 };

	return v + c;
}

static bool
is_any(lanes v)
{
	uint64_t w[2];

	memcpy(w, &v, sizeof w);
	return (w[0] | w[1]) != 0;
}

/* Zeros and the bytes that fill programs' code stop too often. */
static unsigned
plain(uint8_t c)
{
	return c == 0 || c == 0xff ? 0 : c == '$' || c == 'H' || c == '@' ? 1 :
	    c == ' ' || is_digit((char)c) ? 2 : is_lower((char)c) ? 3 : 4;
}

/* The two of its bytes that are rarest. */
static void
choose(struct str s, size_t *ret_i, size_t *ret_k)
{
	size_t i = 0, k = 1;

	for (size_t at = 1; at < s.n; at++) {
		if (plain((uint8_t)s.p[at]) > plain((uint8_t)s.p[i])) {
			k = i;
			i = at;
		} else if (k == i || plain((uint8_t)s.p[at]) >
		    plain((uint8_t)s.p[k])) {
			k = at;
		}
	}
	*ret_i = i;
	*ret_k = k;
}

const uint8_t *
seek_text(const uint8_t *p, size_t n, struct str s)
{
	size_t at = 0, i, k;

	if (s.n == 1)
		return n != 0 ? memchr(p, s.p[0], n) : NULL;
	if (n < s.n + LANES)
		return memmem(p, n, s.p, s.n);
	choose(s, &i, &k);

	lanes a = all_of((uint8_t)s.p[i]), b = all_of((uint8_t)s.p[k]);

	for (; at <= n - s.n - LANES; at += LANES) {
		if (!is_any((lanes)((load(p + at + i) == a) &
		    (load(p + at + k) == b))))
			continue;
		for (size_t d = 0; d < LANES; d++)
			if (memcmp(p + at + d, s.p, s.n) == 0)
				return p + at + d;
	}
	return memmem(p + at, n - at, s.p, s.n);
}
