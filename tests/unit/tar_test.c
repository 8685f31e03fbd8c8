/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our tar walk against libarchive's, over archives that tar makes now
 * (tests/tools/tars.sh); then what libarchive does not say: cut archives,
 * numbers, paths.
 */
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "codec/reader.h"
#include "sbom/layer/path.h"
#include "sbom/layer/ring.h"
#include "sbom/layer/tar.h"
#include "sbom/layer/tar_pax.h"

#define DIR_TARS "build/tests/tars"

static void
line(struct buf *b, char kind, const char *path, const char *link,
    uint64_t size, int64_t mtime_s, uint32_t sum)
{
	char text[2048];
	int n = snprintf(text, sizeof text, "%c %s -> %s %" PRIu64 " %" PRId64
	    " %08x\n", kind, path, link, size, mtime_s, sum);

	assert_true(n > 0 && (size_t)n < sizeof text);
	(void)buf_add(b, text, (size_t)n);
}

static uint32_t
sum_of(const uint8_t *p, size_t n)
{
	uint32_t h = 2166136261u;	/* FNV-1a: enough to tell contents */

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 16777619u;
	return h;
}

enum how { BY_PREAD, BY_STREAM, BY_RING };

static void
by_ours(int fd, enum how how, struct buf *b)
{
	struct reader *r = how == BY_PREAD ? NULL :
	    reader_of_file(fd, 0, UINT64_MAX);
	struct source *s = how == BY_PREAD ? source_of_file(fd, 0, UINT64_MAX)
	    : how == BY_RING ? ring_source(r) : source_of_reader(r);
	struct tar *t = tar_new(s);
	struct tar_entry m;
	struct err e = { "" };
	enum rc rc;

	s->stated = false;
	while ((rc = tar_next(t, &m, &e)) == RC_OK) {
		static const char kinds[] = "fdlhco";
		char path[1024], link[1024];
		uint32_t sum = 0;

		(void)snprintf(path, sizeof path, "%.*s", STR_ARG(m.path));
		(void)snprintf(link, sizeof link, "%.*s",
		    STR_ARG(m.kind == TAR_HARDLINK || m.kind == TAR_SYMLINK ?
		    m.link : STR("")));
		if (m.kind == TAR_FILE) {
			uint8_t *p = malloc((size_t)m.size + 1);

			assert_int_equal(tar_read_file(t, p, &e), RC_OK);
			sum = sum_of(p, (size_t)m.size);
			free(p);
		}
		if (m.kind != TAR_OTHER)
			line(b, kinds[m.kind], path, link, m.size, m.mtime_s,
			    sum);
	}
	assert_int_equal(rc, RC_STOP);
	assert_true(tar_whole(t));
	tar_free(t);
	source_close(s);
}

static uint32_t
archive_sum(struct archive *a, int64_t size)
{
	uint8_t *p = calloc(1, (size_t)size + 1);
	const void *block;
	size_t n;
	la_int64_t off;

	while (archive_read_data_block(a, &block, &n, &off) == ARCHIVE_OK)
		memcpy(p + off, block, n);
	uint32_t sum = sum_of(p, (size_t)size);

	free(p);
	return sum;
}

static void
by_libarchive(const char *path, struct buf *b)
{
	struct archive *a = archive_read_new();
	struct archive_entry *x;

	archive_read_support_format_tar(a);
	assert_int_equal(archive_read_open_filename(a, path, 10240),
	    ARCHIVE_OK);
	while (archive_read_next_header(a, &x) <= ARCHIVE_OK &&
	    archive_errno(a) == 0) {
		const char *hard = archive_entry_hardlink(x);
		const char *link = hard != NULL ? hard :
		    archive_entry_symlink(x);
		unsigned type = archive_entry_filetype(x);
		char kind = hard != NULL ? 'h' : type == AE_IFREG ? 'f' :
		    type == AE_IFDIR ? 'd' : type == AE_IFLNK ? 'l' :
		    type == AE_IFCHR ? 'c' : 'o';
		int64_t size = kind == 'f' ? archive_entry_size(x) : 0;
		uint32_t sum = kind == 'f' ? archive_sum(a, size) : 0;

		if (kind != 'o')
			line(b, kind, archive_entry_pathname(x),
			    link != NULL ? link : "", (uint64_t)size,
			    (int64_t)archive_entry_mtime(x), sum);
	}
	archive_read_free(a);
}

static void
same(struct buf *ours, struct buf *theirs, const char *path)
{
	if (ours->n != theirs->n || memcmp(ours->p, theirs->p, ours->n) != 0)
		fail_msg("%s:\n%.*s---\n%.*s", path, (int)ours->n, ours->p,
		    (int)theirs->n, theirs->p);
	ours->n = 0;
}

