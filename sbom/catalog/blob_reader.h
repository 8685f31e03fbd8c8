/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_BLOB_READER_H
#define SBOM_CATALOG_BLOB_READER_H

#include <stdint.h>

#include "codec/reader.h"
#include "sbom/catalog/blob.h"

/*
 * A blob's bytes from first to last as a stream, 64 KiB at a time; b is
 * borrowed. NULL when memory lacks.
 */
struct reader *reader_of_blob(struct blob *b);

#endif
