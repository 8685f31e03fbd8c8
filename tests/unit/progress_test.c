/* SPDX-License-Identifier: Apache-2.0 */
/* lib/base/progress: what the line says, how wide it is, what it never holds;
   and that it is gone when words come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/out.h"
#include "base/progress.h"

static struct progress
line(uint64_t bytes, uint64_t all, uint64_t items, uint64_t of,
    uint64_t things)
{
	return (struct progress){ .tool = "sbom", .item = "layer",
		.things = "files", .n = { bytes, all, items, of, things },
		.name = STR("") };
}

static const struct {
	uint64_t n[PROGRESS_COUNTS];
	const char *want;
} cases[] = {
	{ { 0, 0, 0, 0, 0 }, "sbom:" },
	{ { 7, 0, 0, 0, 0 }, "sbom: 7 B" },
	{ { 999, 0, 0, 0, 0 }, "sbom: 999 B" },
	{ { 1000, 0, 0, 0, 0 }, "sbom: 1.0 kB" },
	{ { 999999, 0, 0, 0, 0 }, "sbom: 999.9 kB" },
	{ { 2301409280, 0, 0, 0, 0 }, "sbom: 2.3 GB" },
	{ { UINT64_MAX, 0, 0, 0, 0 }, "sbom: 18446744.0 TB" },
	{ { 0, 1000000, 0, 0, 0 }, "sbom: 0 %, 0 B of 1.0 MB" },
	{ { 512, 1024, 0, 0, 0 }, "sbom: 50 %, 512 B of 1.0 kB" },
	{ { 2048, 1024, 0, 0, 0 }, "sbom: 100 %, 1.0 kB of 1.0 kB" },
	{ { UINT64_MAX / 2, UINT64_MAX, 0, 0, 0 },
	    "sbom: 50 %, 9223372.0 TB of 18446744.0 TB" },
	{ { 0, 0, 3, 0, 0 }, "sbom: layer 3" },
	{ { 0, 0, 3, 7, 0 }, "sbom: layer 3 of 7" },
	{ { 0, 0, 8, 7, 0 }, "sbom: layer 8" },
	{ { 0, 0, 0, 7, 0 }, "sbom:" },
	{ { 0, 0, 0, 0, 1024 }, "sbom: 1024 files" },
	{ { 10, 40, 3, 7, 2048 },
	    "sbom: 25 %, 10 B of 40 B, layer 3 of 7, 2048 files" },
};

static void
test_words(void **state)
{
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct progress p = line(0, 0, 0, 0, 0);

		memcpy(p.n, cases[i].n, sizeof p.n);
		assert_int_equal(progress_text(&p, 200, text, sizeof text),
		    strlen(cases[i].want));
		assert_string_equal(text, cases[i].want);
	}
}

static void
test_phase(void **state)
{
	struct progress p = line(10, 40, 3, 7, 12);
	char text[256];

	(void)state;
	p.phase = "writing";
	(void)progress_text(&p, 200, text, sizeof text);
	assert_string_equal(text, "sbom: writing, 12 files");
}

static unsigned
width(const char *z)	/* where no character is wide */
{
	unsigned n = 0;

	for (; *z != '\0'; z++)
		n += ((unsigned char)*z & 0xc0) != 0x80;
	return n;
}

static void
test_width(void **state)
{
	struct progress p = line(10, 40, 3, 7, 2048);
	char text[256];

	(void)state;
	p.name = STR("k\303\266ln.json");
	(void)progress_text(&p, 200, text, sizeof text);
	assert_string_equal(text, "sbom: 25 %, 10 B of 40 B, layer 3 of 7, "
	    "2048 files, k\303\266ln.json");
	unsigned whole = width(text);

	(void)progress_text(&p, whole, text, sizeof text);
	assert_int_equal(width(text), whole);
	assert_null(strstr(text, "..."));
	for (unsigned n = 0; n < whole; n++) {
		(void)progress_text(&p, n, text, sizeof text);
		assert_true(width(text) <= n);
		if (n >= 4)
			assert_non_null(strstr(text, "..."));
		/* Never half a character. */
		assert_int_equal(str_utf8_len(str_from(n > 3 ? text : "x")),
		    1);
		for (struct str s = str_from(text); s.n != 0;) {
			size_t k = str_utf8_len(s);

			assert_true(k != 0);
			s = str_from_pos(s, k);
		}
	}
	/* Two columns each: U+65E5, U+1F600. */
	p = line(0, 0, 0, 0, 0);
	p.name = STR("\346\227\245\346\227\245\360\237\230\200x");
	(void)progress_text(&p, 13, text, sizeof text);
	assert_string_equal(text,
	    "sbom: \346\227\245\346\227\245\360\237\230\200x");
	(void)progress_text(&p, 12, text, sizeof text);
	assert_string_equal(text, "sbom: \346\227\245...");
}

