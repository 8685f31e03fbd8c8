/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_SYFT_ARTIFACT_H
#define BOM_OTHER_SYFT_ARTIFACT_H

#include "bom/pull.h"

/* An element of `artifacts`: what it holds goes to the bom. */
enum rc syft_artifact(struct pull *p, void *ctx, struct str name,
    struct err *e);

#endif
