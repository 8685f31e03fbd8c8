/* SPDX-License-Identifier: Apache-2.0 */
/*
 * go: versions of Go's modules and toolchains.
 *
 * Source:   Go Modules Reference, "Versions" and "Pseudo-versions"; Go
 *           Toolchains, "Go versions".
 * Grammar:  v1.2.3[-pre][+build], the "v" may be left out; go1.21rc2, where a
 *           blank ends the version (go1.22.3 X:boringcrypto).
 * Order:    Semantic Versioning's, build ignored ("+incompatible", "+dirty");
 *           pseudo-versions are pre-releases that hold their time. The
 *           identifiers of a toolchain are runs: go1.21rc2 is 1.21.0-rc.2, and
 *           go1.21 is go1.21.0, as advisories mean it.
 * Traps:    (devel) and "devel ..." say nothing: no versions. A main module's
 *           v0.0.0-... is made up by the build: whoever reads it must know.
 */
#include "version/digits.h"
#include "version/version.h"

struct parts {
	struct str core, pre;
	bool has_pre, runs;	/* runs: rc2 is rc, 2 */
};

static struct str
until_blank(struct str v)
{
	size_t n = 0;

	while (n < v.n && !is_space(v.p[n]))
		n++;
	return str_sub(v, 0, n);
}

static bool
is_toolchain(struct str v)
{
	return str_starts(v, STR("go")) && digits_len(v, 2) > 0;
}

static struct parts
split(struct str v)
{
	struct parts p = { .runs = is_toolchain(v) };
	size_t i = 0;

	if (p.runs)
		v = until_blank(str_from_pos(v, 2));
	else if (v.n > 0 && v.p[0] == 'v')
		v = str_from_pos(v, 1);
	v = str_sub(v, 0, str_find(v, '+'));

	while (digits_len(v, i) > 0) {
		i += digits_len(v, i);
		if (i < v.n && v.p[i] == '.' && digits_len(v, i + 1) > 0)
			i++;
	}
	p.core = str_sub(v, 0, i);
	p.has_pre = i < v.n;
	p.pre = str_from_pos(v, i + (i < v.n && v.p[i] == '-'));
	return p;
}

static int
core_cmp(struct str a, struct str b)
{
	int c = 0;

	while (c == 0 && (a.n > 0 || b.n > 0)) {
		struct str x = STR(""), y = STR("");

		(void)str_split(&a, '.', &x);
		(void)str_split(&b, '.', &y);
		c = digits_cmp(x, y);
	}
	return c;
}

/* The next identifier of p->pre; false at the end. */
static bool
take_identifier(struct parts *p, struct str *ret)
{
	size_t n = digits_len(p->pre, 0);

	if (!p->runs || p->pre.n == 0)
		return str_split(&p->pre, '.', ret);
	if (n == 0)
		while (n < p->pre.n && p->pre.p[n] != '.' &&
		    !is_digit(p->pre.p[n]))
			n++;
	*ret = str_sub(p->pre, 0, n);
	p->pre = str_from_pos(p->pre, n + (n < p->pre.n &&
	    p->pre.p[n] == '.'));
	return true;
}

static int
identifier_cmp(struct str a, struct str b)
{
	bool x = a.n > 0 && digits_len(a, 0) == a.n;
	bool y = b.n > 0 && digits_len(b, 0) == b.n;

	if (x != y)
		return x ? -1 : 1;
	return x ? digits_cmp(a, b) : str_cmp(a, b);
}

int
go_cmp(struct str a, struct str b)
{
	struct parts p = split(a), q = split(b);
	int c = core_cmp(p.core, q.core);

	if (c != 0)
		return c;
	if (p.has_pre != q.has_pre)
		return p.has_pre ? -1 : 1;
	for (;;) {
		struct str x, y;
		bool more = take_identifier(&p, &x);

		if (more != take_identifier(&q, &y))
			return more ? 1 : -1;
		if (!more)
			return 0;
		c = identifier_cmp(x, y);
		if (c != 0)
			return c;
	}
}

bool
go_valid(struct str v)
{
	if (is_toolchain(v))
		return version_printable(until_blank(v));
	return version_printable(v) && split(v).core.n > 0;
}
