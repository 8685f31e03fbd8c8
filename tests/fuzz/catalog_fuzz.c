/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of the catalog: the first byte picks the row, the second what in
   it wanted the file, the rest is the file. */
/* fuzz-cover: sbom/catalog/apk.c sbom/catalog/apt.c sbom/catalog/context.c sbom/catalog/dpkg.c sbom/catalog/dpkg_info.c sbom/catalog/dpkg_copyright.c sbom/catalog/os_release.c sbom/catalog/rpm_manifest.c */
/* fuzz-make: tests/fuzz/catalog-seeds.sh */
#include "tests/fuzz/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A path that w wants. */
static struct str
path_of(const struct want *w, char *buf, size_t size)
{
	const char *star = w->kind == WANT_MAGIC ? NULL : strchr(w->text, '*');

	(void)snprintf(buf, size, w->kind == WANT_MAGIC ? "object" :
	    star != NULL ? "%.*sname%s" : w->kind == WANT_IN_DIR ? "%.*s/name" :
	    "%.*s", star != NULL ? (int)(star - w->text) :
	    (int)strlen(w->text), w->text, star != NULL ? star + 1 : "");
	return str_from(buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t rows = 0, wants = 0;
	struct records out = fuzz_records();
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };
	char path[256];

	if (n < 2)
		return 0;
	while (catalogers[rows] != NULL)
		rows++;

	const struct cataloger *row = catalogers[p[0] % rows];

	if (row->parse == NULL)
		return 0;		/* an inspector: it has its own */
	while (row->wants[wants].text != NULL)
		wants++;
	if (wants == 0)
		return 0;		/* classifiers: likewise */
	lim.memory = 64 * MIB;

	struct file_ref f = { .want = &row->wants[p[1] % wants] };

	f.path = path_of(f.want, path, sizeof path);

	enum rc rc = row->parse(&f, mem_blob_init(&m, p + 2, n - 2), &lim,
	    &out, &e);

	if ((rc == RC_OK) != (e.msg[0] == '\0') && rc == RC_OK)
		return 0;		/* a message of something it overcame */
	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	return 0;
}
