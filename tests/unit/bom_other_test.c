/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub's dependency snapshot, lists of purls, the table for people. */
#include "tests/unit/bom_help.h"

static struct bom *
fixture(const char *name, struct seen *s, struct buf *text)
{
	char path[128];

	(void)snprintf(path, sizeof path, "tests/fixtures/bom/%s", name);
	return read_ok(file_text(path, text), s);
}

static size_t
at(const struct bom *b, const char *name)
{
	return (size_t)(named(b, name) - b->components);
}

/* ---- snapshots ---- */

/* Syft's dependencies are the wrong way round: adduser needs passwd. */
static void
reads_syft_snapshot(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("syft/debian.github.json", &s, &text);
	const struct bom_component *c;

	(void)state;
	IS(b->format, "github");
	IS(b->tool, "syft 0.0.0-dev");
	IS(b->distro.id, "debian");
	IS(b->distro.version_id, "12");
	assert_true(b->has_os_database);
	assert_int_equal(b->ncomponents, 5);
	c = named(b, "passwd");
	IS(c->version, "1:4.13+dfsg1-1+deb12u1");
	IS(c->source_name, "shadow");
	assert_int_equal(c->nplaces, 1);
	IS(c->places[0].path, "/var/lib/dpkg/status");
	c = named(b, "adduser");
	assert_int_equal(c->ndepends, 1);
	assert_int_equal(c->depends[0], at(b, "passwd"));
	assert_int_equal(named(b, "libc6")->ndepends, 0);
	forget(&s);
	buf_done(&text);
}

/* What a purl says, and the gaps, come through. */
static void
same_but_for_the_loss(const struct bom *x, const struct bom *y, bool graph)
{
	assert_int_equal(x->ncomponents, y->ncomponents);
	for (size_t i = 0; i < x->ncomponents; i++) {
		const struct bom_component *c = &x->components[i];
		const struct bom_component *d = &y->components[i];

		is("purl", d->purl, c->purl);
		is("name", d->name, c->name);
		is("version", d->version, c->version);
		is("source", d->source_name, c->source_name);
		is("arch", d->arch, c->arch);
		if (!graph)
			continue;
		is("ref", d->ref, c->ref);
		assert_int_equal(d->excluded, c->excluded);
		assert_int_equal(d->depends_known, c->depends_known);
		assert_int_equal(d->ndepends, c->ndepends);
		for (size_t k = 0; k < c->ndepends; k++)
			assert_int_equal(d->depends[k], c->depends[k]);
	}
	is("distro", y->distro.id, x->distro.id);
	is("release", y->distro.version_id, x->distro.version_id);
	assert_int_equal(notices_count(&y->notices, NOTICE_GAP),
	    notices_count(&x->notices, NOTICE_GAP));
	for (size_t i = 0; i < notices_count(&x->notices, NOTICE_GAP); i++) {
		is("path", y->notices.v[i].path, x->notices.v[i].path);
		is("what", y->notices.v[i].what, x->notices.v[i].what);
	}
}

static void
round_trip(const char *format, bool graph)
{
	struct buf text = { .limit = 0 }, made = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("syft/debian.github.json", &s, &text), *c;

	notice_gap(&b->notices, "layer", STR("/a;b\n"), "torn = %d%%", 5);
	notice_gap(&b->notices, "package-db", STR(""), "# not read");
	b->components[1].excluded = true;
	notices_sort(&b->notices);
	write_to(b, format, &made);
	c = read_ok(buf_str(&made), &s);
	is("format", c->format, str_from(format));
	same_but_for_the_loss(b, c, graph);
	forget(&s);
	buf_done(&text);
	buf_done(&made);
}

static void
snapshot_round_trip(void **state)
{
	(void)state;
	round_trip("github", true);
}

