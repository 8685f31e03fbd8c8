/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VERSION_VERS_H
#define VERSION_VERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/*
 * VERS ranges, "vers:pypi/>=1.0|<2.0|!=1.5": to read, to ask and to write.
 */
struct arena;
struct version_scheme;

enum {
	VERS_TEXT = 64 * 1024,	/* bytes of one range */
	VERS_MAX = 1024,	/* constraints in it: sorting is quadratic */
};

enum vers_op { VERS_EQ, VERS_NE, VERS_LT, VERS_LE, VERS_GT, VERS_GE };

struct vers_constraint {
	enum vers_op op;
	struct str version;	/* decoded */
};

struct vers {
	const struct version_scheme *scheme;	/* NULL: vers:all, vers:none */
	bool all;		/* a lone star; no constraints then */
	bool odd;		/* some version is none of the scheme */
	struct vers_constraint *v;	/* by version, as written on ties */
	size_t n;
};

/*
 * Versions live in a. RC_FORMAT: no range; RC_UNSUPPORTED: a type whose order
 * we do not know; RC_LIMIT.
 */
enum rc vers_parse(struct arena *a, struct str text, struct vers *ret,
    struct err *e);

/* Bounds of one direction in a row are read as the widest of them. */
bool vers_has(const struct vers *r, struct str version);

struct str vers_write(struct arena *a, const struct vers *r);

/* The scheme of a type in a vers: URI, or NULL. */
const struct version_scheme *vers_scheme(struct str type);

/* A version as it stands in a range: some bytes percent-encoded. */
struct str vers_encode(struct arena *a, struct str version);

#endif
