/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which image of several. None is guessed: a list of platforms is not ordered
 * by importance.
 */
#include "sbom/input/input.h"

#include <stdio.h>

#include "base/arena.h"

struct choice *
choices_add(struct arena *a, struct choices *c)
{
	c->v = arena_grow(a, c->v, c->n, &c->cap, sizeof(struct choice));
	c->v[c->n] = (struct choice){ .nrefs = 0 };
	return &c->v[c->n++];
}

/* "v8" is what arm64 means, "v7" what arm does not say by itself. */
static bool
is_variant(const struct choice *c, struct str want)
{
	if (want.n == 0 || str_eq(want, c->variant))
		return true;
	return c->variant.n == 0 && ((str_eq(c->arch, STR("arm64")) &&
	    str_eq(want, STR("v8"))) || (str_eq(c->arch, STR("amd64")) &&
	    str_eq(want, STR("v1"))));
}

static bool
is_platform(const struct choice *c, struct str want)
{
	struct str os = { NULL, 0 }, arch = { NULL, 0 };

	(void)str_split(&want, '/', &os);
	(void)str_split(&want, '/', &arch);
	return str_eq(os, c->os) && (arch.n == 0 || str_eq(arch, c->arch)) &&
	    is_variant(c, want);
}

/* A name, a name without its registry's defaults, or a digest (12 digits of it
   are enough). */
static bool
is_ref(const struct choice *c, struct str want)
{
	if (want.n >= 19 && str_starts(c->digest, want))
		return true;
	for (size_t i = 0; i < c->nrefs; i++) {
		struct str have = c->refs[i];

		if (str_eq(have, want) || (str_ends(have, want) &&
		    have.n > want.n && (have.p[have.n - want.n - 1] == '/' ||
		    have.p[have.n - want.n - 1] == ':')))
			return true;
	}
	return false;
}

static struct str
describe(struct arena *a, const struct choice *c)
{
	struct str s = str_fmt(a, "%.*s/%.*s", STR_ARG(c->os),
	    STR_ARG(c->arch));

	if (c->variant.n > 0)
		s = str_fmt(a, "%.*s/%.*s", STR_ARG(s), STR_ARG(c->variant));
	for (size_t i = 0; i < c->nrefs; i++)
		s = str_fmt(a, "%.*s %.*s", STR_ARG(s), STR_ARG(c->refs[i]));
	if (c->nrefs == 0 && c->digest.n > 0)	/* enough to tell it by */
		s = str_fmt(a, "%.*s %.*s", STR_ARG(s),
		    STR_ARG(str_sub(c->digest, 0, 19)));
	return s;
}

static enum rc
list(struct arena *a, const struct choices *c, const char *what,
    struct err *e)
{
	struct str s = str_from(what);

	for (size_t i = 0; i < c->n; i++)
		s = str_fmt(a, "%.*s%s%.*s", STR_ARG(s), i == 0 ? " " : ", ",
		    STR_ARG(describe(a, &c->v[i])));
	return err_set(e, RC_FORMAT, "%.*s", STR_ARG(s));
}

enum rc
choices_select(struct arena *a, struct choices *c,
    const struct input_opts *opts, struct err *e)
{
	struct choices all = *c, left = { 0 };

	for (size_t i = 0; i < all.n; i++) {
		const struct choice *x = &all.v[i];

		if ((opts->ref == NULL || is_ref(x, str_from(opts->ref))) &&
		    (opts->platform == NULL ||
		    is_platform(x, str_from(opts->platform))))
			*choices_add(a, &left) = *x;
	}
	if (left.n == 0)
		return list(a, &all, "no image of that platform or name; "
		    "there are:", e);
	if (left.n > 1 && !opts->all)
		return list(a, &left, "several images, choose one with "
		    "--platform or --ref, or --all:", e);
	*c = left;
	return RC_OK;
}
