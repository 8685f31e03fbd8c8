/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "text/deb822.h"

/*
 * apt: where Debian packages come from.
 *
 * Source:   sources.list(5), both styles; repository format: Debian wiki
 *           DebianRepository/Format, fields of Release.
 * Files:    etc/apt/sources.list, sources.list.d/NAME.list (one line each:
 *           "deb [options] URI suite component…"), NAME.sources (deb822);
 *           var/lib/apt/lists/…_Release and …_InRelease, the latter wrapped
 *           in an OpenPGP clear-text signature (RFC 9580 section 7).
 * Facts:    a source is "TYPE URI SUITE COMPONENT…", an origin is written as
 *           apt-cache(8) policy does: "o=…,a=…,n=…,l=…".
 * Limits:   lines over FACT_MAX are noted and left out; of one stanza's
 *           combinations STANZA_MAX are listed (their number is a product of
 *           three lists), more is a note.
 */
enum { FACT_MAX = 4096, STANZA_MAX = 1000 };

struct line {
	char p[FACT_MAX];
	size_t n;
	bool over;
};

static void
add(struct line *l, const char *before, struct str s)
{
	size_t k = strlen(before);

	if (s.n > sizeof l->p - l->n || k > sizeof l->p - l->n - s.n) {
		l->over = true;
		return;
	}
	memcpy(l->p + l->n, before, k);
	l->n += k;
	if (s.n != 0)
		memcpy(l->p + l->n, s.p, s.n);
	l->n += s.n;
}

/* User name and password have no place in a document. */
static void
add_uri(struct line *l, struct str uri)
{
	size_t at = str_find_str(uri, STR("://"));
	struct str rest = str_from_pos(uri, at + 3);
	struct str host = str_sub(rest, 0, str_find(rest, '/'));
	size_t user = str_rfind(host, '@');

	if (at == uri.n || user == host.n) {
		add(l, " ", uri);
		return;
	}
	add(l, " ", str_sub(uri, 0, at + 3));
	add(l, "", str_from_pos(rest, user + 1));
}

static void
say(struct records *out, const char *key, size_t line, const struct line *l)
{
	if (l->over)
		out->note(out, line, "over %d bytes", (int)FACT_MAX);
	else if (l->n != 0)
		out->fact(out, key, str_of(l->p, l->n));
}

static void
one_line(struct records *out, size_t n, struct str rest)
{
	struct line l = { .n = 0 };
	struct str type, uri, word;

	if (!str_word(&rest, &type) ||
	    (!str_eq(type, STR("deb")) && !str_eq(type, STR("deb-src"))))
		return;
	rest = str_trim(rest);
	if (rest.n != 0 && rest.p[0] == '[')
		rest = str_from_pos(rest, str_find(rest, ']') + 1);
	rest = str_sub(rest, 0, str_find(rest, '#'));
	if (!str_word(&rest, &uri)) {
		out->note(out, n, "source without a URI");
		return;
	}
	add(&l, "", type);
	add_uri(&l, uri);
	while (str_word(&rest, &word))
		add(&l, " ", word);
	say(out, CTX_APT_SOURCE, n, &l);
}

static void
parse_list(struct str text, struct records *out)
{
	struct str line;

	for (size_t n = 1; str_line(&text, &line); n++)
		one_line(out, n, line);
}

struct source {
	struct str types, uris, suites, components;
	bool off;
	size_t line;
};

static void
say_suites(struct records *out, const struct source *s, struct str type,
    struct str uri, size_t *n)
{
	struct str suites = s->suites, suite, word;

	while (*n < STANZA_MAX && str_word(&suites, &suite)) {
		struct line l = { .n = 0 };
		struct str rest = s->components;

		add(&l, "", type);
		add_uri(&l, uri);
		add(&l, " ", suite);
		while (!l.over && str_word(&rest, &word))
			add(&l, " ", word);
		say(out, CTX_APT_SOURCE, s->line, &l);
		++*n;
	}
}

