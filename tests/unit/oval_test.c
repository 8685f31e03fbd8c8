/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OVAL documents: criteria of every shape, sections in every order, tests that
 * lack something, and sizes. What vendors' documents say is in
 * tests/cli/feeds-oval.t.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "feeds/feed/table.h"
#include "tests/unit/feed_help.h"
#include "text/xml.h"

#define DB "build/oval_test.db"

static struct err e;

#define P "oval:org.opensuse.security:"
#define ROOT(inside) "<oval_definitions>" inside "</oval_definitions>"
#define DEFS(inside) "<definitions>" inside "</definitions>"
#define DEF(n, version, criteria) \
	"<definition class='vulnerability' id='" P "def:" n "' version='" \
	version "'><metadata><title>CVE-2031-" n "</title></metadata>" \
	"<criteria>" criteria "</criteria></definition>"
#define AND(inside) "<criteria operator='AND'>" inside "</criteria>"
#define OR(inside) "<criteria operator='OR'>" inside "</criteria>"
#define NOT_AND(inside) \
	"<criteria operator='AND' negate='true'>" inside "</criteria>"
#define T(n) "<criterion test_ref='" P "tst:" n "' comment='" n "'/>"
#define SLE(v) "<criterion test_ref='" P "tst:0' comment=" \
	"'SUSE Linux Enterprise Server " v " is installed'/>"

#define TEST(n, more, object, state) \
	"<rpminfo_test id='" P "tst:" n "' version='1' " more ">" \
	"<object object_ref='" P "obj:" object "'/>" \
	"<state state_ref='" P "ste:" state "'/></rpminfo_test>"
#define TESTS "<tests>" \
	TEST("1", "check='at least one'", "1", "lt2") \
	TEST("2", "check='at least one'", "2", "lt2") \
	TEST("3", "check='at least one'", "1", "ge1") \
	TEST("4", "check='at least one'", "1", "none") \
	TEST("5", "check='at least one'", "none", "lt2") \
	TEST("6", "check='at least one'", "1", "ne") \
	TEST("7", "check='at least one'", "1", "key") \
	TEST("8", "check='none satisfy'", "2", "ge1") \
	TEST("9", "check='at least one'", "1", "lt3") \
	"<rpminfo_test id='" P "tst:10'><object object_ref='" P "obj:1'/>" \
	"</rpminfo_test>" \
	"<rpminfo_test id='" P "tst:11' check_existence='none_exist'>" \
	"<object object_ref='" P "obj:1'/></rpminfo_test></tests>"
#define OBJECTS "<objects>" \
	"<rpminfo_object id='" P "obj:1'><name>w</name></rpminfo_object>" \
	"<rpminfo_object id='" P "obj:2'><name>v</name></rpminfo_object>" \
	"</objects>"
#define STATE(n, op, evr) "<rpminfo_state id='" P "ste:" n "'>" \
	"<evr operation='" op "'>" evr "</evr></rpminfo_state>"
#define STATES "<states>" STATE("lt2", "less than", "0:2-1") \
	STATE("lt3", "less than", "0:3-1") \
	STATE("ge1", "greater than or equal", "0:1-1") \
	STATE("ne", "not equal", "0:1-1") \
	"<rpminfo_state id='" P "ste:key'>" \
	"<signature_keyid>1</signature_keyid>" \
	"</rpminfo_state></states>"
#define DOC(defs) ROOT(DEFS(defs) TESTS OBJECTS STATES)

