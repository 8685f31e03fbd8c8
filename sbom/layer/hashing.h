/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_HASHING_H
#define SBOM_LAYER_HASHING_H

#include "codec/digest.h"
#include "codec/reader.h"

/* What in (owned) hands over, and a digest of it. d is borrowed. */
struct reader *hashing_reader(struct reader *in, struct digest *d);

/* Ends d: does it equal want ("sha256:…")? text gets what it is. */
bool hashing_check(struct digest *d, enum digest_alg alg, struct str want,
    char text[160]);

#endif
