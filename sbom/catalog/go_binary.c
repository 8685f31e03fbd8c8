/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Go programs: the modules that the linker recorded, and the toolchain.
 *
 * Source:   Go's runtime/debug, type BuildInfo, whose String method is the
 *           grammar below; cmd/internal/quoted for -ldflags; the Go Modules
 *           Reference, section "Pseudo-versions".
 * Grammar:  lines of tab-separated words: "path" P; "mod" or "dep" PATH
 *           VERSION [SUM]; "=>" PATH VERSION [SUM], what stands in for the
 *           line before; "build" KEY=VALUE, each perhaps a Go string literal.
 * Version:  of the main module, in this order: what is stated; a -X of
 *           -ldflags; the text of a symbol "main.version" and its like; a
 *           pseudo-version from the commit. All but the first are marked.
 * Limits:   GO_DEPS modules.
 */
#include "bom/property.h"
#include "sbom/binary/go_build.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/exe_libs.h"

enum {
	GO_DEPS = 20000,		/* the largest programs have 2,000 */
	SYMBOLS = 128, VERSION_BYTES = 128,
};

struct module {
	struct str path, version, sum;
	struct str instead, instead_version, instead_sum;
	bool replaced;
};

struct build {
	struct arena *a;
	struct str toolchain;		/* "go1.22.3 …" */
	struct str path;		/* of the main package */
	struct module main, *deps;
	size_t ndeps, cdeps;
	bool has_main, too_many;
	bool odd;			/* a line that we do not know */
	struct str ldflags, revision, time;
	struct str version;		/* of the main module, found elsewhere */
	const char *version_from;	/* then: where; else NULL */
};

/* ---- the text ---- */

static unsigned
hex_value(char c)
{
	return is_digit(c) ? (unsigned)(c - '0') : (unsigned)(to_lower(c) -
	    'a' + 10);
}

/* One escape of a Go string literal, behind its backslash. */
static char
unescape(struct str s, size_t *i)
{
	char c = s.p[(*i)++];

	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		if (*i + 2 <= s.n) {
			c = (char)(hex_value(s.p[*i]) << 4 |
			    (hex_value(s.p[*i + 1]) & 15));
			*i += 2;
		}
		return c;
	default:
		return c;
	}
}

/* A word as strconv.Unquote would have it; as it is when not quoted. */
static struct str
unquote(struct arena *a, struct str s)
{
	if (s.n >= 2 && s.p[0] == '`' && s.p[s.n - 1] == '`')
		return str_sub(s, 1, s.n - 1);
	if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return s;
	s = str_sub(s, 1, s.n - 1);
	char *p = NEWN(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		char c = s.p[i++];

		p[n++] = c == '\\' && i < s.n ? unescape(s, &i) : c;
	}
	return str_of(p, n);
}

static struct str
field(struct str *rest)
{
	struct str s = STR("");

	(void)str_split(rest, '\t', &s);
	return s;
}

/* A path, a version, and a hash that "h1:" begins (go.dev/ref/mod, go.sum
   files) or none. */
static void
take_module(struct build *b, struct module *m, struct str rest)
{
	*m = (struct module){ .path = field(&rest) };
	m->version = field(&rest);
	m->sum = field(&rest);
	b->odd |= m->path.n == 0 || rest.n > 0 || (m->sum.n > 0 &&
	    !str_starts(m->sum, STR("h1:")));
}

static void
take_setting(struct build *b, struct str s)
{
	size_t eq = str_find(s, '=');
	struct str value = unquote(b->a, str_from_pos(s, eq + 1));

	s = unquote(b->a, str_sub(s, 0, eq));
	if (str_eq(s, STR("-ldflags")))
		b->ldflags = value;
	else if (str_eq(s, STR("vcs.revision")))
		b->revision = value;
	else if (str_eq(s, STR("vcs.time")))
		b->time = value;
}

