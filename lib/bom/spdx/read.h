/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_READ_H
#define BOM_SPDX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bom/pull.h"

/*
 * SPDX 2 on its way in, whatever the syntax: what a reader of one has parsed
 * is taken here. Text lives as long as the bom, unless stated.
 */
struct spdx_reader {
	struct pull p;			/* first: see spdx_of */
	bool trivy;			/* its few files are places */
	struct str name;		/* of the document */
	uint64_t described;		/* hash of its reference */
	size_t ndescribed;
	struct map *files;		/* reference -> path, in names */
	size_t nfiles;
	struct spdx_place *places;	/* in names */
	size_t nplaces, cplaces;
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
};

/* creationInfo: a creator ("Tool: syft-1.49.0"), a date; spdxVersion. */
void spdx_take_creator(struct spdx_reader *r, struct str text);
void spdx_take_created(struct spdx_reader *r, struct str text);
void spdx_take_version(struct spdx_reader *r, struct str text);

/* "Organization: NAME" and kin; "" when it is no assertion. */
struct str spdx_agent(struct str text);
/* An external reference; text may be in tmp. */
void spdx_take_reference(struct spdx_reader *r, struct spdx_package *s,
    struct str type, struct str locator);
/* What Trivy writes as annotation or attribution text: "KEY: VALUE". */
void spdx_take_remark(struct spdx_reader *r, struct spdx_package *s,
    struct str text);
void spdx_take_checksum(struct spdx_reader *r, struct spdx_package *s,
    struct str alg, struct str hex);
/* A file that a package has, by its reference. */
void spdx_take_has_file(struct spdx_reader *r, struct spdx_package *s,
    struct str ref);
/* The package as a whole, to the bom. */
enum rc spdx_take_package(struct spdx_reader *r, struct spdx_package *s,
    struct err *e);

/* A file; both texts may be in tmp. */
void spdx_take_file(struct spdx_reader *r, struct str ref, struct str path);

/* An element that the document describes. */
void spdx_take_described(struct spdx_reader *r, struct str ref);

struct spdx_relation {			/* all text may be in tmp */
	struct str from, type, to, comment;
};
void spdx_take_relation(struct spdx_reader *r,
    const struct spdx_relation *rel);

/* All is read: subject, distribution, places, relationships. */
void spdx_take_end(struct spdx_reader *r);

#endif
