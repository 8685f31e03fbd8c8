/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inflate by zlib, where ISA-L is absent.
 *
 * Source:   zlib.h: raw inflate (negative windowBits); RFC 1952
 *           section 2.3.1 for the trailer: CRC-32, then the length modulo
 *           2^32, both little-endian.
 */
#include "codec/backend.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/rd.h"

struct inflater {
	z_stream s;
	bool ended;		/* the deflate data did */
	uint32_t crc, size;
	size_t ntrailer;
	uint8_t trailer[8];
};

static struct inflater *
zlib_make(void)
{
	struct inflater *z = calloc(1, sizeof *z);

	if (z != NULL && inflateInit2(&z->s, -MAX_WBITS) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
zlib_destroy(struct inflater *z)
{
	(void)inflateEnd(&z->s);
	free(z);
}

static void
zlib_start(struct inflater *z)
{
	(void)inflateReset(&z->s);
	z->ended = false;
	z->crc = 0;
	z->size = 0;
	z->ntrailer = 0;
}

static enum rc
zlib_data(struct inflater *z, struct inflate_io *io, struct err *e)
{
	uInt nin = io->nin > INT32_MAX ? INT32_MAX : (uInt)io->nin;
	uInt nout = io->nout > INT32_MAX ? INT32_MAX : (uInt)io->nout;
	int rc;

	z->s.next_in = (Bytef *)(uintptr_t)io->in;	/* only read */
	z->s.avail_in = nin;
	z->s.next_out = io->out;
	z->s.avail_out = nout;
	rc = inflate(&z->s, Z_NO_FLUSH);
	nin -= z->s.avail_in;
	nout -= z->s.avail_out;
	z->crc = (uint32_t)crc32(z->crc, io->out, nout);
	z->size += nout;
	io->in += nin;
	io->nin -= nin;
	io->out += nout;
	io->nout -= nout;
	z->ended = rc == Z_STREAM_END;
	if (rc == Z_MEM_ERROR)
		return err_set(e, RC_IO, "gzip: no memory");
	if (rc != Z_OK && rc != Z_BUF_ERROR && rc != Z_STREAM_END)
		return err_set(e, RC_FORMAT, "gzip: damaged data (%s)",
		    z->s.msg != NULL ? z->s.msg : "no reason given");
	return RC_OK;
}

static enum rc
zlib_trailer(struct inflater *z, struct inflate_io *io, struct err *e)
{
	while (z->ntrailer < sizeof z->trailer && io->nin > 0) {
		z->trailer[z->ntrailer++] = *io->in++;
		io->nin--;
	}
	if (z->ntrailer < sizeof z->trailer)
		return RC_OK;

	struct rd t = rd_of(z->trailer, sizeof z->trailer);

	if (rd_le32(&t) != z->crc || rd_le32(&t) != z->size)
		return err_set(e, RC_FORMAT,
		    "gzip: checksum or length does not hold");
	io->done = true;
	return RC_OK;
}

static enum rc
zlib_step(struct inflater *z, struct inflate_io *io, struct err *e)
{
	enum rc rc = z->ended ? RC_OK : zlib_data(z, io, e);

	return rc == RC_OK && z->ended ? zlib_trailer(z, io, e) : rc;
}

const struct inflate_ops inflate_zlib = {
	.name = "zlib", .make = zlib_make, .destroy = zlib_destroy,
	.start = zlib_start, .step = zlib_step,
};
