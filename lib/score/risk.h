/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORE_RISK_H
#define SCORE_RISK_H

#include <stddef.h>

#include "score/severity.h"

/*
 * A rank from 0 to 100 for what to look at first: how likely that somebody
 * exploits the problem, times how bad it is.
 */
struct risk {
	enum severity severity;
	const double *cvss;	/* base scores, 0.0 to 10.0 */
	size_t ncvss;
	bool has_epss, has_kev, ransomware;
	double epss;		/* probability */
};

/* False: neither list speaks of the problem, and no rank is known. */
bool risk_rank(const struct risk *r, double *ret);

#endif
