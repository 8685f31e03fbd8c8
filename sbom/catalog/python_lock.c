/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks of Python projects that are TOML.
 *
 * Source:   poetry.lock (lock-version 1 and 2), pdm.lock (lock_version 4),
 *           uv.lock (version 1), pylock.toml (PEP 751, lock-version 1).
 * Grammar:  an array of tables, "package" or (pylock) "packages": name,
 *           version, where it comes from and what it depends on.
 * A project itself, and what is taken from a directory, comes from no registry
 * and gets no purl. Every dependency of an extra counts when it was locked.
 * Limits:   those of text/toml.h.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "sbom/layer/path.h"
#include "text/toml.h"

/* One lock's words. */
struct dialect {
	const char *list;		/* of packages */
	/* Fill p and where it comes from; false leaves it out. */
	bool (*package)(struct arena *a, const struct node *n, struct pkg *p,
	    struct str *url);
	void (*requires)(const struct node *n, struct records *out);
	/* Looks at the whole before: may be NULL. Returns what is_dev asks. */
	struct map *(*survey)(struct arena *a, const struct node *packages,
	    struct records *out);
	const char *end;		/* the table that ends it, or NULL */
};

/* "git+" url "@" revision, as pip writes it. */
static struct str
vcs_url(struct arena *a, const char *kind, struct str url, struct str revision)
{
	struct str head = str_fmt(a, "%s+", kind);

	if (url.n == 0)
		return STR("");
	if (str_starts(url, head))
		head = STR("");
	url = str_join(a, head, url);
	return revision.n == 0 ? url :
	    str_join(a, str_join(a, url, STR("@")), revision);
}

static bool
has_text(const struct node *list, struct str text)
{
	for (const struct node *n = node_first(list); n != NULL; n = n->next)
		if (str_eq(node_text(n), text))
			return true;
	return false;
}

/* ---- poetry ---- */

static bool
poetry_package(struct arena *a, const struct node *n, struct pkg *p,
    struct str *url)
{
	const struct node *source = node_get(n, "source");
	const struct node *groups = node_get(n, "groups");
	struct str type = node_get_text(source, "type");

	p->dev = str_eq(node_get_text(n, "category"), STR("dev")) ||
	    (groups != NULL && !has_text(groups, STR("main")));
	p->local = str_eq(type, STR("directory"));
	if (str_eq(type, STR("git")))
		*url = vcs_url(a, "git", node_get_text(source, "url"),
		    node_get_text(source, "resolved_reference"));
	return true;
}

static void
poetry_requires(const struct node *n, struct records *out)
{
	const struct node *d = node_first(node_get(n, "dependencies"));

	for (; d != NULL; d = d->next)
		python_require(out, d->key);
}

/* ---- pdm ---- */

static bool
pdm_package(struct arena *a, const struct node *n, struct pkg *p,
    struct str *url)
{
	const struct node *groups = node_get(n, "groups");

	p->dev = node_count(groups) == 1 && has_text(groups, STR("dev"));
	p->local = node_get_text(n, "path").n != 0;
	*url = vcs_url(a, "git", node_get_text(n, "git"),
	    node_get_text(n, "revision"));
	return true;
}

static void
pdm_requires(const struct node *n, struct records *out)
{
	const struct node *d = node_first(node_get(n, "dependencies"));

	for (; d != NULL; d = d->next)
		python_require(out, node_text(d));
}

/* ---- uv ---- */

