/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 as a stream.
 *
 * Source:   RFC 4648 sections 4 and 5. DSSE lets a producer choose between
 *           the two alphabets, and its consumers take both; the second one is
 *           often written without padding (section 3.2).
 * Strict:   no blanks and no other bytes (section 3.3), nothing after the
 *           padding, and no bits that are not zero before it (section 3.5),
 *           so that one text alone spells some bytes.
 */
#include "codec/base64.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 16384 };

struct base64_reader {
	struct reader r;	/* first */
	struct reader *in;
	uint32_t bits;		/* of a group that has begun */
	unsigned n;		/* its letters */
	unsigned padding;	/* its '=' */
	bool ended;
	enum rc rc;		/* what went wrong, for every later call */
	struct err why;
	size_t at, end;		/* of bytes: what is to be handed out */
	uint8_t bytes[PIECE / 4 * 3 + 3], text[PIECE];
};

/* Six bits, or -1. */
static int
value(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A'
	     : c >= 'a' && c <= 'z' ? c - 'a' + 26
	     : c >= '0' && c <= '9' ? c - '0' + 52
	     : c == '+' || c == '-' ? 62
	     : c == '/' || c == '_' ? 63 : -1;
}

static void
bad(struct base64_reader *b, const char *what)
{
	b->rc = err_set(&b->why, RC_FORMAT, "base64: %s", what);
}

static void
put(struct base64_reader *b, uint32_t bits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		b->bytes[b->end++] = (uint8_t)(bits >> (16 - 8 * i));
}

/* The last group: two letters are one byte, three are two. */
static void
end_group(struct base64_reader *b)
{
	static const uint32_t rest[4] = { 0, 0, 0xf, 0x3 };

	b->ended = true;
	if (b->n == 1 || (b->padding != 0 && b->n + b->padding != 4))
		bad(b, "cut short");
	else if (b->n != 0 && (b->bits & rest[b->n]) != 0)
		bad(b, "bits behind the last byte");
	else if (b->n != 0)
		put(b, b->bits << 6 * (4 - b->n), b->n - 1);
}

static void
take(struct base64_reader *b, uint8_t c)
{
	int v = value(c);

	if (c == '=' && b->n >= 2 && b->n + b->padding < 4) {
		b->padding++;
	} else if (v < 0) {
		bad(b, "a byte that is none of its letters");
	} else if (b->padding != 0) {
		bad(b, "text after its padding");
	} else {
		b->bits = b->bits << 6 | (uint32_t)v;
		if (++b->n < 4)
			return;
		put(b, b->bits, 3);
		b->bits = b->n = 0;
	}
}

/* More bytes, unless there are none or it failed. */
static void
fill(struct base64_reader *b)
{
	size_t n = 0;

	b->at = b->end = 0;
	while (b->rc == RC_OK && b->end == 0 && !b->ended) {
		b->rc = reader_read(b->in, b->text, sizeof b->text, &n,
		    &b->why);
		if (b->rc == RC_OK && n == 0)
			end_group(b);
		for (size_t i = 0; i < n && b->rc == RC_OK; i++)
			take(b, b->text[i]);
	}
}

static enum rc
base64_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct base64_reader *b = (struct base64_reader *)r;

	if (b->at == b->end)
		fill(b);
	if (b->at == b->end && b->rc != RC_OK) {
		*e = b->why;
		return b->rc;
	}
	size_t n = b->end - b->at < cap ? b->end - b->at : cap;

	memcpy(p, b->bytes + b->at, n);
	b->at += n;
	*ret_n = n;
	return RC_OK;
}

static void
base64_close(struct reader *r)
{
	struct base64_reader *b = (struct base64_reader *)r;

	reader_close(b->in);
	free(b);
}

struct reader *
reader_base64(struct reader *in)
{
	struct base64_reader *b = malloc(sizeof *b);

	if (b == NULL) {
		reader_close(in);
		return NULL;
	}
	*b = (struct base64_reader){ .r = { base64_read, base64_close },
		.in = in };
	return &b->r;
}
