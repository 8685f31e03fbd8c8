/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NuGet's lock file and the assets file of a build.
 *
 * Source:   NuGet, "Enable repeatable package restores using a lock file":
 *           packages.lock.json: dependencies{ framework: { Name: { type,
 *           resolved, contentHash, dependencies{} } } }; project.assets.json
 *           (LockFileFormat of NuGet.ProjectModel): targets{ framework: {
 *           "Name/Version": { type, dependencies{} } } }.
 * Projects of the same solution are no packages.
 * Limits:   those of JSON records.
 */
#include "base/arena.h"
#include "sbom/catalog/dotnet.h"
#include "text/json.h"

/* Names meet inside of one framework. */
static struct str
key_of(struct arena *a, struct str framework, struct str name)
{
	return str_join(a, str_join(a, framework, STR("\n")),
	    dotnet_key(a, name));
}

static enum rc
package(struct arena *a, struct str framework, struct str name,
    struct str version, const struct json *v, struct records *out)
{
	const struct json *to;
	struct str key;

	if (name.n == 0) {
		out->note(out, 0, "package without a name");
		return RC_OK;
	}

	enum rc rc = out->package(out, &(struct pkg){ .type = "nuget",
	    .name = name, .version = version });

	if (rc != RC_OK)
		return rc;
	out->provides(out, key_of(a, framework, name));
	for (void *it = NULL; json_member(json_get(v, "dependencies"), &it,
	    &key, &to);)
		out->requires(out, key_of(a, framework, key));
	return RC_OK;
}

static enum rc
locked(struct arena *a, struct str framework, struct str name,
    const struct json *v, struct records *out)
{
	if (str_eq_nocase(json_get_text(v, "type"), STR("Project")))
		return RC_OK;
	return package(a, framework, name,
	    dotnet_version(json_get_text(v, "resolved")), v, out);
}

static enum rc
built(struct arena *a, struct str framework, struct str full,
    const struct json *v, struct records *out)
{
	size_t slash = str_find(full, '/');

	if (!str_eq(json_get_text(v, "type"), STR("package")))
		return RC_OK;
	return package(a, framework, str_sub(full, 0, slash),
	    dotnet_version(str_from_pos(full, slash + 1)), v, out);
}

/* Two levels of objects: calls each for the inner members. */
static enum rc
walk(struct blob *b, const struct limits *lim, const char *member,
    enum rc (*each)(struct arena *a, struct str framework, struct str name,
    const struct json *v, struct records *out), struct records *out,
    struct err *e)
{
	const struct json *group, *v;
	struct str framework, name;
	struct json *root;
	enum rc rc = dotnet_json(b, &root, e);

	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);
	const struct json *all = json_get(root, member);

	if (json_kind_of(all) != JSON_OBJECT)
		rc = err_set(e, RC_FORMAT, "no %s of NuGet", member);
	for (void *it = NULL; rc == RC_OK &&
	    json_member(all, &it, &framework, &group);)
		for (void *in = NULL; rc == RC_OK &&
		    json_member(group, &in, &name, &v);)
			rc = each(a, framework, name, v, out);
	arena_free(a);
	json_free(root);
	return rc;
}

static enum rc
parse_lock(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	(void)f;
	return walk(b, lim, "dependencies", locked, out, e);
}

static enum rc
parse_assets(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	(void)f;
	return walk(b, lim, "targets", built, out, e);
}

/* In images, too: it is published beside what it locks. */
const struct cataloger cat_dotnet_lock = {
	.name = "dotnet-lock",
	.about = "NuGet packages of packages.lock.json",
	.wants = (const struct want[]){
		{ WANT_NAME, "packages.lock.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.link = LINK_FILE,
	.parse = parse_lock,
};

const struct cataloger cat_dotnet_assets = {
	.name = "dotnet-assets",
	.about = "NuGet packages that a build has resolved",
	.wants = (const struct want[]){
		{ WANT_NAME, "project.assets.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_assets,
};
