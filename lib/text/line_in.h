/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_LINE_IN_H
#define TEXT_LINE_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Lines of a stream, one at a time. */
struct line_in;
struct reader;

/* in is borrowed. max: most bytes of a line. */
struct line_in *line_in_new(struct reader *in, size_t max);
void line_in_free(struct line_in *l);

/*
 * The next line without its LF (and CR before it) and, in the first, byte
 * order mark, borrowed until the next call. RC_STOP at the end; RC_LIMIT: it
 * was longer than max and has been passed over, reading may go on.
 */
enum rc line_in_next(struct line_in *l, struct str *ret, struct err *e);

uint64_t line_in_number(const struct line_in *l);	/* of that line, from 1 */
bool line_in_cut(const struct line_in *l);	/* that line has no LF */

#endif
