/* SPDX-License-Identifier: Apache-2.0 */
/*
 * npm: versions of JavaScript packages.
 *
 * Source:   node-semver's README, "Versions" and "loose".
 * Grammar:  Semantic Versioning, as its loose form reads it: "v" or "=" in
 *           front, a pre-release without its hyphen (1.0.0rc1). Fewer numbers
 *           are taken for those of a release (1.2: 1.2.0), more are compared.
 *           A wildcard (1.x, 1.2.*) or a tag (latest) is no version.
 * Order:    semver's.
 */
#include "version/digits.h"
#include "version/version.h"

int
npm_cmp(struct str a, struct str b)
{
	return semver_cmp(a, b);
}

bool
npm_valid(struct str v)
{
	size_t i = 0;

	if (!version_printable(v))
		return false;
	while (i < v.n && (v.p[i] == 'v' || v.p[i] == 'V' || v.p[i] == '='))
		i++;
	if (digits_take(v, &i).n == 0)
		return false;
	while (i < v.n && v.p[i] == '.' && digits_len(v, i + 1) > 0) {
		i++;
		(void)digits_take(v, &i);
	}
	return i == v.n || v.p[i] == '-' || v.p[i] == '+' || is_alpha(v.p[i]);
}
