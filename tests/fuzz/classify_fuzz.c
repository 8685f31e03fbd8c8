/* SPDX-License-Identifier: Apache-2.0 */
/* Classifiers: a table, NUL, a path, NUL, a file; an empty table is the one
   that is built in. Fed in pieces the file says what it says whole. */
/* fuzz-cover: sbom/catalog/classify/table.c sbom/catalog/classify/pattern.c sbom/catalog/classify/pattern_match.c sbom/catalog/classify/hunt.c sbom/catalog/classify/seek.c sbom/catalog/classify/glob.c */
/* fuzz-make: tests/fuzz/classify-seeds.sh */
#include "base/arena.h"
#include "base/hash.h"
#include "sbom/catalog/classify/classify.h"
#include "tests/fuzz/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static uint64_t said;

static enum rc
on_package(struct records *r, const struct pkg *p)
{
	said = said * 31 + hash_str(p->name) + 7 * hash_str(p->version);
	return fuzz_package(r, p);
}

static enum rc
hunt(const struct classify *c, struct str path, struct str file, size_t piece,
    struct records *out)
{
	struct hunt *h = hunt_new(c, path, file.n);
	struct err e = { "" };

	said = 0;
	for (size_t at = 0; at < file.n; at += piece)
		if (!hunt_feed(h, (const uint8_t *)file.p + at,
		    file.n - at < piece ? file.n - at : piece))
			break;

	enum rc rc = hunt_end(h, out, &e);

	hunt_free(h);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena *built_in_arena;
	static struct classify *built_in;
	struct records out = fuzz_records();
	struct str rest = str_of(p, n), table, path;
	struct err e = { "" };

	out.package = on_package;
	if (built_in == NULL) {
		built_in_arena = arena_new(64 << 20);
		if (classify_new(built_in_arena, STR(""), &built_in, &e) !=
		    RC_OK)
			abort();
	}
	if (!str_split(&rest, '\0', &table) || !str_split(&rest, '\0', &path))
		return 0;

	struct arena *a = arena_new(256 << 20);
	struct classify *c = built_in;
	enum rc rc = table.n == 0 ? RC_OK : classify_from(a, table, &c, &e);

	if (rc != RC_OK && e.msg[0] == '\0')
		abort();		/* failed without a word */
	if (rc == RC_OK && classify_path(c, path)) {
		rc = hunt(c, path, rest, n, &out);

		uint64_t whole = said;

		if (hunt(c, path, rest, 1 + p[n - 1] % 64, &out) != rc ||
		    whole != said)
			abort();
	}
	arena_free(a);
	return 0;
}
