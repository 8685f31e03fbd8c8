/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_JOURNAL_H
#define ADVISORY_JOURNAL_H

#include "advisory/fill.h"
#include "base/err.h"

/*
 * The state of a build: all that feeds handed to the filler, call by call, in
 * a file of our own form, so that a later build can take it up instead of
 * reading their files again. What is made of it is what the files would give,
 * since the filler is told the same. It bears the version of the program and a
 * digest, and fits no other version: what a feed makes of a file may change.
 */
struct journal;

/* From now on f's calls are noted in fd, which is borrowed; sources carried
   over are not. */
enum rc journal_begin(struct fill *f, int fd, struct err *e);
/* The end of it; tells what went wrong on the way. Once. */
enum rc journal_end(struct fill *f, struct err *e);

/*
 * Take up the file at path. A source in it gives way to one that f has of the
 * same feed that lay at the same place (fill_source: shown) and is not open,
 * or that is the same file. RC_FORMAT: damaged; RC_UNSUPPORTED: of another
 * version.
 */
enum rc journal_replay(struct fill *f, const char *path, struct err *e);

/* The first line: the program's version, and that of the frames' form. */
#define JOURNAL_LINE "airbom feeds state " AIRBOM_VERSION "/2\n"

/* ---- what the filler calls; nothing happens when nothing is noted ---- */

enum journal_op {
	J_SOURCE = 1, J_SEEN, J_TORN, J_COUNT, J_PARTIAL, J_SCOPE, J_TIME,
	J_NAMESPACE, J_RECORD, J_KEV, J_EPSS, J_CWE, J_EOL, J_REPO_CPE,
	J_MAVEN, J_META, J_REJECT, J_DELETED, J_INDEX,
};

/* True: that was all, nothing is to be staged (recorder.h). */
bool journal_note(struct fill *f, enum journal_op op, const void *what);
void journal_free(struct journal *j);

/* what, for those that are no struct of fill.h or advisory.h. */
struct journal_pair {
	struct str a, b;
	int64_t n;
};
struct journal_source {
	struct fill_source source;
	int64_t number;
};
struct journal_ns {
	const struct ecosystem *eco;
	struct str release;
};

#endif
