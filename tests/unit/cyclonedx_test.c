/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/bom_help.h"

/* ---- everything that is written is read ---- */

#define HEX64(x) x x x x x x x x x x x x x x x x \
	x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x \
	x x x x x x x x x x x x x x x x
#define DIGEST(x) "sha256:" HEX64(x)

static void
full_subject(struct bom *b)
{
	static struct str tags[] = { { "debian:12", 9 }, { "debian:x", 8 } };
	static struct bom_layer layers[3];

	b->subject = SUBJECT_IMAGE;
	b->name = STR("docker.io/library/debian:12");
	b->version_label = STR("1.0");
	b->supplier = STR("Example & Söhne");
	bom_author_put(b, STR("Person: Ada <a@example.org>"));
	bom_author_put(b, STR("ACME"));
	b->manifest_digest = STR(DIGEST("a"));
	b->config_digest = STR(DIGEST("b"));
	b->platform = STR("linux/amd64");
	b->tags = tags;
	b->ntags = 2;
	layers[0] = (struct bom_layer){ STR(DIGEST("1")), STR(DIGEST("2")),
		STR("ADD rootfs.tar / # a\n\ttab"), false };
	layers[1] = (struct bom_layer){ STR(""), STR(""), STR("CMD [\"x\"]"),
		true };
	layers[2] = (struct bom_layer){ STR(DIGEST("3")), STR(""), STR(""),
		false };
	b->layers = layers;
	b->nlayers = 3;
	bom_prop_add(b, &b->props, PROP_VERIFIED, STR("false"));
	bom_prop_add(b, &b->props, PROP_APK_REPOSITORY, STR("https://x/y"));
	bom_prop_add(b, &b->props, PROP_LABEL "org.example.k", STR("v"));
	bom_prop_add(b, &b->props, "other:tool", STR("kept"));
	b->has_time = true;
	b->time_s = 1700000000;
	b->distro = (struct distro){ STR("debian"), STR("linux like"),
		STR("12"), STR("bookworm"), STR("Debian GNU/Linux"),
		STR("Debian GNU/Linux 12"), STR("cpe:/o:debian:debian:12"),
		STR("variant"), STR("build"), STR("12.5"),
		STR("2028-06-30") };
	b->has_os_database = true;
	notices_add(&b->notices, (struct notice){ NOTICE_GAP,
		STR("package-db"), STR("/var/lib/dpkg/status"),
		STR(DIGEST("3")), STR("cut short; 50% = half") });
	notices_add(&b->notices, (struct notice){ NOTICE_NOTE, STR("link"),
		STR("/\xff"), STR(""), STR("odd") });
}

static void
full_rpm(struct bom *b)
{
	struct bom_component *c = bom_add(b);

	c->kind = BOM_LIBRARY;
	c->type = STR("rpm");
	c->name = STR("openssl-libs");
	c->version = STR("1:3.0.7-24.el9");
	c->epoch = STR("1");
	c->arch = STR("x86_64");
	c->purl = STR("pkg:rpm/redhat/openssl-libs@3.0.7-24.el9?arch=x86_64&"
	    "distro=rhel-9.3&epoch=1");
	c->cpe = STR("cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*");
	c->source_name = STR("openssl");
	c->source_version = STR("3.0.7-24.el9");
	c->source_epoch_unknown = true;
	c->module_known = true;
	c->vendor = STR("Red Hat, Inc. <http://bugzilla.redhat.com>");
	c->description = STR("A \"toolkit\"\n\\ more");
	c->found_by = STR("rpm");
	c->distro = NEW(b->arena, struct distro);
	c->distro->id = STR("rhel");
	c->distro->version_id = STR("9.3");
	bom_licence_add(b, c, (struct bom_licence){ STR("Apache-2.0"),
		LICENCE_ID, LICENCE_UNSAID });
	bom_licence_add(b, c, (struct bom_licence){ STR("words"),
		LICENCE_NAME, LICENCE_DECLARED });
	bom_licence_add(b, c, (struct bom_licence){
		STR("BSD-2-Clause OR ISC"), LICENCE_EXPRESSION,
		LICENCE_UNSAID });
	bom_hash_add(b, c, STR("SHA-1"),
	    STR("0123456789012345678901234567890123456789"));
	bom_hash_add(b, c, STR("SHA-256"), STR(HEX64("c")));
	bom_place_add(b, c, STR("/var/lib/rpm/rpmdb.sqlite"),
	    STR(DIGEST("3")));
	bom_place_add(b, c, STR("/a path/with blanks"), STR(""));
	c->layer = STR(DIGEST("1"));
	c->created_by = STR("ADD rootfs.tar / # a\n\ttab");
	bom_prop_add(b, &c->props, "airbom:later", STR("kept"));
	bom_prop_add(b, &c->props, "x", STR(""));
	c->depends = NEWN(b->arena, size_t, 2);
	c->depends[0] = 2;
	c->depends[1] = 3;
	c->ndepends = 2;
	c->depends_known = true;
}

