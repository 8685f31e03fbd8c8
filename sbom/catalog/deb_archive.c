/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "codec/archive.h"
#include "codec/unpack.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dpkg.h"

/*
 * .deb files: an ar archive of debian-binary, control.tar[.*] and data.tar[.*].
 *
 * Source:   deb(5); the common ar format: "!<arch>\n", then for each member a
 *           header of 60 bytes (name 16, ..., size 10 at 48, "`\n" at 58)
 *           and its bytes, padded to an even length.
 * Reads:    the member control.tar*, of it the file "control": one stanza.
 *           What the package would own is of no use before it is installed.
 * Limits:   limits.text_file for control.tar, packed and unpacked; it is one
 *           of the first MEMBERS_MAX members.
 */
enum { MAGIC = 8, HEADER = 60, MEMBERS_MAX = 16 };

struct member {
	struct str name;
	uint64_t off, size;
};

static enum rc
member_at(struct blob *b, uint64_t off, struct member *ret, struct err *e)
{
	const uint8_t *p;
	enum rc rc = blob_at(b, off, HEADER, &p, e);

	if (rc != RC_OK)
		return rc;

	struct str size = str_trim(str_of(p + 48, 10));

	ret->off = off + HEADER;
	ret->name = str_trim(str_of(p, 16));
	if (p[58] != '`' || p[59] != '\n' ||
	    !str_u64(size, UINT64_C(1) << 40, &ret->size))
		return err_set(e, RC_FORMAT, "no ar member at %llu",
		    (unsigned long long)off);
	return RC_OK;
}

/* The file named control in a tar. */
static enum rc
take_control(struct reader *r, const struct limits *lim, struct buf *to,
    struct err *e)
{
	struct archive_in *a = NULL;
	struct str name;
	uint64_t size;
	enum rc rc = archive_open(r, -1, &a, e);

	while (rc == RC_OK && (rc = archive_next(a, &name, &size, e)) ==
	    RC_OK) {
		if (!str_eq(name, STR("./control")) &&
		    !str_eq(name, STR("control")))
			continue;

		uint8_t *room = size <= lim->text_file ?
		    buf_room(to, (size_t)size) : NULL;

		rc = room == NULL ? err_set(e, RC_LIMIT, "control file of %llu "
		    "bytes", (unsigned long long)size) :
		    reader_fill(archive_member(a), room, (size_t)size,
		    &to->n, e);
		break;
	}
	archive_close(a);
	return rc != RC_STOP ? rc :
	    err_set(e, RC_FORMAT, "control.tar without a control file");
}

static enum rc
control_tar(struct blob *b, const struct member *m, const struct limits *lim,
    struct buf *to, struct err *e)
{
	const uint8_t *p;
	struct reader *in, *r;

	if (m->size > lim->text_file)
		return err_set(e, RC_LIMIT, "control.tar of %llu bytes",
		    (unsigned long long)m->size);

	enum rc rc = blob_at(b, m->off, (size_t)m->size, &p, e);

	if (rc != RC_OK)
		return rc;
	in = reader_of_mem(p, (size_t)m->size);
	rc = unpack_open(in, unpack_kind(p, (size_t)m->size), &r, e);
	if (rc != RC_OK) {
		reader_close(in);
		return rc;
	}
	r = reader_capped(r, lim->text_file);
	rc = take_control(r, lim, to, e);
	reader_close(r);
	return rc;
}

static enum rc
find_control(struct blob *b, const struct limits *lim, struct buf *to,
    struct err *e)
{
	struct member m;
	uint64_t off = MAGIC;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, MAGIC, &p, e);

	if (rc == RC_OK && memcmp(p, "!<arch>\n", MAGIC) != 0)
		return err_set(e, RC_FORMAT, "not a Debian package");
	for (size_t i = 0; rc == RC_OK && i < MEMBERS_MAX; i++) {
		rc = member_at(b, off, &m, e);
		if (rc == RC_OK && str_starts(m.name, STR("control.tar")))
			return control_tar(b, &m, lim, to, e);
		off = rc == RC_OK ? m.off + m.size + m.size % 2 : 0;
	}
	return rc != RC_OK ? rc :
	    err_set(e, RC_FORMAT, "no member control.tar");
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct buf control = { 0 };
	enum rc rc = find_control(b, lim, &control, e);

	(void)f;
	if (rc == RC_OK)
		rc = dpkg_parse_stanzas(buf_str(&control), "deb", out);
	else if (rc == RC_FORMAT) {
		out->gap(out, "archive", "%s", e->msg);
		rc = RC_OK;
	}
	buf_done(&control);
	return rc;
}

const struct cataloger cat_deb_archive = {
	.name = "deb-archive",
	.about = "Debian packages that are not installed",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".deb", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.state = STATE_DECLARED,
	.parse = parse,
};
