/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/rpm*: SQLite and NDB databases, manifests, headers. */
#include "sbom/catalog/rpm.h"
#include "tests/unit/rpm_rows.h"

#define DB SHARED "rpmdb/"
#define MADE "build/images/rpm/"

static const struct {
	const char *folder, *file, *wal, *kind;
	size_t n;
} known[] = {
	{ "bdb-libuuid", "Packages", NULL, "rpm-bdb", 1 },
	{ "ndb-sle15-bci", "Packages.db", NULL, "rpm-ndb", 35 },
	{ "sqlite-cbl-mariner-2.0", "rpmdb.sqlite", NULL, "rpm-sqlite", 0 },
	{ "sqlite-modular", "rpmdb.sqlite", NULL, "rpm-sqlite", 6 },
	{ "sqlite-rpm-testsuite", "rpmdb.sqlite", NULL, "rpm-sqlite", 3 },
	{ "sqlite-wal", "rpmdb.sqlite", "rpmdb.sqlite-wal", "rpm-sqlite", 6 },
};

static struct str
in_folder(struct arena *a, const char *folder, const char *file)
{
	char path[512];

	(void)snprintf(path, sizeof path, DB "%s/%s.gz", folder, file);
	return collect_file(a, path);
}

static void
test_conformance(void **state)
{
	size_t all = 0;

	(void)state;
	if (!have_shared(DB "INDEX.tsv"))
		skip();
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct arena *a = arena_new(1 << 30);
		struct collect c = collect_of(a);
		struct str wal = STR("");
		char path[512];
		struct err e;

		if (known[i].wal != NULL)
			wal = in_folder(a, known[i].folder, known[i].wal);
		/* Told by its bytes: the name says nothing. */
		if (collect_run(&c, "var/lib/rpm/Packages", in_folder(a,
		    known[i].folder, known[i].file), wal, &e) != RC_OK)
			fail_msg("%s: %s", known[i].folder, e.msg);
		if (c.gaps != 0)
			fail_msg("%s: %s", known[i].folder, c.said);
		assert_string_equal(c.database, known[i].kind);
		(void)snprintf(path, sizeof path, DB "%s/expected.tsv",
		    known[i].folder);

		size_t n = rpm_rows(known[i].folder, &c,
		    collect_file(a, path));

		print_message("%s: %zu packages\n", known[i].folder, n);
		all += n;
		arena_free(a);
	}
	assert_true(all >= 170);
}

/* Where the rpm tool reads a database, it must say the same. */
static void
test_rpm_tool(void **state)
{
	static const char query[] = "mkdir -p %s && gunzip -c " DB "%s/%s.gz "
	    ">%s/rpmdb.sqlite && rpm --dbpath $PWD/%s -qa --qf "
	    "'%%{NAME}\\t%%|EPOCH?{%%{EPOCH}}:{-}|\\t%%{VERSION}\\t"
	    "%%{RELEASE}\\t%%{ARCH}\\t%%|SOURCERPM?{%%{SOURCERPM}}:{-}|\\t"
	    "%%{LICENSE}\\t%%|VENDOR?{%%{VENDOR}}:{-}|\\t"
	    "%%|MODULARITYLABEL?{%%{MODULARITYLABEL}}:{-}|\\n' >%s/query";
	size_t compared = 0;

	(void)state;
	if (!have_shared(DB "INDEX.tsv") || !rpm_made())
		skip();
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strncmp(known[i].folder, "sqlite", 6) != 0 ||
		    known[i].wal != NULL)
			continue;

		struct arena *a = arena_new(1 << 30);
		struct collect c = collect_of(a);
		char dir[256], command[2048];
		struct err e;

		(void)snprintf(dir, sizeof dir, "build/images/rpm-%s",
		    known[i].folder);
		(void)snprintf(command, sizeof command, query, dir,
		    known[i].folder, known[i].file, dir, dir, dir);
		assert_int_equal(system(command), 0);
		assert_int_equal(collect_run(&c, "var/lib/rpm/rpmdb.sqlite",
		    in_folder(a, known[i].folder, known[i].file), STR(""),
		    &e), RC_OK);
		(void)snprintf(command, sizeof command, "%s/query", dir);
		compared += rpm_rows(known[i].folder, &c,
		    collect_file(a, command));
		arena_free(a);
	}
	print_message("%zu packages as rpm -qa says\n", compared);
	assert_true(compared > 100);
}

