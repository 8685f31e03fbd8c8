/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct reader;

/*
 * Comma-separated values (RFC 4180) from a stream: quotes, doubled quotes,
 * newlines inside quotes, LF or CRLF, a byte order mark. Empty lines are
 * passed over. A row over 1 MiB or 256 fields is RC_LIMIT; text behind a
 * closing quote, or an end of input inside quotes, is RC_FORMAT. After a
 * failure every further call fails the same way.
 */
struct csv_in;

struct csv_in *csv_in_new(struct reader *in);
void csv_in_free(struct csv_in *c);

/* Fields borrowed until the next call. RC_STOP at the end. */
enum rc csv_in_row(struct csv_in *c, const struct str **ret, size_t *ret_n,
    struct err *e);
/* The last row ended with the input and not with a line break. */
bool csv_in_cut(const struct csv_in *c);
/* Line on which the last row began, from 1. */
uint64_t csv_in_line(const struct csv_in *c);

#endif
