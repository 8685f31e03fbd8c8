/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_OPEN_H
#define FEEDS_COMMAND_OPEN_H

#include <stdint.h>

#include "base/err.h"
#include "base/status.h"
#include "base/str.h"

struct advdb;
struct arena;
struct context;
struct db_stmt;
struct out;

/* The database of a command that looks at one: 5 when it is missing, damaged
   or of another schema. */
enum status open_database(const char *path, struct advdb **ret,
    struct err *e);

/* 0, else 5 with a message that names the file. */
enum status read_result(enum rc rc, const char *path, struct err *e);

/* ---- statements, as show and search print them ---- */

/* Columns that print_statement wants first in a query; the identifier of the
   record is the last of them. */
#define STATEMENT_COLUMNS "n.eco, n.release, n.channel, k.name, a.state, " \
	"a.vrange, r.lo, r.hi, r.flags, r.fixed, a.severity, w.t, q.module, " \
	"q.arch, n.vercmp, q.flavour, q.extra, m.cpes, a.known, c.feed, " \
	"c.frozen, p.t || v.tail"
enum { STATEMENT_FEED = 19, STATEMENT_ID = 21 };
#define STATEMENT_TABLES "affected a JOIN pkg k ON k.id = a.pkg " \
	"JOIN ns n ON n.id = k.ns JOIN adv x ON x.id = a.adv " \
	"JOIN source c ON c.id = x.source JOIN vid v ON v.id = x.vid " \
	"JOIN prefix p ON p.id = v.prefix LEFT JOIN vrange r ON " \
	"r.id = a.vrange LEFT JOIN word w ON w.id = a.word " \
	"LEFT JOIN qual q ON q.id = a.qual LEFT JOIN cpeset m ON " \
	"m.id = q.cpeset"

/* "debian 12  glibc  fixed in 2.36-9  vers:deb/<2.36-9  medium ..." */
void print_statement(struct out *o, struct arena *a, struct db_stmt *s);

#endif
