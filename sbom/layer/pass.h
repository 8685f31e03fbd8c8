/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_PASS_H
#define SBOM_LAYER_PASS_H

#include "sbom/layer/judge.h"

/*
 * A file that goes by on a stream and is too large to hold: the row that wants
 * its name and the one that its first bytes ask for see it together, each by
 * its own scan_new, or (READ_RANDOM) by what a keep holds of it.
 */
struct pass;

/*
 * size: KEEP_UNKNOWN when only its end tells. w->path and what misses points
 * at stay until pass_free. head: the row of
 * the first bytes, or NULL. misses: what an earlier visit lacked. NULL when
 * memory lacks.
 */
struct pass *pass_new(struct judge *j, const struct wanted *w,
    const struct cataloger *head, const struct want *head_want, uint64_t size,
    const struct misses *misses);

/* The next n bytes, in order. */
void pass_feed(struct pass *p, const void *bytes, size_t n);

/*
 * After the last byte: what the rows say, in a result that belongs to st. A
 * row that lacks bytes or cannot take the file so is a gap; the result's
 * misses say what a second visit should keep. NULL: nothing was said.
 * hint is put at the end of such a gap's words.
 */
struct seen *pass_end(struct pass *p, struct store *st, const char *hint);

void pass_free(struct pass *p);		/* NULL does nothing */

#endif
