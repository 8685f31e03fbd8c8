/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_SQLITE_IN_H
#define FEEDS_FEED_SQLITE_IN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "feeds/feed/feed.h"

/*
 * Feeds that come as an SQLite database. A stream cannot be opened, and a file
 * may change under SQLite: what is read is a copy in a scratch file without a
 * name, in $TMPDIR or /var/tmp, never larger than SQLITE_IN_MAX.
 */
struct db;
struct fill;
struct reader;

#define SQLITE_IN_MAX (8 * GIB)

typedef enum rc sqlite_load_fn(struct db *db, const struct limits *lim,
    struct fill *out, struct err *e);

enum rc sqlite_in(struct reader *in, const struct limits *lim,
    struct fill *out, sqlite_load_fn *load, struct err *e);

bool sqlite_is(const struct feed_head *h);

/* In feeds/feed/grype.c and feeds/feed/trivy_java.c: where the head does not
   tell which of them it is, its tables do. */
enum rc trivy_java_read(struct db *db, const struct limits *lim,
    struct fill *out, struct err *e);

#endif
