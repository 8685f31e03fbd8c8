/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_DEP5_H
#define IDENTITY_DEP5_H

#include "base/str.h"

enum { DEP5_LICENCES_MAX = 512 };

/*
 * The licences that a debian/copyright names, each once, in file order: an
 * SPDX expression where the short names mean one for certain, else the words
 * as they stand. Of a file that is not machine-readable: the names of
 * common licences that it points to. licence is borrowed until each returns;
 * at most DEP5_LICENCES_MAX are named.
 */
void dep5_licences(struct str text, void (*each)(void *ctx, struct str licence),
    void *ctx);

#endif
