/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSV's events and enumerated versions as intervals.
 *
 * Source:   https://ossf.github.io/osv-schema/, "affected[].ranges[]" and
 *           "Evaluation".
 * Traps:    events come in any order; introduced "0" is before everything; a
 *           version may be listed that no range holds; GHSA states an upper
 *           bound without a fix in database_specific
 *           (github/advisory-database issue 470); one `affected` may mix GIT
 *           ranges, which nothing here can compare, with others.
 */
#include "feeds/feed/osv_range.h"

#include <stdlib.h>

#include "base/arena.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum event_kind {	/* the order of events at one version: an interval
			   ends before the next begins, but one that holds a
			   single version begins before it ends */
	EV_FIXED, EV_INTRODUCED, EV_LAST, EV_LIMIT
};

struct event {
	enum event_kind kind;
	struct str v;
	size_t at;
};

enum {
	OPAQUE_EVENTS = 64,		/* of a range kept as text */
	COMPARISONS = 1000000,		/* of versions with intervals, for one
					   `affected` */
};

struct sorter {
	const struct version_scheme *scheme;
};

struct list {
	struct arena *a;
	struct osv_range *v;
	size_t n, cap;
};

static void
add(struct list *l, struct osv_range r)
{
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = r;
}

/* The scheme that orders versions of this range, or NULL. */
static const struct version_scheme *
scheme_of(const struct ecosystem *eco, bool semver)
{
	const struct version_scheme *s = version_by_id((int)eco->scheme);

	return s == NULL && semver ? version_by_id(VERSION_SEMVER) : s;
}

static bool
is_start(const struct event *v)
{
	return v->kind == EV_INTRODUCED && str_eq(v->v, STR("0"));
}

static int
event_cmp(const void *x, const void *y, void *ctx)
{
	const struct event *a = x, *b = y;
	const struct sorter *s = ctx;
	int d = (int)is_start(b) - (int)is_start(a);

	if (d == 0)
		d = s->scheme->cmp(a->v, b->v);
	if (d == 0)
		d = (int)a->kind - (int)b->kind;
	return d != 0 ? d : a->at < b->at ? -1 : a->at > b->at;
}

/* introduced, end, introduced, end ... as they stand? */
static bool
alternate(const struct event *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((v[i].kind == EV_INTRODUCED) != (i % 2 == 0))
			return false;
	return true;
}

/* Limits too, as they stand. */
static struct event *
read_events(struct arena *a, const struct json *range, size_t *ret_n)
{
	static const char *const names[] = {
		[EV_FIXED] = "fixed", [EV_INTRODUCED] = "introduced",
		[EV_LAST] = "last_affected", [EV_LIMIT] = "limit",
	};
	const struct json *events = json_get(range, "events");
	size_t n = 0, count = json_count(events);
	struct event *v = NEWN(a, struct event, count * 4);

	for (size_t i = 0; i < count; i++) {
		for (int k = EV_FIXED; k <= EV_LIMIT; k++) {
			struct str s = str_trim(json_get_text(
			    json_at(events, i), names[k]));

			if (s.n != 0)
				v[n++] = (struct event){ (enum event_kind)k,
				    s, i };
		}
	}
	*ret_n = n;
	return v;
}

/* A range that cannot be ordered, as text. */
static struct str
as_text(struct arena *a, const struct event *v, size_t n)
{
	static const char *const ops[] = { "<", ">=", "<=", "limit:" };
	struct str s = STR("");

	for (size_t i = 0; i < n && i < OPAQUE_EVENTS; i++)
		s = str_fmt(a, "%.*s%s%s%.*s", STR_ARG(s),
		    i != 0 ? " " : "", ops[v[i].kind], STR_ARG(v[i].v));
	return s;
}

static void
add_opaque(struct list *l, struct str s)
{
	add(l, (struct osv_range){ .opaque = true, .range = { .lo = s } });
}

