/* SPDX-License-Identifier: Apache-2.0 */
/* rpm databases: the first byte's low bits pick the back end, a bare header,
   or let the bytes tell; with the high bit the second half is the log. */
/* fuzz-cover: sbom/catalog/rpm.c sbom/catalog/rpm_header.c sbom/catalog/rpm_ndb.c sbom/catalog/rpm_bdb.c sbom/catalog/rpm_sqlite.c */
/* fuzz-make: tests/fuzz/catalog-seeds.sh */
/* fuzz-max: 262144 */
#include "base/arena.h"
#include "sbom/catalog/rpm.h"
#include "tests/fuzz/records.h"

extern const struct cataloger cat_rpm;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
whole(struct records *out, struct str image, struct str wal)
{
	struct limits lim = limits_default;
	struct file_ref f = { .path = STR("var/lib/rpm/Packages"),
		.want = cat_rpm.wants, .sibling = wal };
	struct mem_blob m;
	struct err e;

	lim.memory = 256 * MIB;
	(void)cat_rpm.parse(&f, mem_blob_init(&m, image.p, image.n), &lim,
	    out, &e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct records out = fuzz_records();
	struct rpm_out o = { .out = &out };
	struct err e;

	if (n == 0)
		return 0;

	struct str in = str_of(p + 1, n - 1), name, version;

	if ((p[0] & 7) == 0) {
		size_t cut = (p[0] & 0x80) != 0 ? in.n / 2 : in.n;

		whole(&out, str_sub(in, 0, cut), str_from_pos(in, cut));
		return 0;
	}
	o.tmp = arena_new(256 << 20);
	switch (p[0] & 7) {
	case 1: (void)rpm_header(&o, in); break;
	case 2: (void)rpm_ndb(&o, in, &e); break;
	case 3: (void)rpm_bdb(&o, in, &e); break;
	default:
		if (rpm_source(in, &name, &version) &&
		    (name.n == 0 || version.n == 0))
			abort();
	}
	arena_free(o.tmp);
	return 0;
}
