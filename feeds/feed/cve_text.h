/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CVE_TEXT_H
#define FEEDS_FEED_CVE_TEXT_H

#include <stdbool.h>

#include "base/str.h"

/* The next CVE number in running text; *rest goes on after it. False: no
   more. */
bool cve_next(struct str *rest, struct str *ret);

#endif
