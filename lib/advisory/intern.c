/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/intern.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum {
	BLOCK_BITS = 16,
	BLOCK = 1 << BLOCK_BITS,	/* text is packed into blocks of this */
	LONG = 255,		/* a length of so much stands in four bytes */
	LENGTH_MAX = 5,		/* bytes of a length */
	FIRST_SLOTS = 256,
};

static inline struct intern_item *
items(const struct intern *t)
{
	return (struct intern_item *)(void *)t->items.p;
}

static inline uint32_t *
slots(const struct intern *t)
{
	return (uint32_t *)(void *)t->slots.p;
}

static inline size_t
nslots(const struct intern *t)
{
	return t->slots.n / sizeof(uint32_t);
}

uint32_t
intern_count(const struct intern *t)
{
	return (uint32_t)(t->items.n / sizeof(struct intern_item));
}

static inline char **
blocks(const struct intern *t)
{
	return (char **)(void *)t->blocks.p;
}

static inline struct str
text_at(const struct intern *t, uint32_t at)
{
	const char *p = blocks(t)[at >> BLOCK_BITS] + (at & (BLOCK - 1));
	uint32_t n = (unsigned char)*p++;

	if (n == LONG) {
		memcpy(&n, p, sizeof n);
		p += sizeof n;
	}
	return (struct str){ p, n };
}

struct str
intern_text(const struct intern *t, uint32_t i)
{
	assert(i < intern_count(t));
	return text_at(t, items(t)[i].at);
}

static void
slots_make(struct intern *t, size_t n)
{
	t->slots.n = 0;
	memset(buf_room(&t->slots, n * sizeof(uint32_t)), 0,
	    n * sizeof(uint32_t));
	t->slots.n = n * sizeof(uint32_t);
	for (uint32_t i = 0; i < intern_count(t); i++) {
		size_t at = items(t)[i].hash & (n - 1);

		while (slots(t)[at] != 0)
			at = (at + 1) & (n - 1);
		slots(t)[at] = i + 1;
	}
}

void
intern_init(struct intern *t, struct arena *a)
{
	*t = (struct intern){ .arena = a };
	slots_make(t, FIRST_SLOTS);
	(void)intern_put(t, STR(""));
}

void
intern_done(struct intern *t)
{
	buf_done(&t->items);
	buf_done(&t->slots);
	buf_done(&t->blocks);
}

void
intern_seal(struct intern *t)
{
	buf_done(&t->slots);
}

/* Room for n bytes of text: where it is. One too large for a block has a block
   of its own, whose rest is nobody's. */
static uint32_t
place(struct intern *t, size_t n)
{
	size_t nblocks = t->blocks.n / sizeof(char *);

	if (n > t->room) {
		size_t size = n > BLOCK ? n : BLOCK;
		char *p = NEWN(t->arena, char, size);

		/* The arena's ceiling comes first: half of each block at
		   least is text. */
		assert(nblocks < BLOCK);
		(void)buf_add(&t->blocks, &p, sizeof p);
		t->room = n > BLOCK ? 0 : BLOCK - n;
		return (uint32_t)nblocks << BLOCK_BITS;
	}
	t->room -= n;
	return (uint32_t)((nblocks - 1) << BLOCK_BITS |
	    (BLOCK - t->room - n));
}

static uint32_t
keep(struct intern *t, struct str s)
{
	size_t head = s.n < LONG ? 1 : LENGTH_MAX;
	uint32_t at = place(t, head + s.n), n = (uint32_t)s.n;
	char *p = blocks(t)[at >> BLOCK_BITS] + (at & (BLOCK - 1));

	p[0] = (char)(s.n < LONG ? s.n : LONG);
	if (head != 1)
		memcpy(p + 1, &n, sizeof n);
	if (s.n != 0)
		memcpy(p + head, s.p, s.n);
	return at;
}

uint32_t
intern_put(struct intern *t, struct str s)
{
	assert(t->slots.n != 0);	/* not sealed */

	uint32_t hash = (uint32_t)hash_str(s), n = intern_count(t);
	size_t mask = nslots(t) - 1, at = hash & mask;

	for (; slots(t)[at] != 0; at = (at + 1) & mask) {
		const struct intern_item *i = &items(t)[slots(t)[at] - 1];

		if (i->hash == hash && str_eq(text_at(t, i->at), s))
			return slots(t)[at] - 1;
	}
	/* Two thousand million texts do not fit the memory ceiling. */
	assert(n < UINT32_MAX / 2 && s.n <= UINT32_MAX);

	struct intern_item item = { keep(t, s), hash };

	(void)buf_add(&t->items, &item, sizeof item);
	slots(t)[at] = n + 1;
	if (((size_t)n + 1) * 4 > nslots(t) * 3)
		slots_make(t, nslots(t) * 2);
	return n;
}
