/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bitnami: components of Bitnami's images.
 *
 * Source:   Bitnami's go-version, README: a semantic version with a revision
 *           of the packaging behind it, N.N.N-REVISION.
 * Order:    as Semantic Versioning, but a number behind the hyphen is newer
 *           than none, which is revision 0; a pre-release is before both.
 * Bounds:   no revision carries a fix of the software by its number alone, and
 *           advisories name releases: 2.3.1-4 is 2.3.1 to them, as in Grype.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

static int
order(struct str a, struct str b, bool revisions)
{
	struct semver x = semver_split(a), y = semver_split(b);
	bool p = x.has_pre && !digits_only(x.pre);
	bool q = y.has_pre && !digits_only(y.pre);
	int c = semver_core_cmp(x.core, y.core);

	if (c != 0)
		return c;
	if (p != q)
		return p ? -1 : 1;
	if (p)
		return semver_ids_cmp(x.pre, y.pre);
	return revisions ? digits_cmp(x.pre, y.pre) : 0;
}

int
bitnami_cmp(struct str a, struct str b)
{
	return order(a, b, true);
}

int
bitnami_bound_cmp(struct str v, struct str bound)
{
	return order(v, bound, false);
}
