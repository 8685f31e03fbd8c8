/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * The only door to sqlite3. Databases are hostile: opened immutable or from
 * memory, DEFENSIVE, trusted_schema=OFF, cell_size_check=ON,
 * temp_store=MEMORY, no views, no triggers, an authorizer that allows SELECT,
 * a short list of functions and the PRAGMAs application_id, user_version,
 * page_count, page_size, integrity_check and quick_check without argument,
 * and a budget of steps (RC_LIMIT when it is spent).
 *
 * RC_FORMAT: damaged, no database, or SQL it does not fit (no such table);
 * RC_IO, RC_LIMIT as ever. One database is used by one thread at a time.
 */
struct db;
struct db_stmt;

/* A file, read-only and immutable: no lock, no side file, any medium. */
enum rc db_open_file(const char *path, struct db **ret, struct err *e);

/* The same of an open file, which may have no name; fd is borrowed until
   db_close. Nothing is opened. */
enum rc db_open_fd(int fd, struct db **ret, struct err *e);

/*
 * An image of a database in memory, with its write-ahead log (n 0: none).
 * The image is borrowed until db_close, the log until the call returns.
 * Committed frames of the log (salts and checksums hold) are folded into a
 * copy first; a log with bytes but without a usable frame sets
 * *ret_wal_unusable, and the database is read as it is. (A copy is also made
 * when the image says that it has a log: SQLite would look for it.)
 * Format: https://www.sqlite.org/fileformat2.html sections 1 and 4.
 */
enum rc db_open_image(struct str image, struct str wal, struct db **ret,
    bool *ret_wal_unusable, struct err *e);

/*
 * A new file to fill (feeds build): page size, no journal, exclusive. The
 * caller syncs and renames. No authorizer.
 */
enum rc db_create(const char *path, unsigned page_size, struct db **ret,
    struct err *e);

void db_close(struct db *d);

/* Is there an ordinary table of this name (no view, no virtual table)? */
bool db_has_table(struct db *d, const char *name);

enum rc db_exec(struct db *d, const char *sql, struct err *e);
/* Steps from now on until RC_LIMIT (in thousands of VM instructions); what
   db_open_file and db_open_image give is DB_STEPS of base/limits.h. */
void db_budget(struct db *d, uint64_t thousands);

enum rc db_prepare(struct db *d, const char *sql, struct db_stmt **ret,
    struct err *e);
void db_finish(struct db_stmt *s);

/* Parameters count from 1. Text and blobs must live until db_reset. */
void db_bind_int(struct db_stmt *s, int i, int64_t v);
void db_bind_double(struct db_stmt *s, int i, double v);
void db_bind_text(struct db_stmt *s, int i, struct str v);
void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n);
void db_bind_null(struct db_stmt *s, int i);

/* RC_OK: a row; RC_STOP: no more. */
enum rc db_step(struct db_stmt *s, struct err *e);
void db_reset(struct db_stmt *s);	/* also forgets parameters */
/* Step once to the end and reset: for INSERT. */
enum rc db_run(struct db_stmt *s, struct err *e);

/* Columns count from 0; borrowed until the next step. */
int64_t db_int(struct db_stmt *s, int i);
double db_double(struct db_stmt *s, int i);
struct str db_text(struct db_stmt *s, int i);
struct str db_blob(struct db_stmt *s, int i);
bool db_is_null(struct db_stmt *s, int i);
int64_t db_last_id(struct db *d);

#endif
