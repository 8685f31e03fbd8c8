/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_NVD_CPE_H
#define FEEDS_FEED_NVD_CPE_H

#include <stddef.h>

#include "advisory/advisory.h"

/* `configurations` of a CVE as rows; text lives in the arena or borrows from
   the record. Criteria that are no CPE 2.3 name are counted and left out. */
struct arena;
struct json;

struct adv_cpe *nvd_cpes(struct arena *a, const struct json *configurations,
    size_t *ret_n, size_t *ret_bad);

#endif
