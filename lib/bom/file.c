/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of a file: packed ones are unpacked as they are read. */
#include "bom/file.h"

#include "bom/format.h"
#include "codec/reader.h"
#include "codec/unpack.h"

enum rc
bom_with_fd(int fd, const struct limits *lim,
    enum rc (*fn)(void *ctx, struct reader *in, struct err *e), void *ctx,
    struct err *e)
{
	struct reader *in = reader_of_fd(fd), *plain, *r;
	char head[UNPACK_PEEK];
	size_t n = 0;
	enum rc rc = reader_fill(in, head, sizeof head, &n, e);

	if (rc != RC_OK) {
		reader_close(in);
		return rc;
	}
	in = reader_after(head, n, in);
	rc = unpack_light_open(in, unpack_kind(head, n), &plain, e);
	if (rc != RC_OK) {
		reader_close(in);
		return rc;
	}
	r = reader_capped(plain, lim->feed_file);
	rc = fn(ctx, r, e);
	reader_close(r);
	return rc;
}

struct reading {
	const struct limits *lim;
	enum rc (*each)(void *ctx, struct bom *b, struct err *e);
	void *ctx;
};

static enum rc
read_all(void *ctx, struct reader *in, struct err *e)
{
	const struct reading *r = ctx;

	return bom_read_all(in, r->lim, r->each, r->ctx, e);
}

enum rc
bom_read_fd(int fd, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e)
{
	struct reading r = { lim, each, ctx };

	return bom_with_fd(fd, lim, read_all, &r, e);
}
