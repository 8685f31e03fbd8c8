/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_ERRAND_H
#define SBOM_INPUT_ERRAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Directories of one tree that several threads walk: each goes depth first
 * from what it was given, and hands over directories that it meets as long as
 * few of them wait. The oldest go first: they are near the root, and large.
 */
struct errand {
	int fd;			/* the directory */
	char *path;		/* n bytes from malloc; both are the taker's */
	size_t n;
};

struct errands;

/* For so many threads, which all must take. NULL when memory lacks. */
struct errands *errands_new(size_t threads);
void errands_free(struct errands *q);

/* One thread could not be made. */
void errands_miss(struct errands *q);

/* False: enough of them wait, or nobody else is there; fd is not taken. */
bool errands_put(struct errands *q, int fd, struct str path);

/* Waits while others walk. False: all is done, or was stopped. */
bool errands_take(struct errands *q, struct errand *ret);

/* Nothing more is to be walked. */
void errands_stop(struct errands *q);
bool errands_stopped(const struct errands *q);

#endif
