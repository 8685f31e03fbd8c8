/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/classify/table.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

/*
 * The table of classifiers from its text: the grammar is described at the
 * head of sbom/catalog/classifiers.txt, which is built into the program.
 * Limits:   those of table.h and pattern.h; beyond them RC_FORMAT.
 */
static const char built_in[] =
#include "classifiers_txt.h"
    ;

struct build {
	struct arena *a;
	struct classify *c;
	size_t cap;		/* of rows */
	struct glob *globs;
	size_t nglobs, globs_cap;
	size_t finds_cap, withs_cap;	/* of the row at hand */
	size_t line;
	struct err *e;
};

static enum rc
bad(const struct build *b, const char *what)
{
	return err_set(b->e, RC_FORMAT, "line %zu: %s", b->line, what);
}

static struct row *
last(const struct build *b)
{
	return &b->c->rows[b->c->nrows - 1];
}

/* ---- the lines of a row ---- */

static bool
is_name(struct str s)
{
	if (s.n == 0 || s.n > 64)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return true;
}

static enum rc
on_class(struct build *b, struct str s)
{
	struct classify *c = b->c;

	if (!is_name(s))
		return bad(b, "a class has a name of letters, digits and -");
	if (c->nrows == TABLE_ROWS_MAX)
		return bad(b, "too many rows");
	c->rows = arena_grow(b->a, c->rows, c->nrows, &b->cap,
	    sizeof *c->rows);
	c->rows[c->nrows++] = (struct row){ .name = str_dup(b->a, s),
		.line = b->line };
	b->finds_cap = b->withs_cap = 0;
	return RC_OK;
}

static enum rc
on_path(struct build *b, struct str s)
{
	size_t slash = str_rfind(s, '/'), head = 0;

	if (s.n == 0 || s.p[0] == '/' || slash + 1 == s.n)
		return bad(b, "a path begins and ends without a slash");
	if (s.n > PATH_MAX_BYTES || b->nglobs == TABLE_GLOBS_MAX)
		return bad(b, "path too long, or too many paths");
	b->globs = arena_grow(b->a, b->globs, b->nglobs, &b->globs_cap,
	    sizeof *b->globs);
	s = str_dup(b->a, s);

	struct str base = str_from_pos(s, slash < s.n ? slash + 1 : 0);

	while (head < base.n && base.p[head] != '*' && base.p[head] != '?')
		head++;
	b->globs[b->nglobs++] = (struct glob){ s, base, head,
		(uint16_t)(b->c->nrows - 1) };
	return RC_OK;
}

/* TYPE/NAME or TYPE/GROUP/NAME. */
static enum rc
on_purl(struct build *b, struct str s)
{
	struct row *r = last(b);
	size_t first = str_find(s, '/'), end = str_rfind(s, '/');

	if (first == 0 || first == s.n || end + 1 == s.n)
		return bad(b, "a purl is TYPE/NAME or TYPE/GROUP/NAME");
	s = str_dup(b->a, s);
	r->type = str_z(b->a, str_sub(s, 0, first));
	if (r->type == NULL)
		return bad(b, "a purl's type is a word");
	r->group = str_sub(s, first + 1, end);
	r->product = str_from_pos(s, end + 1);
	return RC_OK;
}

/* VENDOR:PRODUCT, perhaps followed by "jvm". */
static enum rc
on_cpe(struct build *b, struct str s)
{
	struct row *r = last(b);
	struct str name, rest = s;

	if (r->ncpes == ROW_CPES_MAX)
		return bad(b, "too many CPEs");
	if (!str_word(&rest, &name))
		return bad(b, "a CPE is VENDOR:PRODUCT");

	size_t colon = str_find(name, ':');
	bool jvm = str_eq(str_trim(rest), STR("jvm"));

	if (colon == 0 || colon + 1 >= name.n ||
	    str_find(str_from_pos(name, colon + 1), ':') !=
	    name.n - colon - 1 || (str_trim(rest).n != 0 && !jvm))
		return bad(b, "a CPE is VENDOR:PRODUCT");
	name = str_dup(b->a, name);
	r->cpe[r->ncpes++] = (struct cpe_name){ str_sub(name, 0, colon),
		str_from_pos(name, colon + 1), jvm };
	return RC_OK;
}

