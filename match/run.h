/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_RUN_H
#define MATCH_RUN_H

#include "base/status.h"
#include "match/input.h"
#include "match/options.h"

struct match_db;

/*
 * Judge every document of every input and write the reports. Says gaps, notes
 * and failures on stderr. A document that cannot be read does not stop the
 * others; the run fails in the end. since: of --since DB, or NULL.
 */
enum status run_match(const struct options *o, const struct inputs *in,
    struct match_db *db, struct match_db *since);

/* Remove temporary files of outputs: for the way out in an emergency. */
void run_abort(void);

#endif
