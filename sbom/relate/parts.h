/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_RELATE_PARTS_H
#define SBOM_RELATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bom/bom.h"
#include "sbom/input/image.h"
#include "sbom/layer/facts.h"

/* The steps of relate(), and what they share. Private to sbom/relate. */
struct map;
struct owners;

#define NO_PART SIZE_MAX

struct relation {
	const struct facts *f;
	const struct image_meta *m;
	struct bom *b;
	struct arena *tmp;	/* dies when relate() returns */
	struct arena *scratch;	/* of one package */
	struct map *classified;	/* licences, by what was said */
	bool *skip;		/* per file: a stale database beside a newer */
	size_t **parts;		/* per file, per package: its component, or
				   NO_PART; of a folded one the component that
				   stands for it */
	bool **folded;		/* per file, per package */
	size_t *since;		/* per component: the layer that brought it */
	size_t nsince, csince;
	struct owners *owners;
};

/* diffID, else the blob's digest, else "". */
struct str relate_layer(const struct facts *f, size_t layer);

/* What stands for a kind of database in messages and groups. */
struct str relate_family(const char *database);
/* What found it. A file may have been judged by two rows. */
const struct cataloger *relate_row(const struct fact_file *x,
    const struct fact_pkg *p);
/* Is it what the database of an operating system lists as installed? */
bool relate_is_os(const struct fact_file *x, const struct fact_pkg *p);
/* Does it own files though it is none of those: conda's, a JVM? */
bool relate_is_holder(const struct fact_file *x, const struct fact_pkg *p);
/* Is it of a type whose names are a distribution's? */
bool relate_is_distro_type(const char *type);

/* Is it of a language's package manager, which says what it owns? */
bool relate_is_language(const struct fact_file *x, const struct fact_pkg *p);

/*
 * In a source tree: what a manifest asks for without a version, and a lock
 * file's member of the project, stand for what relate_lock_add was told of
 * before, if it was (relate_locked; else NO_PART).
 */
bool relate_is_wish(const struct relation *r, const struct fact_file *x,
    const struct fact_pkg *p);
void relate_lock_add(struct relation *r, struct map *locks,
    const struct fact_file *x, const struct fact_pkg *p, size_t part);
size_t relate_locked(struct relation *r, struct map *locks,
    const struct fact_file *x, const struct fact_pkg *p);

/*
 * Did a document in the image tell of it? Then, once all others are components,
 * the one that stands for it, or NO_PART; *ret_drop: it is not installed.
 */
struct told_index;

bool relate_tells(const struct cataloger *row);
bool relate_is_told(const struct fact_file *x, const struct fact_pkg *p);
struct told_index *relate_told_index(struct relation *r);
size_t relate_told(struct relation *r, const struct told_index *t,
    const struct fact_pkg *p, bool *ret_drop);

/* What files beside it told of a package becomes the package's own. */
void relate_join(struct relation *r);
/* Distribution, by the order of the files that tell it. */
void relate_distro(struct relation *r);
/* Which of several databases in one directory holds. */
void relate_choose(struct relation *r);
/* Components of all visible records, and who owns which file. */
void relate_packages(struct relation *r);
/* Edges between components. */
void relate_depends(struct relation *r);
/*
 * Packages that a symbolic link offers beside others (cataloger.near): the
 * link of number *i or above. False when there are no more; *i is then the
 * number after it.
 */
struct near_link {
	struct str home, key;
	const struct fact_file *x;	/* whose packages it offers */
	bool member;			/* it leads out of where packages are */
};

bool relate_near_link(struct relation *r, size_t *i, struct near_link *ret);
/* What the image says of itself: layers, configuration, context. */
void relate_subject(struct relation *r);
void relate_context(struct relation *r);
/* Gaps and notes about what was there and yielded nothing. */
void relate_coverage(struct relation *r);
/* Gaps about packages that a database lost, by what they left. */
void relate_lost(struct relation *r);

/* The list of all files with their owners, when it is asked for. */
void relate_files(struct relation *r);
/* Components that only lower layers hold, when they are asked for. */
void relate_hidden(struct relation *r);

/* ---- one component ---- */

/* Licences that files of their own state, by the package that they name. */
struct licences {
	struct map *by_name;	/* name, or name:arch */
};

struct licences relate_licences(struct relation *r);
void relate_add_licences(struct relation *r, struct bom_component *c,
    const struct licences *l, const struct fact_pkg *p);

/* "": from no registry, or nothing that a package URL can say. */
struct str relate_purl(struct relation *r, const struct fact_pkg *p);
/* Fields of a new component, but for places and layers. */
void relate_fill(struct relation *r, struct bom_component *c,
    const struct fact_pkg *p, const struct cataloger *row);
/* What each record of one component may add to it. */
void relate_add_more(struct relation *r, struct bom_component *c,
    const struct fact_pkg *p);

/* ---- owners ---- */

/* Of the components that are there: the operating system's and holders. */
void relate_owners(struct relation *r);
/*
 * The component whose file path (without leading '/') is, by its own name or
 * through links; NO_PART: nobody's. layer is the file's: what a later layer
 * put in the place of a package's file is not the package's.
 */
size_t relate_owner(struct relation *r, struct str path, size_t layer);
/* The same of any file: databases and copyright files are not left out. */
size_t relate_file_owner(struct relation *r, struct str path, size_t layer);
/* The same for one absolute path, as it is owned. */
size_t relate_owner_of(struct relation *r, struct str path);
/* All who claim that path: from relate_claims on, until NO_PART. */
size_t relate_claims(struct relation *r, struct str path);
size_t relate_claim(const struct relation *r, struct str path, size_t i);

/* ---- several findings of one thing ---- */

/*
 * The component that stands for p instead of one of its own, or NO_PART.
 * *ret_drop: nothing does, but p says less than another package of its file.
 */
size_t relate_fold(struct relation *r, const struct fact_file *x,
    const struct fact_pkg *p, size_t owner, bool *ret_drop);

#endif
