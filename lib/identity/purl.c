/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package URLs.
 *
 * Source:   ECMA-427.
 * Grammar:  pkg:type/namespace/name@version?qualifiers#subpath, split from the
 *           right; parts are percent-encoded, '+' is itself. An '@' that a '/'
 *           follows belongs to the namespace (npm scopes written bare).
 * Limits:   PURL_QUALIFIERS_MAX; O(input) otherwise.
 */
#include "identity/purl.h"

#include "base/arena.h"
#include "identity/purl_type.h"

/* ---- decoding ---- */

static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
decode(struct arena *a, struct str s, struct str *ret)
{
	if (str_find(s, '%') == s.n) {
		*ret = str_dup(a, s);
		return true;
	}

	char *p = NEWN(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			p[n++] = s.p[i];
			continue;
		}
		if (s.n - i < 3)
			return false;

		int hi = hex_value(s.p[i + 1]), lo = hex_value(s.p[i + 2]);
		if (hi < 0 || lo < 0 || (hi == 0 && lo == 0))
			return false;
		p[n++] = (char)(hi * 16 + lo);
		i += 2;
	}
	*ret = str_of(p, n);
	return true;
}

/*
 * Segments of a path, decoded and joined again; empty ones dropped, and dots
 * where drop_dots. False when one is not encoded right or holds a slash.
 */
static bool
decode_path(struct arena *a, struct str s, bool drop_dots, struct str *ret)
{
	char *p = NEWN(a, char, s.n);
	size_t n = 0;
	struct str segment;

	while (str_split(&s, '/', &segment)) {
		struct str d;

		if (!decode(a, segment, &d) || str_find(d, '/') < d.n)
			return false;
		if (d.n == 0 || (drop_dots && (str_eq(d, STR(".")) ||
		    str_eq(d, STR("..")))))
			continue;
		if (n > 0)
			p[n++] = '/';
		memcpy(p + n, d.p, d.n);
		n += d.n;
	}
	*ret = str_of(p, n);
	return true;
}

/* ---- parsing ---- */

