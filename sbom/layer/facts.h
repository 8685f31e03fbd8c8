/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_FACTS_H
#define SBOM_LAYER_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/notice.h"
#include "base/str.h"
#include "sbom/catalog/catalog.h"

/*
 * What the layers' walk leaves behind: records, never file bytes. Filled by
 * the engine (sbom/layer), read by sbom/relate. Everything lives in the
 * facts' arena.
 */
struct arena;
struct view;

struct fact_more {
	enum more { MORE_LICENCE, MORE_CPE, MORE_QUALIFIER, MORE_PROPERTY,
	    MORE_HASH } what;
	const char *key;		/* qualifier, property, algorithm */
	struct str value;
};

struct fact_pkg {
	struct pkg p;			/* text in the arena */
	const struct cataloger *row;	/* what found it: the file may have been
					   judged by two rows */
	struct fact_more *more;		/* in the order they were said */
	size_t nmore;
	struct str *provides, *requires;
	size_t nprovides, nrequires;
	uint64_t *owns;			/* hash_str of absolute owned paths */
	size_t nowns;
};

struct fact_named {			/* of a package named elsewhere */
	struct str package;		/* name or name:arch, or a path */
	struct str licence;		/* "" : this is about all that follows */
	uint64_t *owns;
	size_t nowns;
	struct str *requires;
	size_t nrequires;
	struct fact_more *more;
	size_t nmore;
};

struct fact_value {
	const char *key;		/* CTX_* */
	struct str value;
};

/* One judged file, in one layer, under one name. */
struct fact_file {
	struct str path;		/* normalised, no leading '/' */
	size_t layer;			/* index, 0 is the bottom; nlayers: it
					   lies beside them, and its path is a
					   digest */
	const struct cataloger *row;	/* by its name, else by its first
					   bytes */
	bool visible;			/* after squash */
	size_t gone;			/* else the layer that hides it */
	bool broken;			/* its row did not read it to the end */
	int64_t mtime_s;
	const char *database;		/* what records->database said, or NULL */
	struct fact_pkg *pkgs;
	size_t npkgs;
	struct fact_named *named;
	size_t nnamed;
	struct fact_value *values;
	size_t nvalues;
};

/* A file as it is listed; text is valid until the next one is asked for. */
struct fact_listed {
	struct str path;		/* no leading '/' */
	size_t layer;
	size_t gone;			/* the layer that took it away, or
					   nlayers */
	uint64_t size;
	const char *type;		/* "file", "elf", "script", "symlink" … */
	const uint8_t *sha256, *sha1;	/* NULL: not known, or no file */
};

struct fact_list;

struct fact_layer {
	struct str diff_id;		/* from the configuration; "" if none */
	struct str digest;		/* of the blob, from the manifest; or "" */
	struct str created_by;
};

/* Sorted by (path, layer). */
struct facts {
	struct arena *arena;
	struct fact_file *files;
	size_t nfiles;
	struct fact_layer *layers;
	size_t nlayers;
	struct notices notices;
	bool all_layers;		/* hidden files count, too */
	struct fact_list *list;		/* every file, by path; NULL: not asked
					   for */
	struct view *view;		/* the engine's, for facts_resolve */
};

/*
 * Path of the visible file that `path` names after following links in every
 * component, or "" when there is none. For relate: usr-merged owned paths.
 */
struct str facts_resolve(const struct facts *f, struct str path);

/* The visible symbolic link of number *i or above, in order of layers; *i is
   then the number after it. "": no more. */
struct str facts_link(const struct facts *f, size_t *i);

/* The list of all files. */
size_t facts_nlisted(const struct facts *f);
void facts_listed(const struct facts *f, size_t i, struct fact_listed *ret);

#endif
