/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nuget: versions of .NET packages.
 *
 * Source:   NuGet's documentation, "Package versioning".
 * Grammar:  [v]N[.N[.N[.N]]][-pre][+build]
 * Order:    four numbers (absent: 0); then as Semantic Versioning, but without
 *           regard to case. Build is ignored.
 * Totality: text outside the grammar (1.4.0rc3) is newer than any version, as
 *           OSV sorts it; among itself, bytes without regard to case.
 */
#include "version/digits.h"
#include "version/version.h"

enum { NUMBERS = 4 };

struct parts {
	struct str number[NUMBERS], pre, rest;	/* rest: pre with its hyphen */
	bool has_pre, odd;	/* odd: outside the grammar */
};

static struct parts
split(struct str v)
{
	struct parts p = { 0 };
	size_t i = v.n > 0 && (v.p[0] == 'v' || v.p[0] == 'V'), n = 0;

	v = str_sub(v, 0, str_find(v, '+'));
	p.odd = digits_len(v, i) == 0;
	while (n < NUMBERS && digits_len(v, i) > 0) {
		p.number[n++] = digits_take(v, &i);
		if (i < v.n && v.p[i] == '.' && n < NUMBERS &&
		    digits_len(v, i + 1) > 0)
			i++;
	}
	p.rest = str_from_pos(v, i);
	p.has_pre = p.rest.n > 0;
	if (p.has_pre && p.rest.p[0] != '-')
		p.odd = true;
	p.pre = str_from_pos(p.rest, 1);
	return p;
}

static int
nocase_cmp(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		unsigned char x = (unsigned char)to_lower(a.p[i]);
		unsigned char y = (unsigned char)to_lower(b.p[i]);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static int
identifier_cmp(struct str a, struct str b)
{
	bool x = a.n > 0 && digits_len(a, 0) == a.n;
	bool y = b.n > 0 && digits_len(b, 0) == b.n;

	if (x != y)
		return x ? -1 : 1;
	return x ? digits_cmp(a, b) : nocase_cmp(a, b);
}

static int
pre_cmp(struct str a, struct str b)
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
nuget_cmp(struct str a, struct str b)
{
	struct parts p = split(a), q = split(b);

	if (p.odd || q.odd)
		return p.odd && q.odd ? nocase_cmp(a, b) : p.odd - q.odd;
	for (size_t i = 0; i < NUMBERS; i++) {
		int c = digits_cmp(p.number[i], q.number[i]);

		if (c != 0)
			return c;
	}
	if (p.has_pre != q.has_pre)
		return p.has_pre ? -1 : 1;
	return pre_cmp(p.pre, q.pre);
}

/* Of what is outside the grammar, numbers with a word behind are believed:
   old clients took them. */
bool
nuget_valid(struct str v)
{
	struct parts p = split(v);

	return version_printable(v) && p.number[0].n > 0 &&
	    (!p.odd || is_alpha(p.rest.p[0]));
}
