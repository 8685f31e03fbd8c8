/* SPDX-License-Identifier: Apache-2.0 */
/* opkg, chisel, .deb, .rpm, Java's release: the first byte picks the row and
   what in it wanted the file, the rest is the file. */
/* fuzz-cover: sbom/catalog/opkg.c sbom/catalog/chisel.c sbom/catalog/deb_archive.c sbom/catalog/rpm_archive.c sbom/catalog/jvm_release.c sbom/catalog/cpe.c */
/* fuzz-make: tests/fuzz/os_extras-seeds.sh */
#include "tests/fuzz/records.h"

extern const struct cataloger cat_opkg, cat_chisel, cat_deb_archive,
    cat_rpm_archive, cat_jvm_release;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct {
		const struct cataloger *row;
		const char *path;
	} files[] = {
		{ &cat_opkg, "usr/lib/opkg/status" },
		{ &cat_opkg, "usr/lib/opkg/info/x.control" },
		{ &cat_opkg, "usr/lib/opkg/info/x.list" },
		{ &cat_chisel, "var/lib/chisel/manifest.wall" },
		{ &cat_deb_archive, "x.deb" },
		{ &cat_rpm_archive, "x.rpm" },
		{ &cat_jvm_release, "opt/java/release" },
	};
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };

	if (n == 0)
		return 0;

	size_t i = p[0] % (sizeof files / sizeof *files);
	struct file_ref f = { .path = str_from(files[i].path),
		.want = files[i].row->wants, .declared = true };

	lim.memory = 64 * MIB;
	lim.text_file = lim.package_db = 1 * MIB;

	enum rc rc = files[i].row->parse(&f, mem_blob_init(&m, p + 1, n - 1),
	    &lim, &out, &e);

	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}
