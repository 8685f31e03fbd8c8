/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VERSION_SEMVER_H
#define VERSION_SEMVER_H

#include <stdbool.h>

#include "base/str.h"

/*
 * For schemes that differ from Semantic Versioning in one point: its parts,
 * which borrow from the version, and the order of each.
 */
struct semver {
	struct str core, pre, build;	/* without the '-' and the '+' */
	bool has_pre, has_build;
};

struct semver semver_split(struct str v);

/* Dotted numbers; an absent one is 0. */
int semver_core_cmp(struct str a, struct str b);

/* Dotted identifiers, section 11.4. */
int semver_ids_cmp(struct str a, struct str b);

/* Core and pre-release: all that counts but the build. */
int semver_parts_cmp(const struct semver *a, const struct semver *b);

#endif
