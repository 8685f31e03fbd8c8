/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_GRYPE_H
#define FEEDS_FEED_GRYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "score/severity.h"

/* Between grype.c, which walks the tables, and grype_blob.c, which reads the
   statements in them. */
struct arena;
struct db;
struct db_stmt;
struct fill;

struct grype {
	struct db *db;
	struct fill *out;
	struct arena *a;	/* for one row */
	struct buf severity;	/* uint8_t by number of vulnerability */
};

/* A column's text, in the arena. */
struct str grype_text(struct grype *g, struct db_stmt *s, int column);
/* False: the vulnerability is rejected or withdrawn. */
bool grype_severity(const struct grype *g, int64_t id, enum severity *ret);
/* "22.04" of Ubuntu's "22" and "4". */
struct str grype_version(struct arena *a, struct str os, struct str major,
    struct str minor);

/* A row of (un)affected_package_handles and of affected_cpe_handles; the
   columns are those of the queries in grype.c. */
enum rc grype_affected(struct grype *g, struct db_stmt *s, struct err *e);
enum rc grype_unaffected(struct grype *g, struct db_stmt *s, struct err *e);
enum rc grype_cpe(struct grype *g, struct db_stmt *s, struct err *e);

#endif
