/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small parts of the Java rows: names of files, manifests, properties.
 * Whole archives are tests/cli/java.t and managers-mvn.t. File names are of
 * artifacts that are published; what they mean is their POM's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "sbom/catalog/java.h"
#include "tests/unit/collect.h"

static const struct {
	const char *file, *name, *version;
	bool dev;
} files[] = {
	{ "commons-io-2.11.0.jar", "commons-io", "2.11.0", false },
	{ "spring-boot-starter-web.jar", "spring-boot-starter-web", "", false },
	{ "guava-r09.jar", "guava", "r09", false },
	{ "guava-31.1-jre.jar", "guava", "31.1-jre", false },
	{ "gradle-build-cache-4.jar", "gradle-build-cache", "4", false },
	{ "tool-build15.jar", "tool", "build15", false },
	{ "thing-rc2.jar", "thing", "rc2", false },
	{ "lib-r2d2-1.0.jar", "lib-r2d2", "1.0", false },
	{ "log4j-1.2-api-2.17.1.jar", "log4j", "1.2-api-2.17.1", false },
	{ "kafka_2.13-3.4.0.jar", "kafka_2.13", "3.4.0", false },
	{ "scala-library.2.12.15.jar", "scala-library", "2.12.15", false },
	{ "org.eclipse.osgi_3.10.0.v20140606.jar", "org.eclipse.osgi",
	    "3.10.0.v20140606", false },
	{ "pkg-1.0.Final-redhat-00001.jar", "pkg", "1.0.Final-redhat-00001",
	    false },
	{ "netty-tcnative-2.0.61.Final-linux-x86_64.jar", "netty-tcnative",
	    "2.0.61.Final", false },
	{ "app-1.0-SNAPSHOT.war", "app", "1.0-SNAPSHOT", false },
	{ "lib-3.1-sources.jar", "lib", "3.1", true },
	{ "lib-3.1-tests.jar", "lib", "3.1", true },
	{ "lib-3.1-alloy.jar", "lib", "3.1-alloy", false },
	{ "3rdparty-1.jar", "", "", false },
	{ "a--1.jar", "", "", false },
	{ ".jar", "", "", false },
	{ "x.jar", "x", "", false },
};

static void
file_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct str name, version;
		bool dev;

		java_file_name(str_from(files[i].file), &name, &version, &dev);
		if (!str_eq(name, str_from(files[i].name)) ||
		    !str_eq(version, str_from(files[i].version)) ||
		    dev != files[i].dev)
			fail_msg("%s: %.*s, %.*s", files[i].file,
			    STR_ARG(name), STR_ARG(version));
	}
}

static const struct { const char *text, *title, *version; } manifests[] = {
	{ "Implementation-Title: a\r\nImplementation-Version: 1\r\n\r\n", "a",
	    "1" },
	{ "Implementation-Title: a\nImplementation-Version: 1", "a", "1" },
	{ "Implementation-Title: a\rImplementation-Version: 1\r\r", "a", "1" },
	{ "implementation-TITLE:  a b \n", "a b", "" },
	{ "Implementation-Ti\r\n tle: long \r\n er\r\n", "long er", "" },
	{ "Implementation-Title: %name\nImplementation-Version: 1\n", "",
	    "1" },
	/* only the main section */
	{ "A: b\n\nImplementation-Title: a\n", "", "" },
	{ "A: b\r\rImplementation-Title: a\n", "", "" },
	{ "A: b\r\n\r\nImplementation-Title: a\n", "", "" },
	{ "\nImplementation-Title: a\n", "", "" },
	{ "no colon\nImplementation-Title: a\n", "a", "" },
	{ "", "", "" },
};

