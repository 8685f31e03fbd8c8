/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * An arena owns everything allocated from it; all of it dies in arena_free.
 * Not shared between threads. Memory is zeroed and aligned for any type.
 */
struct arena;

/*
 * Called when an arena passes its ceiling or the system has no memory; must
 * not return. The tools' hook reports, removes temporaries and exits 3; tests
 * and fuzzers longjmp out. The default prints one line and exits 3.
 */
typedef void arena_full_fn(size_t limit);
void arena_on_full(arena_full_fn *fn);

/* limit: most bytes it may hold. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *a);

/* Never NULL. n == 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

/* Forget everything but keep the first block: for per-record scratch. */
void arena_reset(struct arena *a);

/* Bytes held from the system. */
size_t arena_used(const struct arena *a);

/*
 * Make room for one more element in a growing array inside the arena: returns
 * the array to use (moved when it grew; the old copy stays until the arena
 * dies), with *cap updated. n: elements in use.
 */
void *arena_grow(struct arena *a, void *array, size_t n, size_t *cap,
    size_t size);

#define NEW(a, T) ((T *)arena_alloc((a), 1, sizeof(T)))
#define NEWN(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T)))

#endif
