/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/go_mod.h"

#include "base/arena.h"
#include "base/hash.h"
#include "bom/property.h"
#include "version/version.h"

/*
 * go-mod: go.mod, with the go.sum beside it.
 *
 * Source:   go.dev/ref/mod: go.mod files, go.sum files, minimal version
 *           selection, graph pruning.
 * Grammar:  lines of words: a verb and its arguments, or "verb (", lines of
 *           arguments, ")". "//" begins a comment; a word may stand in double
 *           or back quotes. require PATH VERSION; replace PATH [VERSION] =>
 *           PATH [VERSION], where a path without a version is a directory;
 *           exclude PATH VERSION: such a requirement is ignored; module PATH;
 *           go VERSION; toolchain NAME. Other verbs are passed over.
 *           go.sum: "PATH VERSION HASH" lines; those of VERSION/go.mod are of
 *           modules that were looked at only.
 * Below go 1.17 go.mod lacks what is needed by others than the main module:
 * the highest version that go.sum has the content of stands for it, marked as
 * guessed. The toolchain's version is taken for the standard library's, and
 * marked so: another one may build it.
 * What lies in vendor, testdata, node_modules or the module cache is not of
 * this tree.
 * Limits:   limits.text_file.
 */
struct require {
	struct go_module m;
	size_t line;
	bool excluded;
};

struct sum {
	struct str path, version, hash;
};

struct go_mod {
	struct arena *a;
	struct records *out;
	struct str module, go, toolchain;
	struct require *v;
	size_t n, cap;
	struct map *replaced;	/* "PATH" or "PATH@VERSION": go_module */
	struct map *excluded;	/* "PATH@VERSION" */
	struct map *required;	/* PATH */
	struct map *hashes;	/* "PATH@VERSION": struct sum */
	struct map *known;	/* "PATH@VERSION" of all lines of go.sum */
	struct sum *sums;	/* of go.sum, content only */
	size_t nsums, csums;
};

/* ---- words ---- */

enum { WORDS = 8 };		/* no line that matters has more */

/* The next word of *rest; false at the end or at a comment. */
static bool
next_word(struct str *rest, struct str *word)
{
	struct str s = str_trim(*rest);
	size_t n = 0;

	if (s.n == 0 || str_starts(s, STR("//")))
		return false;
	if (s.p[0] == '"' || s.p[0] == '`') {
		n = 1 + str_find(str_from_pos(s, 1), s.p[0]);
		*word = str_sub(s, 1, n);
		*rest = str_from_pos(s, n + 1);
		return true;
	}
	if (s.p[0] == '(' || s.p[0] == ')') {
		n = 1;
	} else {
		while (n < s.n && !is_space(s.p[n]) && s.p[n] != '(' &&
		    s.p[n] != ')' &&
		    !str_starts(str_from_pos(s, n), STR("//")))
			n++;
	}
	*word = str_sub(s, 0, n);
	*rest = str_from_pos(s, n);
	return true;
}

static size_t
words_of(struct str line, struct str *w)
{
	size_t n = 0;

	while (n < WORDS && next_word(&line, &w[n]))
		n++;
	return n;
}

/* ---- go.mod ---- */

struct str
go_key(struct arena *a, struct str path, struct str version)
{
	return str_join(a, path, str_join(a, STR("@"), version));
}

static void
take_require(struct go_mod *g, const struct str *w, size_t n, size_t line)
{
	if (n < 2) {
		g->out->note(g->out, line, "requirement without a version");
		return;
	}
	g->v = arena_grow(g->a, g->v, g->n, &g->cap, sizeof *g->v);
	g->v[g->n++] = (struct require){ .m = { .path = w[0],
		.version = w[1] }, .line = line };
	*map_put(g->required, w[0], NULL) = g;
}

/* PATH [VERSION] => PATH [VERSION] */
static void
take_replace(struct go_mod *g, const struct str *w, size_t n, size_t line)
{
	size_t arrow = 0;

	while (arrow < n && !str_eq(w[arrow], STR("=>")))
		arrow++;
	if (arrow == 0 || arrow > 2 || arrow + 1 >= n) {
		g->out->note(g->out, line, "replacement of nothing");
		return;
	}
	struct go_module *m = NEW(g->a, struct go_module);

	*m = (struct go_module){ .by = w[arrow + 1],
		.by_version = arrow + 2 < n ? w[arrow + 2] : STR("") };
	*map_put(g->replaced, arrow == 1 ? w[0] :
	    go_key(g->a, w[0], w[1]), NULL) = m;
}

static void
take_line(struct go_mod *g, struct str verb, const struct str *w, size_t n,
    size_t line)
{
	if (str_eq(verb, STR("require")))
		take_require(g, w, n, line);
	else if (str_eq(verb, STR("replace")))
		take_replace(g, w, n, line);
	else if (str_eq(verb, STR("exclude")) && n >= 2)
		*map_put(g->excluded, go_key(g->a, w[0], w[1]), NULL) = g;
	else if (str_eq(verb, STR("module")) && n >= 1)
		g->module = w[0];
	else if (str_eq(verb, STR("go")) && n >= 1)
		g->go = w[0];
	else if (str_eq(verb, STR("toolchain")) && n >= 1)
		g->toolchain = w[0];
}

