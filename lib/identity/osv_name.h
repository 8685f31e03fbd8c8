/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_OSV_NAME_H
#define IDENTITY_OSV_NAME_H

#include <stddef.h>

#include "base/str.h"
#include "identity/suse_product.h"

struct arena;
struct ecosystem;

/* What OSV's `package.ecosystem` says, as the database spells it. */
struct osv_name {
	const struct ecosystem *eco;	/* NULL: no row knows it */
	struct str release;		/* of a distribution */
	struct str more[SUSE_RELEASES];	/* and these (SUSE's modules of 12) */
	size_t nmore;
	struct str channel;		/* a stream of it, another registry, or
					   whoever rebuilds its packages */
	struct str cpe;			/* Red Hat: of the repository, or "" */
};

/*
 * "Debian:12", "Ubuntu:Pro:18.04:LTS", "SUSE:Linux Enterprise Server 15 SP5",
 * "Red Hat:enterprise_linux:9::baseos", "Maven:https://host", "Root:Alpine:3.18".
 * purl is that of the package: Ubuntu's tells the stream ("" is fine).
 */
struct osv_name osv_name(struct arena *a, struct str text, struct str purl);

#endif
