/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "identity/purl.h"
#include "text/json.h"

#define SUITE "../shared/conformance/purl"

static struct arena *arena;
static size_t cases, failures, contradictions;

static void
report(const struct json *t, const char *what, struct str got, struct str want)
{
	failures++;
	print_error("%.*s: %s: got %.*s, wanted %.*s\n",
	    STR_ARG(json_get_text(t, "description")), what, STR_ARG(got),
	    STR_ARG(want));
}

static void
check_part(const struct json *t, const struct json *want, const char *key,
    struct str got)
{
	if (!str_eq(got, json_get_text(want, key)))
		report(t, key, got, json_get_text(want, key));
}

static void
check_parts(const struct json *t, const struct purl *p)
{
	const struct json *want = json_get(t, "expected_output"), *v;
	const struct json *q = json_get(want, "qualifiers");
	struct str key;
	size_t n = 0;

	check_part(t, want, "type", p->type);
	check_part(t, want, "namespace", p->namespace);
	check_part(t, want, "name", p->name);
	check_part(t, want, "version", p->version);
	check_part(t, want, "subpath", p->subpath);
	for (void *it = NULL; q != NULL && json_member(q, &it, &key, &v); n++)
		if (!str_eq(json_text(v), purl_get(p,
		    str_z(arena, key))))
			report(t, "qualifier", key, json_text(v));
	if (n != p->nq)
		report(t, "qualifiers", STR("another count"), STR(""));
}

static void
from_parts(const struct json *in, struct purl *p)
{
	const struct json *v, *q = json_get(in, "qualifiers");
	struct str key;

	*p = (struct purl){
		.type = json_get_text(in, "type"),
		.namespace = json_get_text(in, "namespace"),
		.name = json_get_text(in, "name"),
		.version = json_get_text(in, "version"),
		.subpath = json_get_text(in, "subpath"),
	};
	for (void *it = NULL; q != NULL && json_member(q, &it, &key, &v);)
		purl_set(arena, p, str_z(arena, key), json_text(v));
}

/*
 * Two recommended cases want "Platform" and "Arch" folded; two required cases
 * of the same input want them refused ("keys ... begin with a lower-case
 * letter"). The required ones hold.
 */
static bool
contradicted(const struct json *t, struct str input)
{
	return str_eq(json_get_text(t, "test_group"), STR("recommended")) &&
	    (str_ends(input, STR("?Platform=java")) ||
	    str_ends(input, STR("?Arch=i386&Distro=fedora-25")));
}

static void
run_case(const struct json *t)
{
	struct str type = json_get_text(t, "test_type");
	const struct json *in = json_get(t, "input");
	bool may_fail = json_is_true(json_get(t, "expected_failure"));
	struct purl p = { 0 };
	struct err e = { 0 };
	enum rc rc;

	cases++;
	if (contradicted(t, json_text(in))) {
		contradictions++;
		may_fail = true;
	}
	if (str_eq(type, STR("build"))) {
		from_parts(in, &p);
		rc = purl_check(arena, &p, &e);
	} else {
		rc = purl_parse(arena, json_text(in), &p, &e);
	}
	if ((rc != RC_OK) != may_fail)
		report(t, "failure", str_from(e.msg), json_text(in));
	if (rc != RC_OK || may_fail)
		return;
	if (str_eq(type, STR("parse")))
		check_parts(t, &p);
	else if (!str_eq(purl_format(arena, &p),
	    json_get_text(t, "expected_output")))
		report(t, "text", purl_format(arena, &p),
		    json_get_text(t, "expected_output"));
}

static void
run_file(const char *name)
{
	struct buf b = { 0 };
	struct err e = { 0 };
	struct json *root;
	char path[512];
	int fd;

	(void)snprintf(path, sizeof path, SUITE "/%s", name);
	assert_int_equal(file_open(path, &fd, &e), RC_OK);
	assert_int_equal(file_read_all(fd, &b, &e), RC_OK);
	(void)close(fd);
	assert_int_equal(json_record(buf_str(&b), &root, NULL, &e), RC_OK);

	const struct json *tests = json_get(root, "tests");
	size_t before = cases;

	for (size_t i = 0; i < json_count(tests); i++)
		run_case(json_at(tests, i));
	if (cases == before)
		fail_msg("%s: no cases", name);
	json_free(root);
	buf_done(&b);
}

