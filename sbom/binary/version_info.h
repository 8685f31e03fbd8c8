/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_BINARY_VERSION_INFO_H
#define SBOM_BINARY_VERSION_INFO_H

#include "sbom/binary/exe.h"

/* The version resource of a PE file: "" is not stated. UTF-8. */
struct version_info {
	struct str company, product, description, internal, original;
	struct str file_version, product_version;
};

/* *ret_found is false when the file has none. */
enum rc version_info_read(const struct exe *x, struct blob *b,
    struct version_info *ret, bool *ret_found, struct err *e);

#endif
