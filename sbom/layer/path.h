/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_PATH_H
#define SBOM_LAYER_PATH_H

#include <stdbool.h>

#include "base/limits.h"
#include "base/str.h"

/*
 * A member's name as a path below the root of its layer: without leading "/"
 * and "./", without trailing "/", "//" and "/./" folded, ".." taken away with
 * the name before it and never above the root. Bytes stay as they are; "" is
 * the root. *ret borrows from raw or from room. False when the result is
 * longer than PATH_MAX_BYTES or deeper than PATH_MAX_DEPTH.
 */
bool path_clean(struct str raw, char room[PATH_MAX_BYTES], struct str *ret);

/* All before the last '/' ("" when there is none), and all after it. */
struct str path_dir(struct str path);
struct str path_base(struct str path);

/* Is path below dir ("" is the root of everything but itself)? */
bool path_below(struct str path, struct str dir);

#endif
