/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_PEP508_H
#define SBOM_CATALOG_PEP508_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * A dependency of a Python project: "name[extra] >= 1.0, < 2 ; marker", or
 * "name @ url ; marker" (PEP 508), or with its versions in parentheses
 * (PEP 345). Everything borrows from the text.
 */
struct pep508 {
	struct str name;	/* as written */
	struct str version;	/* when pinned to one: "== V" or "=== V" with
				   neither a wildcard nor a second clause */
	struct str url;		/* of "name @ url" */
	struct str marker;	/* what follows ';' */
};

/* False when text begins with no name. */
bool pep508_parse(struct str text, struct pep508 *ret);

/* The version that "== V" or "=== V" pins, or "". */
struct str pep508_pin(struct str specifiers);

/*
 * PEP 503: lower case, runs of '-', '_' and '.' are one '-'. In buf; "" when
 * the name does not fit.
 */
enum { PEP503_MAX = 256 };
struct str pep503(struct str name, char buf[PEP503_MAX]);

#endif
