/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openssl: releases of OpenSSL.
 *
 * Source:   OpenSSL's "Release Strategy", and the VERS specification's
 *           "openssl": N.N.N with letters up to 1.1.1, semantic from 3.0.
 * Order:    numbers; then letters, fewer first: (none) < a < z < za < zb. A
 *           pre-release ("-pre9", "-beta1"; from 3.0 on any word) is before
 *           its release; what else follows a hyphen ("-fips") is behind it.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

struct parts {
	struct str core, letters, rest;
	int side;		/* of the rest: -1 before, 1 behind, 0 none */
};

static int
side(struct str core, struct str rest)
{
	static const char *const words[] = {
		"pre", "alpha", "beta", "dev", "rc" };

	if (rest.n == 0)
		return 0;
	if (digits_cmp(str_sub(core, 0, digits_len(core, 0)), STR("3")) >= 0)
		return -1;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts(rest, str_from(words[i])))
			return -1;
	return 1;
}

static struct parts
split(struct str v)
{
	struct semver s = semver_split(v);
	struct parts p = { .core = s.core, .rest = s.pre };
	size_t n = 0, at = (size_t)(s.core.n > 0 ?
	    s.core.p + s.core.n - v.p : 0);

	/* Letters follow the numbers at once, and end there or at a '-'. */
	if (at < v.n && is_lower(v.p[at])) {
		while (n < s.pre.n && is_lower(s.pre.p[n]))
			n++;
		if (n == s.pre.n || s.pre.p[n] == '-') {
			p.letters = str_sub(s.pre, 0, n);
			p.rest = str_from_pos(s.pre, n + (n < s.pre.n));
		}
	}
	p.side = side(p.core, p.rest);
	return p;
}

int
openssl_cmp(struct str a, struct str b)
{
	struct parts x = split(a), y = split(b);
	int c = semver_core_cmp(x.core, y.core);

	if (c != 0)
		return c;
	if (x.letters.n != y.letters.n)
		return x.letters.n < y.letters.n ? -1 : 1;
	c = str_cmp(x.letters, y.letters);
	if (c == 0)
		c = x.side - y.side;
	if (c == 0)
		c = semver_ids_cmp(x.rest, y.rest);
	return (c > 0) - (c < 0);
}
