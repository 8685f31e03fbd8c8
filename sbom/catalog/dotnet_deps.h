/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_DOTNET_DEPS_H
#define SBOM_CATALOG_DOTNET_DEPS_H

#include "sbom/catalog/catalog.h"

/*
 * The packages of a deps.json. dir: the directory that its assemblies lie in,
 * with a '/' at both ends ("/" for the root), whose files packages own; ""
 * when they lie in no directory.
 */
enum rc dotnet_deps(struct str json, struct str dir, const struct limits *lim,
    struct records *out, struct err *e);

#endif
