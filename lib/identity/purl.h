/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_PURL_H
#define IDENTITY_PURL_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Package URLs (ECMA-427). Parts are decoded; qualifiers sorted by key. Parsed
 * text lives in the arena.
 */
struct arena;

struct purl_qualifier {
	struct str key, value;
};

enum { PURL_QUALIFIERS_MAX = 64 };

struct purl {
	struct str type, namespace, name, version, subpath;	/* "" if absent */
	struct purl_qualifier *q;
	size_t nq;
};

/* RC_FORMAT: not a purl. Type rules (case, separators) are applied. */
enum rc purl_parse(struct arena *a, struct str text, struct purl *ret,
    struct err *e);

/*
 * Check parts that were put together by hand, and apply their type's rules in
 * place. RC_FORMAT: no purl can say this (no name, a part that the type
 * requires is absent or one it forbids is there).
 */
enum rc purl_check(struct arena *a, struct purl *p, struct err *e);

/* Value of a qualifier, or "". */
struct str purl_get(const struct purl *p, const char *key);

/* Add or replace a qualifier; an empty value adds nothing. */
void purl_set(struct arena *a, struct purl *p, const char *key,
    struct str value);

/* Canonical text; the rules of the type are applied to a copy. */
struct str purl_format(struct arena *a, const struct purl *p);

#endif
