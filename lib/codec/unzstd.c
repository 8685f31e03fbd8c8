/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zstd: frames one after the other, skippable ones among them.
 *
 * Source:   RFC 8878 section 3.1; zstd.h "Streaming decompression": a call
 *           returns 0 when a frame ended and all of it was handed over.
 *           Content checksums and sizes are verified by the library where a
 *           frame has them.
 * Limits:   a window of 2^WINDOW_LOG_MAX bytes, else RC_LIMIT.
 */
#include "codec/unpack.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "codec/backend.h"

struct unzstd {
	struct reader r;
	ZSTD_DCtx *ctx;
	bool in_frame, ended;
	enum rc rc;		/* of the failure that ended it */
	struct err err;
	struct packed_in in;
};

static enum rc
zstd_result(size_t n, struct err *e)
{
	if (!ZSTD_isError(n))
		return RC_OK;
	switch (ZSTD_getErrorCode(n)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return err_set(e, RC_LIMIT, "zstd: window over %u MiB",
		    1U << (WINDOW_LOG_MAX - 20));
	case ZSTD_error_memory_allocation:
		return err_set(e, RC_IO, "zstd: no memory");
	case ZSTD_error_dictionary_wrong:
	case ZSTD_error_version_unsupported:
	case ZSTD_error_frameParameter_unsupported:
		return err_set(e, RC_UNSUPPORTED, "zstd: %s",
		    ZSTD_getErrorName(n));
	default:
		return err_set(e, RC_FORMAT, "zstd: %s",
		    ZSTD_getErrorName(n));
	}
}

/* Between frames: the next one, padding, or the end. */
static enum rc
between(struct unzstd *z, struct err *e)
{
	enum rc rc = packed_more(&z->in, e);

	if (rc != RC_OK)
		return rc;
	if (z->in.eof || (z->ended && z->in.buf[z->in.pos] == 0)) {
		if (!z->ended)
			return err_set(e, RC_FORMAT, "zstd: empty");
		return packed_padding(&z->in, "zstd", e);
	}
	z->in_frame = true;
	return RC_OK;
}

static enum rc
frame(struct unzstd *z, ZSTD_outBuffer *out, struct err *e)
{
	enum rc rc = packed_more(&z->in, e);

	if (rc != RC_OK)
		return rc;

	ZSTD_inBuffer in = { z->in.buf, z->in.end, z->in.pos };
	size_t had = out->pos, n = ZSTD_decompressStream(z->ctx, out, &in);
	bool moved = in.pos > z->in.pos || out->pos > had;

	z->in.pos = in.pos;
	if ((rc = zstd_result(n, e)) != RC_OK)
		return rc;
	if (n == 0) {
		z->in_frame = false;
		z->ended = true;
	} else if (z->in.eof && !moved) {
		return err_set(e, RC_FORMAT, "zstd: truncated");
	}
	return RC_OK;
}

static enum rc
zstd_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct unzstd *z = (struct unzstd *)r;
	ZSTD_outBuffer out = { p, cap, 0 };

	while (z->rc == RC_OK && out.pos < cap) {
		z->rc = z->in_frame ? frame(z, &out, &z->err)
		    : between(z, &z->err);
		if (!z->in_frame && z->in.eof)
			break;
	}
	if (z->rc != RC_OK && out.pos == 0) {
		*e = z->err;
		return z->rc;
	}
	*ret_n = out.pos;
	return RC_OK;
}

static void
zstd_close(struct reader *r)
{
	struct unzstd *z = (struct unzstd *)r;

	ZSTD_freeDCtx(z->ctx);
	reader_close(z->in.r);
	free(z);
}

enum rc
unzstd_open(struct reader *in, struct reader **ret, struct err *e)
{
	struct unzstd *z = calloc(1, sizeof *z);

	if (z == NULL || (z->ctx = ZSTD_createDCtx()) == NULL) {
		free(z);
		return err_set(e, RC_IO, "zstd: no memory");
	}
	(void)ZSTD_DCtx_setParameter(z->ctx, ZSTD_d_windowLogMax,
	    WINDOW_LOG_MAX);
	z->r = (struct reader){ zstd_read, zstd_close };
	z->in.r = in;
	*ret = &z->r;
	return RC_OK;
}
