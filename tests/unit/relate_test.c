/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/relate: records of several files and layers to a bill of materials. */
#include "tests/unit/relate_scene.h"

#define DEBIAN12 STR("ID=debian\nVERSION_ID=\"12\"\n" \
    "VERSION_CODENAME=bookworm\n")
#define BASE "Package: libc6\nStatus: install ok installed\n" \
    "Architecture: amd64\nSource: glibc\nVersion: 2.36-9\n" \
    "Maintainer: Glibc <g@example.org>\n\n"
#define BASH "Package: bash\nStatus: install ok installed\n" \
    "Architecture: amd64\nVersion: 5.2-2+b1\nSource: bash (5.2-2)\n" \
    "Pre-Depends: libc6 (>= 2.36)\nDepends: nobody | awk\n\n"

static void
test_debian(void **state)
{
	struct scene *s = *state;

	add(s, "etc/debian_version", 0, true, STR("12.11\n"));
	add(s, "etc/os-release", 0, true, DEBIAN12);
	add(s, "usr/share/doc/bash/copyright", 1, true,
	    STR("Format: https://www.debian.org/doc/packaging-manuals/"
	    "copyright-format/1.0/\n\nFiles: *\nLicense: GPL-3+\n text\n"));
	add(s, "var/lib/dpkg/status", 0, false, STR(BASE));
	add(s, "var/lib/dpkg/status", 1, false, STR(BASE BASH
	    "Package: mawk\nVersion: 1.3-1\nArchitecture: amd64\n"
	    "Provides: awk\n"));
	add(s, "var/lib/dpkg/status", 2, true, STR(BASE BASH
	    "Package: mawk\nVersion: 1.4-1\nArchitecture: amd64\n"
	    "Provides: awk\n"));

	const struct bom *b = scene_run(s);
	const struct bom_component *c = find(b, "libc6", "amd64");

	assert_int_equal(b->ncomponents, 3);
	assert_str(b->distro.id, "debian");
	assert_str(b->distro.version_id, "12");
	assert_str(b->distro.point_release, "12.11");
	assert_true(b->has_os_database);
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 0);
	assert_str(c->purl, "pkg:deb/debian/libc6@2.36-9?arch=amd64&"
	    "distro=debian-12&upstream=glibc");
	assert_str(c->source_name, "glibc");
	assert_str(c->source_version, "2.36-9");
	assert_str(c->layer, "sha256:00");
	assert_str(c->created_by, "ADD rootfs");
	assert_str(c->vendor, "Glibc <g@example.org>");
	assert_int_equal(c->nplaces, 1);
	assert_str(c->places[0].path, "/var/lib/dpkg/status");
	assert_str(c->places[0].layer, "sha256:22");
	assert_true(c->depends_known);
	assert_int_equal(c->ndepends, 0);
	c = find(b, "bash", "amd64");
	assert_str(c->purl, "pkg:deb/debian/bash@5.2-2%2Bb1?arch=amd64&"
	    "distro=debian-12&upstream=bash%405.2-2");
	assert_str(c->source_name, "bash");
	assert_str(c->source_version, "5.2-2");
	assert_str(c->layer, "sha256:11");
	assert_true(depends(b, c, "libc6"));
	assert_true(depends(b, c, "mawk"));
	assert_int_equal(c->ndepends, 2);
	assert_int_equal(c->nlicences, 1);
	c = find(b, "mawk", "amd64");	/* upgraded: brought by the top layer */
	assert_str(c->version, "1.4-1");
	assert_str(c->layer, "sha256:22");
}

/* One .deb in a file of its own, no Status; an empty status beside it. */
static void
test_distroless(void **state)
{
	struct scene *s = *state;

	add(s, "usr/lib/os-release", 0, true, DEBIAN12);
	add(s, "var/lib/dpkg/status", 0, true, STR(""));
	add(s, "var/lib/dpkg/status.d/libc6", 0, true,
	    STR("Package: libc6\nVersion: 2.36-9\nArchitecture: arm64\n"));
	add(s, "var/lib/dpkg/status.d/libc6.md5sums", 0, true,
	    STR("d41d8cd98f00b204e9800998ecf8427e  lib/libc.so.6\n"));

	const struct bom *b = scene_run(s);

	assert_int_equal(b->ncomponents, 1);
	assert_int_equal(b->notices.n, 0);
	assert_str(b->components[0].places[0].path,
	    "/var/lib/dpkg/status.d/libc6");
}

