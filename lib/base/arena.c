/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * Blocks in a chain, newest first. A large request gets a block of its own
 * behind the newest, so that the room left in the newest is not lost.
 */
enum {
	BLOCK_FIRST = 4096, BLOCK_MOST = 256 * 1024,
	AHEAD_LEAST = 16 * 1024,
	PAGE = 4096,
};

struct block {
	struct block *next;
	size_t n, cap;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *head;
	size_t used, limit, next_size;
};

static void
full_default(size_t limit)
{
	(void)fprintf(stderr, "airbom: out of memory (limit %zu bytes)\n",
	    limit);
	exit(3);
}

static arena_full_fn *full_hook = full_default;

void
arena_on_full(arena_full_fn *fn)
{
	full_hook = fn != NULL ? fn : full_default;
}

static _Noreturn void
full(size_t limit)
{
	full_hook(limit);
	abort();	/* the hook must not return */
}

/*
 * Have the pages of a block that will soon be written, all at once: a fault
 * for each costs more than the page (of a run of match a tenth). A kernel
 * that does not know this (before 5.14), or whose pages are larger, refuses,
 * and nothing is lost.
 * Source: madvise(2), MADV_POPULATE_WRITE.
 */
static void
fetch_pages(struct block *b, size_t whole)
{
#ifdef MADV_POPULATE_WRITE
	uintptr_t at = (uintptr_t)b, from = (at + PAGE - 1) / PAGE * PAGE;

	if (whole > AHEAD_LEAST)
		(void)madvise((char *)b + (from - at), (whole - (from - at)) /
		    PAGE * PAGE, MADV_POPULATE_WRITE);
#else
	(void)b;
	(void)whole;
#endif
}

static struct block *
block_new(struct arena *a, size_t cap)
{
	size_t whole = sizeof(struct block) + cap;
	struct block *b;

	if (whole < cap || whole > a->limit - a->used)
		full(a->limit);
	b = malloc(whole);
	if (b == NULL)
		full(a->limit);
	fetch_pages(b, whole);
	b->next = NULL;
	b->n = 0;
	b->cap = cap;
	a->used += whole;
	return b;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		full(limit);
	a->limit = limit;
	a->next_size = BLOCK_FIRST;
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	while (a->head != NULL) {
		struct block *b = a->head;

		a->head = b->next;
		free(b);
	}
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct block *keep = a->head;

	if (keep == NULL)
		return;
	while (keep->next != NULL) {
		struct block *b = keep->next;

		keep->next = b->next;
		a->used -= sizeof *b + b->cap;
		free(b);
	}
	keep->n = 0;
}

/* A block with room for n bytes; the newest unless n is large. */
static struct block *
block_for(struct arena *a, size_t n)
{
	struct block *b = a->head;

	if (b != NULL && n <= b->cap - b->n)
		return b;
	if (b != NULL && n > a->next_size / 4) {
		struct block *own = block_new(a, n);

		own->next = b->next;
		b->next = own;
		return own;
	}
	b = block_new(a, n > a->next_size ? n : a->next_size);
	b->next = a->head;
	a->head = b;
	if (a->next_size < BLOCK_MOST)
		a->next_size *= 2;
	return b;
}

void *
arena_alloc(struct arena *a, size_t n, size_t size)
{
	const size_t align = alignof(max_align_t);
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) ||
	    bytes > SIZE_MAX - align)
		full(a->limit);
	bytes = (bytes + align - 1) & ~(align - 1);
	if (bytes == 0)
		bytes = align;

	struct block *b = block_for(a, bytes);
	void *p = b->bytes + b->n;

	b->n += bytes;
	return memset(p, 0, bytes);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

void *
arena_grow(struct arena *a, void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;

	size_t more = *cap < 8 ? 8 : *cap + *cap / 2;
	void *p = arena_alloc(a, more, size);

	if (n != 0)
		memcpy(p, array, n * size);
	*cap = more;
	return p;
}
