/* SPDX-License-Identifier: Apache-2.0 */
/* What rows say of executables. The first byte's low bits pick: an executable
   as a file or as a stream, a kernel, a module; its high bits a path. */
/* fuzz-cover: sbom/catalog/executable.c sbom/catalog/exe_libs.c sbom/catalog/cargo_auditable.c sbom/catalog/elf_note.c sbom/catalog/dotnet_pe.c sbom/catalog/dotnet_bundle.c sbom/catalog/dotnet_framework.c sbom/catalog/graalvm.c sbom/catalog/linux_kernel.c sbom/catalog/linux_module.c lib/codec/zlib_text.c */
/* fuzz-make: tests/fuzz/exe-seeds.sh */
/* fuzz-max: 65536 */
#include "base/arena.h"
#include "tests/fuzz/records.h"

extern const struct cataloger cat_executable, cat_linux_kernel,
    cat_linux_module;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
as_stream(const struct cataloger *row, const struct file_ref *f,
    const uint8_t *p, size_t n, struct records *out)
{
	struct scan *s = row->scan_new(f, n, &limits_default);
	struct err e;

	if (s == NULL)
		return;
	for (size_t i = 0; i < n; i += 1000)
		s->feed(s, p + i, n - i < 1000 ? n - i : 1000);
	(void)s->end(s, out, &e);
	s->free(s);
}

static void
as_file(const struct cataloger *row, const struct file_ref *f,
    const uint8_t *p, size_t n, struct records *out)
{
	struct mem_blob m;
	struct err e;

	(void)row->parse(f, mem_blob_init(&m, p, n), &limits_default, out, &e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const paths[] = { "usr/bin/x",
		"lib/modules/6.1.0/modules.order",
		"shared/Microsoft.NETCore.App/3.1.2/System.Private.CoreLib.dll",
		"lib/modules/6.1.0/kernel/a.ko",
		"Microsoft.AspNetCore.App/8.0.0/Microsoft.AspNetCore.dll" };
	struct records out = fuzz_records();

	if (n < 2)
		return 0;
	struct file_ref f = { .path = str_from(paths[(*p >> 2) % 5]) };

	switch (*p & 3) {
	case 0:
		as_file(&cat_executable, &f, p + 1, n - 1, &out);
		break;
	case 1:
		as_stream(&cat_executable, &f, p + 1, n - 1, &out);
		break;
	case 2:
		if (*p > 64)
			as_stream(&cat_linux_kernel, &f, p + 1, n - 1, &out);
		else
			as_file(&cat_linux_kernel, &f, p + 1, n - 1, &out);
		break;
	default:
		if (*p < 4)
			f.path = STR("usr/lib/modules/6.1.0/updates/a.ko.xz");
		as_file(&cat_linux_module, &f, p + 1, n - 1, &out);
	}
	return 0;
}
