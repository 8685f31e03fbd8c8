/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bare deflate data, by zlib.
 *
 * Source:   RFC 1951; zlib.h: a negative windowBits is raw deflate, and
 *           inflate leaves next_in right behind the data at Z_STREAM_END.
 *           ISA-L reads up to eight bytes ahead, which belong to the next
 *           zip header: it is not used here.
 */
#include "codec/deflate.h"

#include <stdlib.h>
#include <zlib.h>

struct deflate_in {
	z_stream s;
	bool done;
};

struct deflate_in *
deflate_new(void)
{
	struct deflate_in *z = calloc(1, sizeof *z);

	if (z != NULL && inflateInit2(&z->s, -MAX_WBITS) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

void
deflate_free(struct deflate_in *z)
{
	if (z == NULL)
		return;
	(void)inflateEnd(&z->s);
	free(z);
}

void
deflate_start(struct deflate_in *z)
{
	(void)inflateReset(&z->s);
	z->done = false;
}

enum rc
deflate_step(struct deflate_in *z, struct deflate_io *io, struct err *e)
{
	uInt nin = io->nin > INT32_MAX ? INT32_MAX : (uInt)io->nin;
	uInt nout = io->nout > INT32_MAX ? INT32_MAX : (uInt)io->nout;
	int rc;

	io->done = z->done;
	if (z->done)
		return RC_OK;
	z->s.next_in = (Bytef *)(uintptr_t)io->in;	/* only read */
	z->s.avail_in = nin;
	z->s.next_out = io->out;
	z->s.avail_out = nout;
	rc = inflate(&z->s, Z_NO_FLUSH);
	nin -= z->s.avail_in;
	nout -= z->s.avail_out;
	io->in += nin;
	io->nin -= nin;
	io->out += nout;
	io->nout -= nout;
	io->done = z->done = rc == Z_STREAM_END;
	if (rc == Z_MEM_ERROR)
		return err_set(e, RC_IO, "deflate: no memory");
	if (rc != Z_OK && rc != Z_BUF_ERROR && rc != Z_STREAM_END)
		return err_set(e, RC_FORMAT, "deflate: damaged data (%s)",
		    z->s.msg != NULL ? z->s.msg : "no reason given");
	return RC_OK;
}

uint32_t
crc32_add(uint32_t crc, const void *p, size_t n)
{
	return n == 0 ? crc : (uint32_t)crc32_z(crc, p, n);
}
