/* SPDX-License-Identifier: Apache-2.0 */
#include "text/deb822.h"

/*
 * deb822: stanzas of fields.
 *
 * Source:   deb822(5), deb-control(5).
 * Grammar:  stanzas divided by empty lines, or by lines of blanks only, which
 *           deb822(5) lets a parser accept: taken for a continuation they
 *           would hide the stanza behind them. "Name: value"; a name has no
 *           blank, no colon, no control character, and begins with neither
 *           "#" nor "-". A line that begins with a blank continues the field
 *           above; one that begins with "#" is a comment.
 * Limits:   none of its own: O(input) time, no allocation.
 */
static bool
is_empty(struct str line)
{
	return str_trim(line).n == 0;
}

static bool
is_comment(struct str line)
{
	return line.n > 0 && line.p[0] == '#';
}

static bool
is_name(struct str s)
{
	if (s.n == 0 || s.p[0] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool
next_line(struct deb822 *d, struct str *line)
{
	if (!str_line(&d->rest, line))
		return false;
	d->line++;
	return true;
}

/* The line after d's place, without moving there. */
static bool
peek_line(const struct deb822 *d, struct str *line)
{
	struct str rest = d->rest;

	return str_line(&rest, line);
}

struct deb822
deb822_of(struct str text)
{
	return (struct deb822){ .rest = text, .line = 1 };
}

bool
deb822_stanza(struct deb822 *d)
{
	struct str line;

	while (d->inside) {
		if (!next_line(d, &line) || is_empty(line))
			d->inside = false;
	}
	while (peek_line(d, &line)) {
		if (!is_empty(line) && !is_comment(line)) {
			d->inside = true;
			return true;
		}
		(void)next_line(d, &line);
	}
	return false;
}

/* From start, go past what continues the field; returns its end. */
static const char *
continued(struct deb822 *d, const char *end)
{
	struct deb822 ahead = *d;
	struct str line;

	while (next_line(&ahead, &line) && !is_empty(line)) {
		if (is_comment(line))
			continue;
		if (!is_blank(line.p[0]))
			break;
		end = line.p + line.n;
		*d = ahead;
	}
	return end;
}

bool
deb822_field(struct deb822 *d, struct deb822_field *ret, size_t *ret_bad)
{
	struct str line;

	while (d->inside && next_line(d, &line)) {
		size_t colon = str_find(line, ':');
		struct str name = str_sub(line, 0, colon);

		if (is_empty(line))
			break;
		if (is_comment(line))
			continue;
		if (colon == line.n || !is_name(name)) {
			if (ret_bad != NULL)
				++*ret_bad;
			continue;
		}
		const char *from = line.p + colon + 1;

		ret->name = name;
		ret->line = d->line - 1;
		const char *end = continued(d, line.p + line.n);

		ret->value = str_trim(str_of(from, (size_t)(end - from)));
		return true;
	}
	d->inside = false;
	return false;
}