static void
test_empty_database(void **state)
{
	struct scene *s = *state;

	add(s, "lib/apk/db/installed", 1, true, STR(""));
	add(s, "usr/lib/os-release", 0, true, STR("ID=alpine\n"));

	const struct bom *b = scene_run(s);

	assert_true(b->has_os_database);
	assert_int_equal(gaps(b, "package-db"), 1);
	assert_str(b->notices.v[0].path, "lib/apk/db/installed");
	assert_str(b->notices.v[0].layer, "sha256:11");
}

static void
test_no_distro(void **state)
{
	struct scene *s = *state;

	add(s, "lib/apk/db/installed", 1, true, STR("P:a\nV:1\nA:x86\n"));

	const struct bom *b = scene_run(s);

	assert_int_equal(gaps(b, "distro"), 1);
	assert_int_equal(b->ncomponents, 1);
}

static void
test_scratch(void **state)
{
	struct scene *s = *state;
	const struct bom *b = scene_run(s);

	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 0);
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 1);
	assert_false(b->has_os_database);
	assert_false(b->has_time);
}

/* A source tree of which nothing is read must not look like a clean one. */
static void
test_dir(void **state)
{
	struct scene *s = *state;

	s->m.kind = INPUT_DIR;
	assert_int_equal(gaps(scene_run(s), "dir"), 1);
	assert_int_equal(s->b->subject, SUBJECT_DIR);
}

#define ALPINE_DB "P:musl\nV:1.2-r0\nA:x86_64\no:musl\nL:MIT\n" \
    "p:so:libc.musl=1\n\nP:ssl_client\nV:1.36-r2\nA:x86_64\no:busybox\n" \
    "L:MIT GPL2\nD:so:libc.musl /bin/sh\n\nP:busybox-binsh\nV:1.36-r2\nA:x86_64\n" \
    "F:usr/bin\nR:sh\n"

/* Both places are real files: one component each, two places. */
static void
test_apk_twice(void **state)
{
	struct scene *s = *state;

	add(s, "etc/alpine-release", 0, true, STR("3.20.3\n"));
	add(s, "etc/apk/repositories", 0, true,
	    STR("# x\nhttps://joe:pw@dl.example.org/alpine/v3.20/main\n"));
	add(s, "lib/apk/db/installed", 0, true, STR(ALPINE_DB));
	add(s, "usr/lib/apk/db/installed", 1, true, STR(ALPINE_DB));

	const struct bom *b = scene_run(s);
	const struct bom_component *c = find(b, "ssl_client", "x86_64");

	assert_int_equal(b->ncomponents, 3);
	assert_int_equal(c->nplaces, 2);
	assert_str(c->purl, "pkg:apk/alpine/ssl_client@1.36-r2?arch=x86_64&"
	    "distro=alpine-3.20.3&upstream=busybox");
	assert_str(c->source_name, "busybox");
	assert_str(c->source_version, "1.36-r2");
	assert_int_equal(c->nlicences, 2);
	assert_str(c->licences[0].text, "MIT");
	assert_int_equal(c->licences[0].form, LICENCE_ID);
	assert_str(c->licences[1].text, "GPL2");
	assert_true(depends(b, c, "musl"));
	assert_true(depends(b, c, "busybox-binsh"));	/* /bin is /usr/bin */
	assert_int_equal(c->ndepends, 2);
	assert_str(bom_prop_get(&b->props, PROP_APK_REPOSITORY),
	    "https://dl.example.org/alpine/v3.20/main");
}

