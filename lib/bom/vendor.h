/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_VENDOR_H
#define BOM_VENDOR_H

#include "bom/bom.h"

/* Does the distribution's word about package c hold for what is in it?
   evidence: path of the file in it that proved something. */
enum bom_owner bom_vendor(const struct bom_component *c, struct str evidence);

#endif
