/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVD's configurations: which products a CVE is about.
 *
 * Source:   https://nvd.nist.gov/developers/vulnerabilities, "configurations";
 *           NIST IR 7695 (CPE 2.3 names, section 6.2: the formatted string).
 * Rules:    a CVE is the OR of its configurations, a configuration is an
 *           operator over nodes, a node one over matches; a match names a
 *           product and maybe bounds. A match that is not vulnerable is a
 *           platform, or, beside vulnerable ones in its node, an exclusion
 *           (where the node wants all its members: a platform again).
 *           Wildcards inside a version: "1.2.*".
 */
#include "feeds/feed/nvd_cpe.h"

#include "base/arena.h"
#include "text/json.h"

enum { FIELDS = 13 };	/* cpe, 2.3, part, vendor, product, version, update,
			   edition, lang, sw_edition, target_sw, target_hw,
			   other */

/* Split at colons that no backslash escapes. */
static bool
split(struct str s, struct str field[FIELDS])
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] == '\\') {
			i++;
			continue;
		}
		if (i < s.n && s.p[i] != ':')
			continue;
		if (n == FIELDS)
			return false;
		field[n++] = str_sub(s, from, i);
		from = i + 1;
	}
	return n == FIELDS && str_eq(field[0], STR("cpe")) &&
	    str_eq(field[1], STR("2.3"));
}

static struct str
unescape(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		p[n++] = to_lower(s.p[i]);
	}
	return str_of(p, n);
}

static bool
is_any(struct str s)
{
	return str_eq(s, STR("*"));
}

static bool
bound(const struct json *m, const char *key, struct str *ret)
{
	*ret = str_trim(json_get_text(m, key));
	return ret->n != 0;
}

static struct interval
bounds(const struct json *m)
{
	struct interval i = { .has_lo = false };

	i.lo_incl = i.has_lo = bound(m, "versionStartIncluding", &i.lo);
	if (!i.has_lo)
		i.has_lo = bound(m, "versionStartExcluding", &i.lo);
	i.hi_incl = i.has_hi = bound(m, "versionEndIncluding", &i.hi);
	if (!i.has_hi)
		i.has_hi = bound(m, "versionEndExcluding", &i.hi);
	return i;
}

/* Where a '*' or '?' stands that no backslash escapes; s.n: nowhere. */
static size_t
wildcard(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '*' || s.p[i] == '?')
			return i;
	}
	return s.n;
}

/* "1.2.*" is from 1.2 to 1.3; a wildcard elsewhere stands for any version. */
static void
set_prefix(struct arena *a, struct adv_cpe *c, struct str version)
{
	size_t n = version.n - 2, i = n;
	uint64_t v;

	if (version.n < 3 || wildcard(version) != version.n - 1 ||
	    version.p[n] != '.')
		return;
	while (i > 0 && is_digit(version.p[i - 1]))
		i--;
	if (!str_u64(str_sub(version, i, n), 1000000000, &v))
		return;
	c->range = (struct interval){ .has_lo = true, .lo_incl = true,
		.lo = unescape(a, str_sub(version, 0, n)), .has_hi = true };
	c->range.hi = str_fmt(a, "%.*s%llu", STR_ARG(unescape(a,
	    str_sub(version, 0, i))), (unsigned long long)v + 1);
}

static void
set_version(struct arena *a, struct adv_cpe *c, struct str version,
    struct str update)
{
	if (c->range.has_lo || c->range.has_hi || is_any(version))
		return;
	if (wildcard(version) < version.n) {
		set_prefix(a, c, version);
		return;
	}
	c->exact = true;
	c->range.lo = unescape(a, version);
	if (is_any(update) || update.n == 0 || str_eq(update, STR("-")) ||
	    str_eq(version, STR("-")))
		return;
	c->range.lo = str_fmt(a, "%.*s-%.*s", STR_ARG(c->range.lo),
	    STR_ARG(unescape(a, update)));
}

