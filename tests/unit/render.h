/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_RENDER_H
#define TESTS_UNIT_RENDER_H

/*
 * What a row said, as text to compare with: a line per package, "name version
 * marks > requires", marks being dev, local, app, guessed, =licence, ?key=value
 * (qualifier); the version "-" when there is none.
 */
#include "tests/unit/collect.h"

static inline void
render_more(struct buf *b, const struct fact_pkg *p)
{
	for (size_t i = 0; i < p->nmore; i++) {
		const struct fact_more *m = &p->more[i];

		if (m->what != MORE_LICENCE && m->what != MORE_QUALIFIER &&
		    m->what != MORE_CPE)
			continue;
		(void)buf_add_str(b, m->what == MORE_LICENCE ? STR(" =") :
		    m->what == MORE_CPE ? STR(" ") : STR(" ?"));
		if (m->what == MORE_QUALIFIER) {
			(void)buf_add_str(b, str_from(m->key));
			(void)buf_add_str(b, STR("="));
		}
		(void)buf_add_str(b, m->value);
	}
}

static inline struct str
render(struct collect *c)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < c->npkgs; i++) {
		const struct fact_pkg *p = &c->pkgs[i];

		if (p->p.group.n != 0) {
			(void)buf_add_str(&b, p->p.group);
			(void)buf_add_str(&b, STR("/"));
		}
		(void)buf_add_str(&b, p->p.name);
		(void)buf_add_str(&b, STR(" "));
		(void)buf_add_str(&b, p->p.version.n != 0 ? p->p.version :
		    STR("-"));
		if (p->p.dev)
			(void)buf_add_str(&b, STR(" dev"));
		if (p->p.local)
			(void)buf_add_str(&b, STR(" local"));
		if (p->p.kind == PKG_APPLICATION)
			(void)buf_add_str(&b, STR(" app"));
		if (p->p.guessed)
			(void)buf_add_str(&b, STR(" guessed"));
		render_more(&b, p);
		for (size_t k = 0; k < p->nrequires; k++) {
			(void)buf_add_str(&b, k == 0 ? STR(" > ") : STR(" "));
			(void)buf_add_str(&b, p->requires[k]);
		}
		(void)buf_add_str(&b, STR("\n"));
	}
	s = str_dup(c->a, buf_str(&b));
	buf_done(&b);
	return s;
}

/* Judge the fixture at FIXTURES/file as if it stood at path. */
#define FIXTURES "tests/fixtures/catalog/"

static inline struct collect
render_file(struct arena *a, const char *path, const char *file, enum rc want)
{
	struct collect c = collect_of(a);
	char name[512];
	struct err e;

	(void)snprintf(name, sizeof name, FIXTURES "%s", file);

	enum rc rc = collect_run(&c, path, collect_file(a, name), STR(""), &e);

	if (rc != want)
		fail_msg("%s: %d (%s), want %d", file, rc, e.msg, want);
	return c;
}

static inline struct collect
render_text(struct arena *a, const char *path, const char *text, enum rc want)
{
	struct collect c = collect_of(a);
	struct err e;
	enum rc rc = collect_run(&c, path, str_from(text), STR(""), &e);

	if (rc != want)
		fail_msg("%s: %d (%s), want %d", path, rc, e.msg, want);
	return c;
}

static inline void
render_check(struct collect *c, const char *want)
{
	struct str got = render(c);

	if (!str_eq(got, str_from(want)))
		fail_msg("got:\n%.*swant:\n%s", STR_ARG(got), want);
}

/* Of all tests of a file. */
static struct arena *a;

static inline int
setup(void **state)
{
	(void)state;
	a = arena_new((size_t)64 * MIB);
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

#endif
