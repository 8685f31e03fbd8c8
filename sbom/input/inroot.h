/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_INROOT_H
#define SBOM_INPUT_INROOT_H

#include "base/str.h"

/*
 * Open path below the directory root so that no link leads out of it:
 * openat2(2) with RESOLVE_IN_ROOT; where the kernel has none, each component
 * without following links. -1 with errno.
 */
int inroot_open(int root, struct str path, int flags);

#endif
