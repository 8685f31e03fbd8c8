/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dpkg.h"
#include "text/deb822.h"

/*
 * dpkg: the installed-package database of Debian and its derivatives.
 *
 * Source:   deb-control(5); dpkg-query(1) for the Status words; deb-version(7).
 * Files:    var/lib/dpkg/status, and status.d/ in distroless images, where
 *           stanzas carry no Status and count as installed. status.d also
 *           holds NAME.md5sums or NAME.list, which are file lists.
 * Grammar:  lib/text/deb822.h. Status is "want flag state".
 * Limits:   none of its own: O(input) time, no allocation, no recursion.
 */
struct stanza {
	struct str package, status, version, arch, source, maintainer;
	struct str description, depends, pre_depends, provides, licence;
	size_t line;
};

static struct str *
field(struct stanza *s, struct str name)
{
	static const struct {
		const char *name;
		size_t at;
	} fields[] = {
		{ "Package", offsetof(struct stanza, package) },
		{ "Status", offsetof(struct stanza, status) },
		{ "Version", offsetof(struct stanza, version) },
		{ "Architecture", offsetof(struct stanza, arch) },
		{ "Source", offsetof(struct stanza, source) },
		{ "Maintainer", offsetof(struct stanza, maintainer) },
		{ "Description", offsetof(struct stanza, description) },
		{ "Depends", offsetof(struct stanza, depends) },
		{ "Pre-Depends", offsetof(struct stanza, pre_depends) },
		{ "Provides", offsetof(struct stanza, provides) },
		{ "License", offsetof(struct stanza, licence) },
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_nocase(name, str_from(fields[i].name)))
			return (struct str *)((char *)s + fields[i].at);
	return NULL;
}

/*
 * Only the state says whether it is there. Of not-installed and config-files
 * nothing (but configuration) is on disk; half-installed and all others left
 * files behind and count.
 */
static bool
is_installed(struct str status)
{
	size_t blank = str_rfind(status, ' ');
	struct str state = str_from_pos(status, blank < status.n ? blank + 1 : 0);

	return !str_eq(state, STR("not-installed")) &&
	    !str_eq(state, STR("config-files"));
}

/* "name (version)"; either may be missing: then it is the binary's. */
static void
take_source(const struct stanza *s, struct pkg *p)
{
	size_t open = str_find(s->source, '(');
	struct str version = str_from_pos(s->source, open + 1);

	p->source_name = str_trim(str_sub(s->source, 0, open));
	p->source_version = str_trim(str_sub(version, 0, str_find(version, ')')));
	if (p->source_name.n == 0)
		p->source_name = s->package;
	if (p->source_version.n == 0)
		p->source_version = s->version;
	if (str_eq(p->source_name, s->package))
		p->source_name = STR("");
	if (str_eq(p->source_version, s->version))
		p->source_version = STR("");
}

/*
 * Every name in a relation field: all of "a | b (>= 1) [arch] <profile>, c:any"
 * without constraints. No solving: alternatives all count.
 */
static void
relations(struct records *out, struct str rest,
    void (*each)(struct records *, struct str))
{
	struct str group, one;

	while (str_split(&rest, ',', &group)) {
		while (str_split(&group, '|', &one)) {
			size_t end = 0;

			one = str_trim(one);
			while (end < one.n && !is_space(one.p[end]) &&
			    memchr("([<:", one.p[end], 4) == NULL)
				end++;
			if (end != 0)
				each(out, str_sub(one, 0, end));
		}
	}
}

/* Of what dpkg and apk take for one, and then some. */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) &&
		    memchr("+-._", s.p[i], 4) == NULL)
			return false;
	return true;
}

static bool
is_version(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	return true;
}

void
dpkg_check_words(struct str name, struct str version, size_t line,
    struct records *out)
{
	if (!is_name(name) || !is_version(version))
		out->gap(out, "package-db", "line %zu: a %s that none can be: "
		    "it is damaged", line, is_name(name) ? "version" : "name");
}

static enum rc
finish(const struct stanza *s, const char *type, struct records *out)
{
	struct pkg p = { .type = type, .line = s->line };

	/* A package that cannot be listed is one that is not seen. */
	if (str_trim(s->package).n == 0) {
		out->gap(out, "package-db", "line %zu: stanza without a "
		    "package name", s->line);
		return RC_OK;
	}
	if (!is_installed(s->status)) {
		out->fact(out, CTX_NOT_INSTALLED, s->package);
		return RC_OK;
	}
	if (s->version.n == 0) {
		out->gap(out, "package-db", "line %zu: installed package has "
		    "no version", s->line);
		return RC_OK;
	}
	dpkg_check_words(s->package, s->version, s->line, out);
	p.name = s->package;
	p.version = s->version;
	p.arch = s->arch;
	p.vendor = s->maintainer;
	p.licence = s->licence;
	p.description = str_trim(str_sub(s->description, 0,
	    str_find(s->description, '\n')));
	take_source(s, &p);

	enum rc rc = out->package(out, &p);

	if (rc == RC_OK) {
		relations(out, s->provides, out->provides);
		relations(out, s->pre_depends, out->requires);
		relations(out, s->depends, out->requires);
	}
	return rc;
}

enum rc
dpkg_parse_stanzas(struct str text, const char *type, struct records *out)
{
	struct deb822 d = deb822_of(text);
	enum rc rc = RC_OK;

	while (rc == RC_OK && deb822_stanza(&d)) {
		struct stanza s = { .line = d.line };
		struct deb822_field f;
		size_t bad = 0;
		bool twice = false;

		while (deb822_field(&d, &f, &bad)) {
			struct str *at = field(&s, f.name);

			if (at == NULL)
				continue;
			twice |= at->n != 0;
			*at = f.value;
		}
		/* No field may stand twice: deb822(5). */
		if (twice)
			out->gap(out, "package-db", "line %zu: two packages "
			    "in one stanza", s.line);
		if (bad != 0)
			out->gap(out, "package-db", "line %zu: %zu lines are "
			    "no field", s.line, bad);
		rc = finish(&s, type, out);
	}
	return rc;
}

void
dpkg_check_text(struct str text, struct records *out)
{
	size_t nul = str_find(text, '\0');

	if (nul < text.n)
		out->gap(out, "package-db", "a NUL byte at %zu: it is damaged",
		    nul);
	else if (text.n > 0 && text.p[text.n - 1] != '\n')
		out->gap(out, "package-db", "ends within a line: it is cut");
	else if (str_trim(text).n > 0 && !str_ends(text, STR("\n\n")) &&
	    !str_ends(text, STR("\n\r\n")))
		out->note(out, 0, "ends within an entry: it is cut, or was "
		    "not written by its package manager");
}

/* status.d/NAME.md5sums and .list: what NAME owns. */
static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;

	(void)lim;
	if (str_ends(f->path, STR(".md5sums")) ||
	    str_ends(f->path, STR(".list")))
		return dpkg_parse_info(f->path, b, out, e);

	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	out->database(out, "dpkg");
	rc = dpkg_parse_stanzas(text, "deb", out);
	if (rc == RC_OK && str_ends(f->path, STR("/status")))
		dpkg_check_text(text, out);
	return rc;
}

const struct cataloger cat_dpkg = {
	.name = "dpkg",
	.about = "packages of Debian and derivatives",
	.wants = (const struct want[]){
		{ WANT_PATH, "var/lib/dpkg/status", 0 },
		{ WANT_IN_DIR, "var/lib/dpkg/status.d", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.parse = parse,
};
