/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_ECOSYSTEM_H
#define IDENTITY_ECOSYSTEM_H

#include <stdbool.h>

#include "base/str.h"
#include "version/version.h"

/*
 * One row per ecosystem: what feeds, purls and databases call it, how its
 * versions order and its names are normalised. The same normaliser serves
 * loading a feed and matching a package.
 */
struct arena;

enum eco_names { ECO_SOURCE = 0, ECO_BINARY = 1, ECO_EITHER = 2 };

struct ecosystem {
	const char *key;	/* in the database: "debian", "alpine", "npm" */
	const char *osv;	/* OSV's name before the first ':' */
	const char *purl;	/* purl type */
	const char *purl_ns;	/* purl namespace of a distribution, or NULL */
	enum version_id scheme;
	enum eco_names names;	/* which name advisories carry */
	bool distro;		/* has releases; a package of an unknown
				   release is not matched */
	struct str (*normal)(struct arena *a, struct str name); /* NULL: as is */
};

extern const struct ecosystem ecosystems[];	/* ends with key NULL */

const struct ecosystem *ecosystem_by_key(struct str key);
/* One that no row knows, under a feed's name for it: nothing orders its
   versions. NULL: no name. */
const struct ecosystem *ecosystem_unknown(struct arena *a, struct str key,
    bool distro);
const struct ecosystem *ecosystem_by_osv(struct str osv);
/* For language packages, whose purl type alone decides; NULL for deb, rpm,
   apk, which need a distribution. */
const struct ecosystem *ecosystem_by_purl(struct str type);

struct str ecosystem_name(struct arena *a, const struct ecosystem *eco,
    struct str name);

#endif