static bool
is_type(struct str s)
{
	if (s.n == 0 || !is_alpha(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-')
			return false;
	return true;
}

/* Letters after the first may be capitals; they are folded. */
static bool
is_key(struct str s)
{
	if (s.n == 0 || !is_lower(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '.' &&
		    s.p[i] != '-' && s.p[i] != '_')
			return false;
	return true;
}

static enum rc
bad(struct err *e, const char *what)
{
	return err_set(e, RC_FORMAT, "purl: %s", what);
}

/* Where key is, or would be. */
static size_t
place_of(const struct purl *p, struct str key)
{
	size_t i = 0;

	while (i < p->nq && str_cmp(p->q[i].key, key) < 0)
		i++;
	return i;
}

static bool
has_at(const struct purl *p, size_t i, struct str key)
{
	return i < p->nq && str_eq(p->q[i].key, key);
}

static enum rc
parse_qualifiers(struct arena *a, struct str s, struct purl *p, struct err *e)
{
	struct str pair;
	size_t cap = 1;

	for (size_t i = 0; i < s.n && cap < PURL_QUALIFIERS_MAX; i++)
		cap += s.p[i] == '&';
	p->q = NEWN(a, struct purl_qualifier, s.n > 0 ? cap : 0);
	while (str_split(&s, '&', &pair)) {
		size_t eq = str_find(pair, '=');
		struct purl_qualifier q = { .key = str_sub(pair, 0, eq) };

		if (!is_key(q.key))
			return bad(e, "a qualifier's key");
		q.key = str_lower(a, q.key);
		if (!decode(a, str_from_pos(pair, eq + 1), &q.value))
			return bad(e, "a qualifier's value");
		if (q.value.n == 0)
			continue;

		size_t i = place_of(p, q.key);
		if (has_at(p, i, q.key))
			return bad(e, "a qualifier occurs twice");
		if (p->nq == PURL_QUALIFIERS_MAX)
			return err_set(e, RC_LIMIT, "purl: over %d qualifiers",
			    PURL_QUALIFIERS_MAX);
		memmove(p->q + i + 1, p->q + i, (p->nq - i) * sizeof *p->q);
		p->q[i] = q;
		p->nq++;
	}
	return RC_OK;
}

static struct str
trim_slashes(struct str s)
{
	while (s.n > 0 && s.p[0] == '/')
		s = str_from_pos(s, 1);
	while (s.n > 0 && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

/* "namespace/name@version" */
static enum rc
parse_names(struct arena *a, struct str s, struct purl *p, struct err *e)
{
	size_t at = str_rfind(s, '@'), slash;

	if (at < s.n) {
		struct str behind = str_from_pos(s, at + 1);

		/* "@angular/core" has no version. */
		if (str_find(behind, '/') == behind.n) {
			if (!decode(a, behind, &p->version))
				return bad(e, "the version");
			s = str_sub(s, 0, at);
		}
	}
	slash = str_rfind(s, '/');
	if (slash < s.n) {
		if (!decode_path(a, str_sub(s, 0, slash), false,
		    &p->namespace))
			return bad(e, "the namespace");
		s = str_from_pos(s, slash + 1);
	}
	if (!decode(a, s, &p->name))
		return bad(e, "the name");
	return RC_OK;
}

/* Cut s at its last c; what follows it, or "". */
static struct str
cut_last(struct str *s, char c)
{
	size_t at = str_rfind(*s, c);
	struct str behind = str_from_pos(*s, at + 1);

	*s = str_sub(*s, 0, at);
	return behind;
}

enum rc
purl_parse(struct arena *a, struct str text, struct purl *ret, struct err *e)
{
	struct purl p = { 0 };
	struct str s = str_trim(text);

	if (s.n < 4 || !str_eq_nocase(str_sub(s, 0, 4), STR("pkg:")))
		return bad(e, "no \"pkg:\" in front");
	if (str_find(s, 0) < s.n)
		return bad(e, "a NUL inside");
	s = str_from_pos(s, 4);

	struct str subpath = cut_last(&s, '#'), qualifiers = cut_last(&s, '?');

	s = trim_slashes(s);

	size_t slash = str_find(s, '/');
	if (slash == s.n)
		return bad(e, "no name");
	p.type = str_sub(s, 0, slash);
	s = str_from_pos(s, slash + 1);
	if (!decode_path(a, subpath, true, &p.subpath))
		return bad(e, "the subpath");

	enum rc rc = parse_qualifiers(a, qualifiers, &p, e);
	if (rc == RC_OK)
		rc = parse_names(a, s, &p, e);
	if (rc == RC_OK)
		rc = purl_check(a, &p, e);
	if (rc == RC_OK)
		*ret = p;
	return rc;
}

enum rc
purl_check(struct arena *a, struct purl *p, struct err *e)
{
	if (!is_type(p->type))
		return bad(e, "the type");
	if (p->name.n == 0)
		return bad(e, "no name");
	for (size_t i = 0; i < p->nq; i++)
		if (!is_key(p->q[i].key))
			return bad(e, "a qualifier's key");
	p->type = str_lower(a, p->type);
	return purl_type_apply(a, p, e);
}

/* ---- qualifiers ---- */

struct str
purl_get(const struct purl *p, const char *key)
{
	struct str k = str_from(key);

	for (size_t i = 0; i < p->nq; i++)
		if (str_eq(p->q[i].key, k))
			return p->q[i].value;
	return STR("");
}

static void
set(struct arena *a, struct purl *p, struct str k, struct str value)
{
	size_t i = place_of(p, k);
	struct purl_qualifier *q;

	if (value.n == 0)
		return;
	if (has_at(p, i, k)) {
		p->q[i].value = value;
		return;
	}
	q = NEWN(a, struct purl_qualifier, p->nq + 1);
	if (p->nq > 0) {
		memcpy(q, p->q, i * sizeof *q);
		memcpy(q + i + 1, p->q + i, (p->nq - i) * sizeof *q);
	}
	q[i] = (struct purl_qualifier){ k, value };
	p->q = q;
	p->nq++;
}

void
purl_set(struct arena *a, struct purl *p, const char *key, struct str value)
{
	set(a, p, str_from(key), value);
}

/* ---- writing ---- */

struct text {
	char *p;
	size_t n;
};

static bool
is_plain(char c)
{
	return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '~' ||
	    c == ':';
}

static void
put(struct text *t, char c)
{
	t->p[t->n++] = c;
}

static void
put_str(struct text *t, struct str s)
{
	if (s.n > 0)
		memcpy(t->p + t->n, s.p, s.n);
	t->n += s.n;
}

static void
put_encoded(struct text *t, struct str s, bool slashes)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_plain(s.p[i]) || (slashes && c == '/')) {
			put(t, s.p[i]);
			continue;
		}
		put(t, '%');
		put(t, hex[c >> 4]);
		put(t, hex[c & 15]);
	}
}

/* Every byte may need three, and every part one in front. */
static size_t
room(const struct purl *p)
{
	size_t n = 16 + p->type.n + 3 * (p->namespace.n + p->name.n +
	    p->version.n + p->subpath.n);

	for (size_t i = 0; i < p->nq; i++)
		n += 2 + p->q[i].key.n + 3 * p->q[i].value.n;
	return n;
}

static void
put_qualifiers(struct text *t, const struct purl *p)
{
	char before = '?';

	for (size_t i = 0; i < p->nq; i++) {
		if (p->q[i].value.n == 0)
			continue;
		put(t, before);
		put_str(t, p->q[i].key);
		put(t, '=');
		put_encoded(t, p->q[i].value, false);
		before = '&';
	}
}

static bool
is_sorted(const struct purl *p)
{
	for (size_t i = 1; i < p->nq; i++)
		if (str_cmp(p->q[i - 1].key, p->q[i].key) >= 0)
			return false;
	return true;
}

struct str
purl_format(struct arena *a, const struct purl *p)
{
	struct purl c = { .type = p->type, .namespace = p->namespace,
		.name = p->name, .version = p->version,
		.subpath = p->subpath };
	struct err ignored;

	if (is_sorted(p)) {
		c.q = p->q;
		c.nq = p->nq;
	}
	for (size_t i = 0; c.nq < p->nq && i < p->nq; i++)
		set(a, &c, p->q[i].key, p->q[i].value);
	(void)purl_check(a, &c, &ignored);

	struct text t = { NEWN(a, char, room(&c)), 0 };

	put_str(&t, STR("pkg:"));
	put_str(&t, c.type);
	if (c.namespace.n > 0) {
		put(&t, '/');
		put_encoded(&t, c.namespace, true);
	}
	put(&t, '/');
	/* A git purl's name is a path. */
	put_encoded(&t, c.name, str_eq(c.type, STR("git")));
	if (c.version.n > 0) {
		put(&t, '@');
		put_encoded(&t, c.version, false);
	}
	put_qualifiers(&t, &c);
	if (c.subpath.n > 0) {
		put(&t, '#');
		put_encoded(&t, c.subpath, true);
	}
	return str_of(t.p, t.n);
}
