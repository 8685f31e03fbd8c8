/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_CONTENT_H
#define ADVISORY_CONTENT_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * The tables of a database in the order of schemas/advisories.sql, writing
 * their rows, and the digest of the whole (defined in that file).
 */
struct db;
struct writer;

enum table {
	T_SOURCE, T_REJECT, T_NS, T_NS_SOURCE, T_PKG, T_PREFIX, T_VID, T_ALIAS,
	T_ADV, T_BASE, T_LINK, T_VRANGE, T_AFFECTED, T_QUAL, T_WORD, T_CPE,
	T_CPE_MATCH, T_CVSS, T_WEAKNESS, T_KEV, T_EPSS, T_CWE, T_EOL, T_CPESET,
	T_REPO_CPE, T_MAVEN_NAME, T_MAVEN_SHA1, T_SSVC, T_COUNT
};

enum { CONTENT_MAX = 80 };	/* "sha256:" and hex, NUL-terminated */

/* Rows must come in primary key order, table by table or interleaved. */
enum rc writer_new(struct db *db, struct writer **ret, struct err *e);
void writer_free(struct writer *w);
void put_row(struct writer *w, enum table t);
void put_int(struct writer *w, int64_t v);
void put_null(struct writer *w);
void put_text(struct writer *w, struct str s);	/* must live until put_end */
void put_blob(struct writer *w, struct str s);	/* so must this */
enum rc put_end(struct writer *w, struct err *e);
/* After the last row, before the digest: rows that had to wait elsewhere are
   moved to where they belong. */
enum rc writer_settle(struct writer *w, struct err *e);
/* Digest of all that was put. */
struct str writer_content(struct writer *w, char buf[CONTENT_MAX]);

/* The same from the rows of an open database. */
enum rc content_of(struct db *db, char buf[CONTENT_MAX], struct str *ret,
    struct err *e);

/* Text of schemas/advisories.sql in two parts: tables, then indexes. */
extern const char schema_text[];
extern const char schema_index_mark[];

enum { SCHEMA_VERSION = 2 };
#define SCHEMA_APPLICATION UINT32_C(0x46454544)	/* "FEED" */

#endif
