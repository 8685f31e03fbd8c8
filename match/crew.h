/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_CREW_H
#define MATCH_CREW_H

#include <stdbool.h>

#include "match/bench.h"
#include "match/input.h"

/*
 * Many documents, judged by workers: each has a bench, and reads and judges
 * what comes next; the caller is told of all in order of the inputs and of the
 * documents in them, so that nothing it writes tells how many workers there
 * were. In memory are at most CREW_AHEAD documents for each worker, and one
 * more that it reads.
 */
enum { CREW_AHEAD = 2 };

struct crew_sink {
	void *ctx;
	/* A document, judged; it is freed after this. */
	void (*document)(void *ctx, const struct target *t);
	/* An input was not read to its end. */
	void (*unread)(void *ctx, struct str path, const struct err *e);
	/* The database failed: nothing comes after this. */
	void (*broken)(void *ctx, const struct match_db *db,
	    const struct err *e);
};

/* With one job, or where no worker is to be had, all is done by the caller's
   thread, at its bench. */
void crew_run(const struct inputs *in, struct bench *bench, unsigned jobs,
    const struct crew_sink *sink);

#endif
