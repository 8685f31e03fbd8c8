/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "score/cvss.h"

#define TABLES "../shared/conformance/cvss/"

static void
same(struct str vector, const char *what, struct str want, bool has, double got)
{
	char text[16] = "-";

	if (has)
		(void)snprintf(text, sizeof text, "%.1f", got);
	if (!str_eq(want, str_from(text)))
		fail_msg("%.*s: %s %s, wanted %.*s", STR_ARG(vector), what, text,
		    STR_ARG(want));
}

static void
check_scores(struct str line, int version)
{
	struct str vector, base, temporal, environmental;
	struct cvss c = { 0 };
	double score = -1;
	int got = 0;

	assert_true(str_split(&line, '\t', &vector));
	assert_true(str_split(&line, '\t', &base));
	if (!cvss_scores(vector, &c))
		fail_msg("refused: %.*s", STR_ARG(vector));
	assert_int_equal(c.version, version);
	same(vector, "base", base, true, c.base);
	assert_true(cvss_score(vector, &got, &score));
	assert_int_equal(got, version);
	assert_true(score == c.base);
	if (version == 40)
		return;
	assert_true(str_split(&line, '\t', &temporal));
	assert_true(str_split(&line, '\t', &environmental));
	same(vector, "temporal", temporal, c.has_temporal, c.temporal);
	same(vector, "environmental", environmental, c.has_environmental,
	    c.environmental);
}

/* Rows of the file handed to check, without its header. */
static size_t
each_row(const char *name, void (*check)(struct str line, int version),
    int version)
{
	char path[128], line[1024];
	size_t rows = 0;

	(void)snprintf(path, sizeof path, TABLES "%s.tsv", name);

	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		struct str rest = str_from(line), text;

		assert_true(str_line(&rest, &text));
		if (rows++ > 0)
			check(text, version);
	}
	(void)fclose(f);
	print_message("%s: %zu rows\n", name, rows - 1);
	return rows - 1;
}

static void
need_tables(void)
{
	if (access(TABLES, R_OK) != 0) {
		print_message("SKIP: no " TABLES "\n");
		skip();
	}
}

static void
test_tables(void **state)
{
	(void)state;
	need_tables();
	assert_true(each_row("v2.0", check_scores, 20) > 0);
	assert_true(each_row("v3.0", check_scores, 30) > 0);
	assert_true(each_row("v3.1", check_scores, 31) > 0);
	assert_true(each_row("v4.0", check_scores, 40) > 0);
}

/* A vector is valid in a family when it is one and of that version. */
static void
check_validity(struct str line, int version)
{
	struct str family, vector;
	struct cvss c = { 0 };

	(void)version;
	assert_true(str_split(&line, '\t', &family));
	assert_true(str_split(&line, '\t', &vector));
	if (str_eq(vector, STR("(empty)")))
		vector = STR("");

	bool valid = cvss_scores(vector, &c) &&
	    c.version / 10 == family.p[0] - '0';
	if (valid != str_eq(line, STR("valid")))
		fail_msg("%.*s: %d", STR_ARG(vector), valid);
}

static void
test_validity(void **state)
{
	(void)state;
	need_tables();
	assert_true(each_row("validity", check_validity, 0) > 0);
}

static void
test_own(void **state)
{
	static const struct { const char *vector, *why; bool valid; } rows[] = {
		{ "(AV:N/AC:L/Au:N/C:N/I:N/A:C)", "parentheses", true },
		{ " CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n", "blanks",
		    true },
		{ "CVSS:3.1/AC:L/AV:N/PR:N/UI:N/S:U/C:H/I:H/A:H", "any order",
		    true },
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "slash",
		    false },
		{ "CVSS:3.1/AV:N//AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "empty",
		    false },
		{ "CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H"
		  "/SA:H", "the order of version 4 is fixed", false },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S"
		  "/SA:H", "S is of MSI only", false },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H"
		  "/SA:H/U:Amber", "supplemental words", true },
		{ "", "nothing", false }, { "()", "nothing", false },
		{ "CVSS:5.0/AV:N", "unknown version", false },
	};
	struct cvss c;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (cvss_scores(str_from(rows[i].vector), &c) != rows[i].valid)
			fail_msg("%s: %s", rows[i].vector, rows[i].why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_validity),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
