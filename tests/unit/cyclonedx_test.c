/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "bom/property.h"

/* ---- helpers ---- */

struct seen {
	struct bom *b[8];
	size_t n;
};

static enum rc
keep(void *ctx, struct bom *b, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	assert_true(s->n < 8);
	s->b[s->n++] = b;
	return RC_OK;
}

static void
forget(struct seen *s)
{
	while (s->n > 0)
		bom_free(s->b[--s->n]);
}

static enum rc
read_text(struct str text, struct seen *s, struct err *e)
{
	struct reader *r = reader_of_mem(text.p, text.n);
	enum rc rc = bom_read_all(r, &limits_default, keep, s, e);

	reader_close(r);
	return rc;
}

static struct bom *
read_ok(struct str text, struct seen *s)
{
	struct err e = { "" };

	if (read_text(text, s, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return s->b[s->n - 1];
}

static struct str
file_text(const char *path, struct buf *b)
{
	struct err e = { "" };
	int fd;

	if (file_open(path, &fd, &e) != RC_OK ||
	    file_read_all(fd, b, &e) != RC_OK)
		fail_msg("%s", e.msg);
	close(fd);
	return buf_str(b);
}

static void
write_to(const struct bom *b, const char *format, struct buf *to)
{
	static struct out o;
	const char *version;
	const struct bom_format *f = bom_format_by_name(format, &version);
	struct err e = { "" };

	assert_non_null(f);
	out_to_buf(&o, to);
	if (f->write(b, version, &o, &e) != RC_OK ||
	    out_flush(&o, &e) != RC_OK)
		fail_msg("%s", e.msg);
}

static void
is(const char *what, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: \"%.*s\", not \"%.*s\"", what, STR_ARG(got),
		    STR_ARG(want));
}

#define IS(got, want) is(#got, (got), str_from(want))

static const struct bom_component *
named(const struct bom *b, const char *name)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		if (str_eq(b->components[i].name, str_from(name)))
			return &b->components[i];
	fail_msg("no component %s", name);
	return NULL;
}

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
	c->vendor = STR("Red Hat, Inc.");
	c->description = STR("A \"toolkit\"\n\\ more");
	c->found_by = STR("rpm");
	c->distro = NEW(b->arena, struct distro);
	c->distro->id = STR("rhel");
	c->distro->version_id = STR("9.3");
	bom_licence_add(b, c, (struct bom_licence){ STR("Apache-2.0"),
		LICENCE_ID });
	bom_licence_add(b, c, (struct bom_licence){ STR("words"),
		LICENCE_NAME });
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
	bom_licence_add(b, c, (struct bom_licence){
		STR("MIT OR Apache-2.0"), LICENCE_EXPRESSION });
	c = bom_add(b);			/* 2 */
	c->type = STR("deb");
	c->name = STR("libc6");
	c->version = STR("1:2.36-9");
	c->purl = STR("pkg:deb/debian/libc6@1:2.36-9?distro=debian-12");
	c->module = STR("nodejs:18:1:2");
	c->depends_known = true;
	c = bom_add(b);			/* 3 */
	c->kind = BOM_OTHER;
	c->type = STR("npm");
	c->name = STR("react");
	c->group = STR("@scope");
	c->version = STR("18");
	c->purl = STR("pkg:npm/%40scope/react@18");
	bom_prop_add(b, &c->props, PROP_KIND, STR("framework"));
	bom_finish(b);
	return b;
}

static void
same_props(const struct bom_props *x, const struct bom_props *y)
{
	assert_int_equal(x->n, y->n);
	for (size_t i = 0; i < x->n; i++) {
		is("property", x->v[i].name, y->v[i].name);
		is("value", x->v[i].value, y->v[i].value);
	}
}

static void
same_distro(const struct distro *x, const struct distro *y)
{
	is("id", x->id, y->id);
	is("id_like", x->id_like, y->id_like);
	is("version_id", x->version_id, y->version_id);
	is("codename", x->codename, y->codename);
	is("name", x->name, y->name);
	is("pretty_name", x->pretty_name, y->pretty_name);
	is("cpe_name", x->cpe_name, y->cpe_name);
	is("variant_id", x->variant_id, y->variant_id);
	is("build_id", x->build_id, y->build_id);
	is("point_release", x->point_release, y->point_release);
	is("support_end", x->support_end, y->support_end);
}

