/* SPDX-License-Identifier: Apache-2.0 */
/* Syft's own JSON, SPDX 2 JSON and cdxgen's CycloneDX: what matching needs. */
#include "tests/unit/bom_help.h"

static struct bom *
fixture(const char *name, struct seen *s, struct buf *text)
{
	char path[128];

	(void)snprintf(path, sizeof path, "tests/fixtures/bom/%s", name);
	return read_ok(file_text(path, text), s);
}

/* ---- the same four Debian packages, in all shapes ---- */

static const char *const documents[] = { "syft/debian.json",
	"syft/debian.spdx.json", "trivy/debian.spdx.json",
	"cdxgen/debian.cdx.json", "cdxgen/debian.cdx.xml", "syft/debian.spdx",
	"trivy/debian.spdx" };

static const struct {
	const char *name, *version, *source, *source_version;
} packages[] = {
	{ "adduser", "3.134", "adduser", "3.134" },
	{ "bash", "5.2.15-2+b13", "bash", "5.2.15-2" },
	{ "libgcc-s1", "12.2.0-14+deb12u1", "gcc-12", "12.2.0-14+deb12u1" },
	{ "login", "1:4.13+dfsg1-1+deb12u2", "shadow",
	    "1:4.13+dfsg1-1+deb12u2" },
};

static struct str
or_else(struct str s, struct str other)
{
	return s.n != 0 ? s : other;
}

static void
same_packages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(documents[i], &s, &text);

		for (size_t k = 0; k < sizeof packages / sizeof *packages;
		    k++) {
			const struct bom_component *c = named(b,
			    packages[k].name);

			IS(c->type, "deb");
			IS(c->version, packages[k].version);
			IS(or_else(c->source_name, c->name),
			    packages[k].source);
			IS(or_else(c->source_version, c->version),
			    packages[k].source_version);
			IS(c->arch, k == 0 ? "all" : "amd64");
			assert_true(c->vendor.n != 0);
			assert_false(c->source_package);
		}
		forget(&s);
		buf_done(&text);
	}
}

static const struct {
	const char *file, *tool, *version;
	bool digest, tags, layer, path;
} heads[] = {
	{ "syft/debian.json", "syft 1.49.0", "12", true, true, true, true },
	{ "syft/debian.spdx.json", "syft 1.49.0", "12.15", true, false,
	    false, true },
	{ "syft/debian.spdx", "syft 1.49.0", "12.15", true, false, false,
	    true },
	{ "trivy/debian.spdx.json", "trivy 0.74.0", "12.15", true, true, true,
	    true },
	{ "trivy/debian.spdx", "trivy 0.74.0", "12.15", true, true, true,
	    true },
	{ "cdxgen/debian.cdx.json", "cdxgen 11.10.0", "12", false, false,
	    false, true },
};

static void
same_subject_of_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(heads[i].file, &s, &text);
		const struct bom_component *c = named(b, "log4j-core");

		IS(b->tool, heads[i].tool);
		IS(b->distro.id, "debian");
		IS(b->distro.version_id, heads[i].version);
		assert_int_equal(b->notices.n, 0);
		assert_int_equal(b->subject, SUBJECT_IMAGE);
		assert_true(b->has_os_database);
		assert_int_equal(b->manifest_digest.n != 0, heads[i].digest);
		assert_int_equal(b->ntags != 0, heads[i].tags);
		assert_int_equal(c->layer.n != 0, heads[i].layer);
		assert_int_equal(c->nplaces != 0, heads[i].path);
		IS(c->places[0].path, "/srv/app/log4j-core-2.14.1.jar");
		IS(c->group, "org.apache.logging.log4j");
		IS(c->version, "2.14.1");
		IS(named(b, "traverse")->group, "@babel");
		IS(named(b, "stdlib")->version, "1.21.3");
		forget(&s);
		buf_done(&text);
	}
}

/* Read, write, read: no fact that matching needs is lost on the way. */
static void
round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 }, again = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(documents[i], &s, &text);

		write_to(b, "cyclonedx-json", &again);
		same_bom(read_ok(buf_str(&again), &s), b);
		forget(&s);
		buf_done(&text);
		buf_done(&again);
	}
}

