/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a .NET application was built with: NAME.deps.json.
 *
 * Source:   the .NET SDK's "Runtime configuration files" specification
 *           (documentation/specs/runtime-configuration-file.md).
 * Grammar:  runtimeTarget (a text, or {name}) names one of targets, which has
 *           "NAME/VERSION": {dependencies: {NAME: VERSION}, runtime,
 *           resources, native, runtimeTargets: {PATH: {}}}; libraries has the
 *           same names with type and path.
 * Left out: of what is installed, packages without a file of their own, which
 *           only the compiler needed; reference assemblies without a path.
 * Limits:   of JSON; ROOTS projects are asked whether another needs them.
 */
#include "sbom/catalog/dotnet_deps.h"

#include "base/arena.h"
#include "text/json.h"

enum { ROOTS = 64, SCRATCH = 64 << 20 };

struct deps {
	struct arena *a;		/* scratch of one call */
	struct str dir;
	bool declared;
	const struct json *target, *libraries;
	size_t nprojects;
	struct records *out;
};

static const struct json *
find(const struct json *object, struct str key)
{
	void *it = NULL;
	struct str k;
	const struct json *v;

	while (json_member(object, &it, &k, &v))
		if (str_eq(k, key))
			return v;
	return NULL;
}

/* The files of one kind: those of a package lie beside the application,
   without the folders that they had in it. */
static void
own(const struct deps *d, const struct json *files, bool flat)
{
	void *it = NULL;
	struct str path;
	const struct json *v;

	while (d->dir.n > 0 && json_member(files, &it, &path, &v)) {
		size_t slash = str_rfind(path, '/');

		if (flat && slash < path.n)
			path = str_from_pos(path, slash + 1);
		if (path.n > 0 && !str_eq(path, STR("_._")))
			d->out->owns(d->out, str_join(d->a, d->dir, path));
		arena_reset(d->a);
	}
}

static bool
has_files(const struct json *t)
{
	return json_count(json_get(t, "runtime")) > 0 ||
	    json_count(json_get(t, "native")) > 0 ||
	    json_count(json_get(t, "resources")) > 0 ||
	    json_count(json_get(t, "runtimeTargets")) > 0;
}

static bool
is_kept(const struct deps *d, struct str type, const struct json *lib,
    const struct json *target)
{
	if (str_eq(type, STR("referenceassembly")))
		return json_get_text(lib, "path").n > 0;
	/* Not in the target at all: nothing is known of its files. */
	return !str_eq(type, STR("package")) || d->declared ||
	    target == NULL || has_files(target);
}

static bool
is_needed(const struct deps *d, struct str name)
{
	void *it = NULL;
	struct str key;
	const struct json *t;

	while (json_member(d->target, &it, &key, &t)) {
		void *inner = NULL;
		struct str dep;
		const struct json *v;

		while (json_member(json_get(t, "dependencies"), &inner, &dep,
		    &v))
			if (str_eq(dep, name))
				return true;
	}
	return false;
}

static void
require(const struct deps *d, const struct json *target)
{
	void *it = NULL;
	struct str name;
	const struct json *version;

	while (json_member(json_get(target, "dependencies"), &it, &name,
	    &version)) {
		d->out->requires(d->out, str_join(d->a, name, str_join(d->a,
		    STR("/"), json_text(version))));
		arena_reset(d->a);
	}
}

static enum rc
emit(struct deps *d, struct str key, const struct json *lib)
{
	const struct json *target = find(d->target, key);
	struct str type = json_get_text(lib, "type");
	size_t slash = str_rfind(key, '/');
	struct str name = str_sub(key, 0, slash), full = name;
	bool project = str_eq(type, STR("project"));

	if (str_starts(name, STR("runtimepack.")))
		name = str_from_pos(name, sizeof "runtimepack." - 1);
	if (name.n == 0 || !is_kept(d, type, lib, target))
		return RC_OK;
	struct pkg p = { .type = "nuget", .name = name,
		.version = str_from_pos(key, slash + 1),
		.local = project || str_eq(type, STR("reference")) };

	if (project && d->nprojects++ < ROOTS && !is_needed(d, full))
		p.kind = PKG_APPLICATION;
	enum rc rc = d->out->package(d->out, &p);

	if (rc != RC_OK)
		return rc;
	d->out->provides(d->out, key);
	require(d, target);
	own(d, json_get(target, "runtime"), true);
	own(d, json_get(target, "native"), true);
	own(d, json_get(target, "runtimeTargets"), false);
	return RC_OK;
}

static struct str
target_name(const struct json *root)
{
	const struct json *t = json_get(root, "runtimeTarget");

	return json_kind_of(t) == JSON_STRING ? json_text(t) :
	    json_get_text(t, "name");
}

enum rc
dotnet_deps(struct str json, struct str dir, bool declared,
    struct records *out, struct err *e)
{
	struct deps d = { .dir = dir, .declared = declared,
		.out = out };
	struct json *root = NULL;
	const struct json *lib;
	struct str key;
	void *it = NULL;
	enum rc rc = json_record(json, &root, NULL, e);

	if (rc != RC_OK)
		return rc;
	d.a = arena_new(SCRATCH);
	d.libraries = json_get(root, "libraries");
	d.target = find(json_get(root, "targets"), target_name(root));
	if (json_kind_of(d.libraries) != JSON_OBJECT)
		rc = err_set(e, RC_FORMAT, "deps.json: no libraries");
	while (rc == RC_OK && json_member(d.libraries, &it, &key, &lib))
		rc = emit(&d, key, lib);
	arena_free(d.a);
	json_free(root);
	return rc;
}

/* ---- the row ---- */

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	size_t slash = str_rfind(f->path, '/');
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	struct arena *a = arena_new(MIB);
	struct str dir = STR("/");

	(void)lim;

	if (slash < f->path.n)
		dir = str_join(a, dir, str_sub(f->path, 0, slash + 1));
	rc = dotnet_deps(text, dir, f->declared, out, e);
	arena_free(a);
	return rc;
}

static const struct want wants[] = {
	{ WANT_SUFFIX, ".deps.json", 0 },
	{ 0 },
};

const struct cataloger cat_dotnet_deps = {
	.name = "dotnet-deps",
	.about = "packages of .NET applications: deps.json",
	.wants = wants, .reads = READ_TEXT, .parse = parse,
	.link = LINK_FILE,
};
