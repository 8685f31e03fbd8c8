/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CARGO_H
#define SBOM_CATALOG_CARGO_H

#include "sbom/catalog/catalog.h"

struct arena;

/* What Cargo.lock and Cargo.toml share. */

/* Where a crate was taken from. */
struct cargo_source {
	bool local;		/* a path of the workspace */
	struct str vcs;		/* "git+URL@commit", or "" */
	struct str registry;	/* of another registry than the default; or "" */
};

/* "registry+URL", "sparse+URL", "git+URL?branch=x#commit"; "" is local. */
struct cargo_source cargo_source(struct arena *a, struct str source);

/* Tell the sink about the package emitted last. */
void cargo_say_source(struct records *out, const struct cargo_source *s);

/* Is path in a directory of crates that were fetched, or are built? What
   their manifests say is not of this tree. */
bool cargo_is_fetched(struct str path);

#endif
