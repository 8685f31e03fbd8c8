/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The round trip of every format, over models made by chance: what was written
 * and read again is what bom_project says. Then over models with hostile text:
 * what comes back stays as it is; and so over the seeds of fuzzing. Each format
 * and version that can be written and read is three tests of its own.
 */
#include "tests/unit/bom_help.h"

#include <glob.h>

#include "bom/project.h"
#include "identity/purl.h"

enum { MODELS = 300, HOSTILE = 200, PACKAGES = 12, TESTS_MAX = 64 };

/* ---- chance ---- */

static uint64_t chance;
static bool tag_value;		/* what the models are for */

/* splitmix64, of Steele, Lea and Flood: OOPSLA 2014. */
static uint64_t
next(void)
{
	uint64_t z = chance += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static size_t
below(size_t n)
{
	return (size_t)(next() % n);
}

static bool
maybe(unsigned percent)
{
	return below(100) < percent;
}

#define PICK(v) ((v)[below(sizeof (v) / sizeof *(v))])

/* Words with what syntaxes have to quote. */
static struct str
words(void)
{
	static const char *const v[] = { "plain", "two words", "a \"quote\"",
		"<b>&amp;</b>", "back\\slash", "caf\xc3\xa9", "]]>",
		"line\nand line", "colon: here", "</text>", "x;y=z%20",
		"https://example.org/a?b=c&d", "NOASSERTION!", "{\"a\":1}",
		"tab\tin it", "'single'", "\xf0\x9f\x92\xbe disk" };
	struct str s = str_from(PICK(v));

	/* SPDX 2.3, clause 4.2: tag-value can quote neither the one, nor the
	   other in fields of one line. */
	return tag_value && (str_eq(s, STR("</text>")) ||
	    str_find(s, '\n') < s.n || str_find(s, '\t') < s.n) ? STR("text") : s;
}

static struct str
maybe_words(unsigned percent)
{
	return maybe(percent) ? words() : STR("");
}

/* Somebody, with an address that formats have a field for or not. */
static struct str
maybe_who(unsigned percent)
{
	static const char *const v[] = { "A <a@b.org>", "A<a@b.org>",
		"A  <a@b.org>", "A (a@b.org)", "<a@b.org>", "A <b>", "(A) b",
		"A <a b@c>", "Person: A", "Organization: A" };

	return maybe(50) ? maybe_words(percent) : maybe(percent) ?
	    str_from(PICK(v)) : STR("");
}

static struct str
digest(struct bom *b)
{
	return str_fmt(b->arena, "sha256:%016llx%016llx%016llx%016llx",
	    (unsigned long long)next(), (unsigned long long)next(),
	    (unsigned long long)next(), (unsigned long long)next());
}

/* ---- the document ---- */

static void
make_layers(struct bom *b)
{
	b->nlayers = below(4);
	b->layers = NEWN(b->arena, struct bom_layer, b->nlayers);
	for (size_t i = 0; i < b->nlayers; i++) {
		struct bom_layer *l = &b->layers[i];

		l->empty = maybe(20);
		l->diff_id = l->empty ? STR("") : digest(b);
		l->digest = l->empty || maybe(40) ? STR("") : digest(b);
		l->created_by = maybe_words(80);
	}
}

static struct str
some_layer(const struct bom *b)
{
	return b->nlayers == 0 || maybe(30) ? STR("") :
	    b->layers[below(b->nlayers)].diff_id;
}

static void
make_props(struct bom *b, struct bom_props *p, const char *const *names,
    size_t n)
{
	while (maybe(60))
		bom_prop_add(b, p, names[below(n)], words());
}

static void
make_notices(struct bom *b)
{
	static const char *const kinds[] = { "package-db", "layer", "limit" };
	static const char *const paths[] = { "", "/var/lib/dpkg/status",
		"/a b;c=%" };

	while (maybe(50))
		notices_add(&b->notices, (struct notice){ maybe(50) ?
		    NOTICE_GAP : NOTICE_NOTE, str_from(PICK(kinds)),
		    str_from(PICK(paths)), some_layer(b), words() });
}

static const struct family {
	const char *type, *id, *namespace, *release;
} families[] = {
	{ "deb", "debian", "debian", "12" },
	{ "deb", "ubuntu", "ubuntu", "22.04" },
	{ "apk", "alpine", "alpine", "3.19.1" },
	{ "rpm", "rhel", "redhat", "9.4" },
	{ "rpm", "fedora", "fedora", "40" },
};

static void
make_distro(struct bom *b, const struct family *f)
{
	struct distro *d = &b->distro;

	if (f == NULL)
		return;
	d->id = str_from(f->id);
	d->version_id = str_from(f->release);
	b->has_os_database = maybe(80);
	if (maybe(50))
		d->codename = STR("bookworm");
	d->name = maybe_words(40);
	d->pretty_name = maybe_words(40);
	d->id_like = maybe(30) ? STR("linux like") : STR("");
	d->variant_id = maybe(20) ? STR("server") : STR("");
	d->build_id = maybe(20) ? STR("2024.1") : STR("");
	d->point_release = maybe(30) ? STR("12.5") : STR("");
	d->support_end = maybe(30) ? STR("2028-06-30") : STR("");
	d->cpe_name = maybe(40) ? STR("cpe:/o:debian:debian_linux:12") :
	    STR("");
}

static void
make_subject(struct bom *b)
{
	static const char *const names[] = { "debian:12", "app",
		"registry.example:5000/team/app:1", "a directory" };
	static const char *const props[] = { PROP_VERIFIED, PROP_USER,
		PROP_APT_SOURCE, PROP_CONTENT_SET, PROP_LABEL "org.x",
		"other:tool" };

	b->subject = (enum bom_subject)below(SUBJECT_UNKNOWN + 1);
	b->name = str_from(PICK(names));
	b->version_label = maybe(30) ? STR("1.0") : STR("");
	b->supplier = maybe_who(50);
	for (size_t i = below(4); i != 0; i--) {
		struct str who = maybe_who(50);

		if (who.n != 0 && maybe(30))
			who = str_join(b->arena, STR("Person: "), who);
		bom_author_put(b, who);
	}
	if (b->subject == SUBJECT_IMAGE) {
		make_layers(b);
		b->manifest_digest = maybe(70) ? digest(b) : STR("");
		b->config_digest = maybe(70) ? digest(b) : STR("");
		b->platform = maybe(70) ? STR("linux/arm64/v8") : STR("");
		b->ntags = below(3);
		b->tags = NEWN(b->arena, struct str, b->ntags);
		for (size_t i = 0; i < b->ntags; i++)
			b->tags[i] = str_fmt(b->arena, "app:%zu", i);
	}
	make_props(b, &b->props, props, sizeof props / sizeof *props);
	b->has_time = maybe(90);
	if (b->has_time)
		b->time_s = 1000000000 + (int64_t)below(900000000);
}

/* ---- components ---- */

static void
make_purl(struct bom *b, struct bom_component *c, const char *namespace,
    const struct family *os)
{
	struct purl p = { .type = c->type, .namespace = str_from(namespace),
		.name = c->name, .version = c->version };

	if (os != NULL) {
		purl_set(b->arena, &p, "arch", c->arch);
		purl_set(b->arena, &p, "distro", distro_qualifier(b->arena,
		    &b->distro));
		purl_set(b->arena, &p, "epoch", c->epoch);
	}
	c->purl = purl_format(b->arena, &p);
}

/* As the cataloger of that family makes it. */
static void
make_system(struct bom *b, struct bom_component *c, const struct family *f,
    size_t i)
{
	bool rpm = strcmp(f->type, "rpm") == 0;
	struct str plain = str_fmt(b->arena, "%zu.%zu~x+y-%zu", below(9),
	    below(99), below(9));

	c->type = str_from(f->type);
	c->name = str_fmt(b->arena, "lib%zu+%zu", below(4), i);
	c->arch = maybe(90) ? STR("amd64") : STR("");
	c->version = plain;
	make_purl(b, c, f->namespace, f);
	if (rpm && maybe(60)) {
		c->epoch = maybe(50) ? STR("0") : STR("2");
		make_purl(b, c, f->namespace, f);
		if (str_eq(c->epoch, STR("2")))
			c->version = str_join(b->arena, STR("2:"), plain);
	} else if (!rpm && f->type[0] == 'd' && maybe(30)) {
		c->version = str_join(b->arena, STR("1:"), plain);
		make_purl(b, c, f->namespace, f);
	}
	if (maybe(60)) {
		c->source_name = str_fmt(b->arena, "source%zu", below(4));
		c->source_version = maybe(70) ? plain : STR("");
		c->source_epoch_unknown = rpm && c->source_version.n != 0;
	}
	if (rpm) {
		c->module = maybe(20) ? STR("nodejs:18:1:x") : STR("");
		c->module_known = c->module.n == 0 && maybe(50);
	}
	c->vendor = maybe_who(60);
	c->source_package = maybe(5);
}

static void
make_language(struct bom *b, struct bom_component *c, size_t i)
{
	static const struct { const char *type, *group, *version; } v[] = {
		{ "npm", "@scope", "1.2.3-beta.1+x" }, { "npm", "", "0.0.1" },
		{ "maven", "org.example", "1.0-SNAPSHOT" },
		{ "golang", "example.org/Some", "v1.2.3" },
		{ "pypi", "", "2.0" }, { "cargo", "", "1.0.0" },
		{ "gem", "", "7.0" }, { "composer", "vendor", "v5.4" },
	};
	size_t k = below(sizeof v / sizeof *v);

	c->type = str_from(v[k].type);
	c->group = str_from(v[k].group);
	c->name = str_fmt(b->arena, "name-%zu", i);
	c->version = maybe(90) ? str_from(v[k].version) : STR("");
	c->local = maybe(20);
	if (!c->local)
		make_purl(b, c, v[k].group, NULL);
	c->excluded = maybe(20);
	c->guessed = maybe(20);
}

static void
make_other(struct bom *b, struct bom_component *c, size_t i)
{
	static const char *const kinds[] = { "framework", "device",
		"firmware" };

	c->kind = maybe(60) ? BOM_APPLICATION : maybe(50) ? BOM_OTHER :
	    BOM_CONTAINER;
	if (c->kind == BOM_OTHER)
		bom_prop_add(b, &c->props, PROP_KIND, str_from(PICK(kinds)));
	c->type = maybe(50) ? STR("binary") : STR("");
	c->name = str_fmt(b->arena, "Thing %zu", i);
	c->group = maybe(30) ? STR("a group") : STR("");
	c->version = maybe_words(70);
	c->arch = maybe(20) ? STR("riscv64") : STR("");
}

static void
make_licences(struct bom *b, struct bom_component *c)
{
	static const struct { const char *text; enum licence_form form; }
	v[] = {
		{ "MIT", LICENCE_ID }, { "Apache-2.0", LICENCE_ID },
		{ "GPL-2.0-only WITH Classpath-exception-2.0",
		    LICENCE_EXPRESSION },
		{ "BSD-3-Clause OR ISC", LICENCE_EXPRESSION },
		{ "as is, \"free\"", LICENCE_NAME }, { "GPL", LICENCE_NAME },
	};

	while (maybe(50)) {
		size_t i = below(sizeof v / sizeof *v);

		bom_licence_add(b, c, (struct bom_licence){
		    str_from(v[i].text), v[i].form,
		    (enum licence_said)below(3) });
	}
}

static void
make_hashes(struct bom *b, struct bom_component *c)
{
	static const struct { const char *alg; size_t n; } v[] = {
		{ "MD5", 32 }, { "SHA-1", 40 }, { "SHA-256", 64 },
		{ "SHA-512", 128 }, { "SHA3-256", 64 },
		{ "BLAKE2b-256", 64 },
	};

	while (maybe(30)) {
		size_t i = below(sizeof v / sizeof *v);
		char hex[129];

		for (size_t k = 0; k < v[i].n; k++)
			hex[k] = "0123456789abcdef"[below(16)];
		bom_hash_add(b, c, str_from(v[i].alg), str_of(hex, v[i].n));
	}
}

static void
make_rest(struct bom *b, struct bom_component *c, size_t i)
{
	static const char *const props[] = { PROP_CLASS, PROP_GO_SUM,
		PROP_JAVA_SHA1, "syft:metadata:x", "some:thing" };

	c->description = maybe_words(40);
	c->found_by = maybe(70) ? STR("a-cataloger") : STR("");
	c->technique = (enum bom_technique)below(TECHNIQUE_OTHER + 1);
	c->cached = maybe(10);
	for (size_t n = below(4); n > 0; n--)
		bom_cpe_add(b, c, str_fmt(b->arena,
		    "cpe:2.3:a:v:p%zu_%zu:1.0:*:*:*:*:*:*:*", i, n));
	for (size_t n = below(4); n > 0; n--)
		bom_place_add(b, c, str_fmt(b->arena, "/dir %zu/caf\xc3\xa9/%zu",
		    i, n), some_layer(b));
	make_licences(b, c);
	make_hashes(b, c);
	make_props(b, &c->props, props, sizeof props / sizeof *props);
	c->layer = some_layer(b);
	for (size_t k = 0; k < b->nlayers && c->layer.n != 0; k++)
		if (str_eq(b->layers[k].diff_id, c->layer))
			c->created_by = b->layers[k].created_by;
	c->depends_known = maybe(60);
}

/* Edges and owners, once all are there. */
static void
make_edges(struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct bom_component *c = &b->components[i];
		size_t n = c->depends_known ? below(4) : 0;

		c->depends = NEWN(b->arena, size_t, n);
		for (; c->ndepends < n; c->ndepends++)
			c->depends[c->ndepends] = below(b->ncomponents);
		if (maybe(20))
			c->owner = below(b->ncomponents) + 1;
		else if (maybe(5))
			c->owner_ref = STR("of another document");
		if (c->owner != 0)
			c->owner_vendor = (enum bom_owner)below(3);
	}
}

