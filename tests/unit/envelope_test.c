/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents in statements, envelopes and bundles; and what carries them: a
 * JSON value as a stream, base64, UTF-16. tests/cli/envelopes.t has whole
 * documents of other generators.
 */
#include "tests/unit/bom_help.h"

#include "codec/base64.h"
#include "codec/digest.h"
#include "text/json.h"
#include "text/utf16.h"

/* Everything that r has, by pieces of cap bytes. r is closed. */
static enum rc
drain(struct reader *r, size_t cap, struct buf *to, struct err *e)
{
	char piece[64];
	size_t n = 1;
	enum rc rc = RC_OK;

	to->n = 0;
	while (rc == RC_OK && n != 0) {
		rc = reader_read(r, piece, cap, &n, e);
		if (rc == RC_OK)
			buf_add(to, piece, n);
	}
	reader_close(r);
	return rc;
}

/* ---- base64: the vectors of RFC 4648 section 10, and what is none ---- */

static const struct {
	const char *text, *bytes;	/* NULL: refused */
} base64s[] = {
	{ "", "" }, { "Zg==", "f" }, { "Zm8=", "fo" }, { "Zm9v", "foo" },
	{ "Zm9vYg==", "foob" }, { "Zm9vYmE=", "fooba" },
	{ "Zm9vYmFy", "foobar" },
	{ "Zg", "f" }, { "Zm8", "fo" },			/* without padding */
	{ "++//", "\xfb\xef\xff" }, { "--__", "\xfb\xef\xff" },
	{ "Z", NULL }, { "Zg=", NULL }, { "Zm9vZ", NULL },
	{ "Zg==Zg==", NULL }, { "Zm8=a", NULL }, { "====", NULL },
	{ "Zh==", NULL }, { "Zm9=", NULL },		/* bits behind */
	{ "Zm9v\n", NULL }, { "Zm 9v", NULL }, { "Zm9v*", NULL },
};

static void
reads_base64(void **state)
{
	struct buf got = { .limit = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof base64s / sizeof *base64s; i++)
		for (size_t cap = 1; cap < 5; cap++) {
			struct str text = str_from(base64s[i].text);
			struct err e = { "" };
			enum rc rc = drain(reader_base64(reader_of_mem(text.p,
			    text.n)), cap, &got, &e);

			if (base64s[i].bytes == NULL) {
				assert_int_equal(rc, RC_FORMAT);
				continue;
			}
			assert_int_equal(rc, RC_OK);
			IS(buf_str(&got), base64s[i].bytes);
		}
	buf_done(&got);
}

/* ---- UTF-16 ---- */

#define UNITS(text) { text, sizeof(text) - 1 }

static const struct {
	struct str raw;
	const char *text;		/* NULL: refused */
} utf16s[] = {
	{ UNITS("\xff\xfe" "S\0P\0"), "SP" },
	{ UNITS("\xfe\xff" "\0S\0P"), "SP" },
	{ UNITS("S\0P\0"), "SP" }, { UNITS("\0S\0P"), "SP" },
	{ UNITS("\xff\xfe\xe9\0\xac\x20"), "\xc3\xa9\xe2\x82\xac" },
	{ UNITS("\xfe\xff\xd8\x3d\xde\x00"), "\xf0\x9f\x98\x80" },
	{ UNITS("\xfe\xff\xd8\x3d\0x"), "\xef\xbf\xbd" "x" },
	{ UNITS("\xfe\xff\xde\x00\0x"), "\xef\xbf\xbd" "x" },
	{ UNITS("\xfe\xff\xd8\x3d"), "\xef\xbf\xbd" },
	{ UNITS("S\0P"), NULL },
};

static void
reads_utf16(void **state)
{
	struct buf got = { .limit = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof utf16s / sizeof *utf16s; i++)
		for (size_t cap = 1; cap < 5; cap++) {
			struct str raw = utf16s[i].raw;
			struct reader *in = reader_of_mem(raw.p, raw.n);
			struct err e = { "" };
			enum rc rc = drain(reader_utf16(in, utf16_kind(raw)),
			    cap, &got, &e);

			reader_close(in);
			assert_int_equal(rc, utf16s[i].text != NULL ? RC_OK :
			    RC_FORMAT);
			if (rc == RC_OK)
				IS(buf_str(&got), utf16s[i].text);
		}
	assert_int_equal(utf16_kind(STR("{}")), UTF16_NOT);
	assert_int_equal(utf16_kind(STR("\xef\xbb\xbf{")), UTF16_NOT);
	assert_int_equal(utf16_kind(STR("S")), UTF16_NOT);
	buf_done(&got);
}

