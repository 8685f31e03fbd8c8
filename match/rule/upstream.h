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

#endif
