/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secdb: fixed versions by package, as Alpine, Wolfi, Chainguard, MinimOS and
 * SecureOS publish them.
 *
 * Source:   https://secdb.alpinelinux.org/, packages.wolfi.dev/os/security.json
 *           and kin; the APKBUILD comment they are made from is described in
 *           wiki.alpinelinux.org/wiki/APKBUILD_Reference, "secfixes".
 * Grammar:  { distroversion, reponame, urlprefix, packages: [ { pkg: { name,
 *           secfixes: { version: [ "ID ID (remark)" ] } } } ] }.
 * Traps:    names are origin names. `packages` is an empty object where there
 *           is none, `secfixes` and its lists may be null. One string holds
 *           several identifiers and remarks; CVE_2019_1 is written too;
 *           CVE-????-????? is no identifier. Version "0" means never affected.
 *           The same identifier under several versions: the highest of one
 *           major version is its fix, and each major version has its own.
 *           SecureOS lists a fix for every upstream version that it has.
 *           Members come in any order.
 * Limits:   IDS_MAX identifiers of one package.
 */
#include <stdlib.h>

#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "codec/reader.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

enum { IDS_MAX = 100000, ALIASES_MAX = 16 };

static const struct {
	const char *host, *key;
	bool releases;
	bool each;		/* every upstream version has fixes of its own,
				   listed on purpose */
} vendors[] = {
	{ "alpinelinux.org", "alpine", true, false },
	{ "packages.wolfi.dev", "wolfi", false, false },
	{ "packages.cgr.dev", "chainguard", false, false },
	{ "packages.mini.dev", "minimos", false, false },
	{ "secureos.io", "secureos", false, true },
};

/* "this version fixes that": one identifier of one string. */
struct fix {
	struct str id, version;
	struct adv_alias *aliases;
	size_t naliases, at;	/* at: place in the document */
};

struct secdb {
	struct fill *out;
	const struct limits *lim;
	struct arena *a;	/* for the document */
	struct arena *one;	/* for one package */
	struct str urlprefix, apkurl, distroversion, reponame;
	const struct ecosystem *eco;
	struct str release;
	bool each;
	struct fix *v;
	size_t n, cap;
};

/* From the host in urlprefix; releases are "v3.20" and "edge". */
static bool
know_vendor(struct secdb *s)
{
	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++) {
		struct str host = str_from(vendors[i].host);

		if (str_find_str(s->urlprefix, host) == s->urlprefix.n &&
		    str_find_str(s->apkurl, host) == s->apkurl.n)
			continue;
		if (vendors[i].releases && s->distroversion.n == 0)
			return false;
		s->eco = ecosystem_by_key(str_from(vendors[i].key));
		s->release = STR("");
		s->each = vendors[i].each;
		if (vendors[i].releases)
			s->release = str_starts(s->distroversion, STR("v")) ?
			    str_from_pos(s->distroversion, 1) :
			    s->distroversion;
		return s->eco != NULL;
	}
	return false;
}

/* ---- identifiers ---- */

static bool
next_token(struct str *rest, struct str *token)
{
	size_t i = 0, end;

	while (i < rest->n && (is_space(rest->p[i]) || rest->p[i] == ',' ||
	    rest->p[i] == '(' || rest->p[i] == ')'))
		i++;
	for (end = i; end < rest->n && !is_space(rest->p[end]) &&
	    rest->p[end] != ',' && rest->p[end] != '(' &&
	    rest->p[end] != ')'; end++)
		;
	*token = str_sub(*rest, i, end);
	*rest = str_from_pos(*rest, end);
	return token->n != 0;
}

/* Upper-case letters, a hyphen, and a digit somewhere after it. Wireshark's are
   the only ones in lower case; random ones may lack a digit. */
static bool
is_id(struct str t)
{
	size_t i = 0;
	bool digit = false;

	if (str_starts(t, STR("wnpa-sec-")) || str_starts(t, STR("GHSA-")) ||
	    str_starts(t, STR("CGA-")))
		return true;
	while (i < t.n && is_upper(t.p[i]))
		i++;
	if (i < 2 || i == t.n || t.p[i] != '-')
		return false;
	for (; i < t.n; i++) {
		if (t.p[i] == '?')
			return false;
		digit |= is_digit(t.p[i]);
	}
	return digit;
}

/* Identifiers of the same problem, unlike XSA-201, which covers several. */
static enum alias_rel
relation(struct str id)
{
	return str_starts(id, STR("GHSA-")) || str_starts(id, STR("CGA-")) ||
	    str_starts(id, STR("GO-")) ? REL_ALIAS : REL_RELATED;
}

static void
add_fix(struct secdb *s, struct str id, struct str version,
    struct adv_alias *aliases, size_t n)
{
	s->v = arena_grow(s->one, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n] = (struct fix){ id, version, aliases, n, s->n };
	s->n++;
}

/* One string of a list: its CVEs, each with the rest as aliases; without a
   CVE its first identifier. */
