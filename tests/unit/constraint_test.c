/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Version requirements: each line is what the ecosystem's own documentation
 * says of such a text (node-semver's README, Composer's "Versions and
 * constraints", Gem::Requirement, PEP 440, Maven's and NuGet's range pages).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "feeds/feed/constraint.h"

#define PLAIN CONSTRAINT_PLAIN
#define DISTRO CONSTRAINT_DISTRO
#define NPM CONSTRAINT_SEMVER
#define GEM CONSTRAINT_GEM
#define PHP CONSTRAINT_COMPOSER
#define PEP CONSTRAINT_PEP440
#define MVN CONSTRAINT_BRACKETS
#define NUGET CONSTRAINT_NUGET

/* "[1.0,2.0) [3,3]": ends as mathematicians write them. */
static struct str
show(struct arena *a, const struct constraint *c)
{
	struct str r = STR("");

	for (size_t i = 0; i < c->n; i++) {
		const struct interval *v = &c->v[i];

		r = str_fmt(a, "%.*s%s%c%.*s,%.*s%c", STR_ARG(r),
		    i != 0 ? " " : "", v->lo_incl ? '[' : '(',
		    STR_ARG(v->has_lo ? v->lo : STR("-")),
		    STR_ARG(v->has_hi ? v->hi : STR("-")),
		    v->hi_incl ? ']' : ')');
	}
	return r;
}

/* want NULL: cannot be expressed. */
static const struct {
	enum constraint_dialect d;
	const char *text, *want, *not;
} cases[] = {
	{ GEM, "~> 3.1.21", "[3.1.21,3.2.A)", "(-,3.1.21) [3.2.A,-)" },
	{ GEM, "~> 3.1", "[3.1,4.A)", NULL },
	{ GEM, "~> 3", "[3,4.A)", NULL },
	{ GEM, "~> 1.2.0.rc1", "[1.2.0.rc1,1.3.A)", NULL },
	{ GEM, "~> 2.3.9, >= 2.3.9.1", "[2.3.9.1,2.4.A)", NULL },
	{ GEM, ">= 4.0, < 4.2", "[4.0,4.2)", "(-,4.0) [4.2,-)" },
	{ GEM, "< 1.0", "(-,1.0)", "[1.0,-)" },
	{ GEM, "> 1.0", "(1.0,-)", "(-,1.0]" },
	{ GEM, "!= 1.5", "(-,1.5) (1.5,-)", "[1.5,1.5]" },
	{ GEM, "1.5", "[1.5,1.5]", "(-,1.5) (1.5,-)" },
	{ GEM, ">= 1.0.0.beta2", "[1.0.0.beta2,-)", NULL },
	{ GEM, ">= 0", "[0,-)", "(-,0)" },
	{ GEM, "< 1.0 || >= 0.5", "(-,1.0) [0.5,-)", "" },
	{ GEM, "<=1.0||>1.0", "(-,1.0] (1.0,-)", "" },
	{ GEM, "<1.0||>1.0", "(-,1.0) (1.0,-)", "[1.0,1.0]" },
	{ GEM, "not a version", NULL, NULL },
	{ GEM, "", NULL, NULL },
	{ GEM, ">= 2, < 1", NULL, NULL },
	{ GEM, ">=", NULL, NULL },

	{ NPM, "<1.2.3", "(-,1.2.3)", NULL },
	{ NPM, ">=1.0.0 <1.2.3 || >=2.0.0 <2.1.0",
	  "[1.0.0,1.2.3) [2.0.0,2.1.0)", "(-,1.0.0) [1.2.3,2.0.0) [2.1.0,-)" },
	{ NPM, "^1.2.3", "[1.2.3,2.0.0-0)", NULL },
	{ NPM, "^0.2.3", "[0.2.3,0.3.0-0)", NULL },
	{ NPM, "^0.0.3", "[0.0.3,0.0.4-0)", NULL },
	{ NPM, "^0.0", "[0.0,0.1.0-0)", NULL },
	{ NPM, "^0.x", "[0,1.0.0-0)", NULL },
	{ NPM, "^1.2.3-beta.2", "[1.2.3-beta.2,2.0.0-0)", NULL },
	{ NPM, "~1.2.3", "[1.2.3,1.3.0-0)", NULL },
	{ NPM, "~1.2", "[1.2,1.3.0-0)", NULL },
	{ NPM, "~1", "[1,2.0.0-0)", NULL },
	{ NPM, "1.2.x", "[1.2,1.3.0-0)", NULL },
	{ NPM, "1.X", "[1,2.0.0-0)", NULL },
	{ NPM, "*", "(-,-)", "" },
	{ NPM, "1.2", "[1.2,1.3.0-0)", NULL },
	{ NPM, ">1.2", "[1.3.0-0,-)", NULL },
	{ NPM, "<=1", "(-,2.0.0-0)", NULL },
	{ NPM, "1.2.3 - 2.3.4", "[1.2.3,2.3.4]", NULL },
	{ NPM, "1.2 - 2.3", "[1.2,2.4.0-0)", NULL },
	{ NPM, "8.x || 9.x", "[8,9.0.0-0) [9,10.0.0-0)",
	  "(-,8) [9.0.0-0,9) [10.0.0-0,-)" },
	{ NPM, "v1.2.3", "[1.2.3,1.2.3]", NULL },
	{ NPM, "> =1.0.0", NULL, NULL },
	{ NPM, "latest", NULL, NULL },
	{ NPM, ">=1.0.0||", NULL, NULL },

	{ PHP, ">=1.0,<1.2", "[1.0,1.2)", NULL },
	{ PHP, ">=1.0 <1.1 || >=1.2", "[1.0,1.1) [1.2,-)", NULL },
	{ PHP, ">=1.0 <1.1|>=1.2", "[1.0,1.1) [1.2,-)", NULL },
	{ PHP, "~1.2", "[1.2,2-dev)", NULL },
	{ PHP, "~1.2.3", "[1.2.3,1.3-dev)", NULL },
	{ PHP, "^1.2.3", "[1.2.3,2-dev)", NULL },
	{ PHP, "^0.3", "[0.3,0.4-dev)", NULL },
	{ PHP, "1.0.*", "[1.0,1.1-dev)", NULL },
	{ PHP, "1.0 - 2.0", "[1.0,2.1-dev)", NULL },
	{ PHP, "1.0.0 - 2.1.0", "[1.0.0,2.1.0]", NULL },
	{ PHP, "dev-master", NULL, NULL },

	{ PEP, ">=1.0,<2.0", "[1.0,2.0)", NULL },
	{ PEP, "~=2.2", "[2.2,3.dev0)", NULL },
	{ PEP, "~=1.4.5", "[1.4.5,1.5.dev0)", NULL },
	{ PEP, "==1.1.*", "[1.1.dev0,1.2.dev0)", NULL },
	{ PEP, "!=1.1.*", "(-,1.1.dev0) [1.2.dev0,-)", NULL },
	{ PEP, "==1!2.0.post1", "[1!2.0.post1,1!2.0.post1]", NULL },
	{ PEP, "<1.11.27||>=2.0,<2.2.9", "(-,1.11.27) [2.0,2.2.9)", NULL },

	{ MVN, "(,2.6.0.Final],[3.0.0.Alpha1,3.0.0.Beta2]",
	  "(-,2.6.0.Final] [3.0.0.Alpha1,3.0.0.Beta2]", NULL },
	{ MVN, "[1.0]", "[1.0,1.0]", NULL },
	{ MVN, "[1.5,)", "[1.5,-)", NULL },
	{ MVN, "(,1.0],[1.2,)", "(-,1.0] [1.2,-)", "(1.0,1.2)" },
	{ MVN, "(,1.1),(1.1,)", "(-,1.1) (1.1,-)", "[1.1,1.1]" },
	{ MVN, "[1.0, 2.0)", "[1.0,2.0)", NULL },
	{ MVN, "(,)", "(-,-)", "" },
	{ MVN, "(1.0)", NULL, NULL },
	{ MVN, "[1.0", NULL, NULL },
	{ MVN, "[2.0,1.0]", NULL, NULL },
	{ MVN, "[1.0,2.0,3.0]", NULL, NULL },
	{ MVN, "1.0", NULL, NULL },
	{ MVN, "<1.0", "(-,1.0)", NULL },
	{ NUGET, "1.0", "[1.0,-)", NULL },
	{ NUGET, "(,1.0)", "(-,1.0)", NULL },

	{ PLAIN, "<v1.2.0", "(-,1.2.0)", NULL },
	{ PLAIN, "=1.13.6||=1.14.2", "[1.13.6,1.13.6] [1.14.2,1.14.2]", NULL },
	{ PLAIN, ">=1.0<2.0", "[1.0,2.0)", NULL },
	{ PLAIN, ">=1.0.2 <1.0.2k", "[1.0.2,1.0.2k)", NULL },
	{ PLAIN, "^1.0", NULL, NULL },

	{ DISTRO, "< 0:1.2~rc1-1.el8^20310101", "(-,0:1.2~rc1-1.el8^20310101)",
	  NULL },
	{ DISTRO, ">= 1.0, < 2.0 || = r5", "[1.0,2.0) [r5,r5]", NULL },
	{ DISTRO, "1.0.x", "[1.0.x,1.0.x]", NULL },
	{ DISTRO, "~ 1.0", NULL, NULL },
	{ DISTRO, "none (unknown)", NULL, NULL },
};

static void
test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(MIB);
		struct constraint c = { NULL, 0 };
		bool ok = constraint_add(a, cases[i].d,
		    str_from(cases[i].text), &c);

		if (ok != (cases[i].want != NULL))
			fail_msg("%s: %s", cases[i].text, ok ?
			    str_z(a, show(a, &c)) : "not expressed");
		if (ok)
			assert_string_equal(str_z(a, show(a, &c)),
			    cases[i].want);
		if (cases[i].not != NULL) {
			c = constraint_not(a, cases[i].d, &c);
			assert_string_equal(str_z(a, show(a, &c)),
			    cases[i].not);
		}
		arena_free(a);
	}
}

