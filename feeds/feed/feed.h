/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_FEED_H
#define FEEDS_FEED_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

/*
 * Feeds: one file each, one row in feed.c, one folder in tests/fixtures/feeds/,
 * one line in feeds.1. A feed's kind is found from its first bytes.
 */
struct arena;
struct fill;
struct json_in;
struct reader;

enum {
	FEED_HEAD = 64 * 1024,	/* bytes that detect may look at */
	FEED_KEYS = 24,		/* members of the outermost object seen */
};

struct feed_file {
	struct str name;	/* path as given, and "!member" inside archives */
	struct str head;	/* its first bytes, unpacked */
	/* What a manifest says of it, for files that do not tell themselves
	   (updateinfo): key of an ecosystem and a release, or "". */
	struct str eco, release;
	/* What it is packed in, or a member of, says where it ends. */
	bool vouched;
};

/*
 * What the first bytes say. For JSON: the first members of the outermost
 * object as far as the head goes: their names and, where they are short
 * strings, their values.
 */
struct feed_head {
	struct str name;		/* of feed_file */
	struct str text;		/* the head without byte order mark */
	bool object, array;
	unsigned nkeys;
	struct str key[FEED_KEYS], value[FEED_KEYS];
	struct str inner;		/* first name in the first member, when
					   that is an object */
	bool inner_object;		/* and its value is one too */
};

bool head_has(const struct feed_head *h, const char *key);
struct str head_value(const struct feed_head *h, const char *key);

struct feed {
	const char *name, *about;
	bool loose;		/* a file is one record: those of one archive
				   or directory are one source */
	bool pieces;		/* see fill.h */
	bool cpe;		/* names products by CPE: --profile nvd */
	bool changes;		/* says what changed, not all there is */
	bool index;		/* holds no records: passed over */
	bool (*detect)(const struct feed_head *h);
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

/* Of "mirror/all.zip!GHSA-1.json" the last part: where files lie on this host
   has no place in a database. */
struct str feed_base(struct str name);

/* The only value of a document, copied to a. */
enum rc feed_only(struct json_in *j, struct arena *a, struct str *ret,
    struct err *e);

/* What the load of a file of one record returns where it cannot be read: the
   record is lost and the build says so (fill_broken); an RC_IO, and RC_OK,
   stay. */
enum rc feed_lost(const struct feed_file *f, struct fill *out, enum rc rc,
    const struct err *why, struct err *e);

/*
 * A line without its end, in a format whose lines all have one: half of it may
 * be missing. RC_FORMAT, unless what the file is packed in vouches for it.
 */
enum rc feed_cut(const struct feed_file *f, uint64_t line, struct err *e);

/* Nothing but blanks may follow the document: RC_FORMAT otherwise. */
enum rc feed_end(struct json_in *j, struct err *e);

#endif
