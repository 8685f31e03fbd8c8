/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_JAVA_TREE_H
#define SBOM_CATALOG_JAVA_TREE_H

#include "base/notice.h"
#include "codec/digest.h"
#include "sbom/binary/zip.h"
#include "sbom/catalog/java.h"

/*
 * An archive and those inside it. Each is a level, which is read in one of two
 * ways: by its directory (java_archive.c), or as its bytes come (level_push,
 * level_feed). Either way it is told of each entry by level_begin and of texts
 * by level_text. What is found is kept by the tree until tree_flush.
 */
struct tree;

enum takes {
	TAKE_NOTHING,
	TAKE_MANIFEST, TAKE_PROPERTIES, TAKE_POM,
	TAKE_STORED,		/* an archive in place; by directory only */
	TAKE_HELD,		/* an archive to be held in memory */
	TAKE_PUSHED,		/* an archive read as it comes */
};

struct level {
	struct zip_sink sink;
	struct tree *t;
	struct level *up;	/* NULL: the file itself */
	struct arena *a;	/* dies with the level */
	struct str inside;	/* path in the file, "" for itself */
	struct str key;		/* what those inside it offer to it */
	unsigned depth;		/* 1: the file itself */
	enum java_kind kind;
	struct java_jar jar;
	size_t npom_xml;
	bool full;		/* of pom.properties */
	struct digest *sha1;	/* NULL: of a zip it is not wanted */
	bool magic, is_zip;	/* it begins like one; it is one */
	/* the entry at hand */
	enum takes takes;
	struct str entry;
	struct buf text;	/* what is held of it */
	/* as the bytes come */
	struct zip_push *push;
	bool fed;
	struct level *child;	/* TAKE_PUSHED */
};

struct found;

struct tree {
	struct arena *a;
	const struct limits *lim;
	struct zip_budget work;
	size_t held;		/* bytes of held archives */
	bool stop;		/* nothing more is to be read */
	bool full;		/* a limit on what is kept was hit */
	struct level *top;
	struct found *found;
	size_t nfound, cfound;
	struct notices *said;
	uint64_t bytes;		/* of text kept */
	unsigned nsaid[2];	/* notes, gaps */
};

struct tree *tree_new(struct str path, uint64_t size,
    const struct limits *lim);
/* RC_OK, or RC_STOP from the sink. */
enum rc tree_flush(struct tree *t, struct records *out);
void tree_free(struct tree *t);

/* An entry (of level l) that could not be read. */
void tree_damage(struct level *l, struct str entry, const char *why);

/* A note about the archive. */
void level_odd(struct level *l, const char *what);

struct level *level_new(struct tree *t, struct level *up, struct str name);
void level_free(struct level *l);
/* What to do with an entry. It is noted if it ought to be read and cannot. */
enum takes level_begin(struct level *l, const struct zip_entry *x);
/* Of the text just begun; false when no more is needed. */
bool level_text(struct level *l, const uint8_t *p, size_t n);
void level_text_end(struct level *l);
/* Read it as it comes, from now on. */
void level_push(struct level *l);
void level_feed(struct level *l, const uint8_t *p, size_t n);
enum rc level_feed_end(struct level *l, struct err *e);
/* It was read, or not to its end (rc): who it is. */
void level_end(struct level *l, enum rc rc, const struct err *e);

/* By its directory, of an archive in memory; in java_archive.c. */
enum rc level_walk(struct level *l, struct blob *b, struct err *e);

#endif
