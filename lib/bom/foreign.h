/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_FOREIGN_H
#define BOM_FOREIGN_H

#include "bom/bom.h"

/*
 * What other tools look for in a document under names of their own: without
 * them Grype and Trivy take a binary package for its own source, and miss
 * what is said of the source.
 */
struct arena;
struct bom_facts;

/* Nothing when the bom is plain. */
void foreign_component(struct bom_facts *f, const struct bom_component *c);
void foreign_distro(struct bom_facts *f);

/* Of c's properties those that foreign_component would make of it: it makes
   them again when it is written. */
void foreign_forget(struct arena *tmp, struct bom_component *c);

/* SPDX's sourceInfo, as Trivy reads it; "": the package is its own source. */
struct str foreign_source_info(struct arena *a,
    const struct bom_component *c);

#endif
