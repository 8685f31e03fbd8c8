/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_RECORDER_H
#define ADVISORY_RECORDER_H

#include <stdbool.h>

#include "advisory/fill.h"
#include "base/buf.h"

/*
 * A filler that stages nothing: what a feed tells it is noted, so that one
 * thread can read a feed while another fills, and one feed can be read before
 * its turn to be filled has come. It takes what belongs to a source that is
 * begun already (not fill_source).
 */
struct arena;

/*
 * Calls that were noted: to be taken from frames, which is left empty; then,
 * when not NULL, a record too large to be copied, which dies when this
 * returns. False: nothing more is wanted, and the recorder's calls fail.
 */
typedef bool recorder_fn(void *ctx, struct buf *frames,
    const struct adv_record *whole);

enum { RECORDER_ENOUGH = 64 * 1024 };	/* bytes that are handed over */

/* texts: bodies of records are noted, too. */
struct fill *recorder_new(recorder_fn *take, void *ctx, bool texts);
void recorder_free(struct fill *f);
/* Hand over what is left; the recorder begins anew. */
void recorder_end(struct fill *f);

/* Tell f all of frames. */
enum rc recorder_play(struct fill *f, struct str frames, struct arena *scratch,
    struct err *e);

#endif
