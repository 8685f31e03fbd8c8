/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "codec/reader.h"
#include "sbom/catalog/java.h"
#include "text/json.h"

/*
 * java-lock: lock files of sbt and of Bazel's rules_jvm_external, and what
 * Bazel is told to install.
 *
 * Source:   sbt-dependency-lock: build.sbt.lock, "dependencies", each with
 *           org, name, version and the configurations it is in; those that
 *           neither compile nor run need are left out. rules_jvm_external:
 *           maven_install.json, version 2 ("artifacts" by "group:name", with
 *           "version"; "dependencies" from each to others) and 1
 *           ("dependency_tree", whose "coord" is "group:name:version", or has
 *           packaging and classifier before the version); the same texts in
 *           "artifacts = [...]" of WORKSPACE and MODULE.bazel. Starlark is
 *           not run: names and sums of lists are not followed.
 * Limits:   one record of limits.json_record at a time.
 */
struct lock {
	struct json_in *j;
	struct records *out;
	struct arena *a;
	struct err *e;
};

static enum rc
emit(struct lock *k, struct str group, struct str name, struct str version)
{
	if (group.n == 0 || name.n == 0 || version.n == 0) {
		k->out->note(k->out, (size_t)json_in_line(k->j),
		    "a dependency without group, name or version");
		return RC_OK;
	}
	enum rc rc = k->out->package(k->out, &(struct pkg){ .type = "maven",
		.group = group, .name = name, .version = version,
		.line = (size_t)json_in_line(k->j) });

	if (rc == RC_OK)
		k->out->provides(k->out, str_fmt(k->a, "%.*s:%.*s",
		    STR_ARG(group), STR_ARG(name)));
	return rc;
}

/* The value that comes next, parsed; the caller frees it. */
static enum rc
value(struct lock *k, struct json **ret)
{
	struct str s;
	enum rc rc = json_in_value(k->j, &s, k->e);

	return rc == RC_OK ? json_record(s, ret, NULL, k->e) : rc;
}

