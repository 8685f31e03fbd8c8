/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bitnami's packages: directories below /opt/bitnami, each with a document of
 * what it was built from.
 *
 * Source:   Bitnami's images. opt/bitnami/NAME/.spdx-NAME.spdx is SPDX 2.3 in
 *           JSON: the package NAME, and those of its parts that have a purl of
 *           type bitnami, are what its advisories speak of; what else it lists
 *           is found in the files themselves. Older images have one list
 *           instead, .bitnami_components.json: {NAME: {"arch", "distro",
 *           "type", "version", "digest"}}.
 * Owns:     a package has every file in its directory.
 */
#include "base/arena.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/told.h"
#include "text/json.h"

#define HOME "opt/bitnami/"

/* "/" at its end: all that is below. */
static void
own_directory(struct records *out, struct str name)
{
	struct arena *a = arena_new(64 * KIB);

	if (name.n != 0 && name.n < 4096 && str_find(name, '/') == name.n)
		out->owns(out, str_fmt(a, "/" HOME "%.*s/", STR_ARG(name)));
	arena_free(a);
}

/* "NAME" of opt/bitnami/NAME/.spdx-NAME.spdx. */
static struct str
home_of(struct str path)
{
	struct str rest = str_from_pos(path, sizeof HOME - 1), name;

	return str_starts(path, STR(HOME)) && str_split(&rest, '/', &name) ?
	    name : STR("");
}

struct home {
	struct told t;		/* first */
	struct str name;
};

static void
after(struct told *t, const struct bom_component *c, struct records *out)
{
	struct home *h = (struct home *)t;

	(void)c;
	if (t->components == 1)		/* the package, then its parts */
		own_directory(out, h->name);
}

static enum rc
list(struct str text, struct records *out, struct err *e)
{
	struct json *root = NULL;
	enum rc rc = json_record(text, &root, NULL, e);
	const struct json *v;
	struct str name;

	if (rc != RC_OK)
		return rc;
	for (void *it = NULL; rc == RC_OK && json_member(root, &it, &name,
	    &v);) {
		struct pkg p = { .type = "bitnami", .name = name,
			.version = json_get_text(v, "version"),
			.arch = json_get_text(v, "arch") };

		if (name.n == 0) {
			out->note(out, 0, "a package without a name");
			continue;
		}
		rc = out->package(out, &p);
		if (rc != RC_OK)
			break;
		out->qualifier(out, "arch", p.arch);
		out->qualifier(out, "distro", json_get_text(v, "distro"));
		own_directory(out, name);
	}
	json_free(root);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct home h = { .t = { .type = "bitnami", .own = true,
		.after = after }, .name = home_of(f->path) };
	struct str text;
	enum rc rc;

	if (str_ends(f->path, STR("/.bitnami_components.json"))) {
		rc = blob_text(b, &text, e);
		return rc == RC_OK ? list(text, out, e) : rc;
	}
	if (h.name.n == 0)	/* any other document */
		h.t = (struct told){ .type = NULL };
	rc = told_read(&h.t, f, b, lim, out, e);
	if (rc == RC_OK || rc == RC_STOP)
		return rc;
	if (h.name.n == 0 && rc == RC_UNSUPPORTED) {
		out->other(out);
		return RC_OK;
	}
	out->gap(out, "sbom", "%s", e->msg);
	return RC_OK;
}

const struct cataloger cat_bitnami = {
	.name = "bitnami",
	.about = "Bitnami's packages",
	.wants = (const struct want[]){
		{ WANT_PREFIX, ".spdx-", 0 },
		{ WANT_PATH, HOME ".bitnami_components.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.parse = parse,
};
