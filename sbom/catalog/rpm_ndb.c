/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "base/rd.h"
#include "sbom/catalog/rpm.h"

/*
 * rpm's NDB back end (SUSE): Packages.db.
 *
 * Source:   rpm, lib/backend/ndb/rpmpkg.cc, the comments at its head.
 * Layout:   little-endian. A header of 32 bytes ("RpmP", version 0,
 *           generation, number of slot pages), then slots of 16 bytes to the
 *           end of the slot pages: "Slot", package index (0: free), block
 *           offset, block count. A blob begins with "BlbS", its package
 *           index, a generation and its length.
 * Limits:   NDB_SLOT_PAGES; the blobs together are at most the file.
 */
enum {
	PAGE = 4096, BLOCK = 16, SLOT = 16, HEADER = 32, BLOB_HEADER = 16,
	MAGIC = 0x506d7052, SLOT_MAGIC = 0x746f6c53, BLOB_MAGIC = 0x53626c42,
};

/* The header in the blob that a slot points to; bad when it does not. */
static struct rd
blob_of(const struct rd *file, uint32_t index, uint32_t block, uint32_t blocks)
{
	struct rd at = rd_at(file, (uint64_t)block * BLOCK,
	    (uint64_t)blocks * BLOCK);
	uint32_t magic = rd_le32(&at), own = rd_le32(&at);

	(void)rd_le32(&at);		/* generation */

	uint32_t len = rd_le32(&at);

	if (magic != BLOB_MAGIC || own != index)
		at.bad = true;

	const uint8_t *p = rd_take(&at, len);

	return (struct rd){ p, len, p == NULL };
}

enum rc
rpm_ndb(struct rpm_out *o, struct str image, struct err *e)
{
	struct rd file = rd_of(image.p, image.n), in = file;
	uint32_t magic = rd_le32(&in), version = rd_le32(&in);

	(void)rd_le32(&in);		/* generation */

	uint32_t pages = rd_le32(&in);
	size_t budget = image.n;
	enum rc rc = RC_OK;

	rd_skip(&in, HEADER - 16);
	if (in.bad || magic != MAGIC)
		return err_set(e, RC_FORMAT, "no header of an NDB database");
	if (version != 0)
		return err_set(e, RC_UNSUPPORTED, "NDB version %" PRIu32,
		    version);
	if (pages == 0 || pages > NDB_SLOT_PAGES)
		return err_set(e, RC_LIMIT, "%" PRIu32 " slot pages", pages);
	for (size_t n = (size_t)pages * (PAGE / SLOT) - HEADER / SLOT;
	    rc == RC_OK && n != 0; n--) {
		uint32_t slot = rd_le32(&in), index = rd_le32(&in);
		uint32_t block = rd_le32(&in), blocks = rd_le32(&in);

		if (in.bad || slot != SLOT_MAGIC)
			return err_set(e, RC_FORMAT, "slot %zu is damaged",
			    (size_t)pages * (PAGE / SLOT) - n);
		if (index == 0)
			continue;

		struct rd blob = blob_of(&file, index, block, blocks);

		if (blob.bad || blob.n > budget) {
			o->out->gap(o->out, "package-db", "package %" PRIu32
			    ": its slot points to no blob", index);
			continue;
		}
		budget -= blob.n;
		rc = rpm_header(o, str_of(blob.p, blob.n));
	}
	return rc;
}
