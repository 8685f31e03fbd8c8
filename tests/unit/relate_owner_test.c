/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/relate: packages of languages, whose files they are, what is folded. */
#include "tests/unit/relate_scene.h"

#define DEBIAN12 STR("ID=debian\nVERSION_ID=\"12\"\n")
#define STANZA(name, who) "Package: " name "\nStatus: install ok installed\n" \
    "Architecture: all\nVersion: 1-1\nMaintainer: " who "\n\n"
#define TEAM "Debian JS <js@lists.example.org>"
#define THIRD "NodeSource <support@nodesource.com>"
#define PACKAGE(name, version) STR("{\"name\": \"" name "\", " \
    "\"version\": \"" version "\", \"license\": \"MIT\"}")

static const struct cataloger classifier = { .name = "classifier" },
    elf_note = { .name = "elf-note", .link = LINK_FILE },
    go_binary = { .name = "go-binary", .link = LINK_FILE },
    lock = { .name = "some-lock", .link = LINK_FILE,
	.state = STATE_DECLARED };

/* What rows said of a file, put together by hand. */
static struct fact_file *
found(struct scene *s, const char *path, const struct fact_pkg *pkgs, size_t n)
{
	assert_true(s->f.nfiles < FILES);
	struct fact_file *x = &s->files[s->f.nfiles++];

	*x = (struct fact_file){ .path = str_from(path), .row = pkgs[0].row,
		.visible = true, .npkgs = n,
		.pkgs = NEWN(s->a, struct fact_pkg, n) };
	memcpy(x->pkgs, pkgs, n * sizeof *pkgs);
	return x;
}

static void
debian(struct scene *s, const char *maintainer_is_third)
{
	add(s, "etc/os-release", 0, true, DEBIAN12);
	add(s, "var/lib/dpkg/info/node-a.list", 0, true, STR("/.\n/usr\n"
	    "/usr/share/nodejs/a/package.json\n/usr/bin/node\n"
	    "/lib/x86_64-linux-gnu/libz.so.1\n/opt/a/package.json\n"));
	add(s, "var/lib/dpkg/info/node-a.md5sums", 0, true, STR(
	    "0123  usr/share/nodejs/a/package.json\n0123  usr/bin/node\n"));
	add(s, "var/lib/dpkg/status", 0, true, maintainer_is_third != NULL ?
	    STR(STANZA("node-a", THIRD)) : STR(STANZA("node-a", TEAM)));
}

/* The n-th component of that type, in the document's order. */
static const struct bom_component *
of_type(const struct bom *b, const char *type, size_t n)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		if (str_eq(b->components[i].type, str_from(type)) && n-- == 0)
			return &b->components[i];
	return NULL;
}

static const struct bom_component *
owner_of(const struct bom *b, const struct bom_component *c)
{
	assert_non_null(c);
	return c->owner != 0 ? &b->components[c->owner - 1] : NULL;
}

static void
test_language(void **state)
{
	struct scene *s = *state;

	add(s, "app/node_modules/@x/a/package.json", 0, true,
	    PACKAGE("@x/a", "1.0.0"));
	add(s, "srv/node_modules/@x/a/package.json", 1, true,
	    PACKAGE("@x/a", "1.0.0"));
	struct bom *b = scene_run(s);
	const struct bom_component *c = of_type(b, "npm", 0);

	assert_int_equal(b->ncomponents, 1);
	assert_str(c->group, "@x");
	assert_str(c->name, "a");
	assert_str(c->purl, "pkg:npm/%40x/a@1.0.0");
	assert_int_equal(c->nplaces, 2);
	assert_str(c->places[0].path, "/app/node_modules/@x/a/package.json");
	assert_str(c->places[1].path, "/srv/node_modules/@x/a/package.json");
	assert_str(c->layer, "sha256:00");
	assert_int_equal(c->nlicences, 1);
	assert_str(c->licences[0].text, "MIT");
	assert_int_equal(c->owner, 0);
	assert_false(c->excluded || c->guessed || c->cached || c->local);
	/* Without a distribution that is no blindness. */
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 0);
}

#define SITE "opt/x/lib/python3.11/site-packages/"

