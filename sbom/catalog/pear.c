/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "identity/purl.h"
#include "text/php_serial.h"

/*
 * pear: the registry of PEAR and PECL, one file for each package.
 *
 * Source:   the PEAR manual, package.xml versions 1 and 2, of
 *           which PEAR_Registry keeps what it parsed by serialize().
 * Files:    .registry/NAME.reg of the default channel,
 *           .registry/.channel.CHANNEL/NAME.reg of others, in lower case.
 * Grammar:  version 2: name, channel, version.release, license (text, or an
 *           array with _content), dependencies.required.package (one, or a
 *           list). Version 1: package, version, release_license.
 * Limits:   TREE_NODES; TREE_DEPTH; limits.text_file.
 */

/* The channel by the directory; "" for the default one. */
static struct str
channel_of(struct str path)
{
	struct str dir = str_sub(path, 0, str_rfind(path, '/')), mark =
	    STR(".channel.");
	size_t slash = str_rfind(dir, '/');
	struct str last = slash == dir.n ? dir : str_from_pos(dir, slash + 1);

	return str_starts(last, mark) ? str_from_pos(last, mark.n) : STR("");
}

static bool
in_registry(struct str path)
{
	return str_starts(path, STR(".registry/")) ||
	    str_find_str(path, STR("/.registry/")) < path.n;
}

/* A text, or the _content of an array. */
static struct str
content(const struct node *n)
{
	return node_kind(n) == NODE_MAP ? node_get_text(n, "_content") :
	    node_text(n);
}

static struct str
key_of(struct arena *a, struct str channel, struct str name)
{
	return str_lower(a, str_join(a, str_join(a, channel, STR("/")),
	    name));
}

static void
say_need(struct arena *a, const struct node *need, struct records *out)
{
	struct str name = node_get_text(need, "name");

	if (name.n != 0)
		out->requires(out, key_of(a, node_get_text(need, "channel"),
		    name));
}

/* One dependency is a map, several are a map of such, by number. */
static void
say_needs(struct arena *a, const struct node *root, struct records *out)
{
	const struct node *all = node_get(node_get(node_get(root,
	    "dependencies"), "required"), "package");

	say_need(a, all, out);
	for (const struct node *n = node_first(all); n != NULL; n = n->next)
		say_need(a, n, out);
}

static struct str
purl_of(struct arena *a, struct str channel, const struct pkg *p)
{
	struct purl u = { .type = STR("pear"), .namespace = channel,
		.name = p->name, .version = p->version };

	return purl_format(a, &u);
}

static enum rc
say(struct arena *a, const struct node *root, struct str path,
    struct records *out, struct err *e)
{
	const struct node *version = node_get(root, "version");
	struct str channel = node_get_text(root, "channel");
	struct pkg p = { .type = "pear", .name = node_get_text(root, "name"),
		.description = node_get_text(root, "summary") };
	struct str licence = content(node_get(root, "license"));

	if (p.name.n == 0)
		p.name = node_get_text(root, "package");
	if (str_trim(p.name).n == 0)
		return err_set(e, RC_FORMAT, "package without a name");
	p.version = node_kind(version) == NODE_MAP ?
	    node_get_text(version, "release") : node_text(version);
	if (channel.n == 0)
		channel = channel_of(path);
	if (licence.n == 0)
		licence = node_get_text(root, "release_license");
	p.licence = licence;
	p.purl = purl_of(a, channel, &p);

	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	out->provides(out, key_of(a, channel, p.name));
	say_needs(a, root, out);
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	const struct node *root;
	struct str text;
	enum rc rc;

	if (!in_registry(f->path))
		return RC_OK;
	rc = blob_text(b, &text, e);
	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = php_serial_read(a, text, &root, e);
	if (rc == RC_OK)
		rc = say(a, root, f->path, out, e);
	arena_free(a);
	return rc;
}

const struct cataloger cat_pear = {
	.name = "pear",
	.about = "packages of PEAR and PECL",
	.wants = (const struct want[]){
		{ WANT_TAIL, ".registry/*.reg", 0 },
		{ WANT_TAIL, ".registry/*/*.reg", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.link = LINK_DATABASE,
	.parse = parse,
};
