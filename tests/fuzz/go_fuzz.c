/* SPDX-License-Identifier: Apache-2.0 */
/* Go programs: as a file (first byte below 128), or as a stream in chunks of
   so many bytes, whose result no other chunking may change. */
/* fuzz-cover: sbom/binary/go_build.c sbom/catalog/go_binary.c */
/* fuzz-make: tests/fuzz/exe-seeds.sh */
/* fuzz-max: 65536 */
#include "base/arena.h"
#include "sbom/binary/go_build.h"
#include "tests/fuzz/records.h"

extern const struct cataloger cat_go_binary;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
as_file(const uint8_t *p, size_t n)
{
	struct records out = fuzz_records();
	struct file_ref f = { .path = STR("usr/bin/x") };
	struct arena *a = arena_new(256 << 20);
	struct mem_blob m;
	struct exe *x;
	struct err e;
	struct blob *b = mem_blob_init(&m, p, n);

	if (exe_open(a, b, &x, &e) == RC_OK)
		(void)cat_go_binary.inspect(&f, x, b, &limits_default, &out,
		    &e);
	arena_free(a);
}

static struct go_scan *
scan(const uint8_t *p, size_t n, size_t step)
{
	struct go_scan *s = go_scan_new();

	for (size_t i = 0; s != NULL && i < n; i += step)
		go_scan_feed(s, p + i, n - i < step ? n - i : step);
	return s;
}

static void
as_stream(const uint8_t *p, size_t n, size_t step)
{
	struct go_scan *s = scan(p, n, step), *t = scan(p, n, n);
	struct go_build x = { 0 }, y = { 0 };

	if (s != NULL && t != NULL) {
		bool a = go_scan_result(s, &x), b = go_scan_result(t, &y);

		/* Which of several comes first may differ by the chunk; that
		   there is one does not. */
		if ((x.version.n > 0 || y.version.n > 0) && a != b)
			abort();
		fuzz_touch(x.version);
		fuzz_touch(x.modules);
	}
	go_scan_free(s);
	go_scan_free(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n < 2)
		return 0;
	if (*p < 128)
		as_file(p + 1, n - 1);
	else
		as_stream(p + 1, n - 1, *p - 127u);
	return 0;
}