/* Cut anywhere, but within the blanks at its end, it is no document. (Not so
   tag-value: see cut_tag_value.) */
static void
no_truncation(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct str all;

		(void)fixture(documents[i], &s, &text);
		forget(&s);
		all = str_trim(buf_str(&text));
		if (all.p[0] == 'S')
			all.n = 0;
		for (size_t n = 1; n < all.n; n += 1 + all.n / 500) {
			struct err e = { "" };

			assert_int_not_equal(read_text(str_sub(all, 0, n), &s,
			    &e), RC_OK);
			assert_int_equal(s.n, 0);
		}
		buf_done(&text);
	}
}

/* Both syntaxes of a standard say the same. */
static void
syntaxes_agree(void **state)
{
	static const char *const pairs[][2] = {
		{ "syft/debian.spdx.json", "syft/debian.spdx" },
		{ "trivy/debian.spdx.json", "trivy/debian.spdx" },
		{ "cdxgen/debian.cdx.json", "cdxgen/debian.cdx.xml" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buf one = { .limit = 0 }, two = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *x = fixture(pairs[i][0], &s, &one);

		same_bom(x, fixture(pairs[i][1], &s, &two));
		forget(&s);
		buf_done(&one);
		buf_done(&two);
	}
}

/* Its syntax has no end; what a cut takes away before the relationships is a
   gap, if it is not an error. */
static void
cut_tag_value(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct str all;
	size_t before;

	(void)state;
	(void)fixture("syft/debian.spdx", &s, &text);
	forget(&s);
	all = buf_str(&text);
	before = str_find_str(all, STR("##### Relationships"));
	assert_true(before < all.n);
	for (size_t n = 13; n < before; n += 1 + all.n / 500) {
		struct err e = { "" };
		enum rc rc = read_text(str_sub(all, 0, n), &s, &e);

		if (rc == RC_OK)
			assert_true(notices_count(&s.b[0]->notices,
			    NOTICE_GAP) != 0);
		forget(&s);
	}
	buf_done(&text);
}

/* ---- cdxgen ---- */

static void
cdxgen_sources(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("cdxgen/debian.cdx.json", &s, &text);

	(void)state;
	assert_true(named(b, "gcc-12")->source_package);
	assert_true(named(b, "shadow")->source_package);
	forget(&s);
	buf_done(&text);
}

#define CDXGEN "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\","	\
	"\"metadata\":{\"tools\":{\"components\":[{\"name\":\"cdxgen\"}]}},"
#define CDXGEN_SOURCE "{\"type\":\"library\",\"name\":\"openssl\","	\
	"\"bom-ref\":\"s\",\"purl\":\"pkg:deb/debian/openssl@3.0.11-1?"	\
	"arch=amd64\",\"tags\":[\"source\"],\"evidence\":{\"identity\":["	\
	"{\"methods\":[{\"technique\":\"filename\",\"value\":\"%s\"}]}]}}"
#define LIBSSL "{\"type\":\"library\",\"name\":\"libssl3\",\"purl\":"	\
	"\"pkg:deb/debian/libssl3@3.0.11-1?arch=amd64\"}"

/* A real package of the source's purl, and a source of nothing, stay. */
static void
cdxgen_joined(void **state)
{
	static const struct {
		const char *binary, *dependencies;
		bool source;
	} cases[] = {
		{ "libssl3", "[]", true },
		{ "libssl3", "[{\"ref\":\"s\",\"dependsOn\":[]}]", false },
		{ "gone", "[]", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct seen s = { .n = 0 };
		struct arena *a = arena_new(1 << 20);
		struct bom *b = read_ok(str_fmt(a, CDXGEN "\"components\":["
		    CDXGEN_SOURCE "," LIBSSL "],\"dependencies\":%s}",
		    cases[i].binary, cases[i].dependencies), &s);

		assert_int_equal(b->ncomponents, 2);
		assert_int_equal(named(b, "openssl")->source_package,
		    cases[i].source);
		IS(named(b, "libssl3")->source_name, i == 2 ? "" : "openssl");
		forget(&s);
		arena_free(a);
	}
}

/* ---- XML ---- */

/* Prefixes, references, CDATA, all lists. */
static void
xml_parts(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("fuzz/xml-parts", &s, &text);
	const struct bom_component *c = named(b, "x");

	(void)state;
	IS(b->spec_version, "1.5");
	IS(b->tool, "n 1");
	IS(b->name, "a&bAB\xe2\x82\xac\xf0\x9f\x98\x80\xc3\xa9<>\"'");
	IS(b->supplier, "s");
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 1);
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 1);
	IS(bom_prop_get(&b->props, "p"), "q");
	assert_int_equal(b->ncomponents, 1);
	IS(c->group, "g");
	IS(c->vendor, "t");
	IS(c->hashes[0].hex, "ab");
	assert_int_equal(c->nlicences, 3);
	IS(c->places[0].path, "/p");
	IS(c->places[0].layer, "sha256:x");
	assert_int_equal(c->technique, TECHNIQUE_FILENAME);
	forget(&s);
	buf_done(&text);
}

