/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   RFC 1950; zlib.h: inflate, which verifies the Adler-32.
 */
#include "codec/zlib_text.h"

#include <zlib.h>

enum { STEP = 65536 };

static enum rc
step(z_stream *z, struct buf *out, struct err *e)
{
	size_t room = out->limit - out->n < STEP ? out->limit - out->n : STEP;

	if (room == 0)
		return err_set(e, RC_LIMIT, "zlib: over %zu bytes unpacked",
		    out->limit);
	z->next_out = buf_room(out, room);
	z->avail_out = (uInt)room;
	int rc = inflate(z, Z_NO_FLUSH);

	out->n += room - z->avail_out;
	if (rc == Z_STREAM_END)
		return RC_STOP;
	if (rc != Z_OK && rc != Z_BUF_ERROR)
		return err_set(e, RC_FORMAT, "zlib: %s",
		    z->msg != NULL ? z->msg : "damaged");
	if (z->avail_in == 0 && z->avail_out != 0)
		return err_set(e, RC_FORMAT, "zlib: truncated");
	return RC_OK;
}

enum rc
zlib_text(struct str in, struct buf *out, struct err *e)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)in.p };	/* only read */
	enum rc rc = RC_OK;

	if (in.n > UINT32_MAX)
		return err_set(e, RC_LIMIT, "zlib: %zu bytes", in.n);
	z.avail_in = (uInt)in.n;
	if (inflateInit(&z) != Z_OK)
		return err_set(e, RC_IO, "zlib: no memory");
	while (rc == RC_OK)
		rc = step(&z, out, e);
	(void)inflateEnd(&z);
	return rc == RC_STOP ? RC_OK : rc;
}
