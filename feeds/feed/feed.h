/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_FEED_H
#define FEEDS_FEED_FEED_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

/*
 * Feeds: one file each, one row in feed.c, one folder in tests/fixtures/feeds/,
 * one line in feeds.1. A feed's kind is found from its first bytes.
 */
struct fill;
struct reader;

enum { FEED_HEAD = 64 * 1024 };		/* bytes that detect may look at */

struct feed_file {
	struct str name;	/* path as given, and "!member" inside archives */
	struct str head;	/* its first bytes, unpacked */
};

struct feed {
	const char *name, *about;
	bool (*detect)(const struct feed_file *f);
	/*
	 * Read all of it. One bad record is fill_reject()ed and reading goes on.
	 * A failure ends the file: what came before it counts, and the build
	 * says so and ends with 4.
	 */
	enum rc (*load)(const struct feed_file *f, struct reader *in,
	    const struct limits *lim, struct fill *out, struct err *e);
};

extern const struct feed *const feeds[];	/* NULL ends */

/* NULL: not recognised. *ret_why then says what it looks like ("an HTML
   page", "a git-lfs pointer", "empty"), or NULL. */
const struct feed *feed_detect(const struct feed_file *f,
    const char **ret_why);

#endif
