/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_ADVDB_INT_H
#define ADVISORY_ADVDB_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * What the files of the look-up share.
 */
struct arena;
struct db;
struct db_stmt;

enum {
	LIST_MAX = 10000,	/* members of any list handed out */
	NAMES_MAX = 1000000,	/* sources, prefixes */
};

enum query {
	Q_CONTENT, Q_SOURCES, Q_FEEDS, Q_PREFIXES, Q_NS, Q_STREAMS, Q_NAMED,
	Q_COVERED, Q_TORN,
	Q_PACKAGED,
	Q_AFFECTED, Q_ADV,
	Q_QUAL, Q_WORD, Q_VID, Q_GROUP, Q_ALONE, Q_FIXES, Q_CVSS, Q_EPSS, Q_KEV, Q_CWES,
	Q_SSVC,
	Q_RECORDS, Q_META, Q_COVERS, Q_SPEAKS, Q_NS_FEEDS,
	Q_NS_SOURCES, Q_MAVEN, Q_EOL, Q_REPO,
	Q_CPE, Q_CPE_CONFIG,
	Q_COUNT
};

/* A small table of the database, read whole when first needed. */
struct named {
	int64_t id;
	struct str text, more;
};

struct names {
	struct named *v;
	size_t n;
	bool read;
};

/* KEV, whole: some 1,500 rows that are asked for every finding. */
struct exploited {
	int64_t vid, added, due;
	bool ransomware;
};

struct advdb {
	struct db *db;
	struct db_stmt *stmt[Q_COUNT];
	struct arena *arena;	/* for as long as it is open */
	struct arena *scratch;
	struct str content;
	struct names feeds, prefixes;
	struct exploited *kev;
	size_t nkev;
	bool kev_read;
	bool no_ssvc;		/* an older file, without the table */
};

/* The statement, prepared and reset; _int binds its one parameter. */
enum rc advdb_query(struct advdb *d, enum query q, struct db_stmt **ret,
    struct err *e);
enum rc advdb_query_int(struct advdb *d, enum query q, int64_t v,
    struct db_stmt **ret, struct err *e);
/* A row at most: *ret_row tells. */
enum rc advdb_step_one(struct db_stmt *s, bool *ret_row, struct err *e);
/* A column that may be NULL: false then. */
bool advdb_opt_int(struct db_stmt *s, int col, int64_t *ret);

struct advdb_row;
/* The interval of a row: columns of its id, lo, hi, flags and fixed; text is
   the statement's. */
void advdb_range(struct db_stmt *s, const int col[5], struct advdb_row *r);

/* Read a table of names once; NULL: it names an id that is not there. */
enum rc advdb_names_read(struct advdb *d, enum query q, struct names *x,
    struct err *e);
const struct named *advdb_names_find(const struct names *x, int64_t id);

#endif
