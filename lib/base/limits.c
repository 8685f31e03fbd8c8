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

#define ROW(name, field) { name, offsetof(struct limits, field) }

static const struct {
	const char *name;
	size_t at;
} rows[] = {
	ROW("package-db", package_db),
	ROW("text-file", text_file),
	ROW("buffer", buffer),
	ROW("manifest", manifest),
	ROW("layer", layer),
	ROW("entries", entries),
	ROW("wanted", wanted),
	ROW("records", records),
	ROW("json-record", json_record),
	ROW("feed-file", feed_file),
	ROW("components", components),
	ROW("archive", archive),
	ROW("memory", memory),
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