static const struct {
	const char *name, *text, *sql, *want;
} cases[] = {
	{ "a package and a release",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("1")))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n" },
	{ "no operator is AND",
	  DOC(DEF("1", "1", SLE("15 SP5") T("1"))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n" },
	{ "OR of AND is not flat",
	  DOC(DEF("1", "1", OR(AND(SLE("15 SP5") T("1"))
	  AND(SLE("15 SP6") T("2"))))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.6 v CVE-2031-1 1 <0:2-1 -\n" },
	{ "AND of OR is each with each",
	  DOC(DEF("1", "1", AND(OR(SLE("15 SP5") SLE("15 SP6"))
	  OR(T("1") T("2"))))), HELP_STATEMENTS,
	  "suse 15.5 v CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.6 v CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.6 w CVE-2031-1 1 <0:2-1 -\n" },
	{ "two releases at once are none",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") SLE("15 SP6") T("1")))),
	  HELP_STATEMENTS, "" },
	{ "two bounds of one package are a range",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("1") T("3")))),
	  HELP_STATEMENTS, "suse 15.5 w CVE-2031-1 1 >=0:1-1 <0:2-1 -\n" },
	{ "the stricter of two bounds",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("9") T("1")))),
	  HELP_STATEMENTS, "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n" },
	{ "either of two bounds is the higher",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") OR(T("9") T("1"))))),
	  HELP_STATEMENTS, "suse 15.5 w CVE-2031-1 1 <0:3-1 -\n" },
	{ "the other package is a condition",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("1") T("8")))),
	  HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 - extra v=<0:1-1\n" },
	{ "negation is handed down: not (a or b)",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") "<criteria operator='OR' "
	  "negate='true'>" T("3") "</criteria>"))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:1-1 -\n" },
	{ "negation is handed down: not (a and b)",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") NOT_AND(T("3") "<criterion "
	  "negate='true' test_ref='" P "tst:2'/>")))), HELP_STATEMENTS,
	  "suse 15.5 v CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.5 w CVE-2031-1 1 <0:1-1 -\n" },
	{ "a signature is not judged",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("7") T("1")))),
	  HELP_STATEMENTS, "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n" },
	{ "installed without a state is every version",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("10")))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 0 all -\n" },
	{ "what must not be installed is nobody's statement",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("11")))), HELP_STATEMENTS,
	  "" },

	/* ---- what is missing is told, and never everything ---- */
	{ "a state that is not there",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") OR(T("4") T("2"))))),
	  HELP_STATEMENTS, "suse 15.5 v CVE-2031-1 1 <0:2-1 -\n" },
	{ "and is told",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") OR(T("4") T("2"))))),
	  HELP_REJECTS, P "def:1: not understood: 4\n" },
	{ "an object that is not there",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("5")))), HELP_REJECTS,
	  P "def:1: not understood: 5\n" },
	{ "a test that is not there",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("77")))), HELP_REJECTS,
	  P "def:1: not understood: 77\n" },
	{ "an operation that is no range",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("6")))), HELP_REJECTS,
	  P "def:1: not understood: 6\n" },
	{ "a definition that names no CVE",
	  DOC("<definition id='x' class='vulnerability'/>" DEF("1", "1",
	  AND(SLE("15 SP5") T("1")))), HELP_REJECTS,
	  "x: neither a CVE nor an advisory's number\n" },
	{ "a definition without an identifier",
	  DOC("<definition class='vulnerability'/>" DEF("1", "1",
	  AND(SLE("15 SP5") T("1")))), HELP_REJECTS,
	  "?: a definition without id\n" },
	{ "no release",
	  DOC(DEF("1", "1", T("1"))), HELP_REJECTS,
	  P "def:1: no release is told\n" },

	/* ---- the same definition twice ---- */
	{ "the higher version counts, wherever it stands",
	  DOC(DEF("1", "9", AND(SLE("15 SP5") T("1")))
	  DEF("1", "3", AND(SLE("15 SP5") T("2")))
	  DEF("2", "3", AND(SLE("15 SP5") T("2")))
	  DEF("2", "9", AND(SLE("15 SP5") T("1")))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n"
	  "suse 15.5 w CVE-2031-2 1 <0:2-1 -\n" },
	{ "of equal ones the last",
	  DOC(DEF("1", "1", AND(SLE("15 SP5") T("2")))
	  DEF("1", "1", AND(SLE("15 SP5") T("1")))), HELP_STATEMENTS,
	  "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n" },
};

static void
check(const char *name, const char *text, enum rc want, const char *sql,
    const char *answer)
{
	struct buf b = { .limit = 0 };
	struct feed_case c = { .feed = &feed_suse_oval, .text = text };
	struct db *db = help_load(&c, DB, want, &e);
	struct str got = help_query(db, sql, &b);

	if (!str_eq(got, str_from(answer)))
		fail_msg("%s: got\n%.*s", name, STR_ARG(got));
	db_close(db);
	buf_done(&b);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(cases[i].name, cases[i].text, RC_OK, cases[i].sql,
		    cases[i].want);
}

/* Sections in every order say the same. */
static void
test_order(void **state)
{
	static const char *const part[4] = {
		DEFS(DEF("1", "1", AND(SLE("15 SP5") T("1")))), TESTS,
		OBJECTS, STATES };
	struct arena *a = arena_new(MIB);
	struct buf b = { .limit = 0 };
	size_t orders = 0;

	(void)state;
	for (size_t i = 0; i < 256; i++) {
		size_t p[4] = { i & 3, i >> 2 & 3, i >> 4 & 3, i >> 6 };

		if ((1u << p[0] | 1u << p[1] | 1u << p[2] | 1u << p[3]) != 15)
			continue;	/* no permutation */
		orders++;

		struct feed_case c = { .feed = &feed_suse_oval, .text =
		    str_z(a, str_fmt(a, "<oval_definitions>%s%s%s%s"
		    "</oval_definitions>", part[p[0]], part[p[1]],
		    part[p[2]], part[p[3]])) };
		struct db *db = help_load(&c, DB, RC_OK, &e);
		struct str got = help_query(db, HELP_STATEMENTS, &b);

		assert_true(str_eq(got,
		    STR("suse 15.5 w CVE-2031-1 1 <0:2-1 -\n")));
		db_close(db);
	}
	assert_int_equal(orders, 24);
	buf_done(&b);
	arena_free(a);
}

