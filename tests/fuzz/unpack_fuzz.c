/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as gzip (both back ends), zstd, xz, bzip2.
 * The first byte picks the way and the size of reads.
 */
/* fuzz-cover: lib/codec/gunzip.c lib/codec/inflate_isal.c lib/codec/inflate_zlib.c lib/codec/unzstd.c lib/codec/unpack.c lib/codec/unpack_archive.c lib/codec/packed_in.c */
/* fuzz-make: tests/fuzz/codec-seeds.sh */
#include <stdlib.h>

#include "codec/backend.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { OUT_MAX = 1 << 20 };

static uint8_t room[2][OUT_MAX];

struct result {
	enum rc rc;
	size_t n;
	uint8_t *p;		/* one of room */
};

/* Up to n more bytes, by cap; r is the caller's. */
static void
pump(struct reader *r, size_t cap, size_t n, struct result *out)
{
	struct err e = { "" };
	size_t got = 1;

	while (out->rc == RC_OK && got > 0 && n > 0) {
		out->rc = reader_read(r, out->p + out->n, cap < n ? cap : n,
		    &got, &e);
		if (out->rc != RC_OK) {
			if (e.msg[0] == '\0')
				abort();
			break;
		}
		out->n += got;
		n -= got;
	}
}

static void
gzip_way(const struct inflate_ops *ops, const uint8_t *p, size_t n,
    size_t cap, struct result *out)
{
	struct reader *r;
	struct err e;

	if (gunzip_open_with(ops, reader_of_mem(p, n), &r, &e) != RC_OK)
		abort();
	pump(r, cap, OUT_MAX, out);
	reader_close(r);
}

/* Where both accept, they agree. */
static void
gzip_ways(const uint8_t *p, size_t n, size_t cap, struct result *out)
{
	struct result z = { RC_OK, 0, room[1] };

	gzip_way(&inflate_zlib, p, n, cap, &z);
#ifdef HAVE_ISAL
	gzip_way(&inflate_isal, p, n, cap, out);
	if (z.rc == RC_OK && out->rc == RC_OK &&
	    (z.n != out->n || memcmp(z.p, out->p, z.n) != 0))
		abort();
#else
	(void)out;
#endif
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const size_t caps[] = { 65536, 1, 512, 100000 };
	static const enum packing kinds[] = {
		PACKED_GZIP, PACKED_ZSTD, PACKED_XZ, PACKED_BZIP2 };
	struct result out = { RC_OK, 0, room[0] };
	struct reader *in, *r;
	struct err e;

	if (n == 0)
		return 0;

	enum packing kind = kinds[p[0] & 3];
	size_t cap = caps[p[0] >> 2 & 3];

	p++;
	n--;
	(void)unpack_name(unpack_kind(p, n));
	if (kind == PACKED_GZIP) {
		gzip_ways(p, n, cap, &out);
	} else {
		in = reader_of_mem(p, n);
		if (unpack_open(in, kind, &r, &e) != RC_OK)
			abort();
		pump(r, cap, OUT_MAX, &out);
		reader_close(r);
	}
	return 0;
}
