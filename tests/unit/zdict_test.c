/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts with a preset dictionary: what is packed comes back, and comes back
 * with the same dictionary only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/zdict.h"

static struct err e;

static const char words[] = "A vulnerability has been found in the component "
    "of the product. The manipulation leads to a buffer overflow. The attack "
    "can be initiated remotely. It is recommended to upgrade. ";

static void
there_and_back(void **state)
{
	static const char *const texts[] = { "", "x", "The attack can be "
		"initiated remotely. The manipulation leads to a buffer "
		"overflow.", words };
	struct str dicts[] = { { "", 0 }, { words, sizeof words - 1 } };
	struct zdict *z = zdict_new();
	struct buf packed = { 0 }, out = { .limit = 1000 };
	size_t size[2][4];

	(void)state;
	for (size_t d = 0; d < 2; d++) {
		for (size_t i = 0; i < 4; i++) {
			struct str t = { texts[i], strlen(texts[i]) };

			packed.n = out.n = 0;
			assert_int_equal(zdict_pack(z, dicts[d], t, &packed,
			    &e), RC_OK);
			size[d][i] = packed.n;
			assert_int_equal(zdict_unpack(dicts[d],
			    buf_str(&packed), &out, &e), RC_OK);
			assert_int_equal(out.n, t.n);
			assert_memory_equal(out.p, t.p, t.n);
		}
	}
	assert_true(size[1][2] < size[0][2] / 2);	/* it helps */
	buf_done(&packed);
	buf_done(&out);
	zdict_free(z);
}

static void
refused(void **state)
{
	struct zdict *z = zdict_new();
	struct str dict = { words, sizeof words - 1 };
	struct str other = { words + 1, sizeof words - 2 };
	struct buf packed = { 0 }, out = { .limit = 1000 };

	(void)state;
	assert_int_equal(zdict_pack(z, dict, dict, &packed, &e), RC_OK);
	assert_int_equal(zdict_unpack(other, buf_str(&packed), &out, &e),
	    RC_FORMAT);
	assert_int_equal(zdict_unpack(STR(""), buf_str(&packed), &out, &e),
	    RC_FORMAT);
	out.n = 0;
	out.limit = 20;
	assert_int_equal(zdict_unpack(dict, buf_str(&packed), &out, &e),
	    RC_LIMIT);
	out.limit = 1000;
	for (size_t n = 0; n < packed.n; n++) {
		out.n = 0;
		assert_int_equal(zdict_unpack(dict, str_of(packed.p, n), &out,
		    &e), RC_FORMAT);
	}
	for (size_t i = 0; i < packed.n; i++) {
		packed.p[i] ^= 0x10;
		out.n = 0;
		/* But for bits that pad the last byte. */
		if (zdict_unpack(dict, buf_str(&packed), &out, &e) == RC_OK)
			assert_true(str_eq(buf_str(&out), dict));
		packed.p[i] ^= 0x10;
	}
	buf_done(&packed);
	buf_done(&out);
	zdict_free(z);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
