/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lexicographic: text.
 *
 * Source:   the VERS specification's "lexicographic": the order of the bytes
 *           of its UTF-8, which is that of code points; nothing is normalized.
 */
#include "version/version.h"

int
lexicographic_cmp(struct str a, struct str b)
{
	int c = str_cmp(a, b);

	return (c > 0) - (c < 0);
}

bool
lexicographic_valid(struct str v)
{
	return v.n > 0;
}
