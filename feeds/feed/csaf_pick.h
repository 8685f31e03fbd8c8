/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CSAF_PICK_H
#define FEEDS_FEED_CSAF_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "feeds/feed/csaf_doc.h"
#include "feeds/feed/verdict.h"
#include "identity/suse_product.h"

/*
 * Which packages a CSAF product id stands for, by vendor: verdicts without a
 * state whose version is that of the product ("" : of all versions).
 */
struct csaf_picked {
	struct verdict v[SUSE_RELEASES];
	size_t n;		/* 0: none that feeds keep */
};

void csaf_pick_redhat(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret);
void csaf_pick_suse(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret);
void csaf_pick_openeuler(struct arena *a, const struct csaf_product *p,
    struct csaf_picked *ret);

/* "openEuler-22.03-LTS-SP1" is release "22.03-LTS-SP1"; "" if it is none. */
struct str openeuler_release(struct str product);

/* What is below relationships: the component, and what it is part of. */
const struct csaf_product *csaf_component(const struct csaf_product *p);
const struct csaf_product *csaf_platform(const struct csaf_product *p);

#endif