static void
test_suite(void **state)
{
	DIR *dir = opendir(SUITE);
	struct dirent *d;

	(void)state;
	if (dir == NULL) {
		print_message("SKIP: no " SUITE "\n");
		skip();
		return;
	}
	while ((d = readdir(dir)) != NULL)
		if (str_ends(str_from(d->d_name), STR("-test.json")))
			run_file(d->d_name);
	(void)closedir(dir);
	print_message("%zu cases, %zu differences\n", cases, failures);
	assert_true(cases > 0);
	assert_int_equal(failures, 0);
	assert_int_equal(contradictions, 2);
}

static void
test_parse(void **state)
{
	static const struct { const char *in, *want, *why; } rows[] = {
		{ "pkg:deb/debian/libc6@2.36-9%2Bdeb12u7?distro=debian-12.15"
		  "&arch=amd64",
		    "pkg:deb/debian/libc6@2.36-9%2Bdeb12u7?arch=amd64"
		    "&distro=debian-12.15", "keys are sorted" },
		{ "pkg:deb/debian/a@1%3A2", "pkg:deb/debian/a@1:2",
		    "a colon is plain" },
		{ "PKG://NPM/@angular/core", "pkg:npm/%40angular/core",
		    "a bare scope, no version" },
		{ "pkg:npm/@angular/core@1.0", "pkg:npm/%40angular/core@1.0",
		    "a bare scope and a version" },
		{ "pkg:golang/stdlib@1.26.8", "pkg:golang/stdlib@1.26.8",
		    "the standard library has no namespace" },
		{ "pkg:deb/a@1?x=", "pkg:deb/a@1", "empty is absent" },
		{ "pkg:generic/a+b@1+2", "pkg:generic/a%2Bb@1%2B2",
		    "plus is no blank" },
		{ "pkg:generic/a@1?k=b%20c#x//./../y", "pkg:generic/a@1?k=b%20c"
		    "#x/y", "subpaths have no dots" },
		{ "pkg:generic/%C3%A9", "pkg:generic/%C3%A9", "UTF-8" },
		{ "pkg:generic/a%2Fb", "pkg:generic/a%2Fb",
		    "a slash in a name" },
		{ "pkg:deb", NULL, "no name" }, { "", NULL, "nothing" },
		{ "pkg:", NULL, "nothing" }, { "deb/a", NULL, "no scheme" },
		{ "pkg:deb/a%2", NULL, "half an escape" },
		{ "pkg:deb/a%zz", NULL, "no escape" },
		{ "pkg:deb/a%00", NULL, "NUL" },
		{ "pkg:deb/a@1?k=1&k=2", NULL, "a key twice" },
		{ "pkg:deb/a@1?=2", NULL, "no key" },
		{ "pkg:generic/a%2Fb/c", NULL, "a slash in a segment" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct purl p;
		struct err e = { 0 };
		enum rc rc = purl_parse(arena, str_from(rows[i].in), &p, &e);

		if ((rc == RC_OK) != (rows[i].want != NULL))
			fail_msg("%s: %s (%s)", rows[i].in, rows[i].why, e.msg);
		if (rc != RC_OK)
			continue;
		if (!str_eq(purl_format(arena, &p), str_from(rows[i].want)))
			fail_msg("%s: %.*s: %s", rows[i].in,
			    STR_ARG(purl_format(arena, &p)), rows[i].why);
	}
}

static void
test_limit(void **state)
{
	struct buf b = { 0 };
	struct purl p;
	struct err e = { 0 };

	(void)state;
	assert_true(buf_add_str(&b, STR("pkg:generic/a?")));
	for (int i = 0; i <= PURL_QUALIFIERS_MAX; i++)
		assert_true(buf_add_str(&b, str_fmt(arena, "k%d=v&", i)));
	assert_int_equal(purl_parse(arena, buf_str(&b), &p, &e), RC_LIMIT);
	buf_done(&b);
}

static void
test_build(void **state)
{
	struct purl p = { .type = STR("pypi"), .name = STR("Ruamel_yaml") };

	(void)state;
	purl_set(arena, &p, "b", STR("2"));
	purl_set(arena, &p, "a", STR("1/2"));
	purl_set(arena, &p, "c", STR(""));
	purl_set(arena, &p, "b", STR("3"));
	assert_int_equal(p.nq, 2);
	assert_true(str_eq(purl_get(&p, "a"), STR("1/2")));
	assert_true(str_eq(purl_get(&p, "c"), STR("")));
	assert_true(str_eq(purl_format(arena, &p),
	    STR("pkg:pypi/ruamel-yaml?a=1%2F2&b=3")));
	assert_true(str_eq(p.name, STR("Ruamel_yaml")));
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
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
		cmocka_unit_test(test_suite),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_build),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
