/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_MERGE_INT_H
#define MATCH_MERGE_INT_H

#include "match/merge.h"

/*
 * What the files of the merge share: merge.c (hits to findings), fit.c
 * (qualifiers), stated.c (when statements were made), enrich.c (what else is
 * known of a problem).
 */
bool merge_is_cve(struct str id);

/* What a record is about: the CVEs that an erratum fixes, or itself. */
struct about {
	struct str *ids;
	int64_t *vids, *grps;
	size_t n;
};

enum rc merge_about(struct advdb *db, struct arena *a,
    const struct advdb_adv *adv, struct about *ret, struct err *e);

/* Names, severities and, where wanted, scores of all findings of m->t. */
enum rc merge_enrich(const struct merge *m, struct err *e);

#endif
