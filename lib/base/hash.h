/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/*
 * A map from text to a pointer-sized value, keyed with a per-process secret so
 * that hostile input cannot choose collisions. Never iterated: output order
 * must not depend on hashing. Keys are borrowed and must outlive the map.
 */
struct map;

struct map *map_new(struct arena *a);
/* With room for n keys from the start. */
struct map *map_new_for(struct arena *a, size_t n);
size_t map_count(const struct map *m);

/* Address of key's value, or NULL. */
void **map_find(const struct map *m, struct str key);

/*
 * Address of key's value, made (NULL) when it was not there; *ret_new, when
 * not NULL, tells which. Valid until the next map_put.
 */
void **map_put(struct map *m, struct str key, bool *ret_new);

/* The keyed 64-bit hash itself, for tables of one's own. */
uint64_t hash_str(struct str s);

#endif