static void
test_made(void **state)
{
	static const char *const files[] = { MADE "sqlite/rpmdb.sqlite",
		MADE "ndb/Packages.db" };

	(void)state;
	if (!rpm_made())
		skip();
	for (size_t i = 0; i < 2; i++) {
		struct arena *a = arena_new(1 << 30);
		struct collect c = collect_of(a);
		struct err e;

		if (collect_run(&c, "usr/lib/sysimage/rpm/rpmdb.sqlite",
		    collect_file(a, files[i]), STR(""), &e) != RC_OK)
			fail_msg("%s: %s", files[i], e.msg);
		assert_int_equal(c.gaps, 0);
		assert_int_equal(rpm_rows(files[i], &c, collect_file(a,
		    MADE "query.tsv")), 7);
		for (size_t k = 0; k < c.npkgs; k++) {
			const struct fact_pkg *p = &c.pkgs[k];

			if (str_eq(p->p.name, STR("big")))
				/* 1200 files, 150 directories, the root */
				assert_int_equal(p->nowns, 1351);
			if (str_eq(p->p.name, STR("with-epoch"))) {
				assert_int_equal(p->nrequires, 2);
				assert_true(str_eq(p->requires[0], STR(
				    "/usr/share/big/dir-001/file-1")));
				assert_true(str_eq(p->requires[1],
				    STR("virtual(plain)")));
			}
			assert_true(p->p.checksum.n == 64);
			assert_true(str_starts(p->p.description, STR("The ")) ||
			    str_starts(p->p.description, STR("A package")));
		}
		arena_free(a);
	}
}

static void
test_manifest(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	const char *path = "var/lib/rpmmanifest/container-manifest-2";
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, path, collect_file(a,
	    "tests/fixtures/catalog/rpm-manifest/container-manifest-2"),
	    STR(""), &e), RC_OK);
	assert_int_equal(c.npkgs, 2);
	assert_int_equal(c.gaps, 0);
	assert_string_equal(c.database, "rpm-manifest");
	assert_int_equal(c.pkgs[0].p.epoch.n, 0);
	assert_true(str_eq(c.pkgs[0].p.version, STR("2.35-2.cm2")));
	assert_true(str_eq(c.pkgs[1].p.epoch, STR("1")));
	assert_true(str_eq(c.pkgs[1].p.source_name, STR("openssl")));
	assert_false(c.pkgs[0].p.module_known);
	assert_int_equal(collect_run(&c, path, STR("half\ta\tline\n"),
	    STR(""), &e), RC_OK);
	assert_int_equal(c.gaps, 1);
	c.npkgs = c.gaps = 0;
	if (have_shared(DB "container-manifest-2")) {
		struct str text = collect_file(a, DB "container-manifest-2");
		struct str rest = text, line;
		size_t lines = 0;

		while (str_line(&rest, &line))
			lines += line.n != 0;
		assert_true(lines > 0);
		assert_int_equal(collect_run(&c, path, text, STR(""), &e),
		    RC_OK);
		assert_int_equal(c.npkgs, lines);
		assert_int_equal(c.gaps, 0);
	}
	arena_free(a);
}

