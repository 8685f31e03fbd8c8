/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_RELATE_PARTS_H
#define SBOM_RELATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "bom/bom.h"
#include "sbom/input/image.h"
#include "sbom/layer/facts.h"

/* The steps of relate(), and what they share. Private to sbom/relate. */
struct relation {
	const struct facts *f;
	const struct image_meta *m;
	struct bom *b;
	struct arena *tmp;	/* dies when relate() returns */
	bool *skip;		/* per file: a stale database beside a newer */
	size_t **parts;		/* per file, per package: its component */
};

/* diffID, else the blob's digest, else "". */
struct str relate_layer(const struct facts *f, size_t layer);

/* Distribution, by the order of the files that tell it. */
void relate_distro(struct relation *r);
/* Which of several databases in one directory holds. */
void relate_choose(struct relation *r);
/* Components of all visible databases. */
void relate_packages(struct relation *r);
/* Edges between packages of one database. */
void relate_depends(struct relation *r);
/* What the image says of itself: layers, configuration, context. */
void relate_subject(struct relation *r);
void relate_context(struct relation *r);

#endif
