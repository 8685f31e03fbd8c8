/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/bom_help.h"

/* ---- documents of others ---- */

static const struct foreign {
	const char *file, *name, *type, *version, *epoch, *arch;
	const char *source, *source_version;
	bool no_epoch;
	const char *module, *layer, *vendor;
} foreign[] = {
	{ "syft/debian", "libssl3", "deb", "3.0.11-1~deb12u2", "", "amd64",
	    "openssl", "", false, "", "7292",
	    "Debian OpenSSL Team "
	    "<pkg-openssl-devel@alioth-lists.debian.net>" },
	{ "syft/debian", "login", "deb", "1:4.13+dfsg1-1+b1", "", "amd64",
	    "shadow", "1:4.13+dfsg1-1", false, "", "7292", NULL },
	{ "syft/debian", "bash", "deb", "5.2.15-2+b2", "", "amd64",
	    "bash", "5.2.15-2", false, "", "7292", NULL },
	{ "syft/alpine", "libcrypto3", "apk", "3.1.4-r5", "", "x86_64",
	    "openssl", "", false, "", "7292", NULL },
	{ "syft/alpine", "busybox", "apk", "1.36.1-r15", "", "x86_64",
	    "busybox", "", false, "", "7292", NULL },
	{ "syft/almalinux", "openssl-libs", "rpm", "1:3.0.7-24.el9", "1",
	    "x86_64", "openssl", "3.0.7-24.el9", true, "", "7292",
	    "AlmaLinux" },
	{ "syft/almalinux", "nodejs", "rpm",
	    "1:18.19.0-1.module_el9.3.0+65+1aeba3e1", "1", "x86_64",
	    "nodejs", "18.19.0-1.module_el9.3.0+65+1aeba3e1", true,
	    "nodejs:18:9030020231214123456:rhel9", "7292", "AlmaLinux" },
	{ "syft/almalinux", "bash", "rpm", "5.1.8-6.el9_1", "", "x86_64",
	    "bash", "5.1.8-6.el9_1", true, "", "7292", "AlmaLinux" },
	{ "trivy/debian", "login", "deb", "1:4.13+dfsg1-1+b1", "", "amd64",
	    "shadow", "1:4.13+dfsg1-1", false, "", "7292",
	    "Shadow package maintainers "
	    "<pkg-shadow-devel@lists.alioth.debian.org>" },
	{ "trivy/debian", "libssl3", "deb", "3.0.11-1~deb12u2", "", "amd64",
	    "openssl", "3.0.11-1~deb12u2", false, "", "52c8", NULL },
	/* an older Trivy: the epoch is in the qualifier alone */
	{ "trivy/debian", "zlib1g", "deb", "1:1.2.13.dfsg-1", "", "amd64",
	    "zlib", "1:1.2.13.dfsg-1", false, "", "7292", NULL },
	{ "trivy/debian", "debianutils", "deb", "5.7-0.5~deb12u1", "",
	    "amd64", "debianutils", "5.7-0.5~deb12u1", false, "", "7292",
	    NULL },
	{ "trivy/alpine", "libcrypto3", "apk", "3.1.4-r5", "", "x86_64",
	    "openssl", "3.1.4-r5", false, "", "7292", NULL },
	/* Trivy guesses a source's epoch from the binary's */
	{ "trivy/almalinux", "openssl-libs", "rpm", "1:3.0.7-24.el9", "1",
	    "x86_64", "openssl", "3.0.7-24.el9", true, "", "7292",
	    "AlmaLinux" },
	{ "trivy/almalinux", "nodejs", "rpm",
	    "1:18.19.0-1.module_el9.3.0+65+1aeba3e1", "1", "x86_64",
	    "nodejs", "18.19.0-1.module_el9.3.0+65+1aeba3e1", true,
	    "nodejs:18:9030020231214123456:rhel9", "52c8", "AlmaLinux" },
};

static struct bom *
fixture(const char *name, struct seen *s, struct buf *text)
{
	char path[128];

	(void)snprintf(path, sizeof path, "tests/fixtures/bom/%s.cdx.json",
	    name);
	return read_ok(file_text(path, text), s);
}

