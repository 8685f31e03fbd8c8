/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_SANE_H
#define FEEDS_COMMAND_SANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Sources that cannot be right: without a record, with dates to come, with
 * less than half of the records that an older database has of them. They are
 * refused by name, unless forced; what the older one has stands in for them.
 */
struct advdb;
struct arena;
struct fill;
struct notices;

struct sane {
	struct arena *arena;
	struct fill *fill;
	struct notices *notices;
	struct advdb *old;		/* NULL: none */
	bool alike;			/* as much was wanted for the old one */
	int64_t today_s;
	const char *const *forced;	/* feeds or names of sources; "all" */
	size_t nforced;
};

/* After all was read. Fails only when the older database cannot be read. */
enum rc sane_check(const struct sane *s, struct err *e);

#endif
