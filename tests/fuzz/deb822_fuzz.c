/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as stanzas: fields lie in the text, in order, and no line is
   counted twice. */
/* fuzz-cover: lib/text/deb822.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "text/deb822.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct deb822 d = deb822_of(str_of(p, n));
	struct deb822_field f;
	const char *at = (const char *)p, *end = at + n;
	size_t line = 0, bad = 0, stanzas = 0;

	while (deb822_stanza(&d)) {
		stanzas++;
		while (deb822_field(&d, &f, &bad)) {
			if (f.name.n == 0 || f.name.p < at ||
			    f.value.p < f.name.p + f.name.n ||
			    f.value.p + f.value.n > end || f.line <= line)
				abort();
			at = f.value.p + f.value.n;
			line = f.line;
			if (stanzas % 4 == 3)
				break;	/* the rest is left */
		}
	}
	if (d.rest.n != 0 || bad > n || line > n + 1)
		abort();
	return 0;
}
