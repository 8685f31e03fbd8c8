/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_READ3_H
#define BOM_SPDX_READ3_H

#include <stddef.h>
#include <stdint.h>

#include "bom/spdx/read.h"

/*
 * SPDX 3 on its way in: its elements are taken here, as what SPDX 2 calls
 * them where that is the same (read.h).
 */
enum { SPDX3_ROOTS = 64 };

struct spdx3_reader {
	struct spdx_reader r;		/* first: see spdx3_of */
	struct str spec_version;
	struct str space;		/* of ids "SPACE#SPDXRef-…" */
	uint64_t document;		/* hash of its id */
	uint64_t roots[SPDX3_ROOTS];
	size_t nroots;
	uint64_t tool;			/* hashes; 0: none */
	uint64_t *makers;		/* createdBy: people and programs */
	size_t nmakers;
	struct map *names;		/* of agents and tools, by hash */
	struct map *people;		/* of those, as authors */
	struct map *licences;		/* expressions and words, by hash */
	struct map *sets;		/* of these, by hash */
	struct spdx3_link *links;	/* in r.p.names */
	size_t nlinks, clinks;
	struct spdx3_remark *remarks;	/* that wait for their element, in
					   held */
	size_t nremarks, cremarks;
	struct arena *held;
};

static inline struct spdx3_reader *
spdx3_of(struct pull *p)
{
	return (struct spdx3_reader *)p;
}

struct spdx3_refs {
	struct str *v;
	size_t n, cap;
};

/* One element; all text is in tmp. */
struct spdx3_element {
	struct str type;		/* without its profile's prefix */
	struct str id, name, comment;
	struct str version, purl, purpose, source_info, description;
	struct str email;
	struct str created, spec_version;
	struct str relationship, from;	/* from: of annotations, the subject */
	struct str text, expression;
	struct spdx3_refs to, roots, tools, agents, suppliers, originators;
	struct spdx3_refs members;	/* of a set of licences */
	struct spdx_package s;		/* checksums, CPEs, properties */
};

/* "SPDXRef-X" of the document's own "SPACE#SPDXRef-X", else iri. */
struct str spdx3_local(struct spdx3_reader *r, struct str iri);

void spdx3_take_custom(struct spdx3_reader *r, struct str id, struct str ref);
void spdx3_take_property(struct spdx3_reader *r, struct spdx3_element *x,
    struct str name, struct str value);
enum rc spdx3_take_element(struct spdx3_reader *r, struct spdx3_element *x,
    struct err *e);
/* All is read. */
void spdx3_take_end(struct spdx3_reader *r);

#endif
