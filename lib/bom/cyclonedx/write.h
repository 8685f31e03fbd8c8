/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_WRITE_H
#define BOM_CYCLONEDX_WRITE_H

#include "base/out.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/cyclonedx/form.h"
#include "bom/facts.h"

struct arena;
struct buf;
struct digest;
struct map;

/* One CycloneDX document in the making. */
struct writer {
	const struct bom *b;
	unsigned minor;			/* of the version: 6 is 1.6 */
	struct str root, os;		/* references */
	struct map *layers;
	struct out *out;
	struct form f;
	struct arena *document;		/* lives as long as the writer */
	struct arena *record;		/* emptied after each component */
	struct map *licences;		/* ids that were looked up */
	struct digest *digest;		/* of the content, else NULL */
	struct buf *buf;		/* what was written for it, */
	size_t digested;		/* and how much of it was taken */
	bool held;			/* it is the document itself */
	struct cut {			/* then: what is no content */
		size_t from, to;
	} cuts[2];
	size_t ncuts;
};

void cdx_put_component(struct writer *w, const struct bom_component *c);
void cdx_put_file(struct writer *w, const struct bom_file *f);
void cdx_put_distro(struct writer *w);
/* metadata.properties: gaps, notes, layers, the image's configuration. */
void cdx_put_document_props(struct writer *w);

/* ---- members of a component ---- */

struct bom_facts cdx_facts(const struct writer *w);
void cdx_put_props(struct writer *w, struct bom_facts *f);
void cdx_put_licences(struct writer *w, const struct bom_component *c);
/* Those that the schema has an algorithm for. */
void cdx_put_hashes(struct writer *w, const struct bom_hash *v, size_t n);
/* "Name <address>" as a name and a contact; nothing for "". */
void cdx_put_supplier(struct writer *w, struct str who);
/* The document's; nothing when it has none. */
void cdx_put_authors(struct writer *w);
/* What the schema does not allow in the field goes to f. */
void cdx_put_version(struct writer *w, struct bom_facts *f,
    struct str version);
void cdx_put_cpe(struct writer *w, struct bom_facts *f, struct str cpe);

#endif
