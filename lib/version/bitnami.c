/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bitnami: components of Bitnami's images.
 *
 * Source:   Bitnami's go-version, README: a semantic version with a revision
 *           of the packaging behind it, N.N.N-REVISION.
 * Order:    as Semantic Versioning, but a number behind the hyphen is newer
 *           than none, which is revision 0; a pre-release is before both.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

int
bitnami_cmp(struct str a, struct str b)
{
	struct semver x = semver_split(a), y = semver_split(b);
	bool p = x.has_pre && !digits_only(x.pre);
	bool q = y.has_pre && !digits_only(y.pre);
	int c = semver_core_cmp(x.core, y.core);

	if (c != 0)
		return c;
	if (p != q)
		return p ? -1 : 1;
	return p ? semver_ids_cmp(x.pre, y.pre) : digits_cmp(x.pre, y.pre);
}