static void
read_mod(struct go_mod *g, struct str text)
{
	struct str line, block = STR(""), w[WORDS];

	for (size_t at = 1; str_line(&text, &line); at++) {
		size_t n = words_of(line, w);

		if (n == 0)
			continue;
		if (block.n != 0 && str_eq(w[0], STR(")")))
			block.n = 0;
		else if (block.n != 0)
			take_line(g, block, w, n, at);
		else if (n >= 2 && str_eq(w[1], STR("(")))
			block = w[0];
		else
			take_line(g, w[0], w + 1, n - 1, at);
	}
	if (block.n != 0)
		g->out->note(g->out, 0, "ends within a block: it is cut");
}

/* A replacement of one version goes before one of all. */
static void
settle(struct go_mod *g)
{
	for (size_t i = 0; i < g->n; i++) {
		struct go_module *m = &g->v[i].m;
		struct str key = go_key(g->a, m->path, m->version);
		void **at = map_find(g->replaced, key);

		if (at == NULL)
			at = map_find(g->replaced, m->path);
		if (at != NULL) {
			m->by = ((struct go_module *)*at)->by;
			m->by_version = ((struct go_module *)*at)->by_version;
		}
		g->v[i].excluded = map_find(g->excluded, key) != NULL;
	}
}

/* ---- go.sum ---- */

/* "h1:" and a SHA-256 in base64; hashes of other kinds are passed over. */
static bool
is_hash(struct str s)
{
	return s.n > 3 && s.p[2] == ':' && (!str_starts(s, STR("h1:")) ||
	    (s.n == 3 + 44 && s.p[s.n - 1] == '='));
}

static void
read_sum(struct go_mod *g, struct str text)
{
	struct str line, w[WORDS], mod = STR("/go.mod");
	size_t bad = 0;

	for (size_t at = 1; str_line(&text, &line); at++) {
		size_t n = words_of(line, w);

		if (n == 0)
			continue;
		if (n != 3 || !is_hash(w[2])) {
			bad = bad != 0 ? bad : at;
			continue;
		}
		bool is_mod = str_ends(w[1], mod);

		(void)map_put(g->known, go_key(g->a, w[0], str_sub(w[1], 0,
		    w[1].n - (is_mod ? mod.n : 0))), NULL);
		if (is_mod)
			continue;
		g->sums = arena_grow(g->a, g->sums, g->nsums, &g->csums,
		    sizeof *g->sums);
		g->sums[g->nsums++] = (struct sum){ w[0], w[1], w[2] };
	}
	/* No longer moved: their addresses can be kept. */
	for (size_t i = 0; i < g->nsums; i++)
		*map_put(g->hashes, go_key(g->a, g->sums[i].path,
		    g->sums[i].version), NULL) = &g->sums[i];
	if (bad != 0)
		g->out->note(g->out, 0, "go.sum, line %zu: no path, version "
		    "and hash", bad);
}

/* go writes the hash of all that go.mod asks for, or of what is taken in its
   place: when some lack, lines were lost that may have told of more. */
static void
check_sum(struct go_mod *g)
{
	size_t lacking = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct go_module *m = &g->v[i].m;
		bool swap = m->by.n != 0;

		if (g->v[i].excluded || (swap && m->by_version.n == 0))
			continue;
		lacking += map_find(g->known, go_key(g->a, swap ? m->by :
		    m->path, swap ? m->by_version : m->version)) == NULL;
	}
	if (lacking != 0)
		g->out->note(g->out, 0, "go.sum lacks %zu of the %zu modules "
		    "that are required: it is cut, or out of date", lacking,
		    g->n);
}

/* Does go.mod of this language version lack what others need? */
static bool
is_unpruned(struct str go)
{
	return semver_cmp(go, STR("1.17")) < 0;
}

/* Of what only go.sum names: the highest version. */
static void
add_sums(struct go_mod *g)
{
	struct map *best = map_new(g->a);

	for (size_t i = 0; i < g->nsums; i++) {
		const struct sum *s = &g->sums[i];
		void **at = map_put(best, s->path, NULL);
		struct sum *old = *at;

		if (old == NULL || semver_cmp(old->version, s->version) < 0)
			*at = &g->sums[i];
	}
	for (size_t i = 0; i < g->nsums; i++) {
		const struct sum *s = &g->sums[i];

		if (*map_find(best, s->path) != s ||
		    map_find(g->required, s->path) != NULL)
			continue;
		g->v = arena_grow(g->a, g->v, g->n, &g->cap, sizeof *g->v);
		g->v[g->n++] = (struct require){ .m = { .path = s->path,
			.version = s->version } };
	}
}

/* ---- what is said ---- */

/* The first part of a path that can be fetched has a dot: go.dev/ref/mod. */
static bool
is_public(struct str path)
{
	struct str host = str_sub(path, 0, str_find(path, '/'));

	return str_find(host, '.') < host.n;
}

