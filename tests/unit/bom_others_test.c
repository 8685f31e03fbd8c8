/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents in the shapes of further generators (tests/fixtures/bom/others,
 * made by hand after them, see the README there): each is read with the
 * packages that it states, and what tells them apart.
 */
#include "tests/unit/bom_help.h"

static const struct {
	const char *file;
	size_t components;		/* with those that no purl tells, and
					   with images and layers that have one */
	size_t packages;		/* purls of packages in the document */
	const char *tool, *distro, *version, *digest, *name;
} documents[] = {
	{ "apko.spdx.json", 4, 3, "apko (v0.10.0)", "wolfi", "",
	    "sha256:a8aa25c0811fec7afc8de07be49340e27c4bb752fde24a1dae0509d1"
	    "a3824b3a", "sha256:a8aa25c0811fec7afc8de07be49340e27c4bb752fde24"
	    "a1dae0509d1a3824b3a" },
	{ "buildkit-syft.json", 2, 2, "syft v0.105.0", "debian", "12",
	    "sha256:9b1d7c1c0ff9d3a8c5a3d1d8c1b2a3f4e5d6c7b8a9f0e1d2c3b4a596"
	    "8778695a", "sbom" },
	{ "distroless.spdx.json", 2, 2, "", "debian", "", "",
	    "//private/pkg/test/oci_image:fat_image" },
	{ "dotnet-1.2.cdx.xml", 2, 2, "CycloneDX module for .NET 1.6.1.0", "",
	    "", "", "app" },
	{ "gomod-1.3.cdx.json", 2, 2, "cyclonedx-gomod v1.0.0", "", "", "",
	    "example.org/app" },
	{ "maven-1.2.cdx.json", 2, 2, "CycloneDX Maven plugin 2.1.0", "", "",
	    "", "app" },
	{ "sbom-tool.spdx.json", 2, 2, "Microsoft.SBOMTool 2.2.5", "", "", "",
	    "app" },
	{ "scout-buildkit.json", 7, 7, "docker-scout 1.18.1", "alpine",
	    "3.24", "sha256:260479a1e0b4b4b2b3b9d9c3b3b2d2f5c56b31a0e3a0e8c93"
	    "c8d4f6f6c7d8e9f", "sbom" },
	{ "scout-debian.spdx.json", 4, 4, "docker-scout 1.24.0", "debian",
	    "12", "sha256:f663986b263b6d2dcb4453d2c912971178639c7a65890f2b54e"
	    "29c5f12d759a7", "app" },
	{ "tern.spdx.json", 3, 0, "tern 2.12.1", "", "", "", "alpine" },
	{ "tern.spdx", 1, 0, "tern 2.12.1", "", "", "", "alpine" },
};

static struct str
others_text(const char *name, struct buf *text)
{
	char path[128];

	(void)snprintf(path, sizeof path, "tests/fixtures/bom/others/%s",
	    name);
	return file_text(path, text);
}

static struct bom *
others(const char *name, struct seen *s, struct buf *text)
{
	return read_ok(others_text(name, text), s);
}

static void
what_they_state(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = others(documents[i].file, &s, &text);
		size_t n = 0;

		for (size_t k = 0; k < b->ncomponents; k++)
			n += b->components[k].purl.n != 0 &&
			    !str_eq(b->components[k].type, STR("oci"));
		if (n != documents[i].packages || b->ncomponents !=
		    documents[i].components)
			fail_msg("%s: %zu components, %zu packages",
			    documents[i].file, b->ncomponents, n);
		IS(b->tool, documents[i].tool);
		IS(b->distro.id, documents[i].distro);
		IS(b->distro.version_id, documents[i].version);
		IS(b->manifest_digest, documents[i].digest);
		IS(b->name, documents[i].name);
		assert_int_equal(b->notices.n, 0);
		forget(&s);
		buf_done(&text);
	}
}

static const struct {
	const char *file, *name, *group, *version, *source, *purl;
} details[] = {
	{ "sbom-tool.spdx.json", "NuGet.Packaging", "", "5.6.0", "",
	    "pkg:nuget/NuGet.Packaging@5.6.0" },
	{ "scout-buildkit.json", "libssl3", "", "3.5.8-r0", "openssl",
	    "pkg:apk/alpine/libssl3@3.5.8-r0?os_name=alpine&os_version=3.24" },
	{ "buildkit-syft.json", "libssl3", "", "3.0.11-1~deb12u2", "openssl",
	    "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&"
	    "distro=debian-12&upstream=openssl" },
	{ "maven-1.2.cdx.json", "log4j-core", "org.apache.logging.log4j",
	    "2.14.1", "", "pkg:maven/org.apache.logging.log4j/log4j-core@"
	    "2.14.1?type=jar" },
	{ "dotnet-1.2.cdx.xml", "System.Text.Json", "", "4.7.1", "",
	    "pkg:nuget/System.Text.Json@4.7.1" },
	{ "scout-buildkit.json", "alpine-baselayout-data", "", "3.7.2-r1",
	    "alpine-baselayout", "pkg:apk/alpine/alpine-baselayout-data@"
	    "3.7.2-r1?os_name=alpine&os_version=3.24" },
	{ "scout-buildkit.json", "user", "github.com/moby/sys", "0.1.0", "",
	    "pkg:golang/github.com/moby/sys/user@0.1.0" },
	{ "scout-debian.spdx.json", "libc-bin", "", "2.36-9+deb12u9", "glibc",
	    "pkg:deb/debian/libc-bin@2.36-9%2Bdeb12u9?os_distro=bookworm&"
	    "os_name=debian&os_version=12" },
	{ "distroless.spdx.json", "netbase", "", "6.4", "",
	    "pkg:deb/debian/netbase@6.4?arch=all" },
	{ "apko.spdx.json", "nginx", "", "1.25.3-r0", "",
	    "pkg:apk/wolfi/nginx@1.25.3-r0?arch=x86_64" },
	{ "gomod-1.3.cdx.json", "text", "golang.org/x", "v0.3.6", "",
	    "pkg:golang/golang.org/x/text@v0.3.6?goarch=amd64&goos=linux&"
	    "type=module" },
};

