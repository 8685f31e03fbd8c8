/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java.h"

#include "base/arena.h"
#include "base/hash.h"
#include "codec/reader.h"
#include "text/xml.h"

/*
 * java-pom: a Maven project's pom.xml, as far as one file tells.
 *
 * Source:   Maven, "POM Reference" (model 4.0.0): coordinates, parent,
 *           properties, dependencies, dependencyManagement, scopes; "Maven
 *           Model Builder", interpolation of ${project.…} and ${parent.…}.
 * Unknown:  what the parent or an imported bill of materials states lies in
 *           other files. A version that is not stated here, that is a range
 *           or refers to what is not known is none.
 * Left out: dependencies of plugins and of profiles.
 * Limits:   DEPENDENCIES of each list; PASSES of interpolation, a word of
 *           java_word's length.
 */
enum { DEPENDENCIES = 20000, PASSES = 16 };

struct dependency {
	struct java_id id;
	struct str scope, type;
	size_t line;
};

struct list {
	struct dependency *v;
	size_t n, cap;
};

struct pom {
	struct arena *a;
	struct xml_in *x;
	struct java_id id, parent;
	struct str *values;	/* of the properties, by number */
	size_t nvalues, cvalues;
	struct map *properties;	/* name: its number + 1 */
	struct list dependencies, managed;
	struct dependency *at;	/* being read */
	struct list *to;
	bool full;
	struct err *e;
};

/* ---- reading ---- */

/* Text of the element just opened, to after its end. */
static enum rc
text(struct pom *p, struct str *ret)
{
	unsigned depth = xml_in_depth(p->x);
	enum xml_event event = XML_OPEN;
	struct str s = STR("");
	enum rc rc;

	while ((rc = xml_in_next(p->x, &event, p->e)) == RC_OK) {
		if (event == XML_END ||
		    (event == XML_CLOSE && xml_in_depth(p->x) == depth))
			break;
		if (event == XML_TEXT && s.n <= 4096)
			s = str_join(p->a, s, xml_in_text(p->x));
	}
	if (rc == RC_OK)
		*ret = str_trim(s);
	return rc;
}

/* child for each element in the one just opened; it reads to its end. */
static enum rc
children(struct pom *p, enum rc (*child)(struct pom *p, struct str name))
{
	enum xml_event event;
	enum rc rc;

	while ((rc = xml_in_next(p->x, &event, p->e)) == RC_OK) {
		if (event == XML_CLOSE || event == XML_END)
			break;
		if (event == XML_OPEN)
			rc = child(p, xml_in_name(p->x));
		if (rc != RC_OK)
			break;
	}
	return rc;
}

static enum rc
coordinate(struct pom *p, struct str name, struct java_id *id, bool *ret_none)
{
	*ret_none = false;
	if (str_eq(name, STR("groupId")))
		return text(p, &id->group);
	if (str_eq(name, STR("artifactId")))
		return text(p, &id->artifact);
	if (str_eq(name, STR("version")))
		return text(p, &id->version);
	*ret_none = true;
	return RC_OK;
}

static enum rc
on_parent(struct pom *p, struct str name)
{
	bool none;
	enum rc rc = coordinate(p, name, &p->parent, &none);

	return none ? xml_in_skip(p->x, p->e) : rc;
}

static enum rc
on_property(struct pom *p, struct str name)
{
	void **at;
	enum rc rc;

	name = str_dup(p->a, name);
	p->values = arena_grow(p->a, p->values, p->nvalues, &p->cvalues,
	    sizeof *p->values);
	rc = text(p, &p->values[p->nvalues]);
	if (rc != RC_OK)
		return rc;
	at = map_put(p->properties, name, NULL);
	*at = (void *)(uintptr_t)++p->nvalues;	/* the last one holds */
	return RC_OK;
}

static enum rc
on_field(struct pom *p, struct str name)
{
	bool none;
	enum rc rc;

	if (str_eq(name, STR("scope")))
		return text(p, &p->at->scope);
	if (str_eq(name, STR("type")))
		return text(p, &p->at->type);
	rc = coordinate(p, name, &p->at->id, &none);
	return none ? xml_in_skip(p->x, p->e) : rc;
}

static enum rc
on_dependency(struct pom *p, struct str name)
{
	struct list *to = p->to;

	if (!str_eq(name, STR("dependency")))
		return xml_in_skip(p->x, p->e);
	if (to->n == DEPENDENCIES) {
		p->full = true;
		return xml_in_skip(p->x, p->e);
	}
	to->v = arena_grow(p->a, to->v, to->n, &to->cap, sizeof *to->v);
	p->at = &to->v[to->n++];
	*p->at = (struct dependency){ .line = (size_t)xml_in_line(p->x) };
	return children(p, on_field);
}