/* One of each kind of thing that a document can say. */
static struct bom *
full(void)
{
	struct bom *b = bom_new(1 << 24);
	struct bom_component *c;

	full_subject(b);
	full_rpm(b);
	c = bom_add(b);			/* no purl: all in properties */
	c->kind = BOM_APPLICATION;
	c->type = STR("binary");
	c->group = STR("org.example");
	c->name = STR("thing");
	c->arch = STR("riscv64");
	c->epoch = STR("0");
	c->created_by = STR("a line of its own");
	c->excluded = true;
	c->local = true;
	c->technique = TECHNIQUE_BINARY;	/* and no evidence */
	c->owner_ref = STR("of another document");
	bom_cpe_add(b, c, STR("cpe:2.3:a:a:thing:-:*:*:*:*:*:*:*"));
	bom_cpe_add(b, c, STR("cpe:2.3:a:c:thing:-:*:*:*:*:*:*:*"));
	bom_cpe_add(b, c, STR("cpe:2.3:a:b:thing:-:*:*:*:*:*:*:*"));
	bom_licence_add(b, c, (struct bom_licence){
		STR("MIT OR Apache-2.0"), LICENCE_EXPRESSION,
		LICENCE_CONCLUDED });
	c = bom_add(b);			/* 2 */
	c->type = STR("deb");
	c->name = STR("libc6");
	c->version = STR("1:2.36-9");
	c->purl = STR("pkg:deb/debian/libc6@1:2.36-9?distro=debian-12");
	c->module = STR("nodejs:18:1:2");
	c->vendor = STR("GNU Libc <debian-glibc@lists.debian.org>");
	c->depends_known = true;
	c = bom_add(b);			/* 3 */
	c->kind = BOM_OTHER;
	c->type = STR("npm");
	c->name = STR("react");
	c->group = STR("@scope");
	c->version = STR("18");
	c->purl = STR("pkg:npm/%40scope/react@18");
	bom_prop_add(b, &c->props, PROP_KIND, STR("framework"));
	bom_place_add(b, c, STR("/srv/react.js"), STR(""));
	c->guessed = c->cached = true;
	c->technique = TECHNIQUE_FILENAME;
	c->owner = 3;			/* the deb */
	c->owner_vendor = OWNER_OTHER;
	bom_finish(b);
	return b;
}

/* Who said a licence is told since 1.6. */
static void
unsay(struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		for (size_t k = 0; k < b->components[i].nlicences; k++)
			b->components[i].licences[k].said = LICENCE_UNSAID;
}

