/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ruby gems that are installed.
 *
 * Source:   RubyGems, Gem::Specification#to_ruby, which writes these files.
 * Files:    HOME/specifications/NAME-VERSION[-PLATFORM].gemspec; of gems that
 *           come with Ruby, HOME/specifications/default/.
 * Grammar:  a Ruby program, but a generated one: assignments to fields of the
 *           block's variable, one to a line: strings ("x" or %q<x>), perhaps
 *           with .freeze, and lists of them. A value with "#{" is computed and
 *           not taken. Where name or version is not found so, the file's name
 *           tells them.
 * A home finds its own gems first, then those that came with Ruby.
 * Limits:   none of its own: O(input) time. Paths over PATH_MAX_BYTES are left
 *           out.
 */
#include "base/arena.h"
#include "sbom/catalog/catalog.h"
#include "sbom/layer/path.h"
#include "text/utf8.h"

struct spec {
	struct str name, version, platform, summary, authors, licences, files;
	size_t line;
};

/*
 * Next string of *rest: "…" with escapes, '…' or %q<…>. False when there is no
 * other. *plain: it has neither escapes nor "#{".
 */
static bool
string(struct str *rest, struct str *ret, bool *plain)
{
	for (size_t i = 0; i < rest->n; i++) {
		bool word = str_starts(str_from_pos(*rest, i), STR("%q<"));
		char end = word ? '>' : rest->p[i];
		size_t from = i + (word ? 3 : 1), k = from;

		if (!word && end != '"' && end != '\'')
			continue;
		*plain = true;
		for (; k < rest->n && rest->p[k] != end; k++) {
			if (rest->p[k] == '\\' && end == '"') {
				*plain = false;
				k++;
			} else if (rest->p[k] == '#' && k + 1 < rest->n &&
			    rest->p[k + 1] == '{') {
				*plain = false;
			}
		}
		if (k >= rest->n)
			return false;
		*ret = str_sub(*rest, from, k);
		*rest = str_from_pos(*rest, k + 1);
		return true;
	}
	return false;
}

static bool
hex4(struct str s, uint32_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < 4; i++) {
		char c = i < s.n ? to_lower(s.p[i]) : 'x';

		if (!is_digit(c) && (c < 'a' || c > 'f'))
			return false;
		*ret = *ret << 4 | (uint32_t)(is_digit(c) ? c - '0' :
		    c - 'a' + 10);
	}
	return true;
}

/* Without escapes: \uXXXX, and \x for x. Never longer than it was. */
static struct str
unescape(struct arena *a, struct str s)
{
	char *to = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint32_t c;

		if (s.p[i] != '\\' || i + 1 == s.n) {
			to[n++] = s.p[i];
		} else if (s.p[++i] == 'u' &&
		    hex4(str_from_pos(s, i + 1), &c)) {
			n += utf8_put(to + n, c);
			i += 4;
		} else {
			to[n++] = s.p[i];
		}
	}
	return str_of(to, n);
}

/* The one string of a value, or "" when it is none or computed. */
static struct str
text(struct arena *a, struct str value)
{
	struct str s;
	bool plain;

	if (!string(&value, &s, &plain) ||
	    str_find_str(s, STR("#{")) < s.n)
		return STR("");
	return plain ? s : unescape(a, s);
}

/* "s.FIELD = VALUE"; false when the line is none. */
static bool
assignment(struct str line, struct str *field, struct str *value)
{
	size_t dot, equals;

	line = str_trim(line);
	dot = str_find(line, '.');
	equals = str_find(line, '=');
	if (dot > equals || equals == line.n)
		return false;
	for (size_t i = 0; i < dot; i++)
		if (!is_alnum(line.p[i]) && line.p[i] != '_')
			return false;
	*field = str_trim(str_sub(line, dot + 1, equals));
	*value = str_trim(str_from_pos(line, equals + 1));
	return true;
}

static struct spec
read_spec(struct arena *a, struct str rest)
{
	struct spec s = { .line = 1 };
	struct str line, field, value;

	for (size_t n = 1; str_line(&rest, &line); n++) {
		if (!assignment(line, &field, &value))
			continue;
		if (str_eq(field, STR("name")) && s.name.n == 0) {
			s.name = text(a, value);
			s.line = n;
		} else if (str_eq(field, STR("version")) && s.version.n == 0) {
			s.version = text(a, value);
		} else if (str_eq(field, STR("platform"))) {
			s.platform = text(a, value);
		} else if (str_eq(field, STR("summary"))) {
			s.summary = text(a, value);
		} else if (str_eq(field, STR("authors"))) {
			s.authors = value;
		} else if (str_eq(field, STR("licenses")) ||
		    str_eq(field, STR("license"))) {
			s.licences = value;
		} else if (str_eq(field, STR("files"))) {
			s.files = value;
		}
	}
	return s;
}

/* "NAME-VERSION[-PLATFORM].gemspec": the version begins at the first '-' that
   a digit follows. */
