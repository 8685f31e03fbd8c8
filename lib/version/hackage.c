/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hackage: packages of Haskell.
 *
 * Source:   the Haskell Package Versioning Policy; Distribution.Version of
 *           Cabal: dotted numbers, ordered as lists.
 * Order:    number by number; where one list goes on, it is newer: 1.0 <
 *           1.0.0. Tags ("-foo") are gone from the format.
 */
#include "version/digits.h"
#include "version/version.h"

int
hackage_cmp(struct str a, struct str b)
{
	return digits_list_cmp(a, b, ".");
}

bool
hackage_valid(struct str v)
{
	return digits_list_valid(v, ".");
}
