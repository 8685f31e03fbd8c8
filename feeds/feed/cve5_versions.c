/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions in CVE records.
 *
 * Source:   https://github.com/CVEProject/cve-schema, CVE_Record_Format.json
 *           and docs/versions.md.
 * Rules:    an entry is one version, or a range [version, lessThan) or
 *           [version, lessThanOrEqual], whose status changes[] flip in
 *           ascending order. What no entry covers has defaultStatus: where that
 *           is "affected", the affected versions are what the unaffected
 *           entries leave. A bound "6.6.*" ends before 6.7, a bound "*" nowhere.
 * Traps:    authors write prose: "< 1.5.3", ">= 2.0, < 2.0.7", "before 1.4",
 *           "1.2 and earlier", "n/a". What is no version is kept as text and
 *           undetermined, never as an exact version. Commits cannot be
 *           compared.
 */
#include "feeds/feed/cve5_versions.h"

#include <stdlib.h>

#include "base/arena.h"
#include "text/json.h"

enum { ENTRIES_MAX = 2000 };	/* of one element that are sorted */

struct list {
	struct arena *a;
	struct cve5_range *v;
	size_t n, cap;
};

static void
add(struct list *l, struct cve5_range r)
{
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = r;
}

static void
add_text(struct list *l, struct str text)
{
	if (text.n == 0)
		text = STR("unspecified");
	add(l, (struct cve5_range){ .opaque = true,
	    .state = ADV_UNDETERMINED, .range = { .lo = text } });
}

static enum adv_state
state_of(struct str status)
{
	return str_eq(status, STR("affected")) ? ADV_AFFECTED :
	    str_eq(status, STR("unaffected")) ? ADV_NOT_AFFECTED :
	    ADV_UNDETERMINED;
}

/* "0", "*" and words that stand for the beginning. */
static bool
is_start(struct str v)
{
	return v.n == 0 || str_eq(v, STR("0")) || str_eq(v, STR("*")) ||
	    str_eq(v, STR("-")) || str_eq_nocase(v, STR("unspecified")) ||
	    str_eq_nocase(v, STR("n/a")) || str_eq_nocase(v, STR("all")) ||
	    str_eq_nocase(v, STR("unknown"));
}

/* Digits and points at least, and no prose. */
static bool
is_version(struct str v)
{
	if (v.n > 1 && (v.p[0] == 'v' || v.p[0] == 'V'))
		v = str_from_pos(v, 1);
	if (v.n == 0 || v.n > 100 || !is_digit(v.p[0]))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!is_alnum(v.p[i]) && str_find(STR(".-+_~:"), v.p[i]) == 6)
			return false;
	return !str_ends(v, STR(".x")) && !str_ends(v, STR(".X"));
}

/* ---- prose ---- */

static bool
take_op(struct str *s, const char *op)
{
	if (!str_starts(*s, str_from(op)))
		return false;
	*s = str_trim(str_from_pos(*s, strlen(op)));
	return true;
}

/* One comparison: "< 1.5.3", ">= 2.0", "= 1.2". */
static bool
comparison(struct str s, struct interval *i, bool *ret_exact)
{
	bool le = take_op(&s, "<="), lt = !le && take_op(&s, "<");
	bool ge = !le && !lt && take_op(&s, ">=");
	bool gt = !le && !lt && !ge && take_op(&s, ">");

	*ret_exact = !le && !lt && !ge && !gt && take_op(&s, "=");
	if (!is_version(s))
		return false;
	if (le || lt) {
		i->hi = s;
		i->has_hi = true;
		i->hi_incl = le;
	} else if (ge || gt || *ret_exact) {
		i->lo = s;
		i->has_lo = true;
		i->lo_incl = !gt;
	}
	return le || lt || ge || gt || *ret_exact;
}

/* "before 1.4", "1.2 and earlier". */
static bool
words(struct str s, struct interval *i)
{
	static const char *const before[] = { "before ", "prior to ",
		"versions before ", "versions prior to ", "Before ",
		"Prior to ", "up to ", "through " };
	static const char *const after[] = { " and earlier", " and prior",
		" and below", " and before", " or earlier" };

	for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
		struct str rest = s;

		if (!take_op(&rest, before[k]) || !is_version(rest))
			continue;
		*i = (struct interval){ .hi = rest, .has_hi = true,
			.hi_incl = k >= 6 };
		return true;
	}
	for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
		size_t at = str_find_str(s, str_from(after[k]));
		struct str v = str_trim(str_sub(s, 0, at));

		if (at == s.n || !is_version(v))
			continue;
		*i = (struct interval){ .hi = v, .has_hi = true,
			.hi_incl = true };
		return true;
	}
	return false;
}

