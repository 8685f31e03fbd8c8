/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VERSION_DIGITS_H
#define VERSION_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * What comparators share. Digit runs compare as text, so that none is too
 * long: versions hold dates and 30-digit numbers.
 */

/* How many digits follow position i of s. */
size_t digits_len(struct str s, size_t i);

/* The digits at *i of s; *i moves behind them. */
struct str digits_take(struct str s, size_t *i);

/* As numbers, leading zeros without meaning; no digits are 0. */
int digits_cmp(struct str a, struct str b);

/* Not empty, and no blanks or control characters. */
bool version_printable(struct str v);

#endif
