/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zip by its directory and as it comes, against what Python's zipfile lists of
 * archives made by zip(1), by jar(1) where it is there, and by zipfile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "codec/deflate.h"
#include "sbom/binary/zip.h"
#include "tests/unit/native.h"

static int
make_inputs(void **state)
{
	(void)state;
	native_begin("zip");
	sh("sh \"$TREE\"/tests/tools/zips.sh .");
	return 0;
}

/* ---- what came: a line for each entry ---- */

struct got {
	struct zip_sink s;
	struct buf lines;
	uint32_t crc;
	uint64_t n;
	unsigned odd;
	char said[200];
	bool pass;		/* over all but the first: names alone */
};

static void
got_line(struct got *g, const struct zip_entry *x)
{
	char text[64];

	(void)snprintf(text, sizeof text, " %llu %08x\n",
	    (unsigned long long)g->n, (unsigned)g->crc);
	(void)buf_add_str(&g->lines, x->name);
	(void)buf_add_str(&g->lines, str_from(text));
	g->n = g->crc = 0;
}

static bool
got_bytes(void *ctx, const uint8_t *p, size_t n)
{
	struct got *g = ctx;

	g->crc = crc32_add(g->crc, p, n);
	g->n += n;
	return true;
}

static bool
on_begin(struct zip_sink *s, const struct zip_entry *x)
{
	struct got *g = (struct got *)s;

	g->n = g->crc = 0;
	if (g->pass) {
		bool first = g->lines.n == 0;

		(void)buf_add_str(&g->lines, x->name);
		(void)buf_add_str(&g->lines, STR("\n"));
		return first;
	}
	if (zip_is_dir(x))
		got_line(g, x);
	return true;
}

static void
on_data(struct zip_sink *s, const uint8_t *p, size_t n)
{
	(void)got_bytes(s, p, n);
}

static void
on_end(struct zip_sink *s, const struct zip_entry *x)
{
	if (!((struct got *)s)->pass)
		got_line((struct got *)s, x);
}

static void
on_odd(struct zip_sink *s, struct str name, const char *what)
{
	struct got *g = (struct got *)s;

	g->odd++;
	(void)snprintf(g->said, sizeof g->said, "%.*s: %s", STR_ARG(name),
	    what);
}

static struct got
got_new(void)
{
	return (struct got){ .s = { on_begin, on_data, on_end, on_odd } };
}

