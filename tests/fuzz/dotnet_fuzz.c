/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/catalog/dotnet.c sbom/catalog/dotnet_deps.c sbom/catalog/dotnet_lock.c sbom/catalog/dotnet_project.c sbom/catalog/dotnet_paket.c */
/* fuzz-make: tests/fuzz/rows-seeds.sh */
#include "tests/fuzz/rows.h"
#include "text/xml.h"

extern const struct cataloger cat_dotnet_deps, cat_dotnet_lock,
    cat_dotnet_assets, cat_dotnet_project, cat_dotnet_config,
    cat_dotnet_paket;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* In the order of tests/fuzz/rows-seeds.sh. */
static const struct fuzz_row rows[] = {
	{ &cat_dotnet_deps, "app/a.deps.json" },
	{ &cat_dotnet_lock, "packages.lock.json" },
	{ &cat_dotnet_assets, "obj/project.assets.json" },
	{ &cat_dotnet_project, "a.csproj" },
	{ &cat_dotnet_config, "packages.config" },
	{ &cat_dotnet_paket, "paket.lock" },
	{ &cat_dotnet_paket, "paket.dependencies" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool ready;

	if (!ready)
		xml_init();
	ready = true;
	return fuzz_rows(rows, sizeof rows / sizeof *rows, p, n);
}