static void
take_line(struct build *b, struct str line, struct module **last)
{
	struct str word = field(&line);

	if (str_eq(word, STR("path"))) {
		b->path = line;
	} else if (str_eq(word, STR("mod"))) {
		take_module(b, &b->main, line);
		b->has_main = b->main.path.n > 0;
		*last = &b->main;
	} else if (str_eq(word, STR("dep"))) {
		b->too_many |= b->ndeps == GO_DEPS;
		if (b->ndeps == GO_DEPS)
			return;
		b->deps = arena_grow(b->a, b->deps, b->ndeps, &b->cdeps,
		    sizeof *b->deps);
		*last = &b->deps[b->ndeps++];
		take_module(b, *last, line);
	} else if (str_eq(word, STR("=>")) && *last != NULL) {
		(*last)->instead = field(&line);
		(*last)->instead_version = field(&line);
		(*last)->instead_sum = field(&line);
		(*last)->replaced = true;
	} else if (str_eq(word, STR("build"))) {
		take_setting(b, line);
	} else if (word.n > 0 || line.n > 0) {
		b->odd = true;
	}
}

static bool
is_devel(struct str version)
{
	return version.n == 0 || str_eq(version, STR("(devel)"));
}

/*
 * A main package without a main module: of the toolchain itself, of a file
 * that was named on the command line, of another build system.
 */
static void
guess_main(struct build *b)
{
	if (b->has_main)
		return;
	if (str_eq(b->path, STR("command-line-arguments"))) {
		struct module *only = NULL;
		size_t n = 0;

		for (size_t i = 0; i < b->ndeps; i++)
			if (is_devel(b->deps[i].version)) {
				only = &b->deps[i];
				n++;
			}
		if (n == 1) {
			b->main = *only;
			b->has_main = true;
			return;
		}
	}
	if (b->path.n > 0) {
		b->main = (struct module){ .path = b->path };
		b->has_main = true;
	}
}

static void
parse_modules(struct build *b, struct str text)
{
	struct module *last = NULL;
	struct str line;

	b->odd = str_find(text, '\0') < text.n;
	while (str_line(&text, &line))
		take_line(b, line, &last);
	guess_main(b);
	while (str_ends(b->main.path, STR("/")))	/* no name */
		b->main.path.n--;
	b->has_main &= b->main.path.n > 0;
}

/* ---- the main module's version ---- */

/* "v1.2", "1.2.3-rc1+x": begins like a version and has no blanks. */
static bool
is_versionlike(struct str s)
{
	size_t i = s.n > 0 && s.p[0] == 'v', dots = 0, digits = 0;

	if (s.n > VERSION_BYTES)
		return false;
	for (; i < s.n && (is_digit(s.p[i]) || s.p[i] == '.'); i++) {
		dots += s.p[i] == '.';
		digits += is_digit(s.p[i]);
	}
	if (dots == 0 || digits < 2 || (i < s.n && s.p[i] != '-' &&
	    s.p[i] != '+' && !is_alpha(s.p[i])))
		return false;
	for (; i < s.n; i++)
		if (!is_alnum(s.p[i]) && memchr(".-+_~", s.p[i], 5) == NULL)
			return false;
	return true;
}

/* Names under which programs keep their version. */
static bool
is_version_name(struct str name)
{
	static const char *const names[] = { "version", "ver", "gitversion",
		"gittag", "appversion", "buildversion", "releaseversion",
		"versionstring", "semver", "tag", "release" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(name, str_from(names[i])))
			return true;
	return false;
}

/*
 * How much "importpath.name" says of the main module: 0 is nothing. A library
 * has a version of its own, so only main's and the module's packages count.
 */
static unsigned
rank(const struct build *b, struct str key)
{
	size_t dot = str_rfind(key, '.');
	struct str pkg = str_sub(key, 0, dot), under = STR("");

	if (dot >= key.n || !is_version_name(str_from_pos(key, dot + 1)))
		return 0;
	if (str_eq(pkg, STR("main")))
		return 4;
	if (b->main.path.n > 0 && str_starts(pkg, b->main.path) &&
	    (pkg.n == b->main.path.n || pkg.p[b->main.path.n] == '/'))
		under = str_from_pos(pkg, b->main.path.n);
	else
		return 0;
	if (under.n == 0 || str_starts(under, STR("/cmd/")))
		return 3;
	pkg = str_from_pos(under, str_rfind(under, '/') + 1);
	return str_eq(pkg, STR("version")) || str_eq(pkg, STR("common")) ||
	    str_eq(pkg, STR("cmd")) || str_eq(pkg, STR("build")) ? 2 : 1;
}

static struct str
without_v(struct str s)
{
	return str_from_pos(s, s.n > 0 && s.p[0] == 'v');
}

struct candidate {
	struct str version;
	unsigned rank;
	bool ambiguous;
};