static enum rc
by_directory(struct buf *file, struct got *g, uint64_t work, struct err *e)
{
	struct mem_blob m;
	struct zip_budget w = { .left = work };
	struct zip z;
	struct zip_entry x;
	enum rc rc = zip_open(&z, mem_blob_init(&m, file->p, file->n), &w, e);

	while (rc == RC_OK && (rc = zip_next(&z, &x, e)) == RC_OK) {
		if (!zip_is_dir(&x))
			rc = zip_read(&z, &x, got_bytes, g, e);
		if (rc == RC_OK)
			got_line(g, &x);
	}
	zip_done(&z);
	zip_budget_done(&w);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
as_it_comes(struct buf *file, struct got *g, size_t chunk, uint64_t work,
    struct err *e)
{
	struct zip_budget w = { .left = work };
	struct zip_push *z = zip_push_new(&g->s, &w);
	uint64_t entries;
	enum rc rc;

	assert_non_null(z);
	for (size_t i = 0; i < file->n; i += chunk) {
		size_t n = chunk < file->n - i ? chunk : file->n - i;
		/* a copy of its own size, so that a read past it is seen */
		uint8_t *copy = malloc(n);

		assert_non_null(copy);
		memcpy(copy, file->p + i, n);
		zip_push_feed(z, copy, n);
		free(copy);
	}
	rc = zip_push_end(z, &entries, e);
	zip_push_free(z);
	zip_budget_done(&w);
	return rc;
}

/* ---- whole archives ---- */

static const char *const whole[] = {
	"deflated.zip",	/* zip(1) */
	"stored.zip",
	"stream.zip",		/* zip -: descriptors */
	"comment.zip",
	"prefix.zip",		/* a script before it */
	"moved.zip",		/* and offsets made good by zip -A */
	"wide.zip",		/* zipfile, 64-bit sizes */
	"pipe.zip",		/* zipfile to a pipe */
	"widepipe.zip",
	"wideend.zip",	/* 70,000 entries */
	"none.zip",		/* no entries */
	"decoy.zip",		/* descriptors in the data */
	"jar.zip",
};

/* The same names when the data is passed over. */
static void
passes_over(const char *name, struct buf *file, struct str list)
{
	static const size_t chunks[] = { 1, 5, 1000, SIZE_MAX / 2 };
	struct buf want = { 0 };
	struct str line;

	while (str_line(&list, &line)) {
		line = str_sub(line, 0, str_rfind(line, ' '));
		(void)buf_add_str(&want, str_sub(line, 0,
		    str_rfind(line, ' ')));
		(void)buf_add_str(&want, STR("\n"));
	}
	for (size_t i = 0; i < 4; i++) {
		struct got g = got_new();
		struct err e = { "" };

		g.pass = true;
		if (as_it_comes(file, &g, chunks[i], UINT64_MAX, &e) !=
		    RC_OK || !str_eq(buf_str(&g.lines), buf_str(&want)) ||
		    g.odd != 0)
			fail_msg("%s passed over by %zu: %s %s", name,
			    chunks[i], e.msg, g.said);
		buf_done(&g.lines);
	}
	buf_done(&want);
}

static void
lists_whole(void **state)
{
	static const size_t chunks[] = { 1, 7, 4096, SIZE_MAX / 2 };
	unsigned n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		char list[64];
		struct err e = { "" };
		struct got g = got_new();

		(void)snprintf(list, sizeof list, "%s.list", whole[i]);

		char path[400];

		(void)snprintf(path, sizeof path, "%s/%s", native_dir, list);
		if (access(path, R_OK) != 0) {
			print_message("SKIP: no tool made %s\n",
			    whole[i]);
			continue;
		}
		struct buf want = slurp(list), file = slurp(whole[i]);

		if (by_directory(&file, &g, UINT64_MAX, &e) != RC_OK)
			fail_msg("%s: %s", whole[i], e.msg);
		assert_true(str_eq(buf_str(&g.lines), buf_str(&want)));
		for (size_t k = 0; k < 4; k++) {
			g.lines.n = 0;
			if (as_it_comes(&file, &g, chunks[k], UINT64_MAX,
			    &e) != RC_OK)
				fail_msg("%s by %zu: %s", whole[i],
				    chunks[k], e.msg);
			if (!str_eq(buf_str(&g.lines), buf_str(&want)) ||
			    g.odd != 0)
				fail_msg("%s by %zu: other entries (%s)",
				    whole[i], chunks[k], g.said);
		}
		passes_over(whole[i], &file, buf_str(&want));
		buf_done(&g.lines);
		buf_done(&file);
		buf_done(&want);
		n++;
	}
	assert_true(n >= 12);
}

/* ---- damage ---- */

static void
expect(const char *name, enum rc dir, const char *why_dir, enum rc push,
    const char *why_push, const char *odd)
{
	struct buf file = slurp(name);
	struct got g = got_new();
	struct err e = { "" };
	enum rc rc = by_directory(&file, &g, 32 * MIB, &e);

	if (rc != dir || strstr(e.msg, why_dir) == NULL)
		fail_msg("%s by directory: %d %s", name, rc, e.msg);
	e.msg[0] = '\0';
	g.lines.n = 0;
	rc = as_it_comes(&file, &g, 1000, 32 * MIB, &e);
	if (rc != push || strstr(e.msg, why_push) == NULL)
		fail_msg("%s as it comes: %d %s", name, rc, e.msg);
	if ((odd == NULL) != (g.odd == 0) ||
	    (odd != NULL && strstr(g.said, odd) == NULL))
		fail_msg("%s: %u odd: %s", name, g.odd, g.said);
	buf_done(&g.lines);
	buf_done(&file);
}

