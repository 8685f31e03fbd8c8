/* SPDX-License-Identifier: Apache-2.0 */
/*
 * semver: Semantic Versioning, read loosely.
 *
 * Source:   Semantic Versioning 2.0.0, sections 9 to 11.
 * Grammar:  N.N.N[-pre][+build]. Taken besides: "v", "V" or "=" in front,
 *           fewer or more than three numbers (absent: 0), leading zeros, and a
 *           pre-release without its hyphen (1.0.0rc1), as node-semver's loose
 *           mode does, or with a dot (1.0.0.rc1).
 * Order:    numbers; a pre-release before its release; identifiers as numbers
 *           or as ASCII, numbers first, and fewer first. Build is ignored.
 */
#include "version/semver.h"

#include "version/digits.h"
#include "version/version.h"

struct semver
semver_split(struct str v)
{
	struct semver p = { 0 };
	size_t i = 0, build = str_find(v, '+');

	p.has_build = build < v.n;
	p.build = str_from_pos(v, build + p.has_build);
	v = str_sub(v, 0, build);
	while (i < v.n && (v.p[i] == 'v' || v.p[i] == 'V' || v.p[i] == '='))
		i++;
	v = str_sub(v, i, v.n);

	for (i = 0; i < v.n && is_digit(v.p[i]);) {
		i += digits_len(v, i);
		if (i + 1 < v.n && v.p[i] == '.' && is_digit(v.p[i + 1]))
			i++;
	}
	p.core = str_sub(v, 0, i);
	p.has_pre = i < v.n;
	p.pre = str_sub(v, i + (i < v.n && (v.p[i] == '-' || v.p[i] == '.')),
	    v.n);
	return p;
}

int
semver_core_cmp(struct str a, struct str b)
{
	struct str x, y;
	bool more = true;

	while (more) {
		bool p = str_split(&a, '.', &x), q = str_split(&b, '.', &y);
		int c = digits_cmp(p ? x : STR(""), q ? y : STR(""));

		if (c != 0)
			return c;
		more = p || q;
	}
	return 0;
}

static int
identifier_cmp(struct str a, struct str b)
{
	bool x = a.n > 0 && digits_len(a, 0) == a.n;
	bool y = b.n > 0 && digits_len(b, 0) == b.n;

	if (x && y)
		return digits_cmp(a, b);
	if (x != y)
		return x ? -1 : 1;

	int c = str_cmp(a, b);
	return (c > 0) - (c < 0);
}

int
semver_ids_cmp(struct str a, struct str b)
{
	for (;;) {
		struct str x, y;
		bool p = str_split(&a, '.', &x), q = str_split(&b, '.', &y);

		if (!p || !q)
			return p - q;

		int c = identifier_cmp(x, y);
		if (c != 0)
			return c;
	}
}

int
semver_parts_cmp(const struct semver *a, const struct semver *b)
{
	int c = semver_core_cmp(a->core, b->core);

	if (c != 0)
		return c;
	if (a->has_pre != b->has_pre)
		return a->has_pre ? -1 : 1;
	return semver_ids_cmp(a->pre, b->pre);
}

int
semver_cmp(struct str a, struct str b)
{
	struct semver x = semver_split(a), y = semver_split(b);

	return semver_parts_cmp(&x, &y);
}

bool
semver_valid(struct str v)
{
	return version_printable(v) && semver_split(v).core.n > 0;
}
