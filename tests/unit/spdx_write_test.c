/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX as it is written, and read back. */
#include "tests/unit/bom_help.h"

static const char *const formats[] = { "spdx-json", "spdx-json@2.2",
	"spdx-tag-value", "spdx-tag-value@2.2", "spdx3-json" };

enum { NFORMATS = sizeof formats / sizeof *formats };

/* A document that has one of everything that the model holds, then some of
   other generators. */
static const char *const documents[] = {
	"tests/fixtures/bom/everything.cdx.json",
	"tests/fixtures/bom/syft/debian.cdx.json",
	"tests/fixtures/bom/syft/alpine.cdx.json",
	"tests/fixtures/bom/syft/almalinux.cdx.json",
	"tests/fixtures/bom/syft/debian.json",
	"tests/fixtures/bom/syft/debian.spdx",
	"tests/fixtures/bom/trivy/debian.cdx.json",
	"tests/fixtures/bom/trivy/almalinux.cdx.json",
	"tests/fixtures/bom/trivy/alpine.cdx.json",
	"tests/fixtures/bom/trivy/debian.spdx.json",
	"tests/fixtures/bom/cdxgen/debian.cdx.json",
};

/* A licence has no name for its form, and someone who said it. */
static void
project(struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		for (size_t k = 0; k < b->components[i].nlicences; k++) {
			struct bom_licence *l =
			    &b->components[i].licences[k];
			struct licence x = licence_classify(b->arena,
			    l->text);

			l->text = x.text;
			l->form = x.form;
			if (l->said == LICENCE_UNSAID)
				l->said = LICENCE_DECLARED;
		}
	bom_finish(b);
}

static void
round_trip_of(const char *path, const char *format)
{
	struct buf in = { .limit = 0 }, text = { .limit = 0 },
	    again = { .limit = 0 };
	struct seen s = { .n = 0 }, t = { .n = 0 };
	struct bom *b = read_ok(file_text(path, &in), &s);

	print_message("# %s as %s\n", path, format);
	write_to(b, format, &text);
	struct bom *back = read_ok(buf_str(&text), &t);

	project(b);
	same_bom(back, b);
	IS(back->tool, "sbom " AIRBOM_VERSION);
	write_to(back, format, &again);
	assert_true(str_eq(buf_str(&text), buf_str(&again)));
	forget(&s);
	forget(&t);
	buf_done(&in);
	buf_done(&text);
	buf_done(&again);
}

static void
round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		for (size_t k = 0; k < NFORMATS; k++)
			round_trip_of(documents[i], formats[k]);
}

/* ---- what the fixtures do not have ---- */

/* A format of str_fmt: two digests. */
#define ODD "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"," \
"\"metadata\":{\"properties\":[{\"name\":\"airbom:subject\",\"value\":\"dir\"}]}," \
"\"components\":[" \
"{\"type\":\"library\",\"name\":\"openssl\",\"version\":\"3.0.2\"," \
"\"purl\":\"pkg:deb/debian/openssl@3.0.2?arch=source\"," \
"\"properties\":[{\"name\":\"airbom:package:source-package\"," \
"\"value\":\"true\"}]}," \
"{\"type\":\"library\",\"name\":\"libssl3\",\"version\":\"3.0.2\"," \
"\"purl\":\"pkg:deb/debian/libssl3@3.0.2?arch=amd64\"," \
"\"properties\":[{\"name\":\"airbom:source:name\",\"value\":\"openssl\"}," \
"{\"name\":\"airbom:source:version\",\"value\":\"3.0.2\"}," \
"{\"name\":\"airbom:package:vendor\",\"value\":\"A <a@example.org>\"}," \
"{\"name\":\"sp ace=%%\\n\",\"value\":\"100%%\\n=2\"}]," \
"\"hashes\":[{\"alg\":\"SHA3-256\",\"content\":\"%.*s\"}," \
"{\"alg\":\"BLAKE3\",\"content\":\"%.*s\"}," \
"{\"alg\":\"MD5\",\"content\":\"0123456789abcdef0123456789abcdef\"}]," \
"\"licenses\":[{\"license\":{\"name\":\"odd </text> words\"}}]}," \
"{\"type\":\"firmware\",\"name\":\"<text>x\",\"cpe\":\"cpe:2.3:a:bad\"," \
"\"properties\":[{\"name\":\"airbom:package:vendor\",\"value\":" \
"\"(nobody)\"}]}," \
"{\"type\":\"library\",\"name\":\"x-\",\"cpe\":\"cpe:/a:x:y\"}," \
"{\"type\":\"library\",\"name\":\"x+\"}]}"

static struct bom *
odd_bom(struct arena *a, struct seen *s)
{
	struct str hex = STR("0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef");

	return read_ok(str_fmt(a, ODD, STR_ARG(hex), STR_ARG(hex)), s);
}

static bool
says(const struct buf *text, const char *what)
{
	return str_find_str(buf_str(text), str_from(what)) < text->n;
}

/* Words of SPDX 2: its four forms come first. */
static void
odd_facts(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct seen s = { .n = 0 }, t = { .n = 0 };
		struct buf text = { .limit = 0 };
		struct bom *b = odd_bom(a, &s);

		write_to(b, formats[i], &text);
		assert_true(says(&text, "GENERATED_FROM"));
		assert_true(says(&text, "Organization: A (a@example.org)"));
		assert_true(says(&text, "airbom:package:vendor=(nobody)"));
		assert_true(says(&text, "airbom:package:cpe=cpe:2.3:a:bad"));
		assert_true(says(&text, "airbom:package:hash=BLAKE3:"));
		assert_int_equal(says(&text, "airbom:package:hash=SHA3-256:"),
		    i % 2);
		assert_true(says(&text, "cpe22Type"));
		assert_true(says(&text, "sp ace%3D%25%0A=100%25%0A=2"));
		assert_true(says(&text, "time of creation is not known"));
		struct bom *back = read_ok(buf_str(&text), &t);

		if (i < 2) {
			project(b);
			same_bom(back, b);
		}
		assert_int_equal(back->ncomponents, 5);
		assert_true(named(back, "openssl")->source_package);
		IS(named(back, "libssl3")->vendor, "A <a@example.org>");
		assert_false(back->has_time);
		forget(&s);
		forget(&t);
		buf_done(&text);
	}
	arena_free(a);
}

