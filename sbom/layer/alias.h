/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_ALIAS_H
#define SBOM_LAYER_ALIAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/str.h"

/*
 * A layer may hold LINK/FILE where LINK is a symbolic link of a lower layer,
 * without an entry for LINK itself: then the link stays and the file lands
 * where it leads. Only an entry of its own puts a directory in its place.
 */
struct alias {
	struct str link;	/* as the layer names it */
	struct str real;	/* the directory, without links */
};

enum { ALIASES_MAX = 64 };	/* of one layer; images have a few */

struct aliases {
	struct alias v[ALIASES_MAX];
	size_t n;
};

/* The alias that the name is, or is below: the longest. l may be NULL. */
const struct alias *alias_of(const struct aliases *l, struct str name);

/* Where what the layer calls name is; in room, or name itself. */
struct str alias_real(const struct aliases *l, struct str name,
    char room[PATH_MAX_BYTES]);

/* The name that alias k gives path in the layer; false: none. */
bool alias_name(const struct aliases *l, size_t k, struct str path,
    char room[PATH_MAX_BYTES], struct str *ret);

#endif
