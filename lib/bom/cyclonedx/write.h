/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_WRITE_H
#define BOM_CYCLONEDX_WRITE_H

#include "base/out.h"
#include "base/str.h"
#include "bom/bom.h"
#include "text/json_out.h"

struct arena;
struct buf;
struct digest;
struct map;

/* One CycloneDX JSON document in the making. */
struct writer {
	const struct bom *b;
	unsigned minor;			/* of the version: 6 is 1.6 */
	struct str root, os;		/* references */
	struct map *layers;
	struct out *out;
	struct json_out j;
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

#endif
