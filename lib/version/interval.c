/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intervals of versions, and their VERS notation.
 *
 * Source:   the VERS specification: "vers:" type "/" constraints joined by
 *           '|', sorted by version; a bare version means equality, a lone star
 *           everything. Comparator and separator characters inside a version
 *           are percent-encoded; so are blanks, '%' and what is not ASCII.
 */
#include "base/arena.h"
#include "version/version.h"

bool
interval_has(const struct version_scheme *s, const struct interval *i,
    struct str v)
{
	if (i->has_lo) {
		int c = s->cmp(v, i->lo);

		if (c < 0 || (c == 0 && !i->lo_incl))
			return false;
	}
	if (i->has_hi) {
		int c = s->cmp(v, i->hi);

		if (c > 0 || (c == 0 && !i->hi_incl))
			return false;
	}
	return true;
}

static bool
must_encode(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f ||
	    memchr("><=!*|%", c, 7) != NULL;
}

static struct str
encode(struct arena *a, struct str v)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += must_encode(v.p[i]) ? 3 : 1;
	if (n == v.n)
		return v;

	char *p = NEWN(a, char, n), *q = p;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (!must_encode(v.p[i])) {
			*q++ = v.p[i];
			continue;
		}
		*q++ = '%';
		*q++ = hex[c >> 4];
		*q++ = hex[c & 15];
	}
	return str_of(p, n);
}

static struct str
constraint(struct arena *a, const char *op, struct str v)
{
	return str_join(a, str_from(op), encode(a, v));
}

struct str
interval_vers(struct arena *a, const struct version_scheme *s,
    const struct interval *i)
{
	struct str out = str_fmt(a, "vers:%s/", s->vers);

	if (!i->has_lo && !i->has_hi)
		return str_join(a, out, STR("*"));
	if (i->has_lo && i->has_hi && i->lo_incl && i->hi_incl &&
	    s->cmp(i->lo, i->hi) == 0)
		return str_join(a, out, encode(a, i->lo));
	if (i->has_lo)
		out = str_join(a, out,
		    constraint(a, i->lo_incl ? ">=" : ">", i->lo));
	if (i->has_lo && i->has_hi)
		out = str_join(a, out, STR("|"));
	if (i->has_hi)
		out = str_join(a, out,
		    constraint(a, i->hi_incl ? "<=" : "<", i->hi));
	return out;
}
