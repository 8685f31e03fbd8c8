/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_REPORT_COVERAGE_H
#define MATCH_REPORT_COVERAGE_H

#include "match/policy/finding.h"

/* Packages of one type, and why some were not judged. */
struct type_coverage {
	struct str type;		/* "" : of no type */
	size_t components, judged;
	size_t uncovered[UNCOVERED_KINDS];
};

/* By type, in order of their names; lives in the target's arena. */
struct type_coverage *coverage_types(const struct target *t, size_t *ret_n);

#endif
