/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of JavaScript: the first byte picks the row and whether the second
   line is the manifest beside the file. */
/* fuzz-cover: sbom/catalog/npm.c sbom/catalog/npm_package.c sbom/catalog/npm_lock.c sbom/catalog/lock.c sbom/catalog/yarn_lock.c sbom/catalog/yarn_pnp.c sbom/catalog/pnpm_lock.c sbom/catalog/bun_lock.c sbom/catalog/deno_lock.c sbom/catalog/libman.c sbom/catalog/blob_reader.c */
/* fuzz-make: tests/fuzz/npm-seeds.sh */
#include "tests/fuzz/records.h"

extern const struct cataloger cat_npm_package, cat_npm_lock, cat_yarn_lock,
    cat_yarn_pnp, cat_pnpm_lock, cat_bun_lock, cat_deno_lock, cat_libman;

static const struct { const struct cataloger *row; const char *path; } rows[] =
{
	{ &cat_npm_package, "a/node_modules/@s/b/package.json" },
	{ &cat_npm_package, "package.json" },
	{ &cat_npm_lock, "package-lock.json" },
	{ &cat_yarn_lock, "yarn.lock" },
	{ &cat_pnpm_lock, "pnpm-lock.yaml" },
	{ &cat_bun_lock, "bun.lock" },
	{ &cat_deno_lock, "deno.lock" },
	{ &cat_libman, "libman.json" },
	{ &cat_yarn_pnp, ".pnp.cjs" },
};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A row that uses more than lim.memory for 64 KiB of input is a finding. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };

	if (n < 1)
		return 0;
	size_t i = (p[0] & 0x7f) % (sizeof rows / sizeof *rows);
	struct file_ref f = { .path = str_from(rows[i].path),
		.want = rows[i].row->wants, .declared = true };
	struct str text = str_of(p + 1, n - 1);

	lim.memory = 64 * MIB;
	if ((p[0] & 0x80) != 0)
		(void)str_line(&text, &f.sibling);

	enum rc rc = rows[i].row->parse(&f, mem_blob_init(&m, text.p, text.n),
	    &lim, &out, &e);

	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}
