/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_CARRY_INT_H
#define ADVISORY_CARRY_INT_H

#include "advisory/carry.h"
#include "advisory/fill_int.h"

/*
 * What carry.c (namespaces and sources) and carry_record.c (records and what
 * hangs on them) of an older database share.
 */
struct db;
struct db_stmt;

/* A namespace of the older database. */
struct old_ns {
	int64_t id, first, last;	/* its packages: contiguous ids */
	const struct ecosystem *eco;
	struct str release, channel;
};

enum carry_query {
	C_NS, C_PACKAGES, C_COVERS, C_STATEMENTS, C_RECORDS, C_RECORD,
	C_LINKS, C_ALIASES, C_CVSS, C_CWES, C_SSVC, C_CPES, C_KEV, C_EPSS,
	C_QUERIES
};

struct carry {
	struct fill *f;
	struct db *db;
	struct db_stmt *stmt[C_QUERIES];	/* NULL: not asked yet */
	struct arena *arena, *scratch;		/* scratch: of one record */
	struct advdb_source *src;
	size_t nsrc;
	struct old_ns *ns;			/* by id */
	size_t nns, ns_cap;
	struct cover {				/* a source covers a namespace */
		int64_t source;
		size_t ns;
	} *cover;
	size_t ncover, cover_cap;
	struct buf seen;	/* bytes by adv: 1 when it was handed on */
	bool whole;		/* all of a source, not only some releases */
};

/* A row of what was asked; to: where it goes. */
typedef enum rc carry_row_fn(struct carry *c, struct db_stmt *s, void *to,
    struct err *e);

/* Ask with n parameters, and hand each row to row. RC_STOP of it ends that,
   as if there were no more. */
enum rc carry_each(struct carry *c, enum carry_query q, const int64_t *v,
    size_t n, carry_row_fn *row, void *to, struct err *e);

/* A column that may be NULL. */
int64_t carry_opt(struct db_stmt *s, int col, bool *ret_has);
enum severity carry_severity(int64_t v);

/*
 * Hand on a record with one statement, or its CPEs, or neither. What it says
 * beside them comes along the first time, as far as it is its own.
 */
enum rc carry_record(struct carry *c, int64_t adv,
    const struct adv_affected *x, const struct adv_cpe *cpes, size_t ncpes,
    struct err *e);
/* All records of a source with their CPEs. */
enum rc carry_records(struct carry *c, int64_t source, struct err *e);

#endif