static struct osv_range
opened(const struct event *v)
{
	struct osv_range r = { .exact = false };

	if (!str_eq(v->v, STR("0")))
		r.range = (struct interval){ .lo = v->v, .has_lo = true,
			.lo_incl = true };
	return r;
}

static bool
same(const struct version_scheme *s, struct str a, struct str b)
{
	return s != NULL ? s->cmp(a, b) == 0 : str_eq(a, b);
}

/* Written as an interval that ends where it begins: it is none, and opens
   nothing ("1.2.0" to "1.2.0", RUSTSEC-2023-0039; "1.07-1" to "1.7-1"). */
static bool
is_empty(const struct version_scheme *s, const struct event *from,
    const struct event *to)
{
	return from->kind == EV_INTRODUCED && to->kind == EV_FIXED &&
	    (from->at == to->at || from->at + 1 == to->at) &&
	    same(s, from->v, to->v);
}

/* Introduced at 0 and fixed at 0. */
static bool
is_never(const struct event *v, size_t n)
{
	return n == 2 && is_start(&v[0]) && v[1].kind == EV_FIXED &&
	    str_eq(v[1].v, STR("0"));
}

static void
walk(struct list *l, const struct event *v, size_t n,
    const struct version_scheme *s)
{
	struct osv_range r = { .exact = false };
	bool open = false, any = false;

	for (size_t i = 0; i < n; i++) {
		if (v[i].kind == EV_INTRODUCED) {
			if (!open)
				r = opened(&v[i]);
			open = any = true;
			continue;
		}
		/* An end without a beginning: from the start, but only if
		   nothing came before. */
		if (!open && i + 1 < n && is_empty(s, &v[i + 1], &v[i])) {
			i++;
			any = true;
			continue;
		}
		if (!open && any) {
			/* The format allows one or the other: with both the
			   fix is that of what ended before it. */
			if (v[i].kind == EV_FIXED && i > 0 && l->n != 0 &&
			    v[i - 1].kind == EV_LAST)
				l->v[l->n - 1].fixed = v[i].v;
			continue;
		}
		if (!open)
			r = (struct osv_range){ .exact = false };
		r.range.hi = v[i].v;
		r.range.has_hi = true;
		r.range.hi_incl = v[i].kind == EV_LAST;
		if (v[i].kind == EV_FIXED)
			r.fixed = v[i].v;
		add(l, r);
		open = false;
		any = true;
	}
	if (open)
		add(l, r);
}

/* The greatest limit, taken out of the events; "" when there is none or one
   is "*". */
static struct str
take_limit(struct event *v, size_t *n, const struct version_scheme *s)
{
	struct str limit = STR("");
	bool none = false;
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		if (v[i].kind != EV_LIMIT) {
			v[kept++] = v[i];
			continue;
		}
		none |= str_eq(v[i].v, STR("*"));
		if (limit.n == 0 || s == NULL || s->cmp(limit, v[i].v) < 0)
			limit = v[i].v;
	}
	*n = kept;
	return none ? STR("") : limit;
}

/* No version from limit on is spoken of. */
static void
apply_limit(struct list *l, size_t from, struct str limit,
    const struct version_scheme *s)
{
	size_t kept = from;

	for (size_t i = from; limit.n != 0 && i < l->n; i++) {
		struct osv_range *r = &l->v[i];

		if (s != NULL && r->range.has_lo &&
		    s->cmp(r->range.lo, limit) >= 0)
			continue;
		if (!r->range.has_hi || (s != NULL &&
		    s->cmp(r->range.hi, limit) > 0)) {
			r->range.hi = limit;
			r->range.has_hi = true;
			r->range.hi_incl = false;
			r->fixed = STR("");
		}
		l->v[kept++] = *r;
	}
	if (limit.n != 0)
		l->n = kept;
}

