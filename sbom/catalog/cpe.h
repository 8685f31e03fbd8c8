/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CPE_H
#define SBOM_CATALOG_CPE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/*
 * A formatted CPE 2.3 name of an application (NISTIR 7695). vendor and product
 * are written as they go in; version is quoted. java: its versions are split
 * as NVD writes them: 1.8.0_302-b08 into version 1.8.0 and update "update302",
 * 17.0.12+7 without what follows '+'.
 */
struct str cpe_of(struct arena *a, struct str vendor, struct str product,
    struct str version, bool java);

#endif
