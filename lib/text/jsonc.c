/* SPDX-License-Identifier: Apache-2.0 */
#include "text/jsonc.h"

#include "base/arena.h"

/*
 * JSON with comments: what is no JSON becomes blanks.
 *
 * Source:   https://jsonc.org/: comments as in JavaScript, trailing commas.
 * Limits:   none of its own: O(input) time, one copy.
 */
struct pass {
	const char *p;		/* the text */
	size_t n;
	char *to;		/* the copy, once something is to change */
};

static void
blank(struct arena *a, struct pass *s, size_t from, size_t to)
{
	if (s->to == NULL) {
		s->to = NEWN(a, char, s->n);
		memcpy(s->to, s->p, s->n);
	}
	for (size_t i = from; i < to; i++)
		if (s->p[i] != '\n' && s->p[i] != '\r')
			s->to[i] = ' ';
}

/* Past the string that begins at i. */
static size_t
string_end(const struct pass *s, size_t i)
{
	for (i++; i < s->n && s->p[i] != '"'; i++)
		if (s->p[i] == '\\')
			i++;
	return i < s->n ? i + 1 : s->n;
}

/* Past the comment that begins at i; i itself when it is none, or has no
   end. */
static size_t
comment_end(const struct pass *s, size_t i)
{
	struct str rest = str_of(s->p + i, s->n - i);

	if (str_starts(rest, STR("//")))
		return i + str_find(rest, '\n');
	if (str_starts(rest, STR("/*"))) {
		size_t end = str_find_str(str_from_pos(rest, 2), STR("*/"));

		if (end != rest.n - 2)
			return i + 2 + end + 2;
	}
	return i;
}

struct str
jsonc_plain(struct arena *a, struct str text)
{
	struct pass s = { text.p, text.n, NULL };
	size_t comma = text.n, i = 0, end;	/* comma: the last token */

	if (str_starts(text, STR("\xef\xbb\xbf"))) {
		blank(a, &s, 0, 3);
		i = 3;
	}
	for (; i < s.n; i = end) {
		char c = s.p[i];

		end = i + 1;
		if (is_space(c))
			continue;
		if (c == '/' && (end = comment_end(&s, i)) > i) {
			blank(a, &s, i, end);
			continue;
		}
		if (c == '/')
			break;		/* no end: not for us */
		if (c == '"')
			end = string_end(&s, i);
		else if ((c == ']' || c == '}') && comma < s.n)
			blank(a, &s, comma, comma + 1);
		comma = c == ',' ? i : s.n;
	}
	return s.to == NULL ? text : str_of(s.to, s.n);
}
