/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of PHP, Rust and Go: the first byte picks the row, the second what in
   it wanted the file, the third how much of the end is the sibling. */
/* fuzz-cover: sbom/catalog/composer.c sbom/catalog/pear.c sbom/catalog/wordpress.c sbom/catalog/cargo.c sbom/catalog/cargo_lock.c sbom/catalog/cargo_toml.c sbom/catalog/go_mod.c sbom/catalog/go_vendor.c */
/* fuzz-make: tests/fuzz/catalog-seeds.sh */
#include "tests/fuzz/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

extern const struct cataloger cat_composer_lock, cat_composer_installed,
    cat_pear, cat_wordpress, cat_cargo_lock, cat_cargo_toml, cat_go_mod,
    cat_go_vendor;

static const struct { const struct cataloger *row; const char *path; }
files[] = {
	{ &cat_composer_lock, "srv/composer.lock" },
	{ &cat_composer_installed, "srv/vendor/composer/installed.json" },
	{ &cat_pear, "php/.registry/.channel.x/a.reg" },
	{ &cat_pear, ".registry/a.reg" },
	{ &cat_wordpress, "wp-includes/version.php" },
	{ &cat_wordpress, "wp-content/plugins/a/b.php" },
	{ &cat_wordpress, "wp-content/plugins/a.php" },
	{ &cat_wordpress, "wp-content/themes/a/style.css" },
	{ &cat_cargo_lock, "a/Cargo.lock" },
	{ &cat_cargo_toml, "a/Cargo.toml" },
	{ &cat_go_mod, "a/go.mod" },
	{ &cat_go_vendor, "a/vendor/modules.txt" },
	{ &cat_composer_lock, "vendor/a/composer.lock" },
	{ &cat_cargo_lock, "target/vendor/Cargo.lock" },
	{ &cat_go_mod, "vendor/go.mod" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };
	size_t which, beside;

	if (n < 2)
		return 0;
	which = p[0] % (sizeof files / sizeof *files);
	beside = (n - 2) * p[1] / 256;
	lim.memory = 256 * MIB;

	struct file_ref f = { .path = str_from(files[which].path),
		.want = files[which].row->wants, .declared = true,
		.sibling = str_of(p + n - beside, beside) };
	enum rc rc = files[which].row->parse(&f, mem_blob_init(&m, p + 2,
	    n - 2 - beside), &lim, &out, &e);

	if ((rc == RC_OK) != (e.msg[0] == '\0') && rc != RC_OK)
		abort();		/* failed without a word */
	return 0;
}