/* Several texts add up, in any order. */
static void
test_union(void **state)
{
	struct arena *a = arena_new(MIB);
	struct constraint c = { NULL, 0 }, n;

	(void)state;
	assert_true(constraint_add(a, GEM, STR(">= 3.1.12"), &c));
	assert_true(constraint_add(a, GEM, STR("~> 2.2.14"), &c));
	assert_true(constraint_add(a, GEM, STR("~> 3.0.16"), &c));
	assert_true(constraint_add(a, GEM, STR("< 1.2"), &c));
	assert_false(constraint_add(a, GEM, STR("whatever"), &c));
	n = constraint_not(a, GEM, &c);
	assert_string_equal(str_z(a, show(a, &n)),
	    "[1.2,2.2.14) [2.3.A,3.0.16) [3.1.A,3.1.12)");
	/* Twice is as it was. */
	c = constraint_not(a, GEM, &n);
	n = constraint_not(a, GEM, &c);
	assert_string_equal(str_z(a, show(a, &n)),
	    "[1.2,2.2.14) [2.3.A,3.0.16) [3.1.A,3.1.12)");
	arena_free(a);
}

/* "=1.0||=1.1||…", or with another sign between. */
static struct str
list_of(struct arena *a, unsigned n, const char *between)
{
	char *p = NEWN(a, char, n * 12);
	size_t at = 0;

	for (unsigned i = 0; i < n; i++)
		at += (size_t)snprintf(p + at, 12, "%s=1.%u",
		    i == 0 ? "" : between, i);
	return str_of(p, at);
}

