/* SPDX-License-Identifier: Apache-2.0 */
#include "text/line_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/reader.h"

enum { PIECE = 64 * 1024 };

struct line_in {
	struct reader *in;
	size_t max;
	struct buf buf;		/* what was read */
	size_t at;		/* of it, what was taken */
	size_t seen;		/* of it, where no LF is */
	uint64_t number;
	bool end;
	bool cut;		/* the last line that was taken has no LF */
};

struct line_in *
line_in_new(struct reader *in, size_t max)
{
	struct line_in *l = calloc(1, sizeof *l);

	if (l != NULL) {
		l->in = in;
		l->max = max;
	}
	return l;
}

void
line_in_free(struct line_in *l)
{
	if (l == NULL)
		return;
	buf_done(&l->buf);
	free(l);
}

uint64_t
line_in_number(const struct line_in *l)
{
	return l->number;
}

bool
line_in_cut(const struct line_in *l)
{
	return l->cut;
}

/* More bytes at the end of buf. */
static enum rc
more(struct line_in *l, struct err *e)
{
	size_t n = 0;
	uint8_t *to;
	enum rc rc;

	if (l->at != 0) {
		memmove(l->buf.p, l->buf.p + l->at, l->buf.n - l->at);
		l->buf.n -= l->at;
		l->seen -= l->at;
		l->at = 0;
	}
	to = buf_room(&l->buf, PIECE);
	if (to == NULL)
		return err_set(e, RC_IO, "no memory for a line");
	rc = reader_read(l->in, to, PIECE, &n, e);
	if (rc == RC_OK) {
		l->buf.n += n;
		l->end = n == 0;
	}
	return rc;
}

/* Where the line ends: at its LF, or at the end of the text. */
static enum rc
find_end(struct line_in *l, size_t *ret, bool *ret_long, struct err *e)
{
	*ret_long = false;
	for (;;) {
		uint8_t *lf = l->buf.n == l->seen ? NULL : memchr(l->buf.p +
		    l->seen, '\n', l->buf.n - l->seen);

		if (lf != NULL) {
			*ret = (size_t)(lf - l->buf.p);
			*ret_long |= *ret - l->at > l->max;
			return RC_OK;
		}
		l->seen = l->buf.n;
		if (l->end) {
			*ret = l->buf.n;
			*ret_long |= *ret - l->at > l->max;
			return l->at == l->buf.n && !*ret_long ? RC_STOP :
			    RC_OK;
		}
		if (l->buf.n - l->at > l->max) {
			*ret_long = true;
			l->buf.n = l->at = l->seen = 0;
		}

		enum rc rc = more(l, e);

		if (rc != RC_OK)
			return rc;
	}
}

enum rc
line_in_next(struct line_in *l, struct str *ret, struct err *e)
{
	size_t end;
	bool too_long;
	enum rc rc;

	if (l == NULL)
		return err_set(e, RC_IO, "no memory for lines");
	rc = find_end(l, &end, &too_long, e);
	if (rc != RC_OK)
		return rc;
	l->number++;

	struct str s = str_of(l->buf.p + l->at, end - l->at);

	l->cut = end == l->buf.n;
	l->at = end < l->buf.n ? end + 1 : end;
	l->seen = l->at;
	if (too_long)
		return err_set(e, RC_LIMIT, "line %llu: over %zu bytes",
		    (unsigned long long)l->number, l->max);
	if (l->number == 1 && str_starts(s, STR("\xef\xbb\xbf")))
		s = str_from_pos(s, 3);
	if (str_ends(s, STR("\r")))
		s.n--;
	*ret = s;
	return RC_OK;
}