/* each() for every element of the array or member of the object here. */
static enum rc
all(struct lock *k, enum rc (*each)(struct lock *k, struct str name,
    const struct json *v))
{
	struct str name;
	enum rc rc = json_in_enter(k->j, k->e);

	while (rc == RC_OK && (rc = json_in_next(k->j, &name, k->e)) ==
	    RC_OK) {
		struct json *v = NULL;

		name = str_dup(k->a, name);
		rc = value(k, &v);
		if (rc == RC_OK)
			rc = each(k, name, v);
		json_free(v);
		arena_reset(k->a);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

/* ---- sbt ---- */

static enum rc
sbt_one(struct lock *k, struct str name, const struct json *v)
{
	const struct json *in = json_get(v, "configurations");
	bool wanted = json_count(in) == 0;

	(void)name;
	for (size_t i = 0; i < json_count(in); i++) {
		struct str c = json_text(json_at(in, i));

		wanted = wanted || str_eq(c, STR("compile")) ||
		    str_eq(c, STR("runtime"));
	}
	return !wanted ? RC_OK : emit(k, json_get_text(v, "org"),
	    json_get_text(v, "name"), json_get_text(v, "version"));
}

/* ---- Bazel ---- */

/* "group:name", behind which packaging and classifier may stand. */
static enum rc
bazel_one(struct lock *k, struct str name, const struct json *v)
{
	size_t colon = str_find(name, ':');
	struct str rest = str_from_pos(name, colon + 1);

	return emit(k, str_sub(name, 0, colon),
	    str_sub(rest, 0, str_find(rest, ':')),
	    json_get_text(v, "version"));
}

static enum rc
bazel_coord(struct lock *k, struct str name, const struct json *v)
{
	struct str coord = json_get_text(v, "coord");
	size_t g = str_find(coord, ':');
	struct str rest = str_from_pos(coord, g + 1);
	size_t last = str_rfind(rest, ':');
	struct str version = str_from_pos(rest, last + 1);

	(void)name;
	if (str_eq(version, STR("sources")) || str_eq(version, STR("javadoc")))
		return RC_OK;
	/* the same again for its sources */
	if (str_find_str(coord, STR(":sources:")) < coord.n ||
	    str_find_str(coord, STR(":javadoc:")) < coord.n)
		return RC_OK;
	return emit(k, str_sub(coord, 0, g),
	    str_sub(rest, 0, str_find(rest, ':')), version);
}

static enum rc
bazel_tree(struct lock *k)
{
	struct str name;
	enum rc rc = json_in_enter(k->j, k->e);

	while (rc == RC_OK &&
	    (rc = json_in_next(k->j, &name, k->e)) == RC_OK)
		if (str_eq(name, STR("dependencies")))
			rc = all(k, bazel_coord);
	return rc == RC_STOP ? RC_OK : rc;
}

/* "group:name:version", or with packaging and classifier before that. */
static enum rc
bazel_string(struct lock *k, struct str s, size_t line)
{
	struct str parts[5], part;
	size_t n = 0;

	while (n < 5 && str_split(&s, ':', &part))
		parts[n++] = part;
	if (n < 3 || s.n > 0)
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		if (parts[i].n == 0)
			return RC_OK;
	return k->out->package(k->out, &(struct pkg){ .type = "maven",
		.group = parts[0], .name = parts[1], .version = parts[n - 1],
		.line = line });
}

/* The text of the literal that s begins with; its length with both quotes. */
static size_t
literal(struct str s, struct str *ret)
{
	size_t n = 1;

	while (n < s.n && s.p[n] != s.p[0] && s.p[n] != '\n')
		n += s.p[n] == '\\' ? 2 : 1;
	*ret = str_sub(s, 1, n);
	return n + 1;
}

static bool
is_word(char c)
{
	return is_alnum(c) || c == '_';
}

/* Literals in the brackets behind "artifacts =". */
static enum rc
starlark(struct lock *k, struct str in)
{
	enum { OUTSIDE, NAMED, GIVEN, INSIDE } at = OUTSIDE;
	size_t line = 1, depth = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < in.n; ) {
		struct str rest = str_from_pos(in, i), text;
		size_t n = 1;
		char c = rest.p[0];

		line += c == '\n';
		if (c == '#') {
			n = str_find(rest, '\n');
		} else if (c == '"' || c == '\'') {
			n = literal(rest, &text);
			if (at == INSIDE && depth == 1)
				rc = bazel_string(k, text, line);
		} else if (is_word(c)) {
			while (n < rest.n && is_word(rest.p[n]))
				n++;
			if (at != INSIDE)
				at = str_eq(str_sub(rest, 0, n),
				    STR("artifacts")) ? NAMED : OUTSIDE;
		} else if (at == INSIDE) {
			depth += c == '[' || c == '(' || c == '{';
			depth -= c == ']' || c == ')' || c == '}';
			at = depth > 0 ? INSIDE : OUTSIDE;
		} else if (!is_space(c)) {
			at = at == NAMED && c == '=' ? GIVEN :
			    at == GIVEN && c == '[' ? INSIDE : OUTSIDE;
			depth = 1;
		}
		i += n;
	}
	return rc;
}

/* ---- the row ---- */

static enum rc
document(struct lock *k, bool sbt)
{
	struct str name;
	bool listed = false;
	enum rc rc = json_in_enter(k->j, k->e);

	while (rc == RC_OK &&
	    (rc = json_in_next(k->j, &name, k->e)) == RC_OK) {
		listed |= str_eq(name, sbt ? STR("dependencies") :
		    STR("artifacts")) || str_eq(name, STR("dependency_tree"));
		if (sbt && str_eq(name, STR("dependencies")))
			rc = all(k, sbt_one);
		else if (!sbt && str_eq(name, STR("artifacts")))
			rc = all(k, bazel_one);
		else if (!sbt && str_eq(name, STR("dependency_tree")))
			rc = bazel_tree(k);
	}
	if (rc == RC_STOP && !listed)
		k->out->note(k->out, 0, "no list of dependencies");
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str in;
	enum rc rc = blob_text(b, &in, e);

	if (rc != RC_OK)
		return rc;
	struct reader *r = reader_of_mem(in.p, in.n);
	struct lock k = { json_in_new(r, (size_t)lim->json_record), out,
		arena_new(lim->memory), e };

	rc = !str_ends(f->path, STR(".json")) &&
	    !str_ends(f->path, STR(".lock")) ? starlark(&k, in) :
	    document(&k, str_ends(f->path, STR("build.sbt.lock")));
	if (rc != RC_OK && rc != RC_STOP)
		(void)err_set(e, rc, "line %llu: %s",
		    (unsigned long long)json_in_line(k.j),
		    str_z(k.a, str_from(e->msg)));
	arena_free(k.a);
	json_in_free(k.j);
	reader_close(r);
	return rc;
}

const struct cataloger cat_java_lock = {
	.name = "java-lock",
	.about = "lock files of sbt and Bazel; Bazel's artifacts",
	.wants = (const struct want[]){
		{ WANT_NAME, "build.sbt.lock", 0 },
		{ WANT_NAME, "maven_install.json", 0 },
		{ WANT_NAME, "MODULE.bazel", 0 },
		{ WANT_NAME, "WORKSPACE", 0 },
		{ WANT_NAME, "WORKSPACE.bazel", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
