/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gaps and notes as the value of one property, for documents in every format.
 *
 * Grammar:  part *( ";" part ); part = key "=" value; key is kind, layer,
 *           path or what, each at most once; in a value '%', ';', '=',
 *           control bytes and bytes that are not UTF-8 are %XX.
 */
#include "bom/property.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* How many bytes at the start of s may stand as they are. */
static size_t
plain_len(struct str s)
{
	uint8_t c = (uint8_t)s.p[0];

	if (c < 0x20 || c == 0x7f || c == '%' || c == ';' || c == '=')
		return 0;
	return str_utf8_len(s);
}

struct text {
	char *p;
	size_t n;
};

static void
put(struct text *t, struct str s)
{
	if (s.n != 0)
		memcpy(t->p + t->n, s.p, s.n);
	t->n += s.n;
}

static void
put_part(struct text *t, struct str key, struct str value)
{
	static const char hex[] = "0123456789ABCDEF";

	if (value.n == 0)
		return;
	if (t->n != 0)
		put(t, STR(";"));
	put(t, key);
	put(t, STR("="));
	while (value.n != 0) {
		size_t n = plain_len(value);

		if (n == 0) {
			uint8_t c = (uint8_t)value.p[0];
			char x[3] = { '%', hex[c >> 4], hex[c & 15] };

			put(t, str_of(x, 3));
			n = 1;
		} else {
			put(t, str_sub(value, 0, n));
		}
		value = str_from_pos(value, n);
	}
}

struct str
property_notice_format(struct arena *a, const struct notice *n)
{
	enum { KEYS = sizeof "kind=;layer=;path=;what=" };
	size_t room = n->kind.n + n->layer.n + n->path.n + n->what.n;
	struct text t = { NEWN(a, char, 3 * room + KEYS), 0 };

	put_part(&t, STR("kind"), n->kind);
	put_part(&t, STR("layer"), n->layer);
	put_part(&t, STR("path"), n->path);
	put_part(&t, STR("what"), n->what);
	return str_of(t.p, t.n);
}

static int
hex_digit(char c)
{
	return is_digit(c) ? c - '0'
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10
	     : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
decode(struct arena *a, struct str s, struct str *ret)
{
	struct text t = { NEWN(a, char, s.n), 0 };

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			t.p[t.n++] = s.p[i];
			continue;
		}
		int hi = i + 1 < s.n ? hex_digit(s.p[i + 1]) : -1;
		int lo = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;

		if (hi < 0 || lo < 0)
			return false;
		t.p[t.n++] = (char)(hi * 16 + lo);
		i += 2;
	}
	*ret = str_of(t.p, t.n);
	return true;
}

static struct str *
field(struct notice *n, struct str key)
{
	return str_eq(key, STR("kind"))  ? &n->kind
	     : str_eq(key, STR("layer")) ? &n->layer
	     : str_eq(key, STR("path"))  ? &n->path
	     : str_eq(key, STR("what"))  ? &n->what : NULL;
}

struct notice
property_notice_parse(struct arena *a, enum notice_level level,
    struct str value)
{
	struct notice n = { .level = level };
	struct str rest = value, part;

	while (str_split(&rest, ';', &part)) {
		size_t eq = str_find(part, '=');
		struct str *at = field(&n, str_sub(part, 0, eq));

		if (eq == part.n || at == NULL || at->n != 0 ||
		    !decode(a, str_from_pos(part, eq + 1), at))
			return (struct notice){ .level = level,
			    .kind = STR("unknown"),
			    .what = str_dup(a, value) };
	}
	if (n.kind.n + n.layer.n + n.path.n + n.what.n == 0)
		n = (struct notice){ .level = level, .kind = STR("unknown"),
		    .what = STR("no word of what it is") };
	return n;
}

bool
property_is_context(struct str name)
{
	struct str prefix = STR(PROP_APT_SOURCE);

	prefix.n -= sizeof "apt-source" - 1;
	return str_starts(name, prefix);
}