static void
foreign_components(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		const struct foreign *f = &foreign[i];
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(f->file, &s, &text);
		const struct bom_component *c = named(b, f->name);
		struct str layer = str_fmt(b->arena, "sha256:%s", f->layer);

		IS(c->type, f->type);
		IS(c->version, f->version);
		IS(c->epoch, f->epoch);
		IS(c->arch, f->arch);
		IS(c->source_name, f->source);
		IS(c->source_version, f->source_version);
		assert_int_equal(c->source_epoch_unknown, f->no_epoch);
		IS(c->module, f->module);
		assert_true(str_starts(c->layer, layer));
		if (f->vendor != NULL)
			IS(c->vendor, f->vendor);
		assert_null(c->distro);		/* it is the document's */
		forget(&s);
		buf_done(&text);
	}
}

static const struct {
	const char *file, *tool, *id, *version, *codename;
	size_t components;
} documents[] = {
	{ "syft/debian", "syft 1.19.0", "debian", "12", "bookworm", 3 },
	{ "syft/alpine", "syft 1.19.0", "alpine", "3.19.1", "", 2 },
	{ "syft/almalinux", "syft 1.19.0", "almalinux", "9.3", "", 3 },
	{ "trivy/debian", "trivy 0.60.0", "debian", "12.4", "", 4 },
	{ "trivy/alpine", "trivy 0.60.0", "alpine", "3.19.1", "", 1 },
	{ "trivy/almalinux", "trivy 0.60.0", "almalinux", "9.3", "", 2 },
};

static void
foreign_documents(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(documents[i].file, &s, &text);

		IS(b->tool, documents[i].tool);
		IS(b->distro.id, documents[i].id);
		IS(b->distro.version_id, documents[i].version);
		IS(b->distro.codename, documents[i].codename);
		assert_int_equal(b->ncomponents, documents[i].components);
		assert_int_equal(b->notices.n, 0);
		assert_int_equal(b->subject, SUBJECT_IMAGE);
		assert_true(b->has_os_database);
		assert_true(str_starts(b->manifest_digest, STR("sha256:")));
		assert_true(b->has_time);
		forget(&s);
		buf_done(&text);
	}
}

#define CDX16 "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\","	\
	"\"metadata\":{\"manufacturer\":{\"name\":\"Maker\"},"		\
	"\"supplier\":{\"name\":\"Seller\"}"

/* All that the document names: people, and the organization that made it;
   never the supplier. */