static void
refuses_damage(void **state)
{
	(void)state;
	/* 200 entries in the directory, one of them real */
	expect("overlap.zip", RC_FORMAT, "overlap", RC_OK, "",
	    "only the directory");
	expect("bomb.zip", RC_LIMIT, "inflate", RC_LIMIT, "inflate", NULL);
	expect("hidden.zip", RC_OK, "", RC_OK, "", "does not list");
	expect("ghost.zip", RC_FORMAT, "", RC_OK, "", "only the directory");
	expect("cut.zip", RC_FORMAT, "no zip directory", RC_FORMAT,
	    "cut short", NULL);
	expect("flipped.zip", RC_FORMAT, "", RC_FORMAT, "", NULL);
	expect("text.zip", RC_FORMAT, "no zip directory", RC_FORMAT,
	    "not an archive", NULL);
	expect("locked.zip", RC_UNSUPPORTED, "encrypted", RC_OK, "", NULL);
	expect("bzip.zip", RC_UNSUPPORTED, "method", RC_OK, "", NULL);
	expect("trailing.zip", RC_OK, "", RC_OK, "", "follows its end");
	/* two of one name: which one the directory means */
	expect("twin.zip", RC_OK, "", RC_OK, "", "does not list");
}

/* Cut anywhere, never whole. */
static void
every_cut(void **state)
{
	struct buf file = slurp("stream.zip");
	size_t whole_size = file.n, step = file.n / 500 + 1;

	(void)state;
	for (file.n = 0; file.n + 4 < whole_size; file.n += step) {
		struct got g = got_new();
		struct err e = { "" };

		assert_int_equal(as_it_comes(&file, &g, 333, UINT64_MAX, &e),
		    RC_FORMAT);
		assert_true(e.msg[0] != '\0');
		e.msg[0] = '\0';
		assert_int_equal(by_directory(&file, &g, UINT64_MAX, &e),
		    RC_FORMAT);
		assert_true(e.msg[0] != '\0');
		buf_done(&g.lines);
	}
	buf_done(&file);
}

/* Both back ends: the same bytes, and the same end, however it is cut. */
static void
bare_by(enum deflate_by by, const struct buf *in, const struct buf *want,
    size_t step, size_t room)
{
	static const char behind[] = "behind the data";
	struct deflate_in *d = deflate_new_by(by);
	struct deflate_io io = { .done = false };
	struct buf out = { 0 };
	size_t at = 0, end = 0;
	struct err e = { "" };

	if (d == NULL) {
		print_message("SKIP: back end %d is not built in\n", (int)by);
		return;
	}
	deflate_start(d);
	while (!io.done && at < in->n) {
		size_t n = step < in->n - at ? step : in->n - at;
		uint8_t *copy = malloc(n);

		assert_non_null(copy);
		memcpy(copy, in->p + at, n);
		io.in = copy;
		io.nin = n;
		do {
			io.out = buf_room(&out, room);
			io.nout = room;
			if (deflate_step(d, &io, &e) != RC_OK)
				fail_msg("%s", e.msg);
			out.n += room - io.nout;
		} while (!io.done && io.nout == 0);
		at += n - io.nin;
		end = at - io.nback;
		if (io.nback > 0)
			assert_memory_equal(io.back, behind, io.nback);
		free(copy);
	}
	assert_true(io.done);
	assert_int_equal(end, in->n - (sizeof behind - 1));
	assert_true(str_eq(buf_str(&out), buf_str(want)));
	buf_done(&out);
	deflate_free(d);
}

static void
bare_data(void **state)
{
	static const char *const names[] = { "bare.0", "bare.1", "bare.9" };
	struct buf want = slurp("bare.raw");

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct buf in = slurp(names[i]);

		for (int by = 0; by < DEFLATE_MAX; by++) {
			bare_by(by, &in, &want, 1, 64);
			bare_by(by, &in, &want, 3, 100000);
			bare_by(by, &in, &want, 5000, 333);
			bare_by(by, &in, &want, in.n, want.n + 1);
		}
		buf_done(&in);
	}
	buf_done(&want);
}

static void
magic(void **state)
{
	(void)state;
	assert_true(zip_magic("PK\3\4", 4));
	assert_true(zip_magic("PK\5\6", 4));
	assert_false(zip_magic("PK\3\4", 3));
	assert_false(zip_magic("Rar!", 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_whole),
		cmocka_unit_test(refuses_damage),
		cmocka_unit_test(every_cut),
		cmocka_unit_test(bare_data),
		cmocka_unit_test(magic),
	};

	return cmocka_run_group_tests(tests, make_inputs, NULL);
}
