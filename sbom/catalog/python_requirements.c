/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requirements files of pip.
 *
 * Source:   pip's "Requirements File Format"; PEP 508 for a requirement.
 * Files:    *requirements*.txt, and *.txt in a directory "requirements".
 * Grammar:  a '\' at a line's end joins the next; " #" begins a comment (in a
 *           URL a '#' without a blank is its fragment); a line is an option
 *           ("-r other.txt", "--hash" behind a requirement) or a requirement:
 *           a name with versions, "name @ url", a URL or a path.
 * Only "== V" pins: what is not pinned is listed without a version. An editable
 * or local path is a project of its own and no package of a registry.
 * Limits:   a joined line holds LINE_BYTES, the rest of it is left out.
 */
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "sbom/layer/path.h"

enum { LINE_BYTES = 16384 };

struct joined {
	char p[LINE_BYTES];
	size_t n;
	size_t line;		/* on which it began */
};

/* Without a comment: "#" at its begin or behind a blank, or anywhere in what
   is no URL. */
static struct str
uncomment(struct str s)
{
	bool url = str_find_str(s, STR("://")) < s.n;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '#' && (i == 0 || !url || is_blank(s.p[i - 1])))
			return str_trim(str_sub(s, 0, i));
	return str_trim(s);
}

/* A file's name that tells a name and a version. */
static bool
wheel(struct str url, struct pkg *p)
{
	struct str base = path_base(str_sub(url, 0, str_find(url, '#')));

	return str_ends(base, STR(".whl")) &&
	    python_file_name(base, &p->name, &p->version);
}

/* "git+https://host/x@rev#egg=name&subdirectory=y" */
static struct str
egg(struct str url)
{
	struct str rest = str_from_pos(url, str_find(url, '#') + 1), part;

	while (str_split(&rest, '&', &part))
		if (str_starts(part, STR("egg="))) {
			struct str name = str_from_pos(part, 4);

			return str_sub(name, 0, str_find(name, '['));
		}
	return STR("");
}

static bool
is_place(struct str s)
{
	return str_find_str(s, STR("://")) < s.n || s.p[0] == '.' ||
	    s.p[0] == '/' || str_starts(s, STR("file:"));
}

static enum rc
place(struct records *out, struct str s, size_t line)
{
	struct pkg p = { .line = line };
	struct str url = str_sub(s, 0, str_find(s, ' '));

	if (!wheel(url, &p))
		p.name = egg(url);
	if (p.name.n != 0)
		return python_declare(out, &p, url);
	if (str_find_str(url, STR("://")) < url.n)
		out->note(out, line, "requirement without a name: %.*s",
		    STR_ARG(str_sub(url, 0, 200)));
	return RC_OK;
}

/* Which other files do we read by their names? */
static bool
is_requirements(struct str path)
{
	struct str base = path_base(path), dir = path_base(path_dir(path));

	return str_ends(base, STR(".txt")) &&
	    (str_find_str(base, STR("requirements")) < base.n ||
	    str_eq(dir, STR("requirements")));
}

static struct str
argument(struct str option, struct str word)
{
	struct str rest = str_trim(str_from_pos(option, word.n));

	if (rest.n != 0 && rest.p[0] == '=')
		rest = str_trim(str_from_pos(rest, 1));
	return rest;
}

static enum rc
option(const struct file_ref *f, struct records *out, struct str s,
    size_t line)
{
	static const char *const includes[] = { "-r", "--requirement" },
	    *const editables[] = { "-e", "--editable" };

	for (size_t i = 0; i < 2; i++) {
		struct str word = str_from(includes[1 - i]), path;

		if (!str_starts(s, word))
			continue;
		path = argument(s, word);
		if (!is_requirements(path) &&
		    !str_eq(path_base(path_dir(f->path)), STR("requirements")))
			out->note(out, line, "includes %.*s, which is not "
			    "known by its name", STR_ARG(path));
		return RC_OK;
	}
	for (size_t i = 0; i < 2; i++) {
		struct str word = str_from(editables[1 - i]), what;

		if (!str_starts(s, word))
			continue;
		what = argument(s, word);
		if (egg(what).n != 0)
			return place(out, what, line);
		return RC_OK;
	}
	return RC_OK;
}

static enum rc
requirement(const struct file_ref *f, struct records *out, struct str s,
    size_t line)
{
	struct pep508 q;

	if (s.n == 0)
		return RC_OK;
	if (s.p[0] == '-')
		return option(f, out, s, line);
	/* Its own options. */
	s = str_trim(str_sub(s, 0, str_find_str(s, STR(" --"))));
	if (!pep508_parse(s, &q) || (q.url.n == 0 && is_place(s)))
		return s.n != 0 && is_place(s) ? place(out, s, line) :
		    (out->note(out, line, "no requirement: %.*s",
		    STR_ARG(str_sub(s, 0, 200))), RC_OK);

	struct pkg p = { .name = q.name, .version = q.version, .line = line };
	struct pkg file;

	if (q.url.n != 0 && wheel(q.url, &file))
		p.version = file.version;
	return python_declare(out, &p, q.url);
}

static void
join(struct joined *j, struct str line)
{
	if (line.n > sizeof j->p - j->n)
		line = str_sub(line, 0, sizeof j->p - j->n);
	if (line.n != 0)
		memcpy(j->p + j->n, line.p, line.n);
	j->n += line.n;
}

static enum rc
lines(const struct file_ref *f, struct str text, struct records *out)
{
	struct joined j = { .n = 0 };
	struct str line;
	enum rc rc = RC_OK;
	bool more = false;

	for (size_t n = 1; rc == RC_OK && str_line(&text, &line); n++) {
		if (!more)
			j.line = n;
		more = line.n != 0 && line.p[line.n - 1] == '\\' &&
		    str_trim(line).p[0] != '#';
		join(&j, more ? str_sub(line, 0, line.n - 1) : line);
		if (!more || text.n == 0) {
			rc = requirement(f, out, uncomment(str_of(j.p, j.n)),
			    j.line);
			j.n = 0;
		}
	}
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;

	(void)lim;
	if (!is_requirements(f->path)) {
		out->other(out);
		return RC_OK;
	}

	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	if (str_starts(text, STR("\xff\xfe")) ||
	    str_starts(text, STR("\xfe\xff")))
		return err_set(e, RC_UNSUPPORTED, "requirements in UTF-16");
	return lines(f, text, out);
}

const struct cataloger cat_python_requirements = {
	.name = "python-requirements",
	.about = "Python packages that requirements files ask for",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".txt", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