static enum rc
on_managed(struct pom *p, struct str name)
{
	p->to = &p->managed;
	return str_eq(name, STR("dependencies")) ? children(p, on_dependency) :
	    xml_in_skip(p->x, p->e);
}

static enum rc
on_project(struct pom *p, struct str name)
{
	bool none;
	enum rc rc;

	if (str_eq(name, STR("parent")))
		return children(p, on_parent);
	if (str_eq(name, STR("properties")))
		return children(p, on_property);
	if (str_eq(name, STR("dependencyManagement")))
		return children(p, on_managed);
	if (str_eq(name, STR("dependencies"))) {
		p->to = &p->dependencies;
		return children(p, on_dependency);
	}
	rc = coordinate(p, name, &p->id, &none);
	return none ? xml_in_skip(p->x, p->e) : rc;
}

static enum rc
on_root(struct pom *p, struct str name)
{
	if (!str_eq(name, STR("project")))
		return err_set(p->e, RC_FORMAT, "no Maven project");
	return children(p, on_project);
}

static enum rc
read_pom(struct pom *p, struct arena *a, struct str in, struct err *e)
{
	struct reader *r = reader_of_mem(in.p, in.n);
	enum rc rc;

	*p = (struct pom){ .a = a, .e = e, .properties = map_new(a) };
	rc = xml_in_new(r, &p->x, e);
	if (rc == RC_OK)
		rc = children(p, on_root);
	xml_in_free(p->x);
	p->x = NULL;
	reader_close(r);
	return rc;
}

/* ---- ${…} ---- */

static struct str
lookup(const struct pom *p, struct str name)
{
	static const char *const prefixes[] = { "project.", "pom.", "" };
	void **at = map_find(p->properties, name);

	if (at != NULL)
		return p->values[(uintptr_t)*at - 1];
	for (size_t i = 0; i < 3; i++) {
		struct str pre = str_from(prefixes[i]);
		struct str key = str_from_pos(name, pre.n);

		if (!str_starts(name, pre))
			continue;
		if (str_eq(key, STR("groupId")))
			return p->id.group.n > 0 ? p->id.group :
			    p->parent.group;
		if (str_eq(key, STR("version")))
			return p->id.version.n > 0 ? p->id.version :
			    p->parent.version;
		if (str_eq(key, STR("artifactId")))
			return p->id.artifact;
		if (str_eq(key, STR("parent.groupId")))
			return p->parent.group;
		if (str_eq(key, STR("parent.version")))
			return p->parent.version;
	}
	return STR("");
}

/* "" when it refers to what is not known, or to itself. */
static struct str
resolved(const struct pom *p, struct str s)
{
	for (int i = 0; i < PASSES; i++) {
		size_t at = str_find_str(s, STR("${"));
		struct str rest = str_from_pos(s, at + 2);
		size_t end = str_find(rest, '}');

		if (at == s.n)
			return java_word(s);
		if (end == rest.n || s.n > 4096)
			break;
		struct str value = lookup(p, str_sub(rest, 0, end));

		if (value.n == 0 || value.n > 4096)
			break;
		s = str_fmt(p->a, "%.*s%.*s%.*s", STR_ARG(str_sub(s, 0, at)),
		    STR_ARG(value), STR_ARG(str_from_pos(rest, end + 1)));
	}
	return STR("");
}

static struct java_id
resolved_id(const struct pom *p, const struct java_id *id)
{
	return (struct java_id){ resolved(p, id->group),
		resolved(p, id->artifact), resolved(p, id->version) };
}

/* The project's own, or its parent's. */
static struct java_id
own_id(const struct pom *p)
{
	struct java_id id = p->id;

	if (id.group.n == 0)
		id.group = p->parent.group;
	if (id.version.n == 0)
		id.version = p->parent.version;
	return resolved_id(p, &id);
}

enum rc
java_pom_id(struct arena *a, struct str in, struct java_id *ret,
    struct err *e)
{
	struct pom p;
	enum rc rc = read_pom(&p, a, in, e);

	if (rc == RC_OK)
		*ret = own_id(&p);
	return rc;
}

/* ---- the row ---- */

static struct str
key_of(struct arena *a, const struct java_id *id)
{
	return str_fmt(a, "%.*s:%.*s", STR_ARG(id->group),
	    STR_ARG(id->artifact));
}

/* What dependencyManagement says of it, for what it does not say. */
static void
manage(const struct pom *p, struct map *managed, struct dependency *d)
{
	void **at = map_find(managed, key_of(p->a, &d->id));
	const struct dependency *m = at != NULL ? *at : NULL;

	if (m == NULL)
		return;
	if (d->id.version.n == 0)
		d->id.version = m->id.version;
	if (d->scope.n == 0)
		d->scope = m->scope;
}

