/* SPDX-License-Identifier: Apache-2.0 */
/* lib/codec/digest, against coreutils' *sum and published vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/digest.h"
#include "tests/unit/native.h"

static int
make_inputs(void **state)
{
	(void)state;
	native_begin("digest");
	sh("seq 1 30000 > numbers; : > empty");
	sh("for t in md5 sha1 sha256 sha512; do for f in numbers empty; do"
	    " ${t}sum < $f | cut -d' ' -f1 | tr -d '\\n' > $f.$t;"
	    " done; done");
	return 0;
}

static const struct { enum digest_alg alg; const char *name; size_t size; }
algs[] = {
	{ DIGEST_MD5, "md5", 16 }, { DIGEST_SHA1, "sha1", 20 },
	{ DIGEST_SHA256, "sha256", 32 }, { DIGEST_SHA512, "sha512", 64 },
};

static void
expect(const char *file, size_t i, size_t piece)
{
	char name[64], hex[DIGEST_HEX_MAX];
	uint8_t out[DIGEST_MAX];
	struct digest *d = digest_new(algs[i].alg);
	struct buf in = slurp(file), want;
	size_t n;

	(void)snprintf(name, sizeof name, "%s.%s", file, algs[i].name);
	want = slurp(name);
	for (size_t at = 0; at < in.n; at += piece)
		digest_add(d, in.p + at,
		    in.n - at < piece ? in.n - at : piece);
	n = digest_end(d, out);
	assert_int_equal(n, algs[i].size);

	struct str got = digest_hex(hex, out, n);

	assert_true(str_eq(got, buf_str(&want)));
	n = digest_of(algs[i].alg, in.p, in.n, out);
	assert_true(str_eq(digest_hex(hex, out, n), buf_str(&want)));
	buf_done(&in);
	buf_done(&want);
}

static void
test_sums(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++) {
		expect("numbers", i, 1 << 20);
		expect("numbers", i, 63);
		expect("empty", i, 1);
	}
	digest_free(digest_new(DIGEST_SHA256));
	digest_free(NULL);
	digest_add(NULL, "a", 1);
	assert_int_equal(digest_end(NULL, (uint8_t[DIGEST_MAX]){ 0 }), 0);
}

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
test_parse(void **state)
{
	static const struct { const char *s; bool ok; } t[] = {
		{ "sha256:" A64, true },
		{ "sha512:" A64 A64, true },
		{ "sha256:0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdef", true },
		{ "sha256:" A64 "a", false },
		{ "sha512:" A64, false },
		{ "sha256:", false },
		{ "sha256:" A64 A64, false },
		{ "SHA256:" A64, false },
		{ "sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
		{ "md5:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
		{ "sha256:../../../../../../../../../../../../../../../../"
		    "../../../../../a", false },
		{ "sha256:0123456789ABCDEF0123456789abcdef"
		    "0123456789abcdef0123456789abcdef", false },
		{ "", false }, { ":", false }, { A64, false },
	};
	enum digest_alg alg;
	struct str hex;

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct str s = str_from(t[i].s);

		if (digest_parse(s, &alg, &hex) != t[i].ok)
			fail_msg("%s", t[i].s);
		if (t[i].ok)
			assert_true(alg == (s.p[3] == '2' ? DIGEST_SHA256
			    : DIGEST_SHA512) && hex.n + 7 == s.n);
	}
}

/* The name-based vector of RFC 4122's DNS namespace that Python documents. */
static void
test_uuid5(void **state)
{
	static const uint8_t dns[16] = {
		0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
		0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 };
	char buf[37];

	(void)state;
	assert_true(str_eq(uuid5(buf, dns, "python.org", 10),
	    STR("886313e1-3b8a-5372-9b90-0c9aee199e5d")));
	/* RFC 9562 appendix A.4 */
	assert_true(str_eq(uuid5(buf, dns, "www.example.com", 15),
	    STR("2ed6657d-e927-568b-95e1-2665a8aea6a2")));
}

/* RFC 4648 section 10 */
static void
test_base64(void **state)
{
	static const char *const t[][2] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xfe", "+//+" },
	};
	char buf[16];

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		assert_true(str_eq(base64(buf, t[i][0], strlen(t[i][0])),
		    str_from(t[i][1])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_uuid5),
		cmocka_unit_test(test_base64),
	};

	digest_init();
	return cmocka_run_group_tests_name("digest", tests, make_inputs,
	    NULL);
}
