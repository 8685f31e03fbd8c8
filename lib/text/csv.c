/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "codec/reader.h"

/*
 * Comma-separated values.
 *
 * Source:   RFC 4180. Beyond it: LF alone ends a line, a quote inside an
 *           unquoted field is text, a CR that no LF follows is text.
 * Shape:    one row at a time is built in row, its fields' ends in end[].
 * Limits:   ROW_MAX bytes and FIELDS_MAX fields in a row.
 */
enum {
	BLOCK = 64 * 1024,
	ROW_MAX = 1024 * 1024,
	FIELDS_MAX = 256,
};

struct csv_in {
	struct reader *in;
	struct arena *arena;		/* holds this struct */
	struct buf row;			/* the fields' bytes, one by one */
	size_t end[FIELDS_MAX], n;	/* where in row each field ends */
	struct str field[FIELDS_MAX];
	uint64_t line, row_line;	/* of the next byte, of the row */
	enum rc rc;			/* what went wrong, for later calls */
	struct err why;
	bool began, eof, cut;
	size_t at, have;		/* in block */
	uint8_t block[BLOCK];
};

struct csv_in *
csv_in_new(struct reader *in)
{
	struct arena *a = arena_new(MIB);
	struct csv_in *c = NEW(a, struct csv_in);

	c->in = in;
	c->arena = a;
	c->row.limit = ROW_MAX;
	c->line = 1;
	return c;
}

void
csv_in_free(struct csv_in *c)
{
	if (c == NULL)
		return;
	buf_done(&c->row);
	arena_free(c->arena);
}

uint64_t
csv_in_line(const struct csv_in *c)
{
	return c->row_line;
}

bool
csv_in_cut(const struct csv_in *c)
{
	return c->cut;
}

static bool
fail(struct csv_in *c, enum rc rc, const char *what)
{
	if (c->rc == RC_OK)
		c->rc = err_set(&c->why, rc, "line %" PRIu64 ": %s",
		    c->row_line, what);
	return false;
}

/* Read on behind what the block holds; false when nothing came. */
static bool
more(struct csv_in *c)
{
	size_t n = 0;

	if (c->eof || c->rc != RC_OK)
		return false;
	c->rc = reader_read(c->in, c->block + c->have,
	    sizeof c->block - c->have, &n, &c->why);
	if (c->rc != RC_OK)
		return false;
	c->have += n;
	c->eof = n == 0;
	return n > 0;
}

/* The next byte without taking it, or -1. */
static int
peek(struct csv_in *c)
{
	if (c->at < c->have)
		return c->block[c->at];
	c->at = c->have = 0;
	return more(c) ? c->block[0] : -1;
}

static bool
put(struct csv_in *c, char b)
{
	return buf_add(&c->row, &b, 1) ||
	    fail(c, RC_LIMIT, "a row of more than 1 MiB");
}

/* The inside of a quoted field, to after its closing quote. */
static bool
quoted(struct csv_in *c)
{
	for (int b; (b = peek(c)) >= 0; ) {
		c->at++;
		if (b == '"' && peek(c) != '"')
			return c->rc == RC_OK;
		if (b == '"')
			c->at++;
		c->line += b == '\n';
		if (!put(c, (char)b))
			return false;
	}
	return fail(c, RC_FORMAT, "cut short inside quotes");
}

static bool
plain(struct csv_in *c)
{
	for (int b; (b = peek(c)) >= 0 && b != ',' && b != '\n'; ) {
		c->at++;
		if (b == '\r' && peek(c) == '\n')
			break;
		if (!put(c, (char)b))
			return false;
	}
	return c->rc == RC_OK;
}

/* One field and what divides it from the next; *ret_last ends the row. */
static bool
field(struct csv_in *c, bool *ret_last)
{
	bool quote = peek(c) == '"';

	if (quote) {
		c->at++;
		if (!quoted(c))
			return false;
		if (peek(c) == '\r')
			c->at++;
	} else if (!plain(c)) {
		return false;
	}
	int b = peek(c);

	if (c->rc != RC_OK)
		return false;
	if (b >= 0 && b != ',' && b != '\n')
		return fail(c, RC_FORMAT, "text behind a closing quote");
	if (c->n == FIELDS_MAX)
		return fail(c, RC_LIMIT, "a row of more than 256 fields");
	c->end[c->n++] = c->row.n;
	c->at += b >= 0;
	c->line += b == '\n';
	c->cut = b < 0;
	*ret_last = b != ',';
	return true;
}

static void
begin(struct csv_in *c)
{
	c->began = true;
	while (c->have < 3 && more(c))
		continue;
	if (c->have >= 3 && memcmp(c->block, "\xef\xbb\xbf", 3) == 0)
		c->at = 3;
}

/* One row; *ret_empty: its line was. */
static bool
row(struct csv_in *c, bool *ret_empty)
{
	bool last = false, quote = peek(c) == '"';

	c->row_line = c->line;
	c->row.n = c->n = 0;
	while (!last)
		if (!field(c, &last))
			return false;
	*ret_empty = c->n == 1 && c->row.n == 0 && !quote;
	return true;
}

enum rc
csv_in_row(struct csv_in *c, const struct str **ret, size_t *ret_n,
    struct err *e)
{
	bool empty = true;

	if (!c->began)
		begin(c);
	while (c->rc == RC_OK && empty) {
		if (peek(c) < 0 && c->rc == RC_OK)
			return RC_STOP;
		(void)row(c, &empty);
	}
	if (c->rc != RC_OK) {
		*e = c->why;
		return c->rc;
	}
	for (size_t i = 0, from = 0; i < c->n; from = c->end[i++])
		c->field[i] = str_sub(buf_str(&c->row), from, c->end[i]);
	*ret = c->field;
	*ret_n = c->n;
	return RC_OK;
}
