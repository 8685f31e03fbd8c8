/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lib/codec: gzip (both back ends), zstd, xz and bzip2, against files that
 * gzip(1), zstd(1), xz(1) and bzip2(1) make here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/backend.h"
#include "codec/unpack.h"
#include "tests/unit/native.h"

/* How a test unpacks: each format, and gzip by either back end. */
static const struct way {
	const char *name, *suffix, *tool;
	enum packing kind;
	const struct inflate_ops *ops;
} ways[] = {
#ifdef HAVE_ISAL
	{ "gzip, isa-l", "gz", "gzip", PACKED_GZIP, &inflate_isal },
#endif
	{ "gzip, zlib", "gz", "gzip", PACKED_GZIP, &inflate_zlib },
	{ "zstd", "zst", "zstd -q", PACKED_ZSTD, NULL },
	{ "xz", "xz", "xz", PACKED_XZ, NULL },
	{ "bzip2", "bz2", "bzip2", PACKED_BZIP2, NULL },
};

enum { NWAYS = sizeof ways / sizeof *ways };

static struct reader *
open_way(const struct way *w, struct reader *in)
{
	struct reader *r;
	struct err e;

	if (w->ops != NULL) {
		assert_int_equal(gunzip_open_with(w->ops, in, &r, &e), RC_OK);
		return r;
	}
	assert_int_equal(unpack_open(in, w->kind, &r, &e), RC_OK);
	return r;
}

/*
 * Everything that r gives, in pieces of cap bytes; a failure must repeat
 * itself. r is closed.
 */
static enum rc
drain(struct reader *r, size_t cap, struct buf *out)
{
	struct err e = { "" }, again = { "" };
	size_t n = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n > 0) {
		uint8_t *p = buf_room(out, cap);

		rc = reader_read(r, p, cap, &n, &e);
		if (rc == RC_OK)
			out->n += n;
	}
	assert_int_equal(reader_read(r, buf_room(out, cap), cap, &n, &again),
	    rc);
	if (rc == RC_OK)
		assert_int_equal(n, 0);
	else
		assert_string_not_equal(e.msg, "");
	assert_string_equal(again.msg, e.msg);
	reader_close(r);
	return rc;
}

static enum rc
unpack_bytes(const struct way *w, const void *p, size_t n, struct buf *out)
{
	out->n = 0;
	return drain(open_way(w, reader_of_mem(p, n)), 65536, out);
}

static void
assert_same(struct buf got, struct buf want, const char *what)
{
	if (got.n != want.n || memcmp(got.p, want.p, got.n) != 0)
		fail_msg("%s: %zu bytes, not the %zu wanted", what, got.n,
		    want.n);
}

static void
assert_prefix(struct buf got, struct buf want, const char *what)
{
	if (got.n > want.n || (got.n != 0 && memcmp(got.p, want.p, got.n)))
		fail_msg("%s: %zu wrong bytes", what, got.n);
}

/* file.SUFFIX unpacks to the bytes of plain. */
static void
expect(const struct way *w, const char *file, const char *plain, size_t cap)
{
	char name[128], what[192];
	struct buf want = slurp(plain), got = { 0 };
	int fd;

	(void)snprintf(name, sizeof name, "%s.%s", file, w->suffix);
	(void)snprintf(what, sizeof what, "%s: %s by %zu", w->name, name, cap);
	fd = native_open(name);
	if (drain(open_way(w, reader_of_file(fd, 0, UINT64_MAX)), cap, &got)
	    != RC_OK)
		fail_msg("%s: refused", what);
	assert_same(got, want, what);
	(void)close(fd);
	buf_done(&got);
	buf_done(&want);
}

/* file.SUFFIX gives all of plain, then RC_FORMAT. */
static void
expect_damage(const struct way *w, const char *file, const char *plain)
{
	char name[128];
	struct buf want = slurp(plain), got = { 0 }, in;

	(void)snprintf(name, sizeof name, "%s.%s", file, w->suffix);
	in = slurp(name);
	if (unpack_bytes(w, in.p, in.n, &got) != RC_FORMAT)
		fail_msg("%s: %s: accepted", w->name, name);
	if (w->kind == PACKED_XZ)	/* the last 64 KiB are lost */
		assert_prefix(got, want, name);
	else
		assert_same(got, want, name);
	buf_done(&got);
	buf_done(&want);
	buf_done(&in);
}

