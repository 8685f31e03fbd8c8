/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_LOCK_H
#define SBOM_CATALOG_LOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/npm.h"

struct arena;
struct map;

/*
 * A lock file whose edges are known only when all of it was read: packages
 * with the keys that the file knows them by. Add all packages first, then what
 * they need, then emit. All of it lives in the arena; text is borrowed.
 */
struct lock_need;

struct lock_pkg {
	struct pkg p;
	struct npm_source from;
	struct str integrity;
	bool root;		/* a project: what it needs is in use. Listed,
				   too, when it has a name */
	/* the lock's own */
	size_t id;
	struct lock_need *needs, **last;
	bool used, dev_used;
	struct lock_pkg *next;	/* in the order they were added */
	struct lock_pkg *todo;
};

struct lock {
	struct arena *arena;
	struct map *by_key;
	struct lock_pkg *first, **last;
	size_t n;
};

void lock_init(struct lock *l, struct arena *a);
struct lock_pkg *lock_add(struct lock *l);
/* The file knows p by key; the first to claim a key keeps it. */
void lock_offer(struct lock *l, struct lock_pkg *p, struct str key);
struct lock_pkg *lock_find(const struct lock *l, struct str key);	/* NULL */
/* to may be NULL: not in the file. dev: for development only. */
void lock_need(struct lock *l, struct lock_pkg *from, struct lock_pkg *to,
    bool dev);

/* What roots need for development, and nothing that they need else does, is
   marked dev. */
void lock_mark_dev(struct lock *l);

/* All packages that have a name, with edges; RC_STOP as records.package. */
enum rc lock_emit(const struct lock *l, struct records *out);

#endif