static struct bom *
make(uint64_t seed)
{
	struct bom *b = bom_new(1 << 24);
	const struct family *os;

	chance = seed;
	os = maybe(70) ? &families[below(sizeof families / sizeof *families)]
	    : NULL;
	make_subject(b);
	make_distro(b, os);
	make_notices(b);
	for (size_t i = 0, n = below(PACKAGES); i < n; i++) {
		struct bom_component *c = bom_add(b);

		if (os != NULL && maybe(50))
			make_system(b, c, os, i);
		else if (maybe(70))
			make_language(b, c, i);
		else
			make_other(b, c, i);
		make_rest(b, c, i);
	}
	make_edges(b);
	bom_finish(b);
	return b;
}

/* ---- the property ---- */

static uint64_t seed_now;

static void
round_trip(void **state)
{
	const char *format = *state;
	const char *version;
	const struct bom_format *f = bom_format_by_name(format, &version);
	size_t components = 0;

	tag_value = strcmp(f->name, "spdx-tag-value") == 0;
	for (seed_now = 1; seed_now <= MODELS; seed_now++) {
		struct bom *b = make(seed_now);
		struct bom *want = bom_project(b, f, version);
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };

		write_to(b, format, &text);
		if (text.n != 0)
			same_bom(want, read_ok(buf_str(&text), &s));
		else		/* a list of nothing */
			assert_true(want->ncomponents + want->notices.n == 0);
		components += b->ncomponents;
		forget(&s);
		buf_done(&text);
		bom_free(want);
		bom_free(b);
	}
	assert_true(components > MODELS);
	seed_now = 0;
}