static void
consider(const struct build *b, struct candidate *c, struct str key,
    struct str value)
{
	unsigned r = rank(b, key);

	if (r == 0 || r < c->rank || !is_versionlike(value))
		return;
	if (r > c->rank)
		*c = (struct candidate){ value, r, false };
	else if (!str_eq(without_v(c->version), without_v(value)))
		c->ambiguous = true;
}

/* Next word of a command line: quotes hold words together, and are dropped. */
static bool
next_flag(struct str *rest, struct str *ret)
{
	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	char quote = rest->p[0];
	size_t n = 0;

	if (quote == '\'' || quote == '"') {
		*rest = str_from_pos(*rest, 1);
		n = str_find(*rest, quote);
	} else {
		while (n < rest->n && !is_space(rest->p[n]))
			n++;
	}
	*ret = str_sub(*rest, 0, n);
	*rest = str_from_pos(*rest, n + (quote == '\'' || quote == '"'));
	return true;
}

static void
search_ldflags(const struct build *b, struct candidate *c)
{
	struct str rest = b->ldflags, s;

	while (next_flag(&rest, &s)) {
		if (str_eq(s, STR("-X")) || str_eq(s, STR("--X"))) {
			if (!next_flag(&rest, &s))
				return;
		} else if (str_starts(s, STR("-X="))) {
			s = str_from_pos(s, 3);
		} else {
			continue;
		}
		/* The value may keep quotes of its own: X.Y='1.2'. */
		size_t eq = str_find(s, '=');
		struct str value = str_from_pos(s, eq + 1);

		if (value.n > 2 && (value.p[0] == '\'' || value.p[0] == '"'))
			value = str_sub(value, 1, value.n - 1);
		consider(b, c, str_sub(s, 0, eq), value);
	}
}

/* -X makes a symbol NAME.str of the text: there even under -trimpath. */
static enum rc
search_symbols(const struct build *b, const struct exe *x, struct blob *blob,
    struct candidate *c, struct err *e)
{
	static const struct str ends[] = { { "ersion.str", 10 },
		{ ".ver.str", 8 }, { "ag.str", 6 } };
	struct exe_symbol found[SYMBOLS];
	size_t n = 0;
	enum rc rc = exe_symbols(x, blob, ends, sizeof ends / sizeof *ends,
	    true, found, SYMBOLS, &n, e);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct str key = str_sub(found[i].name, 0,
		    found[i].name.n - 4), value;
		uint64_t off, size = found[i].size;

		if (rank(b, key) == 0 || size > VERSION_BYTES ||
		    !exe_offset(x, found[i].vaddr, size, &off))
			continue;
		rc = exe_bytes(x, blob, off, size, VERSION_BYTES, &value, e);
		if (rc == RC_OK)	/* with its NUL */
			consider(b, c, key, str_sub(value, 0,
			    str_find(value, '\0')));
	}
	return rc;
}

/* "v0.0.0-20240131123456-0123456789ab" of an RFC 3339 time; "" if it is not. */
static struct str
pseudo_version(const struct build *b)
{
	char digits[15];
	size_t n = 0;

	for (size_t i = 0; i < b->time.n && n < 14; i++)
		if (is_digit(b->time.p[i]))
			digits[n++] = b->time.p[i];
	if (n < 14 || b->revision.n < 12)
		return STR("");
	digits[n] = '\0';
	return str_fmt(b->a, "v0.0.0-%s-%.12s", digits, b->revision.p);
}

static enum rc
find_version(struct build *b, const struct exe *x, struct blob *blob,
    struct err *e)
{
	struct candidate c = { STR(""), 0, false };
	enum rc rc = RC_OK;

	if (!b->has_main || !is_devel(b->main.version) ||
	    str_starts(b->path, STR("cmd/")))
		return RC_OK;
	search_ldflags(b, &c);
	b->version_from = "ldflags";
	if (c.rank == 0) {
		rc = search_symbols(b, x, blob, &c, e);
		b->version_from = "symbol";
	}
	if (c.rank > 0 && !c.ambiguous) {
		b->version = str_join(b->a, STR("v"), without_v(c.version));
	} else {
		b->version = pseudo_version(b);
		b->version_from = b->version.n > 0 ? "vcs" : NULL;
	}
	return rc;
}

/* ---- records ---- */