static int
make_inputs(void **state)
{
	(void)state;
	native_begin("unpack");
	sh("cat \"$TREE\"/lib/*/*.[ch] \"$TREE\"/LICENSE > text");
	sh("head -c 700000 /proc/self/exe | cat - text > mixed");
	sh("printf 'a small file, a small file\\n' > small; : > empty");
	sh("cat mixed text empty small > joined");
	sh("(cat joined joined joined joined) > long");
	for (size_t i = 0; i < NWAYS; i++) {
		const char *t = ways[i].tool, *x = ways[i].suffix;

		sh("for f in text mixed small empty long; do"
		    " %s -c < $f > $f.%s; done", t, x);
		sh("cat mixed.%s text.%s empty.%s small.%s > joined.%s",
		    x, x, x, x, x);
		sh("(cat joined.%s; head -c 10240 /dev/zero) > padded.%s",
		    x, x);
		sh("(cat joined.%s; echo junk, and more of it) > junk.%s",
		    x, x);
		sh("(cat padded.%s; echo junk) > late.%s", x, x);
		sh("cat empty.%s empty.%s > nothing.%s", x, x, x);
		sh("split -b 997 --filter='%s -c' text > pieces.%s", t, x);
	}
	return 0;
}

static void
test_kinds(void **state)
{
	static const struct { const char *file; enum packing kind; } t[] = {
		{ "text", PACKED_NOT }, { "empty", PACKED_NOT },
		{ "text.gz", PACKED_GZIP }, { "empty.gz", PACKED_GZIP },
		{ "text.zst", PACKED_ZSTD }, { "empty.zst", PACKED_ZSTD },
		{ "text.xz", PACKED_XZ }, { "empty.xz", PACKED_XZ },
		{ "text.bz2", PACKED_BZIP2 }, { "empty.bz2", PACKED_BZIP2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct buf b = slurp(t[i].file);
		size_t n = b.n < UNPACK_PEEK ? b.n : (size_t)UNPACK_PEEK;

		assert_int_equal(unpack_kind(b.p, n), t[i].kind);
		buf_done(&b);
	}
	assert_int_equal(unpack_kind("\x50\x2a\x4d\x18", 4), PACKED_ZSTD);
	assert_int_equal(unpack_kind("BZhello", 6), PACKED_NOT);
	assert_string_equal(unpack_name(PACKED_ZSTD), "zstd");
	assert_string_equal(unpack_name(PACKED_NOT), "plain");
}

static void
test_round(void **state)
{
	static const char *const same[] = {
		"text", "mixed", "small", "empty", "long", "joined" };

	(void)state;
	for (size_t i = 0; i < NWAYS; i++) {
		for (size_t j = 0; j < sizeof same / sizeof *same; j++)
			expect(&ways[i], same[j], same[j], 1 << 20);
		expect(&ways[i], "padded", "joined", 100000);
		expect(&ways[i], "nothing", "empty", 512);
		expect(&ways[i], "pieces", "text", 65536);
	}
}

static void
test_any_capacity(void **state)
{
	static const size_t caps[] = { 1, 7, 512, 4096, 32768, 65537 };

	(void)state;
	for (size_t i = 0; i < NWAYS; i++)
		for (size_t j = 0; j < sizeof caps / sizeof *caps; j++) {
			expect(&ways[i], "text", "text", caps[j]);
			expect(&ways[i], "pieces", "text", caps[j]);
		}
}

static void
test_junk(void **state)
{
	(void)state;
	for (size_t i = 0; i < NWAYS; i++) {
		expect_damage(&ways[i], "junk", "joined");
		expect_damage(&ways[i], "late", "joined");
	}
}

static void
test_empty_input(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < NWAYS; i++)
		assert_int_equal(unpack_bytes(&ways[i], "", 0, &out),
		    RC_FORMAT);
	buf_done(&out);
}

static void
truncate_at(const struct way *w, struct buf in, struct buf plain, size_t n)
{
	struct buf out = { 0 };

	if (unpack_bytes(w, in.p, n, &out) != RC_FORMAT)
		fail_msg("%s: accepted %zu of %zu bytes", w->name, n, in.n);
	assert_prefix(out, plain, w->name);
	buf_done(&out);
}

static void
test_truncated(void **state)
{
	struct buf small = slurp("small"), mixed = slurp("mixed");
	char name[64];

	(void)state;
	for (size_t i = 0; i < NWAYS; i++) {
		(void)snprintf(name, sizeof name, "small.%s", ways[i].suffix);
		struct buf in = slurp(name);

		for (size_t n = 0; n < in.n; n++)
			truncate_at(&ways[i], in, small, n);
		buf_done(&in);
		(void)snprintf(name, sizeof name, "mixed.%s", ways[i].suffix);
		in = slurp(name);
		for (size_t n = 0; n < in.n; n += in.n / 40 + 1)
			truncate_at(&ways[i], in, mixed, n);
		buf_done(&in);
	}
	buf_done(&small);
	buf_done(&mixed);
}

