/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_TEXTDB_H
#define ADVISORY_TEXTDB_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * The file of bodies: what people read of an advisory. It belongs to one
 * database, whose content digest it bears. Hostile as that one.
 */
struct advdb;
struct arena;
struct textdb;

#define TEXTDB_APPLICATION UINT32_C(0x46454554)	/* "FEET" */
extern const char textdb_schema[];

/* Beside the database: "x.db" has "x.text.db", "x" has "x.text". */
struct str textdb_path(struct arena *a, struct str db);

/* RC_FORMAT: damaged, or it belongs to another database. */
enum rc textdb_open(const char *path, const struct advdb *d,
    struct textdb **ret, struct err *e);
void textdb_close(struct textdb *t);

/* The body of record adv; "" when it has none. */
enum rc textdb_body(struct textdb *t, struct arena *a, int64_t adv,
    struct str *ret, struct err *e);

#endif
