/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/classify/table.h"

/*
 * Globs of paths. Going back to the last star only is enough for each of the
 * two levels, so a match costs at most (length of glob) * (length of path).
 */
static bool
component_match(struct str glob, struct str name)
{
	size_t g = 0, i = 0, star = SIZE_MAX, mark = 0;

	while (i < name.n) {
		if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			mark = i;
		} else if (g < glob.n && (glob.p[g] == '?' ||
		    glob.p[g] == name.p[i])) {
			g++;
			i++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}

static struct str
first_part(struct str s)
{
	return str_sub(s, 0, str_find(s, '/'));
}

static struct str
behind(struct str s, struct str part)
{
	return str_from_pos(s, part.n + 1);
}

bool
glob_match(struct str glob, struct str path)
{
	struct str star = STR(""), mark = STR("");
	bool starred = false;

	while (path.n != 0) {
		struct str g = first_part(glob), p = first_part(path);

		if (str_eq(g, STR("**"))) {
			star = glob = behind(glob, g);
			mark = path;
			starred = true;
		} else if (glob.n != 0 && component_match(g, p)) {
			glob = behind(glob, g);
			path = behind(path, p);
		} else if (starred) {
			glob = star;
			mark = behind(mark, first_part(mark));
			path = mark;
		} else {
			return false;
		}
	}
	return glob.n == 0;
}

static struct str
basename_of(struct str path)
{
	size_t slash = str_rfind(path, '/');

	return str_from_pos(path, slash < path.n ? slash + 1 : 0);
}

/* Globs [from, to) of a table. */
struct span_of {
	size_t from, to;
};

/* Those without wildcard in their base, which is this one. */
static struct span_of
exact_of(const struct classify *c, struct str base)
{
	size_t first = base.n > 0 ? (unsigned char)base.p[0] : 0;
	struct span_of s = { c->exact_at[first], c->exact_at[first + 1] };

	while (s.from < s.to && str_cmp(c->exact[s.from].base, base) < 0)
		s.from++;
	for (size_t i = s.from; i < s.to; i++)
		if (!str_eq(c->exact[i].base, base))
			s.to = i;
	return s;
}

/* Those with one that may fit: first 0, or the first byte and 1. */
static struct span_of
wild_of(const struct classify *c, size_t first)
{
	return (struct span_of){ c->wild_at[first], c->wild_at[first + 1] };
}

static size_t
first_of(struct str base)
{
	return 1 + (size_t)(base.n > 0 ? (unsigned char)base.p[0] : 0);
}

static bool
wild_fits(const struct glob *g, struct str base, struct str path)
{
	return str_starts(base, str_sub(g->base, 0, g->head)) &&
	    component_match(g->base, base) && glob_match(g->text, path);
}

static bool
any_wild(const struct classify *c, struct span_of s, struct str base,
    struct str path)
{
	struct str name;

	for (size_t i = s.from; i < s.to; i++)
		if (wild_fits(&c->wild[i], base, path) &&
		    row_name(&c->rows[c->wild[i].row], path, &name))
			return true;
	return false;
}

bool
classify_path(const struct classify *c, struct str path)
{
	struct str base = basename_of(path);
	struct span_of s = exact_of(c, base);

	for (size_t i = s.from; i < s.to; i++)
		if (glob_match(c->exact[i].text, path))
			return true;
	return any_wild(c, wild_of(c, 0), base, path) ||
	    any_wild(c, wild_of(c, first_of(base)), base, path);
}

static void
want_wild(const struct classify *c, struct span_of s, struct str base,
    struct str path, bool *wanted)
{
	for (size_t i = s.from; i < s.to; i++)
		if (wild_fits(&c->wild[i], base, path))
			wanted[c->wild[i].row] = true;
}

void
table_rows(const struct classify *c, struct str path,
    void (*each)(void *arg, const struct row *r), void *arg)
{
	struct str base = basename_of(path);
	bool wanted[TABLE_ROWS_MAX] = { false };
	struct span_of s = exact_of(c, base);

	for (size_t i = s.from; i < s.to; i++)
		if (glob_match(c->exact[i].text, path))
			wanted[c->exact[i].row] = true;
	want_wild(c, wild_of(c, 0), base, path, wanted);
	want_wild(c, wild_of(c, first_of(base)), base, path, wanted);
	for (size_t i = 0; i < c->nrows; i++)
		if (wanted[i])
			each(arg, &c->rows[i]);
}

bool
row_name(const struct row *r, struct str path, struct str *ret)
{
	struct str base = basename_of(path);
	struct span s = { (const uint8_t *)base.p, base.n, true, true,
		STR("") };
	uint64_t budget = 10000;

	*ret = STR("");
	return r->from_name == NULL ||
	    pattern_match(r->from_name, &s, 0, &budget, ret);
}