static enum rc
say_module(struct arena *a, struct records *out, const struct go_module *m,
    struct str sum, size_t line, bool guessed)
{
	bool by_dir = m->by.n != 0 && m->by_version.n == 0;
	bool swap = m->by.n != 0 && !by_dir;
	struct pkg p = { .type = "golang", .line = line, .guessed = guessed,
		.version = by_dir ? STR("") : swap ? m->by_version :
		    m->version };
	enum rc rc;

	pkg_name_split(&p, swap ? m->by : m->path);
	p.local = by_dir || !is_public(swap ? m->by : m->path);
	if (str_trim(p.name).n == 0)
		return RC_OK;
	if ((rc = out->package(out, &p)) != RC_OK)
		return rc;
	out->provides(out, go_key(a, m->path, m->version));
	if (swap)
		out->property(out, PROP_GO_REPLACES, go_key(a, m->path,
		    m->version));
	if (sum.n != 0)
		out->property(out, PROP_GO_SUM, sum);
	return RC_OK;
}

enum rc
go_say_module(struct arena *a, struct records *out, const struct go_module *m,
    size_t line)
{
	return say_module(a, out, m, STR(""), line, false);
}

/* The hash of what is used in the module's place, or "". */
static struct str
sum_of(const struct go_mod *g, const struct go_module *m)
{
	void **at = map_find(g->hashes, m->by.n != 0 ?
	    go_key(g->a, m->by, m->by_version) :
	    go_key(g->a, m->path, m->version));

	return at == NULL ? STR("") : ((struct sum *)*at)->hash;
}

/* "go1.22.5", or what the go line says, which is at least needed. */
static struct str
toolchain(const struct go_mod *g)
{
	if (str_starts(g->toolchain, STR("go1")))
		return str_from_pos(g->toolchain, 2);
	return g->go;
}

static enum rc
say_main(struct go_mod *g)
{
	struct pkg p = { .type = "golang", .local = true,
		.kind = PKG_APPLICATION };
	enum rc rc;

	pkg_name_split(&p, g->module);
	if (str_trim(p.name).n == 0)
		return RC_OK;
	if ((rc = g->out->package(g->out, &p)) != RC_OK)
		return rc;
	for (size_t i = 0; i < g->n; i++)
		g->out->requires(g->out, go_key(g->a, g->v[i].m.path,
		    g->v[i].m.version));
	if (toolchain(g).n != 0)
		g->out->requires(g->out, STR("stdlib"));
	return RC_OK;
}

static enum rc
say_stdlib(struct go_mod *g)
{
	struct pkg p = { .type = "golang", .name = STR("stdlib"),
		.version = toolchain(g), .licence = STR("BSD-3-Clause"),
		.guessed = true };
	enum rc rc;

	if (p.version.n == 0)
		return RC_OK;
	rc = g->out->package(g->out, &p);
	if (rc == RC_OK)
		g->out->provides(g->out, STR("stdlib"));
	return rc;
}

static enum rc
say_all(struct go_mod *g)
{
	enum rc rc = say_main(g);

	if (rc == RC_OK)
		rc = say_stdlib(g);
	for (size_t i = 0; rc == RC_OK && i < g->n; i++) {
		const struct require *r = &g->v[i];

		if (r->excluded) {
			g->out->note(g->out, r->line, "%.*s %.*s is required "
			    "and excluded: another version is used",
			    STR_ARG(r->m.path), STR_ARG(r->m.version));
			continue;
		}
		rc = say_module(g->a, g->out, &r->m, sum_of(g, &r->m),
		    r->line, r->line == 0);
	}
	return rc;
}

/* Is a directory of path one of these? */
static bool
is_elsewhere(struct str path)
{
	static const char *const dirs[] = { "/vendor/", "/testdata/",
		"/node_modules/", "/pkg/mod/" };

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (str_starts(path, str_from(dirs[i] + 1)) ||
		    str_find_str(path, str_from(dirs[i])) < path.n)
			return true;
	return false;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	enum rc rc;

	if (is_elsewhere(f->path))
		return RC_OK;
	rc = blob_text(b, &text, e);
	if (rc != RC_OK)
		return rc;

	struct go_mod g = { .a = arena_new(lim->memory), .out = out };

	g.replaced = map_new(g.a);
	g.excluded = map_new(g.a);
	g.required = map_new(g.a);
	g.hashes = map_new(g.a);
	g.known = map_new(g.a);
	read_mod(&g, text);
	read_sum(&g, f->sibling);
	settle(&g);
	if (f->sibling.p != NULL)
		check_sum(&g);
	if (is_unpruned(g.go)) {
		add_sums(&g);
		settle(&g);
	}
	if (g.module.n == 0 && g.n == 0)
		rc = err_set(e, RC_FORMAT, "no module and no requirement");
	else
		rc = say_all(&g);
	arena_free(g.a);
	return rc;
}

const struct cataloger cat_go_mod = {
	.name = "go-mod",
	.about = "modules that Go source requires",
	.wants = (const struct want[]){
		{ WANT_NAME, "go.mod", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.sibling = "/go.sum",
	.parse = parse,
};
