/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linux kernels.
 *
 * Source:   the kernel's Documentation/arch/x86/boot.rst (kernel_version at
 *           0x20e), Documentation/arch/arm64/booting.rst ("ARM\x64" at 0x38),
 *           drivers/firmware/efi/libstub/zboot-header.S ("zimg" at 4; the
 *           payload's offset and size at 8 and 12).
 * Grammar:  x86: text "RELEASE (who@where) #1 SMP …". Others: the banner,
 *           "Linux version RELEASE (…", somewhere in the image, which may be
 *           packed as a whole or behind an EFI stub.
 * Limits:   IMAGE_BYTES of unpacked image searched.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/rd.h"
#include "codec/unpack.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/blob_reader.h"
#include "sbom/catalog/catalog.h"

enum {
	HEAD = 1024, RELEASE_BYTES = 128, PIECE = 65536,
	SETUP = 0x200, MAGIC_AT = 0x202, VERSION_AT = 0x20e, ARM64_AT = 0x38,
};

#define IMAGE_BYTES (256 * MIB)

static struct str
first_word(struct str s)
{
	size_t i = 0;

	while (i < s.n && i < RELEASE_BYTES && s.p[i] > ' ' && s.p[i] < 127)
		i++;
	return str_sub(s, 0, i);
}

static bool
is_release(struct str s)
{
	return s.n >= 3 && is_digit(s.p[0]) && str_find(s, '.') < s.n;
}

static enum rc
emit(struct arena *a, struct str release, struct records *out)
{
	struct str key = str_join(a, STR("linux-modules:"), release);
	size_t i = 0;
	enum rc rc = out->package(out, &(struct pkg){ .type = "generic",
		.name = STR("linux-kernel"), .version = release,
		.kind = PKG_APPLICATION });

	if (rc != RC_OK)
		return rc;
	out->requires(out, key);
	/* The dictionary knows Linus's numbers, not what a builder adds. */
	while (i < release.n && (is_digit(release.p[i]) ||
	    release.p[i] == '.'))
		i++;
	out->cpe(out, str_fmt(a, "cpe:2.3:o:linux:linux_kernel:%.*s:*:*:*:*:*:"
	    "*:*", STR_ARG(str_sub(release, 0, i))));
	return RC_OK;
}

/* ---- the banner ---- */

static const struct str banner = { "Linux version ", 14 };

/* The release behind the banner, or "". One that touches the end may be cut,
   unless that is the image's. */
static struct str
find_banner(struct str s, bool last)
{
	for (size_t i; (i = str_find_str(s, banner)) < s.n;) {
		s = str_from_pos(s, i + banner.n);
		struct str word = first_word(s);

		if (is_release(word) && (last || word.n < s.n))
			return word;
	}
	return STR("");
}

/* What r says behind "Linux version ", or "". r is closed. */
static enum rc
search(struct arena *a, struct reader *r, struct str *ret, struct err *e)
{
	size_t lap = banner.n + RELEASE_BYTES, have = 0, n = 1;
	char *buf = NEWN(a, char, PIECE + lap);
	uint64_t all = 0;
	enum rc rc = RC_OK;

	*ret = STR("");
	while (rc == RC_OK && n > 0 && ret->n == 0 && all < IMAGE_BYTES) {
		rc = reader_fill(r, buf + have, PIECE, &n, e);
		if (rc != RC_OK)
			break;
		all += n;
		*ret = str_dup(a, find_banner((struct str){ buf, have + n },
		    n < PIECE));
		size_t keep = have + n < lap ? have + n : lap;

		memmove(buf, buf + have + n - keep, keep);
		have = keep;
	}
	reader_close(r);
	return rc;
}

/* The same, whether b is packed or not. */
static enum rc
search_blob(struct arena *a, struct blob *b, struct str *ret, struct err *e)
{
	size_t n = b->size < UNPACK_PEEK ? (size_t)b->size : UNPACK_PEEK;
	struct reader *in, *r;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	if (rc != RC_OK)
		return rc;
	enum packing kind = unpack_kind(p, n);

	r = reader_of_blob(b);
	if (r == NULL)
		return err_set(e, RC_IO, "no memory");
	rc = unpack_open(r, kind, &in, e);
	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	return search(a, in, ret, e);
}

/* ---- kinds ---- */

/* x86: the text is behind a 16-bit pointer. */
static enum rc
boot_version(struct arena *a, struct blob *b, struct str head,
    struct str *ret, struct err *e)
{
	struct rd r = rd_of(head.p + VERSION_AT, 2);
	uint64_t at = (uint64_t)rd_le16(&r) + SETUP;
	size_t n = RELEASE_BYTES;
	const uint8_t *p;

	*ret = STR("");
	if (at == SETUP || at >= b->size)
		return RC_OK;
	if (n > b->size - at)
		n = (size_t)(b->size - at);
	enum rc rc = blob_at(b, at, n, &p, e);

	if (rc == RC_OK)
		*ret = first_word(str_dup(a, str_of(p, n)));
	return rc;
}

static enum rc
zboot_version(struct arena *a, struct blob *b, struct str head,
    struct str *ret, struct err *e)
{
	struct rd r = rd_of(head.p + 8, 8);
	uint32_t off = rd_le32(&r), size = rd_le32(&r);
	struct part_blob part;

	if (off > b->size || size > b->size - off)
		return err_set(e, RC_FORMAT, "the packed kernel lies outside "
		    "the file");
	return search_blob(a, part_blob_init(&part, b, off, size), ret, e);
}

static bool
has(struct str head, size_t at, struct str text)
{
	return str_eq(str_sub(head, at, at + text.n), text);
}

static enum rc
find_release(struct arena *a, struct blob *b, struct str head,
    struct str *ret, bool *ret_kernel, struct err *e)
{
	*ret_kernel = true;
	if (has(head, MAGIC_AT, STR("HdrS")))
		return boot_version(a, b, head, ret, e);
	if (has(head, 4, STR("zimg")))
		return zboot_version(a, b, head, ret, e);
	*ret_kernel = has(head, ARM64_AT, STR("ARM\x64"));
	if (*ret_kernel || has(head, 0, STR("\177ELF")) ||
	    unpack_kind(head.p, head.n) != PACKED_NOT)
		return search_blob(a, b, ret, e);
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	size_t n = b->size < HEAD ? (size_t)b->size : HEAD;
	struct str release = STR("");
	bool kernel = false;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	(void)f;
	(void)lim;
	if (rc != RC_OK)
		return rc;
	struct arena *a = arena_new(4 * MIB);

	rc = find_release(a, b, str_dup(a, str_of(p, n)), &release, &kernel,
	    e);
	if (rc == RC_OK && is_release(release))
		rc = emit(a, release, out);
	else if (rc == RC_OK && kernel)
		out->note(out, 0, "a kernel that does not say its release");
	arena_free(a);
	return rc;
}

/* ---- as a stream ---- */

enum { FIRST = 0x200 + 65536 + RELEASE_BYTES };	/* boot_version's reach */

struct stream {
	struct scan s;
	uint64_t size;
	size_t nfirst, nbuf;
	char release[RELEASE_BYTES];
	size_t nrelease;
	char first[FIRST];
	char buf[PIECE + 2 * RELEASE_BYTES];	/* with what came before it */
};

static void
look(struct stream *t, bool last)
{
	const size_t lap = banner.n + RELEASE_BYTES;
	struct str found = find_banner((struct str){ t->buf, t->nbuf },
	    last);

	if (t->nrelease == 0 && found.n > 0 && found.n < RELEASE_BYTES) {
		memcpy(t->release, found.p, found.n);
		t->nrelease = found.n;
	}
	if (t->nbuf > lap) {
		memmove(t->buf, t->buf + t->nbuf - lap, lap);
		t->nbuf = lap;
	}
}

static void
feed(struct scan *s, const uint8_t *p, size_t n)
{
	struct stream *t = (struct stream *)s;
	size_t first = FIRST - t->nfirst < n ? FIRST - t->nfirst : n;

	memcpy(t->first + t->nfirst, p, first);
	t->nfirst += first;
	while (n > 0) {
		size_t k = sizeof t->buf - t->nbuf;

		if (k > n)
			k = n;
		memcpy(t->buf + t->nbuf, p, k);
		t->nbuf += k;
		p += k;
		n -= k;
		if (t->nbuf == sizeof t->buf)
			look(t, false);
	}
}

static enum rc
end(struct scan *s, struct records *out, struct err *e)
{
	struct stream *t = (struct stream *)s;
	struct str head = { t->first, t->nfirst < HEAD ? t->nfirst : HEAD };
	struct str release;
	struct mem_blob m;
	enum rc rc = RC_OK;

	look(t, true);
	release = str_of(t->release, t->nrelease);
	struct arena *a = arena_new(4 * MIB);
	bool boot = has(head, MAGIC_AT, STR("HdrS"));

	if (boot)
		rc = boot_version(a, mem_blob_init(&m, t->first, t->nfirst),
		    head, &release, e);
	if (rc == RC_OK && release.n > 0)
		rc = emit(a, release, out);
	else if (rc == RC_OK && (has(head, 4, STR("zimg")) ||
	    unpack_kind(head.p, head.n) != PACKED_NOT))
		rc = err_set(e, RC_LIMIT, "a packed kernel of %llu bytes",
		    (unsigned long long)t->size);
	else if (rc == RC_OK && (boot || has(head, ARM64_AT, STR("ARM\x64"))))
		out->note(out, 0, "a kernel that does not say its release");
	arena_free(a);
	return rc;
}

static void
stream_free(struct scan *s)
{
	free(s);
}

static struct scan *
scan_new(const struct file_ref *f, uint64_t size, const struct limits *lim)
{
	struct stream *t = calloc(1, sizeof *t);

	(void)f;
	(void)lim;
	if (t == NULL)
		return NULL;
	t->s = (struct scan){ feed, end, stream_free, NULL };
	t->size = size;
	return &t->s;
}

static const struct want wants[] = {
	{ WANT_NAME, "vmlinuz", 0 }, { WANT_PREFIX, "vmlinuz-", 0 },
	{ WANT_NAME, "vmlinux", 0 }, { WANT_PREFIX, "vmlinux-", 0 },
	{ WANT_NAME, "bzImage", 0 }, { WANT_PREFIX, "bzImage-", 0 },
	{ WANT_NAME, "zImage", 0 }, { WANT_PREFIX, "zImage-", 0 },
	{ WANT_NAME, "kernel", 0 }, { WANT_PREFIX, "kernel-", 0 },
	{ 0 },
};

const struct cataloger cat_linux_kernel = {
	.name = "linux-kernel",
	.about = "Linux kernels",
	.wants = wants, .reads = READ_RANDOM, .parse = parse,
	.scan_new = scan_new,
};