static void
authors(void **state)
{
	static const struct {
		const char *text, *author[4];
	} v[] = {
		{ CDX16 ",\"authors\":[{\"name\":\"B\"},{\"name\":\"A\","
		    "\"email\":\"a@x\"},{\"name\":\"B\"}]}}", { "Maker",
		    "Person: A <a@x>", "Person: B" } },
		{ CDX16 ",\"authors\":[{\"phone\":\"1\"},{\"email\":\"b@x\"}]"
		    "}}", { "Maker", "Person: b@x" } },
		{ CDX16 "}}", { "Maker" } },
		/* ours: a property says who is a person, if anybody is */
		{ CDX16 ",\"authors\":[{\"name\":\"A\"}],\"properties\":[{"
		    "\"name\":\"airbom:subject\",\"value\":\"dir\"}]}}",
		    { "A", "Maker" } },
		{ CDX16 ",\"authors\":[{\"name\":\"A\"},{\"name\":\"B\"}],"
		    "\"properties\":[{\"name\":\"airbom:subject\",\"value\":"
		    "\"dir\"},{\"name\":\"airbom:author\",\"value\":"
		    "\"Person: A\"},{\"name\":\"airbom:author\",\"value\":"
		    "\"B\"}]}}", { "B", "Person: A" } },
		{ "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\n"
		    "Creator: Tool: x-1\nCreator: Person: P (p@x)\n"
		    "Creator: Organization: O\nCreator: Organization: O2 ()\n"
		    "Creator: Person: \nPackageName: x\n"
		    "SPDXID: SPDXRef-x\nPackageSupplier: Organization: Seller\n"
		    "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-x\n",
		    { "O", "O2 ()", "Person: P <p@x>" } },
		{ "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><metadata>"
		    "<authors><author><name>A</name><email>a@x</email></author>"
		    "<author><name>B</name></author></authors><supplier><name>"
		    "Seller</name></supplier></metadata></bom>",
		    { "Person: A <a@x>", "Person: B" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct seen s = { .n = 0 };
		struct bom *b = read_ok(str_from(v[i].text), &s);

		for (size_t k = 0; k < b->nauthors; k++)
			IS(b->authors[k], v[i].author[k]);
		assert_true(b->nauthors < 4 &&
		    v[i].author[b->nauthors] == NULL);
		IS(b->supplier, "Seller");
		forget(&s);
	}
}

static void
foreign_details(void **state)
{
	struct buf one = { .limit = 0 }, two = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("syft/debian", &s, &one);
	const struct bom_component *c = named(b, "libssl3");

	(void)state;
	IS(c->purl, "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&"
	    "distro=debian-12&upstream=openssl");
	IS(c->found_by, "dpkg-db-cataloger");
	assert_int_equal(c->nplaces, 3);
	IS(c->places[0].path, "/usr/share/doc/libssl3/copyright");
	IS(c->places[2].path, "/var/lib/dpkg/status");
	assert_true(str_starts(c->places[2].layer, STR("sha256:52c8")));
	assert_int_equal(c->nlicences, 2);
	IS(c->licences[0].text, "Apache-2.0");
	assert_int_equal(c->licences[1].form, LICENCE_NAME);
	IS(bom_prop_get(&c->props, "syft:metadata:installedSize"), "5972");
	IS(bom_prop_get(&b->props, "syft:image:labels:maintainer"),
	    "someone@example.org");
	c = named(b, "bash");
	assert_true(c->depends_known);
	assert_int_equal(c->ndepends, 1);
	IS(b->components[c->depends[0]].name, "login");
	assert_false(named(b, "login")->depends_known);
	/* 2024-02-03T04:05:06+01:00 */
	assert_int_equal(b->time_s, 1706929506);

	b = fixture("trivy/debian", &s, &two);
	assert_int_equal(b->nlayers, 2);
	assert_true(str_starts(b->layers[1].diff_id, STR("sha256:52c8")));
	assert_true(str_starts(b->config_digest, STR("sha256:8e2a")));
	assert_int_equal(b->ntags, 1);
	IS(b->tags[0], "debian:12");
	IS(b->name, "debian:12");
	/* what the operating system holds are no dependencies */
	c = named(b, "login");
	assert_int_equal(c->ndepends, 1);
	IS(b->components[c->depends[0]].name, "libssl3");
	forget(&s);
	buf_done(&one);
	buf_done(&two);
}

/* Read, write, read: no fact that matching needs is lost on the way. */
static void
foreign_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct buf text = { .limit = 0 }, again = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = fixture(documents[i].file, &s, &text);

		write_to(b, "cyclonedx-json", &again);
		same_bom(read_ok(buf_str(&again), &s), b);
		forget(&s);
		buf_done(&text);
		buf_done(&again);
	}
}

/* ---- odd and bad documents ---- */

#define HEAD "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\""

