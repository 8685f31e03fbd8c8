/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "sbom/catalog/blob_reader.h"
#include "sbom/catalog/npm.h"
#include "text/json.h"

/*
 * npm-lock: package-lock.json and npm-shrinkwrap.json.
 *
 * Source:   npm's documentation: package-lock.json (lockfileVersion 1 to 3).
 *           Which of several copies a package gets: Node.js documentation,
 *           modules: loading from node_modules.
 * Grammar:  "packages" maps a path below the project ("" is the project,
 *           "node_modules/a/node_modules/b", "packages/x" a member of the
 *           workspace) to its entry; "link": true stands for the entry at
 *           "resolved". Version 1 has a tree of "dependencies" instead;
 *           version 2 has both, and "packages" holds.
 * Reading:  twice, an entry at a time: first which paths there are, then the
 *           packages, each of which provides its path and requires the paths
 *           that its dependencies are found at. Memory: eight bytes for each
 *           path, one entry (of version 1: what lies below it, too).
 * Limits:   LOCK_FILE_MAX; entries of limits.json_record; JSON_DEPTH.
 */
struct link_to {		/* a link in node_modules */
	struct str path;
	struct link_to *same;	/* another one to its target */
	struct link_to *next;	/* in the order of the file */
};

struct lock {
	struct arena *a;
	struct arena *tmp;	/* of one entry */
	struct records *out;
	uint64_t *paths;	/* hashes of all, sorted after the first pass */
	size_t n, cap;
	struct map *links;	/* target: struct link_to * */
	struct link_to *first, **last;
	struct buf path;	/* of version 1: where in the tree we are */
	struct buf at;		/* where find looks */
	uint64_t steps;		/* bytes of paths that may still be tried */
	uint64_t keys;		/* and handed to the sink */
	bool flat;		/* it has "packages" */
	bool emit;		/* second pass */
	bool stop;		/* the sink wants no more */
	bool full;		/* it was said that edges are left out */
	bool published;		/* the project has a place in a registry */
	struct str name, version;	/* of the project */
};

/* ---- paths ---- */

static int
hash_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void
add_path(struct lock *l, struct str path)
{
	l->paths = arena_grow(l->a, l->paths, l->n, &l->cap, sizeof *l->paths);
	l->paths[l->n++] = hash_str(path);
}

static bool
has_path(const struct lock *l, struct str path)
{
	uint64_t h = hash_str(path);

	return l->n != 0 && bsearch(&h, l->paths, l->n, sizeof h, hash_cmp);
}

static bool
is_long(struct lock *l, struct str path)
{
	if (path.n <= PATH_MAX_BYTES)
		return false;
	if (l->emit)
		l->out->note(l->out, 0, "path of %zu bytes", path.n);
	return true;
}

/* dir/node_modules/name in b. */
static struct str
below(struct buf *b, struct str dir, struct str name)
{
	b->n = 0;
	(void)buf_add_str(b, dir);
	if (dir.n != 0)
		(void)buf_add_str(b, STR("/"));
	(void)buf_add_str(b, STR("node_modules/"));
	(void)buf_add_str(b, name);
	return buf_str(b);
}

/* Take n from what is left; says once that it is not enough. */
static bool
spend(struct lock *l, uint64_t *left, size_t n)
{
	if (n <= *left) {
		*left -= n;
		return true;
	}
	if (!l->full)
		l->out->gap(l->out, "limit", "the dependencies are too many: "
		    "the rest of them is left out");
	l->full = true;
	*left = 0;
	return false;
}

static void
say_key(struct lock *l, void (*each)(struct records *, struct str),
    struct str key)
{
	if (spend(l, &l->keys, key.n))
		each(l->out, key);
}

/* Where a package at path finds name: in its own node_modules, or in those of
   the directories above; "" when nowhere. */
static struct str
find(struct lock *l, struct str path, struct str name)
{
	while (spend(l, &l->steps, path.n + name.n)) {
		struct str at = below(&l->at, path, name);

		if (has_path(l, at))
			return at;
		if (path.n == 0)
			break;
		size_t slash = str_rfind(path, '/');

		path = str_sub(path, 0, slash < path.n ? slash : 0);
	}
	return STR("");
}

static void
say_needs(struct lock *l, struct str path, const struct json *names)
{
	struct str name;
	const struct json *range;

	for (void *it = NULL; json_member(names, &it, &name, &range);) {
		struct str at = name.n > PATH_MAX_BYTES ? STR("") :
		    find(l, path, name);

		if (at.n != 0)
			say_key(l, l->out->requires, at);
	}
}

/* ---- one package ---- */

/* "npm:real@1.0": another package under this name. */
static void
take_alias(struct str *name, struct str *version)
{
	struct str pre = STR("npm:"), real, at;

	if (!str_starts(*version, pre) ||
	    !npm_spec(str_from_pos(*version, pre.n), &real, &at))
		return;
	*name = real;
	*version = at;
}

