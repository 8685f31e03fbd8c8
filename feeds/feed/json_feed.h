/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_JSON_FEED_H
#define FEEDS_FEED_JSON_FEED_H

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "feeds/feed/feed.h"

/*
 * Feeds whose file is one record, or an array of records.
 */
struct arena;
struct fill;
struct json;
struct reader;

/* Why root is no record (it is rejected then), or NULL: it was put, or *ret_rc
   says that it could not be. name: the file's, without directories. */
typedef const char *json_record_fn(struct arena *a, const struct json *root,
    struct str name, struct fill *out, enum rc *ret_rc, struct err *e);

enum rc json_feed(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, json_record_fn *put,
    struct err *e);

#endif
