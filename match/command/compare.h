/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_COMMAND_COMPARE_H
#define MATCH_COMMAND_COMPARE_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct out;

enum { COMPARE_LINE_MAX = 1 << 20 };	/* bytes of one line */

/*
 * The answer to one "scheme TAB left TAB right" line: '<', '=', '>', or '!'
 * when either side is no version of the scheme. '!' too with *ret_why set (a
 * literal) when the line itself cannot be understood.
 */
char compare_line(struct str line, const char **ret_why);

struct compare_tally {
	size_t lines, bad;	/* bad: lines not understood */
	size_t first_bad;	/* number of the first of these, from 1 */
	const char *why;	/* what was wrong with it */
};

/* Every line of descriptor fd: one answer, one line each, to o. */
enum rc compare_fd(int fd, struct out *o, struct compare_tally *ret,
    struct err *e);

#endif