static enum rc
parse_pattern(struct build *b, struct str s, struct pattern *ret)
{
	struct err e = { "" };
	enum rc rc = pattern_parse(b->a, s, ret, &e);

	return rc == RC_OK ? RC_OK : bad(b, e.msg);
}

static enum rc
on_name(struct build *b, struct str s)
{
	struct row *r = last(b);

	if (r->from_name != NULL)
		return bad(b, "two names");
	r->from_name = NEW(b->a, struct pattern);

	enum rc rc = parse_pattern(b, s, r->from_name);

	if (rc == RC_OK && (!r->from_name->captures || r->from_name->names))
		return bad(b, "a name has < > and no @");
	return rc;
}

static enum rc
on_find(struct build *b, struct str s)
{
	struct row *r = last(b);

	if (r->nfinds == ROW_FINDS_MAX)
		return bad(b, "too many patterns");
	r->find = arena_grow(b->a, r->find, r->nfinds, &b->finds_cap,
	    sizeof *r->find);

	struct pattern *p = &r->find[r->nfinds++];
	enum rc rc = parse_pattern(b, s, p);

	if (rc == RC_OK && !p->captures)
		return bad(b, "no < > around the version");
	return rc;
}

/* A text alone: the pattern is its fixed text. */
static enum rc
on_with(struct build *b, struct str s)
{
	struct row *r = last(b);
	struct pattern p;

	if (r->nwiths == ROW_WITHS_MAX)
		return bad(b, "too many texts");
	r->with = arena_grow(b->a, r->with, r->nwiths, &b->withs_cap,
	    sizeof *r->with);

	enum rc rc = parse_pattern(b, s, &p);

	if (rc == RC_OK && p.fixed.n != p.longest)
		return bad(b, "only a text can be asked for");
	r->with[r->nwiths++] = p.fixed;
	return rc;
}

static enum rc
on_word(struct build *b, struct str s, bool *at)
{
	if (s.n != 0)
		return bad(b, "this word stands alone");
	*at = true;
	return RC_OK;
}

static enum rc
on_key(struct build *b, struct str s, struct str *at)
{
	if (!is_name(s))
		return bad(b, "a key is of letters, digits and -");
	*at = str_dup(b->a, s);
	return RC_OK;
}

static enum rc
on_line(struct build *b, struct str key, struct str s)
{
	if (str_eq(key, STR("class")))
		return on_class(b, s);
	if (b->c->nrows == 0)
		return bad(b, "before the first class");
	return str_eq(key, STR("path")) ? on_path(b, s) :
	    str_eq(key, STR("purl")) ? on_purl(b, s) :
	    str_eq(key, STR("cpe")) ? on_cpe(b, s) :
	    str_eq(key, STR("name")) ? on_name(b, s) :
	    str_eq(key, STR("find")) ? on_find(b, s) :
	    str_eq(key, STR("with")) ? on_with(b, s) :
	    str_eq(key, STR("offers")) ? on_key(b, s, &last(b)->offers) :
	    str_eq(key, STR("needs")) ? on_key(b, s, &last(b)->needs) :
	    str_eq(key, STR("script")) ? on_word(b, s, &last(b)->script) :
	    str_eq(key, STR("off")) ? on_word(b, s, &last(b)->off) :
	    bad(b, "class, path, purl, cpe, name, find, with, offers, needs, "
	    "script or off");
}

/* ---- whole tables ---- */

static enum rc
parse(struct build *b, struct str text)
{
	struct str line;
	enum rc rc = RC_OK;

	if (text.n > TABLE_BYTES_MAX)
		return err_set(b->e, RC_LIMIT, "table of over 1 MiB");
	for (b->line = 1; rc == RC_OK && str_line(&text, &line); b->line++) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;

		size_t end = 0;

		while (end < line.n && !is_blank(line.p[end]))
			end++;
		rc = on_line(b, str_sub(line, 0, end),
		    str_trim(str_from_pos(line, end)));
	}
	return rc;
}

static bool
uses_name(const struct row *r)
{
	bool uses = str_find(r->product, '@') < r->product.n;

	for (size_t i = 0; i < r->nfinds; i++)
		uses |= r->find[i].names;
	for (size_t i = 0; i < r->ncpes; i++)
		uses |= str_find(r->cpe[i].vendor, '@') < r->cpe[i].vendor.n ||
		    str_find(r->cpe[i].product, '@') < r->cpe[i].product.n;
	return uses;
}

