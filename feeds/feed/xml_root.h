/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_XML_ROOT_H
#define FEEDS_FEED_XML_ROOT_H

#include <stdbool.h>

#include "base/str.h"

/* Is the outermost element of this XML called name? Declarations, comments and
   a document type may stand before it. */
bool xml_root_is(struct str text, const char *name);

#endif
