/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-16 as a stream of UTF-8: what PowerShell's ">" makes of any tool's
 * output.
 *
 * Source:   RFC 2781 (units of two bytes in either order, pairs of surrogates,
 *           the byte order mark).
 */
#include "text/utf16.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

enum { PIECE = 16384, REPLACEMENT = 0xfffd, MARK = 0xfeff };

struct utf16_reader {
	struct reader r;	/* first */
	struct reader *in;	/* borrowed */
	enum utf16 kind;
	enum rc rc;		/* what went wrong, for every later call */
	struct err why;
	uint16_t high;		/* half of a pair, or 0 */
	bool ended, began;
	size_t nraw;		/* 1: half of a unit was read */
	size_t at, end;		/* of text: what is to be handed out */
	uint8_t raw[PIECE];
	char text[PIECE / 2 * 3 + 8];	/* a unit is three bytes at most, and a
					   half of a pair waits */
};

enum utf16
utf16_kind(struct str head)
{
	if (head.n < 2)
		return UTF16_NOT;
	uint8_t a = (uint8_t)head.p[0], b = (uint8_t)head.p[1];

	if ((a == 0xff && b == 0xfe) || (a >= 0x09 && a < 0x7f && b == 0))
		return UTF16_LE;
	if ((a == 0xfe && b == 0xff) || (a == 0 && b >= 0x09 && b < 0x7f))
		return UTF16_BE;
	return UTF16_NOT;
}

static void
put(struct utf16_reader *u, uint32_t c)
{
	u->end += utf8_put(u->text + u->end, c);
}

static void
take(struct utf16_reader *u, uint16_t unit)
{
	bool low = (unit & 0xfc00) == 0xdc00;
	uint32_t high = u->high;

	if (!u->began && unit == MARK) {
		u->began = true;
		return;
	}
	u->began = true;
	u->high = 0;
	if (high != 0 && low) {
		put(u, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
		return;
	}
	if (high != 0)
		put(u, REPLACEMENT);
	if ((unit & 0xfc00) == 0xd800)
		u->high = unit;
	else
		put(u, low ? REPLACEMENT : unit);
}

/* The text is over. */
static void
end_text(struct utf16_reader *u)
{
	u->ended = true;
	if (u->high != 0)
		put(u, REPLACEMENT);
	if (u->nraw != 0)
		u->rc = err_set(&u->why, RC_FORMAT,
		    "UTF-16 that ends within a character");
}

/* More text, unless there is none or it failed. */
static void
fill(struct utf16_reader *u)
{
	size_t n = 0, i = 0;

	u->at = u->end = 0;
	while (u->rc == RC_OK && u->end == 0 && !u->ended) {
		u->rc = reader_read(u->in, u->raw + u->nraw,
		    sizeof u->raw - u->nraw, &n, &u->why);
		if (u->rc != RC_OK)
			return;
		if (n == 0)
			end_text(u);
		u->nraw += n;
		for (i = 0; i + 1 < u->nraw; i += 2)
			take(u, (uint16_t)(u->kind == UTF16_LE ?
			    u->raw[i] | u->raw[i + 1] << 8 :
			    u->raw[i] << 8 | u->raw[i + 1]));
		u->nraw -= i;
		if (u->nraw != 0)
			u->raw[0] = u->raw[i];
	}
}

static enum rc
utf16_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct utf16_reader *u = (struct utf16_reader *)r;

	if (u->at == u->end)
		fill(u);
	if (u->at == u->end && u->rc != RC_OK) {
		*e = u->why;
		return u->rc;
	}
	size_t n = u->end - u->at < cap ? u->end - u->at : cap;

	memcpy(p, u->text + u->at, n);
	u->at += n;
	*ret_n = n;
	return RC_OK;
}

static void
utf16_close(struct reader *r)
{
	free(r);
}

struct reader *
reader_utf16(struct reader *in, enum utf16 kind)
{
	struct utf16_reader *u = malloc(sizeof *u);

	if (u == NULL)
		return NULL;
	*u = (struct utf16_reader){ .r = { utf16_read, utf16_close },
		.in = in, .kind = kind };
	return &u->r;
}