/* Of this computer, not of a proxy: "./x", "/x", "C:\x". */
static bool
is_path(struct str s)
{
	return s.n > 0 && (s.p[0] == '.' || s.p[0] == '/' ||
	    (s.n > 2 && s.p[1] == ':' && is_alpha(s.p[0])));
}

/* Whether a proxy could serve it: the first element is a host's name. */
static bool
is_public(struct str path)
{
	struct str host = str_sub(path, 0, str_find(path, '/'));

	return str_find(host, '.') < host.n;
}

static struct str
key_of(const struct build *b, const struct exe *x, struct str path,
    struct str version)
{
	struct str slice = str_fmt(b->a, "go:%llu:",
	    (unsigned long long)x->slice);

	return str_join(b->a, str_join(b->a, slice, path),
	    str_join(b->a, STR("@"), version));
}

static bool
is_main(const struct build *b, const struct module *m)
{
	return b->has_main && str_eq(m->path, b->main.path);
}

static enum rc
emit_dep(const struct build *b, const struct exe *x, const struct module *m,
    struct records *out)
{
	bool swap = m->replaced && !is_path(m->instead);
	struct str path = swap ? m->instead : m->path;
	struct str version = m->replaced ? m->instead_version : m->version;
	struct str sum = m->replaced ? m->instead_sum : m->sum;
	struct pkg p = { .type = "golang",
		.version = is_devel(version) ? STR("") : version };

	pkg_name_split(&p, path);
	p.local = (m->replaced && !swap) || !is_public(path) ||
	    p.version.n == 0;
	if (p.name.n == 0)
		return RC_OK;
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	out->provides(out, key_of(b, x, m->path, m->version));
	if (sum.n > 0)
		out->property(out, PROP_GO_SUM, sum);
	if (m->replaced)
		out->property(out, PROP_GO_REPLACES, str_join(b->a, m->path,
		    str_join(b->a, STR("@"), m->version)));
	return RC_OK;
}

/* The settings that say what was built; flags may hold secrets. */
static void
emit_settings(const struct build *b, struct str text, struct records *out)
{
	static const char *const keep[] = { "-buildmode", "-tags", "-race",
		"-trimpath", "CGO_ENABLED", "GOARCH", "GOOS", "GOFIPS140",
		"GOEXPERIMENT", "DefaultGODEBUG", "vcs", "vcs.revision",
		"vcs.time", "vcs.modified" };
	struct str line;

	while (str_line(&text, &line)) {
		struct str word = field(&line);
		struct str key = str_sub(line, 0, str_find(line, '='));

		if (!str_eq(word, STR("build")))
			continue;
		for (size_t i = 0; i < sizeof keep / sizeof *keep; i++)
			if (str_eq(key, str_from(keep[i])))
				out->property(out, PROP_GO_BUILD,
				    str_join(b->a, str_sub(line, 0, key.n + 1),
				    unquote(b->a, str_from_pos(line,
				    key.n + 1))));
	}
}

/* "go1.22.3 X:boringcrypto", "go1.24-X:foo": 1.22.3, 1.24. A toolchain of its
   own making, "devel go1.25-0123ab …": 1.25-0123ab. */
static struct str
toolchain_version(struct str s)
{
	if (str_starts(s, STR("devel ")))
		s = str_from_pos(s, 6);
	if (!str_starts(s, STR("go")))
		return STR("");
	s = str_sub(s, 2, str_find(s, ' '));
	return str_sub(s, 0, str_find_str(s, STR("-X:")));
}

/* go1.21rc2 is update rc2 of 1.21 in the dictionary of CPEs. */
static struct str
stdlib_cpe(struct arena *a, struct str version)
{
	size_t i = 0;

	while (i < version.n && (is_digit(version.p[i]) ||
	    version.p[i] == '.'))
		i++;
	struct str update = str_from_pos(version, i);

	for (size_t k = 0; k < update.n; k++)
		if (!is_alnum(update.p[k]))
			update = STR("");
	if (i == 0 || i > VERSION_BYTES || update.n > VERSION_BYTES)
		return STR("");
	return str_fmt(a, "cpe:2.3:a:golang:go:%.*s:%.*s:*:*:*:*:*:*", (int)i,
	    version.p, update.n > 0 ? (int)update.n : 1,
	    update.n > 0 ? update.p : "-");
}

