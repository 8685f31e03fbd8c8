/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_RELATE_SCENE_H
#define TESTS_UNIT_RELATE_SCENE_H

/* Files of an image as rows judged them, for tests of sbom/relate. */
#include "bom/bom.h"
#include "bom/property.h"
#include "sbom/input/image.h"
#include "sbom/relate/relate.h"
#include "tests/unit/collect.h"

enum { FILES = 32 };

struct scene {
	struct arena *a;
	struct facts f;
	struct fact_file files[FILES];
	struct fact_layer layers[4];
	struct image_meta m;
	struct bom *b;
};

static inline int
set_up(void **state)
{
	static const struct fact_layer layers[] = {
		{ { "sha256:00", 9 }, { "sha256:b0", 9 }, { "ADD rootfs", 10 } },
		{ { "sha256:11", 9 }, { "sha256:b1", 9 }, { "RUN apt", 7 } },
		{ { "sha256:22", 9 }, { "", 0 }, { "COPY app", 8 } },
	};
	struct scene *s = calloc(1, sizeof *s);

	assert_non_null(s);
	s->a = arena_new(256 << 20);
	s->f.files = s->files;
	s->f.layers = s->layers;
	memcpy(s->layers, layers, sizeof layers);
	s->f.nlayers = 3;
	notices_init(&s->f.notices, s->a);
	s->f.arena = s->a;
	s->m.kind = INPUT_IMAGE;
	s->b = bom_new(256 << 20);
	(void)unsetenv("SOURCE_DATE_EPOCH");
	*state = s;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct scene *s = *state;

	bom_free(s->b);
	arena_free(s->a);
	free(s);
	return 0;
}

/* Files must be added in the order of path, layer. */
static inline struct fact_file *
add(struct scene *s, const char *path, size_t layer, bool visible,
    struct str text)
{
	struct collect c = collect_of(s->a);
	struct selector *sel = selector_new(s->a,
	    &(struct selector_opts){ .declared = true });
	const struct want *want;
	const struct cataloger *row = selector_path(sel, str_from(path),
	    &want);
	struct err e;

	if (collect_run(&c, path, text, STR(""), &e) != RC_OK)
		fail_msg("%s", e.msg);
	assert_true(s->f.nfiles < FILES);

	struct fact_file *x = &s->files[s->f.nfiles++];

	*x = (struct fact_file){ .path = str_from(path), .layer = layer,
		.row = row,
		.visible = visible, .mtime_s = 1700000000 + (int)layer,
		.database = c.database, .pkgs = c.pkgs, .npkgs = c.npkgs,
		.named = c.named, .nnamed = c.nnamed, .values = c.values,
		.nvalues = c.nvalues };
	return x;
}

static inline struct bom *
scene_run(struct scene *s)
{
	struct err e = { "" };

	if (relate(&s->f, &s->m, s->b, &e) != RC_OK)
		fail_msg("%s", e.msg);
	bom_finish(s->b);
	return s->b;
}

static inline const struct bom_component *
find(const struct bom *b, const char *name, const char *arch)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		if (str_eq(b->components[i].name, str_from(name)) &&
		    str_eq(b->components[i].arch, str_from(arch)))
			return &b->components[i];
	fail_msg("no component %s", name);
	return NULL;
}

static inline void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static inline bool
depends(const struct bom *b, const struct bom_component *c, const char *name)
{
	for (size_t i = 0; i < c->ndepends; i++)
		if (str_eq(b->components[c->depends[i]].name, str_from(name)))
			return true;
	return false;
}

static inline size_t
gaps(const struct bom *b, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < b->notices.n; i++)
		n += b->notices.v[i].level == NOTICE_GAP &&
		    str_eq(b->notices.v[i].kind, str_from(kind));
	return n;
}

#endif