static void
from_file_name(struct str base, struct spec *s)
{
	struct str ext = STR(".gemspec");

	base = str_sub(base, 0, base.n - ext.n);
	for (size_t i = 1; i + 1 < base.n; i++) {
		struct str rest = str_from_pos(base, i + 1);

		if (base.p[i] != '-' || !is_digit(base.p[i + 1]))
			continue;
		if (s->name.n == 0)
			s->name = str_sub(base, 0, i);
		if (s->version.n == 0)
			s->version = str_sub(rest, 0, str_find(rest, '-'));
		return;
	}
}

/*
 * Runtime dependencies. Older versions of to_ruby write them again behind
 * "else", for RubyGems that do not know add_runtime_dependency: those of
 * development are among them there.
 */
static void
requires(struct arena *a, struct str rest, struct records *out)
{
	struct str line;

	while (str_line(&rest, &line)) {
		struct str s = str_trim(line), name;
		size_t call = str_find(s, '(');
		struct str head = str_sub(s, 0, call);

		if (str_eq(s, STR("else")))
			break;
		if (!str_ends(head, STR(".add_runtime_dependency")) &&
		    !str_ends(head, STR(".add_dependency")))
			continue;
		name = text(a, str_from_pos(s, call));
		if (name.n != 0)
			out->requires(out, name);
	}
}

/*
 * Where gems are found that come with Ruby or the system, as Gem.path of Debian
 * and Fedora has it: seen from every home, so they are offered at the root.
 */
static bool
is_system(struct str home)
{
	static const char *const parts[] = { "/ruby/gems/",
		"/rubygems-integration/", "/share/gems" };

	if (str_starts(home, STR("var/lib/gems/")))
		return true;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_starts(home, STR("usr/")) &&
		    str_find_str(home, str_from(parts[i])) < home.n)
			return true;
	return false;
}

/* HOME of HOME/specifications/…; false when it is none. */
static bool
home_of(struct str path, struct str *home, bool *is_default)
{
	struct str dir = path_dir(path);

	*is_default = str_eq(path_base(dir), STR("default"));
	if (*is_default)
		dir = path_dir(dir);
	*home = path_dir(dir);
	return str_eq(path_base(dir), STR("specifications"));
}

/* Its specification, and what lies in gems/NAME-VERSION. */
static void
owns(struct arena *a, const struct file_ref *f, struct str home,
    const struct spec *s, struct records *out)
{
	struct str rest = s->files, name, base = path_base(f->path);
	struct str dir = str_fmt(a, "/%.*s/gems/%.*s/", STR_ARG(home),
	    STR_ARG(str_sub(base, 0, base.n - STR(".gemspec").n)));
	bool plain;

	out->owns(out, str_join(a, STR("/"), f->path));
	while (string(&rest, &name, &plain))
		if (plain && name.n != 0 &&
		    name.n < PATH_MAX_BYTES - (dir.n < PATH_MAX_BYTES ?
		    dir.n : PATH_MAX_BYTES))
			out->owns(out, str_join(a, dir, name));
}

static enum rc
gem(struct arena *a, const struct file_ref *f, struct str all,
    struct records *out)
{
	struct spec s = read_spec(a, all);
	struct str home, rest, one;
	bool is_default, plain;

	(void)home_of(f->path, &home, &is_default);
	from_file_name(path_base(f->path), &s);
	if (s.name.n == 0 || s.version.n == 0) {
		out->note(out, 1, "gem without a %s",
		    s.name.n == 0 ? "name" : "version");
		if (s.name.n == 0)
			return RC_OK;
	}
	rest = s.authors;

	struct pkg p = { .type = "gem", .name = s.name, .version = s.version,
		.description = s.summary, .line = s.line,
		.vendor = text(a, rest), .home = home };

	/* LINK_NEAR takes "" for the file's own directory: "/" is the root. */
	if (is_system(home))
		p.home = STR("/");

	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	out->provides(out, s.name);
	if (s.platform.n != 0 && !str_eq(s.platform, STR("ruby")))
		out->qualifier(out, "platform", s.platform);
	rest = s.licences;
	while (string(&rest, &one, &plain))
		if (plain)
			out->licence(out, one);
	requires(a, all, out);
	owns(a, f, home, &s, out);
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str all, home;
	bool is_default;

	if (!home_of(f->path, &home, &is_default))
		return RC_OK;

	enum rc rc = blob_text(b, &all, e);

	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = gem(a, f, all, out);
	arena_free(a);
	return rc;
}

const struct cataloger cat_gem = {
	.name = "gem",
	.about = "Ruby gems that are installed",
	.wants = (const struct want[]){
		{ WANT_TAIL, "specifications/*.gemspec", 0 },
		{ WANT_TAIL, "specifications/default/*.gemspec", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_INSTALLED,
	.link = LINK_NEAR,
	.parse = parse,
};
