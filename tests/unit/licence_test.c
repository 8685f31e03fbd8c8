/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "identity/licence.h"
#include "identity/spdx_ids.h"

static struct arena *arena;

static void
check(const char *raw, enum licence_form form, const char *want,
    const char *why)
{
	struct licence l = licence_classify(arena, str_from(raw));

	if (l.form != form || !str_eq(l.text, str_from(want)))
		fail_msg("\"%s\": %d \"%.*s\", wanted %d \"%s\": %s", raw,
		    l.form, STR_ARG(l.text), form, want, why);

	/* What came out is stable. */
	struct licence again = licence_classify(arena, l.text);
	if (again.form != l.form || !str_eq(again.text, l.text))
		fail_msg("\"%s\" became \"%.*s\"", want, STR_ARG(again.text));
}

static void
test_ids(void **state)
{
	(void)state;
	check("MIT", LICENCE_ID, "MIT", "an id");
	check(" mit\n", LICENCE_ID, "MIT", "case and blanks do not count");
	check("apache-2.0", LICENCE_ID, "Apache-2.0", "canonical case");
	check("GPL-2.0", LICENCE_ID, "GPL-2.0-only", "deprecated");
	check("GPL-2.0+", LICENCE_ID, "GPL-2.0-or-later", "deprecated");
	check("LGPL-2.1+", LICENCE_ID, "LGPL-2.1-or-later", "deprecated");
	check("GPL-2.0-or-later", LICENCE_ID, "GPL-2.0-or-later", "an id");
	check("(MIT)", LICENCE_EXPRESSION, "(MIT)", "parentheses");
	check("Sun-PPP-2000", LICENCE_EXPRESSION, "Sun-PPP-2000",
	    "newer than CycloneDX 1.6");
}

static void
test_expressions(void **state)
{
	(void)state;
	check("MIT AND (apache-2.0 OR bsd-3-clause)", LICENCE_EXPRESSION,
	    "MIT AND (Apache-2.0 OR BSD-3-Clause)", "operators");
	check("MIT and BSD-2-Clause or ISC", LICENCE_EXPRESSION,
	    "MIT AND BSD-2-Clause OR ISC", "all lower case");
	check("(MIT)OR(ISC)", LICENCE_EXPRESSION, "(MIT) OR (ISC)",
	    "parentheses need no blanks");
	check("Apache-2.0+", LICENCE_EXPRESSION, "Apache-2.0+", "plus");
	check("GPL-2.0+ WITH classpath-exception-2.0", LICENCE_EXPRESSION,
	    "GPL-2.0-or-later WITH Classpath-exception-2.0", "exception");
	check("GPL-2.0-with-classpath-exception", LICENCE_EXPRESSION,
	    "GPL-2.0-only WITH Classpath-exception-2.0", "deprecated");
	check("LicenseRef-Fedora-Public-Domain AND MIT", LICENCE_EXPRESSION,
	    "LicenseRef-Fedora-Public-Domain AND MIT", "reference");
	check("DocumentRef-x:LicenseRef-y", LICENCE_EXPRESSION,
	    "DocumentRef-x:LicenseRef-y", "reference");
}

static void
test_names(void **state)
{
	static const char *const rows[] = { "GPL", "BSD", "Apache", "LGPL",
		"Artistic", "Python", "GPLv2+", "GPLv2+ and MIT", "Public Domain",
		"BSD License", "MIT/X11", "MIT, ISC", "MIT AND", "AND", "MIT ISC",
		"(MIT", "MIT)", "()", "MIT AND or ISC", "MIT AND ISC or 0BSD",
		"MIT And ISC", "MIT WITH Foo", "MIT WITH",
		"GPL-2.0-with-classpath-exception WITH LLVM-exception",
		"Classpath-exception-2.0", "MIT +", "GPL-2.0-onlY+",
		"LicenseRef-", "licenseref-x", "SEE LICENSE IN x", "\x01",
		"MIT AND ISC\"" };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i], LICENCE_NAME, rows[i], "not of the list");
	check("  a\t b \n c ", LICENCE_NAME, "a b c", "blanks");
	check("", LICENCE_NAME, "", "nothing");
	check("NOASSERTION", LICENCE_NAME, "", "nothing");
	check("unknown", LICENCE_NAME, "", "nothing");
}

static void
test_limits(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 17; i++)
		assert_true(buf_add_str(&b, STR("(")));
	assert_true(buf_add_str(&b, STR("MIT")));
	for (int i = 0; i < 17; i++)
		assert_true(buf_add_str(&b, STR(")")));
	assert_int_equal(licence_classify(arena, buf_str(&b)).form,
	    LICENCE_NAME);
	assert_int_equal(licence_classify(arena, str_sub(buf_str(&b), 1,
	    b.n - 1)).form, LICENCE_EXPRESSION);
	while (b.n < 5000)
		assert_true(buf_add_str(&b, STR(" AND MIT")));
	assert_int_equal(licence_classify(arena, buf_str(&b)).form,
	    LICENCE_NAME);
	buf_done(&b);
}

static void
check_sorted(const char *const *list, size_t n)
{
	assert_true(n > 50);
	assert_null(list[n]);
	for (size_t i = 1; i < n; i++)
		if (strcasecmp(list[i - 1], list[i]) >= 0)
			fail_msg("%s, %s", list[i - 1], list[i]);
}

/* Every id of the list is known, whatever the search does. */
static void
test_tables(void **state)
{
	(void)state;
	check_sorted(spdx_licences, spdx_licences_n);
	check_sorted(spdx_newer, spdx_newer_n);
	check_sorted(spdx_exceptions, spdx_exceptions_n);
	for (size_t i = 0; i < spdx_licences_n; i++)
		assert_int_not_equal(licence_classify(arena,
		    str_from(spdx_licences[i])).form, LICENCE_NAME);
	for (size_t i = 0; i < spdx_newer_n; i++)
		assert_int_equal(licence_classify(arena,
		    str_from(spdx_newer[i])).form, LICENCE_EXPRESSION);
	for (size_t i = 0; i < spdx_exceptions_n; i++)
		assert_int_equal(licence_classify(arena, str_fmt(arena,
		    "GPL-2.0-only WITH %s", spdx_exceptions[i])).form,
		    LICENCE_EXPRESSION);
}

static void
test_join(void **state)
{
	struct licence v[] = {
		{ STR("MIT"), LICENCE_ID },
		{ STR("ISC OR 0BSD"), LICENCE_EXPRESSION },
		{ STR("MIT"), LICENCE_ID },
		{ STR("words"), LICENCE_NAME },
	};
	struct str text;

	(void)state;
	assert_true(licence_join(arena, v, 3, &text));
	assert_true(str_eq(text, STR("MIT AND (ISC OR 0BSD)")));
	assert_true(licence_join(arena, v + 1, 1, &text));
	assert_true(str_eq(text, STR("ISC OR 0BSD")));
	assert_false(licence_join(arena, v, 4, &text));
	assert_false(licence_join(arena, v, 0, &text));
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
