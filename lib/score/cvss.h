/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORE_CVSS_H
#define SCORE_CVSS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * CVSS scores (FIRST: CVSS v2.0, v3.0, v3.1, v4.0). version 20, 30, 31, 40.
 * Version 4 has one score, which takes every metric of the vector into
 * account. False: no valid vector of a known version.
 */
bool cvss_score(struct str vector, int *ret_version, double *ret_score);

/*
 * All scores of a vector, with one decimal. Version 2 has a temporal or an
 * environmental score only when a metric of that group is defined; in
 * version 3 both always exist; version 4 fills base alone.
 */
struct cvss {
	int version;
	double base, temporal, environmental;
	bool has_temporal, has_environmental;
};

bool cvss_scores(struct str vector, struct cvss *ret);

#endif
