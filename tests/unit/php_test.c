/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/composer, pear, wordpress; lib/text/php_serial. */
#include "tests/unit/npm_help.h"
#include "text/php_serial.h"

/* ---- Composer ---- */

static void
test_lock(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/composer.lock",
	    FIXTURES "composer-lock/composer.lock");
	const struct fact_pkg *p = package(&c,
	    "adoy/fastcgi-client@1.0.2", 0);

	(void)state;
	assert_int_equal(c.npkgs, 4);
	assert_str(p->p.group, "adoy");
	assert_str(p->p.name, "fastcgi-client");
	assert_string_equal(p->p.type, "composer");
	assert_false(p->p.dev);
	assert_str(more(&c, p, MORE_LICENCE), "MIT");
	assert_true(package(&c, "behat/gherkin@v4.6.2", 0)->p.dev);
	p = package(&c, "codeception/codeception@4.1.6", 0);
	assert_true(p->p.dev);
	assert_edges(&c, "codeception/codeception@4.1.6",
	    "behat/gherkin@v4.6.2");
	/* That of a dependency's author says nothing of what is installed. */
	c = run_file(a, "srv/vendor/x/y/composer.lock",
	    FIXTURES "composer-lock/composer.lock");
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

static void
test_installed(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/vendor/composer/installed.json",
	    FIXTURES "composer-installed/v2.json");
	const struct fact_pkg *p = package(&c, "acme/alpha@1.2.3", 0);

	(void)state;
	assert_int_equal(c.npkgs, 4);
	assert_str(more(&c, p, MORE_LICENCE), "MIT, GPL-2.0-or-later");
	assert_str(more(&c, p, MORE_HASH),
	    "507f2a8ad87cf341c8d2208807f71a9478c7c5c2");
	assert_str(p->p.description, "First of all");
	assert_edges(&c, "acme/alpha@1.2.3", "acme/beta@v2.5.0");
	/* Names compare without case; what is replaced is offered. */
	assert_edges(&c, "acme/beta@v2.5.0", "Acme/Gamma@0.9.0-beta2");
	assert_edges(&c, "acme/check@3.0", "acme/beta@v2.5.0");
	assert_false(p->p.dev);
	assert_true(package(&c, "acme/check@3.0", 0)->p.dev);
	/* A bare list: version 1. */
	c = run_file(a, "vendor/composer/installed.json",
	    FIXTURES "composer-installed/v1.json");
	assert_int_equal(c.npkgs, 2);
	p = package(&c, "asm89/stack-cors@1.3.0", 0);
	assert_int_equal(p->nrequires, 1);	/* not php */
	assert_str(more(&c, p, MORE_HASH), "");
	assert_str(more(&c, p, MORE_QUALIFIER), "");
	arena_free(a);
}

static void
test_composer_odd(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "composer.lock", STR("{\"packages\":["
	    "{\"name\":\"a/b\",\"version\":\"dev-main\",\"source\":{\"type\":"
	    "\"git\",\"url\":\"https://x.example/a/b\",\"reference\":\"c0\"}},"
	    "{\"name\":\"a/c\",\"version\":\"1\",\"dist\":{\"type\":\"path\"}},"
	    "{\"version\":\"1\"},{\"name\":\"a/\"},7,{\"name\":\"a/d\",\"version\":2,"
	    "\"require\":[],\"license\":\"(MIT or BSD)\"}]}"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 3);
	assert_int_equal(c.notes, 3);
	assert_str(collect_said(&c.pkgs[0], MORE_QUALIFIER, "vcs_url", 0),
	    "git+https://x.example/a/b@c0");
	assert_false(c.pkgs[0].p.local);
	assert_true(c.pkgs[1].p.local);
	assert_str(c.pkgs[2].p.version, "");
	assert_str(more(&c, &c.pkgs[2], MORE_LICENCE), "(MIT or BSD)");
	/* What stands before a break counts. */
	c = run(a, "composer.lock", STR("{\"packages\":[{\"name\":\"a/b\","
	    "\"version\":\"1\"},{"), RC_FORMAT);
	assert_int_equal(c.npkgs, 1);
	(void)run(a, "composer.lock", STR(""), RC_FORMAT);
	(void)run(a, "composer.lock", STR("7"), RC_FORMAT);
	(void)run(a, "vendor/composer/installed.json", STR("{}"), RC_FORMAT);
	c = run(a, "composer.lock", STR("{\"packages\":{}}"), RC_OK);
	assert_int_equal(c.npkgs, 0);
	arena_free(a);
}

/* ---- PEAR ---- */

