/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_STATEMENT_H
#define BOM_OTHER_STATEMENT_H

#include "base/err.h"
#include "base/out.h"

struct bom;
struct bom_format;

/* The in-toto predicate type of a format's documents; NULL: it has none. */
const char *statement_type(const struct bom_format *f);

/*
 * b as a document of a format that has a predicate type, in an in-toto
 * Statement v1 about its image. RC_UNSUPPORTED: the image's manifest digest,
 * by which a statement names it, is not known.
 */
enum rc statement_write(const struct bom *b, const struct bom_format *f,
    const char *version, struct out *o, struct err *e);

#endif