static bool
uv_local(const struct node *source)
{
	static const char *const kinds[] = { "virtual", "editable",
		"directory", "path" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (node_get(source, kinds[i]) != NULL)
			return true;
	return false;
}

static bool
uv_package(struct arena *a, const struct node *n, struct pkg *p,
    struct str *url)
{
	const struct node *source = node_get(n, "source");
	struct str git = node_get_text(source, "git");

	p->local = uv_local(source);
	if (str_eq(node_get_text(source, "virtual"), STR(".")) ||
	    str_eq(node_get_text(source, "editable"), STR(".")))
		p->kind = PKG_APPLICATION;
	/* "https://…/x?rev=main#0123abcd": the part behind '#' is the commit. */
	if (git.n != 0) {
		struct str bare = str_sub(git, 0, str_find(git, '#'));

		bare = str_sub(bare, 0, str_find(bare, '?'));
		*url = vcs_url(a, "git", bare,
		    str_from_pos(git, str_find(git, '#') + 1));
	}
	return true;
}

/* Calls each for the names in a list of { name = … }. */
static void
uv_names(const struct node *list, void *ctx,
    void (*each)(void *ctx, struct str name))
{
	for (const struct node *d = node_first(list); d != NULL; d = d->next)
		if (node_get_text(d, "name").n != 0)
			each(ctx, node_get_text(d, "name"));
}

static void
uv_all(const struct node *n, bool dev, void *ctx,
    void (*each)(void *ctx, struct str name))
{
	const struct node *g = node_first(node_get(n, "optional-dependencies"));

	uv_names(node_get(n, "dependencies"), ctx, each);
	for (; g != NULL; g = g->next)
		uv_names(g, ctx, each);
	if (!dev)
		return;
	g = node_first(node_get(n, "dev-dependencies"));
	for (; g != NULL; g = g->next)
		uv_names(g, ctx, each);
}

static void
uv_require(void *ctx, struct str name)
{
	python_require(ctx, name);
}

static void
uv_requires(const struct node *n, struct records *out)
{
	uv_all(n, true, out, uv_require);
}

/* What the projects need when nobody develops them, and what that needs. */
struct reach {
	struct map *seen;	/* name: anything */
	struct str *todo;
	size_t n, cap;
	struct arena *a;
};

static void
reach_name(void *ctx, struct str name)
{
	struct reach *r = ctx;
	bool is_new;
	void **at = map_put(r->seen, name, &is_new);

	if (!is_new)
		return;
	*at = r;
	r->todo = arena_grow(r->a, r->todo, r->n, &r->cap, sizeof *r->todo);
	r->todo[r->n++] = name;
}

/* Versions of one name stand beside each other: name to the first of them. */
static struct map *
by_name(struct arena *a, const struct node *packages)
{
	struct map *m = map_new(a);

	for (const struct node *n = node_first(packages); n; n = n->next) {
		bool is_new;
		void **at = map_put(m, node_get_text(n, "name"), &is_new);

		if (is_new)
			*at = (void *)(uintptr_t)n;
	}
	return m;
}

static struct map *
uv_survey(struct arena *a, const struct node *packages,
    struct records *out)
{
	struct map *first = by_name(a, packages);
	struct reach r = { .seen = map_new(a), .a = a };

	for (const struct node *n = node_first(packages); n; n = n->next)
		if (uv_local(node_get(n, "source")))
			reach_name(&r, node_get_text(n, "name"));
	if (r.n == 0)
		return NULL;	/* of no project: nobody develops anything */
	for (size_t i = 0; i < r.n; i++) {
		struct str name = r.todo[i];
		void **at = map_find(first, name);
		const struct node *n = at != NULL ? *at : NULL;

		if (at == NULL)
			out->note(out, 0, "%.*s is needed and not listed: the "
			    "lock file is cut, or damaged", STR_ARG(name));
		for (; n != NULL && str_eq(node_get_text(n, "name"), name);
		    n = n->next)
			uv_all(n, false, &r, reach_name);
	}
	return r.seen;
}

/* ---- pylock.toml ---- */

static bool
pylock_package(struct arena *a, const struct node *n, struct pkg *p,
    struct str *url)
{
	const struct node *vcs = node_get(n, "vcs");
	struct str marker = node_get_text(n, "marker");
	struct str type = node_get_text(vcs, "type");
	const char *kind = str_z(a, type);

	p->local = node_get(n, "directory") != NULL;
	p->dev = str_find_str(marker, STR("in dependency_groups")) < marker.n &&
	    str_find_str(marker, STR(" or ")) == marker.n;
	if (type.n != 0 && kind != NULL)
		*url = vcs_url(a, kind, node_get_text(vcs, "url"),
		    node_get_text(vcs, "commit-id"));
	/* The project that was locked. */
	return !p->local || p->version.n != 0;
}

static void
pylock_requires(const struct node *n, struct records *out)
{
	uv_names(node_get(n, "dependencies"), out, uv_require);
}

/* ---- all of them ---- */

static const struct dialect
    poetry = { "package", poetry_package, poetry_requires, NULL, "metadata" },
    pdm = { "package", pdm_package, pdm_requires, NULL, NULL },
    uv = { "package", uv_package, uv_requires, uv_survey, NULL },
    pylock = { "packages", pylock_package, pylock_requires, NULL, NULL };

static enum rc
one(struct arena *a, const struct dialect *d, const struct node *n,
    struct map *used, struct records *out)
{
	struct pkg p = { .name = node_get_text(n, "name"),
		.version = node_get_text(n, "version"), .line = n->line };
	struct str url = STR("");

	if (p.name.n == 0) {
		out->note(out, n->line, "package without a name");
		return RC_OK;
	}
	if (!d->package(a, n, &p, &url))
		return RC_OK;
	if (used != NULL)
		p.dev = map_find(used, p.name) == NULL;

	enum rc rc = python_declare(out, &p, url);

	if (rc == RC_OK)
		d->requires(n, out);
	return rc;
}

static enum rc
parse_lock(struct blob *b, const struct limits *lim, const struct dialect *d,
    struct records *out, struct err *e)
{
	struct arena *a = arena_new(lim->memory);
	const struct node *root, *n;
	struct map *used = NULL;
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	if (rc == RC_OK)
		rc = toml_read(a, text, &root, e);
	if (rc == RC_OK && d->survey != NULL)
		used = d->survey(a, node_get(root, d->list), out);
	if (rc == RC_OK && d->end != NULL && node_get(root, d->end) == NULL)
		out->note(out, 0, "no table %s: it is cut", d->end);
	n = rc == RC_OK ? node_first(node_get(root, d->list)) : NULL;
	for (; rc == RC_OK && n != NULL; n = n->next)
		rc = one(a, d, n, used, out);
	arena_free(a);
	return rc;
}

#define PARSE(dialect)							\
	static enum rc							\
	parse_##dialect(const struct file_ref *f, struct blob *b,	\
	    const struct limits *lim, struct records *out, struct err *e) \
	{								\
		(void)f;						\
		return parse_lock(b, lim, &dialect, out, e);		\
	}

