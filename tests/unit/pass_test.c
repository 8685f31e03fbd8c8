/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom/layer/pass.c and the walk around it: files over the limit of the buffer
 * on a stream. The tar is made by tar(1) of files that are made here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "codec/reader.h"
#include "sbom/catalog/keep.h"
#include "sbom/layer/squash.h"
#include "sbom/layer/view.h"

enum { SIZE = 200000, BUFFER = 16000 };

/* ---- rows of our own ---- */

/* Reads a word in the first bytes, one in the middle, one at the end. */
static enum rc
parse_random(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	static const uint64_t at[] = { 8, SIZE / 2, SIZE / 4, SIZE - 8 };
	char name[4 * 8 + 1];

	(void)f;
	(void)lim;
	for (size_t i = 0; i < 4; i++) {
		const uint8_t *p;
		enum rc rc = blob_at(b, at[i], 8, &p, e);

		if (rc != RC_OK)
			return rc;
		memcpy(name + 8 * i, p, 8);
	}
	return out->package(out, &(struct pkg){ .type = "generic",
		.name = str_of(name, 32) });
}

struct sum {
	struct scan s;
	uint64_t size, seen, sum;
};

static void
sum_feed(struct scan *s, const uint8_t *p, size_t n)
{
	struct sum *x = (struct sum *)s;

	for (size_t i = 0; i < n; i++)
		x->sum = x->sum * 31 + p[i];
	x->seen += n;
}

static enum rc
sum_end(struct scan *s, struct records *out, struct err *e)
{
	struct sum *x = (struct sum *)s;
	char text[64];

	(void)e;
	assert_int_equal(x->seen, x->size);
	(void)snprintf(text, sizeof text, "%llx",
	    (unsigned long long)x->sum);
	return out->package(out, &(struct pkg){ .type = "generic",
		.name = str_from(text) });
}

static int nfreed;

static void
sum_free(struct scan *s)
{
	nfreed++;
	free(s);
}

static struct scan *
sum_new(const struct file_ref *f, uint64_t size, const struct limits *lim)
{
	struct sum *x = calloc(1, sizeof *x);

	(void)lim;
	assert_true(str_eq(f->path, STR("opt/big.sum")));
	*x = (struct sum){ .s = { .feed = sum_feed, .end = sum_end,
		.free = sum_free }, .size = size };
	return &x->s;
}

static enum rc
parse_sum(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct scan *s = sum_new(f, b->size, lim);
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, (size_t)b->size, &p, e);

	if (rc == RC_OK)
		s->feed(s, p, (size_t)b->size);
	if (rc == RC_OK)
		rc = s->end(s, out, e);
	s->free(s);
	return rc;
}

static enum rc
parse_text(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	(void)f;
	(void)b;
	(void)lim;
	(void)out;
	return err_set(e, RC_FORMAT, "not to be called");
}

static const struct cataloger random_row = { .name = "random",
	.wants = (const struct want[]){ { WANT_HEAD, "\177FAKE", 5 },
	    { 0, NULL, 0 } }, .reads = READ_RANDOM, .parse = parse_random };
static const struct cataloger sum_row = { .name = "sum",
	.wants = (const struct want[]){ { WANT_SUFFIX, ".sum", 0 },
	    { 0, NULL, 0 } }, .reads = READ_STREAM, .parse = parse_sum,
	.scan_new = sum_new };
static const struct cataloger text_row = { .name = "text",
	.wants = (const struct want[]){ { WANT_SUFFIX, ".txt", 0 },
	    { 0, NULL, 0 } }, .reads = READ_TEXT, .parse = parse_text };
static const struct cataloger *const rows[] = { &text_row, &sum_row,
	&random_row, NULL };

/* ---- the tar ---- */

static char tar[64];
static uint8_t *image;
static size_t image_n;
static uint8_t file[SIZE];
static struct limits lim;

static void
put(const char *dir, const char *name)
{
	char path[128];
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/opt/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(file, 1, SIZE, f), SIZE);
	assert_int_equal(fclose(f), 0);
}

static int
setup(void **state)
{
	char dir[] = "/tmp/pass_testXXXXXX", cmd[256];
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < SIZE; i++)
		file[i] = (uint8_t)('a' + i * i / 7 % 26);
	memcpy(file, "\177FAKE", 5);
	(void)snprintf(cmd, sizeof cmd, "mkdir %s/opt", dir);
	assert_int_equal(system(cmd), 0);
	put(dir, "big.sum");
	put(dir, "big.txt");
	put(dir, "plain");
	(void)snprintf(tar, sizeof tar, "%s/t.tar", dir);
	(void)snprintf(cmd, sizeof cmd, "cd %s && ln opt/plain opt/zz && "
	    "echo x >opt/after && tar --sort=name -cf t.tar opt", dir);
	assert_int_equal(system(cmd), 0);
	f = fopen(tar, "r");
	assert_non_null(f);
	image = malloc(8 * SIZE);
	image_n = fread(image, 1, 8 * SIZE, f);
	(void)fclose(f);
	(void)snprintf(cmd, sizeof cmd, "rm -r %s", dir);
	assert_int_equal(system(cmd), 0);
	lim = limits_default;
	lim.text_file = 1000;
	return 0;
}

