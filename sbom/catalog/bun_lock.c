/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "base/buf.h"
#include "sbom/catalog/lock.h"
#include "text/json.h"
#include "text/jsonc.h"

/*
 * bun-lock: bun.lock, the text form of bun's lock file.
 *
 * Source:   bun's documentation, "Lockfile", and the writer's comments
 *           (bun.lock.zig): one entry per place in node_modules.
 * Grammar:  JSON with comments and commas before closing brackets.
 *           "workspaces" maps directories ("" is the project) to their
 *           manifests; "packages" maps places ("a", "a/b" for what only a
 *           sees, "@s/a/b") to a list. Its first text is "name@version" or
 *           "name@PROTOCOL:…"; an object among the rest has what it needs;
 *           the last text may be a digest. Which of these there are depends
 *           on the protocol, so they are told by their kind.
 * Dev:      what devDependencies of workspaces reach and nothing else does.
 * Not read: bun.lockb, the older binary form, whose layout is no contract.
 * Limits:   JSON_DEPTH, JSON_VALUES; PATH_MAX_BYTES for a place.
 */
struct bun {
	struct lock lock;
	struct arena *a;
	struct records *out;
	struct buf at;		/* the place that is looked for */
	uint64_t steps;		/* bytes of places that may still be tried */
};

/* ---- packages ---- */

/* The list's first text, first object and last digest. */
static void
parts_of(const struct json *list, struct str *ret_spec,
    const struct json **ret_info, struct str *ret_digest)
{
	*ret_spec = json_text(json_at(list, 0));
	*ret_info = NULL;
	*ret_digest = STR("");
	for (size_t i = 1; i < json_count(list); i++) {
		const struct json *v = json_at(list, i);

		if (json_kind_of(v) == JSON_OBJECT && *ret_info == NULL)
			*ret_info = v;
		if (str_starts(json_text(v), STR("sha")))
			*ret_digest = json_text(v);
	}
}

static const struct json *
workspace_of(struct bun *y, const struct json *workspaces, struct str where)
{
	const char *dir = str_z(y->a, str_from_pos(where,
	    str_find(where, ':') + 1));

	return dir != NULL ? json_get(workspaces, dir) : NULL;
}

static void
add_package(struct bun *y, struct str place, const struct json *list,
    const struct json *workspaces)
{
	struct str spec, digest, name, where;
	const struct json *info;

	parts_of(list, &spec, &info, &digest);
	if (!npm_spec(spec, &name, &where)) {
		y->out->note(y->out, 0, "no name and version in an entry");
		return;
	}
	if (str_starts(where, STR("root:")))
		return;

	struct lock_pkg *p = lock_add(&y->lock);

	pkg_name_split(&p->p, name);
	p->integrity = digest;
	if (npm_is_version(where))
		p->p.version = where;
	else
		p->from = npm_source(y->a, where);
	p->p.local = p->from.local;
	lock_offer(&y->lock, p, place);
	if (str_starts(where, STR("workspace:"))) {
		const struct json *v = workspace_of(y, workspaces, where);

		p->p.version = json_get_text(v, "version");
		p->root = true;
	}
}

/* ---- edges ---- */

/* place without its last name: "a/@s/b" is "a", "a" is "". */
static struct str
above(struct str place)
{
	size_t slash = str_rfind(place, '/');

	if (slash == place.n)
		return STR("");
	place = str_sub(place, 0, slash);
	slash = str_rfind(place, '/');
	if (place.n != 0 && place.p[slash == place.n ? 0 : slash + 1] == '@')
		place = str_sub(place, 0, slash == place.n ? 0 : slash);
	return place;
}

/* As Node finds it: below place, else further up. */
static struct lock_pkg *
find(struct bun *y, struct str place, struct str name)
{
	for (;;) {
		struct lock_pkg *p;

		y->at.n = 0;
		(void)buf_add_str(&y->at, place);
		if (place.n != 0)
			(void)buf_add_str(&y->at, STR("/"));
		(void)buf_add_str(&y->at, name);
		if (y->at.n > PATH_MAX_BYTES || y->at.n > y->steps)
			return NULL;
		y->steps -= y->at.n;
		if ((p = lock_find(&y->lock, buf_str(&y->at))) != NULL ||
		    place.n == 0)
			return p;
		place = above(place);
	}
}

static void
add_needs(struct bun *y, struct lock_pkg *p, struct str place,
    const struct json *info)
{
	static const char *const kinds[] = { "dependencies",
		"optionalDependencies", "peerDependencies", "devDependencies" };
	struct str name;
	const struct json *range;

	/* Development dependencies are a project's own. */
	for (size_t i = 0; i < (p->root ? 4 : 3); i++)
		for (void *it = NULL; json_member(json_get(info, kinds[i]),
		    &it, &name, &range);)
			lock_need(&y->lock, p, find(y, place, name), i == 3);
}

static void
add_edges(struct bun *y, struct str place, const struct json *list,
    const struct json *workspaces)
{
	struct lock_pkg *p = lock_find(&y->lock, place);
	struct str spec, digest, name, where;
	const struct json *info;

	parts_of(list, &spec, &info, &digest);
	if (p == NULL || !npm_spec(spec, &name, &where))
		return;
	add_needs(y, p, place, p->root ? workspace_of(y, workspaces, where) :
	    info);
}

/* ---- the file ---- */

static void
each(struct bun *y, const struct json *v, void (*f)(struct bun *, struct str,
    const struct json *, const struct json *))
{
	const struct json *list, *workspaces = json_get(v, "workspaces");
	struct str place;

	for (void *it = NULL; json_member(json_get(v, "packages"), &it, &place,
	    &list);)
		f(y, place, list, workspaces);
}

static enum rc
take(struct bun *y, const struct json *v)
{
	const struct json *project = json_get(json_get(v, "workspaces"), "");
	struct lock_pkg *root;

	each(y, v, add_package);
	root = lock_add(&y->lock);
	root->root = true;
	root->p.version = json_get_text(project, "version");
	if (root->p.version.n != 0)
		pkg_name_split(&root->p, json_get_text(project, "name"));
	root->p.kind = PKG_APPLICATION;
	root->p.local = true;
	each(y, v, add_edges);
	add_needs(y, root, STR(""), project);
	if (y->steps < PATH_MAX_BYTES)
		y->out->gap(y->out, "limit", "the dependencies are too many: "
		    "the rest of them is left out");
	lock_mark_dev(&y->lock);
	return lock_emit(&y->lock, y->out);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct bun y = { .out = out, .steps = GIB };
	struct json *v;
	struct str text;
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if (str_ends(f->path, STR(".lockb")))
		return err_set(e, RC_UNSUPPORTED, "a binary lock file of bun "
		    "is not read: bun.lock is");
	if ((rc = blob_text(b, &text, e)) != RC_OK)
		return rc;
	y.a = arena_new(lim->memory);
	lock_init(&y.lock, y.a);
	rc = json_record(jsonc_plain(y.a, text), &v, NULL, e);
	if (rc == RC_OK) {
		rc = take(&y, v);
		json_free(v);
	}
	buf_done(&y.at);
	arena_free(y.a);
	return rc;
}

const struct cataloger cat_bun_lock = {
	.name = "bun-lock",
	.about = "lock files of bun",
	.wants = (const struct want[]){
		{ WANT_NAME, "bun.lock", 0 },
		{ WANT_NAME, "bun.lockb", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
