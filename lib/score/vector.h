/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORE_VECTOR_H
#define SCORE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "score/cvss.h"

/*
 * The notation that all versions of CVSS share: NAME:VALUE joined by '/'. A
 * version is a table of its metrics, in the order of its specification.
 */
struct cvss_metric {
	const char *name;
	const char *values;	/* words; the first one of an optional metric
				   is what its absence means */
	bool required;
};

enum { CVSS_METRICS_MAX = 32 };

/*
 * Reads every metric's value as its index in the table's words. False when a
 * metric is unknown, repeated, missing though required, or out of its order
 * where ordered says that order counts. *ret_present has a bit per metric.
 */
bool cvss_read(struct str text, const struct cvss_metric *table, size_t n,
    bool ordered, unsigned char value[], uint32_t *ret_present);

bool cvss2(struct str text, struct cvss *ret);
/* text: without its "CVSS:3.1/". minor: 0 or 1. */
bool cvss3(struct str text, int minor, struct cvss *ret);
bool cvss4(struct str text, struct cvss *ret);

#endif
