/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_DATABASE_H
#define MATCH_DATABASE_H

#include "advisory/advdb.h"
#include "base/err.h"

/*
 * The database of a run: found, opened once, its sources at hand.
 */
struct arena;

struct match_db {
	struct arena *arena;
	struct advdb *adv;
	struct str path;
	struct advdb_source *sources;	/* by id */
	size_t nsources;
	int64_t epss_day;		/* of the EPSS scores; 0: not known */
	struct str epss_model;		/* "v2025.03.14", or "" */
	struct str selection;		/* what of its feeds it was to hold
					   ("since-year=2020"); "": all */
};

/* given: --db, or NULL; then $AIRBOM_DB, $XDG_DATA_HOME/airbom/advisories.db,
   /var/lib/airbom/advisories.db. The message says where it looked. */
enum rc match_db_open(const char *given, struct match_db *ret, struct err *e);
void match_db_close(struct match_db *d);

/* Records that it leaves out on purpose, of what it covers all the same:
   "those of before 2020, and of malware"; "" : none. */
struct str match_db_lacks(const struct match_db *d, struct arena *a);

const struct advdb_source *match_db_source(const struct match_db *d,
    int64_t id);

/* Newest data of a feed ("" : of all); false when no source tells. */
bool match_db_newest(const struct match_db *d, struct str feed,
    int64_t *ret_s);

#endif
