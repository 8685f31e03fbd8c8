/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lean reading says all that matching rests on: of each document of the
 * fixtures it is held against a full one, field by field.
 */
#include "bom_help.h"

#include <glob.h>

enum { LEAST = 30 };		/* documents that must be there */

static enum rc
read_lean(struct str text, struct seen *s, struct err *e)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	enum rc rc = bom_read_lean(r, &limits_default, keep, s, e);

	reader_close(r);
	return rc;
}

static void
like(struct str a, struct str b, const char *what, const char *path)
{
	if (!str_eq(a, b))
		fail_msg("%s: %s: \"%.*s\", and lean \"%.*s\"", path, what,
		    STR_ARG(a), STR_ARG(b));
}

static void
like_size(size_t a, size_t b, const char *what, const char *path)
{
	if (a != b)
		fail_msg("%s: %s: %zu, and lean %zu", path, what, a, b);
}

static void
like_distro(const struct distro *a, const struct distro *b, const char *path)
{
	like(a->id, b->id, "distribution", path);
	like(a->version_id, b->version_id, "its version", path);
	like(a->codename, b->codename, "its name", path);
}

static void
like_props(const struct bom_props *a, const struct bom_props *b,
    const char *path)
{
	like_size(a->n, b->n, "properties", path);
	for (size_t i = 0; i < a->n; i++) {
		like(a->v[i].name, b->v[i].name, "property", path);
		like(a->v[i].value, b->v[i].value, "its value", path);
	}
}

static void
like_component(const struct bom_component *a, const struct bom_component *b,
    const char *path)
{
	const struct { struct str a, b; const char *what; } texts[] = {
		{ a->ref, b->ref, "ref" }, { a->purl, b->purl, "purl" },
		{ a->type, b->type, "type" }, { a->group, b->group, "group" },
		{ a->name, b->name, "name" },
		{ a->version, b->version, "version" },
		{ a->arch, b->arch, "arch" }, { a->epoch, b->epoch, "epoch" },
		{ a->source_name, b->source_name, "source" },
		{ a->source_version, b->source_version, "its version" },
		{ a->module, b->module, "module" },
		{ a->vendor, b->vendor, "vendor" },
		{ a->layer, b->layer, "layer" }, { a->cpe, b->cpe, "cpe" },
		{ a->found_by, b->found_by, "found by" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		like(texts[i].a, texts[i].b, texts[i].what, path);
	like_size(a->kind, b->kind, "kind", path);
	like_size(a->owner, b->owner, "owner", path);
	like_size(a->owner_vendor, b->owner_vendor, "its vendor", path);
	like_size(a->source_package, b->source_package, "source package",
	    path);
	like_size(a->source_epoch_unknown, b->source_epoch_unknown,
	    "epoch of the source", path);
	like_size(a->module_known, b->module_known, "module known", path);
	like_size(a->local, b->local, "local", path);
	like_size(a->guessed, b->guessed, "guessed", path);
	like_size(a->cached, b->cached, "cached", path);
	like_size(a->excluded, b->excluded, "excluded", path);
	like_size(a->ncpes, b->ncpes, "cpes", path);
	for (size_t i = 0; i < a->ncpes; i++)
		like(a->cpes[i], b->cpes[i], "cpes", path);
	like_size(a->nhashes, b->nhashes, "hashes", path);
	for (size_t i = 0; i < a->nhashes; i++)
		like(a->hashes[i].hex, b->hashes[i].hex, "hash", path);
	like_size(a->nplaces, b->nplaces, "places", path);
	for (size_t i = 0; i < a->nplaces; i++) {
		like(a->places[i].path, b->places[i].path, "path", path);
		like(a->places[i].layer, b->places[i].layer, "its layer",
		    path);
	}
	like_props(&a->props, &b->props, path);
	like_size(a->distro != NULL, b->distro != NULL, "own distribution",
	    path);
	if (a->distro != NULL)
		like_distro(a->distro, b->distro, path);
}

static void
like_bom(const struct bom *a, const struct bom *b, const char *path)
{
	like(a->name, b->name, "name", path);
	like(a->manifest_digest, b->manifest_digest, "digest", path);
	like(a->config_digest, b->config_digest, "digest", path);
	like(a->tool, b->tool, "tool", path);
	like_size(a->subject, b->subject, "subject", path);
	like_size(a->has_os_database, b->has_os_database, "database", path);
	like_size(a->nlayers, b->nlayers, "layers", path);
	like_distro(&a->distro, &b->distro, path);
	like_props(&a->props, &b->props, path);
	like_size(a->notices.n, b->notices.n, "notices", path);
	for (size_t i = 0; i < a->notices.n; i++)
		like(a->notices.v[i].what, b->notices.v[i].what, "notice",
		    path);
	like_size(a->ncomponents, b->ncomponents, "components", path);
	for (size_t i = 0; i < a->ncomponents; i++)
		like_component(&a->components[i], &b->components[i], path);
}

/* 1 when it is a document that can be read. */
static size_t
compare(const char *path)
{
	struct seen full = { .n = 0 }, lean = { .n = 0 };
	struct buf b = { .n = 0 };
	struct err e = { "" }, f = { "" };
	struct str text = file_text(path, &b);
	enum rc x = read_text(text, &full, &e), y = read_lean(text, &lean, &f);
	bool good = x == RC_OK;

	if (x != y)
		fail_msg("%s: %s; lean: %s", path, e.msg, f.msg);
	like_size(full.n, lean.n, "documents", path);
	for (size_t i = 0; i < full.n; i++)
		like_bom(full.b[i], lean.b[i], path);
	forget(&full);
	forget(&lean);
	buf_done(&b);
	return good;
}

static void
lean_is_enough(void **state)
{
	glob_t g = { .gl_pathc = 0 };
	size_t good = 0;

	(void)state;
	assert_int_equal(glob("tests/fixtures/bom/*/*", 0, NULL, &g), 0);
	(void)glob("tests/fixtures/bom/*.json", GLOB_APPEND, NULL, &g);
	(void)glob("tests/fixtures/match/*.json", GLOB_APPEND, NULL, &g);
	for (size_t i = 0; i < g.gl_pathc; i++)
		good += compare(g.gl_pathv[i]);
	globfree(&g);
	if (good < LEAST)
		fail_msg("only %zu documents", good);
}

/* What may be passed over is: of a document of ours nothing of it is there. */
static void
lean_is_less(void **state)
{
	struct seen s = { .n = 0 };
	struct buf b = { .n = 0 };
	struct err e = { "" };

	(void)state;
	if (read_lean(file_text("tests/fixtures/bom/fuzz/own.json", &b), &s,
	    &e) != RC_OK)
		fail_msg("%s", e.msg);
	for (size_t i = 0; i < s.b[0]->ncomponents; i++) {
		assert_int_equal(s.b[0]->components[i].nlicences, 0);
		assert_int_equal(s.b[0]->components[i].ndepends, 0);
		assert_int_equal(s.b[0]->components[i].description.n, 0);
	}
	assert_true(s.b[0]->ncomponents > 0);
	forget(&s);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lean_is_enough),
		cmocka_unit_test(lean_is_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
