/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/jsonc.c: comments and commas; the shared data's bun.lock files
   become JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/unit/text_help.h"
#include "text/json.h"
#include "text/jsonc.h"

static const struct { const char *text, *want, *why; } cases[] = {
	{ "", "", "nothing" },
	{ "{\"a\": [1, 2]}", NULL, "plain" },
	{ "1 // x", "1     ", "a comment at the end" },
	{ "[1, // x\n2]", "[1,     \n2]", "a comment to the end of the line" },
	{ "[1, /* x\r\n * y */ 2]", "[1,     \r\n        2]", "over lines" },
	{ "[/**/]", "[    ]", "an empty comment" },
	{ "[/*/ */]", "[      ]", "a slash is no end" },
	{ "[1,]", "[1 ]", "a comma before a bracket" },
	{ "{\"a\":1,\n}", "{\"a\":1 \n}", "a comma before a brace" },
	{ "[1, // x\n/* y */ ]", "[1      \n        ]",
	    "a comma, comments, a bracket" },
	{ "[[1,],],", "[[1 ] ],", "a comma at the end is no list's" },
	{ "[\"a,]\", \"//\", \"/*\", \"\\\",]\"]", NULL, "in strings" },
	{ "[\"\\\\\",]", "[\"\\\\\" ]", "an escaped backslash" },
	{ "[1,,]", "[1, ]", "one comma only: JSON refuses the other" },
	{ "\xef\xbb\xbf[]", "   []", "a byte order mark" },
	{ "[1, /* x", NULL, "no end: JSON refuses it" },
	{ "[1, / 2,]", NULL, "a slash: JSON refuses it" },
	{ "[\"a,]", NULL, "a string without an end" },
	{ "[\"a\\", NULL, "a backslash at the end" },
	{ "// x", "    ", "only a comment" },
	{ "[1]//", "[1]  ", "an empty comment at the end" },
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(1 * MIB);
		struct str text = str_from(cases[i].text);
		struct str got = jsonc_plain(a, text);

		if (cases[i].want == NULL && got.p != text.p)
			fail_msg("%s: changed to \"%.*s\"", cases[i].why,
			    STR_ARG(got));
		if (cases[i].want != NULL &&
		    !str_eq(got, str_from(cases[i].want)))
			fail_msg("%s: \"%.*s\", want \"%s\"", cases[i].why,
			    STR_ARG(got), cases[i].want);
		arena_free(a);
	}
}

/* bun.lock has commas that JSON forbids. */
static void
test_shared(void **state)
{
	struct str list, rest, line;
	size_t n = 0, changed = 0;

	(void)state;
	NEED_SHARED("packages/INDEX.tsv");
	list = rest = output_of("find " SHARED "/packages -name bun.lock "
	    "-path '*/root/*' ! -path '*invalid*' ! -path '*not-json*'");
	while (str_line(&rest, &line)) {
		struct arena *a = arena_new(16 * MIB);
		struct json *j;
		struct err e = { "" };
		char path[512];

		(void)snprintf(path, sizeof path, "%.*s", STR_ARG(line));

		struct str text = slurp(path), got = jsonc_plain(a, text);

		assert_int_equal(got.n, text.n);
		changed += got.p != text.p;
		if (json_record(got, &j, NULL, &e) != RC_OK)
			fail_msg("%s: %s", path, e.msg);
		json_free(j);
		drop(text);
		arena_free(a);
		n++;
	}
	drop(list);
	assert_true(n >= 10);
	assert_true(changed >= 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_shared),
	};

	return cmocka_run_group_tests_name("jsonc", tests, NULL, NULL);
}
