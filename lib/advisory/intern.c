/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/intern.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum {
	BLOCK = 64 * 1024,	/* text is packed into blocks of this */
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

struct str
intern_text(const struct intern *t, uint32_t i)
{
	assert(i < intern_count(t));
	return (struct str){ items(t)[i].p, items(t)[i].n };
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
}

static const char *
keep(struct intern *t, struct str s)
{
	if (s.n == 0)
		return "";
	if (s.n > BLOCK / 8) {
		char *own = NEWN(t->arena, char, s.n);

		memcpy(own, s.p, s.n);
		return own;
	}
	if (s.n > t->room) {
		t->block = NEWN(t->arena, char, BLOCK);
		t->room = BLOCK;
	}
	char *p = t->block;

	memcpy(p, s.p, s.n);
	t->block += s.n;
	t->room -= s.n;
	return p;
}

uint32_t
intern_put(struct intern *t, struct str s)
{
	uint32_t hash = (uint32_t)hash_str(s), n = intern_count(t);
	size_t mask = nslots(t) - 1, at = hash & mask;

	for (; slots(t)[at] != 0; at = (at + 1) & mask) {
		const struct intern_item *i = &items(t)[slots(t)[at] - 1];

		if (i->hash == hash && i->n == s.n &&
		    memcmp(i->p, s.n != 0 ? s.p : "", s.n) == 0)
			return slots(t)[at] - 1;
	}
	/* Two thousand million texts do not fit the memory ceiling. */
	assert(n < UINT32_MAX / 2 && s.n <= UINT32_MAX);

	struct intern_item item = { keep(t, s), (uint32_t)s.n, hash };

	(void)buf_add(&t->items, &item, sizeof item);
	slots(t)[at] = n + 1;
	if (((size_t)n + 1) * 4 > nslots(t) * 3)
		slots_make(t, nslots(t) * 2);
	return n;
}
