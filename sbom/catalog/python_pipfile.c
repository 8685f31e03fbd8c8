/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pipfile.lock of Pipenv.
 *
 * Source:   pipfile-spec 6, "Pipfile.lock": objects "default" and "develop" of
 *           name: { "version": "==V", "hashes", "index", "git" and "ref",
 *           "path", "file", "editable", "markers" }.
 * Limits:   those of JSON records.
 */
#include "base/arena.h"
#include "sbom/catalog/python.h"
#include "sbom/catalog/pep508.h"
#include "text/json.h"

/* "git": "https://…" is what pip writes as git+https://…@ref. */
static struct str
vcs_of(struct arena *a, const struct json *v)
{
	static const char *const kinds[] = { "git", "hg", "svn", "bzr" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct str url = json_get_text(v, kinds[i]);
		struct str ref = json_get_text(v, "ref");

		if (url.n == 0)
			continue;
		url = str_fmt(a, "%s+%.*s", kinds[i], STR_ARG(url));
		return ref.n == 0 ? url :
		    str_join(a, str_join(a, url, STR("@")), ref);
	}
	return STR("");
}

static enum rc
group(struct arena *a, const struct json *root, const char *name,
    struct records *out)
{
	const struct json *all = json_get(root, name), *v;
	const struct json *main = json_get(root, "default");
	enum rc rc = RC_OK;
	struct str key;

	for (void *it = NULL; rc == RC_OK && json_member(all, &it, &key, &v);) {
		const char *z = all != main ? str_z(a, key) : NULL;

		/* Wanted by both: not for development only. */
		if (key.n == 0 || (z != NULL && json_get(main, z) != NULL))
			continue;

		struct pkg p = { .name = key, .dev = all != main,
			.version = pep508_pin(json_get_text(v, "version")),
			.local = json_get_text(v, "path").n != 0 };

		rc = python_declare(out, &p, vcs_of(a, v));
	}
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	struct json *j;
	enum rc rc = blob_text(b, &text, e);

	(void)f;
	if (rc == RC_OK)
		rc = json_record(text, &j, NULL, e);
	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	if (json_kind_of(json_get(j, "default")) != JSON_OBJECT &&
	    json_kind_of(json_get(j, "develop")) != JSON_OBJECT)
		rc = err_set(e, RC_FORMAT, "no packages of Pipenv");
	else if ((rc = group(a, j, "default", out)) == RC_OK)
		rc = group(a, j, "develop", out);
	arena_free(a);
	json_free(j);
	return rc;
}

const struct cataloger cat_python_pipfile = {
	.name = "python-pipfile",
	.about = "Python packages that Pipenv has locked",
	.wants = (const struct want[]){
		{ WANT_NAME, "Pipfile.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