static int
tell_seed(void **state)
{
	if (seed_now != 0)
		print_message("# %s: model %u\n", (const char *)*state,
		    (unsigned)seed_now);
	seed_now = 0;
	return 0;
}

/* ---- hostile text ---- */

#define T(lit) { "" lit "", sizeof(lit) - 1 }

/* What a syntax, or one of our own, takes for something else. */
static struct str
trap(void)
{
	static const struct str v[] = {
		T(""), T(" "), T("\na"), T("a\r\nb"), T("\x01"), T("\xff"),
		T("\xed\xa0\x80"), T("\xef\xbf\xbe"), T("a\0b"),
		T("Person: "), T("Person: x (a@b)"), T("x  <a@b>"),
		T("(a@b)"), T("a\\u003cb\\u003e"), T("NOASSERTION"),
		T("SPDXRef-DOCUMENT"), T("LicenseRef-x"), T("<text>a</text>"),
		T("]]>"), T("%41"), T("a#b"), T("="), T("a:b"), T("/"),
		T("@v//x:y"), T("pkg:npm/a@1"),
		T("pkg:golang/a/b@v2.0.0#v2/v2"),
		T("pkg:rpm/x/y@1-2?epoch=3"), T("cpe:"),
		T("cpe:2.3:a:x:y:1:*:*:*:*:*:*:*"), T("1:2:3"),
		T("sha256:12"), T("MIT AND (X OR Y)"), T("MIT OR"),
		T("airbom:gap"), T("kind=x;what=y"), T("syft:package:type"),
		T("rpm"), T("os:debian@12"), T("a-1-2.src.rpm")
	};

	return PICK(v);
}

