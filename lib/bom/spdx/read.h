/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_READ_H
#define BOM_SPDX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bom/pull.h"

/* Hashes of two references. */
struct spdx_pairs {
	struct spdx_pair { uint64_t from, to; } *v;	/* in names */
	size_t n, cap;
};

/*
 * SPDX 2 on its way in, whatever the syntax: what a reader of one has parsed
 * is taken here. Text lives as long as the bom, unless stated.
 */
struct spdx_reader {
	struct pull p;			/* first: see spdx_of */
	bool trivy;			/* its few files are places */
	bool tern, apko;
	bool distroless;		/* see is_target */
	struct str release;		/* of that: a Debian codename */
	bool scout;			/* Docker's: see take_built.c */
	struct spdx_pairs has;		/* of that: packages and their files, */
	struct spdx_pairs built;	/* and their sources */
	bool ours;			/* written by sbom */
	struct str name;		/* of the document */
	uint64_t described;		/* hash of its reference */
	size_t ndescribed;
	uint64_t os;			/* hash of the system's reference */
	struct map *files;		/* reference -> path, in names */
	size_t nfiles;
	struct spdx_place *places;	/* in names */
	size_t nplaces, cplaces;
	struct str creation_comment;
	struct map *licences;		/* LicenseRef-… -> words, in names */
	struct spdx_named *refs;	/* in names */
	size_t nrefs, crefs;
	struct spdx_named *late;	/* remarks, in names */
	size_t nlate, clate;
};

/* What is kept for a package until all are there. */
struct spdx_named {
	uint64_t package;		/* hash of its reference */
	struct str text;
};

static inline struct spdx_reader *
spdx_of(struct pull *p)
{
	return (struct spdx_reader *)p;
}

/* One package on its way in. */
struct spdx_package {
	struct bom_component c;
	struct bom_hints hints;
	struct str purpose;		/* primaryPackagePurpose */
	struct str source_info;
	struct str declared, concluded;	/* licences */
	struct str originator;
	struct str kind;		/* of ours: CycloneDX's word for it, */
	struct str ref;			/* and its reference in the model */
};

struct spdx_licence {			/* all text may be in tmp */
	struct str id, name, text;
};

/* creationInfo: a creator ("Tool: syft-1.49.0"), a date; spdxVersion. */
void spdx_take_creator(struct spdx_reader *r, struct str text);
void spdx_take_created(struct spdx_reader *r, struct str text);
void spdx_take_version(struct spdx_reader *r, struct str text);

/* NAME, or "NAME <EMAIL>", of "Organization: NAME (EMAIL)" and kin; "" when it
   is no assertion. Lives as long as text and a. */
struct str spdx_agent(struct arena *a, struct str text);
/* An external reference; text may be in tmp. */
void spdx_take_reference(struct spdx_reader *r, struct spdx_package *s,
    struct str type, struct str locator);
/*
 * An annotation or attribution text, which may be in tmp: Trivy's
 * "KEY: VALUE", or ours, which hold properties (SPDX_PROPERTIES). A late one
 * is of a package that was taken before.
 */
void spdx_take_remark(struct spdx_reader *r, struct spdx_package *s,
    struct str text);
void spdx_take_document_remark(struct spdx_reader *r, struct str text);
void spdx_take_late_remark(struct spdx_reader *r, struct str ref,
    struct str text);
void spdx_take_checksum(struct spdx_reader *r, struct spdx_package *s,
    struct str alg, struct str hex);
/* A file that a package has, by its reference. */
void spdx_take_has_file(struct spdx_reader *r, struct spdx_package *s,
    struct str ref);
/* The package as a whole, to the bom. */
enum rc spdx_take_package(struct spdx_reader *r, struct spdx_package *s,
    struct err *e);

void spdx_take_licence(struct spdx_reader *r, const struct spdx_licence *l);

/* ---- between the files that take ---- */

/* False: the comment is none of ours. */
bool spdx_take_own_remark(struct spdx_reader *r, struct spdx_package *s,
    struct str text);
/* The package is complete: group, kind and reference as they were. */
void spdx_end_own_package(struct spdx_reader *r, struct spdx_package *s);
/* What Docker Scout says of source packages: one pair; and when all is there. */
void spdx_pair_add(struct spdx_reader *r, struct spdx_pairs *to,
    struct str from, struct str of);
void spdx_end_built(struct spdx_reader *r);
/* Before the graph's end; and after it, when ids are needed no more. */
void spdx_end_own(struct spdx_reader *r, const struct map *refs);
void spdx_end_own_refs(struct spdx_reader *r);

/* ---- files and relationships ---- */

/* A file; both texts may be in tmp. */
void spdx_take_file(struct spdx_reader *r, struct str ref, struct str path);

/* An element that the document describes. */
void spdx_take_described(struct spdx_reader *r, struct str ref);

struct spdx_relation {			/* all text may be in tmp */
	struct str from, type, to, comment;
};
void spdx_take_relation(struct spdx_reader *r,
    const struct spdx_relation *rel);

enum rc spdx_read_json(struct bom_in *in, const struct limits *lim,
    struct bom *b, struct err *e);
enum rc spdx_read_json3(struct bom_in *in, const struct limits *lim,
    struct bom *b, struct err *e);
enum rc spdx_read_tag_value(struct bom_in *in, const struct limits *lim,
    struct bom *b, struct err *e);

/* All is read: subject, distribution, places, relationships. */
void spdx_take_end(struct spdx_reader *r);

#endif
