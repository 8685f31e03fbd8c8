/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tests/unit/version_help.h"
#include "text/json.h"
#include "version/vers.h"
#include "version/version.h"

#define RANGES TABLES "ranges.tsv"

static void
test_has(void **state)
{
	static const struct { const char *range, *in, *out; } rows[] = {
		{ "vers:semver/>=1.0.0|<=2.0.0", "1.5.0", "2.0.3" },
		{ "vers:semver/<=1.0.0|>=2.0.0", "2.0.0", "1.5.0" },
		{ "vers:semver/>=3.0.0|!=2.0.3", "3.0.0", "2.0.3" },
		{ "vers:semver/<1.0.0", "0.1.0", "1.0.0" },
		{ "vers:semver/>1.0.0", "1.0.1", "1.0.0" },
		{ "vers:semver/>1.0.0|<2.0.0|>3.0.0|<4.0.0", "3.5.0",
		    "2.5.0" },
		{ "vers:semver/<1.0.0|>=2.0.0|<3.0.0", "0.5.0", "1.0.0" },
		{ "vers:semver/<1.0.0|3.0.0|5.0.0", "3.0.0", "4.0.0" },
		{ "vers:semver/1.0.0", "1.0.0+b", "1.0.1" },
		{ "vers:semver/1.0.0|2.0.0", "2.0.0", "1.5.0" },
		{ "vers:semver/!=1.0.0", "1.0.1", "1.0.0" },
		{ "vers:semver/>=1.0.0|!=1.5.0|<2.0.0", "1.5.1", "1.5.0" },
		{ "vers:semver/<1.0.0|<2.0.0", "1.0.0", "2.0.0" },
		{ "vers:semver/>1.0.0|>2.0.0", "2.0.0", "1.0.0" },
		{ "vers:semver/>0.1.0|<1.0.0|>1.0.0|<2.0.0", "1.1.0",
		    "1.0.0" },
		{ "vers:semver/<=2.0.0|>=1.0.0", "1.5.0", "0.5.0" },
		{ "vers:deb/<1:1.0%7E", "2.0", "1:1.0" },
		{ "vers:semver/*", "0.0.0", NULL },
		{ "vers:all/*", "1", NULL }, { "vers:none/*", NULL, "1" },
		{ "vers:openssl/>=1.1.1|<1.1.1w", "1.1.1k", "1.1.1w" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct vers r;
		struct err e = { 0 };

		if (vers_parse(a, str_from(rows[i].range), &r, &e) != RC_OK)
			fail_msg("%s: no range", rows[i].range);
		if (rows[i].in != NULL && !vers_has(&r, str_from(rows[i].in)))
			fail_msg("%s: not %s", rows[i].range, rows[i].in);
		if (rows[i].out != NULL && vers_has(&r, str_from(rows[i].out)))
			fail_msg("%s: has %s", rows[i].range, rows[i].out);
	}
	arena_free(a);
}

static void
test_bad(void **state)
{
	static const struct { const char *text; enum rc want; } rows[] = {
		{ "", RC_FORMAT }, { "vers:", RC_FORMAT },
		{ "vers:deb", RC_FORMAT }, { "vers:deb/", RC_FORMAT },
		{ "vers:deb/<", RC_FORMAT }, { "vers:deb/<1|", RC_FORMAT },
		{ "vers:deb/|1", RC_FORMAT }, { "vers:deb/1|*", RC_FORMAT },
		{ "vers:deb/1| 2", RC_FORMAT }, { "vers:deb/1%2", RC_FORMAT },
		{ "vers:deb/1%G0", RC_FORMAT }, { "vers:deb/==1", RC_FORMAT },
		{ "vers:deb/<<1", RC_FORMAT },
		{ "vers:datetime/2024-01-01t00:00:00z", RC_FORMAT },
		{ "vers:all/1", RC_FORMAT }, { "vers:none/1", RC_FORMAT },
		{ "VERS:deb/1", RC_FORMAT }, { "deb/1", RC_FORMAT },
		{ "vers:nothing/1", RC_UNSUPPORTED },
		{ "vers:/1", RC_UNSUPPORTED },
	};
	static char many[VERS_MAX * 2 + 16] = "vers:deb/";
	static char huge[VERS_TEXT + 16] = "vers:deb/";
	struct arena *a = arena_new(4 << 20);
	struct err e = { 0 };
	struct vers r;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (vers_parse(a, str_from(rows[i].text), &r, &e) !=
		    rows[i].want)
			fail_msg("\"%s\" was read", rows[i].text);
	assert_int_equal(vers_parse(a, STR("vers:deb/1|1%00"), &r, &e),
	    RC_OK);
	assert_true(r.odd);
	assert_int_equal(vers_parse(a, STR("vers:deb/1|2"), &r, &e), RC_OK);
	assert_false(r.odd);
	for (size_t i = 0; i < VERS_MAX; i++)
		memcpy(many + 9 + 2 * i, "1|", 2);
	assert_int_equal(vers_parse(a, str_of(many, 9 + 2 * VERS_MAX - 1),
	    &r, &e), RC_OK);
	assert_int_equal(r.n, VERS_MAX);
	assert_int_equal(vers_parse(a, str_of(many, 9 + 2 * VERS_MAX), &r,
	    &e), RC_LIMIT);
	memset(huge + 9, '1', VERS_TEXT);
	assert_int_equal(vers_parse(a, str_of(huge, VERS_TEXT + 1), &r, &e),
	    RC_LIMIT);
	arena_free(a);
}

static void
test_write(void **state)
{
	static const char *const rows[][2] = {
		{ "vers:deb/<1%3a2|>=0%7e", "vers:deb/>=0~|<1:2" },
		{ "vers:semver/3.0.0|>1.0.0|<=2.0.0|!=1.5.0",
		    "vers:semver/>1.0.0|!=1.5.0|<=2.0.0|3.0.0" },
		{ "vers:conan/<1%7c2", "vers:conan/<1%7C2" },
		{ "vers:lexicographic/\xc3\xa9", "vers:lexicographic/%C3%A9" },
		{ "vers:semver/*", "vers:semver/*" },
		{ "vers:all/*", "vers:all/*" }, { "vers:none/*", "vers:none/*" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct vers r;
		struct err e = { 0 };
		struct str got;

		assert_int_equal(vers_parse(a, str_from(rows[i][0]), &r, &e),
		    RC_OK);
		got = vers_write(a, &r);
		if (!str_eq(got, str_from(rows[i][1])))
			fail_msg("%.*s, wanted %s", STR_ARG(got), rows[i][1]);
	}
	arena_free(a);
}

/* ---- conformance ---- */

static void
check_parse(struct arena *a, const struct json *test)
{
	const struct json *want = json_get(test, "expected_output");
	struct str text = json_get_text(test, "input");
	struct err e = { 0 };
	struct vers r;
	enum rc rc = vers_parse(a, text, &r, &e);

	if ((rc == RC_OK) != (json_kind_of(want) == JSON_OBJECT))
		fail_msg("%.*s: read: %d", STR_ARG(text), rc);
	if (rc != RC_OK)
		return;
	want = json_get(want, "version_constraints");
	assert_int_equal(json_count(want), r.n);
	for (size_t i = 0; i < r.n; i++) {
		static const char *const op[] = {
			"=", "!=", "<", "<=", ">", ">=" };
		const struct json *c = json_at(want, i);

		assert_true(str_eq(json_text(json_at(c, 0)),
		    str_from(op[r.v[i].op])));
		assert_true(str_eq(json_text(json_at(c, 1)),
		    r.v[i].version));
	}
}

static void
check_range(struct arena *a, const struct json *test)
{
	const struct json *in = json_get(test, "input");
	const struct json *want = json_get(test, "expected_output");
	bool contain = json_kind_of(in) == JSON_OBJECT;
	struct str text = contain ? json_get_text(in, "vers") : json_text(in);
	struct err e = { 0 };
	struct vers r;

	if (vers_parse(a, text, &r, &e) != RC_OK)
		fail_msg("%.*s: not read", STR_ARG(text));
	if (contain)
		assert_int_equal(vers_has(&r, json_get_text(in, "version")),
		    json_is_true(want));
	else if (!str_eq(vers_write(a, &r), json_text(want)))
		fail_msg("%.*s: written otherwise", STR_ARG(text));
}

/*
 * Parsing, containment and validation as the specification's tests have them;
 * what they expect of native ranges is at least a range to read and write.
 */
static void
test_vers(void **state)
{
	static const char *const files[] = { "vers_canonical_parse_test",
		"npm_range_containment_test", "pypi_range_containment_test",
		"pypi_range_validate_test", "conan_range_from_native_test",
		"conan_range_from_native_basic_test",
		"gem_range_from_native_test", "npm_range_from_native_test",
		"nuget_range_from_native_test",
		"openssl_range_from_native_test",
		"pypi_range_from_native_test" };
	struct arena *a;
	size_t done = 0;

	(void)state;
	need(VERS);
	a = arena_new(64 << 20);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[128];
		struct json *root;
		struct err e = { 0 };

		(void)snprintf(path, sizeof path, VERS "%s.json", files[i]);
		assert_int_equal(json_record(read_file(a, path), &root, NULL,
		    &e), RC_OK);

		const struct json *tests = json_get(root, "tests");
		assert_true(json_count(tests) > 0);
		for (size_t k = 0; k < json_count(tests); k++) {
			const struct json *t = json_at(tests, k);
			const struct json *in = json_get(t, "input");
			struct str kind = json_get_text(t, "test_type");
			bool native = str_eq(kind, STR("from_native"));
			struct str range = native ?
			    json_get_text(t, "expected_output") :
			    json_kind_of(in) == JSON_OBJECT ?
			    json_get_text(in, "vers") : json_text(in);
			struct vers r;

			done++;
			if (str_eq(kind, STR("parse")))
				check_parse(a, t);
			else if (!native)
				check_range(a, t);
			else if (vers_parse(a, range, &r, &e) != RC_OK ||
			    !str_eq(vers_write(a, &r), range))
				fail_msg("%.*s: not as it was",
				    STR_ARG(range));
		}
		json_free(root);
	}
	print_message("%zu tests\n", done);
	assert_true(done > 0);
	arena_free(a);
}

static void
test_ranges(void **state)
{
	struct str text, line, f[4];
	struct arena *a;
	size_t done = 0;

	(void)state;
	need(TABLES);
	a = arena_new(16 << 20);
	text = read_file(a, RANGES);
	while (str_line(&text, &line)) {
		struct err e = { 0 };
		struct vers r;

		for (size_t i = 0; i < 4; i++)
			if (!str_split(&line, '\t', &f[i]))
				f[i] = STR("");
		if (!str_eq(f[0], STR("vers")))
			continue;
		done++;
		assert_int_equal(vers_parse(a, f[2], &r, &e), RC_OK);
		if (vers_has(&r, f[1]) != str_eq(f[3], STR("true")))
			fail_msg("%.*s in %.*s", STR_ARG(f[1]), STR_ARG(f[2]));
	}
	print_message("%zu rows\n", done);
	assert_true(done > 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_vers),
		cmocka_unit_test(test_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
