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

/* All digits, and at least one. */
bool digits_only(struct str s);

/*
 * The item at *i of a list divided by any byte of seps; *i moves behind the
 * separator. False at the end; an empty list has no items, "1." has two.
 */
bool list_item(struct str s, const char *seps, size_t *i, struct str *ret);

/*
 * Lists of numbers divided by any byte of seps, item by item; a list that ends
 * sooner is older (1.0 < 1.0.0). What is no number follows all numbers.
 */
int digits_list_cmp(struct str a, struct str b, const char *seps);

/* Numbers, each but the first behind one byte of seps. */
bool digits_list_valid(struct str v, const char *seps);

/* Not empty, and no blanks or control characters. */
bool version_printable(struct str v);

#endif
