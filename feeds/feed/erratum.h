/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_ERRATUM_H
#define FEEDS_FEED_ERRATUM_H

#include <stdbool.h>
#include <stddef.h>

#include "advisory/advisory.h"
#include "base/err.h"
#include "base/str.h"

/*
 * An advisory as distributions of the rpm world write them: what it fixes, in
 * which packages of which repository. updateinfo.xml, AlmaLinux's errata.json
 * and Bodhi all become one of these.
 */
struct arena;
struct ecosystem;
struct erratum_vendor;
struct feed_file;
struct fill;

struct erratum_collection {
	struct str shorthand, name;	/* of a repository */
	struct str module;		/* "nodejs:18", or "" */
	size_t first;			/* index of its first package */
};

struct erratum_package {
	struct str name, epoch, version, release, arch;
	struct str source;		/* file name of its source package */
	size_t collection;		/* its index */
};

struct erratum {
	struct arena *a;
	struct str id, sender, title, type, status, product, severity, text;
	struct str issued, updated;
	struct str url;
	struct adv_alias *aliases;
	size_t naliases, aliases_cap;
	struct str *links;
	size_t nlinks, links_cap;
	struct erratum_collection *collections;
	size_t ncollections, collections_cap;
	struct erratum_package *packages;
	size_t npackages, packages_cap;
	size_t bytes;		/* of its text */
	bool has_cve, too_large;
	bool testing;		/* the fix is not out yet */
};

/* Whose it is, and of which release. */
struct erratum_place {
	const struct ecosystem *eco;
	struct str release, channel;
};

/* What all errata of a file have in common. */
struct errata {
	const struct feed_file *file;
	struct fill *out;
	bool loose;		/* one of many files of a source */
	size_t placed, lost;	/* lost: of a release that is not told */
};

/* Text is borrowed until erratum_put; the arena is emptied. */
void erratum_begin(struct erratum *x, struct arena *a);
/* Room for n more bytes of text; false: it has become too large. */
bool erratum_room(struct erratum *x, size_t n);
void erratum_reference(struct erratum *x, struct str type, struct str id,
    struct str title, struct str href);
/* Every CVE number in running text becomes one that it fixes. */
void erratum_cves(struct erratum *x, struct str text);
/* Of a bug's title only the first, and those that follow at once: "CVE-1 w:
   incomplete fix for CVE-2" is about the first. */
void erratum_title(struct erratum *x, struct str title);
/* Of what follows, until the next one. */
void erratum_collection(struct erratum *x, struct str shorthand,
    struct str name);
void erratum_module(struct erratum *x, struct str name, struct str stream);
void erratum_package(struct erratum *x, const struct erratum_package *p);

/* As a record of the database, or rejected with its reason. */
enum rc erratum_put(struct erratum *x, struct errata *of, struct err *e);
/* After the last. RC_UNSUPPORTED: not one told its release. */
enum rc errata_end(struct errata *of, struct err *e);

/* ---- erratum_vendor.c ---- */

struct erratum_vendor {
	const char *feed;	/* the row that reads its files */
	const char *id;		/* of os-release */
	const char *numbers;	/* beginnings of its advisories' numbers */
	const char *senders;	/* parts of from= */
	const char *words;	/* what a release's number follows in names;
				   ',' between */
	const char *dist;	/* what it follows in a package's release */
	const char *paths;	/* directories named after it */
};

/* NULL: nobody's that we know. */
const struct erratum_vendor *erratum_vendor_of(struct str id,
    struct str sender, struct str product);
/* False: v or the release is not told. */
bool erratum_place(struct arena *a, const struct erratum_vendor *v,
    const struct erratum *x, size_t collection, const struct feed_file *f,
    struct erratum_place *ret);

#endif
