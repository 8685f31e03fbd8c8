/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives of feeds: zip, and tar as it is or packed.
 *
 * Source:   archive_read(3); APPNOTE.TXT 6.3.10 (zip) section 4.3.16, end of
 *           central directory; POSIX.1-2017 pax "ustar Interchange Format":
 *           an archive ends with two blocks of zeros.
 * Traps:    libarchive calls a tar cut between members complete, passes over
 *           junk between members of a streamed zip, and does not verify the
 *           checksums of gzip. So packed tars go through our own readers,
 *           and the end is checked here: the two blocks must be there, and a
 *           zip must end as archive_zip.c has it.
 * Limits:   none of its own: member sizes are the caller's to cap.
 */
#include "codec/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/rd.h"
#include "codec/backend.h"

enum { BLOCK = 512, END_BLOCKS = 2 };

/* A reader that closes nothing: what was lent stays the lender's. */
struct lent {
	struct reader r;
	struct reader *of;
};

struct archive_in {
	struct reader member;		/* first: member_read casts */
	struct lent lent;
	struct archive *a;
	struct reader *in;		/* owned, or NULL: by descriptor */
	struct archive_src src;
	bool zip, open;			/* open: a member's bytes are left */
	enum rc rc;			/* of the failure or end, RC_STOP */
	struct err err;
	uint64_t entries;		/* of any type */
	uint64_t data_end;		/* where the last member ends */
	const uint8_t *p;		/* of the member, not handed over */
	size_t n;
	uint8_t head[2][BLOCK];		/* of in, and of what it unpacks to */
	uint8_t tail[SRC_TAIL];		/* of a zip */
};

static uint64_t
octal(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i] >= '0' && p[i] <= '7')
			v = v << 3 | (uint64_t)(p[i] - '0');
		else if (p[i] != ' ')
			break;
	return v;
}

/* The sum of the header's bytes, its own field taken for blanks. */
static bool
is_tar(const uint8_t *p, size_t n)
{
	enum { CHKSUM = 148, CHKSUM_SIZE = 8 };
	uint64_t sum = 0;

	if (n < BLOCK)
		return false;
	for (size_t i = 0; i < BLOCK; i++)
		sum += i - CHKSUM < CHKSUM_SIZE ? ' ' : p[i];
	return sum == octal(p + CHKSUM, CHKSUM_SIZE);
}

static bool
is_zip(const uint8_t *p, size_t n)
{
	return n >= 4 && (memcmp(p, "PK\3\4", 4) == 0 ||
	    memcmp(p, "PK\5\6", 4) == 0);	/* without members */
}

bool
archive_kind(const void *p, size_t n)
{
	return is_zip(p, n) || is_tar(p, n);
}

static enum rc
lent_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	return reader_read(((struct lent *)r)->of, p, cap, ret_n, e);
}

static void
lent_close(struct reader *r)
{
	(void)r;
}

/* The first bytes of a->in, which is left as if they were not read. */
static enum rc
look(struct archive_in *a, uint8_t head[BLOCK], size_t *ret_n, struct err *e)
{
	struct reader *r;
	enum rc rc = reader_fill(a->in, head, BLOCK, ret_n, e);

	if (rc != RC_OK)
		return rc;
	r = reader_after(head, *ret_n, a->in);
	a->in = r;
	return r != NULL ? RC_OK : err_set(e, RC_IO, "archive: no memory");
}

static enum rc
unpack(struct archive_in *a, enum packing kind, struct err *e)
{
	struct reader *r = NULL;
	enum rc rc = unpack_open(a->in, kind, &r, e);

	if (rc == RC_OK)
		a->in = r;
	return rc;
}

static enum rc
choose(struct archive_in *a, struct err *e)
{
	uint8_t *head = a->head[0];
	enum packing kind;
	size_t n;
	enum rc rc = look(a, head, &n, e);

	if (rc != RC_OK)
		return rc;
	kind = unpack_kind(head, n);
	if (kind != PACKED_NOT) {
		head = a->head[1];
		if ((rc = unpack(a, kind, e)) != RC_OK ||
		    (rc = look(a, head, &n, e)) != RC_OK)
			return rc;
	}
	a->zip = kind == PACKED_NOT && is_zip(head, n);
	if (!a->zip && !is_tar(head, n))
		return err_set(e, RC_FORMAT, "archive: neither zip nor tar");
	return RC_OK;
}

static enum rc
begin(struct archive_in *a, struct err *e)
{
	bool by_directory = a->zip && a->src.fd >= 0;
	int la = !a->zip ? archive_read_support_format_tar(a->a)
	    : by_directory ? archive_read_support_format_zip_seekable(a->a)
	    : archive_read_support_format_zip_streamable(a->a);

	if (by_directory) {
		reader_close(a->in);
		a->in = NULL;
	}
	a->src.r = a->in;
	a->src.tail = a->zip && !by_directory ? a->tail : NULL;
	if (la != ARCHIVE_OK)
		return err_set(e, RC_UNSUPPORTED,
		    "archive: libarchive was built without");
	if (!archive_src_open(a->a, &a->src))
		return archive_src_error(a->a, &a->src, "archive", e);
	return RC_OK;
}