/* What several files tell of a wheel is one package's, and what it owns is
   not nobody's. */
static void
test_wheel(void **state)
{
	struct scene *s = *state;

	add(s, SITE "Foo_Bar-1.0.dist-info/METADATA", 0, true,
	    STR("Name: Foo_Bar\nVersion: 1.0\n"));
	add(s, SITE "Foo_Bar-1.0.dist-info/RECORD", 0, true,
	    STR("foo/node_modules/a/package.json,,\n"));
	add(s, SITE "Foo_Bar-1.0.dist-info/direct_url.json", 0, true,
	    STR("{\"url\":\"https://h/x\",\"vcs_info\":{\"vcs\":\"git\"}}"));
	add(s, SITE "foo/node_modules/a/package.json", 0, true,
	    PACKAGE("a", "2.0.0"));
	/* An egg tells its requirements in a file of its own. */
	add(s, SITE "ham-2.0.egg-info/PKG-INFO", 0, true,
	    STR("Name: ham\nVersion: 2.0\n"));
	add(s, SITE "ham-2.0.egg-info/requires.txt", 0, true,
	    STR("foo.bar>=1\n"));
	struct bom *b = scene_run(s);
	const struct bom_component *wheel = find(b, "Foo_Bar", ""),
	    *ham = find(b, "ham", ""), *a = of_type(b, "npm", 0);

	assert_int_equal(b->ncomponents, 3);
	assert_str(wheel->purl,
	    "pkg:pypi/foo-bar@1.0?vcs_url=git%2Bhttps:%2F%2Fh%2Fx");
	assert_ptr_equal(owner_of(b, a), wheel);
	assert_int_equal(a->owner_vendor, OWNER_OTHER);
	assert_int_equal(ham->ndepends, 1);
	assert_ptr_equal(&b->components[ham->depends[0]], wheel);
}

/* PyPI takes all these for one name. */
static void
test_spelling(void **state)
{
	struct scene *s = *state;

	add(s, "opt/a/Foo_Bar-1.0.dist-info/METADATA", 0, true,
	    STR("Name: Foo_Bar\nVersion: 1.0\n"));
	add(s, "opt/b/foo_bar-1.0.dist-info/METADATA", 0, true,
	    STR("Name: foo-bar\nVersion: 1.0\n"));
	add(s, "opt/b/foo_bar-1.1.dist-info/METADATA", 0, true,
	    STR("Name: foo-bar\nVersion: 1.1\n"));
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 2);
	assert_str(b->components[0].name, "Foo_Bar");
	assert_int_equal(b->components[0].nplaces, 2);
}

static void
test_owned(void **state)
{
	struct scene *s = *state;

	add(s, "app/node_modules/a/package.json", 0, true,
	    PACKAGE("a", "2.0.0"));
	debian(s, NULL);
	add(s, "usr/share/nodejs/a/package.json", 0, true,
	    PACKAGE("a", "2.0.0"));
	struct bom *b = scene_run(s);
	const struct bom_component *free = of_type(b, "npm", 0),
	    *owned = of_type(b, "npm", 1);

	assert_null(of_type(b, "npm", 2));
	assert_str(free->places[0].path, "/app/node_modules/a/package.json");
	assert_null(owner_of(b, free));
	assert_int_equal(free->owner_vendor, OWNER_UNKNOWN);
	assert_str(owned->places[0].path, "/usr/share/nodejs/a/package.json");
	assert_str(owner_of(b, owned)->name, "node-a");
	assert_int_equal(owned->owner_vendor, OWNER_VENDOR);
	assert_str(owned->purl, "pkg:npm/a@2.0.0");
}

static void
test_owned_by_third_party(void **state)
{
	struct scene *s = *state;

	debian(s, "");
	add(s, "usr/share/nodejs/a/package.json", 0, true,
	    PACKAGE("a", "2.0.0"));
	struct bom *b = scene_run(s);
	const struct bom_component *owned = of_type(b, "npm", 0);

	assert_str(owner_of(b, owned)->name, "node-a");
	assert_int_equal(owned->owner_vendor, OWNER_OTHER);
}

