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
 * A database with NUL bytes lost a block, one that ends within a line its end:
 * a gap. One that ends within an entry is a note, for others than dpkg
 * (lib/dpkg/dump.c, writedb), opkg and apk (apk-tools, src/database.c) leave
 * out the empty line behind the last. Cut between two of them it cannot be told
 * from a whole one here: see sbom/relate/lost.c.
 */
void dpkg_check_text(struct str text, struct records *out);

/*
 * A gap when name or version have bytes that no package manager takes: dpkg's
 * pkg_name_is_illegal (lib/dpkg/parsehelp.c) and printable ASCII.
 */
void dpkg_check_words(struct str name, struct str version, size_t line,
    struct records *out);

/* NAME[:ARCH].list or .md5sums, told by path's end: what NAME owns. */
enum rc dpkg_parse_info(struct str path, struct blob *b, struct records *out,
    struct err *e);

#endif
