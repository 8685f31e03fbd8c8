/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSAF in general: advisories of whoever writes them, one's own among them.
 *
 * Source:   CSAF 2.0 sections 3.1.3.3 (product identification helpers) and
 *           3.1.2.2 (version ranges: VERS, or words); VERS: package-url's
 *           vers-spec; CPE names: NIST IR 7695 section 6.
 * Rules:    a product version is that version. Fixed: of a distribution, all
 *           before it were affected; of a library, it and no more is told to
 *           be good where others are told to be bad, else all before it were;
 *           so a range of versions that have the fix.
 *           A range in words is kept as text that nothing evaluates.
 */
#include "feeds/feed/csaf_other.h"

#include "base/arena.h"
#include "base/hash.h"
#include "feeds/feed/csaf_pick.h"
#include "feeds/feed/purl_package.h"
#include "identity/ecosystem.h"

enum { WORD_MAX = 100, RANGES_MAX = 256, CPE_FIELDS = 11 };

struct other {
	struct arena *a;
	struct csaf_statements r;
	size_t affected_cap, cpes_cap;
	struct map *bad;	/* packages of which versions are affected */
};

static bool
has(struct str s, const char *what)
{
	return str_find_str(s, str_from(what)) < s.n;
}

/* Affected: what the vendor is going to do about it. The words are those of
   Red Hat; others choose their own, and the category tells. */
static enum adv_state
remedied(const struct csaf_remediation *r, struct str *ret_word)
{
	*ret_word = STR("");
	if (r == NULL || r->kind == CSAF_VENDOR_FIX)
		return ADV_AFFECTED;
	*ret_word = r->details.n <= WORD_MAX ? r->details :
	    r->kind == CSAF_NO_FIX_PLANNED ? STR("no_fix_planned") :
	    r->kind == CSAF_FIX_PLANNED ? STR("fix_planned") :
	    STR("none_available");
	if (has(r->details, "Out of support"))
		return ADV_END_OF_LIFE;
	if (has(r->details, "Will not fix"))
		return ADV_WONT_FIX;
	if (has(r->details, "eferred"))
		return ADV_DEFERRED;
	if (has(r->details, "nder investigation"))
		return ADV_INVESTIGATING;
	return r->kind == CSAF_NO_FIX_PLANNED ? ADV_WONT_FIX : ADV_AFFECTED;
}

enum adv_state
csaf_state(const struct csaf_product *p, struct str *ret_word)
{
	*ret_word = STR("");
	switch (p->status) {
	case CSAF_FIXED:
		return ADV_FIXED;
	case CSAF_NOT_AFFECTED:
		*ret_word = p->flag;
		return ADV_NOT_AFFECTED;
	case CSAF_INVESTIGATING:
		*ret_word = STR("under_investigation");
		return ADV_INVESTIGATING;
	case CSAF_AFFECTED:
	case CSAF_LAST_AFFECTED:
	case CSAF_NONE:
		break;
	}
	return remedied(p->remedy, ret_word);
}

/* ---- ranges ---- */

static struct str
unescape(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t v = 0;
		bool ok = s.p[i] == '%' && i + 2 < s.n;

		for (size_t k = 1; ok && k < 3; k++) {
			char c = to_lower(s.p[i + k]);

			ok = is_digit(c) || (c >= 'a' && c <= 'f');
			v = (uint8_t)(v << 4 | (is_digit(c) ? c - '0' :
			    c - 'a' + 10));
		}
		p[n++] = ok ? (char)v : s.p[i];
		i += ok ? 2 : 0;
	}
	return str_of(p, n);
}

static struct str
operand(struct arena *a, struct str part, size_t from)
{
	return unescape(a, str_trim(str_from_pos(part, from)));
}

/* VERS constraints, sorted as they are told to be: each beginning has its end
   next to it. 0: not understood. */
