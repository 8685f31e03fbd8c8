/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_REFUTE_H
#define MATCH_REFUTE_H

#include "match/judge.h"

/*
 * Suppress findings by CPE that better data speaks against, and those of no
 * version unless they are wanted (counted in t->unbounded). After
 * owner_suppress, which makes the list.
 */
enum rc refute_suppress(struct match_db *db, const struct judge_options *o,
    struct target *t, struct err *e);

#endif
