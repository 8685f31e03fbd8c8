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
	struct str manufacturer;	/* of the document, since 1.6 */
	struct str aggregates;		/* "incomplete unknown", of others */
	struct cdx_built *built;	/* in names */
	size_t nbuilt, cbuilt;
};

/*
 * cdxgen lists a source package as one more component, whose evidence names
 * the binaries that were built from it, and which is in no dependency.
 */
struct cdx_built {
	size_t source;			/* index of the component */
	struct str binary;
	bool tagged;			/* it says to be a source */
};

/* Once the graph is read: what cdxgen's source packages tell. */
void cdx_end_built(struct cdx_reader *r);

static inline struct cdx_reader *
cdx_of(struct pull *p)
{
	return (struct cdx_reader *)p;
}

/* May evidence and dependencies be passed over? Not of cdxgen's documents:
   see cdx_end_built. */
static inline bool
cdx_is_lean(const struct pull *p)
{
	return p->b->lean && p->b->tool.n != 0 &&
	    !str_starts(p->b->tool, STR("cdxgen"));
}

/* An element of `components`: what it holds goes to the bom. */
enum rc cdx_read_component(struct pull *r, void *depth, struct str name,
    struct err *e);
/* An organization: "Name <address>", the address where one is known. */
enum rc cdx_read_supplier(struct pull *r, struct str *ret, struct err *e);
/* A contact: the same, or what there is of it. */
enum rc cdx_read_contact(struct pull *r, struct str *ret, struct err *e);
/* metadata.component: into the reader's subject. */
enum rc cdx_read_subject(struct pull *r, struct err *e);

#endif
