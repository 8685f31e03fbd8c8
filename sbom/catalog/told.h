/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_TOLD_H
#define SBOM_CATALOG_TOLD_H

#include <stdbool.h>

#include "sbom/catalog/catalog.h"

struct bom_component;

/* What a row makes of a document that lies in an image. */
struct told {
	const char *type;	/* only packages of this purl type, or NULL */
	bool own;		/* they are what was installed: not marked as
				   told by a document */
	/* After a component was emitted; or NULL. */
	void (*after)(struct told *t, const struct bom_component *c,
	    struct records *out);
	void *ctx;
	bool beside;		/* it is attested of the image */
	bool edges;		/* dependencies, too: the row is LINK_FILE */
	size_t documents;	/* set: read so far */
	bool is_document;	/* set: it is one that can be read */
	size_t components;	/* set: emitted */
};

/*
 * The components of every document in b, of any format that is read, to out;
 * f tells where it lies. RC_UNSUPPORTED: it is of a format that is not read.
 */
enum rc told_read(struct told *t, const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e);

#endif
