/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cran: packages of R.
 *
 * Source:   R's documentation of numeric_version; "Writing R Extensions",
 *           section 1.1.1: numbers divided by single '.' or '-'.
 * Order:    number by number, the two separators alike; where one list goes
 *           on, it is newer: 0.1.0 < 0.1.0.0.
 */
#include "version/digits.h"
#include "version/version.h"

int
cran_cmp(struct str a, struct str b)
{
	return digits_list_cmp(a, b, ".-");
}

bool
cran_valid(struct str v)
{
	return digits_list_valid(v, ".-");
}
