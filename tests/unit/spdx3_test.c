/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 3 as others write it, and our own when somebody sorted it. */
#include "tests/unit/bom_help.h"

static struct bom *
fixture(const char *path, struct seen *s, struct buf *text)
{
	return read_ok(file_text(path, text), s);
}

/* Elements in any order, elements instead of references. */
static void
reads_foreign(void **state)
{
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct bom *b = fixture("tests/fixtures/bom/spdx3/foreign.json", &s,
	    &text);
	const struct bom_component *c = named(b, "libssl3");

	(void)state;
	IS(b->format, "spdx3-json");
	IS(b->spec_version, "3.0.1");
	IS(b->tool, "maker 1.2");
	assert_int_equal(b->nauthors, 2);
	IS(b->authors[0], "Debian");
	IS(b->authors[1], "Person: John-David Dalton <john@example.org>");
	IS(b->name, "web");
	IS(b->version_label, "2.0");
	IS(b->distro.id, "debian");
	assert_true(b->has_time && b->has_os_database);
	assert_int_equal(b->ncomponents, 3);
	assert_int_equal(b->notices.n, 0);
	IS(c->type, "deb");
	IS(c->source_name, "openssl");
	IS(c->vendor, "Debian");
	IS(c->cpe, "cpe:2.3:a:openssl:openssl:3.0.16:*:*:*:*:*:*:*");
	assert_int_equal(c->nhashes, 1);
	IS(c->hashes[0].alg, "BLAKE2b-256");
	assert_int_equal(c->nlicences, 2);
	IS(c->licences[0].text, "Apache-2.0");
	assert_int_equal(c->licences[0].said, LICENCE_CONCLUDED);
	IS(c->licences[1].text, "Old SSLeay words");
	assert_false(c->depends_known);
	c = named(b, "openssl");
	assert_true(c->source_package);
	assert_int_equal(c->nlicences, 1);
	IS(c->licences[0].text, "(Apache-2.0 OR MIT) AND GPL-2.0-only WITH "
	    "Classpath-exception-2.0");
	assert_int_equal(c->licences[0].form, LICENCE_EXPRESSION);
	c = named(b, "lodash");
	IS(c->purl, "pkg:npm/lodash@4.17.20");
	IS(c->version, "4.17.20");
	IS(c->vendor, "John-David Dalton <john@example.org>");
	IS(c->licences[0].text, "MIT");
	assert_int_equal(c->licences[0].said, LICENCE_DECLARED);
	IS(bom_prop_get(&c->props, "vendor:note"), "kept");
	assert_true(c->depends_known);
	assert_int_equal(c->ndepends, 0);
	forget(&s);
	buf_done(&text);
}

/*
 * Annotations stand before what they are about; of a tool that moves them to
 * the end only the system's details are lost, never a gap.
 */
static void
reads_moved_annotations(void **state)
{
	static const char head[] = "{\"@context\":\"https://spdx.org/rdf/3.0.1/"
	    "spdx-context.jsonld\",\"@graph\":["
	    "{\"type\":\"CreationInfo\",\"@id\":\"_:c\",\"specVersion\":\"3.0.1\""
	    ",\"created\":\"2026-01-02T03:04:05Z\",\"createdBy\":[\"x:a\"]},"
	    "{\"type\":\"SpdxDocument\",\"spdxId\":\"x:d\",\"rootElement\":"
	    "[\"x:d#SPDXRef-R\"]},"
	    "{\"type\":\"software_Package\",\"spdxId\":\"x:d#SPDXRef-R\","
	    "\"name\":\"image:1\",\"software_primaryPurpose\":\"container\"},"
	    "{\"type\":\"software_Package\",\"spdxId\":\"x:d#SPDXRef-P\","
	    "\"name\":\"bash\",\"software_packageUrl\":"
	    "\"pkg:deb/debian/bash@5.2\"},"
	    "{\"type\":\"Annotation\",\"spdxId\":\"x:d#SPDXRef-A\",\"subject\":"
	    "\"x:d\",\"statement\":\"airbom:properties\\nairbom:gap=kind=layer;"
	    "what=torn\\nairbom:subject=image\"},"
	    "{\"type\":\"Annotation\",\"spdxId\":\"x:d#SPDXRef-B\",\"subject\":"
	    "\"x:d#SPDXRef-P\",\"statement\":\"airbom:properties\\n"
	    "airbom:source:name=bash-src\"}]}";
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(str_from(head), &s);

	(void)state;
	assert_int_equal(notices_count(&b->notices, NOTICE_GAP), 1);
	IS(b->notices.v[0].what, "torn");
	assert_int_equal(b->subject, SUBJECT_IMAGE);
	IS(b->name, "image:1");
	assert_int_equal(b->ncomponents, 1);
	IS(named(b, "bash")->source_name, "bash-src");
	forget(&s);
}

static const struct {
	const char *text;
	enum rc want;
	size_t gaps;
} odd[] = {
	{ "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\","
	    "\"@graph\":{}}", RC_FORMAT, 0 },
	{ "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\","
	    "\"@graph\":[]}", RC_FORMAT, 0 },
	{ "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\","
	    "\"@graph\":[{\"type\":\"CreationInfo\",", RC_FORMAT, 0 },
	{ "{\"@context\":\"https://spdx.org/rdf/3.1.0/spdx-context.jsonld\","
	    "\"@graph\":[{\"type\":\"CreationInfo\",\"specVersion\":\"3.1.0\"}]}",
	    RC_OK, 0 },
	{ "{\"@context\":\"https://spdx.org/rdf/3.9/spdx-context.jsonld\","
	    "\"@graph\":[{\"type\":\"CreationInfo\",\"specVersion\":\"4.0.0\"}]}",
	    RC_OK, 1 },
};

static void
reads_odd(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct seen s = { .n = 0 };
		struct err e = { "" };

		if (read_text(str_from(odd[i].text), &s, &e) != odd[i].want)
			fail_msg("%zu: %s", i, e.msg);
		assert_int_equal(s.n, odd[i].want == RC_OK);
		if (s.n != 0)
			assert_int_equal(notices_count(&s.b[0]->notices,
			    NOTICE_GAP), odd[i].gaps);
		forget(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_foreign),
		cmocka_unit_test(reads_moved_annotations),
		cmocka_unit_test(reads_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