static enum rc
say_package(struct lock *l, struct pkg *p, struct str version,
    struct str resolved, const struct json *v)
{
	struct npm_source from = npm_source(l->tmp, resolved);
	enum rc rc;

	p->type = "npm";
	p->local |= from.local;
	if (npm_is_version(version))
		p->version = version;
	if ((rc = l->out->package(l->out, p)) != RC_OK) {
		l->stop = rc == RC_STOP;
		return rc;
	}
	npm_say_source(l->out, &from);
	npm_say_integrity(l->out, json_get_text(v, "integrity"));
	npm_say_licence(l->out, json_get(v, "license"));
	return RC_OK;
}

/* ---- "packages" ---- */

static void
add_link(struct lock *l, struct str path, struct str target)
{
	void **at = map_put(l->links, str_dup(l->a, target), NULL);
	struct link_to *link = NEW(l->a, struct link_to);

	*link = (struct link_to){ str_dup(l->a, path), *at, NULL };
	*at = link;
	*l->last = link;
	l->last = &link->next;
}

/* A workspace needs its members, which are linked to beside its packages. */
static void
say_members(struct lock *l)
{
	struct str home;

	for (struct link_to *k = l->first; k != NULL; k = k->next)
		if (npm_installed_as(k->path, &home).n != 0 && home.n == 0)
			say_key(l, l->out->requires, k->path);
}

/* The name of an entry that states none. */
static struct str
name_at(struct lock *l, struct str path)
{
	struct str home, name = npm_installed_as(path, &home);
	size_t slash;

	if (path.n == 0)
		return l->name;
	if (name.n != 0)
		return name;
	slash = str_rfind(path, '/');
	return slash == path.n ? path : str_from_pos(path, slash + 1);
}

static enum rc
say_entry(struct lock *l, struct str path, const struct json *v)
{
	bool ours = !npm_is_vendored(path);	/* the project's own code */
	struct pkg p = { .local = ours && !(path.n == 0 && l->published),
		.kind = path.n == 0 ? PKG_APPLICATION : PKG_LIBRARY,
		.dev = json_is_true(json_get(v, "dev")) };
	struct str name = json_get_text(v, "name");
	struct str version = json_get_text(v, "version");
	void **link = map_find(l->links, path);
	enum rc rc;

	if (name.n == 0)
		name = name_at(l, path);
	if (version.n == 0 && path.n == 0)
		version = l->version;
	if (!npm_name(&p, name))
		return RC_OK;	/* a project without a name */
	rc = say_package(l, &p, version, json_get_text(v, "resolved"), v);
	if (rc != RC_OK)
		return rc;
	say_key(l, l->out->provides, path);
	for (struct link_to *k = link != NULL ? *link : NULL; k; k = k->same)
		say_key(l, l->out->provides, k->path);
	say_needs(l, path, json_get(v, "dependencies"));
	say_needs(l, path, json_get(v, "optionalDependencies"));
	say_needs(l, path, json_get(v, "peerDependencies"));
	if (ours)
		say_needs(l, path, json_get(v, "devDependencies"));
	if (path.n == 0 && json_get(v, "workspaces") != NULL)
		say_members(l);
	return RC_OK;
}

static enum rc
take_entry(struct lock *l, struct str path, const struct json *v)
{
	bool link = json_is_true(json_get(v, "link"));

	if (json_kind_of(v) != JSON_OBJECT || is_long(l, path))
		return RC_OK;
	if (l->emit)
		return link ? RC_OK : say_entry(l, path, v);
	add_path(l, path);
	if (link)
		add_link(l, path, json_get_text(v, "resolved"));
	return RC_OK;
}

/* ---- "dependencies" of version 1 ---- */

static enum rc walk_tree(struct lock *l, const struct json *tree, bool dev);

static enum rc
say_branch(struct lock *l, struct str name, const struct json *v, bool dev)
{
	struct str path = buf_str(&l->path);
	struct str version = json_get_text(v, "version");
	struct pkg p = { .dev = dev };

	take_alias(&name, &version);
	if (!npm_name(&p, name))
		return RC_OK;
	enum rc rc = say_package(l, &p, version, npm_is_version(version) ?
	    json_get_text(v, "resolved") : version, v);

	if (rc == RC_OK) {
		say_key(l, l->out->provides, path);
		say_needs(l, path, json_get(v, "requires"));
	}
	return rc;
}

/* The depth is the record's: below JSON_DEPTH. */
static enum rc
take_branch(struct lock *l, struct str name, const struct json *v, bool dev)
{
	size_t was = l->path.n;
	enum rc rc = RC_OK;

	if (json_kind_of(v) != JSON_OBJECT || str_trim(name).n == 0)
		return RC_OK;
	if (was != 0)
		(void)buf_add_str(&l->path, STR("/"));
	(void)buf_add_str(&l->path, STR("node_modules/"));
	(void)buf_add_str(&l->path, name);
	dev |= json_is_true(json_get(v, "dev"));
	if (!is_long(l, buf_str(&l->path))) {
		if (l->emit)
			rc = say_branch(l, name, v, dev);
		else
			add_path(l, buf_str(&l->path));
		if (rc == RC_OK)
			rc = walk_tree(l, json_get(v, "dependencies"), dev);
	}
	l->path.n = was;
	return rc;
}