static void
test_pear(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "usr/share/php/.registry/mail_mime.reg",
	    FIXTURES "pear/mail_mime.reg");
	const struct pkg *p = &c.pkgs[0].p;

	(void)state;
	assert_int_equal(c.npkgs, 1);
	assert_str(p->name, "Mail_Mime");
	assert_str(p->version, "1.10.11");
	assert_str(p->licence, "BSD Style");
	assert_str(p->purl, "pkg:pear/pear.example.org/Mail_Mime@1.10.11");
	assert_str(c.pkgs[0].provides[0], "pear.example.org/mail_mime");
	c = run_file(a, "php/.registry/.channel.pecl.example.org/memcached.reg",
	    FIXTURES "pear/memcached.reg");
	assert_str(c.pkgs[0].p.purl,
	    "pkg:pear/pecl.example.org/memcached@3.2.0");
	assert_str(c.pkgs[0].p.licence, "PHP License");
	c = run_file(a, ".registry/log.reg", FIXTURES "pear/log.reg");
	assert_str(c.pkgs[0].p.name, "Log");
	assert_str(c.pkgs[0].p.version, "1.8.7");
	assert_str(c.pkgs[0].p.licence, "PHP License");
	assert_str(c.pkgs[0].p.purl, "pkg:pear/Log@1.8.7");
	arena_free(a);
}

/* As PHP serialises one dependency, and two. */
static void
test_pear_needs(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, ".registry/a.reg", STR("a:3:{s:4:\"name\";"
	    "s:1:\"a\";s:7:\"version\";a:1:{s:7:\"release\";s:1:\"1\";}"
	    "s:12:\"dependencies\";a:1:{s:8:\"required\";a:1:{s:7:\"package\";"
	    "a:2:{s:4:\"name\";s:1:\"B\";s:7:\"channel\";s:1:\"x\";}}}}"),
	    RC_OK);

	(void)state;
	assert_int_equal(c.pkgs[0].nrequires, 1);
	assert_str(c.pkgs[0].requires[0], "x/b");
	c = run(a, ".registry/a.reg", STR("a:2:{s:4:\"name\";s:1:\"a\";"
	    "s:12:\"dependencies\";a:1:{s:8:\"required\";a:1:{s:7:\"package\";"
	    "a:2:{i:0;a:2:{s:4:\"name\";s:1:\"B\";s:7:\"channel\";s:1:\"x\";}"
	    "i:1;a:2:{s:4:\"name\";s:1:\"C\";s:7:\"channel\";s:1:\"y\";}}}}}"),
	    RC_OK);
	assert_int_equal(c.pkgs[0].nrequires, 2);
	assert_str(c.pkgs[0].requires[1], "y/c");
	assert_str(c.pkgs[0].p.version, "");
	(void)run(a, ".registry/a.reg", STR("a:0:{}"), RC_FORMAT);
	(void)run(a, ".registry/a.reg", STR(""), RC_FORMAT);
	arena_free(a);
}

/* ---- serialize() ---- */

static void
show(struct buf *to, const struct node *n)
{
	(void)buf_add_str(to, n->key);
	(void)buf_add_str(to, STR("="));
	if (n->kind == NODE_TEXT) {
		(void)buf_add_str(to, n->quoted ? STR("'") : STR(""));
		(void)buf_add_str(to, n->text);
	} else {
		(void)buf_add_str(to, STR("("));
		for (const struct node *c = n->first; c != NULL; c = c->next)
			show(to, c);
		(void)buf_add_str(to, STR(")"));
	}
	(void)buf_add_str(to, STR(" "));
}

static void
test_serial(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		{ "N;", "= " },
		{ "b:1;", "=1 " },
		{ "i:-5;", "=-5 " },
		{ "d:0.5;", "=0.5 " },
		{ "s:0:\"\";", "=' " },
		{ "s:3:\"a\"b\";", "='a\"b " },
		{ "a:0:{}", "=() " },
		{ "a:2:{i:0;s:1:\"x\";s:1:\"k\";a:1:{i:-1;N;}}",
		    "=(0='x k=(-1= ) ) " },
		{ "O:8:\"stdClass\":1:{s:1:\"p\";r:1;}", "=(p= ) " },
		{ "E:4:\"A:B;\";", "='A:B; " },
		{ "", NULL }, { "N", NULL }, { "x", NULL }, { "i:5", NULL },
		{ "i5;", NULL }, { "s:3:\"ab\";", NULL },
		{ "s:3:\"abc", NULL }, { "s:2:\"abc\";", NULL },
		{ "s:99999999999999999999:\"a\";", NULL },
		{ "s:18446744073709551615:\"a\";", NULL },
		{ "a:1:{}", NULL }, { "a:0:{", NULL }, { "a:1:{N;N;}", NULL },
		{ "a:0:{i:0;N;}", NULL }, { "a:1:{i:0;", NULL },
		{ "a:-1:{}", NULL }, { "O:1:\"a\":0:x", NULL },
	};
	struct arena *a = arena_new(64 << 20);
	const struct node *n;
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text = str_from(cases[i].text);
		enum rc rc = php_serial_read(a, text, &n, &e);
		struct buf got = { 0 };

		if ((rc == RC_OK) != (cases[i].want != NULL))
			fail_msg("%s: %d", cases[i].text, rc);
		if (rc == RC_OK) {
			show(&got, n);
			assert_str(buf_str(&got), cases[i].want);
		}
		buf_done(&got);
	}
	assert_int_equal(php_serial_read(a, STR("C:1:\"A\":0:{}"), &n, &e),
	    RC_UNSUPPORTED);
	arena_free(a);
}

