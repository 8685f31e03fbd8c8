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

/* What a point copies. */
struct place {
	const struct inflate_ops *ops;
	struct inflater *z;	/* owned */
	enum phase phase;
	enum rc rc;		/* of the failure that ended it */
	struct err err;
	uint64_t tell;
};

struct gunzip {
	struct reader r;
	struct place at;
	uint32_t header_crc;
	struct packed_in in;
};

struct gunzip_point {
	struct place at;
	uint64_t packed;
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
		return err_set(e, RC_FORMAT, g->at.phase == AT_START ?
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
	g->at.ops->start(g->at.z);
	g->at.phase = IN_MEMBER;
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
		g->at.phase = AT_END;
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
	rc = g->at.ops->step(g->at.z, io, e);
	in->pos = in->end - io->nin;
	if (rc != RC_OK)
		return rc;
	if (io->done)
		g->at.phase = BETWEEN;
	else if (io->nout == room && io->nin == nin)
		return err_set(e, RC_FORMAT, "gzip: truncated");
	return RC_OK;
}

static enum rc
gz_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct gunzip *g = (struct gunzip *)r;
	struct place *at = &g->at;
	struct inflate_io io = { .out = p, .nout = cap };

	while (at->rc == RC_OK && io.nout > 0 && at->phase != AT_END)
		at->rc = at->phase == IN_MEMBER ? member(g, &io, &at->err)
		    : at->phase == BETWEEN ? between(g, &at->err)
		    : header(g, &at->err);

	size_t n = cap - io.nout;

	if (at->rc != RC_OK && n == 0) {
		*e = at->err;
		return at->rc;
	}
	at->tell += n;
	*ret_n = n;
	return RC_OK;
}

static void
gz_close(struct reader *r)
{
	struct gunzip *g = (struct gunzip *)r;

	if (g->at.z != NULL)
		g->at.ops->destroy(g->at.z);
	reader_close(g->in.r);
	free(g);
}

/* Neither in nor at.z is owned by the result when this fails. */
static enum rc
make(struct place at, uint64_t packed, struct reader *in,
    struct gunzip **ret, struct err *e)
{
	struct gunzip *g = at.z != NULL ? malloc(sizeof *g) : NULL;

	if (g == NULL)
		return err_set(e, RC_IO, "gzip: no memory");
	g->r = (struct reader){ gz_read, gz_close };
	g->at = at;
	g->in.r = in;
	g->in.off = packed;
	g->in.pos = g->in.end = 0;
	g->in.eof = false;
	*ret = g;
	return RC_OK;
}

enum rc
gunzip_new_with(const struct inflate_ops *ops, struct reader *in,
    struct gunzip **ret, struct err *e)
{
	struct place at = { .ops = ops, .z = ops->make(), .phase = AT_START };
	enum rc rc = make(at, 0, in, ret, e);

	if (rc != RC_OK && at.z != NULL)
		ops->destroy(at.z);
	return rc;
}

enum rc
gunzip_new(struct reader *in, struct gunzip **ret, struct err *e)
{
#ifdef HAVE_ISAL
	return gunzip_new_with(&inflate_isal, in, ret, e);
#else
	return gunzip_new_with(&inflate_zlib, in, ret, e);
#endif
}

struct reader *
gunzip_reader(struct gunzip *g)
{
	return &g->r;
}

uint64_t
gunzip_tell(const struct gunzip *g)
{
	return g->at.tell;
}

struct gunzip_point *
gunzip_save(const struct gunzip *g)
{
	struct gunzip_point *p = malloc(sizeof *p);

	if (p == NULL)
		return NULL;
	p->packed = g->in.off - (g->in.end - g->in.pos);
	p->at = g->at;
	p->at.z = g->at.ops->copy(g->at.z);
	if (p->at.z == NULL) {
		free(p);
		return NULL;
	}
	return p;
}

uint64_t
gunzip_point_packed(const struct gunzip_point *p)
{
	return p->packed;
}

uint64_t
gunzip_point_tell(const struct gunzip_point *p)
{
	return p->at.tell;
}

enum rc
gunzip_resume(const struct gunzip_point *p, struct reader *in,
    struct gunzip **ret, struct err *e)
{
	struct place at = p->at;
	enum rc rc;

	at.z = at.ops->copy(at.z);
	rc = make(at, p->packed, in, ret, e);
	if (rc != RC_OK && at.z != NULL)
		at.ops->destroy(at.z);
	return rc;
}

void
gunzip_point_free(struct gunzip_point *p)
{
	if (p == NULL)
		return;
	p->at.ops->destroy(p->at.z);
	free(p);
}