static void
add_range(struct list *l, const struct json *range,
    const struct ecosystem *eco)
{
	bool semver = str_eq(json_get_text(range, "type"), STR("SEMVER"));
	struct sorter s = { scheme_of(eco, semver) };
	size_t n = 0, from = l->n;
	struct event *v = read_events(l->a, range, &n);
	struct str limit = take_limit(v, &n, s.scheme);

	if (n == 0)
		return;
	if (is_never(v, n)) {
		add(l, (struct osv_range){ .never = true });
		return;
	}
	if (s.scheme != NULL)
		qsort_r(v, n, sizeof *v, event_cmp, &s);
	else if (!alternate(v, n)) {
		add_opaque(l, as_text(l->a, v, n));
		return;
	}
	walk(l, v, n, s.scheme);
	apply_limit(l, from, limit, s.scheme);
}

bool
osv_git(struct arena *a, const struct json *range, struct osv_range *ret)
{
	size_t n = 0;
	struct event *v;

	if (!str_eq(json_get_text(range, "type"), STR("GIT")))
		return false;
	v = read_events(a, range, &n);
	*ret = (struct osv_range){ .opaque = true,
	    .range = { .lo = as_text(a, v, n) } };
	return n != 0;
}

/* ---- Go's custom_ranges ---- */

/* Tags that are no module versions: what the events say must be versions all
   the same, or nothing can be compared. */
static bool
is_comparable(const struct json *ranges)
{
	for (size_t i = 0; i < json_count(ranges); i++) {
		const struct json *events = json_get(json_at(ranges, i),
		    "events");

		for (size_t k = 0; k < json_count(events); k++) {
			const struct json *ev = json_at(events, k);
			struct str lo = json_get_text(ev, "introduced");
			struct str hi = json_get_text(ev, "fixed");

			if ((lo.n != 0 && !str_eq(lo, STR("0")) &&
			    !semver_valid(lo)) ||
			    (hi.n != 0 && !semver_valid(hi)))
				return false;
		}
	}
	return true;
}

/*
 * Where the tags of a module are not those that Go understands, `ranges` has
 * no end and custom_ranges has it (GO-2024-2479). Pseudo-versions,
 * which are all below 0.0.1, stay affected.
 */
static void
add_custom(struct list *l, const struct json *ranges,
    const struct ecosystem *eco)
{
	size_t kept = 0, n = json_count(ranges);

	if (n == 0 || !is_comparable(ranges))
		return;
	for (size_t i = 0; i < l->n; i++) {
		struct osv_range r = l->v[i];

		if (!r.opaque && !r.never && !r.range.has_hi) {
			if (r.range.has_lo)
				continue;
			r.range.hi = STR("0.0.1");
			r.range.has_hi = true;
		}
		l->v[kept++] = r;
	}
	l->n = kept;
	for (size_t i = 0; i < n; i++)
		add_range(l, json_at(ranges, i), eco);
}

/*
 * "Below 1.73.5" and "from 1.45.0" together hold every version, which nobody
 * means who writes two bounds (GO-2026-4964): it is not known which hold.
 */
static void
contest(struct list *l, const struct version_scheme *s)
{
	struct interval *low = NULL, *high = NULL;

	for (size_t i = 0; s != NULL && i < l->n; i++) {
		struct interval *r = &l->v[i].range;

		if (l->v[i].exact || l->v[i].opaque || l->v[i].never)
			continue;
		if (!r->has_lo && r->has_hi)
			low = r;
		if (r->has_lo && !r->has_hi)
			high = r;
	}
	if (low == NULL || high == NULL || s->cmp(high->lo, low->hi) >= 0)
		return;
	for (size_t i = 0; i < l->n; i++)
		l->v[i].contested = &l->v[i].range == low ||
		    &l->v[i].range == high;
}

/* "< 1.2.3", "<= 4.5", ">= 1.0, < 2.0": the upper bound. */
static bool
upper_bound(struct str text, struct interval *ret)
{
	struct str piece;

	while (str_split(&text, ',', &piece)) {
		piece = str_trim(piece);
		if (piece.n == 0 || piece.p[0] != '<')
			continue;
		ret->hi_incl = str_starts(piece, STR("<="));
		ret->hi = str_trim(str_from_pos(piece, ret->hi_incl ? 2 : 1));
		ret->has_hi = ret->hi.n != 0;
		return ret->has_hi;
	}
	return false;
}

