/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   RFC 1950 section 2.2 (FDICT); zlib.h: deflateSetDictionary,
 *           inflateSetDictionary.
 */
#include "codec/zdict.h"

#include <stdlib.h>
#include <zlib.h>

struct zdict {
	z_stream z;
};

enum { LEVEL = 9, STEP = 16384 };

struct zdict *
zdict_new(void)
{
	struct zdict *d = calloc(1, sizeof *d);

	if (d == NULL || deflateInit(&d->z, LEVEL) != Z_OK)
		abort();
	return d;
}

void
zdict_free(struct zdict *d)
{
	if (d == NULL)
		return;
	(void)deflateEnd(&d->z);
	free(d);
}

static Bytef *
bytes(struct str s)
{
	return (Bytef *)(uintptr_t)s.p;		/* zlib only reads it */
}

enum rc
zdict_pack(struct zdict *d, struct str dict, struct str text, struct buf *out,
    struct err *e)
{
	size_t room;
	int rc;

	if (text.n > UINT32_MAX / 2)
		return err_set(e, RC_LIMIT, "zlib: %zu bytes", text.n);
	(void)deflateReset(&d->z);
	if (dict.n != 0)
		(void)deflateSetDictionary(&d->z, bytes(dict), (uInt)dict.n);
	room = deflateBound(&d->z, (uLong)text.n) + 16;
	d->z.next_in = bytes(text);
	d->z.avail_in = (uInt)text.n;
	d->z.next_out = buf_room(out, room);
	d->z.avail_out = (uInt)room;
	if (d->z.next_out == NULL)
		return err_set(e, RC_LIMIT, "zlib: no room");
	rc = deflate(&d->z, Z_FINISH);
	out->n += room - d->z.avail_out;
	return rc == Z_STREAM_END ? RC_OK : err_set(e, RC_IO, "zlib: %d", rc);
}

static enum rc
step(z_stream *z, struct str dict, struct buf *out, struct err *e)
{
	size_t room = out->limit - out->n < STEP ? out->limit - out->n : STEP;
	int rc;

	if (room == 0)
		return err_set(e, RC_LIMIT, "zlib: over %zu bytes unpacked",
		    out->limit);
	z->next_out = buf_room(out, room);
	z->avail_out = (uInt)room;
	rc = inflate(z, Z_NO_FLUSH);
	out->n += room - z->avail_out;
	if (rc == Z_STREAM_END)
		return RC_STOP;
	if (rc == Z_NEED_DICT)
		return dict.n != 0 && inflateSetDictionary(z, bytes(dict),
		    (uInt)dict.n) == Z_OK ? RC_OK : err_set(e, RC_FORMAT,
		    "zlib: another dictionary");
	if (rc != Z_OK && rc != Z_BUF_ERROR)
		return err_set(e, RC_FORMAT, "zlib: %s",
		    z->msg != NULL ? z->msg : "damaged");
	if (z->avail_in == 0 && z->avail_out != 0)
		return err_set(e, RC_FORMAT, "zlib: truncated");
	return RC_OK;
}

enum rc
zdict_unpack(struct str dict, struct str in, struct buf *out, struct err *e)
{
	z_stream z = { .next_in = bytes(in) };
	enum rc rc = RC_OK;

	if (in.n > UINT32_MAX || dict.n > ZDICT_MAX)
		return err_set(e, RC_LIMIT, "zlib: %zu bytes", in.n);
	z.avail_in = (uInt)in.n;
	if (inflateInit(&z) != Z_OK)
		return err_set(e, RC_IO, "zlib: no memory");
	while (rc == RC_OK)
		rc = step(&z, dict, out, e);
	(void)inflateEnd(&z);
	return rc == RC_STOP ? RC_OK : rc;
}