static size_t
vers_intervals(struct arena *a, struct str text, struct interval *v,
    bool exact[])
{
	struct interval open = { .has_lo = false };
	struct str part;
	bool is_open = false;
	size_t n = 0;

	text = str_from_pos(text, str_find(text, '/') + 1);
	while (str_split(&text, '|', &part)) {
		part = str_trim(part);
		if (n + 1 >= RANGES_MAX || part.n == 0)
			return 0;
		exact[n] = false;
		if (str_eq(part, STR("*"))) {
			v[n++] = (struct interval){ .has_lo = false };
		} else if (part.p[0] == '>') {
			open.has_lo = is_open = true;
			open.lo_incl = str_starts(part, STR(">="));
			open.lo = operand(a, part, open.lo_incl ? 2 : 1);
		} else if (part.p[0] == '<') {
			open.has_hi = true;
			open.hi_incl = str_starts(part, STR("<="));
			open.hi = operand(a, part, open.hi_incl ? 2 : 1);
			v[n++] = open;
			open = (struct interval){ .has_lo = false };
			is_open = false;
		} else if (part.p[0] != '!') {
			exact[n] = true;
			v[n++] = (struct interval){ .lo = operand(a, part,
			    part.p[0] == '=') };
		}
	}
	if (is_open)
		v[n++] = open;
	return n;
}

/* ---- packages ---- */

static void
put(struct other *o, struct adv_affected x)
{
	struct csaf_statements *r = &o->r;

	r->affected = arena_grow(o->a, r->affected, r->naffected,
	    &o->affected_cap, sizeof *r->affected);
	r->affected[r->naffected++] = x;
}

/* Versions that have the fix: good where others are told to be bad, else all
   between them and the ones before, if any, were bad. */
static void
put_good(struct other *o, struct adv_affected x, const struct interval *before,
    bool others)
{
	struct interval good = x.range;

	if (others) {
		x.state = ADV_NOT_AFFECTED;
		put(o, x);
		return;
	}
	if (!x.exact && !good.has_lo)
		return;
	x.exact = false;
	x.range = (struct interval){ .hi = good.lo, .has_hi = true,
		.hi_incl = good.has_lo && !good.lo_incl };
	if (before != NULL && before->has_hi) {
		x.range.lo = before->hi;
		x.range.has_lo = true;
		x.range.lo_incl = !before->hi_incl;
	}
	put(o, x);
}

/* fix: the vendor says that there is one. others: that versions of the package
   are bad. */
static void
put_range(struct other *o, struct adv_affected x, struct str text, bool fix,
    bool others)
{
	struct interval v[RANGES_MAX];
	bool exact[RANGES_MAX];
	size_t n = str_starts(text, STR("vers:")) ?
	    vers_intervals(o->a, text, v, exact) : 0;

	for (size_t i = 0; i < n; i++) {
		struct adv_affected one = x;

		one.range = v[i];
		one.exact = exact[i];
		if (x.state == ADV_FIXED) {
			put_good(o, one, i != 0 ? &v[i - 1] : NULL, others);
			continue;
		}
		/* A range that ends before a version, and a fix: that is it. */
		if (fix && x.state == ADV_AFFECTED && v[i].has_hi &&
		    !v[i].hi_incl)
			one.state = ADV_FIXED;
		put(o, one);
	}
	if (n == 0) {
		x.opaque = true;
		x.range = (struct interval){ .lo = text };
		put(o, x);
	}
}

static struct str
key_of(struct other *o, const struct purl_package *k)
{
	return str_fmt(o->a, "%s %.*s %.*s", k->eco->key, STR_ARG(k->release),
	    STR_ARG(k->name));
}

static void
put_package(struct other *o, const struct csaf_product *c,
    const struct csaf_product *p, const struct purl_package *k)
{
	struct adv_affected x = { .eco = k->eco, .release = k->release,
		.channel = k->channel, .name = k->name, .arch = k->arch,
		.module = k->module, .severity = p->severity,
		.has_severity = p->severity != SEV_UNKNOWN };

	bool others = !k->eco->distro && map_find(o->bad, key_of(o, k)) != NULL;

	x.state = csaf_state(p, &x.word);
	if (c->kind == CSAF_VERSION_RANGE && k->version.n == 0) {
		put_range(o, x, c->branch, p->remedy != NULL &&
		    p->remedy->kind == CSAF_VENDOR_FIX, others);
		return;
	}
	x.range.lo = k->version;
	x.exact = k->version.n != 0;
	if (p->status == CSAF_LAST_AFFECTED && x.exact) {
		x.exact = false;
		x.range = (struct interval){ .hi = k->version,
			.has_hi = true, .hi_incl = true };
	} else if (p->status == CSAF_FIXED && !others) {
		x.exact = false;
		x.range = (struct interval){ .hi = k->version,
			.has_hi = k->version.n != 0 };
	} else if (p->status == CSAF_FIXED) {
		x.state = ADV_NOT_AFFECTED;
	}
	if (p->status != CSAF_FIXED || k->version.n != 0)
		put(o, x);
}

