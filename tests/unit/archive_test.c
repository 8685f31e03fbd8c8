/* SPDX-License-Identifier: Apache-2.0 */
/* lib/codec/archive, against archives that tar(1) and zip(1) make here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/archive.h"
#include "tests/unit/native.h"

static int
make_inputs(void **state)
{
	(void)state;
	native_begin("archive");
	sh("mkdir -p in/dir/deeper && cd in && seq 1 40000 > numbers &&"
	    " cp \"$TREE\"/LICENSE dir/licence && : > dir/empty &&"
	    " echo '{\"id\": 1}' > dir/deeper/a.json &&"
	    " head -c 5000 /dev/zero > zeros && ln -s numbers link &&"
	    " n=$(printf 'n%%.0s' $(seq 1 90)) && mkdir $n && echo l > $n/$n");
	/* what the tests want of every archive, in tar's order */
	sh("cd in && find . -type f | LC_ALL=C sort > ../names &&"
	    " while read f; do echo \"$f\"; cat \"$f\"; done < ../names"
	    " > ../want");
	sh("for f in gnu pax ustar; do tar -C in --format=$f -cf $f.tar"
	    " --no-recursion -T names; done");
	sh("cd in && tar -cf ../dirs.tar --sort=name . && cd .. &&"
	    " tar -C in -cf one.tar --blocking-factor=1 ./dir/licence");
	sh("gzip -k pax.tar; zstd -qk pax.tar; xz -k pax.tar; bzip2 -k"
	    " pax.tar");
	sh("cd in && zip -q -X ../names.zip -@ < ../names &&"
	    " zip -q -X -0 ../stored.zip -@ < ../names &&"
	    " zip -q -r ../dirs.zip . && printf 'a comment' |"
	    " (cat ../names.zip > ../comment.zip; zip -q -z ../comment.zip)"
	    " && zip -q - -@ < ../names > ../stream.zip");
	return 0;
}

static struct str
without_dot(struct str s)
{
	return str_starts(s, STR("./")) ? str_from_pos(s, 2) : s;
}

/* Names and bytes of all members, as make_inputs wrote them to "want". */
static enum rc
list(struct reader *in, int fd, struct buf *out, struct err *e)
{
	struct archive_in *a;
	struct str name;
	uint64_t size;
	enum rc rc = archive_open(in, fd, &a, e);

	if (rc != RC_OK)
		return rc;
	while ((rc = archive_next(a, &name, &size, e)) == RC_OK) {
		size_t n = 1, at;

		name = without_dot(name);
		assert_true(buf_add_str(out, STR("./")));
		assert_true(buf_add_str(out, name));
		assert_true(buf_add(out, "\n", 1));
		at = out->n;
		while (rc == RC_OK && n > 0) {
			uint8_t *p = buf_room(out, 5000);

			rc = reader_read(archive_member(a), p, 5000, &n, e);
			if (rc == RC_OK)
				out->n += n;
		}
		if (rc != RC_OK)
			break;
		assert_true(size == UINT64_MAX || size == out->n - at);
	}
	if (rc != RC_OK) {
		struct err again = { "" };

		assert_int_equal(archive_next(a, &name, &size, &again), rc);
		assert_string_equal(again.msg, e->msg);
	}
	archive_close(a);
	return rc;
}

static void
expect(const char *file, bool by_fd)
{
	struct buf want = slurp("want"), got = { 0 };
	int fd = native_open(file);
	struct reader *r = by_fd ? NULL : reader_of_fd(fd);
	struct err e = { "" };
	enum rc rc = list(r, by_fd ? fd : -1, &got, &e);

	if (rc != RC_STOP)
		fail_msg("%s: %s", file, e.msg);
	if (got.n != want.n || memcmp(got.p, want.p, got.n) != 0)
		fail_msg("%s: other members (%zu of %zu bytes)", file, got.n,
		    want.n);
	reader_close(r);
	(void)close(fd);
	buf_done(&got);
	buf_done(&want);
}

static void
test_members(void **state)
{
	static const char *const files[] = {
		"gnu.tar", "pax.tar", "ustar.tar", "pax.tar.gz",
		"pax.tar.zst", "pax.tar.xz", "pax.tar.bz2", "names.zip",
		"stored.zip", "comment.zip", "stream.zip",
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		expect(files[i], true);
		expect(files[i], false);
	}
}

static size_t
count(const char *file, bool by_fd)
{
	int fd = native_open(file);
	struct reader *r = by_fd ? NULL : reader_of_fd(fd);
	struct archive_in *a;
	struct str name;
	struct err e = { "" };
	uint64_t size;
	size_t n = 0;
	enum rc rc;

	assert_int_equal(archive_open(r, fd, &a, &e), RC_OK);
	while ((rc = archive_next(a, &name, &size, &e)) == RC_OK)
		n++;
	if (rc != RC_STOP)
		fail_msg("%s: %s", file, e.msg);
	archive_close(a);
	reader_close(r);
	(void)close(fd);
	return n;
}

/* Directories and links are not members; zip(1) follows the link. */
static void
test_other_types(void **state)
{
	(void)state;
	assert_int_equal(count("dirs.tar", true), 6);
	assert_int_equal(count("dirs.tar", false), 6);
	assert_int_equal(count("dirs.zip", true), 7);
	assert_int_equal(count("dirs.zip", false), 7);
}

