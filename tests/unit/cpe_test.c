/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPE names against the conformance data: how they are written and how values
 * compare.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/cpe.h"
#include "version_help.h"

#define CPE "../shared/conformance/cpe/"

static struct arena *a;

static void
test_parse(void **state)
{
	struct str text, line, in;
	size_t rows = 0, bad = 0;

	(void)state;
	need(CPE);
	text = read_file(a, CPE "parse.tsv");
	(void)str_line(&text, &line);
	while (str_line(&text, &line)) {
		struct cpe c;
		struct str got = STR("error");

		(void)str_split(&line, '\t', &in);
		if (str_eq(in, STR("(empty)")))
			in = STR("");
		if (cpe_parse(a, in, &c))
			got = cpe_text(a, &c);
		rows++;
		if (str_eq(got, line))
			continue;
		bad++;
		print_message("%.*s: %.*s, not %.*s\n", STR_ARG(in),
		    STR_ARG(got), STR_ARG(line));
	}
	assert_int_equal(bad, 0);
	assert_true(rows > 2000);
}

static void
test_relate(void **state)
{
	struct str text, line, source, target, want;
	size_t rows = 0;

	(void)state;
	need(CPE);
	text = read_file(a, CPE "match.tsv");
	(void)str_line(&text, &line);
	for (; str_line(&text, &line); rows++) {
		struct cpe x, y;

		(void)str_split(&line, '\t', &source);
		(void)str_split(&line, '\t', &target);
		assert_true(cpe_parse(a, source, &x));
		assert_true(cpe_parse(a, target, &y));
		line = str_sub(line, 0, str_find(line, '\t'));
		for (int i = 0; i < CPE_ATTRS; i++) {
			enum cpe_relation r = cpe_relate(x.v[i], y.v[i]);

			assert_true(str_split(&line, ',', &want));
			if (r != (str_eq(want, STR("disjoint")) ? CPE_DISJOINT
			    : str_eq(want, STR("subset")) ? CPE_NARROWS
			    : CPE_COVERS))
				fail_msg("%.*s, %.*s: value %d", STR_ARG(source),
				    STR_ARG(target), i);
		}
	}
	assert_true(rows > 10);
}

static const struct {
	const char *record, *own;
	enum cpe_relation want;
} patterns[] = {
	{ "*a*b*", "xaybz", CPE_COVERS }, { "*a*b", "aab", CPE_COVERS },
	{ "*ab", "aab", CPE_COVERS }, { "a*", "b", CPE_DISJOINT },
	{ "a?", "a", CPE_DISJOINT }, { "1\\.0", "1.0", CPE_COVERS },
	{ "joomla\\!", "joomla\\!", CPE_COVERS },
	{ "a\\*", "ab", CPE_DISJOINT }, { "a\\", "a", CPE_DISJOINT },
	{ "?*", "", CPE_NARROWS }, { "LTS", "lts", CPE_COVERS },
};

static void
test_patterns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (cpe_relate(str_from(patterns[i].record),
		    str_from(patterns[i].own)) != patterns[i].want)
			fail_msg("%s, %s", patterns[i].record,
			    patterns[i].own);
}

static void
test_values(void **state)
{
	struct cpe c;

	(void)state;
	cpe_values(STR("beta1:*:*:l\\:ts"), CPE_UPDATE, &c);
	assert_true(str_eq(c.v[CPE_UPDATE], STR("beta1")));
	assert_true(str_eq(c.v[CPE_SW_EDITION], STR("l\\:ts")));
	assert_true(cpe_is_any(c.v[CPE_TARGET_SW]));
	assert_true(cpe_is_any(c.v[CPE_OTHER]));
	cpe_values(STR(""), CPE_UPDATE, &c);
	assert_true(cpe_is_any(c.v[CPE_UPDATE]));
	cpe_values(STR("a\\"), CPE_UPDATE, &c);
	assert_true(str_eq(c.v[CPE_UPDATE], STR("a\\")));
	assert_true(str_eq(cpe_plain(a, STR("Node\\.JS\\!")),
	    STR("node.js!")));
}

static int
setup(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse), cmocka_unit_test(test_relate),
		cmocka_unit_test(test_patterns), cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
