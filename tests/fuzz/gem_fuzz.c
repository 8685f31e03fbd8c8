/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/catalog/gem.c sbom/catalog/gem_lock.c */
/* fuzz-make: tests/fuzz/rows-seeds.sh */
#include "tests/fuzz/rows.h"

extern const struct cataloger cat_gem, cat_gem_lock;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* In the order of tests/fuzz/rows-seeds.sh. */
static const struct fuzz_row rows[] = {
	{ &cat_gem, "usr/lib/ruby/gems/3.1.0/specifications/a-1.gemspec" },
	{ &cat_gem, "app/specifications/default/a.gemspec" },
	{ &cat_gem_lock, "Gemfile.lock" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_rows(rows, sizeof rows / sizeof *rows, p, n);
}
