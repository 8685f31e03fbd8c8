/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_VERDICT_H
#define FEEDS_FEED_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/advisory.h"

/*
 * Statements on rpm packages as documents make them, one for each product,
 * repository and architecture, brought down to those that differ.
 */
struct arena;

struct verdict {
	const struct ecosystem *eco;
	struct str release, channel, name, module;
	struct str arch;	/* "src": a source package */
	struct str version;	/* fixed in it; "" unless state says fixed */
	enum adv_state state;
	enum severity severity;	/* unknown: the record's */
	struct str word, cpe;
	bool has_known;
	int64_t known_day;
};

struct verdicts {
	struct arena *a;	/* text of the result lives in it, or is that
				   of the verdicts */
	bool complete;		/* they are all that the vendor says of one
				   vulnerability: what is fixed in a support
				   stream only is not going to be fixed in the
				   release, and what is open in the release is
				   not fixed there by another stream's build */
	struct verdict *v;
	size_t n, cap;
};

void verdict_add(struct verdicts *l, const struct verdict *v);

/*
 * Sorted, without duplicates. CPE names of equal statements are joined.
 * Architectures are kept where their fixed versions differ only, but for
 * "src" of a source package that no binary one shares name and version with,
 * where the ecosystem's names are not those of source packages anyway.
 * Several fixed versions of one package are intervals that leave each build
 * line of a minor release (".el9_2") to its own fix.
 */
struct adv_affected *verdicts_affected(struct verdicts *l, size_t *ret_n);

#endif
