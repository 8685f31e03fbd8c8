/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_RULE_UPSTREAM_H
#define MATCH_RULE_UPSTREAM_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* NVD's names for a source package of Alpine, one after the other; *at begins
   at 0. False: no more. */
bool upstream_next(struct str origin, size_t *at, struct str *ret_vendor,
    struct str *ret_product);

/* "9.3p2" of "9.3_p2-r1", "2.4-rc1" of "2.4_rc1-r0". */
struct str upstream_version(struct arena *a, struct str v);

/*
 * "24.0.7" of a deb's "5:24.0.7-1~debian.12" or an rpm's "3:24.0.7-1.el9",
 * "1.3" of "1:1.3.dfsg+really1.3-2": without what a packager adds. Borrows
 * from v.
 */
struct str upstream_of(struct str type, struct str v);

#endif
