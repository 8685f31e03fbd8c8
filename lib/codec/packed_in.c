/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer of packed bytes that decoders share. */
#include "codec/backend.h"

enum rc
packed_more(struct packed_in *in, struct err *e)
{
	size_t n;
	enum rc rc;

	if (in->pos < in->end || in->eof)
		return RC_OK;
	rc = reader_read(in->r, in->buf, sizeof in->buf, &n, e);
	if (rc != RC_OK)
		return rc;
	in->pos = 0;
	in->end = n;
	in->eof = n == 0;
	return RC_OK;
}

enum rc
packed_padding(struct packed_in *in, const char *what, struct err *e)
{
	while (!in->eof) {
		enum rc rc;

		while (in->pos < in->end)
			if (in->buf[in->pos++] != 0)
				return err_set(e, RC_FORMAT,
				    "%s: junk after the end", what);
		if ((rc = packed_more(in, e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}
