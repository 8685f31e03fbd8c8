/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_STATEMENT_H
#define FEEDS_COMMAND_STATEMENT_H

#include <stdbool.h>

#include "base/str.h"

/*
 * A statement as show, search and diff print it: everything in words.
 */
struct arena;
struct db_stmt;
struct json_out;
struct out;

/* Columns and tables of a query whose rows statement_read takes. */
#define STATEMENT_COLUMNS "n.eco, n.release, n.channel, k.name, a.state, " \
	"a.vrange, r.lo, r.hi, r.flags, r.fixed, a.severity, w.t, q.module, " \
	"q.arch, n.vercmp, q.flavour, q.extra, m.cpes, a.known, c.feed, " \
	"c.frozen, p.t || v.tail"
#define STATEMENT_TABLES "affected a JOIN pkg k ON k.id = a.pkg " \
	"JOIN ns n ON n.id = k.ns JOIN adv x ON x.id = a.adv " \
	"JOIN source c ON c.id = x.source JOIN vid v ON v.id = x.vid " \
	"JOIN prefix p ON p.id = v.prefix LEFT JOIN vrange r ON " \
	"r.id = a.vrange LEFT JOIN word w ON w.id = a.word " \
	"LEFT JOIN qual q ON q.id = a.qual LEFT JOIN cpeset m ON " \
	"m.id = q.cpeset"

enum statement_part {
	ST_ECO, ST_RELEASE, ST_CHANNEL, ST_NAME, ST_ID, ST_KEYS,
	ST_FEED = ST_KEYS, ST_STATE, ST_FIXED, ST_RANGE, ST_SEVERITY, ST_WORD,
	ST_MODULE, ST_ARCH, ST_FLAVOUR, ST_EXTRA, ST_CPES, ST_SAID,
	ST_KNOWN = ST_SAID, ST_PARTS
};

struct statement {
	struct str part[ST_PARTS];	/* "": none */
	bool frozen;
};

/* Copies to a. */
void statement_read(struct arena *a, struct db_stmt *s,
    struct statement *ret);
/* Parts from `from` to before `to`, one after the other. */
int statement_cmp(const struct statement *x, const struct statement *y,
    enum statement_part from, enum statement_part to);

/* "debian  12  glibc  fixed  in 2.36-9  vers:deb/<2.36-9  medium ...", from
   its namespace on, or from its state on. */
void statement_print(struct out *o, const struct statement *x, bool all);
/* Members of an object that is open, from the part `from` on. */
void statement_json(struct json_out *j, const struct statement *x,
    enum statement_part from);

#endif
