/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SEARCH_H
#define BASE_SEARCH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Of n elements of size bytes, in ascending order of the uint64_t that each
 * has at key_at: index of the first whose key is not below; n: none.
 */
static inline size_t
search_u64(const void *v, size_t n, size_t size, size_t key_at, uint64_t key)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		uint64_t at;

		memcpy(&at, (const char *)v + mid * size + key_at, sizeof at);
		if (at < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

#endif