/* No distribution puts its files there, whoever the maintainer is. */
static void
test_owned_in_opt(void **state)
{
	struct scene *s = *state;

	add(s, "opt/a/package.json", 0, true, PACKAGE("a", "2.0.0"));
	debian(s, NULL);
	struct bom *b = scene_run(s);

	assert_int_equal(of_type(b, "npm", 0)->owner_vendor, OWNER_OTHER);
}

/* A file that a later layer put there is not what was installed. */
static void
test_replaced(void **state)
{
	struct scene *s = *state;

	debian(s, NULL);
	add(s, "usr/share/nodejs/a/package.json", 0, false,
	    PACKAGE("a", "2.0.0"));
	add(s, "usr/share/nodejs/a/package.json", 1, true,
	    PACKAGE("a", "2.0.1"));
	struct bom *b = scene_run(s);
	const struct bom_component *c = of_type(b, "npm", 0);

	assert_str(c->version, "2.0.1");
	assert_null(owner_of(b, c));
	assert_int_equal(c->owner_vendor, OWNER_UNKNOWN);
	assert_str(c->layer, "sha256:11");
}

/* ---- executables ---- */

static struct fact_pkg
pkg(const struct cataloger *row, const char *type, const char *name,
    const char *version)
{
	return (struct fact_pkg){ .row = row, .p = { .type = type,
		.name = str_from(name), .version = str_from(version),
		.kind = PKG_APPLICATION } };
}

static void
test_folded(void **state)
{
	struct scene *s = *state;
	struct fact_pkg hit = pkg(&classifier, "generic", "node", "18.1.0");

	debian(s, NULL);
	found(s, "usr/bin/node", &hit, 1);
	found(s, "usr/local/bin/node", &hit, 1);
	struct bom *b = scene_run(s);
	const struct bom_component *c = of_type(b, "generic", 0);

	assert_null(of_type(b, "generic", 1));
	assert_int_equal(c->nplaces, 1);
	assert_str(c->places[0].path, "/usr/local/bin/node");
	assert_int_equal(c->kind, BOM_APPLICATION);
	assert_int_equal(c->technique, TECHNIQUE_BINARY);
	assert_str(c->purl, "pkg:generic/node@18.1.0");
}

/* No distribution's advisory speaks of a third party's node. */
static void
test_not_folded(void **state)
{
	struct scene *s = *state;
	struct fact_pkg hit = pkg(&classifier, "generic", "node", "18.1.0");

	debian(s, "");
	found(s, "usr/bin/node", &hit, 1);
	struct bom *b = scene_run(s);
	const struct bom_component *c = of_type(b, "generic", 0);

	assert_str(owner_of(b, c)->name, "node-a");
	assert_int_equal(c->owner_vendor, OWNER_OTHER);
}

/* A package note beats a hit; so does a main module whose version is real. */
static void
test_outdone(void **state)
{
	struct scene *s = *state;
	struct fact_pkg a[] = {
		pkg(&classifier, "generic", "a", "1"),
		pkg(&elf_note, "rpm", "a-libs", "1-1.fc40") };
	struct fact_pkg b[] = {
		pkg(&classifier, "golang", "b", "v3.1.0"),
		pkg(&go_binary, "golang", "b", "v3.1.0") };
	struct fact_pkg c[] = {
		pkg(&classifier, "generic", "c", "3.1.0"),
		pkg(&go_binary, "golang", "c", "v0.0.0-20240101000000-ab") };

	b[0].p.group = b[1].p.group = STR("example.org");
	a[1].p.purl = STR("pkg:rpm/fedora/a-libs@1-1.fc40?distro=fedora-40");
	found(s, "srv/a", a, 2);
	found(s, "srv/b", b, 2);
	found(s, "srv/c", c, 2);
	struct bom *out = scene_run(s);

	assert_int_equal(out->ncomponents, 4);
	assert_null(of_type(out, "generic", 1));
	assert_str(of_type(out, "generic", 0)->name, "c");
	assert_str(of_type(out, "rpm", 0)->purl,
	    "pkg:rpm/fedora/a-libs@1-1.fc40?distro=fedora-40");
	/* A note is no package database. */
	assert_int_equal(notices_count(&out->notices, NOTICE_GAP), 0);
}

