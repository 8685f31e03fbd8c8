/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "sbom/catalog/lock.h"
#include "text/json.h"

/*
 * yarn-lock: yarn.lock of yarn 1 ("classic") and of 2 and later ("berry").
 *
 * Source:   yarn's documentation: yarn.lock, and its own two writers, whose
 *           indentation tells all; Yarn 2+: "Lexicon" (locator, descriptor),
 *           "Protocols".
 * Grammar:  blocks. Outermost a list of patterns "name@range" that the block
 *           answers, ending in ':' (a long one: "? list" and ":" below it).
 *           Two blanks: "version 1.0" (1) or "version: 1.0" (2), or a list's
 *           name; four: what is in that list. Any word may stand in quotes.
 * Names:    of 2, "resolution" has name and protocol; of 1, the pattern has,
 *           unless it is an alias ("x@npm:real@range") or "name" says else.
 *           A patched package ("patch:name@npm%3A1.0#…") is the one it was
 *           made from, beside which it stands.
 * Dev:      what only devDependencies of package.json beside it reach. Not
 *           told for workspaces of yarn 1: what their members need does not
 *           stand in the lock.
 * Limits:   none of its own: O(input) time and memory.
 */
struct block {
	struct str patterns;	/* the line, without ':' */
	struct str version, resolved, resolution, integrity, name;
	size_t line;
	struct str first, end;	/* its lines */
};

struct yarn {
	struct lock lock;
	struct arena *a;
	bool berry;
	size_t odd;		/* line that is none of ours, or 0 */
};

/* ---- words ---- */

/* A word in quotes, or up to a blank, a colon that ends the word, or a comma;
   *rest is what follows. */
static struct str
word(struct str *rest)
{
	struct str s = *rest;
	size_t n = 0;

	if (s.n != 0 && s.p[0] == '"') {
		for (n = 1; n < s.n && s.p[n] != '"'; n++)
			if (s.p[n] == '\\')
				n++;
		*rest = str_from_pos(s, n + 1);
		return str_sub(s, 1, n);
	}
	while (n < s.n && !is_blank(s.p[n]) && s.p[n] != ',' &&
	    !(s.p[n] == ':' && (n + 1 == s.n || is_blank(s.p[n + 1]))))
		n++;
	*rest = str_from_pos(s, n);
	return str_sub(s, 0, n);
}

/* "key value" or "key: value"; either may stand in quotes. */
static struct str
pair(struct str line, struct str *ret_value)
{
	struct str key = word(&line);

	if (line.n != 0 && line.p[0] == ':')
		line = str_from_pos(line, 1);
	line = str_trim(line);
	*ret_value = line.n != 0 && line.p[0] == '"' ? word(&line) : line;
	return key;
}