/* name epoch version release arch sourcerpm modularitylabel */
static void
test_source_names(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct str rows, row, name, version;
	size_t n = 0, same = 0;

	(void)state;
	if (!have_shared(DB "nevra-samples.tsv"))
		skip();
	rows = collect_file(a, DB "nevra-samples.tsv");
	assert_true(str_line(&rows, &row));
	for (; str_line(&rows, &row); n++) {
		struct str file = cell(row, 5);

		if (file.n == 0)
			continue;
		if (!rpm_source(file, &name, &version))
			fail_msg("%.*s", STR_ARG(file));
		/* Two dashes cut, none lost, no dash in version or release. */
		assert_true(str_starts(file, str_fmt(a, "%.*s-%.*s.",
		    STR_ARG(name), STR_ARG(version))));
		assert_int_equal(str_find(version, '-'),
		    str_rfind(version, '-'));
		assert_true(str_find(version, '-') < version.n);
		/* Binary and source of one name have one version. */
		if (str_eq(name, cell(row, 0))) {
			struct str want = str_fmt(a, "%.*s-%.*s",
			    STR_ARG(cell(row, 2)), STR_ARG(cell(row, 3)));

			rpm_cell("nevra", row, version, want);
			same++;
		}
	}
	print_message("%zu rows, %zu named as their source\n", n, same);
	assert_true(n > 100 && same > 50);
	assert_false(rpm_source(STR(""), &name, &version));
	assert_false(rpm_source(STR("(none)"), &name, &version));
	assert_false(rpm_source(STR("a-1.src.rpm"), &name, &version));
	assert_false(rpm_source(STR("-1-2.src.rpm"), &name, &version));
	assert_false(rpm_source(STR("a--2.src.rpm"), &name, &version));
	assert_false(rpm_source(STR("a-1-.src.rpm"), &name, &version));
	assert_true(rpm_source(STR("a-b-1-2.el9.nosrc.rpm"), &name, &version));
	assert_true(str_eq(name, STR("a-b")));
	assert_true(str_eq(version, STR("1-2.el9")));
	arena_free(a);
}

/* ---- headers by hand ---- */

struct made {
	uint8_t p[2048];
	size_t ntags, ndata;
	uint8_t data[1024];
};

static void
be32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void
tag(struct made *m, uint32_t number, uint32_t type, uint32_t count,
    const void *data, size_t n)
{
	uint8_t *at = m->p + 8 + 16 * m->ntags++;

	be32(at, number);
	be32(at + 4, type);
	be32(at + 8, (uint32_t)m->ndata);
	be32(at + 12, count);
	memcpy(m->data + m->ndata, data, n);
	m->ndata += n;
}

static struct str
made_blob(struct made *m)
{
	be32(m->p, (uint32_t)m->ntags);
	be32(m->p + 4, (uint32_t)m->ndata);
	memcpy(m->p + 8 + 16 * m->ntags, m->data, m->ndata);
	return str_of(m->p, 8 + 16 * m->ntags + m->ndata);
}

static void
base(struct made *m)
{
	*m = (struct made){ 0 };
	tag(m, 63, 7, 16, "0123456789abcdef", 16);
	tag(m, 1000, 6, 1, "pkg", 4);
	tag(m, 1001, 6, 1, "1.0", 4);
	tag(m, 1002, 6, 1, "2", 2);
}

static void
put(struct collect *c, struct made *m)
{
	struct rpm_out o = { .out = &c->r, .tmp = arena_new(16 << 20) };

	c->npkgs = c->npaths = c->gaps = c->notes = 0;
	assert_int_equal(rpm_header(&o, made_blob(m)), RC_OK);
	arena_free(o.tmp);
}