/* ---- licences ---- */

/* Lists stay lists, and expressions what they were. */
static void
licences(void **state)
{
	static const char *const lists[][3] = {
		{ "MIT", "ISC" }, { "MIT AND ISC" }, { "(MIT OR ISC)" },
		{ "MIT AND ISC OR Zlib" }, { "MIT OR ISC", "Zlib" },
		{ "MIT AND ISC", "(Zlib OR MIT) AND ISC" },
		{ "Some words", "Zlib" }, { "a AND b" },
		{ "GPL-2.0-only WITH Classpath-exception-2.0", "MIT AND ISC",
			"Other (words" },
		{ "LicenseRef-x AND MIT", "LicenseRef-x" },
	};
	enum { NLISTS = sizeof lists / sizeof *lists };

	(void)state;
	for (size_t f = 0; f < NFORMATS; f++) {
		struct bom *b = bom_new(1 << 24);
		struct seen s = { .n = 0 };
		struct buf text = { .limit = 0 };

		b->subject = SUBJECT_DIR;
		for (size_t i = 0; i < NLISTS; i++) {
			struct bom_component *c = bom_add(b);

			c->name = str_fmt(b->arena, "c%zu", i);
			for (size_t k = 0; k < 3 && lists[i][k] != NULL; k++) {
				struct licence l = licence_classify(b->arena,
				    str_from(lists[i][k]));

				bom_licence_add(b, c, (struct bom_licence){
					l.text, l.form, LICENCE_DECLARED });
			}
		}
		bom_finish(b);
		write_to(b, formats[f], &text);
		same_bom(read_ok(buf_str(&text), &s), b);
		forget(&s);
		buf_done(&text);
		bom_free(b);
	}
}

/* ---- cut short ---- */

static bool
has_gap(const struct bom *b)
{
	return notices_count(&b->notices, NOTICE_GAP) != 0;
}

/* At every byte: an error or a gap, but where only the last line end lacks. */
static void
cut_anywhere(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct seen s = { .n = 0 };
	struct bom *b = odd_bom(a, &s);

	(void)state;
	for (size_t i = 0; i < NFORMATS; i += 2) {
		struct buf text = { .limit = 0 };

		write_to(b, formats[i], &text);
		for (size_t n = 0; n + 1 < text.n; n++) {
			struct seen t = { .n = 0 };
			struct err e;
			enum rc rc = read_text(str_sub(buf_str(&text), 0, n),
			    &t, &e);

			if (rc == RC_OK && !has_gap(t.b[0]))
				fail_msg("%s: cut at %zu of %zu", formats[i],
				    n, text.n);
			forget(&t);
		}
		buf_done(&text);
	}
	forget(&s);
	arena_free(a);
}

/* ---- as other tools write it again ---- */

/* Comments first, and annotations behind all packages. */
static const char late[] = "## Document\nSPDXVersion: SPDX-2.3\n"
"SPDXID: SPDXRef-DOCUMENT\nDocumentName: x\nCreator: Tool: sbom-0\n"
"PackageName: x\nSPDXID: SPDXRef-DocumentRoot-Image\n"
"PackageName: debian\nSPDXID: SPDXRef-OperatingSystem-debian\n"
"PackageVersion: 12\nPrimaryPackagePurpose: OPERATING-SYSTEM\n"
"PackageName: @scope/thing\nSPDXID: SPDXRef-Package-binary-thing-1\n"
"Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-DocumentRoot-Image\n"
"Annotator: Tool: sbom-0\nSPDXREF: SPDXRef-DOCUMENT\n"
"AnnotationComment: <text>airbom:properties\nairbom:subject=image\n"
"airbom:gap=kind=layer;what=torn</text>\n"
"Annotator: Tool: sbom-0\nSPDXREF: SPDXRef-OperatingSystem-debian\n"
"AnnotationComment: <text>airbom:properties\n"
"airbom:distro:codename=bookworm</text>\n"
"Annotator: Tool: sbom-0\nSPDXREF: SPDXRef-Package-binary-thing-1\n"
"AnnotationComment: <text>airbom:properties\n"
"airbom:package:group=@scope\nairbom:package:kind=application\n"
"airbom:package:ref=own\nairbom:package:type=binary\n"
"airbom:package:hash=BLAKE3:00</text>\n";

static void
late_annotations(void **state)
{
	struct seen s = { .n = 0 };
	const struct bom *b = read_ok(str_from(late), &s);
	const struct bom_component *c = named(b, "thing");

	(void)state;
	assert_int_equal(b->ncomponents, 1);
	assert_int_equal(b->subject, SUBJECT_IMAGE);
	assert_true(has_gap(b));
	IS(b->distro.codename, "bookworm");
	IS(b->distro.version_id, "12");
	IS(c->group, "@scope");
	IS(c->ref, "own");
	IS(c->type, "binary");
	assert_int_equal(c->kind, BOM_APPLICATION);
	assert_int_equal(c->nhashes, 1);
	forget(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(odd_facts),
		cmocka_unit_test(licences),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(late_annotations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
