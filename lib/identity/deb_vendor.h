/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_DEB_VENDOR_H
#define IDENTITY_DEB_VENDOR_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Is it the Maintainer of packages that are none of Debian's or Ubuntu's? Theirs
 * are maintained by thousands, so others are known by name: one that is not is
 * taken for theirs.
 */
bool deb_third_party(struct str maintainer);

#endif
