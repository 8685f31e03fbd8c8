/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paket, another client of NuGet.
 *
 * Source:   Paket's documentation, "paket.lock file", "paket.dependencies
 *           file".
 * Grammar:  paket.lock: "GROUP name", then sources NUGET, GITHUB, … in column
 *           1; indented "remote: …"; packages "name (version)" and, deeper,
 *           what each depends on: "name (>= version)".
 *           paket.dependencies: "nuget NAME [CONSTRAINT]", "github OWNER/REPO
 *           [:REFERENCE] [FILE]", indented or not, "//" and "#" comments.
 * Limits:   none of its own: O(input) time.
 */
#include "base/arena.h"
#include "sbom/catalog/dotnet.h"

static size_t
indent(struct str line)
{
	size_t n = 0;

	while (n < line.n && is_blank(line.p[n]))
		n++;
	return n;
}

/* *told: a package came of it. */
static enum rc
declare(struct records *out, bool github, struct str name, struct str version,
    size_t line, bool *told)
{
	struct pkg p = { .type = github ? "github" : "nuget", .name = name,
		.version = version, .line = line };

	if (github)
		pkg_name_split(&p, name);
	*told = p.name.n != 0 && (!github || p.group.n != 0);
	if (!*told) {
		out->note(out, line, "package without a name");
		return RC_OK;
	}
	return out->package(out, &p);
}

/* ---- paket.lock ---- */

struct lock {
	struct arena *a;
	struct records *out;
	struct str group;
	bool nuget, github;
	size_t depth;		/* of the package above; 0: none yet */
	bool told;		/* it was emitted */
};

static void
head(struct lock *l, struct str line)
{
	struct str group = STR("GROUP ");

	if (str_starts(line, group)) {
		l->group = str_trim(str_from_pos(line, group.n));
		return;
	}
	l->nuget = str_eq(line, STR("NUGET"));
	l->github = str_eq(line, STR("GITHUB"));
	l->depth = 0;
}

/* Packages of one group see each other. */
static struct str
key_of(struct lock *l, struct str name)
{
	return str_join(l->a, str_join(l->a, l->group, STR("\n")),
	    dotnet_key(l->a, name));
}

static enum rc
entry(struct lock *l, struct str line, size_t n)
{
	size_t in = indent(line), open = str_find(line, '(');
	struct str name = str_trim(str_sub(line, 0, open)),
	    rest = str_from_pos(line, open + 1);
	struct str version = str_trim(str_sub(rest, 0, str_find(rest, ')')));

	if (str_find(name, ':') < name.n)	/* "remote: …" */
		return RC_OK;
	/* "name (version) - options" in new files. */
	name = str_sub(name, 0, str_find_str(name, STR(" - ")));
	if (l->depth != 0 && in > l->depth) {
		if (l->told && name.n != 0)
			l->out->requires(l->out, key_of(l, name));
		return RC_OK;
	}
	l->depth = in;

	enum rc rc = declare(l->out, l->github, name, dotnet_version(version),
	    n, &l->told);

	if (rc == RC_OK && l->told)
		l->out->provides(l->out, key_of(l, name));
	return rc;
}

static enum rc
parse_lock(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str rest, line;
	enum rc rc = blob_text(b, &rest, e);

	(void)f;
	if (rc != RC_OK)
		return rc;

	struct lock l = { .a = arena_new(lim->memory), .out = out };

	if (str_starts(rest, STR("\xef\xbb\xbf")))
		rest = str_from_pos(rest, 3);
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++) {
		if (str_trim(line).n == 0)
			continue;
		if (indent(line) == 0)
			head(&l, str_trim(line));
		else if (l.nuget || l.github)
			rc = entry(&l, line, n);
	}
	arena_free(l.a);
	return rc;
}

/* ---- paket.dependencies ---- */

static struct str
uncomment(struct str s)
{
	/* "//" inside of a URL follows a colon. */
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '#' || (s.p[i] == '/' && i + 1 < s.n &&
		    s.p[i + 1] == '/' && (i == 0 || s.p[i - 1] != ':')))
			return str_sub(s, 0, i);
	return s;
}

/* "== 1.2", "= 1.2" and "1.2" name one version; ">= 1.2" does not. */
static struct str
pinned(struct str s)
{
	s = str_trim(s);
	while (s.n != 0 && s.p[0] == '=')
		s = str_from_pos(s, 1);
	s = str_trim(s);
	return dotnet_version(str_sub(s, 0, str_find(s, ' ')));
}

static enum rc
dependency(struct records *out, struct str line, size_t n)
{
	struct str word, rest = str_trim(uncomment(line)), name;
	size_t end = str_find(rest, ' ');
	bool told;

	word = str_sub(rest, 0, end);
	rest = str_trim(str_from_pos(rest, end));
	name = str_sub(rest, 0, str_find(rest, ' '));
	if (str_eq(word, STR("nuget")))
		return declare(out, false, name,
		    pinned(str_from_pos(rest, name.n)), n, &told);
	if (str_eq(word, STR("github"))) {
		size_t colon = str_find(name, ':');

		return declare(out, true, str_sub(name, 0, colon),
		    dotnet_version(str_from_pos(name, colon + 1)), n,
		    &told);
	}
	return RC_OK;
}

static enum rc
parse_dependencies(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct str rest, line;
	enum rc rc = blob_text(b, &rest, e);

	(void)f;
	(void)lim;
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++)
		rc = dependency(out, line, n);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	return (str_ends(f->path, STR("paket.lock")) ? parse_lock :
	    parse_dependencies)(f, b, lim, out, e);
}

const struct cataloger cat_dotnet_paket = {
	.name = "dotnet-paket",
	.about = "NuGet packages of Paket",
	.wants = (const struct want[]){
		{ WANT_NAME, "paket.lock", 0 },
		{ WANT_NAME, "paket.dependencies", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
