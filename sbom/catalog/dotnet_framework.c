/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source:   .NET's documentation/design-docs/DotNetCore-SharePackageStore.md
 *           and "install location": DOTNET_ROOT/shared/NAME/VERSION/.
 */
#include "sbom/catalog/dotnet_framework.h"

#include <stdio.h>

#include "sbom/layer/path.h"

enum { VERSION_BYTES = 64 };

/* ".net_core" became ".net" with its fifth version, for CPEs, too. */
static const struct {
	const char *name, *old, *product;
} frameworks[] = {
	{ "Microsoft.NETCore.App", ".net_core", ".net" },
	{ "Microsoft.AspNetCore.App", "asp.net_core", "asp.net_core" },
	{ "Microsoft.AspNetCore.All", "asp.net_core", "asp.net_core" },
	{ "Microsoft.WindowsDesktop.App", NULL, NULL },
};

static size_t
find(struct str name)
{
	size_t i = 0, n = sizeof frameworks / sizeof *frameworks;

	while (i < n && !str_eq(name, str_from(frameworks[i].name)))
		i++;
	return i;
}

bool
dotnet_framework(struct str path, struct str *ret_name,
    struct str *ret_version)
{
	struct str dir = path_dir(path);

	*ret_version = path_base(dir);
	*ret_name = path_base(path_dir(dir));
	return find(*ret_name) < sizeof frameworks / sizeof *frameworks &&
	    ret_version->n > 0 && is_digit(ret_version->p[0]);
}

/* The number without "-preview.1": a hyphen would want quoting. */
static void
emit_cpe(size_t i, struct str version, struct records *out)
{
	bool old = version.n > 1 && version.p[0] < '5' && version.p[1] == '.';
	char cpe[128];
	size_t n = 0;

	while (n < version.n && n < VERSION_BYTES &&
	    (is_digit(version.p[n]) || version.p[n] == '.'))
		n++;
	if (frameworks[i].product == NULL)
		return;
	(void)snprintf(cpe, sizeof cpe,
	    "cpe:2.3:a:microsoft:%s:%.*s:*:*:*:*:*:*:*",
	    old ? frameworks[i].old : frameworks[i].product, (int)n,
	    version.p);
	out->cpe(out, str_from(cpe));
}

enum rc
dotnet_framework_emit(struct str name, struct str version,
    struct records *out)
{
	enum rc rc = out->package(out, &(struct pkg){ .type = "nuget",
		.name = name, .version = version });

	if (rc == RC_OK && find(name) < sizeof frameworks / sizeof *frameworks)
		emit_cpe(find(name), version, out);
	return rc;
}