static void
close_open_ends(struct list *l, struct str text)
{
	struct interval up = { .has_hi = false };

	if (text.n == 0 || !upper_bound(text, &up))
		return;
	for (size_t i = 0; i < l->n; i++) {
		struct interval *r = &l->v[i].range;

		if (l->v[i].exact || l->v[i].opaque || l->v[i].never ||
		    r->has_hi)
			continue;
		r->hi = up.hi;
		r->has_hi = true;
		r->hi_incl = up.hi_incl;
	}
}

/* Is it in an interval already? Where nothing orders versions, Debian's order
   stands in: a version that it misjudges is listed twice, no more. */
static bool
covered(const struct list *l, size_t n, const struct version_scheme *s,
    struct str v, size_t *budget)
{
	for (size_t i = 0; i < n && *budget != 0; i++, --*budget)
		if (!l->v[i].opaque && !l->v[i].never &&
		    interval_has(s, &l->v[i].range, v))
			return true;
	return false;
}

/* What stands where a version should. */
static bool
is_no_version(struct str v)
{
	static const char *const words[] = { "*", "-", "all", "any", "n/a",
		"none", "unknown", "unspecified" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(v, str_from(words[i])))
			return true;
	return false;
}

static void
add_versions(struct list *l, const struct json *versions,
    const struct ecosystem *eco)
{
	const struct version_scheme *s = scheme_of(eco, false);
	size_t n = l->n, count = json_count(versions), kept = 0;
	size_t budget = COMPARISONS;
	struct str *v = NEWN(l->a, struct str, count), all = STR("");
	struct str odd = STR("");

	if (s == NULL)
		s = version_by_id(VERSION_DPKG);
	for (size_t i = 0; i < count; i++) {
		struct str t = str_trim(json_text(json_at(versions, i)));

		if (is_no_version(t))
			odd = t;
		else if (t.n != 0 && !covered(l, n, s, t, &budget))
			v[kept++] = t;
	}
	if (odd.n != 0 && kept == 0 && n == 0)
		add_opaque(l, odd);
	if (kept <= OSV_EXACT_MAX) {
		for (size_t i = 0; i < kept; i++)
			add(l, (struct osv_range){ .exact = true,
			    .range = { .lo = v[i] } });
		return;
	}

	size_t room = 0;

	for (size_t i = 0; i < kept; i++)
		room += v[i].n + 2;

	char *text = NEWN(l->a, char, room);

	for (size_t i = 0; i < kept; i++) {
		memcpy(text + all.n, "=", 1);
		memcpy(text + all.n + 1, v[i].p, v[i].n);
		all = str_of(text, all.n + v[i].n + 1);
		if (i + 1 < kept)
			text[all.n++] = ' ';
	}
	add_opaque(l, all);
}

struct osv_range *
osv_ranges(struct arena *a, const struct json *affected,
    const struct ecosystem *eco, size_t *ret_n)
{
	struct list l = { .a = a };
	const struct json *ranges = json_get(affected, "ranges");

	for (size_t i = 0; i < json_count(ranges); i++) {
		const struct json *r = json_at(ranges, i);

		if (!str_eq(json_get_text(r, "type"), STR("GIT")))
			add_range(&l, r, eco);
	}
	if (eco->scheme == VERSION_GO)
		add_custom(&l, json_get(json_get(affected,
		    "ecosystem_specific"), "custom_ranges"), eco);
	close_open_ends(&l, json_get_text(json_get(affected,
	    "database_specific"), "last_known_affected_version_range"));
	contest(&l, scheme_of(eco, false));
	add_versions(&l, json_get(affected, "versions"), eco);
	*ret_n = l.n;
	return l.v;
}
