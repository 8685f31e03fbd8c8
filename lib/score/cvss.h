/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORE_CVSS_H
#define SCORE_CVSS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * CVSS base scores (FIRST: CVSS v2.0, v3.0, v3.1, v4.0). version 20, 30, 31,
 * 40. False: no valid vector of a known version.
 */
bool cvss_score(struct str vector, int *ret_version, double *ret_score);

#endif
