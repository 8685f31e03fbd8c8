/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VERS: ranges of versions as one line of text.
 *
 * Source:   the VERS specification (package-url/vers-spec), "vers-core" and
 *           "Checking if a version is contained within a range".
 * Grammar:  "vers:" type "/" constraints joined by '|'; a constraint is one of
 *           != < <= > >= or nothing (equality), and a version in which
 *           separators and what is not printable are percent-encoded. A lone
 *           star is every version; the types "all" and "none" have no scheme
 *           and nothing but a star.
 * Limits:   VERS_TEXT, VERS_MAX.
 */
#include "version/vers.h"

#include "base/arena.h"
#include "version/version.h"

static const char *const ops[] = { "", "!=", "<", "<=", ">", ">=" };

/* ---- encoding ---- */

static bool
must_encode(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f ||
	    memchr("><=!*|%", c, 7) != NULL;
}

struct str
vers_encode(struct arena *a, struct str v)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += must_encode(v.p[i]) ? 3 : 1;
	if (n == v.n)
		return v;

	char *p = NEWN(a, char, n), *q = p;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (!must_encode(v.p[i])) {
			*q++ = v.p[i];
			continue;
		}
		*q++ = '%';
		*q++ = hex[c >> 4];
		*q++ = hex[c & 15];
	}
	return str_of(p, n);
}

static int
hex_value(char c)
{
	c = to_lower(c);
	return is_digit(c) ? c - '0' :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False at a '%' without two hexadecimal digits, and at bytes that had to be
   encoded. */
static bool
decode(struct arena *a, struct str s, struct str *ret)
{
	char *p = NEWN(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			/* Other tools leave UTF-8 as it is. */
			if (must_encode(s.p[i]) &&
			    (unsigned char)s.p[i] < 0x80)
				return false;
			p[n++] = s.p[i];
			continue;
		}

		int x = i + 1 < s.n ? hex_value(s.p[i + 1]) : -1;
		int y = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;

		if (x < 0 || y < 0)
			return false;
		p[n++] = (char)(x * 16 + y);
		i += 2;
	}
	*ret = str_of(p, n);
	return true;
}

/* ---- reading ---- */

const struct version_scheme *
vers_scheme(struct str type)
{
	/* What the specification's tests say, besides the purl types. */
	static const struct { const char *type; enum version_id id; } more[] = {
		{ "alpine", VERSION_APK }, { "gentoo", VERSION_GENTOO },
		{ "ebuild", VERSION_GENTOO }, { "go", VERSION_GO },
	};

	for (size_t i = 0; version_schemes[i] != NULL; i++)
		if (str_eq(type, str_from(version_schemes[i]->vers)))
			return version_schemes[i];
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (str_eq(type, str_from(more[i].type)))
			return version_by_id(more[i].id);
	return NULL;
}

static enum vers_op
take_op(struct str *s)
{
	enum vers_op op = VERS_EQ;

	if (str_starts(*s, STR("!=")))
		op = VERS_NE;
	else if (str_starts(*s, STR("<")))
		op = str_starts(*s, STR("<=")) ? VERS_LE : VERS_LT;
	else if (str_starts(*s, STR(">")))
		op = str_starts(*s, STR(">=")) ? VERS_GE : VERS_GT;
	*s = str_from_pos(*s, strlen(ops[op]));
	return op;
}

/* Into its place behind all that are not newer. */
static void
insert(struct vers *r, struct vers_constraint c)
{
	size_t i = r->n++;

	for (; i > 0 && r->scheme->cmp(r->v[i - 1].version, c.version) > 0; i--)
		r->v[i] = r->v[i - 1];
	r->v[i] = c;
}

static enum rc
take_constraints(struct arena *a, struct str s, struct vers *r, struct err *e)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '|';
	if (n > VERS_MAX)
		return err_set(e, RC_LIMIT, "range: over %d constraints",
		    (int)VERS_MAX);
	r->v = NEWN(a, struct vers_constraint, n);
	for (size_t k = 0; k < n; k++) {
		size_t bar = str_find(s, '|');
		struct str piece = str_sub(s, 0, bar);
		struct vers_constraint c = { .op = take_op(&piece) };

		if (!decode(a, piece, &c.version) || c.version.n == 0)
			return err_set(e, RC_FORMAT,
			    "range: \"%.*s\" is no version", STR_ARG(piece));
		if (!r->scheme->valid(c.version)) {
			/* The one type whose text the specification says. */
			if (r->scheme->id == VERSION_DATETIME)
				return err_set(e, RC_FORMAT,
				    "range: \"%.*s\" is no time",
				    STR_ARG(piece));
			r->odd = true;
		}
		insert(r, c);
		s = str_from_pos(s, bar + 1);
	}
	return RC_OK;
}

