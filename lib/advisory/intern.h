/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_INTERN_H
#define ADVISORY_INTERN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * A pool of distinct byte strings, numbered from 0 in order of arrival; number
 * 0 is the empty one. Made for millions: some 14 bytes each beside their text,
 * which lives in blocks of the arena, its length before it.
 */
struct arena;

struct intern_item {
	uint32_t at;		/* block and place in it */
	uint32_t hash;
};

struct intern {
	struct arena *arena;
	struct buf items;	/* of struct intern_item */
	struct buf slots;	/* of uint32_t: number + 1, or 0 */
	struct buf blocks;	/* of char * */
	size_t room;		/* left in the newest block */
};

void intern_init(struct intern *t, struct arena *a);
void intern_done(struct intern *t);	/* the text dies with the arena */

/* Nothing more is put in: gives up what only that needs. */
void intern_seal(struct intern *t);

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