static bool
prose(struct str s, struct interval *ret, bool *ret_exact)
{
	struct interval i = { .has_lo = false };
	struct str piece, rest = s;
	bool any = false, exact = false;

	*ret_exact = false;
	if (words(s, ret))
		return true;
	while (str_split(&rest, ',', &piece)) {
		if (!comparison(str_trim(piece), &i, &exact))
			return false;
		*ret_exact |= exact;
		any = true;
	}
	*ret = i;
	return any && !(*ret_exact && i.has_hi);
}

/* ---- one entry ---- */

/* "6.6.*" ends before "6.7"; "*" and "log4j-core*" nowhere. */
static struct str
above(struct arena *a, struct str bound)
{
	size_t n = bound.n - 1, i;
	uint64_t v;

	if (n != 0 && bound.p[n - 1] == '.')
		n--;
	for (i = n; i > 0 && is_digit(bound.p[i - 1]); i--)
		;
	if (!str_u64(str_sub(bound, i, n), 1000000000, &v))
		return STR("");
	return str_fmt(a, "%.*s%llu", STR_ARG(str_sub(bound, 0, i)),
	    (unsigned long long)v + 1);
}

struct entry {
	struct interval range;
	struct str fixed;
	enum adv_state state;
	bool exact;
};

/* The bounds of an entry, without its changes. False: they are no versions. */
static bool
bounds(struct arena *a, const struct json *v, struct entry *ret)
{
	struct str lo = str_trim(json_get_text(v, "version"));
	struct str lt = str_trim(json_get_text(v, "lessThan"));
	struct str le = str_trim(json_get_text(v, "lessThanOrEqual"));
	struct str hi = lt.n != 0 ? lt : le;
	struct interval *i = &ret->range;

	*ret = (struct entry){
		.state = state_of(json_get_text(v, "status")) };
	if (hi.n == 0 && is_version(lo) && !str_eq(lo, STR("0"))) {
		ret->exact = true;
		i->lo = lo;
		return true;
	}
	if (hi.n == 0)
		return prose(lo, i, &ret->exact);
	if (!is_start(lo)) {
		if (!is_version(lo))
			return false;
		*i = (struct interval){ .lo = lo, .has_lo = true,
			.lo_incl = true };
	}
	if (str_ends(hi, STR("*"))) {
		i->hi = above(a, hi);
		i->has_hi = i->hi.n != 0;
		return true;
	}
	if (!is_version(hi))
		return false;
	i->hi = hi;
	i->has_hi = true;
	i->hi_incl = lt.n == 0;
	if (lt.n != 0)
		ret->fixed = lt;
	return true;
}

static void
put(struct list *l, const struct entry *en)
{
	enum adv_state state = en->state;

	if (en->range.has_lo && en->range.has_hi && !en->range.hi_incl &&
	    str_eq(en->range.lo, en->range.hi))
		return;
	if (state == ADV_AFFECTED && en->fixed.n != 0)
		state = ADV_FIXED;
	add(l, (struct cve5_range){ .range = en->range, .exact = en->exact,
	    .fixed = state == ADV_FIXED ? en->fixed : STR(""),
	    .state = state });
}

/* The pieces between changes. */
static void
put_entry(struct list *l, const struct json *v, struct entry en)
{
	const struct json *changes = json_get(v, "changes");
	struct interval whole = en.range;
	struct str last = en.fixed;

	for (size_t i = 0; !en.exact && i < json_count(changes); i++) {
		const struct json *c = json_at(changes, i);
		struct str at = str_trim(json_get_text(c, "at"));
		enum adv_state next = state_of(json_get_text(c, "status"));

		if (!is_version(at) || next == en.state)
			continue;
		en.range.hi = at;
		en.range.has_hi = true;
		en.range.hi_incl = false;
		en.fixed = next == ADV_NOT_AFFECTED ? at : STR("");
		put(l, &en);
		en = (struct entry){ .state = next, .range = {
		    .lo = at, .has_lo = true, .lo_incl = true } };
	}
	en.range.hi = whole.hi;
	en.range.has_hi = whole.has_hi;
	en.range.hi_incl = whole.hi_incl;
	en.fixed = last;
	put(l, &en);
}

static bool
is_git(const struct json *v)
{
	return str_eq(json_get_text(v, "versionType"), STR("git"));
}

