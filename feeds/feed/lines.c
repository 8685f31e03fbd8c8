/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds/feed/lines.h"

#include <string.h>

#include "codec/reader.h"

/* More bytes behind those that are left. */
static enum rc
more(struct lines *l, struct err *e)
{
	size_t n = 0;
	uint8_t *p;
	enum rc rc;

	if (l->at != 0 && l->b.n != l->at)
		memmove(l->b.p, l->b.p + l->at, l->b.n - l->at);
	l->b.n -= l->at;
	l->at = 0;
	if (l->b.n > LINES_MAX)
		return err_set(e, RC_LIMIT, "line %llu: over %d bytes",
		    (unsigned long long)l->n + 1, LINES_MAX);
	p = buf_room(&l->b, LINES_MAX);
	if (p == NULL)
		return err_set(e, RC_LIMIT, "no room for a line");
	rc = reader_read(l->in, p, LINES_MAX, &n, e);
	l->ended = rc == RC_OK && n == 0;
	l->b.n += rc == RC_OK ? n : 0;
	return rc;
}

enum rc
lines_next(struct lines *l, struct str *ret, struct err *e)
{
	for (;;) {
		struct str rest = str_from_pos(buf_str(&l->b), l->at);
		size_t lf = str_find(rest, '\n');
		enum rc rc;

		if (lf < rest.n || (l->ended && rest.n != 0)) {
			struct str s = str_sub(rest, 0, lf);

			l->at += lf + (lf < rest.n);
			if (l->n++ == 0 && str_starts(s, STR("\xef\xbb\xbf")))
				s = str_from_pos(s, 3);
			if (s.n != 0 && s.p[s.n - 1] == '\r')
				s.n--;
			*ret = s;
			return RC_OK;
		}
		if (l->ended)
			return RC_STOP;
		rc = more(l, e);
		if (rc != RC_OK)
			return rc;
	}
}

void
lines_done(struct lines *l)
{
	buf_done(&l->b);
}

struct str
tsv_column(struct str line, size_t i)
{
	for (; i != 0; i--)
		line = str_from_pos(line, str_find(line, '\t') + 1);
	line = str_trim(str_sub(line, 0, str_find(line, '\t')));
	return str_eq(line, STR("-")) ? STR("") : line;
}
