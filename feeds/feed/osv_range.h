/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_OSV_RANGE_H
#define FEEDS_FEED_OSV_RANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "version/version.h"

/* An `affected` element of an OSV record as intervals. */
struct arena;
struct ecosystem;
struct json;

struct osv_range {
	struct interval range;
	bool exact;		/* range.lo is the one version */
	bool opaque;		/* range.lo is text that nothing evaluates */
	bool never;		/* "fixed 0": it never was affected */
	bool contested;		/* one of two that together hold every
				   version: a merge gone wrong */
	struct str fixed;	/* "": no fix is known */
};

enum { OSV_EXACT_MAX = 64 };	/* enumerated versions that are kept apart */

/*
 * All intervals of the element, in the arena, which text borrows from too.
 * None: it names a package but no version.
 */
struct osv_range *osv_ranges(struct arena *a, const struct json *affected,
    const struct ecosystem *eco, size_t *ret_n);

/* A GIT range, which nothing here can compare, as text. False: it is none, or
   empty. */
bool osv_git(struct arena *a, const struct json *range, struct osv_range *ret);

#endif