static void
round_trip(void **state)
{
	static const char *const formats[] = { "cyclonedx-json@1.6",
		"cyclonedx-json@1.4", "cyclonedx-json@1.5",
		"cyclonedx-json@1.7", "cyclonedx-xml@1.4",
		"cyclonedx-xml@1.5", "cyclonedx-xml@1.6",
		"cyclonedx-xml@1.7" };

	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct bom *b = full();
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };

		b->one_line = i % 2 == 1;
		write_to(b, formats[i], &text);
		struct bom *back = read_ok(buf_str(&text), &s);

		if (back->spec_version.p[2] < '6')
			unsay(b);
		same_bom(back, b);
		const struct bom_component *owned = named(back, "react");

		assert_true(owned->owner != 0);
		IS(back->components[owned->owner - 1].name, "libc6");
		IS(named(back, "thing")->owner_ref, "of another document");
		assert_int_equal(named(back, "thing")->ncpes, 2);
		IS(back->tool, "sbom " AIRBOM_VERSION);
		size_t at = strcspn(formats[i], "@");

		is("format", back->format, str_of(formats[i], at));
		is("spec", back->spec_version, str_from(formats[i] + at + 1));
		assert_true(str_starts(back->serial, STR("urn:uuid:")));
		forget(&s);
		buf_done(&text);
		bom_free(b);
	}
}

/* For tests/cli/cyclonedx-schema.t, which names a directory and validates. */
static void
writes_examples(void **state)
{
	static const char *const versions[] = { "json@1.4", "json@1.5",
		"json@1.6", "json@1.7", "xml@1.4", "xml@1.5", "xml@1.6",
		"xml@1.7" };
	const char *dir = getenv("EXAMPLES");
	struct bom *b;

	if (dir == NULL)
		return;
	b = full();

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		struct buf text = { .limit = 0 };
		size_t n = strcspn(versions[i], "@");
		struct out_file f;
		struct err e;
		char name[512];

		(void)snprintf(name, sizeof name, "cyclonedx-%s",
		    versions[i]);
		write_to(b, name, &text);
		(void)snprintf(name, sizeof name, "%s/example-%s.cdx.%.*s",
		    dir, versions[i] + n + 1, (int)n, versions[i]);
		assert_int_equal(out_file_open(&f, name, &e), RC_OK);
		assert_int_equal(file_write(f.fd, text.p, text.n, &e), RC_OK);
		assert_int_equal(out_file_commit(&f, &e), RC_OK);
		buf_done(&text);
	}
	bom_free(b);
}

/* For tests/cli/owner.t, which names a document that sbom wrote: what is read
   of it is all that was written. */
static void
document_comes_back(void **state)
{
	const char *path = getenv("ROUND_TRIP");
	struct buf in = { .limit = 0 }, out = { .limit = 0 };
	struct seen s = { .n = 0 };

	(void)state;
	if (path == NULL)
		return;
	write_to(read_ok(file_text(path, &in), &s), "cyclonedx-json", &out);
	assert_true(str_eq(buf_str(&in), buf_str(&out)));
	forget(&s);
	buf_done(&in);
	buf_done(&out);
}

/* One per line, as --all writes them; comments may stand between them. */
static void
many_in_a_stream(void **state)
{
	struct bom *b = full();
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };
	struct err e = { "" };

	(void)state;
	b->one_line = true;
	write_to(b, "cyclonedx-xml", &text);
	write_to(b, "cyclonedx-json", &text);
	assert_true(buf_add_str(&text, STR("\n<!-- <bom> - -->\t")));
	write_to(b, "cyclonedx-xml@1.7", &text);
	assert_true(buf_add_str(&text, STR("<!----> ")));
	if (read_text(buf_str(&text), &s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	assert_int_equal(s.n, 3);
	for (size_t i = 0; i < 3; i++)
		same_bom(s.b[i], b);
	forget(&s);
	assert_true(buf_add_str(&text, STR("<!-- ->")));
	assert_int_not_equal(read_text(buf_str(&text), &s, &e), RC_OK);
	forget(&s);
	buf_done(&text);
	bom_free(b);
}

/* A document that is not held in memory is written after a pass for its serial
   number: the same bytes. */
static void
held_or_streamed(void **state)
{
	static const char *const formats[] = { "cyclonedx-json@1.4",
		"cyclonedx-json@1.6", "cyclonedx-xml@1.4",
		"cyclonedx-xml@1.6" };
	static struct out o;
	struct bom *b = full();

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		struct buf held = { .limit = 0 }, streamed = { .limit = 0 };
		FILE *f = tmpfile();
		const char *version;
		const struct bom_format *x = bom_format_by_name(formats[i / 2],
		    &version);
		struct err e = { "" };

		assert_non_null(f);
		b->has_time = i % 2 == 0;
		write_to(b, formats[i / 2], &held);
		out_to_fd(&o, fileno(f));
		assert_int_equal(x->write(b, version, &o, &e), RC_OK);
		assert_int_equal(out_flush(&o, &e), RC_OK);
		assert_int_equal(lseek(fileno(f), 0, SEEK_SET), 0);
		assert_int_equal(file_read_all(fileno(f), &streamed, &e),
		    RC_OK);
		is(formats[i / 2], buf_str(&streamed), buf_str(&held));
		(void)fclose(f);
		buf_done(&held);
		buf_done(&streamed);
	}
	bom_free(b);
}