/* Whatever bit is wrong: refused, or one that says nothing of the bytes. */
static void
test_flipped(void **state)
{
	struct buf small = slurp("small"), out = { 0 };
	char name[64];

	(void)state;
	for (size_t i = 0; i < NWAYS; i++) {
		(void)snprintf(name, sizeof name, "small.%s", ways[i].suffix);
		struct buf in = slurp(name);
		size_t refused = 0;

		for (size_t bit = 0; bit < 8 * in.n; bit++) {
			uint8_t was = in.p[bit / 8];

			in.p[bit / 8] = (uint8_t)(was ^ 1U << bit % 8);
			if (unpack_bytes(&ways[i], in.p, in.n, &out) == RC_OK)
				assert_same(out, small, name);
			else
				refused++;
			in.p[bit / 8] = was;
		}
		assert_true(refused > 4 * in.n);
		buf_done(&in);
	}
	buf_done(&small);
	buf_done(&out);
}

static void
test_gzip_trailer(void **state)
{
	struct buf plain = slurp("mixed"), in = slurp("mixed.gz"), out = { 0 };

	(void)state;
	for (size_t i = 0; i < NWAYS && ways[i].ops != NULL; i++)
		for (size_t at = in.n - 8; at < in.n; at++) {
			in.p[at] ^= 1;
			assert_int_equal(unpack_bytes(&ways[i], in.p, in.n,
			    &out), RC_FORMAT);
			assert_same(out, plain, "before a bad trailer");
			in.p[at] ^= 1;
		}
	buf_done(&plain);
	buf_done(&in);
	buf_done(&out);
}

