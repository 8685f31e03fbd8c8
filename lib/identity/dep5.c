/* SPDX-License-Identifier: Apache-2.0 */
/*
 * debian/copyright.
 *
 * Source:   "Machine-readable debian/copyright file", version 1.0 (DEP-5);
 *           Debian Policy 12.5 for /usr/share/common-licenses.
 * Grammar:  deb822. The header names its format; stanzas with Files have a
 *           License whose first line is the short form; a stanza with License
 *           alone only carries text. Short form: names joined by "or" and
 *           "and"; "and" binds tighter unless a comma stands before it;
 *           "NAME with EXCEPTION exception"; '+' is "or later".
 * Limits:   DEP5_LICENCES_MAX, SHORT_MAX (longer is prose, no short form).
 */
#include "identity/dep5.h"

#include "base/arena.h"
#include "base/limits.h"
#include "identity/licence.h"
#include "text/deb822.h"

enum { SHORT_MAX = 160, NAME_MAX_BYTES = 64 };

struct found {
	struct arena *keep, *scratch;	/* scratch: of one stanza */
	struct str v[DEP5_LICENCES_MAX];
	size_t n;
	void (*each)(void *ctx, struct str licence);
	void *ctx;
};

static void
add(struct found *f, struct str licence)
{
	if (licence.n == 0 || f->n == DEP5_LICENCES_MAX)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i], licence))
			return;
	f->v[f->n] = str_dup(f->keep, licence);
	f->each(f->ctx, f->v[f->n++]);
}

/* ---- short names ---- */

/* Debian's names for what SPDX names otherwise. Without case. */
static const struct { const char *debian, *spdx; } names[] = {
	{ "Artistic", "Artistic-1.0-Perl" },
	{ "Artistic-1", "Artistic-1.0-Perl" },
	{ "CC0", "CC0-1.0" },
	{ "EFL-2", "EFL-2.0" },
	{ "Expat", "MIT" },
	{ "OpenLDAP-2.8", "OLDAP-2.8" },
	{ "Perl", "(GPL-1.0-or-later OR Artistic-1.0-Perl)" },
	{ "public-domain", "LicenseRef-Debian-public-domain" },
	{ "QPL", "QPL-1.0" },
	{ "ZPL", "ZPL-2.1" },
	{ "Zope-2.1", "ZPL-2.1" },
};

/* "GPL-2+": SPDX spells its versions with two numbers. */
static const struct { struct str debian; const char *spdx, *variant; }
    families[] = {
	{ { "AGPL-", 5 }, "AGPL", "" },
	{ { "GFDL-NIV-", 9 }, "GFDL", "-no-invariants" },
	{ { "GFDL-", 5 }, "GFDL", "" },
	{ { "GPL-", 4 }, "GPL", "" },
	{ { "LGPL-", 5 }, "LGPL", "" },
};

static struct str
known(struct arena *a, struct str text)
{
	struct licence l = licence_classify(a, text);

	return l.form == LICENCE_NAME ? STR("") : l.text;
}

static bool
starts_nocase(struct str s, struct str with)
{
	return str_eq_nocase(str_sub(s, 0, with.n), with);
}

static struct str
gnu(struct arena *a, struct str name)
{
	bool later = str_ends(name, STR("+"));

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		if (!starts_nocase(name, families[i].debian))
			continue;

		struct str version = str_sub(name, families[i].debian.n,
		    name.n - later);
		bool whole = str_find(version, '.') == version.n;

		return known(a, str_fmt(a, "%s-%.*s%s%s%s", families[i].spdx,
		    STR_ARG(version), whole ? ".0" : "", families[i].variant,
		    later ? "-or-later" : "-only"));
	}
	return STR("");
}

/* SPDX for one short name, or "". */
static struct str
atom(struct arena *a, struct str name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(name, str_from(names[i].debian)))
			return str_from(names[i].spdx);

	struct str spdx = gnu(a, name);
	return spdx.n > 0 ? spdx : known(a, name);
}

/* "NAME exception" as SPDX names it: "Libtool", "Linux-syscall-note". */
static struct str
with_exception(struct arena *a, struct str spdx, struct str name)
{
	struct str both;

	if (str_eq_nocase(name, STR("Classpath")))
		name = STR("Classpath-exception-2.0");
	both = str_fmt(a, "%.*s WITH %.*s", STR_ARG(spdx), STR_ARG(name));
	if (known(a, both).n > 0)
		return known(a, both);
	return known(a, str_join(a, both, STR("-exception")));
}

/* ---- short forms ---- */

struct words {
	struct str rest, word;
};

static bool
next(struct words *w)
{
	if (str_word(&w->rest, &w->word))
		return true;
	w->word = STR("");
	return false;
}

/* "NAME [with EXCEPTION exception]"; "" when SPDX has no word for it. The word
   behind it is the current one afterwards. */