/* ---- Syft ---- */

#define SYFT "\"descriptor\":{\"name\":\"syft\",\"version\":\"1.49.0\"}}"

static void
syft_rpm_and_apk(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("{\"artifacts\":[{\"id\":\"a\",\"name\":"
	    "\"openssl-libs\",\"version\":\"1:3.0.7-24.el9\",\"type\":\"rpm\","
	    "\"locations\":[{\"path\":\"/var/lib/rpm/rpmdb.sqlite\"}],"
	    "\"purl\":\"pkg:rpm/almalinux/openssl-libs@3.0.7-24.el9?arch="
	    "x86_64&distro=almalinux-9.3&epoch=1&upstream=openssl-3.0.7-24."
	    "el9.src.rpm\",\"metadata\":{\"epoch\":1,\"sourceRpm\":"
	    "\"openssl-3.0.7-24.el9.src.rpm\",\"modularityLabel\":null,"
	    "\"vendor\":\"AlmaLinux\",\"architecture\":\"x86_64\"}},"
	    "{\"id\":\"b\",\"name\":\"libcrypto3\",\"version\":\"3.1.4-r5\","
	    "\"type\":\"apk\",\"metadata\":{\"originPackage\":\"openssl\","
	    "\"architecture\":\"x86_64\"}},"
	    "{\"id\":\"c\",\"name\":\"serde\",\"version\":\"1\",\"type\":"
	    "\"rust-crate\",\"metadata\":{\"source\":\"registry+x\"}}],"
	    "\"artifactRelationships\":[{\"parent\":\"a\",\"child\":\"c\","
	    "\"type\":\"ownership-by-file-overlap\"},{\"parent\":\"a\","
	    "\"child\":\"b\",\"type\":\"dependency-of\"},{\"parent\":\"zz\","
	    "\"child\":\"b\",\"type\":\"contains\"}],\"distro\":{\"id\":"
	    "\"almalinux\",\"versionID\":\"9.3\",\"idLike\":[\"rhel\","
	    "\"centos\"]}," SYFT), &s);
	const struct bom_component *rpm = named(b, "openssl-libs");
	const struct bom_component *apk = named(b, "libcrypto3");
	const struct bom_component *crate = named(b, "serde");

	(void)state;
	IS(rpm->version, "1:3.0.7-24.el9");
	IS(rpm->epoch, "1");
	IS(rpm->source_name, "openssl");
	IS(rpm->source_version, "3.0.7-24.el9");
	assert_true(rpm->source_epoch_unknown);
	IS(rpm->vendor, "AlmaLinux");
	IS(apk->source_name, "openssl");
	IS(apk->type, "apk");
	assert_true(apk->depends_known);
	assert_ptr_equal(&b->components[apk->depends[0]], rpm);
	IS(crate->type, "cargo");
	IS(crate->source_name, "");
	assert_ptr_equal(&b->components[crate->owner - 1], rpm);
	assert_int_equal(crate->owner_vendor, OWNER_VENDOR);
	IS(b->distro.id_like, "rhel centos");
	forget(&s);
}

