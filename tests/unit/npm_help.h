/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_NPM_HELP_H
#define TESTS_UNIT_NPM_HELP_H

/* What the tests of JavaScript's rows share. */
#include "tests/unit/collect.h"

/* "group/name", or "name". */
static inline struct str
full_name(struct arena *a, const struct pkg *p)
{
	return p->group.n == 0 ? p->name : str_fmt(a, "%.*s/%.*s",
	    STR_ARG(p->group), STR_ARG(p->name));
}

/* "name@version" of the i-th. */
static inline struct str
spec_of(const struct collect *c, size_t i)
{
	struct str name = full_name(c->a, &c->pkgs[i].p);

	return str_fmt(c->a, "%.*s@%.*s", STR_ARG(name),
	    STR_ARG(c->pkgs[i].p.version));
}

/* Package name@version; the n-th of these. */
static inline const struct fact_pkg *
package(const struct collect *c, const char *spec, size_t n)
{
	for (size_t i = 0; i < c->npkgs; i++)
		if (str_eq(spec_of(c, i), str_from(spec)) && n-- == 0)
			return &c->pkgs[i];
	fail_msg("no %s", spec);
	return NULL;
}

/* Does from require what to provides? */
static inline bool
needs(const struct fact_pkg *from, const struct fact_pkg *to)
{
	for (size_t i = 0; i < from->nrequires; i++)
		for (size_t k = 0; k < to->nprovides; k++)
			if (str_eq(from->requires[i], to->provides[k]))
				return true;
	return false;
}

/* The packages that those called spec require, "a@1 b@2", in the order of the
   file. */
static inline struct str
edges(const struct collect *c, const char *spec)
{
	struct str all = STR("");

	(void)package(c, spec, 0);
	for (size_t i = 0; i < c->npkgs; i++) {
		struct str to = spec_of(c, i);
		bool any = false;

		for (size_t k = 0; k < c->npkgs; k++)
			any |= str_eq(spec_of(c, k), str_from(spec)) &&
			    needs(&c->pkgs[k], &c->pkgs[i]);
		if (any)
			all = str_fmt(c->a, "%.*s%s%.*s", STR_ARG(all),
			    all.n != 0 ? " " : "", STR_ARG(to));
	}
	return all;
}

/* What the package says more under word ("licence", a qualifier …): "a, b". */
static inline struct str
more(const struct collect *c, const struct fact_pkg *p, enum more kind)
{
	struct str all = STR("");

	for (size_t i = 0; i < p->nmore; i++)
		if (p->more[i].what == kind)
			all = str_fmt(c->a, "%.*s%s%.*s", STR_ARG(all),
			    all.n != 0 ? ", " : "", STR_ARG(p->more[i].value));
	return all;
}

static inline void
assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_from(want)))
		fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static inline void
assert_edges(const struct collect *c, const char *spec, const char *want)
{
	assert_str(edges(c, spec), want);
}

#endif
