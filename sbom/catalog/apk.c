/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/dpkg.h"

/*
 * apk: the installed-package database of Alpine, Wolfi and Chainguard.
 *
 * Source:   apk-tools, "APK v2 installed database": apk-package(5) for the
 *           dependency notation.
 * Files:    lib/apk/db/installed; usr/lib/apk/db/installed on a merged /usr.
 * Grammar:  one "K:value" per line, K one letter and case-sensitive; an empty
 *           line ends a record, the last may lack it. F: opens a directory,
 *           R: is a file in it.
 * Names that begin with '.' are virtual packages (".build-deps"): a list of
 * wishes with a time for a version, nothing installed. Left out.
 * Limits:   none of its own: O(input) time, no allocation. A path over
 *           PATH_MAX_BYTES is noted and left out.
 */
struct record {
	struct str text;	/* all its lines */
	size_t line;
};

static struct str
value(struct str line)
{
	return str_sub(line, 2, line.n);
}

static bool
is_key(struct str line, char key)
{
	return line.n >= 2 && line.p[0] == key && line.p[1] == ':';
}

/* Those that a record has once; NULL: another line. */
static struct str *
field(struct pkg *p, struct str line)
{
	if (line.n < 2 || line.p[1] != ':')
		return NULL;
	switch (line.p[0]) {
	case 'P': return &p->name;
	case 'V': return &p->version;
	case 'A': return &p->arch;
	case 'L': return &p->licence;
	case 'o': return &p->source_name;
	case 'm': return &p->vendor;
	case 'T': return &p->description;
	case 'C': return &p->checksum;
	}
	return NULL;
}

/* Names without constraints; "!x" is a conflict, not a need. */
static void
relations(struct records *out, struct str rest,
    void (*each)(struct records *, struct str))
{
	struct str word;

	while (str_split(&rest, ' ', &word)) {
		size_t n = 0;

		while (n < word.n && memchr("<>=~", word.p[n], 4) == NULL)
			n++;
		if (n != 0 && word.p[0] != '!')
			each(out, str_sub(word, 0, n));
	}
}

static void
own(struct records *out, size_t line, struct str dir, struct str name)
{
	char path[PATH_MAX_BYTES + 2];
	size_t n = 0;

	if (dir.n > PATH_MAX_BYTES || name.n > PATH_MAX_BYTES - dir.n) {
		out->note(out, line, "path of %zu bytes", dir.n + name.n);
		return;
	}
	path[n++] = '/';
	if (dir.n != 0) {
		memcpy(path + n, dir.p, dir.n);
		n += dir.n;
		path[n++] = '/';
	}
	if (name.n != 0)
		memcpy(path + n, name.p, name.n);
	out->owns(out, str_of(path, n + name.n));
}

static void
lists(const struct record *r, struct records *out)
{
	struct str rest = r->text, line, dir = { 0 };

	for (size_t n = r->line; str_line(&rest, &line); n++) {
		if (is_key(line, 'D'))
			relations(out, value(line), out->requires);
		else if (is_key(line, 'p'))
			relations(out, value(line), out->provides);
		else if (is_key(line, 'F'))
			dir = value(line);
		else if (is_key(line, 'R'))
			own(out, n, dir, value(line));
	}
}

static enum rc
finish(const struct record *r, struct records *out)
{
	struct str rest = r->text, line;
	struct pkg p = { .type = "apk", .line = r->line };

	bool twice = false;

	while (str_line(&rest, &line)) {
		struct str *at = field(&p, line);

		if (at == NULL)
			continue;
		twice |= at->n != 0;
		*at = value(line);
	}
	if (twice)
		out->gap(out, "package-db", "line %zu: two packages in one "
		    "record", r->line);
	/* A package that cannot be listed is one that is not seen. */
	if (p.name.n == 0 || p.version.n == 0) {
		out->gap(out, "package-db", "line %zu: record without %s",
		    r->line, p.name.n == 0 ? "a name" : "a version");
		return RC_OK;
	}
	if (p.name.p[0] == '.')
		return RC_OK;
	dpkg_check_words(p.name, p.version, r->line, out);
	/* The origin is of the same version: both come from one APKBUILD. */
	if (str_eq(p.source_name, p.name))
		p.source_name = STR("");

	enum rc rc = out->package(out, &p);

	if (rc == RC_OK)
		lists(r, out);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str rest, line;
	struct record r = { .line = 1 };
	enum rc rc = blob_text(b, &rest, e);
	struct str all = rc == RC_OK ? rest : STR("");

	(void)f;
	(void)lim;
	if (rc != RC_OK)
		return rc;
	out->database(out, "apk");
	r.text = str_sub(rest, 0, 0);
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++) {
		if (line.n != 0) {
			if (r.text.n == 0) {
				r.text.p = line.p;
				r.line = n;
			}
			r.text.n = (size_t)(line.p + line.n - r.text.p);
		} else if (r.text.n != 0) {
			rc = finish(&r, out);
			r.text.n = 0;
		}
	}
	if (rc == RC_OK && r.text.n != 0)
		rc = finish(&r, out);
	if (rc == RC_OK)
		dpkg_check_text(all, out);
	return rc;
}

const struct cataloger cat_apk = {
	.name = "apk",
	.about = "packages of Alpine, Wolfi and Chainguard",
	.wants = (const struct want[]){
		{ WANT_PATH, "lib/apk/db/installed", 0 },
		{ WANT_PATH, "usr/lib/apk/db/installed", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_DATABASE,
	.database = true,
	.parse = parse,
};
