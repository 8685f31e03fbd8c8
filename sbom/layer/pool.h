/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_POOL_H
#define SBOM_LAYER_POOL_H

#include "sbom/layer/judge.h"
#include "sbom/layer/walk.h"

/* One layer to walk, or to visit again. */
struct layer_job {
	int fd;			/* borrowed */
	uint64_t off, size;
	bool bare;		/* nothing states its size: it must have an end
				   mark */
	struct str name;	/* for messages */
	struct str diff_id, digest;	/* checked with pool_opts.verify */
	struct need_list *needs;	/* second visit: store is there */
	struct store *store;	/* made by a first visit */
	enum rc rc;		/* a digest that does not hold, or RC_OK */
	struct err err;
};

struct pool_opts {
	const struct selector *sel;
	const struct limits *lim;
	const char *const *excludes;
	unsigned jobs;		/* threads that walk; 1: none are made */
	bool verify;
	bool files;		/* list every file with its digests */
	size_t images;		/* whose layers they are; 0 is one */
};

/*
 * All of them, biggest first. Results do not depend on who is done when: after
 * the first in that order with which the sum of what layers keep passes the
 * limits of an image (times images), each is empty and a gap.
 */
void pool_run(const struct pool_opts *o, struct layer_job *v, size_t n);

#endif
