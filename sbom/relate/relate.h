/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_RELATE_RELATE_H
#define SBOM_RELATE_RELATE_H

#include "base/err.h"

struct bom;
struct facts;
struct image_meta;

/*
 * Make a bill of materials of what the walk found: what needs two files is
 * decided here, from records only. b is new and empty; it borrows
 * text from f and m, and goes to bom_finish next. Fails only for a malformed
 * SOURCE_DATE_EPOCH.
 */
enum rc relate(const struct facts *f, const struct image_meta *m,
    struct bom *b, struct err *e);

#endif