static void
test_serial_deep(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct buf text = { 0 };
	const struct node *n;
	struct err e;

	(void)state;
	for (int i = 0; i < 128; i++)
		(void)buf_add_str(&text, STR("a:1:{i:0;"));
	assert_int_equal(php_serial_read(a, buf_str(&text), &n, &e),
	    RC_FORMAT);
	(void)buf_add_str(&text, STR("a:1:{i:0;"));
	assert_int_equal(php_serial_read(a, buf_str(&text), &n, &e),
	    RC_LIMIT);
	buf_done(&text);
	arena_free(a);
}

/* ---- WordPress ---- */

static void
test_wordpress(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run_file(a, "srv/wp-includes/version.php",
	    FIXTURES "wordpress/version.php");

	(void)state;
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.name, "wordpress");
	assert_str(c.pkgs[0].p.version, "6.1.9");
	assert_int_equal(c.pkgs[0].p.kind, PKG_APPLICATION);
	assert_str(more(&c, &c.pkgs[0], MORE_CPE),
	    "cpe:2.3:a:wordpress:wordpress:6.1.9:*:*:*:*:*:*:*");
	c = run_file(a, "srv/wp-content/plugins/akismet/akismet.php",
	    FIXTURES "wordpress/akismet.php");
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.name, "akismet");
	assert_str(c.pkgs[0].p.version, "5.0.2");
	assert_str(c.pkgs[0].p.licence, "GPLv2 or later");
	assert_str(c.pkgs[0].p.description, "Akismet Anti-Spam");
	assert_str(c.pkgs[0].p.purl,
	    "pkg:generic/wordpress-plugin/akismet@5.0.2");
	c = run_file(a, "srv/wp-content/plugins/hello.php",
	    FIXTURES "wordpress/hello.php");
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.name, "hello");
	assert_str(c.pkgs[0].p.version, "1.7.2");
	c = run_file(a, "wp-content/themes/twentytwentythree/style.css",
	    FIXTURES "wordpress/style.css");
	assert_int_equal(c.npkgs, 1);
	assert_string_equal(c.pkgs[0].p.type, "wordpress-theme");
	assert_str(c.pkgs[0].p.name, "twentytwentythree");
	assert_str(c.pkgs[0].p.version, "1.1");
	arena_free(a);
}

static void
test_wordpress_headers(void **state)
{
	static const struct {
		const char *path, *text;
		size_t npkgs, notes;
	} cases[] = {
		{ "wp-content/plugins/x/x.php", "<?php /* Plugin Na", 0, 1 },
		{ "wp-content/plugins/x/x.php", "", 0, 1 },
		{ "wp-content/plugins/x/y.php", "<?php\n", 0, 0 },
		{ "wp-content/plugins/index.php", "<?php\n", 0, 0 },
		{ "wp-content/plugins/x/y.php", "/* Plugin Name: X\n", 1, 1 },
		{ "wp-content/themes/x/style.css", "/* Theme Na", 0, 1 },
		{ "wp-content/themes/x/style.css", "/*\nTheme Name: X\n", 1,
		    1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(1 << 20);
		struct collect c = run(a, cases[i].path,
		    str_from(cases[i].text), RC_OK);

		if (c.npkgs != cases[i].npkgs || c.notes != cases[i].notes)
			fail_msg("%s: %zu packages, %zu notes", cases[i].text,
			    c.npkgs, c.notes);
		arena_free(a);
	}
}

static void
test_wordpress_odd(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = run(a, "wp-content/plugins/a/b.php",
	    STR("<?php // code\n$x = 'Version: 1';\n"), RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 0);
	c = run(a, "wp-content/plugins/a/b.php", STR(""), RC_OK);
	c = run(a, "wp-content/plugins/a/b.php",
	    STR("<?php /* PLUGIN NAME: x */\r\n# version: 2 ?>\n"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.description, "x");
	assert_str(c.pkgs[0].p.version, "2");
	c = run(a, "wp-content/plugins/a/b.php",
	    STR("Plugin Name: no version\n"), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_str(c.pkgs[0].p.version, "");
	c = run(a, "wp-includes/version.php",
	    STR("$wp_version_x = '1';\n$wp_version=\"6.5-RC1+a\";\n"), RC_OK);
	assert_str(c.pkgs[0].p.version, "6.5-RC1+a");
	assert_str(more(&c, &c.pkgs[0], MORE_CPE),
	    "cpe:2.3:a:wordpress:wordpress:6.5-rc1\\+a:*:*:*:*:*:*:*");
	(void)run(a, "wp-includes/version.php", STR("<?php\n"), RC_FORMAT);
	(void)run(a, "wp-includes/version.php", STR("$wp_version = x;"),
	    RC_FORMAT);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_installed),
		cmocka_unit_test(test_composer_odd),
		cmocka_unit_test(test_pear),
		cmocka_unit_test(test_pear_needs),
		cmocka_unit_test(test_serial),
		cmocka_unit_test(test_serial_deep),
		cmocka_unit_test(test_wordpress),
		cmocka_unit_test(test_wordpress_headers),
		cmocka_unit_test(test_wordpress_odd),
	};

	return cmocka_run_group_tests_name("php", tests, NULL, NULL);
}
