/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"

#include <stddef.h>

const struct limits limits_default = {
	.package_db = 256 * MIB,
	.text_file = 8 * MIB,
	.buffer = 16 * MIB,
	.manifest = 10 * MIB,
	.layer = 64 * GIB,
	.entries = 5000000,
	.wanted = 1000000,
	.records = 128 * MIB,
	.json_record = 16 * MIB,
	.feed_file = 16 * GIB,
	.components = 2000000,
	.archive = 16 * MIB,
	.memory = 2 * GIB,
};

#define ROW(name, field, help) { name, offsetof(struct limits, field), \
    name "  " help }

static const struct {
	const char *name;
	size_t at;
	const char *help;
} rows[] = {
	ROW("package-db", package_db, "a package database held whole (256M)"),
	ROW("text-file", text_file, "a text file read whole (8M)"),
	ROW("buffer", buffer, "a file kept while it streams by (16M)"),
	ROW("manifest", manifest, "a manifest, index or configuration (10M)"),
	ROW("layer", layer, "uncompressed bytes of one layer (64G)"),
	ROW("entries", entries, "members of one layer (5000000)"),
	ROW("wanted", wanted, "wanted files, links, whiteouts (1000000)"),
	ROW("records", records, "bytes of what files tell (128M)"),
	ROW("json-record", json_record, "one component or feed record (16M)"),
	ROW("feed-file", feed_file, "one unpacked feed file (16G)"),
	ROW("components", components, "components of one SBOM (2000000)"),
	ROW("archive", archive, "inflated in one archive beyond 16 x its size "
	    "(16M)"),
	ROW("memory", memory, "ceiling of one arena (2G)"),
};

enum { NROWS = sizeof rows / sizeof *rows };

static uint64_t
unit(char c)
{
	return c == 'K' ? KIB : c == 'M' ? MIB : c == 'G' ? GIB : 0;
}

bool
limits_set(struct limits *l, struct str setting)
{
	size_t eq = str_find(setting, '=');
	struct str name = str_sub(setting, 0, eq);
	struct str text = str_sub(setting, eq + 1, setting.n);
	uint64_t scale = text.n != 0 ? unit(text.p[text.n - 1]) : 0, v;

	if (scale != 0)
		text.n--;
	else
		scale = 1;
	if (!str_u64(text, UINT64_MAX, &v) ||
	    __builtin_mul_overflow(v, scale, &v))
		return false;
	for (size_t i = 0; i < NROWS; i++) {
		if (str_eq(name, str_from(rows[i].name))) {
			memcpy((char *)l + rows[i].at, &v, sizeof v);
			return true;
		}
	}
	return false;
}

const char *
limits_describe(unsigned i)
{
	return i < NROWS ? rows[i].help : NULL;
}