/* ---- a JSON value as a stream ---- */

static const struct {
	const char *text, *value;	/* NULL: refused */
} values[] = {
	{ "[{\"a\":[1,\"]}\\\"\"]},7]", "{\"a\":[1,\"]}\\\"\"]}" },
	{ "[ [ ] ,7]", "[ ]" },
	{ "[\"\",7]", "" },
	{ "[\"a\\n\\u0041\\/\\\\\",7]", "a\nA/\\" },
	{ "[\"\\ud83d\\ude00x\",7]", "\xf0\x9f\x98\x80x" },
	{ "[\"\\ud83dx\\u0000\",7]", "\xef\xbf\xbdx\xef\xbf\xbd" },
	{ "[\"\\ud800\\ud83d\\ude00\",7]", "\xef\xbf\xbd\xf0\x9f\x98\x80" },
	{ "[1,7]", NULL }, { "[\"x", NULL }, { "[\"\\q\"]", NULL },
	{ "[\"a\nb\",7]", NULL }, { "[{\"a\":1", NULL }, { "[", NULL },
};

static void
streams_values(void **state)
{
	struct buf got = { .limit = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (size_t cap = 1; cap < 5; cap++) {
			struct str text = str_from(values[i].text), after;
			struct reader *in = reader_of_mem(text.p, text.n);
			struct json_in *j = json_in_new(in, 16);
			struct err e = { "" };
			enum rc rc = json_in_enter(j, &e);

			assert_int_equal(rc, RC_OK);
			if (json_in_next(j, NULL, &e) == RC_OK)
				rc = drain(json_in_stream(j), cap, &got, &e);
			else
				rc = RC_FORMAT;
			assert_int_equal(rc, values[i].value != NULL ? RC_OK :
			    RC_FORMAT);
			if (rc == RC_OK) {
				IS(buf_str(&got), values[i].value);
				assert_int_equal(json_in_next(j, NULL, &e),
				    RC_OK);
				assert_int_equal(json_in_value(j, &after, &e),
				    RC_OK);
				IS(after, "7");
			}
			json_in_free(j);
			reader_close(in);
		}
	buf_done(&got);
}

/* ---- envelopes ---- */

#define CDX "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\","	\
	"\"components\":[{\"name\":\"x\"}]}"
#define V1 "{\"_type\":\"https://in-toto.io/Statement/v1\","
/* CDX in base64, by coreutils' base64(1). */
#define PACKED "eyJib21Gb3JtYXQiOiJDeWNsb25lRFgiLCJzcGVjVmVyc2lvbiI6IjEuNiIs" \
	"ImNvbXBvbmVudHMiOlt7Im5hbWUiOiJ4In1dfQ=="

static const char *const good[] = {
	V1 "\"predicateType\":\"https://cyclonedx.org/bom\",\"predicate\":" CDX
	    "}",
	V1 "\"predicate\":" CDX ",\"predicateType\":\"x\"}",
	"{\"predicate\":" CDX "}",
	"{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
	    PACKED "\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"eA==\"}]}",
	"{\"signatures\":[],\"payload\":\"" PACKED "\"}",
	"{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
	    "\"verificationMaterial\":{},\"dsseEnvelope\":{\"payload\":\""
	    PACKED "\"}}",
	V1 "\"predicateType\":\"x\",\"predicate\":\"SPDXVersion: SPDX-2.3\\n"
	    "PackageName: x\\nRelationship: SPDXRef-DOCUMENT DESCRIBES "
	    "SPDXRef-x\\n\"}",
	V1 "\"predicate\":{\"sbom\":{\"spdxVersion\":\"SPDX-2.3\","
	    "\"packages\":[{\"name\":\"x\"}]}}}",
};

static void
opens_envelopes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct seen s = { .n = 0 };
		struct buf two = { .limit = 0 };
		struct bom *b = read_ok(str_from(good[i]), &s);

		assert_int_equal(b->ncomponents, 1);
		IS(b->components[0].name, "x");
		forget(&s);
		/* one after the other, as cosign prints them */
		buf_add_str(&two, str_from(good[i]));
		buf_add_str(&two, STR("\n"));
		buf_add_str(&two, str_from(good[i]));
		(void)read_ok(buf_str(&two), &s);
		assert_int_equal(s.n, 2);
		forget(&s);
		buf_done(&two);
	}
}