static void
test_headers(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	struct made m;

	(void)state;
	base(&m);
	tag(&m, 1003, 4, 1, "\0\0\0\0", 4);	/* an epoch of 0 is there */
	put(&c, &m);
	assert_int_equal(c.npkgs, 1);
	assert_true(str_eq(c.pkgs[0].p.epoch, STR("0")));
	assert_true(str_eq(c.pkgs[0].p.version, STR("1.0-2")));

	base(&m);
	tag(&m, 1000, 6, 1, "later", 6);	/* what came later wins */
	put(&c, &m);
	assert_true(str_eq(c.pkgs[0].p.name, STR("later")));
	assert_int_equal(c.pkgs[0].p.epoch.n, 0);

	base(&m);
	tag(&m, 1118, 8, 2, "/etc/\0/usr/", 11 + 1);
	tag(&m, 1117, 8, 2, "a\0b", 4);
	tag(&m, 1116, 4, 2, "\0\0\0\1\0\0\0\0", 8);
	put(&c, &m);
	assert_int_equal(c.npaths, 2);
	assert_true(str_eq(c.paths[0], STR("/usr/a")));
	assert_true(str_eq(c.paths[1], STR("/etc/b")));

	base(&m);				/* an index beyond the list */
	tag(&m, 1118, 8, 1, "/etc/", 6);
	tag(&m, 1117, 8, 1, "a", 2);
	tag(&m, 1116, 4, 1, "\xff\xff\xff\xff", 4);
	put(&c, &m);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.npaths, 0);

	base(&m);
	tag(&m, 1027, 8, 1, "/old/file", 10);
	put(&c, &m);
	assert_true(str_eq(c.paths[0], STR("/old/file")));

	base(&m);				/* no end to its last string */
	tag(&m, 1044, 6, 1, "open-ended", 10);
	put(&c, &m);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.pkgs[0].p.source_name.n, 0);

	m = (struct made){ 0 };			/* no release */
	tag(&m, 1000, 6, 1, "pkg", 4);
	tag(&m, 1001, 6, 1, "1.0", 4);
	put(&c, &m);
	assert_int_equal(c.npkgs, 0);
	assert_int_equal(c.gaps, 1);

	m = (struct made){ 0 };
	tag(&m, 1000, 6, 1, "gpg-pubkey", 11);
	put(&c, &m);
	assert_int_equal(c.npkgs, 0);
	assert_int_equal(c.gaps, 0);
	arena_free(a);
}

/* Cut anywhere, a database says that it is blind, or still has everything. */
static void
test_cut(void **state)
{
	static const char *const files[] = { MADE "sqlite/rpmdb.sqlite",
		MADE "ndb/Packages.db", MADE "bdb/hash-4096-1234",
		MADE "bdb/btree-512-4321" };

	(void)state;
	if (!rpm_made())
		skip();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct arena *a = arena_new(1 << 30);
		struct str whole = collect_file(a, files[i]);

		for (size_t k = 0; k < 200; k++) {
			size_t n = k * whole.n / 200;
			struct collect c = collect_of(a);
			struct err e;
			enum rc rc = collect_run(&c, "var/lib/rpm/Packages",
			    str_sub(whole, 0, n), STR(""), &e);

			assert_non_null(c.database);
			if (rc == RC_OK && c.gaps == 0 && c.npkgs != 0 &&
			    c.npkgs != 7)
				fail_msg("%s: %zu bytes: %zu packages",
				    files[i], n, c.npkgs);
		}
		arena_free(a);
	}
}

static void
test_unknown(void **state)
{
	struct arena *a = arena_new(64 << 20);
	struct collect c = collect_of(a);
	struct err e;

	(void)state;
	assert_int_equal(collect_run(&c, "var/lib/rpm/Packages",
	    STR("something else entirely"), STR(""), &e), RC_FORMAT);
	assert_non_null(c.database);
	c.database = NULL;
	assert_int_equal(collect_run(&c, "var/lib/rpm/Packages", STR(""),
	    STR(""), &e), RC_OK);
	assert_non_null(c.database);	/* and relate makes a gap of it */
	assert_int_equal(collect_run(&c, "var/lib/rpm/Packages.db",
	    STR("RpmP\1\0\0\0\0\0\0\0\1\0\0\0AAAAAAAAAAAAAAAA"), STR(""), &e),
	    RC_UNSUPPORTED);
	assert_int_equal(collect_run(&c, "var/lib/rpm/Packages.db",
	    STR("RpmP\0\0\0\0\0\0\0\0\xff\xff\0\0AAAAAAAAAAAAAAAA"), STR(""),
	    &e), RC_LIMIT);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conformance),
		cmocka_unit_test(test_rpm_tool),
		cmocka_unit_test(test_made),
		cmocka_unit_test(test_manifest),
		cmocka_unit_test(test_source_names),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
