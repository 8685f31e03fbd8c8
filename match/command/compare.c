/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match compare: version ordering for scripts.
 *
 * Grammar:  lines "scheme TAB left TAB right"; scheme as version.c names it.
 * Answers:  one line each, so that line N of the output belongs to line N of
 *           the input whatever stands in it.
 * Limits:   COMPARE_LINE_MAX bytes a line.
 */
#include "match/command/compare.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "version/version.h"

enum { COMPARE_READ = 64 * 1024 };

static bool
fields(struct str line, struct str f[static 3])
{
	size_t a = str_find(line, '\t');
	struct str rest = str_from_pos(line, a + 1);
	size_t b = str_find(rest, '\t');

	if (a == line.n || b == rest.n)
		return false;
	f[0] = str_sub(line, 0, a);
	f[1] = str_sub(rest, 0, b);
	f[2] = str_from_pos(rest, b + 1);
	return str_find(f[2], '\t') == f[2].n;
}

char
compare_line(struct str line, const char **ret_why)
{
	const struct version_scheme *s;
	struct str f[3];
	int d;

	*ret_why = NULL;
	if (!fields(line, f)) {
		*ret_why = "not scheme, left and right divided by tabs";
		return '!';
	}
	s = version_by_name(f[0]);
	if (s == NULL) {
		*ret_why = "unknown version scheme";
		return '!';
	}
	if (!s->valid(f[1]) || !s->valid(f[2]))
		return '!';
	d = s->cmp(f[1], f[2]);
	return d < 0 ? '<' : d > 0 ? '>' : '=';
}

static void
answer(struct str line, struct out *o, struct compare_tally *t)
{
	const char *why;
	char c;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	c = compare_line(line, &why);
	t->lines++;
	if (why != NULL && t->bad++ == 0) {
		t->first_bad = t->lines;
		t->why = why;
	}
	out_bytes(o, (char[]){ c, '\n' }, 2);
}

/* Answer the whole lines of b and keep what follows the last LF. */
static void
drain(struct buf *b, struct out *o, struct compare_tally *t)
{
	struct str rest = buf_str(b);
	size_t lf;

	while ((lf = str_find(rest, '\n')) < rest.n) {
		answer(str_sub(rest, 0, lf), o, t);
		rest = str_from_pos(rest, lf + 1);
	}
	if (rest.n != 0)
		memmove(b->p, rest.p, rest.n);
	b->n = rest.n;
}

enum rc
compare_fd(int fd, struct out *o, struct compare_tally *ret, struct err *e)
{
	struct buf b = { .limit = COMPARE_LINE_MAX + COMPARE_READ };
	enum rc rc = RC_OK;

	*ret = (struct compare_tally){ 0 };
	for (;;) {
		uint8_t *p = buf_room(&b, COMPARE_READ);
		ssize_t n;

		if (p == NULL) {
			rc = err_set(e, RC_LIMIT, "line %zu: longer than %d "
			    "bytes", ret->lines + 1, COMPARE_LINE_MAX);
			break;
		}
		n = read(fd, p, COMPARE_READ);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_sys(e, "standard input");
		if (n <= 0)
			break;
		b.n += (size_t)n;
		drain(&b, o, ret);
	}
	if (rc == RC_OK && b.n != 0)
		answer(buf_str(&b), o, ret);
	buf_done(&b);
	return rc;
}