static void
what_tells_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = others(details[i].file, &s, &text);
		const struct bom_component *c = named(b, details[i].name);

		IS(c->group, details[i].group);
		IS(c->version, details[i].version);
		IS(c->source_name, details[i].source);
		IS(c->purl, details[i].purl);
		forget(&s);
		buf_done(&text);
	}
}

/* Docker Scout lists the sources of packages as packages: those that are not
   installed must not be judged, too. */
static void
sources_of_scout(void **state)
{
	static const struct {
		const char *file, *name;
		bool source;
	} v[] = {
		{ "scout-buildkit.json", "openssl", true },
		{ "scout-buildkit.json", "libssl3", false },
		{ "scout-buildkit.json", "zlib", false },
		{ "scout-buildkit.json", "alpine-baselayout", false },
		{ "scout-buildkit.json", "alpine-baselayout-data", false },
		{ "scout-debian.spdx.json", "glibc", true },
		{ "scout-debian.spdx.json", "libc6", false },
		{ "scout-debian.spdx.json", "libc-bin", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		const struct bom_component *c = named(others(v[i].file, &s,
		    &text), v[i].name);

		assert_int_equal(c->source_package, v[i].source);
		forget(&s);
		buf_done(&text);
	}
}

/* Where nothing tells the files of packages, all of them are judged. */
static void
sources_without_files(void **state)
{
	struct buf file = { .limit = 0 }, text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct str all = others_text("scout-debian.spdx.json", &file), rest;
	const struct str had = STR("SPDXRef-File-");

	(void)state;
	for (rest = all; str_find_str(rest, had) < rest.n;) {
		size_t at = str_find_str(rest, had);

		buf_add_str(&text, str_sub(rest, 0, at));
		buf_add_str(&text, STR("none"));
		rest = str_from_pos(rest, at + had.n);
	}
	buf_add_str(&text, rest);
	assert_false(named(read_ok(buf_str(&text), &s),
	    "glibc")->source_package);
	forget(&s);
	buf_done(&file);
	buf_done(&text);
}

/* Layers are no packages to be judged. */
static void
layer_of_apko(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = others("apko.spdx.json", &s, &text);
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < b->ncomponents; i++)
		n += b->components[i].kind == BOM_CONTAINER;
	assert_int_equal(n, 1);
	forget(&s);
	buf_done(&text);
}

/* The release by the list that packages are from; who, from JSON in JSON. */
static void
distroless(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = others("distroless.spdx.json", &s, &text);

	(void)state;
	IS(b->distro.codename, "bookworm");
	assert_int_equal(b->nauthors, 1);
	IS(b->authors[0], "distroless");
	IS(named(b, "netbase")->vendor, "Marco d'Itri <md@linux.it>");
	forget(&s);
	buf_done(&text);
}

/* Its files stand before all that tells what the document is. */
static void
many_files_first(void **state)
{
	struct buf file = { .limit = 0 }, text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct str all, head = STR("\"files\": [");
	size_t at;
	char one[96];

	(void)state;
	all = file_text("tests/fixtures/bom/others/sbom-tool.spdx.json",
	    &file);
	at = str_find_str(all, head) + head.n;
	assert_true(at < all.n);
	buf_add_str(&text, str_sub(all, 0, at));
	for (int i = 0; i < 3000; i++) {
		(void)snprintf(one, sizeof one, "{\"fileName\":\"./x%d\","
		    "\"SPDXID\":\"SPDXRef-File--x%d\"},", i, i);
		buf_add_str(&text, str_from(one));
	}
	buf_add_str(&text, str_from_pos(all, at));
	assert_int_equal(read_ok(buf_str(&text), &s)->ncomponents, 2);
	forget(&s);
	buf_done(&file);
	buf_done(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_they_state),
		cmocka_unit_test(what_tells_apart),
		cmocka_unit_test(sources_of_scout),
		cmocka_unit_test(sources_without_files),
		cmocka_unit_test(layer_of_apko),
		cmocka_unit_test(distroless),
		cmocka_unit_test(many_files_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
