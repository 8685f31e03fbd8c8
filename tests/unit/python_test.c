/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/python*, pep508: Python packages, installed and declared. */
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "tests/unit/render.h"

#define SITE "opt/venv/lib/python3.11/site-packages/"
#define HASH "0123456789abcdef0123456789abcdef01234567"

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
test_beside(void **state)
{
	struct collect c = render_file(a,
	    SITE "PyJWT-2.6.0.egg-info/requires.txt",
	    "python/PyJWT-2.6.0.egg-info/requires.txt", RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 0);
	assert_int_equal(c.nnamed, 13);
	assert_true(str_eq(c.named[0].package,
	    STR("/" SITE "PyJWT-2.6.0.egg-info")));
	assert_true(str_eq(c.named[0].requires[0], STR("cryptography")));
	assert_true(str_eq(c.named[7].requires[0], STR("zope-interface")));

	c = render_text(a, SITE "ham-1.dist-info/direct_url.json",
	    "{\"url\":\"https://h/ham.git\",\"vcs_info\":{\"vcs\":\"git\","
	    "\"commit_id\":\"" HASH "\"}}", RC_OK);
	assert_int_equal(c.nnamed, 1);
	assert_string_equal(c.named[0].more[0].key, "vcs_url");
	assert_true(str_eq(c.named[0].more[0].value,
	    STR("git+https://h/ham.git@" HASH)));
	c = render_text(a, SITE "ham-1.dist-info/direct_url.json",
	    "{\"url\":\"file:///src\",\"dir_info\":{}}", RC_OK);
	assert_int_equal(c.nnamed, 0);
	(void)render_text(a, SITE "ham-1.dist-info/direct_url.json", "{",
	    RC_FORMAT);
	c = render_text(a, "src/requires.txt", "a\n", RC_OK);
	assert_int_equal(c.nnamed, 0);
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
	render_check(&c, "a_b 1.0 guessed\n");
	c = render_text(a, SITE "ham.egg-info/PKG-INFO", "Name: ham\n", RC_OK);
	render_check(&c, "ham - guessed\n");
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

static void
test_poetry(void **state)
{
	struct collect c = render_file(a, "poetry.lock",
	    "python-poetry/poetry.lock", RC_OK);

	(void)state;
	render_check(&c, "requests 2.31.0 > idna pysocks\nidna 3.6\n"
	    "pysocks 1.7.1\niniconfig 2.0.0 dev\npluggy 1.5.0 dev\n"
	    "ham 0.1.0 ?vcs_url=git+https://github.com/example/ham.git@" HASH
	    "\ndemo-lib 0.1.0 local\n");
	assert_int_equal(c.notes, 1);
	(void)render_text(a, "poetry.lock", "[[package]\n", RC_FORMAT);
}

static void
test_pdm(void **state)
{
	struct collect c = render_file(a, "pdm.lock", "python-pdm/pdm.lock",
	    RC_OK);

	(void)state;
	render_check(&c, "certifi 2025.1.31\ncharset-normalizer 2.0.12\n"
	    "colorama 0.3.9\nidna 2.7\nrequests 2.27.1 > certifi chardet "
	    "charset-normalizer idna idna urllib3\nurllib3 1.26.20\n"
	    "demo-lib 0.1.0 dev local\n"
	    "toml 0.10.2 ?vcs_url=git+https://github.com/uiri/toml.git@"
	    "65bab7582ce14c55cdeec2244c65ea23039c9e6f\n");
}

static void
test_uv(void **state)
{
	struct collect c = render_file(a, "uv.lock", "python-uv/uv.lock",
	    RC_OK);

	(void)state;
	render_check(&c, "certifi 2026.10.18\ncharset-normalizer 3.5.2\n"
	    "click 8.5.1\n"
	    "demo-app 0.3.0 local app > click requests ujson iniconfig\n"
	    "idna 3.20\niniconfig 2.0.0 dev\npysocks 1.7.1\n"
	    "requests 2.31.0 > certifi charset-normalizer idna urllib3 "
	    "pysocks\nujson 6.1.0\nurllib3 2.8.0\n");

	/* A script's lock has no project: nothing is for development. */
	c = render_text(a, "x.py.lock", "version = 1\n[[package]]\n"
	    "name = \"ruff\"\nversion = \"0.8.1\"\nsource = { git = "
	    "\"https://github.com/x/ruff?rev=main#" HASH "\" }\n", RC_OK);
	render_check(&c, "ruff 0.8.1 ?vcs_url=git+https://github.com/x/ruff@"
	    HASH "\n");
}

static void
test_pylock(void **state)
{
	struct collect c = render_file(a, "pylock.dev.toml",
	    "python-pylock/pylock.toml", RC_OK);

	(void)state;
	render_check(&c, "certifi 2026.10.18\ncharset-normalizer 3.5.2\n"
	    "click 8.5.1\nidna 3.20\niniconfig 2.0.0\npysocks 1.7.1\n"
	    "requests 2.31.0\nurllib3 2.8.0\n");
	c = render_text(a, "pylock.toml", "[[packages]]\nname = \"app\"\n"
	    "directory = { path = \".\" }\n[[packages]]\nname = \"ham\"\n"
	    "version = \"1\"\nmarker = \"'dev' in dependency_groups\"\n"
	    "vcs = { type = \"hg\", url = \"https://h/x\", commit-id = "
	    "\"12\" }\ndependencies = [{ name = \"Spam_x\" }]\n", RC_OK);
	render_check(&c, "ham 1 dev ?vcs_url=hg+https://h/x@12 > spam-x\n");
	c = render_text(a, "pylock.txt", "x", RC_OK);
	render_check(&c, "");
}

static void
test_project(void **state)
{
	struct collect c = render_file(a, "pyproject.toml",
	    "python-project/pyproject.toml", RC_OK);

	(void)state;
	render_check(&c, "requests 2.31.0\nclick -\nujson 5.9.0\n"
	    "iniconfig 2.0.0 dev\nsphinx - dev\npendulum 3.0.0\n"
	    "arrow 1.3.0\nrich -\nlocal-lib - local\npytest - dev\n"
	    "ruff 0.4.1 dev\nmypy 1.10.0 dev\n");
	c = render_text(a, "pyproject.toml",
	    "project.dependencies = [\"==1\"]\n", RC_OK);
	assert_int_equal(c.notes, 1);
}

static void
test_setup(void **state)
{
	struct collect c = render_file(a, "setup.cfg",
	    "python-setup/setup.cfg", RC_OK);

	(void)state;
	render_check(&c, "requests 2.31.0\nimportlib-metadata 6.0.0\n"
	    "click -\npytest 7.4.0 dev\nmock 5.1.0 dev\nujson 5.9.0\n");
	c = render_file(a, "setup.py", "python-setup/setup.py", RC_OK);
	render_check(&c, "requests 2.31.0 guessed\nrich 13.7.0 guessed\n"
	    "ujson 5.9.0 guessed\n");
}

static void
test_conda(void **state)
{
	const char *path = "opt/conda/envs/x/conda-meta/x.json";
	struct collect c = render_file(a, path,
	    "conda/jupyterlab-3.1.12-py_0.json", RC_OK);

	(void)state;
	render_check(&c, "jupyterlab 3.1.12 =BSD-3-Clause ?build=py39hf3db000 "
	    "?channel=main ?subdir=linux-64 > jupyterlab_server nbclassic "
	    "python tornado\n");
	assert_true(str_eq(c.pkgs[0].p.home, STR("opt/conda/envs/x")));
	c = render_file(a, path, "conda/_libgcc_mutex-0.1-main.json", RC_OK);
	render_check(&c, "_libgcc_mutex 0.1 = ?build=main ?channel=main "
	    "?subdir=linux-64\n");
	c = render_text(a, path, "{\"name\":\"a\",\"version\":\"1\","
	    "\"files\":[\"lib/x\",\"\"]}", RC_OK);
	assert_int_equal(c.pkgs[0].nowns, 1);
	assert_true(owns(&c, STR("/opt/conda/envs/x/lib/x")));
	c = render_text(a, path, "{}", RC_OK);
	assert_int_equal(c.notes, 1);
	(void)render_text(a, path, "[", RC_FORMAT);
}

static void
test_environment(void **state)
{
	struct collect c = render_file(a, "environment.yml",
	    "conda-environment/environment.yml", RC_OK);

	(void)state;
	render_check(&c, "numpy 1.26.4\nscipy 1.11.0\npandas 2.1.0\n"
	    "openssl 3.0.13\npython -\nzlib -\nsix -\npip -\n"
	    "requests 2.31.0\nclick -\n");
	assert_int_equal(c.notes, 1);
	assert_string_equal(c.pkgs[0].p.type, "conda");
	assert_string_equal(c.pkgs[8].p.type, "pypi");
	(void)render_text(a, "environment.yml", "a: [", RC_FORMAT);
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
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_long_paths),
		cmocka_unit_test(test_egg),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_requirements),
		cmocka_unit_test(test_pipfile),
		cmocka_unit_test(test_poetry),
		cmocka_unit_test(test_pdm),
		cmocka_unit_test(test_uv),
		cmocka_unit_test(test_pylock),
		cmocka_unit_test(test_project),
		cmocka_unit_test(test_setup),
		cmocka_unit_test(test_conda),
		cmocka_unit_test(test_environment),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
