/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of Maven, Gradle, sbt and Bazel: the first byte picks the name
   of the file. */
/* fuzz-cover: sbom/catalog/java_pom.c sbom/catalog/java_gradle.c sbom/catalog/java_lock.c */
/* fuzz-make: tests/fuzz/java-seeds.sh */
#include "tests/fuzz/records.h"
#include "text/xml.h"

extern const struct cataloger cat_java_pom, cat_java_gradle, cat_java_lock;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct { const struct cataloger *row; const char *path; } files[] =
{
	{ &cat_java_pom, "pom.xml" },
	{ &cat_java_gradle, "gradle.lockfile" },
	{ &cat_java_gradle, "gradle/verification-metadata.xml" },
	{ &cat_java_gradle, "gradle/libs.versions.toml" },
	{ &cat_java_lock, "build.sbt.lock" },
	{ &cat_java_lock, "maven_install.json" },
	{ &cat_java_gradle, "gradle/dependency-locks/test.lockfile" },
	{ &cat_java_lock, "MODULE.bazel" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct limits lim = limits_default;
	struct records out = fuzz_records();
	struct file_ref f = { .declared = true };
	struct mem_blob m;
	struct err e = { "" };

	if (n == 0)
		return 0;
	xml_init();
	lim.memory = 256 * MIB;

	size_t i = p[0] % (sizeof files / sizeof *files);

	f.path = str_from(files[i].path);
	f.want = files[i].row->wants;
	if (files[i].row->parse(&f, mem_blob_init(&m, p + 1, n - 1), &lim,
	    &out, &e) != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}
