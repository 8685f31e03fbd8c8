/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/catalog/keep.c */
/*
 * A file that goes by in pieces of any size, with reads and wishes in between:
 * what is read is what was there, and nothing outside is touched.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/rd.h"
#include "sbom/catalog/keep.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
look(struct keep *k, const uint8_t *file, uint64_t size, uint64_t off,
    size_t n)
{
	const uint8_t *got;
	struct err e;
	enum rc rc = blob_at(keep_blob(k), off, n, &got, &e);

	assert(rc == RC_OK || rc == RC_LIMIT || rc == RC_FORMAT);
	if (rc == RC_OK && n > 0) {
		assert(off <= keep_fed(k) && n <= keep_fed(k) - off);
		assert(memcmp(got, file + off, n) == 0);
	}
	if (rc == RC_FORMAT)
		assert(off > size || n > size - off);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct rd r = { p, n, false };
	struct limits lim = limits_default;
	uint8_t file[4096];
	bool known = rd_u8(&r) & 1;
	uint64_t size = rd_le16(&r) % sizeof file, off, len;

	lim.buffer = rd_le16(&r) % 8192;
	for (size_t i = 0; i < sizeof file; i++)
		file[i] = (uint8_t)(i * 31 ^ i >> 8);
	struct keep *k = keep_new(known ? size : KEEP_UNKNOWN, &lim);

	while (k != NULL && !r.bad && r.n > 0) {
		uint8_t what = rd_u8(&r);
		uint64_t fed = keep_fed(k);

		off = rd_le16(&r);
		len = rd_le16(&r);
		if (what % 3 == 0)
			keep_feed(k, file + fed, (size_t)(len < size - fed ?
			    len : size - fed));
		else if (what % 3 == 1)
			(void)keep_want(k, off, len);
		else
			look(k, file, known ? size : KEEP_UNKNOWN, off,
			    (size_t)len);
	}
	keep_feed(k, file + keep_fed(k), (size_t)(size - keep_fed(k)));
	keep_close(k);
	look(k, file, size, 0, (size_t)size);
	look(k, file, size, size / 2, (size_t)(size - size / 2));
	for (size_t i = 0; keep_missed(k, i, &off, &len); i++)
		assert(off <= KEEP_UNKNOWN - len);
	(void)keep_hopeless(k);
	keep_free(k);
	return 0;
}
