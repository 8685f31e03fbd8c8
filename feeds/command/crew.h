/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_CREW_H
#define FEEDS_COMMAND_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advisory/fill.h"
#include "base/buf.h"
#include "base/err.h"
#include "codec/reader.h"
#include "feeds/command/intake.h"
#include "feeds/feed/feed.h"

/*
 * Documents are read by two workers, each with a recorder
 * (advisory/recorder.h); the thread that found them tells the filler what was
 * noted, in the order in which they were found. So the filler, and all that is
 * said, never sees that there are workers. What is found ahead of its turn is
 * bounded: by number, by bytes, and by what may be noted of each.
 */
struct adv_record;
struct arena;
struct crew;
struct fill;

enum { DOC_LOG = 4 };		/* pieces noted of one before its turn */

struct doc {
	struct arena *arena;	/* of the texts in it and file */
	struct item it;
	struct feed_file file;
	struct buf bytes;	/* of it, from its first one on */
	enum rc cut;		/* what reading it failed with after them */
	struct err cut_why;
	struct reader *rest;	/* borrowed: what comes after; or NULL */
	const struct intake *in;

	/* What a worker finds; the first ones before it notes anything. */
	const struct feed *feed;	/* NULL: none, for none_why or NULL */
	const char *none_why;
	bool wanted, summed;
	char hex[65];
	uint64_t n;		/* bytes that were read */
	enum rc rc;		/* of reading */
	struct err why;

	/* Of the thread that fills. */
	size_t source;
	struct fill_counts was;	/* of its source, before it */

	/* Under the crew's lock. */
	bool done, deaf;	/* read; nothing more is to be noted */
	struct buf log[DOC_LOG];
	size_t nlog;
	const struct adv_record *whole;	/* see recorder.h */
};

struct doc_end {
	struct reader r;
	const struct doc *of;
};

/* ---- intake_doc.c ---- */

/* Its texts are copied. */
struct doc *doc_new(const struct intake *in, const struct item *it);
void doc_free(struct doc *d);
/* Which feed it is, and whether it is wanted. */
void doc_detect(struct doc *d);
/* All of it, told to f. */
void doc_load(struct doc *d, struct fill *f);
/* Begin its source, or say that it is no feed. */
enum rc doc_begin(struct intake *in, struct doc *d, struct err *e);
/* It was read: say what is to be said of that. */
void doc_end(struct intake *in, struct doc *d);

/* ---- crew.c ---- */

struct crew *crew_new(bool texts);	/* bodies of records are kept */
/* Documents that are not done are given up, and no reader is used any more:
   nothing else but crew_free() may follow. */
void crew_stop(struct crew *c);
void crew_free(struct crew *c);

/* Room for one more: the filler is told of the first ones. */
enum rc crew_make_room(struct crew *c, struct intake *in, struct err *e);
/* d is taken over. */
void crew_add(struct crew *c, struct doc *d);
/* The filler is told of all. */
enum rc crew_finish(struct crew *c, struct intake *in, struct err *e);

#endif