/* Shapes of schema 3: text where there are objects today. */
static void
syft_of_old(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("{\"artifacts\":[{\"id\":\"a\",\"name\":"
	    "\"x\",\"version\":\"1\",\"type\":\"java-archive\",\"licenses\":"
	    "[\"MIT\"],\"cpes\":[\"cpe:2.3:a:x:x:1:*:*:*:*:*:*:*\"],"
	    "\"purl\":\"pkg:maven/x/x@1\",\"metadata\":{\"digest\":[{"
	    "\"algorithm\":\"sha1\",\"value\":\"ab\"}]}}],\"source\":{"
	    "\"type\":\"directory\",\"target\":\"/srv\"},\"distro\":{"
	    "\"name\":\"alpine\",\"version\":\"3.12\",\"idLike\":\"\"},"
	    "\"schema\":{\"version\":\"1.1.0\",\"url\":\"https://raw."
	    "githubusercontent.com/anchore/syft/main/schema/json/"
	    "schema-1.1.0.json\"}}"), &s);
	const struct bom_component *c = named(b, "x");

	(void)state;
	IS(c->licences[0].text, "MIT");
	IS(c->cpe, "cpe:2.3:a:x:x:1:*:*:*:*:*:*:*");
	IS(c->hashes[0].alg, "SHA-1");
	assert_true(c->guessed);	/* no pom.properties */
	IS(b->name, "/srv");
	assert_int_equal(b->subject, SUBJECT_DIR);
	IS(b->distro.id, "alpine");
	IS(b->distro.version_id, "3.12");
	IS(b->spec_version, "1.1.0");
	forget(&s);
}

/* ---- SPDX ---- */

#define SPDX "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\""
#define PURL(text) "\"externalRefs\":[{\"referenceCategory\":"		\
	"\"PACKAGE_MANAGER\",\"referenceType\":\"purl\","		\
	"\"referenceLocator\":\"" text "\"}]"

static void
spdx_rpm_of_trivy(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR(SPDX ",\"creationInfo\":{\"creators\":["
	    "\"Organization: aquasecurity\",\"Tool: trivy-0.74.0\"]},"
	    "\"packages\":[{\"name\":\"openssl-libs\",\"SPDXID\":\"SPDXRef-1\""
	    ",\"versionInfo\":\"1:3.0.7-24.el9\",\"supplier\":\"Organization: "
	    "AlmaLinux\",\"sourceInfo\":\"built package from: openssl "
	    "1:3.0.7-24.el9\"," PURL("pkg:rpm/alma/openssl-libs@3.0.7-24.el9?"
	    "arch=x86_64&distro=alma-9.3&epoch=1") ",\"annotations\":[{"
	    "\"comment\":\"Modularitylabel: nodejs:18:903\"},{\"comment\":"
	    "\"a remark: of somebody\"}]},{\"name\":\"alma\",\"SPDXID\":"
	    "\"SPDXRef-2\",\"versionInfo\":\"9.3\",\"primaryPackagePurpose\":"
	    "\"OPERATING-SYSTEM\"}]}"), &s);
	const struct bom_component *c = named(b, "openssl-libs");

	(void)state;
	assert_int_equal(b->nauthors, 1);
	IS(b->authors[0], "aquasecurity");
	IS(b->supplier, "");
	IS(c->version, "1:3.0.7-24.el9");
	IS(c->epoch, "1");
	IS(c->source_name, "openssl");
	IS(c->source_version, "3.0.7-24.el9");
	assert_true(c->source_epoch_unknown);
	IS(c->module, "nodejs:18:903");
	IS(c->vendor, "AlmaLinux");
	assert_int_equal(c->props.n, 0);	/* it is written again */
	assert_int_equal(b->ncomponents, 1);
	IS(b->distro.id, "almalinux");
	IS(b->distro.version_id, "9.3");
	forget(&s);
}