static void
spoil(struct bom *b, struct str *s)
{
	if (!maybe(2))
		return;
	*s = maybe(50) ? trap() : maybe(50) ? str_join(b->arena, *s, trap()) :
	    str_join(b->arena, trap(), *s);
}

static void
spoil_component(struct bom *b, struct bom_component *c)
{
	struct str *fields[] = { &c->ref, &c->type, &c->group, &c->name,
		&c->version, &c->epoch, &c->arch, &c->purl, &c->cpe,
		&c->source_name, &c->source_version, &c->module, &c->vendor,
		&c->description, &c->found_by, &c->layer, &c->created_by,
		&c->owner_ref };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		spoil(b, fields[i]);
	for (size_t i = 0; i < c->ncpes; i++)
		spoil(b, &c->cpes[i]);
	for (size_t i = 0; i < c->nlicences; i++)
		spoil(b, &c->licences[i].text);
	for (size_t i = 0; i < c->nhashes; i++)
		spoil(b, &c->hashes[i].hex);
	for (size_t i = 0; i < c->nplaces; i++) {
		spoil(b, &c->places[i].path);
		spoil(b, &c->places[i].layer);
	}
	for (size_t i = 0; i < c->props.n; i++) {
		spoil(b, &c->props.v[i].name);
		spoil(b, &c->props.v[i].value);
	}
}

