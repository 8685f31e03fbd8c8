/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intervals of versions, and their VERS notation.
 *
 * Source:   the VERS specification: "vers:" type "/" constraints joined by
 *           '|', sorted by version; a bare version means equality, a lone star
 *           everything. What of a version is encoded: vers.c.
 */
#include "base/arena.h"
#include "version/vers.h"
#include "version/version.h"

bool
interval_has(const struct version_scheme *s, const struct interval *i,
    struct str v)
{
	if (i->has_lo) {
		int c = version_bound_cmp(s, v, i->lo);

		if (c < 0 || (c == 0 && !i->lo_incl))
			return false;
	}
	if (i->has_hi) {
		int c = version_bound_cmp(s, v, i->hi);

		if (c > 0 || (c == 0 && !i->hi_incl))
			return false;
	}
	return true;
}

static struct str
constraint(struct arena *a, const char *op, struct str v)
{
	return str_join(a, str_from(op), vers_encode(a, v));
}

struct str
interval_vers(struct arena *a, const struct version_scheme *s,
    const struct interval *i)
{
	struct str out = str_join(a, str_join(a, STR("vers:"),
	    str_from(s->vers)), STR("/"));

	if (!i->has_lo && !i->has_hi)
		return str_join(a, out, STR("*"));
	if (i->has_lo && i->has_hi && i->lo_incl && i->hi_incl &&
	    s->cmp(i->lo, i->hi) == 0)
		return str_join(a, out, vers_encode(a, i->lo));
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
