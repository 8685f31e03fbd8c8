/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_RULE_CONTENT_H
#define MATCH_RULE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "identity/redhat_cpe.h"

/*
 * What the content sets (repositories) that a Red Hat image was built from
 * hold, by the CPE names that the database has for them.
 */
struct content {
	struct str *cpes;
	struct redhat_product *products;	/* of the same index */
	size_t n, cap;
	bool complete;		/* the database knows all of the sets */
};

/* Those of each layer, and of all. */
struct contents {
	struct content all;
	struct str *layers;		/* digests */
	struct content *of;		/* of the same index */
	size_t n;
};

/* What a package of this layer came from: its layer's content sets, where it
   has some, else those of the whole image. NULL: not known; c may be. */
const struct content *content_layer(const struct contents *c,
    struct str layer);

/* Is the stream or product among them? A feed may name a product ("openshift:
   4") that stands for its versions. */
bool content_has(const struct content *c, struct str release,
    struct str channel);

/* Is one of the CPE names that a statement lists (a blank between) of one of
   the repositories, as "appstream" is? True for names of a whole release. */
bool content_covers(const struct content *c, struct str cpes);

#endif