static void
twice_the_same_bytes(void **state)
{
	struct buf one = { .limit = 0 }, two = { .limit = 0 };
	struct bom *b = full(), *c = full();

	(void)state;
	write_to(b, "cyclonedx-json", &one);
	write_to(c, "cyclonedx-json", &two);
	is("document", buf_str(&one), buf_str(&two));

	/* The time is not part of the identity, the content is. */
	struct seen s = { .n = 0 };
	struct str serial = read_ok(buf_str(&one), &s)->serial;

	two.n = 0;
	c->time_s++;
	write_to(c, "cyclonedx-json", &two);
	is("serial", read_ok(buf_str(&two), &s)->serial, serial);
	two.n = 0;
	c->components[0].version = STR("other");
	write_to(c, "cyclonedx-json", &two);
	assert_false(str_eq(read_ok(buf_str(&two), &s)->serial, serial));
	forget(&s);
	buf_done(&one);
	buf_done(&two);
	bom_free(b);
	bom_free(c);
}

/* What a schema would refuse is not written. */
static void
writes_no_bad_hash(void **state)
{
	struct bom *b = bom_new(1 << 20);
	struct bom_component *c = bom_add(b);
	struct buf text = { .limit = 0 };
	struct seen s = { .n = 0 };

	(void)state;
	c->name = STR("x");
	bom_hash_add(b, c, STR("SHA-224"), STR(HEX64("a")));
	bom_hash_add(b, c, STR("SHA-256"), STR("nothex"));
	bom_hash_add(b, c, STR("SHA-1"), STR("0123"));
	bom_prop_add(b, &c->props, "", STR("nameless"));
	bom_finish(b);
	write_to(b, "cyclonedx-json", &text);
	struct bom *back = read_ok(buf_str(&text), &s);

	assert_int_equal(back->components[0].nhashes, 0);
	assert_int_equal(back->components[0].props.n, 0);
	assert_true(str_find_str(buf_str(&text), STR("\"hashes\"")) == text.n);
	IS(back->name, "");
	forget(&s);
	buf_done(&text);
	bom_free(b);
}

static const struct {
	struct bom_licence in[3];
	const char *text;	/* inside of the array, without blanks */
} licences[] = {
	{ { { { "MIT", 3 }, LICENCE_ID, 0 } }, "{\"license\":{\"id\":\"MIT\"}}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION, 0 },
	    { { "C AND D", 7 }, LICENCE_EXPRESSION, 0 },
	    { { "MIT", 3 }, LICENCE_ID, 0 } },
	    "{\"expression\":\"MIT AND (A OR B) AND C AND D\"}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION, 0 } },
	    "{\"expression\":\"A OR B\"}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION, 0 },
	    { { "odd", 3 }, LICENCE_NAME, 0 }, { { "MIT", 3 }, LICENCE_ID, 0 } },
	    "{\"license\":{\"id\":\"MIT\"}},{\"license\":{\"name\":\"A OR B\"}}"
	    ",{\"license\":{\"name\":\"odd\"}}" },
};

