/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_PURL_PACKAGE_H
#define FEEDS_FEED_PURL_PACKAGE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;
struct ecosystem;

/* What a purl in a vendor's statement names, in the database's words. */
struct purl_package {
	const struct ecosystem *eco;
	struct str release, channel;
	struct str name;
	struct str version;	/* with its epoch; "" for all versions */
	struct str arch;	/* "src" for a source package, "" if not told */
	struct str module;	/* "name:stream" */
};

/* False: no purl, or of nothing that feeds have an ecosystem or a release
   for. Text lives in the arena. */
bool purl_package(struct arena *a, struct str purl, struct purl_package *ret);

#endif
