/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_YAML_FEED_H
#define FEEDS_FEED_YAML_FEED_H

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "feeds/feed/feed.h"

/*
 * Feeds that are a tree of YAML files, a record each.
 */
struct arena;
struct fill;
struct node;
struct reader;

/* Why doc is no record (it is rejected then), or NULL: it was put, or *ret_rc
   says that it could not be. name: path within the archive or directory. */
typedef const char *yaml_record_fn(struct arena *a, const struct node *doc,
    struct str name, struct fill *out, enum rc *ret_rc, struct err *e);

/* A file that is no YAML is one rejected record. */
enum rc yaml_feed(const struct feed_file *f, struct reader *in,
    const struct limits *lim, struct fill *out, yaml_record_fn *put,
    struct err *e);

/* Does a line of the head begin with key ("gem:")? */
bool yaml_has_key(const struct feed_head *h, const char *key);
/* A scalar's text, trimmed; "" for null however it is written. */
struct str yaml_text(const struct node *map, const char *key);
/* The scalars of a list, or one that stands alone. */
struct str *yaml_list(struct arena *a, const struct node *map,
    const char *key, size_t *ret_n);

#endif