static void
test_same_hits_merge(void **state)
{
	struct scene *s = *state;
	struct fact_pkg hit = pkg(&classifier, "generic", "redis", "7.2.4");
	struct fact_more more[] = {
		{ MORE_CPE, NULL, STR("cpe:2.3:a:redislabs:redis:7.2.4:*:*:*:*"
		    ":*:*:*") },
		{ MORE_CPE, NULL, STR("cpe:2.3:a:redis:redis:7.2.4:*:*:*:*:*:*"
		    ":*") } };

	hit.more = more;
	hit.nmore = 2;
	found(s, "usr/local/bin/redis-cli", &hit, 1);
	found(s, "usr/local/bin/redis-server", &hit, 1);
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 1);
	assert_int_equal(b->components[0].nplaces, 2);
	assert_str(b->components[0].cpe,
	    "cpe:2.3:a:redislabs:redis:7.2.4:*:*:*:*:*:*:*");
	assert_int_equal(b->components[0].ncpes, 1);
}

/* A Java installation stands for the programs in it; conda's package of Node
   does not, for nobody writes advisories of conda. */
static void
test_holders(void **state)
{
	static const struct cataloger release = { .name = "jvm-release" },
	    meta = { .name = "conda" };
	struct scene *s = *state;
	struct fact_pkg jvm = pkg(&release, "generic", "openjdk", "21"),
	    conda = pkg(&meta, "conda", "nodejs", "18.1.0"),
	    java = pkg(&classifier, "generic", "java", "21"),
	    node = pkg(&classifier, "generic", "node", "18.1.0");
	uint64_t bin = hash_str(STR("/srv/jdk/bin/java")),
	    env = hash_str(STR("/srv/env/bin/node"));

	jvm.owns = &bin;
	conda.owns = &env;
	jvm.nowns = conda.nowns = 1;
	found(s, "srv/env/bin/node", &node, 1);
	found(s, "srv/env/conda-meta/nodejs.json", &conda, 1);
	found(s, "srv/jdk/bin/java", &java, 1);
	found(s, "srv/jdk/release", &jvm, 1);
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 3);
	const struct bom_component *c = find(b, "node", "");

	assert_str(owner_of(b, c)->name, "nodejs");
	assert_int_equal(c->owner_vendor, OWNER_OTHER);
	assert_int_equal(find(b, "openjdk", "")->owner, 0);
	assert_int_equal(find(b, "nodejs", "")->owner, 0);
}

/* An assembly that NAME.deps.json names is its package's. */
static void
test_assembly(void **state)
{
	static const struct cataloger deps = { .name = "dotnet-deps",
		.link = LINK_FILE }, pe = { .name = "dotnet-pe" };
	struct scene *s = *state;
	struct fact_pkg a = pkg(&deps, "nuget", "A.B", "1.2.3"),
	    dll = pkg(&pe, "nuget", "A.B", "1.2.0"),
	    other = pkg(&pe, "nuget", "C", "1.0.0");
	uint64_t path = hash_str(STR("/app/A.B.dll"));

	a.owns = &path;
	a.nowns = 1;
	found(s, "app/A.B.dll", &dll, 1);
	found(s, "app/C.dll", &other, 1);
	found(s, "app/app.deps.json", &a, 1);
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 2);
	assert_str(find(b, "A.B", "")->version, "1.2.3");
	assert_str(find(b, "C", "")->version, "1.0.0");
}

/* A library is looked for where the dynamic linker looks. */
static void
test_library(void **state)
{
	struct scene *s = *state;
	struct fact_pkg note = pkg(&elf_note, "generic", "tool", "1");
	struct str needs[] = { STR("lib:libz.so.1"), STR("lib:libnone.so") };

	note.requires = needs;
	note.nrequires = 2;
	found(s, "srv/tool", &note, 1);
	debian(s, NULL);
	struct bom *b = scene_run(s);
	const struct bom_component *c = of_type(b, "generic", 0);

	assert_int_equal(c->ndepends, 1);
	assert_true(depends(b, c, "node-a"));
}

