/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

/*
 * Every limit, with its reason. All are per file, per archive or per layer;
 * none is shared between threads, so that what is found does not depend on
 * them. Those of an image hold for each layer while it is walked, and for the
 * sum when its layers are joined: once those of the bigger layers pass one, no
 * other layer is read (pool.c); of images on standard input, it holds for all
 * that came before. A limit that is hit is always a gap that names the file,
 * or the layer. `--limit NAME=VALUE` sets one; the table in limits.c has the
 * names, the defaults below and one line for --help.
 */
struct limits {
	uint64_t package_db;	/* a package database held whole: 256 MiB, the
				   stated exception to the 64 MB of memory */
	uint64_t text_file;	/* a file that a `text` row reads: 8 MiB */
	uint64_t buffer;	/* a file kept while it streams by: 16 MiB */
	uint64_t manifest;	/* manifest, index or configuration: 10 MiB */
	uint64_t layer;		/* uncompressed bytes of one layer: 64 GiB */
	uint64_t entries;	/* members of one layer: 5,000,000 */
	uint64_t wanted;	/* wanted files, links, whiteouts of an image:
				   1,000,000 */
	uint64_t records;	/* bytes of what an image's files tell: 128
				   MiB. A package is 400 and its text, an owned
				   path 8: an image of 100,000 packages has 60
				   MiB. A hostile database, many times its own
				   size otherwise, gets to 250,000 */
	uint64_t json_record;	/* one SBOM component or feed record: 16 MiB */
	uint64_t feed_file;	/* one unpacked feed file: 16 GiB */
	uint64_t components;	/* of one SBOM: 2,000,000 */
	uint64_t archive;	/* bytes inflated in one archive tree (a jar and
				   all inside it), besides ARCHIVE_RATIO times
				   the file's size: 16 MiB, so that a bomb of
				   42 kB ends within 0.1 s, while no jar that
				   people build comes near */
	uint64_t memory;	/* ceiling of one arena: 2 GiB */
};

extern const struct limits limits_default;

/* "NAME=VALUE"; VALUE may end in K, M or G (powers of 1024). */
bool limits_set(struct limits *l, struct str setting);

enum {
	PATH_MAX_BYTES = 4096,	/* longer member names are a gap */
	PATH_MAX_DEPTH = 256,
	LINK_HOPS = 40,		/* as the kernel */
	INDEX_DEPTH = 5,	/* nested image indexes */
	INDEX_ITEMS = 10000,	/* descriptors followed in all of them */
	IMAGES_MAX = 1000,	/* of one docker archive */
	LAYERS_MAX = 4096,	/* of one image; container engines take 127 */
	JSON_DEPTH = 128,
	JSON_VALUES = 1000000,	/* of one record: a tree costs up to 250 bytes
				   a value, whatever its text's length */
	XML_DEPTH = 128,
	TREE_DEPTH = 128,	/* of a YAML or TOML document */
	TREE_NODES = 1000000,	/* of one: about 100 bytes each, aliases
				   counted as if written out */
	DB_STEPS = 4000000,	/* thousands of SQLite's steps on a database
				   of others: about a minute */
	NOTES_MAX = 10000,	/* notes kept per list */
	ZIP_ENTRIES_MAX = 4000000,	/* of one zip: the largest jars that
				   are published have some 500,000 */
	ZIP_NAMES = 65536,	/* of one zip on a stream that are compared one
				   by one with its directory: 1 MiB */
	ARCHIVE_DEPTH = 8,	/* archives in archives */
	ARCHIVE_RATIO = 16,	/* class files deflate to a half, text to a
				   tenth; twice that for an archive in another */
	ARCHIVE_HELD = 8 << 20,	/* of archives inside one file that are held to
				   be read by their directories; larger ones
				   are read as they pass */
	ARCHIVE_PACKAGES = 100000,	/* found in one archive tree */
	ARCHIVE_TEXT = 64 << 20,	/* and bytes of their names and paths */
	RPM_MAX_TAGS = 65536,	/* index entries of one rpm header */
	NDB_SLOT_PAGES = 2048,
};

#define RPM_MAX_DATA (UINT32_C(256) << 20)
/* A lock file: package-lock.json of large monorepos reaches 50 MiB. */
#define LOCK_FILE_MAX (128 * MIB)

#endif
