/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/hash.h"
#include "codec/reader.h"
#include "sbom/catalog/java.h"
#include "text/toml.h"
#include "text/xml.h"

/*
 * java-gradle: what Gradle locks, verifies and catalogues.
 *
 * Source:   Gradle User Manual, "Locking Versions" (gradle.lockfile: one
 *           "group:name:version=configurations" a line, '#' comments, "empty="
 *           for configurations without any; before 6.4 a file for each
 *           configuration in gradle/dependency-locks, without "="),
 *           "Verifying Dependencies" (gradle/verification-metadata.xml) and
 *           "Version Catalogs" (gradle/NAME.versions.toml).
 * Test:     a dependency is for development when the names of all its
 *           configurations begin with "test".
 * Limits:   those of READ_TEXT and of the readers of XML and TOML.
 */
static enum rc
emit(struct records *out, const struct java_id *id, bool dev, size_t line)
{
	if (id->group.n == 0 || id->artifact.n == 0) {
		out->note(out, line, "a dependency without group or name");
		return RC_OK;
	}
	return out->package(out, &(struct pkg){ .type = "maven",
		.group = id->group, .name = id->artifact,
		.version = id->version, .dev = dev, .line = line });
}

/* "g:a" or "g:a:v"; anything else is false. */
static bool
split(struct str s, struct java_id *ret)
{
	struct str *const parts[] = { &ret->group, &ret->artifact,
		&ret->version };
	size_t n = 0;
	struct str part;

	*ret = (struct java_id){ .group = STR("") };
	while (str_split(&s, ':', &part)) {
		if (n == 3 || part.n == 0)
			return false;
		*parts[n++] = part;
	}
	return n >= 2;
}

/* ---- lock files ---- */

static bool
all_test(struct str configurations)
{
	struct str one;
	size_t n = 0;

	for (; str_split(&configurations, ',', &one); n++)
		if (!str_starts(str_trim(one), STR("test")))
			return false;
	return n > 0;
}

static enum rc
lockfile(struct str in, struct str path, struct records *out)
{
	size_t slash = str_rfind(path, '/');
	struct str base = str_from_pos(path, slash == path.n ? 0 : slash + 1);
	struct str line;
	enum rc rc = RC_OK;

	for (size_t n = 1; rc == RC_OK && str_line(&in, &line); n++) {
		struct java_id id;
		size_t eq;

		line = str_trim(line);
		eq = str_find(line, '=');
		if (line.n == 0 || line.p[0] == '#' ||
		    str_starts(line, STR("empty=")))
			continue;
		if (!split(str_sub(line, 0, eq), &id) || id.version.n == 0)
			out->note(out, n, "neither a locked version nor a "
			    "comment");
		else
			rc = emit(out, &id, eq < line.n ?
			    all_test(str_from_pos(line, eq + 1)) :
			    str_starts(base, STR("test")), n);
	}
	return rc;
}

/* ---- verification-metadata.xml ---- */

static enum rc
component(struct xml_in *x, struct records *out)
{
	struct java_id id = { xml_in_attr(x, "group"), xml_in_attr(x, "name"),
		xml_in_attr(x, "version") };

	return emit(out, &id, false, (size_t)xml_in_line(x));
}

/* components, right below the root, hold them; elsewhere are rules. */
static enum rc
verification(struct xml_in *x, struct records *out, struct err *e)
{
	enum xml_event event;
	bool inside = false;
	enum rc rc;

	while ((rc = xml_in_next(x, &event, e)) == RC_OK &&
	    event != XML_END) {
		struct str name = xml_in_name(x);
		unsigned depth = xml_in_depth(x);

		if (event == XML_TEXT)
			continue;
		if (depth == 1 && event == XML_OPEN &&
		    !str_eq(name, STR("verification-metadata")))
			return err_set(e, RC_FORMAT,
			    "no verification metadata");
		if (depth == 2)
			inside = event == XML_OPEN &&
			    str_eq(name, STR("components"));
		else if (depth == 3 && inside && event == XML_OPEN &&
		    str_eq(name, STR("component")))
			rc = component(x, out);
		if (rc != RC_OK)
			break;
	}
	return rc;
}

static enum rc
parse_verification(struct str in, struct records *out, struct err *e)
{
	struct reader *r = reader_of_mem(in.p, in.n);
	struct xml_in *x;
	enum rc rc = xml_in_new(r, &x, e);

	if (rc == RC_OK) {
		rc = verification(x, out, e);
		xml_in_free(x);
	}
	reader_close(r);
	return rc;
}

/* ---- version catalogs ---- */

/* A version is a text, or a table that says how strict it is. */
static struct str
version_of(const struct node *v, const struct node *versions)
{
	static const char *const words[] = { "strictly", "require", "prefer" };
	const struct node *ref = node_get(v, "ref");

	if (ref != NULL)
		v = node_find(versions, node_text(ref));
	for (size_t i = 0; i < 3 && node_kind(v) == NODE_MAP; i++)
		if (node_get(v, words[i]) != NULL)
			v = node_get(v, words[i]);

	struct str s = node_text(v);

	/* a range, or a prefix of versions ("1.+"), is none */
	if (s.n > 0 && (s.p[0] == '[' || s.p[0] == '(' || s.p[0] == ']' ||
	    s.p[s.n - 1] == '+'))
		return STR("");
	return s;
}

static enum rc
library(const struct node *n, const struct node *versions,
    struct records *out)
{
	struct java_id id = { node_get_text(n, "group"),
		node_get_text(n, "name"), { 0 } };
	struct str module = node_kind(n) == NODE_TEXT ? node_text(n) :
	    node_get_text(n, "module");

	if (module.n > 0 && !split(module, &id)) {
		out->note(out, n->line, "a library that is no group:name");
		return RC_OK;
	}
	if (node_kind(n) == NODE_MAP)
		id.version = version_of(node_get(n, "version"), versions);
	return emit(out, &id, false, n->line);
}

static enum rc
catalogue(struct str in, const struct limits *lim, struct records *out,
    struct err *e)
{
	struct arena *a = arena_new(lim->memory);
	const struct node *root = NULL, *versions;
	enum rc rc = toml_read(a, in, &root, e);

	versions = node_get(root, "versions");
	for (const struct node *n = node_first(node_get(root, "libraries"));
	    rc == RC_OK && n != NULL; n = n->next)
		rc = library(n, versions, out);
	arena_free(a);
	return rc;
}

/* ---- the row ---- */

/* Other tools have lock files of that ending, too. */
static bool
is_lockfile(struct str path)
{
	return str_ends(path, STR("gradle.lockfile")) ||
	    str_find_str(path, STR("dependency-locks/")) < path.n;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str in;
	enum rc rc = blob_text(b, &in, e);

	if (rc != RC_OK)
		return rc;
	if (str_ends(f->path, STR(".toml")))
		return catalogue(in, lim, out, e);
	if (str_ends(f->path, STR(".xml")))
		return parse_verification(in, out, e);
	return is_lockfile(f->path) ? lockfile(in, f->path, out) : RC_OK;
}

const struct cataloger cat_java_gradle = {
	.name = "java-gradle",
	.about = "what Gradle locks, verifies and catalogues",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".lockfile", 0 },
		{ WANT_NAME, "verification-metadata.xml", 0 },
		{ WANT_SUFFIX, ".versions.toml", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
