/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Times are seconds since 1970 in UTC, days are days since 1970. Dates before
 * 0001 or after 9999 are not times.
 */

/* RFC 3339 with or without zone, ms, or only a date; blanks trimmed. */
bool when_parse(struct str s, int64_t *ret_s);
/* "2026-11-22T06:45:00Z" and "2026-11-22"; buf holds 24 bytes. */
struct str when_format(char buf[24], int64_t t_s);
struct str when_format_day(char buf[24], int64_t day);
int64_t when_day(int64_t t_s);		/* floor */

/*
 * *Today* for judgements: arg of --now (may be NULL), else SOURCE_DATE_EPOCH,
 * else the clock. RC_FORMAT when either is malformed.
 */
enum rc when_now(const char *arg, int64_t *ret_s, struct err *e);

/* SOURCE_DATE_EPOCH alone: *ret_has tells whether it is set. */
enum rc when_epoch(bool *ret_has, int64_t *ret_s, struct err *e);

#endif
