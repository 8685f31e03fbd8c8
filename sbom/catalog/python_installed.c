/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Python packages that are installed.
 *
 * Source:   core metadata specification (PEP 566, 639, 643), recording
 *           installed projects (PEP 376, 610, 627), setuptools' egg formats.
 * Files:    X.dist-info/METADATA; X.egg-info/PKG-INFO, EGG-INFO/PKG-INFO and
 *           a plain file X.egg-info; beside them RECORD and installed-files
 *           .txt (what it owns), requires.txt (setuptools' Requires-Dist: a
 *           line each, "[extra]" before those of an extra), direct_url.json
 *           (PEP 610: where it came from, when that was no index).
 * Grammar:  METADATA is a block of "Name: value" up to the first empty line;
 *           a line that begins with a blank continues the field above. Other
 *           lines are passed over, as pip's reader does.
 * Each file is read by itself; the directory that they lie in is what joins
 * them. Names "Python" are the interpreter's own (its lib-dynload).
 * Limits:   none of its own: O(input) time. Paths over PATH_MAX_BYTES are
 *           noted and left out.
 */
#include "base/arena.h"
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "sbom/layer/path.h"
#include "text/json.h"

enum { LICENCE_MAX = 200 };	/* longer: the licence's whole text */

struct metadata {
	struct str name, version, summary, licence, expression, author;
	bool classified;	/* has a licence classifier of use */
};

/* Next field; continuation lines are passed over. False at the block's end. */
static bool
field(struct str *rest, struct str *name, struct str *value)
{
	struct str line;

	while (str_line(rest, &line)) {
		size_t colon = str_find(line, ':');

		if (line.n == 0)
			break;
		if (is_blank(line.p[0]) || colon == line.n)
			continue;
		*name = str_sub(line, 0, colon);
		*value = str_trim(str_from_pos(line, colon + 1));
		return true;
	}
	return false;
}

/* "License :: OSI Approved :: MIT License": the words at its end; "" when
   they say nothing. */
static struct str
classified(struct str classifier)
{
	size_t last = str_rfind(classifier, ':');
	struct str end = str_trim(str_from_pos(classifier, last + 1));

	if (!str_starts(classifier, STR("License ::")) || last == classifier.n ||
	    str_eq(end, STR("OSI Approved")))
		return STR("");
	return end;
}

/* A word like UNKNOWN, or the beginning of a whole text, is no licence. */
static bool
says_licence(struct str s)
{
	return s.n != 0 && s.n <= LICENCE_MAX &&
	    !str_eq_nocase(s, STR("UNKNOWN"));
}

static struct metadata
read_fields(struct str text)
{
	struct metadata m = { .classified = false };
	struct str name, value;
	const struct { struct str name; struct str *at; } known[] = {
		{ STR("Name"), &m.name }, { STR("Version"), &m.version },
		{ STR("Summary"), &m.summary }, { STR("License"), &m.licence },
		{ STR("License-Expression"), &m.expression },
		{ STR("Author"), &m.author } };

	while (field(&text, &name, &value)) {
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (known[i].at->n == 0 &&
			    str_eq_nocase(name, known[i].name))
				*known[i].at = value;
		if (str_eq_nocase(name, STR("Classifier")) &&
		    classified(value).n != 0)
			m.classified = true;
	}
	return m;
}

/* License-Expression is exact (PEP 639); then the licence field, then the
   classifiers. */
static void
say_licences(struct records *out, const struct metadata *m, struct str text)
{
	struct str name, value;

	if (m->expression.n != 0) {
		out->licence(out, m->expression);
		return;
	}
	if (says_licence(m->licence)) {
		out->licence(out, m->licence);
		return;
	}
	while (m->classified && field(&text, &name, &value))
		if (str_eq_nocase(name, STR("Classifier")) &&
		    classified(value).n != 0)
			out->licence(out, classified(value));
}

static void
say_requires(struct records *out, struct str text)
{
	struct str name, value;

	while (field(&text, &name, &value))
		if (str_eq_nocase(name, STR("Requires-Dist")))
			python_require(out, value);
}

/*
 * Where the metadata lies: its own directory (X.dist-info), which its other
 * files share, or the file itself; and the directory that it is installed in.
 */
struct place {
	struct str own, site;
};

static bool
ends_nocase(struct str s, struct str with)
{
	return s.n > with.n &&
	    str_eq_nocase(str_from_pos(s, s.n - with.n), with);
}

static bool
place_of(struct str path, struct place *ret)
{
	struct str dir = path_dir(path), base = path_base(dir);

	if (ends_nocase(path_base(path), STR(".egg-info"))) {
		*ret = (struct place){ path, dir };
		return true;
	}
	if (ends_nocase(base, STR(".dist-info")) ||
	    ends_nocase(base, STR(".egg-info"))) {
		*ret = (struct place){ dir, path_dir(dir) };
		return true;
	}
	/* foo-1.0-py3.9.egg/EGG-INFO */
	if (str_eq(base, STR("EGG-INFO"))) {
		*ret = (struct place){ dir, path_dir(path_dir(dir)) };
		return true;
	}
	return false;
}

enum rc
python_metadata(const struct python_place *at, struct str text,
    struct records *out)
{
	struct metadata m = read_fields(text);
	struct str name, version;
	bool guessed = m.name.n == 0 || m.version.n == 0;

