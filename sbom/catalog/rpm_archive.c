/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/rd.h"
#include "sbom/catalog/rpm.h"

/*
 * .rpm files: a lead of 96 bytes, a header of signatures, padded to a multiple
 * of eight, and the package's header, as databases hold it.
 *
 * Source:   rpm.org, "Package format V3" and "V4": the lead begins with ED AB
 *           EE DB; a header with 8E AD E8, its version 1 and four reserved
 *           bytes, then the numbers of entries and of data bytes.
 * Limits:   RPM_MAX_TAGS, RPM_MAX_DATA.
 */
enum { LEAD = 96, INTRO = 16, ENTRY = 16, INTRO_MAGIC = 8 };

/* The header at off: its bytes behind the magic. */
static enum rc
header_at(struct blob *b, uint64_t off, uint64_t *ret_n, struct err *e)
{
	const uint8_t *p;
	enum rc rc = blob_at(b, off, INTRO, &p, e);

	if (rc != RC_OK)
		return rc;

	struct rd in = rd_of(p + INTRO_MAGIC, INTRO - INTRO_MAGIC);
	uint32_t entries = rd_be32(&in), data = rd_be32(&in);

	if (memcmp(p, "\x8e\xad\xe8\x01", 4) != 0)
		return err_set(e, RC_FORMAT, "no rpm header at %llu",
		    (unsigned long long)off);
	if (entries > RPM_MAX_TAGS || data > RPM_MAX_DATA)
		return err_set(e, RC_LIMIT, "rpm header of %u entries, %u "
		    "bytes", entries, data);
	*ret_n = INTRO - INTRO_MAGIC + (uint64_t)entries * ENTRY + data;
	return RC_OK;
}

static enum rc
find_header(struct blob *b, uint64_t *ret_off, uint64_t *ret_n, struct err *e)
{
	const uint8_t *p;
	uint64_t n = 0, off;
	enum rc rc = blob_at(b, 0, LEAD, &p, e);

	if (rc == RC_OK && memcmp(p, "\xed\xab\xee\xdb", 4) != 0)
		return err_set(e, RC_FORMAT, "not an rpm package");
	if (rc == RC_OK)
		rc = header_at(b, LEAD, &n, e);
	if (rc != RC_OK)
		return rc;
	off = (LEAD + INTRO_MAGIC + n + 7) / 8 * 8;
	*ret_off = off + INTRO_MAGIC;
	return header_at(b, off, ret_n, e);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct rpm_out o = { .out = out, .archive = true };
	const uint8_t *p;
	uint64_t off = 0, n = 0;
	enum rc rc = find_header(b, &off, &n, e);

	(void)f;
	if (rc == RC_OK)
		rc = blob_at(b, off, (size_t)n, &p, e);
	if (rc == RC_OK) {
		o.tmp = arena_new(lim->memory);
		rc = rpm_header(&o, str_of(p, (size_t)n));
		arena_free(o.tmp);
	} else if (rc == RC_FORMAT) {
		out->gap(out, "archive", "%s", e->msg);
		rc = RC_OK;
	}
	return rc;
}

const struct cataloger cat_rpm_archive = {
	.name = "rpm-archive",
	.about = "rpm packages that are not installed",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".rpm", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.state = STATE_DECLARED,
	.parse = parse,
};
