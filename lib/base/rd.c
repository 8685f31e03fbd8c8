/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rd.h"

static uint64_t
get(struct rd *r, size_t n, bool big)
{
	const uint8_t *p = rd_take(r, n);
	uint64_t v = 0;

	if (p == NULL)
		return 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[big ? i : n - 1 - i];
	return v;
}

uint8_t
rd_u8(struct rd *r)
{
	return (uint8_t)get(r, 1, false);
}

uint16_t
rd_le16(struct rd *r)
{
	return (uint16_t)get(r, 2, false);
}

uint32_t
rd_le32(struct rd *r)
{
	return (uint32_t)get(r, 4, false);
}

uint64_t
rd_le64(struct rd *r)
{
	return get(r, 8, false);
}

uint16_t
rd_be16(struct rd *r)
{
	return (uint16_t)get(r, 2, true);
}

uint32_t
rd_be32(struct rd *r)
{
	return (uint32_t)get(r, 4, true);
}

uint64_t
rd_be64(struct rd *r)
{
	return get(r, 8, true);
}

struct str
rd_z(struct rd *r)
{
	const uint8_t *nul = r->n != 0 ? memchr(r->p, 0, r->n) : NULL;

	if (r->bad || nul == NULL) {
		r->bad = true;
		return STR("");
	}

	struct str s = str_of(r->p, (size_t)(nul - r->p));

	rd_skip(r, s.n + 1);
	return s;
}

struct rd
rd_at(const struct rd *r, uint64_t off, uint64_t n)
{
	if (r->bad || off > r->n || n > r->n - off)
		return (struct rd){ NULL, 0, true };
	return rd_of(r->p + off, (size_t)n);
}
