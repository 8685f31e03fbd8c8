/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_DOTNET_FRAMEWORK_H
#define SBOM_CATALOG_DOTNET_FRAMEWORK_H

#include "sbom/catalog/catalog.h"

/*
 * Shared frameworks of .NET: is path ".../NAME/VERSION/file" of one? All that
 * is in such a directory is one package.
 */
bool dotnet_framework(struct str path, struct str *ret_name,
    struct str *ret_version);
enum rc dotnet_framework_emit(struct str name, struct str version,
    struct records *out);

#endif