static enum rc
emit_stdlib(const struct build *b, const struct exe *x, struct records *out)
{
	struct str version = toolchain_version(b->toolchain);
	enum rc rc = out->package(out, &(struct pkg){ .type = "golang",
		.name = STR("stdlib"), .version = version,
		.local = version.n == 0, .licence = STR("BSD-3-Clause") });

	if (rc != RC_OK)
		return rc;
	out->provides(out, key_of(b, x, STR("stdlib"), STR("")));
	struct str cpe = stdlib_cpe(b->a, version);

	if (cpe.n > 0)
		out->cpe(out, cpe);
	return RC_OK;
}

static enum rc
emit_main(const struct build *b, const struct exe *x, struct blob *blob,
    struct str text, struct records *out, struct err *e)
{
	const struct module *m = &b->main;
	bool tool = !is_public(m->path) && str_starts(m->path, STR("cmd/"));
	struct pkg p = { .type = "golang", .kind = PKG_APPLICATION,
		.version = !is_devel(m->version) ? m->version : b->version,
		.guessed = b->version_from != NULL };

	if (tool)	/* go, gofmt …: the toolchain's */
		p.version = toolchain_version(b->toolchain);
	pkg_name_split(&p, m->path);
	p.local = !is_public(m->path);
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	if (b->version_from != NULL)
		out->property(out, PROP_VERSION_FROM,
		    str_from(b->version_from));
	emit_settings(b, text, out);
	out->provides(out, key_of(b, x, m->path, m->version));
	for (size_t i = 0; i < b->ndeps; i++)
		if (b->deps[i].path.n > 0 && !is_main(b, &b->deps[i]))
			out->requires(out, key_of(b, x, b->deps[i].path,
			    b->deps[i].version));
	if (b->toolchain.n > 0)
		out->requires(out, key_of(b, x, STR("stdlib"), STR("")));
	return exe_libs(x, blob, out, e);
}

static enum rc
emit(const struct build *b, const struct exe *x, struct blob *blob,
    struct str text, struct records *out, struct err *e)
{
	enum rc rc = RC_OK, libs = RC_OK;

	if (b->has_main) {
		libs = emit_main(b, x, blob, text, out, e);
		if (libs == RC_STOP)
			return libs;
	}
	if (b->toolchain.n > 0)
		rc = emit_stdlib(b, x, out);
	else
		out->gap(out, "limit", "the version of its Go toolchain was "
		    "not kept as the file went by");
	for (size_t i = 0; i < b->ndeps && rc == RC_OK; i++)
		if (!is_main(b, &b->deps[i]))
			rc = emit_dep(b, x, &b->deps[i], out);
	if (b->too_many)
		out->gap(out, "limit", "more than %d Go modules", GO_DEPS);
	return rc != RC_OK ? rc : libs;
}

/* By sections that only Go's linker writes (cmd/link/internal/ld). */
static bool
is_go(const struct exe *x)
{
	static const struct str names[] = { { ".go.buildinfo", 13 },
		{ ".gopclntab", 10 }, { "__go_buildinfo", 14 },
		{ "__gopclntab", 11 } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (x->kind != EXE_OBJECT && exe_section(x, names[i]) != NULL)
			return true;
	return false;
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *blob,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct build b = { .a = x->a };
	struct go_build g;
	bool found;
	enum rc rc = go_build_read(x, blob, &g, &found, e);

	(void)f;
	(void)lim;
	if (rc == RC_OK && !found && is_go(x))
		out->note(out, 0, "a Go program without build information: "
		    "its modules are not known");
	if (rc != RC_OK || !found)
		return rc;
	b.toolchain = g.version;
	parse_modules(&b, g.modules);
	if (g.torn || b.odd)
		out->note(out, 0, "its list of Go modules is damaged");
	else if (g.modules.n == 0)
		out->note(out, 0, "a Go program without a list of its "
		    "modules: they are not known");
	rc = find_version(&b, x, blob, e);
	/* Symbols may be as large as the program. What they would tell is the
	   main module's version only: not worth a second reading. */
	if (rc == RC_LIMIT && x->go != NULL) {
		out->note(out, 0, "the version of its main module was not "
		    "looked for among its symbols: %s", e->msg);
		rc = RC_OK;
	}
	enum rc out_rc = emit(&b, x, blob, g.modules, out, e);

	return out_rc != RC_OK ? out_rc : rc;
}

const struct cataloger cat_go_binary = {
	.name = "go-binary",
	.about = "Go programs: modules, main module and standard library",
	.inspect = inspect, .link = LINK_FILE,
};