/* ---- products without a purl ---- */

/* The fields of either spelling, unescaped, lower case; absent ones "*". */
static bool
cpe_fields(struct arena *a, struct str cpe, struct str f[CPE_FIELDS])
{
	bool uri = str_starts(cpe, STR("cpe:/"));
	size_t n = 0, from = uri ? 5 : 8;

	if (!uri && !str_starts(cpe, STR("cpe:2.3:")))
		return false;
	for (size_t i = 0; i < CPE_FIELDS; i++)
		f[i] = STR("*");
	for (size_t i = from; i <= cpe.n && n < CPE_FIELDS; i++) {
		if (i < cpe.n && cpe.p[i] == '\\' && !uri) {
			i++;
			continue;
		}
		if (i < cpe.n && cpe.p[i] != ':')
			continue;

		struct str s = str_sub(cpe, from, i);

		if (s.n != 0)
			f[n] = str_lower(a, uri ? unescape(a, s) : s);
		n++;
		from = i + 1;
	}
	return n >= 3 && !str_eq(f[2], STR("*"));
}

static struct str
without_backslashes(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		p[n++] = s.p[i];
	}
	return str_of(p, n);
}

/* Only what is affected: NVD's form knows nothing else. */
static bool
put_cpe(struct other *o, const struct csaf_product *c,
    const struct csaf_product *p)
{
	struct csaf_statements *r = &o->r;
	struct str f[CPE_FIELDS];
	struct adv_cpe x = { .role = CPE_VULNERABLE, .op = 4 };

	if (!cpe_fields(o->a, c->cpe, f))
		return false;
	if (p->status != CSAF_AFFECTED && p->status != CSAF_LAST_AFFECTED)
		return true;
	x.part = f[0];
	x.vendor = without_backslashes(o->a, f[1]);
	x.product = without_backslashes(o->a, f[2]);
	x.cfg = (unsigned)r->ncpes;
	if (!str_eq(f[3], STR("*"))) {
		x.range.lo = without_backslashes(o->a, f[3]);
		x.exact = p->status == CSAF_AFFECTED;
		if (!x.exact)
			x.range = (struct interval){ .hi = x.range.lo,
				.has_hi = true, .hi_incl = true };
	}
	r->cpes = arena_grow(o->a, r->cpes, r->ncpes, &o->cpes_cap,
	    sizeof *r->cpes);
	r->cpes[r->ncpes++] = x;
	return true;
}

/* A package of a distribution whose release its platform's CPE name tells. */
static bool
by_platform(struct other *o, const struct csaf_product *p,
    struct purl_package *k)
{
	struct csaf_picked picked;

	csaf_pick_redhat(o->a, p, &picked);
	if (picked.n == 0 || str_find_str(picked.v[0].cpe,
	    STR(":redhat:")) == picked.v[0].cpe.n)
		return false;
	*k = (struct purl_package){ picked.v[0].eco, picked.v[0].release,
		picked.v[0].channel, picked.v[0].name, picked.v[0].version,
		picked.v[0].arch, picked.v[0].module };
	return true;
}

static bool
package_of(struct other *o, const struct csaf_product *p,
    struct purl_package *k)
{
	const struct csaf_product *c = csaf_component(p);

	return purl_package(o->a, p->purl.n != 0 ? p->purl : c->purl, k) ||
	    by_platform(o, p, k);
}

struct csaf_statements
csaf_other(struct arena *a, const struct csaf_vuln *v)
{
	struct other o = { .a = a, .bad = map_new(a) };
	struct purl_package k;

	for (size_t i = 0; i < v->n; i++)
		if ((v->v[i]->status == CSAF_AFFECTED ||
		    v->v[i]->status == CSAF_LAST_AFFECTED) &&
		    package_of(&o, v->v[i], &k))
			(void)map_put(o.bad, key_of(&o, &k), NULL);
	for (size_t i = 0; i < v->n; i++) {
		const struct csaf_product *c = csaf_component(v->v[i]);

		if (package_of(&o, v->v[i], &k))
			put_package(&o, c, v->v[i], &k);
		else if (!put_cpe(&o, c, v->v[i]))
			o.r.lost++;
	}
	return o.r;
}
