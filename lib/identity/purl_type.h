/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_PURL_TYPE_H
#define IDENTITY_PURL_TYPE_H

#include "base/err.h"
#include "base/str.h"
#include "identity/purl.h"

/*
 * What the purl type definitions say of one type. Types without a row have no
 * rules but those of every purl.
 */
enum purl_case { CASE_KEEP = 0, CASE_LOWER, CASE_UPPER };
enum purl_need { NEED_OPTIONAL = 0, NEED_REQUIRED, NEED_PROHIBITED };

struct purl_type {
	const char *name;
	enum purl_need namespace_need;
	enum purl_case namespace_case, name_case, version_case;
	const char *qualifier;		/* a required one, or NULL */
	enum rc (*special)(struct arena *a, struct purl *p, struct err *e);
};

/* NULL: no rules of its own. type is lower case. */
const struct purl_type *purl_type_of(struct str type);

/* Apply the rules of p's type in place. */
enum rc purl_type_apply(struct arena *a, struct purl *p, struct err *e);

#endif
