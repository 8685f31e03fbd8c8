/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a Java archive, by its directory and as they come in pieces
 * whose size the first byte gives.
 */
/* fuzz-cover: sbom/catalog/java_archive.c sbom/catalog/java_tree.c sbom/catalog/java_identity.c sbom/catalog/java_manifest.c sbom/catalog/java_group.c */
/* fuzz-make: tests/fuzz/java-seeds.sh */
/* fuzz-max: 65536 */
#include "tests/fuzz/records.h"

extern const struct cataloger cat_java_archive;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check(enum rc rc, const struct err *e)
{
	if (rc != RC_OK && e->msg[0] == '\0')
		abort();		/* failed without a word */
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct limits lim = limits_default;
	struct file_ref f = { .want = cat_java_archive.wants };
	static const char *const names[] = { "opt/a-1.0.jar", "b.hpi",
		"lib/c.war", "x/org.d_2.0.rar" };
	struct records out = fuzz_records();
	struct mem_blob m;
	struct err e = { "" };

	if (n == 0)
		return 0;
	lim.memory = 256 * MIB;
	lim.archive = 64 * KIB;
	f.path = str_from(names[p[0] >> 6]);
	check(cat_java_archive.parse(&f, mem_blob_init(&m, p + 1, n - 1),
	    &lim, &out, &e), &e);

	struct scan *s = cat_java_archive.scan_new(&f, n - 1, &lim);
	size_t step = 1 + (p[0] & 63) * 16;

	if (s == NULL)
		abort();
	for (size_t i = 1; i < n; i += step)
		s->feed(s, p + i, n - i < step ? n - i : step);
	out = fuzz_records();
	e.msg[0] = '\0';
	if (p[0] != 0xff)		/* else the stream broke */
		check(s->end(s, &out, &e), &e);
	s->free(s);
	return 0;
}