static void
test_kind(void **state)
{
	static const struct { const char *file; bool is; } t[] = {
		{ "gnu.tar", true }, { "pax.tar", true }, { "ustar.tar", true },
		{ "names.zip", true }, { "stored.zip", true },
		{ "want", false }, { "in/zeros", false },
		{ "pax.tar.gz", false }, { "in/dir/empty", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct buf b = slurp(t[i].file);

		if (archive_kind(b.p, b.n < 512 ? b.n : 512) != t[i].is)
			fail_msg("%s", t[i].file);
		buf_done(&b);
	}
	assert_false(archive_kind("PK", 2));
}

/* No matter where it is cut: never the end, and never a wrong byte. */
static void
cut(const char *file, size_t n, bool by_fd)
{
	struct buf want = slurp("want"), all = slurp(file), got = { 0 };
	struct err e = { "" };
	struct reader *r = reader_of_mem(all.p, n);
	int fd = -1;
	enum rc rc;

	if (by_fd) {
		sh("head -c %zu %s > cut", n, file);
		fd = native_open("cut");
	}
	rc = list(by_fd ? NULL : r, fd, &got, &e);
	if (rc != RC_FORMAT)
		fail_msg("%s: %zu of %zu bytes: %d", file, n, all.n, rc);
	assert_string_not_equal(e.msg, "");
	if (str_starts(str_from(file), STR("pax")))
		assert_memory_equal(got.p, want.p, got.n);
	reader_close(r);
	if (fd >= 0)
		(void)close(fd);
	buf_done(&got);
	buf_done(&want);
	buf_done(&all);
}

static void
test_cut(void **state)
{
	static const char *const files[] = {
		"pax.tar.gz", "pax.tar.zst", "pax.tar.xz", "pax.tar.bz2",
		"names.zip", "stored.zip", "comment.zip",
	};
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		b = slurp(files[i]);
		for (size_t n = 0; n < b.n; n += b.n / 100 + 1)
			cut(files[i], n, n % 8 == 0);
		cut(files[i], b.n - 1, false);
		cut(files[i], b.n - 1, true);
		buf_done(&b);
	}
	/* at every block, so between members and inside the end as well */
	b = slurp("one.tar");
	for (size_t n = 0; n < b.n; n += 512)
		cut("one.tar", n, false);
	for (size_t n = 0; n < b.n; n += 201)
		cut("one.tar", n, false);
	buf_done(&b);
	b = slurp("pax.tar");
	for (size_t n = 0; n + 10240 < b.n; n += 512)
		cut("pax.tar", n, false);
	buf_done(&b);
}

static void
expect_damage(const char *file)
{
	int fd = native_open(file);
	struct reader *r = reader_of_fd(fd);
	struct buf got = { 0 };
	struct err e = { "" };

	if (list(NULL, fd, &got, &e) != RC_FORMAT)
		fail_msg("%s by descriptor: accepted", file);
	if (list(r, -1, &got, &e) != RC_FORMAT)
		fail_msg("%s by reader: accepted", file);
	reader_close(r);
	(void)close(fd);
	buf_done(&got);
}

static void
test_damage(void **state)
{
	(void)state;
	/* a second archive behind the end would be passed over in silence */
	sh("cat one.tar pax.tar > two.tar");
	expect_damage("two.tar");
	sh("(cat one.tar; echo junk) > junk.tar");
	expect_damage("junk.tar");
	/* one block of zeros where two belong */
	sh("head -c -512 one.tar > lone.tar");
	expect_damage("lone.tar");
	/* a wrong CRC-32 in a stored member's bytes */
	sh("cp stored.zip bad.zip && printf X | dd of=bad.zip bs=1 seek=400"
	    " conv=notrunc status=none");
	expect_damage("bad.zip");
	sh("cp pax.tar bad.tar && printf X | dd of=bad.tar bs=1 seek=100"
	    " conv=notrunc status=none");
	expect_damage("bad.tar");
	sh("gzip -c pax.tar > bad.tgz && printf XXXX | dd of=bad.tgz bs=1"
	    " seek=$(($(stat -c %%s bad.tgz) - 8)) conv=notrunc status=none");
	expect_damage("bad.tgz");
	/* of two zips the last one's directory is all that readers see; the
	   second has as many members, and once knows where they are */
	sh("cat names.zip stored.zip > two.zip");
	expect_damage("two.zip");
	sh("cp two.zip mended.zip; zip -q -A mended.zip");
	expect_damage("mended.zip");
	sh("head -c 100 names.zip | cat - stored.zip > before.zip");
	expect_damage("before.zip");
	expect_damage("want");
	expect_damage("in/dir/empty");
}

/* Names that are not ASCII, under the C locale, in either format. */
static void
test_names(void **state)
{
	static const char *const files[] = { "u.tar", "g.tar", "u.zip" };

	(void)state;
	sh("mkdir u && cd u && echo x > \"$(printf 'caf\\303\\251')\" &&"
	    " tar --format=pax -cf ../u.tar * && tar --format=gnu -cf"
	    " ../g.tar * && LC_ALL=C.UTF-8 zip -q ../u.zip *");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		int fd = native_open(files[i]);
		struct archive_in *a;
		struct str name;
		uint64_t size;
		struct err e = { "" };

		assert_int_equal(archive_open(NULL, fd, &a, &e), RC_OK);
		if (archive_next(a, &name, &size, &e) != RC_OK)
			fail_msg("%s: %s", files[i], e.msg);
		if (!str_eq(name, STR("caf\xc3\xa9")))
			fail_msg("%s: %.*s", files[i], STR_ARG(name));
		assert_int_equal(size, 2);
		assert_int_equal(archive_next(a, &name, &size, &e), RC_STOP);
		archive_close(a);
		(void)close(fd);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_other_types),
		cmocka_unit_test(test_kind),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("archive", tests, make_inputs,
	    NULL);
}