	if (str_eq(m.name, STR("Python")))
		return RC_OK;
	if (python_file_name(path_base(at->file), &name, &version)) {
		if (m.name.n == 0)
			m.name = name;
		if (m.version.n == 0)
			m.version = version;
	}
	if (m.name.n == 0 || m.version.n == 0)
		out->note(out, 1, "package metadata without a %s",
		    m.name.n == 0 ? "name" : "version");
	if (m.name.n == 0)
		return RC_OK;

	enum rc rc = out->package(out, &(struct pkg){ .type = "pypi",
		.name = m.name, .version = m.version,
		.vendor = str_eq(m.author, STR("UNKNOWN")) ? STR("") : m.author,
		.description = str_eq(m.summary, STR("UNKNOWN")) ? STR("") :
		    m.summary,
		.home = at->home, .inside = at->inside,
		.guessed = guessed, .line = 1 });

	if (rc != RC_OK)
		return rc;
	python_provide(out, m.name);
	if (at->inside.n == 0)
		out->provides(out, at->file);
	say_licences(out, &m, text);
	say_requires(out, text);
	return RC_OK;
}

/* ---- the files beside it ---- */

/* The path of a RECORD's line: CSV, quoted when it holds a comma. A doubled
   quote in a name stays so. */
static struct str
record_path(struct str line)
{
	struct str rest;

	if (line.n == 0 || line.p[0] != '"')
		return str_sub(line, 0, str_find(line, ','));
	rest = str_from_pos(line, 1);
	return str_sub(rest, 0, str_find_str(rest, STR("\",")));
}

/* Paths are relative to site-packages in RECORD, to the directory that the list
   is in elsewhere (setuptools). */
static void
owned(const struct place *at, struct str own, struct str text, bool record,
    struct records *out)
{
	char raw[PATH_MAX_BYTES * 2], room[PATH_MAX_BYTES];
	struct str dir = record ? at->site : str_from_pos(own, 1), line, path;

	for (size_t n = 1; str_line(&text, &line); n++) {
		struct str name = record ? record_path(line) : str_trim(line);

		if (name.n == 0)
			continue;
		if (name.n >= PATH_MAX_BYTES) {
			out->note(out, n, "path of %zu bytes", name.n);
			continue;
		}

		size_t used = name.p[0] == '/' ? 0 : dir.n;

		if (used != 0)
			memcpy(raw, dir.p, used);
		raw[used++] = '/';
		memcpy(raw + used, name.p, name.n);
		if (path_clean(str_of(raw, used + name.n), room, &path)) {
			char full[PATH_MAX_BYTES + 1] = "/";

			memcpy(full + 1, path.p, path.n);
			out->owns_named(out, own, str_of(full, path.n + 1));
		}
	}
}

static void
required(struct str own, struct str text, struct records *out)
{
	struct str line;

	while (str_line(&text, &line)) {
		struct pep508 q;
		char buf[PEP503_MAX];

		if (!pep508_parse(line, &q))
			continue;	/* [extra] */

		struct str key = pep503(q.name, buf);

		if (key.n != 0)
			out->requires_named(out, own, key);
	}
}

/* { "url", "vcs_info": { "vcs": "git", "commit_id" } } */
static enum rc
came_from(struct arena *a, struct str own, struct str text,
    struct records *out, struct err *e)
{
	struct json *j;
	enum rc rc = json_record(text, &j, NULL, e);

	if (rc != RC_OK)
		return rc;

	const struct json *info = json_get(j, "vcs_info");
	struct str url = json_get_text(j, "url"),
	    vcs = json_get_text(info, "vcs"),
	    commit = json_get_text(info, "commit_id");

	if (vcs.n != 0 && url.n != 0) {
		url = str_join(a, str_join(a, vcs, STR("+")), url);
		if (commit.n != 0)
			url = str_join(a, str_join(a, url, STR("@")), commit);
		out->qualifier_named(out, own, "vcs_url", url);
	}
	json_free(j);
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text, base = path_base(f->path);
	struct place at;

	if (!place_of(f->path, &at))
		return RC_OK;

	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	struct arena *a = arena_new(lim->memory);
	struct str own = str_join(a, STR("/"), at.own);

	if (str_eq(base, STR("RECORD")) ||
	    str_eq(base, STR("installed-files.txt")))
		owned(&at, own, text, str_eq(base, STR("RECORD")), out);
	else if (str_eq(base, STR("requires.txt")))
		required(own, text, out);
	else if (str_eq(base, STR("direct_url.json")))
		rc = came_from(a, own, text, out, e);
	else
		rc = python_metadata(&(struct python_place){ own,
		    python_home(a, at.site), { 0 } }, text, out);
	arena_free(a);
	return rc;
}

/* What joins a package's files. */
static bool
is_place(struct str dir)
{
	return str_ends(dir, STR(".dist-info")) ||
	    str_ends(dir, STR(".egg-info")) ||
	    str_eq(path_base(dir), STR("EGG-INFO"));
}

const struct cataloger cat_python = {
	.name = "python",
	.about = "Python packages: wheels and eggs that are installed",
	.wants = (const struct want[]){
		{ WANT_NAME, "METADATA", 0 },
		{ WANT_NAME, "PKG-INFO", 0 },
		{ WANT_SUFFIX, ".egg-info", 0 },
		{ WANT_NAME, "RECORD", 0 },
		{ WANT_NAME, "installed-files.txt", 0 },
		{ WANT_NAME, "requires.txt", 0 },
		{ WANT_NAME, "direct_url.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_INSTALLED,
	.link = LINK_NEAR,
	.place = is_place,
	.parse = parse,
};