static struct fact_pkg *
rpm_facts(struct arena *a, const char *version)
{
	struct fact_pkg *p = NEWN(a, struct fact_pkg, 2);

	p[0].p = (struct pkg){ .type = "rpm", .name = STR("bind-libs"),
		.version = str_from(version), .epoch = STR("32"),
		.arch = STR("x86_64"), .source_name = STR("bind"),
		.source_version = str_from(version),
		.source_epoch_unknown = true, .module_known = true,
		.vendor = STR("Red Hat, Inc.") };
	p[0].provides = NEW(a, struct str);
	p[0].provides[p[0].nprovides++] = STR("bind-libs");
	p[0].requires = NEW(a, struct str);
	p[0].requires[p[0].nrequires++] = STR("/bin/sh");
	p[1].p = (struct pkg){ .type = "rpm", .name = STR("bash"),
		.version = STR("5.1-4.el9"), .arch = STR("x86_64"),
		.source_name = STR("bash"), .source_epoch_unknown = true,
		.source_version = STR("5.1-4.el9"), .module_known = true,
		.module = STR("m:1:2:3") };
	p[1].provides = p[0].provides;
	p[1].nprovides = 0;
	p[1].owns = NEW(a, uint64_t);
	p[1].owns[p[1].nowns++] = hash_str(STR("/usr/bin/sh"));
	return p;
}

/* rpm: epoch and the file requirement; the older back end is left alone. */
static void
test_rpm(void **state)
{
	struct scene *s = *state;

	add(s, "etc/redhat-release", 0, true,
	    STR("Red Hat Enterprise Linux release 9.4 (Plow)\n"));
	s->files[s->f.nfiles++] = (struct fact_file){
		.path = STR("var/lib/rpm/Packages"), .visible = true,
		.row = catalogers[0], .database = "rpm-bdb",
		.pkgs = rpm_facts(s->a, "9.16-1.el9"), .npkgs = 2 };
	s->files[s->f.nfiles++] = (struct fact_file){ .layer = 1,
		.path = STR("var/lib/rpm/rpmdb.sqlite"), .visible = true,
		.row = catalogers[0], .database = "rpm-sqlite",
		.pkgs = rpm_facts(s->a, "9.16-2.el9"), .npkgs = 2 };

	const struct bom *b = scene_run(s);
	const struct bom_component *c = find(b, "bind-libs", "x86_64");

	assert_int_equal(b->ncomponents, 2);
	assert_int_equal(gaps(b, "package-db"), 0);
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 1);
	assert_str(c->version, "32:9.16-2.el9");
	assert_str(c->epoch, "32");
	assert_str(c->purl, "pkg:rpm/redhat/bind-libs@9.16-2.el9?arch=x86_64&"
	    "distro=rhel-9.4&epoch=32&upstream=bind-9.16-2.el9.src.rpm");
	assert_str(c->source_name, "bind");
	assert_true(c->source_epoch_unknown);
	assert_true(c->module_known);
	assert_true(depends(b, c, "bash"));
	assert_true(c->depends_known);
	c = find(b, "bash", "x86_64");
	assert_str(c->purl, "pkg:rpm/redhat/bash@5.1-4.el9?arch=x86_64&"
	    "distro=rhel-9.4&rpmmod=m:1:2:3");
	assert_str(c->module, "m:1:2:3");
}

static const struct {
	const char *path, *text, *id, *version, *point;
} distros[] = {
	{ "etc/os-release", "ID=ubuntu\nVERSION_ID=22.04\n", "ubuntu",
	    "22.04", "" },
	{ "etc/os-release", "\n", "debian", "12", "12.1" },
	{ "usr/lib/os-release", "ID=wolfi\nVERSION_ID=20230201\n", "wolfi",
	    "20230201", "" },
	{ "etc/centos-release", "CentOS release 6.10 (Final)\n", "centos",
	    "6.10", "" },
	{ "etc/fedora-release", "Fedora release 40 (Forty)\n", "fedora", "40",
	    "" },
};

static void
test_distros(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof distros / sizeof *distros; i++) {
		void *st;

		set_up(&st);
		struct scene *s = st;

		/* Derivatives carry Debian's own file: not their release. */
		add(s, "etc/debian_version", 0, true, STR("12.1\n"));
		add(s, distros[i].path, 0, true, str_from(distros[i].text));

		const struct bom *b = scene_run(s);

		assert_str(b->distro.id, distros[i].id);
		assert_str(b->distro.version_id, distros[i].version);
		assert_str(b->distro.point_release, distros[i].point);
		tear_down(&st);
	}
}

