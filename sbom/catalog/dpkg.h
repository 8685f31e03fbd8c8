/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_DPKG_H
#define SBOM_CATALOG_DPKG_H

#include "sbom/catalog/catalog.h"

/*
 * Stanzas of installed packages, as status databases and control files hold
 * them; type is that of their purls.
 */
enum rc dpkg_parse_stanzas(struct str text, const char *type,
    struct records *out);

/*
 * A database with NUL bytes lost a block: a gap. One that ends within an entry
 * is a note: dpkg (lib/dpkg/dump.c, writedb), opkg and apk (apk-tools, src/
 * database.c) write an empty line behind each. Cut between two of them it
 * cannot be told from a whole one.
 */
void dpkg_check_text(struct str text, struct records *out);

/* NAME[:ARCH].list or .md5sums, told by path's end: what NAME owns. */
enum rc dpkg_parse_info(struct str path, struct blob *b, struct records *out,
    struct err *e);

#endif
