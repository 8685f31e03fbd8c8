/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Root.io: packages of stock distributions, patched.
 *
 * Source:   https://api.root.io/external/cve_feed.
 * Grammar:  { distribution: [ { distroversion, packages: [ { pkg: { name,
 *           cves: { CVE: { vulnerable_ranges: [ "<1.2-r0" ], fixed_versions:
 *           [ "1.2-r00071" ], severity } } } } ] } ] }.
 * Rule:     the packages carry a suffix (".root.io.1", "-r00071") that the
 *           distribution's own never have: all is of the flavour "rootio",
 *           and says nothing about those.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/constraint.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { FIXES_MAX = 64 };

struct rootio {
	struct json_in *j;
	struct fill *out;
	struct arena *a;	/* for one package */
	struct arena *keep;	/* for one distribution */
	const struct ecosystem *eco;
	struct str release;
};

/* ">=1.0, <1.2-r0" and kin; false: we do not understand it. */
static bool
read_ranges(struct arena *a, const struct json *list, struct constraint *c)
{
	bool all = true;

	for (size_t i = 0; i < json_count(list); i++)
		all &= constraint_add(a, CONSTRAINT_DISTRO,
		    str_trim(json_text(json_at(list, i))), c);
	return all;
}

static size_t
read_fixes(const struct json *list, struct str fixes[FIXES_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < json_count(list) && n < FIXES_MAX; i++) {
		struct str s = str_trim(json_text(json_at(list, i)));

		if (s.n != 0)
			fixes[n++] = s;
	}
	return n;
}

/* Where to go from the i-th range: "" where that is its end. */
static struct str
fix_of(const struct interval *range, size_t i, const struct str *fixes,
    size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (range->has_hi && str_eq(range->hi, fixes[k]))
			return STR("");
	return n == 0 ? STR("") : fixes[i < n ? i : n - 1];
}

/* What is vulnerable as the ranges say, and where to go as the fixes do. */
static void
put_ranges(struct draft *d, const struct adv_affected *like,
    const struct constraint *c, const struct str *fixes, size_t n)
{
	for (size_t i = 0; i < c->n; i++) {
		struct adv_affected x = *like;

		x.range = c->v[i];
		x.exact = interval_is_exact(&x.range);
		if (x.exact)
			x.range = (struct interval){ .lo = x.range.lo };
		x.fixed = fix_of(&c->v[i], i, fixes, n);
		x.state = n != 0 ? ADV_FIXED : ADV_AFFECTED;
		draft_affected(d, &x);
	}
}

static enum rc
put_cve(struct rootio *p, struct str name, struct str id,
    const struct json *v, struct err *e)
{
	struct draft d = { .a = p->a, .r = { .id = id } };
	struct str fixes[FIXES_MAX];
	size_t n = read_fixes(json_get(v, "fixed_versions"), fixes);
	struct constraint c = { NULL, 0 };
	struct adv_affected x = { .eco = p->eco, .release = p->release,
		.name = name, .flavour = STR("rootio"),
		.word = json_get_text(v, "severity") };

	if (!read_ranges(p->a, json_get(v, "vulnerable_ranges"), &c))
		return fill_reject(p->out, str_fmt(p->a, "%.*s %.*s",
		    STR_ARG(name), STR_ARG(id)), "a range that we do not "
		    "understand", e);
	d.r.severity = severity_from_word(x.word);
	x.severity = d.r.severity;
	x.has_severity = x.severity != SEV_UNKNOWN;
	if (c.n == 0) {
		x.state = n != 0 ? ADV_FIXED : ADV_AFFECTED;
		if (n != 0)
			x.range = (struct interval){ .hi = fixes[0],
				.has_hi = true };
		draft_affected(&d, &x);
	} else {
		put_ranges(&d, &x, &c, fixes, n);
	}
	return draft_put(&d, p->out, e);
}

