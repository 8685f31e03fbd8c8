/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SNIFF_H
#define BOM_SNIFF_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Does the JSON object that head begins have a member of this name, not
 * deeper? head may be cut anywhere; what cannot be told is no. *ret_value (may
 * be NULL) is the inside of its value when that is a string without escapes.
 */
bool sniff_member(struct str head, const char *name, struct str *ret_value);

/* Of a head that begins with '{': its first document, without the next one. */
struct str sniff_document(struct str head);

/* What an unknown document looks like, for a message: "an SPDX 2 document". */
const char *sniff_name(struct str head);

#endif