PARSE(poetry)
PARSE(pdm)
PARSE(uv)

/* pylock.toml, or pylock.NAME.toml (PEP 751, "File Name"). */
static enum rc
parse_pylock(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct str base = path_base(f->path);

	if (!str_starts(base, STR("pylock.")) || !str_ends(base, STR(".toml")))
		return RC_OK;
	return parse_lock(b, lim, &pylock, out, e);
}

const struct cataloger cat_python_poetry = {
	.name = "python-poetry",
	.about = "Python packages that Poetry has locked",
	.wants = (const struct want[]){
		{ WANT_NAME, "poetry.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_poetry,
};

const struct cataloger cat_python_pdm = {
	.name = "python-pdm",
	.about = "Python packages that PDM has locked",
	.wants = (const struct want[]){
		{ WANT_NAME, "pdm.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_pdm,
};

const struct cataloger cat_python_uv = {
	.name = "python-uv",
	.about = "Python packages that uv has locked",
	.wants = (const struct want[]){
		{ WANT_NAME, "uv.lock", 0 },
		{ WANT_SUFFIX, ".py.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_uv,
};

const struct cataloger cat_python_pylock = {
	.name = "python-pylock",
	.about = "Python packages of pylock.toml",
	.wants = (const struct want[]){
		{ WANT_PREFIX, "pylock.", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_pylock,
};