static bool
take_string(struct secdb *s, struct str text, struct str version)
{
	struct str ids[ALIASES_MAX], token;
	struct adv_alias *al = NEWN(s->one, struct adv_alias, ALIASES_MAX);
	size_t n = 0, first = s->n, ncve;

	while (next_token(&text, &token) && s->n < IDS_MAX) {
		struct str id = vid_tidy(s->one, token);

		if (str_eq(id, STR("CVE")) && next_token(&text, &token))
			id = str_fmt(s->one, "CVE-%.*s", STR_ARG(token));
		if (!is_id(id))
			continue;
		id = str_dup(s->one, id);
		if (vid_is_cve(id))
			add_fix(s, id, version, al, 0);
		else if (n < ALIASES_MAX)
			ids[n++] = id;
	}
	ncve = s->n - first;
	for (size_t i = 0; i < n; i++)
		al[i] = (struct adv_alias){ ids[i], ncve > 1 ? REL_RELATED :
		    relation(ids[i]) };
	for (size_t i = first; i < s->n; i++)
		s->v[i].naliases = n;
	if (ncve == 0 && n != 0)
		add_fix(s, ids[0], version, al + 1, n - 1);
	return n + ncve != 0;
}

/* ---- one package ---- */

static int
fix_cmp(const void *x, const void *y)
{
	const struct fix *a = x, *b = y;
	int d = str_cmp(a->id, b->id);

	if (d == 0)
		d = apk_cmp(a->version, b->version);
	return d != 0 ? d : a->at < b->at ? -1 : a->at > b->at;
}

static struct str
major(struct str version)
{
	size_t n = 0;

	while (n < version.n && is_digit(version.p[n]))
		n++;
	return str_sub(version, 0, n);
}

/* "1.2.3" of "1.2.3-r4". */
static struct str
upstream(struct str version)
{
	size_t at = str_rfind(version, '-');

	return at + 1 < version.n && version.p[at + 1] == 'r' ?
	    str_sub(version, 0, at) : version;
}

/* The first version after all of this major version; "" when it is none. */
static struct str
next_major(struct arena *a, struct str version)
{
	struct str m = major(version);
	uint64_t v;

	/* Dates and the like are no branches. */
	if (!str_u64(m, 999, &v))
		return STR("");
	return str_fmt(a, "%llu", (unsigned long long)v + 1);
}

/* Is b, the next fix, one of a's branch? What is no branch is one. */
static bool
same_branch(const struct secdb *s, struct str a, struct str b)
{
	return s->each ? str_eq(upstream(a), upstream(b)) :
	    next_major(s->one, a).n == 0 || str_eq(major(a), major(b));
}

/* Where the branch of a fix begins that follows another. */
static struct str
branch_begin(const struct secdb *s, struct str before, struct str fix)
{
	return s->each ? str_join(s->one, upstream(fix), STR("-r0")) :
	    next_major(s->one, before);
}

/* v[0..n) is one identifier, by version: one interval for each major version
   that a fix was made in. */
static enum rc
put_fixes(struct secdb *s, struct str name, const struct fix *v, size_t n,
    struct err *e)
{
	struct adv_affected *x = NEWN(s->one, struct adv_affected, n);
	size_t nx = 0, first = 0;

	/* "0" sorts first; a fixed version beside it says more. */
	while (first + 1 < n && str_eq(v[first].version, STR("0")))
		first++;
	for (size_t i = first; i < n; i++) {
		struct adv_affected *to = &x[nx];

		if (i + 1 < n && same_branch(s, v[i].version,
		    v[i + 1].version))
			continue;	/* a higher fix of the same branch */
		*to = (struct adv_affected){ .eco = s->eco,
			.release = s->release, .name = name,
			.state = ADV_FIXED, .range = { .hi = v[i].version,
			.has_hi = true } };
		if (nx != 0) {
			to->range.lo = branch_begin(s, x[nx - 1].range.hi,
			    v[i].version);
			to->range.has_lo = to->range.lo_incl = true;
		}
		if (str_eq(v[i].version, STR("0"))) {
			to->state = ADV_NOT_AFFECTED;
			to->range = (struct interval){ .has_lo = false };
		}
		nx++;
	}
	return fill_record(s->out, &(struct adv_record){ .id = v[0].id,
		.aliases = v[0].aliases, .naliases = v[0].naliases,
		.affected = x, .naffected = nx }, e);
}

static enum rc
gather_fixes(struct secdb *s, const struct json *secfixes, struct str name,
    struct err *e)
{
	const struct json *list;
	struct str version;
	enum rc rc = RC_OK;

	for (void *it = NULL; rc == RC_OK && json_member(secfixes, &it,
	    &version, &list);) {
		version = str_trim(version);
		for (size_t i = 0; rc == RC_OK && i < json_count(list); i++) {
			struct str text = json_text(json_at(list, i));

			if (s->n >= IDS_MAX)
				return err_set(e, RC_LIMIT, "%.*s: over %d "
				    "identifiers", STR_ARG(name), IDS_MAX);
			if (version.n == 0 || !take_string(s, text, version))
				rc = fill_reject(s->out, str_fmt(s->one,
				    "%.*s %.*s", STR_ARG(name),
				    STR_ARG(text)), "no identifier", e);
		}
	}
	return rc;
}