/* What a snapshot is not. */
static void
refuses_half_snapshots(void **state)
{
	struct seen s = { .n = 0 };
	struct err e;

	(void)state;
	assert_int_equal(read_text(STR("{\"detector\":{},\"sha\":\"x\"}"),
	    &s, &e), RC_FORMAT);
	assert_int_equal(read_text(STR("{\"detector\":{},\"manifests\":"
	    "{\"a\":{\"resolved\":[]}}}"), &s, &e), RC_FORMAT);
	assert_int_equal(read_text(STR("{\"detector\":{},\"manifests\":"
	    "{\"a\":{\"resolved\":{\"x\":{"), &s, &e), RC_FORMAT);
	assert_int_equal(s.n, 0);
}

/* ---- purls ---- */

static void
purls_round_trip(void **state)
{
	(void)state;
	round_trip("purls", false);
}

/* One that cannot be read is a gap, never silence. */
static void
reads_purls(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("# words\r\n\r\n"
	    "pkg:deb/debian/bash@5.2.15-2?arch=amd64&distro=debian-12\r\n"
	    "pkg:npm/%40babel/core@7.1.0\n"
	    "pkg:nothing\n"
	    "pkg:pypi/Flask@1.0"), &s);

	(void)state;
	IS(b->format, "purls");
	assert_int_equal(b->ncomponents, 3);
	IS(named(b, "bash")->version, "5.2.15-2");
	IS(named(b, "core")->group, "@babel");
	IS(named(b, "flask")->type, "pypi");
	IS(b->distro.id, "debian");
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 1);
	IS(b->notices.v[0].what, "line 5: not a package URL: pkg:nothing");
	forget(&s);
}

/* ---- the table ---- */

static struct str
table(const struct bom *b, struct buf *to)
{
	to->n = 0;
	write_to(b, "table", to);
	return buf_str(to);
}

static bool
holds(struct str s, const char *what)
{
	return str_find_str(s, str_from(what)) != s.n;
}

static struct bom *
hostile(void)
{
	struct bom *b = bom_new(1 << 20);
	struct bom_component *c = bom_add(b);

	c->type = STR("npm");
	c->group = STR("@a");
	c->name = STR("x\033[31mred\xff");
	c->version = STR("1\n2");
	bom_place_add(b, c, STR("/usr/lib/node_modules/a/b/package.json"),
	    STR(""));
	c = bom_add(b);
	c->name = STR("\xc3\xa9t\xc3\xa9");	/* 3 columns, 5 bytes */
	notice_gap(&b->notices, "layer", STR("/\033]0;x\007"), "torn");
	b->name = STR("image:1");
	b->distro.id = STR("debian");
	b->distro.version_id = STR("12");
	bom_finish(b);
	return b;
}

static void
writes_tables(void **state)
{
	struct buf text = { .limit = 0 };
	struct bom *b = hostile();
	struct str s = table(b, &text);

	(void)state;
	is("table", s, STR(
	    "NAME                 VERSION  TYPE  FOUND AT\n"
	    "\xc3\xa9t\xc3\xa9                  -        -     -\n"
	    "@a/x\\x1b[31mred\\xff  1\\x0a2   npm   "
	    "/usr/lib/node_modules/a/b/package.json\n"
	    "\n"
	    "image:1 (debian 12): 2 components\n"
	    "gap: /\\x1b]0;x\\x07: torn\n"));
	b->width = 60;
	s = table(b, &text);
	assert_true(holds(s, "npm   ...ules/a/b/package.json\n"));
	assert_false(holds(s, "\033"));
	b->width = 10;		/* too narrow for anything */
	assert_true(holds(table(b, &text), "npm   ...kage.json\n"));
	b->colour = true;
	assert_true(holds(table(b, &text), "\033[1mNAME"));
	assert_true(holds(table(b, &text), "\033[33mgap: \033[0m/\\x1b"));
	bom_free(b);
	buf_done(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_syft_snapshot),
		cmocka_unit_test(snapshot_round_trip),
		cmocka_unit_test(refuses_half_snapshots),
		cmocka_unit_test(purls_round_trip),
		cmocka_unit_test(reads_purls),
		cmocka_unit_test(writes_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
