/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a .NET application was published with: NAME.deps.json.
 *
 * Source:   "Runtime configuration files" of the .NET SDK's documentation
 *           (documentation/specs/runtime-configuration-file.md).
 * Grammar:  JSON. runtimeTarget.name selects one of targets{ T: { "Lib/1.0": {
 *           dependencies{}, runtime{}, native{}, resources{}, runtimeTargets{}
 *           } } }; libraries{ "Lib/1.0": { type } } tells what each is.
 * A package without any asset was needed to compile only, or the shared
 * framework supersedes it: whether it is there is a guess, unless a tool is
 * there that merges assemblies into others. The same holds of one that no
 * target speaks of. Projects are the application's own: no purl; those that
 * nothing else in the file needs are the applications.
 * The deps.json of a shared framework is that of one package, the framework.
 * Limits:   those of JSON records.
 */
#include "sbom/catalog/dotnet_deps.h"

#include "base/arena.h"
#include "base/hash.h"
#include "sbom/catalog/dotnet.h"
#include "sbom/catalog/dotnet_framework.h"
#include "sbom/layer/path.h"
#include "text/json.h"

struct deps {
	struct arena *a, *tmp;
	struct records *out;
	const struct json *libraries, *target;
	struct str dir;		/* of the assemblies, "" or "/…/" */
	struct map *needed;	/* names that others depend on */
	bool merged;		/* assemblies may lie inside others */
};

static const struct json *
get(struct arena *a, const struct json *o, struct str key)
{
	const char *z = str_z(a, key);

	return z != NULL ? json_get(o, z) : NULL;
}

/* Tools that put a package's assembly into another: it is there without a
   file of its own. */
static bool
is_merger(struct str name)
{
	static const char *const names[] = { "ILRepack", "ILMerge", "Fody",
		"Costura.Fody", "PostSharp" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(name, str_from(names[i])))
			return true;
	return false;
}

static void
own(struct deps *d, struct str path)
{
	if (d->dir.n != 0)
		d->out->owns(d->out, str_join(d->tmp, d->dir, path));
	arena_reset(d->tmp);	/* long, and one per file */
}

/* Assets of one kind: where the application finds them. The path inside of the
   package matters for runtimeTargets only. */
static size_t
assets(struct deps *d, const struct json *lib, const char *kind, bool emit)
{
	const struct json *all = json_get(lib, kind), *v;
	bool whole = strcmp(kind, "runtimeTargets") == 0;
	struct str path;

	for (void *it = NULL; emit && json_member(all, &it, &path, &v);) {
		struct str locale = json_get_text(v, "locale");
		struct str base = whole ? path : path_base(path);

		if (locale.n != 0)
			base = str_join(d->a, str_join(d->a, locale, STR("/")),
			    base);
		if (path.n != 0 && path.n < PATH_MAX_BYTES)
			own(d, base);
	}
	return json_count(all);
}

static size_t
all_assets(struct deps *d, const struct json *lib, bool emit)
{
	return assets(d, lib, "runtime", emit) +
	    assets(d, lib, "native", emit) +
	    assets(d, lib, "resources", emit) +
	    assets(d, lib, "runtimeTargets", emit);
}

/* CPEs of the runtimes: ".net_core" until 3.1, ".net" from 5. */
static void
runtime_cpe(struct deps *d, struct str name, struct str version)
{
	struct str core = STR("Microsoft.NETCore.App.Runtime."),
	    asp = STR("Microsoft.AspNetCore.App.Runtime.");
	bool old = version.n > 1 && version.p[1] == '.' && version.p[0] < '5';
	const char *product = str_starts(name, core) ?
	    old ? ".net_core" : ".net" :
	    str_starts(name, asp) ? "asp.net_core" : NULL;

	for (size_t i = 0; i < version.n; i++)
		if (!is_alnum(version.p[i]) && version.p[i] != '.')
			return;		/* previews need CPE's quoting */
	if (product != NULL)
		d->out->cpe(d->out, str_fmt(d->a,
		    "cpe:2.3:a:microsoft:%s:%.*s:*:*:*:*:*:*:*", product,
		    STR_ARG(version)));
}

/* The framework whose directory this is: all files are its own. */
static enum rc
framework(struct deps *d, const struct json *t, struct str name,
    struct str version)
{
	enum rc rc = dotnet_framework_emit(name, version, d->out);
	const struct json *lib;
	struct str key;

	for (void *it = NULL; rc == RC_OK && json_member(t, &it, &key, &lib);)
		(void)all_assets(d, lib, true);
	return rc;
}

/* LibraryType of Microsoft.Extensions.DependencyModel and of the SDK's own
   DependencyContextBuilder: assemblies that are no package. */
static bool
is_no_package(struct str type)
{
	return str_eq_nocase(type, STR("reference")) ||
	    str_eq_nocase(type, STR("referenceassembly")) ||
	    str_eq_nocase(type, STR("platform")) ||
	    str_eq_nocase(type, STR("msbuildproject"));
}

