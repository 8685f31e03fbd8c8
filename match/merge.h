/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_MERGE_H
#define MATCH_MERGE_H

#include "match/judge.h"

struct merge {
	struct match_db *db;
	const struct judge *judge;
	struct target *t;
	bool scores;		/* fetch aliases and scores of every finding */
};

/*
 * From hits to findings: identifiers are fetched (for hits only), errata that
 * fix several CVEs become one finding each, names of one problem become one
 * finding, "not affected" takes its problem away. Orders hits anew.
 */
enum rc merge_hits(const struct merge *m, struct hit *hits, size_t nhits,
    struct err *e);

/* Do the qualifiers of a row (qual 0: none) admit the component? */
enum rc merge_fit(struct match_db *db, struct arena *a,
    const struct bom_component *c, int64_t qual, struct str bound,
    enum fit *ret, struct err *e);

#endif
