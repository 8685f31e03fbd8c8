/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_PROBE_H
#define SBOM_INPUT_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include "sbom/layer/judge.h"

/*
 * Files of a directory tree that nothing wants by name: their first bytes are
 * looked at directory by directory, by another thread where there is one, so
 * that the walk need not wait for 100,000 times open, read and close.
 */
struct batch {
	int fd;			/* the directory */
	struct str dir;		/* its path; with names in one block */
	char *text;
	struct buf names;	/* each ends in NUL */
	struct buf found;	/* those whose first bytes ask for a row */
	struct buf closed;	/* those that could not be opened */
	struct batch *next;
};

struct probe;

/* j is read only. threaded: else all is done in probe_add. */
struct probe *probe_new(const struct judge *j, bool threaded);

/* Takes over b, which came from batch_new. */
void probe_add(struct probe *p, struct batch *b);

/*
 * One that was looked at and has found or closed, for batch_free; NULL: none
 * now. wait: until all are done.
 */
struct batch *probe_take(struct probe *p, bool wait);

/* After probe_take said that all are done. */
void probe_free(struct probe *p);

/* dir is copied; fd is not owned until the batch is added. NULL: no memory. */
struct batch *batch_new(struct str dir);
void batch_free(struct batch *b);

#endif
