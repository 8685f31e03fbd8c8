/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walkers of sbom validate: the first byte picks one and its rules.
 *
 * fuzz-cover: sbom/command/check.c sbom/command/check_json.c sbom/command/check_xml.c sbom/command/check_tag.c
 * fuzz-make: tests/fuzz/check-seeds.sh
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "codec/reader.h"
#include "sbom/command/check.h"
#include "text/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What is told can be told: a line of the input, text with an end. */
static void
look(const struct check *c, size_t n)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].what.n == 0 || c->v[i].line > n + 1)
			abort();
	if (c->nwait != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct rules *const json[] = { &rules_cdx_json,
		&rules_spdx_json, &rules_spdx3 };
	struct arena *a, *tmp;
	struct check c;
	struct err e;
	enum rc rc;

	if (n == 0)
		return 0;
	xml_init();
	a = arena_new(1 << 28);
	tmp = arena_new(1 << 28);
	check_init(&c, a, tmp);
	struct reader *r = reader_of_mem(p + 1, n - 1);

	if (p[0] % 5 < 3)
		rc = check_json(&c, json[p[0] % 5], r, &limits_default, &e);
	else if (p[0] % 5 == 3)
		rc = check_xml(&c, &rules_cdx_xml, r, &e);
	else
		rc = check_tag_value(&c, r, &limits_default, &e);
	reader_close(r);
	if (rc == RC_OK)
		look(&c, n);
	arena_free(tmp);
	arena_free(a);
	return 0;
}