static enum rc
library(struct deps *d, struct str full, const struct json *lib)
{
	struct str type = json_get_text(get(d->a, d->libraries, full), "type"),
	    key, pack = STR("runtimepack.");
	size_t slash = str_find(full, '/');
	bool project = str_eq(type, STR("project"));
	struct pkg p = { .type = "nuget", .name = str_sub(full, 0, slash),
		.version = str_from_pos(full, slash + 1), .local = project };
	struct str known = p.name;
	const struct json *v;

	if (!project && !str_eq(type, STR("package")) &&
	    !str_eq(type, STR("runtimepack"))) {
		if (!is_no_package(type))
			d->out->note(d->out, 0, "%.*s: of type \"%.*s\", "
			    "which is not known", STR_ARG(full),
			    STR_ARG(type));
		return RC_OK;
	}
	p.guessed = !project && !d->merged && all_assets(d, lib, false) == 0;
	if (str_starts(p.name, pack))
		p.name = str_from_pos(p.name, pack.n);
	if (p.name.n == 0) {
		d->out->note(d->out, 0, "library without a name");
		return RC_OK;
	}
	if (project && map_find(d->needed, p.name) == NULL)
		p.kind = PKG_APPLICATION;

	enum rc rc = d->out->package(d->out, &p);

	if (rc != RC_OK)
		return rc;
	d->out->provides(d->out, dotnet_key(d->a, known));
	runtime_cpe(d, p.name, p.version);
	for (void *it = NULL; json_member(json_get(lib, "dependencies"), &it,
	    &key, &v);)
		d->out->requires(d->out, dotnet_key(d->a, key));
	(void)all_assets(d, lib, true);
	return RC_OK;
}

/* All libraries of a target; then those that it does not have, t being the
   only one. */
static enum rc
target(struct deps *d, const struct json *t, bool only)
{
	enum rc rc = RC_OK;
	const struct json *v;
	struct str key;

	for (void *it = NULL; rc == RC_OK && json_member(t, &it, &key, &v);)
		rc = library(d, key, v);
	for (void *it = NULL; only && rc == RC_OK &&
	    json_member(d->libraries, &it, &key, &v);)
		if (get(d->a, t, key) == NULL)
			rc = library(d, key, NULL);
	return rc;
}

static bool
has_merger(const struct json *libraries)
{
	const struct json *v;
	struct str key;

	for (void *it = NULL; json_member(libraries, &it, &key, &v);)
		if (is_merger(str_sub(key, 0, str_find(key, '/'))))
			return true;
	return false;
}

/* What the libraries of a target depend on. */
static void
add_needed(struct deps *d, const struct json *t)
{
	const struct json *v, *w;
	struct str key, dep;

	for (void *it = NULL; json_member(t, &it, &key, &v);)
		for (void *in = NULL; json_member(json_get(v, "dependencies"),
		    &in, &dep, &w);)
			(void)map_put(d->needed, dep, NULL);
}

static enum rc
document(struct deps *d, const struct json *root)
{
	const struct json *targets = json_get(root, "targets"), *v;
	struct str name = json_get_text(json_get(root, "runtimeTarget"), "name"),
	    key, version;
	const struct json *t = get(d->a, targets, name);
	enum rc rc = RC_OK;

	/* "runtimeTarget": ".NETCoreApp,…" of the first SDKs. */
	if (t == NULL)
		t = get(d->a, targets, json_get_text(root, "runtimeTarget"));
	d->libraries = json_get(root, "libraries");
	d->merged = has_merger(d->libraries);
	if (dotnet_framework(d->dir, &name, &version))
		return framework(d, t, name, version);
	if (t != NULL) {
		add_needed(d, t);
		return target(d, t, true);
	}
	for (void *it = NULL; json_member(targets, &it, &key, &v);)
		add_needed(d, v);
	for (void *it = NULL; rc == RC_OK &&
	    json_member(targets, &it, &key, &v);)
		rc = target(d, v, false);
	return rc;
}

enum rc
dotnet_deps(struct str text, struct str dir, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct json *root;
	enum rc rc = json_record(dotnet_unmarked(text), &root, NULL, e);

	if (rc != RC_OK)
		return rc;
	if (json_kind_of(json_get(root, "targets")) != JSON_OBJECT) {
		json_free(root);
		return err_set(e, RC_FORMAT, "no targets of .NET");
	}

	struct arena *a = arena_new(lim->memory);
	struct deps d = { .a = a, .tmp = arena_new(MIB), .out = out,
		.dir = dir, .needed = map_new(a) };

	rc = document(&d, root);
	arena_free(d.tmp);
	arena_free(a);
	json_free(root);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	char dir[PATH_MAX_BYTES + 2] = "/";
	struct str of = path_dir(f->path), text;
	size_t n = 1;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	if (of.n != 0 && of.n <= PATH_MAX_BYTES) {
		memcpy(dir + 1, of.p, of.n);
		n += of.n;
		dir[n++] = '/';
	}
	return dotnet_deps(text, str_of(dir, n), lim, out, e);
}

const struct cataloger cat_dotnet_deps = {
	.name = "dotnet-deps",
	.about = "NuGet packages of published .NET applications",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".deps.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_INSTALLED,
	.link = LINK_FILE,
	.parse = parse,
};