static struct map *
managed_of(struct pom *p)
{
	struct map *m = map_new(p->a);

	for (size_t i = 0; i < p->managed.n; i++) {
		struct dependency *d = &p->managed.v[i];

		d->id = resolved_id(p, &d->id);
		d->scope = resolved(p, d->scope);
		if (!str_eq(d->scope, STR("import")))
			*map_put(m, key_of(p->a, &d->id), NULL) = d;
	}
	return m;
}

/* A range, or what Maven finds out by itself, is no version. */
static struct str
pinned(struct str v)
{
	if (v.n == 0 || v.p[0] == '(' || str_eq(v, STR("LATEST")) ||
	    str_eq(v, STR("RELEASE")))
		return STR("");
	if (v.p[0] != '[')
		return v;
	/* "[1.0]" is exactly that */
	struct str in = str_trim(str_sub(v, 1, v.n - 1));

	return v.p[v.n - 1] == ']' && str_find(in, ',') == in.n ? in : STR("");
}

static bool
is_test(const struct dependency *d)
{
	return str_eq(d->scope, STR("test"));
}

static enum rc
emit(struct pom *p, struct records *out, const struct dependency *d)
{
	enum rc rc = out->package(out, &(struct pkg){ .type = "maven",
		.group = d->id.group, .name = d->id.artifact,
		.version = d->id.version, .dev = is_test(d),
		.line = d->line });

	if (rc == RC_OK)
		out->provides(out, key_of(p->a, &d->id));
	return rc;
}

/*
 * Each once, however many classifiers of it are wanted; of two scopes the one
 * that is not test holds.
 */
static enum rc
dependencies(struct pom *p, struct records *out)
{
	struct map *managed = managed_of(p), *done = map_new(p->a);
	struct list *l = &p->dependencies;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < l->n; i++) {
		struct dependency *d = &l->v[i];
		void **at;

		d->id = resolved_id(p, &d->id);
		d->scope = resolved(p, d->scope);
		manage(p, managed, d);
		d->id.version = pinned(d->id.version);
		if (d->id.group.n == 0 || d->id.artifact.n == 0)
			continue;
		at = map_put(done, str_fmt(p->a, "%.*s:%.*s:%.*s",
		    STR_ARG(d->id.group), STR_ARG(d->id.artifact),
		    STR_ARG(d->id.version)), NULL);
		if (*at == NULL || is_test(*at))
			*at = d;
	}
	for (size_t i = 0; rc == RC_OK && i < l->n; i++) {
		struct dependency *d = &l->v[i];
		void **at = map_find(done, str_fmt(p->a, "%.*s:%.*s:%.*s",
		    STR_ARG(d->id.group), STR_ARG(d->id.artifact),
		    STR_ARG(d->id.version)));

		if (d->id.group.n == 0 || d->id.artifact.n == 0)
			out->note(out, d->line, "a dependency whose group or "
			    "artifact is not known here");
		else if (at != NULL && *at == d)
			rc = emit(p, out, d);
	}
	return rc;
}

static enum rc
project(struct pom *p, struct records *out)
{
	struct java_id id = own_id(p);
	enum rc rc;

	if (id.artifact.n == 0)
		return RC_OK;
	rc = out->package(out, &(struct pkg){ .type = "maven",
		.group = id.group, .name = id.artifact, .version = id.version,
		.kind = PKG_APPLICATION, .local = true });
	for (size_t i = 0; rc == RC_OK && i < p->dependencies.n; i++) {
		struct java_id d = resolved_id(p, &p->dependencies.v[i].id);

		if (d.group.n > 0 && d.artifact.n > 0)
			out->requires(out, key_of(p->a, &d));
	}
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct arena *a = arena_new(lim->memory);
	struct pom p;
	struct str in;
	enum rc rc = blob_text(b, &in, e);

	(void)f;
	if (rc == RC_OK)
		rc = read_pom(&p, a, in, e);
	if (rc == RC_OK && p.full)
		out->gap(out, "limit", "over %d dependencies",
		    (int)DEPENDENCIES);
	if (rc == RC_OK)
		rc = project(&p, out);
	if (rc == RC_OK)
		rc = dependencies(&p, out);
	arena_free(a);
	return rc;
}

const struct cataloger cat_java_pom = {
	.name = "java-pom",
	.about = "dependencies that a pom.xml states",
	.wants = (const struct want[]){
		{ WANT_NAME, "pom.xml", 0 },
		{ WANT_SUFFIX, ".pom", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
