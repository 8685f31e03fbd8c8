/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CLASSIFY_TABLE_H
#define SBOM_CATALOG_CLASSIFY_TABLE_H

#include "sbom/catalog/classify/classify.h"
#include "sbom/catalog/classify/pattern.h"

/* The table of classifiers, compiled. Private to this folder. */
enum {
	TABLE_BYTES_MAX = 1 << 20,	/* a user's table */
	TABLE_ROWS_MAX = 1000,
	TABLE_GLOBS_MAX = 4000,		/* of all rows: two bytes count them */
	ROW_FINDS_MAX = 64,
	ROW_WITHS_MAX = 16,
	ROW_CPES_MAX = 8,
};

struct cpe_name {
	struct str vendor, product;	/* escaped as in a CPE */
	bool jvm;	/* version is Java's: update apart, build left out */
};

/* Rows of one class are alternatives in order: the first that fits wins. */
struct row {
	struct str name;		/* of the class */
	const char *type;		/* of the purl */
	struct str group, product;	/* @: the text from the name */
	struct cpe_name cpe[ROW_CPES_MAX];
	size_t ncpes;
	struct pattern *from_name;	/* what @ is, or NULL */
	struct pattern *find;
	size_t nfinds;
	struct str *with;		/* texts that must all be there */
	size_t nwiths;
	struct str offers, needs;	/* keys, or "" */
	bool script, off;
	size_t line;
};

struct glob {
	struct str text, base;		/* base: behind the last slash */
	size_t head;			/* bytes of base before a wildcard */
	uint16_t row;
};

struct classify {
	struct row *rows;
	size_t nrows;
	struct glob *exact;		/* base has no wildcard: by base */
	size_t nexact;
	struct glob *wild;		/* by the first byte of base */
	size_t nwild;
	/* Where the globs begin whose base begins with that byte; of wild the
	   first are those whose base begins with a wildcard. */
	uint16_t exact_at[256 + 1], wild_at[1 + 256 + 1];
};

/* '*' and '?' inside a component, "**" for any number of components. */
bool glob_match(struct str glob, struct str path);

/* Calls each once per row that names path, in table order. */
void table_rows(const struct classify *c, struct str path,
    void (*each)(void *arg, const struct row *r), void *arg);

/* memmem, for s of one byte or more. */
const uint8_t *seek_text(const uint8_t *p, size_t n, struct str s);

/* What @ stands for in a file of this name; false: not for this row. */
bool row_name(const struct row *r, struct str path, struct str *ret);

#endif
