/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_DISTRO_EOL_H
#define IDENTITY_DISTRO_EOL_H

#include <stdint.h>

#include "base/str.h"

struct distro;

/* It ended; nobody says when. */
enum { DISTRO_END_SOME_DAY = 1 };

/*
 * Until when a release is maintained. Days are days since 1970, 0 for what is
 * not known or has no end. A database may know more: see product.
 */
struct distro_end {
	int64_t end_day;	/* the last of support that is for all */
	int64_t paid_day;	/* of support that is paid for */
	struct str product, cycle;	/* at endoflife.date, "" for none */
};

/* release: as distro_namespace() says it; eco: the ecosystem's key. */
struct distro_end distro_end_of(struct str eco, struct str release,
    const struct distro *d);

#endif
