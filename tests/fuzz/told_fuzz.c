/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that lie in an image: the first byte picks the file's path, the
 * rest is the file.
 *
 * fuzz-cover: sbom/catalog/told.c sbom/catalog/embedded_sbom.c sbom/catalog/bitnami.c
 * fuzz-make: tests/fuzz/told-seeds.sh
 */
#include "tests/fuzz/records.h"

extern const struct cataloger cat_bitnami, cat_embedded_sbom;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct {
		const struct cataloger *row;
		const char *path;
	} files[] = {
		{ &cat_bitnami, "opt/bitnami/redis/.spdx-redis.spdx" },
		{ &cat_bitnami, "srv/.spdx-redis.spdx" },
		{ &cat_bitnami, "opt/bitnami/.bitnami_components.json" },
		{ &cat_embedded_sbom, "var/lib/db/sbom/x.spdx.json" },
		{ &cat_embedded_sbom, "usr/share/sbom/x.cdx.json" },
		{ &cat_embedded_sbom, "srv/x.intoto.jsonl" },
	};
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };

	if (n == 0)
		return 0;

	size_t i = p[0] % (sizeof files / sizeof *files);
	struct file_ref f = { .path = str_from(files[i].path),
		.want = files[i].row->wants, .declared = p[0] >= 240 };

	enum rc rc = files[i].row->parse(&f, mem_blob_init(&m, p + 1, n - 1),
	    &lim, &out, &e);

	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}
