/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVD's statements: version ranges, attributes and configurations.
 *
 * Source:   reference, "CPE matching"; schemas/advisories.sql, cpe_match; NIST
 *           IR 7696 for how attributes compare.
 * Rules:    a node of a configuration holds when one of its members does, or
 *           all where its operator says so; the configuration when all its
 *           nodes do, or one. What is negated is a condition, never what is
 *           vulnerable. A member that is excluded takes its version out.
 *           What a document cannot tell is possible, not false.
 */
#include "match/cpe.h"

#include "base/arena.h"
#include "bom/bom.h"

bool
cpe_is_unbounded(const struct advdb_cpe_row *row)
{
	return row->row.all || (row->row.exact && cpe_is_none(
	    row->row.range.lo));	/* "-": which one is not said */
}

static struct str
attribute(const struct advdb_cpe_row *row, enum cpe_attr which)
{
	struct cpe c;

	cpe_values(row->attrs, CPE_UPDATE, &c);
	return c.v[which];
}

/* A version with an update ("1.8.0-update302") is stored as one text; one of
   any update is compared without ours. */
static struct str
compared(const struct ask *q, const struct advdb_cpe_row *row)
{
	struct str update = attribute(row, CPE_UPDATE);

	return row->row.exact && (cpe_is_any(update) || cpe_is_none(update))
	    ? q->cpe->version : q->version;
}

enum standing
cpe_standing(const struct ask *q, const struct advdb_cpe_row *row)
{
	if (cpe_is_unbounded(row))
		return STAND_IN;
	return judge_range(version_by_id((int)q->eco->scheme), &row->row,
	    compared(q, row));
}

/* Numbers and dots alone. */
static bool
is_plain(struct str v)
{
	if (v.n > 1 && to_lower(v.p[0]) == 'v')
		v = str_from_pos(v, 1);
	for (size_t i = 0; i < v.n; i++)
		if (!is_digit(v.p[i]) && v.p[i] != '.')
			return false;
	return v.n != 0;
}

bool
cpe_is_sure(const struct ask *q, const struct advdb_cpe_row *row)
{
	const struct interval *i = &row->row.range;
	struct str v = compared(q, row);

	if (q->eco->scheme != VERSION_GENERIC || cpe_is_unbounded(row))
		return true;
	if (row->row.exact)
		return str_eq_nocase(v, i->lo) || (is_plain(v) &&
		    is_plain(i->lo));
	return is_plain(v) && (!i->has_lo || is_plain(i->lo)) &&
	    (!i->has_hi || is_plain(i->hi));
}

/* ---- attributes ---- */

static const char *const words[CPE_ATTRS] = {
	[CPE_UPDATE] = "update", [CPE_EDITION] = "edition",
	[CPE_LANGUAGE] = "language", [CPE_SW_EDITION] = "edition",
	[CPE_TARGET_SW] = "target", [CPE_TARGET_HW] = "machine",
	[CPE_OTHER] = "kind",
};

/* Our name leaves open what the record names. Lines of support ("lts") are
   told apart by their versions. */
static enum fit
unknown_fits(const struct cpe_case *c, const struct advdb_cpe_row *row,
    enum cpe_attr which, struct str value)
{
	struct str plain = cpe_plain(c->world->arena, value);

	if (cpe_is_none(value))
		return FIT_YES;
	if (which == CPE_UPDATE && row->row.exact)
		return FIT_YES;		/* compared with the version */
	if (which == CPE_SW_EDITION && (str_eq(plain, STR("lts")) ||
	    str_eq(plain, STR("esr"))))
		return FIT_YES;
	if (which == CPE_TARGET_SW)
		return cpe_software(c, plain);
	if (which == CPE_TARGET_HW)
		return cpe_hardware(c, plain);
	return FIT_POSSIBLE;
}

enum fit
cpe_attributes(const struct cpe_case *c, const struct advdb_cpe_row *row,
    struct str *ret_why)
{
	enum fit worst = FIT_YES;
	struct cpe theirs;

	cpe_values(row->attrs, CPE_UPDATE, &theirs);
	for (int i = CPE_UPDATE; i < CPE_ATTRS; i++) {
		struct str own = c->ask->cpe->cpe.v[i];
		enum cpe_relation r = cpe_relate(theirs.v[i], own);
		enum fit fit = r == CPE_COVERS ? FIT_YES : r == CPE_DISJOINT
		    ? FIT_NO : unknown_fits(c, row, (enum cpe_attr)i,
		    theirs.v[i]);

		/* 1.8.0 "update302" and "update_302" were compared */
		if (i == CPE_UPDATE && row->row.exact && r == CPE_DISJOINT &&
		    !cpe_is_none(theirs.v[i]) && !cpe_is_none(own))
			fit = FIT_YES;
		if (fit == FIT_YES || (fit == FIT_POSSIBLE &&
		    worst == FIT_POSSIBLE))
			continue;
		worst = fit;
		*ret_why = str_fmt(c->world->arena, "it is about the %s "
		    "\"%.*s\" only", words[i], STR_ARG(theirs.v[i]));
		if (fit == FIT_NO)
			return FIT_NO;
	}
	return worst;
}

/* ---- configurations ---- */

static struct str
name_of(struct arena *a, const struct advdb_cpe_row *row)
{
	const struct interval *i = &row->row.range;
	struct str s = str_fmt(a, "%.*s:%.*s", STR_ARG(row->of.vendor),
	    STR_ARG(row->of.product));

	if (cpe_is_unbounded(row))
		return s;
	if (row->row.exact)
		return str_fmt(a, "%.*s %.*s", STR_ARG(s), STR_ARG(i->lo));
	if (i->has_lo)
		s = str_fmt(a, "%.*s %s %.*s", STR_ARG(s), i->lo_incl ? ">="
		    : ">", STR_ARG(i->lo));
	if (i->has_hi)
		s = str_fmt(a, "%.*s %s %.*s", STR_ARG(s), i->hi_incl ? "<="
		    : "<", STR_ARG(i->hi));
	return s;
}

