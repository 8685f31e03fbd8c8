/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_EXE_LIBS_H
#define SBOM_CATALOG_EXE_LIBS_H

#include "sbom/binary/exe.h"
#include "sbom/catalog/catalog.h"

/*
 * The package emitted last requires "lib:NAME" for each library that the
 * ELF file asks its loader for; relate finds their owners.
 */
enum rc exe_libs(const struct exe *x, struct blob *b, struct records *out,
    struct err *e);

#endif