/* Go's modules as Syft and Docker Scout name them. */
static void
go_modules(void **state)
{
	static const struct {
		const char *name, *purl, *group, *last, *want;
	} v[] = {
		{ "github.com/moby/sys/user",
		    "pkg:golang/github.com/moby/sys@0.1.0#user",
		    "github.com/moby/sys", "user",
		    "pkg:golang/github.com/moby/sys/user@0.1.0" },
		{ "github.com/argoproj/argo-cd/v2",
		    "pkg:golang/github.com/argoproj/argo-cd@v2.10.0#v2",
		    "github.com/argoproj/argo-cd", "v2",
		    "pkg:golang/github.com/argoproj/argo-cd/v2@v2.10.0" },
		{ "github.com/aws/aws-sdk-go-v2/service/internal/s3shared",
		    "pkg:golang/github.com/aws/aws-sdk-go-v2@v1.2.0#service/"
		    "internal/s3shared",
		    "github.com/aws/aws-sdk-go-v2/service/internal",
		    "s3shared", "pkg:golang/github.com/aws/aws-sdk-go-v2/"
		    "service/internal/s3shared@v1.2.0" },
		/* no name: the version tells */
		{ "", "pkg:golang/github.com/argoproj/argo-cd@v2.10.0#v2/cmd",
		    "github.com/argoproj/argo-cd", "v2",
		    "pkg:golang/github.com/argoproj/argo-cd/v2@v2.10.0#cmd" },
		/* packages of modules */
		{ "", "pkg:golang/github.com/x/y@v1.10.0#v2", "github.com/x",
		    "y", "pkg:golang/github.com/x/y@v1.10.0#v2" },
		{ "google.golang.org/genproto", "pkg:golang/google.golang.org/"
		    "genproto@v0.0.1#googleapis/api", "google.golang.org",
		    "genproto", "pkg:golang/google.golang.org/genproto@v0.0.1"
		    "#googleapis/api" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		const struct bom_component *c;

		buf_add_str(&text, STR("{\"bomFormat\":\"CycloneDX\","
		    "\"specVersion\":\"1.6\",\"components\":[{\"type\":"
		    "\"library\",\"name\":\""));
		buf_add_str(&text, str_from(v[i].name));
		buf_add_str(&text, STR("\",\"purl\":\""));
		buf_add_str(&text, str_from(v[i].purl));
		buf_add_str(&text, STR("\"}]}"));
		c = &read_ok(buf_str(&text), &s)->components[0];
		IS(c->group, v[i].group);
		IS(c->name, v[i].last);
		IS(c->purl, v[i].want);
		forget(&s);
		buf_done(&text);
	}
}

/* Where the purl is none, the reference may be one; that is said. */
static void
purl_of_reference(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(file_text(
	    "tests/fixtures/bom/fuzz/purl-ref.json", &text), &s);

	(void)state;
	IS(b->components[0].purl, "pkg:composer/vendor/name@v5.4");
	assert_int_equal(b->notices.n, 1);
	forget(&s);
	buf_done(&text);
}

/* An old Trivy: attribution texts, no purposes, the version at the end. */
static void
spdx_of_old(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("{\"SPDXID\":\"SPDXRef-DOCUMENT\","
	    "\"creationInfo\":{\"creators\":[\"Tool: trivy\"],\"created\":"
	    "\"2022-09-12T17:02:46.826609Z\"},\"documentDescribes\":["
	    "\"SPDXRef-ContainerImage-1\"],\"files\":[{\"SPDXID\":"
	    "\"SPDXRef-File-1\",\"fileName\":\"app/x.json\"}],\"name\":\"i\","
	    "\"packages\":[{\"SPDXID\":\"SPDXRef-Application-1\",\"name\":"
	    "\"Java\",\"versionInfo\":\"jar\"},{\"SPDXID\":"
	    "\"SPDXRef-ContainerImage-1\",\"name\":\"img\","
	    "\"attributionTexts\":[\"ImageID: sha256:49\",\"DiffID: "
	    "sha256:dd\",\"RepoTag: img:latest\"]},{\"SPDXID\":"
	    "\"SPDXRef-OperatingSystem-1\",\"name\":\"alpine\","
	    "\"versionInfo\":\"3.16.0\"},{\"SPDXID\":\"SPDXRef-Package-1\","
	    "\"name\":\"musl\",\"versionInfo\":\"1.2.3-r0\",\"hasFiles\":["
	    "\"SPDXRef-File-1\"],\"sourceInfo\":\"built package from: musl "
	    "1.2.3-r0\",\"attributionTexts\":[\"LayerDiffID: sha256:dd\"],"
	    PURL("pkg:apk/alpine/musl@1.2.3-r0?distro=3.16.0") "}],"
	    "\"spdxVersion\":\"SPDX-2.2\"}"), &s);
	const struct bom_component *c = named(b, "musl");

	(void)state;
	IS(b->distro.id, "alpine");
	IS(b->distro.version_id, "3.16.0");
	IS(b->name, "img");
	IS(b->config_digest, "sha256:49");
	IS(b->tags[0], "img:latest");
	assert_int_equal(b->nlayers, 1);
	assert_int_equal(b->subject, SUBJECT_IMAGE);
	assert_int_equal(b->time_s, 1663002166);
	IS(c->layer, "sha256:dd");
	IS(c->places[0].path, "/app/x.json");
	IS(named(b, "Java")->version, "");
	forget(&s);
}

