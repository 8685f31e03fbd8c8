/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/cargo.h"

#include "base/arena.h"
#include "base/hash.h"
#include "text/toml.h"

/*
 * cargo-lock: Cargo.lock.
 *
 * Source:   The Cargo Book: Cargo.toml vs Cargo.lock, package ID
 *           specifications; cargo's src/cargo/core/resolver/encode.rs for the
 *           notation, versions 1 to 4.
 * Grammar:  TOML: [[package]] (and [root] of version 1) with name, version,
 *           source ("registry+URL", "sparse+URL", "git+URL?branch=x#commit";
 *           none: a path of the workspace), checksum (SHA-256) and
 *           dependencies, each "NAME", "NAME VERSION" or "NAME VERSION
 *           (SOURCE)", as much as tells it from others. Version 1 has the
 *           checksums in [metadata], "checksum NAME VERSION (SOURCE)".
 * It holds what any platform, feature or test may need.
 * Limits:   limits.text_file; TREE_NODES.
 */
enum { KNOWN = 4 };		/* the last version that we know */

struct cargo_lock {
	struct arena *a;
	struct records *out;
	const struct node *root;
	struct map *names;	/* "NAME" and "NAME VERSION": how many */
	bool own;		/* a package of the project's own */
	struct str lost;	/* the first that is needed and not there */
};

/* A package's three keys, from the shortest. */
struct keys {
	struct str name, version, source;
};

static struct keys
keys_of(struct arena *a, const struct node *p)
{
	struct keys k = { .name = node_get_text(p, "name") };
	struct str source = node_get_text(p, "source");

	k.version = str_join(a, str_join(a, k.name, STR(" ")),
	    node_get_text(p, "version"));
	/* A dependency's source may lack the commit. */
	k.source = str_join(a, str_join(a, str_join(a, k.version, STR(" (")),
	    str_sub(source, 0, str_find(source, '#'))), STR(")"));
	return k;
}

static void
count(struct cargo_lock *l, struct str key)
{
	void **at = map_put(l->names, key, NULL);

	*at = (void *)((uintptr_t)*at + 1);
}

static bool
is_one(const struct cargo_lock *l, struct str key)
{
	void **at = map_find(l->names, key);

	return at != NULL && (uintptr_t)*at == 1;
}

static void
say_needs(struct cargo_lock *l, const struct node *list)
{
	for (const struct node *n = node_first(list); n != NULL; n = n->next) {
		struct str need = node_text(n);
		size_t hash = str_find(need, '#');

		if (hash < need.n)
			need = str_join(l->a, str_sub(need, 0, hash),
			    STR(")"));
		if (need.n == 0)
			continue;
		l->out->requires(l->out, need);
		if (map_find(l->names, str_sub(need, 0, str_find_str(need,
		    STR(" (")))) == NULL)
			l->lost = l->lost.n != 0 ? l->lost : need;
	}
}

/* Of version 1 it stands in [metadata]. */
static struct str
checksum(struct cargo_lock *l, const struct node *p)
{
	const struct node *sum = node_get(p, "checksum");
	struct str key;

	if (sum != NULL)
		return node_text(sum);
	key = str_join(l->a, STR("checksum "), str_join(l->a,
	    str_join(l->a, keys_of(l->a, p).version, STR(" (")),
	    str_join(l->a, node_get_text(p, "source"), STR(")"))));
	return node_text(node_find(node_get(l->root, "metadata"), key));
}

static enum rc
say_package(struct cargo_lock *l, const struct node *p)
{
	struct keys k = keys_of(l->a, p);
	struct cargo_source from = cargo_source(l->a,
	    node_get_text(p, "source"));
	struct pkg pkg = { .type = "cargo", .name = k.name,
		.version = node_get_text(p, "version"), .local = from.local,
		.line = p->line };
	struct str sum = checksum(l, p);
	enum rc rc;

	if (str_trim(k.name).n == 0) {
		l->out->note(l->out, p->line, "package without a name");
		return RC_OK;
	}
	if (pkg.version.n == 0)
		l->out->note(l->out, p->line, "package without a version");
	if ((rc = l->out->package(l->out, &pkg)) != RC_OK)
		return rc;
	l->own |= from.local;
	cargo_say_source(l->out, &from);
	if (sum.n == 64)
		l->out->hash(l->out, "SHA-256", sum);
	if (is_one(l, k.name))
		l->out->provides(l->out, k.name);
	if (is_one(l, k.version))
		l->out->provides(l->out, k.version);
	l->out->provides(l->out, k.source);
	say_needs(l, node_get(p, "dependencies"));
	return RC_OK;
}

static void
count_package(struct cargo_lock *l, const struct node *p)
{
	if (p == NULL)
		return;
	count(l, keys_of(l->a, p).name);
	count(l, keys_of(l->a, p).version);
}

static enum rc
say_all(struct cargo_lock *l)
{
	const struct node *first = node_first(node_get(l->root, "package"));
	const struct node *root = node_get(l->root, "root");
	uint64_t version;
	enum rc rc = RC_OK;

	if (str_u64(node_get_text(l->root, "version"), UINT64_MAX,
	    &version) && version > KNOWN)
		l->out->note(l->out, 0, "lock file of version %llu: read as "
		    "of version %d", (unsigned long long)version, KNOWN);
	count_package(l, root);
	for (const struct node *p = first; p != NULL; p = p->next)
		count_package(l, p);
	if (root != NULL)
		rc = say_package(l, root);
	for (const struct node *p = first; rc == RC_OK && p != NULL;
	    p = p->next)
		rc = say_package(l, p);
	/* cargo lists all that is needed, and what needs it. */
	if (rc == RC_OK && first != NULL && !l->own)
		l->out->note(l->out, 0, "no package of the project's own: "
		    "the lock file is cut, or damaged");
	if (rc == RC_OK && l->lost.n != 0)
		l->out->note(l->out, 0, "%.*s is needed and not listed: the "
		    "lock file is cut, or damaged", STR_ARG(l->lost));
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	enum rc rc;

	if (cargo_is_fetched(f->path))
		return RC_OK;
	rc = blob_text(b, &text, e);
	if (rc != RC_OK)
		return rc;

	struct cargo_lock l = { .a = arena_new(lim->memory), .out = out };

	l.names = map_new(l.a);
	rc = toml_read(l.a, text, &l.root, e);
	if (rc == RC_OK)
		rc = say_all(&l);
	arena_free(l.a);
	return rc;
}

const struct cataloger cat_cargo_lock = {
	.name = "cargo-lock",
	.about = "lock files of Cargo",
	.wants = (const struct want[]){
		{ WANT_NAME, "Cargo.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
