/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "sbom/catalog/lock.h"
#include "text/yaml.h"

/*
 * pnpm-lock: pnpm-lock.yaml.
 *
 * Source:   pnpm's specification of its lock file (pnpm/spec, lockfile 5 to 9)
 *           and documentation: "pnpm-workspace", "importers".
 * Grammar:  one or several YAML documents; the first may be about pnpm itself
 *           only. "packages" has the packages, by a key that is their name and
 *           version and, in older ones, the peers they were installed with:
 *             5   /name/1.2.3_peers, host/name/1.2.3
 *             6   /name@1.2.3(peer@1.0.0)
 *             9   name@1.2.3; what each needs is in "snapshots", by the key
 *                 with its peers
 *           What is from no registry has "name" and "version" of its own.
 *           A dependency's value is such a key, or what follows its name in
 *           one. "importers" (or the document itself) are the projects, whose
 *           names it does not say; package.json beside it has the first one's.
 * Dev:      up to 8 "dev: true"; in 9 what projects reach for development
 *           only.
 * Limits:   TREE_NODES and TREE_DEPTH of text/tree.h.
 */
struct pnpm {
	struct lock lock;
	struct arena *a;
	struct records *out;
	struct str manifest;	/* of the project, or "" */
	uint64_t major;		/* of lockfileVersion */
};

/* ---- keys ---- */

/* Without the peers: up to the first '(' that is not in a path. */
static struct str
without_peers(struct str key)
{
	return str_sub(key, 0, str_find(key, '('));
}

/* "/name/1.2.3_peers": 5 and before. */
static bool
split_old(struct str key, struct str *ret_name, struct str *ret_version)
{
	size_t from = key.n != 0 && key.p[0] == '@' ? str_find(key, '/') + 1 :
	    0;
	size_t slash = from + str_find(str_from_pos(key, from), '/');

	if (slash >= key.n || slash == 0)
		return false;
	struct str v = str_from_pos(key, slash + 1);

	v = str_sub(v, 0, str_find(v, '/'));
	if (v.n != 0 && is_digit(v.p[0]))
		v = str_sub(v, 0, str_find(v, '_'));
	*ret_name = str_sub(key, 0, slash);
	*ret_version = v;
	return true;
}

static bool
split_key(const struct pnpm *y, struct str key, struct str *ret_name,
    struct str *ret_version)
{
	size_t slash = str_find(key, '/');

	if (y->major < 9 && slash == key.n)
		return false;
	/* '/' or the host of another registry comes first. */
	if (y->major < 9 && key.p[0] != '@')
		key = str_from_pos(key, slash + 1);
	if (y->major < 6)
		return split_old(key, ret_name, ret_version);
	return npm_spec(without_peers(key), ret_name, ret_version);
}

/* ---- packages ---- */

static struct npm_source
source_of(struct pnpm *y, struct str key, const struct node *resolution)
{
	struct str repo = node_get_text(resolution, "repo");
	struct str tarball = node_get_text(resolution, "tarball");
	struct npm_source s = npm_source(y->a, tarball);

	if (repo.n != 0) {
		struct str at = str_join(y->a, str_join(y->a, repo, STR("#")),
		    node_get_text(resolution, "commit"));

		s = npm_source(y->a, at);
		if (s.vcs.n == 0)	/* git@host:path */
			s.vcs = str_join(y->a, STR("git+"), at);
	}
	s.local |= str_starts(key, STR("file:")) ||
	    str_starts(key, STR("link:")) ||
	    node_get_text(resolution, "directory").n != 0;
	return s;
}

static void
add_package(struct pnpm *y, const struct node *n)
{
	struct str name = node_get_text(n, "name");
	struct str version = node_get_text(n, "version"), by_key, at;

	if (split_key(y, n->key, &by_key, &at)) {
		if (name.n == 0)
			name = by_key;
		if (version.n == 0 && npm_is_version(at))
			version = at;
	}
	if (str_trim(name).n == 0) {
		y->out->note(y->out, n->line, "a package without a name");
		return;
	}

	struct lock_pkg *p = lock_add(&y->lock);
	const struct node *resolution = node_get(n, "resolution");

	pkg_name_split(&p->p, name);
	p->p.version = version;
	p->p.line = n->line;
	p->p.dev = node_is_true(node_get(n, "dev"));
	p->from = source_of(y, n->key, resolution);
	p->p.local = p->from.local;
	p->integrity = node_get_text(resolution, "integrity");
	lock_offer(&y->lock, p, n->key);
}

/* ---- edges ---- */

