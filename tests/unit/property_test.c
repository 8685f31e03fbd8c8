/* SPDX-License-Identifier: Apache-2.0 */
#include "bom/property.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static const struct {
	struct notice n;
	const char *text;
} both_ways[] = {
	{ { .kind = { "package-db", 10 }, .layer = { "sha256:ab", 9 },
	    .path = { "/var/lib/dpkg/status", 20 }, .what = { "cut short", 9 } },
	    "kind=package-db;layer=sha256:ab;path=/var/lib/dpkg/status;"
	    "what=cut short" },
	{ { .kind = { "layer", 5 } }, "kind=layer" },
	{ { .kind = { "limit", 5 }, .what = { "50% = half; more\n", 17 } },
	    "kind=limit;what=50%25 %3D half%3B more%0A" },
	{ { .path = { "/caf\xc3\xa9/\xff\x80", 9 }, .what = { "\x7f\x1b", 2 } },
	    "path=/caf\xc3\xa9/%FF%80;what=%7F%1B" },
	/* not UTF-8: a surrogate, an overlong slash, past U+10FFFF, cut */
	{ { .what = { "\xed\xa0\x80", 3 } }, "what=%ED%A0%80" },
	{ { .what = { "\xe0\x80\xaf", 3 } }, "what=%E0%80%AF" },
	{ { .what = { "\xf4\x90\x80\x80", 4 } }, "what=%F4%90%80%80" },
	{ { .what = { "x\xe2\x82", 3 } }, "what=x%E2%82" },
	{ { .what = { "\xf0\x9f\x8d\xba", 4 } }, "what=\xf0\x9f\x8d\xba" },
};

static void
formats_and_parses(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof both_ways / sizeof *both_ways; i++) {
		const struct notice *want = &both_ways[i].n;
		struct str text = property_notice_format(a, want);

		assert_string_equal(str_z(a, text), both_ways[i].text);
		struct notice got = property_notice_parse(a, NOTICE_GAP, text);

		assert_int_equal(got.level, NOTICE_GAP);
		assert_true(str_eq(got.kind, want->kind));
		assert_true(str_eq(got.layer, want->layer));
		assert_true(str_eq(got.path, want->path));
		assert_true(str_eq(got.what, want->what));
	}
	arena_free(a);
}

/* A gap is never lost: what cannot be read becomes its text. */
static void
keeps_the_unreadable(void **state)
{
	static const char *const bad[] = {
		"free text", "kind=a;nonsense", "kind=a;colour=red",
		"kind=a;kind=b", "what=%4", "what=%zz", "what=100%",
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct notice n = property_notice_parse(a, NOTICE_NOTE,
		    str_from(bad[i]));

		assert_int_equal(n.level, NOTICE_NOTE);
		assert_string_equal(str_z(a, n.kind), "unknown");
		assert_string_equal(str_z(a, n.what), bad[i]);
	}
	arena_free(a);
}

static void
words_an_empty_one(void **state)
{
	static const char *const empty[] = { "", "what=", "kind=;path=" };
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
		struct notice n = property_notice_parse(a, NOTICE_GAP,
		    str_from(empty[i]));

		assert_string_equal(str_z(a, property_notice_format(a, &n)),
		    "kind=unknown;what=no word of what it is");
	}
	arena_free(a);
}

static void
decodes_lower_case_hex(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct notice n = property_notice_parse(a, NOTICE_GAP,
	    STR("what=a%3bb;path=%2f"));

	(void)state;
	assert_string_equal(str_z(a, n.what), "a;b");
	assert_string_equal(str_z(a, n.path), "/");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_and_parses),
		cmocka_unit_test(keeps_the_unreadable),
		cmocka_unit_test(words_an_empty_one),
		cmocka_unit_test(decodes_lower_case_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
