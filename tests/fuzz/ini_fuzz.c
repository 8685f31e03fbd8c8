/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as INI: entries lie in the text, in order, none is seen twice;
   the first byte says what divides. */
/* fuzz-cover: lib/text/ini.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "text/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
inside(struct str s, const char **at, const char *end)
{
	if (s.n == 0)
		return;
	if (s.p < *at || s.p + s.n > end)
		abort();
	*at = s.p + s.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *at = (const char *)p, *end = at + n;
	struct ini_entry en;
	size_t line = 0;

	if (n == 0)
		return 0;

	struct ini i = ini_of(str_of(p + 1, n - 1), p[0] % 2 ? "=" : "=:");

	while (ini_next(&i, &en)) {
		struct str value;

		inside(en.name, &at, end);
		inside(en.value, &at, end);
		if (en.line <= line || en.whole.n == 0)
			abort();
		line = en.line;
		for (const char *v = en.value.p;
		    ini_value_line(&en.value, &value);)
			inside(value, &v, end);
	}
	if (i.rest.n != 0 || line > n)
		abort();
	return 0;
}
