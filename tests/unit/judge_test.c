/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a version stands to a statement's range, and what filters and gates make
 * of findings. What the database holds is tested by tests/cli/match*.t.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bom/bom.h"
#include "match/judge.h"
#include "match/policy/gate.h"
#include "match/policy/order.h"

enum { LO = 1, HI = 2, LO_INCL = 4, HI_INCL = 8, EXACT = 16, ALL = 32,
	OPAQUE = 64 };

static const struct {
	const char *why;
	enum version_id scheme;
	const char *lo, *hi, *version;
	int flags;
	enum standing want;
} ranges[] = {
	{ "below the fix", VERSION_DPKG, "", "1.2-3", "1.2-2", HI, STAND_IN },
	{ "at the fix", VERSION_DPKG, "", "1.2-3", "1.2-3", HI, STAND_OUT },
	{ "a rebuild of the fix", VERSION_DPKG, "", "1.2-3", "1.2-3+b1", HI,
	    STAND_OUT },
	{ "a pre-release of the fix", VERSION_DPKG, "", "1.2-3", "1.2-3~rc1",
	    HI, STAND_IN },
	{ "last affected", VERSION_DPKG, "", "1.2-3", "1.2-3", HI | HI_INCL,
	    STAND_IN },
	{ "introduced", VERSION_SEMVER, "1.0.0", "2.0.0", "1.0.0",
	    LO | LO_INCL | HI, STAND_IN },
	{ "before it was introduced", VERSION_SEMVER, "1.0.0", "2.0.0",
	    "0.9.0", LO | LO_INCL | HI, STAND_OUT },
	{ "one version", VERSION_RPM, "1-1.el9", "", "1-1.el9", EXACT,
	    STAND_IN },
	{ "another version", VERSION_RPM, "1-1.el9", "", "1-2.el9", EXACT,
	    STAND_OUT },
	{ "an epoch that is missing is zero", VERSION_RPM, "", "1:1-1.el9",
	    "9-1.el9", HI, STAND_IN },
	{ "every version", VERSION_APK, "", "", "1.0-r0", ALL, STAND_IN },
	{ "text that nothing evaluates", VERSION_APK, "a and b", "", "1.0-r0",
	    OPAQUE, STAND_UNSURE },
	{ "a bound that is no version, below it", VERSION_APK, "", "1.a!b",
	    "0.1-r0", HI, STAND_IN },
	{ "a bound that is no version: silence would be an answer",
	    VERSION_APK, "", "none yet", "1.0-r0", HI, STAND_UNSURE },
};

static void
test_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		int f = ranges[i].flags;
		struct advdb_row row = { .all = f & ALL, .exact = f & EXACT,
			.opaque = f & OPAQUE, .range = {
			.lo = str_from(ranges[i].lo),
			.hi = str_from(ranges[i].hi), .has_lo = f & LO,
			.has_hi = f & HI, .lo_incl = f & LO_INCL,
			.hi_incl = f & HI_INCL } };
		enum standing got = judge_range(version_by_id(
		    (int)ranges[i].scheme), &row,
		    str_from(ranges[i].version));

		if (got != ranges[i].want)
			fail_msg("%s: %d", ranges[i].why, (int)got);
	}
}

static struct arena *a;
static struct bom_component component = { .name = { "x", 1 },
	.version = { "1", 1 } };

static struct target
target(size_t components, size_t judged, struct finding *f, size_t n)
{
	struct target t = { .arena = a, .components = components,
		.judged = judged, .findings = f, .nfindings = n };

	notices_init(&t.notes, a);
	for (size_t i = 0; i < n; i++)
		f[i].component = &component;
	return t;
}

static struct policy
fail_on(enum severity s)
{
	return (struct policy){ .has_fail_on = true, .fail_on = s };
}

static void
test_gates(void **state)
{
	struct finding f[2] = { { .severity = SEV_MEDIUM },
		{ .severity = SEV_UNKNOWN } };
	struct target t = target(10, 9, f, 2);
	struct policy p = fail_on(SEV_MEDIUM);

	(void)state;
	assert_int_equal(policy_status(&p, &t), ST_CONDITION);
	p = fail_on(SEV_HIGH);
	assert_int_equal(policy_status(&p, &t), ST_DONE);
	policy_gaps(&p, &t);
	assert_int_equal(t.ngaps, 1);
	assert_int_equal(policy_status(&p, &t), ST_GAP);
	p.lenient = true;
	assert_int_equal(policy_status(&p, &t), ST_DONE);
	p.lenient = false;
	p.has_unknown = true;
	p.unknown = SEV_CRITICAL;
	assert_int_equal(policy_status(&p, &t), ST_CONDITION);
	p.fail_on_gap = true;
	assert_int_equal(policy_status(&p, &t), ST_GAP);
	p = fail_on(SEV_UNKNOWN);
	t.ngaps = 0;
	policy_gaps(&p, &t);
	assert_int_equal(t.ngaps, 0);
	assert_int_equal(policy_status(&p, &t), ST_CONDITION);
}

static void
test_coverage(void **state)
{
	struct target t = target(10, 9, NULL, 0), none = target(0, 0, NULL, 0);
	struct policy p = { .has_coverage = true, .min_coverage = 90 };

	(void)state;
	assert_int_equal(policy_status(&p, &t), ST_DONE);
	p.min_coverage = 91;
	assert_int_equal(policy_status(&p, &t), ST_CONDITION);
	assert_int_equal(policy_status(&p, &none), ST_CONDITION);
	p.min_coverage = 0;
	assert_int_equal(policy_status(&p, &none), ST_DONE);
}

static void
test_filter(void **state)
{
	struct finding f[3] = { { .severity = SEV_HIGH, .nfixed_in = 1 },
		{ .severity = SEV_LOW, .nfixed_in = 1 },
		{ .severity = SEV_UNKNOWN } };
	struct target t = target(3, 3, f, 3);
	struct policy p = { .has_filter = true, .has_unknown = true,
		.unknown = SEV_HIGH };

	(void)state;
	p.shown[SEV_HIGH] = true;
	policy_filter(&p, &t);
	assert_int_equal(t.nfindings, 2);
	assert_int_equal(t.hidden, 1);
	assert_int_equal(t.findings[1].severity, SEV_UNKNOWN);
	p.only_fixed = true;
	policy_filter(&p, &t);
	assert_int_equal(t.nfindings, 1);
	assert_int_equal(t.hidden, 2);
}

static void
test_order(void **state)
{
	struct bom_component b = { .name = STR("a"), .version = STR("1") };
	struct finding f[4] = {
		{ .severity = SEV_UNKNOWN, .id = STR("CVE-1") },
		{ .severity = SEV_HIGH, .id = STR("CVE-3") },
		{ .severity = SEV_HIGH, .id = STR("CVE-2") },
		{ .severity = SEV_HIGH, .id = STR("CVE-4") } };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		f[i].component = i == 3 ? &b : &component;
	findings_sort(f, 4);
	assert_true(str_eq(f[0].id, STR("CVE-4")));
	assert_true(str_eq(f[1].id, STR("CVE-2")));
	assert_true(str_eq(f[2].id, STR("CVE-3")));
	assert_true(str_eq(f[3].id, STR("CVE-1")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_gates),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_order),
	};
	int failed;

	a = arena_new(16 * MIB);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(a);
	return failed;
}