static void
walk(struct store *st, struct judge *j, bool again, struct need_list *needs,
    size_t n)
{
	struct source *s = source_of_reader(reader_of_mem(image, n));
	struct walk_opts o = { .judge = j, .store = st, .again = again,
		.needs = needs };

	walk_layer(&o, s, STR("t.tar"));
	source_close(s);
}

static const struct fact_pkg *
the_package(const struct store *st, const char *path, const char *row)
{
	const struct seen *x = store_find(st, str_from(path));

	for (size_t i = 0; x != NULL && i < x->f.npkgs; i++)
		if (strcmp(x->f.pkgs[i].row->name, row) == 0)
			return &x->f.pkgs[i];
	return NULL;
}

/* The same whether it is held whole or goes by; misses cost a visit. */
static void
same_in_pieces(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct selector *sel = selector_from(a, rows, NULL);
	struct store *whole = store_new(&lim), *st = store_new(&lim);
	struct store *layers[] = { st };
	struct limits small = lim;
	struct needs needs;
	struct judge j;
	size_t from[1];
	unsigned visits = 0;

	(void)state;
	judge_init(&j, sel, &lim, NULL);
	walk(whole, &j, true, NULL, image_n);
	judge_done(&j);
	assert_non_null(the_package(whole, "opt/big.sum", "sum"));
	assert_non_null(the_package(whole, "opt/big.sum", "random"));
	assert_non_null(the_package(whole, "opt/plain", "random"));
	assert_null(store_find(whole, STR("opt/zz")));

	small.buffer = BUFFER;
	judge_init(&j, sel, &small, NULL);
	nfreed = 0;
	walk(st, &j, true, NULL, image_n);
	assert_int_equal(nfreed, 1);
	assert_non_null(the_package(st, "opt/big.sum", "sum"));
	assert_null(the_package(st, "opt/big.sum", "random"));
	const struct seen *x = store_find(st, STR("opt/plain"));

	assert_int_equal(x->misses.n, 1);
	assert_int_equal(x->misses.v[0].off, SIZE / 2);
	assert_true(x->again && x->notices.n == 1);

	struct view *v = view_new(a, layers, 1);

	links_settle(v, &j, &needs);
	for (; needs.total > 0; visits++) {
		from[0] = st->nseen;
		walk(st, &j, true, &needs.v[0], image_n);
		needs_report(v, &needs);
		needs_more(v, &j, from, &needs);
		assert_true(visits < 5);
	}
	assert_int_equal(visits, 2);
	static const char *const names[][2] = { { "opt/big.sum", "sum" },
		{ "opt/big.sum", "random" }, { "opt/plain", "random" } };

	for (size_t i = 0; i < 3; i++)
		assert_true(str_eq(the_package(st, names[i][0],
		    names[i][1])->p.name, the_package(whole, names[i][0],
		    names[i][1])->p.name));
	assert_int_equal(store_find(st, STR("opt/plain"))->notices.n, 0);
	/* A row that has no means for it: a gap. */
	x = store_find(st, STR("opt/big.txt"));
	assert_true(x->f.broken && x->notices.n >= 1);
	assert_int_equal(st->notices.n, 0);
	judge_done(&j);
	store_free(st);
	store_free(whole);
	arena_free(a);
}

/* What goes by once is not asked for again, and says so. */
static void
on_a_pipe(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct selector *sel = selector_from(a, rows, NULL);
	struct store *st = store_new(&lim);
	struct limits small = lim;
	struct judge j;

	(void)state;
	small.buffer = BUFFER;
	judge_init(&j, sel, &small, NULL);
	walk(st, &j, false, NULL, image_n);
	const struct seen *x = store_find(st, STR("opt/plain"));

	assert_false(x->again);
	assert_int_equal(x->notices.n, 1);
	assert_true(str_find_str(x->notices.v[0].what, STR("--spool")) <
	    x->notices.v[0].what.n);
	assert_int_equal(x->notices.v[0].level, NOTICE_GAP);
	judge_done(&j);
	store_free(st);
	arena_free(a);
}

/* A stream that breaks inside the file. */
static void
cut_short(void **state)
{
	struct arena *a = arena_new(16 * MIB);
	struct selector *sel = selector_from(a, rows, NULL);
	struct store *st = store_new(&lim);
	struct limits small = lim;
	struct judge j;

	(void)state;
	small.buffer = BUFFER;
	judge_init(&j, sel, &small, NULL);
	nfreed = 0;
	walk(st, &j, true, NULL, SIZE / 2);
	assert_int_equal(nfreed, 1);
	assert_int_equal(st->notices.n, 1);
	judge_done(&j);
	store_free(st);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_in_pieces),
		cmocka_unit_test(on_a_pipe),
		cmocka_unit_test(cut_short),
	};
	int failed = cmocka_run_group_tests(tests, setup, NULL);

	free(image);
	return failed;
}