/* RFC 1952 section 2.3.1.2: the low half of CRC-32 over the header. */
static uint16_t
header_crc(const uint8_t *p, size_t n)
{
	uint32_t c = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		c ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			c = c >> 1 ^ (c & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return (uint16_t)~c;
}

static void
test_gzip_header(void **state)
{
	struct buf plain = slurp("small"), in = slurp("small.gz");
	struct buf made = { 0 }, out = { 0 };
	static const uint8_t head[] = "\x1f\x8b\x08\x1e\1\2\3\4\0\3"
	    "\5\0extra" "a name\0" "a comment";

	(void)state;
	assert_int_equal(in.p[3], 0);	/* gzip -c < file writes no name */
	for (size_t i = 0; i < NWAYS && ways[i].ops != NULL; i++) {
		uint16_t crc = header_crc(head, sizeof head);
		uint8_t c[2] = { (uint8_t)crc, (uint8_t)(crc >> 8) };

		made.n = 0;
		assert_true(buf_add(&made, head, sizeof head));
		assert_true(buf_add(&made, c, 2));
		assert_true(buf_add(&made, in.p + 10, in.n - 10));
		assert_int_equal(unpack_bytes(&ways[i], made.p, made.n, &out),
		    RC_OK);
		assert_same(out, plain, "optional fields");
		for (size_t n = 0; n < made.n; n++)
			truncate_at(&ways[i], made, plain, n);
		made.p[4] ^= 1;		/* MTIME */
		assert_int_equal(unpack_bytes(&ways[i], made.p, made.n, &out),
		    RC_FORMAT);
		made.p[3] |= 0x20;
		assert_int_equal(unpack_bytes(&ways[i], made.p, made.n, &out),
		    RC_UNSUPPORTED);
		made.p[3] = 0;
		made.p[2] = 7;
		assert_int_equal(unpack_bytes(&ways[i], made.p, made.n, &out),
		    RC_UNSUPPORTED);
	}
	buf_done(&plain);
	buf_done(&in);
	buf_done(&made);
	buf_done(&out);
}

static const struct way *
way_of(enum packing kind)
{
	for (size_t i = 0; i < NWAYS; i++)
		if (ways[i].kind == kind)
			return &ways[i];
	fail();
	return NULL;
}

/* RFC 8878 section 3.1.2: magic 0x184D2A5?, a length, that many bytes. */
static void
test_zstd_skippable(void **state)
{
	const struct way *w = way_of(PACKED_ZSTD);

	(void)state;
	sh("printf 'P*M\\030\\003\\000\\000\\000abc' > skip.zst");
	sh("printf '_*M\\030\\000\\000\\000\\000' > skip0.zst");
	sh("cat skip.zst text.zst skip0.zst skip.zst > s.zst; cp text s");
	expect(w, "s", "s", 4096);
	expect(w, "skip", "empty", 4096);
	sh("head -c -1 s.zst > cut.zst");
	expect_damage(w, "cut", "text");
}

static void
expect_limit(const struct way *w, const char *file)
{
	struct buf in = slurp(file), out = { 0 };

	assert_int_equal(unpack_bytes(w, in.p, in.n, &out), RC_LIMIT);
	assert_int_equal(out.n, 0);
	buf_done(&in);
	buf_done(&out);
}

static void
test_windows(void **state)
{
	const struct way *z = way_of(PACKED_ZSTD), *x = way_of(PACKED_XZ);

	(void)state;
	/* a window descriptor is written when the size is not known */
	sh("cat text | zstd -q --long=27 -c > text27.zst");
	sh("cat text | zstd -q --long=28 -c > text28.zst");
	expect(z, "text27", "text", 4096);
	expect_limit(z, "text28.zst");
	sh("xz -c --lzma2=preset=0,dict=128MiB < text > text128.xz");
	sh("xz -c --lzma2=preset=0,dict=192MiB < text > text192.xz");
	expect(x, "text128", "text", 4096);
	expect_limit(x, "text192.xz");
	sh("xz -c --check=sha256 --x86 --lzma2 < text > x86.xz");
	expect(x, "x86", "text", 4096);
}

static void
test_many_members(void **state)
{
	(void)state;
	sh("tail -c 20000 text > tail; split -b 997 --filter='gzip -c' tail"
	    " > tail.gz");
	for (size_t i = 0; i < NWAYS && ways[i].ops != NULL; i++) {
		/* at, before and behind each member's end */
		expect(&ways[i], "tail", "tail", 997);
		expect(&ways[i], "tail", "tail", 111);
		expect(&ways[i], "tail", "tail", 1);
	}
}

/* ISA-L counts bits past the end of input that goes wrong there. */
static void
test_past_the_end(void **state)
{
	static const uint8_t in[] = {
		0x1f, 0x8b, 0x08, 0x00, 0x23, 0x51, 0x9c, 0x02, 0x6b, 0x00,
		0x03, 0x2b, 0xce, 0x4d, 0xcc, 0x45, 0x75, 0x05, 0x00, 0x00,
		0x00, 0x6a, 0x75, 0x6e, 0x6b, 0x0a };

	(void)state;
	for (size_t i = 0; i < NWAYS && ways[i].ops != NULL; i++) {
		struct reader *r = open_way(&ways[i],
		    reader_of_mem(in, sizeof in));
		struct err e;
		uint8_t out[64];
		size_t n;

		assert_int_equal(reader_fill(r, out, sizeof out, &n, &e),
		    RC_FORMAT);
		reader_close(r);
	}
}

/* A reader that fails beneath is told as it is, after what was good. */
static enum rc
broken_read(struct reader *r, void *p, size_t cap, size_t *ret_n,
    struct err *e)
{
	(void)r;
	(void)p;
	(void)cap;
	(void)ret_n;
	return err_set(e, RC_IO, "the disk is gone");
}

static void
broken_close(struct reader *r)
{
	(void)r;
}

static void
test_failing_input(void **state)
{
	struct reader broken = { broken_read, broken_close };
	struct buf mixed = slurp("mixed"), out = { 0 };
	char name[64];

	(void)state;
	for (size_t i = 0; i < NWAYS; i++) {
		(void)snprintf(name, sizeof name, "mixed.%s", ways[i].suffix);
		struct buf in = slurp(name);

		out.n = 0;
		assert_int_equal(drain(open_way(&ways[i], reader_after(in.p,
		    in.n - 100, &broken)), 65536, &out), RC_IO);
		assert_prefix(out, mixed, name);
		out.n = 0;
		assert_int_equal(drain(open_way(&ways[i], &broken), 512, &out),
		    RC_IO);
		assert_int_equal(drain(open_way(&ways[i], NULL), 512, &out),
		    RC_IO);
		buf_done(&in);
	}
	buf_done(&mixed);
	buf_done(&out);
}

static void
test_plain(void **state)
{
	struct reader *in = reader_of_mem("abc", 3), *r = NULL;
	struct err e;

	(void)state;
	assert_int_equal(unpack_open(in, PACKED_NOT, &r, &e), RC_OK);
	assert_ptr_equal(r, in);
	reader_close(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_any_capacity),
		cmocka_unit_test(test_junk),
		cmocka_unit_test(test_empty_input),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_flipped),
		cmocka_unit_test(test_gzip_trailer),
		cmocka_unit_test(test_gzip_header),
		cmocka_unit_test(test_zstd_skippable),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_many_members),
		cmocka_unit_test(test_past_the_end),
		cmocka_unit_test(test_failing_input),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests_name("unpack", tests, make_inputs,
	    NULL);
}
