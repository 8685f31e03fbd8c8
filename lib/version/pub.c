/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pub: packages of Dart.
 *
 * Source:   the pub_semver library's README ("Semantics") and its Version.
 * Order:    Semantic Versioning, but the build counts: none is before any,
 *           and identifiers of builds compare as those of pre-releases.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

int
pub_cmp(struct str a, struct str b)
{
	struct semver x = semver_split(a), y = semver_split(b);
	int c = semver_parts_cmp(&x, &y);

	if (c != 0)
		return c;
	if (x.has_build != y.has_build)
		return x.has_build ? 1 : -1;
	return semver_ids_cmp(x.build, y.build);
}