/* Is every row from `from` on whole? */
static enum rc
check_rows(struct build *b, size_t from)
{
	for (size_t i = from; i < b->c->nrows; i++) {
		const struct row *r = &b->c->rows[i];
		size_t paths = 0;

		b->line = r->line;
		if (r->off)
			continue;
		for (size_t g = 0; g < b->nglobs; g++)
			paths += b->globs[g].row == i;
		if (paths == 0 || r->nfinds == 0 || r->product.n == 0)
			return bad(b, "a class needs path, purl and find");
		if (uses_name(r) && r->from_name == NULL)
			return bad(b, "@ without a name");
	}
	return RC_OK;
}

/* What a user's class takes the place of is off; so are those he says. */
static void
replace(struct build *b, size_t from)
{
	struct classify *c = b->c;

	for (size_t u = from; u < c->nrows; u++)
		for (size_t i = 0; i < c->nrows; i++)
			if ((i < from || c->rows[u].off) &&
			    str_eq(c->rows[i].name, c->rows[u].name))
				c->rows[i].off = true;
}

static int
by_base(const void *x, const void *y)
{
	const struct glob *a = x, *b = y;
	int d = str_cmp(a->base, b->base);

	return d != 0 ? d : a->row < b->row ? -1 : a->row > b->row;
}

/* 0: a wildcard comes first. */
static size_t
first_of(const struct glob *g)
{
	return g->head == 0 ? 0 : 1 + (size_t)(unsigned char)g->base.p[0];
}

static int
by_first(const void *x, const void *y)
{
	size_t a = first_of(x), b = first_of(y);

	return (a > b) - (a < b);
}

/* at[k]: how many of v have a first byte below k. */
static void
index_globs(const struct glob *v, size_t n, size_t from, uint16_t *at)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		for (; k <= first_of(&v[i]) - from; k++)
			at[k] = (uint16_t)i;
	for (; k <= 256 + 1 - from; k++)
		at[k] = (uint16_t)n;
}

static void
sort_globs(struct build *b)
{
	struct classify *c = b->c;

	c->exact = NEWN(b->a, struct glob, b->nglobs);
	c->wild = NEWN(b->a, struct glob, b->nglobs);
	for (size_t i = 0; i < b->nglobs; i++) {
		struct glob g = b->globs[i];

		if (c->rows[g.row].off)
			continue;
		if (g.head == g.base.n && g.head != 0)
			c->exact[c->nexact++] = g;
		else
			c->wild[c->nwild++] = g;
	}
	qsort(c->exact, c->nexact, sizeof *c->exact, by_base);
	qsort(c->wild, c->nwild, sizeof *c->wild, by_first);
	index_globs(c->exact, c->nexact, 1, c->exact_at);
	index_globs(c->wild, c->nwild, 0, c->wild_at);
}

static enum rc
build_table(struct arena *a, struct str base, struct str user,
    struct classify **ret, struct err *e)
{
	struct build b = { .a = a, .c = NEW(a, struct classify), .e = e };
	enum rc rc = parse(&b, base);
	size_t from = b.c->nrows;

	if (rc == RC_OK)
		rc = check_rows(&b, 0);
	if (rc == RC_OK)
		rc = parse(&b, user);
	if (rc == RC_OK)
		rc = check_rows(&b, from);
	if (rc != RC_OK)
		return rc;
	replace(&b, from);
	sort_globs(&b);
	*ret = b.c;
	return RC_OK;
}

enum rc
classify_new(struct arena *a, struct str text, struct classify **ret,
    struct err *e)
{
	return build_table(a, str_of(built_in, sizeof built_in - 1), text,
	    ret, e);
}

enum rc
classify_from(struct arena *a, struct str text, struct classify **ret,
    struct err *e)
{
	return build_table(a, STR(""), text, ret, e);
}

struct str
classify_name(const struct classify *c, size_t i)
{
	for (size_t k = 0; k < c->nrows; k++) {
		const struct row *r = &c->rows[k];

		if (r->off || (k != 0 && str_eq(r->name, r[-1].name)))
			continue;
		if (i-- == 0)
			return r->name;
	}
	return STR("");
}
