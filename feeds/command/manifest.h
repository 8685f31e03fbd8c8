/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_MANIFEST_H
#define FEEDS_COMMAND_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/str.h"

/*
 * What whoever fetched the files knows of them: a line each,
 *
 *   feed TAB path TAB url TAB sha256 TAB last_modified TAB etag [TAB release]
 *
 * "-" or nothing where unknown; "#" begins a remark, and so does a first line
 * with the columns' names. path is relative to the manifest, a file or a
 * directory, which stands for all below it. feed is a row of feeds list, or
 * private:LABEL for advisories of one's own; anything else leaves it to the
 * content. release is ECOSYSTEM:RELEASE, for files that do not tell theirs.
 */
struct arena;
struct manifest;

struct told {			/* a line; text lives in the arena */
	struct str feed;	/* "" for private ones */
	struct str label;	/* of private ones, or "" */
	struct str path;	/* with the manifest's directory before it */
	struct str sha256;	/* lower case, or "" */
	struct str eco, release;
	bool has_modified;
	int64_t modified_s;
	bool there, is_dir;	/* it exists; it stands for all below it */
};

struct manifest *manifest_new(struct arena *a);

/* Does text, the beginning of a file, look like a manifest? */
bool manifest_is(struct str text);

/*
 * Read the manifest at path. RC_FORMAT names the line: of a manifest that is
 * damaged nothing can be trusted.
 */
enum rc manifest_read(struct manifest *m, const char *path, struct err *e);

/* One more line, for a file or directory given with a label. */
void manifest_private(struct manifest *m, struct str label,
    struct str path);

/* What is told of this very file, by whatever name it was reached. */
const struct told *manifest_find(const struct manifest *m,
    const struct stat *st);

/* Line i from 0; NULL: there are no more. */
const struct told *manifest_line(const struct manifest *m, size_t i);

#endif