static struct str
operand(struct arena *a, struct words *w)
{
	struct str spdx = atom(a, w->word);

	(void)next(w);
	if (!str_eq(w->word, STR("with")))
		return spdx;
	(void)next(w);
	spdx = spdx.n > 0 ? with_exception(a, spdx, w->word) : spdx;
	(void)next(w);
	if (!str_eq_nocase(w->word, STR("exception")))
		return STR("");
	(void)next(w);
	return spdx;
}

/* Names joined by "or" and "and", without commas. */
static struct str
chain(struct arena *a, struct str text)
{
	struct words w = { .rest = text };
	struct str out;

	(void)next(&w);
	out = operand(a, &w);
	while (out.n > 0 && w.word.n > 0) {
		bool or = str_eq(w.word, STR("or"));
		struct str right;

		if (!or && !str_eq(w.word, STR("and")))
			return STR("");
		(void)next(&w);
		right = operand(a, &w);
		if (right.n == 0)
			return STR("");
		out = str_join(a, str_join(a, out,
		    or ? STR(" OR ") : STR(" AND ")), right);
	}
	return out;
}

/* SPDX for a short form, or "". */
static struct str
expression(struct arena *a, struct str text)
{
	struct str piece, out = STR(""), all = text;
	int op = 0;		/* of the commas: 'o' or 'a' */
	bool commas = str_find(all, ',') < all.n;

	while (str_split(&text, ',', &piece)) {
		piece = str_trim(piece);
		if (out.n > 0) {
			int this = str_starts(piece, STR("and ")) ? 'a' :
			    str_starts(piece, STR("or ")) ? 'o' : 0;

			if (this == 0 || (op != 0 && op != this))
				return STR("");
			op = this;
			piece = str_from_pos(piece, op == 'a' ? 4 : 3);
		}

		struct str one = chain(a, piece);
		if (one.n == 0)
			return STR("");
		if (commas && str_find_str(one, STR(" OR ")) < one.n)
			one = str_fmt(a, "(%.*s)", STR_ARG(one));
		out = op == 0 ? one : str_join(a, str_join(a, out,
		    op == 'a' ? STR(" AND ") : STR(" OR ")), one);
	}
	return known(a, out);
}

/* ---- the two kinds of file ---- */

/* The first line of a value that begins on its field's own line. */
static struct str
short_form(const struct deb822_field *f)
{
	struct str value = f->value, line;

	for (const char *p = f->name.p + f->name.n; p < value.p; p++)
		if (*p == '\n')
			return STR("");
	return str_line(&value, &line) ? str_trim(line) : STR("");
}

static void
add_short(struct found *f, struct str text)
{
	struct str spdx;

	if (text.n > SHORT_MAX)
		return;
	spdx = expression(f->scratch, text);
	if (spdx.n == 0)
		spdx = licence_classify(f->scratch, text).text;
	add(f, spdx);
	arena_reset(f->scratch);
}

struct stanza {
	struct str format, licence;
	bool files;
};

static struct stanza
read_stanza(struct deb822 *d)
{
	struct stanza s = { 0 };
	struct deb822_field f;

	while (deb822_field(d, &f, NULL))
		if (str_eq_nocase(f.name, STR("License")))
			s.licence = short_form(&f);
		else if (starts_nocase(f.name, STR("Format")))
			s.format = f.value;
		else if (str_eq_nocase(f.name, STR("Files")))
			s.files = true;
	return s;
}

/* False: the header names no format. */
static bool
machine_readable(struct found *f, struct str text)
{
	struct deb822 d = deb822_of(text);

	for (bool header = true; deb822_stanza(&d); header = false) {
		struct stanza s = read_stanza(&d);

		if (header && str_find_str(s.format,
		    STR("copyright-format")) == s.format.n &&
		    str_find_str(s.format, STR("dep5")) == s.format.n)
			return false;
		if (header || s.files)
			add_short(f, s.licence);
	}
	return true;
}

/*
 * Names behind "/usr/share/common-licenses/". They stay Debian's names: "GPL-2"
 * tells where the text is, not whether later versions are meant.
 */
static void
mentions(struct found *f, struct str text)
{
	static const struct str dir = { "/usr/share/common-licenses/", 27 };

	for (;;) {
		size_t at = str_find_str(text, dir), n = 0;

		if (at == text.n)
			return;
		text = str_from_pos(text, at + dir.n);
		while (n < text.n && (is_alnum(text.p[n]) ||
		    text.p[n] == '.' || text.p[n] == '-' || text.p[n] == '+'))
			n++;
		while (n > 0 && (text.p[n - 1] == '.' || text.p[n - 1] == '-'))
			n--;
		if (n <= NAME_MAX_BYTES)
			add(f, str_sub(text, 0, n));
	}
}

void
dep5_licences(struct str text, void (*each)(void *ctx, struct str licence),
    void *ctx)
{
	struct found f = { .each = each, .ctx = ctx,
		.keep = arena_new(MIB), .scratch = arena_new(MIB) };

	if (!machine_readable(&f, text) || f.n == 0)
		mentions(&f, text);
	arena_free(f.keep);
	arena_free(f.scratch);
}
