/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_GO_MOD_H
#define SBOM_CATALOG_GO_MOD_H

#include "sbom/catalog/catalog.h"

struct arena;

/* What go.mod and vendor/modules.txt share. */

struct go_module {
	struct str path, version;
	struct str by, by_version;	/* what replaces it; by "": nothing */
};

/*
 * Emit what the module is, after replacement, and that it is offered as its
 * own "path@version". A directory in its place is local, and so is a path
 * that no one can fetch. RC_OK for a module without a name, which is none.
 */
enum rc go_say_module(struct arena *a, struct records *out,
    const struct go_module *m, size_t line);

/* "path@version": the key of a module as its requirer names it. */
struct str go_key(struct arena *a, struct str path, struct str version);

#endif