static void
manifest_in(const char *text, size_t step, const char *title,
    const char *version)
{
	struct arena *a = arena_new(1 << 20);
	struct java_manifest m = { .a = a };
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i += step)
		(void)java_manifest_feed(&m, text + i,
		    step < n - i ? step : n - i);
	java_manifest_end(&m);
	if (!str_eq(m.attr[MF_IMPLEMENTATION_TITLE], str_from(title)) ||
	    !str_eq(m.attr[MF_IMPLEMENTATION_VERSION], str_from(version)))
		fail_msg("%s by %zu: %.*s, %.*s", text, step,
		    STR_ARG(m.attr[MF_IMPLEMENTATION_TITLE]),
		    STR_ARG(m.attr[MF_IMPLEMENTATION_VERSION]));
	assert_int_equal(m.there, n > 0);
	java_manifest_done(&m);
	arena_free(a);
}

static void
manifest_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++)
		for (size_t step = 1; step < 40; step += 7)
			manifest_in(manifests[i].text, step,
			    manifests[i].title, manifests[i].version);
}

static void
properties(void **state)
{
	struct java_id id = java_properties(STR("#Generated\r\nversion = 1.0 "
	    "\r\n groupId:org.acme\nartifactId=tool"));

	(void)state;
	assert_true(str_eq(id.group, STR("org.acme")));
	assert_true(str_eq(id.artifact, STR("tool")));
	assert_true(str_eq(id.version, STR("1.0")));
	id = java_properties(STR("version=${revision}\nartifactId=x"));
	assert_int_equal(id.version.n, 0);
	assert_int_equal(id.group.n, 0);
}

/* ---- declared ---- */

static void
row_says(const char *path, const char *text, const char *want)
{
	struct arena *a = arena_new(16 << 20);
	struct collect c = collect_of(a);
	struct buf got = { 0 };
	struct err e = { "" };
	enum rc rc = collect_run(&c, path, str_from(text), STR(""), &e);

	for (size_t i = 0; i < c.npkgs; i++) {
		const struct pkg *p = &c.pkgs[i].p;

		(void)buf_add_str(&got, str_fmt(a, "%.*s:%.*s:%.*s%s%s;",
		    STR_ARG(p->group), STR_ARG(p->name), STR_ARG(p->version),
		    p->dev ? " dev" : "", p->local ? " local" : ""));
	}
	if (rc != RC_OK)
		(void)buf_add_str(&got, STR("failed"));
	if (!str_eq(buf_str(&got), str_from(want)))
		fail_msg("%s: %.*s (%s)", path, STR_ARG(buf_str(&got)),
		    e.msg);
	buf_done(&got);
	arena_free(a);
}

#define DEP(g, a, rest) "<dependency><groupId>" g "</groupId><artifactId>" \
    a "</artifactId>" rest "</dependency>"

static void
poms(void **state)
{
	(void)state;
	row_says("pom.xml", "<project><parent><groupId>org.p</groupId>"
	    "<artifactId>up</artifactId><version>7</version></parent>"
	    "<artifactId>own</artifactId><properties><a.v>${b.v}</a.v>"
	    "<b.v>1.5</b.v><loop>${loop}</loop></properties>"
	    "<dependencyManagement><dependencies>"
	    DEP("m", "managed", "<version>2</version><scope>test</scope>")
	    DEP("m", "unused", "<version>3</version>")
	    "</dependencies></dependencyManagement><dependencies>"
	    DEP("g", "a", "<version>${a.v}</version>")
	    DEP("${project.groupId}", "b", "<version>${project.version}"
	    "</version>")
	    DEP("m", "managed", "")
	    DEP("g", "range", "<version>[1,2)</version>")
	    DEP("g", "exact", "<version>[1.0]</version>")
	    DEP("g", "loop", "<version>${loop}</version>")
	    DEP("g", "unknown", "<version>${elsewhere}</version>")
	    DEP("g", "twice", "<version>1</version><scope>test</scope>")
	    DEP("g", "twice", "<version>1</version>")
	    "</dependencies></project>",
	    "org.p:own:7 local;g:a:1.5;org.p:b:7;m:managed:2 dev;g:range:;"
	    "g:exact:1.0;g:loop:;g:unknown:;g:twice:1;");
	row_says("pom.xml", "<settings/>", "failed");
	row_says("pom.xml", "<project><dependencies><dependency>", "failed");
	row_says("pom.xml", "<!DOCTYPE p [<!ENTITY e 'x'>]><project>"
	    "<artifactId>&e;</artifactId></project>", "failed");
	row_says("a-1.pom", "<project xmlns='http://maven.apache.org/POM/"
	    "4.0.0'><groupId>g</groupId><artifactId>a</artifactId><version>"
	    "1</version></project>", "g:a:1 local;");
}

