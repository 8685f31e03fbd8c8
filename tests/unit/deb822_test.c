/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/deb822.c: stanzas, and this machine's own dpkg database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/text_help.h"
#include "text/deb822.h"

/* What is read, as "name=value@line;" and "|" between stanzas, "!" for a line
   that is no field. */
static const struct {
	const char *text, *want, *why;
} cases[] = {
	{ "", "", "nothing" },
	{ "\n\n", "", "only empty lines" },
	{ "A: b\n", "A=b@1;|", "one field" },
	{ "A: b", "A=b@1;|", "no newline at the end" },
	{ "A:b\nC:  d \t\n", "A=b@1;C=d@2;|", "blanks around a value" },
	{ "A:\n", "A=@1;|", "an empty value" },
	{ "A: b\n\nC: d\n", "A=b@1;|C=d@3;|", "two stanzas" },
	{ "\n\n\nA: b\n\n\n\nC: d\n\n\n", "A=b@4;|C=d@8;|",
	    "many empty lines" },
	{ "A: b\n \t \nC: d\n", "A=b@1;|C=d@3;|",
	    "a line of blanks divides, or C would be hidden" },
	{ "A: b\r\nC: d\r\n\r\nE: f\r\n", "A=b@1;C=d@2;|E=f@4;|", "CRLF" },
	{ "A: b\n c\n\td\nE: f\n", "A=b\n c\n\td@1;E=f@4;|",
	    "continuation lines" },
	{ "A:\n b\n .\n c\n", "A=b\n .\n c@1;|", "a folded empty line" },
	{ "A: b: c: d\n", "A=b: c: d@1;|", "colons in a value" },
	{ "# x\nA: b\n# y\nC: d\n#z", "A=b@2;C=d@4;|", "comments" },
	{ "A: b\n# y\n c\nD: e\n", "A=b\n# y\n c@1;D=e@4;|",
	    "a comment inside a value does not end it" },
	{ "# only\n\n# comments\n", "", "no stanza of comments" },
	{ "nonsense\nA: b\n", "!A=b@2;|", "no colon" },
	{ "A: b\nnonsense\nC: d\n", "A=b@1;!C=d@3;|", "no colon, amid" },
	{ " first\nA: b\n", "!A=b@2;|", "nothing to continue" },
	{ "A b: c\nD: e\n", "!D=e@2;|", "a blank in a name" },
	{ ": c\n-x: d\nD: e\n", "!!D=e@3;|", "no name; a dash" },
	{ "nonsense\n\nA: b\n", "!|A=b@3;|", "a stanza without a field" },
	{ "A: b\nA: c\n", "A=b@1;A=c@2;|", "twice is for the caller" },
	{ "A\tB: c\n", "!|", "a tab in a name" },
	{ "X-Y_z9: 1\n", "X-Y_z9=1@1;|", "a name" },
};

static void
read_all(struct str text, size_t most, char *to, size_t cap)
{
	struct deb822 d = deb822_of(text);
	struct deb822_field f;
	size_t at = 0;

	to[0] = '\0';
	while (deb822_stanza(&d)) {
		size_t bad = 0, told = 0;

		for (size_t i = 0; i < most && deb822_field(&d, &f, &bad);
		    i++) {
			for (; told < bad; told++)
				at += (size_t)snprintf(to + at, cap - at, "!");
			at += (size_t)snprintf(to + at, cap - at,
			    "%.*s=%.*s@%zu;", STR_ARG(f.name),
			    STR_ARG(f.value), f.line);
		}
		for (; told < bad; told++)
			at += (size_t)snprintf(to + at, cap - at, "!");
		at += (size_t)snprintf(to + at, cap - at, "|");
		assert_true(at < cap);
	}
	assert_false(deb822_stanza(&d));
	assert_false(deb822_field(&d, &f, NULL));
}

static void
test_cases(void **state)
{
	char got[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_all(str_from(cases[i].text), 99, got, sizeof got);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: \"%s\", want \"%s\"", cases[i].why, got,
			    cases[i].want);
	}
}

/* Who does not read a stanza to its end still finds the next. */
static void
test_left_early(void **state)
{
	char got[512];

	(void)state;
	read_all(STR("A: b\nC: d\n e\n\nF: g\nH: i\n"), 1, got, sizeof got);
	assert_string_equal(got, "A=b@1;|F=g@5;|");
	read_all(STR("A: b\nC: d\n\nF: g\n"), 0, got, sizeof got);
	assert_string_equal(got, "||");
}

/* The same packages as dpkg-query says. */
static void
test_own_status(void **state)
{
	struct str status = slurp("/var/lib/dpkg/status"), want, got;
	struct deb822 d = deb822_of(status);
	struct deb822_field f;
	char path[] = "/tmp/airbom-deb-XXXXXX", command[128];
	size_t stanzas = 0, bad = 0;
	int fd;

	(void)state;
	if (status.n == 0) {
		print_message("SKIP: no /var/lib/dpkg/status\n");
		skip();
	}
	fd = mkstemp(path);
	assert_true(fd >= 0);
	while (deb822_stanza(&d)) {
		struct str name = STR(""), version = STR(""), arch = STR("");

		while (deb822_field(&d, &f, &bad)) {
			if (str_eq(f.name, STR("Package")))
				name = f.value;
			else if (str_eq(f.name, STR("Version")))
				version = f.value;
			else if (str_eq(f.name, STR("Architecture")))
				arch = f.value;
		}
		(void)dprintf(fd, "%.*s %.*s %.*s\n", STR_ARG(name),
		    STR_ARG(version), STR_ARG(arch));
		stanzas++;
	}
	(void)close(fd);
	(void)snprintf(command, sizeof command, "LC_ALL=C sort %s", path);
	got = output_of(command);
	want = output_of("dpkg-query -W -f '${Package} ${Version} "
	    "${Architecture}\\n' | LC_ALL=C sort");
	(void)unlink(path);
	assert_true(stanzas > 10);
	assert_int_equal(bad, 0);
	assert_true(str_eq(got, want));
	drop(got);
	drop(want);
	drop(status);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_left_early),
		cmocka_unit_test(test_own_status),
	};

	return cmocka_run_group_tests_name("deb822", tests, NULL, NULL);
}
