/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_NVD_CPE_H
#define FEEDS_FEED_NVD_CPE_H

#include <stdbool.h>
#include <stddef.h>

#include "advisory/advisory.h"

/* `configurations` of a CVE as rows; text lives in the arena or borrows from
   the record. Criteria that are no CPE 2.3 name are counted and left out. */
struct arena;
struct json;

struct adv_cpe *nvd_cpes(struct arena *a, const struct json *configurations,
    size_t *ret_n, size_t *ret_bad);

/* One CPE name, of 2.3 or in 2.2's spelling ("cpe:/o:vendor:product:9").
   False: it is none. */
bool nvd_cpe_name(struct arena *a, struct str name, struct adv_cpe *ret);

#endif
