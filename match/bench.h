/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_BENCH_H
#define MATCH_BENCH_H

#include <stdbool.h>

#include "match/database.h"
#include "match/judge.h"
#include "match/options.h"

/*
 * Where documents are judged: all that one thread needs for it, none of which
 * is shared. From a bill of materials to a target that is ready for reports.
 */
struct bench {
	const struct options *o;
	struct match_db *db, *old;	/* old: of --since DB, or NULL */
	struct match_db own, own_old;	/* where db and old are its own */
	struct judge *judge, *since;
	bool planned;			/* a report shows upgrades */
};

/* With databases that the caller has opened. */
void bench_init(struct bench *b, const struct options *o, struct match_db *db,
    struct match_db *old);

/* With connections of its own to the same; not RC_OK when these are no longer
   the files that the other one has read. */
enum rc bench_init_like(struct bench *b, const struct bench *other,
    struct err *e);
void bench_done(struct bench *b);

/*
 * Judge bom, leave out what was known before and what filters hide. On failure
 * *ret_failed is the database that is to blame. bom is borrowed for the life
 * of the target.
 */
enum rc bench_judge(struct bench *b, const struct bom *bom, struct str sbom,
    struct target **ret, const struct match_db **ret_failed, struct err *e);

#endif
