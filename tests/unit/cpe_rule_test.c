/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configurations that NVD has none of in the samples: negated, of members that
 * must all be there, with exclusions; and platforms. Rows are as
 * schemas/advisories.sql has them; the others are in tests/cli/match-cpe.t.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "match/cpe.h"
#include "match/rule/upstream.h"

static struct arena *a;
static struct bom bom;
static struct bom_component component = { .name = { "x", 1 },
	.type = { "generic", 7 } };

enum { V = CPE_VULNERABLE, P = CPE_PLATFORM, X = CPE_EXCLUSION };

struct member {
	int node;
	unsigned op;
	int role;
	const char *cpe;		/* "a:vendor:product:version" */
	const char *hi;			/* below it; NULL: the version, or any */
};

enum { MEMBERS = 5 };

/* The first is the row that stands; the component is a:acme:x:1.5. */
static const struct {
	const char *why, *distro, *release;
	enum fit want;
	struct member v[MEMBERS];
} cases[] = {
	{ "alone", "", "", FIT_YES, { { 0, 0, V, "a:acme:x:*", "2.0" } } },
	{ "its version is left out", "", "", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 0, 0, X, "a:acme:x:1.5", NULL } } },
	{ "another version is left out", "", "", FIT_YES, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 0, 0, X, "a:acme:x:1.6", NULL } } },
	{ "what is negated is a condition", "", "", FIT_NO, {
	    { 0, CPE_OP_NEGATED, V, "a:acme:x:*", "2.0" } } },
	{ "so it is in a negated configuration", "", "", FIT_NO, {
	    { 0, CPE_OP_CFG_NEGATED, V, "a:acme:x:*", "2.0" } } },
	{ "not on Windows: on Debian", "debian", "12", FIT_YES, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, CPE_OP_NEGATED, P, "o:microsoft:windows:-", NULL } } },
	{ "not on Linux: on Debian", "debian", "12", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, CPE_OP_NEGATED, P, "o:linux:linux_kernel:-", NULL } } },
	{ "on Windows, or one node is enough", "debian", "12", FIT_YES, {
	    { 0, CPE_OP_ANY_NODE, V, "a:acme:x:*", "2.0" },
	    { 1, CPE_OP_ANY_NODE, P, "o:microsoft:windows:-", NULL } } },
	{ "Windows or Linux", "debian", "12", FIT_YES, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:microsoft:windows:-", NULL },
	    { 1, 0, P, "o:linux:linux_kernel:-", NULL } } },
	{ "all members of a node: one is missing", "debian", "12", FIT_NO, {
	    { 0, CPE_OP_ALL, V, "a:acme:x:*", "2.0" },
	    { 0, CPE_OP_ALL, P, "o:microsoft:windows:-", NULL } } },
	{ "all members of a node", "debian", "12", FIT_YES, {
	    { 0, CPE_OP_ALL, V, "a:acme:x:*", "2.0" },
	    { 0, CPE_OP_ALL, P, "o:debian:debian_linux:12.0", NULL } } },
	{ "another release of Debian", "debian", "12", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:debian:debian_linux:10.0", NULL } } },
	{ "an unknown distribution is accepted", "", "", FIT_POSSIBLE, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:debian:debian_linux:10.0", NULL } } },
	{ "Ubuntu is not Debian", "ubuntu", "22.04", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:debian:debian_linux:*", NULL } } },
	{ "8.0 is every 8 of Red Hat's", "rhel", "8.10", FIT_YES, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:redhat:enterprise_linux:8.0", NULL } } },
	{ "which 8.4 is one of", "rhel", "8.10", FIT_POSSIBLE, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "o:redhat:enterprise_linux_eus:8.4", NULL } } },
	{ "a machine: nothing tells", "debian", "12", FIT_POSSIBLE, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "h:acme:box:-", NULL } } },
	{ "WordPress is in the document, or it is not there", "debian", "12",
	    FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "a:wordpress:wordpress:*", NULL } } },
	{ "a product that is there", "debian", "12", FIT_YES, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "a:acme:other:*", "9" } } },
	{ "a product that is there, too new", "debian", "12", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "a:acme:other:*", "7" } } },
	{ "a product that may be there", "debian", "12", FIT_POSSIBLE, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, P, "a:acme:third:*", NULL } } },
	{ "the component itself, in another node", "debian", "12", FIT_NO, {
	    { 0, 0, V, "a:acme:x:*", "2.0" },
	    { 1, 0, V, "a:acme:x:1.6", NULL } } },
};

