/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_FORMAT_H
#define BOM_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/out.h"
#include "codec/reader.h"

/*
 * The table of document formats: one row each; a folder per family holds the
 * file that writes and reads it.
 */
struct bom;

/*
 * A stream that can be looked ahead in and stepped back in. room holds bytes
 * taken from `from`; those in [at, end) are still to be read.
 */
struct bom_in {
	struct reader reader;		/* hands out room, then the rest */
	struct reader *from;		/* borrowed */
	unsigned depth;			/* documents that this one is in */
	bool lean;
	size_t at, end;
	char room[65536];
};

struct bom_format {
	const char *name;		/* "cyclonedx-json" */
	const char *version;		/* default version of the standard */
	const char *versions;		/* all that can be written, by blanks */
	const char *suffix;		/* of a file's name; NULL: ".json" */
	/* The bom must have been through bom_finish. NULL: read only. */
	enum rc (*write)(const struct bom *b, const char *version,
	    struct out *o, struct err *e);
	/* Read a document whose first bytes sniff recognised. One document;
	   bytes after it are given back with bom_in_unread. Truncation is
	   RC_FORMAT. The bom is not finished. */
	enum rc (*read)(struct bom_in *in, const struct limits *lim,
	    struct bom *b, struct err *e);
	/* head begins with the document's first byte that is not blank. */
	bool (*sniff)(struct str head);
};

extern const struct bom_format *const bom_formats[];	/* NULL ends */

/* Of those that can be written: "cyclonedx-json" or "cyclonedx-json@1.4";
   *ret_version borrows from the table or from name. NULL: unknown. */
const struct bom_format *bom_format_by_name(const char *name,
    const char **ret_version);

/* The last n bytes that were read will be read again; n is at most what the
   last call of read handed out. */
void bom_in_unread(struct bom_in *in, size_t n);

/* Does a document that can be read begin so? Blanks and a byte order mark may
   stand before it. UTF-16 is let pass. */
bool bom_is_document(struct str head);

/*
 * Read the one document that from holds, which stands in the one that outer
 * is: an envelope, a statement. RC_FORMAT: more follows it; RC_LIMIT: they are
 * more than DOCUMENT_DEPTH deep in each other. The bom is not finished.
 */
enum { DOCUMENT_DEPTH = 4 };

enum rc bom_read_inner(const struct bom_in *outer, struct reader *from,
    const struct limits *lim, struct bom *b, struct err *e);

/*
 * Read every document of a stream (one, or one per line). each is called with
 * a finished bom, which it owns. An empty or truncated stream is RC_FORMAT,
 * never success.
 */
enum rc bom_read_all(struct reader *in, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e);

/*
 * The same for who only asks what is there: a reader may pass over licences,
 * descriptions, dependencies and by what technique a package was found. Such
 * a bom must not be written.
 */
enum rc bom_read_lean(struct reader *in, const struct limits *lim,
    enum rc (*each)(void *ctx, struct bom *b, struct err *e), void *ctx,
    struct err *e);

#endif