/* Kept until the next header: later reads fail the same way. */
static enum rc
member_more(struct archive_in *a)
{
	const void *p;
	size_t n;
	int64_t off;

	switch (archive_read_data_block(a->a, &p, &n, &off)) {
	case ARCHIVE_OK:
		a->p = p;
		a->n = n;
		return RC_OK;
	case ARCHIVE_EOF:
		a->open = false;
		return RC_OK;
	default:
		return archive_src_error(a->a, &a->src, "archive", &a->err);
	}
}

static enum rc
member_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	struct archive_in *a = (struct archive_in *)r;

	while (a->rc == RC_OK && a->open && a->n == 0)
		a->rc = member_more(a);
	if (a->rc != RC_OK) {
		*e = a->err;
		return a->rc;
	}

	size_t n = cap < a->n ? cap : a->n;

	if (n > 0) {
		memcpy(p, a->p, n);
		a->p += n;
		a->n -= n;
	}
	*ret_n = n;
	return RC_OK;
}

enum rc
archive_open(struct reader *in, int fd, struct archive_in **ret,
    struct err *e)
{
	struct archive_in *a = calloc(1, sizeof *a);
	enum rc rc;

	if (a == NULL || (a->a = archive_read_new()) == NULL) {
		free(a);
		return err_set(e, RC_IO, "archive: no memory");
	}
	a->member = (struct reader){ member_read, lent_close };
	a->lent = (struct lent){ { lent_read, lent_close }, in };
	a->src.fd = in == NULL ? fd : -1;
	a->in = in == NULL ? reader_of_file(fd, 0, UINT64_MAX) : &a->lent.r;
	if ((rc = choose(a, e)) != RC_OK || (rc = begin(a, e)) != RC_OK) {
		archive_close(a);
		return rc;
	}
	*ret = a;
	return RC_OK;
}

void
archive_close(struct archive_in *a)
{
	if (a == NULL)
		return;
	(void)archive_read_free(a->a);
	reader_close(a->in);
	free(a);
}

/* POSIX wants two blocks of zeros behind the last member, and no more. */
static enum rc
tar_end(struct archive_in *a, struct err *e)
{
	if (a->src.off < a->data_end + END_BLOCKS * BLOCK)
		return err_set(e, RC_FORMAT, "tar: truncated");
	if (a->src.nonzero > a->data_end)
		return err_set(e, RC_FORMAT, "tar: junk after the end");
	return RC_STOP;
}

static enum rc
zip_end(struct archive_in *a, struct err *e)
{
	struct archive_zip z = { .tail = a->tail, .ntail = a->src.ntail,
		.size = a->src.off, .fd = -1, .found = a->entries,
		.members_end = a->data_end };
	off_t size;
	struct reader *r;
	enum rc rc;

	if (a->src.r != NULL)
		return archive_zip_end(&z, e);
	size = lseek(a->src.fd, 0, SEEK_END);
	if (size < 0)
		return err_sys(e, "zip");
	z.size = (uint64_t)size;
	z.fd = a->src.fd;
	r = reader_of_file(z.fd, z.size > SRC_TAIL ? z.size - SRC_TAIL : 0,
	    SRC_TAIL);
	rc = reader_fill(r, a->tail, SRC_TAIL, &z.ntail, e);
	reader_close(r);
	return rc == RC_OK ? archive_zip_end(&z, e) : rc;
}

static enum rc
finish(struct archive_in *a, struct err *e)
{
	if (a->src.r == NULL)
		return zip_end(a, e);
	if (archive_src_drain(&a->src) != RC_OK) {
		*e = a->src.err;
		return a->src.rc;
	}
	return a->zip ? zip_end(a, e) : tar_end(a, e);
}

/* A name that the locale cannot hold is no damage. */
static bool
only_charset(struct archive *a)
{
	const char *why = archive_error_string(a);

	return why != NULL && strstr(why, "converted") != NULL;
}

static enum rc
header(struct archive_in *a, struct archive_entry **ret, struct err *e)
{
	int la;

	if (a->entries > 0 && archive_read_data_skip(a->a) < ARCHIVE_WARN)
		return archive_src_error(a->a, &a->src, "archive", e);
	a->data_end = (uint64_t)archive_filter_bytes(a->a, 0);
	la = archive_read_next_header(a->a, ret);
	if (la == ARCHIVE_EOF)
		return a->src.rc != RC_OK
		    ? archive_src_error(a->a, &a->src, "archive", e)
		    : finish(a, e);
	if (la != ARCHIVE_OK && (la != ARCHIVE_WARN || !only_charset(a->a)))
		return archive_src_error(a->a, &a->src, "archive", e);
	a->entries++;
	return RC_OK;
}

static struct str
entry_name(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	return str_from(name != NULL ? name
	    : archive_entry_pathname_utf8(entry));
}

enum rc
archive_next(struct archive_in *a, struct str *ret_name, uint64_t *ret_size,
    struct err *e)
{
	struct archive_entry *entry = NULL;

	a->open = false;
	a->n = 0;
	do
		if (a->rc == RC_OK)
			a->rc = header(a, &entry, &a->err);
	while (a->rc == RC_OK && (archive_entry_filetype(entry) != AE_IFREG ||
	    archive_entry_hardlink(entry) != NULL));
	if (a->rc != RC_OK) {
		*e = a->err;
		return a->rc;
	}
	a->open = true;
	*ret_name = entry_name(entry);
	*ret_size = archive_entry_size_is_set(entry)
	    ? (uint64_t)archive_entry_size(entry) : UINT64_MAX;
	return RC_OK;
}

struct reader *
archive_member(struct archive_in *a)
{
	return &a->member;
}
