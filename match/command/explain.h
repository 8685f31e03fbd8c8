/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_COMMAND_EXPLAIN_H
#define MATCH_COMMAND_EXPLAIN_H

#include "base/status.h"
#include "match/input.h"
#include "match/options.h"

struct match_db;

/*
 * Why a problem is, or is not, found in each document. what: "ID" or
 * "ID,PACKAGE". The answer goes to standard output.
 */
enum status explain_run(const struct options *o, const char *what,
    const struct inputs *in, struct match_db *db);

#endif
