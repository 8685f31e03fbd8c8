/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/cargo.h"

#include "base/arena.h"
#include "text/toml.h"

/*
 * cargo-toml: Cargo.toml, of a tree that has no Cargo.lock beside it.
 *
 * Source:   The Cargo Book: the manifest format; specifying dependencies.
 * Grammar:  TOML: [package] with name, version; dependencies,
 *           dev-dependencies and build-dependencies (also with '_'), the same
 *           in [target.CONDITION] and [workspace]: NAME = "REQUIREMENT", or a
 *           table of version, git, rev, tag, branch, path, package (the real
 *           name), registry, workspace.
 * A requirement is no version but "=1.2.3"; other dependencies have none, so
 * that nothing is judged by a guess, and what is taken from a repository
 * without a commit is a note. With a lock beside it the package alone
 * is listed: the lock has the rest.
 * Limits:   limits.text_file; TREE_NODES.
 */
struct cargo_toml {
	struct arena *a;
	struct records *out;
	const struct node *shared;	/* [workspace.dependencies] */
	bool names;		/* the project's needs; else the packages */
	enum rc rc;
};

static bool
is_exact(struct str need)
{
	if (need.n < 2 || need.p[0] != '=' || !is_digit(need.p[1]))
		return false;
	for (size_t i = 1, dots = 0; i < need.n; i++) {
		dots += need.p[i] == '.';
		if (need.p[i] == ',' || need.p[i] == '*' ||
		    is_space(need.p[i]))
			return false;
		if (i == need.n - 1 && dots < 2)
			return false;
	}
	return true;
}

/* "= 1.2.3" without blanks behind the sign. */
static struct str
pinned(struct arena *a, struct str need)
{
	need = str_trim(need);
	if (need.n > 1 && need.p[0] == '=')
		need = str_join(a, STR("="),
		    str_trim(str_from_pos(need, 1)));
	return is_exact(need) ? str_from_pos(need, 1) : STR("");
}

/* "git+URL@COMMIT", when the table says that. */
static struct str
git_of(struct arena *a, const struct node *d)
{
	struct str url = node_get_text(d, "git");
	struct str rev = node_get_text(d, "rev");

	if (url.n == 0 || rev.n != 40)
		return STR("");
	return str_join(a, str_join(a, str_join(a, STR("git+"), url),
	    STR("@")), rev);
}

/* From a repository, of which it is not said what. */
static bool
is_adrift(const struct node *d)
{
	return node_get(d, "git") != NULL && node_get(d, "version") == NULL &&
	    node_get_text(d, "rev").n != 40;
}

/* What the workspace says of it, when that is in the same manifest. */
static const struct node *
inherited(const struct cargo_toml *t, const struct node *d)
{
	const struct node *of = node_is_true(node_get(d, "workspace")) ?
	    node_find(t->shared, d->key) : NULL;

	return of != NULL ? of : d;
}

static void
say_one(struct cargo_toml *t, const struct node *d, bool dev)
{
	d = inherited(t, d);

	struct str real = node_get_text(d, "package");
	struct str name = real.n != 0 ? real : d->key;
	struct cargo_source from = { .vcs = git_of(t->a, d),
		.local = node_get(d, "path") != NULL &&
		    node_get(d, "version") == NULL,
		.registry = node_get_text(d, "registry-index") };
	struct pkg p = { .type = "cargo", .name = name, .dev = dev,
		.local = from.local, .line = d->line,
		.version = pinned(t->a, node_kind(d) == NODE_TEXT ? d->text :
		    node_get_text(d, "version")) };

	if (t->rc != RC_OK || str_trim(name).n == 0)
		return;
	if (t->names) {
		t->out->requires(t->out, name);
		return;
	}
	if (is_adrift(d)) {
		t->out->note(t->out, d->line, "%.*s is taken from a "
		    "repository, at no commit: left out", STR_ARG(name));
		return;
	}
	if ((t->rc = t->out->package(t->out, &p)) != RC_OK)
		return;
	t->out->provides(t->out, name);
	cargo_say_source(t->out, &from);
}

/* Of the package, of a target or of the workspace. */
static void
say_section(struct cargo_toml *t, const struct node *of)
{
	static const struct { const char *word; bool dev; } kinds[] = {
		{ "dependencies", false }, { "build-dependencies", false },
		{ "build_dependencies", false }, { "dev-dependencies", true },
		{ "dev_dependencies", true } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct node *all = node_get(of, kinds[i].word);

		if (node_kind(all) != NODE_MAP)
			continue;
		for (const struct node *d = all->first; d; d = d->next)
			say_one(t, d, kinds[i].dev);
	}
}

static void
say_sections(struct cargo_toml *t, const struct node *root)
{
	say_section(t, root);
	for (const struct node *n = node_first(node_get(root, "target"));
	    n != NULL; n = n->next)
		say_section(t, n);
}

static enum rc
say(struct cargo_toml *t, const struct node *root, bool locked)
{
	const struct node *package = node_get(root, "package");
	struct pkg p = { .type = "cargo", .local = true,
		.kind = PKG_APPLICATION,
		.name = node_get_text(package, "name"),
		.version = node_get_text(package, "version"),
		.licence = node_get_text(package, "license"),
		.description = node_get_text(package, "description") };

	if (str_trim(p.name).n != 0) {
		if ((t->rc = t->out->package(t->out, &p)) != RC_OK)
			return t->rc;
		t->names = true;
		if (!locked)
			say_sections(t, root);
	}
	t->names = false;
	if (!locked) {
		say_sections(t, root);
		say_section(t, node_get(root, "workspace"));
	}
	return t->rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	const struct node *root;
	struct str text;
	enum rc rc;

	if (cargo_is_fetched(f->path))
		return RC_OK;
	rc = blob_text(b, &text, e);
	if (rc != RC_OK)
		return rc;

	struct cargo_toml t = { .a = arena_new(lim->memory), .out = out };

	rc = toml_read(t.a, text, &root, e);
	if (rc == RC_OK)
		t.shared = node_get(node_get(root, "workspace"),
		    "dependencies");
	if (rc == RC_OK)
		rc = say(&t, root, f->sibling.n != 0);
	arena_free(t.a);
	return rc;
}

const struct cataloger cat_cargo_toml = {
	.name = "cargo-toml",
	.about = "manifests of Cargo that have no lock",
	.wants = (const struct want[]){
		{ WANT_NAME, "Cargo.toml", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.sibling = "/Cargo.lock",
	.parse = parse,
};
