/* SPDX-License-Identifier: Apache-2.0 */
/* lib/text/ini.c: sections and entries, and python's configparser on what
   this machine has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/text_help.h"
#include "text/ini.h"

/* What is read, as "section/name=value@line;", "name@line;" for a bare one. */
static const struct { const char *text, *divide, *want, *why; } cases[] = {
	{ "", "=:", "", "nothing" },
	{ "# x\n; y\n\n  # z\n", "=:", "", "comments" },
	{ "a = b\n", "=:", "/a=b@1;", "before any section" },
	{ "[s]\na = b\nc: d\n", "=:", "s/a=b@2;s/c=d@3;", "a section" },
	{ "[s]\r\na=b\r\n", "=:", "s/a=b@2;", "CRLF" },
	{ "[s]\na = b", "=:", "s/a=b@2;", "no newline at the end" },
	{ "[ s ] # x\na=b", "=:", "s/a=b@2;", "blanks, and a comment behind" },
	{ "[a]b]\nx=1", "=:", "a]b/x=1@2;", "the last bracket ends it" },
	{ "[s]\n[t]\na=b\n", "=:", "t/a=b@3;", "an empty section" },
	{ "[s]\na =\n  b\n\tc\nd = e\n", "=:", "s/a=b|c@2;s/d=e@5;",
	    "continuation lines" },
	{ "[s]\na = b\n  # x\n  c\n\n  d\n# y\ne = f\n", "=:",
	    "s/a=b|c|d@2;s/e=f@8;", "comments and empty lines inside" },
	{ "[s]\n  a = b\n  c = d\n", "=:", "s/a=b@2;s/c=d@3;",
	    "indented alike: no continuation" },
	{ "[s]\na = b\n  [t]\nc = d\n", "=:", "s/a=b|[t]@2;s/c=d@4;",
	    "a bracket inside a value" },
	{ "[s]\na = b = c : d\n", "=:", "s/a=b = c : d@2;", "the first divides" },
	{ "[s]\na:b=c\n", "=", "s/a:b=c@2;", "only what may divide" },
	{ "[requires]\nzlib/1.2#rev:x\n", "=", "requires/zlib/1.2#rev:x@2;",
	    "a bare line" },
	{ "[s]\nflag\n", "=:", "s/flag@2;", "a name alone" },
	{ "[s\na=b\n", "=:", "/[s@1;/a=b@2;", "no section" },
	{ "\xef\xbb\xbf[s]\na=b", "=:", "s/a=b@2;", "a byte order mark" },
	{ "[s]\na = b ; c\n", "=:", "s/a=b ; c@2;", "no comment in a line" },
	{ "= x\n", "=", "/=x@1;", "no name" },
};

static void
read_all(struct str text, const char *divide, char *to, size_t cap)
{
	struct ini i = ini_of(text, divide);
	struct ini_entry n;
	size_t at = 0;

	to[0] = '\0';
	while (ini_next(&i, &n)) {
		struct str rest = n.value, line;
		const char *bar = "";

		at += (size_t)snprintf(to + at, cap - at, "%.*s/%.*s%s",
		    STR_ARG(n.section), STR_ARG(n.name), n.bare ? "" : "=");
		while (ini_value_line(&rest, &line)) {
			at += (size_t)snprintf(to + at, cap - at, "%s%.*s",
			    bar, STR_ARG(line));
			bar = "|";
		}
		at += (size_t)snprintf(to + at, cap - at, "@%zu;", n.line);
		assert_true(at < cap);
		assert_true(str_starts(n.whole, n.name));
	}
	assert_false(ini_next(&i, &n));
}

static void
test_cases(void **state)
{
	char got[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_all(str_from(cases[i].text), cases[i].divide, got,
		    sizeof got);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: \"%s\", want \"%s\"", cases[i].why, got,
			    cases[i].want);
	}
}

/* As configparser reads the same text: name, then the lines of the value. */
static const char dump_py[] =
    "import configparser, sys\n"
    "c = configparser.RawConfigParser(strict=False, allow_no_value=True)\n"
    "c.optionxform = str\n"
    "c.read(sys.argv[1])\n"
    "for s in c.sections():\n"
    "    for k, v in c[s].items():\n"
    "        w = [x.strip() for x in (v or '').split('\\n')]\n"
    "        print(s + '/' + k + '=' + '|'.join(x for x in w if x))\n";

static const char sample[] =
    "[metadata]\nname = demo\nversion = attr: demo.__version__\n"
    "description-file =\n    README.rst\n\n"
    "[options]\ninstall_requires =\n    requests>=2.0\n"
    "    # not this\n    importlib; python_version < '3.8'\n\n"
    "    six\nzip_safe = no\n\n[options.extras_require]\ntest =\n\tpytest\n"
    "docs: sphinx\n   furo\n";

static void
test_configparser(void **state)
{
	char path[] = "/tmp/airbom-ini-XXXXXX", command[2048], got[2048];
	struct ini i = ini_of(str_of(sample, sizeof sample - 1), "=:");
	struct ini_entry n;
	struct str want, line;
	size_t at = 0;
	int fd;

	(void)state;
	if (system("python3 -c 'import configparser' 2>/dev/null") != 0) {
		print_message("SKIP: no python3\n");
		skip();
	}
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, sample, sizeof sample - 1),
	    sizeof sample - 1);
	(void)close(fd);
	(void)snprintf(command, sizeof command, "python3 -c \"%s\" %s",
	    dump_py, path);
	want = output_of(command);
	(void)unlink(path);
	while (ini_next(&i, &n)) {
		const char *bar = "";

		at += (size_t)snprintf(got + at, sizeof got - at, "%.*s/%.*s=",
		    STR_ARG(n.section), STR_ARG(n.name));
		for (; ini_value_line(&n.value, &line); bar = "|")
			at += (size_t)snprintf(got + at, sizeof got - at,
			    "%s%.*s", bar, STR_ARG(line));
		at += (size_t)snprintf(got + at, sizeof got - at, "\n");
	}
	assert_true(at > 100);
	check_str(str_of(got, at), want);
	drop(want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_configparser),
	};

	return cmocka_run_group_tests_name("ini", tests, NULL, NULL);
}
