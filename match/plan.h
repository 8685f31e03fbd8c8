/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_PLAN_H
#define MATCH_PLAN_H

#include "match/judge.h"

/*
 * The nearest fixed version of each finding, and the upgrades of packages that
 * remove most, first. A package is what has one source: its binaries go
 * together. Each upgrade is to the nearest version that removes all findings
 * of the package that have a fix. Of what --as-of leaves out it knows nothing.
 */
enum rc plan_make(struct match_db *db, const struct judge *j, struct target *t,
    struct err *e);

#endif
