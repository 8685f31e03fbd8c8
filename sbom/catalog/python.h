/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_PYTHON_H
#define SBOM_CATALOG_PYTHON_H

#include "base/str.h"
#include "sbom/catalog/catalog.h"

struct arena;

/*
 * What the Python rows share.
 */

/*
 * Directory in which a package installed in `site` (a site-packages directory)
 * is found by others: interpreters look into the local directory first, then
 * into the system's of the same version, so that "usr/local/lib/python3.11/
 * dist-packages" is told as "…/usr/lib/python3/dist-packages/local".
 */
struct str python_home(struct arena *a, struct str site);

/* Where metadata was read: in `file` (absolute, also what other files call the
   package by) that may lie `inside` an archive. */
struct python_place {
	struct str file, home, inside;
};

/* The package that METADATA or PKG-INFO tells of. */
enum rc python_metadata(const struct python_place *at, struct str text,
    struct records *out);

/* "name version" of a wheel's or egg's file name; false when it is none. */
bool python_file_name(struct str base, struct str *name, struct str *version);

/*
 * One declared package: name as written, version "" when nothing pins it. The
 * key that it offers is its PEP 503 name. url: of a version control system
 * ("git+https://…") becomes the purl's vcs_url; may be "".
 */
enum rc python_declare(struct records *out, const struct pkg *p,
    struct str url);
/* name: any text that begins with the name of a requirement. */
void python_require(struct records *out, struct str requirement);
void python_provide(struct records *out, struct str name);

#endif
