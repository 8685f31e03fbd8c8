/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identifiers of advisories: how feeds misspell them, how they are cut for
 * the database, and in which order they are shown.
 */
#include "advisory/vid.h"

#include "base/arena.h"

struct str
vid_prefix(struct str id)
{
	size_t end = 0;

	for (size_t i = 0; i < id.n; i = end) {
		bool upper = false;

		for (; i < id.n && is_alpha(id.p[i]); i++)
			upper |= is_upper(id.p[i]);
		if (!upper || i == id.n || id.p[i] != '-')
			break;
		end = i + 1;
	}
	return str_sub(id, 0, end);
}

static int
prefix_rank(struct str p)
{
	return str_eq(p, STR("CVE-")) ? 0 : str_eq(p, STR("GHSA-")) ? 1 : 2;
}

static struct str
digits(struct str s, size_t *i)
{
	while (*i < s.n && s.p[*i] == '0')
		(*i)++;

	size_t from = *i;

	while (*i < s.n && is_digit(s.p[*i]))
		(*i)++;
	return str_sub(s, from, *i);
}

/* Digit runs by value, other bytes as they are. */
static int
natural_cmp(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.n && j < b.n) {
		if (is_digit(a.p[i]) && is_digit(b.p[j])) {
			struct str x = digits(a, &i), y = digits(b, &j);
			int d = x.n != y.n ? (x.n < y.n ? -1 : 1) :
			    str_cmp(x, y);

			if (d != 0)
				return d;
		} else if (a.p[i] != b.p[j]) {
			return (uint8_t)a.p[i] < (uint8_t)b.p[j] ? -1 : 1;
		} else {
			i++;
			j++;
		}
	}
	if ((i < a.n) != (j < b.n))
		return i < a.n ? 1 : -1;
	return str_cmp(a, b);
}

int
vid_cmp(struct str a, struct str b)
{
	struct str pa = vid_prefix(a), pb = vid_prefix(b);
	int d = prefix_rank(pa) - prefix_rank(pb);

	if (d == 0)
		d = str_cmp(pa, pb);
	return d != 0 ? d : natural_cmp(str_from_pos(a, pa.n),
	    str_from_pos(b, pb.n));
}

/* "GHSA-xxxx-xxxx-xxxx", in small letters but for the first word. */
static struct str
tidy_ghsa(struct arena *a, struct str id)
{
	bool tidy = str_starts(id, STR("GHSA"));
	struct str s;

	for (size_t i = 4; i < id.n && tidy; i++)
		tidy = !is_upper(id.p[i]);
	if (tidy)
		return id;
	s = str_lower(a, id);
	memcpy((char *)(uintptr_t)s.p, "GHSA", 4);	/* our own copy */
	return s;
}

struct str
vid_tidy(struct arena *a, struct str id)
{
	id = str_trim(id);
	if (str_eq_nocase(str_sub(id, 0, 5), STR("GHSA-")))
		return tidy_ghsa(a, id);
	if (!str_eq_nocase(str_sub(id, 0, 3), STR("CVE")) || id.n < 4 ||
	    (id.p[3] != '-' && id.p[3] != '_'))
		return id;
	if (str_starts(id, STR("CVE-")) && str_find(id, '_') == id.n)
		return id;

	struct str s = str_dup(a, id);
	char *p = (char *)(uintptr_t)s.p;	/* our own copy */

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '_')
			p[i] = '-';
	memcpy(p, "CVE", 3);
	return s;
}
