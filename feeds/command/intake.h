/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_INTAKE_H
#define FEEDS_COMMAND_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/notice.h"
#include "base/str.h"

/*
 * From paths to records: files, directories (all below them), archives, packed
 * or not, each file's feed found from its content. Files are read in the order
 * of their paths whatever the order of the operands.
 */
struct arena;
struct crew;
struct digest;
struct feed;
struct fill;
struct manifest;
struct map;
struct reader;
struct told;

struct intake {
	struct arena *arena;
	struct fill *fill;
	struct limits lim;
	struct notices *notices;	/* what was not read or understood */
	struct manifest *manifest;	/* what is told of the files; those
				   that lie in a directory are added */
	bool no_cpe;		/* feeds that name products by CPE are not
				   wanted */
	size_t unknown;		/* files in directories and archives that no
				   feed wants */
	struct crew *crew;	/* made and given up by intake_read() */
};

/* A failure is one of staging: the build cannot go on. */
enum rc intake_read(struct intake *in, char *const *paths, size_t n,
    struct err *e);

/* ---- between intake.c, intake_stream.c and intake_doc.c ---- */

enum {
	LOOSE_FEEDS = 64,	/* kinds in one archive or directory */
	UNKNOWN_SHOWN = 20,	/* files we do not know that are named */
};

/* Where loose records (a file each) go: one source for all of an archive or
   of an operand that is a directory. */
struct loose {
	struct str key;		/* stands for the digest until it is known */
	struct str name, shown;
	bool is_dir, used;
	struct {
		struct str feed;
		struct digest *digest;
		uint64_t bytes;
	} by[LOOSE_FEEDS];
};

/* A file, or a member of an archive. */
struct item {
	struct str shown;	/* for messages */
	struct str name;	/* of its source: without directories */
	struct str sha256;	/* "" for members */
	uint64_t bytes;
	struct loose *loose;	/* NULL: an operand itself */
	const struct told *told;	/* by a manifest, or NULL */
	unsigned nest;		/* packings and archives it lies in */
	int fd;			/* seekable, at the start of it; else -1 */
	bool member;		/* of an archive */
};

/* Read one item, now or later; what is wrong with it becomes a notice. r is
   borrowed and used up. */
enum rc intake_stream(struct intake *in, const struct item *it,
    struct reader *r, struct err *e);
/* Sources of loose files in directories learn their digests. */
enum rc intake_loose_end(struct intake *in, struct loose *l, struct err *e);

/* What stands for the digest of a member. */
struct str intake_member_key(struct intake *in, const struct item *it);
void intake_gap(struct intake *in, struct str path, const char *what);
/* Without the directories before it. */
struct str intake_base(struct str path);

#endif
