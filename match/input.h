/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_INPUT_H
#define MATCH_INPUT_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct bom;

/*
 * Where documents come from: files, directories of them (walked in order of
 * names, hidden names left out), "-" for standard input.
 */
enum { INPUT_DEPTH = 16 };	/* directories inside directories */

struct input {
	struct str path;
	const char *z;		/* the same */
};

struct inputs {
	struct arena *arena;
	struct input *v;
	size_t n, cap;
};

/* Add what a command-line operand stands for. RC_FORMAT: a directory that
   holds no file. */
enum rc inputs_add(struct inputs *in, const char *operand, struct err *e);

/* Every document of one input; each owns the bom. */
enum rc input_read(const struct inputs *in, size_t i,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e);

#endif
