/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CVE5_VERSIONS_H
#define FEEDS_FEED_CVE5_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "advisory/advisory.h"

/* An `affected` element of a CVE record as statements about its versions. */
struct arena;
struct json;

struct cve5_range {
	struct interval range;
	bool exact;		/* range.lo is the one version */
	bool opaque;		/* range.lo is text that nothing evaluates */
	struct str fixed;
	enum adv_state state;
};

/* In the arena, which text borrows from too. */
struct cve5_range *cve5_ranges(struct arena *a, const struct json *affected,
    size_t *ret_n);

#endif
