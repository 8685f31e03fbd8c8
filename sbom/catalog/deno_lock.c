/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "sbom/catalog/lock.h"
#include "text/json.h"

/*
 * deno-lock: deno.lock.
 *
 * Source:   Deno's documentation, "Integrity checking and lock files", and
 *           the crate deno_lockfile, which lists what changed in versions
 *           2 to 5.
 * Grammar:  JSON. "npm" and "jsr" map "name@version" (npm: and the peers that
 *           it was resolved with, after '_') to { integrity, dependencies };
 *           before version 4 they stand below "packages" (2: below "npm").
 *           A dependency is "name@version", or "name" when the file has one
 *           version of it, or "alias@npm:name@version"; before 4 npm's are a
 *           map of the name in use to such a key. jsr's need "jsr:@s/name@1"
 *           or "npm:name@1", which "specifiers" makes a version.
 *           "remote" maps the addresses of single modules to digests: they
 *           are no packages.
 * Limits:   JSON_DEPTH, JSON_VALUES.
 */
struct deno {
	struct lock lock;
	struct arena *a;
	struct records *out;
	const struct json *specifiers;
};

/* "name@1.2.3_peer@1.0.0" without the peers. */
static bool
split(struct str key, struct str *ret_name, struct str *ret_version)
{
	if (!npm_spec(key, ret_name, ret_version))
		return false;
	*ret_version = str_sub(*ret_version, 0, str_find(*ret_version, '_'));
	return ret_version->n != 0;
}

static struct str
in_type(struct deno *y, const char *type, struct str key)
{
	return str_join(y->a, str_from(type), str_join(y->a, STR(":"), key));
}

/* Which of several a bare name means is not asked: then it is never used. */
static void
add_package(struct deno *y, const char *type, struct str key,
    const struct json *v)
{
	struct str name, version;
	struct str hash = json_get_text(v, "integrity");

	if (!split(key, &name, &version)) {
		y->out->note(y->out, 0, "a package without a version");
		return;
	}
	struct lock_pkg *p = lock_add(&y->lock);

	p->p.type = type;
	pkg_name_split(&p->p, name);
	p->p.version = version;
	p->integrity = hash;
	lock_offer(&y->lock, p, in_type(y, type, key));
	lock_offer(&y->lock, p, in_type(y, type, name));
}

/* ---- edges ---- */

/* "npm:name@^1" of a jsr package, by what it was resolved to. */
static struct lock_pkg *
by_specifier(struct deno *y, struct str spec)
{
	size_t colon = str_find(spec, ':');
	struct str type = str_sub(spec, 0, colon), name, rest;
	const char *key = str_z(y->a, spec);
	struct str is = STR("");

	if (key != NULL)
		is = json_get_text(y->specifiers, key);
	if (!npm_spec(str_from_pos(spec, colon + 1), &name, &rest))
		name = str_from_pos(spec, colon + 1);
	/* Version 3 has all of it there: "npm:name@1.0.0". */
	if (is.n == 0 || str_find(is, ':') < is.n)
		return lock_find(&y->lock, is.n != 0 ? is :
		    str_join(y->a, type, str_join(y->a, STR(":"), name)));
	return lock_find(&y->lock, str_join(y->a, type, str_join(y->a,
	    str_join(y->a, STR(":"), name), str_join(y->a, STR("@"), is))));
}

static struct lock_pkg *
find(struct deno *y, const char *type, struct str key)
{
	struct str name, rest, npm = STR("npm:");
	struct lock_pkg *p;

	if (str_starts(key, npm) || str_starts(key, STR("jsr:")))
		return by_specifier(y, key);
	if ((p = lock_find(&y->lock, in_type(y, type, key))) != NULL)
		return p;
	if (npm_spec(key, &name, &rest) && str_starts(rest, npm))
		return lock_find(&y->lock, rest);
	return NULL;
}

static void
add_needs(struct deno *y, const char *type, struct str key,
    const struct json *v)
{
	static const char *const kinds[] = { "dependencies",
		"optionalDependencies" };
	struct lock_pkg *p = lock_find(&y->lock, in_type(y, type, key));
	const struct json *to;
	struct str name;

	for (size_t i = 0; p != NULL && i < 2; i++) {
		const struct json *all = json_get(v, kinds[i]);

		for (size_t k = 0; k < json_count(all) &&
		    json_kind_of(all) == JSON_ARRAY; k++)
			lock_need(&y->lock, p, find(y, type,
			    json_text(json_at(all, k))), false);
		for (void *it = NULL; json_member(all, &it, &name, &to);)
			lock_need(&y->lock, p, find(y, type, json_text(to)),
			    false);
	}
}

/* ---- the file ---- */

static void
each(struct deno *y, const struct json *v, void (*f)(struct deno *,
    const char *, struct str, const struct json *))
{
	static const char *const types[] = { "npm", "jsr" };
	const struct json *in = json_get(v, "packages"), *one, *all;
	struct str key;

	if (in == NULL)
		in = v;
	for (size_t i = 0; i < 2; i++) {
		all = json_get(in, types[i]);
		if (json_kind_of(json_get(all, "packages")) == JSON_OBJECT)
			all = json_get(all, "packages");	/* 2 */
		for (void *it = NULL; json_member(all, &it, &key, &one);)
			f(y, types[i], key, one);
	}
}

static enum rc
take(struct deno *y, const struct json *v)
{
	const struct json *in = json_get(v, "packages");
	size_t remote = json_count(json_get(v, "remote"));

	y->specifiers = json_get(in != NULL ? in : v, "specifiers");
	each(y, v, add_package);
	each(y, v, add_needs);
	if (remote != 0)
		y->out->note(y->out, 0, "%zu modules by address, which are no "
		    "packages, are left out", remote);
	return lock_emit(&y->lock, y->out);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct deno y = { .out = out };
	struct json *v;
	struct str text;
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if ((rc = blob_text(b, &text, e)) != RC_OK ||
	    (rc = json_record(text, &v, NULL, e)) != RC_OK)
		return rc;
	y.a = arena_new(lim->memory);
	lock_init(&y.lock, y.a);
	rc = take(&y, v);
	json_free(v);
	arena_free(y.a);
	return rc;
}

const struct cataloger cat_deno_lock = {
	.name = "deno-lock",
	.about = "lock files of Deno",
	.wants = (const struct want[]){
		{ WANT_NAME, "deno.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
