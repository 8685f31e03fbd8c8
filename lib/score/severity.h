/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORE_SEVERITY_H
#define SCORE_SEVERITY_H

#include <stdbool.h>

#include "base/str.h"

enum severity {			/* stored in databases: never renumber */
	SEV_UNKNOWN = 0, SEV_NEGLIGIBLE = 1, SEV_LOW = 2, SEV_MEDIUM = 3,
	SEV_HIGH = 4, SEV_CRITICAL = 5,
};

const char *severity_name(enum severity s);	/* "critical" */
/* Words of all vendors ("important", "MODERATE", "unimportant", "low**", …);
   SEV_UNKNOWN for the rest. */
enum severity severity_from_word(struct str w);
/* Our own six names only, for command lines. */
bool severity_from_name(struct str name, enum severity *ret);
/* From a base score; version 20 has no critical. */
enum severity severity_from_score(int cvss_version, double score);

#endif