static void
same_lists(const struct bom_component *x, const struct bom_component *y)
{
	assert_int_equal(x->nlicences, y->nlicences);
	for (size_t i = 0; i < x->nlicences; i++) {
		is("licence", x->licences[i].text, y->licences[i].text);
		assert_int_equal(x->licences[i].form, y->licences[i].form);
	}
	assert_int_equal(x->nhashes, y->nhashes);
	for (size_t i = 0; i < x->nhashes; i++) {
		is("alg", x->hashes[i].alg, y->hashes[i].alg);
		is("hex", x->hashes[i].hex, y->hashes[i].hex);
	}
	assert_int_equal(x->nplaces, y->nplaces);
	for (size_t i = 0; i < x->nplaces; i++) {
		is("path", x->places[i].path, y->places[i].path);
		is("layer", x->places[i].layer, y->places[i].layer);
	}
	assert_int_equal(x->ndepends, y->ndepends);
	for (size_t i = 0; i < x->ndepends; i++)
		assert_int_equal(x->depends[i], y->depends[i]);
	same_props(&x->props, &y->props);
}

static void
same_component(const struct bom_component *x, const struct bom_component *y)
{
	is("ref", x->ref, y->ref);
	assert_int_equal(x->kind, y->kind);
	is("type", x->type, y->type);
	is("group", x->group, y->group);
	is("name", x->name, y->name);
	is("version", x->version, y->version);
	is("epoch", x->epoch, y->epoch);
	is("arch", x->arch, y->arch);
	is("purl", x->purl, y->purl);
	is("cpe", x->cpe, y->cpe);
	is("source_name", x->source_name, y->source_name);
	is("source_version", x->source_version, y->source_version);
	assert_int_equal(x->source_epoch_unknown, y->source_epoch_unknown);
	is("module", x->module, y->module);
	assert_int_equal(x->module_known, y->module_known);
	is("vendor", x->vendor, y->vendor);
	is("description", x->description, y->description);
	is("found_by", x->found_by, y->found_by);
	is("layer", x->layer, y->layer);
	is("created_by", x->created_by, y->created_by);
	assert_int_equal(x->distro != NULL, y->distro != NULL);
	if (x->distro != NULL)
		same_distro(x->distro, y->distro);
	assert_int_equal(x->depends_known, y->depends_known);
	assert_int_equal(x->excluded, y->excluded);
	same_lists(x, y);
}

static void
same_subject(const struct bom *x, const struct bom *y)
{
	assert_int_equal(x->subject, y->subject);
	is("name", x->name, y->name);
	is("version_label", x->version_label, y->version_label);
	is("supplier", x->supplier, y->supplier);
	is("manifest_digest", x->manifest_digest, y->manifest_digest);
	is("config_digest", x->config_digest, y->config_digest);
	is("platform", x->platform, y->platform);
	assert_int_equal(x->ntags, y->ntags);
	for (size_t i = 0; i < x->ntags; i++)
		is("tag", x->tags[i], y->tags[i]);
	assert_int_equal(x->nlayers, y->nlayers);
	for (size_t i = 0; i < x->nlayers; i++) {
		is("diff_id", x->layers[i].diff_id, y->layers[i].diff_id);
		is("digest", x->layers[i].digest, y->layers[i].digest);
		is("created_by", x->layers[i].created_by,
		    y->layers[i].created_by);
		assert_int_equal(x->layers[i].empty, y->layers[i].empty);
	}
	same_props(&x->props, &y->props);
	assert_int_equal(x->has_time, y->has_time);
	assert_int_equal(x->time_s, y->time_s);
}

static void
same_bom(const struct bom *x, const struct bom *y)
{
	same_subject(x, y);
	same_distro(&x->distro, &y->distro);
	assert_int_equal(x->has_os_database, y->has_os_database);
	assert_int_equal(x->notices.n, y->notices.n);
	for (size_t i = 0; i < x->notices.n; i++) {
		const struct notice *n = &x->notices.v[i];
		const struct notice *m = &y->notices.v[i];

		assert_int_equal(n->level, m->level);
		is("kind", n->kind, m->kind);
		is("path", n->path, m->path);
		is("layer", n->layer, m->layer);
		is("what", n->what, m->what);
	}
	assert_int_equal(x->ncomponents, y->ncomponents);
	for (size_t i = 0; i < x->ncomponents; i++)
		same_component(&x->components[i], &y->components[i]);
}