static void
test_many(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct constraint c = { NULL, 0 };

	(void)state;
	assert_false(constraint_add(a, PLAIN, list_of(a, CONSTRAINT_MAX + 1,
	    "||"), &c));
	assert_int_equal(c.n, 0);
	assert_true(constraint_add(a, PLAIN, list_of(a, CONSTRAINT_MAX, "||"),
	    &c));
	assert_int_equal(c.n, CONSTRAINT_MAX);
	assert_false(constraint_add(a, PLAIN, STR("<1"), &c));
	assert_int_equal(c.n, CONSTRAINT_MAX);
	c = (struct constraint){ NULL, 0 };
	assert_true(constraint_add(a, PLAIN, list_of(a, 60, " !"), &c));
	assert_false(constraint_add(a, PLAIN, list_of(a, 70, " !"), &c));
	assert_false(constraint_add(a, PLAIN, list_of(a, 9000, "||"), &c));
	arena_free(a);
}

/* In this order: what people's rules of thumb say of bounds. */
static void
test_order(void **state)
{
	static const char *const up[] = { "0.9.A", "0.9.beta1", "0.9.p1",
		"0.9.rc1", "0.9", "0.10.A", "0.10", "1", "1.0.1", "10.0" };

	(void)state;
	for (size_t i = 0; i < sizeof up / sizeof *up; i++)
		for (size_t j = 0; j < sizeof up / sizeof *up; j++)
			assert_int_equal(constraint_cmp(GEM, str_from(up[i]),
			    str_from(up[j])), i < j ? -1 : i > j);
	assert_int_equal(constraint_cmp(GEM, STR("1.07"), STR("1.7.0")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts), cmocka_unit_test(test_union),
		cmocka_unit_test(test_many), cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