/* Wrapped by GitHub; relations; a subject that may have advisories stays. */
static void
spdx_relations(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("{\"sbom\":" SPDX ",\"packages\":[{"
	    "\"name\":\"app\",\"SPDXID\":\"SPDXRef-a\"," PURL("pkg:npm/app@1")
	    "},{\"name\":\"dep\",\"SPDXID\":\"SPDXRef-b\"," PURL(
	    "pkg:npm/dep@2") "},{\"name\":\"six\",\"SPDXID\":\"SPDXRef-c\","
	    PURL("pkg:pypi/six@1") "},{\"name\":\"python3-six\",\"SPDXID\":"
	    "\"SPDXRef-d\"," PURL("pkg:deb/debian/python3-six@1-1") "},{"
	    "\"name\":\"six-src\",\"SPDXID\":\"SPDXRef-e\"," PURL(
	    "pkg:deb/debian/six-src@1-1?arch=source") "},{\"name\":\"plain\","
	    "\"SPDXID\":\"SPDXRef-Package-python-plain-12\",\"versionInfo\":"
	    "\"NOASSERTION\",\"supplier\":\"NOASSERTION\"}],"
	    "\"relationships\":[{\"spdxElementId\":\"SPDXRef-DOCUMENT\","
	    "\"relationshipType\":\"DESCRIBES\",\"relatedSpdxElement\":"
	    "\"SPDXRef-a\"},{\"spdxElementId\":\"SPDXRef-b\","
	    "\"relationshipType\":\"DEPENDENCY_OF\",\"relatedSpdxElement\":"
	    "\"SPDXRef-a\"},{\"spdxElementId\":\"SPDXRef-d\","
	    "\"relationshipType\":\"OTHER\",\"relatedSpdxElement\":"
	    "\"SPDXRef-c\",\"comment\":\"ownership-by-file-overlap: x\"},{"
	    "\"spdxElementId\":\"SPDXRef-d\",\"relationshipType\":"
	    "\"GENERATED_FROM\",\"relatedSpdxElement\":\"SPDXRef-e\"}]}}"),
	    &s);

	(void)state;
	IS(b->name, "app");
	assert_int_equal(b->ncomponents, 6);
	assert_int_equal(named(b, "app")->ndepends, 1);
	assert_int_equal(named(b, "six")->owner_vendor, OWNER_VENDOR);
	IS(named(b, "python3-six")->source_name, "six-src");
	assert_true(named(b, "six-src")->source_package);
	IS(named(b, "plain")->type, "pypi");
	IS(named(b, "plain")->version, "");
	IS(named(b, "plain")->vendor, "");
	forget(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_packages),
		cmocka_unit_test(same_subject_of_all),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(no_truncation),
		cmocka_unit_test(syntaxes_agree),
		cmocka_unit_test(cut_tag_value),
		cmocka_unit_test(cdxgen_sources),
		cmocka_unit_test(cdxgen_joined),
		cmocka_unit_test(xml_parts),
		cmocka_unit_test(syft_rpm_and_apk),
		cmocka_unit_test(syft_of_old),
		cmocka_unit_test(spdx_rpm_of_trivy),
		cmocka_unit_test(go_modules),
		cmocka_unit_test(purl_of_reference),
		cmocka_unit_test(spdx_of_old),
		cmocka_unit_test(spdx_relations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
