/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_READ_H
#define BOM_CYCLONEDX_READ_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/pull.h"

/* One CycloneDX JSON document on its way in. */
struct cdx_reader {
	struct pull p;			/* first: see cdx_of */
	bool ours;			/* written by sbom */
	struct str os_ref;
	struct bom_component subject;	/* metadata.component */
	struct str aggregates;		/* "incomplete unknown", of others */
};

static inline struct cdx_reader *
cdx_of(struct pull *p)
{
	return (struct cdx_reader *)p;
}

/* An element of `components`: what it holds goes to the bom. */
enum rc cdx_read_component(struct pull *r, void *depth, struct str name,
    struct err *e);
/* metadata.component: into the reader's subject. */
enum rc cdx_read_subject(struct pull *r, struct err *e);

#endif