/* update to other, as written; "" when all are "*". */
static struct str
attributes(struct arena *a, const struct str *field)
{
	bool any = true;

	for (size_t i = 6; i < FIELDS; i++)
		any &= is_any(field[i]);
	if (any)
		return STR("");
	return str_lower(a, str_of(field[6].p, (size_t)(field[12].p +
	    field[12].n - field[6].p)));
}

static bool
read_name(struct arena *a, struct str name, const struct json *m,
    struct adv_cpe *c)
{
	struct str field[FIELDS];

	if (!split(name, field))
		return false;
	c->part = unescape(a, field[2]);
	c->vendor = unescape(a, field[3]);
	c->product = unescape(a, field[4]);
	c->range = bounds(m);
	set_version(a, c, field[5], field[6]);
	c->attrs = attributes(a, field);
	return c->product.n != 0;
}

static bool
read_match(struct arena *a, const struct json *m, struct adv_cpe *c)
{
	return read_name(a, json_get_text(m, "criteria"), m, c);
}

/* The names of 2.2 have four to seven fields; what is missing is any. */
static struct str
from_22(struct arena *a, struct str name)
{
	struct str rest = str_from_pos(name, 5), piece;
	struct str s = STR("cpe:2.3");
	size_t n = 2;

	while (n < FIELDS && str_split(&rest, ':', &piece)) {
		s = str_fmt(a, "%.*s:%.*s", STR_ARG(s),
		    STR_ARG(piece.n != 0 ? piece : STR("*")));
		n++;
	}
	for (; n < FIELDS; n++)
		s = str_join(a, s, STR(":*"));
	return s;
}

bool
nvd_cpe_name(struct arena *a, struct str name, struct adv_cpe *ret)
{
	*ret = (struct adv_cpe){ .role = CPE_VULNERABLE };
	if (str_starts(name, STR("cpe:/")))
		name = from_22(a, name);
	return read_name(a, name, NULL, ret);
}

struct list {
	struct arena *a;
	struct adv_cpe *v;
	size_t n, cap, bad;
};

static bool
has_vulnerable(const struct json *matches)
{
	for (size_t i = 0; i < json_count(matches); i++)
		if (json_is_true(json_get(json_at(matches, i), "vulnerable")))
			return true;
	return false;
}

static void
read_node(struct list *l, const struct json *node, unsigned cfg, unsigned n,
    unsigned op)
{
	const struct json *matches = json_get(node, "cpeMatch");
	bool vulnerable = has_vulnerable(matches);

	if (str_eq(json_get_text(node, "operator"), STR("AND")))
		op |= 1;
	if (json_is_true(json_get(node, "negate")))
		op |= 2;
	for (size_t i = 0; i < json_count(matches); i++) {
		const struct json *m = json_at(matches, i);
		struct adv_cpe c = { .cfg = cfg, .node = n, .op = op };

		c.role = json_is_true(json_get(m, "vulnerable")) ?
		    CPE_VULNERABLE : vulnerable && (op & 1) == 0 ?
		    CPE_EXCLUSION : CPE_PLATFORM;
		if (!read_match(l->a, m, &c)) {
			l->bad++;
			continue;
		}
		l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof *l->v);
		l->v[l->n++] = c;
	}
}

struct adv_cpe *
nvd_cpes(struct arena *a, const struct json *configurations, size_t *ret_n,
    size_t *ret_bad)
{
	struct list l = { .a = a };

	for (size_t i = 0; i < json_count(configurations); i++) {
		const struct json *cfg = json_at(configurations, i);
		const struct json *nodes = json_get(cfg, "nodes");
		unsigned op = 0;

		if (json_count(nodes) > 1 && !str_eq(json_get_text(cfg,
		    "operator"), STR("AND")))
			op |= 4;
		if (json_is_true(json_get(cfg, "negate")))
			op |= 8;
		for (size_t k = 0; k < json_count(nodes); k++)
			read_node(&l, json_at(nodes, k), (unsigned)i,
			    (unsigned)k, op);
	}
	*ret_n = l.n;
	*ret_bad = l.bad;
	return l.v;
}
