/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/gem*: Ruby gems, installed and locked. */
#include "tests/unit/render.h"

#define HOME "app/vendor/bundle/ruby/3.1.0/"

static void
test_installed(void **state)
{
	struct collect c = render_file(a,
	    HOME "specifications/net-imap-0.2.3.gemspec",
	    "gem/net-imap-0.2.3.gemspec", RC_OK);

	(void)state;
	render_check(&c, "net-imap 0.2.3 =Ruby =BSD-2-Clause > net-protocol "
	    "digest strscan\n");
	assert_true(str_eq(c.pkgs[0].p.home, STR("app/vendor/bundle/ruby/3.1.0")));
	assert_true(str_eq(c.pkgs[0].p.vendor, STR("Shugo Maeda")));
	assert_true(str_eq(c.pkgs[0].provides[0], STR("net-imap")));
	assert_int_equal(c.notes, 0);
}

static void
test_default(void **state)
{
	struct collect c = render_file(a, "usr/lib/ruby/gems/3.1.0/"
	    "specifications/default/bundler-2.3.7.gemspec",
	    "gem/bundler-2.3.7.gemspec", RC_OK);
	bool found = false;

	(void)state;
	render_check(&c, "bundler 2.3.7 =MIT\n");
	/* Seen from every home. */
	assert_true(str_eq(c.pkgs[0].p.home, STR("/")));
	assert_true(str_eq(c.pkgs[0].p.vendor, STR("Andr\303\251 Arko")));
	for (size_t i = 0; i < c.npaths; i++)
		found |= str_eq(c.paths[i], STR("/usr/lib/ruby/gems/3.1.0/gems/"
		    "bundler-2.3.7/lib/bundler.rb"));
	assert_true(found);
	assert_int_equal(c.npaths, 4);
}

static void
test_damaged(void **state)
{
	struct collect c = render_text(a,
	    HOME "specifications/foo-bar-1.0.2-x86_64-linux.gemspec",
	    "Gem::Specification.new do |s|\n"
	    "  s.name = \"#{X}\"\n  s.version = V\n"
	    "  s.platform = \"x86_64-linux\".freeze\n"
	    "  s.license = 'MIT'\n"
	    "  s.add_dependency(%q<a>.freeze\n  s.add_dependency(x\n"
	    "  s.add_development_dependency(%q<b>, [])\n"
	    "  s.summary = \"un\\u00zz \\\"x\\\" \\u20AC\n", RC_OK);

	(void)state;
	render_check(&c, "foo-bar 1.0.2 ?platform=x86_64-linux =MIT > a\n");
	c = render_text(a, HOME "specifications/foo.gemspec", "", RC_OK);
	render_check(&c, "");
	assert_int_equal(c.notes, 1);
	c = render_text(a, HOME "specifications/foo.gemspec",
	    "s.name = \"f\\u20AC\\\"\\\\\"", RC_OK);
	render_check(&c, "f\342\202\254\"\\ -\n");
	assert_int_equal(c.notes, 1);
	c = render_text(a, HOME "specifications/x-1.gemspec",
	    "s.name = \"\\u0041\\u00e9\\\"", RC_OK);
	render_check(&c, "x 1\n");
}

static void
test_homes(void **state)
{
	static const struct { const char *path, *home; } cases[] = {
		{ "usr/lib/x86_64-linux-gnu/rubygems-integration/3.1.0/"
		    "specifications/x-1.gemspec", "/" },
		{ "usr/share/rubygems-integration/all/specifications/"
		    "x-1.gemspec", "/" },
		{ "usr/local/bundle/specifications/x-1.gemspec",
		    "usr/local/bundle" },
		{ "specifications/x-1.gemspec", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct collect c = render_text(a, cases[i].path, "", RC_OK);

		render_check(&c, "x 1\n");
		if (!str_eq(c.pkgs[0].p.home, str_from(cases[i].home)))
			fail_msg("%s: %.*s", cases[i].path,
			    STR_ARG(c.pkgs[0].p.home));
	}
}

static void
test_lock(void **state)
{
	struct collect c = render_file(a, "Gemfile.lock",
	    "gem-lock/Gemfile.lock", RC_OK);

	(void)state;
	render_check(&c,
	    "ham 1.0.0 ?vcs_url=git+https://github.com/example/ham.git@"
	    "0123456789abcdef0123456789abcdef01234567 > rack\n"
	    "backbone-on-rails 1.2.0.0 local > eco railties\n"
	    "crass 1.0.6\neco 1.0.0\nloofah 2.14.0 > crass nokogiri\n"
	    "nokogiri 1.13.3 ?platform=arm64-darwin > racc\n"
	    "nokogiri 1.13.3 ?platform=x86_64-linux > racc\n"
	    "racc 1.6.0\nrack 2.2.3\nrailties 7.0.2.2 > rack\n"
	    "turbo-rails 2.0.0.pre.beta.2\n");
	assert_int_equal(c.notes, 0);
	c = render_text(a, "gems.locked", "GEM\n    (1.0)\n      x\n    a\n"
	    "junk\n    b (1)\n", RC_OK);
	render_check(&c, "a -\n");
	assert_int_equal(c.notes, 2);	/* a line, and how it ends */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_installed),
		cmocka_unit_test(test_default),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_homes),
		cmocka_unit_test(test_lock),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