static struct advdb_cpe_row
row_of(const struct member *m, size_t seq)
{
	struct advdb_cpe_row r = { .attrs = STR(""), .cfg = 0,
		.node = (unsigned)m->node, .op = m->op,
		.role = (enum cpe_role)m->role };
	struct str s = str_from(m->cpe), version;

	(void)str_split(&s, ':', &r.of.part);
	(void)str_split(&s, ':', &r.of.vendor);
	(void)str_split(&s, ':', &r.of.product);
	version = s;
	r.row.seq = (int64_t)seq;
	r.row.all = m->hi == NULL && str_eq(version, STR("*"));
	r.row.exact = m->hi == NULL && !r.row.all;
	r.row.range = (struct interval){ .lo = r.row.exact ? version
	    : STR(""), .has_hi = m->hi != NULL,
		.hi = m->hi != NULL ? str_from(m->hi) : STR("") };
	return r;
}

static void
test_configuration(void **state)
{
	static const struct ecosystem nvd = { .key = RULE_NVD,
		.scheme = VERSION_GENERIC };
	struct cpe_name name = { .of = { STR("a"), STR("acme"), STR("x") },
		.version = STR("1.5") };
	struct ask q = { .eco = &nvd, .cpe = &name, .name = STR("x"),
		.version = STR("1.5") };
	struct cpe_case c = { .world = cpe_world_new(a, &bom),
		.component = &component, .ask = &q };

	(void)state;
	cpe_values(STR(""), CPE_PART, &name.cpe);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct advdb_cpe_row v[MEMBERS];
		struct distro d = { .id = str_from(cases[i].distro),
			.version_id = str_from(cases[i].release) };
		struct str why = STR(""), with;
		enum fit got;
		size_t n = 0;

		for (; n < MEMBERS && cases[i].v[n].cpe != NULL; n++)
			v[n] = row_of(&cases[i].v[n], n);
		assert_true(n != 0);
		c.distro = &d;
		assert_int_equal(cpe_standing(&q, &v[0]), STAND_IN);
		got = cpe_configuration(&c, &v[0], v, n, &why, &with);
		if (got != cases[i].want)
			fail_msg("%s: %d", cases[i].why, (int)got);
		if (got != FIT_YES && why.n == 0)
			fail_msg("%s: no reason", cases[i].why);
	}
}

static const struct {
	const char *version, *want;
} versions[] = {
	{ "1.35.0-r17", "1.35.0" }, { "9.3_p2-r1", "9.3p2" },
	{ "2.4_rc1-r0", "2.4-rc1" }, { "1.1.1n", "1.1.1n" },
	{ "1.0-rc1", "1.0-rc1" }, { "", "" },
};

static void
test_upstream(void **state)
{
	struct str vendor, product;
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
		assert_true(str_eq(upstream_version(a, str_from(
		    versions[i].version)), str_from(versions[i].want)));
	assert_true(upstream_next(STR("php83"), &at, &vendor, &product));
	assert_true(str_eq(product, STR("php")));
	assert_false(upstream_next(STR("php83"), &at, &vendor, &product));
	at = 0;
	assert_false(upstream_next(STR("php83-dev"), &at, &vendor, &product));
	at = 0;
	assert_true(upstream_next(STR("nginx"), &at, &vendor, &product));
	assert_true(upstream_next(STR("nginx"), &at, &vendor, &product));
	assert_false(upstream_next(STR("nginx"), &at, &vendor, &product));
}

static int
setup(void **state)
{
	static struct bom_component other = { .name = { "other", 5 },
		.version = { "8", 1 } };

	(void)state;
	a = arena_new(16 << 20);
	other.cpe = STR("cpe:2.3:a:acme:other:8:*:*:*:*:*:*:*");
	bom.components = &other;
	bom.ncomponents = 1;
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
		cmocka_unit_test(test_configuration),
		cmocka_unit_test(test_upstream),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
