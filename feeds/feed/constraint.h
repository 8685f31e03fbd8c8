/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CONSTRAINT_H
#define FEEDS_FEED_CONSTRAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "version/version.h"

/*
 * Version requirements as people write them ("~> 3.1.21, >= 3.1.4", "^1.2 ||
 * 2.x", "(,2.6.0],[3.0,3.1)"), as intervals.
 */
struct arena;

enum constraint_dialect {
	CONSTRAINT_PLAIN,	/* < <= > >= = != and nothing else */
	CONSTRAINT_DISTRO,	/* the same, of versions that may hold ~, ^ and
				   begin with a letter */
	CONSTRAINT_SEMVER,	/* node-semver's ranges */
	CONSTRAINT_GEM, CONSTRAINT_COMPOSER, CONSTRAINT_PEP440,
	CONSTRAINT_BRACKETS,	/* Maven's; operators too */
	CONSTRAINT_NUGET,	/* brackets, and a bare version is a minimum */
	CONSTRAINT_COUNT
};

enum {
	CONSTRAINT_MAX = 2048,	/* intervals of one set: lists of versions */
	CONSTRAINT_TEXT = 64 * 1024,	/* bytes of one text */
	CONSTRAINT_TEXTS = 256,	/* of one record: callers count them */
};

/* A union of intervals; a version that stands alone has both ends at it. */
struct constraint {
	struct interval *v;
	size_t n;
};

/*
 * Add what text says to the union *to; text must live as long. False, and
 * *to as it was: text has no meaning that intervals can express, or holds for
 * no version at all.
 */
bool constraint_add(struct arena *a, enum constraint_dialect d,
    struct str text, struct constraint *to);

/* All versions that are not in c; of disjoint intervals, ascending. */
struct constraint constraint_not(struct arena *a, enum constraint_dialect d,
    const struct constraint *c);

/* Order of versions: the scheme's own; of CONSTRAINT_PLAIN, which may be of
   any, one that is good enough for bounds. */
int constraint_cmp(enum constraint_dialect d, struct str a, struct str b);

bool interval_is_exact(const struct interval *i);

#endif