static size_t
indent(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* The patterns of a block, one at a time: divided by commas, in quotes each
   (1) or all together (2). */
static bool
next_pattern(struct str *rest, struct str *inner, struct str *ret)
{
	for (;;) {
		if (str_split(inner, ',', ret)) {
			*ret = str_trim(*ret);
			if (ret->n != 0)
				return true;
			continue;
		}
		while (rest->n != 0 && (is_blank(rest->p[0]) ||
		    rest->p[0] == ',' || rest->p[0] == ':'))
			*rest = str_from_pos(*rest, 1);
		if (rest->n == 0)
			return false;
		*inner = word(rest);
		if (inner->n == 0 && rest->n != 0)
			*rest = str_from_pos(*rest, 1);
	}
}

/* ---- a block becomes a package ---- */

static void
name_by_pattern(struct lock_pkg *p, const struct block *b)
{
	struct str rest = b->patterns, inner = STR(""), one;
	struct str name, range, npm = STR("npm:");

	if (!next_pattern(&rest, &inner, &one))
		return;
	if (!npm_spec(one, &name, &range)) {
		name = one;
		range = STR("");
	}
	if (str_starts(range, npm)) {
		range = str_from_pos(range, npm.n);
		if (!npm_spec(range, &name, &range) && range.n != 0 &&
		    (is_alpha(range.p[0]) || range.p[0] == '@'))
			name = range;
	}
	pkg_name_split(&p->p, b->name.n != 0 ? b->name : name);
}

static struct str
protocol_of(const struct block *b, struct str *ret_name)
{
	struct str rest;

	return npm_spec(b->resolution, ret_name, &rest) ? rest : STR("");
}

/* Is what a patch was made for from a registry? */
static bool
patches_npm(struct str where)
{
	struct str name, rest;

	return npm_spec(str_from_pos(where, STR("patch:").n), &name, &rest) &&
	    (str_starts(rest, STR("npm%3A")) || str_starts(rest,
	    STR("npm:")) || str_find(rest, '%') == rest.n);
}

static void
name_it(struct yarn *y, struct lock_pkg *p, const struct block *b)
{
	struct str name, where = protocol_of(b, &name);

	if (where.n == 0) {		/* yarn 1 */
		struct str rest = b->patterns, inner = STR(""), one, range;

		name_by_pattern(p, b);
		p->from = npm_source(y->a, b->resolved);
		if (next_pattern(&rest, &inner, &one) &&
		    npm_spec(one, &name, &range))
			p->p.local = npm_source(y->a, range).local;
	} else {
		bool ours = str_starts(where, STR("workspace:"));

		if (ours)
			name_by_pattern(p, b);
		else
			pkg_name_split(&p->p, name);
		if (ours && str_eq(where, STR("workspace:.")))
			p->p.kind = PKG_APPLICATION;
		if (str_starts(where, STR("patch:")))
			p->p.local = !patches_npm(where);
		else if (!str_starts(where, STR("npm:")))
			p->from = npm_source(y->a, where);
		p->root = ours;
	}
	p->p.local |= p->from.local;
}

static void
add_block(struct yarn *y, const struct block *b)
{
	struct str rest = b->patterns, inner = STR(""), one;

	if (str_eq(b->patterns, STR("__metadata")))
		return;
	if (b->version.n == 0 && b->resolved.n == 0 && b->resolution.n == 0) {
		y->odd = b->line;
		return;
	}

	struct lock_pkg *p = lock_add(&y->lock);

	name_it(y, p, b);
	p->p.line = b->line;
	/* yarn 2 and later write this for members of the workspace. */
	if (!str_eq(b->version, STR("0.0.0-use.local")))
		p->p.version = b->version;
	p->integrity = b->integrity;
	while (next_pattern(&rest, &inner, &one))
		lock_offer(&y->lock, p, one);
}

/* ---- what it needs ---- */

static struct lock_pkg *
find(struct yarn *y, struct str name, struct str range)
{
	struct str plain = str_join(y->a, str_join(y->a, name, STR("@")),
	    range);

	if (y->berry && str_find(range, ':') == range.n)
		plain = str_join(y->a, str_join(y->a, name, STR("@npm:")),
		    range);
	return lock_find(&y->lock, plain);
}

static void
add_needs(struct yarn *y, const struct block *b)
{
	struct str rest = b->patterns, inner = STR(""), one, line, value;
	bool takes = false;

	if (!next_pattern(&rest, &inner, &one))
		return;
	struct lock_pkg *p = lock_find(&y->lock, one);

	rest = str_sub(b->first, 0, (size_t)(b->end.p - b->first.p));
	while (p != NULL && str_line(&rest, &line)) {
		size_t in = indent(line);
		struct str key = pair(str_trim(line), &value);

		if (in == 2)
			takes = value.n == 0 && (str_eq(key,
			    STR("dependencies")) || str_eq(key,
			    STR("optionalDependencies")));
		else if (in == 4 && takes)
			lock_need(&y->lock, p, find(y, key, value), false);
	}
}

/* ---- the file ---- */

static void
take_field(struct block *b, struct str line)
{
	struct str value, key = pair(str_trim(line), &value);
	struct str *at = str_eq(key, STR("version")) ? &b->version :
	    str_eq(key, STR("resolved")) ? &b->resolved :
	    str_eq(key, STR("resolution")) ? &b->resolution :
	    str_eq(key, STR("integrity")) ? &b->integrity :
	    str_eq(key, STR("name")) ? &b->name : NULL;

	if (at != NULL && value.n != 0)
		*at = value;
}

static void
begin_block(struct block *b, struct str line, size_t n)
{
	line = str_trim(line);
	*b = (struct block){ .line = n };
	if (str_starts(line, STR("? ")))
		line = str_from_pos(line, 2);
	else if (str_ends(line, STR(":")))
		line = str_sub(line, 0, line.n - 1);
	b->patterns = line;
}

/* Call each for every block of text; lines of no block are odd. */
static void
each_block(struct yarn *y, struct str text,
    void (*each)(struct yarn *, const struct block *))
{
	struct block b = { .line = 0 };
	struct str rest = text, line;

	for (size_t n = 1;; n++) {
		struct str before = rest;
		bool more = str_line(&rest, &line);
		struct str bare = more ? str_trim(line) : STR("");

		if (more && (bare.n == 0 || bare.p[0] == '#' ||
		    str_eq(line, STR(":"))))
			continue;
		if (more && indent(line) != 0) {
			if (b.line == 0)
				y->odd = n;
			else if (indent(line) == 2)
				take_field(&b, line);
			continue;
		}
		b.end = more ? before : str_from_pos(text, text.n);
		if (b.line != 0)
			each(y, &b);
		if (!more)
			break;
		begin_block(&b, line, n);
		b.first = rest;
		if (!str_ends(bare, STR(":")) && !str_starts(bare, STR("? ")))
			y->odd = n;
	}
}

/* ---- package.json beside it ---- */

static void
need_all(struct yarn *y, struct lock_pkg *root, const struct json *names,
    bool dev)
{
	struct str name;
	const struct json *range;

	for (void *it = NULL; json_member(names, &it, &name, &range);)
		lock_need(&y->lock, root, find(y, name, json_text(range)),
		    dev);
}

/* The project: in 2 it has a block, which mixes all that it needs. */
static struct lock_pkg *
project(struct yarn *y, struct str manifest)
{
	struct lock_pkg *p = y->lock.first;

	while (p != NULL && p->p.kind != PKG_APPLICATION)
		p = p->next;
	if (p == NULL)
		p = lock_add(&y->lock);
	p->root = true;
	p->needs = NULL;
	p->last = &p->needs;
	npm_project(y->a, manifest, &p->p);
	return p;
}

static void
take_manifest(struct yarn *y, struct str manifest)
{
	struct json *v;
	struct err e;

	if (manifest.n == 0 || json_record(manifest, &v, NULL, &e) != RC_OK)
		return;		/* the manifest's own row says why */
	struct lock_pkg *p = project(y, manifest);
	bool workspace = json_get(v, "workspaces") != NULL;

	need_all(y, p, json_get(v, "dependencies"), false);
	need_all(y, p, json_get(v, "optionalDependencies"), false);
	need_all(y, p, json_get(v, "devDependencies"), true);
	json_free(v);
	if (y->berry || !workspace)
		lock_mark_dev(&y->lock);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct yarn y = { .odd = 0 };
	struct str text;
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if ((rc = blob_text(b, &text, e)) != RC_OK)
		return rc;
	y.a = arena_new(lim->memory);
	lock_init(&y.lock, y.a);
	y.berry = str_find_str(text, STR("__metadata:")) < text.n;
	each_block(&y, text, add_block);
	each_block(&y, text, add_needs);
	take_manifest(&y, f->sibling);
	rc = lock_emit(&y.lock, out);
	arena_free(y.a);
	/* yarn ends every line. */
	if (rc == RC_OK && text.n != 0 && text.p[text.n - 1] != '\n')
		out->note(out, 0, "ends within a line: it is cut");
	if (rc == RC_OK && y.odd != 0)
		out->note(out, y.odd, "a line that is none of yarn.lock");
	return rc;
}

const struct cataloger cat_yarn_lock = {
	.name = "yarn-lock",
	.about = "lock files of yarn",
	.wants = (const struct want[]){
		{ WANT_NAME, "yarn.lock", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.sibling = "/package.json",
	.parse = parse,
};