static enum rc
put_package(void *ctx, const struct json *root, struct err *e)
{
	struct rootio *p = ctx;
	const struct json *pkg = json_get(root, "pkg"), *v;
	const struct json *cves = json_get(pkg, "cves");
	struct str name = str_trim(json_get_text(pkg, "name")), id;
	enum rc rc = RC_OK;

	arena_reset(p->a);
	if (name.n == 0 || p->release.n == 0)
		return fill_reject(p->out, name.n != 0 ? name : STR("pkg"),
		    "a package without a name, or before the version of its "
		    "distribution", e);
	for (void *it = NULL; rc == RC_OK &&
	    json_member(cves, &it, &id, &v);)
		rc = put_cve(p, name, str_trim(id), v, e);
	return rc;
}

static struct str
release_of(const struct ecosystem *eco, struct str v)
{
	struct str r = STR("");

	v = str_trim(v);
	if (str_starts(v, STR("v")))
		v = str_from_pos(v, 1);
	if (str_eq(str_from(eco->key), STR("debian")))
		r = debian_release(v);
	else if (str_eq(str_from(eco->key), STR("ubuntu")))
		r = ubuntu_release(v);
	return r.n != 0 ? r : v;
}

/* One version of a distribution. */
static enum rc
read_version(struct rootio *p, struct err *e)
{
	struct records r = { p->j, p->out, "pkg", put_package, p };
	struct str name, text;
	enum json_kind kind;
	enum rc rc = json_in_enter(p->j, e);

	p->release = STR("");
	while (rc == RC_OK && (rc = json_in_next(p->j, &name, e)) == RC_OK) {
		bool version = str_eq(name, STR("distroversion"));
		bool packages = str_eq(name, STR("packages"));

		rc = json_in_peek(p->j, &kind, e);
		if (rc != RC_OK)
			break;
		if (packages && kind == JSON_ARRAY) {
			rc = records_each(&r, e);
		} else if (version) {
			rc = json_in_string(p->j, &text, e);
			if (rc == RC_OK)
				p->release = str_dup(p->keep,
				    release_of(p->eco, text));
		} else {
			rc = json_in_skip(p->j, e);
		}
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_versions(struct rootio *p, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_enter(p->j, e);

	while (rc == RC_OK && (rc = json_in_next(p->j, NULL, e)) == RC_OK) {
		rc = json_in_peek(p->j, &kind, e);
		if (rc == RC_OK)
			rc = kind == JSON_OBJECT ? read_version(p, e) :
			    json_in_skip(p->j, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_distribution(struct rootio *p, struct str name, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(p->j, &kind, e);

	if (rc != RC_OK)
		return rc;
	p->eco = ecosystem_by_key(name);
	if (p->eco != NULL && p->eco->distro && kind == JSON_ARRAY)
		return read_versions(p, e);
	if (kind == JSON_ARRAY)
		rc = fill_reject(p->out, name, "a distribution that we do "
		    "not know", e);
	return rc == RC_OK ? json_in_skip(p->j, e) : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct rootio p = { .out = out,
		.j = json_in_new(in, (size_t)lim->json_record),
		.keep = arena_new((size_t)lim->memory),
		.a = arena_new((size_t)lim->memory) };
	struct str name;
	enum rc rc = json_in_enter(p.j, e);

	(void)f;
	fill_partial(out);	/* nothing of what Root.io did not patch */
	while (rc == RC_OK && (rc = json_in_next(p.j, &name, e)) == RC_OK) {
		arena_reset(p.keep);
		rc = read_distribution(&p, str_dup(p.keep, name), e);
	}
	if (rc == RC_STOP)
		rc = feed_end(p.j, e);
	json_in_free(p.j);
	arena_free(p.a);
	arena_free(p.keep);
	return rc;
}

static bool
holds(struct str text, const char *words)
{
	return str_find_str(text, str_from(words)) < text.n;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && holds(h->text, "\"distroversion\"") &&
	    holds(h->text, "\"cves\"") && !holds(h->text, "\"secfixes\"");
}

const struct feed feed_rootio = {
	.name = "rootio", .about = "Root.io, cve_feed: patched packages",
	.pieces = true, .detect = detect, .load = load,
};
