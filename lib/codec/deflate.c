/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bare deflate data, by ISA-L (twice as fast) or zlib.
 *
 * Source:   RFC 1951. zlib.h: a negative windowBits is raw deflate, and
 *           inflate leaves next_in right behind the data at Z_STREAM_END.
 *           isa-l/igzip_lib.h: struct inflate_state has read up to eight
 *           bytes ahead into read_in, of which read_in_length bits are left;
 *           whole bytes among them lie behind the data.
 */
#include "codec/deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#ifdef HAVE_ISAL
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#endif

struct deflate_in {
	enum deflate_by by;
	bool done;
	union {
		z_stream z;
#ifdef HAVE_ISAL
		struct inflate_state isal;
#endif
	} s;
};

/* ---- ISA-L ---- */

#ifdef HAVE_ISAL
/* Bytes read ahead go back to where they came from, as far as that is here. */
static void
give_back(struct deflate_in *d, struct deflate_io *io, size_t used)
{
	struct inflate_state *s = &d->s.isal;
	uint64_t ahead = s->read_in_length > 0 ?
	    s->read_in >> s->read_in_length % 8 : 0;
	size_t n = s->read_in_length > 0 ? (size_t)s->read_in_length / 8 : 0;
	size_t here = n < used ? n : used;

	io->in -= here;
	io->nin += here;
	io->nback = n - here;
	for (size_t i = 0; i < io->nback; i++)
		io->back[i] = (uint8_t)(ahead >> i * 8);
}

static enum rc
isal_step(struct deflate_in *d, struct deflate_io *io, struct err *e)
{
	struct inflate_state *s = &d->s.isal;
	uint32_t nin = io->nin > INT32_MAX ? INT32_MAX : (uint32_t)io->nin;
	uint32_t nout = io->nout > INT32_MAX ? INT32_MAX : (uint32_t)io->nout;
	int rc;

	s->next_in = (uint8_t *)(uintptr_t)io->in;	/* only read */
	s->avail_in = nin;
	s->next_out = io->out;
	s->avail_out = nout;
	rc = isal_inflate(s);
	/* data that fails may have been read some bits past its end */
	if (s->avail_in > nin)
		s->avail_in = 0;
	nin -= s->avail_in;
	nout -= s->avail_out;
	io->in += nin;
	io->nin -= nin;
	io->out += nout;
	io->nout -= nout;
	if (rc != ISAL_DECOMP_OK && rc != ISAL_END_INPUT &&
	    rc != ISAL_OUT_OVERFLOW)
		return err_set(e, RC_FORMAT, "deflate: damaged data (%d)", rc);
	io->done = d->done = s->block_state == ISAL_BLOCK_FINISH;
	if (d->done)
		give_back(d, io, nin);
	return RC_OK;
}
#endif

/* ---- zlib ---- */

static enum rc
zlib_step(struct deflate_in *d, struct deflate_io *io, struct err *e)
{
	z_stream *s = &d->s.z;
	uInt nin = io->nin > INT32_MAX ? INT32_MAX : (uInt)io->nin;
	uInt nout = io->nout > INT32_MAX ? INT32_MAX : (uInt)io->nout;
	int rc;

	s->next_in = (Bytef *)(uintptr_t)io->in;	/* only read */
	s->avail_in = nin;
	s->next_out = io->out;
	s->avail_out = nout;
	rc = inflate(s, Z_NO_FLUSH);
	nin -= s->avail_in;
	nout -= s->avail_out;
	io->in += nin;
	io->nin -= nin;
	io->out += nout;
	io->nout -= nout;
	io->done = d->done = rc == Z_STREAM_END;
	if (rc == Z_MEM_ERROR)
		return err_set(e, RC_IO, "deflate: no memory");
	if (rc != Z_OK && rc != Z_BUF_ERROR && rc != Z_STREAM_END)
		return err_set(e, RC_FORMAT, "deflate: damaged data (%s)",
		    s->msg != NULL ? s->msg : "no reason given");
	return RC_OK;
}

/* ---- either ---- */

struct deflate_in *
deflate_new_by(enum deflate_by by)
{
	struct deflate_in *d = calloc(1, sizeof *d);

	if (d == NULL)
		return NULL;
	d->by = by;
#ifdef HAVE_ISAL
	if (by == DEFLATE_ISAL) {
		isal_inflate_init(&d->s.isal);	/* raw unless told */
		return d;
	}
#endif
	if (by != DEFLATE_ZLIB || inflateInit2(&d->s.z, -MAX_WBITS) != Z_OK) {
		free(d);
		return NULL;
	}
	return d;
}

struct deflate_in *
deflate_new(void)
{
#ifdef HAVE_ISAL
	return deflate_new_by(DEFLATE_ISAL);
#else
	return deflate_new_by(DEFLATE_ZLIB);
#endif
}

void
deflate_free(struct deflate_in *d)
{
	if (d != NULL && d->by == DEFLATE_ZLIB)
		(void)inflateEnd(&d->s.z);
	free(d);
}

void
deflate_start(struct deflate_in *d)
{
	d->done = false;
#ifdef HAVE_ISAL
	if (d->by == DEFLATE_ISAL) {
		isal_inflate_reset(&d->s.isal);
		return;
	}
#endif
	(void)inflateReset(&d->s.z);
}

enum rc
deflate_step(struct deflate_in *d, struct deflate_io *io, struct err *e)
{
	io->nback = 0;
	io->done = d->done;
	if (d->done)
		return RC_OK;
#ifdef HAVE_ISAL
	if (d->by == DEFLATE_ISAL)
		return isal_step(d, io, e);
#endif
	return zlib_step(d, io, e);
}

uint32_t
crc32_add(uint32_t crc, const void *p, size_t n)
{
#ifdef HAVE_ISAL
	return crc32_gzip_refl(crc, p, n);
#else
	return n == 0 ? crc : (uint32_t)crc32_z(crc, p, n);
#endif
}
