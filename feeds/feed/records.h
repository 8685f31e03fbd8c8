/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_RECORDS_H
#define FEEDS_FEED_RECORDS_H

#include <stdint.h>

#include "base/err.h"

/*
 * JSON whose values are records: each parsed by itself, so that the document
 * is never whole in memory.
 */
struct feed_file;
struct fill;
struct json;
struct json_in;

/* One record, borrowed. */
typedef enum rc record_fn(void *ctx, const struct json *root, struct err *e);

struct records {
	struct json_in *j;
	struct fill *out;
	const char *what;	/* a record, in messages */
	record_fn *each;
	void *ctx;
};

/* The value that comes next. One that is too large or no JSON is rejected. */
enum rc records_one(const struct records *r, struct err *e);
/* The only value of a file; what cannot be read is lost (feed_lost). */
enum rc records_only(const struct records *r, const struct feed_file *f,
    struct err *e);
/* Every element of the array that comes next. */
enum rc records_each(const struct records *r, struct err *e);
/* The same; *ret_n: how many there are, bad ones too. */
enum rc records_count(const struct records *r, uint64_t *ret_n,
    struct err *e);

#endif