static void
differential(void **state)
{
	struct dirent *x;
	unsigned count = 0;

	(void)state;
	assert_int_equal(system("rm -rf " DIR_TARS " && "
	    "sh tests/tools/tars.sh tar " DIR_TARS " && "
	    /* Some blocks of a ring long, with headers at every place. */
	    "tar -cf " DIR_TARS "/tree.tar lib sbom feeds match tests && "
	    "tar -cf " DIR_TARS "/wide.tar -b 7 tests/fixtures lib"), 0);
	DIR *d = opendir(DIR_TARS);

	assert_non_null(d);
	while ((x = readdir(d)) != NULL) {
		char path[512];
		struct buf ours = { 0 }, theirs = { 0 };

		if (x->d_name[0] == '.' || strcmp(x->d_name, "zeros.tar") == 0)
			continue;
		(void)snprintf(path, sizeof path, DIR_TARS "/%s", x->d_name);
		int fd = open(path, O_RDONLY);

		assert_true(fd >= 0);
		by_libarchive(path, &theirs);
		assert_true(theirs.n > 0);
		for (unsigned how = BY_PREAD; how <= BY_RING; how++) {
			by_ours(fd, (enum how)how, &ours);
			same(&ours, &theirs, path);
		}
		buf_done(&ours);
		buf_done(&theirs);
		(void)close(fd);
		count++;
	}
	(void)closedir(d);
	assert_true(count >= 12);
}

/* libarchive calls each of these complete. */
static void
cut(void **state)
{
	static uint8_t data[200000];
	size_t n = 0, whole = 0;
	struct err e = { "" };
	int fd = open(DIR_TARS "/gnu.tar", O_RDONLY);

	(void)state;
	assert_true(fd >= 0);
	struct reader *r = reader_of_fd(fd);

	assert_int_equal(reader_fill(r, data, sizeof data, &n, &e), RC_OK);
	reader_close(r);
	(void)close(fd);
	assert_true(n > 2048 && n < sizeof data);
	for (size_t at = 0; at <= n; at += 256) {
		struct source *s = source_of_reader(reader_of_mem(data, at));
		struct tar *t = tar_new(s);
		struct tar_entry m;
		enum rc rc;

		while ((rc = tar_next(t, &m, &e)) == RC_OK)
			;
		if (rc == RC_STOP && tar_whole(t))
			whole++;
		else
			assert_true(at < n);
		tar_free(t);
		source_close(s);
	}
	assert_int_equal(whole, 1);	/* only with both zero blocks */
}

static void
numbers(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		bool ok;
		int64_t want;
	} rows[] = {
		{ "0000644\0", 8, true, 0644 },
		{ "   644 \0", 8, true, 0644 },
		{ "\0\0\0\0\0\0\0\0", 8, true, 0 },
		{ "        ", 8, true, 0 },
		{ "77777777", 8, true, 077777777 },
		{ "0000648\0", 8, false, 0 },
		{ "-000001\0", 8, false, 0 },
		{ "\x80\0\0\0\0\0\1\0", 8, true, 256 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff", 8, true, -1 },
		{ "\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12, true,
		    INT64_MAX },
		{ "\x80\0\0\0\x80\0\0\0\0\0\0\0", 12, false, 0 },
		{ "\x80\1\0\0\0\0\0\0\0\0\0\0", 12, false, 0 },
		{ "\xff\xff\xff\xff\0\0\0\0\0\0\0\0", 12, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t v = 0;
		bool ok = tar_signed((const uint8_t *)rows[i].text, rows[i].n,
		    &v);

		assert_int_equal(ok, rows[i].ok);
		if (ok)
			assert_true(v == rows[i].want);
	}
}

static void
paths(void **state)
{
	static const struct { const char *raw, *want; } rows[] = {
		{ "a/b", "a/b" }, { "./a/b", "a/b" }, { "/a", "a" },
		{ "///a//b///", "a/b" }, { "./", "" }, { ".", "" },
		{ "", "" }, { "/", "" }, { "..", "" }, { "../a", "a" },
		{ "a/../b", "b" }, { "a/b/../../..//c", "c" },
		{ "a/./b", "a/b" }, { "././a", "a" }, { ".a", ".a" },
		{ "a..b/..c", "a..b/..c" }, { "/./../a/.", "a" },
		{ "\xff\xfe/\x01", "\xff\xfe/\x01" },
	};
	char room[PATH_MAX_BYTES], deep[3 * PATH_MAX_DEPTH];
	struct str got;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(path_clean(str_from(rows[i].raw), room, &got));
		if (!str_eq(got, str_from(rows[i].want)))
			fail_msg("%s: got %.*s", rows[i].raw, STR_ARG(got));
	}
	memset(deep, 'a', sizeof deep);
	for (size_t i = 1; i < sizeof deep; i += 2)
		deep[i] = '/';
	assert_true(path_clean(str_of(deep, 2 * PATH_MAX_DEPTH), room, &got));
	assert_false(path_clean(str_of(deep, 2 * PATH_MAX_DEPTH + 1), room,
	    &got));
}

static void
bad_pax(void **state)
{
	static const char *const rows[] = { "5 a=b\n", "x a=b\n", "99 a=b\n",
		"6 a=b\n", "6 abc\n", "13 size=-12\n\n", "12 size=abc\n",
		"0 \n", "18446744073709551616 a=b\n",
		"19 GNU.sparse.map=1\n\n", "23 GNU.sparse.map=9,9,1,1\n" };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tar_pax p = { 0 };
		struct tar_runs runs = { 0 };
		struct err e = { "" };

		(void)buf_add(&p.text, rows[i], strlen(rows[i]));
		enum rc rc = tar_pax_parse(&p, &runs, &e);

		if (strcmp(rows[i], "6 a=b\n") == 0)
			assert_int_equal(rc, RC_OK);
		else
			assert_int_equal(rc, RC_FORMAT);
		buf_done(&p.text);
		free(runs.v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differential),
		cmocka_unit_test(cut),
		cmocka_unit_test(numbers),
		cmocka_unit_test(paths),
		cmocka_unit_test(bad_pax),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