static void
test_hostile_name(void **state)
{
	struct progress p = line(0, 0, 0, 0, 0);
	char text[4096];

	(void)state;
	p.name = STR("a\033]0;x\007\r\n\t\302\233\377b");
	(void)progress_text(&p, 200, text, sizeof text);
	assert_string_equal(text, "sbom: a\\x1b]0;x\\x07\\x0d\\x0a\\x09"
	    "\\xc2\\x9b\\xffb");

	/* However long it is, and whatever room there is. */
	char *big = malloc(1 << 16);

	assert_non_null(big);
	memset(big, '\001', 1 << 16);
	p.name = str_of(big, 1 << 16);
	for (size_t cap = 1; cap < 40; cap++) {
		size_t n = progress_text(&p, 4000, text, cap);

		assert_true(n < cap);
		assert_int_equal(strlen(text), n);
	}
	free(big);
}

static void
test_by_name(void **state)
{
	enum progress_when w = PROGRESS_NEVER;

	(void)state;
	assert_true(progress_by_name("auto", &w));
	assert_int_equal(w, PROGRESS_AUTO);
	assert_true(progress_by_name("always", &w));
	assert_int_equal(w, PROGRESS_ALWAYS);
	assert_true(progress_by_name("never", &w));
	assert_int_equal(w, PROGRESS_NEVER);
	assert_false(progress_by_name("", &w));
	assert_false(progress_by_name("Auto", &w));
}

/* What standard error gets while fn runs; it is no terminal. */
static size_t
caught(void (*fn)(void), char *to, size_t cap)
{
	int ends[2], saved = dup(STDERR_FILENO);
	size_t n = 0;
	ssize_t got;

	assert_true(saved >= 0 && pipe(ends) == 0);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	fn();
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	assert_int_equal(close(ends[1]), 0);
	assert_int_equal(close(saved), 0);
	while (n < cap - 1 && (got = read(ends[0], to + n, cap - 1 - n)) > 0)
		n += (size_t)got;
	assert_int_equal(close(ends[0]), 0);
	to[n] = '\0';
	return n;
}

static void
silent(void)
{
	progress_begin("sbom", "layer", "files", PROGRESS_AUTO, false);
	assert_false(progress_is_on());
	progress_add(PROGRESS_BYTES, 5);
	progress_name(STR("x"));
	progress_end();
	progress_begin("sbom", "layer", "files", PROGRESS_NEVER, false);
	assert_false(progress_is_on());
	progress_end();
	progress_end();
}

static void
always(void)
{
	progress_begin("sbom", "layer", "files", PROGRESS_ALWAYS, true);
	assert_true(progress_is_on());
	progress_add(PROGRESS_BYTES, 1500);
	progress_add(PROGRESS_ITEMS, 1);
	progress_name(STR("some/where/\033x"));
	say("sbom", "a word");
	progress_end();
	assert_false(progress_is_on());
	say("sbom", "the end");
}

static void
test_pipe(void **state)
{
	char text[4096];

	(void)state;
	assert_int_equal(caught(silent, text, sizeof text), 0);
	(void)caught(always, text, sizeof text);
	/* Whole lines; what went by before it began does not count. */
	assert_string_equal(text, "sbom: a word\nsbom: 1.5 kB, layer 1, "
	    "\\x1bx\nsbom: the end\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_phase),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_hostile_name),
		cmocka_unit_test(test_by_name),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
