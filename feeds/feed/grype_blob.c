/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements of Grype's database.
 *
 * Source:   https://github.com/anchore/grype, grype/db/v6/blobs.go: { cves,
 *           qualifiers: { rpm_modularity, platform_cpes }, ranges: [ {
 *           version: { type, constraint }, fix: { version, state, detail } } ]
 *           }; states: fixed, not-fixed, wont-fix, unknown, not-affected.
 *           Names of package types: Syft's.
 * Traps:    an empty constraint is all versions; "none (unknown)" is one that
 *           nobody knows. Versions of distributions hold what are operators
 *           elsewhere.
 */
#include "feeds/feed/grype.h"

#include "advisory/fill.h"
#include "base/arena.h"
#include "base/when.h"
#include "db/db.h"
#include "feeds/feed/draft.h"
#include "identity/distro.h"
#include "identity/distro_feed.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { RANGES_MAX = CONSTRAINT_TEXTS, CPE_FIELDS = 13 };

/* ---- whose packages ---- */

struct str
grype_version(struct arena *a, struct str os, struct str major,
    struct str minor)
{
	if (minor.n == 0)
		return major;
	if (minor.n == 1 && (str_eq(os, STR("ubuntu")) ||
	    (major.n == 4 && (str_starts(os, STR("am"))))))
		minor = str_join(a, STR("0"), minor);
	return str_fmt(a, "%.*s.%.*s", STR_ARG(major), STR_ARG(minor));
}

/* One that no row knows keeps Grype's name; nothing orders its versions. */
static const struct ecosystem *
own_ecosystem(struct arena *a, struct str name, bool distro)
{
	return ecosystem_unknown(a, str_sub(str_lower(a, name), 0, 100),
	    distro);
}

static const struct ecosystem *
language(struct arena *a, struct str type)
{
	static const char *const types[][2] = {
		{ "R-package", "cran" }, { "bitnami", "bitnami" },
		{ "conan", "conan" }, { "dart-pub", "pub" },
		{ "dotnet", "nuget" }, { "gem", "gem" },
		{ "github-action", "github-actions" }, { "go-module", "go" },
		{ "hackage", "hackage" }, { "hex", "hex" },
		{ "java-archive", "maven" }, { "jenkins-plugin", "maven" },
		{ "npm", "npm" }, { "nuget", "nuget" },
		{ "php-composer", "composer" }, { "pod", "cocoapods" },
		{ "python", "pypi" }, { "rust-crate", "cargo" },
		{ "swift", "swift" },
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq_nocase(type, str_from(types[i][0])))
			return ecosystem_by_key(str_from(types[i][1]));
	return own_ecosystem(a, type, false);
}

/* Columns 4 to 9: name, major, minor, label, codename, channel. */
static bool
find_namespace(struct grype *g, struct db_stmt *s, struct adv_affected *x)
{
	struct str os = str_lower(g->a, grype_text(g, s, 4));
	struct str minor = grype_text(g, s, 6), label = grype_text(g, s, 7);
	struct distro d = { .id = distro_id_of_namespace(os) };

	if (os.n == 0) {
		x->eco = language(g->a, grype_text(g, s, 2));
		return x->eco != NULL;
	}
	d.version_id = grype_version(g->a, os, grype_text(g, s, 5), minor);
	d.codename = grype_text(g, s, 8);
	if (d.version_id.n == 0)
		d.version_id = label;
	x->channel = grype_text(g, s, 9);
	x->eco = distro_namespace(g->a, &d, STR(""), &x->release);
	if (x->eco == NULL) {
		x->eco = own_ecosystem(g->a, os, true);
		x->release = d.version_id.n != 0 ? d.version_id : d.codename;
	} else if (minor.n != 0 && x->channel.n != 0) {
		/* a stream of that minor release, as Red Hat has them */
		x->release = d.version_id;
	}
	return x->eco != NULL;
}

/* ---- ranges ---- */

static bool
read_range(struct arena *a, const struct json *range,
    enum constraint_dialect dialect, struct str *text, struct constraint *c)
{
	*text = str_trim(json_get_text(json_get(range, "version"),
	    "constraint"));
	*c = (struct constraint){ NULL, 0 };
	if (text->n == 0) {
		c->v = NEW(a, struct interval);
		c->n = 1;
		return true;
	}
	return constraint_add(a, dialect, *text, c);
}

