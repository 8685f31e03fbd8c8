/* SPDX-License-Identifier: Apache-2.0 */
/* sbom/catalog/dotnet*: NuGet packages, published, locked and asked for. */
#include "sbom/catalog/dotnet.h"
#include "text/xml.h"
#include "tests/unit/render.h"

static void
test_version(void **state)
{
	static const struct { const char *text, *version; } cases[] = {
		{ "1.2.3", "1.2.3" }, { "[1.2.3]", "1.2.3" },
		{ "1.0.0-beta.1+x", "1.0.0-beta.1+x" }, { "1.*", "" },
		{ "[1.0,2.0)", "" }, { "$(V)", "" }, { "", "" },
		{ "30cd5366a4f3f25a443ca4cd62cd592fd16ac69", "" },
		{ "master", "" }, { "[]", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str v = dotnet_version(str_from(cases[i].text));

		if (!str_eq(v, str_from(cases[i].version)))
			fail_msg("%s: %.*s", cases[i].text, STR_ARG(v));
	}
}

static bool
owns(const struct collect *c, const char *path)
{
	for (size_t i = 0; i < c->npaths; i++)
		if (str_eq(c->paths[i], str_from(path)))
			return true;
	return false;
}

static void
test_deps(void **state)
{
	struct collect c = render_file(a, "app/hello2.deps.json",
	    "dotnet-deps/hello2.deps.json", RC_OK);

	(void)state;
	render_check(&c, "hello2 1.0.0 local app > jsondiffpatch\n"
	    "JsonDiffPatch 2.0.61 > microsoft.netcore.app\n"
	    "Libuv 1.9.1 > microsoft.netcore.platforms\n"
	    "Microsoft.NETCore.App 1.1.2 guessed > libuv "
	    "system.collections.immutable\n"
	    "Microsoft.NETCore.Platforms 1.1.0 guessed\n"
	    "NETStandard.Library 1.6.0 guessed > system.net.http\n"
	    "System.Net.Http 4.1.0 guessed\n"
	    "System.Collections.Immutable 1.3.0 guessed\n");
	assert_true(owns(&c, "/app/JsonDiffPatch.dll"));
	assert_true(owns(&c,
	    "/app/runtimes/debian-x64/native/libuv.so"));

	c = render_file(a, "ExampleApp1.deps.json",
	    "dotnet-deps/ExampleApp1.deps.json", RC_OK);
	render_check(&c, "ExampleApp1 1.0.0 local app > newtonsoft.json "
	    "runtimepack.microsoft.netcore.app.runtime.linux-x64 "
	    "runtimepack.microsoft.aspnetcore.app.runtime.linux-x64\n"
	    "Newtonsoft.Json 13.0.1\n"
	    "Microsoft.NETCore.App.Runtime.linux-x64 8.0.0 "
	    "cpe:2.3:a:microsoft:.net:8.0.0:*:*:*:*:*:*:*\n"
	    "Microsoft.AspNetCore.App.Runtime.linux-x64 8.0.0 "
	    "cpe:2.3:a:microsoft:asp.net_core:8.0.0:*:*:*:*:*:*:*\n");
	assert_true(owns(&c, "/Newtonsoft.Json.dll"));
}

static void
test_deps_odd(void **state)
{
	/* No runtimeTarget: all targets; an old SDK's string; a merger. */
	struct collect c = render_text(a, "x.deps.json",
	    "\xef\xbb\xbf{\"targets\":{\"a\":{\"P/1.0\":{\"resources\":{"
	    "\"lib/de/P.resources.dll\":{\"locale\":\"de\"}}}},"
	    "\"b\":{\"R/1\":{},\"/2\":{}}},\"libraries\":{\"P/1.0\":{\"type\":"
	    "\"package\"},\"R/1\":{\"type\":\"reference\"},\"/2\":{\"type\":"
	    "\"package\"}}}", RC_OK);

	(void)state;
	render_check(&c, "P 1.0\n");
	assert_true(owns(&c, "/de/P.resources.dll"));
	assert_int_equal(c.notes, 1);
	c = render_text(a, "x.deps.json", "{\"runtimeTarget\":\"t\","
	    "\"targets\":{\"t\":{\"P/1.0\":{},\"Fody/6.0\":{},"
	    "\"Microsoft.NETCore.App.Runtime.x/3.1.0\":{},"
	    "\"Microsoft.NETCore.App.Runtime.x/9.0.0-rc\":{}},\"u\":{"
	    "\"Q/1\":{}}},\"libraries\":{\"P/1.0\":{\"type\":\"package\"},"
	    "\"Fody/6.0\":{\"type\":\"package\"},\"Microsoft.NETCore.App."
	    "Runtime.x/3.1.0\":{\"type\":\"package\"},\"Microsoft.NETCore."
	    "App.Runtime.x/9.0.0-rc\":{\"type\":\"package\"}}}", RC_OK);
	render_check(&c, "P 1.0\nFody 6.0\n"
	    "Microsoft.NETCore.App.Runtime.x 3.1.0 "
	    "cpe:2.3:a:microsoft:.net_core:3.1.0:*:*:*:*:*:*:*\n"
	    "Microsoft.NETCore.App.Runtime.x 9.0.0-rc\n");
	(void)render_text(a, "x.deps.json", "{}", RC_FORMAT);
	(void)render_text(a, "x.deps.json", "{", RC_FORMAT);
}

static void
test_lock(void **state)
{
	struct collect c = render_file(a, "packages.lock.json",
	    "dotnet-lock/packages.lock.json", RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 10);
	assert_true(str_eq(c.pkgs[0].p.name, STR("AutoMapper")));
	assert_true(str_eq(c.pkgs[0].p.version, STR("13.0.1")));
	assert_true(str_eq(c.pkgs[0].requires[0],
	    STR("net8.0\nmicrosoft.extensions.options")));
	assert_true(str_eq(c.pkgs[5].provides[0],
	    STR("net8.0\nmicrosoft.extensions.options")));
	c = render_text(a, "packages.lock.json", "{\"dependencies\":{\"n\":{"
	    "\"Own\":{\"type\":\"Project\"},\"\":{},"
	    "\"A\":{\"type\":\"Direct\"}}}}", RC_OK);
	render_check(&c, "A -\n");
	assert_int_equal(c.notes, 1);
	(void)render_text(a, "packages.lock.json", "[]", RC_FORMAT);

	c = render_file(a, "obj/project.assets.json",
	    "dotnet-assets/project.assets.json", RC_OK);
	assert_int_equal(c.npkgs, 6);	/* three for each framework */
	assert_true(str_eq(c.pkgs[0].p.name,
	    STR("Microsoft.Build.Tasks.Git")));
	assert_int_equal(c.pkgs[2].nrequires, 2);
}

static void
test_project(void **state)
{
	struct collect c = render_file(a, "app.csproj",
	    "dotnet-project/app.csproj", RC_OK);

	(void)state;
	render_check(&c, "LiteDB 5.0.12\nSerilog 2.10.0\n"
	    "StyleCop.Analyzers 1.1.118 dev\nExact 1.2.3\nMoved 3.0.1\n");
	assert_int_equal(c.notes, 3);
	assert_string_equal(c.said,
	    "Computed: no version in \"$(Variable1)\"");
	c = render_file(a, "Directory.Packages.props",
	    "dotnet-project/Directory.Packages.props", RC_OK);
	render_check(&c, "Central 4.5.6\nEverywhere 1.0.0-beta.1\n");
	(void)render_text(a, "x.fsproj", "<Project>", RC_FORMAT);
	(void)render_text(a, "x.vbproj", "<!DOCTYPE p [<!ENTITY a \"b\">]>"
	    "<Project>&a;</Project>", RC_FORMAT);

	c = render_file(a, "packages.config", "dotnet-config/packages.config",
	    RC_OK);
	render_check(&c,
	    "Microsoft.CodeDom.Providers.DotNetCompilerPlatform 1.0.0\n");
	assert_int_equal(c.notes, 1);
	c = render_text(a, "packages.config", "<packages><package id='x' "
	    "version='1.0' developmentDependency='true'/></packages>", RC_OK);
	render_check(&c, "x 1.0 dev\n");
}

static void
test_long_values(void **state)
{
	char text[4096] = "<Project><PackageReference Include='x'><Version>";
	size_t n = strlen(text);

	(void)state;
	memset(text + n, '1', 2000);
	(void)snprintf(text + n + 2000, sizeof text - n - 2000,
	    "</Version></PackageReference><PackageReference Include='");
	n = strlen(text);
	memset(text + n, 'y', 1000);
	(void)snprintf(text + n + 1000, sizeof text - n - 1000,
	    "' Version='1.0'/></Project>");

	struct collect c = render_text(a, "x.csproj", text, RC_OK);

	render_check(&c, "");
	assert_int_equal(c.notes, 1);
}

static void
test_paket(void **state)
{
	struct collect c = render_file(a, "paket.lock",
	    "dotnet-paket/paket.lock", RC_OK);

	(void)state;
	assert_int_equal(c.npkgs, 8);
	assert_true(str_eq(c.pkgs[0].p.name, STR("NUnit")));
	assert_true(str_eq(c.pkgs[0].requires[0], STR("\nnunit.console")));
	assert_string_equal(c.pkgs[7].p.type, "github");
	assert_true(str_eq(c.pkgs[7].p.group, STR("fsharp")));
	assert_true(str_eq(c.pkgs[7].p.name, STR("FAKE")));

	c = render_text(a, "paket.lock", "RESTRICTION: == net8\nNUGET\n"
	    "  remote: https://x\n    A (1.0) - restriction: x\n"
	    "      B (>= 1)\n    (2.0)\n      C\nHTTP\n  remote: h\n    x (1)\n"
	    "GROUP Test\nGITHUB\n  remote: f/F\n    f/F (1.0)\n    F (2.0)\n",
	    RC_OK);
	render_check(&c, "A 1.0 > \nb\nf/F 1.0\n");
	assert_int_equal(c.notes, 2);
	assert_true(str_eq(c.pkgs[1].provides[0], STR("Test\nf/f")));

	c = render_file(a, "paket.dependencies",
	    "dotnet-paket/paket.dependencies", RC_OK);
	render_check(&c, "NUnit -\nFSharp.Core -\nNewtonsoft.Json 12.0.3\n"
	    "Microsoft.Extensions.Logging -\nSystem.Text.Json -\n"
	    "Microsoft.NETFramework.ReferenceAssemblies 1.0.0\n"
	    "fsprojects/Paket -\nfsharp/FAKE 5.20.4\n"
	    "tpetricek/FSharp.Formatting -\n"
	    "tpetricek/FSharp.Formatting 2.13.5\n"
	    "tpetricek/FSharp.Formatting -\nFAKE -\nPaket -\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_deps),
		cmocka_unit_test(test_deps_odd),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_project),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_paket),
	};

	xml_init();
	return cmocka_run_group_tests(tests, setup, teardown);
}
