/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "score/severity.h"

static void
test_words(void **state)
{
	static const struct { const char *word; enum severity want; } rows[] = {
		{ "critical", SEV_CRITICAL }, { "Critical", SEV_CRITICAL },
		{ "important", SEV_HIGH }, { "Important", SEV_HIGH },
		{ "HIGH", SEV_HIGH }, { "MODERATE", SEV_MEDIUM },
		{ "moderate", SEV_MEDIUM }, { "medium", SEV_MEDIUM },
		{ "low", SEV_LOW }, { "low**", SEV_LOW }, { "low*", SEV_LOW },
		{ "unimportant", SEV_NEGLIGIBLE },
		{ "negligible", SEV_NEGLIGIBLE }, { "urgent", SEV_CRITICAL },
		{ " high\n", SEV_HIGH }, { "not yet assigned", SEV_UNKNOWN },
		{ "end-of-life", SEV_UNKNOWN }, { "untriaged", SEV_UNKNOWN },
		{ "unspecified", SEV_UNKNOWN }, { "N/A", SEV_UNKNOWN },
		{ "none", SEV_UNKNOWN }, { "", SEV_UNKNOWN },
		{ "**", SEV_UNKNOWN }, { "highest", SEV_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (severity_from_word(str_from(rows[i].word)) != rows[i].want)
			fail_msg("\"%s\"", rows[i].word);
}

static void
test_names(void **state)
{
	enum severity s = SEV_LOW;

	(void)state;
	for (int i = SEV_UNKNOWN; i <= SEV_CRITICAL; i++) {
		struct str name = str_from(severity_name((enum severity)i));

		assert_true(severity_from_name(name, &s));
		assert_int_equal(s, i);
	}
	assert_false(severity_from_name(STR("important"), &s));
	assert_false(severity_from_name(STR("High"), &s));
	assert_string_equal(severity_name((enum severity)99), "unknown");
}

static void
test_scores(void **state)
{
	static const struct { int version; double score; enum severity want; }
	    rows[] = {
		{ 31, 10, SEV_CRITICAL }, { 31, 9.0, SEV_CRITICAL },
		{ 31, 8.9, SEV_HIGH }, { 31, 7.0, SEV_HIGH },
		{ 31, 6.9, SEV_MEDIUM }, { 31, 4.0, SEV_MEDIUM },
		{ 31, 3.9, SEV_LOW }, { 31, 0.1, SEV_LOW },
		{ 31, 0, SEV_UNKNOWN }, { 40, 9.3, SEV_CRITICAL },
		{ 20, 10, SEV_HIGH }, { 20, 7.0, SEV_HIGH },
		{ 20, 6.9, SEV_MEDIUM }, { 20, 3.9, SEV_LOW },
		{ 20, 0, SEV_UNKNOWN }, { 31, -1, SEV_UNKNOWN },
		{ 31, 11, SEV_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (severity_from_score(rows[i].version, rows[i].score) !=
		    rows[i].want)
			fail_msg("%d %.1f", rows[i].version, rows[i].score);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_scores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
