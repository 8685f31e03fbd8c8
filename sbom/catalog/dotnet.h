/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_DOTNET_H
#define SBOM_CATALOG_DOTNET_H

#include "sbom/catalog/catalog.h"

struct arena;
struct json;

/*
 * What the .NET rows share. NuGet's names know no case; they are told as they
 * are written, and meet by their lower case.
 */
struct str dotnet_key(struct arena *a, struct str name);

/* Without the byte order mark that Visual Studio writes. */
struct str dotnet_unmarked(struct str text);
/* The whole file. Free with json_free. */
enum rc dotnet_json(struct blob *b, struct json **ret, struct err *e);

/*
 * The version that text states: "1.2.3", "[1.2.3]"; "" for a range, a floating
 * version, a variable or a commit.
 */
struct str dotnet_version(struct str text);

#endif
