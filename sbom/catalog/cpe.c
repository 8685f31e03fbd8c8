/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/cpe.h"

#include "base/arena.h"

/* NISTIR 7695, 6.2: in a formatted name all but these are quoted. */
static struct str
quote(struct arena *a, struct str s)
{
	char *to = NEWN(a, char, 2 * s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!is_alnum(c) && c != '.' && c != '-' && c != '_')
			to[n++] = '\\';
		to[n++] = to_lower(c);
	}
	return str_of(to, n);
}

static void
split_java(struct arena *a, struct str *version, struct str *update)
{
	struct str s = *version;
	size_t line = str_find(s, '_'), plus = str_find(s, '+');

	if (line < s.n) {
		struct str rest = str_from_pos(s, line + 1);

		rest = str_sub(rest, 0, str_find(rest, '-'));
		*update = str_join(a, STR("update"), quote(a, rest));
		*version = str_sub(s, 0, line);
	} else if (plus < s.n) {
		*version = str_sub(s, 0, plus);
	}
}

struct str
cpe_of(struct arena *a, struct str vendor, struct str product,
    struct str version, bool java)
{
	struct str update = STR("*");

	if (java)
		split_java(a, &version, &update);
	return str_fmt(a, "cpe:2.3:a:%.*s:%.*s:%.*s:%.*s:*:*:*:*:*:*",
	    STR_ARG(vendor), STR_ARG(product), STR_ARG(quote(a, version)),
	    STR_ARG(update));
}