/* What fix says of all versions in a range. */
static void
judge(const struct json *fix, struct adv_affected *x)
{
	struct str state = json_get_text(fix, "state");
	struct str version = str_trim(json_get_text(fix, "version"));
	const struct json *detail = json_get(fix, "detail");
	struct str date = json_get_text(json_get(detail, "available"),
	    "date");
	int64_t t;

	x->word = state;
	x->fixed = STR("");
	if (str_eq(state, STR("fixed"))) {
		x->state = ADV_FIXED;
		x->fixed = version;
	} else {
		x->state = str_eq(state, STR("wont-fix")) ? ADV_WONT_FIX :
		    str_eq(state, STR("not-affected")) ? ADV_NOT_AFFECTED :
		    ADV_AFFECTED;
	}
	if (date.n == 0)
		date = json_get_text(detail, "timestamp");
	x->has_known = when_parse(date, &t) && t > 0;
	x->known_day = x->has_known ? when_day(t) : 0;
}

static void
put_range(struct draft *d, const struct json *range,
    const struct adv_affected *like, enum constraint_dialect dialect,
    bool unaffected)
{
	struct adv_affected x = *like;
	struct constraint c;
	struct str text;
	bool ok = read_range(d->a, range, dialect, &text, &c);

	judge(json_get(range, "fix"), &x);
	if (unaffected) {
		x.state = ADV_NOT_AFFECTED;
		x.fixed = STR("");
	}
	if (!ok) {
		draft_opaque(d, &x, text);
		return;
	}

	struct str fixed = x.fixed;

	for (size_t i = 0; i < c.n; i++) {
		const struct interval *r = &c.v[i];

		x.range = *r;
		x.exact = interval_is_exact(r);
		if (x.exact)
			x.range = (struct interval){ .lo = r->lo };
		/* Of several intervals the fix is that of those below it. */
		x.fixed = c.n > 1 && r->has_lo && constraint_cmp(dialect,
		    fixed, r->lo) <= 0 ? STR("") : fixed;
		draft_affected(d, &x);
	}
}

static struct str
words(struct arena *a, const struct json *list)
{
	struct str r = STR("");

	for (size_t i = 0; i < json_count(list) && i < 64; i++) {
		struct str s = str_trim(json_text(json_at(list, i)));

		if (s.n != 0 && s.n < 400 && str_find(s, ' ') == s.n)
			r = str_fmt(a, "%.*s%s%.*s", STR_ARG(r),
			    r.n != 0 ? " " : "", STR_ARG(s));
	}
	return r;
}

static enum rc
put_package(struct grype *g, struct db_stmt *s, bool unaffected,
    struct err *e)
{
	struct draft d = { .a = g->a };
	struct adv_affected like = { .name = grype_text(g, s, 3) };
	const struct json *ranges, *qualifiers;
	struct json *root = NULL;
	enum rc rc;

	d.r.id = grype_text(g, s, 1);
	if (!grype_severity(g, db_int(s, 0), &like.severity))
		return RC_OK;
	if (like.name.n == 0 || d.r.id.n == 0 || !find_namespace(g, s, &like))
		return fill_reject(g->out, d.r.id, "no package", e);
	if (db_text(s, 10).n == 0)
		return fill_reject(g->out, d.r.id, "no blob", e);
	if (json_record(db_text(s, 10), &root, NULL, e) != RC_OK)
		return fill_reject(g->out, d.r.id, e->msg, e);
	like.has_severity = like.severity != SEV_UNKNOWN;
	qualifiers = json_get(root, "qualifiers");
	like.module = json_get_text(qualifiers, "rpm_modularity");
	like.cpes = words(g->a, json_get(qualifiers, "platform_cpes"));
	ranges = json_get(root, "ranges");
	if (json_count(ranges) == 0)
		put_range(&d, NULL, &like, CONSTRAINT_PLAIN, unaffected);
	for (size_t i = 0; i < json_count(ranges) && i < RANGES_MAX; i++)
		put_range(&d, json_at(ranges, i), &like, like.eco->distro ?
		    CONSTRAINT_DISTRO : CONSTRAINT_PLAIN, unaffected);
	if (json_count(ranges) > RANGES_MAX)
		draft_opaque(&d, &like, STR("more ranges than are read"));
	rc = draft_put(&d, g->out, e);
	json_free(root);
	return rc;
}

enum rc
grype_affected(struct grype *g, struct db_stmt *s, struct err *e)
{
	return put_package(g, s, false, e);
}

enum rc
grype_unaffected(struct grype *g, struct db_stmt *s, struct err *e)
{
	return put_package(g, s, true, e);
}

