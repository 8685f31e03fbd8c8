/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_POLICY_SINCE_H
#define MATCH_POLICY_SINCE_H

#include "match/policy/finding.h"

/*
 * What came to light since: the findings that were there before are left out
 * and counted. Comes before policy_filter.
 */

/* Since a day, by the dates of statements; what nothing dates stays, and is
   counted. */
void policy_since_day(struct target *t, int64_t day);

/* Since another database, against which old has judged the same bom. */
void policy_since_target(struct target *t, const struct target *old);

#endif
