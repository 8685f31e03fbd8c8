/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CSAF_OTHER_H
#define FEEDS_FEED_CSAF_OTHER_H

#include <stddef.h>

#include "feeds/feed/csaf_doc.h"

/*
 * Statements of a document whose producer has no conventions that we know:
 * products are what their purl or CPE name says. *ret_lost: products that
 * carry neither, or name nothing that feeds have.
 */
struct csaf_statements {
	struct adv_affected *affected;
	size_t naffected;
	struct adv_cpe *cpes;
	size_t ncpes, lost;
};

/* State and vendor's word of a product in the vulnerability at hand. */
enum adv_state csaf_state(const struct csaf_product *p, struct str *ret_word);

struct csaf_statements csaf_other(struct arena *a, const struct csaf_vuln *v);

#endif
