/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/python*, pep508: Python packages, installed and declared. */
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "tests/unit/render.h"

#define SITE "opt/venv/lib/python3.11/site-packages/"
#define HASH "0123456789abcdef0123456789abcdef01234567"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new((size_t)64 * MIB);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void
test_pep508(void **state)
{
	static const struct { const char *text, *name, *version, *url, *marker; }
	    cases[] = {
		{ "a", "a", "", "", "" },
		{ " requests==2.0 ", "requests", "2.0", "", "" },
		{ "a===1.0+local.x", "a", "1.0+local.x", "", "" },
		{ "a (==1.0)", "a", "1.0", "", "" },
		{ "a(>=1,<2); x == 'y'", "a", "", "", "x == 'y'" },
		{ "a==1.*", "a", "", "", "" },
		{ "a==1,!=2", "a", "", "", "" },
		{ "a=1", "a", "", "", "" },
		{ "a~=1.0", "a", "", "", "" },
		{ "a[b,c]==1", "a", "1", "", "" },
		{ "a [b] @ https://h/x;y ; m", "a", "", "https://h/x;y", "m" },
		{ "zope.interface-x_y==1", "zope.interface-x_y", "1", "", "" },
		{ "", NULL, "", "", "" },
		{ "==1", NULL, "", "", "" },
		{ "_x", NULL, "", "", "" },
		{ "a[b", "a", "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pep508 q;
		bool is = pep508_parse(str_from(cases[i].text), &q);

		if (is != (cases[i].name != NULL))
			fail_msg("\"%s\": %d", cases[i].text, is);
		if (is && (!str_eq(q.name, str_from(cases[i].name)) ||
		    !str_eq(q.version, str_from(cases[i].version)) ||
		    !str_eq(q.url, str_from(cases[i].url)) ||
		    !str_eq(q.marker, str_from(cases[i].marker))))
			fail_msg("\"%s\": \"%.*s\" \"%.*s\" \"%.*s\" \"%.*s\"",
			    cases[i].text, STR_ARG(q.name), STR_ARG(q.version),
			    STR_ARG(q.url), STR_ARG(q.marker));
	}
}

static void
test_pep503(void **state)
{
	char buf[PEP503_MAX], big[PEP503_MAX + 1];

	(void)state;
	assert_true(str_eq(pep503(STR("Foo._-Bar"), buf), STR("foo-bar")));
	memset(big, 'x', sizeof big);
	assert_int_equal(pep503(str_of(big, sizeof big), buf).n, 0);
	assert_int_equal(pep503(str_of(big, PEP503_MAX), buf).n, PEP503_MAX);
}

static void
test_home(void **state)
{
	static const struct { const char *site, *home; } cases[] = {
		{ "usr/lib/python3/dist-packages",
		    "usr/lib/python3/dist-packages" },
		{ "usr/lib/python3.11/dist-packages",
		    "usr/lib/python3/dist-packages" },
		{ "usr/local/lib/python3.11/dist-packages",
		    "usr/lib/python3/dist-packages/local" },
		{ "usr/lib64/python3.9/site-packages",
		    "usr/lib/python3.9/site-packages" },
		{ "usr/local/lib/python3.9/site-packages",
		    "usr/lib/python3.9/site-packages/local" },
		{ "usr/lib/python2.7/dist-packages",
		    "usr/lib/python2.7/dist-packages" },
		{ "opt/venv/lib/python3.9/site-packages",
		    "opt/venv/lib/python3.9/site-packages" },
		{ "usr/share/x", "usr/share/x" }, { "", "" }, { "usr", "usr" },
		{ "usr/lib/python3/dist-packages/setuptools/_vendor",
		    "usr/lib/python3/dist-packages/setuptools/_vendor" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = python_home(a, str_from(cases[i].site));

		if (!str_eq(got, str_from(cases[i].home)))
			fail_msg("%s: %.*s", cases[i].site, STR_ARG(got));
	}
}

static void
test_wheel(void **state)
{
	const char *path = SITE "requests-2.31.0.dist-info/METADATA";
	struct collect c = render_file(a, path,
	    "python/requests-2.31.0.dist-info/METADATA", RC_OK);

	(void)state;
	render_check(&c, "requests 2.31.0 =Apache 2.0 > charset-normalizer idna "
	    "urllib3 certifi pysocks chardet\n");
	assert_true(str_eq(c.pkgs[0].p.home,
	    STR("opt/venv/lib/python3.11/site-packages")));
	assert_true(str_eq(c.pkgs[0].p.description,
	    STR("Python HTTP for Humans.")));
	assert_true(str_eq(c.pkgs[0].p.vendor, STR("Kenneth Reitz")));
	assert_int_equal(c.pkgs[0].nprovides, 2);
	assert_true(str_eq(c.pkgs[0].provides[0], STR("requests")));
	assert_true(str_eq(c.pkgs[0].provides[1],
	    STR("/" SITE "requests-2.31.0.dist-info")));
	assert_int_equal(c.notes, 0);
}

static bool
owns(const struct collect *c, struct str path)
{
	for (size_t i = 0; i < c->npaths; i++)
		if (str_eq(c->paths[i], path))
			return true;
	return false;
}

static void
test_record(void **state)
{
	struct collect c = render_file(a,
	    SITE "requests-2.31.0.dist-info/RECORD",
	    "python/requests-2.31.0.dist-info/RECORD", RC_OK);
	struct str own = STR("/" SITE "requests-2.31.0.dist-info");

	(void)state;
	assert_int_equal(c.npkgs, 0);
	assert_true(c.nnamed > 5);
	for (size_t i = 0; i < c.nnamed; i++)
		assert_true(str_eq(c.named[i].package, own));
	assert_true(owns(&c, STR("/" SITE "requests/api.py")));
	assert_true(owns(&c, STR("/opt/venv/bin/normalizer")));
	assert_true(owns(&c, STR("/" SITE
	    "requests-2.31.0.dist-info/METADATA")));

	c = render_text(a, SITE "x-1.dist-info/RECORD",
	    "\"a,b.py\",,\n/abs/y.py,,\n\nx.py", RC_OK);
	assert_true(owns(&c, STR("/" SITE "a,b.py")));
	assert_true(owns(&c, STR("/abs/y.py")));
	assert_true(owns(&c, STR("/" SITE "x.py")));
	assert_int_equal(c.npaths, 3);

	c = render_text(a, SITE "x.egg-info/installed-files.txt",
	    "../x/__init__.py\r\nPKG-INFO\n", RC_OK);
	assert_true(owns(&c, STR("/" SITE "x/__init__.py")));
	assert_true(owns(&c, STR("/" SITE "x.egg-info/PKG-INFO")));
}

static void
test_long_paths(void **state)
{
	char text[3 * PATH_MAX_BYTES];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	text[PATH_MAX_BYTES + 1] = '\n';

	struct collect c = render_text(a, SITE "x.dist-info/RECORD", text,
	    RC_OK);

	assert_int_equal(c.npaths, 0);
	assert_int_equal(c.notes, 2);
}

static void
test_egg(void **state)
{
	struct collect c = render_file(a,
	    "usr/lib/python3/dist-packages/PyJWT-2.6.0.egg-info/PKG-INFO",
	    "python/PyJWT-2.6.0.egg-info/PKG-INFO", RC_OK);

	(void)state;
	render_check(&c, "PyJWT 2.6.0 =MIT\n");

	/* An egg that was unpacked, one that is a plain file, the stdlib. */
	c = render_text(a, SITE "ham-1.0-py3.9.egg/EGG-INFO/PKG-INFO",
	    "Name: ham\nVersion: 1.0\nLicense: UNKNOWN\n"
	    "Classifier: License :: OSI Approved :: MIT License\n"
	    "Classifier: License :: OSI Approved\n", RC_OK);
	render_check(&c, "ham 1.0 =MIT License\n");
	assert_true(str_eq(c.pkgs[0].p.home,
	    STR("opt/venv/lib/python3.11/site-packages")));
	c = render_text(a, SITE "spam-2.0.egg-info", "NAME: spam\r\n"
	    "version: 2.0\r\nLicense-Expression: MIT\r\nLicense: x\r\n\r\n"
	    "Name: not\r\n", RC_OK);
	render_check(&c, "spam 2.0 =MIT\n");
	c = render_text(a, "usr/lib/python2.7/lib-dynload/"
	    "Python-2.7.18.egg-info", "Name: Python\nVersion: 2.7.18\n", RC_OK);
	render_check(&c, "");
	/* Not installed: the root of a source archive, and another METADATA. */
	c = render_text(a, "src/ham-1.0/PKG-INFO", "Name: x\nVersion: 1\n",
	    RC_OK);
	render_check(&c, "");
	assert_int_equal(c.notes, 0);
}

static void
test_damaged(void **state)
{
	struct collect c = render_text(a, SITE "a_b-1.0.dist-info/METADATA",
	    "no field\n continued\nSummary: UNKNOWN\n", RC_OK);

	(void)state;
	render_check(&c, "a_b 1.0\n");
	c = render_text(a, SITE "ham.egg-info/PKG-INFO", "Name: ham\n", RC_OK);
	render_check(&c, "ham -\n");
	assert_int_equal(c.notes, 1);
	c = render_text(a, SITE "ham.egg-info/PKG-INFO", "", RC_OK);
	render_check(&c, "");
	assert_int_equal(c.notes, 1);
}

static void
test_requirements(void **state)
{
	struct collect c = render_file(a, "app/requirements.txt",
	    "python-requirements/requirements.txt", RC_OK);

	(void)state;
	render_check(&c,
	    "ham - ?vcs_url=git+https://github.com/example/ham.git@v1.0\n"
	    "click 8.0.0\nFlask 2.0.0\nJinja2 3.0.0\ncelery 4.4.7\n"
	    "SomeProject 5.4\nyolo 1.0\nnumpy -\nrequests -\nasdf -\n"
	    "pinned -\npkg 1.5\nqwerty 0.1\n"
	    "spam - ?vcs_url=git+https://github.com/example/spam.git@0123456\n"
	    "eggs 2.1\nbacon 3.0.1\n");
	/* others.txt, a URL without a name, a line without one */
	assert_int_equal(c.notes, 3);
	assert_string_equal(c.said, "no requirement: ==1.0");

	c = render_text(a, "a/requirements/dev.txt", "\xef\xbb\xbfx==1\\", RC_OK);
	render_check(&c, "x 1\n");
	c = render_text(a, "a/robots.txt", "x==1", RC_OK);
	render_check(&c, "");
	c = render_text(a, "requirements.txt", "\xff\xfex", RC_UNSUPPORTED);
	render_check(&c, "");
}

static void
test_pipfile(void **state)
{
	struct collect c = render_file(a, "Pipfile.lock",
	    "python-pipfile/Pipfile.lock", RC_OK);

	(void)state;
	render_check(&c, "certifi 2026.10.18\ncharset-normalizer 3.5.2\n"
	    "idna 3.20\npysocks 1.7.1\nrequests 2.31.0\nurllib3 2.8.0\n"
	    "demo-lib - local\n"
	    "ham - ?vcs_url=git+https://github.com/example/ham.git@" HASH "\n"
	    "iniconfig 2.0.0 dev\n");
	c = render_text(a, "Pipfile.lock", "{\"default\":{\"a\":{}},"
	    "\"develop\":{\"a\":{\"version\":\"==1\"}}}", RC_OK);
	render_check(&c, "a -\n");
	(void)render_text(a, "Pipfile.lock", "{}", RC_FORMAT);
	(void)render_text(a, "Pipfile.lock", "{", RC_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pep508),
		cmocka_unit_test(test_pep503),
		cmocka_unit_test(test_home),
		cmocka_unit_test(test_wheel),
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_long_paths),
		cmocka_unit_test(test_egg),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_requirements),
		cmocka_unit_test(test_pipfile),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