static void
round_trip(void **state)
{
	static const char *const formats[] = { "cyclonedx-json",
		"cyclonedx-json@1.4", "cyclonedx-json@1.5",
		"cyclonedx-json@1.7" };

	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct bom *b = full();
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };

		b->one_line = i == 1;
		write_to(b, formats[i], &text);
		struct bom *back = read_ok(buf_str(&text), &s);

		same_bom(back, b);
		IS(back->tool, "sbom " AIRBOM_VERSION);
		IS(back->format, "cyclonedx-json");
		is("spec", back->spec_version, i == 0 ? STR("1.6")
		    : str_from(formats[i] + sizeof "cyclonedx-json@" - 1));
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
	static const char *const versions[] = { "1.4", "1.5", "1.6", "1.7" };
	const char *dir = getenv("EXAMPLES");
	struct bom *b;

	if (dir == NULL)
		return;
	b = full();

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct buf text = { .limit = 0 };
		struct out_file f;
		struct err e;
		char name[512];

		(void)snprintf(name, sizeof name, "cyclonedx-json@%s",
		    versions[i]);
		write_to(b, name, &text);
		(void)snprintf(name, sizeof name, "%s/example-%s.cdx.json",
		    dir, versions[i]);
		assert_int_equal(out_file_open(&f, name, &e), RC_OK);
		assert_int_equal(file_write(f.fd, text.p, text.n, &e), RC_OK);
		assert_int_equal(out_file_commit(&f, &e), RC_OK);
		buf_done(&text);
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
	{ { { { "MIT", 3 }, LICENCE_ID } }, "{\"license\":{\"id\":\"MIT\"}}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION },
	    { { "C AND D", 7 }, LICENCE_EXPRESSION },
	    { { "MIT", 3 }, LICENCE_ID } },
	    "{\"expression\":\"MIT AND (A OR B) AND C AND D\"}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION } },
	    "{\"expression\":\"A OR B\"}" },
	{ { { { "A OR B", 6 }, LICENCE_EXPRESSION },
	    { { "odd", 3 }, LICENCE_NAME }, { { "MIT", 3 }, LICENCE_ID } },
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
	assert_int_equal(b->ncomponents, 4);
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
	{ "{\"spdxVersion\":\"SPDX-2.3\"}", RC_UNSUPPORTED, "SPDX 2" },
	{ "{\"@context\":\"x\",\"@graph\":[]}", RC_UNSUPPORTED, "SPDX 3" },
	{ "{\"payloadType\":\"x\",\"payload\":\"\"}", RC_UNSUPPORTED,
	    "DSSE" },
	{ "{\"artifacts\":[],\"source\":{}}", RC_UNSUPPORTED, "Syft" },
	{ "{\"SchemaVersion\":2,\"ArtifactName\":\"x\"}", RC_UNSUPPORTED,
	    "Trivy" },
	{ "[]", RC_UNSUPPORTED, "array" },
	{ "<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/bom/"
	    "1.4'/>", RC_UNSUPPORTED, "CycloneDX XML" },
	{ "<!DOCTYPE html><html>", RC_UNSUPPORTED, "HTML" },
	{ "SPDXVersion: SPDX-2.3\n", RC_UNSUPPORTED, "tag-value" },
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

/* A document that is cut anywhere is never a document. */
static void
refuses_every_truncation(void **state)
{
	struct bom *b = full();
	struct buf text = { .limit = 0 };

	(void)state;
	write_to(b, "cyclonedx-json", &text);
	while (is_space((char)text.p[text.n - 1]))
		text.n--;
	assert_true(text.n > 4000);
	for (size_t n = 0; n < text.n; n++) {
		struct seen s = { .n = 0 };
		struct err e = { "" };

		assert_int_not_equal(read_text(str_of(text.p, n), &s, &e),
		    RC_OK);
		assert_int_equal(s.n, 0);
		assert_true(e.msg[0] != '\0');
	}
	buf_done(&text);
	bom_free(b);
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
		cmocka_unit_test(round_trip),
		cmocka_unit_test(writes_examples),
		cmocka_unit_test(twice_the_same_bytes),
		cmocka_unit_test(writes_no_bad_hash),
		cmocka_unit_test(licence_choice),
		cmocka_unit_test(says_how_complete),
		cmocka_unit_test(foreign_components),
		cmocka_unit_test(foreign_documents),
		cmocka_unit_test(foreign_details),
		cmocka_unit_test(foreign_round_trip),
		cmocka_unit_test(reads_leniently),
		cmocka_unit_test(distro_from_purls),
		cmocka_unit_test(notes_what_is_odd),
		cmocka_unit_test(many_documents),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_every_truncation),
		cmocka_unit_test(keeps_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
