/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_REPOSITORY_H
#define MATCH_REPOSITORY_H

#include <stdbool.h>

#include "base/str.h"

struct match_db;

/* Does the database have fixes of this part ("main") of a branch of Alpine? */
bool repository_fed(const struct match_db *db, struct str branch,
    struct str part);

/* Is it among the repositories, a line each, that an image uses? */
bool repository_used(struct str text, struct str branch, struct str part);

#endif