enum rc
vers_parse(struct arena *a, struct str text, struct vers *ret, struct err *e)
{
	struct vers r = { 0 };
	struct str rest = str_from_pos(text, 5);
	struct str type = str_sub(rest, 0, str_find(rest, '/'));
	bool no_scheme = str_eq(type, STR("all")) ||
	    str_eq(type, STR("none"));

	if (text.n > VERS_TEXT)
		return err_set(e, RC_LIMIT, "range: over %d bytes",
		    (int)VERS_TEXT);
	if (!str_starts(text, STR("vers:")) || type.n == rest.n)
		return err_set(e, RC_FORMAT, "range: not \"vers:TYPE/...\"");
	rest = str_from_pos(rest, type.n + 1);
	r.scheme = vers_scheme(type);
	r.all = str_eq(rest, STR("*")) && !str_eq(type, STR("none"));
	if (r.scheme == NULL && !no_scheme)
		return err_set(e, RC_UNSUPPORTED,
		    "range: unknown type \"%.*s\"", STR_ARG(type));
	if (no_scheme && !str_eq(rest, STR("*")))
		return err_set(e, RC_FORMAT, "range: vers:%.*s has only *",
		    STR_ARG(type));
	if (!r.all && !no_scheme) {
		enum rc rc = take_constraints(a, rest, &r, e);

		if (rc != RC_OK)
			return rc;
	}
	*ret = r;
	return RC_OK;
}

/* ---- asking ---- */

/* What stands around a version: the bounds nearest to it and those at it. */
struct around {
	bool below, above;		/* any bound there? */
	bool below_lower, above_upper;	/* the nearest: of which direction */
	bool at_lower, at_upper;	/* < and > at the version itself */
	bool eq, ne;			/* any at all */
};

static bool
is_low(enum vers_op op)
{
	return op == VERS_GT || op == VERS_GE;
}

static void
look(struct around *w, enum vers_op op, int side)
{
	w->eq = w->eq || op == VERS_EQ;
	w->ne = w->ne || op == VERS_NE;
	if (op == VERS_EQ || op == VERS_NE)
		return;
	if (side < 0) {
		w->below = true;
		w->below_lower = is_low(op);
	} else if (side > 0 && !w->above) {
		w->above = true;
		w->above_upper = !is_low(op);
	} else if (side == 0) {
		w->at_lower = w->at_lower || is_low(op);
		w->at_upper = w->at_upper || !is_low(op);
	}
}

/*
 * Bounds of one direction in a row are one, the widest: so what follows a
 * lower bound is in, and what an upper bound follows.
 */
static bool
inside(const struct around *w)
{
	if (w->at_lower || w->at_upper)
		return (w->at_lower && !w->at_upper && w->below_lower) ||
		    (w->at_upper && !w->at_lower && w->above_upper);
	if (w->above)
		return w->above_upper || w->below_lower;
	if (w->below)
		return w->below_lower;
	return w->ne && !w->eq;		/* all but */
}

bool
vers_has(const struct vers *r, struct str version)
{
	struct around w = { 0 };
	bool in = false;

	if (r->all || r->n == 0)
		return r->all;
	for (size_t i = 0; i < r->n; i++) {
		enum vers_op op = r->v[i].op;
		int side = -version_bound_cmp(r->scheme, version,
		    r->v[i].version);

		if (side == 0 && op == VERS_NE)
			return false;
		in = in || (side == 0 && (op == VERS_EQ || op == VERS_LE ||
		    op == VERS_GE));
		look(&w, op, side);
	}
	return in || inside(&w);
}

/* ---- writing ---- */

static void
put(char **to, struct str s)
{
	if (s.n > 0)
		memcpy(*to, s.p, s.n);
	*to += s.n;
}

struct str
vers_write(struct arena *a, const struct vers *r)
{
	if (r->scheme == NULL)
		return r->all ? STR("vers:all/*") : STR("vers:none/*");
	if (r->all)
		return str_fmt(a, "vers:%s/*", r->scheme->vers);

	struct str head = str_fmt(a, "vers:%s/", r->scheme->vers);
	struct str *text = NEWN(a, struct str, r->n + 1);
	size_t n = head.n;

	for (size_t i = 0; i < r->n; i++) {
		text[i] = vers_encode(a, r->v[i].version);
		n += strlen(ops[r->v[i].op]) + text[i].n + 1;
	}

	char *p = NEWN(a, char, n + 1), *q = p;
	put(&q, head);
	for (size_t i = 0; i < r->n; i++) {
		if (i > 0)
			*q++ = '|';
		put(&q, str_from(ops[r->v[i].op]));
		put(&q, text[i]);
	}
	return str_of(p, (size_t)(q - p));
}