static void
locks(void **state)
{
	(void)state;
	row_says("gradle.lockfile", "# c\ng:a:1=compileClasspath,testRuntime\n"
	    "g:b:2=testCompileClasspath,testRuntimeClasspath\nempty=x\nbad",
	    "g:a:1;g:b:2 dev;");
	row_says("gradle/dependency-locks/testCompile.lockfile", "g:a:1\n",
	    "g:a:1 dev;");
	row_says("gradle/dependency-locks/runtime.lockfile", "g:a:1\n",
	    "g:a:1;");
	row_says("other.lockfile", "g:a:1\n", "");
	row_says("gradle/libs.versions.toml", "[versions]\nv = '[1,2)'\n"
	    "[libraries]\na = 'g:a:1'\nb = { module = 'g:b', version.ref = 'v'"
	    " }\nc = { module = 'c' }\n", "g:a:1;g:b:;");
	row_says("gradle/libs.versions.toml", "[libraries", "failed");
	row_says("verification-metadata.xml", "<verification-metadata>"
	    "<configuration><trusted-artifacts><trust group='x'/>"
	    "</trusted-artifacts></configuration><components><component "
	    "group='g' name='a' version='1'/></components>"
	    "</verification-metadata>", "g:a:1;");
	row_says("verification-metadata.xml", "<x/>", "failed");
	row_says("maven_install.json", "{\"artifacts\": {\"g:a\": {\"version\":"
	    " \"1\", \"shasums\": {}}, \"g:b:jar:linux\": {\"version\": \"2\"}"
	    "}, \"version\": \"2\"}", "g:a:1;g:b:2;");
	row_says("maven_install.json", "{\"dependency_tree\": {\"dependencies"
	    "\": [{\"coord\": \"g:a:1\"}, {\"coord\": \"g:a:jar:sources:1\"},"
	    " {\"coord\": \"g:b:aar:2\"}]}}", "g:a:1;g:b:2;");
	row_says("build.sbt.lock", "{\"dependencies\": [{\"org\": \"g\", "
	    "\"name\": \"a\", \"version\": \"1\", \"configurations\": "
	    "[\"compile\"]}, {\"org\": \"g\", \"name\": \"t\", \"version\": "
	    "\"1\", \"configurations\": [\"test\"]}, {\"org\": \"g\"}]}",
	    "g:a:1;");
	row_says("build.sbt.lock", "{\"dependencies\": [", "failed");
	row_says("MODULE.bazel", "maven.install(\n  name = \"x:y:z\",\n"
	    "  artifacts = [\n  # \"no:no:1\",\n  \"g:a:1.0\", 'g:b:jar:2',"
	    " maven.artifact(\"in:in:1\"), \"g:c\", \"g:d:3\"],\n"
	    "  repositories = [\"a:b:c\"])\nartifacts == [\"g:no:1\"]\n",
	    "g:a:1.0;g:b:2;g:d:3;");
	row_says("WORKSPACE", "artifacts = [\"g:a:1\", \"g:b", "g:a:1;");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_names),
		cmocka_unit_test(manifest_lines),
		cmocka_unit_test(properties),
		cmocka_unit_test(poms),
		cmocka_unit_test(locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