static void
spoil_all(struct bom *b)
{
	struct distro *d = &b->distro;
	struct str *fields[] = { &b->name, &b->version_label, &b->supplier,
		&b->manifest_digest, &b->config_digest, &b->platform, &d->id,
		&d->version_id, &d->codename, &d->name, &d->id_like,
		&d->variant_id, &d->point_release, &d->cpe_name };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		spoil(b, fields[i]);
	for (size_t i = 0; i < b->nauthors; i++)
		spoil(b, &b->authors[i]);
	for (size_t i = 0; i < b->nlayers; i++)
		spoil(b, &b->layers[i].created_by);
	for (size_t i = 0; i < b->notices.n; i++) {
		spoil(b, &b->notices.v[i].kind);
		spoil(b, &b->notices.v[i].path);
		spoil(b, &b->notices.v[i].what);
	}
	for (size_t i = 0; i < b->props.n; i++) {
		spoil(b, &b->props.v[i].name);
		spoil(b, &b->props.v[i].value);
	}
	for (size_t i = 0; i < b->ncomponents; i++)
		spoil_component(b, &b->components[i]);
	bom_finish(b);
}

/* What is read of it, having every gap; it is written to ret. */
static struct bom *
again(const struct bom *b, const char *format, struct seen *s,
    struct buf *ret)
{
	struct bom *x;

	ret->n = 0;
	write_to(b, format, ret);
	if (ret->n == 0)
		return NULL;		/* a list of nothing */
	x = read_ok(buf_str(ret), s);
	assert_true(notices_count(&x->notices, NOTICE_GAP) >=
	    notices_count(&b->notices, NOTICE_GAP));
	return x;
}

/* What was read, written and read, and again: the same bytes then. */
static void
stays(const struct bom *b, const char *format, struct seen *s)
{
	struct buf text = { .limit = 0 }, more = { .limit = 0 };
	struct bom *x = again(b, format, s, &text);

	if (x != NULL && (x = again(x, format, s, &text)) != NULL) {
		write_to(x, format, &more);
		assert_true(str_eq(buf_str(&text), buf_str(&more)));
	}
	buf_done(&text);
	buf_done(&more);
}

static void
hostile(void **state)
{
	static const char *const via[] = { "cyclonedx-json@1.7", "spdx-json",
		"cyclonedx-json@1.5" };

	for (seed_now = 1; seed_now <= HOSTILE; seed_now++) {
		struct buf text = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct bom *b = make(seed_now);

		spoil_all(b);
		stays(again(b, via[seed_now % 3], &s, &text), *state, &s);
		forget(&s);
		buf_done(&text);
		bom_free(b);
	}
	seed_now = 0;
}