/* A group of n criteria on packages of their own, and their tests. */
static struct str
many(struct arena *a, size_t n, bool tests)
{
	struct buf b = { .limit = 0 };

	for (size_t i = 0; i < n; i++)
		(void)buf_add_str(&b, tests ? str_fmt(a, "<rpminfo_test id='"
		    P "tst:m%zu'><object object_ref='" P "obj:m%zu'/>"
		    "</rpminfo_test><rpminfo_object id='" P "obj:m%zu'>"
		    "<name>m%zu</name></rpminfo_object>", i, i, i, i) :
		    str_fmt(a, "<criterion test_ref='" P "tst:m%zu'/>", i));

	struct str s = str_dup(a, buf_str(&b));

	buf_done(&b);
	return s;
}

/* 400 alternatives with 400 others are too many: told, and the rest is read. */
static void
test_many(void **state)
{
	struct arena *a = arena_new(64 * MIB);
	struct str group = many(a, 400, false), tests = many(a, 400, true);
	const char *text = str_z(a, str_fmt(a, "%s%s%s%s",
	    "<oval_definitions>" DEF("1", "1", AND(SLE("15 SP5") T("1"))),
	    "<definition class='vulnerability' id='" P "def:2'><metadata>"
	    "<title>CVE-2031-2</title></metadata><criteria>"
	    SLE("15 SP5") "<criteria operator='OR'>",
	    str_z(a, group), "</criteria><criteria operator='OR'>"));

	(void)state;
	text = str_z(a, str_fmt(a, "%s%s</criteria></criteria></definition>"
	    TESTS OBJECTS STATES "%s</oval_definitions>", text,
	    str_z(a, group), str_z(a, tests)));
	check("many", text, RC_OK, HELP_REJECTS,
	    P "def:2: too many alternatives in its criteria\n");
	check("many", text, RC_OK, HELP_STATEMENTS,
	    "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n");
	arena_free(a);
}

/* What comes before a document breaks off, or nests too deep, counts; the
   reader of XML looks some blocks ahead. */
static void
test_torn(void **state)
{
	struct arena *a = arena_new(MIB);
	struct buf b = { .limit = 0 };
	const char *head;

	(void)state;
	(void)buf_add_str(&b, STR("<oval_definitions>" TESTS OBJECTS STATES
	    DEF("1", "1", AND(SLE("15 SP5") T("1")))));
	for (size_t i = 0; i < 4000; i++)
		(void)buf_add_str(&b, STR("<x/>\n"));
	(void)buf_add_str(&b, STR("<definition id='x'>"));
	head = str_z(a, buf_str(&b));
	check("torn", str_z(a, str_fmt(a, "%s<cri", head)), RC_FORMAT,
	    HELP_STATEMENTS, "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n");
	for (size_t i = 0; i < 200; i++)
		(void)buf_add_str(&b, STR("<criteria>"));
	check("deep", str_z(a, buf_str(&b)), RC_LIMIT, HELP_STATEMENTS,
	    "suse 15.5 w CVE-2031-1 1 <0:2-1 -\n");
	check("none", "<oval_definitions><generator/></oval_definitions>",
	    RC_FORMAT, HELP_STATEMENTS, "");
	buf_done(&b);
	arena_free(a);
}

/* More definitions than are held in memory: from the scratch file. */
static void
test_large(void **state)
{
	enum { N = 3000 };
	struct arena *a = arena_new(128 * MIB);
	struct buf b = { .limit = 0 };
	char *words = NEWN(a, char, 5001);

	(void)state;
	memset(words, 'x', 5000);
	(void)buf_add_str(&b, STR("<oval_definitions>"));
	for (size_t i = 1; i <= N; i++)
		(void)buf_add_str(&b, str_fmt(a, "<definition class="
		    "'vulnerability' id='" P "def:%zu'><metadata><title>"
		    "CVE-2031-%zu</title><description>%s</description>"
		    "</metadata><criteria>" SLE("15 SP5") T("1")
		    "</criteria></definition>", i, i, words));
	(void)buf_add_str(&b, STR(TESTS OBJECTS STATES
	    "</oval_definitions>"));
	(void)buf_add(&b, "", 1);
	check("large", (const char *)b.p, RC_OK, "SELECT count(*) || ' ' || "
	    "count(DISTINCT x.vid) || ' ' || max(length(x.title)) FROM "
	    "affected a JOIN adv x ON x.id = a.adv", "3000 3000 300\n");
	buf_done(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases), cmocka_unit_test(test_order),
		cmocka_unit_test(test_many), cmocka_unit_test(test_torn),
		cmocka_unit_test(test_large),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
