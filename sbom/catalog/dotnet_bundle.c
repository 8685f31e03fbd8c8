/* SPDX-License-Identifier: Apache-2.0 */
/*
 * .NET single-file applications: a host with the application behind it.
 *
 * Source:   the .NET runtime's docs/design/features/host-bundle and
 *           single-file design documents; bundle_marker.cpp and header.h of
 *           its host.
 * Grammar:  the host's writable data hold 8 bytes, then SHA-256 of ".net core
 *           bundle\n"; the bytes are the offset of the bundle's header, or
 *           zero. Header: major, minor, number of files, id; from version 2
 *           the places of deps.json and runtimeconfig.json, and flags; then an
 *           entry per file: offset, size, from version 6 the packed size,
 *           type, path. Texts have their length in front in 7-bit groups.
 * Reads:    only files that go on behind what their headers describe.
 * Limits:   DEPS_BYTES, ENTRIES; DATA_BYTES of data searched per part.
 */
#include "base/rd.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dotnet_deps.h"

enum {
	MARKER = 32, PIECE = 65536, DEPS_BYTES = 3 << 20,
	DATA_BYTES = 64 << 20, ENTRIES = 100000, HEADER_BYTES = 1024,
	ENTRIES_BYTES = 4 << 20, PATH_BYTES = 4096, TYPE_DEPS = 3,
	PT_LOAD = 1,
};

static const uint8_t marker[MARKER] = {
	0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02,
	0x14, 0xd7, 0xa0, 0x32, 0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18,
	0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae };

/* Where the parts that the headers speak of end. */
static uint64_t
image_end(const struct exe *x)
{
	const struct exe_part *const lists[] = { x->sections, x->segments };
	const size_t n[] = { x->nsections, x->nsegments };
	uint64_t end = 0;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < n[k]; i++)
			if (lists[k][i].size > 0 &&
			    lists[k][i].off + lists[k][i].size > end)
				end = lists[k][i].off + lists[k][i].size;
	return end;
}

/* ELF's section table is behind its sections: 64 bytes each. */
static bool
goes_on(const struct exe *x, const struct blob *b)
{
	uint64_t end = image_end(x) + x->nsections * 64 + MARKER;

	/* In Mach-O the last segment was made to cover the bundle. */
	return x->format == EXE_MACHO || end < b->size;
}

static enum rc
search_part(struct blob *b, const struct exe_part *p, uint64_t *ret,
    struct err *e)
{
	uint64_t size = p->size < DATA_BYTES ? p->size : DATA_BYTES;

	if (p->off > b->size)
		return RC_OK;
	if (size > b->size - p->off)
		size = b->size - p->off;
	for (uint64_t at = 0; at + MARKER + 8 <= size;
	    at += PIECE - MARKER - 8) {
		size_t n = size - at < PIECE ? (size_t)(size - at) : PIECE;
		const uint8_t *bytes, *hit;
		enum rc rc = blob_at(b, p->off + at, n, &bytes, e);

		if (rc != RC_OK)
			return rc;
		hit = memmem(bytes + 8, n - 8, marker, MARKER);
		if (hit != NULL) {
			struct rd r = rd_of(hit - 8, 8);

			*ret = rd_le64(&r);
			return RC_OK;
		}
	}
	return RC_OK;
}

/* The header's offset; 0: no bundle. */
static enum rc
find_header(const struct exe *x, struct blob *b, uint64_t *ret,
    struct err *e)
{
	bool sections = x->nsections > 0;
	const struct exe_part *p = sections ? x->sections : x->segments;
	size_t n = sections ? x->nsections : x->nsegments;
	enum rc rc = RC_OK;

	*ret = 0;
	for (size_t i = 0; i < n && rc == RC_OK && *ret == 0; i++)
		if (p[i].writable && p[i].size > 0 &&
		    (sections || x->format != EXE_ELF || p[i].type == PT_LOAD))
			rc = search_part(b, &p[i], ret, e);
	return rc;
}

static struct str
text(struct rd *r)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 28; shift += 7) {
		uint8_t c = rd_u8(r);

		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			break;
	}
	if (n > PATH_BYTES)
		r->bad = true;
	const uint8_t *p = rd_take(r, (size_t)n);

	return p != NULL ? str_of(p, (size_t)n) : STR("");
}

/* Of version 1 the entries must be read for the place of deps.json. */
static bool
find_deps(struct rd *r, uint32_t major, uint32_t n, uint64_t *off,
    uint64_t *size)
{
	if (major >= 2) {
		*off = rd_le64(r);
		*size = rd_le64(r);
		return !r->bad && *size > 0;
	}
	for (uint32_t i = 0; i < n && i < ENTRIES && !r->bad; i++) {
		*off = rd_le64(r);
		*size = rd_le64(r);
		uint8_t type = rd_u8(r);

		(void)text(r);
		if (type == TYPE_DEPS && !r->bad)
			return true;
	}
	return false;
}

static enum rc
read_bundle(const struct exe *x, struct blob *b, uint64_t at,
    const struct limits *lim, struct records *out, struct err *e)
{
	uint64_t left = at < b->size ? b->size - at : 0, off, size;
	size_t n = left < HEADER_BYTES ? (size_t)left : HEADER_BYTES;
	struct str head, json;
	enum rc rc = exe_bytes(x, b, at, n, HEADER_BYTES, &head, e);

	if (rc != RC_OK)
		return err_in(e, rc, ".NET bundle");
	struct rd r = rd_of(head.p, head.n);
	uint32_t major = rd_le32(&r);

	if (major < 2) {
		n = left < ENTRIES_BYTES ? (size_t)left : ENTRIES_BYTES;
		rc = exe_bytes(x, b, at, n, ENTRIES_BYTES, &head, e);
		if (rc != RC_OK)
			return rc;
		r = rd_of(head.p, head.n);
		rd_skip(&r, 4);
	}
	rd_skip(&r, 4);
	uint32_t files = rd_le32(&r);

	(void)text(&r);				/* the bundle's id */
	if (r.bad || major == 0 || major > 100)
		return err_set(e, RC_FORMAT, ".NET bundle: header damaged");
	if (!find_deps(&r, major, files, &off, &size)) {
		out->note(out, 0, "a .NET bundle of %u files without "
		    "deps.json: its packages are not known", files);
		return RC_OK;
	}
	rc = exe_bytes(x, b, off, size, DEPS_BYTES, &json, e);
	return rc == RC_OK ? dotnet_deps(json, STR(""), lim, out, e) :
	    err_in(e, rc, "deps.json of a .NET bundle");
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	uint64_t at = 0;

	(void)f;
	if (x->kind == EXE_OBJECT || !goes_on(x, b))
		return RC_OK;
	enum rc rc = find_header(x, b, &at, e);

	return rc == RC_OK && at != 0 ? read_bundle(x, b, at, lim, out, e) : rc;
}

const struct cataloger cat_dotnet_bundle = {
	.name = "dotnet-bundle",
	.about = "packages of .NET single-file applications",
	.inspect = inspect, .link = LINK_FILE,
};