/* etc/os-release may be whited out or replaced: only what is seen counts. */
static void
test_hidden(void **state)
{
	struct scene *s = *state;

	add(s, "etc/os-release", 0, false, STR("ID=alpine\n"));
	add(s, "lib/apk/db/installed", 0, false, STR(ALPINE_DB));
	add(s, "usr/lib/os-release", 1, true, DEBIAN12);

	const struct bom *b = scene_run(s);

	assert_str(b->distro.id, "debian");
	assert_int_equal(b->ncomponents, 0);
	assert_false(b->has_os_database);
	/* Removed, or of a kind that we do not read: not a clean image. */
	assert_int_equal(gaps(b, "package-db"), 1);
}

/* Ever so many empty files of one kind are one gap. */
static void
test_many_empty(void **state)
{
	struct scene *s = *state;

	add(s, "etc/os-release", 0, true, DEBIAN12);
	add(s, "var/lib/dpkg/status", 0, true, STR(""));
	add(s, "var/lib/dpkg/status.d/a", 0, true, STR(""));
	add(s, "var/lib/dpkg/status.d/b", 0, true, STR("x\n"));
	assert_int_equal(gaps(scene_run(s), "package-db"), 1);
}

static void
test_subject(void **state)
{
	struct scene *s = *state;
	struct image_history history[] = { { STR("ADD rootfs"), false },
		{ STR("ENV A=b"), true }, { STR("RUN apt"), false },
		{ STR("COPY app"), false } };
	struct image_label label = { STR("org.example.title"), STR("x") };
	struct str env[] = { STR("PATH"), STR("TOKEN") };

	s->m.name = STR("debian:12");
	s->m.os = STR("linux");
	s->m.architecture = STR("arm64");
	s->m.variant = STR("v8");
	s->m.history = history;
	s->m.nhistory = 4;
	s->m.labels = &label;
	s->m.nlabels = 1;
	s->m.env_names = env;
	s->m.nenv = 2;
	s->m.user = STR("nobody");
	s->m.has_created = true;
	s->m.created_s = 1700000000;
	add(s, "root/buildinfo/content_manifests/a.json", 1, true,
	    STR("{\"content_sets\":[\"rhel-9-baseos\"]}"));

	const struct bom *b = scene_run(s);

	assert_int_equal(b->nlayers, 4);
	assert_true(b->layers[1].empty);
	assert_str(b->layers[2].diff_id, "sha256:11");
	assert_str(b->layers[2].digest, "sha256:b1");
	assert_str(b->platform, "linux/arm64/v8");
	assert_str(b->name, "debian:12");
	assert_str(bom_prop_get(&b->props, PROP_USER), "nobody");
	assert_str(bom_prop_get(&b->props, PROP_VERIFIED), "false");
	assert_str(bom_prop_get(&b->props, PROP_LABEL "org.example.title"),
	    "x");
	assert_str(bom_prop_get(&b->props, PROP_CONTENT_SET),
	    "rhel-9-baseos sha256:11");
	assert_true(b->has_time);
	assert_int_equal(b->time_s, 1700000000);
}

static void
test_time(void **state)
{
	struct scene *s = *state;
	struct err e;

	s->m.has_created = true;	/* 1970: says nothing */
	add(s, "etc/os-release", 0, true, DEBIAN12);
	add(s, "var/lib/dpkg/status", 1, false, STR(BASE));
	assert_int_equal(scene_run(s)->time_s, 1700000000);
	bom_free(s->b);
	s->b = bom_new(256 << 20);
	(void)setenv("SOURCE_DATE_EPOCH", "1234567890", 1);
	assert_int_equal(scene_run(s)->time_s, 1234567890);
	(void)setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
	bom_free(s->b);
	s->b = bom_new(256 << 20);
	assert_int_equal(relate(&s->f, &s->m, s->b, &e), RC_FORMAT);
	(void)unsetenv("SOURCE_DATE_EPOCH");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_debian), TEST(test_distroless),
		TEST(test_empty_database), TEST(test_no_distro),
		TEST(test_scratch), TEST(test_dir), TEST(test_apk_twice),
		TEST(test_rpm), cmocka_unit_test(test_distros),
		TEST(test_hidden), TEST(test_many_empty), TEST(test_subject),
		TEST(test_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