static enum rc
walk_tree(struct lock *l, const struct json *tree, bool dev)
{
	struct str name;
	const struct json *v;
	enum rc rc = RC_OK;

	for (void *it = NULL; rc == RC_OK &&
	    json_member(tree, &it, &name, &v);)
		rc = take_branch(l, name, v, dev);
	return rc;
}

/* ---- the document ---- */

/* One member of "packages" or of the outermost "dependencies". */
static enum rc
take_member(struct lock *l, struct json_in *j, struct str key, bool flat,
    struct err *e)
{
	struct str text;
	struct json *v;

	key = str_dup(l->tmp, key);
	enum rc rc = json_in_value(j, &text, e);

	/* Of most entries the first pass needs the path alone. */
	if (rc == RC_OK && flat && !l->emit &&
	    str_find_str(text, STR("link")) == text.n) {
		if (!is_long(l, key))
			add_path(l, key);
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = json_record(text, &v, NULL, e);
	if (rc == RC_LIMIT) {
		if (l->emit)
			l->out->gap(l->out, "limit", "before line %llu: %s",
			    (unsigned long long)json_in_line(j), e->msg);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	rc = flat ? take_entry(l, key, v) :
	    take_branch(l, key, v, false);
	json_free(v);
	return rc;
}

static enum rc
take_members(struct lock *l, struct json_in *j, bool flat, struct err *e)
{
	enum json_kind kind;
	struct str key;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc != RC_OK || kind != JSON_OBJECT)
		return rc;
	rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, &key, e)) == RC_OK) {
		rc = take_member(l, j, key, flat, e);
		arena_reset(l->tmp);
	}
	return rc == RC_STOP && !l->stop ? RC_OK : rc;
}

static enum rc
take_top(struct lock *l, struct json_in *j, struct str key, struct err *e)
{
	struct str text;
	bool name = str_eq(key, STR("name"));
	enum rc rc;

	if (str_eq(key, STR("packages"))) {
		l->flat = true;
		return take_members(l, j, true, e);
	}
	if (str_eq(key, STR("dependencies")) && !(l->emit && l->flat))
		return take_members(l, j, false, e);
	if (l->emit || (!name && !str_eq(key, STR("version"))))
		return RC_OK;
	if ((rc = json_in_string(j, &text, e)) == RC_OK)
		*(name ? &l->name : &l->version) = str_dup(l->a, text);
	return rc == RC_LIMIT ? RC_OK : rc;
}

static enum rc
pass(struct lock *l, struct blob *b, const struct limits *lim, struct err *e)
{
	struct reader *in = reader_of_blob(b);
	struct json_in *j = json_in_new(in, (size_t)lim->json_record);
	enum json_kind kind;
	struct str key;
	enum rc rc = json_in_peek(j, &kind, e);

	if (rc == RC_OK && kind != JSON_OBJECT)
		rc = err_set(e, RC_FORMAT, "not a lock file of npm");
	if (rc == RC_OK)
		rc = json_in_enter(j, e);
	while (rc == RC_OK && (rc = json_in_next(j, &key, e)) == RC_OK)
		rc = take_top(l, j, key, e);
	if (rc == RC_STOP && !l->stop)
		rc = RC_OK;
	json_in_free(j);
	reader_close(in);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct lock l = { .out = out };
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if (b->size > LOCK_FILE_MAX) {
		out->gap(out, "limit", "%llu bytes, over the limit of %llu",
		    (unsigned long long)b->size,
		    (unsigned long long)LOCK_FILE_MAX);
		return RC_OK;
	}
	l.a = arena_new(lim->memory);
	l.tmp = arena_new(lim->memory);
	l.links = map_new(l.a);
	l.last = &l.first;
	l.published = npm_is_published(f->sibling);
	l.steps = GIB + 16 * b->size;
	l.keys = MIB + 4 * b->size;
	rc = pass(&l, b, lim, e);
	if (l.n > 1)
		qsort(l.paths, l.n, sizeof *l.paths, hash_cmp);
	l.emit = true;
	/* What stands before a broken place counts, too. */
	struct err second = { "" };
	enum rc again = pass(&l, b, lim, &second);

	if (rc == RC_OK && again != RC_OK) {
		rc = again;
		*e = second;
	}
	buf_done(&l.at);
	buf_done(&l.path);
	arena_free(l.tmp);
	arena_free(l.a);
	return rc;
}

const struct cataloger cat_npm_lock = {
	.name = "npm-lock",
	.about = "lock files of npm",
	.wants = (const struct want[]){
		{ WANT_NAME, "package-lock.json", 0 },
		{ WANT_NAME, "npm-shrinkwrap.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.sibling = "/package.json",
	.parse = parse,
};
