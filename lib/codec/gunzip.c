/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gzip: members one after the other, then nothing or zeros.
 *
 * Source:   RFC 1952 section 2.2 (members), 2.3 (header and trailer).
 * Grammar:  ID1 ID2 CM FLG MTIME(4) XFL OS, then by flag: extra field, name,
 *           comment, CRC-16 of the header; deflate data; CRC-32; ISIZE.
 *           Zero padding after the last member is what tape blocks leave.
 * Limits:   none of its own: constant memory, whatever the header says.
 */
#include "codec/unpack.h"

#include <stdlib.h>
#include <zlib.h>

#include "codec/backend.h"

enum {
	FHCRC = 0x02, FEXTRA = 0x04, FNAME = 0x08, FCOMMENT = 0x10,
	FRESERVED = 0xe0, DEFLATE = 8,
};

enum phase { AT_START, IN_MEMBER, BETWEEN, AT_END };

struct gunzip {
	struct reader r;
	const struct inflate_ops *ops;
	struct inflater *z;	/* owned */
	enum phase phase;
	enum rc rc;		/* of the failure that ended it */
	struct err err;
	uint32_t header_crc;
	struct packed_in in;
};

/* n bytes of the header to p, or past when p is NULL. */
static enum rc
take(struct gunzip *g, uint8_t *p, size_t n, struct err *e)
{
	struct packed_in *in = &g->in;

	while (n > 0) {
		enum rc rc = packed_more(in, e);

		if (rc != RC_OK)
			return rc;
		if (in->eof)
			return err_set(e, RC_FORMAT, "gzip: truncated header");

		size_t some = in->end - in->pos < n ? in->end - in->pos : n;

		g->header_crc = (uint32_t)crc32(g->header_crc,
		    in->buf + in->pos, (uInt)some);
		if (p != NULL) {
			memcpy(p, in->buf + in->pos, some);
			p += some;
		}
		in->pos += some;
		n -= some;
	}
	return RC_OK;
}

static enum rc
skip_text(struct gunzip *g, struct err *e)
{
	uint8_t c;
	enum rc rc;

	do
		rc = take(g, &c, 1, e);
	while (rc == RC_OK && c != 0);
	return rc;
}

static enum rc
skip_extra(struct gunzip *g, struct err *e)
{
	uint8_t n[2];
	enum rc rc = take(g, n, sizeof n, e);

	return rc != RC_OK ? rc
	    : take(g, NULL, (size_t)(n[0] | n[1] << 8), e);
}

static enum rc
check_header_crc(struct gunzip *g, struct err *e)
{
	uint32_t want = g->header_crc & 0xffff;
	uint8_t n[2];
	enum rc rc = take(g, n, sizeof n, e);

	if (rc == RC_OK && want != (uint32_t)(n[0] | n[1] << 8))
		return err_set(e, RC_FORMAT,
		    "gzip: checksum of the header does not hold");
	return rc;
}

static enum rc
header(struct gunzip *g, struct err *e)
{
	uint8_t h[10];
	enum rc rc;

	g->header_crc = 0;
	if ((rc = take(g, h, sizeof h, e)) != RC_OK)
		return rc;
	if (h[0] != 0x1f || h[1] != 0x8b)
		return err_set(e, RC_FORMAT, g->phase == AT_START ?
		    "gzip: not a gzip file" : "gzip: junk after the end");
	if (h[2] != DEFLATE || (h[3] & FRESERVED) != 0)
		return err_set(e, RC_UNSUPPORTED,
		    "gzip: method %u, flags %#x", h[2], h[3]);
	if ((h[3] & FEXTRA) != 0 && (rc = skip_extra(g, e)) != RC_OK)
		return rc;
	if ((h[3] & FNAME) != 0 && (rc = skip_text(g, e)) != RC_OK)
		return rc;
	if ((h[3] & FCOMMENT) != 0 && (rc = skip_text(g, e)) != RC_OK)
		return rc;
	if ((h[3] & FHCRC) != 0 && (rc = check_header_crc(g, e)) != RC_OK)
		return rc;
	g->ops->start(g->z);
	g->phase = IN_MEMBER;
	return RC_OK;
}

/* Behind a member: another one, padding, or the end. */
static enum rc
between(struct gunzip *g, struct err *e)
{
	enum rc rc = packed_more(&g->in, e);

	if (rc != RC_OK)
		return rc;
	if (!g->in.eof && g->in.buf[g->in.pos] != 0)
		return header(g, e);
	if ((rc = packed_padding(&g->in, "gzip", e)) == RC_OK)
		g->phase = AT_END;
	return rc;
}

static enum rc
member(struct gunzip *g, struct inflate_io *io, struct err *e)
{
	struct packed_in *in = &g->in;
	size_t room = io->nout;
	enum rc rc = packed_more(in, e);

	if (rc != RC_OK)
		return rc;

	size_t nin = in->end - in->pos;

	io->in = in->buf + in->pos;
	io->nin = nin;
	io->done = false;
	rc = g->ops->step(g->z, io, e);
	in->pos = in->end - io->nin;
	if (rc != RC_OK)
		return rc;
	if (io->done)
		g->phase = BETWEEN;
	else if (io->nout == room && io->nin == nin)
		return err_set(e, RC_FORMAT, "gzip: truncated");
	return RC_OK;
}

static enum rc
gz_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct gunzip *g = (struct gunzip *)r;
	struct inflate_io io = { .out = p, .nout = cap };

	while (g->rc == RC_OK && io.nout > 0 && g->phase != AT_END)
		g->rc = g->phase == IN_MEMBER ? member(g, &io, &g->err)
		    : g->phase == BETWEEN ? between(g, &g->err)
		    : header(g, &g->err);

	size_t n = cap - io.nout;

	if (g->rc != RC_OK && n == 0) {
		*e = g->err;
		return g->rc;
	}
	*ret_n = n;
	return RC_OK;
}

static void
gz_close(struct reader *r)
{
	struct gunzip *g = (struct gunzip *)r;

	if (g->z != NULL)
		g->ops->destroy(g->z);
	reader_close(g->in.r);
	free(g);
}

enum rc
gunzip_open_with(const struct inflate_ops *ops, struct reader *in,
    struct reader **ret, struct err *e)
{
	struct inflater *z = ops->make();
	struct gunzip *g = z != NULL ? malloc(sizeof *g) : NULL;

	if (g == NULL) {
		if (z != NULL)
			ops->destroy(z);
		return err_set(e, RC_IO, "gzip: no memory");
	}
	g->r = (struct reader){ gz_read, gz_close };
	g->ops = ops;
	g->z = z;
	g->phase = AT_START;
	g->rc = RC_OK;
	g->in.r = in;
	g->in.pos = g->in.end = 0;
	g->in.eof = false;
	*ret = &g->r;
	return RC_OK;
}

enum rc
gunzip_open(struct reader *in, struct reader **ret, struct err *e)
{
#ifdef HAVE_ISAL
	return gunzip_open_with(&inflate_isal, in, ret, e);
#else
	return gunzip_open_with(&inflate_zlib, in, ret, e);
#endif
}