static void
put_git(struct list *l, const struct json *v)
{
	struct str lo = json_get_text(v, "version");
	struct str lt = json_get_text(v, "lessThan");
	struct str le = json_get_text(v, "lessThanOrEqual");
	struct str hi = lt.n != 0 ? lt : le;

	add(l, (struct cve5_range){ .opaque = true,
	    .state = state_of(json_get_text(v, "status")),
	    .range = { .lo = str_fmt(l->a, "%s%.*s%s%.*s",
	    hi.n != 0 ? ">=" : "=", STR_ARG(lo), hi.n == 0 ? "" :
	    lt.n != 0 ? " <" : " <=", STR_ARG(hi)) } });
}

/* ---- what the unaffected entries leave ---- */

/* versionType is free text; what is not a distribution's is read as numbers
   with points between. */
static const struct version_scheme *
scheme_of(const struct json *versions)
{
	struct str type = json_get_text(json_at(versions, 0), "versionType");

	return version_by_id(str_eq(type, STR("rpm")) ? VERSION_RPM :
	    str_eq(type, STR("deb")) || str_eq(type, STR("dpkg")) ?
	    VERSION_DPKG : VERSION_SEMVER);
}

static int
entry_cmp(const void *x, const void *y, void *ctx)
{
	const struct version_scheme *s = ctx;
	const struct entry *a = x, *b = y;

	if (!a->range.has_lo || !b->range.has_lo)
		return (int)a->range.has_lo - (int)b->range.has_lo;
	return s->cmp(a->range.lo, b->range.lo);
}

static bool
is_ordered(const struct version_scheme *s, const struct interval *i)
{
	return (!i->has_lo || s->valid(i->lo)) &&
	    (!i->has_hi || s->valid(i->hi));
}

static void
put_between(struct list *l, const struct version_scheme *s,
    const struct interval *after, const struct interval *before)
{
	struct cve5_range r = { .state = ADV_AFFECTED };

	if (after != NULL) {
		r.range.lo = after->hi;
		r.range.has_lo = true;
		r.range.lo_incl = !after->hi_incl;
	}
	if (before != NULL) {
		r.range.hi = before->lo;
		r.range.has_hi = true;
		r.fixed = before->lo;
		r.state = ADV_FIXED;
		if (after != NULL && s->cmp(after->hi, before->lo) >= 0)
			return;
	}
	add(l, r);
}

/* False: they cannot be ordered. */
static bool
put_rest(struct list *l, struct entry *v, size_t n,
    const struct version_scheme *s)
{
	const struct interval *end = NULL;

	for (size_t i = 0; i < n; i++) {
		if (v[i].exact)
			v[i].range = (struct interval){ .lo = v[i].range.lo,
			    .hi = v[i].range.lo, .has_lo = true,
			    .lo_incl = true, .has_hi = true, .hi_incl = true };
		if (n > 1 && !is_ordered(s, &v[i].range))
			return false;
	}
	if (n != 0)
		qsort_r(v, n, sizeof *v, entry_cmp, (void *)(uintptr_t)s);
	for (size_t i = 0; i < n; i++) {
		if (v[i].range.has_lo)
			put_between(l, s, end, &v[i].range);
		if (!v[i].range.has_hi)
			return true;
		if (end == NULL || s->cmp(end->hi, v[i].range.hi) < 0)
			end = &v[i].range;
	}
	put_between(l, s, end, NULL);
	return true;
}

struct cve5_range *
cve5_ranges(struct arena *a, const struct json *affected, size_t *ret_n)
{
	struct str def = json_get_text(affected, "defaultStatus");
	const struct json *list = json_get(affected, "versions");
	size_t count = json_count(list), nfree = 0;
	struct entry *spared = NEWN(a, struct entry, count), en;
	bool rest = str_eq(def, STR("affected")) && count <= ENTRIES_MAX;
	bool odd = false;	/* changes and a default: not seen yet */
	struct list l = { .a = a };

	for (size_t i = 0; i < count; i++)
		odd |= json_count(json_get(json_at(list, i), "changes")) != 0;
	rest = rest && !odd;
	for (size_t i = 0; i < count; i++) {
		const struct json *v = json_at(list, i);

		if (is_git(v)) {
			put_git(&l, v);
			rest = false;
		} else if (!bounds(a, v, &en)) {
			add_text(&l, str_trim(json_get_text(v, "version")));
		} else if (rest && en.state == ADV_NOT_AFFECTED) {
			spared[nfree++] = en;
		} else if (!rest || en.state != ADV_AFFECTED) {
			put_entry(&l, v, en);
		}
	}
	if (count == 0)
		add(&l, (struct cve5_range){ .state = state_of(def) });
	else if ((odd && str_eq(def, STR("affected"))) ||
	    (rest && !put_rest(&l, spared, nfree, scheme_of(list))))
		add(&l, (struct cve5_range){ .state = ADV_UNDETERMINED });
	*ret_n = l.n;
	return l.v;
}
