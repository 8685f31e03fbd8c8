/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_FILL_H
#define ADVISORY_FILL_H

#include <stdbool.h>
#include <stdint.h>

#include "advisory/advisory.h"
#include "base/err.h"

/*
 * Filling a database: records come in any order, feed by feed; they are staged
 * in an unlinked scratch file, then sorted and written, so that equal inputs
 * give equal bytes whatever order the files came in. Alias groups are computed
 * at the end (reference: feeds, "Alias graph").
 */
struct fill;

/* A source as its row in the database; text is copied. */
struct fill_source {
	struct str feed, name, scope, sha256;
	struct str shown;	/* for messages: where it lies, or "" */
	uint64_t bytes;
	bool has_served;	/* when its publisher wrote the file: stands in
				   for the newest record of one without dates */
	int64_t served_s;
	bool open;		/* more like it may come, which adds to it: a
				   directory of single records, changes */
	bool frozen;		/* carried over from an older database: */
	bool whole;		/* all of it, not only some releases */
	bool pieces;		/* records of one identifier add up; else the
				   newest of them in all sources of the feed
				   is the one that counts */
	bool loose;		/* each piece counts as a record */
};

enum rc fill_new(struct fill **ret, struct err *e);
void fill_free(struct fill *f);

/* What is wanted; borrowed. Else everything is. */
struct fill_only {
	bool os, lang;		/* distributions, languages' registries */
	bool no_malware;
	int since_year;		/* 0: all; a CVE's by its number */
	const struct fill_release {
		const struct ecosystem *eco;
		struct str release;	/* "": all of them */
	} *releases;		/* of distributions, these only */
	size_t nreleases;
	struct str words;	/* how it was asked for: meta.selection */
};
void fill_only(struct fill *f, const struct fill_only *o);
/* Does a source that is not refused speak of it ("": any release)? */
bool fill_has(const struct fill *f, const struct ecosystem *eco,
    struct str release);

/*
 * Begin a source: what follows until the next one belongs to it. One that was
 * begun before, equal in feed, name and digest (not empty), is taken up again.
 */
enum rc fill_source(struct fill *f, const struct fill_source *s,
    struct err *e);
void fill_take_up(struct fill *f, size_t i);	/* source i again */
/* Its bytes and digest, known only after it was read. */
void fill_source_seen(struct fill *f, struct str sha256, uint64_t bytes);
/* It could not be read to its end. */
void fill_torn(struct fill *f);
/* What it covers, told by its content ("AlmaLinux", "v3.20/main"). */
void fill_scope(struct fill *f, struct str scope);
/* Its records are counted by these calls, not by identifier: the first one,
   which may be of none, comes before any of them. */
void fill_count(struct fill *f, uint64_t n);
/* It covers only what fill_namespace() names: packages of one product, not
   of the release that the product is for. */
void fill_partial(struct fill *f);
/* Newest record time in it, when the feed states it apart from records. */
void fill_data_time(struct fill *f, int64_t t_s);
/*
 * A namespace that this source covers even where it has no record for it.
 * Without this a source covers the namespaces of those ecosystems that every
 * record of it has, those of malicious packages apart: a Maven archive does
 * not cover PyPI because one record names a PyPI package too.
 */
enum rc fill_namespace(struct fill *f, const struct ecosystem *eco,
    struct str release, struct err *e);

enum rc fill_record(struct fill *f, const struct adv_record *r,
    struct err *e);
/* Not counted as a record: one about the same identifier comes beside it. The
   newest source's word holds; a date alone where no other has more. */
enum rc fill_kev(struct fill *f, const struct adv_kev *k, struct err *e);
enum rc fill_epss(struct fill *f, const struct adv_epss *x, struct err *e);
/* Names beside records; the newest source's word holds. */
enum rc fill_cwe(struct fill *f, int number, struct str name, struct err *e);
enum rc fill_eol(struct fill *f, const struct adv_eol *x, struct err *e);
/* Made for tens of millions of them. */
enum rc fill_maven(struct fill *f, const struct adv_maven *x, struct err *e);
/* Packages of this repository are of this product. */
enum rc fill_repo_cpe(struct fill *f, struct str repo, struct str cpe,
    struct err *e);
enum rc fill_meta(struct fill *f, const char *key, struct str value,
    struct err *e);
/* One bad record: counted, the first 1,000 kept with their reason. */
enum rc fill_reject(struct fill *f, struct str record, const char *reason,
    struct err *e);
/* The same of a file that is one record and cannot be read to its end: its
   statements are missing, which is more than a note. */
enum rc fill_broken(struct fill *f, struct str record, const char *reason,
    struct err *e);

/* Source i from 0, in order of arrival; false: there are no more. Text is
   borrowed from f. */
struct fill_counts {
	struct str feed, name, scope, shown;
	struct str why;		/* the first rejected record's reason */
	struct str broken_name, broken_why;	/* of the first broken one */
	uint64_t records, rejected, broken, left_out;
	bool has_time, torn, frozen, refused, open;
	bool taken_up;		/* not read now: journal.h */
	int64_t time_s;		/* of the newest record */
};
bool fill_counts(struct fill *f, size_t i, struct fill_counts *ret);
size_t fill_current(const struct fill *f);	/* its i */

/* The feed took the record back at t_s: what it said before is not written.
   Counted as a record. */
enum rc fill_deleted(struct fill *f, struct str feed, struct str id,
    int64_t t_s, struct err *e);

/* Nothing of source i is written. */
void fill_refuse(struct fill *f, size_t i);

/* Statements without a day of their own get that of an older database, else
   today: see fill_known.c. */
struct db;
enum rc fill_known_read(struct fill *f, struct db *db, int64_t today_day,
    struct err *e);

/*
 * Write the database to path (a temporary name of the caller's), once: f may
 * only be freed then. The file's integrity was checked when this returns.
 */
enum rc fill_write(struct fill *f, const char *path, struct err *e);

/* Keep bodies of records too: to be said before the first one. */
void fill_want_text(struct fill *f);
/* Are they kept, or noted for a later build? */
bool fill_keeps_text(const struct fill *f);
/* Write them, after the database, to a file of their own: textdb.h. */
enum rc fill_write_text(struct fill *f, const char *path, struct err *e);

#endif
