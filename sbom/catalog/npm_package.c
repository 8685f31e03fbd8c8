/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "sbom/catalog/npm.h"
#include "text/json.h"

/*
 * npm-package: package.json, what is installed in node_modules, or an
 * application's own manifest.
 *
 * Source:   npm's documentation: package.json; Node.js documentation, modules:
 *           loading from node_modules (each directory's own, then those of
 *           the directories above).
 * Files:    package.json anywhere. In node_modules only that of a package's
 *           own directory, node_modules/NAME or node_modules/@SCOPE/NAME:
 *           those further down are stubs ("type": "module") or test data.
 *           A directory may be named otherwise than its package: an alias.
 *           Elsewhere it is an application's, if it has a name and a version.
 * Edges:    dependencies, optional and peer ones, and an application's
 *           development ones, looked up by directory name as Node does; the
 *           members of its workspace.
 * Limits:   JSON_DEPTH, JSON_VALUES.
 */
static const char *const needs[] = { "dependencies", "optionalDependencies",
	"peerDependencies", "devDependencies" };

/* What is asked of it; of an installed one without the first ones. */
enum { OWN_MEMBERS = 3 };
static const char *const members[] = { "devDependencies", "private",
	"workspaces", "name", "version", "author", "description",
	"dependencies", "optionalDependencies", "peerDependencies", "license",
	"licenses", NULL };

/* "Name <mail> (url)", or the object of these. */
static struct str
person(struct arena *a, const struct json *v)
{
	struct str name = str_trim(json_get_text(v, "name"));
	struct str mail = str_trim(json_get_text(v, "email"));

	if (json_kind_of(v) != JSON_OBJECT)
		return str_trim(json_text(v));
	if (mail.n == 0 || name.n == 0)
		return name.n != 0 ? name : mail;
	return str_join(a, str_join(a, name, STR(" <")),
	    str_join(a, mail, STR(">")));
}

static struct str
author(struct arena *a, const struct json *v)
{
	struct str s = person(a, json_get(v, "author"));

	return s.n != 0 ? s : person(a, json_at(json_get(v, "author"), 0));
}

static void
say_needs(struct records *out, const struct json *v, size_t kinds)
{
	struct str name;
	const struct json *range;

	for (size_t i = 0; i < kinds; i++) {
		const struct json *o = json_get(v, needs[i]);

		for (void *it = NULL; json_member(o, &it, &name, &range);)
			if (name.n != 0)
				out->requires(out, name);
	}
}

static enum rc
emit(struct arena *a, const struct file_ref *f, const struct json *v,
    struct records *out)
{
	size_t slash = str_rfind(f->path, '/');
	struct str dir = str_sub(f->path, 0, slash < f->path.n ? slash : 0);
	struct pkg p = { .type = "npm", .line = 1 };
	struct str as = npm_installed_as(dir, &p.home);

	p.version = str_trim(json_get_text(v, "version"));
	if (!npm_name(&p, json_get_text(v, "name")) || p.version.n == 0)
		return RC_OK;
	p.vendor = author(a, v);
	p.description = str_trim(json_get_text(v, "description"));
	p.description = str_sub(p.description, 0,
	    str_find(p.description, '\n'));
	p.from = dir;
	if (as.n == 0) {
		p.kind = PKG_APPLICATION;
		p.local = json_is_true(json_get(v, "private"));
		p.home = dir;
	}

	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	if (as.n != 0)
		out->provides(out, as);
	say_needs(out, v, as.n != 0 ? 3 : 4);
	if (as.n == 0 && json_get(v, "workspaces") != NULL)
		out->requires(out, STR(NEAR_MEMBER));
	npm_say_licence(out, json_get(v, "license"));
	npm_say_licence(out, json_get(v, "licenses"));
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	size_t slash = str_rfind(f->path, '/');
	struct str home, text, as;
	struct json *v;

	as = npm_installed_as(str_sub(f->path, 0, slash < f->path.n ? slash :
	    0), &home);
	if (npm_is_vendored(f->path) && as.n == 0)
		return RC_OK;

	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from_pos(text, 3);
	if (str_trim(text).n == 0)
		return err_set(e, RC_FORMAT, "empty package.json");
	rc = json_members(text, members + (as.n != 0 ? OWN_MEMBERS : 0), &v,
	    e);
	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = emit(a, f, v, out);
	arena_free(a);
	json_free(v);
	return rc;
}

const struct cataloger cat_npm_package = {
	.name = "npm-package",
	.about = "installed Node packages (package.json)",
	.wants = (const struct want[]){
		{ WANT_NAME, "package.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_BOTH,
	.link = LINK_NEAR,
	.near = npm_installed_as,
	.parse = parse,
};