static void
licence_choice(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof licences / sizeof *licences; i++) {
		struct bom *b = bom_new(1 << 20);
		struct bom_component *c = bom_add(b);
		struct buf text = { .limit = 0 };

		c->name = STR("x");
		for (size_t k = 0; k < 3 && licences[i].in[k].text.n; k++)
			bom_licence_add(b, c, licences[i].in[k]);
		b->one_line = true;
		bom_finish(b);
		write_to(b, "cyclonedx-json", &text);
		struct str want = str_fmt(b->arena, "\"licenses\":[%s]",
		    licences[i].text);

		if (str_find_str(buf_str(&text), want) == text.n)
			fail_msg("no %s in %.*s", licences[i].text,
			    STR_ARG(buf_str(&text)));
		buf_done(&text);
		bom_free(b);
	}
}

static const struct {
	bool os, component, gap;
	const char *text;
} completeness[] = {
	{ true, true, false, "[{\"aggregate\":\"complete\",\"assemblies\":"
	    "[\"subject\"],\"dependencies\":[\"pkg:deb/debian/a@1\"]}]" },
	{ true, true, true, "[{\"aggregate\":\"complete\",\"dependencies\":"
	    "[\"pkg:deb/debian/a@1\"]},{\"aggregate\":\"incomplete\","
	    "\"assemblies\":[\"subject\"]}]" },
	{ true, false, false, "[{\"aggregate\":\"complete\",\"assemblies\":"
	    "[\"subject\"]}]" },
	{ false, false, false, "[{\"aggregate\":\"unknown\",\"assemblies\":"
	    "[\"subject\"]}]" },
	{ false, false, true, "[{\"aggregate\":\"incomplete\",\"assemblies\":"
	    "[\"subject\"]}]" },
};

static void
says_how_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof completeness / sizeof *completeness;
	    i++) {
		struct bom *b = bom_new(1 << 20);
		struct buf text = { .limit = 0 };

		b->has_os_database = completeness[i].os;
		if (completeness[i].component) {
			struct bom_component *c = bom_add(b);

			c->name = STR("a");
			c->type = STR("deb");
			c->purl = STR("pkg:deb/debian/a@1");
			c->depends_known = true;
		}
		if (completeness[i].gap)
			notice_gap(&b->notices, "layer", STR(""), "cut");
		b->one_line = true;
		bom_finish(b);
		write_to(b, "cyclonedx-json", &text);
		struct str want = str_fmt(b->arena, "\"compositions\":%s",
		    completeness[i].text);

		if (str_find_str(buf_str(&text), want) == text.n)
			fail_msg("no %s in %.*s", completeness[i].text,
			    STR_ARG(buf_str(&text)));
		buf_done(&text);
		bom_free(b);
	}
}

/* A document that is cut anywhere is never a document. */
static void
refuses_every_truncation(void **state)
{
	static const char *const formats[] = { "cyclonedx-json",
		"cyclonedx-xml" };
	struct bom *b = full();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf text = { .limit = 0 };

		write_to(b, formats[i], &text);
		while (is_space((char)text.p[text.n - 1]))
			text.n--;
		assert_true(text.n > 4000);
		for (size_t n = 0; n < text.n; n++) {
			struct seen s = { .n = 0 };
			struct err e = { "" };

			assert_int_not_equal(read_text(str_of(text.p, n), &s,
			    &e), RC_OK);
			assert_int_equal(s.n, 0);
			assert_true(e.msg[0] != '\0');
		}
		buf_done(&text);
	}
	bom_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(writes_examples),
		cmocka_unit_test(document_comes_back),
		cmocka_unit_test(many_in_a_stream),
		cmocka_unit_test(held_or_streamed),
		cmocka_unit_test(twice_the_same_bytes),
		cmocka_unit_test(writes_no_bad_hash),
		cmocka_unit_test(licence_choice),
		cmocka_unit_test(says_how_complete),
		cmocka_unit_test(refuses_every_truncation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
