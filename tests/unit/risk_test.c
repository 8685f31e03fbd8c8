/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "score/risk.h"

/* Worked by hand from the formula in score/risk.c. */
static void
test_ranks(void **state)
{
	static const double log4j[] = { 10.0, 9.3 }, none[] = { 0.0 };
	static const struct {
		struct risk r;
		double want;
	} rows[] = {
		/* 0.94358 * (0.9 + 0.965) / 2 */
		{ { SEV_CRITICAL, log4j, 2, true, false, false, 0.94358 },
		    87.988835 },
		/* 1 * 0.9325 * 1.1, which is more than 1 */
		{ { SEV_CRITICAL, log4j, 2, true, true, true, 0.94358 }, 100 },
		{ { SEV_CRITICAL, log4j, 2, false, true, false, 0 },
		    97.9125 },
		/* a score of 0.0 is none */
		{ { SEV_LOW, none, 1, true, false, false, 0.5 }, 15 },
		{ { SEV_UNKNOWN, NULL, 0, true, false, false, 0.5 }, 25 },
		{ { SEV_NEGLIGIBLE, NULL, 0, false, true, false, 0 }, 5.25 },
		{ { SEV_MEDIUM, NULL, 0, true, false, false, 0 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double got = -1, d;

		assert_true(risk_rank(&rows[i].r, &got));
		d = got - rows[i].want;
		if (d > 1e-9 || d < -1e-9)
			fail_msg("row %zu: %f", i, got);
	}
}

static void
test_unknown(void **state)
{
	static const double cvss[] = { 9.8 };
	double got;

	(void)state;
	assert_false(risk_rank(&(struct risk){ .severity = SEV_CRITICAL,
	    .cvss = cvss, .ncvss = 1 }, &got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranks), cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