static enum rc
put_package(struct secdb *s, const struct json *pkg, struct err *e)
{
	struct str name = json_get_text(pkg, "name");
	enum rc rc;

	if (name.n == 0)
		return fill_reject(s->out, STR("pkg"), "a package without a "
		    "name", e);
	arena_reset(s->one);
	s->v = NULL;
	s->n = s->cap = 0;
	rc = gather_fixes(s, json_get(pkg, "secfixes"), name, e);
	if (s->n > 1)
		qsort(s->v, s->n, sizeof *s->v, fix_cmp);
	for (size_t i = 0, end; rc == RC_OK && i < s->n; i = end) {
		for (end = i + 1; end < s->n &&
		    str_eq(s->v[end].id, s->v[i].id); end++)
			;
		rc = put_fixes(s, name, s->v + i, end - i, e);
	}
	return rc;
}

/* ---- the document ---- */

static enum rc
read_package(struct secdb *s, struct json_in *j, struct err *e)
{
	struct str text;
	struct json *root;
	struct err why;
	enum rc rc = json_in_value(j, &text, e);

	if (rc != RC_OK)
		return rc != RC_LIMIT ? rc : fill_reject(s->out, STR("pkg"),
		    "too large", e);
	rc = json_record(text, &root, NULL, &why);
	if (rc != RC_OK)
		return fill_reject(s->out, STR("pkg"), why.msg, e);
	rc = put_package(s, json_get(root, "pkg"), e);
	json_free(root);
	return rc;
}

static enum rc
read_packages(struct secdb *s, struct json_in *j, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind != JSON_ARRAY)
		return rc != RC_OK ? rc : json_in_skip(j, e);
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, NULL, e)) == RC_OK)
		rc = read_package(s, j, e);
	return rc == RC_STOP ? RC_OK : rc;
}

/* Packages that came before the members which tell whose they are. */
static enum rc
read_kept(struct secdb *s, struct str text, struct err *e)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	struct json_in *j = json_in_new(r, (size_t)s->lim->json_record);
	enum rc rc = read_packages(s, j, e);

	json_in_free(j);
	reader_close(r);
	return rc;
}

static enum rc
read_member(struct secdb *s, struct json_in *j, struct str name,
    struct str *kept, struct err *e)
{
	struct str *to = str_eq(name, STR("urlprefix"))	? &s->urlprefix
	    : str_eq(name, STR("apkurl"))		? &s->apkurl
	    : str_eq(name, STR("distroversion"))	? &s->distroversion
	    : str_eq(name, STR("reponame"))		? &s->reponame
	    : NULL;
	struct str text;
	enum rc rc;

	if (str_eq(name, STR("packages"))) {
		if (know_vendor(s))
			return read_packages(s, j, e);
		rc = json_in_value(j, &text, e);
		if (rc == RC_OK)
			*kept = str_dup(s->a, text);
		return rc;
	}
	if (to == NULL)
		return json_in_skip(j, e);
	rc = json_in_string(j, &text, e);
	if (rc == RC_OK)
		*to = str_dup(s->a, str_trim(text));
	return rc;
}

static enum rc
finish(struct secdb *s, struct str kept, struct err *e)
{
	enum rc rc = RC_OK;

	if (!know_vendor(s))
		return err_set(e, RC_UNSUPPORTED, "secdb of a distribution "
		    "that we do not know: %.*s", STR_ARG(s->urlprefix));
	fill_scope(s->out, s->distroversion.n == 0 ? str_from(s->eco->key) :
	    str_fmt(s->a, "%s %.*s/%.*s", s->eco->key,
	    STR_ARG(s->distroversion), STR_ARG(s->reponame)));
	if (kept.n != 0)
		rc = read_kept(s, kept, e);
	return rc == RC_OK ? fill_namespace(s->out, s->eco, s->release, e) :
	    rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct secdb s = { .out = out, .lim = lim,
		.a = arena_new((size_t)lim->memory),
		.one = arena_new((size_t)lim->memory) };
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	struct str name, kept = { NULL, 0 };
	enum rc rc = json_in_enter(j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(j, &name, e)) == RC_OK)
		rc = read_member(&s, j, name, &kept, e);
	if (rc == RC_STOP)
		rc = feed_end(j, e);
	if (rc == RC_OK)
		rc = finish(&s, kept, e);
	json_in_free(j);
	arena_free(s.one);
	arena_free(s.a);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && (head_has(h, "packages") ||
	    str_find_str(h->text, STR("\"secfixes\"")) < h->text.n) &&
	    (head_has(h, "apkurl") || head_has(h, "urlprefix") ||
	    head_has(h, "distroversion"));
}

const struct feed feed_secdb = {
	.name = "secdb",
	.about = "Alpine, Wolfi, Chainguard, MinimOS, SecureOS: secdb",
	.pieces = true, .detect = detect, .load = load,
};
