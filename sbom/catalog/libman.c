/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "sbom/catalog/npm.h"
#include "text/json.h"
#include "text/jsonc.h"

/*
 * libman: libman.json, browser libraries that Microsoft's Library Manager
 * fetches.
 *
 * Source:   Microsoft's documentation: "Use LibMan with ASP.NET Core".
 * Grammar:  JSON: "libraries" is a list of { library: "name@version",
 *           provider }; "defaultProvider" holds for those without one.
 * Names:    of the providers unpkg and jsdelivr they are npm's; cdnjs has
 *           names of its own, most of which are npm's: guessed. filesystem
 *           takes files from anywhere: left out.
 */
static enum rc
take(struct records *out, const struct json *v)
{
	const struct json *all = json_get(v, "libraries");
	struct str given = json_get_text(v, "defaultProvider");
	enum rc rc = RC_OK;

	if (json_kind_of(v) != JSON_OBJECT || all == NULL)
		out->note(out, 0, "no list of libraries");
	for (size_t i = 0; rc == RC_OK && i < json_count(all) &&
	    json_kind_of(all) == JSON_ARRAY; i++) {
		const struct json *one = json_at(all, i);
		struct str by = json_get_text(one, "provider"), name, version;
		struct pkg p = { .type = "npm" };

		if (by.n == 0)
			by = given;
		if (str_eq(by, STR("filesystem")) ||
		    !npm_spec(json_get_text(one, "library"), &name,
		    &version) || !npm_name(&p, name))
			continue;
		p.guessed = !str_eq(by, STR("unpkg")) &&
		    !str_eq(by, STR("jsdelivr"));
		if (npm_is_version(version))	/* else "latest" */
			p.version = version;
		rc = out->package(out, &p);
	}
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	struct json *v;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK || npm_is_vendored(f->path))
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = json_record(jsonc_plain(a, text), &v, NULL, e);
	if (rc == RC_OK) {
		rc = take(out, v);
		json_free(v);
	}
	arena_free(a);
	return rc;
}

const struct cataloger cat_libman = {
	.name = "libman",
	.about = "browser libraries (libman.json)",
	.wants = (const struct want[]){
		{ WANT_NAME, "libman.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
