/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_INTERN_H
#define ADVISORY_INTERN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * A pool of distinct byte strings, numbered from 0 in order of arrival; number
 * 0 is the empty one. Made for millions: 24 bytes each beside their text, which
 * lives in the arena.
 */
struct arena;

struct intern_item {
	const char *p;
	uint32_t n, hash;
};

struct intern {
	struct arena *arena;
	struct buf items;	/* of struct intern_item */
	struct buf slots;	/* of uint32_t: number + 1, or 0 */
	char *block;
	size_t room;
};

void intern_init(struct intern *t, struct arena *a);
void intern_done(struct intern *t);	/* the text dies with the arena */

uint32_t intern_put(struct intern *t, struct str s);
struct str intern_text(const struct intern *t, uint32_t i);
uint32_t intern_count(const struct intern *t);

/* The same for a key of n bytes. */
static inline uint32_t
intern_key(struct intern *t, const void *p, size_t n)
{
	return intern_put(t, (struct str){ p, n });
}

#endif
