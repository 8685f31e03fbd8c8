/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bundler's locks.
 *
 * Source:   Bundler, Bundler::LockfileParser.
 * Files:    Gemfile.lock, gems.locked, Gemfile.next.lock.
 * Grammar:  sections begin in column 1. In GEM, GIT, PATH and PLUGIN SOURCE two
 *           blanks begin an attribute of the source, four a gem "name
 *           (version[-platform])", six a gem that it depends on.
 * A gem of PATH lies in a directory: it has no purl. Versions have no '-', so
 * that what follows one is the platform.
 * Limits:   none of its own: O(input) time, no allocation.
 */
#include <stdio.h>

#include "sbom/catalog/catalog.h"

struct source {
	bool gems;		/* a section of gems */
	bool path;
	struct str remote, revision;
};

static size_t
indent(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

static struct source
section(struct str word)
{
	return (struct source){
		.gems = str_eq(word, STR("GEM")) || str_eq(word, STR("GIT")) ||
		    str_eq(word, STR("PATH")) ||
		    str_eq(word, STR("PLUGIN SOURCE")),
		.path = str_eq(word, STR("PATH")) };
}

static void
attribute(struct source *s, struct str line)
{
	struct str remote = STR("remote: "), revision = STR("revision: ");

	if (str_starts(line, remote))
		s->remote = str_from_pos(line, remote.n);
	else if (str_starts(line, revision))
		s->revision = str_from_pos(line, revision.n);
}

/* "name (version)": both; the version "" when there is none. */
static void
name_version(struct str line, struct str *name, struct str *version)
{
	size_t open = str_find(line, '(');
	struct str rest = str_from_pos(line, open + 1);

	*name = str_trim(str_sub(line, 0, open));
	*version = str_trim(str_sub(rest, 0, str_find(rest, ')')));
}

/* *told: a package came of it. */
static enum rc
gem(const struct source *s, struct str line, size_t at, bool *told,
    struct records *out)
{
	struct str name, version;
	size_t dash;
	char url[2048];
	int n;

	name_version(line, &name, &version);
	*told = name.n != 0;
	if (name.n == 0) {
		out->note(out, at, "gem without a name");
		return RC_OK;
	}
	dash = str_find(version, '-');

	enum rc rc = out->package(out, &(struct pkg){ .type = "gem",
	    .name = name, .version = str_sub(version, 0, dash),
	    .local = s->path, .line = at });

	if (rc != RC_OK)
		return rc;
	out->provides(out, name);
	if (dash < version.n && !s->path)
		out->qualifier(out, "platform", str_from_pos(version, dash + 1));
	if (s->revision.n != 0 && s->remote.n < 1024 && s->revision.n < 256) {
		n = snprintf(url, sizeof url, "git+%.*s@%.*s",
		    STR_ARG(s->remote), STR_ARG(s->revision));
		out->qualifier(out, "vcs_url", str_of(url, (size_t)n));
	}
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct source s = { .gems = false };
	struct str rest, line, name, version;
	bool told = false, any = false, ends = false;
	enum rc rc = blob_text(b, &rest, e);

	(void)f;
	(void)lim;
	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++) {
		size_t in = indent(line);
		struct str bare = str_from_pos(line, in);

		if (str_trim(bare).n == 0)
			continue;
		if (in == 0) {
			s = section(str_trim(line));
			ends |= str_eq(str_trim(line), STR("DEPENDENCIES"));
			told = false;
		} else if (s.gems && in == 2) {
			attribute(&s, bare);
		} else if (s.gems && in == 4) {
			rc = gem(&s, bare, n, &told, out);
			any = true;
		} else if (s.gems && in == 6 && told) {
			name_version(bare, &name, &version);
			if (name.n != 0)
				out->requires(out, name);
		}
	}
	if (rc == RC_OK && any && !ends)
		out->note(out, 0, "no section DEPENDENCIES: it is cut");
	return rc;
}

const struct cataloger cat_gem_lock = {
	.name = "gem-lock",
	.about = "Ruby gems that Bundler has locked",
	.wants = (const struct want[]){
		{ WANT_NAME, "Gemfile.lock", 0 },
		{ WANT_NAME, "gems.locked", 0 },
		{ WANT_NAME, "Gemfile.next.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