static bool
is_same(const struct advdb_product *x, const struct advdb_product *y)
{
	return str_eq(x->product, y->product) && str_eq(x->vendor, y->vendor)
	    && str_eq(x->part, y->part);
}

/* Of a member other than the one at hand. */
static enum fit
member_fits(const struct cpe_case *c, const struct advdb_cpe_row *m)
{
	struct str ignored;

	if (!is_same(&m->of, &c->ask->cpe->of))
		return cpe_present(c, m);
	return cpe_standing(c->ask, m) != STAND_IN ? FIT_NO
	    : cpe_attributes(c, m, &ignored);
}

static enum fit
least(enum fit x, enum fit y)
{
	return x == FIT_NO || y == FIT_NO ? FIT_NO
	    : x == FIT_POSSIBLE || y == FIT_POSSIBLE ? FIT_POSSIBLE : FIT_YES;
}

static enum fit
most(enum fit x, enum fit y)
{
	return x == FIT_YES || y == FIT_YES ? FIT_YES
	    : x == FIT_POSSIBLE || y == FIT_POSSIBLE ? FIT_POSSIBLE : FIT_NO;
}

static enum fit
inverse(enum fit x)
{
	return x == FIT_YES ? FIT_NO : x == FIT_NO ? FIT_YES : FIT_POSSIBLE;
}

/* A node beside the component's: v[0, n). *ret_name: who decided. */
static enum fit
node_holds(const struct cpe_case *c, const struct advdb_cpe_row *v, size_t n,
    const struct advdb_cpe_row **ret_who)
{
	bool all = v->op & CPE_OP_ALL;
	enum fit fit = all ? FIT_YES : FIT_NO;

	*ret_who = v;
	for (size_t i = 0; i < n; i++) {
		enum fit one = v[i].role == CPE_EXCLUSION ? all ? FIT_YES
		    : FIT_NO : member_fits(c, &v[i]);
		enum fit now = all ? least(fit, one) : most(fit, one);

		if (now != fit)
			*ret_who = &v[i];
		fit = now;
	}
	return v->op & CPE_OP_NEGATED ? inverse(fit) : fit;
}

/* The component's own node. */
static enum fit
own_node(const struct cpe_case *c, const struct advdb_cpe_row *row,
    const struct advdb_cpe_row *v, size_t n, struct str *ret_why)
{
	struct arena *a = c->world->arena;
	enum fit fit = FIT_YES;

	for (size_t i = 0; i < n; i++) {
		enum fit one;

		if (v[i].role == CPE_EXCLUSION &&
		    is_same(&v[i].of, &c->ask->cpe->of) &&
		    member_fits(c, &v[i]) == FIT_YES) {
			*ret_why = str_fmt(a, "%.*s is left out of it",
			    STR_ARG(name_of(a, &v[i])));
			return FIT_NO;
		}
		if (!(row->op & CPE_OP_ALL) || v[i].role == CPE_EXCLUSION ||
		    (v[i].row.seq == row->row.seq && is_same(&v[i].of,
		    &c->ask->cpe->of)))
			continue;
		one = member_fits(c, &v[i]);
		if (one != FIT_YES)
			*ret_why = str_fmt(a, "it holds only with %.*s",
			    STR_ARG(name_of(a, &v[i])));
		fit = least(fit, one);
	}
	return fit;
}

static struct str
told(struct arena *a, const struct advdb_cpe_row *who, size_t n)
{
	return str_fmt(a, "%s%.*s%s", who->op & CPE_OP_NEGATED ? "without "
	    : "with ", STR_ARG(name_of(a, who)), n > 1 ? " or the like" : "");
}

/* Another node of the configuration; false: it does not hold. */
static bool
add_node(const struct cpe_case *c, const struct advdb_cpe_row *v, size_t n,
    enum fit *fit, struct str *ret_why, struct str *ret_with)
{
	struct arena *a = c->world->arena;
	const struct advdb_cpe_row *who;
	enum fit one = node_holds(c, v, n, &who);

	if (one == FIT_YES)
		*ret_with = str_fmt(a, "%.*s%s%.*s", STR_ARG(*ret_with),
		    ret_with->n != 0 ? ", " : "", STR_ARG(told(a, who, 1)));
	else
		*ret_why = str_fmt(a, "it holds only %.*s", STR_ARG(told(a,
		    who, n)));
	*fit = least(*fit, one);
	return one != FIT_NO;
}

enum fit
cpe_configuration(const struct cpe_case *c, const struct advdb_cpe_row *row,
    const struct advdb_cpe_row *v, size_t n, struct str *ret_why,
    struct str *ret_with)
{
	enum fit fit = FIT_YES;
	size_t j;

	*ret_with = STR("");
	if (row->op & (CPE_OP_NEGATED | CPE_OP_CFG_NEGATED)) {
		*ret_why = STR("it is what must not be there");
		return FIT_NO;
	}
	for (size_t i = 0; i < n; i = j) {
		for (j = i + 1; j < n && v[j].node == v[i].node; j++)
			;
		if (v[i].node == row->node)
			fit = least(fit, own_node(c, row, &v[i], j - i,
			    ret_why));
		else if (!(row->op & CPE_OP_ANY_NODE) && !add_node(c, &v[i],
		    j - i, &fit, ret_why, ret_with))
			return FIT_NO;
		if (fit == FIT_NO)
			return FIT_NO;
	}
	return fit;
}
