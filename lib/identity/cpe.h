/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_CPE_H
#define IDENTITY_CPE_H

#include <stdbool.h>

#include "base/str.h"

/*
 * CPE names, 2.3 and in 2.2's spelling. A value is lower case and written as
 * in 2.3: "*" any, "-" none, all but letters, digits, '_', '.' and '-' behind
 * a backslash; '*' and '?' without one stand for other characters.
 */
struct arena;

enum cpe_attr {
	CPE_PART, CPE_VENDOR, CPE_PRODUCT, CPE_VERSION, CPE_UPDATE,
	CPE_EDITION, CPE_LANGUAGE, CPE_SW_EDITION, CPE_TARGET_SW,
	CPE_TARGET_HW, CPE_OTHER, CPE_ATTRS
};

struct cpe {
	struct str v[CPE_ATTRS];
};

/* False: it is none. */
bool cpe_parse(struct arena *a, struct str text, struct cpe *ret);

/* Values from `first` on, as they stand in a name: "a:b:c". What is missing
   is any. */
void cpe_values(struct str text, enum cpe_attr first, struct cpe *ret);

/* The value without its backslashes. */
struct str cpe_plain(struct arena *a, struct str value);

/* "cpe:2.3:…" */
struct str cpe_text(struct arena *a, const struct cpe *c);

enum cpe_relation {	/* of what a record says to what a component has */
	CPE_DISJOINT,
	CPE_COVERS,	/* the same, or more */
	CPE_NARROWS,	/* the component's is not known so well */
};
enum cpe_relation cpe_relate(struct str record, struct str own);

static inline bool
cpe_is_any(struct str value)
{
	return value.n == 0 || str_eq(value, STR("*"));
}

static inline bool
cpe_is_none(struct str value)
{
	return str_eq(value, STR("-"));
}

#endif