static void
test_php(void **state)
{
	struct scene *s = *state;
	struct fact_pkg host = pkg(&classifier, "generic", "php-cli", "8.2.1"),
	    ext = pkg(&classifier, "generic", "redis", "6.0.2");
	struct fact_more a = { MORE_CPE, NULL,
		STR("cpe:2.3:a:php:php:8.2.1:*:*:*:*:*:*:*") };
	struct fact_more b = { MORE_CPE, NULL,
		STR("cpe:2.3:a:php-redis:php-redis:6.0.2:*:*:*:*:*:*:*") };

	host.more = &a;
	ext.more = &b;
	host.nmore = ext.nmore = 1;
	found(s, "usr/local/bin/php8.2", &host, 1);
	found(s, "usr/local/lib/php/x/redis.so", &ext, 1);
	struct bom *out = scene_run(s);

	assert_true(depends(out, find(out, "php-cli", ""), "redis"));
	assert_int_equal(find(out, "redis", "")->ndepends, 0);
}

/* ---- what a record says ---- */

static void
test_marks(void **state)
{
	struct scene *s = *state;
	struct fact_pkg p[] = { pkg(&lock, "npm", "dev", "1"),
		pkg(&lock, "npm", "both", "1"), pkg(&lock, "npm", "both", "1"),
		pkg(&lock, "npm", "mine", "1"),
		pkg(&lock, "maven", "guess", "1"),
		pkg(&lock, "gem", "nokogiri", "1") };
	struct fact_more more[] = { { MORE_QUALIFIER, "platform",
		STR("java") }, { MORE_HASH, "SHA-1", STR("00") },
		{ MORE_PROPERTY, PROP_TYPE, STR("x") } };

	for (size_t i = 0; i < 6; i++)
		p[i].p.kind = PKG_LIBRARY;
	p[0].p.dev = p[1].p.dev = true;
	p[3].p.local = true;
	p[4].p.guessed = true;
	p[5].more = more;
	p[5].nmore = 3;
	p[5].p.inside = STR("lib/x.jar");
	s->m.kind = INPUT_DIR;
	found(s, "app.jar", p, 6);
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 5);
	assert_true(find(b, "dev", "")->excluded);
	assert_false(find(b, "both", "")->excluded);
	assert_true(find(b, "mine", "")->local);
	assert_str(find(b, "mine", "")->purl, "");
	assert_true(find(b, "guess", "")->guessed);
	/* A Maven purl needs a group; none is invented. */
	assert_str(find(b, "guess", "")->purl, "");
	const struct bom_component *gem = find(b, "nokogiri", "");

	assert_str(gem->purl, "pkg:gem/nokogiri@1?platform=java");
	assert_int_equal(gem->nhashes, 1);
	assert_str(gem->places[0].path, "/app.jar!/lib/x.jar");
	assert_str(bom_prop_get(&gem->props, PROP_TYPE), "x");
}

static void
test_cached(void **state)
{
	struct scene *s = *state;

	add(s, "root/.cache/x/node_modules/b/package.json", 0, true,
	    PACKAGE("b", "1.0.0"));
	add(s, "srv/node_modules/a/package.json", 0, true,
	    PACKAGE("a", "1.0.0"));
	add(s, "tmp/x/node_modules/a/package.json", 0, true,
	    PACKAGE("a", "1.0.0"));
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 2);
	assert_false(find(b, "a", "")->cached);
	assert_true(find(b, "b", "")->cached);
}

/* ---- edges ---- */

#define NEEDS(name, version, needs) STR("{\"name\": \"" name "\", " \
    "\"version\": \"" version "\", \"dependencies\": {" needs "}}")