static const struct {
	const char *text;
	enum rc rc;
	const char *says;
} refused[] = {
	{ "{\"payloadType\":\"x\",\"payload\":\"\"}", RC_FORMAT, "empty" },
	{ "{\"payloadType\":\"x\"}", RC_UNSUPPORTED, "without a document" },
	{ "{\"payloadType\":\"x\",\"payload\":{}}", RC_FORMAT, "no JSON" },
	{ "{\"payloadType\":\"x\",\"payload\":\"*\"}", RC_FORMAT, "base64" },
	{ "{\"payload\":\"" PACKED "\",\"payload\":\"" PACKED "\"}",
	    RC_FORMAT, "two" },
	{ "{\"payload\":\"" PACKED "\",\"predicate\":{}}", RC_FORMAT, "two" },
	{ "{\"dsseEnvelope\":{\"payload\":\"" PACKED "\"},\"dsseEnvelope\":"
	    "{}}", RC_FORMAT, "two" },
	{ "{\"payload\":\"" PACKED, RC_FORMAT, "cut short" },
	{ V1 "\"predicate\":" CDX, RC_FORMAT, "cut short" },
	{ V1 "\"predicate\":null}", RC_FORMAT, "no JSON object" },
	{ V1 "\"predicateType\":\"https://slsa.dev/provenance/v1\","
	    "\"predicate\":{\"buildDefinition\":{}}}", RC_UNSUPPORTED,
	    "slsa.dev/provenance" },
	{ V1 "\"predicate\":\"" "{\\\"predicate\\\":1}" "x\"}", RC_FORMAT,
	    "no JSON object" },
	{ "{\"predicate\":\"SPDXVersion: SPDX-2.3\\nx\"}", RC_FORMAT,
	    "neither tag" },
	{ "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
	    "\"messageSignature\":{}}", RC_UNSUPPORTED, "signature of" },
	/* "{} " and more behind the document */
	{ "{\"predicate\":\"{\\\"bomFormat\\\":\\\"CycloneDX\\\"} x\"}",
	    RC_FORMAT, "follows" },
	{ "{\"predicate\":{\"predicate\":{\"predicate\":{\"predicate\":"
	    "{\"predicate\":" CDX "}}}}}", RC_LIMIT, "deep" },
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct seen s = { .n = 0 };
		struct err e = { "" };
		enum rc rc = read_text(str_from(refused[i].text), &s, &e);

		if (rc != refused[i].rc ||
		    strstr(e.msg, refused[i].says) == NULL)
			fail_msg("%s: %d %s", refused[i].text, (int)rc, e.msg);
		assert_int_equal(s.n, 0);
	}
}

/* What was attested is what the subject says. */
static void
takes_subject(void **state)
{
	struct seen s = { .n = 0 };
	struct bom *b = read_ok(STR(V1 "\"subject\":[{\"name\":\"a\"},{"
	    "\"name\":\"pkg/x\",\"digest\":{\"sha512\":\"00\",\"sha256\":"
	    "\"e3b0\"}},{\"name\":\"z\",\"digest\":{\"sha256\":\"ff\"}}],"
	    "\"predicate\":" CDX "}"), &s);

	(void)state;
	IS(b->manifest_digest, "sha256:e3b0");
	IS(b->name, "pkg/x");
	assert_int_equal(b->notices.n, 0);
	forget(&s);
}

/* A document longer than any one string may be, in base64. */
static void
streams_payload(void **state)
{
	struct buf all = { .limit = 0 }, text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct limits lim = limits_default;
	struct err e = { "" };
	char four[16], one[32];

	(void)state;
	buf_add_str(&text, STR("{\"bomFormat\":\"CycloneDX\",\"specVersion\":"
	    "\"1.6\",\"components\":["));
	for (int i = 0; i < 9000; i++) {
		(void)snprintf(one, sizeof one, "{\"name\":\"a%d\"},", i);
		buf_add_str(&text, str_from(one));
	}
	buf_add_str(&text, STR("{\"name\":\"last\"}]}  "));
	buf_add_str(&all, STR("{\"payload\":\""));
	while (text.n % 3 != 0)
		buf_add_str(&text, STR(" "));
	for (size_t i = 0; i < text.n; i += 3)
		buf_add_str(&all, base64(four, text.p + i, 3));
	buf_add_str(&all, STR("\"}"));
	lim.json_record = 4096;

	struct reader *r = reader_of_mem(all.p, all.n);

	if (bom_read_all(r, &lim, keep, &s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	assert_int_equal(s.b[0]->ncomponents, 9001);
	reader_close(r);
	forget(&s);
	buf_done(&all);
	buf_done(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_base64),
		cmocka_unit_test(reads_utf16),
		cmocka_unit_test(streams_values),
		cmocka_unit_test(opens_envelopes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(takes_subject),
		cmocka_unit_test(streams_payload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
