/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dpkg: versions of Debian and its derivatives.
 *
 * Source:   deb-version(7).
 * Grammar:  [epoch:]upstream[-revision]; the epoch is what precedes the first
 *           colon (absent: 0), the revision what follows the last hyphen
 *           (absent: the same as "0").
 * Order:    epoch as a number, then upstream, then revision; in these, runs of
 *           non-digits and of digits take turns. '~' sorts before the end,
 *           the end before letters, letters before everything else.
 * Totality: text before the first colon that is not all digits is no epoch; it
 *           stays in the upstream version.
 */
#include "version/digits.h"
#include "version/version.h"

struct parts {
	struct str epoch, upstream, revision;
};

static struct parts
split(struct str v)
{
	struct parts p = { .upstream = v };
	size_t colon = digits_len(v, 0);

	if (colon > 0 && colon < v.n && v.p[colon] == ':') {
		p.epoch = str_sub(v, 0, colon);
		p.upstream = str_sub(v, colon + 1, v.n);
	}
	for (size_t i = p.upstream.n; i-- > 0;)
		if (p.upstream.p[i] == '-') {
			p.revision = str_sub(p.upstream, i + 1, p.upstream.n);
			p.upstream = str_sub(p.upstream, 0, i);
			break;
		}
	return p;
}

/* Of the byte at i of a non-digit run: 0 at a digit and at the end. */
static int
weight(struct str s, size_t i)
{
	if (i >= s.n || is_digit(s.p[i]))
		return 0;
	if (s.p[i] == '~')
		return -1;
	return (unsigned char)s.p[i] + (is_alpha(s.p[i]) ? 0 : 256);
}

static bool
in_run(struct str s, size_t i)
{
	return i < s.n && !is_digit(s.p[i]);
}

static int
part_cmp(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.n || j < b.n) {
		while (in_run(a, i) || in_run(b, j)) {
			int d = weight(a, i) - weight(b, j);

			if (d != 0)
				return d < 0 ? -1 : 1;
			i++;
			j++;
		}
		int c = digits_cmp(digits_take(a, &i), digits_take(b, &j));
		if (c != 0)
			return c;
	}
	return 0;
}

int
dpkg_cmp(struct str a, struct str b)
{
	struct parts x = split(a), y = split(b);
	int c = digits_cmp(x.epoch, y.epoch);

	if (c == 0)
		c = part_cmp(x.upstream, y.upstream);
	return c != 0 ? c : part_cmp(x.revision, y.revision);
}

/*
 * What dpkg(1) --compare-versions takes, with or without a warning: no blanks
 * inside, a colon only after a number, text before it and after a last hyphen.
 */
bool
dpkg_valid(struct str v)
{
	struct parts p = split(v);

	if (!version_printable(v) || p.upstream.n == 0)
		return false;
	if (p.revision.n == 0 && v.p[v.n - 1] == '-')
		return false;
	return p.epoch.n != 0 || str_find(v, ':') == v.n;
}
