/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_OWNER_H
#define MATCH_OWNER_H

#include "match/judge.h"

/*
 * Findings of what lies inside a package that the distribution built: where
 * the distribution says that its package has the fix, or never had the
 * problem, they are suppressed, with that statement as the reason; where it is
 * silent they are possible only; where it agrees they stand.
 */
enum rc owner_suppress(struct match_db *db, const struct judge *j,
    const struct judge_options *opt, struct target *t, struct err *e);

#endif