/* Node looks in its own node_modules, then in those above. */
static void
test_near(void **state)
{
	struct scene *s = *state;

	add(s, "app/node_modules/a/node_modules/c/package.json", 0, true,
	    PACKAGE("c", "2.0.0"));
	add(s, "app/node_modules/a/package.json", 0, true,
	    NEEDS("a", "1.0.0", "\"c\": \"*\", \"b\": \"*\""));
	add(s, "app/node_modules/b/package.json", 0, true,
	    NEEDS("b", "1.0.0", "\"c\": \"*\""));
	add(s, "app/node_modules/c/package.json", 0, true,
	    PACKAGE("c", "1.0.0"));
	add(s, "app/package.json", 0, true,
	    NEEDS("app", "0.0.1", "\"a\": \"*\""));
	add(s, "other/node_modules/d/package.json", 0, true,
	    NEEDS("d", "1.0.0", "\"a\": \"*\""));
	struct bom *b = scene_run(s);
	const struct bom_component *a = find(b, "a", "");
	const struct bom_component *c1 = of_type(b, "npm", 2),
	    *c2 = of_type(b, "npm", 3);

	assert_str(c1->version, "1.0.0");
	assert_str(c2->version, "2.0.0");
	assert_int_equal(a->ndepends, 2);
	assert_true(depends(b, a, "b"));
	assert_ptr_equal(&b->components[a->depends[1]], c2);
	assert_int_equal(find(b, "b", "")->ndepends, 1);
	assert_ptr_equal(&b->components[find(b, "b", "")->depends[0]], c1);
	assert_true(depends(b, find(b, "app", ""), "a"));
	assert_int_equal(find(b, "d", "")->ndepends, 0);
	assert_true(find(b, "d", "")->depends_known);
}

/* Keys of one lock file are not another's. */
static void
test_file(void **state)
{
	struct scene *s = *state;
	struct str key = STR("x@1");
	struct fact_pkg p[] = { pkg(&lock, "npm", "root", "1"),
		pkg(&lock, "npm", "x", "1") };
	struct fact_pkg q = pkg(&lock, "npm", "lonely", "1");

	p[0].requires = q.requires = &key;
	p[0].nrequires = q.nrequires = 1;
	p[1].provides = &key;
	p[1].nprovides = 1;
	s->m.kind = INPUT_DIR;
	found(s, "a.lock", p, 2);
	found(s, "b.lock", &q, 1);
	struct bom *b = scene_run(s);

	assert_int_equal(find(b, "root", "")->ndepends, 1);
	assert_true(depends(b, find(b, "root", ""), "x"));
	assert_true(find(b, "x", "")->depends_known);
	assert_int_equal(find(b, "lonely", "")->ndepends, 0);
}

/* ---- silence ---- */

static void
test_empty_tree(void **state)
{
	struct scene *s = *state;

	s->m.kind = INPUT_DIR;
	struct bom *b = scene_run(s);

	assert_int_equal(gaps(b, "dir"), 1);
}

static void
test_empty_lock(void **state)
{
	struct scene *s = *state;

	s->m.kind = INPUT_DIR;
	add(s, "package-lock.json", 0, true,
	    STR("{\"lockfileVersion\": 3, \"packages\": {}}"));
	struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 0);
	assert_int_equal(gaps(b, "dir"), 0);
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 1);
}

static void
test_broken_tree(void **state)
{
	struct scene *s = *state;

	s->m.kind = INPUT_DIR;
	add(s, "package-lock.json", 0, true,
	    STR("{\"lockfileVersion\": 3, \"packages\": {}}"))->broken = true;
	assert_int_equal(gaps(scene_run(s), "dir"), 1);
}

static void
test_dumb_file(void **state)
{
	struct scene *s = *state;
	struct fact_file *x;

	static const struct cataloger executable = { .name = "executable",
		.reads = READ_RANDOM };
	struct fact_pkg none = { .row = &executable };

	s->m.kind = INPUT_FILE;
	x = found(s, "tool", &none, 1);
	x->npkgs = 0;
	assert_int_equal(gaps(scene_run(s), "file"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_language), TEST(test_owned),
		TEST(test_wheel), TEST(test_spelling),
		TEST(test_owned_by_third_party), TEST(test_owned_in_opt),
		TEST(test_replaced), TEST(test_folded), TEST(test_not_folded),
		TEST(test_outdone), TEST(test_same_hits_merge),
		TEST(test_holders), TEST(test_php), TEST(test_assembly),
		TEST(test_library), TEST(test_marks), TEST(test_cached),
		TEST(test_near), TEST(test_file), TEST(test_empty_tree),
		TEST(test_empty_lock), TEST(test_broken_tree),
		TEST(test_dumb_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