/* The same of what fuzzing found once. */
static void
found_once(void **state)
{
	glob_t g;
	size_t n = 0;

	assert_int_equal(glob("tests/fixtures/bom/fuzz/*", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++) {
		struct buf file = { .limit = 0 };
		struct seen s = { .n = 0 };
		struct err e = { "" };

		if (read_text(file_text(g.gl_pathv[i], &file), &s, &e) ==
		    RC_OK) {
			stays(s.b[0], *state, &s);
			n++;
		}
		forget(&s);
		buf_done(&file);
	}
	globfree(&g);
	assert_true(n > 10);
}

/* ---- the documentation ---- */

/* "`github`" or "`spdx-json` 2.2": the versions that lose it. */
static struct str
losers_of(struct arena *a, const struct bom_format *f, enum bom_loss l)
{
	struct str rest = str_from(f->versions), version, some = STR("");
	size_t n = 0, all = 0;

	while (str_word(&rest, &version)) {
		const char *z = str_z(a, version);

		all++;
		if (!loses(bom_format_losses(f, z), l))
			continue;
		n++;
		some = str_fmt(a, "%.*s %s", STR_ARG(some), z);
	}
	return n == 0 ? STR("") : str_fmt(a, "`%s`%.*s", f->name,
	    STR_ARG(n == all ? STR("") : some));
}

static struct str
table(struct arena *a)
{
	struct str t = STR("| lost | by |\n| --- | --- |\n");

	for (int l = 0; l < BOM_LOSSES; l++) {
		struct str by = STR("");

		for (size_t i = 0; bom_formats[i] != NULL; i++) {
			const struct bom_format *f = bom_formats[i];

			if (f->write == NULL || f->read == NULL)
				continue;
			struct str one = losers_of(a, f, (enum bom_loss)l);

			by = str_fmt(a, "%.*s%s%.*s", STR_ARG(by), by.n != 0 &&
			    one.n != 0 ? ", " : "", STR_ARG(one));
		}
		if (by.n != 0)
			t = str_fmt(a, "%.*s| %s%s | %.*s |\n", STR_ARG(t),
			    bom_losses[l].finding ? "**" : "",
			    str_z(a, str_fmt(a, "%s%s", bom_losses[l].fact,
			    bom_losses[l].finding ? "**" : "")), STR_ARG(by));
	}
	return t;
}

static void
documented(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b = { .limit = 0 };
	struct str page = file_text("docs/formats.md", &b), want = table(a);

	(void)state;
	if (str_find_str(page, want) == page.n)
		(void)fwrite(want.p, 1, want.n, stdout);
	assert_true(str_find_str(page, want) < page.n);
	buf_done(&b);
	arena_free(a);
}

/* What is dropped and changes a finding is said, and nothing else. */
static void
told(void **state)
{
	const char *version;
	const struct bom_format *purls = bom_format_by_name("purls", &version);
	struct bom *b = bom_new(1 << 20);
	struct notices said;
	struct bom_component *c = bom_add(b);

	(void)state;
	c->type = STR("rpm");
	c->name = STR("x");
	c->version = STR("1-1");
	c->purl = STR("pkg:rpm/fedora/x@1-1");
	bom_finish(b);
	notices_init(&said, b->arena);
	bom_tell_losses(b, purls, version, &said);
	assert_int_equal(said.n, 0);
	c->source_name = STR("y");
	b->distro.codename = STR("z");
	c = bom_add(b);
	c->name = STR("no purl");
	bom_finish(b);
	bom_tell_losses(b, purls, version, &said);
	assert_int_equal(said.n, 1);
	IS(said.v[0].what, "purls does not hold what findings depend on: "
	    "1 release of it in full, 1 component, 1 source package");
	said.n = 0;
	bom_tell_losses(b, bom_formats[0], "1.6", &said);
	assert_int_equal(said.n, 0);
	bom_free(b);
}

static void
add_test(struct CMUnitTest *tests, size_t *n, const char *name)
{
	assert_true(*n + 2 < TESTS_MAX);
	tests[(*n)++] = (struct CMUnitTest){ name, round_trip, NULL,
		tell_seed, (void *)(uintptr_t)name };
	tests[(*n)++] = (struct CMUnitTest){ name, hostile, NULL, tell_seed,
		(void *)(uintptr_t)name };
	tests[(*n)++] = (struct CMUnitTest){ name, found_once, NULL, NULL,
		(void *)(uintptr_t)name };
}

/* One test for each version of each format that comes back. */
static size_t
add_tests(struct CMUnitTest *tests, struct arena *a)
{
	size_t n = 0;

	tests[n++] = (struct CMUnitTest)cmocka_unit_test(documented);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(told);
	for (size_t i = 0; bom_formats[i] != NULL; i++) {
		const struct bom_format *f = bom_formats[i];
		struct str rest = str_from(f->versions), version;

		if (f->write == NULL || f->read == NULL)
			continue;
		if (rest.n == 0)
			add_test(tests, &n, f->name);
		while (str_word(&rest, &version))
			add_test(tests, &n, str_z(a, str_fmt(a, "%s@%.*s",
			    f->name, STR_ARG(version))));
	}
	return n;
}

int
main(void)
{
	struct arena *a = arena_new(1 << 20);
	static struct CMUnitTest tests[TESTS_MAX];
	size_t n = add_tests(tests, a);
	int failed = n >= 6 ? _cmocka_run_group_tests("project", tests, n,
	    NULL, NULL) : 1;

	arena_free(a);
	return failed;
}