/* ---- products ---- */

/* Fields of a CPE 2.3 name, backslashes taken away. */
static bool
read_cpe(struct arena *a, struct str name, struct adv_cpe *c)
{
	struct str field[CPE_FIELDS] = { { NULL, 0 } };
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= name.n && n < CPE_FIELDS; i++) {
		if (i < name.n && name.p[i] == '\\') {
			i++;
			continue;
		}
		if (i < name.n && name.p[i] != ':')
			continue;
		field[n++] = str_sub(name, from, i);
		from = i + 1;
	}
	if (n < 6 || !str_eq(field[0], STR("cpe")))
		return false;
	for (size_t i = 2; i < 6; i++) {
		char *p = NEWN(a, char, field[i].n);
		size_t len = 0;

		for (size_t k = 0; k < field[i].n; k++)
			if (field[i].p[k] != '\\')
				p[len++] = to_lower(field[i].p[k]);
		field[i] = str_of(p, len);
	}
	c->part = field[2];
	c->vendor = field[3];
	c->product = field[4];
	c->exact = !str_eq(field[5], STR("*")) && field[5].n != 0;
	if (c->exact)
		c->range.lo = field[5];
	return c->product.n != 0;
}

/* Columns 6 to 11; "" when all are "*". */
static struct str
attributes(struct grype *g, struct db_stmt *s)
{
	struct str r = STR("*");
	bool any = true;

	for (int i = 6; i <= 11; i++) {
		struct str v = str_lower(g->a, grype_text(g, s, i));

		if (v.n == 0)
			v = STR("*");
		any &= str_eq(v, STR("*"));
		r = str_fmt(g->a, "%.*s:%.*s", STR_ARG(r), STR_ARG(v));
	}
	return any ? STR("") : r;
}

static struct str
unescaped(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\')
			p[n++] = to_lower(s.p[i]);
	return str_of(p, n);
}

static void
put_cpe_ranges(struct draft *d, const struct json *ranges,
    const struct adv_cpe *like)
{
	for (size_t i = 0; i < json_count(ranges) && i < RANGES_MAX; i++) {
		struct adv_cpe x = *like;
		struct constraint c;
		struct str text;

		/* One that nobody understands holds for all versions. */
		if (!read_range(d->a, json_at(ranges, i), CONSTRAINT_DISTRO,
		    &text, &c)) {
			draft_cpe(d, &x);
			continue;
		}
		for (size_t k = 0; k < c.n; k++) {
			x.range = c.v[k];
			x.exact = interval_is_exact(&c.v[k]);
			if (x.exact)
				x.range = (struct interval){
				    .lo = c.v[k].lo };
			draft_cpe(d, &x);
		}
	}
	if (json_count(ranges) == 0 || json_count(ranges) > RANGES_MAX)
		draft_cpe(d, like);
}

enum rc
grype_cpe(struct grype *g, struct db_stmt *s, struct err *e)
{
	struct draft d = { .a = g->a };
	struct adv_cpe x = { .part = grype_text(g, s, 3),
		.vendor = unescaped(g->a, grype_text(g, s, 4)),
		.product = unescaped(g->a, grype_text(g, s, 5)),
		.cfg = (unsigned)(db_int(s, 0) & 0x3fffffff) };
	const struct json *platforms;
	struct json *root = NULL;
	enum severity severity;
	enum rc rc;

	d.r.id = grype_text(g, s, 2);
	if (!grype_severity(g, db_int(s, 1), &severity))
		return RC_OK;
	if (x.product.n == 0 || d.r.id.n == 0)
		return fill_reject(g->out, d.r.id, "no product", e);
	if (db_text(s, 12).n == 0)
		return fill_reject(g->out, d.r.id, "no blob", e);
	if (json_record(db_text(s, 12), &root, NULL, e) != RC_OK)
		return fill_reject(g->out, d.r.id, e->msg, e);
	x.attrs = attributes(g, s);
	put_cpe_ranges(&d, json_get(root, "ranges"), &x);
	platforms = json_get(json_get(root, "qualifiers"), "platform_cpes");
	for (size_t i = 0; i < json_count(platforms) && i < 256; i++) {
		struct adv_cpe p = { .cfg = x.cfg, .node = 1,
			.role = CPE_PLATFORM };

		if (read_cpe(g->a, json_text(json_at(platforms, i)), &p))
			draft_cpe(&d, &p);
	}
	rc = draft_put(&d, g->out, e);
	json_free(root);
	return rc;
}