static void
reads_leniently(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("\xef\xbb\xbf \n" HEAD ","
	    "\"dependencies\":[{\"dependsOn\":[\"b\",\"zz\"],\"ref\":\"a\"},"
	    "{\"ref\":\"b\"},null,7,{\"ref\":null}],\"services\":{\"x\":[]},"
	    "\"metadata\":null,\"components\":["
	    "{\"name\":\"one\",\"bom-ref\":\"a\",\"version\":7,"
	    "\"components\":[{\"name\":\"two\",\"bom-ref\":\"b\","
	    "\"scope\":\"excluded\",\"type\":\"library\"}],"
	    "\"properties\":[{\"value\":4,\"name\":\"n\"},{\"name\":\"\"},"
	    "null],\"licenses\":null,\"hashes\":{},\"evidence\":[],"
	    "\"type\":\"firmware\"},"
	    "{\"type\":\"file\",\"name\":\"f\",\"components\":[{\"x\":"
	    "[[[]]]}]},"
	    "{\"name\":\"late\",\"properties\":[],\"type\":\"file\"},"
	    "{\"bom-ref\":\"pkg:npm/x@1?package-id=0123\",\"name\":\"x\"},"
	    "{\"name\":\"bad\",\"purl\":\"not a purl\"}]}"), &s);

	(void)state;
	/* One without a name, inside a file, is counted too. */
	assert_int_equal(b->ncomponents, 5);
	const struct bom_component *one = named(b, "one");

	IS(one->version, "7");
	assert_int_equal(one->kind, BOM_OTHER);
	IS(bom_prop_get(&one->props, PROP_KIND), "firmware");
	IS(bom_prop_get(&one->props, "n"), "4");
	assert_int_equal(one->ndepends, 1);
	IS(b->components[one->depends[0]].name, "two");
	assert_true(named(b, "two")->excluded);
	IS(named(b, "x")->purl, "pkg:npm/x@1");
	IS(named(b, "x")->version, "1");
	IS(named(b, "x")->type, "npm");
	IS(named(b, "bad")->purl, "");
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 1);
	forget(&s);
}

/* Without an operating-system component the purls tell; others keep theirs. */
static void
distro_from_purls(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR(HEAD ",\"components\":["
	    "{\"name\":\"a\",\"purl\":\"pkg:deb/ubuntu/a@1\"},"
	    "{\"name\":\"b\",\"purl\":\"pkg:deb/ubuntu/b@1?"
	    "distro=ubuntu-22.04\"},"
	    "{\"name\":\"c\",\"purl\":\"pkg:deb/debian/c@1?"
	    "distro=debian-12\"}]}"), &s);

	(void)state;
	IS(b->distro.id, "ubuntu");
	IS(b->distro.version_id, "22.04");
	assert_null(named(b, "a")->distro);
	assert_null(named(b, "b")->distro);
	assert_non_null(named(b, "c")->distro);
	IS(named(b, "c")->distro->id, "debian");
	forget(&s);

	b = read_ok(STR(HEAD ",\"metadata\":{\"component\":{\"type\":"
	    "\"operating-system\",\"name\":\"redhat\",\"version\":\"9.2\"}}}"),
	    &s);
	IS(b->distro.id, "rhel");
	IS(b->distro.version_id, "9.2");
	assert_int_equal(b->subject, SUBJECT_ROOTFS);
	forget(&s);
}

static void
notes_what_is_odd(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR("{\"bomFormat\":\"CycloneDX\","
	    "\"specVersion\":\"1.9\",\"compositions\":[{\"aggregate\":"
	    "\"incomplete\"},{\"aggregate\":\"complete\"}],\"components\":["
	    "{\"type\":\"operating-system\",\"name\":\"debian\"},"
	    "{\"type\":\"operating-system\",\"name\":\"alpine\"}]}"), &s);

	(void)state;
	assert_int_equal(notices_count(&b->notices, NOTICE_NOTE), 3);
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 0);
	IS(b->distro.id, "debian");
	forget(&s);
}

static void
many_documents(void **state)
{
	struct seen s = { .n = 0 };
	struct err e = { "" };

	(void)state;
	assert_int_equal(read_text(STR(HEAD "}\n" HEAD ",\"components\":["
	    "{\"name\":\"x\"}]}" HEAD "}\n\n"), &s, &e), RC_OK);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.b[1]->ncomponents, 1);
	forget(&s);

	/* the good ones are handed over, the failure is still told */
	assert_int_equal(read_text(STR(HEAD "}\n" HEAD), &s, &e), RC_FORMAT);
	assert_int_equal(s.n, 1);
	forget(&s);
}

#define XML "<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/"	\
	"bom/1.4'>"