static struct lock_pkg *
find(struct pnpm *y, struct str name, struct str value)
{
	static const struct { const char *before, *between; } forms[] = {
		{ "", "@" }, { "/", "@" }, { "/", "/" },
	};
	struct lock_pkg *p = NULL;

	for (size_t i = 0; p == NULL && i < sizeof forms / sizeof *forms; i++)
		p = lock_find(&y->lock, str_fmt(y->a, "%s%.*s%s%.*s",
		    forms[i].before, STR_ARG(name), forms[i].between,
		    STR_ARG(value)));
	return p != NULL ? p : lock_find(&y->lock, value);
}

/* A version, or of importers since 6 { specifier, version }. */
static void
add_needs(struct pnpm *y, struct lock_pkg *from, const struct node *names,
    bool dev)
{
	if (node_kind(names) != NODE_MAP)
		return;
	for (const struct node *n = node_first(names); n; n = n->next)
		lock_need(&y->lock, from, find(y, n->key,
		    n->kind == NODE_MAP ? node_get_text(n, "version") :
		    node_text(n)), dev);
}

static void
add_edges(struct pnpm *y, const struct node *n)
{
	struct lock_pkg *p = lock_find(&y->lock, n->key);

	if (p == NULL)
		return;
	add_needs(y, p, node_get(n, "dependencies"), false);
	add_needs(y, p, node_get(n, "optionalDependencies"), false);
}

static void
add_project(struct pnpm *y, const struct node *n)
{
	struct lock_pkg *p = lock_add(&y->lock);

	p->root = true;
	if (n->key.n == 0 || str_eq(n->key, STR(".")))
		npm_project(y->a, y->manifest, &p->p);
	add_needs(y, p, node_get(n, "dependencies"), false);
	add_needs(y, p, node_get(n, "optionalDependencies"), false);
	add_needs(y, p, node_get(n, "devDependencies"), true);
	/* What fetches and configures packages is no part of the project. */
	add_needs(y, p, node_get(n, "packageManagerDependencies"), true);
	add_needs(y, p, node_get(n, "configDependencies"), true);
}

/* ---- the file ---- */

static void
each(struct pnpm *y, const struct node *map,
    void (*f)(struct pnpm *, const struct node *))
{
	if (node_kind(map) != NODE_MAP)
		return;
	for (const struct node *n = node_first(map); n != NULL; n = n->next)
		f(y, n);
}

static void
add_snapshot(struct pnpm *y, const struct node *n)
{
	struct lock_pkg *p = lock_find(&y->lock, without_peers(n->key));

	if (p == NULL)
		y->out->note(y->out, n->line, "a snapshot of no package");
	else
		lock_offer(&y->lock, p, n->key);
}

static enum rc
take_document(struct pnpm *y, const struct node *doc)
{
	struct str version = node_get_text(doc, "lockfileVersion");
	const struct node *packages = node_get(doc, "packages");
	const struct node *snapshots = node_get(doc, "snapshots");
	const struct node *importers = node_get(doc, "importers");

	if (!str_u64(str_sub(version, 0, str_find(version, '.')), 1000,
	    &y->major))
		y->major = snapshots != NULL ? 9 : 5;
	size_t n = y->lock.n;

	lock_init(&y->lock, y->a);
	y->lock.n = n;		/* numbers are unique in the file */
	each(y, packages, add_package);
	each(y, snapshots, add_snapshot);
	each(y, packages, add_edges);
	each(y, snapshots, add_edges);
	if (importers != NULL)
		each(y, importers, add_project);
	else
		add_project(y, doc);
	if (y->major >= 9)
		lock_mark_dev(&y->lock);
	return lock_emit(&y->lock, y->out);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct pnpm y = { .out = out, .manifest = f->sibling };
	const struct node *docs;
	struct str text;
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if ((rc = blob_text(b, &text, e)) != RC_OK)
		return rc;
	y.a = arena_new(lim->memory);
	rc = yaml_read(y.a, text, &docs, e);
	for (const struct node *n = rc == RC_OK ? node_first(docs) : NULL;
	    rc == RC_OK && n != NULL; n = n->next)
		if (n->kind == NODE_MAP)
			rc = take_document(&y, n);
	arena_free(y.a);
	return rc;
}

const struct cataloger cat_pnpm_lock = {
	.name = "pnpm-lock",
	.about = "lock files of pnpm",
	.wants = (const struct want[]){
		{ WANT_NAME, "pnpm-lock.yaml", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.sibling = "/package.json",
	.parse = parse,
};