/* Every combination of type, URI and suite is a source of its own. */
static void
say_source(struct records *out, const struct source *s)
{
	struct str types = s->types, type, uri;
	size_t n = 0;

	while (!s->off && n < STANZA_MAX && str_word(&types, &type)) {
		struct str uris = s->uris;

		/* Counted even when nothing comes of them. */
		for (; n < STANZA_MAX && str_word(&uris, &uri); n++)
			say_suites(out, s, type, uri, &n);
		n++;
	}
	if (n >= STANZA_MAX)
		out->note(out, s->line, "over %d sources", (int)STANZA_MAX);
}

static bool
is_no(struct str v)
{
	static const char *const words[] = { "no", "false", "without", "off",
		"disable", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_eq_nocase(v, str_from(words[i])))
			return true;
	return false;
}

static void
take_source(struct source *s, const struct deb822_field *f)
{
	if (str_eq_nocase(f->name, STR("Types")))
		s->types = f->value;
	else if (str_eq_nocase(f->name, STR("URIs")))
		s->uris = f->value;
	else if (str_eq_nocase(f->name, STR("Suites")))
		s->suites = f->value;
	else if (str_eq_nocase(f->name, STR("Components")))
		s->components = f->value;
	else if (str_eq_nocase(f->name, STR("Enabled")))
		s->off = is_no(f->value);
}

static void
parse_sources(struct str text, struct records *out)
{
	struct deb822 d = deb822_of(text);

	while (deb822_stanza(&d)) {
		struct source s = { .line = d.line };
		struct deb822_field f;

		while (deb822_field(&d, &f, NULL))
			take_source(&s, &f);
		say_source(out, &s);
	}
}

/* What stands between the armour header and the signature, if it is signed. */
static struct str
unsigned_text(struct str text)
{
	struct str rest = text, line;

	if (!str_starts(text, STR("-----BEGIN PGP SIGNED MESSAGE-----")))
		return text;
	while (str_line(&rest, &line) && line.n != 0)
		;
	return rest;
}

static void
parse_release(struct str text, struct records *out)
{
	struct deb822 d = deb822_of(unsigned_text(text));
	struct str origin = { 0 }, label = { 0 }, suite = { 0 },
	    codename = { 0 };
	struct deb822_field f;
	struct line l = { .n = 0 };

	if (!deb822_stanza(&d))
		return;
	while (deb822_field(&d, &f, NULL)) {
		if (str_eq_nocase(f.name, STR("Origin")))
			origin = f.value;
		else if (str_eq_nocase(f.name, STR("Label")))
			label = f.value;
		else if (str_eq_nocase(f.name, STR("Suite")))
			suite = f.value;
		else if (str_eq_nocase(f.name, STR("Codename")))
			codename = f.value;
	}
	if (origin.n == 0 && label.n == 0 && suite.n == 0 && codename.n == 0)
		return;
	add(&l, "o=", origin);
	add(&l, ",a=", suite);
	add(&l, ",n=", codename);
	add(&l, ",l=", label);
	say(out, CTX_APT_ORIGIN, 1, &l);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)lim;
	if (rc != RC_OK)
		return rc;
	if (str_ends(f->path, STR("Release")))
		parse_release(text, out);
	else if (str_ends(f->path, STR(".sources")))
		parse_sources(text, out);
	else
		parse_list(text, out);
	return RC_OK;
}

const struct cataloger cat_apt = {
	.name = "apt",
	.about = "where Debian packages come from",
	.wants = (const struct want[]){
		{ WANT_PATH, "etc/apt/sources.list", 0 },
		{ WANT_IN_DIR, "etc/apt/sources.list.d/*.list", 0 },
		{ WANT_IN_DIR, "etc/apt/sources.list.d/*.sources", 0 },
		{ WANT_IN_DIR, "var/lib/apt/lists/*_Release", 0 },
		{ WANT_IN_DIR, "var/lib/apt/lists/*_InRelease", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.context = true,
	.parse = parse,
};