static const struct {
	const char *text;
	enum rc rc;
	const char *says;
} refused[] = {
	{ "", RC_FORMAT, "empty" },
	{ " \n\t\n", RC_FORMAT, "empty" },
	{ "\xef\xbb\xbf", RC_FORMAT, "empty" },
	{ "hello", RC_FORMAT, "not a bill of materials" },
	{ "{", RC_UNSUPPORTED, "unknown kind" },
	{ "{\"bomFormat\":\"Other\"}", RC_FORMAT, "Other" },
	{ "{\"x\":{\"bomFormat\":\"CycloneDX\"}}", RC_UNSUPPORTED,
	    "unknown kind" },
	{ "{\"sbom\":{}}", RC_FORMAT, "spdxVersion" },
	{ "{\"spdxVersion\":\"SPDX-2.3\"", RC_FORMAT, "cut short" },
	{ "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":{}}", RC_FORMAT,
	    "packages" },
	{ "{\"@context\":\"x\",\"@graph\":[]}", RC_UNSUPPORTED, "SPDX 3" },
	{ "{\"artifacts\":[],\"source\":{}}", RC_FORMAT, "not Syft" },
	{ "{\"SchemaVersion\":2,\"ArtifactName\":\"x\"}", RC_UNSUPPORTED,
	    "Trivy" },
	{ "[]", RC_UNSUPPORTED, "array" },
	{ XML "</bom>x", RC_FORMAT, "not a bill of materials" },
	{ XML "<components><component></components></bom>", RC_FORMAT,
	    "without its beginning" },
	{ XML "<components>&x;</components></bom>", RC_FORMAT, "entity" },
	{ XML, RC_FORMAT, "cut short" },
	{ "<x xmlns='http://cyclonedx.org/schema/bom/1.4'/>", RC_FORMAT,
	    "no CycloneDX" },
	{ "<!DOCTYPE html><html>", RC_UNSUPPORTED, "HTML" },
	{ "SPDXVersion: SPDX-2.3\nx", RC_FORMAT, "neither tag" },
	{ "SPDXVersion: SPDX-2.3\nPackageComment: <text>x\ny", RC_FORMAT,
	    "cut short" },
	{ "SPDXVersion: SPDX-2.3\nSPDXVersion: SPDX-2.3\n", RC_FORMAT,
	    "second" },
	{ "\x1f\x8b\x08", RC_UNSUPPORTED, "gzip" },
	{ HEAD ",\"components\":[{\"name\":}]}", RC_FORMAT, "JSON" },
	{ HEAD "} x", RC_FORMAT, "not a bill of materials" },
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct seen s = { .n = 0 };
		struct err e = { "" };
		enum rc rc = read_text(str_from(refused[i].text), &s, &e);

		if (rc != refused[i].rc || strstr(e.msg, refused[i].says) == NULL)
			fail_msg("%s: %d %s", refused[i].text, (int)rc, e.msg);
		forget(&s);
	}
}

static void
keeps_limits(void **state)
{
	struct limits lim = limits_default;
	struct seen s = { .n = 0 };
	struct err e = { "" };
	struct str text = STR(HEAD ",\"components\":[{\"name\":\"a\"},"
	    "{\"name\":\"b\"}]}");
	struct reader *r = reader_of_mem(text.p, text.n);

	(void)state;
	lim.components = 1;
	assert_int_equal(bom_read_all(r, &lim, keep, &s, &e), RC_LIMIT);
	reader_close(r);

	struct buf deep = { .limit = 0 };

	buf_add_str(&deep, STR(HEAD ",\"components\":["));
	for (int i = 0; i < 40; i++)
		buf_add_str(&deep, STR("{\"components\":["));
	assert_int_equal(read_text(buf_str(&deep), &s, &e), RC_LIMIT);
	assert_int_equal(s.n, 0);
	buf_done(&deep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_components),
		cmocka_unit_test(foreign_documents),
		cmocka_unit_test(authors),
		cmocka_unit_test(foreign_details),
		cmocka_unit_test(foreign_round_trip),
		cmocka_unit_test(reads_leniently),
		cmocka_unit_test(distro_from_purls),
		cmocka_unit_test(notes_what_is_odd),
		cmocka_unit_test(many_documents),
		cmocka_unit_test(refuses),
		cmocka_unit_test(keeps_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
