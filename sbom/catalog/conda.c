/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages of conda environments.
 *
 * Source:   conda's documentation: "conda-meta" (one PrefixRecord per package,
 *           class conda.models.records.PrefixRecord), "Package match
 *           specifications", "Creating an environment file manually".
 * Files:    PREFIX/conda-meta/NAME-VERSION-BUILD.json; environment.yml.
 * A package of conda owns its files, among them the metadata of Python
 * packages: those are kept, for conda has no advisories of its own.
 * Limits:   those of JSON records and of text/yaml.h.
 */
#include "base/arena.h"
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "sbom/layer/path.h"
#include "text/json.h"
#include "text/yaml.h"

/* "channel::name", without what follows the name. */
static struct str
spec_name(struct str s)
{
	size_t colons = str_find_str(s, STR("::")), n = 0;

	if (colons < s.n)
		s = str_from_pos(s, colons + 2);
	s = str_trim(s);
	while (n < s.n && (is_alnum(s.p[n]) || s.p[n] == '-' ||
	    s.p[n] == '_' || s.p[n] == '.'))
		n++;
	return str_sub(s, 0, n);
}

/* "name=1.0", "name==1.0", "name 1.0 build" and "name=1.0=build" name a
   version; "" for anything else. */
static struct str
spec_version(struct str s)
{
	struct str name = spec_name(s);
	size_t n = 0;

	s = str_trim(str_from_pos(s, (size_t)(name.p - s.p) + name.n));
	while (n < 2 && n < s.n && s.p[n] == '=')
		n++;
	s = str_trim(str_from_pos(s, n));
	n = 0;
	while (n < s.n && !is_space(s.p[n]) && s.p[n] != '=')
		n++;
	s = str_sub(s, 0, n);
	if (s.n == 0 || !is_alnum(s.p[0]))
		return STR("");
	for (size_t i = 0; i < s.n; i++)
		if (memchr("*<>,|!~[", s.p[i], 8) != NULL)
			return STR("");
	return s;
}

/* "https://host/pkgs/main/linux-64" is "main". */
static struct str
channel_of(const struct json *j)
{
	struct str s = json_get_text(j, "channel"),
	    subdir = json_get_text(j, "subdir");

	while (str_ends(s, STR("/")))
		s = str_sub(s, 0, s.n - 1);
	if (subdir.n != 0 && str_eq(path_base(s), subdir))
		s = path_dir(s);
	return path_base(s);
}

static struct str
either(const struct json *j, const char *key, const char *other)
{
	struct str s = json_get_text(j, key);

	return s.n != 0 ? s : json_get_text(j, other);
}

static void
owns(struct arena *a, struct str prefix, const struct json *j,
    struct records *out)
{
	const struct json *files = json_get(j, "files");
	struct str dir = str_join(a, prefix.n != 0 ? STR("/") : STR(""),
	    prefix);

	for (size_t i = 0; i < json_count(files); i++) {
		struct str path = json_text(json_at(files, i));

		if (path.n == 0 || path.n > PATH_MAX_BYTES)
			continue;
		out->owns(out, str_join(a, str_join(a, dir, STR("/")), path));
	}
}

static enum rc
package(struct arena *a, const struct file_ref *f, const struct json *j,
    struct records *out)
{
	struct str prefix = path_dir(path_dir(f->path));
	const struct json *depends = json_get(j, "depends");
	struct pkg p = { .type = "conda", .name = json_get_text(j, "name"),
		.version = json_get_text(j, "version"), .home = prefix };

	if (p.name.n == 0 || p.version.n == 0)
		out->note(out, 0, "package without a %s",
		    p.name.n == 0 ? "name" : "version");
	if (p.name.n == 0)
		return RC_OK;

	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	out->provides(out, p.name);
	out->licence(out, json_get_text(j, "license"));
	out->qualifier(out, "build", either(j, "build", "build_string"));
	out->qualifier(out, "channel", channel_of(j));
	out->qualifier(out, "subdir", json_get_text(j, "subdir"));
	for (size_t i = 0; i < json_count(depends); i++) {
		struct str name = spec_name(json_text(json_at(depends, i)));

		if (name.n != 0)
			out->requires(out, name);
	}
	owns(a, prefix, j, out);
	return RC_OK;
}

static enum rc
parse_meta(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	struct json *j;
	enum rc rc = blob_text(b, &text, e);

	if (rc == RC_OK)
		rc = json_record(text, &j, NULL, e);
	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = package(a, f, j, out);
	arena_free(a);
	json_free(j);
	return rc;
}

/* ---- environment.yml ---- */

static enum rc
wanted(struct records *out, const struct node *n)
{
	struct str s = node_text(n), name = spec_name(s);

	if (name.n == 0) {
		out->note(out, n->line, "no package: %.*s",
		    STR_ARG(str_sub(s, 0, 200)));
		return RC_OK;
	}

	enum rc rc = out->package(out, &(struct pkg){ .type = "conda",
	    .name = name, .version = spec_version(s), .line = n->line });

	if (rc == RC_OK)
		out->provides(out, name);
	return rc;
}

/* "pip: [ … ]": lines of a requirements file. */
static enum rc
wanted_of_pip(struct records *out, const struct node *list)
{
	enum rc rc = RC_OK;

	for (const struct node *n = node_first(list); rc == RC_OK && n != NULL;
	    n = n->next) {
		struct str s = node_text(n);
		struct pep508 q;

		if (s.n != 0 && s.p[0] != '-' && pep508_parse(s, &q))
			rc = python_declare(out, &(struct pkg){ .name = q.name,
			    .version = q.version, .line = n->line }, q.url);
	}
	return rc;
}

static enum rc
environment(struct records *out, const struct node *root)
{
	const struct node *n = node_first(node_get(root, "dependencies"));
	enum rc rc = RC_OK;

	for (; rc == RC_OK && n != NULL; n = n->next) {
		if (node_kind(n) == NODE_TEXT)
			rc = wanted(out, n);
		else if (node_kind(n) == NODE_MAP)
			rc = wanted_of_pip(out, node_get(n, "pip"));
	}
	return rc;
}

static enum rc
parse_environment(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct arena *a = arena_new(lim->memory);
	const struct node *documents;
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)f;
	if (rc == RC_OK)
		rc = yaml_read(a, text, &documents, e);
	if (rc == RC_OK)
		rc = environment(out, node_first(documents));
	arena_free(a);
	return rc;
}

const struct cataloger cat_conda = {
	.name = "conda",
	.about = "packages of conda environments",
	.wants = (const struct want[]){
		{ WANT_TAIL, "conda-meta/*.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_INSTALLED,
	.link = LINK_NEAR,
	.parse = parse_meta,
};

const struct cataloger cat_conda_environment = {
	.name = "conda-environment",
	.about = "conda and Python packages that environment.yml asks for",
	.wants = (const struct want[]){
		{ WANT_NAME, "environment.yml", 0 },
		{ WANT_NAME, "environment.yaml", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_environment,
};
