/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_SUSE_PRODUCT_H
#define IDENTITY_SUSE_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct arena;
struct ecosystem;

/*
 * SUSE's names of products ("SUSE Linux Enterprise Module for Basesystem 15
 * SP5", "openSUSE Leap 15.6") as ecosystem, release and channel.
 */
enum { SUSE_RELEASES = 6 };

struct suse_product {
	const struct ecosystem *eco;
	struct str release[SUSE_RELEASES];	/* several: a module that is
						   for all service packs */
	size_t nreleases;
	struct str channel;	/* "", "ltss", "espos", "sap", "teradata",
				   "real-time", …; a product that is no base
				   system: its name, with release "" */
};

/* False: an image of a container or a machine, whose packages are those of
   the products it is made of; or nothing of SUSE's. */
bool suse_product(struct arena *a, struct str name, struct suse_product *ret);

#endif
